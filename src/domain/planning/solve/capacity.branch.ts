import { type Loaded, priceLoaded } from './capacity.bound.ts';
import { newHeap } from './heap.ts';
import type { Plan } from './plan.ts';

export interface LoadedBranch {
  proved: boolean;
  /** No plan costs less than the smaller of this and the best plan. */
  bound: number;
  nodes: number;
}

interface Node {
  fixed: Uint8Array;
  out: Uint8Array;
  price: Float64Array;
  bound: number;
}

/** What waits to be looked at may take so many bytes; more ends the search as time does. */
const mostBytes = 600_000_000;

/**
 * Branch and bound on prices, the node with the least bound first: a site is open or not; once the prices are sure of the sites, a demand
 * point that they serve badly goes to one of its sites or another. Stronger than linear relaxations where rooms are filled to the brim.
 */
export function branchLoaded(
  loaded: Loaded,
  root: { price: Float64Array; bound: number },
  {
    best,
    expired,
    onPlan,
    onLeaf,
    onBound,
  }: {
    best: () => number;
    expired: () => boolean;
    onPlan: (isOpen: Uint8Array) => void;
    /** A plan that is still to be held against the capacities. */
    onLeaf: (plan: Plan) => void;
    onBound: (bound: number) => void;
  },
): LoadedBranch {
  const nodes: (Node | undefined)[] = [{ ...root, fixed: loaded.fixed.slice(), out: loaded.out.slice() }];
  const heap = newHeap();
  heap.push(0, root.bound);
  let count = 0;
  let waiting = 1;
  const add = (node: Node) => {
    heap.push(nodes.push(node) - 1, node.bound);
    waiting += 1;
  };
  const mostWaiting = mostBytes / (loaded.out.length + loaded.sites + 8 * loaded.demands);
  const limit = () => best() - loaded.step;
  for (;;) {
    const top = heap.pop();
    if (!top || top[1] > limit()) return { proved: true, bound: best(), nodes: count };
    const node = nodes[top[0]]!;
    nodes[top[0]] = undefined;
    waiting -= 1;
    onBound(node.bound);
    if (expired() || waiting > mostWaiting) return { proved: false, bound: node.bound, nodes: count };
    count += 1;
    if (!countsFit(node.fixed, loaded.p)) continue;
    const here: Loaded = { ...loaded, fixed: node.fixed, out: node.out };
    const prices = priceLoaded(here, {
      best,
      expired,
      rounds: count === 1 ? 200 : 40,
      lambda: count === 1 ? 0.5 : 0.25,
      price: node.price,
      onBound: () => undefined,
      onPlan,
    });
    const bound = Math.max(node.bound, prices.bound);
    if (bound > limit()) continue;
    if (expired()) return { proved: false, bound: node.bound, nodes: count };
    const { price } = prices;
    let site = -1;
    for (let s = 0; s < loaded.sites; s++)
      if (here.fixed[s] === 0 && (site < 0 || Math.abs(prices.share[s]! - 0.5) < Math.abs(prices.share[site]! - 0.5)))
        site = s;
    const child = (change: (fixed: Uint8Array, out: Uint8Array) => void): void => {
      const [fixed, out] = [here.fixed.slice(), here.out.slice()];
      change(fixed, out);
      add({ fixed, out, price, bound });
    };
    const sure = site < 0 || Math.abs(prices.share[site]! - 0.5) > 0.45;
    const doubt = sure ? doubtful(here, prices.slack) : -1;
    if (doubt >= 0) {
      for (const way of waysOf(here, doubt))
        child((_, out) => {
          for (const k of placesOf(here, doubt)) if (k !== way) out[k] = 1;
        });
      if (Number.isFinite(loaded.unserved[doubt]!))
        child((_, out) => {
          for (const k of placesOf(here, doubt)) out[k] = 1;
        });
    } else if (site >= 0) {
      for (const value of [1, 2])
        child((fixed) => {
          fixed[site] = value;
        });
    } else onLeaf(onlyPlan(here));
  }
}

/** Can exactly p sites be open? Where only one way is left to that, takes it. */
function countsFit(fixed: Uint8Array, p: number | undefined): boolean {
  if (p === undefined) return true;
  let [open, free] = [0, 0];
  for (const each of fixed) {
    if (each === 1) open += 1;
    else if (each === 0) free += 1;
  }
  if (open > p || open + free < p) return false;
  if (open < p && open + free > p) return true;
  const rest = open === p ? 2 : 1;
  for (let s = 0; s < fixed.length; s++) if (fixed[s] === 0) fixed[s] = rest;
  return true;
}

/** Whom the prices serve worst among those who can still go to more than one site; −1 for nobody. */
function doubtful(loaded: Loaded, slack: Float64Array): number {
  let worst = -1;
  let most = -1;
  for (let d = 0; d < loaded.demands; d++)
    if (Math.abs(slack[d]!) > most && loaded.unserved[d]! > 0 && waysOf(loaded, d).length > 1)
      [worst, most] = [d, Math.abs(slack[d]!)];
  return worst;
}

/** Where nothing is left to decide: the one plan there is, which may yet break a capacity. */
function onlyPlan(loaded: Loaded): Plan {
  const assign = new Int32Array(loaded.demands).fill(-1);
  const { start } = loaded.bySite;
  for (let s = 0; s < loaded.sites; s++)
    if (loaded.fixed[s] !== 2)
      for (let k = start[s]!; k < start[s + 1]!; k++) if (!loaded.out[k]) assign[loaded.bySite.to[k]!] = s;
  return { open: Int32Array.from(loaded.fixed.keys()).filter((s) => loaded.fixed[s] === 1), assign };
}

/** Places in `bySite` of the pairs of demand point d. */
function placesOf({ byDemand, bySite }: Loaded, d: number): number[] {
  const places: number[] = [];
  for (let i = byDemand.start[d]!; i < byDemand.start[d + 1]!; i++) {
    const s = byDemand.to[i]!;
    let [low, high] = [bySite.start[s]!, bySite.start[s + 1]!];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (bySite.to[middle]! < d) low = middle + 1;
      else high = middle;
    }
    places.push(low);
  }
  return places;
}

/** Those of them that are still allowed, to sites that may be open. */
function waysOf(loaded: Loaded, d: number): number[] {
  const { byDemand, fixed, out } = loaded;
  return placesOf(loaded, d).filter((k, i) => !out[k] && fixed[byDemand.to[byDemand.start[d]! + i]!] !== 2);
}
