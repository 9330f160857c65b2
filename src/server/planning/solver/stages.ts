import { within } from '#domain/planning/solve/network.ts';
import { assignmentOf, type Finding, moneyOf, objectiveOf, type Plan, travelOf } from '#domain/planning/solve/plan.ts';
import { gapOf, maximises, type PlanProblem, type Stage, type StageAnswer } from '#domain/planning/solve/problem.ts';
import { left, over, row, solveMip } from './highs.ts';
import type { Search } from './search.ts';
import { type Aim, coefficients, planOf, solutionOf, wholeOf } from './whole.ts';

const aims: Record<Stage, Aim> = {
  fewest: 'sites',
  'keep-existing': 'kept',
  'least-cost': 'money',
  'least-travel': 'travel',
};

const own: Partial<Record<PlanProblem['model'], Aim>> = {
  lscp: 'sites',
  'set-cover': 'money',
  mclp: 'weight',
  'p-median': 'travel',
};

/**
 * Among the plans that are as good by the model's own objective, the best by each stage in turn. What a stage reached, proved or not, is
 * kept in all that follow; the model's own status and bound stay what they were.
 */
export async function solveStages(
  search: Search,
  finding: Finding,
): Promise<{ finding: Finding; stages: StageAnswer[] }> {
  const { problem } = search;
  const list = problem.stages ?? [];
  const stages: StageAnswer[] = [];
  let plan = finding.plan;
  if (!plan) return { finding, stages };
  search.phase('staging');
  const reached = objectiveOf(problem, search.network, plan);
  const network = problem.model === 'p-center' ? within(search.network, reached) : search.network;
  const values = (aim: Aim, of: Plan): number => {
    if (aim === 'sites') return of.open.length;
    if (aim === 'money') return moneyOf(network, of.open) - network.fixedCost;
    if (aim === 'kept') return -of.open.reduce((sum, s) => sum + (problem.sites[s]!.existing ? 1 : 0), 0);
    return aim === 'travel' ? travelOf(network, assignmentOf(network, of)) : -objectiveOf(problem, network, of);
  };
  const keep: { aim: Aim; most: number }[] = [];
  const first = own[problem.model];
  if (first) keep.push({ aim: first, most: values(first, plan) });
  for (const [i, stage] of list.entries()) {
    if (over(search)) break;
    const aim = aims[stage];
    const paired = keep.some((each) => each.aim === 'travel');
    const whole = wholeOf(problem, network, aim, search.served, paired);
    if (whole.tooLarge) break;
    for (const { aim: held, most } of keep) {
      const { index, value } = coefficients(whole, problem, network, held);
      row(whole.mip, Number.NEGATIVE_INFINITY, most + 1e-9 * Math.abs(most), index, value);
    }
    const result = await solveMip(whole.mip, search, {
      start: solutionOf(network, whole, plan, assignmentOf(network, plan)),
      seconds: left(search) / (list.length - i),
      settings: whole.mip.index.length > 50_000 ? { mip_lp_solver: 'ipm' } : {},
    });
    const next = result.x && planOf(network, whole, result.x);
    const asGood =
      next && keep.every(({ aim: held, most }) => values(held, next) <= most + 1e-9 * Math.max(1, Math.abs(most)));
    if (asGood && values(aim, next) < values(aim, plan)) plan = next;
    const value = values(aim, plan);
    keep.push({ aim, most: value });
    // The solver itself works to about a millionth.
    const proved = result.status === 'optimal' && value <= result.bound + 1e-6 * Math.max(1, Math.abs(value));
    const [objective, bound] = shown(stage, network.fixedCost, value, proved ? value : Math.min(value, result.bound));
    stages.push({ stage, status: proved ? 'optimal' : 'feasible', objective, bound, gap: gapOf(objective, bound) });
  }
  const better = maximises(problem.model) ? reached : objectiveOf(problem, search.network, plan);
  search.found(plan);
  return { finding: { ...finding, plan, bound: finding.status === 'optimal' ? better : finding.bound }, stages };
}

/** Kept sites are counted upwards, money with what closing costs. */
function shown(stage: Stage, fixedCost: number, value: number, bound: number): [number, number] {
  if (stage === 'keep-existing') return [Math.abs(value), Math.abs(bound)];
  return stage === 'least-cost' ? [value + fixedCost, bound + fixedCost] : [value, bound];
}
