import type { UnitLevel } from '../organisation/units.ts';
import { fold, type NetworkChange, nearestVillageTo, plannedOf, type Standing } from './changes.ts';
import { type CostTable, pointCosts } from './costs.ts';
import type { Evaluation } from './evaluate.ts';
import type { PlanModel, PlanProblem, PlanSite } from './solve/problem.ts';
import { classesRaised, raisedClass, threeCentres } from './standards.ts';
import { serves, type Village, type WorldContent } from './world.ts';

/** What a planner wishes; the fields of `Wish` in the contract. */
export interface ProposalWish {
  model: Exclude<PlanModel, 'set-cover'>;
  p?: number | undefined;
  budget?: number | undefined;
  peoplePerClerk?: number | undefined;
  /** Cases a year, in the place of people. */
  casesPerClerk?: number | undefined;
  backup: number;
  levels: readonly UnitLevel[];
  /** Minutes within which everybody must reach a point of a level; a level that is not named has the plan's limits. */
  limits?: { readonly [level in UnitLevel]?: number | undefined } | undefined;
  preferExisting: boolean;
  mustKeep: readonly string[];
  mayNot: readonly string[];
  threeCentres: boolean;
  /** Wishes of earlier programs lack it. */
  raiseClasses?: boolean | undefined;
}

/** A site that does not stand and might, with who would reach it: one row for each table of the evaluation. */
export interface Candidate {
  id: string;
  name: string;
  level: UnitLevel;
  lon: number;
  lat: number;
  clerks: number;
  premises: string | null;
  rows: readonly { demand: Int32Array; seconds: Float64Array }[];
}

export interface Proposal {
  problem: PlanProblem;
  /** Ids of demands and the village behind each. */
  villageOf: Map<string, number>;
}

/** Seconds that a wish gives to reach a level; undefined: the plan's own limits, in town and in the country. */
export function limitFor({ limits }: Pick<ProposalWish, 'limits'>, level: UnitLevel): number | undefined {
  const minutes = limits?.[level];
  return minutes === undefined ? undefined : 60 * minutes;
}

/** Whether a wish counts who is within a limit; the others count the way itself. */
export const isLimited = ({ model }: Pick<ProposalWish, 'model'>): boolean => model === 'lscp' || model === 'mclp';

/**
 * Whether several levels are one question. Capacities are left to the way from level to level, where each level's load is its own; so are
 * more points than one for each person, because alternatives at one place would count as several.
 */
export const askedTogether = ({
  levels,
  peoplePerClerk,
  casesPerClerk,
  backup,
}: Pick<ProposalWish, 'levels' | 'peoplePerClerk' | 'casesPerClerk' | 'backup'>): boolean =>
  levels.length > 1 && peoplePerClerk === undefined && casesPerClerk === undefined && backup === 1;

/** The centres that the three-centre rule keeps: where a point may not be used, or the plan has closed it, the next in its town. */
export const centresKept = (
  standing: readonly Standing[],
  { threeCentres: kept, mayNot }: Pick<ProposalWish, 'threeCentres' | 'mayNot'>,
): Set<string> => {
  const not = new Set(mayNot);
  return kept ? threeCentres(standing.filter(({ id }) => !not.has(id))) : new Set();
};

/** Whose class a wish asks to be raised: of the plan's own points those at the levels named. */
const mayRiseIn =
  (
    { raiseClasses = false }: Pick<ProposalWish, 'raiseClasses'>,
    levels: readonly UnitLevel[],
    mine: (point: Standing) => boolean,
  ) =>
  (point: Standing): boolean =>
    raiseClasses && levels.includes(point.level) && mine(point);

/** Whether anybody has said how many cases come from anywhere. */
export const knowsCases = (villages: readonly Village[]): boolean =>
  villages.some(({ cases }) => cases !== null && cases !== undefined);

/** Cases a year that each person of a village brings; where nobody counted them, as many as where somebody did. */
export function casesAHead(villages: readonly Village[]): (village: number) => number {
  const counted = villages.filter(({ cases, people }) => cases !== null && cases !== undefined && people > 0);
  const people = counted.reduce((sum, village) => sum + village.people, 0);
  const usual = people === 0 ? 0 : counted.reduce((sum, { cases }) => sum + cases!, 0) / people;
  return (at) => {
    const { cases, people } = villages[at]!;
    return cases === null || cases === undefined || people === 0 ? usual : cases / people;
  };
}

/**
 * The location problem behind a wish, for one level: its points may go, those above it stay and serve as well, and whatever lies
 * outside the plan's own ground stays as it is.
 * @param mine whether the plan may change a point
 * @param candidates sites that do not stand yet; their number follows that of the evaluation's points
 */
export function problemFor(
  content: WorldContent,
  evaluation: Evaluation,
  level: UnitLevel,
  wish: ProposalWish,
  mine: (point: Standing) => boolean,
  candidates: readonly Candidate[],
  costs: CostTable | null,
): Proposal {
  const { reach, points } = evaluation;
  const { groups, tables, extra, borders } = reach;
  const must = new Set(wish.mustKeep);
  const not = new Set(wish.mayNot);
  const centres = centresKept(evaluation.planned.standing, wish);
  const today = new Map(content.points.map((point) => [point.id, point]));
  const known = tables[0]!.sites;
  const numberOf = new Map<number, number>();
  const sites: PlanSite[] = [];
  const perClerk = wish.casesPerClerk ?? wish.peoplePerClerk;
  const casesOf = wish.casesPerClerk === undefined ? undefined : casesAHead(content.villages);
  const capacity = (clerks: number) => (perClerk === undefined ? {} : { capacity: Math.max(0, clerks) * perClerk });
  const raises = mayRiseIn(wish, wish.levels, mine);
  const money = (point: Standing) => {
    if (!costs) return {};
    const was = today.get(point.id);
    const grade = raises(point) ? raisedClass(point, was?.level, centres.has(point.id)) : point.class;
    return {
      cost: pointCosts(was, { ...point, class: grade }, costs),
      ...(was && { closing: costs[was.level].closing }),
    };
  };
  points.forEach((point, at) => {
    if (!point || !serves(point.level, level)) return;
    const free = point.level === level && mine(point) && !must.has(point.id) && !centres.has(point.id);
    numberOf.set(at, sites.length);
    sites.push({
      id: point.id,
      existing: point.how !== 'opened',
      level: point.level,
      // What must stay and may not is told as such: nobody's word is left out in silence.
      ...(not.has(point.id) && point.level === level && mine(point) && { forbidden: true }),
      ...(!free && { required: true }),
      ...money(point),
      ...capacity(point.clerks),
    });
  });
  const firstCandidate = sites.length;
  for (const candidate of candidates) {
    sites.push({
      id: candidate.id,
      level: candidate.level,
      ...(must.has(candidate.id) && { required: true }),
      ...(not.has(candidate.id) && { forbidden: true }),
      ...(costs && { cost: pointCosts(undefined, { ...candidate, class: null }, costs) }),
      ...capacity(candidate.clerks),
    });
  }
  // What the plan has closed already is paid from the same purse.
  const spent = evaluation.planned.closed.reduce(
    (sum, point) => sum + (costs && serves(point.level, level) ? costs[point.level].closing : 0),
    0,
  );
  const limited = isLimited(wish);
  const limit = limitFor(wish, level);
  const villageOf = new Map<string, number>();
  const demands: PlanProblem['demands'] = [];
  const site: number[] = [];
  const demand: number[] = [];
  const cost: number[] = [];
  // By table and village: the sites beside the tables that reach it, and in how many seconds, one after the other.
  const beside = tables.map(() => new Map<number, number[]>());
  const put = (at: number, rows: Candidate['rows'], county: number | undefined) => {
    beside.forEach((villages, which) => {
      const { demand, seconds } = rows[which]!;
      demand.forEach((village, k) => {
        if (borders && borders.demand[village] !== county) return;
        const list = villages.get(village);
        if (list) list.push(at, seconds[k]!);
        else villages.set(village, [at, seconds[k]!]);
      });
    });
  };
  extra.forEach(({ rows }, at) => {
    const number = numberOf.get(known + at);
    if (number !== undefined) put(number, rows, borders?.site[known + at]);
  });
  candidates.forEach((candidate, at) => {
    put(firstCandidate + at, candidate.rows, borders?.demand[nearestVillageTo(content, candidate)]);
  });
  for (let group = 0; group < groups.demand.length; group++) {
    const people = Math.round(groups.people[group]!);
    if (people === 0) continue;
    const village = groups.demand[group]!;
    const which = groups.table[group]!;
    const number = demands.length;
    let reached = false;
    const pair = (at: number, seconds: number) => {
      reached = true;
      site.push(at);
      demand.push(number);
      cost.push(seconds);
    };
    const { start, to, seconds } = tables[which]!.byDemand;
    for (let k = start[village]!; k < start[village + 1]!; k++) {
      const at = numberOf.get(to[k]!);
      if (at !== undefined && (!borders || borders.site[to[k]!] === borders.demand[village])) pair(at, seconds[k]!);
    }
    const more = beside[which]!.get(village) ?? [];
    for (let k = 0; k < more.length; k += 2) pair(more[k]!, more[k + 1]!);
    // Whom nothing reaches keeps no plan from being made; they are named beside it.
    if (!reached && !limited) continue;
    const id = `${content.villages[village]!.id}${groups.table[group] === 0 ? '' : `/${which}`}`;
    villageOf.set(id, village);
    demands.push({
      id,
      weight: people,
      ...(casesOf && { load: Math.round(groups.people[group]! * casesOf(village)) }),
      ...(limited && { limit: limit ?? groups.limit[group]! }),
    });
  }
  return {
    villageOf,
    problem: {
      model: wish.model,
      sites,
      demands,
      pairs: { site: Int32Array.from(site), demand: Int32Array.from(demand), cost: Float64Array.from(cost) },
      ...(wish.p !== undefined && { p: wish.p }),
      ...(wish.budget !== undefined && { budget: wish.budget - spent }),
      ...(wish.backup > 1 && { backup: wish.backup }),
      ...(wish.model === 'lscp' && { leaveOut: true }),
      stages: [
        ...(wish.preferExisting ? (['keep-existing'] as const) : []),
        ...(costs ? (['least-cost'] as const) : []),
        'least-travel',
      ],
    },
  };
}

/**
 * Of a cover with backup: whoever has fewer points within the limit than are asked for gets all of those, and is not left without any.
 * Such a demand is told as one that cannot have as many; every site that it has must stand.
 */
export function withOnlyWays(problem: PlanProblem): PlanProblem {
  const { model, backup = 1, sites, demands, pairs } = problem;
  if (model !== 'lscp' || backup < 2) return problem;
  const ways = demands.map((): number[] => []);
  pairs.demand.forEach((demand, k) => {
    const [site, limit] = [pairs.site[k]!, demands[demand]!.limit ?? Infinity];
    if (pairs.cost[k]! <= limit && !sites[site]!.forbidden) ways[demand]!.push(site);
  });
  const needed = new Set(ways.filter(({ length }) => length < backup).flat());
  return { ...problem, sites: sites.map((site, at) => (needed.has(at) ? { ...site, required: true } : site)) };
}

/** What must change for the network to be as an answer has it: of the levels that were asked about, and no more. */
export function changesFor(
  standing: readonly Standing[],
  candidates: readonly Candidate[],
  levels: readonly UnitLevel[],
  sites: ReadonlySet<string>,
): NetworkChange[] {
  const closing = standing
    .filter(({ id, level }) => levels.includes(level) && !sites.has(id))
    .map(({ id }): NetworkChange => ({ kind: 'close', site: id }));
  const opening = candidates
    .filter(({ id }) => sites.has(id))
    .map(
      ({ id, name, level, lon, lat, clerks, premises }): NetworkChange => ({
        kind: 'open',
        site: id,
        name,
        level,
        lon,
        lat,
        clerks,
        ...(premises !== null && { premises }),
      }),
    );
  return [...closing, ...opening];
}

/**
 * The changes of an answer with the classes that points rise to, where the wish asks for it.
 * @param before the plan's own changes, `changes` those with the answer
 * @param decided the levels that the answer decided: of others nothing changes
 */
export function withClasses(
  content: WorldContent,
  before: readonly NetworkChange[],
  changes: readonly NetworkChange[],
  wish: ProposalWish,
  decided: readonly UnitLevel[],
  mine: (point: Standing) => boolean,
): NetworkChange[] {
  const [was, is] = [plannedOf(content, before).standing, plannedOf(content, changes).standing];
  const raised = classesRaised(content.points, was, is, centresKept(was, wish), mayRiseIn(wish, decided, mine));
  return fold(
    changes,
    raised.map((one): NetworkChange => ({ kind: 'upgrade', ...one })),
    [],
  );
}

/** Where on a curve, which goes from few points to many, the last hundredth of cover begins, and where it is reached. */
export function lastHundredth<Step extends { points: number; share: number }>(
  curve: readonly Step[],
): { near: Step; full: Step } | undefined {
  const most = Math.max(0, ...curve.map(({ share }) => share));
  // What is equal to the last digit that people read is equal.
  const [near, full] = [0.01, 0].map((short) => curve.find(({ share }) => share >= most - short - 1e-9));
  return near && full && near.points < full.points ? { near, full } : undefined;
}
