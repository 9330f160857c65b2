import { newHeap } from './heap.ts';

/** What a node has decided of sites or columns (1: in, 2: out), where its prices begin, and what it costs at least. */
export interface PricedNode {
  fixed: Uint8Array;
  /** Nodes with the same parent share them. */
  price: Float64Array;
  bound: number;
}

/** Open nodes may take about so many bytes. */
export const mostNodeBytes = 250_000_000;
/** How many sites or columns are tried before one is branched on, and the rounds of pricing that each trial takes. */
const trials = 6;
export const trialRounds = 12;

/**
 * The two nodes that a node leaves, in and out, of what to branch on: those in most doubt are tried, and the one that raises both
 * bounds most is taken (strong branching). None: nothing that the node holds is of use.
 * @param free what is not decided on
 * @param share in how many of the prices' plans each was, 0 to 1
 * @param tryOut prices the node with one more decided
 */
export function branchOnDoubt(
  node: PricedNode,
  free: readonly number[],
  share: ArrayLike<number>,
  limit: () => number,
  tryOut: (which: number, value: 1 | 2) => PricedNode,
  expired: () => boolean,
): PricedNode[] {
  const doubt = (which: number) => Math.abs(share[which]! - 0.5);
  const tried = [...free].sort((a, b) => doubt(a) - doubt(b) || a - b).slice(0, trials);
  const open = Math.max(1e-9, limit() - node.bound);
  let score = -1;
  let children: PricedNode[] = [];
  for (const which of tried) {
    if (expired()) break;
    let product = 1;
    const both = ([2, 1] as const).map((value) => {
      const child = tryOut(which, value);
      product *= Math.max(1e-4, Math.min(1, (child.bound - node.bound) / open));
      return child;
    });
    if (product <= score) continue;
    score = product;
    children = both.filter(({ bound }) => bound <= limit());
    if (children.length === 0) break;
  }
  return children;
}

export interface BranchResult {
  proved: boolean;
  /** Nothing costs less than the smaller of this and the best solution. */
  bound: number;
  nodes: number;
}

interface BranchOptions {
  /** What costs more than this is of no use: a little less than the best solution. */
  limit: () => number;
  /** Nodes that hold whatever of this one may be better than the best solution; it may raise the bound of the node itself. */
  split: (node: PricedNode, expired: () => boolean, looked: number) => PricedNode[];
  onBound?: ((bound: number) => void) | undefined;
  /** How many nodes may be open; beyond that one subtree is finished after the other. */
  mostNodes: number;
}

/**
 * Branch and bound, the least bound first. Counts nodes, not time, so that the same problem takes the same way.
 * @returns goes on until all is proved, `expired`, or so many nodes are looked at altogether; may be asked to go on again
 */
export function branchFrom(
  first: PricedNode,
  { limit, split, onBound, mostNodes }: BranchOptions,
): (expired: () => boolean, upTo?: number) => BranchResult {
  const nodes = new Map<number, PricedNode>();
  const order = newHeap();
  const stack: PricedNode[] = [];
  let made = 0;
  let looked = 0;
  const keep = (node: PricedNode) => {
    nodes.set(made, node);
    order.push(made++, node.bound);
  };
  const take = (): PricedNode | undefined => {
    const top = stack.length > 0 ? undefined : order.pop();
    if (!top) return stack.pop();
    const node = nodes.get(top[0])!;
    nodes.delete(top[0]);
    return node;
  };
  keep(first);
  return (expired, upTo = Number.POSITIVE_INFINITY) => {
    while (looked < upTo && !expired()) {
      const node = take();
      if (!node) break;
      if (node.bound > limit()) continue;
      if (stack.length === 0) onBound?.(node.bound);
      looked += 1;
      const children = split(node, expired, looked);
      // Cut off in the middle, a node holds what it held before.
      if (expired()) {
        keep(node);
        break;
      }
      for (const child of children)
        if (nodes.size < mostNodes) keep(child);
        else stack.push(child);
    }
    let bound = Number.POSITIVE_INFINITY;
    for (const each of [...nodes.values(), ...stack]) if (each.bound <= limit()) bound = Math.min(bound, each.bound);
    return { proved: bound === Number.POSITIVE_INFINITY, bound, nodes: looked };
  };
}
