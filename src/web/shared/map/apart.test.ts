import fc from 'fast-check';
import { expect, it } from 'vitest';
import { apart } from './apart.ts';
import type { Spot } from './mercator.ts';

const frame = { width: 360, height: 380 };
const gap = 30;
const spots = fc.array(fc.tuple(fc.integer({ min: 15, max: 345 }), fc.integer({ min: 15, max: 365 })), {
  minLength: 1,
  maxLength: 6,
});
const metres = ([a, b]: Spot, [c, d]: Spot) => Math.hypot(a - c, b - d);

it('marks do not cover one another, nor what is fixed, and stay in the frame', () => {
  fc.assert(
    fc.property(spots, fc.boolean(), (marks, crowded) => {
      const given: Spot[] = crowded ? marks.map(([x, y]) => [150 + (x % 7), 200 + (y % 5)]) : marks;
      const home: Spot = [153, 202];
      const moved = apart(given, gap, frame, [home]);
      for (const [at, one] of moved.entries()) {
        expect(metres(one, home)).toBeGreaterThan(gap - 2);
        for (const other of moved.slice(at + 1)) expect(metres(one, other)).toBeGreaterThan(gap - 2);
        expect(one[0] >= 14 && one[0] <= 346 && one[1] >= 14 && one[1] <= 366).toBe(true);
      }
    }),
    { numRuns: 2000 },
  );
});

it('marks that have room stay where they are', () => {
  const marks: Spot[] = [
    [50, 50],
    [90, 50],
    [300, 300],
  ];
  expect(apart(marks, gap, frame)).toEqual(marks);
});
