import { limitOf, loadOf, type PlanProblem, totalOf } from './problem.ts';

/** Compressed rows: the entries of row r are `start[r]` to `start[r + 1]` of `to` and `cost`. */
export interface Rows {
  start: Int32Array;
  to: Int32Array;
  cost: Float64Array;
}

/** A problem as arrays: only pairs that may be used (within the limit, to a site that is not forbidden). */
export interface Network {
  sites: number;
  demands: number;
  /** Per demand point its sites, nearest first, equal costs in the order of the problem. */
  byDemand: Rows;
  /** Per site its demand points, in the order of the problem. */
  bySite: Rows;
  weight: Float64Array;
  /** What each demand point takes of a capacity. */
  load: Float64Array;
  /** What opening the site adds to the total: its cost less what closing it would have cost. */
  cost: Float64Array;
  /** Costs that no decision changes: closing every existing site. */
  fixedCost: number;
  required: Uint8Array;
  forbidden: Uint8Array;
  capacity: Float64Array;
  capacitated: boolean;
  /** How many open sites a demand point needs to be covered. */
  backup: number;
}

/** Arrays that another thread may read too, so that a prefecture need not lie in memory twice. */
const shared = typeof SharedArrayBuffer === 'undefined' ? ArrayBuffer : SharedArrayBuffer;
const whole = (length: number): Int32Array => new Int32Array(new shared(4 * length));
const real = (length: number): Float64Array => new Float64Array(new shared(8 * length));

/** Rows from entries in any order; within a row the entries keep their order. */
function rowsOf(count: number, row: Int32Array, to: Int32Array, cost: Float64Array): Rows {
  const start = whole(count + 1);
  for (const r of row) start[r + 1]! += 1;
  for (let r = 0; r < count; r++) start[r + 1]! += start[r]!;
  const next = start.slice();
  const rows: Rows = { start, to: whole(row.length), cost: real(row.length) };
  for (let k = 0; k < row.length; k++) {
    const at = next[row[k]!]!++;
    rows.to[at] = to[k]!;
    rows.cost[at] = cost[k]!;
  }
  return rows;
}

/**
 * The order of costs that are not below zero, equal ones in the order given: sixteen bits at a time, because sorting millions of pairs
 * by comparing takes longer than reading them.
 */
function orderOf(cost: Float64Array, given: Int32Array): Int32Array {
  const words = new Uint32Array(cost.length * 2);
  const copy = new Float64Array(words.buffer);
  // Minus zero would be the greatest of all by its bits.
  for (let k = 0; k < cost.length; k++) copy[k] = cost[k]! + 0;
  let order: Int32Array = given;
  let other: Int32Array = new Int32Array(order.length);
  const count = new Int32Array((1 << 16) + 1);
  for (const [word, shift] of [
    [0, 0],
    [0, 16],
    [1, 0],
    [1, 16],
  ] as const) {
    count.fill(0);
    for (let k = 0; k < order.length; k++) count[((words[2 * k + word]! >>> shift) & 0xffff) + 1]! += 1;
    if (count.includes(order.length)) continue;
    for (let i = 0; i < 1 << 16; i++) count[i + 1]! += count[i]!;
    for (let i = 0; i < order.length; i++) {
      const k = order[i]!;
      other[count[(words[2 * k + word]! >>> shift) & 0xffff]!++] = k;
    }
    [order, other] = [other, order];
  }
  return order;
}

/** The same entries seen from the other side. */
export function transpose(rows: Rows, count: number): Rows {
  const owner = new Int32Array(rows.to.length);
  for (let r = 0; r + 1 < rows.start.length; r++) owner.fill(r, rows.start[r], rows.start[r + 1]);
  return rowsOf(count, rows.to, owner, rows.cost);
}

/** @param problem one that `check` has let pass. */
export function networkOf(problem: PlanProblem): Network {
  const { sites, demands, pairs } = problem;
  const forbidden = Uint8Array.from(sites, (site) => (site.forbidden ? 1 : 0));
  const limits = demands.map((demand) => limitOf(problem, demand));
  const kept = new Int32Array(pairs.cost.length);
  let count = 0;
  for (let k = 0; k < pairs.cost.length; k++)
    if (!forbidden[pairs.site[k]!] && pairs.cost[k]! <= limits[pairs.demand[k]!]!) kept[count++] = k;
  const site = new Int32Array(count);
  const cost = new Float64Array(count);
  const next = new Int32Array(sites.length + 1);
  for (let i = 0; i < count; i++) {
    site[i] = pairs.site[kept[i]!]!;
    cost[i] = pairs.cost[kept[i]!]!;
    next[site[i]! + 1]! += 1;
  }
  for (let s = 0; s < sites.length; s++) next[s + 1]! += next[s]!;
  const bySite = new Int32Array(count);
  for (let i = 0; i < count; i++) bySite[next[site[i]!]!++] = i;
  const order = orderOf(cost, bySite);
  const sorted = {
    site: new Int32Array(count),
    demand: new Int32Array(count),
    cost: new Float64Array(count),
  };
  for (let i = 0; i < count; i++) {
    const k = kept[order[i]!]!;
    sorted.site[i] = pairs.site[k]!;
    sorted.demand[i] = pairs.demand[k]!;
    sorted.cost[i] = pairs.cost[k]!;
  }
  const free = problem.model === 'set-cover' && sites.every((each) => each.cost === undefined);
  const closing = sites.map(({ existing, closing }) => (existing ? totalOf(closing) : 0));
  const byDemand = rowsOf(demands.length, sorted.demand, sorted.site, sorted.cost);
  const capacity = Float64Array.from(sites, (each) => each.capacity ?? Number.POSITIVE_INFINITY);
  return {
    sites: sites.length,
    demands: demands.length,
    byDemand,
    bySite: transpose(byDemand, sites.length),
    weight: Float64Array.from(demands, (each) => each.weight),
    load: Float64Array.from(demands, loadOf),
    cost: Float64Array.from(sites, (each, s) => siteCost(each, free) - closing[s]!),
    fixedCost: closing.reduce((sum, each) => sum + each, 0),
    required: Uint8Array.from(sites, (each) => (each.required ? 1 : 0)),
    forbidden,
    capacity,
    capacitated: capacity.some((each) => each < Number.POSITIVE_INFINITY),
    backup: problem.backup ?? 1,
  };
}

/** The same network with nothing dearer than `radius`. */
export function within(network: Network, radius: number): Network {
  const { start, to, cost } = network.byDemand;
  const rows: Rows = { start: new Int32Array(network.demands + 1), to: new Int32Array(0), cost: new Float64Array(0) };
  for (let d = 0; d < network.demands; d++) {
    let [low, high] = [start[d]!, start[d + 1]!];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (cost[middle]! <= radius) low = middle + 1;
      else high = middle;
    }
    rows.start[d + 1] = rows.start[d]! + low - start[d]!;
  }
  rows.to = new Int32Array(rows.start[network.demands]!);
  rows.cost = new Float64Array(rows.to.length);
  for (let d = 0; d < network.demands; d++) {
    const end = start[d]! + rows.start[d + 1]! - rows.start[d]!;
    rows.to.set(to.subarray(start[d], end), rows.start[d]);
    rows.cost.set(cost.subarray(start[d], end), rows.start[d]);
  }
  return { ...network, byDemand: rows, bySite: transpose(rows, network.sites) };
}

/** In a set cover whose sites have no costs at all, every site costs 1. */
function siteCost(site: PlanProblem['sites'][number], free: boolean): number {
  if (site.cost !== undefined) return totalOf(site.cost);
  return free ? 1 : 0;
}
