import { interchange, type Median } from './median.ts';

export interface Prices {
  /** No plan that keeps what is fixed costs less. */
  bound: number;
  /** What each demand point pays in the best bound. */
  price: Float64Array;
  /** What opening each site is then worth (≤ 0), and how often the last rounds opened it. */
  worth: Float64Array;
  share: Float64Array;
}

/** The plans that a bound rests on and what they say about single sites. */
interface Relaxed {
  value: number;
  chosen: number[];
  /** Worth of the dearest free site chosen and of the cheapest free one left out. */
  last: number;
  next: number;
}

/** The least plan when everybody pays `price` and sites are opened for what they bring: p sites, those fixed among them. */
function relax(median: Median, price: Float64Array, worth: Float64Array, order: Int32Array): Relaxed {
  const { demands, byDemand, fixed, p } = median;
  const { start, to, cost } = byDemand;
  worth.fill(0);
  let value = 0;
  for (let d = 0; d < demands; d++) {
    const pays = price[d]!;
    value += pays;
    for (let k = start[d]!; k < start[d + 1]! && cost[k]! < pays; k++) worth[to[k]!]! += cost[k]! - pays;
  }
  const chosen: number[] = [];
  let count = 0;
  for (let s = 0; s < median.sites; s++) {
    if (fixed[s] === 1) {
      chosen.push(s);
      value += worth[s]!;
    } else if (fixed[s] === 0) order[count++] = s;
  }
  const free = order.subarray(0, count).sort((a, b) => worth[a]! - worth[b]! || a - b);
  const take = p - chosen.length;
  for (let i = 0; i < take && i < count; i++) {
    chosen.push(free[i]!);
    value += worth[free[i]!]!;
  }
  return {
    value,
    chosen,
    last: take > 0 && take <= count ? worth[free[take - 1]!]! : Number.NEGATIVE_INFINITY,
    next: take < count ? worth[free[take]!]! : Number.POSITIVE_INFINITY,
  };
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
  /** Fixes sites for good (in `median.fixed`) that no better plan can hold or do without. */
  fix?: boolean;
}

/** Subgradient steps on the prices (Beasley 1985), with sites fixed by what their change would cost. */
export function priceMedian(median: Median, options: BoundOptions): Prices {
  const { demands, byDemand, sites, unserved } = median;
  const { start, to, cost } = byDemand;
  const price = options.price?.slice() ?? firstPrices(median);
  const worth = new Float64Array(sites);
  const order = new Int32Array(sites);
  const share = new Float64Array(sites);
  const slack = new Float64Array(demands);
  const isChosen = new Uint8Array(sites);
  const best: Prices = { bound: Number.NEGATIVE_INFINITY, price: price.slice(), worth: worth.slice(), share };
  let lambda = options.lambda ?? 1.5;
  let since = 0;
  for (let round = 0; round < options.rounds; round++) {
    if ((round & 7) === 7 && options.expired()) break;
    const relaxed = relax(median, price, worth, order);
    const limit = options.best() - median.step;
    if (relaxed.value > best.bound) {
      if (relaxed.value - best.bound > 2e-5 * Math.abs(relaxed.value)) since = 0;
      best.bound = relaxed.value;
      best.price.set(price);
      best.worth.set(worth);
      options.onBound?.(best.bound);
    }
    if (best.bound > limit) break;
    isChosen.fill(0);
    for (const s of relaxed.chosen) isChosen[s] = 1;
    for (let s = 0; s < sites; s++) share[s] = 0.9 * share[s]! + 0.1 * isChosen[s]!;
    if (options.fix) {
      for (let s = 0; s < sites; s++) {
        if (median.fixed[s] !== 0) continue;
        if (isChosen[s] && relaxed.value - worth[s]! + relaxed.next > limit) median.fixed[s] = 1;
        else if (!isChosen[s] && relaxed.value + worth[s]! - relaxed.last > limit) median.fixed[s] = 2;
      }
    }
    if (options.onPlan && round % 25 === 24) options.onPlan(isChosen.slice());
    since += 1;
    if (since > 25) {
      lambda /= 1.7;
      since = 0;
      price.set(best.price);
      if (lambda < 0.003) break;
      continue;
    }
    let norm = 0;
    for (let d = 0; d < demands; d++) {
      let uses = 0;
      for (let k = start[d]!; k < start[d + 1]! && cost[k]! < price[d]!; k++) uses += isChosen[to[k]!]!;
      slack[d] = 1 - uses;
      norm += slack[d]! ** 2;
    }
    if (norm === 0) break;
    const length = (lambda * Math.max(1.0005 * options.best() - relaxed.value, 1e-9)) / norm;
    // Nobody pays more than being left out costs, nor less than nothing.
    for (let d = 0; d < demands; d++) price[d] = Math.max(0, Math.min(unserved[d]!, price[d]! + length * slack[d]!));
  }
  return best;
}

function firstPrices({ demands, byDemand, sites, p, unserved, tooMuch }: Median): Float64Array {
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

export interface BranchResult {
  proved: boolean;
  /** No plan costs less than the smaller of this and the best plan. */
  bound: number;
  nodes: number;
}

/**
 * Branch and bound over open and closed sites, bounded by prices. Depth first, the likelier side first; the bound of what is still to
 * do is the least of the open nodes' bounds.
 */
export function branchMedian(
  median: Median,
  root: Prices,
  {
    best,
    expired,
    onPlan,
    onBound,
  }: Pick<BoundOptions, 'best' | 'expired' | 'onBound'> & { onPlan: (isOpen: Uint8Array) => void },
): BranchResult {
  interface Node {
    fixed: Uint8Array;
    price: Float64Array;
    bound: number;
  }
  const stack: Node[] = [{ fixed: median.fixed.slice(), price: root.price, bound: root.bound }];
  let nodes = 0;
  while (stack.length > 0) {
    if (expired()) break;
    const node = stack.pop()!;
    const limit = best() - median.step;
    if (node.bound > limit) continue;
    nodes += 1;
    const here: Median = { ...median, fixed: node.fixed.slice() };
    const prices = priceMedian(here, {
      best,
      rounds: nodes === 1 ? 400 : 90,
      expired,
      price: node.price,
      lambda: nodes === 1 ? 0.5 : 0.3,
      fix: true,
    });
    if (expired() && prices.bound <= best() - median.step) {
      stack.push({ ...node, bound: Math.max(node.bound, prices.bound) });
      break;
    }
    const bound = Math.max(node.bound, prices.bound);
    if (bound > best() - median.step) continue;
    const isOpen = new Uint8Array(median.sites);
    let fixedOpen = 0;
    const free: number[] = [];
    here.fixed.forEach((each, s) => {
      if (each === 1) {
        isOpen[s] = 1;
        fixedOpen += 1;
      } else if (each === 0) free.push(s);
    });
    if (fixedOpen > median.p || fixedOpen + free.length < median.p) continue;
    if (fixedOpen === median.p || fixedOpen + free.length === median.p) {
      if (fixedOpen < median.p) for (const s of free) isOpen[s] = 1;
      onPlan(isOpen);
      continue;
    }
    const byWorth = [...free].sort((a, b) => prices.worth[a]! - prices.worth[b]! || a - b);
    for (const s of byWorth.slice(0, median.p - fixedOpen)) isOpen[s] = 1;
    interchange(here, isOpen, expired);
    onPlan(isOpen);
    const doubt = (s: number) => Math.abs(prices.share[s]! - 0.5);
    const branch = free.reduce((a, b) => (doubt(b) < doubt(a) - 1e-12 ? b : a));
    const child = (value: 1 | 2): Node => {
      const fixed = here.fixed.slice();
      fixed[branch] = value;
      return { fixed, price: prices.price, bound };
    };
    const likely = prices.share[branch]! >= 0.5;
    stack.push(child(likely ? 2 : 1), child(likely ? 1 : 2));
    onBound?.(stack.reduce((least, each) => Math.min(least, each.bound), Number.POSITIVE_INFINITY));
  }
  const bound = stack.reduce((least, each) => Math.min(least, each.bound), Number.POSITIVE_INFINITY);
  return { proved: stack.length === 0 || bound > best() - median.step, bound, nodes };
}
