import fc from 'fast-check';
import { expect, it } from 'vitest';
import { gather, meanGroup } from './gather.ts';
import { type Label, placeLabels, widthOf } from './labels.ts';
import type { Spot } from './mercator.ts';

const spot = fc.tuple(
  fc.double({ min: -500, max: 1500, noNaN: true }),
  fc.double({ min: -500, max: 1500, noNaN: true }),
);

it('a cluster sums up: nobody is lost, nobody counted twice, and those gathered lie close', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ at: spot, people: fc.integer({ min: 0, max: 9000 }) }), { maxLength: 200 }),
      (things) => {
        const groups = gather(things, ({ at }) => at, 40);
        expect(groups.flatMap((group) => group.things)).toHaveLength(things.length);
        expect(new Set(groups.flatMap((group) => group.things)).size).toBe(things.length);
        const people = (of: typeof things) => of.reduce((sum, one) => sum + one.people, 0);
        expect(groups.reduce((sum, group) => sum + people(group.things), 0)).toBe(people(things));
        for (const group of groups)
          for (const one of group.things)
            expect(Math.hypot(one.at[0] - group.at[0], one.at[1] - group.at[1])).toBeLessThanOrEqual(80.001);
      },
    ),
  );
});

it('is quick with every point of the largest city', () => {
  const things = Array.from({ length: 2487 }, (_, n): Spot => [(n * 7919) % 1400, (n * 104_729) % 900]);
  const started = performance.now();
  const groups = gather(things, (at) => at, 24);
  expect(groups.length).toBeLessThan(things.length);
  // A frame at 20 a second, on a slow machine under load.
  expect(performance.now() - started).toBeLessThan(50);
});

it('a cluster takes the mean class of those that have one', () => {
  expect(meanGroup([0, 4, -1])).toBe(2);
  expect(meanGroup([-1, -1])).toBe(-1);
});

it('names never lie on one another, on what is taken, or over the edge', () => {
  const label = fc.record({
    text: fc.constantFrom('榕川市', '云汀区', 'Yunting District', '镇'),
    at: spot,
    size: fc.integer({ min: 10, max: 20 }),
    gap: fc.constant(8),
  });
  fc.assert(
    fc.property(fc.array(label, { maxLength: 60 }), (labels) => {
      const taken = [[100, 100, 300, 200]] as const;
      const placed = placeLabels(labels as Label[], 1000, 700, taken);
      const boxes = placed.map(
        ({ text, size, middle: [x, y] }) =>
          [x - widthOf(text, size) / 2, y - size / 2, x + widthOf(text, size) / 2, y + size / 2] as const,
      );
      for (const [at, a] of boxes.entries()) {
        expect(a[0] >= 0 && a[1] >= 0 && a[2] <= 1000 && a[3] <= 700).toBe(true);
        for (const b of [...boxes.slice(at + 1), ...taken])
          expect(a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3]).toBe(false);
      }
    }),
  );
});
