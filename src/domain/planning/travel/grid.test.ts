import fc from 'fast-check';
import { expect, it } from 'vitest';
import { insideArea } from './area.ts';
import { type Grid, gridOver, joined, middleOf, squareAt } from './grid.ts';

const grid: Grid = { west: 104, south: 29, stepLon: 0.01, stepLat: 0.01, columns: 9, rows: 7 };
const doubled = (ring: readonly (readonly [number, number])[]): number =>
  ring.reduce((sum, [x, y], at) => {
    const [nextX, nextY] = ring[(at + 1) % ring.length]!;
    return sum + (x - 104) * (nextY - 29) - (nextX - 104) * (y - 29);
  }, 0);

it('joins squares to areas that hold them and no others, with rings as GeoJSON wants them', () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { minLength: 63, maxLength: 63 }), (squares) => {
      const areas = joined(grid, (square) => squares[square]!);
      const inside = insideArea(areas);
      for (const [square, is] of squares.entries()) {
        const { lon, lat } = middleOf(grid, square);
        expect(inside(lon, lat)).toBe(is);
        // Each square lies in one area alone, so that holes belong to the area around them.
        expect(areas.filter((area) => insideArea([area])(lon, lat)).length).toBe(is ? 1 : 0);
      }
      for (const [outer, ...holes] of areas) {
        expect(doubled(outer!)).toBeGreaterThan(0);
        for (const hole of holes) expect(doubled(hole)).toBeLessThan(0);
      }
      for (const ring of areas.flat()) {
        expect(ring.at(-1)).toEqual(ring[0]);
        // Only corners, no places along a side: it turns everywhere.
        ring.slice(1).forEach(([x], at) => {
          const [nextX] = ring[at + 2] ?? ring[1]!;
          expect((ring[at]![0] === x) !== (x === nextX)).toBe(true);
        });
      }
    }),
  );
});

it('lays squares of a size over a piece of ground, and knows in which a place lies', () => {
  const made = gridOver([104, 29, 104.1, 29.1], 500);
  expect(made.columns).toBe(20);
  expect(made.rows).toBe(23);
  for (const square of [0, 19, 200, 459]) {
    const { lon, lat } = middleOf(made, square);
    expect(squareAt(made, lon, lat)).toBe(square);
  }
  expect(squareAt(made, 103.999, 29.05)).toBe(-1);
  expect(squareAt(made, 104.05, 29.2)).toBe(-1);
});
