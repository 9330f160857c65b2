import { type Allocate, accumulate, type Broken, type TravelGraph } from './graph.shape.ts';
import { closed, type RoadChange, runningTime } from './graph.times.ts';
import { changedArrivals, turnsOf } from './graph.turns.ts';
import { edgeCount, nodeCount, nodeTraits, type RoadMode, type RoadNetwork } from './network.ts';
import type { ModeSpeeds } from './speeds.ts';
import { headOf, isBarred, passable, tailOf } from './ways.ts';

export type { Allocate, TravelGraph } from './graph.shape.ts';

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
  if (speeds.turn === 0) return graphOfNodes(network, mode, speeds, run, broken, allocate);
  const wait = new Uint16Array(allocate(2 * nodeCount(network)));
  for (let node = 0; node < wait.length; node++) wait[node] = waitAt(network, node, speeds);
  return { mode, states: run.length, run, wait, broken, ...turnsOf(network, mode, speeds, run, allocate) };
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
  if (graph.turns) return { ...graph, arcs: changedArrivals(network, graph, run, changes), run, broken };
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
  return { mode, turns: null, states, start, arcs, run, wait, broken };
}
