import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { figuresOf, gini, loadsOf, palma } from './indicators.ts';
import { assign, type Reach, reassign, tableOf } from './reach.ts';

const world = fc
  .record({
    sites: fc.integer({ min: 1, max: 8 }),
    demands: fc.integer({ min: 1, max: 12 }),
    extra: fc.integer({ min: 0, max: 3 }),
    bordered: fc.boolean(),
  })
  .chain(({ sites, demands, extra, bordered }) => {
    const time = fc.option(fc.integer({ min: 0, max: 40 }), { nil: undefined, freq: 3 });
    const all = sites + extra;
    return fc.record({
      sites: fc.constant(sites),
      demands: fc.constant(demands),
      times: fc.array(fc.array(time, { minLength: all, maxLength: all }), { minLength: demands, maxLength: demands }),
      open: fc.array(fc.integer({ min: 0, max: 1 }), { minLength: all, maxLength: all }),
      people: fc.array(fc.integer({ min: 0, max: 500 }), { minLength: demands, maxLength: demands }),
      limit: fc.array(fc.integer({ min: 1, max: 40 }), { minLength: demands, maxLength: demands }),
      counties: fc.array(fc.integer({ min: 0, max: 1 }), { minLength: demands + all, maxLength: demands + all }),
      bordered: fc.constant(bordered),
    });
  });
type World = typeof world extends fc.Arbitrary<infer T> ? T : never;

function reachOf(given: World, open = given.open): Reach {
  const { sites, demands, times } = given;
  const pairs = times.flatMap((row, demand) =>
    row.slice(0, sites).flatMap((seconds, site) => (seconds === undefined ? [] : [{ site, demand, seconds }])),
  );
  const table = tableOf(sites, demands, {
    site: Int32Array.from(pairs, ({ site }) => site),
    demand: Int32Array.from(pairs, ({ demand }) => demand),
    seconds: Float64Array.from(pairs, ({ seconds }) => seconds),
  });
  const extra = given.open.slice(sites).map((_, at) => {
    const row = times.flatMap((each, demand) => (each[sites + at] === undefined ? [] : [demand]));
    return {
      rows: [
        { demand: Int32Array.from(row), seconds: Float64Array.from(row, (demand) => times[demand]![sites + at]!) },
      ],
    };
  });
  return {
    tables: [table],
    groups: {
      demand: Int32Array.from(given.people.keys()),
      table: new Uint8Array(demands),
      people: Float64Array.from(given.people),
      limit: Float64Array.from(given.limit),
      urban: Uint8Array.from(given.people, (_, at) => at % 2),
    },
    open: Uint8Array.from(open),
    extra,
    ...(given.bordered && {
      borders: {
        demand: Int32Array.from(given.counties.slice(0, demands)),
        site: Int32Array.from(given.counties.slice(demands)),
      },
    }),
  };
}

const figures = (reach: Reach) => {
  const found = assign(reach);
  const loads = loadsOf(reach.groups, found, reach.open.length);
  const sites = [...reach.open.keys()]
    .filter((site) => reach.open[site])
    .map((site) => ({ clerks: 1, people: loads[site]! }));
  return figuresOf(reach.groups, found, sites, 100);
};

describe('who goes where', () => {
  it('sends everybody to the nearest open site that they may use, and knows the next', () => {
    fc.assert(
      fc.property(world, (given) => {
        const found = assign(reachOf(given));
        given.times.forEach((row, demand) => {
          const offers = row
            .flatMap((seconds, site) =>
              seconds !== undefined &&
              given.open[site] &&
              (!given.bordered || given.counties[demand] === given.counties[given.demands + site])
                ? [{ site, seconds }]
                : [],
            )
            .sort((a, b) => a.seconds - b.seconds || a.site - b.site);
          expect([found.site[demand], found.second[demand]]).toEqual([offers[0]?.site ?? -1, offers[1]?.site ?? -1]);
          expect(found.seconds[demand]).toBe(offers[0]?.seconds ?? Infinity);
        });
      }),
    );
  });

  it('comes to the same after any change as from scratch', () => {
    fc.assert(
      fc.property(world, fc.array(fc.nat(), { maxLength: 5 }), (given, picks) => {
        const changed = picks.map((pick) => pick % given.open.length);
        const open = given.open.map((was, site) => (changed.includes(site) ? 1 - was : was));
        const after = reachOf(given, open);
        expect(reassign(after, assign(reachOf(given)), changed)).toEqual(assign(after));
      }),
    );
  });

  it('covers no fewer with one more site open or a longer limit', () => {
    fc.assert(
      fc.property(world, fc.nat(), (given, pick) => {
        const before = figures(reachOf(given));
        const open = given.open.map((was, site) => (site === pick % given.open.length ? 1 : was));
        expect(figures(reachOf(given, open)).covered).toBeGreaterThanOrEqual(before.covered);
        const longer = { ...given, limit: given.limit.map((limit) => limit + 5) };
        expect(figures(reachOf(longer)).covered).toBeGreaterThanOrEqual(before.covered);
      }),
    );
  });

  it('loses nobody: who is served and who is unreachable are all there are', () => {
    fc.assert(
      fc.property(world, (given) => {
        const reach = reachOf(given);
        const found = assign(reach);
        const served = loadsOf(reach.groups, found, reach.open.length).reduce((sum, each) => sum + each, 0);
        const told = figures(reach);
        expect(served + told.unreachable).toBe(told.people);
        expect(told.share).toBeGreaterThanOrEqual(0);
        expect(told.share).toBeLessThanOrEqual(1);
      }),
    );
  });
});

const weighted = fc.array(
  fc.record({ value: fc.integer({ min: 0, max: 5000 }), people: fc.integer({ min: 0, max: 900 }) }),
  { minLength: 1, maxLength: 30 },
);

describe('equality', () => {
  it('keeps Gini between 0 and 1, and at 0 for equals', () => {
    fc.assert(
      fc.property(weighted, (values) => {
        const found = gini(values);
        if (values.every(({ people }) => people === 0)) expect(found).toBeNull();
        else {
          expect(found).toBeGreaterThanOrEqual(0);
          expect(found).toBeLessThan(1);
        }
      }),
    );
    expect(
      gini([
        { value: 600, people: 3 },
        { value: 600, people: 9 },
      ]),
    ).toBeCloseTo(0, 12);
    // One of two people has all: half.
    expect(
      gini([
        { value: 0, people: 1 },
        { value: 10, people: 1 },
      ]),
    ).toBeCloseTo(0.5, 12);
  });

  it('does not change with the unit, nor with how people are bundled', () => {
    fc.assert(
      fc.property(weighted, fc.integer({ min: 2, max: 9 }), (values, times) => {
        const minutes = values.map((each) => ({ ...each, value: each.value * times }));
        const split = values.flatMap((each) => [each, each]);
        for (const measure of [gini, palma]) {
          const whole = measure(values);
          if (whole === null) expect(measure(minutes)).toBeNull();
          else {
            expect(measure(minutes)).toBeCloseTo(whole, 9);
            expect(measure(split)).toBeCloseTo(whole, 9);
          }
        }
      }),
    );
  });

  it('finds in Palma at least the quarter that equals have', () => {
    fc.assert(
      fc.property(weighted, (values) => {
        const found = palma(values);
        if (found !== null) expect(found).toBeGreaterThanOrEqual(0.25 - 1e-9);
      }),
    );
  });
});
