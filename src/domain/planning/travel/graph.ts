import { closed, type RoadChange, runningTimes, turnTimes } from './graph.times.ts';
import { edgeCount, nodeCount, nodeTraits, type RoadMode, type RoadNetwork } from './network.ts';
import type { ModeSpeeds } from './speeds.ts';
import { accessBits, headOf, isBarred, passable, tailOf } from './ways.ts';

/**
 * What a search walks along for one mode, backwards: from a site to the people, though people travel to the site. A state
 * is a node; or, where turns cost time or are forbidden, an edge in one direction (2e as drawn, 2e + 1 against), and its
 * time is that from the edge's end to the site.
 */
export interface TravelGraph {
  mode: RoadMode;
  /** Whether states are edges in one direction. */
  turns: boolean;
  states: number;
  /** Arcs of state s: pairs (state, tenths of a second) arcs[2·start[s]] … arcs[2·start[s+1] − 1]. */
  start: Uint32Array;
  arcs: Uint32Array;
  /** To run along an edge in one direction; `closed` where one may not. */
  run: Uint32Array;
  /** Waiting at the end of an edge in one direction: at signals, at a gate. With turns it is part of the arcs. */
  wait: Uint16Array;
}

/** Where the graph's arrays live; workers share them in a `SharedArrayBuffer`. */
export type Allocate = (bytes: number) => ArrayBufferLike;
const ownMemory: Allocate = (bytes) => new ArrayBuffer(bytes);

export function buildGraph(
  network: RoadNetwork,
  mode: RoadMode,
  speeds: ModeSpeeds,
  changes: readonly RoadChange[] = [],
  allocate: Allocate = ownMemory,
): TravelGraph {
  const run = runningTimes(network, mode, speeds, changes, new Uint32Array(allocate(8 * edgeCount(network))));
  return speeds.turn > 0
    ? graphOfTurns(network, mode, speeds, run, allocate)
    : graphOfNodes(network, mode, speeds, run, allocate);
}

const waitAt = (network: RoadNetwork, node: number, speeds: ModeSpeeds): number => {
  const bits = network.nodeTraits[node]!;
  return (bits & nodeTraits.signals ? 10 * speeds.signals : 0) + (bits & nodeTraits.gate ? 10 * speeds.gate : 0);
};

/** Turns counts into starting points: the entry after the last is the sum. */
function accumulate(counts: Uint32Array): void {
  let sum = 0;
  for (let at = 0; at < counts.length; at++) {
    const count = counts[at]!;
    counts[at] = sum;
    sum += count;
  }
}

function graphOfNodes(
  network: RoadNetwork,
  mode: RoadMode,
  speeds: ModeSpeeds,
  run: Uint32Array,
  allocate: Allocate,
): TravelGraph {
  const states = nodeCount(network);
  const start = new Uint32Array(allocate(4 * (states + 1)));
  const wait = new Uint16Array(allocate(2 * run.length));
  // A closed road keeps its arcs, so that it can be opened and closed in place.
  const used = (way: number) => passable(network, mode, way) && !isBarred(network, mode, headOf(network, way));
  for (let way = 0; way < run.length; way++) if (used(way)) start[headOf(network, way)]! += 1;
  accumulate(start);
  const arcs = new Uint32Array(allocate(8 * start[states]!));
  const next = start.slice();
  for (let way = 0; way < run.length; way++) {
    wait[way] = waitAt(network, headOf(network, way), speeds);
    if (!used(way)) continue;
    const at = next[headOf(network, way)]!++;
    arcs[2 * at] = tailOf(network, way);
    arcs[2 * at + 1] = Math.min(closed, run[way]! + wait[way]!);
  }
  return { mode, turns: false, states, start, arcs, run, wait };
}

function graphOfTurns(
  network: RoadNetwork,
  mode: RoadMode,
  speeds: ModeSpeeds,
  run: Uint32Array,
  allocate: Allocate,
): TravelGraph {
  const nodes = nodeCount(network);
  const states = run.length;
  const arms = new Uint8Array(nodes);
  const incoming = new Uint32Array(nodes + 1);
  for (let way = 0; way < states; way++) {
    const head = headOf(network, way);
    arms[head] = Math.min(255, arms[head]! + 1);
    if (passable(network, mode, way)) incoming[head]! += 1;
  }
  accumulate(incoming);
  const arriving = new Uint32Array(incoming[nodes]!);
  const next = incoming.slice();
  for (let way = 0; way < states; way++)
    if (passable(network, mode, way)) arriving[next[headOf(network, way)]!++] = way;

  const bans = bannedTurns(network, mode);
  const forbidden = (before: number, after: number) => bans.get(before >>> 1)?.has(after >>> 1) ?? false;
  const before = (after: number, each: (way: number) => void) => {
    const node = tailOf(network, after);
    if (!passable(network, mode, after) || isBarred(network, mode, node)) return;
    for (let at = incoming[node]!; at < incoming[node + 1]!; at++) {
      const way = arriving[at]!;
      // One turns back only where the road ends.
      if (way === (after ^ 1) ? arms[node] === 1 : !forbidden(way, after)) each(way);
    }
  };
  const start = new Uint32Array(allocate(4 * (states + 1)));
  let count = 0;
  for (let after = 0; after < states; after++) {
    start[after] = count;
    before(after, () => {
      count += 1;
    });
  }
  start[states] = count;
  const arcs = new Uint32Array(allocate(8 * count));
  const turn = turnTimes(network, speeds);
  let at = 0;
  for (let after = 0; after < states; after++) {
    const node = tailOf(network, after);
    before(after, (way) => {
      const angle = way === (after ^ 1) ? 10 * speeds.turnBack : arms[node]! > 2 ? turn(way, after) : 0;
      arcs[2 * at] = way;
      arcs[2 * at + 1] = Math.min(closed, run[after]! + Math.round(angle + waitAt(network, node, speeds)));
      at += 1;
    });
  }
  return { mode, turns: true, states, start, arcs, run, wait: new Uint16Array(allocate(0)) };
}

function bannedTurns(network: RoadNetwork, mode: RoadMode): Map<number, Set<number>> {
  const bans = new Map<number, Set<number>>();
  const [forward, backward] = accessBits[mode];
  for (let at = 0; at < network.bans.length; at += 3) {
    if (!(network.bans[at + 2]! & (forward | backward))) continue;
    const known = bans.get(network.bans[at]!) ?? new Set();
    bans.set(network.bans[at]!, known.add(network.bans[at + 1]!));
  }
  return bans;
}
