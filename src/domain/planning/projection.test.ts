import fc from 'fast-check';
import { expect, it } from 'vitest';
import { projected } from './projection.ts';

const hamlets = fc.array(fc.record({ people: fc.integer({ min: 1, max: 900 }), cases: fc.option(fc.nat(300)) }), {
  minLength: 1,
  maxLength: 6,
});
const village = (people: number, cases: number | null, at: number) => ({
  id: `v${at}`,
  name: `v${at}`,
  village: null,
  town: null,
  county: null,
  lon: 104,
  lat: 29,
  people,
  older: null,
  cases,
  urban: false,
  natural: 1,
});

it('shares out what is said of a village among its hamlets, and leaves alone whom nothing is said of', () => {
  fc.assert(
    fc.property(hamlets, fc.nat(5000), fc.option(fc.nat(2000)), (given, people, cases) => {
      const villages = [...given, { people: 50, cases: 7 }].map((one, at) => village(one.people, one.cases, at));
      const codes = new Map(villages.map(({ id }, at) => [id, at < given.length ? 'known' : 'other']));
      const table = [
        { code: 'known', year: 2035, people, cases },
        { code: 'other', year: 2040, people: 1, cases: 1 },
      ];
      const then = projected(villages, codes, table, 2035);
      const sum = (of: (one: (typeof then)[number]) => number) =>
        then.slice(0, -1).reduce((all, one) => all + of(one), 0);
      // Each hamlet is rounded by itself.
      expect(Math.abs(sum((one) => one.people) - people)).toBeLessThanOrEqual(given.length / 2);
      if (cases !== null) expect(Math.abs(sum((one) => one.cases ?? 0) - cases)).toBeLessThanOrEqual(given.length / 2);
      else
        then.slice(0, -1).forEach((one, at) => {
          const before = villages[at]!;
          if (before.cases === null) expect(one.cases).toBeNull();
          else expect(one.cases).toBe(Math.round((before.cases * one.people) / before.people));
        });
      expect(then.at(-1)).toEqual(villages.at(-1));
    }),
  );
});
