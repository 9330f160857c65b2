import { type Network, type Rows, transpose } from './network.ts';
import type { PlanProblem } from './problem.ts';

/** A problem with capacities on its own: least cost of opening sites and of sending each demand point whole to one of them. */
export interface Loaded {
  sites: number;
  demands: number;
  /** Per demand point, least cost first; weight included. No pair whose load the site could not hold. */
  byDemand: Rows;
  bySite: Rows;
  load: Float64Array;
  capacity: Float64Array;
  /** What opening the site costs. */
  open: Float64Array;
  /** What leaving the demand point out costs; `Infinity` where that may not be. */
  unserved: Float64Array;
  /** Exactly so many sites; undefined: as many as pay. */
  p: number | undefined;
  /** 1: open in every plan. 2: in none. */
  fixed: Uint8Array;
  /** Places in `bySite` that no better plan uses. */
  out: Uint8Array;
  /** Plans differ by at least so much, or are the same. */
  step: number;
}

const fits = (load: number, room: number): boolean => load <= room * (1 + 1e-12);

/** lscp, set-cover, mclp and p-median with capacities. @param served must this demand point be served? */
export function loadedOf(problem: PlanProblem, network: Network, served: (d: number) => boolean): Loaded {
  const { model } = problem;
  const { start, to, cost } = network.byDemand;
  const { demands, sites, weight, load } = network;
  const begin = new Int32Array(demands + 1);
  const site: number[] = [];
  const value: number[] = [];
  const unserved = new Float64Array(demands);
  let whole = true;
  for (let d = 0; d < demands; d++) {
    unserved[d] = model === 'mclp' ? weight[d]! : served(d) ? Number.POSITIVE_INFINITY : 0;
    if (unserved[d]! > 0)
      for (let k = start[d]!; k < start[d + 1]!; k++) {
        if (!fits(load[d]!, network.capacity[to[k]!]!)) continue;
        site.push(to[k]!);
        value.push(model === 'p-median' ? weight[d]! * cost[k]! : 0);
        whole &&= Number.isInteger(value.at(-1)!);
      }
    if (model === 'mclp') whole &&= Number.isInteger(weight[d]!);
    begin[d + 1] = site.length;
  }
  const open = Float64Array.from({ length: sites }, (_, s) =>
    model === 'lscp' ? 1 : model === 'set-cover' ? network.cost[s]! : 0,
  );
  whole &&= open.every((each) => Number.isInteger(each));
  const byDemand: Rows = { start: begin, to: Int32Array.from(site), cost: Float64Array.from(value) };
  const magnitude = value.reduce((most, each) => Math.max(most, each), 1);
  return {
    sites,
    demands,
    byDemand,
    bySite: transpose(byDemand, sites),
    load,
    capacity: network.capacity,
    open,
    unserved,
    p: model === 'p-median' || model === 'mclp' ? problem.p : undefined,
    fixed: Uint8Array.from(network.required, (must, s) => (must ? 1 : network.forbidden[s] ? 2 : 0)),
    out: new Uint8Array(site.length),
    step: whole ? 1 - 1e-6 : magnitude * 1e-9,
  };
}

/** The best use of one site's room under prices: what it brings, and with `taken` which places of its row (1, or a part of one). */
type Knapsack = (s: number, price: Float64Array, taken?: Float64Array) => number;

/** More steps than this are not spent on one site's room: its bound with a divided last demand point is nearly as good. */
const mostSteps = 60_000;

function knapsackOf({ bySite, load, capacity, out }: Loaded): Knapsack {
  const { start, to, cost } = bySite;
  const wide = start.reduce((most, at, s) => (s > 0 ? Math.max(most, at - start[s - 1]!) : most), 0);
  const item = new Int32Array(wide);
  const gain = new Float64Array(wide);
  const size = new Int32Array(wide);
  const order = Array.from({ length: wide }, (_, i) => i);
  const whole = load.every((each) => Number.isInteger(each) && each < 2 ** 31);
  let best = new Float64Array(0);
  let marks = new Uint8Array(0);
  return (s, price, taken) => {
    let count = 0;
    let total = 0;
    let sum = 0;
    for (let k = start[s]!; k < start[s + 1]!; k++) {
      if (taken) taken[k] = 0;
      const profit = price[to[k]!]! - cost[k]!;
      if (profit <= 0 || out[k]) continue;
      const w = load[to[k]!]!;
      gain[count] = profit;
      size[count] = w;
      item[count++] = k;
      total += w;
      sum += profit;
    }
    const room = whole ? Math.floor(capacity[s]! * (1 + 1e-12)) : capacity[s]!;
    if (total <= room) {
      if (taken) for (let i = 0; i < count; i++) taken[item[i]!] = 1;
      return sum;
    }
    if (whole && count * room <= mostSteps) {
      if (best.length <= room) best = new Float64Array(room + 1);
      else best.fill(0, 0, room + 1);
      if (!taken) {
        for (let i = 0; i < count; i++) {
          const [w, profit] = [size[i]!, gain[i]!];
          for (let r = room; r >= w; r--) {
            const other = best[r - w]! + profit;
            if (other > best[r]!) best[r] = other;
          }
        }
        return best[room]!;
      }
      if (marks.length < count * (room + 1)) marks = new Uint8Array(2 * count * (room + 1));
      for (let i = 0; i < count; i++) {
        const [w, profit, row] = [size[i]!, gain[i]!, i * (room + 1)];
        marks.fill(0, row, row + room + 1);
        for (let r = room; r >= w; r--) {
          const other = best[r - w]! + profit;
          if (other > best[r]!) {
            best[r] = other;
            marks[row + r] = 1;
          }
        }
      }
      for (let i = count - 1, r = room; i >= 0; i--)
        if (marks[i * (room + 1) + r]) {
          taken[item[i]!] = 1;
          r -= size[i]!;
        }
      return best[room]!;
    }
    order.length = count;
    for (let i = 0; i < count; i++) order[i] = i;
    const weighs = (i: number) => load[to[item[i]!]!]!;
    order.sort((a, b) => gain[b]! * weighs(a) - gain[a]! * weighs(b) || a - b);
    let left = room;
    let value = 0;
    for (const i of order) {
      const w = weighs(i);
      const part = w <= left ? 1 : left / w;
      if (taken) taken[item[i]!] = part;
      value += gain[i]! * part;
      if (part < 1) break;
      left -= w;
    }
    return value;
  };
}

/** No plan costs less than opening the cheapest room for everybody who must be served, the last site in part. */
export function leastRoom({ sites, load, capacity, open, fixed, unserved }: Loaded): number {
  let need = 0;
  for (let d = 0; d < load.length; d++) if (unserved[d] === Number.POSITIVE_INFINITY) need += load[d]!;
  let cost = 0;
  const rest: number[] = [];
  for (let s = 0; s < sites; s++) {
    if (fixed[s] === 2) continue;
    if (fixed[s] === 1 || open[s]! <= 0) {
      cost += open[s]!;
      need -= capacity[s]!;
    } else if (capacity[s]! > 0) rest.push(s);
  }
  rest.sort((a, b) => open[a]! / capacity[a]! - open[b]! / capacity[b]! || a - b);
  for (const s of rest) {
    if (need <= 0) break;
    cost += open[s]! * Math.min(1, need / capacity[s]!);
    need -= capacity[s]!;
  }
  return cost;
}

export interface LoadedPrices {
  /** No plan that keeps what is fixed costs less. */
  bound: number;
  price: Float64Array;
  /** What opening each site is worth under these prices: the less the better. */
  worth: Float64Array;
  /** How often the last rounds opened each site. */
  share: Float64Array;
  /** 1 less how often the last round served each demand point. */
  slack: Float64Array;
}

/**
 * Prices for being served once (Lagrange on the assignment; each site then fills its room as best it can), by subgradient steps. Sites and
 * pairs whose use would cost more than the best plan known are left out for good, in `fixed` and `out`.
 */
export function priceLoaded(
  loaded: Loaded,
  {
    best,
    rounds,
    expired,
    onBound,
    onPlan,
    price: begin,
    lambda = 1.5,
  }: {
    best: () => number;
    rounds: number;
    expired: () => boolean;
    onBound: (bound: number) => void;
    /** Which sites the prices suggest; called now and then. */
    onPlan: (isOpen: Uint8Array) => void;
    /** Where to begin, and with which step. */
    price?: Float64Array;
    lambda?: number;
  },
): LoadedPrices {
  const { sites, demands, byDemand, bySite, unserved, fixed, open, out, p, step } = loaded;
  const { start, to, cost } = bySite;
  const price = begin?.slice() ?? firstPrices(loaded);
  const taken = new Float64Array(to.length);
  const worth = new Float64Array(sites);
  const isChosen = new Uint8Array(sites);
  const slack = new Float64Array(demands);
  const knapsack = knapsackOf(loaded);
  const found: LoadedPrices = {
    bound: Number.NEGATIVE_INFINITY,
    price: price.slice(),
    worth: worth.slice(),
    share: new Float64Array(sites),
    slack,
  };
  let length = lambda;
  let since = 0;
  for (let round = 0; round < rounds && length > 0.003; round++) {
    if (round > 0 && expired()) break;
    let value = 0;
    for (let d = 0; d < demands; d++) value += price[d]!;
    const free: number[] = [];
    isChosen.fill(0);
    let count = 0;
    for (let s = 0; s < sites; s++) {
      if (fixed[s] === 2) continue;
      worth[s] = open[s]! - knapsack(s, price);
      if (fixed[s] === 1) {
        isChosen[s] = 1;
        count += 1;
        value += worth[s]!;
      } else free.push(s);
    }
    if (p === undefined) {
      for (const s of free)
        if (worth[s]! < 0) {
          isChosen[s] = 1;
          value += worth[s]!;
        }
    } else {
      free.sort((a, b) => worth[a]! - worth[b]! || a - b);
      for (const s of free.slice(0, Math.max(0, p - count))) {
        isChosen[s] = 1;
        value += worth[s]!;
      }
    }
    const last = p === undefined ? 0 : p > count ? worth[free[p - count - 1]!]! : Number.NEGATIVE_INFINITY;
    const next = p === undefined ? 0 : (worth[free[Math.max(0, p - count)]!] ?? Number.POSITIVE_INFINITY);
    for (let s = 0; s < sites; s++) found.share[s] = 0.9 * found.share[s]! + 0.1 * isChosen[s]!;
    const limit = best() - step;
    if (value > found.bound) {
      if (value - found.bound > 1e-4 * Math.abs(value)) since = 0;
      found.bound = value;
      found.price.set(price);
      found.worth.set(worth);
      onBound(value);
    }
    if (found.bound > limit) break;
    if (value > found.bound - 0.02 * Math.abs(found.bound))
      for (let s = 0; s < sites; s++) {
        if (fixed[s] === 2) continue;
        const more = isChosen[s] ? 0 : Math.max(0, worth[s]! - last);
        if (fixed[s] === 0 && value + more > limit) {
          fixed[s] = 2;
          continue;
        }
        if (fixed[s] === 0 && isChosen[s] && value - worth[s]! + next > limit) fixed[s] = 1;
        // Whoever is sent where they would not go at these prices adds at least the difference.
        const spare = limit - value - more;
        for (let k = start[s]!; k < start[s + 1]!; k++) if (cost[k]! - price[to[k]!]! > spare) out[k] = 1;
      }
    if (round % 30 === 29) onPlan(isChosen.slice());
    since += 1;
    if (since > 25) {
      length /= 1.7;
      since = 0;
      price.set(found.price);
      continue;
    }
    slack.fill(1);
    for (let s = 0; s < sites; s++)
      if (isChosen[s]) {
        knapsack(s, price, taken);
        for (let k = start[s]!; k < start[s + 1]!; k++) slack[to[k]!]! -= taken[k]!;
      }
    let norm = 0;
    for (let d = 0; d < demands; d++) {
      if (byDemand.start[d] === byDemand.start[d + 1] || (price[d]! <= 0 && slack[d]! < 0)) slack[d] = 0;
      if (price[d]! >= unserved[d]! && slack[d]! > 0) slack[d] = 0;
      norm += slack[d]! ** 2;
    }
    if (norm === 0) break;
    const target = Number.isFinite(best()) ? 1.0005 * best() : value + 0.1 * Math.abs(value) + 1;
    const stride = (length * Math.max(target - value, 1e-6 * Math.abs(value) + 1e-9)) / norm;
    for (let d = 0; d < demands; d++) price[d] = Math.max(0, Math.min(unserved[d]!, price[d]! + stride * slack[d]!));
  }
  return found;
}

/** What the nearest few sites cost, and a share of opening one; where the way costs nothing, what leaving out costs. */
function firstPrices({ demands, sites, byDemand, bySite, open, unserved, p }: Loaded): Float64Array {
  const { start, to, cost } = byDemand;
  if (cost.every((each) => each === 0) && unserved.every((each) => Number.isFinite(each))) return unserved.slice();
  return Float64Array.from({ length: demands }, (_, d) => {
    const size = start[d + 1]! - start[d]!;
    if (size === 0) return Number.isFinite(unserved[d]!) ? unserved[d]! : 0;
    let share = Number.POSITIVE_INFINITY;
    for (let k = start[d]!; k < start[d + 1]!; k++)
      share = Math.min(share, open[to[k]!]! / (bySite.start[to[k]! + 1]! - bySite.start[to[k]!]!));
    const place = Math.min(size - 1, Math.round((1.2 * sites) / Math.max(1, p ?? sites)));
    return Math.min(unserved[d]! / 2, cost[start[d]! + place]! + Math.max(0, share));
  });
}
