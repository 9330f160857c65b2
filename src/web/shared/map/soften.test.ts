import { expect, it } from 'vitest';
import type { Lonlat } from './mercator.ts';
import { soften } from './soften.ts';

it('makes slopes of stairs, and keeps long sides', () => {
  const stairs: Lonlat[] = [
    [0, 0],
    [1, 0],
    [1, 1],
    [2, 1],
    [2, 2],
    [3, 2],
    [3, 3],
    [0, 3],
    [0, 0],
  ];
  expect(soften(stairs, [1, 1])).toEqual([
    [0.5, 0],
    [1, 0.5],
    [1.5, 1],
    [2, 1.5],
    [2.5, 2],
    [3, 2.5],
    [2.5, 3],
    [0.5, 3],
    [0, 2.5],
    [0, 0.5],
    [0.5, 0],
  ]);
});

it('leaves what is along no squares', () => {
  const circle: Lonlat[] = [
    [0, 1],
    [1, 0],
    [0, -1],
    [0, 1],
  ];
  expect(soften(circle, null)).toEqual(circle);
});
