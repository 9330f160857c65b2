import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Lonlat, metresBetween } from './mercator.ts';
import { schematic } from './schematic.ts';

const home: Lonlat = [104.5, 29];
const place = fc.tuple(
  fc.double({ min: 104, max: 105, noNaN: true }),
  fc.double({ min: 28.5, max: 29.5, noNaN: true }),
);
const box = { width: 360, height: 320, gap: 32 };

it('draws the nearer inside, in about its own direction, within the drawing, and no mark on another', () => {
  fc.assert(
    fc.property(fc.array(place, { minLength: 1, maxLength: 8 }), (places) => {
      const drawn = schematic(
        home,
        places.map((at) => ({ thing: at, at })),
        box,
      );
      const radius = (at: readonly [number, number]) => Math.hypot(at[0] - drawn.centre[0], at[1] - drawn.centre[1]);
      for (const { thing, at } of drawn.points) {
        expect(at[0] >= 0 && at[0] <= box.width && at[1] >= 0 && at[1] <= box.height).toBe(true);
        for (const other of drawn.points) {
          if (metresBetween(home, thing) + 1 < metresBetween(home, other.thing))
            expect(radius(at)).toBeLessThan(radius(other.at) + 0.001);
          if (other.at !== at)
            expect(Math.hypot(at[0] - other.at[0], at[1] - other.at[1])).toBeGreaterThanOrEqual(box.gap - 0.001);
        }
        if (metresBetween(home, thing) < 100) continue;
        const bearing = Math.atan2((thing[0] - home[0]) * Math.cos((29 * Math.PI) / 180), thing[1] - home[1]);
        const shown = Math.atan2(at[0] - drawn.centre[0], drawn.centre[1] - at[1]);
        expect(Math.abs(Math.atan2(Math.sin(bearing - shown), Math.cos(bearing - shown)))).toBeLessThan(Math.PI / 2);
      }
    }),
  );
});

it('puts the north above and says its rings in round lengths', () => {
  const drawn = schematic(home, [{ thing: 'n', at: [104.5, 29.1] }], box);
  expect(drawn.points[0]!.at[0]).toBeCloseTo(180, 6);
  expect(drawn.points[0]!.at[1]).toBeLessThan(160);
  expect(drawn.rings.map(({ metres }) => metres)).toEqual([2000, 5000, 10_000]);
});

it('draws a place that is the very place one is at', () => {
  const drawn = schematic(home, [{ thing: 'here', at: home }], box);
  expect(drawn.points[0]!.at.every(Number.isFinite)).toBe(true);
});
