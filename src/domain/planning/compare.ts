import type { UnitLevel } from '../organisation/units.ts';
import type { NetworkChange, Planned, Standing } from './changes.ts';
import { type Evaluation, figuresByPlace, overallFigures, villageTimes } from './evaluate.ts';
import { crowMetres, type Point, type SiteClass, type WorldContent } from './world.ts';

export interface Compared {
  content: WorldContent;
  evaluation: Evaluation;
}

const unitLevels: readonly UnitLevel[] = ['village', 'town', 'county', 'city'];

const countByLevel = (standing: readonly Standing[], county: string | null | undefined): Record<UnitLevel, number> =>
  Object.fromEntries(
    unitLevels.map((level) => [
      level,
      standing.filter((point) => point.level === level && (county === undefined || point.county === county)).length,
    ]),
  ) as Record<UnitLevel, number>;

export interface CountyRow {
  id: string | null;
  name: string;
  before: Record<UnitLevel, number>;
  after: Record<UnitLevel, number>;
  share: [number, number];
  mean: [number | null, number | null];
  peoplePerClerk: [number | null, number | null];
}

/**
 * Points by level before → after, county by county, as the plans of cities report it (县级 22→13，社区 261→183 …). The last row, without
 * an id, is all of them.
 */
export function countyTable(before: Compared, after: Compared, peoplePerClerk: number): CountyRow[] {
  const sides = [before, after] as const;
  const figures = sides.map(
    ({ content, evaluation }) =>
      new Map(figuresByPlace(content, evaluation, peoplePerClerk).map((each) => [each.id, each.figures])),
  );
  const all = sides.map(({ evaluation }) => overallFigures(evaluation, peoplePerClerk));
  const row = (id: string | null, name: string): CountyRow => {
    const [was, is] = id === null ? all : figures.map((places) => places.get(id));
    const [old, now] = sides.map(({ evaluation }) => countByLevel(evaluation.planned.standing, id ?? undefined));
    return {
      id,
      name,
      before: old!,
      after: now!,
      share: [was?.share ?? 1, is?.share ?? 1],
      mean: [was?.mean ?? null, is?.mean ?? null],
      peoplePerClerk: [was?.peoplePerClerk ?? null, is?.peoplePerClerk ?? null],
    };
  };
  const { places } = after.content;
  return [
    ...places.filter(({ level }) => level === 'county').map(({ id, name }) => row(id, name)),
    row(null, places.find(({ level }) => level === 'city')?.name ?? ''),
  ];
}

export interface MovedVillage {
  demand: number;
  people: number;
  before: number | null;
  after: number | null;
  site: string | null;
}

/** Less than this is no gain and no loss. */
const noticed = 30;

/** Villages whose people travel less, and more: by how many person-seconds. Who reaches nothing counts as travelling longest. */
export function winnersAndLosers(
  before: Compared,
  after: Compared,
): { winners: MovedVillage[]; losers: MovedVillage[] } {
  const was = new Map<string, number>();
  const old = villageTimes(before.evaluation, before.content.villages.length);
  before.content.villages.forEach(({ id }, at) => {
    was.set(id, old.seconds[at]!);
  });
  const { seconds, site } = villageTimes(after.evaluation, after.content.villages.length);
  const moved = after.content.villages.flatMap(({ id }, demand) => {
    const [from, to] = [was.get(id), seconds[demand]!];
    const people = Math.round(after.evaluation.planned.people[demand]!);
    if (from === undefined || people === 0 || from === to || Math.abs(to - from) < noticed) return [];
    const one = {
      demand,
      people,
      before: from === Infinity ? null : from,
      after: to === Infinity ? null : to,
      site: after.evaluation.points[site[demand]!]?.id ?? null,
    };
    return [{ one, weight: Math.min(1e6, Math.abs(to - from)) * people, longer: to > from }];
  });
  const ordered = moved.sort((a, b) => b.weight - a.weight || a.one.demand - b.one.demand);
  return {
    winners: ordered.filter(({ longer }) => !longer).map(({ one }) => one),
    losers: ordered.filter(({ longer }) => longer).map(({ one }) => one),
  };
}

/** A point that stands before and after, and in what it is otherwise. */
export type Upgrade = { point: Standing } & (
  | { what: 'level'; from: UnitLevel; to: UnitLevel }
  | { what: 'class'; from: SiteClass | null; to: SiteClass | null }
  | { what: 'clerks'; from: number; to: number }
);

export interface Difference {
  closed: Point[];
  opened: Standing[];
  moved: { point: Standing; metres: number }[];
  upgraded: Upgrade[];
}

/** How far a point is moved, whole metres. */
export const movedBy = (from: Pick<Point, 'lon' | 'lat'>, to: Pick<Point, 'lon' | 'lat'>): number =>
  Math.round(crowMetres(from, to));

/** Points that one network has and the other has not, or has elsewhere or otherwise. */
export function differenceOf(before: Planned, after: Planned): Difference {
  const was = new Map(before.standing.map((point) => [point.id, point]));
  const is = new Set(after.standing.map(({ id }) => id));
  const difference: Difference = {
    closed: before.standing.filter(({ id }) => !is.has(id)),
    opened: [],
    moved: [],
    upgraded: [],
  };
  for (const point of after.standing) {
    const old = was.get(point.id);
    if (!old) {
      difference.opened.push(point);
      continue;
    }
    const metres = movedBy(old, point);
    if (metres > 0) difference.moved.push({ point, metres });
    const { upgraded } = difference;
    if (old.level !== point.level) upgraded.push({ point, what: 'level', from: old.level, to: point.level });
    if (old.class !== point.class) upgraded.push({ point, what: 'class', from: old.class, to: point.class });
    if (old.clerks !== point.clerks) upgraded.push({ point, what: 'clerks', from: old.clerks, to: point.clerks });
  }
  return difference;
}

export interface Closing {
  site: string;
  name: string;
  people: number;
  /** Of those: within their limit before, and no longer; or beyond it before, and now they reach no point at all. */
  beyond: number;
  /** Where most of them go now, and how long they travel there on the mean. */
  nearest: { site: string; name: string; seconds: number } | null;
}

/** What becomes of the people of each closed point. Both evaluations are of one snapshot and of the closed points' own level. */
export function closingsOf(before: Evaluation, after: Evaluation, closed: readonly Point[]): Closing[] {
  const numberOf = new Map(before.points.flatMap((point, at) => (point ? [[point.id, at] as const] : [])));
  const wanted = new Map<number, Closing & { goes: Map<number, { people: number; sum: number }> }>();
  for (const { id, name } of closed) {
    const at = numberOf.get(id);
    if (at !== undefined) wanted.set(at, { site: id, name, people: 0, beyond: 0, nearest: null, goes: new Map() });
  }
  for (let group = 0; group < before.assignment.site.length; group++) {
    const one = wanted.get(before.assignment.site[group]!);
    if (!one) continue;
    const people = after.reach.groups.people[group] ?? 0;
    const limit = before.reach.groups.limit[group]!;
    const to = after.assignment.site[group]!;
    const wasWithin = before.assignment.seconds[group]! <= limit;
    one.people += people;
    if (to < 0 || (wasWithin && after.assignment.seconds[group]! > limit)) one.beyond += people;
    if (to < 0) continue;
    const goes = one.goes.get(to) ?? { people: 0, sum: 0 };
    goes.people += people;
    goes.sum += people * after.assignment.seconds[group]!;
    one.goes.set(to, goes);
  }
  return [...wanted.values()].map(({ goes, ...one }) => {
    const most = [...goes].sort((a, b) => b[1].people - a[1].people || a[0] - b[0])[0];
    const point = most && after.points[most[0]];
    return {
      ...one,
      people: Math.round(one.people),
      beyond: Math.round(one.beyond),
      nearest:
        most && point
          ? { site: point.id, name: point.name, seconds: most[1].people > 0 ? most[1].sum / most[1].people : 0 }
          : null,
    };
  });
}

export const touchedPoints = (changes: readonly NetworkChange[]): string[] =>
  changes.flatMap((change) =>
    'site' in change && change.kind !== 'staff' && change.kind !== 'keep' ? [change.site] : [],
  );
