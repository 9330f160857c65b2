export { coverOf } from './cover.ts';
export {
  accountNames,
  type DivisionRecord,
  getUnit,
  type OrganisationMap,
  organisationOf,
  pathNames,
  reaches,
  today,
  touchOrganisation,
  type UnitRecord,
  unitNameOn,
} from './organisation.cache.ts';
export { needsSecondFactor, type Reach, separated } from './roles.ts';
