import type { Relief } from './ground.ts';
import { type Bounds, fromMercator, toMercator } from './mercator.ts';

type Colour = readonly [number, number, number];

/** Ground colours by height, as shares of the way from the lowest to the highest place, and how strongly light models it. */
export interface ReliefLook {
  tints: readonly (readonly [share: number, colour: Colour])[];
  /** Colour of a slope in full shade and in full light, and how much of it is laid over the tint. */
  shade: Colour;
  light: Colour;
  strength: number;
}

/** A printed sheet: valley meadows, hill straw, mountain stone. */
export const paperLook: ReliefLook = {
  tints: [
    [0, [236, 240, 224]],
    [0.12, [240, 241, 224]],
    [0.3, [243, 238, 219]],
    [0.55, [238, 229, 211]],
    [0.8, [231, 223, 212]],
    [1, [240, 237, 232]],
  ],
  shade: [92, 84, 78],
  light: [255, 253, 246],
  strength: 0.62,
};

/** The wall by night: deep slate, ridges barely lit. */
export const nightLook: ReliefLook = {
  tints: [
    [0, [18, 30, 36]],
    [0.3, [22, 35, 41]],
    [0.6, [29, 42, 48]],
    [1, [44, 56, 62]],
  ],
  shade: [4, 9, 13],
  light: [138, 164, 168],
  strength: 0.72,
};

/** The weights of a cubic B-spline between four cells; it smooths as it interpolates, so coarse cells leave no steps. */
function spline(t: number): readonly [number, number, number, number] {
  const back = 1 - t;
  return [back ** 3 / 6, (3 * t ** 3 - 6 * t ** 2 + 4) / 6, (-3 * t ** 3 + 3 * t ** 2 + 3 * t + 1) / 6, t ** 3 / 6];
}

interface Step {
  cells: readonly [number, number, number, number];
  weights: readonly [number, number, number, number];
}

const stepAt = (position: number, count: number): Step => {
  const first = Math.floor(position);
  const cell = (offset: number) => Math.max(0, Math.min(count - 1, first + offset));
  return { cells: [cell(-1), cell(0), cell(1), cell(2)], weights: spline(position - first) };
};

/** Heights on a picture of the bounds in Mercator, smooth between the cells of the relief. */
export function heightsOn(
  relief: Relief,
  [west, south, east, north]: Bounds,
  width: number,
  height: number,
): Float32Array {
  const [left, top] = toMercator([west, north]);
  const [right, bottom] = toMercator([east, south]);
  const columns = Array.from({ length: width }, (_, x) => {
    const [lon] = fromMercator([left + ((x + 0.5) / width) * (right - left), top]);
    return stepAt((lon - relief.west) / relief.stepLon, relief.columns);
  });
  const heights = new Float32Array(width * height);
  const row = new Float32Array(relief.columns);
  for (let y = 0; y < height; y++) {
    const [, lat] = fromMercator([left, top + ((y + 0.5) / height) * (bottom - top)]);
    const { cells, weights } = stepAt((lat - relief.north) / relief.stepLat, relief.rows);
    // One row of the picture needs each column of the relief only once.
    for (let column = 0; column < relief.columns; column++) {
      let sum = 0;
      for (let n = 0; n < 4; n++) sum += weights[n]! * relief.metres[cells[n]! * relief.columns + column]!;
      row[column] = sum;
    }
    for (let x = 0; x < width; x++) {
      const step = columns[x]!;
      let sum = 0;
      for (let n = 0; n < 4; n++) sum += step.weights[n]! * row[step.cells[n]!]!;
      heights[y * width + x] = sum;
    }
  }
  return heights;
}

const mix = (a: number, b: number, share: number): number => a + (b - a) * share;

function tintAt(look: ReliefLook, share: number): Colour {
  const above = look.tints.findIndex(([from]) => from >= share);
  if (above <= 0) return look.tints[above === 0 ? 0 : look.tints.length - 1]![1];
  const [low, a] = look.tints[above - 1]!;
  const [high, b] = look.tints[above]!;
  const t = (share - low) / (high - low);
  return [mix(a[0], b[0], t), mix(a[1], b[1], t), mix(a[2], b[2], t)];
}

/**
 * The ground as pixels (RGBA), lit from the north-west as on printed maps, with a second, weaker light from the west so that
 * ridges running with the light are seen too.
 * @param metresPerPixel width of a pixel on the ground, so that slopes are true.
 */
export function paintRelief(
  heights: Float32Array,
  width: number,
  height: number,
  metresPerPixel: number,
  look: ReliefLook,
): Uint8ClampedArray<ArrayBuffer> {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const metres of heights) {
    low = Math.min(low, metres);
    high = Math.max(high, metres);
  }
  const span = Math.max(1, high - low);
  const tints = Array.from({ length: 256 }, (_, n) => tintAt(look, n / 255));
  const pixels = new Uint8ClampedArray(width * height * 4);
  // Slopes are drawn steeper than they are: at the scale of a prefecture true ones would hardly show.
  const steeper = 2.2 / (2 * metresPerPixel);
  for (let y = 0; y < height; y++) {
    const above = Math.max(0, y - 1) * width;
    const below = Math.min(height - 1, y + 1) * width;
    for (let x = 0; x < width; x++) {
      const at = y * width + x;
      const dx =
        (heights[y * width + Math.min(width - 1, x + 1)]! - heights[y * width + Math.max(0, x - 1)]!) * steeper;
      const dy = (heights[below + x]! - heights[above + x]!) * steeper;
      const long = Math.sqrt(dx * dx + dy * dy + 1);
      // Light from the north-west at 45°, and from the west at 60°; a flat place gets none of either.
      const main = (0.5 * dx + 0.5 * dy + Math.SQRT1_2) / long - Math.SQRT1_2;
      const side = (0.5 * dx + 0.866) / long - 0.866;
      const lit = Math.max(-1, Math.min(1, (0.75 * main + 0.25 * side) * 1.7));
      const share = (heights[at]! - low) / span;
      // A low tint of height: the square root gives valleys, where people live, most of the range.
      const tint = tints[Math.min(255, Math.round(Math.sqrt(Math.max(0, share)) * 255))]!;
      const over = lit < 0 ? look.shade : look.light;
      const much = Math.abs(lit) * look.strength;
      for (let n = 0; n < 3; n++) pixels[4 * at + n] = mix(tint[n]!, over[n]!, much);
      pixels[4 * at + 3] = 255;
    }
  }
  return pixels;
}
