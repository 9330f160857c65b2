import { networkOf } from '#domain/planning/solve/network.ts';
import type { Finding } from '#domain/planning/solve/plan.ts';
import type { InfeasibleReason, PlanProblem, StageAnswer } from '#domain/planning/solve/problem.ts';
import { solveCenter } from './center.ts';
import { solveCoverModel } from './cover.ts';
import { solveMip } from './highs.ts';
import { solveCoverage, solveMedian } from './median.ts';
import { type HereOptions, type Search, searchOf } from './search.ts';
import { type Aim, planOf, wholeOf } from './whole.ts';

export interface HereAnswer {
  finding: Finding;
  stages?: StageAnswer[];
  infeasible?: InfeasibleReason;
}

const aims: Record<PlanProblem['model'], Aim> = {
  lscp: 'sites',
  'set-cover': 'money',
  mclp: 'weight',
  'p-median': 'travel',
  'p-center': 'sites',
};

/** Solves in the calling thread. Deterministic as long as the time does not run out. */
export async function solveHere(problem: PlanProblem, options: HereOptions): Promise<HereAnswer> {
  const network = networkOf(problem);
  const search = searchOf(problem, network, options);
  const finding = await solveModel(search);
  return { finding, ...(finding.status === 'infeasible' && { infeasible: 'rules-contradict' }) };
}

/** Do sites depend on each other in no way but through whom they serve? */
const isPlain = ({ problem, network }: Search): boolean =>
  !network.capacitated &&
  problem.budget === undefined &&
  !problem.counts?.length &&
  problem.sites.every(({ place }) => place === undefined);

function solveModel(search: Search): Promise<Finding> {
  const { network } = search;
  const { model, p } = search.problem;
  if (isPlain(search) && (model === 'lscp' || model === 'set-cover') && p === undefined) return solveCoverModel(search);
  if (isPlain(search) && model === 'p-median' && p !== undefined && network.backup === 1) return solveMedian(search);
  if (isPlain(search) && model === 'p-center' && p !== undefined && network.backup === 1) return solveCenter(search);
  if (isPlain(search) && model === 'mclp' && p !== undefined && network.backup === 1) return solveCoverage(search);
  return solveWhole(search);
}

/** One programme for everything. */
async function solveWhole(search: Search): Promise<Finding> {
  const { problem, network } = search;
  const aim = aims[problem.model];
  const whole = wholeOf(problem, network, aim, search.served);
  const sign = aim === 'weight' ? -1 : 1;
  const offset = aim === 'money' ? network.fixedCost : 0;
  const result = await solveMip(whole.mip, search, {
    onBound: (bound) => search.bounded(sign * bound + offset),
    onSolution: (x) => search.found(planOf(network, whole, x)),
  });
  return {
    status: result.status,
    plan: result.x && planOf(network, whole, result.x),
    bound: Number.isFinite(result.bound) ? sign * result.bound + offset : undefined,
    stopped: result.stopped,
  };
}
