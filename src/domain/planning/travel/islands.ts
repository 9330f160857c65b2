import { edgeCount, nodeCount, type RoadMode, type RoadNetwork } from './network.ts';
import type { ModeSpeeds } from './speeds.ts';
import { headOf, isBarred, isUsed, tailOf } from './ways.ts';

/** A part of the network between whose nodes one can go, there and back; islands are cut off from one another. */
export interface Islands {
  /** Island of each node; -1: nothing of this mode leads there. The largest has number 0. */
  island: Int32Array;
  /** Nodes in each island, largest first. */
  sizes: Int32Array;
}

/** Strongly connected parts by Tarjan's algorithm, with a stack of its own so that a long road does not exhaust the machine's. */
export function islands(network: RoadNetwork, mode: RoadMode, speeds: ModeSpeeds): Islands {
  const nodes = nodeCount(network);
  const ways = 2 * edgeCount(network);
  const start = new Uint32Array(nodes + 1);
  const touched = new Uint8Array(nodes);
  // A bollard joins nothing: one gets to it from either side, and no farther.
  const joins = (way: number) =>
    isUsed(network, mode, speeds, way) &&
    !isBarred(network, mode, tailOf(network, way)) &&
    !isBarred(network, mode, headOf(network, way));
  for (let way = 0; way < ways; way++) {
    if (!joins(way)) continue;
    start[tailOf(network, way) + 1]! += 1;
    touched[tailOf(network, way)] = 1;
    touched[headOf(network, way)] = 1;
  }
  for (let node = 0; node < nodes; node++) start[node + 1]! += start[node]!;
  const heads = new Uint32Array(start[nodes]!);
  const fill = start.slice();
  for (let way = 0; way < ways; way++) if (joins(way)) heads[fill[tailOf(network, way)]!++] = headOf(network, way);

  const found = new Int32Array(nodes).fill(-1);
  const seen = new Int32Array(nodes);
  const low = new Int32Array(nodes);
  const next = start.slice(0, nodes);
  const open = new Int32Array(nodes);
  const path = new Int32Array(nodes);
  const sizes: number[] = [];
  let [count, opened] = [0, 0];
  for (let root = 0; root < nodes; root++) {
    if (seen[root] !== 0 || touched[root] === 0) continue;
    let depth = 0;
    path[0] = root;
    while (depth >= 0) {
      const node = path[depth]!;
      if (seen[node] === 0) {
        count += 1;
        seen[node] = count;
        low[node] = count;
        open[opened++] = node;
      }
      if (next[node]! < start[node + 1]!) {
        const head = heads[next[node]!++]!;
        if (seen[head] === 0) path[++depth] = head;
        else if (found[head] === -1) low[node] = Math.min(low[node]!, seen[head]!);
        continue;
      }
      if (low[node] === seen[node]) {
        let size = 0;
        let member: number;
        do {
          member = open[--opened]!;
          found[member] = sizes.length;
          size += 1;
        } while (member !== node);
        sizes.push(size);
      }
      depth -= 1;
      if (depth >= 0) low[path[depth]!] = Math.min(low[path[depth]!]!, low[node]!);
    }
  }
  const order = Int32Array.from(sizes.keys()).sort((a, b) => sizes[b]! - sizes[a]! || a - b);
  const rank = new Int32Array(sizes.length);
  order.forEach((island, at) => {
    rank[island] = at;
  });
  return {
    island: found.map((island) => (island < 0 ? -1 : rank[island]!)),
    sizes: order.map((island) => sizes[island]!),
  };
}
