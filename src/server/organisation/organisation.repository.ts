import type { Selectable } from 'kysely';
import type { HolidayTable } from '#domain/kernel/calendar.ts';
import type { Division } from '#domain/organisation/divisions.ts';
import type { Roles } from '#domain/organisation/roles.ts';
import type { Unit, UnitLevel } from '#domain/organisation/units.ts';
import type { Ctx, Db } from '../context.ts';
import type { OrganisationTables } from './organisation.tables.ts';

export type DivisionRecord = Division & {
  /** From the city down to itself. */
  ancestors: string[];
  nameEn: string;
  population: number | null;
  lon: number | null;
  lat: number | null;
};
export type UnitRecord = Unit & { ancestors: string[]; level: UnitLevel; telephone: string | null };

/** Rows of one statement: PostgreSQL takes 65,535 parameters. */
const chunk = 2000;

async function inChunks<T>(rows: readonly T[], write: (some: T[]) => Promise<unknown>): Promise<void> {
  for (let at = 0; at < rows.length; at += chunk) await write(rows.slice(at, at + chunk));
}

const revisionKey = 'organisation.revision';

export const readRevision = async (db: Db): Promise<string> => {
  const row = await db.selectFrom('settings').select('value').where('key', '=', revisionKey).executeTakeFirst();
  return JSON.stringify(row?.value ?? 0);
};

/** Also takes the row's lock until the transaction ends: changes to the organisation stand in line. */
export async function writeRevision(db: Db, value: string): Promise<void> {
  await db
    .insertInto('settings')
    .values({ key: revisionKey, value: JSON.stringify(value) })
    .onConflict((conflict) => conflict.column('key').doUpdateSet((eb) => ({ value: eb.ref('excluded.value') })))
    .execute();
}

const divisionOf = (row: Selectable<OrganisationTables['divisions']>): DivisionRecord => ({
  id: row.id,
  code: row.code,
  level: row.level,
  parentId: row.parent_id,
  ancestors: row.ancestors,
  name: row.name,
  nameEn: row.name_en,
  aliases: row.aliases,
  population: row.population,
  lon: row.lon,
  lat: row.lat,
  validFrom: row.valid_from,
  validTo: row.valid_to,
  past: row.past,
  became: row.became,
});

const divisionRow = (division: DivisionRecord) => ({
  id: division.id,
  code: division.code,
  level: division.level,
  parent_id: division.parentId,
  ancestors: division.ancestors,
  name: division.name,
  name_en: division.nameEn,
  aliases: division.aliases,
  population: division.population,
  lon: division.lon,
  lat: division.lat,
  valid_from: division.validFrom,
  valid_to: division.validTo,
  past: JSON.stringify(division.past),
  became: division.became,
});

const unitOf = (row: Selectable<OrganisationTables['units']>): UnitRecord => ({
  id: row.id,
  divisionId: row.division_id,
  parentId: row.parent_id,
  ancestors: row.ancestors,
  level: row.level,
  kind: row.kind,
  departments: row.departments,
  name: row.name,
  aliases: row.aliases,
  telephone: row.telephone,
  validFrom: row.valid_from,
  validTo: row.valid_to,
  past: row.past,
  became: row.became,
});

const unitRow = (unit: UnitRecord) => ({
  id: unit.id,
  division_id: unit.divisionId,
  parent_id: unit.parentId,
  ancestors: unit.ancestors,
  level: unit.level,
  kind: unit.kind,
  departments: unit.departments,
  name: unit.name,
  aliases: unit.aliases,
  telephone: unit.telephone,
  valid_from: unit.validFrom,
  valid_to: unit.validTo,
  past: JSON.stringify(unit.past),
  became: unit.became,
});

export interface OrganisationRows {
  divisions: DivisionRecord[];
  units: UnitRecord[];
  departments: { code: string; name: string; name_en: string }[];
  calendar: { revision: number; days: HolidayTable };
}

export async function readOrganisation(db: Db): Promise<OrganisationRows> {
  const divisions = await db.selectFrom('divisions').selectAll().orderBy('code').orderBy('id').execute();
  const units = await db.selectFrom('units').selectAll().orderBy('id').execute();
  const departments = await db.selectFrom('departments').selectAll().orderBy('code').execute();
  return {
    divisions: divisions.map(divisionOf),
    units: units.map(unitOf),
    departments,
    calendar: await readCalendar(db),
  };
}

export async function readCalendar(db: Db): Promise<{ revision: number; days: HolidayTable }> {
  const row = await db
    .selectFrom('calendars')
    .select(['revision', 'days'])
    .orderBy('revision', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ?? { revision: 0, days: { years: {} } };
}

export async function insertCalendar(
  ctx: Pick<Ctx, 'db' | 'now'>,
  calendar: { revision: number; days: HolidayTable; note: string; account: string | null },
): Promise<void> {
  await ctx.db
    .insertInto('calendars')
    .values({
      revision: calendar.revision,
      days: JSON.stringify(calendar.days),
      note: calendar.note,
      account_id: calendar.account,
      created_at: ctx.now,
      redated_at: null,
    })
    .execute();
}

/** Parents first: a row may name a parent of the same list. */
export const insertDivisions = (db: Db, divisions: readonly DivisionRecord[]): Promise<void> =>
  inChunks(divisions.map(divisionRow), (rows) => db.insertInto('divisions').values(rows).execute());

/**
 * What an order leaves: new divisions and changed ones. Codes may be exchanged among them, so all are given free before
 * any is taken; a new division stands before a changed one may name it as its parent.
 */
export async function saveDivisions(
  db: Db,
  { added, changed }: { added: readonly DivisionRecord[]; changed: readonly DivisionRecord[] },
): Promise<void> {
  if (changed.length > 0) {
    await db
      .updateTable('divisions')
      .set((eb) => ({ code: eb.cast<string>('id', 'text') }))
      .where(
        'id',
        'in',
        changed.map((division) => division.id),
      )
      .execute();
  }
  await insertDivisions(db, added);
  for (const { id, ...row } of changed.map(divisionRow)) {
    await db.updateTable('divisions').set(row).where('id', '=', id).execute();
  }
}

export async function insertDivisionChange(
  ctx: Pick<Ctx, 'app' | 'db' | 'now'>,
  change: { kind: string; effectiveOn: string; document: string; from: string[]; to: string[] },
): Promise<void> {
  await ctx.db
    .insertInto('division_changes')
    .values({
      id: ctx.app.id(),
      kind: change.kind,
      effective_on: change.effectiveOn,
      document: change.document,
      from_ids: change.from,
      to_ids: change.to,
      recorded_at: ctx.now,
    })
    .execute();
}

export const insertUnits = (db: Db, units: readonly UnitRecord[]): Promise<void> =>
  inChunks(units.map(unitRow), (rows) => db.insertInto('units').values(rows).execute());

export async function updateUnit(db: Db, unit: UnitRecord): Promise<void> {
  const { id, ...row } = unitRow(unit);
  await db.updateTable('units').set(row).where('id', '=', id).execute();
}

export async function upsertRoles(db: Db, roles: Roles): Promise<void> {
  await db
    .insertInto('roles')
    .values(
      Object.entries(roles).map(([code, { name, permissions }]) => ({
        code,
        name: name['zh-CN'],
        name_en: name.en,
        permissions: JSON.stringify(permissions),
      })),
    )
    .onConflict((conflict) =>
      conflict.column('code').doUpdateSet((eb) => ({
        name: eb.ref('excluded.name'),
        name_en: eb.ref('excluded.name_en'),
        permissions: eb.ref('excluded.permissions'),
      })),
    )
    .execute();
}

export async function upsertDepartments(
  db: Db,
  departments: readonly { code: string; name: string; name_en: string }[],
): Promise<void> {
  await db
    .insertInto('departments')
    .values([...departments])
    .onConflict((conflict) =>
      conflict
        .column('code')
        .doUpdateSet((eb) => ({ name: eb.ref('excluded.name'), name_en: eb.ref('excluded.name_en') })),
    )
    .execute();
}

export const readRoles = (db: Db) => db.selectFrom('roles').selectAll().orderBy('code').execute();
