import { expect, it } from 'vitest';
import type { Relief } from './ground.ts';
import { heightsOn, paintRelief, paperLook } from './relief.ts';

const grid = (height: (column: number, row: number) => number): Relief => ({
  columns: 20,
  rows: 20,
  west: 104,
  north: 29.2,
  stepLon: 0.01,
  stepLat: -0.01,
  metres: Array.from({ length: 400 }, (_, at) => height(at % 20, Math.floor(at / 20))),
});
const bounds = [104.02, 29.03, 104.17, 29.18] as const;

it('a slope stays the slope it is', () => {
  const heights = heightsOn(
    grid((column) => 300 + 10 * column),
    bounds,
    64,
    64,
  );
  // The picture begins two cells in, and its first pixel lies half a pixel further.
  expect(heights[0]).toBeCloseTo(320 + (150 / 64) * 0.5, 1);
  expect(heights[63]! - heights[0]!).toBeCloseTo((150 * 63) / 64, 1);
});

it('is lit from the north-west: the slope that looks there is brighter than the one that looks away', () => {
  const ridge = grid((column, row) => 500 - 40 * Math.abs(column + row - 19));
  const pixels = paintRelief(heightsOn(ridge, bounds, 60, 60), 60, 60, 250, paperLook);
  const bright = (x: number, y: number) => pixels[4 * (y * 60 + x)]!;
  expect(bright(20, 20)).toBeGreaterThan(bright(40, 40));
  expect(pixels.every((_, at) => at % 4 !== 3 || pixels[at] === 255)).toBe(true);
});

it('a plain is one even tint', () => {
  const pixels = paintRelief(
    heightsOn(
      grid(() => 400),
      bounds,
      20,
      20,
    ),
    20,
    20,
    250,
    paperLook,
  );
  expect(new Set(pixels.filter((_, at) => at % 4 === 0)).size).toBe(1);
});
