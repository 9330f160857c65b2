import type { Network } from '#domain/planning/solve/network.ts';
import { nestedPlaces, settlePlaces } from '#domain/planning/solve/places.ts';
import type { Finding, Plan } from '#domain/planning/solve/plan.ts';
import type { InfeasibleReason, PlanProblem, StageAnswer } from '#domain/planning/solve/problem.ts';
import { type Crowd, crowdOf } from '#domain/planning/solve/room.ts';
import { solveCapacitated } from './capacitated.ts';
import { solveCenter } from './center.ts';
import { solveCoverModel } from './cover.ts';
import { solveCoverage, solveMedian } from './median.ts';
import { type HereOptions, type Search, searchOf } from './search.ts';
import { solveStages } from './stages.ts';
import { solveWhole, solveWholeCenter } from './whole.solve.ts';

export interface HereAnswer {
  finding: Finding;
  stages?: StageAnswer[];
  infeasible?: InfeasibleReason;
  crowd?: Crowd;
}

/**
 * Solves in the calling thread. Deterministic as long as the time does not run out.
 * @param problem its pairs are not looked at: they are in the network
 */
export async function solveHere(problem: PlanProblem, network: Network, options: HereOptions): Promise<HereAnswer> {
  const search = searchOf(problem, network, options);
  const crowd =
    network.capacitated && problem.model !== 'mclp'
      ? crowdOf(network, problem.model === 'p-median' || problem.model === 'p-center' ? () => true : search.served)
      : undefined;
  if (crowd) return { finding: { status: 'infeasible' }, infeasible: 'crowded', crowd };
  const staged = (problem.stages?.length ?? 0) > 0;
  // The stages get what the model leaves of the time, and at least a third of it.
  const own = staged ? { ...search, timeLimitSeconds: options.timeLimitSeconds * (2 / 3) } : search;
  const places = search.problem.sites.some(({ place }) => place !== undefined) && nestedPlaces(problem, network);
  const finding = places ? await solveNested(own, places) : await solveModel(own);
  if (staged && finding.plan) return solveStages(search, finding);
  return { finding, ...(finding.status === 'infeasible' && { infeasible: 'rules-contradict' }) };
}

/** Without the rule of one alternative at each place, whose bound holds with it too; every plan is then made to keep it. */
async function solveNested(search: Search, places: NonNullable<ReturnType<typeof nestedPlaces>>): Promise<Finding> {
  const { problem, network } = search;
  const sites = problem.sites.map(({ place: _, ...site }) => site);
  const settled = (plan: Plan) => settlePlaces(problem, network, places, plan);
  const loose: Search = { ...search, problem: { ...problem, sites }, found: (plan) => search.found(settled(plan)) };
  if (!quickWay(loose)) return solveModel(search);
  const finding = await solveModel(loose);
  return { ...finding, plan: finding.plan && settled(finding.plan) };
}

/** Do sites depend on each other in no way but through whom they serve? */
const isPlain = ({ problem, network }: Search): boolean =>
  problem.budget === undefined &&
  !problem.counts?.length &&
  problem.sites.every(({ place }) => place === undefined) &&
  (network.backup === 1 || problem.model === 'lscp' || problem.model === 'set-cover');

/** The quick way for a model whose sites are free of each other; undefined where there is none. */
function quickWay(search: Search): ((search: Search) => Promise<Finding>) | undefined {
  if (!isPlain(search)) return undefined;
  const { model, p } = search.problem;
  if (model === 'lscp') return p === undefined ? solveCoverModel : withAtMost(p);
  if (model === 'set-cover') return p === undefined ? solveCoverModel : undefined;
  if (p === undefined) return undefined;
  return { mclp: solveCoverage, 'p-median': solveMedian, 'p-center': solveCenter }[model];
}

/** The fewest sites are at most p, or no plan has at most p. */
const withAtMost =
  (p: number) =>
  async (search: Search): Promise<Finding> => {
    const finding = await solveCoverModel(search);
    if (finding.plan!.open.length <= p) return finding;
    return finding.bound! > p
      ? { status: 'infeasible' }
      : { status: 'unknown', bound: finding.bound, stopped: finding.stopped };
  };

function solveModel(search: Search): Promise<Finding> {
  const quick = quickWay(search);
  if (quick && !search.network.capacitated) return quick(search);
  if (search.problem.model === 'p-center')
    return solveWholeCenter(search, quick, quick && ((median) => solveCapacitated(median, solveMedian)));
  const upTo = search.problem.p !== undefined && ['lscp', 'set-cover'].includes(search.problem.model);
  if (quick && search.network.backup === 1 && !upTo) return solveCapacitated(search, quick);
  return solveWhole(search, quick);
}
