import type { Wish } from '#api/planning.ts';
import type { UnitLevel } from '#domain/organisation/units.ts';
import type { NetworkChange, Standing } from '#domain/planning/changes.ts';
import { type Candidate, type LevelCosts, type Proposal, problemFor } from '#domain/planning/propose.ts';
import { expandLevels, joinLevels, levelsOf, optionId } from '#domain/planning/solve/levels.ts';
import type { Answer, PlanProblem, PlanSite, Uncoverable } from '#domain/planning/solve/problem.ts';
import { rankOf, type Scope } from '#domain/planning/world.ts';
import { wholeEvaluationOf } from './evaluations.ts';
import type { World } from './worlds.ts';

export interface Joint {
  problem: PlanProblem;
  levels: readonly UnitLevel[];
  standing: readonly Standing[];
  candidates: readonly Candidate[];
  villageOf: Proposal['villageOf'];
}

/**
 * All levels of a wish as one problem: a point may rise to a level above its own at the price of that level, one budget and one number of
 * points hold for all of them. Capacities are left to the way from level to level: there, each level's load is its own.
 */
export async function jointOf(
  world: World,
  wish: Wish,
  input: { changes: NetworkChange[]; scope: Scope },
  candidates: readonly Candidate[],
  mine: (point: Standing) => boolean,
  costs: Record<UnitLevel, LevelCosts> | null,
): Promise<Joint | undefined> {
  if (wish.levels.length < 2 || wish.peoplePerClerk !== undefined) return undefined;
  const levels = [...new Set(wish.levels)].sort((a, b) => rankOf(a) - rankOf(b));
  const single: { level: UnitLevel; proposal: Proposal }[] = [];
  let standing: readonly Standing[] = [];
  for (const level of levels) {
    const evaluation = await wholeEvaluationOf(world, input.changes, input.scope, level);
    if (single.length === 0) ({ standing } = evaluation.planned);
    const own = single.length === 0 ? candidates : [];
    single.push({ level, proposal: problemFor(world.content, evaluation, level, wish, mine, own, costs) });
  }
  const points = new Map(standing.map((point) => [point.id, point]));
  const moneyOf = (site: PlanSite, level: string): number | undefined => {
    const heads = costs?.[level as UnitLevel];
    if (!heads || !costs) return undefined;
    const from = points.get(site.id);
    // A point that rises is not closed, and the account of its present level says that it is.
    return heads.staff + heads.works + heads.equipment - (from ? costs[from.level].closing : 0);
  };
  const mayChange = (id: string): boolean => {
    const point = points.get(id);
    return point === undefined || mine(point);
  };
  return {
    problem: expandLevels(
      joinLevels(
        single.map(({ level, proposal }) => ({ level, problem: proposal.problem })),
        { mayChange, moneyOf },
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
  { standing }: Joint,
  found: readonly { level: UnitLevel; answer: Answer; candidates: readonly Candidate[] }[],
): string[] => {
  const levelOf = new Map<string, string>(standing.map(({ id, level }) => [id, level]));
  for (const { level, candidates } of found) for (const { id } of candidates) levelOf.set(id, level);
  const sites = new Set(found.flatMap(({ answer }) => answer.sites));
  return [...sites].map((id) => optionId(id, levelOf.get(id) ?? ''));
};

/** A joint answer in the words of points: which stand, which close, rise or open. */
export function readJoint(
  { levels, standing, candidates, villageOf, problem }: Joint,
  answer: Answer,
): { answer: Answer; candidates: Candidate[]; villageOf: ReadonlyMap<string, number>; changes: NetworkChange[] } {
  const open = levelsOf(answer.sites);
  const opened = candidates.flatMap((candidate) => {
    const level = open.get(candidate.id) as UnitLevel | undefined;
    return level === undefined ? [] : [{ ...candidate, level }];
  });
  const changes = standing.flatMap(({ id, level }): NetworkChange[] => {
    const now = open.get(id) as UnitLevel | undefined;
    if (now === undefined) return levels.includes(level) ? [{ kind: 'close', site: id }] : [];
    return now === level ? [] : [{ kind: 'upgrade', site: id, level: now }];
  });
  // A village that lacks several levels is told once, with the limit that would do for all of them.
  const lacking = new Map<string, Uncoverable>();
  for (const { demand, possibleLimit } of answer.uncoverable) {
    const village = demand.slice(0, demand.lastIndexOf('@'));
    const before = lacking.get(village)?.possibleLimit ?? 0;
    lacking.set(village, {
      demand: village,
      possibleLimit:
        possibleLimit === null || lacking.get(village)?.possibleLimit === null ? null : Math.max(before, possibleLimit),
    });
  }
  // People are counted once for each level: the figure told is their mean.
  const times = problem.model === 'mclp' ? levels.length : 1;
  const told = (value: number | null) => (value === null ? null : value / times);
  return {
    answer: {
      ...answer,
      objective: told(answer.objective),
      bound: told(answer.bound),
      sites: [...open.keys()],
      assignment: {},
      uncoverable: [...lacking.values()],
    },
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
