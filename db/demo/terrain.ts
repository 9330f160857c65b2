import { type Grid, Heap, neighbour, sidesAndCorners, stepLength } from './grid.ts';
import { hash, unit } from './random.ts';

/** Invented mountains: noise raised into ranges, then worn down by its own rivers until the valleys hang together. */
export interface Terrain extends Grid {
  /** Metres above the sea. */
  height: Float64Array;
  /** The cell that water runs to; itself at the outlet. */
  receiver: Int32Array;
  /** Square kilometres that drain through a cell, the country upstream of the map included. */
  area: Float64Array;
  /** Steepest rise or fall to a neighbour, as a ratio. */
  slope: Float64Array;
  /** Cells from the outlet upstream: each after the one that it drains to. */
  upstream: Int32Array;
}

const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));

const fade = (t: number): number => t * t * t * (t * (t * 6 - 15) + 10);

/** Gradient noise between about -1 and 1. */
function noise(seed: number, x: number, y: number): number {
  const x0 = Math.floor(x);
  const y0 = Math.floor(y);
  const dx = x - x0;
  const dy = y - y0;
  const corner = (cx: number, cy: number): number => {
    const h = hash(seed, x0 + cx, y0 + cy);
    const gx = (h & 0xffff) / 32_768 - 1;
    const gy = (h >>> 16) / 32_768 - 1;
    return gx * (dx - cx) + gy * (dy - cy);
  };
  const u = fade(dx);
  const north = corner(0, 0) * (1 - u) + corner(1, 0) * u;
  const south = corner(0, 1) * (1 - u) + corner(1, 1) * u;
  return (north + (south - north) * fade(dy)) * 1.4;
}

/** Noise of several sizes on top of one another, mostly between -0.6 and 0.6. */
export function fractal(seed: number, x: number, y: number, octaves: number): number {
  let sum = 0;
  for (let octave = 0, weight = 0.5, scale = 1; octave < octaves; octave++, weight /= 2, scale *= 2) {
    sum += weight * noise(seed + octave, x * scale, y * scale);
  }
  return sum;
}

type Point = readonly [x: number, y: number];

function distanceToSegment(x: number, y: number, [ax, ay]: Point, [bx, by]: Point): number {
  const length = (bx - ax) ** 2 + (by - ay) ** 2;
  const t = clamp(((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length, 0, 1);
  return Math.sqrt((x - ax - t * (bx - ax)) ** 2 + (y - ay - t * (by - ay)) ** 2);
}

/** Where the two great rivers come in, meet and leave, as shares of the map's width and depth. */
interface Course {
  north: Point;
  west: Point;
  meet: Point;
  outlet: Point;
}

const courseOf = (seed: number): Course => ({
  north: [0.42 + 0.22 * unit(seed, 22), 0],
  west: [0, 0.38 + 0.25 * unit(seed, 23)],
  meet: [0.46 + 0.12 * unit(seed, 24), 0.47 + 0.12 * unit(seed, 25)],
  outlet: [1, 0.5 + 0.25 * unit(seed, 21)],
});

/** High in the west, a hilly basin in the east, ranges from south-west to north-east, and troughs for the great rivers. */
function raise(seed: number, grid: Grid, course: Course): Float64Array {
  const height = new Float64Array(grid.columns * grid.rows);
  const width = grid.columns * grid.cell;
  const depth = grid.rows * grid.cell;
  const place = ([u, v]: Point): Point => [u * width, v * depth];
  const [north, west, meet, outlet] = [course.north, course.west, course.meet, course.outlet].map(place) as [
    Point,
    Point,
    Point,
    Point,
  ];
  const reach = 0.06 * Math.min(width, depth) + 4;
  const bend = 0.14 * Math.min(width, depth);
  const strike = 0.9 + 0.5 * (unit(seed, 11) - 0.5);
  for (let at = 0; at < height.length; at++) {
    const x = ((at % grid.columns) + 0.5) * grid.cell;
    const y = (Math.floor(at / grid.columns) + 0.5) * grid.cell;
    const warpX = x + 7 * fractal(seed + 100, x / 22, y / 22, 3);
    const warpY = y + 7 * fractal(seed + 200, x / 22, y / 22, 3);
    const lift = clamp(
      1.05 - 1.1 * (x / width) + 0.25 * (y / depth - 0.5) + 0.6 * fractal(seed + 300, x / 45, y / 45, 3),
      0.02,
      1.3,
    );
    const across = (warpX * Math.cos(strike) + warpY * Math.sin(strike)) / 9;
    const along = (warpY * Math.cos(strike) - warpX * Math.sin(strike)) / 30;
    const ridge = clamp(1 - Math.abs(noise(seed + 400, across, along)) * 1.6, 0, 1) ** 2;
    const rough = fractal(seed + 500, warpX / 14, warpY / 14, 5);
    const high = 1700 * lift ** 2 + (190 + 620 * lift) * ridge + (210 + 650 * lift) * rough;
    const edge = Math.min(x, y, width - x, depth - y);
    const rim = 500 * clamp(1 - edge / (0.12 * width), 0, 1);
    const bendX = warpX + bend * fractal(seed + 600, x / (2.2 * bend), y / (2.2 * bend), 3);
    const bendY = warpY + bend * fractal(seed + 700, x / (2.2 * bend), y / (2.2 * bend), 3);
    const trunk = Math.min(
      distanceToSegment(bendX, bendY, north, meet),
      distanceToSegment(bendX, bendY, west, meet),
      distanceToSegment(bendX, bendY, meet, outlet),
    );
    const near = clamp(trunk / reach, 0, 1);
    const trough = 0.1 + 0.22 * near + 0.68 * fade(near);
    height[at] = 330 + 5 * trunk + 45 * rough + (high + rim) * trough;
  }
  return height;
}

/**
 * Raises every hollow to its lip, so that water finds the outlet from everywhere, and orders the cells from the outlet
 * upstream (priority flood). The rise is uneven, or rivers would cross what was a hollow in straight lines.
 */
function drain(seed: number, grid: Grid, height: Float64Array, outlet: number): Int32Array {
  const order = new Int32Array(height.length);
  const seen = new Uint8Array(height.length);
  const heap = new Heap();
  heap.push(height[outlet]!, outlet);
  seen[outlet] = 1;
  for (let count = 0; heap.size > 0; count++) {
    const { cell } = heap.pop();
    order[count] = cell;
    for (let direction = 0; direction < sidesAndCorners; direction++) {
      const next = neighbour(grid, cell, direction);
      if (next < 0 || seen[next]) continue;
      seen[next] = 1;
      height[next] = Math.max(height[next]!, height[cell]! + 0.05 + 3 * unit(seed, 31, next) ** 2);
      heap.push(height[next]!, next);
    }
  }
  return order;
}

function receivers(grid: Grid, height: Float64Array): Int32Array {
  const receiver = new Int32Array(height.length);
  for (let at = 0; at < height.length; at++) {
    let steepest = 0;
    receiver[at] = at;
    for (let direction = 0; direction < sidesAndCorners; direction++) {
      const next = neighbour(grid, at, direction);
      if (next < 0) continue;
      const fall = (height[at]! - height[next]!) / stepLength(grid.cell, direction);
      if (fall > steepest) {
        steepest = fall;
        receiver[at] = next;
      }
    }
  }
  return receiver;
}

function drainage(
  grid: Grid,
  order: Int32Array,
  receiver: Int32Array,
  inflow: ReadonlyMap<number, number>,
): Float64Array {
  const area = new Float64Array(order.length).fill(grid.cell * grid.cell);
  for (const [cell, more] of inflow) area[cell]! += more;
  for (let index = order.length - 1; index > 0; index--) {
    const at = order[index]!;
    if (receiver[at] !== at) area[receiver[at]!]! += area[at]!;
  }
  return area;
}

function slopes(grid: Grid, height: Float64Array): Float64Array {
  const slope = new Float64Array(height.length);
  for (let at = 0; at < height.length; at++) {
    for (let direction = 0; direction < sidesAndCorners; direction++) {
      const next = neighbour(grid, at, direction);
      if (next < 0) continue;
      const ratio = Math.abs(height[next]! - height[at]!) / (1000 * stepLength(grid.cell, direction));
      slope[at] = Math.max(slope[at]!, ratio);
    }
  }
  return slope;
}

/** Soil creeps downhill: every cell moves a little towards the mean of its neighbours. */
function creep(grid: Grid, height: Float64Array, outlet: number): void {
  const before = height.slice();
  for (let at = 0; at < height.length; at++) {
    let sum = 0;
    let count = 0;
    for (let direction = 0; direction < sidesAndCorners; direction++) {
      const next = neighbour(grid, at, direction);
      if (next < 0) continue;
      sum += before[next]!;
      count++;
    }
    if (at !== outlet) height[at] = before[at]! + 0.22 * (sum / count - before[at]!);
  }
}

const rounds = 12;

/** Two rivers come in from the north and the west, meet in the middle, and leave by the one outlet in the east. */
export function makeTerrain(seed: number, grid: Grid): Terrain {
  const { columns, rows } = grid;
  const course = courseOf(seed);
  const height = raise(seed, grid, course);
  const own = columns * rows * grid.cell * grid.cell;
  const at = ([u, v]: Point) =>
    Math.min(rows - 1, Math.floor(v * rows)) * columns + Math.min(columns - 1, Math.floor(u * columns));
  const outlet = at(course.outlet);
  const inflow = new Map([
    [at(course.north), 5 * own],
    [at(course.west), 2.5 * own],
  ]);
  height[outlet] = 300;
  let order = drain(seed, grid, height, outlet);
  let receiver = receivers(grid, height);
  let area = drainage(grid, order, receiver, inflow);
  for (let round = 0; round < rounds; round++) {
    // Stream power with an implicit step (Braun and Willett 2013): each cell sinks towards the one that it drains to.
    for (let index = 1; index < order.length; index++) {
      const cell = order[index]!;
      const strength = (0.045 * Math.sqrt(Math.min(area[cell]!, own))) / grid.cell;
      height[cell] = (height[cell]! + strength * height[receiver[cell]!]!) / (1 + strength);
    }
    creep(grid, height, outlet);
    order = drain(seed, grid, height, outlet);
    receiver = receivers(grid, height);
    area = drainage(grid, order, receiver, inflow);
  }
  return { ...grid, height, receiver, area, slope: slopes(grid, height), upstream: order };
}
