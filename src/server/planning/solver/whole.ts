import type { Network } from '#domain/planning/solve/network.ts';
import type { Plan } from '#domain/planning/solve/plan.ts';
import type { PlanProblem } from '#domain/planning/solve/problem.ts';
import { column, type Mip, newMip, row } from './highs.ts';

/**
 * The whole problem as one programme: a column for each site (open or not), and where needed one for each demand point (covered or
 * not) or each pair (sent there or not). Every rule is a row here, so whatever the quick ways do not know is solved by this one.
 */
export interface Whole {
  mip: Mip;
  /** Too large for the solver's memory: the rows are not complete. */
  tooLarge: boolean;
  /** Columns of pairs by their place in `network.byDemand`; −1 where there are none. */
  pair: Int32Array | undefined;
  /** Columns of demand points. */
  covered: Int32Array | undefined;
}

/** More entries than this would not leave the solver room to work in its two gibibytes. */
export const mostEntries = 4_000_000;

export type Aim = 'sites' | 'money' | 'weight' | 'travel' | 'kept';

/** The rules that do not depend on the model: what must, may and may not be open. Site s is column s. */
function siteColumns(problem: PlanProblem, network: Network, aim: Aim): Mip {
  const mip = newMip();
  problem.sites.forEach((site, s) => {
    const cost = aim === 'sites' ? 1 : aim === 'money' ? network.cost[s]! : aim === 'kept' && site.existing ? -1 : 0;
    column(mip, cost, network.required[s]!, network.forbidden[s] ? 0 : 1, true);
  });
  const places = new Map<string, number[]>();
  problem.sites.forEach(({ place }, s) => {
    if (place !== undefined) places.set(place, [...(places.get(place) ?? []), s]);
  });
  for (const together of places.values()) if (together.length > 1) row(mip, 0, 1, together);
  for (const { level, most, least } of problem.counts ?? []) {
    const members = problem.sites.flatMap((site, s) => (site.level === level ? [s] : []));
    row(mip, least ?? 0, most ?? Number.POSITIVE_INFINITY, members);
  }
  const all = problem.sites.map((_, s) => s);
  const coverOnly = problem.model === 'lscp' || problem.model === 'set-cover';
  if (problem.p !== undefined) row(mip, coverOnly ? 0 : problem.p, problem.p, all);
  if (problem.budget !== undefined)
    row(mip, Number.NEGATIVE_INFINITY, problem.budget - network.fixedCost, all, network.cost);
  return mip;
}

/** @param served the demand points that must be served; the others may be left out */
export function wholeOf(
  problem: PlanProblem,
  network: Network,
  aim: Aim,
  served: (d: number) => boolean,
  withPairs = false,
): Whole {
  const mip = siteColumns(problem, network, aim);
  const { start, to, cost } = network.byDemand;
  const { demands, weight, load, backup, capacity } = network;
  const paired = network.capacitated || aim === 'travel' || withPairs;
  const pair = paired ? new Int32Array(to.length).fill(-1) : undefined;
  const covered = problem.model === 'mclp' ? new Int32Array(demands).fill(-1) : undefined;
  for (let d = 0; d < demands; d++) {
    if (mip.index.length > mostEntries) break;
    const near = to.subarray(start[d], start[d + 1]);
    const must = served(d);
    if (near.length < backup || (!must && !covered)) continue;
    if (covered) {
      const gain = aim === 'weight' ? -weight[d]! : 0;
      covered[d] = column(mip, gain, must ? 1 : 0, 1, backup > 1 || network.capacitated);
      if (backup > 1 || !pair)
        row(mip, 0, Number.POSITIVE_INFINITY, [...near, covered[d]!], [...near.map(() => 1), -backup]);
    } else if (backup > 1 || !pair) row(mip, backup, Number.POSITIVE_INFINITY, near);
    if (!pair) continue;
    const mine: number[] = [];
    for (let k = start[d]!; k < start[d + 1]!; k++) {
      const s = to[k]!;
      if (load[d]! > capacity[s]!) continue;
      const travel = aim === 'travel' ? weight[d]! * cost[k]! : 0;
      pair[k] = column(mip, travel, 0, 1, network.capacitated);
      mine.push(pair[k]!);
      row(mip, 0, Number.POSITIVE_INFINITY, [s, pair[k]!], [1, -1]);
    }
    if (covered) row(mip, 0, 0, [...mine, covered[d]!], [...mine.map(() => 1), -1]);
    else row(mip, 1, 1, mine);
  }
  if (pair && network.capacitated) capacityRows(network, mip, pair);
  return { mip, pair, covered, tooLarge: mip.index.length > mostEntries };
}

function capacityRows(network: Network, mip: Mip, pair: Int32Array): void {
  const index: number[][] = Array.from({ length: network.sites }, () => []);
  const value: number[][] = Array.from({ length: network.sites }, () => []);
  const { start, to } = network.byDemand;
  const whole = network.load.every((load) => Number.isInteger(load));
  for (let d = 0; d < network.demands; d++)
    for (let k = start[d]!; k < start[d + 1]!; k++)
      if (pair[k]! >= 0 && network.load[d]! > 0) {
        index[to[k]!]!.push(pair[k]!);
        value[to[k]!]!.push(network.load[d]!);
      }
  for (let s = 0; s < network.sites; s++)
    if (network.capacity[s]! < Number.POSITIVE_INFINITY && index[s]!.length > 0)
      row(
        mip,
        Number.NEGATIVE_INFINITY,
        0,
        [...index[s]!, s],
        [...value[s]!, whole ? -Math.floor(network.capacity[s]!) : -network.capacity[s]!],
      );
}

/** What an aim counts, as a row over the columns of the programme: least is best. */
export function coefficients(
  whole: Whole,
  problem: PlanProblem,
  network: Network,
  aim: Aim,
): { index: number[]; value: number[] } {
  const index: number[] = [];
  const value: number[] = [];
  const add = (column: number, each: number) => {
    if (column < 0 || each === 0) return;
    index.push(column);
    value.push(each);
  };
  if (aim === 'sites' || aim === 'money' || aim === 'kept')
    problem.sites.forEach((site, s) => {
      add(s, aim === 'sites' ? 1 : aim === 'money' ? network.cost[s]! : site.existing ? -1 : 0);
    });
  const { start, cost } = network.byDemand;
  for (let d = 0; d < network.demands; d++) {
    if (aim === 'weight' && whole.covered) add(whole.covered[d]!, -network.weight[d]!);
    if (aim === 'travel' && whole.pair)
      for (let k = start[d]!; k < start[d + 1]!; k++) add(whole.pair[k]!, network.weight[d]! * cost[k]!);
  }
  return { index, value };
}

/** A solution of the programme as a plan. */
export function planOf(network: Network, whole: Pick<Whole, 'pair'>, x: ArrayLike<number>): Plan {
  const open = Int32Array.from({ length: network.sites }, (_, s) => s).filter((s) => x[s]! > 0.5);
  if (!whole.pair || !network.capacitated) return { open };
  const assign = new Int32Array(network.demands).fill(-1);
  const { start, to } = network.byDemand;
  for (let d = 0; d < network.demands; d++)
    for (let k = start[d]!; k < start[d + 1]!; k++)
      if (whole.pair[k]! >= 0 && x[whole.pair[k]!]! > 0.5) assign[d] = to[k]!;
  return { open, assign };
}

/** A plan as a solution of the programme, to begin from. */
export function solutionOf(network: Network, whole: Whole, plan: Plan, assign: Int32Array): Float64Array {
  const x = new Float64Array(whole.mip.cost.length);
  for (const s of plan.open) x[s] = 1;
  const { start, to } = network.byDemand;
  for (let d = 0; d < network.demands; d++) {
    if (assign[d]! < 0) continue;
    if (whole.covered && whole.covered[d]! >= 0) x[whole.covered[d]!] = 1;
    if (whole.pair)
      for (let k = start[d]!; k < start[d + 1]!; k++)
        if (to[k] === assign[d] && whole.pair[k]! >= 0) x[whole.pair[k]!] = 1;
  }
  return x;
}
