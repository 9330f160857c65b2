import { closed, type RoadChange, runningTime, turnTimes } from './graph.times.ts';
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
  /** Arcs of state s: pairs (state, tenths of a second) arcs[2·start[s]] … arcs[2·start[s+1] − 1]; with turns without the run along s. */
  start: Uint32Array;
  arcs: Uint32Array;
  /** To run along an edge in one direction; `closed` where one may not. */
  run: Uint32Array;
  /** Waiting at the end of an edge in one direction: at signals, at a gate. With turns it is part of the arcs. */
  wait: Uint16Array;
  /** Edges closed in part: between which shares, and what the rest takes in either direction. */
  broken: ReadonlyMap<number, Broken>;
}

interface Broken {
  between: readonly [number, number];
  run: readonly [number, number];
}

/** How long from a way's beginning to a share of its edge, or from there to its end; `closed` where that is not open. */
export function partOf(graph: TravelGraph, way: number, fraction: number, part: 'before' | 'after'): number {
  const broken = graph.broken.get(way >>> 1);
  const run = broken ? broken.run[way & 1]! : graph.run[way]!;
  if (run === closed) return closed;
  const low = (part === 'before') === ((way & 1) === 0);
  if (broken && (low ? fraction >= broken.between[0] : fraction <= broken.between[1])) return closed;
  return Math.round((low ? fraction : 1 - fraction) * run);
}

/** Along one edge from a share to another, in the direction in which that leads; `closed` where it is not open. */
export function pieceOf(graph: TravelGraph, edge: number, from: number, to: number): number {
  const way = 2 * edge + (to < from ? 1 : 0);
  const broken = graph.broken.get(edge);
  const run = broken ? broken.run[way & 1]! : graph.run[way]!;
  if (run === closed) return closed;
  if (broken && Math.min(from, to) <= broken.between[1] && Math.max(from, to) >= broken.between[0]) return closed;
  return Math.round(Math.abs(to - from) * run);
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
  const run = new Uint32Array(allocate(8 * edgeCount(network)));
  for (let way = 0; way < run.length; way++) run[way] = runningTime(network, mode, speeds, way);
  const broken = applied(network, mode, speeds, changes, run);
  return speeds.turn > 0
    ? graphOfTurns(network, mode, speeds, run, broken, allocate)
    : graphOfNodes(network, mode, speeds, run, broken, allocate);
}

/** Puts changes into running times; answers the edges that are closed in part. */
function applied(
  network: RoadNetwork,
  mode: RoadMode,
  speeds: ModeSpeeds,
  changes: readonly RoadChange[],
  run: Uint32Array,
): Map<number, Broken> {
  const broken = new Map<number, Broken>();
  for (const { edge, closed: out, between, kmh } of changes) {
    const open = [2 * edge, 2 * edge + 1].map((way) => runningTime(network, mode, speeds, way, kmh)) as [
      number,
      number,
    ];
    run.set(out ? [closed, closed] : open, 2 * edge);
    if (out && between) broken.set(edge, { between, run: open });
    else broken.delete(edge);
  }
  return broken;
}

/**
 * The graph with some roads changed, equal to one built from scratch, in the time that it takes to copy its arrays; what
 * does not change is shared.
 * @param graph built without changes
 */
export function changedGraph(
  network: RoadNetwork,
  graph: TravelGraph,
  speeds: ModeSpeeds,
  changes: readonly RoadChange[],
): TravelGraph {
  const run = graph.run.slice();
  const broken = applied(network, graph.mode, speeds, changes, run);
  if (graph.turns) return { ...graph, run, broken };
  const arcs = graph.arcs.slice();
  const touched = new Uint8Array(nodeCount(network));
  for (const { edge } of changes) {
    touched[network.from[edge]!] = 1;
    touched[network.to[edge]!] = 1;
  }
  const next = new Map<number, number>();
  // Arcs lie under the node at which their way ends, in the order of the ways.
  for (let way = 0; way < run.length; way++) {
    const head = headOf(network, way);
    if (touched[head] === 0 || !hasArc(network, graph.mode, way)) continue;
    const at = next.get(head) ?? graph.start[head]!;
    next.set(head, at + 1);
    arcs[2 * at + 1] = Math.min(closed, run[way]! + graph.wait[way]!);
  }
  return { ...graph, arcs, run, broken };
}

/** A closed road keeps its arcs, so that closing and opening change no more than times. */
const hasArc = (network: RoadNetwork, mode: RoadMode, way: number): boolean =>
  passable(network, mode, way) && !isBarred(network, mode, headOf(network, way));

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
  broken: ReadonlyMap<number, Broken>,
  allocate: Allocate,
): TravelGraph {
  const states = nodeCount(network);
  const start = new Uint32Array(allocate(4 * (states + 1)));
  const wait = new Uint16Array(allocate(2 * run.length));
  const used = (way: number) => hasArc(network, mode, way);
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
  return { mode, turns: false, states, start, arcs, run, wait, broken };
}

function graphOfTurns(
  network: RoadNetwork,
  mode: RoadMode,
  speeds: ModeSpeeds,
  run: Uint32Array,
  broken: ReadonlyMap<number, Broken>,
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
      arcs[2 * at + 1] = Math.round(angle + waitAt(network, node, speeds));
      at += 1;
    });
  }
  return { mode, turns: true, states, start, arcs, run, wait: new Uint16Array(allocate(0)), broken };
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
