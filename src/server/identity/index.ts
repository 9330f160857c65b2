export { accountRoutes } from './accounts.routes.ts';
export {
  importAccountTable,
  openAdministrator,
  showFirstPasswords,
  vacantAdministrations,
} from './accounts.service.ts';
export { findEmployer } from './employers.service.ts';
export { identityRoutes } from './identity.routes.ts';
export { insertPeople, type NewPersonRow } from './persons.bulk.repository.ts';
export {
  findPerson,
  getPerson,
  keysOf,
  lockPerson,
  namesOf,
  openName,
  sealPerson,
} from './persons.repository.ts';
export { allIdsOf, isNear, seesClear } from './persons.service.ts';
export { screenRoutes } from './screens.routes.ts';
export { authenticateScreen } from './screens.service.ts';
export { sessionRoutes } from './session.routes.ts';
export { authenticate } from './sessions.service.ts';
