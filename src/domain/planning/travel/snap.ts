import { metresEast, metresNorth } from './geometry.ts';
import { type Islands, islands } from './islands.ts';
import { edgeCount, type RoadMode, type RoadNetwork } from './network.ts';
import type { ModeSpeeds } from './speeds.ts';
import { isBarred, isUsed } from './ways.ts';

export interface Point {
  id: string;
  lon: number;
  lat: number;
}

/** Where points meet the roads; arrays run along the points given. */
export interface Snapping {
  /** -1: no road of this mode within `farthest`. */
  edge: Int32Array;
  /** Share of the edge that lies between its beginning and the point, 0 to 1. */
  fraction: Float64Array;
  /** From the point to the road. */
  metres: Float64Array;
  /** Number of the island of the network (see `islands`); 0 is the largest, -1 none. */
  island: Int32Array;
  /** Indexes of points too far from any road. */
  tooFar: number[];
}

export interface SnapOptions {
  mode: RoadMode;
  speeds: ModeSpeeds;
  /** Metres to a road beyond which a point is named instead of snapped. */
  farthest?: number;
}

/** From here on a part of the network is no fragment. */
const islandFrom = 50;
/** A road that leads somewhere is preferred to a nearer fragment, but not from much farther away. */
const worthGoing = (fragmentMetres: number): number => 2 * fragmentMetres + 500;
const cellMetres = 250;
/** Edges are put into squares by steps of a quarter: so much of a square, a line may be in it without being known there. */
const clipped = 0.25;

interface Found {
  edge: number;
  fraction: number;
  metres: number;
}

/**
 * Finds the nearest road for points: the network's edges lie in squares of 250 m. Built once for a network and mode.
 */
export class Snapper {
  readonly islands: Islands;
  readonly #network: RoadNetwork;
  readonly #mode: RoadMode;
  readonly #useful: number;
  readonly #west: number;
  readonly #south: number;
  readonly #toEast: number;
  readonly #toNorth: number;
  readonly #columns: number;
  readonly #rows: number;
  readonly #start: Uint32Array;
  readonly #edges: Uint32Array;

  constructor(network: RoadNetwork, mode: RoadMode, speeds: ModeSpeeds) {
    this.#network = network;
    this.#mode = mode;
    this.islands = islands(network, mode, speeds);
    this.#useful = Math.min(islandFrom, Math.ceil((this.islands.sizes[0] ?? 0) / 20));
    const { nodeLon, nodeLat, bends } = network;
    let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
    const widen = (lon: number, lat: number) => {
      west = Math.min(west, lon);
      east = Math.max(east, lon);
      south = Math.min(south, lat);
      north = Math.max(north, lat);
    };
    for (let node = 0; node < nodeLon.length; node++) widen(nodeLon[node]!, nodeLat[node]!);
    for (let at = 0; at < bends.length; at += 2) widen(bends[at]!, bends[at + 1]!);
    const middle = (south + north) / 2e7;
    this.#west = west;
    this.#south = south;
    this.#toEast = metresEast(Number.isFinite(middle) ? middle : 0) / 1e7 / cellMetres;
    this.#toNorth = metresNorth / 1e7 / cellMetres;
    this.#columns = Number.isFinite(middle) ? Math.floor((east - west) * this.#toEast) + 1 : 0;
    this.#rows = Number.isFinite(middle) ? Math.floor((north - south) * this.#toNorth) + 1 : 0;

    this.#start = new Uint32Array(this.#columns * this.#rows + 1);
    const last = new Int32Array(this.#columns * this.#rows);
    const inUse = (edge: number) =>
      isUsed(network, mode, speeds, 2 * edge) || isUsed(network, mode, speeds, 2 * edge + 1);
    const walk = (each: (cell: number, edge: number) => void) => {
      last.fill(-1);
      for (let edge = 0; edge < edgeCount(network); edge++)
        if (inUse(edge))
          this.#cells(edge, (cell) => {
            if (last[cell] === edge) return;
            last[cell] = edge;
            each(cell, edge);
          });
    };
    walk((cell) => {
      this.#start[cell + 1]! += 1;
    });
    for (let cell = 0; cell + 1 < this.#start.length; cell++) this.#start[cell + 1]! += this.#start[cell]!;
    this.#edges = new Uint32Array(this.#start.at(-1)!);
    const next = this.#start.slice();
    walk((cell, edge) => {
      this.#edges[next[cell]!++] = edge;
    });
  }

  /** The straight pieces of an edge, in degrees × 10⁷. */
  #pieces(edge: number, each: (x0: number, y0: number, x1: number, y1: number) => void): void {
    const { nodeLon, nodeLat, from, to, bendStart, bends } = this.#network;
    let x = nodeLon[from[edge]!]!;
    let y = nodeLat[from[edge]!]!;
    for (let bend = bendStart[edge]!; bend < bendStart[edge + 1]!; bend++) {
      each(x, y, bends[2 * bend]!, bends[2 * bend + 1]!);
      x = bends[2 * bend]!;
      y = bends[2 * bend + 1]!;
    }
    each(x, y, nodeLon[to[edge]!]!, nodeLat[to[edge]!]!);
  }

  #cells(edge: number, each: (cell: number) => void): void {
    this.#pieces(edge, (x0, y0, x1, y1) => {
      const [a, b] = [(x0 - this.#west) * this.#toEast, (x1 - this.#west) * this.#toEast];
      const [c, d] = [(y0 - this.#south) * this.#toNorth, (y1 - this.#south) * this.#toNorth];
      // The squares on the straight line, found by stepping a quarter of a square; a corner that is missed is a neighbour.
      const steps = Math.max(1, Math.ceil(Math.max(Math.abs(b - a), Math.abs(d - c)) / clipped));
      for (let step = 0; step <= steps; step++)
        each(Math.floor(c + ((d - c) * step) / steps) * this.#columns + Math.floor(a + ((b - a) * step) / steps));
    });
  }

  /** @param east metres in 10⁻⁷ degrees to the east, where the place lies */
  #project(edge: number, lon: number, lat: number, east: number): Found {
    const north = metresNorth / 1e7;
    let [best, along, total] = [Infinity, 0, 0];
    this.#pieces(edge, (x0, y0, x1, y1) => {
      const [ax, ay] = [(x0 - lon) * east, (y0 - lat) * north];
      const [dx, dy] = [(x1 - x0) * east, (y1 - y0) * north];
      const square = dx * dx + dy * dy;
      const share = square === 0 ? 0 : Math.min(1, Math.max(0, -(ax * dx + ay * dy) / square));
      const metres = Math.hypot(ax + share * dx, ay + share * dy);
      const length = Math.sqrt(square);
      if (metres < best) [best, along] = [metres, total + share * length];
      total += length;
    });
    return { edge, metres: best, fraction: total === 0 ? 0 : Math.min(1, along / total) };
  }

  /** The island of an edge: that of both its ends, or of the one that is not barred; else -1. */
  #islandOf(edge: number): number {
    const { island } = this.islands;
    const [from, to] = [this.#network.from[edge]!, this.#network.to[edge]!];
    if (isBarred(this.#network, this.#mode, from)) return island[to]!;
    return island[from] === island[to] || isBarred(this.#network, this.#mode, to) ? island[from]! : -1;
  }

  find(lon: number, lat: number, farthest: number): (Found & { island: number }) | undefined {
    const [x, y] = [lon * 1e7, lat * 1e7];
    const column = Math.floor((x - this.#west) * this.#toEast);
    const row = Math.floor((y - this.#south) * this.#toNorth);
    const outside = Math.max(-column, column - this.#columns + 1, -row, row - this.#rows + 1, 0);
    const east = metresEast(y / 1e7) / 1e7;
    const north = metresNorth / 1e7;
    let any: Found | undefined;
    let useful: Found | undefined;
    // Most squares of a ring lie farther than what was found by then: nothing in them is looked at.
    const outOfReach = (x0: number, y0: number): boolean => {
      const [a, b] = [this.#west + (x0 - clipped) / this.#toEast, this.#west + (x0 + 1 + clipped) / this.#toEast];
      const [c, d] = [this.#south + (y0 - clipped) / this.#toNorth, this.#south + (y0 + 1 + clipped) / this.#toNorth];
      const away = Math.hypot(Math.max(0, a - x, x - b) * east, Math.max(0, c - y, y - d) * north);
      return away > (useful ? useful.metres : any ? Math.min(farthest, worthGoing(any.metres)) : farthest);
    };
    for (let ring = outside; ; ring++) {
      // One more ring than needed, because a line may clip a square's corner unnoticed.
      const cleared = (ring - 2) * cellMetres;
      if (cleared > farthest || (useful && cleared > useful.metres)) break;
      if (any && cleared > worthGoing(any.metres)) break;
      this.#ring(
        column,
        row,
        ring,
        (edge) => {
          const found = this.#project(edge, x, y, east);
          if (found.metres > farthest) return;
          if (!any || found.metres < any.metres) any = found;
          if (useful && found.metres >= useful.metres) return;
          const island = this.#islandOf(edge);
          if (island >= 0 && this.islands.sizes[island]! >= this.#useful) useful = found;
        },
        outOfReach,
      );
    }
    const best = useful && any && useful.metres <= worthGoing(any.metres) ? useful : any;
    return best && { ...best, island: this.#islandOf(best.edge) };
  }

  /** Edges of the mode that pass within so many metres of a place, each with the shares between which it does. */
  within(lon: number, lat: number, metres: number): { edge: number; between: readonly [number, number] }[] {
    const [x, y] = [lon * 1e7, lat * 1e7];
    const column = Math.floor((x - this.#west) * this.#toEast);
    const row = Math.floor((y - this.#south) * this.#toNorth);
    const found = new Map<number, readonly [number, number]>();
    const seen = new Set<number>();
    // One more ring than needed, because a line may clip a square's corner unnoticed.
    for (let ring = 0; ring <= Math.ceil(metres / cellMetres) + 1; ring++)
      this.#ring(column, row, ring, (edge) => {
        if (seen.has(edge)) return;
        seen.add(edge);
        const between = this.#sharesWithin(edge, x, y, metres);
        if (between) found.set(edge, between);
      });
    return [...found].map(([edge, between]) => ({ edge, between })).sort((a, b) => a.edge - b.edge);
  }

  #sharesWithin(edge: number, lon: number, lat: number, metres: number): readonly [number, number] | undefined {
    const east = metresEast(lat / 1e7) / 1e7;
    const north = metresNorth / 1e7;
    let [first, last, total] = [Infinity, -Infinity, 0];
    this.#pieces(edge, (x0, y0, x1, y1) => {
      const [ax, ay] = [(x0 - lon) * east, (y0 - lat) * north];
      const [dx, dy] = [(x1 - x0) * east, (y1 - y0) * north];
      const length = Math.hypot(dx, dy);
      const foot = length === 0 ? 0 : -(ax * dx + ay * dy) / length;
      const away = length === 0 ? Math.hypot(ax, ay) : Math.abs(ax * dy - ay * dx) / length;
      const half = Math.sqrt(Math.max(0, metres * metres - away * away));
      const [from, to] = [Math.max(0, foot - half), Math.min(length, foot + half)];
      if (away <= metres && from <= to) {
        first = Math.min(first, total + from);
        last = Math.max(last, total + to);
      }
      total += length;
    });
    if (first > last) return undefined;
    return total === 0 ? [0, 1] : [first / total, Math.min(1, last / total)];
  }

  #ring(
    column: number,
    row: number,
    ring: number,
    each: (edge: number) => void,
    leftOut?: (column: number, row: number) => boolean,
  ): void {
    for (let y = Math.max(0, row - ring); y <= Math.min(this.#rows - 1, row + ring); y++) {
      const whole = Math.abs(y - row) === ring;
      for (let x = column - ring; x <= column + ring; x += whole || ring === 0 ? 1 : 2 * ring) {
        if (x < 0 || x >= this.#columns) continue;
        const cell = y * this.#columns + x;
        const [start, end] = [this.#start[cell]!, this.#start[cell + 1]!];
        if (start === end || leftOut?.(x, y)) continue;
        for (let at = start; at < end; at++) each(this.#edges[at]!);
      }
    }
  }
}

const defaultFarthest = 2000;

export function snapWith(snapper: Snapper, points: readonly Point[], farthest = defaultFarthest): Snapping {
  const snapping: Snapping = {
    edge: new Int32Array(points.length).fill(-1),
    fraction: new Float64Array(points.length),
    metres: new Float64Array(points.length).fill(Infinity),
    island: new Int32Array(points.length).fill(-1),
    tooFar: [],
  };
  points.forEach(({ lon, lat }, at) => {
    const found = snapper.find(lon, lat, farthest);
    if (!found) {
      snapping.tooFar.push(at);
      return;
    }
    snapping.edge[at] = found.edge;
    snapping.fraction[at] = found.fraction;
    snapping.metres[at] = found.metres;
    snapping.island[at] = found.island;
  });
  return snapping;
}

/** Points beside others, which begin at a number; what lies between is on no road. */
export function joinSnapped(first: Snapping, others: Snapping, at = first.edge.length): Snapping {
  const count = at + others.edge.length;
  const all: Snapping = {
    edge: new Int32Array(count).fill(-1),
    fraction: new Float64Array(count),
    metres: new Float64Array(count).fill(Infinity),
    island: new Int32Array(count).fill(-1),
    tooFar: [...first.tooFar, ...others.tooFar.map((each) => each + at)],
  };
  for (const column of ['edge', 'fraction', 'metres', 'island'] as const) {
    all[column].set(first[column]);
    all[column].set(others[column], at);
  }
  return all;
}

/** Where points meet the roads of a mode. For many calls on one network keep a `Snapper`. */
export const snap = (network: RoadNetwork, points: readonly Point[], options: SnapOptions): Snapping =>
  snapWith(new Snapper(network, options.mode, options.speeds), points, options.farthest);
