import type { PointView } from '#api/planning.ts';
import { Refused } from '#domain/kernel/problem.ts';
import type { UnitLevel } from '#domain/organisation/units.ts';
import { crowMetres, rankOf } from '#domain/planning/world.ts';
import { itemsInForce } from '../catalogue/index.ts';
import type { Ctx } from '../context.ts';
import { organisationOf, today } from '../organisation/index.ts';
import { spoken } from '../platform/pinyin.ts';
import { evaluationToday } from './evaluations.ts';
import type { PointRow } from './points.repository.ts';
import * as repository from './points.repository.ts';

const levels: readonly UnitLevel[] = ['village', 'town', 'county', 'city'];

/** Codes of what can be applied for at each level, in the order of `levels`: the catalogue says where an item is received. */
async function itemsByLevel(ctx: Ctx): Promise<string[][]> {
  const items = await itemsInForce(ctx);
  return levels.map((level) =>
    items
      .filter((item) => item.rights.receive.includes(level))
      .map(({ code }) => code)
      .sort(),
  );
}

/** The nearest other point of the same level or above, over a grid of squares of about five kilometres. */
function nextPoints(rows: readonly PointRow[]): Map<string, { id: string; metres: number }> {
  const placed = rows.flatMap(({ id, level, lon, lat }) =>
    lon === null || lat === null ? [] : [{ id, level, lon, lat }],
  );
  const side = 0.05;
  const cells = new Map<string, typeof placed>();
  const key = (x: number, y: number) => `${x} ${y}`;
  for (const point of placed) {
    const cell = key(Math.floor(point.lon / side), Math.floor(point.lat / side));
    const list = cells.get(cell);
    if (list) list.push(point);
    else cells.set(cell, [point]);
  }
  const found = new Map<string, { id: string; metres: number }>();
  for (const point of placed) {
    const [x, y] = [Math.floor(point.lon / side), Math.floor(point.lat / side)];
    let best: { id: string; metres: number } | undefined;
    const consider = (other: (typeof placed)[number]) => {
      if (other.id === point.id || rankOf(other.level) < rankOf(point.level)) return;
      const metres = crowMetres(point, other);
      if (!best || metres < best.metres) best = { id: other.id, metres };
    };
    for (let ring = 0; ring <= 3; ring++) {
      for (let dx = -ring; dx <= ring; dx++)
        for (let dy = -ring; dy <= ring; dy++)
          if (Math.max(Math.abs(dx), Math.abs(dy)) === ring) cells.get(key(x + dx, y + dy))?.forEach(consider);
      // What lies in rings not yet looked at is farther than this.
      if (best && best.metres < ring * side * 90_000) break;
    }
    if (!best || best.metres > 3 * side * 90_000) placed.forEach(consider);
    if (best) found.set(point.id, { id: best.id, metres: Math.round(best.metres) });
  }
  return found;
}

interface Served {
  people: number;
  within: number | null;
}

/** People whose nearest point each is, as the newest snapshot has it. */
async function servedBySite(ctx: Ctx): Promise<{ snapshot: string | null; served: Map<string, Served> }> {
  const found = await evaluationToday(ctx, 'village');
  if (!('evaluation' in found)) return { snapshot: found.snapshot, served: new Map() };
  const { evaluation, world } = found;
  const { groups } = evaluation.reach;
  const within = new Float64Array(evaluation.points.length);
  for (let group = 0; group < groups.demand.length; group++) {
    const site = evaluation.assignment.site[group]!;
    if (site >= 0 && evaluation.assignment.seconds[group]! <= groups.limit[group]!)
      within[site]! += groups.people[group]!;
  }
  const served = new Map<string, Served>();
  evaluation.points.forEach((point, at) => {
    if (!point) return;
    const people = evaluation.loads[at]!;
    served.set(point.id, { people: Math.round(people), within: people > 0 ? within[at]! / people : null });
  });
  return { snapshot: world.id, served };
}

const perClerk = (value: number | null, clerks: number): number | null =>
  value === null || clerks === 0 ? null : Math.round((10 * value) / clerks) / 10;

export async function listPoints(ctx: Ctx, wish: { on?: string | undefined; all: boolean }) {
  const on = wish.on ?? today(ctx);
  const map = await organisationOf(ctx);
  const [rows, all, clerks, open, years, counted, items, { snapshot, served }] = await Promise.all([
    repository.pointRows(ctx, on, wish.all),
    repository.pointRows(ctx, on, true),
    repository.clerksByUnit(ctx, on),
    repository.openByUnit(ctx, today(ctx)),
    repository.yearByUnit(ctx, on),
    repository.countedAt(ctx),
    itemsByLevel(ctx),
    servedBySite(ctx),
  ]);
  const next = nextPoints(rows);
  const points = rows.map((row): PointView => {
    const unit = map.units.get(row.unit_id);
    const path = unit ? map.path(unit.divisionId) : [];
    const staff = clerks.get(row.unit_id) ?? row.counters;
    const people = served.get(row.id)?.people ?? null;
    const cases = open.get(row.unit_id);
    const year = years.get(row.unit_id);
    const neighbour = next.get(row.id);
    return {
      id: row.id,
      unit: row.unit_id,
      level: row.level,
      name: row.name,
      nameEn: row.name_en,
      pinyin: row.name_en === '' ? spoken(row.name) : '',
      lon: row.lon,
      lat: row.lat,
      class: row.class,
      county: path.find(({ level }) => level === 'county')?.id ?? null,
      town: path.find(({ level }) => level === 'town')?.id ?? null,
      validFrom: row.valid_from,
      validTo: row.valid_to,
      items: levels.indexOf(row.level),
      clerks: staff,
      counters: row.counters,
      people,
      within: served.get(row.id)?.within ?? null,
      peoplePerClerk: perClerk(people, staff),
      openCases: cases?.open ?? 0,
      overdue: cases?.overdue ?? 0,
      received: year?.received ?? 0,
      openPerClerk: perClerk(cases?.open ?? 0, staff),
      rating: year?.ratings
        ? { mean: Math.round((100 * year.rating_sum) / year.ratings) / 100, count: year.ratings }
        : null,
      next: neighbour ? { ...neighbour, seconds: null } : null,
    };
  });
  const days = new Set(all.flatMap(({ valid_from, valid_to }) => (valid_to ? [valid_from, valid_to] : [valid_from])));
  return {
    on,
    countedAt: counted?.toISOString() ?? null,
    snapshot,
    items,
    points,
    days: [...days].sort(),
  };
}

export async function pointOn(ctx: Ctx, id: string, on: string | undefined): Promise<PointView> {
  const { points } = await listPoints(ctx, { on, all: true });
  const point = points.find((each) => each.id === id);
  if (!point) throw new Refused('not-found');
  return point;
}
