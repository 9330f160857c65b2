import type { Level } from '#domain/catalogue/item.ts';
import { type Calendar, calendarOfTable } from '#domain/kernel/calendar.ts';
import { localDate } from '#domain/kernel/dates.ts';
import { Refused } from '#domain/kernel/problem.ts';
import { type Division, nameOn } from '#domain/organisation/divisions.ts';
import { competentUnit, type Unit } from '#domain/organisation/units.ts';
import type { App, Ctx, Db } from '../context.ts';
import type { Reach } from './roles.ts';

export type DivisionRecord = Division & {
  ancestors: string[];
  nameEn: string;
  population: number | null;
  lon: number | null;
  lat: number | null;
};
export type UnitRecord = Unit & { ancestors: string[]; level: Level; telephone: string | null };

/**
 * The whole organisation in memory: some thousands of rows that every operation asks for and that change a few times a
 * year. A process notices another's change within a second, its own at once.
 */
export interface OrganisationMap {
  revision: number;
  divisions: Map<string, DivisionRecord>;
  divisionByCode: Map<string, DivisionRecord>;
  children: Map<string | null, DivisionRecord[]>;
  units: Map<string, UnitRecord>;
  unitsOf: Map<string, UnitRecord[]>;
  departments: { code: string; name: string; name_en: string }[];
  calendar: { revision: number; calendar: Calendar };
  /** Which unit has a department's power at a level, for who lives in a division; null department: the general counter. */
  competent(division: string, level: Level, department: string | null, on: string): UnitRecord | undefined;
  /** The unit above in the tree of units. */
  above(unit: string): UnitRecord | undefined;
  path(division: string): DivisionRecord[];
}

interface Kept {
  map: Promise<OrganisationMap>;
  checked: number;
  revision: string;
}
const kept = new WeakMap<App, Kept>();
const revisionKey = 'organisation.revision';

const readRevision = async (db: Db): Promise<string> => {
  const rows = await db.selectFrom('settings').select('value').where('key', '=', revisionKey).execute();
  return JSON.stringify(rows[0]?.value ?? 0);
};

/** Call in the transaction of every change to divisions, units, departments or the calendar. */
export async function touchOrganisation(ctx: Pick<Ctx, 'app' | 'db' | 'afterCommit'>): Promise<void> {
  await ctx.db
    .insertInto('settings')
    .values({ key: revisionKey, value: JSON.stringify(ctx.app.id()) })
    .onConflict((conflict) => conflict.column('key').doUpdateSet((eb) => ({ value: eb.ref('excluded.value') })))
    .execute();
  ctx.afterCommit.push(() => kept.delete(ctx.app));
}

export async function organisationOf(ctx: Pick<Ctx, 'app' | 'now'>): Promise<OrganisationMap> {
  const { app } = ctx;
  const present = kept.get(app);
  const now = ctx.now.getTime();
  if (present && Math.abs(now - present.checked) < 1000) return present.map;
  const revision = await readRevision(app.db);
  const still = kept.get(app);
  if (still && still.revision === revision) {
    still.checked = now;
    return still.map;
  }
  const map = load(app.db);
  kept.set(app, { map, checked: now, revision });
  map.catch(() => kept.delete(app));
  return map;
}

const groupBy = <K, V>(values: Iterable<V>, key: (value: V) => K): Map<K, V[]> => {
  const groups = new Map<K, V[]>();
  for (const value of values) {
    const group = groups.get(key(value));
    if (group) group.push(value);
    else groups.set(key(value), [value]);
  }
  return groups;
};

async function load(db: Db): Promise<OrganisationMap> {
  const [divisionRows, unitRows, departments, calendarRow] = await Promise.all([
    db.selectFrom('divisions').selectAll().orderBy('code').execute(),
    db.selectFrom('units').selectAll().orderBy('id').execute(),
    db.selectFrom('departments').selectAll().orderBy('code').execute(),
    db.selectFrom('calendars').selectAll().orderBy('revision', 'desc').limit(1).executeTakeFirst(),
  ]);
  const divisions = new Map<string, DivisionRecord>(
    divisionRows.map((row) => [
      row.id,
      {
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
      },
    ]),
  );
  const units = new Map<string, UnitRecord>(
    unitRows.map((row) => [
      row.id,
      {
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
      },
    ]),
  );
  const unitsOf = groupBy(units.values(), (unit) => unit.divisionId);
  const found = new Map<string, UnitRecord | undefined>();
  const path = (division: string): DivisionRecord[] =>
    (divisions.get(division)?.ancestors ?? []).map((id) => divisions.get(id)).filter((each) => each !== undefined);
  return {
    revision: calendarRow?.revision ?? 0,
    divisions,
    divisionByCode: new Map([...divisions.values()].filter((d) => d.validTo === null).map((d) => [d.code, d])),
    children: groupBy(divisions.values(), (division) => division.parentId),
    units,
    unitsOf,
    departments,
    calendar: {
      revision: calendarRow?.revision ?? 0,
      calendar: calendarOfTable(calendarRow?.days ?? { years: {} }),
    },
    competent(division, level, department, on) {
      const key = `${division}/${level}/${department}/${on}`;
      if (!found.has(key)) {
        if (found.size > 100_000) found.clear();
        const along = path(division);
        const near = along
          .flatMap((each) => unitsOf.get(each.id) ?? [])
          .filter((unit) => unit.validFrom <= on && (unit.validTo === null || unit.validTo > on));
        const unit = competentUnit(near, along, level, department ?? 'general');
        found.set(key, unit && units.get(unit.id));
      }
      return found.get(key);
    },
    above(unit) {
      const parent = units.get(unit)?.parentId;
      return parent ? units.get(parent) : undefined;
    },
    path,
  };
}

/** Does a permission held at `own` with this reach extend to `unit`? */
export async function reaches(ctx: Ctx, own: string, reach: Reach, unit: string): Promise<boolean> {
  if (reach === 'city') return true;
  if (own === unit) return true;
  if (reach === 'own') return false;
  const map = await organisationOf(ctx);
  return map.units.get(unit)?.ancestors.includes(own) ?? false;
}

/** A unit that must exist. */
export async function getUnit(ctx: Ctx, id: string): Promise<UnitRecord> {
  const unit = (await organisationOf(ctx)).units.get(id);
  if (!unit) throw new Refused('not-found');
  return unit;
}

/** Names from the city down, as they were on the day: what an old case reads. */
export const pathNames = (map: OrganisationMap, division: string, on: string): string[] =>
  map.path(division).map((each) => nameOn(each, on));

export const today = (ctx: Pick<Ctx, 'now'>): string => localDate(ctx.now);

/** A unit's name as it was at an instant. */
export const unitNameOn = (map: OrganisationMap, id: string, at: string): string => {
  const unit = map.units.get(id);
  return unit ? nameOn(unit, localDate(at)) : '';
};

/** Names of staff, for timelines and queues. They hang on the counter and are public. */
export async function accountNames(ctx: Ctx, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await ctx.db
    .selectFrom('accounts')
    .select(['id', 'name'])
    .where('id', 'in', [...new Set(ids)])
    .execute();
  return new Map(rows.map((row) => [row.id, row.name]));
}
