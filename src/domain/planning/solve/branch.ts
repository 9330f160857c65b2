import { newHeap } from './heap.ts';

export interface BranchResult {
  proved: boolean;
  /** Nothing costs less than the smaller of this and the best solution. */
  bound: number;
  nodes: number;
}

export interface BranchOptions<Node> {
  /** What costs more than this is of no use: a little less than the best solution. */
  limit: () => number;
  /** Nodes that hold whatever of this one may be better than the best solution; it may raise the bound of the node itself. */
  split: (node: Node, expired: () => boolean, looked: number) => Node[];
  onBound?: ((bound: number) => void) | undefined;
  /** How many nodes may be open; beyond that one subtree is finished after the other. */
  mostNodes: number;
}

/**
 * Branch and bound, the least bound first. Counts nodes, not time, so that the same problem takes the same way.
 * @returns goes on until all is proved, `expired`, or so many nodes are looked at altogether; may be asked to go on again
 */
export function branchFrom<Node extends { bound: number }>(
  first: Node,
  { limit, split, onBound, mostNodes }: BranchOptions<Node>,
): (expired: () => boolean, upTo?: number) => BranchResult {
  const nodes = new Map<number, Node>();
  const order = newHeap();
  const stack: Node[] = [];
  let made = 0;
  let looked = 0;
  const keep = (node: Node) => {
    nodes.set(made, node);
    order.push(made++, node.bound);
  };
  const take = (): Node | undefined => {
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
