import type { Wish } from '#api/planning.ts';
import type { UnitLevel } from '#domain/organisation/units.ts';
import type { NetworkChange, Standing } from '#domain/planning/changes.ts';
import { type CostTable, pointCosts } from '#domain/planning/costs.ts';
import { type Candidate, isLimited, limitFor, type Proposal, problemFor } from '#domain/planning/propose.ts';
import { expandLevels, joinLevels, levelsOf, optionId } from '#domain/planning/solve/levels.ts';
import { type Answer, type PlanProblem, type PlanSite, totalOf } from '#domain/planning/solve/problem.ts';
import { rankOf, type Scope } from '#domain/planning/world.ts';
import { wholeEvaluationOf } from './evaluations.ts';
import type { Lacking } from './solve.result.ts';
import type { World } from './worlds.ts';

export interface Joint {
  problem: PlanProblem;
  levels: readonly UnitLevel[];
  standing: readonly Standing[];
  candidates: readonly Candidate[];
  villageOf: Proposal['villageOf'];
}

/** The level that a point counts as where its own is not asked about: the next below it that is. */
const countsAs = (level: UnitLevel, levels: readonly UnitLevel[]): UnitLevel =>
  levels.includes(level) || rankOf(level) > rankOf(levels.at(-1)!)
    ? level
    : (levels.findLast((each) => rankOf(each) < rankOf(level)) ?? level);

/** A town centre between village points and county halls that are asked about does what a village point does, and stays. */
const asAsked = ({ level, ...site }: PlanSite, levels: readonly UnitLevel[]): PlanSite => ({
  ...site,
  ...(level !== undefined && { level: countsAs(level as UnitLevel, levels) }),
});

/**
 * All levels of a wish as one problem: a point may rise to a level above its own at the price of that level, one budget and one number of
 * points hold for all of them.
 */
export async function jointOf(
  world: World,
  wish: Wish,
  input: { changes: NetworkChange[]; scope: Scope },
  candidates: readonly Candidate[],
  mine: (point: Standing) => boolean,
  costs: CostTable | null,
): Promise<Joint> {
  const levels = [...new Set(wish.levels)].sort((a, b) => rankOf(a) - rankOf(b));
  const single: { level: UnitLevel; proposal: Proposal }[] = [];
  let standing: readonly Standing[] = [];
  for (const level of levels) {
    const evaluation = await wholeEvaluationOf(world, input.changes, input.scope, level);
    if (single.length === 0) ({ standing } = evaluation.planned);
    const own = single.length === 0 ? candidates : [];
    // The problem holds the plan's limits; those of single levels come with the joining.
    const proposal = problemFor(world.content, evaluation, level, { ...wish, limits: {} }, mine, own, costs);
    const sites = proposal.problem.sites.map((site) => asAsked(site, levels));
    single.push({ level, proposal: { ...proposal, problem: { ...proposal.problem, sites } } });
  }
  const points = new Map(standing.map((point) => [point.id, point]));
  const spots = new Map(candidates.map((spot) => [spot.id, spot]));
  const moneyOf = (site: PlanSite, level: string): number | undefined => {
    if (!costs) return undefined;
    const from = points.get(site.id) ?? { ...spots.get(site.id)!, class: null };
    const was = world.content.points[world.pointAt.get(site.id) ?? -1];
    // A point that rises is not closed, and the account of its present level says that it is.
    return (
      totalOf(pointCosts(was, { ...from, level: level as UnitLevel }, costs)) -
      (site.existing ? totalOf(site.closing) : 0)
    );
  };
  const limits = Object.fromEntries(
    levels.flatMap((level) => {
      const limit = isLimited(wish) ? limitFor(wish, level) : undefined;
      return limit === undefined ? [] : [[level, limit] as const];
    }),
  );
  const mayChange = (id: string): boolean => {
    const point = points.get(id);
    return point === undefined || (levels.includes(point.level) && mine(point));
  };
  return {
    problem: expandLevels(
      joinLevels(
        single.map(({ level, proposal }) => ({ level, problem: proposal.problem })),
        { mayChange, moneyOf, limits },
      ),
    ),
    levels,
    standing,
    candidates,
    villageOf: single[0]!.proposal.villageOf,
  };
}

/** The way from level to level as a plan of the joint problem: each point at the level that it has there. */
export const startIn = (
  { standing, levels }: Joint,
  found: readonly { level: UnitLevel; answer: Answer; candidates: readonly Candidate[] }[],
): string[] => {
  const levelOf = new Map<string, string>(standing.map(({ id, level }) => [id, countsAs(level, levels)]));
  for (const { level, candidates } of found) for (const { id } of candidates) levelOf.set(id, level);
  const sites = new Set(found.flatMap(({ answer }) => answer.sites));
  return [...sites].map((id) => optionId(id, levelOf.get(id) ?? ''));
};

/** People of a greatest cover are counted once for each level; the figure told is their mean. */
export const toldOf = ({ problem, levels }: Pick<Joint, 'problem' | 'levels'>, value: number): number =>
  problem.model === 'mclp' ? value / levels.length : value;

/** A joint answer in the words of points: which stand, which close, rise or open. */
export function readJoint(
  joint: Joint,
  answer: Answer,
): {
  answer: Answer;
  lacking: Lacking[];
  candidates: Candidate[];
  villageOf: ReadonlyMap<string, number>;
  changes: NetworkChange[];
} {
  const { levels, standing, candidates, villageOf } = joint;
  const open = levelsOf(answer.sites);
  const opened = candidates.flatMap((candidate) => {
    const level = open.get(candidate.id) as UnitLevel | undefined;
    return level === undefined ? [] : [{ ...candidate, level }];
  });
  const changes = standing.flatMap(({ id, level }): NetworkChange[] => {
    const now = open.get(id) as UnitLevel | undefined;
    if (now === undefined) return levels.includes(level) ? [{ kind: 'close', site: id }] : [];
    return rankOf(now) <= rankOf(level) ? [] : [{ kind: 'upgrade', site: id, level: now }];
  });
  const told = (value: number | null) => (value === null ? null : toldOf(joint, value));
  return {
    answer: {
      ...answer,
      objective: told(answer.objective),
      bound: told(answer.bound),
      sites: [...open.keys()],
      assignment: {},
    },
    lacking: answer.uncoverable.map(({ demand, possibleLimit }) => {
      const at = demand.lastIndexOf('@');
      return { demand: demand.slice(0, at), level: demand.slice(at + 1) as UnitLevel, possibleLimit };
    }),
    candidates: opened,
    villageOf,
    changes: [
      ...changes,
      ...opened.map(
        ({ rows: _, premises, ...one }): NetworkChange => ({
          kind: 'open',
          ...one,
          site: one.id,
          ...(premises !== null && { premises }),
        }),
      ),
    ],
  };
}
