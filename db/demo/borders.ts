import type { Grid } from './grid.ts';
import { unit } from './random.ts';

/** Kilometres east and south of the map's north-west corner. */
export type Spot = readonly [x: number, y: number];

/** Rings of one area: the first of each polygon is its outer ring, the others are holes. Rings close on their first point. */
export type Area = Spot[][][];

/** East, south, west, north along the lattice of cell corners. */
const moves = [
  [1, 0],
  [0, 1],
  [-1, 0],
  [0, -1],
] as const;

/**
 * Smooth borders of a labelled raster. Neighbours share every point of their common border, and an area of a coarser
 * labelling (counties over towns) has the very borders of its parts.
 * @param fine the label of each cell, -1 outside: where three of them meet, borders meet.
 * @param coarse the area that a fine label belongs to.
 */
export function outlines(
  seed: number,
  grid: Grid,
  fine: Int32Array,
  coarse: (label: number) => number,
): Map<number, Area> {
  const width = grid.columns + 1;
  const label = (column: number, row: number): number =>
    column < 0 || row < 0 || column >= grid.columns || row >= grid.rows ? -1 : fine[row * grid.columns + column]!;
  const area = (column: number, row: number): number => {
    const own = label(column, row);
    return own < 0 ? -1 : coarse(own);
  };
  const isJunction = (corner: number): boolean => {
    const [column, row] = [corner % width, Math.floor(corner / width)];
    const around = [label(column - 1, row - 1), label(column, row - 1), label(column, row), label(column - 1, row)];
    return around.filter((each, index) => each !== around[(index + 1) % 4]).length > 2;
  };
  const spot = (corner: number): Spot => {
    const [column, row] = [corner % width, Math.floor(corner / width)];
    const shake = (stream: number) => 0.44 * (unit(seed, stream, corner) - 0.5);
    return [(column + shake(81)) * grid.cell, (row + shake(82)) * grid.cell];
  };

  const edges = directedEdges(grid, area);
  const found = new Map<number, Area>();
  for (const [key, starts] of [...edges].sort(([a], [b]) => a - b)) {
    const rings = trace(starts, width).map((ring) => smoothRing(ring, isJunction, spot));
    found.set(key, nest(rings));
  }
  return found;
}

/** For each area the border steps that have it on their right: from each corner, in which directions. */
function directedEdges(grid: Grid, area: (column: number, row: number) => number): Map<number, Map<number, number[]>> {
  const width = grid.columns + 1;
  const edges = new Map<number, Map<number, number[]>>();
  const add = (key: number, column: number, row: number, direction: number) => {
    const own = edges.get(key) ?? new Map<number, number[]>();
    edges.set(key, own);
    const corner = row * width + column;
    own.set(corner, [...(own.get(corner) ?? []), direction]);
  };
  for (let row = 0; row < grid.rows; row++) {
    for (let column = 0; column < grid.columns; column++) {
      const key = area(column, row);
      if (key < 0) continue;
      if (area(column, row - 1) !== key) add(key, column, row, 0);
      if (area(column + 1, row) !== key) add(key, column + 1, row, 1);
      if (area(column, row + 1) !== key) add(key, column + 1, row + 1, 2);
      if (area(column - 1, row) !== key) add(key, column, row + 1, 3);
    }
  }
  return edges;
}

/** Follows the steps into closed rings; at a crossing it turns right, so that corners that touch stay apart. */
function trace(starts: ReadonlyMap<number, number[]>, width: number): number[][] {
  const open = new Map([...starts].map(([corner, directions]) => [corner, [...directions]]));
  const rings: number[][] = [];
  for (const [first, waiting] of open) {
    while (waiting.length > 0) {
      const ring: number[] = [];
      let corner = first;
      let direction = waiting[0]!;
      do {
        ring.push(corner);
        const here = open.get(corner)!;
        const turns = [1, 0, 3].map((turn) => (direction + turn) % 4);
        const next = ring.length === 1 ? direction : turns.find((turn) => here.includes(turn))!;
        here.splice(here.indexOf(next), 1);
        direction = next;
        corner += moves[next]![0] + moves[next]![1] * width;
        // Back at the first corner, an open turn to the right means that only the corners touch: the ring goes on.
      } while (corner !== first || open.get(first)!.includes((direction + 1) % 4));
      rings.push(ring);
    }
  }
  return rings;
}

/**
 * Steps of the raster made a line: each point moves towards its neighbours, then corners are cut (Chaikin). The same
 * points come out whichever way a border is walked, so neighbours agree to the last digit.
 */
function smooth(points: readonly Spot[]): Spot[] {
  const eased = points.map((point, at): Spot => {
    const [before, after] = [points[at - 1], points[at + 1]];
    if (!before || !after) return point;
    return [0.5 * point[0] + 0.25 * (before[0] + after[0]), 0.5 * point[1] + 0.25 * (before[1] + after[1])];
  });
  const cut = eased.slice(1).flatMap((to, at): Spot[] => {
    const from = eased[at]!;
    return [
      [0.75 * from[0] + 0.25 * to[0], 0.75 * from[1] + 0.25 * to[1]],
      [0.25 * from[0] + 0.75 * to[0], 0.25 * from[1] + 0.75 * to[1]],
    ];
  });
  return [points[0]!, ...cut, points.at(-1)!];
}

function smoothRing(
  ring: readonly number[],
  isJunction: (corner: number) => boolean,
  spot: (corner: number) => Spot,
): Spot[] {
  const start = ring.findIndex(isJunction);
  if (start < 0) {
    // A border that meets no other: it is closed on its lowest corner, the same for both of its sides.
    const lowest = ring.indexOf(Math.min(...ring));
    return smooth([...ring.slice(lowest), ...ring.slice(0, lowest + 1)].map(spot));
  }
  const turned = [...ring.slice(start), ...ring.slice(0, start + 1)];
  const points: Spot[] = [];
  let from = 0;
  for (let at = 1; at < turned.length; at++) {
    if (!isJunction(turned[at]!)) continue;
    points.push(...smooth(turned.slice(from, at + 1).map(spot)).slice(points.length === 0 ? 0 : 1));
    from = at;
  }
  return points;
}

/** Twice the area; positive for a ring that runs clockwise on the map. */
const signedArea = (ring: readonly Spot[]): number =>
  ring.slice(1).reduce((sum, [x, y], index) => sum + ring[index]![0] * y - x * ring[index]![1], 0);

export function contains(ring: readonly Spot[], [x, y]: Spot): boolean {
  let inside = false;
  for (let at = 1; at < ring.length; at++) {
    const [ax, ay] = ring[at - 1]!;
    const [bx, by] = ring[at]!;
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside;
}

/** Outer rings run clockwise with the area on their right; holes run the other way and go to the ring around them. */
function nest(rings: readonly Spot[][]): Area {
  const outer = rings.filter((ring) => signedArea(ring) > 0);
  const holes = rings.filter((ring) => signedArea(ring) <= 0);
  return outer.map((ring) => [ring, ...holes.filter((hole) => outer.length === 1 || contains(ring, hole[0]!))]);
}
