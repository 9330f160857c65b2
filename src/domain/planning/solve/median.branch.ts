import { type BranchResult, branchFrom, branchOnDoubt, mostNodeBytes, type PricedNode, trialRounds } from './branch.ts';
import { type Bounded, type BoundOptions, type Prices, priceMedian } from './median.bound.ts';
import { interchange, type Median } from './median.ts';

/** What is undecided of a median: sites that are closed are left out, those that are open limit what anybody pays. */
interface Rest {
  median: Bounded;
  /** The number that each site had in the median it comes from. */
  name: Int32Array;
}

export function restOf(whole: Bounded): Rest {
  const { demands, byDemand, fixed, unserved } = whole;
  const { start, to, cost } = byDemand;
  const name = Int32Array.from({ length: whole.sites }, (_, s) => s).filter((s) => fixed[s] === 0);
  const fresh = new Int32Array(whole.sites);
  name.forEach((s, i) => {
    fresh[s] = i;
  });
  const paid = unserved.slice();
  const rows = new Int32Array(demands + 1);
  for (let d = 0; d < demands; d++) {
    let count = 0;
    let k = start[d]!;
    for (const end = start[d + 1]!; k < end && fixed[to[k]!] !== 1; k++) if (fixed[to[k]!] === 0) count += 1;
    if (k < start[d + 1]!) {
      paid[d] = cost[k]!;
      // What is as far away as the open site saves nothing.
      while (--k >= start[d]! && cost[k]! >= paid[d]!) if (fixed[to[k]!] === 0) count -= 1;
    }
    rows[d + 1] = rows[d]! + count;
  }
  const entries = rows[demands]!;
  const byRest = { start: rows, to: new Int32Array(entries), cost: new Float64Array(entries) };
  for (let d = 0, at = 0; d < demands; d++)
    for (let k = start[d]!; at < rows[d + 1]!; k++) {
      if (fixed[to[k]!] !== 0) continue;
      byRest.to[at] = fresh[to[k]!]!;
      byRest.cost[at++] = cost[k]!;
    }
  return {
    name,
    median: {
      ...whole,
      sites: name.length,
      p: whole.p - fixed.reduce((sum, each) => sum + (each === 1 ? 1 : 0), 0),
      byDemand: byRest,
      unserved: paid,
      fixed: new Uint8Array(name.length),
    },
  };
}

/**
 * Branch and bound over open and closed sites, bounded by prices. Which site to branch on is tried out on those that the prices are in most
 * doubt about (strong branching).
 */
export function branching(
  median: Median,
  root: Prices,
  { best, onPlan, onBound }: Pick<BoundOptions, 'best' | 'onBound'> & { onPlan: (isOpen: Uint8Array) => void },
): (expired: () => boolean, upTo?: number) => BranchResult {
  const whole = restOf(median);
  const sites = whole.name.length;
  const limit = () => best() - median.step;

  const suggest = (node: PricedNode, more: readonly number[]) => {
    const isOpen = Uint8Array.from(median.fixed, (each) => (each === 1 ? 1 : 0));
    for (let s = 0; s < sites; s++) if (node.fixed[s] === 1) isOpen[whole.name[s]!] = 1;
    for (const s of more) isOpen[whole.name[s]!] = 1;
    onPlan(isOpen);
    return isOpen;
  };

  /** Nodes that hold whatever of this one may be better than the best plan. */
  const split = (node: PricedNode, expired: () => boolean, looked: number): PricedNode[] => {
    const price = (of: Bounded, begin: Float64Array, rounds: number, lambda: number): Prices =>
      priceMedian(of, { best, rounds, expired, price: begin, lambda, patience: 8, leastLambda: 0.01, fix: true });
    /** Writes down in a node what has been decided of its rest. */
    const decided = (fixed: Uint8Array, { median: of, name }: Rest) => {
      for (let s = 0; s < of.sites; s++) if (of.fixed[s] !== 0) fixed[name[s]!] = of.fixed[s]!;
    };
    let rest = restOf({ ...whole.median, fixed: node.fixed });
    let prices: Prices | undefined;
    for (const rounds of [40, 20]) {
      const { p, sites: free } = rest.median;
      if (p < 0 || free < p) return [];
      if (p === 0 || free === p) {
        suggest(node, p === 0 ? [] : Array.from(rest.name));
        return [];
      }
      prices = price(rest.median, prices?.price ?? node.price, rounds, rounds === 40 ? 0.25 : 0.1);
      node.bound = Math.max(node.bound, prices.bound);
      if (node.bound > limit()) return [];
      if (rest.median.fixed.every((each) => each === 0)) break;
      decided(node.fixed, rest);
      if (rounds === 40) rest = restOf({ ...whole.median, fixed: node.fixed });
    }
    const { worth, share, price: begin } = prices!;
    const { p, fixed: settled } = rest.median;
    const free = Array.from(settled.keys()).filter((s) => settled[s] === 0);
    const need = settled.reduce((left, each) => left - (each === 1 ? 1 : 0), p);
    if (need < 0 || free.length < need) return [];
    const byWorth = [...free].sort((a, b) => worth[a]! - worth[b]! || a - b).slice(0, need);
    const isOpen = suggest(
      node,
      byWorth.map((s) => rest.name[s]!),
    );
    if (need === 0 || free.length === need) return [];
    if (looked % 16 === 1) {
      interchange(median, isOpen, expired);
      onPlan(isOpen);
    }
    const tryOut = (site: number, value: 1 | 2): PricedNode => {
      const child = { fixed: node.fixed.slice(), price: begin, bound: node.bound };
      child.fixed[rest.name[site]!] = value;
      const fixed = settled.slice();
      fixed[site] = value;
      const part = restOf({ ...rest.median, fixed });
      if (part.median.p < 0 || part.median.sites < part.median.p) child.bound = Number.POSITIVE_INFINITY;
      else {
        child.bound = Math.max(child.bound, price(part.median, begin, trialRounds, 0.2).bound);
        decided(child.fixed, { median: part.median, name: part.name.map((each) => rest.name[each]!) });
      }
      return child;
    };
    return branchOnDoubt(node, free, share, limit, tryOut, expired);
  };

  return branchFrom(
    { fixed: new Uint8Array(sites), price: root.price, bound: root.bound },
    { limit, split, onBound, mostNodes: mostNodeBytes / (4 * median.demands + sites + 100) },
  );
}
