import type { DivisionView } from '#api/organisation.ts';
import { type FieldProblem, Refused } from '#domain/kernel/problem.ts';
import { applyChange, type DivisionChange, divisionOn, existsOn } from '#domain/organisation/divisions.ts';
import { applyUnitChange } from '#domain/organisation/units.ts';
import type { Ctx } from '../context.ts';
import { anId, readCursor } from '../platform/cursors.ts';
import {
  type DivisionRecord,
  type OrganisationMap,
  organisationOf,
  organisationWithin,
  pathOnDay,
  today,
  touchOrganisation,
} from './organisation.cache.ts';
import * as repository from './organisation.repository.ts';
import { saveUnits } from './units.service.ts';

/** How things stood on a day: its own name, code and parent, and the children that it had then. */
function viewOf(map: OrganisationMap, division: DivisionRecord, on: string): DivisionView {
  const then = divisionOn(division, on);
  return {
    id: division.id,
    code: then.code,
    level: division.level,
    parent: then.parentId,
    name: then.name,
    nameEn: division.nameEn,
    aliases: division.aliases,
    population: division.population,
    lon: division.lon,
    lat: division.lat,
    validFrom: division.validFrom,
    validTo: division.validTo,
    children: childrenOn(map, division.id, on).length,
  };
}

/** Most divisions never moved, so the present children are looked at first, then those that went elsewhere. */
function childrenOn(map: OrganisationMap, parent: string | null, on: string): DivisionRecord[] {
  const present = map.children.get(parent) ?? [];
  const moved = map.moved.filter((division) => !present.includes(division));
  return [...present, ...moved].filter(
    (division) => existsOn(division, on) && divisionOn(division, on).parentId === parent,
  );
}

export interface DivisionWish {
  parent?: string | undefined;
  find?: string | undefined;
  on?: string | undefined;
  cursor?: string | undefined;
  limit: number;
}

/** Under a parent, or by name, alias, English name or the beginning of the code; without either, the topmost. */
export async function listDivisions(
  ctx: Ctx,
  wish: DivisionWish,
): Promise<{ items: DivisionView[]; next: string | null }> {
  const map = await organisationOf(ctx);
  const on = wish.on ?? today(ctx);
  readCursor(wish.cursor, `\\d{12} ${anId}`);
  const find = wish.find?.normalize('NFKC').trim().toLowerCase();
  const candidates = find
    ? [...map.divisions.values()].filter((division) => existsOn(division, on) && answersTo(division, find, on))
    : childrenOn(map, wish.parent ?? null, on);
  const within = find && wish.parent ? candidates.filter((each) => each.ancestors.includes(wish.parent!)) : candidates;
  const keyed = within
    .map((division) => ({ division, key: `${divisionOn(division, on).code} ${division.id}` }))
    .filter(({ key }) => wish.cursor === undefined || key > wish.cursor)
    .sort((a, b) => (a.key < b.key ? -1 : 1));
  const shown = keyed.slice(0, wish.limit);
  return {
    items: shown.map(({ division }) => viewOf(map, division, on)),
    next: keyed.length > wish.limit ? (shown.at(-1)?.key ?? null) : null,
  };
}

const answersTo = (division: DivisionRecord, find: string, on: string): boolean =>
  [divisionOn(division, on).name, ...division.aliases, division.nameEn.toLowerCase()].some((name) =>
    name.includes(find),
  ) ||
  (/^\d/.test(find) && divisionOn(division, on).code.startsWith(find));

export async function showDivision(
  ctx: Ctx,
  id: string,
  on = today(ctx),
): Promise<{ division: DivisionView; path: DivisionView[] }> {
  const map = await organisationOf(ctx);
  const division = map.divisions.get(id);
  if (!division) throw new Refused('not-found');
  return {
    division: viewOf(map, division, on),
    path: pathOnDay(map, id, on).map((each) => viewOf(map, each, on)),
  };
}

export interface DivisionOrder {
  kind: DivisionChange['kind'];
  effectiveOn: string;
  document: string;
  from: string[];
  to: { code?: string | undefined; name?: string | undefined; parent?: string | undefined; children?: string[] }[];
}

/** What a change of divisions left behind, for the modules that hang something on a division. */
export interface DivisionOutcome {
  ids: string[];
  effectiveOn: string;
  /** Divisions that ended, and who carries each on. */
  ended: { id: string; became: string[] }[];
}

/** Carries out an order of the government. The change, its history and the units that follow are one transaction. */
export async function changeDivisions(ctx: Ctx, order: DivisionOrder): Promise<DivisionOutcome> {
  // A later day would show the new names before they hold: whoever reads a name without a day means today.
  if (order.effectiveOn > today(ctx)) throw new Refused('organisation.not-yet', { date: order.effectiveOn });
  await touchOrganisation(ctx);
  const map = await organisationWithin(ctx.db);
  const change = changeOf(ctx, map, order);
  const { divisions: after, problems } = applyChange([...map.divisions.values()], change);
  if (problems.length > 0) {
    const fields = problems.map(({ code, id, params }): FieldProblem => {
      const at = order.from.indexOf(id);
      const name = map.divisions.get(id)?.name ?? '';
      return { path: at < 0 ? 'to' : `from.${at}`, code: `division.${code}`, params: { name, ...params } };
    });
    throw new Refused('input.invalid', { count: fields.length }, fields);
  }
  const { added, changed } = differences(map, after as readonly DivisionRecord[], order.from);
  await repository.saveDivisions(ctx.db, { added, changed });
  const ended = changed.filter(({ id, validTo }) => validTo !== null && map.divisions.get(id)?.validTo === null);
  await moveUnits(ctx, map, order, ended);
  const ids = change.kind === 'merge' || change.kind === 'split' ? change.to.map(({ id }) => id) : order.from;
  await repository.insertDivisionChange(ctx, { ...order, to: ids });
  return { ids, effectiveOn: order.effectiveOn, ended: ended.map(({ id, became }) => ({ id, became })) };
}

/**
 * The order in the words of the rules. Where a target of a merge or split keeps the code of a division that it comes
 * from, that division goes on under its id; every other target is new.
 */
function changeOf(ctx: Ctx, map: OrganisationMap, order: DivisionOrder): DivisionChange {
  const { kind, effectiveOn, document, from } = order;
  const missing: FieldProblem[] = [];
  const given = (at: number, field: 'code' | 'name' | 'parent', fallback?: string | null): string => {
    const value = order.to[at]?.[field]?.trim() || fallback;
    if (!value) missing.push({ path: `to.${at}.${field}`, code: 'field.missing' });
    return value ?? '';
  };
  const parent = map.divisions.get(from[0] ?? '')?.parentId;
  const targets = () =>
    order.to.map(({ children }, at) => {
      const code = given(at, 'code');
      const staying = from.find((id) => map.divisions.get(id)?.code === code);
      const target = { code, name: given(at, 'name'), parentId: given(at, 'parent', parent) };
      return { id: staying ?? ctx.app.id(), ...target, children: children ?? [] };
    });
  const base = { effectiveOn, document, from };
  const change = (): DivisionChange => {
    switch (kind) {
      case 'rename':
        return { kind, ...base, to: order.to.map((_, at) => ({ name: given(at, 'name') })) };
      case 'recode':
        return { kind, ...base, to: order.to.map((_, at) => ({ code: given(at, 'code') })) };
      case 'move':
        return { kind, ...base, to: order.to.map((_, at) => ({ parentId: given(at, 'parent') })) };
      case 'merge':
        return { kind, ...base, to: targets().slice(0, 1) };
      case 'split':
        return { kind, ...base, to: targets() };
    }
  };
  const made = change();
  if (missing.length > 0) throw new Refused('input.invalid', { count: missing.length }, missing);
  const shape: FieldProblem[] = [];
  if (kind === 'merge' && from.length < 2) shape.push({ path: 'from', code: 'division.merge-of-one' });
  if (kind === 'merge' && order.to.length !== 1) shape.push({ path: 'to', code: 'division.merge-into-one' });
  if (kind === 'split' && from.length !== 1) shape.push({ path: 'from', code: 'division.split-of-one' });
  if (kind === 'split' && order.to.length < 2) shape.push({ path: 'to', code: 'division.split-into-two' });
  if (shape.length > 0) throw new Refused('input.invalid', { count: shape.length }, shape);
  return made;
}

/** What is to be written: the rules know neither maps nor people, and a moved branch has new ancestors all the way down. */
function differences(
  map: OrganisationMap,
  after: readonly DivisionRecord[],
  from: readonly string[],
): { added: DivisionRecord[]; changed: DivisionRecord[] } {
  const byId = new Map(after.map((division) => [division.id, division]));
  const paths = new Map<string, string[]>();
  const pathOf = (id: string): string[] => {
    const known = paths.get(id);
    if (known) return known;
    const parent = byId.get(id)?.parentId;
    const path = [...(parent ? pathOf(parent) : []), id];
    paths.set(id, path);
    return path;
  };
  const sources = from.map((id) => map.divisions.get(id)!);
  const population = sources.every((source) => source.population !== null)
    ? sources.reduce((sum, source) => sum + (source.population ?? 0), 0)
    : null;
  const added: DivisionRecord[] = [];
  const changed: DivisionRecord[] = [];
  for (const division of after) {
    const before = map.divisions.get(division.id);
    const ancestors = division.validTo === null ? pathOf(division.id) : (before?.ancestors ?? pathOf(division.id));
    if (!before) {
      const merged = sources.length > 1;
      const place = merged ? { lon: sources[0]!.lon, lat: sources[0]!.lat } : { lon: null, lat: null };
      added.push({ ...division, ancestors, nameEn: '', population: merged ? population : null, ...place });
    } else if (before !== division || before.ancestors.join() !== ancestors.join()) {
      changed.push({ ...division, ancestors });
    }
  }
  return { added, changed };
}

/** The units of a division that ended go on in what it became; after a split in its first part, until somebody moves them. */
async function moveUnits(
  ctx: Ctx,
  map: OrganisationMap,
  order: DivisionOrder,
  ended: readonly DivisionRecord[],
): Promise<void> {
  const units = [...map.units.values()];
  let after = units;
  for (const { id, became } of ended) {
    const [heir] = became;
    const here = (map.unitsOf.get(id) ?? []).filter((unit) => unit.validTo === null);
    if (!heir) continue;
    for (const unit of here) {
      const { effectiveOn, document } = order;
      const result = applyUnitChange(after, {
        kind: 'move',
        effectiveOn,
        document,
        from: [unit.id],
        parentId: unit.parentId,
        divisionId: heir,
      });
      const [problem] = result.problems;
      if (problem) {
        const params = { name: map.units.get(problem.id)?.name ?? '', ...problem.params };
        throw new Refused('input.invalid', { count: 1 }, [{ path: 'from', code: `unit.${problem.code}`, params }]);
      }
      after = result.units as typeof units;
    }
  }
  await saveUnits(ctx, map, after);
}
