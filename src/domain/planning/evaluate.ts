import type { UnitLevel } from '../organisation/units.ts';
import type { Planned, Standing } from './changes.ts';
import { figuresOf, type Histogram, histogram, loadsOf, type ReachFigures } from './indicators.ts';
import {
  type Assignment,
  assign,
  type ExtraSite,
  type Groups,
  type Reach,
  reassign,
  type TravelTable,
} from './reach.ts';
import type { Mode } from './travel/network.ts';
import { type Scope, serves, type WorldContent } from './world.ts';

/** Travel times of a point that the tables do not know: by mode, to the villages that it reaches. */
export type RowOf = (point: Standing, mode: Mode) => { demand: Int32Array; seconds: Float64Array };

/** A network looked at: who goes where under these rules, and what follows. */
export interface Evaluation {
  planned: Planned;
  scope: Scope;
  level: UnitLevel;
  reach: Reach;
  assignment: Assignment;
  /** The point behind each site number of the reach; undefined for sites that do not stand or do not serve this level. */
  points: (Standing | undefined)[];
  loads: Float64Array;
}

/** Every mode under which somebody travels; the tables of all of them are needed. */
export const modesOf = (scope: Scope, planned?: Pick<Planned, 'older'>): Mode[] => {
  const modes = new Set<Mode>([scope.mode.urban, scope.mode.rural]);
  if (planned?.older && modes.has('walk')) modes.add('walk-slow');
  return [...modes];
};

function groupsOf(content: WorldContent, planned: Planned, scope: Scope, modes: readonly Mode[]): Groups {
  const rows = content.villages.flatMap((village, demand) => {
    const mode = village.urban ? scope.mode.urban : scope.mode.rural;
    const limit = 60 * (village.urban ? scope.limits.urban : scope.limits.rural);
    const people = planned.people[demand]!;
    const older = mode === 'walk' ? (planned.older?.[demand] ?? 0) : 0;
    const row = { demand, urban: village.urban, limit };
    return older > 0
      ? [
          { ...row, people: people * (1 - older), mode },
          { ...row, people: people * older, mode: 'walk-slow' as Mode },
        ]
      : [{ ...row, people, mode }];
  });
  return {
    demand: Int32Array.from(rows, ({ demand }) => demand),
    table: Uint8Array.from(rows, ({ mode }) => modes.indexOf(mode)),
    people: Float64Array.from(rows, ({ people }) => people),
    limit: Float64Array.from(rows, ({ limit }) => limit),
    urban: Uint8Array.from(rows, ({ urban }) => (urban ? 1 : 0)),
  };
}

/** Numbers for counties, so that borders can be compared in a search. */
function bordersOf(content: WorldContent, points: readonly (Standing | undefined)[]) {
  const numbers = new Map<string | null, number>();
  const number = (county: string | null): number => {
    const known = numbers.get(county);
    if (known !== undefined) return known;
    numbers.set(county, numbers.size);
    return numbers.size - 1;
  };
  return {
    demand: Int32Array.from(content.villages, ({ county }) => number(county)),
    site: Int32Array.from(points, (point) => (point ? number(point.county) : -1)),
  };
}

const sameGroups = (a: Groups, b: Groups): boolean =>
  a.demand.length === b.demand.length &&
  a.table.every((table, at) => table === b.table[at]) &&
  a.demand.every((demand, at) => demand === b.demand[at]) &&
  a.limit.every((limit, at) => limit === b.limit[at]);

/**
 * @param tables travel times of every mode in `modesOf(scope, planned)`; their sites are the snapshot's points, then its premises.
 * @param before an evaluation of the same snapshot, from which only what differs is computed anew.
 */
export function evaluate(
  content: WorldContent,
  tables: ReadonlyMap<Mode, TravelTable>,
  planned: Planned,
  scope: Scope,
  level: UnitLevel,
  rowOf: RowOf,
  before?: Evaluation,
): Evaluation {
  const modes = modesOf(scope, planned);
  const used = modes.map((mode) => {
    const table = tables.get(mode);
    if (!table) throw new RangeError(`no travel times by ${mode}`);
    return table;
  });
  const known = used[0]!.sites;
  const serving = planned.standing.filter((point) => serves(point.level, level));
  const extras = serving.filter(({ index }) => index === null);
  const points = new Array<Standing | undefined>(known + extras.length);
  for (const point of serving) if (point.index !== null) points[point.index] = point;
  extras.forEach((point, at) => {
    points[known + at] = point;
  });
  const extra = extras.map((point): ExtraSite => ({ rows: modes.map((mode) => rowOf(point, mode)) }));
  const reach: Reach = {
    tables: used,
    groups: groupsOf(content, planned, scope, modes),
    open: Uint8Array.from({ length: points.length }, (_, at) => (points[at] ? 1 : 0)),
    extra,
    ...(!scope.acrossBorders && { borders: bordersOf(content, points) }),
  };
  const assignment = carriedOn(reach, points, before, scope, level) ?? assign(reach);
  return { planned, scope, level, reach, assignment, points, loads: loadsOf(reach.groups, assignment, points.length) };
}

/** What an earlier evaluation still says, with only the sites that differ looked at again; undefined where it says nothing. */
function carriedOn(
  reach: Reach,
  points: readonly (Standing | undefined)[],
  before: Evaluation | undefined,
  scope: Scope,
  level: UnitLevel,
): Assignment | undefined {
  if (
    !before ||
    before.level !== level ||
    before.scope.acrossBorders !== scope.acrossBorders ||
    before.reach.tables.some((table, at) => table !== reach.tables[at]) ||
    before.reach.tables.length !== reach.tables.length ||
    before.points.length > points.length ||
    !sameGroups(before.reach.groups, reach.groups)
  )
    return undefined;
  const changed: number[] = [];
  for (let at = 0; at < points.length; at++) {
    const [was, is] = [before.points[at], points[at]];
    const same = was?.id === is?.id && was?.lon === is?.lon && was?.lat === is?.lat && was?.county === is?.county;
    if (!same) changed.push(at);
  }
  // An extra site that became another in the same place of the list is not simply open or shut: begin anew.
  if (changed.some((at) => before.points[at] && points[at])) return undefined;
  return reassign(reach, before.assignment, changed);
}

export const openSites = ({
  points,
  loads,
}: Evaluation): { clerks: number; people: number; point: Standing; at: number }[] =>
  points.flatMap((point, at) => (point ? [{ clerks: point.clerks, people: loads[at]!, point, at }] : []));

export const overallFigures = (evaluation: Evaluation, peoplePerClerk: number): ReachFigures =>
  rounded(figuresOf(evaluation.reach.groups, evaluation.assignment, openSites(evaluation), peoplePerClerk));

/** People are whole; a what-if may have halved them. */
const rounded = (figures: ReachFigures): ReachFigures => ({
  ...figures,
  people: Math.round(figures.people),
  covered: Math.round(figures.covered),
  unreachable: Math.round(figures.unreachable),
  urban: { ...figures.urban, people: Math.round(figures.urban.people) },
  rural: { ...figures.rural, people: Math.round(figures.rural.people) },
});

/** The figures of each county and town: of its people, wherever they go, and of the points that stand in it. */
export function figuresByPlace(
  content: WorldContent,
  evaluation: Evaluation,
  peoplePerClerk: number,
): { id: string; name: string; level: 'city' | 'county' | 'town'; figures: ReachFigures }[] {
  const { groups } = evaluation.reach;
  const sites = openSites(evaluation);
  const members = new Map<string, number[]>();
  for (const [group, demand] of groups.demand.entries()) {
    const { town, county } = content.villages[demand]!;
    for (const place of [town, county]) {
      if (place === null) continue;
      const list = members.get(place);
      if (list) list.push(group);
      else members.set(place, [group]);
    }
  }
  return content.places
    .filter(({ level }) => level !== 'city')
    .map((place) => ({
      id: place.id,
      name: place.name,
      level: place.level,
      figures: rounded(
        figuresOf(
          groups,
          evaluation.assignment,
          sites.filter(({ point }) => (place.level === 'county' ? point.county : point.town) === place.id),
          peoplePerClerk,
          members.get(place.id) ?? [],
        ),
      ),
    }));
}

/** Of all people, who is within a limit (seconds), or without one within their own. */
export function shareWithin({ reach, assignment }: Evaluation, limit?: number): number {
  let [all, within] = [0, 0];
  reach.groups.people.forEach((people, group) => {
    all += people;
    if (assignment.seconds[group]! <= (limit ?? reach.groups.limit[group]!)) within += people;
  });
  return all > 0 ? Math.min(1, within / all) : 1;
}

/** The group that stands for a village: the one that travels longest. */
export function villageTimes(evaluation: Evaluation, villages: number): { seconds: Float64Array; site: Int32Array } {
  const seconds = new Float64Array(villages).fill(-1);
  const site = new Int32Array(villages).fill(-1);
  const { demand } = evaluation.reach.groups;
  for (let group = 0; group < demand.length; group++) {
    const at = demand[group]!;
    if (evaluation.assignment.seconds[group]! <= seconds[at]!) continue;
    seconds[at] = evaluation.assignment.seconds[group]!;
    site[at] = evaluation.assignment.site[group]!;
  }
  return { seconds, site };
}

export interface WithoutPoint {
  /** People who would be beyond their limit and are not today. */
  beyond: number;
  /** The villages where they live, the most people first. */
  villages: { demand: number; people: number }[];
  /** Seconds that those who go there would travel longer, on the mean; Infinity where somebody would reach nothing. */
  extra: number;
  longest: number;
  /** Where most of them would go. */
  next: number;
}

/** What would be without each point, from the second choice of everybody. */
export function withoutEach(evaluation: Evaluation): Map<number, WithoutPoint> {
  const { reach, assignment, points } = evaluation;
  const found = new Map<number, WithoutPoint & { nexts: Map<number, number>; people: number; sum: number }>();
  points.forEach((point, at) => {
    if (point)
      found.set(at, { beyond: 0, villages: [], extra: 0, longest: 0, next: -1, nexts: new Map(), people: 0, sum: 0 });
  });
  for (let group = 0; group < assignment.site.length; group++) {
    const one = found.get(assignment.site[group]!);
    const people = reach.groups.people[group]!;
    if (!one || people === 0) continue;
    const limit = reach.groups.limit[group]!;
    const extra = assignment.secondSeconds[group]! - assignment.seconds[group]!;
    if (assignment.seconds[group]! <= limit && assignment.secondSeconds[group]! > limit) {
      one.beyond += people;
      one.villages.push({ demand: reach.groups.demand[group]!, people });
    }
    one.longest = Math.max(one.longest, extra);
    one.people += people;
    one.sum += people * extra;
    const next = assignment.second[group]!;
    if (next >= 0) one.nexts.set(next, (one.nexts.get(next) ?? 0) + people);
  }
  for (const one of found.values()) {
    one.villages.sort((a, b) => b.people - a.people || a.demand - b.demand);
    one.extra = one.people > 0 ? one.sum / one.people : 0;
    one.next = [...one.nexts].sort((a, b) => b[1] - a[1] || a[0] - b[0])[0]?.[0] ?? -1;
  }
  return found;
}

/** Longer than this no one need travel for a point to be called needless. */
const needlessSeconds = 300;

/** Points without which nobody would be beyond the limit nor travel more than five minutes longer. */
export const isNeedless = ({ beyond, longest }: WithoutPoint): boolean => beyond === 0 && longest <= needlessSeconds;

const minuteEdges = [0, 5, 10, 15, 20, 25, 30, 40, 50, 60, 90];
/** @param isMeant of which villages, by their number; all unless told */
export const travelHistogram = (
  { reach, assignment }: Evaluation,
  isMeant: (demand: number) => boolean = () => true,
): Histogram =>
  histogram(
    Array.from(assignment.seconds, (seconds, group) => ({
      value: seconds / 60,
      people: isMeant(reach.groups.demand[group]!) ? Math.round(reach.groups.people[group]!) : 0,
    })),
    'minutes',
    minuteEdges,
  );

const loadEdges = [0, 500, 1000, 2000, 3000, 5000, 8000, 12000, 20000];
/** Points by people served for each clerk; a point without a clerk counts with all of its people. */
export const loadHistogram = (evaluation: Evaluation): Histogram =>
  histogram(
    openSites(evaluation).map(({ people, clerks }) => ({ value: people / Math.max(1, clerks), people: 1 })),
    'people-per-clerk',
    loadEdges,
  );
