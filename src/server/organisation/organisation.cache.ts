import { type Calendar, calendarOfTable, type HolidayTable } from '#domain/kernel/calendar.ts';
import { type Instant, localDate } from '#domain/kernel/dates.ts';
import { Refused } from '#domain/kernel/problem.ts';
import { divisionOn, existsOn, nameOn, successors } from '#domain/organisation/divisions.ts';
import type { Reach } from '#domain/organisation/roles.ts';
import { competentUnit, type UnitLevel } from '#domain/organisation/units.ts';
import type { App, Ctx, Db } from '../context.ts';
import {
  type DivisionRecord,
  type OrganisationRows,
  readOrganisation,
  readRevision,
  type UnitRecord,
  writeRevision,
} from './organisation.repository.ts';

export type { DivisionRecord, UnitRecord };

/**
 * The whole organisation in memory: some thousands of rows that every operation asks for and that change a few times a
 * year. A process notices another's change within seconds, its own at once.
 */
export interface OrganisationMap {
  revision: number;
  divisions: Map<string, DivisionRecord>;
  divisionByCode: Map<string, DivisionRecord>;
  children: Map<string | null, DivisionRecord[]>;
  /** Those that once belonged elsewhere. */
  moved: DivisionRecord[];
  units: Map<string, UnitRecord>;
  unitsOf: Map<string, UnitRecord[]>;
  departments: { code: string; name: string; name_en: string }[];
  calendar: { revision: number; calendar: Calendar; table: HolidayTable };
  /** Which unit has a department's power at a level, for who lives in a division; null department: the general counter. */
  competent(division: string, level: UnitLevel, department: string | null, on: string): UnitRecord | undefined;
  /** The unit above in the tree of units. */
  above(unit: string): UnitRecord | undefined;
  path(division: string): DivisionRecord[];
  /** Who carries a division on, on that day: itself while it is in force; several after a split, none before its first day. */
  successors(division: string, on: string): string[];
}

interface Kept {
  map: Promise<OrganisationMap>;
  checked: number;
  revision: string;
}
const kept = new WeakMap<App, Kept>();
const fresh = 1000;
/**
 * Up to this age the map is given out while it is checked behind the reader's back: a command that already holds a
 * connection must not wait for a second one, or as many commands as there are connections would wait for each other.
 */
const usable = 5000;

/** Call in the transaction of every change to divisions, units, departments or the calendar; before reading what is to change. */
export async function touchOrganisation(ctx: Pick<Ctx, 'app' | 'db' | 'afterCommit'>): Promise<void> {
  await writeRevision(ctx.db, ctx.app.id());
  ctx.afterCommit.push(() => kept.delete(ctx.app));
}

/** @param calendar a revision of the holiday table that somebody has used already: an older map is not given out. */
export async function organisationOf(ctx: Pick<Ctx, 'app' | 'now'>, calendar = 0): Promise<OrganisationMap> {
  const map = await young(ctx);
  return map.revision >= calendar ? map : check(ctx.app, ctx.now.getTime());
}

async function young(ctx: Pick<Ctx, 'app' | 'now'>): Promise<OrganisationMap> {
  const { app } = ctx;
  const now = ctx.now.getTime();
  const present = kept.get(app);
  if (!present) return reload(app, now, await readRevision(app.db));
  const age = Math.abs(now - present.checked);
  if (age < fresh) return present.map;
  if (age > usable) return check(app, now);
  present.checked = now;
  check(app, now).catch((error: unknown) => app.log.warn({ code: 'organisation.unchecked', err: error }));
  return present.map;
}

async function check(app: App, now: number): Promise<OrganisationMap> {
  const revision = await readRevision(app.db);
  const present = kept.get(app);
  if (present?.revision !== revision) return reload(app, now, revision);
  present.checked = now;
  return present.map;
}

function reload(app: App, now: number, revision: string): Promise<OrganisationMap> {
  const present = kept.get(app);
  if (present?.revision === revision) return present.map;
  const map = readOrganisation(app.db).then(mapOf);
  const mine = { map, checked: now, revision };
  kept.set(app, mine);
  map.catch(() => {
    if (kept.get(app) === mine) kept.delete(app);
  });
  return map;
}

/** As it stands inside this transaction, for whoever changes it: after `touchOrganisation` nobody else can. */
export const organisationWithin = async (db: Db): Promise<OrganisationMap> => mapOf(await readOrganisation(db));

function mapOf(rows: OrganisationRows): OrganisationMap {
  const divisions = new Map(rows.divisions.map((division) => [division.id, division]));
  const units = new Map(rows.units.map((unit) => [unit.id, unit]));
  const unitsOf = Map.groupBy(rows.units, (unit) => unit.divisionId);
  const found = new Map<string, UnitRecord | undefined>();
  const path = (division: string): DivisionRecord[] =>
    (divisions.get(division)?.ancestors ?? []).map((id) => divisions.get(id)).filter((each) => each !== undefined);
  const successorsOf = (division: string, on: string): string[] => {
    const present = divisions.get(division);
    return present && existsOn(present, on) ? [division] : successors(rows.divisions, division, on);
  };
  return {
    revision: rows.calendar.revision,
    divisions,
    divisionByCode: new Map(rows.divisions.filter(({ validTo }) => validTo === null).map((each) => [each.code, each])),
    children: Map.groupBy(rows.divisions, (division) => division.parentId),
    moved: rows.divisions.filter(({ past, parentId }) => past.some((then) => then.parentId !== parentId)),
    units,
    unitsOf,
    departments: rows.departments,
    calendar: {
      revision: rows.calendar.revision,
      calendar: calendarOfTable(rows.calendar.days),
      table: rows.calendar.days,
    },
    competent(division, level, department, on) {
      const key = `${division}/${level}/${department}/${on}`;
      if (!found.has(key)) {
        if (found.size > 100_000) found.clear();
        // After a merge the new division's units answer; after a split nobody can know which part, so the old path stays.
        const [heir, ...others] = successorsOf(division, on);
        const along = path(heir && others.length === 0 ? heir : division);
        const near = along.flatMap((each) => unitsOf.get(each.id) ?? []).filter((unit) => existsOn(unit, on));
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
    successors: successorsOf,
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

/** The division and everything above it on that day, top first. */
export function pathOnDay(map: Pick<OrganisationMap, 'divisions'>, division: string, on: string): DivisionRecord[] {
  const path: DivisionRecord[] = [];
  for (let next = map.divisions.get(division); next && !path.includes(next); ) {
    path.unshift(next);
    const { parentId } = divisionOn(next, on);
    next = parentId === null ? undefined : map.divisions.get(parentId);
  }
  return path;
}

/** Names from the city down, as they were at that time: what an old case reads. */
export const pathNames = (map: OrganisationMap, division: string, at: Instant): string[] => {
  const on = localDate(at);
  return pathOnDay(map, division, on).map((each) => nameOn(each, on));
};

export const today = (ctx: Pick<Ctx, 'now'>): string => localDate(ctx.now);

/** A unit's name as it was at an instant. */
export const unitNameOn = (map: OrganisationMap, id: string, at: Instant): string => {
  const unit = map.units.get(id);
  return unit ? nameOn(unit, localDate(at)) : '';
};
