import { type Network, networkOf } from '#domain/planning/solve/network.ts';
import { type Finding, objectiveOf, type Plan } from '#domain/planning/solve/plan.ts';
import {
  gapOf,
  type InfeasibleReason,
  type PlanProblem,
  type PlanProgress,
  type StageAnswer,
} from '#domain/planning/solve/problem.ts';
import { type Run, solveMip } from './highs.ts';
import { type Aim, planOf, wholeOf } from './whole.ts';

export interface HereOptions {
  timeLimitSeconds: number;
  halted: () => boolean;
  onProgress: (progress: PlanProgress, plan?: Plan) => void;
}

export interface HereAnswer {
  finding: Finding;
  stages?: StageAnswer[];
  infeasible?: InfeasibleReason;
}

/** Whom the searches tell what they found: a better plan, a better bound (both for the model's own objective). */
export interface Search extends Run {
  problem: PlanProblem;
  network: Network;
  /** Must this demand point be served? */
  served: (d: number) => boolean;
  found: (plan: Plan) => void;
  bounded: (bound: number) => void;
  phase: (phase: PlanProgress['phase']) => void;
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
  const finding = await solveWhole(search);
  return { finding, ...(finding.status === 'infeasible' && { infeasible: 'rules-contradict' }) };
}

function searchOf(problem: PlanProblem, network: Network, options: HereOptions): Search {
  const begun = performance.now();
  const elapsed = () => (performance.now() - begun) / 1000;
  const cover = problem.model === 'lscp' || problem.model === 'set-cover';
  const { start } = network.byDemand;
  let phase: PlanProgress['phase'] = 'reducing';
  let objective: number | null = null;
  let bound: number | null = null;
  let told = 0;
  const tell = (plan?: Plan) => {
    if (!plan && elapsed() - told < 0.2) return;
    told = elapsed();
    const gap = objective === null || bound === null ? null : gapOf(objective, bound);
    options.onProgress({ phase, seconds: elapsed(), objective, bound, gap }, plan);
  };
  return {
    problem,
    network,
    elapsed,
    timeLimitSeconds: options.timeLimitSeconds,
    halted: options.halted,
    served: (d) =>
      problem.model !== 'mclp' && !(cover && problem.leaveOut && start[d + 1]! - start[d]! < network.backup),
    found: (plan) => {
      objective = objectiveOf(problem, network, plan);
      tell(plan);
    },
    bounded: (value) => {
      bound = value;
      tell();
    },
    phase: (value) => {
      phase = value;
      tell();
    },
  };
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
