import type { RoadMode } from './network.ts';

/**
 * What turns cost. They are not written out one by one: at a node every way in meets every way out, and what that costs follows from
 * the two directions.
 */
export interface Turns {
  kind: Uint8Array;
  /** In which direction each way leaves the node at which it begins, 1/256 of a circle. */
  leaving: Uint8Array;
  /** Tenths of a second by the angle between coming in and going out. */
  byAngle: Int32Array;
  turnBack: number;
  /** Edges that may not be taken after an edge. */
  bans: ReadonlyMap<number, ReadonlySet<number>>;
  /** The most by which turns at one node differ. */
  spread: number;
}

/**
 * What a search walks along for one mode, backwards: from a site to the people, though people travel to the site. A state
 * is a node; or, where turns cost time or are forbidden, an edge in one direction (2e as drawn, 2e + 1 against), and its
 * time is that from the edge's end to the site.
 */
export interface TravelGraph {
  mode: RoadMode;
  /** Where states are edges in one direction: what turns cost; else null. */
  turns: Turns | null;
  states: number;
  /**
   * Arcs of state s: pairs (state, tenths of a second) arcs[2·start[s]] … arcs[2·start[s+1] − 1]. With turns the ways that end at node
   * n: triples (way, node at which it begins, `packed` run and direction), from arcs[3·start[n]].
   */
  start: Uint32Array;
  arcs: Uint32Array;
  /** To run along an edge in one direction; `closed` where one may not. */
  run: Uint32Array;
  /** Waiting at the end of an edge in one direction, at signals, at a gate; with turns at a node. */
  wait: Uint16Array;
  /** Edges closed in part: between which shares, and what the rest takes in either direction. */
  broken: ReadonlyMap<number, Broken>;
}

export interface Broken {
  between: readonly [number, number];
  run: readonly [number, number];
}

/** Where the graph's arrays live; workers share them in a `SharedArrayBuffer`. */
export type Allocate = (bytes: number) => ArrayBufferLike;
/** Turns counts into starting points: the entry after the last is the sum. */
export function accumulate(counts: Uint32Array): void {
  let sum = 0;
  for (let at = 0; at < counts.length; at++) {
    const count = counts[at]!;
    counts[at] = sum;
    sum += count;
  }
}
