import { type Network, networkOf } from './network.ts';
import type { Answer, PlanProblem } from './problem.ts';

/** Why a site of a plan stays. */
export interface SiteReason {
  site: string;
  required: boolean;
  /** Demand points sent to it, and their weight. */
  served: number;
  servedWeight: number;
  /** Demand points that would be beyond their limit (or short of backup) without it, and their weight. */
  alone: string[];
  aloneWeight: number;
  /** Weighted travel that closing it adds for those who still have another site within the limit. */
  moreTravel: number;
  /** The closed site that would reach most of `alone`, by weight; absent when nobody depends on this site or nothing else reaches them. */
  nextBest?: { site: string; reaches: number; weight: number };
}

const isOpenIn = (problem: PlanProblem, ids: readonly string[]): Uint8Array => {
  const open = new Set(ids);
  return Uint8Array.from(problem.sites, ({ id }) => (open.has(id) ? 1 : 0));
};

/** How many open sites each demand point has within its limit. */
function reached(network: Network, open: Uint8Array): Int32Array {
  const count = new Int32Array(network.demands);
  const { start, to } = network.bySite;
  for (let s = 0; s < network.sites; s++)
    if (open[s]) for (let k = start[s]!; k < start[s + 1]!; k++) count[to[k]!]! += 1;
  return count;
}

/** The nearest open site of demand point d other than `not`, as a place in `byDemand`; −1 where there is none. */
function nearestOther(network: Network, open: Uint8Array, d: number, not: number): number {
  const { start, to } = network.byDemand;
  for (let k = start[d]!; k < start[d + 1]!; k++) if (open[to[k]!] && to[k] !== not) return k;
  return -1;
}

/**
 * One reason for each open site, in the order of the answer. Who depends on a site is told by limits and backup alone; where capacities
 * bind, closing it can push others away as well.
 */
export function explainSites(problem: PlanProblem, answer: Pick<Answer, 'sites' | 'assignment'>): SiteReason[] {
  const network = networkOf(problem);
  const open = isOpenIn(problem, answer.sites);
  const count = reached(network, open);
  const place = new Map(problem.sites.map(({ id }, s) => [id, s]));
  const clients = new Map<string, number[]>();
  problem.demands.forEach(({ id }, d) => {
    const site = answer.assignment[id];
    if (site !== undefined) clients.set(site, [...(clients.get(site) ?? []), d]);
  });
  const { byDemand, bySite, weight } = network;
  return answer.sites.map((id) => {
    const s = place.get(id)!;
    const alone: number[] = [];
    for (let k = bySite.start[s]!; k < bySite.start[s + 1]!; k++)
      if (count[bySite.to[k]!] === network.backup) alone.push(bySite.to[k]!);
    const served = clients.get(id) ?? [];
    let moreTravel = 0;
    for (const d of served) {
      const other = nearestOther(network, open, d, s);
      const own = nearestOf(network, d, s);
      if (other >= 0 && own >= 0) moreTravel += Math.max(0, weight[d]! * (byDemand.cost[other]! - byDemand.cost[own]!));
    }
    const nextBest = bestInstead(problem, network, open, alone);
    return {
      site: id,
      required: network.required[s] === 1,
      served: served.length,
      servedWeight: served.reduce((sum, d) => sum + weight[d]!, 0),
      alone: alone.map((d) => problem.demands[d]!.id),
      aloneWeight: alone.reduce((sum, d) => sum + weight[d]!, 0),
      moreTravel,
      ...(nextBest && { nextBest }),
    };
  });
}

const nearestOf = (network: Network, d: number, s: number): number => {
  const { start, to } = network.byDemand;
  for (let k = start[d]!; k < start[d + 1]!; k++) if (to[k] === s) return k;
  return -1;
};

function bestInstead(
  problem: PlanProblem,
  network: Network,
  open: Uint8Array,
  alone: readonly number[],
): SiteReason['nextBest'] {
  const reaches = new Map<number, { reaches: number; weight: number }>();
  const { start, to } = network.byDemand;
  for (const d of alone)
    for (let k = start[d]!; k < start[d + 1]!; k++) {
      if (open[to[k]!]) continue;
      const before = reaches.get(to[k]!) ?? { reaches: 0, weight: 0 };
      reaches.set(to[k]!, { reaches: before.reaches + 1, weight: before.weight + network.weight[d]! });
    }
  const best = [...reaches].sort(
    ([a, x], [b, y]) => y.weight - x.weight || y.reaches - x.reaches || network.cost[a]! - network.cost[b]! || a - b,
  )[0];
  return best && { site: problem.sites[best[0]]!.id, ...best[1] };
}

/** Among the sites named (all by default): those that somebody depends on, and those whose closing puts nobody beyond the limit. */
export interface Need {
  /** Only this site keeps these demand points within their limits. */
  everybody: { site: string; alone: string[]; weight: number }[];
  /** Each of them could close alone. */
  nobody: string[];
  /** These could close together: the least useful first, until the next closing would hurt somebody. */
  together: string[];
}

export function needOf(problem: PlanProblem, among: readonly string[] = problem.sites.map(({ id }) => id)): Need {
  const network = networkOf(problem);
  const open = isOpenIn(problem, among);
  const count = reached(network, open);
  const { start, to } = network.bySite;
  const need: Need = { everybody: [], nobody: [], together: [] };
  const usable: { s: number; weight: number }[] = [];
  for (let s = 0; s < network.sites; s++) {
    if (!open[s]) continue;
    const alone: number[] = [];
    let weight = 0;
    for (let k = start[s]!; k < start[s + 1]!; k++) {
      weight += network.weight[to[k]!]!;
      if (count[to[k]!]! <= network.backup) alone.push(to[k]!);
    }
    const { id } = problem.sites[s]!;
    if (alone.length === 0) {
      need.nobody.push(id);
      if (!network.required[s]) usable.push({ s, weight });
    } else
      need.everybody.push({
        site: id,
        alone: alone.map((d) => problem.demands[d]!.id),
        weight: alone.reduce((sum, d) => sum + network.weight[d]!, 0),
      });
  }
  usable.sort((a, b) => a.weight - b.weight || a.s - b.s);
  for (const { s } of usable) {
    const mine = to.subarray(start[s], start[s + 1]);
    if (mine.some((d) => count[d]! <= network.backup)) continue;
    for (const d of mine) count[d]! -= 1;
    need.together.push(problem.sites[s]!.id);
  }
  return need;
}

/** One point of the trade-off curve: so many sites cover so much weight, and no plan with so many covers more than `bound`. */
export interface CoverPoint {
  sites: number;
  covered: number;
  bound: number;
}

/**
 * What the last share of cover costs: how many sites reach `full` − `last` of the greatest cover, and how many more the rest takes.
 * Undefined when the curve does not hold both ends.
 * @param curve any order; @param last 0.01 for the last per cent
 */
export function costOfLast(
  curve: readonly CoverPoint[],
  last = 0.01,
): { sites: number; more: number; weight: number } | undefined {
  const points = [...curve].sort((a, b) => a.sites - b.sites);
  const full = Math.max(...points.map(({ covered }) => covered));
  const all = points.find(({ covered }) => covered === full);
  const most = points.find(({ covered }) => covered >= full * (1 - last));
  return all && most && { sites: most.sites, more: all.sites - most.sites, weight: full - most.covered };
}
