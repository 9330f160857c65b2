import { z } from 'zod';
import { LocalDate } from '#domain/kernel/dates.ts';
import { type Division, depth, type Level } from './divisions.ts';
import { closeState, existsOn, Id, lastChange, withAlias } from './history.ts';

/** Units stand at these levels; a grid has none. From the bottom up, as a case climbs. */
const unitLevels = ['village', 'town', 'county', 'city'] as const;
export const UnitLevel = z.enum(unitLevels);
export type UnitLevel = z.infer<typeof UnitLevel>;

const unitKinds = ['government', 'bureau', 'agency', 'service-centre', 'station'] as const;
export const UnitKind = z.enum(unitKinds);
export type UnitKind = z.infer<typeof UnitKind>;

/**
 * A department is a power, not a house: `employment`, `arbitration`, `medical-insurance`. The list is data of the
 * city, and any unit may hold any of them; nothing may assume that one bureau holds them all.
 */
const DepartmentCode = z.string().regex(/^[a-z][a-z0-9-]*$/);

const UnitPast = z.object({
  until: LocalDate,
  documents: z.array(z.string()),
  name: z.string().min(1),
  parentId: Id.nullable(),
  divisionId: Id,
});

export const Unit = z.object({
  id: Id,
  divisionId: Id,
  parentId: Id.nullable(),
  name: z.string().min(1),
  aliases: z.array(z.string()),
  kind: UnitKind,
  departments: z.array(DepartmentCode),
  validFrom: LocalDate,
  validTo: LocalDate.nullable(),
  past: z.array(UnitPast),
  became: z.array(Id),
});
export type Unit = z.infer<typeof Unit>;

/**
 * The division that stands for a level on a path (top first). Where a city lacks a level (a city without counties, a
 * county without a prefecture), the next one above answers for it, and at the top the top itself. Undefined when the
 * path ends above the level: a town does not answer for a village that was not named.
 */
export function divisionAt(path: readonly Division[], level: Level): Division | undefined {
  const last = path.at(-1);
  if (!last || depth(last.level) < depth(level)) return undefined;
  return path.findLast((division) => depth(division.level) <= depth(level)) ?? path[0];
}

/** Where no unit is named for a department, the general counter of a town or village takes it; higher up nobody does. */
const generalKinds: Partial<Record<Level, readonly UnitKind[]>> = {
  town: ['service-centre'],
  village: ['station', 'service-centre'],
  grid: ['station', 'service-centre'],
};

/**
 * Which unit has the power of a department at a level, for whoever lives at the end of `path` (divisions, top first).
 * The most specialised unit wins (an arbitration court before the bureau that lists arbitration too), then the one
 * deeper in the tree of units, then the smaller id: the same answer on every machine.
 * @param units those in force on the day in question.
 * @returns undefined where nobody has it: then the case must go to another level, never to a wrong desk.
 */
export function competentUnit(
  units: readonly Unit[],
  path: readonly Division[],
  level: Level,
  department: string,
): Unit | undefined {
  const division = divisionAt(path, level);
  if (!division) return undefined;
  const here = units.filter((unit) => unit.divisionId === division.id);
  const special = here.filter((unit) => unit.departments.includes(department));
  if (special.length > 0) {
    const byId = new Map(units.map((unit) => [unit.id, unit]));
    const fewest = (a: Unit, b: Unit) => a.departments.length - b.departments.length;
    return first(special, (a, b) => fewest(a, b) || unitDepth(byId, b) - unitDepth(byId, a));
  }
  const kinds = generalKinds[division.level] ?? [];
  const general = here.filter((unit) => kinds.includes(unit.kind));
  return first(general, (a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind));
}

function unitDepth(byId: ReadonlyMap<string, Unit>, unit: Unit): number {
  const seen = new Set<string>();
  for (let up: Unit | undefined = unit; up && !seen.has(up.id); ) {
    seen.add(up.id);
    up = up.parentId === null ? undefined : byId.get(up.parentId);
  }
  return seen.size;
}

const first = (units: readonly Unit[], compare: (a: Unit, b: Unit) => number): Unit | undefined =>
  units.toSorted((a, b) => compare(a, b) || (a.id < b.id ? -1 : 1))[0];

const order = { effectiveOn: LocalDate, document: z.string().min(1) };

/**
 * An order about units. `to` of a rename stands in the order of `from` (many at once, as when every office of a city
 * takes one name). Merged units end and lead to `into`, which goes on under `name`. A move changes the unit above or
 * the division. A closed unit leads to whoever carries on its work, possibly nobody.
 */
export const UnitChange = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('rename'), ...order, from: z.array(Id).min(1), to: z.array(z.string().min(1)) }),
  z.object({ kind: z.literal('merge'), ...order, from: z.array(Id).min(1), into: Id, name: z.string().min(1) }),
  z.object({ kind: z.literal('move'), ...order, from: z.array(Id).min(1), parentId: Id.nullable(), divisionId: Id }),
  z.object({ kind: z.literal('close'), ...order, from: z.array(Id).min(1), became: z.array(Id) }),
]);
export type UnitChange = z.infer<typeof UnitChange>;

export type UnitProblemCode =
  | 'unknown'
  | 'not-in-force'
  | 'out-of-order'
  | 'uneven'
  | 'twice'
  | 'circle'
  | 'children-left';

/** `id` is the unit that is wrong; the text is `unit.<code>` in locales/<language>/organisation.json. */
export interface UnitProblem {
  code: UnitProblemCode;
  id: string;
  params: Record<string, string>;
}

/** As `applyChange` for divisions: all or nothing, history kept, orders entered in order. */
export function applyUnitChange(
  units: readonly Unit[],
  change: UnitChange,
): { units: readonly Unit[]; problems: UnitProblem[] } {
  const { effectiveOn: on, document } = change;
  const after = new Map(units.map((unit) => [unit.id, unit]));
  const problems: UnitProblem[] = [];
  const complain = (code: UnitProblemCode, id: string, params: Record<string, string> = {}) => {
    problems.push({ code, id, params });
  };
  const replace = (id: string, revised: (unit: Unit) => Unit) => {
    const unit = after.get(id);
    if (!unit) return complain('unknown', id);
    if (!existsOn(unit, on)) complain('not-in-force', id, { date: on });
    else if (unit.validTo !== null) complain('out-of-order', id, { date: unit.validTo });
    else if (lastChange(unit) > on) complain('out-of-order', id, { date: lastChange(unit) });
    after.set(id, revised(unit));
  };
  const revise = (id: string, patch: Partial<Pick<Unit, 'name' | 'parentId' | 'divisionId'>>) =>
    replace(id, (unit) => {
      const { name, parentId, divisionId, aliases } = unit;
      const past = closeState(unit, { until: on, documents: [document], name, parentId, divisionId });
      return { ...unit, ...patch, past, aliases: patch.name ? withAlias(aliases, name, patch.name) : aliases };
    });
  const end = (id: string, became: string[]) => replace(id, (unit) => ({ ...unit, validTo: on, became }));

  for (const [index, id] of change.from.entries()) if (change.from.indexOf(id) !== index) complain('twice', id);
  switch (change.kind) {
    case 'rename':
      if (change.to.length !== change.from.length) complain('uneven', change.from[0]!);
      for (const [index, name] of change.to.entries()) revise(change.from[index] ?? '', { name });
      break;
    case 'move':
      for (const id of change.from) revise(id, { parentId: change.parentId, divisionId: change.divisionId });
      if (change.parentId !== null) replace(change.parentId, (unit) => unit);
      break;
    case 'merge': {
      const ending = change.from.filter((id) => id !== change.into);
      for (const id of ending) end(id, [change.into]);
      revise(change.into, { name: change.name });
      for (const unit of below(after, ending)) revise(unit.id, { parentId: change.into });
      break;
    }
    case 'close':
      for (const id of change.from) end(id, change.became);
      for (const id of change.became) replace(id, (unit) => unit);
      for (const unit of below(after, change.from)) complain('children-left', unit.id, { name: unit.name });
      break;
  }
  for (const id of change.from) if (circles(after, id)) complain('circle', id);
  return problems.length > 0 ? { units, problems } : { units: [...after.values()], problems };
}

/** The living units directly under any of these that are not among them. */
const below = (units: ReadonlyMap<string, Unit>, ids: readonly string[]): Unit[] =>
  [...units.values()].filter(
    (unit) => unit.validTo === null && unit.parentId !== null && ids.includes(unit.parentId) && !ids.includes(unit.id),
  );

function circles(units: ReadonlyMap<string, Unit>, id: string): boolean {
  const seen = new Set<string>();
  for (let up: string | null = id; up !== null; up = units.get(up)?.parentId ?? null) {
    if (seen.has(up)) return true;
    seen.add(up);
  }
  return false;
}
