import fc from 'fast-check';
import { expect, test } from 'vitest';
import { neighbour, sidesAndCorners, spread, wayBack } from './grid.ts';
import { makeTerrain } from './terrain.ts';

test('water runs downhill from everywhere to the one outlet, gathering as it goes', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1_000_000 }), (seed) => {
      const terrain = makeTerrain(seed, { columns: 36, rows: 36, cell: 0.7 });
      const outlets = new Set<number>();
      for (const [at, to] of terrain.receiver.entries()) {
        if (to === at) outlets.add(at);
        else {
          expect(terrain.height[to]!).toBeLessThan(terrain.height[at]!);
          expect(terrain.area[to]!).toBeGreaterThan(terrain.area[at]!);
        }
      }
      expect(outlets.size).toBe(1);
    }),
    { numRuns: 20 },
  );
});

test('a cheapest way costs what is said, and no single step is a short cut', () => {
  const grid = { columns: 9, rows: 7, cell: 1 };
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 63, maxLength: 63 }),
      fc.nat(62),
      (prices, source) => {
        const price = (_: number, to: number) => prices[to]!;
        const found = spread(grid, [{ cell: source }], sidesAndCorners, price);
        for (let at = 0; at < 63; at++) {
          const way = wayBack(found, at);
          expect(way.at(-1)).toBe(source);
          expect(way.slice(0, -1).reduce((sum, cell) => sum + prices[cell]!, 0)).toBe(found.cost[at]);
          for (let direction = 0; direction < sidesAndCorners; direction++) {
            const next = neighbour(grid, at, direction);
            if (next >= 0) expect(found.cost[next]!).toBeLessThanOrEqual(found.cost[at]! + prices[next]!);
          }
        }
      },
    ),
    { numRuns: 50 },
  );
});
