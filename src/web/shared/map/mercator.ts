import { type Bounds, boundsOf, type Lonlat } from '#domain/kernel/coordinates.ts';

export { type Bounds, boundsOf, type Lonlat };

/** Pixels to the right and down. */
export type Spot = readonly [number, number];

const rad = Math.PI / 180;
const earth = 6_371_008.8;

/** Web Mercator on a square of side 1: what a map of tiles uses too, so that both drawings lie on each other. */
export const toMercator = ([lon, lat]: Lonlat): Spot => [
  (lon + 180) / 360,
  (1 - Math.log(Math.tan(Math.PI / 4 + (lat * rad) / 2)) / Math.PI) / 2,
];

export const fromMercator = ([x, y]: Spot): Lonlat => [
  x * 360 - 180,
  (2 * Math.atan(Math.exp(Math.PI * (1 - 2 * y))) - Math.PI / 2) / rad,
];

/** A rectangle of the earth laid into a rectangle of pixels. */
export interface Frame {
  width: number;
  height: number;
  project: (place: Lonlat) => Spot;
  unproject: (spot: Spot) => Lonlat;
  /** Metres that a pixel is wide in the middle of the frame. */
  metresPerPixel: number;
}

/**
 * The largest frame of `width` × `height` pixels that holds the bounds with `margin` pixels around them. Bounds without
 * width or height (one point) are widened to about a kilometre.
 */
export function frameOf([west, south, east, north]: Bounds, width: number, height: number, margin = 0): Frame {
  const least = 0.005;
  const grow = (low: number, high: number) =>
    high - low < 2 * least ? ([low - least, high + least] as const) : ([low, high] as const);
  const [w, e] = grow(west, east);
  const [s, n] = grow(south, north);
  const [left, top] = toMercator([w, n]);
  const [right, bottom] = toMercator([e, s]);
  const room = (whole: number) => Math.max(1, whole - 2 * margin);
  const scale = Math.min(room(width) / (right - left), room(height) / (bottom - top));
  const middle: Spot = [(left + right) / 2, (top + bottom) / 2];
  const middleLat = fromMercator(middle)[1];
  return {
    width,
    height,
    project: (place) => {
      const [x, y] = toMercator(place);
      return [(x - middle[0]) * scale + width / 2, (y - middle[1]) * scale + height / 2];
    },
    unproject: ([x, y]) => fromMercator([(x - width / 2) / scale + middle[0], (y - height / 2) / scale + middle[1]]),
    metresPerPixel: (2 * Math.PI * earth * Math.cos(middleLat * rad)) / scale,
  };
}

/** Great-circle metres on the mean sphere. */
export function metresBetween(a: Lonlat, b: Lonlat): number {
  const h =
    Math.sin(((b[1] - a[1]) * rad) / 2) ** 2 +
    Math.cos(a[1] * rad) * Math.cos(b[1] * rad) * Math.sin(((b[0] - a[0]) * rad) / 2) ** 2;
  return 2 * earth * Math.asin(Math.min(1, Math.sqrt(h)));
}

export const directions = ['n', 'ne', 'e', 'se', 's', 'sw', 'w', 'nw'] as const;
export type Direction = (typeof directions)[number];

/** Which way to look from one place to another. */
export function directionTo(from: Lonlat, to: Lonlat): Direction {
  const east = (to[0] - from[0]) * Math.cos(((from[1] + to[1]) / 2) * rad);
  const turn = Math.atan2(east, to[1] - from[1]) / (Math.PI / 4);
  return directions[(Math.round(turn) + 8) % 8]!;
}

/** The longest round length (1, 2 or 5 times a power of ten) that fits into `most` pixels. */
export function scaleBar(metresPerPixel: number, most: number): { metres: number; pixels: number } {
  const whole = metresPerPixel * most;
  const power = 10 ** Math.floor(Math.log10(whole));
  const metres = [5, 2, 1].map((times) => times * power).find((length) => length <= whole) ?? power;
  return { metres, pixels: metres / metresPerPixel };
}

/** A line with fewer corners: none that is left out lay further than `tolerance` from what is drawn (Douglas and Peucker 1973). */
export function simplify(line: readonly Spot[], tolerance: number): Spot[] {
  if (line.length < 3) return [...line];
  const keep = new Uint8Array(line.length);
  keep[0] = keep[line.length - 1] = 1;
  const stack: [number, number][] = [[0, line.length - 1]];
  for (let range = stack.pop(); range; range = stack.pop()) {
    const [first, last] = range;
    let [worst, at] = [tolerance * tolerance, -1];
    for (let index = first + 1; index < last; index++) {
      const off = offLine(line[index]!, line[first]!, line[last]!);
      if (off > worst) [worst, at] = [off, index];
    }
    if (at < 0) continue;
    keep[at] = 1;
    stack.push([first, at], [at, last]);
  }
  return line.filter((_, index) => keep[index]);
}

/** The square of the distance from a spot to a stretch of line. */
function offLine([x, y]: Spot, [ax, ay]: Spot, [bx, by]: Spot): number {
  const length = (bx - ax) ** 2 + (by - ay) ** 2;
  const along = length === 0 ? 0 : Math.max(0, Math.min(1, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length));
  return (x - ax - along * (bx - ax)) ** 2 + (y - ay - along * (by - ay)) ** 2;
}
