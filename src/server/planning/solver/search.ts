import type { Network } from '#domain/planning/solve/network.ts';
import { objectiveOf, type Plan } from '#domain/planning/solve/plan.ts';
import { gapOf, type PlanProblem, type PlanProgress } from '#domain/planning/solve/problem.ts';
import type { Run } from './highs.ts';

export interface HereOptions {
  timeLimitSeconds: number;
  halted: () => boolean;
  onProgress: (progress: PlanProgress, plan?: Plan) => void;
  /** A plan that keeps every rule, to begin from. */
  start?: Plan | undefined;
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
  start: Plan | undefined;
}

export function searchOf(problem: PlanProblem, network: Network, options: HereOptions): Search {
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
    start: options.start,
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
