export {
  findPerson,
  getPerson,
  insertPerson,
  keysOf,
  namesOf,
  openName,
  type Person,
  sealPerson,
} from './persons.repository.ts';
export { allIdsOf, findEmployer, seesClear } from './persons.service.ts';
export { authenticate } from './sessions.service.ts';
