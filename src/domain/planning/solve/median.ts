import { newHeap } from './heap.ts';
import { type Network, type Rows, transpose } from './network.ts';
import { sequence } from './random.ts';

/** A p-median problem on its own: exactly p sites, the sum over demand points of what their best open site costs (weight included). */
export interface Median {
  sites: number;
  demands: number;
  p: number;
  /** Per demand point, least cost first. */
  byDemand: Rows;
  bySite: Rows;
  /** What each demand point counts when nothing open reaches it. */
  unserved: Float64Array;
  /** A plan that costs so much leaves somebody out who must be served. */
  tooMuch: number;
  /** 1: open in every plan. 2: in none. */
  fixed: Uint8Array;
  /** Plans differ by at least so much, or are the same: 1 where all costs are whole. */
  step: number;
}

export function medianOf(network: Network, p: number): Median {
  const { start, to, cost } = network.byDemand;
  const value = new Float64Array(cost.length);
  let unserved = 1;
  let whole = true;
  for (let d = 0; d < network.demands; d++) {
    for (let k = start[d]!; k < start[d + 1]!; k++) {
      value[k] = network.weight[d]! * cost[k]!;
      whole &&= Number.isInteger(value[k]!);
    }
    if (start[d + 1]! > start[d]!) unserved += value[start[d + 1]! - 1]!;
  }
  const byDemand: Rows = { start, to, cost: value };
  return {
    sites: network.sites,
    demands: network.demands,
    p,
    byDemand,
    bySite: transpose(byDemand, network.sites),
    unserved: new Float64Array(network.demands).fill(unserved),
    tooMuch: unserved,
    fixed: fixedIn(network),
    step: whole ? 1 - 1e-6 : unserved * 1e-12,
  };
}

const fixedIn = (network: Network): Uint8Array =>
  Uint8Array.from(network.required, (must, s) => (must ? 1 : network.forbidden[s] ? 2 : 0));

/** Greatest cover as a median: whoever is within the limit costs nothing, everybody else their weight. */
export function coverageOf(network: Network, p: number): Median {
  const zero = (rows: Rows): Rows => ({ ...rows, cost: new Float64Array(rows.cost.length) });
  const whole = network.weight.every((each) => Number.isInteger(each));
  return {
    sites: network.sites,
    demands: network.demands,
    p,
    byDemand: zero(network.byDemand),
    bySite: zero(network.bySite),
    unserved: network.weight,
    tooMuch: Number.POSITIVE_INFINITY,
    fixed: fixedIn(network),
    step: whole ? 1 - 1e-6 : network.weight.reduce((a, b) => a + b, 0) * 1e-12,
  };
}

export function costOfOpen({ demands, byDemand, unserved }: Median, isOpen: Uint8Array): number {
  const { start, to, cost } = byDemand;
  let sum = 0;
  for (let d = 0; d < demands; d++) {
    let k = start[d]!;
    while (k < start[d + 1]! && !isOpen[to[k]!]) k++;
    sum += k < start[d + 1]! ? cost[k]! : unserved[d]!;
  }
  return sum;
}

/** Any p sites that keep what is fixed: the required ones, `wanted` in their order, then those that serve most. */
export function fillUp(median: Median, wanted: Iterable<number>): Uint8Array {
  const isOpen = Uint8Array.from(median.fixed, (each) => (each === 1 ? 1 : 0));
  let count = isOpen.reduce((sum, each) => sum + each, 0);
  const add = (s: number) => {
    if (count >= median.p || isOpen[s] || median.fixed[s] === 2) return;
    isOpen[s] = 1;
    count += 1;
  };
  for (const s of wanted) add(s);
  const size = (s: number) => median.bySite.start[s + 1]! - median.bySite.start[s]!;
  if (count < median.p) {
    const order = Array.from({ length: median.sites }, (_, s) => s).sort((a, b) => size(b) - size(a) || a - b);
    order.forEach(add);
  }
  return isOpen;
}

/**
 * Sites one by one, each where it saves most (what is left to serve weighs most of all). What a site saves only falls, so the one whose
 * figure is still right is the best. Once `expired`, the first best known.
 */
export function greedyOpen(median: Median, expired: () => boolean): number[] {
  const { sites, bySite, unserved, fixed, p } = median;
  const now = unserved.slice();
  const saving = (s: number): number => {
    let sum = 0;
    for (let k = bySite.start[s]!; k < bySite.start[s + 1]!; k++) {
      const less = now[bySite.to[k]!]! - bySite.cost[k]!;
      if (less > 0) sum += less;
    }
    return sum;
  };
  const chosen: number[] = [];
  const take = (s: number) => {
    chosen.push(s);
    for (let k = bySite.start[s]!; k < bySite.start[s + 1]!; k++) {
      const d = bySite.to[k]!;
      if (bySite.cost[k]! < now[d]!) now[d] = bySite.cost[k]!;
    }
  };
  for (let s = 0; s < sites; s++) if (fixed[s] === 1) take(s);
  const heap = newHeap();
  for (let s = 0; s < sites; s++) if (fixed[s] === 0) heap.push(s, -saving(s));
  while (chosen.length < p) {
    const top = heap.pop();
    if (!top) break;
    const current = expired() ? top[1] : -saving(top[0]);
    if (current > top[1]) heap.push(top[0], current);
    else take(top[0]);
  }
  return chosen;
}

/**
 * Fast interchange (Whitaker 1983; Resende and Werneck 2007): while some closed site and some open one can change places to advantage,
 * they do. Changes `isOpen`. @returns the cost
 */
export function interchange(median: Median, isOpen: Uint8Array, expired: () => boolean): number {
  const { sites, demands, byDemand, bySite, unserved, fixed } = median;
  const first = new Int32Array(demands);
  const cost1 = new Float64Array(demands);
  const cost2 = new Float64Array(demands);
  const second = new Int32Array(demands);
  const loss = new Float64Array(sites);
  const extra = new Float64Array(sites);
  const open: number[] = [];
  for (let s = 0; s < sites; s++) if (isOpen[s]) open.push(s);
  const look = (d: number) => {
    const { start, to, cost } = byDemand;
    let found = 0;
    first[d] = second[d] = -1;
    cost1[d] = cost2[d] = unserved[d]!;
    for (let k = start[d]!; k < start[d + 1]! && found < 2; k++) {
      if (!isOpen[to[k]!]) continue;
      if (found === 0) [first[d], cost1[d]] = [to[k]!, cost[k]!];
      else [second[d], cost2[d]] = [to[k]!, cost[k]!];
      found += 1;
    }
  };
  const losses = () => {
    loss.fill(0);
    for (let d = 0; d < demands; d++) if (first[d]! >= 0) loss[first[d]!]! += cost2[d]! - cost1[d]!;
  };
  for (let d = 0; d < demands; d++) look(d);
  losses();
  const tolerance = Math.min(0.5, median.step);
  let quiet = 0;
  for (let s = 0; quiet < sites; s = (s + 1) % sites) {
    quiet += 1;
    if ((s & 31) === 0 && expired()) break;
    if (isOpen[s] || fixed[s] === 2) continue;
    let gain = 0;
    const [from, end] = [bySite.start[s]!, bySite.start[s + 1]!];
    for (let k = from; k < end; k++) {
      const d = bySite.to[k]!;
      const cost = bySite.cost[k]!;
      if (cost >= cost2[d]!) continue;
      if (cost < cost1[d]!) gain += cost1[d]! - cost;
      if (first[d]! >= 0) extra[first[d]!]! += cost2[d]! - Math.max(cost, cost1[d]!);
    }
    let out = -1;
    let best = tolerance;
    for (const o of open) {
      const profit = gain - loss[o]! + extra[o]!;
      extra[o] = 0;
      if (profit > best && fixed[o] !== 1) {
        best = profit;
        out = o;
      }
    }
    if (out < 0) continue;
    isOpen[s] = 1;
    isOpen[out] = 0;
    open[open.indexOf(out)] = s;
    for (let k = from; k < end; k++) look(bySite.to[k]!);
    for (let k = bySite.start[out]!; k < bySite.start[out + 1]!; k++) {
      const d = bySite.to[k]!;
      if (first[d] === out || second[d] === out) look(d);
    }
    losses();
    quiet = 0;
  }
  return costOfOpen(median, isOpen);
}

/** Interchange again and again from the best plan with a few sites changed at random. @param start where to begin */
export function restarts(
  median: Median,
  start: Uint8Array,
  {
    rounds,
    expired,
    seed = 1,
    onBetter,
  }: { rounds: number; expired: () => boolean; seed?: number; onBetter?: (isOpen: Uint8Array, cost: number) => void },
): { isOpen: Uint8Array; cost: number } {
  const random = sequence(seed);
  let best = start.slice();
  let cost = interchange(median, best, expired);
  onBetter?.(best, cost);
  const free = Array.from({ length: median.sites }, (_, s) => s).filter((s) => median.fixed[s] === 0);
  for (let round = 0; round < rounds && free.length > median.p && !expired(); round++) {
    const next = best.slice();
    const changes = 1 + Math.floor(random() * Math.min(8, 1 + median.p / 4));
    for (let i = 0; i < changes; i++) {
      const pick = (open: number) => {
        for (let tries = 0; tries < 200; tries++) {
          const s = free[Math.floor(random() * free.length)]!;
          if (next[s] === open) return s;
        }
        return -1;
      };
      const [out, into] = [pick(1), pick(0)];
      if (out < 0 || into < 0) continue;
      next[out] = 0;
      next[into] = 1;
    }
    const found = interchange(median, next, expired);
    if (found > cost) continue;
    if (found < cost - 1e-9) onBetter?.(next, found);
    [best, cost] = [next, found];
  }
  return { isOpen: best, cost };
}
