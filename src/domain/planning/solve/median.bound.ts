import type { Median } from './median.ts';

/** What a bound needs to know of a median. */
export type Bounded = Omit<Median, 'bySite'>;

export interface Prices {
  /** No plan that keeps what is fixed costs less. */
  bound: number;
  /** What each demand point pays in the best bound. */
  price: Float64Array;
  /** What opening each site is then worth (≤ 0), and which share of the last rounds opened it. */
  worth: Float64Array;
  share: Float64Array;
}

/** The plans that a bound rests on and what they say about single sites. */
interface Relaxed {
  value: number;
  /** Worth of the dearest free site chosen and of the cheapest free one left out. */
  last: number;
  next: number;
}

/**
 * The least plan when everybody pays `price` and sites are opened for what they bring: p sites, those fixed among them. Fills `worth`
 * and `chosen`; `room` is to write in.
 */
function relax(
  median: Bounded,
  price: Float64Array,
  worth: Float64Array,
  chosen: Uint8Array,
  room: Float64Array,
): Relaxed {
  const { sites, demands, byDemand, fixed } = median;
  const { start, to, cost } = byDemand;
  worth.fill(0);
  let value = 0;
  for (let d = 0; d < demands; d++) {
    const pays = price[d]!;
    value += pays;
    for (let k = start[d]!, end = start[d + 1]!; k < end; k++) {
      const saved = cost[k]! - pays;
      if (saved >= 0) break;
      worth[to[k]!]! += saved;
    }
  }
  let take = median.p;
  let count = 0;
  for (let s = 0; s < sites; s++) {
    chosen[s] = 0;
    if (fixed[s] === 0) room[count++] = worth[s]!;
    else if (fixed[s] === 1) {
      chosen[s] = 1;
      value += worth[s]!;
      take -= 1;
    }
  }
  const last = take <= 0 || take > count ? Number.NEGATIVE_INFINITY : smallestOf(room, count, take - 1);
  let next = Number.POSITIVE_INFINITY;
  for (let i = Math.max(0, take); i < count; i++) next = Math.min(next, room[i]!);
  const upTo = take > count ? Number.POSITIVE_INFINITY : last;
  const choose = (s: number) => {
    chosen[s] = 1;
    value += worth[s]!;
    take -= 1;
  };
  for (let s = 0; s < sites; s++) if (fixed[s] === 0 && worth[s]! < upTo) choose(s);
  // Of those that are worth as much as the last one the first ones are taken.
  for (let s = 0; s < sites && take > 0; s++) if (fixed[s] === 0 && worth[s] === last) choose(s);
  return { value, last, next };
}

/** The value in place `k` of the first `count` if they were sorted; those before it are then no greater, those after it no less. */
function smallestOf(values: Float64Array, count: number, k: number): number {
  let [low, high] = [0, count - 1];
  while (low < high) {
    const middle = values[(low + high) >> 1]!;
    let [i, j] = [low, high];
    while (i <= j) {
      while (values[i]! < middle) i++;
      while (values[j]! > middle) j--;
      if (i > j) break;
      const value = values[i]!;
      values[i++] = values[j]!;
      values[j--] = value;
    }
    if (k <= j) high = j;
    else if (k >= i) low = i;
    else break;
  }
  return values[k]!;
}

export interface BoundOptions {
  /** The cost of the best plan known: what cannot beat it need not be looked at. */
  best: () => number;
  rounds: number;
  expired: () => boolean;
  /** Which plan the prices suggest; called now and then. */
  onPlan?: (isOpen: Uint8Array) => void;
  onBound?: (bound: number) => void;
  /** Where to begin, from the node above. */
  price?: Float64Array;
  lambda?: number;
  /** Rounds without a better bound before steps become shorter, and how short they may become. */
  patience?: number;
  leastLambda?: number;
  /** Fixes sites for good (in `median.fixed`) that no better plan can hold or do without. */
  fix?: boolean;
}

/**
 * Subgradient steps on the prices (Beasley 1985), each leaning on the one before (Crowder 1976), with sites fixed by what their change
 * would cost.
 */
export function priceMedian(median: Bounded, options: BoundOptions): Prices {
  const { demands, byDemand, sites, unserved } = median;
  const { start, to, cost } = byDemand;
  const { patience = 25, leastLambda = 0.003 } = options;
  const price = options.price?.slice() ?? firstPrices(median);
  // Nobody pays more than being left out costs; those whom nothing free can serve pay exactly that.
  for (let d = 0; d < demands; d++)
    price[d] = start[d] === start[d + 1] ? unserved[d]! : Math.min(price[d]!, unserved[d]!);
  const worth = new Float64Array(sites);
  const room = new Float64Array(sites);
  const share = new Float64Array(sites);
  const way = new Float64Array(demands);
  const chosen = new Uint8Array(sites);
  const best: Prices = { bound: Number.NEGATIVE_INFINITY, price: price.slice(), worth: worth.slice(), share };
  let lambda = options.lambda ?? 1.5;
  let since = 0;
  let shared = 0;
  for (let round = 0; round < options.rounds; round++) {
    if ((round & 7) === 7 && options.expired()) break;
    const relaxed = relax(median, price, worth, chosen, room);
    const limit = options.best() - median.step;
    if (relaxed.value > best.bound) {
      if (relaxed.value - best.bound > 2e-5 * Math.abs(relaxed.value)) since = 0;
      best.bound = relaxed.value;
      best.price.set(price);
      best.worth.set(worth);
      options.onBound?.(best.bound);
    }
    if (best.bound > limit) break;
    for (let s = 0; s < sites; s++) share[s] = 0.9 * share[s]! + 0.1 * chosen[s]!;
    shared = 0.9 * shared + 0.1;
    if (options.fix) {
      for (let s = 0; s < sites; s++) {
        if (median.fixed[s] !== 0) continue;
        if (chosen[s] && relaxed.value - worth[s]! + relaxed.next > limit) median.fixed[s] = 1;
        else if (!chosen[s] && relaxed.value + worth[s]! - relaxed.last > limit) median.fixed[s] = 2;
      }
    }
    if (options.onPlan && round % 25 === 24) options.onPlan(chosen.slice());
    since += 1;
    if (since > patience) {
      lambda /= 1.7;
      since = 0;
      price.set(best.price);
      way.fill(0);
      if (lambda < leastLambda) break;
      continue;
    }
    let norm = 0;
    let uneven = false;
    for (let d = 0; d < demands; d++) {
      const [from, end, pays] = [start[d]!, start[d + 1]!, price[d]!];
      if (from === end) continue;
      let uses = 0;
      for (let k = from; k < end && cost[k]! < pays; k++) uses += chosen[to[k]!]!;
      uneven ||= uses !== 1;
      way[d] = 1 - uses + 0.6 * way[d]!;
      norm += way[d]! ** 2;
    }
    if (!uneven || norm === 0) break;
    const length = (lambda * Math.max((options.price ? 1 : 1.0005) * options.best() - relaxed.value, 1e-9)) / norm;
    for (let d = 0; d < demands; d++) price[d] = Math.max(0, Math.min(unserved[d]!, price[d]! + length * way[d]!));
  }
  if (shared > 0) for (let s = 0; s < sites; s++) share[s]! /= shared;
  return best;
}

function firstPrices({ demands, byDemand, sites, p, unserved, tooMuch }: Bounded): Float64Array {
  const { start, cost } = byDemand;
  if (tooMuch === Number.POSITIVE_INFINITY)
    return Float64Array.from({ length: demands }, (_, d) => {
      const reach = start[d + 1]! - start[d]!;
      return reach === 0 ? unserved[d]! : unserved[d]! / 2;
    });
  // About the cost of the second nearest of p sites spread at random.
  return Float64Array.from({ length: demands }, (_, d) => {
    const size = start[d + 1]! - start[d]!;
    const place = Math.min(size - 1, Math.round((1.2 * sites) / p));
    return size > 0 ? cost[start[d]! + place]! : 0;
  });
}
