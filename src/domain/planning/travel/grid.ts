import type { Bounds } from '../../kernel/coordinates.ts';
import { metresEast, metresNorth } from './geometry.ts';

/** Squares over a piece of ground, row by row from the south-west. */
export interface Grid {
  west: number;
  south: number;
  /** Degrees from square to square. */
  stepLon: number;
  stepLat: number;
  columns: number;
  rows: number;
}

type Ring = [number, number][];
/** The coordinates of a GeoJSON MultiPolygon. */
export type Polygons = Ring[][];

/** @param metres the side of a square */
export function gridOver([west, south, east, north]: Bounds, metres: number): Grid {
  const stepLat = metres / metresNorth;
  const stepLon = metres / metresEast((south + north) / 2);
  return {
    west,
    south,
    stepLon,
    stepLat,
    columns: Math.max(1, Math.ceil((east - west) / stepLon)),
    rows: Math.max(1, Math.ceil((north - south) / stepLat)),
  };
}

/** The middle of a square. */
export const middleOf = ({ west, south, stepLon, stepLat, columns }: Grid, square: number) => ({
  lon: west + ((square % columns) + 0.5) * stepLon,
  lat: south + (Math.floor(square / columns) + 0.5) * stepLat,
});

/** The square in which a place lies; −1 outside. */
export function squareAt({ west, south, stepLon, stepLat, columns, rows }: Grid, lon: number, lat: number): number {
  const [column, row] = [Math.floor((lon - west) / stepLon), Math.floor((lat - south) / stepLat)];
  return column >= 0 && row >= 0 && column < columns && row < rows ? row * columns + column : -1;
}

/** A metre: what is drawn from squares is not more exact. */
const round = (degrees: number): number => Math.round(degrees * 1e5) / 1e5;
/** East, north, west, south. */
const [dx, dy] = [
  [1, 0, -1, 0],
  [0, 1, 0, -1],
];

/**
 * Squares joined to areas along their borders: outer rings counter-clockwise with their holes, as GeoJSON wants it. Squares that touch
 * at a corner alone are two areas.
 */
export function joined(grid: Grid, isIn: (square: number) => boolean): Polygons {
  const { columns, rows, west, south, stepLon, stepLat } = grid;
  const wide = columns + 1;
  const inside = (column: number, row: number): boolean =>
    column >= 0 && row >= 0 && column < columns && row < rows && isIn(row * columns + column);
  // Per corner the borders that leave it, a bit for each direction; what is inside lies to their left.
  const leaving = new Uint8Array(wide * (rows + 1));
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      if (!inside(column, row)) continue;
      const at = row * wide + column;
      if (!inside(column, row - 1)) leaving[at]! |= 1;
      if (!inside(column + 1, row)) leaving[at + 1]! |= 2;
      if (!inside(column, row + 1)) leaving[at + wide + 1]! |= 4;
      if (!inside(column - 1, row)) leaving[at + wide]! |= 8;
    }
  /** By the corner from which a western border goes down: the area that it bounds. */
  const areaOf = new Int32Array(leaving.length).fill(-1);
  const areas: Polygons = [];
  for (let start = 0; start < leaving.length; start++)
    while (leaving[start]! !== 0) {
      const corners: number[] = [];
      const down: number[] = [];
      let [at, before, doubled] = [start, -1, 0];
      do {
        // To the left first: so that a ring never crosses itself.
        let way = before < 0 ? 31 - Math.clz32(leaving[at]! & -leaving[at]!) : (before + 1) & 3;
        while (!(leaving[at]! & (1 << way))) way = (way + 3) & 3;
        leaving[at]! &= ~(1 << way);
        if (way !== before) corners.push(at);
        if (way === 3) down.push(at);
        const next = at + dx![way]! + dy![way]! * wide;
        doubled += (at % wide) * Math.floor(next / wide) - (next % wide) * Math.floor(at / wide);
        [at, before] = [next, way];
      } while (at !== start);
      const ring = [...corners, corners[0]!].map((corner): [number, number] => [
        round(west + (corner % wide) * stepLon),
        round(south + Math.floor(corner / wide) * stepLat),
      ]);
      let area = areas.length;
      if (doubled > 0) areas.push([ring]);
      else {
        // Rings are found from the south-west: whatever bounds the row to the left of a hole is known already.
        let left = start - 1 + wide;
        while (areaOf[left]! < 0) left -= 1;
        area = areaOf[left]!;
        areas[area]!.push(ring);
      }
      for (const corner of down) areaOf[corner] = area;
    }
  return areas;
}
