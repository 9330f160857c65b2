import { limitOf, type PlanProblem, totalOf } from './problem.ts';

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

/** Rows from entries in any order; within a row the entries keep their order. */
function rowsOf(count: number, row: Int32Array, to: Int32Array, cost: Float64Array): Rows {
  const start = new Int32Array(count + 1);
  for (const r of row) start[r + 1]! += 1;
  for (let r = 0; r < count; r++) start[r + 1]! += start[r]!;
  const next = start.slice();
  const rows: Rows = { start, to: new Int32Array(row.length), cost: new Float64Array(row.length) };
  for (let k = 0; k < row.length; k++) {
    const at = next[row[k]!]!++;
    rows.to[at] = to[k]!;
    rows.cost[at] = cost[k]!;
  }
  return rows;
}

/** The same entries seen from the other side. */
export function transpose(rows: Rows, count: number): Rows {
  const owner = new Int32Array(rows.to.length);
  for (let r = 0; r + 1 < rows.start.length; r++) owner.fill(r, rows.start[r], rows.start[r + 1]);
  return rowsOf(count, rows.to, owner, rows.cost);
}

function sortedByCost(rows: Rows): Rows {
  for (let r = 0; r + 1 < rows.start.length; r++) {
    const [from, end] = [rows.start[r]!, rows.start[r + 1]!];
    const order = Array.from({ length: end - from }, (_, i) => from + i);
    order.sort((a, b) => rows.cost[a]! - rows.cost[b]! || rows.to[a]! - rows.to[b]!);
    const to = order.map((k) => rows.to[k]!);
    const cost = order.map((k) => rows.cost[k]!);
    rows.to.set(to, from);
    rows.cost.set(cost, from);
  }
  return rows;
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
  const demand = new Int32Array(count);
  const cost = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    site[i] = pairs.site[kept[i]!]!;
    demand[i] = pairs.demand[kept[i]!]!;
    cost[i] = pairs.cost[kept[i]!]!;
  }
  const closing = sites.map(({ existing, closing }) => (existing ? totalOf(closing) : 0));
  const byDemand = sortedByCost(rowsOf(demands.length, demand, site, cost));
  const capacity = Float64Array.from(sites, (each) => each.capacity ?? Number.POSITIVE_INFINITY);
  return {
    sites: sites.length,
    demands: demands.length,
    byDemand,
    bySite: transpose(byDemand, sites.length),
    weight: Float64Array.from(demands, (each) => each.weight),
    cost: Float64Array.from(sites, (each, s) => siteCost(problem, each) - closing[s]!),
    fixedCost: closing.reduce((sum, each) => sum + each, 0),
    required: Uint8Array.from(sites, (each) => (each.required ? 1 : 0)),
    forbidden,
    capacity,
    capacitated: capacity.some((each) => each < Number.POSITIVE_INFINITY),
    backup: problem.backup ?? 1,
  };
}

/** In a set cover whose sites have no costs at all, every site costs 1. */
function siteCost(problem: PlanProblem, site: PlanProblem['sites'][number]): number {
  if (site.cost !== undefined) return totalOf(site.cost);
  return problem.model === 'set-cover' && problem.sites.every((each) => each.cost === undefined) ? 1 : 0;
}
