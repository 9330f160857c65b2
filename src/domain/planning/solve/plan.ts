import type { Network } from './network.ts';
import { type Answer, gapOf, maximises, type PlanProblem, type PlanStatus } from './problem.ts';

/** A plan in places instead of ids. `assign` (demand → site, −1 for nobody) only where capacities decide it. */
export interface Plan {
  open: Int32Array;
  assign?: Int32Array;
}

/** Every demand point goes to its nearest open site, equal costs to the one named first; −1 where fewer than `backup` are open. */
export function nearest(network: Network, open: ArrayLike<number>): Int32Array {
  const isOpen = new Uint8Array(network.sites);
  for (let i = 0; i < open.length; i++) isOpen[open[i]!] = 1;
  const assign = new Int32Array(network.demands).fill(-1);
  const { start, to } = network.byDemand;
  for (let d = 0; d < network.demands; d++) {
    let found = 0;
    let first = -1;
    for (let k = start[d]!; k < start[d + 1]! && found < network.backup; k++) {
      if (!isOpen[to[k]!]) continue;
      if (found === 0) first = to[k]!;
      found += 1;
    }
    if (found >= network.backup) assign[d] = first;
  }
  return assign;
}

/** What it costs demand point d to reach site s; undefined where it may not or cannot. */
function costTo(network: Network, d: number, s: number): number | undefined {
  const { start, to, cost } = network.byDemand;
  for (let k = start[d]!; k < start[d + 1]!; k++) if (to[k] === s) return cost[k];
  return undefined;
}

export const assignmentOf = (network: Network, plan: Plan): Int32Array => plan.assign ?? nearest(network, plan.open);

/** Money of a plan, closings included. */
export function moneyOf(network: Network, open: ArrayLike<number>): number {
  let sum = network.fixedCost;
  for (let i = 0; i < open.length; i++) sum += network.cost[open[i]!]!;
  return sum;
}

/** Weighted travel of an assignment; whoever goes nowhere adds nothing. */
export function travelOf(network: Network, assign: Int32Array): number {
  let sum = 0;
  for (let d = 0; d < network.demands; d++)
    if (assign[d]! >= 0) sum += network.weight[d]! * (costTo(network, d, assign[d]!) ?? Number.POSITIVE_INFINITY);
  return sum;
}

/** The model's objective, computed anew from the plan and nothing else. */
export function objectiveOf(problem: PlanProblem, network: Network, plan: Plan): number {
  if (problem.model === 'lscp') return plan.open.length;
  if (problem.model === 'set-cover') return moneyOf(network, plan.open);
  const assign = assignmentOf(network, plan);
  if (problem.model === 'p-median') return travelOf(network, assign);
  let objective = 0;
  for (let d = 0; d < network.demands; d++) {
    if (assign[d]! < 0) continue;
    if (problem.model === 'mclp') objective += network.weight[d]!;
    else objective = Math.max(objective, costTo(network, d, assign[d]!) ?? Number.POSITIVE_INFINITY);
  }
  return objective;
}

export interface Finding {
  status: PlanStatus;
  plan?: Plan | undefined;
  bound?: number | undefined;
  stopped?: Answer['stopped'] | undefined;
}

/** Relative difference below which two objectives are the same number: what is left when sums are taken in another order. */
const noise = 1e-9;

/** The answer in ids, objective and gap computed here. A bound that the plan passes by rounding is the plan's own objective. */
export function answerOf(
  problem: PlanProblem,
  network: Network,
  finding: Finding,
): Omit<Answer, 'seconds' | 'uncoverable'> {
  const { model } = problem;
  const stopped = finding.stopped && { stopped: finding.stopped };
  if (!finding.plan)
    return {
      model,
      status: finding.status,
      objective: null,
      bound: finding.bound ?? null,
      gap: null,
      sites: [],
      assignment: {},
      ...stopped,
    };
  const objective = objectiveOf(problem, network, finding.plan);
  const open = Int32Array.from(finding.plan.open).sort();
  const assign = assignmentOf(network, finding.plan);
  const assignment: Record<string, string> = {};
  for (let d = 0; d < network.demands; d++)
    if (assign[d]! >= 0) assignment[problem.demands[d]!.id] = problem.sites[assign[d]!]!.id;
  let bound = finding.bound ?? (maximises(model) ? network.weight.reduce((a, b) => a + b, 0) : 0);
  const passed = maximises(model) ? bound <= objective : bound >= objective;
  if (finding.status === 'optimal' || passed || Math.abs(objective - bound) <= noise * Math.abs(objective))
    bound = objective;
  return {
    model,
    status: bound === objective ? 'optimal' : 'feasible',
    objective,
    bound,
    gap: gapOf(objective, bound),
    sites: Array.from(open, (s) => problem.sites[s]!.id),
    assignment,
    ...(bound !== objective && stopped),
  };
}
