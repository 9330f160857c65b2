import { type Allocate, accumulate, type TravelGraph, type Turns } from './graph.shape.ts';
import { type RoadChange, turnTimes } from './graph.times.ts';
import { nodeCount, type RoadMode, type RoadNetwork } from './network.ts';
import type { ModeSpeeds } from './speeds.ts';
import { accessBits, headOf, isBarred, passable, tailOf } from './ways.ts';

/** Bits of `Turns.kind`: the road ends there; three roads or more meet; a turn is forbidden. */
export const nodeKinds = { end: 1, junction: 2, forbidden: 4 } as const;

/** A running time and a direction in one number; a time of `longestRun` is none. */
const packed = (run: number, direction: number): number => Math.min(longestRun, run) * 256 + direction;
export const longestRun = 0xffffff;

type TurnParts = Pick<TravelGraph, 'start' | 'arcs'> & { turns: Turns };

export function turnsOf(
  network: RoadNetwork,
  mode: RoadMode,
  speeds: ModeSpeeds,
  run: Uint32Array,
  allocate: Allocate,
): TurnParts {
  const nodes = nodeCount(network);
  const { leaving, byAngle } = turnTimes(network, speeds, new Uint8Array(allocate(run.length)));
  const arms = new Uint8Array(nodes);
  const start = new Uint32Array(allocate(4 * (nodes + 1)));
  for (let way = 0; way < run.length; way++) {
    const head = headOf(network, way);
    arms[head] = Math.min(255, arms[head]! + 1);
    if (arrives(network, mode, way)) start[head]! += 1;
  }
  accumulate(start);
  const arcs = new Uint32Array(allocate(12 * start[nodes]!));
  const next = start.slice();
  for (let way = 0; way < run.length; way++) {
    if (!arrives(network, mode, way)) continue;
    const at = 3 * next[headOf(network, way)]!++;
    arcs[at] = way;
    arcs[at + 1] = tailOf(network, way);
    arcs[at + 2] = packed(run[way]!, leaving[way ^ 1]!);
  }
  const bans = bannedTurns(network, mode);
  const kind = new Uint8Array(allocate(nodes));
  for (let node = 0; node < nodes; node++)
    kind[node] = arms[node] === 1 ? nodeKinds.end : arms[node]! > 2 ? nodeKinds.junction : 0;
  for (const edge of bans.keys())
    for (const node of [network.from[edge]!, network.to[edge]!]) kind[node]! |= nodeKinds.forbidden;
  const spread = byAngle.reduce((most, time) => Math.max(most, time), 0);
  return { start, arcs, turns: { kind, leaving, byAngle, turnBack: Math.round(10 * speeds.turnBack), bans, spread } };
}

/** Nobody goes on where something bars the way. */
const arrives = (network: RoadNetwork, mode: RoadMode, way: number): boolean =>
  passable(network, mode, way) && !isBarred(network, mode, headOf(network, way));

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

/** The arcs with other running times. */
export function changedArrivals(
  network: RoadNetwork,
  { start, arcs }: TravelGraph,
  run: Uint32Array,
  changes: readonly RoadChange[],
): Uint32Array {
  const changed = arcs.slice();
  for (const { edge } of changes)
    for (const way of [2 * edge, 2 * edge + 1]) {
      const node = headOf(network, way);
      for (let at = 3 * start[node]!; at < 3 * start[node + 1]!; at += 3)
        if (changed[at] === way) changed[at + 2] = packed(run[way]!, changed[at + 2]! & 255);
    }
  return changed;
}

/** The ways from which one may turn into a way where it begins, and what the turn costs, waiting there included. */
export function waysBefore(
  { start, arcs, wait }: Pick<TravelGraph, 'start' | 'arcs' | 'wait'>,
  { kind, leaving, byAngle, turnBack, bans }: Turns,
  node: number,
  after: number,
  put: (way: number, tenths: number) => void,
): void {
  const what = kind[node]!;
  for (let at = 3 * start[node]!; at < 3 * start[node + 1]!; at += 3) {
    const way = arcs[at]!;
    // One turns back only where the road ends.
    if (way === (after ^ 1)) {
      if (what & nodeKinds.end) put(way, turnBack + wait[node]!);
    } else if (!(what & nodeKinds.forbidden && bans.get(way >>> 1)?.has(after >>> 1))) {
      const angle = what & nodeKinds.junction ? byAngle[(leaving[after]! - arcs[at + 2]! - 128) & 255]! : 0;
      put(way, angle + wait[node]!);
    }
  }
}
