import type { UnitView } from '#api/organisation.ts';
import { type FieldProblem, Refused } from '#domain/kernel/problem.ts';
import { existsOn } from '#domain/organisation/divisions.ts';
import { applyUnitChange, type UnitChange, UnitKind, UnitLevel } from '#domain/organisation/units.ts';
import type { Ctx } from '../context.ts';
import { anId, readCursor } from '../platform/cursors.ts';
import {
  type OrganisationMap,
  organisationOf,
  organisationWithin,
  reaches,
  today,
  touchOrganisation,
  type UnitRecord,
} from './organisation.cache.ts';
import * as repository from './organisation.repository.ts';
import * as staff from './staff.repository.ts';

function viewOf(map: OrganisationMap, unit: UnitRecord): UnitView {
  const division = map.divisions.get(unit.divisionId);
  return {
    id: unit.id,
    division: { id: unit.divisionId, name: division?.name ?? '', code: division?.code ?? '' },
    parent: unit.parentId,
    level: unit.level,
    kind: unit.kind,
    departments: unit.departments,
    name: unit.name,
    aliases: unit.aliases,
    telephone: unit.telephone,
    validFrom: unit.validFrom,
    validTo: unit.validTo,
  };
}

export interface UnitWish {
  division?: string | undefined;
  parent?: string | undefined;
  find?: string | undefined;
  cursor?: string | undefined;
  limit: number;
}

/** Units in force: of a division, under a unit, or by name or alias; with none of these, those that have nobody above. */
export async function listUnits(ctx: Ctx, wish: UnitWish): Promise<{ items: UnitView[]; next: string | null }> {
  const map = await organisationOf(ctx);
  const on = today(ctx);
  readCursor(wish.cursor, `\\d .* ${anId}`);
  const find = wish.find?.trim();
  const matches = (unit: UnitRecord): boolean => {
    if (wish.division && unit.divisionId !== wish.division) return false;
    if (wish.parent && unit.parentId !== wish.parent) return false;
    if (find) return [unit.name, ...unit.aliases].some((name) => name.includes(find));
    return wish.division !== undefined || wish.parent !== undefined || unit.parentId === null;
  };
  const order = (unit: UnitRecord): string =>
    `${UnitLevel.options.length - UnitLevel.options.indexOf(unit.level)} ${unit.name} ${unit.id}`;
  const found = [...map.units.values()]
    .filter((unit) => existsOn(unit, on) && matches(unit))
    .map((unit) => ({ unit, key: order(unit) }))
    .filter(({ key }) => wish.cursor === undefined || key > wish.cursor)
    .sort((a, b) => (a.key < b.key ? -1 : 1));
  const shown = found.slice(0, wish.limit);
  return {
    items: shown.map(({ unit }) => viewOf(map, unit)),
    next: found.length > wish.limit ? (shown.at(-1)?.key ?? null) : null,
  };
}

export interface NewUnit {
  parent: string;
  division: string;
  kind: string;
  departments: string[];
  name: string;
  aliases: string[];
  telephone?: string | undefined;
}

export async function createUnit(ctx: Ctx, wish: NewUnit): Promise<{ id: string }> {
  await touchOrganisation(ctx);
  const map = await organisationWithin(ctx.db);
  const on = today(ctx);
  const problems: FieldProblem[] = [];
  const complain = (path: string, code: string, params?: Record<string, string>) =>
    problems.push({ path, code, ...(params && { params }) });
  const name = wish.name.trim();
  const parent = map.units.get(wish.parent);
  const division = map.divisions.get(wish.division);
  const level = UnitLevel.safeParse(division?.level).data;
  const kind = UnitKind.safeParse(wish.kind).data;
  if (!parent || !existsOn(parent, on)) complain('parent', 'unit.unknown');
  if (!division || !existsOn(division, on)) complain('division', 'division.unknown');
  else if (!level) complain('division', 'unit.in-grid');
  else if (parent && !division.ancestors.includes(parent.divisionId)) complain('division', 'unit.outside-parent');
  if (!kind) complain('kind', 'unit.kind', { choices: UnitKind.options.join(', ') });
  for (const code of wish.departments)
    if (!map.departments.some((department) => department.code === code))
      complain('departments', 'unit.department', { value: code });
  if (nameTaken(map, name, on)) complain('name', 'unit.name-taken', { name });
  if (problems.length > 0 || !parent || !division || !level || !kind) {
    throw new Refused('input.invalid', { count: problems.length }, problems);
  }
  const id = ctx.app.id();
  const unit: UnitRecord = {
    id,
    divisionId: division.id,
    parentId: parent.id,
    ancestors: [...parent.ancestors, id],
    level,
    kind,
    departments: [...new Set(wish.departments)],
    name,
    aliases: wish.aliases.map((alias) => alias.trim()).filter((alias) => alias !== '' && alias !== name),
    telephone: wish.telephone?.trim() || null,
    validFrom: on,
    validTo: null,
    past: [],
    became: [],
  };
  await repository.insertUnits(ctx.db, [unit]);
  return { id };
}

/** The unit above all others, for an installation that has its divisions and nothing else; the one that is there already stays. */
export async function ensureTopUnit(ctx: Ctx, name: string | undefined): Promise<UnitRecord> {
  await touchOrganisation(ctx);
  const map = await organisationWithin(ctx.db);
  const known = [...map.units.values()].find((unit) => unit.parentId === null && unit.validTo === null);
  if (known) return known;
  const city = [...map.divisions.values()].find((division) => division.parentId === null && division.validTo === null);
  if (!city) throw new Refused('organisation.no-city');
  if (!name?.trim()) throw new Refused('organisation.no-unit');
  const id = ctx.app.id();
  const unit: UnitRecord = {
    id,
    divisionId: city.id,
    parentId: null,
    ancestors: [id],
    // A county directly under its province stands at the top of its own installation.
    level: UnitLevel.safeParse(city.level).data ?? 'city',
    kind: 'government',
    departments: [],
    name: name.trim(),
    aliases: [],
    telephone: null,
    validFrom: today(ctx),
    validTo: null,
    past: [],
    became: [],
  };
  await repository.insertUnits(ctx.db, [unit]);
  return unit;
}

const nameTaken = (map: OrganisationMap, name: string, on: string, except: readonly string[] = []): boolean =>
  [...map.units.values()].some((unit) => unit.name === name && existsOn(unit, on) && !except.includes(unit.id));

export interface UnitOrder {
  kind: UnitChange['kind'];
  effectiveOn: string;
  document: string;
  from: string[];
  /** A rename: the new names, in the order of `from`. A merge: the name under which `into` goes on. */
  names?: string[] | undefined;
  into?: string | undefined;
  parent?: string | undefined;
  division?: string | undefined;
  became?: string[] | undefined;
}

/** Renames, merges, moves or closes units. Staff of a merged unit go along; posts of a closed one end. */
export async function changeUnits(ctx: Ctx, order: UnitOrder): Promise<{ ids: string[] }> {
  if (order.effectiveOn > today(ctx)) throw new Refused('organisation.not-yet', { date: order.effectiveOn });
  await touchOrganisation(ctx);
  const map = await organisationWithin(ctx.db);
  const change = changeOf(map, order);
  await checkManages(ctx, [...order.from, ...others(change)]);
  const units = [...map.units.values()];
  const { units: after, problems } = applyUnitChange(units, change);
  const fields = problems.map(({ code, id, params }): FieldProblem => {
    const at = order.from.indexOf(id);
    const name = map.units.get(id)?.name ?? '';
    return { path: at < 0 ? 'from' : `from.${at}`, code: `unit.${code}`, params: { name, ...params } };
  });
  const wanted = change.kind === 'rename' ? change.to : change.kind === 'merge' ? [change.name] : [];
  const goingOn = change.kind === 'merge' ? [...change.from, change.into] : change.from;
  for (const name of wanted)
    if (nameTaken(map, name, order.effectiveOn, goingOn))
      fields.push({ path: 'names', code: 'unit.name-taken', params: { name } });
  if (fields.length > 0) throw new Refused('input.invalid', { count: fields.length }, fields);
  await saveUnits(ctx, map, after as readonly UnitRecord[]);
  if (change.kind === 'merge') {
    const ending = change.from.filter((id) => id !== change.into);
    await staff.movePosts(ctx, ending, change.into, order.effectiveOn);
  }
  if (change.kind === 'close') await staff.movePosts(ctx, change.from, null, order.effectiveOn);
  return { ids: change.kind === 'merge' ? [change.into] : change.from };
}

function changeOf(map: OrganisationMap, order: UnitOrder): UnitChange {
  const { kind, effectiveOn, document, from } = order;
  const base = { effectiveOn, document, from };
  const missing = (path: string): never => {
    throw new Refused('input.invalid', { count: 1 }, [{ path, code: 'field.missing' }]);
  };
  const first = map.units.get(from[0] ?? '');
  switch (kind) {
    case 'rename':
      return { kind, ...base, to: order.names ?? missing('names') };
    case 'merge': {
      const into = order.into ?? missing('into');
      return { kind, ...base, into, name: order.names?.[0] ?? map.units.get(into)?.name ?? missing('names') };
    }
    case 'move': {
      const divisionId = order.division ?? first?.divisionId ?? missing('division');
      const division = map.divisions.get(divisionId);
      if (!division || !existsOn(division, effectiveOn) || division.level !== (first?.level ?? division.level)) {
        throw new Refused('input.invalid', { count: 1 }, [{ path: 'division', code: 'unit.other-level' }]);
      }
      return { kind, ...base, parentId: order.parent ?? first?.parentId ?? missing('parent'), divisionId };
    }
    case 'close':
      return { kind, ...base, became: order.became ?? [] };
  }
}

const others = (change: UnitChange): string[] => {
  switch (change.kind) {
    case 'merge':
      return [change.into];
    case 'move':
      return change.parentId ? [change.parentId] : [];
    case 'close':
      return change.became;
    case 'rename':
      return [];
  }
};

/** An order may name many units, so each is held against the reach of the permission, not only the one in the address. */
export async function checkManages(ctx: Ctx, units: readonly string[]): Promise<void> {
  const { actor } = ctx;
  if (actor.kind === 'system') return;
  if (actor.kind !== 'staff') throw new Refused('permission.denied');
  const reach = actor.permissions['organisation.manage'];
  for (const unit of units)
    if (!reach || !(await reaches(ctx, actor.unit.id, reach, unit))) throw new Refused('permission.denied');
}

/** Writes what changed, with the ancestors that follow from it. */
export async function saveUnits(ctx: Ctx, map: OrganisationMap, after: readonly UnitRecord[]): Promise<void> {
  const byId = new Map(after.map((unit) => [unit.id, unit]));
  const pathOf = (id: string): string[] => {
    const parent = byId.get(id)?.parentId;
    return [...(parent ? pathOf(parent) : []), id];
  };
  for (const unit of after) {
    const before = map.units.get(unit.id);
    const ancestors = unit.validTo === null ? pathOf(unit.id) : unit.ancestors;
    if (before === unit && ancestors.join() === unit.ancestors.join()) continue;
    await repository.updateUnit(ctx.db, { ...unit, ancestors });
  }
}
