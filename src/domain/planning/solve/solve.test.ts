import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { branchingCover } from './cover.branch.ts';
import { improveCover } from './cover.improve.ts';
import { reduceCover } from './cover.reduce.ts';
import { boundApart, searchCover } from './cover.search.ts';
import { type Cover, costOf, coverFrom, rowOf } from './cover.ts';
import { costOfLast, explainSites, needOf } from './explain.ts';
import { priceMedian } from './median.bound.ts';
import { branching, restOf } from './median.branch.ts';
import { costOfOpen, coverageOf, fillUp, interchange, type Median, medianOf } from './median.ts';
import { networkOf } from './network.ts';
import type { Answer, PlanProblem } from './problem.ts';
import { verify } from './verify.ts';

const never = () => false;

const covers = fc
  .record({
    rows: fc.array(fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 5 }), {
      minLength: 1,
      maxLength: 9,
    }),
    cost: fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 7, maxLength: 7 }),
    twice: fc.boolean(),
  })
  .map(({ rows, cost, twice }) =>
    coverFrom(
      rows,
      rows.map((row, r) => (twice && row.length > 1 && r % 2 ? 2 : 1)),
      cost,
    ),
  );

const covered = (cover: Cover, chosen: ReadonlySet<number>): boolean =>
  Array.from(
    { length: cover.rows },
    (_, r) => rowOf(cover, r).filter((c) => chosen.has(c)).length >= cover.need[r]!,
  ).every(Boolean);

function cheapest(cover: Cover): number {
  let best = Number.POSITIVE_INFINITY;
  for (let set = 0; set < 1 << cover.columns; set++) {
    const chosen = new Set(Array.from({ length: cover.columns }, (_, c) => c).filter((c) => set & (1 << c)));
    if (covered(cover, chosen)) best = Math.min(best, costOf(cover, chosen));
  }
  return best;
}

describe('covers', () => {
  it('cost no more and no less once reduced', () => {
    fc.assert(
      fc.property(covers, (cover) => {
        const { cover: rest, chosen } = reduceCover(cover, never);
        expect(costOf(cover, chosen) + (rest.rows > 0 ? cheapest(rest) : 0)).toBe(cheapest(cover));
      }),
    );
  });

  it('lie between the bound of the search and what it finds', () => {
    fc.assert(
      fc.property(covers, (cover) => {
        const { bound, chosen, cost } = searchCover(cover, never);
        const best = cheapest(cover);
        expect(covered(cover, new Set(chosen))).toBe(true);
        expect(bound).toBeLessThanOrEqual(best + 1e-9);
        expect(cost).toBeGreaterThanOrEqual(best);
        if (cover.need.some((need) => need > 1)) return;
        const better = improveCover(cover, chosen, { steps: 300, expired: never });
        expect(covered(cover, new Set(better))).toBe(true);
        expect(costOf(cover, better)).toBeLessThanOrEqual(cost);
        expect(costOf(cover, better)).toBeGreaterThanOrEqual(best);
        expect(boundApart(cover)).toBeLessThanOrEqual(cheapest(cover));
      }),
    );
  });
});

it('branching finds the cheapest cover from a bad beginning, and goes on where it stopped', () => {
  fc.assert(
    fc.property(covers, (cover) => {
      const best = cheapest(cover);
      let known =
        costOf(
          cover,
          Array.from({ length: cover.columns }, (_, c) => c),
        ) + 1;
      const onCover = (chosen: number[]) => {
        expect(covered(cover, new Set(chosen))).toBe(true);
        known = Math.min(known, costOf(cover, chosen));
      };
      const price = new Float64Array(cover.rows);
      const go = branchingCover(cover, price, { limit: () => known - 1 + 1e-6, onCover });
      let result = go(never, 0);
      for (let upTo = 1; !result.proved; upTo++) {
        expect(result.bound).toBeLessThanOrEqual(best + 1e-6);
        result = go(never, upTo);
      }
      expect(known).toBe(best);
    }),
    { numRuns: 300 },
  );
});

const plans = (model: 'p-median' | 'mclp') =>
  fc
    .record({
      costs: fc.array(fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 6, maxLength: 6 }), {
        minLength: 1,
        maxLength: 8,
      }),
      weights: fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 8, maxLength: 8 }),
      p: fc.integer({ min: 1, max: 5 }),
    })
    .map(({ costs, weights, p }): PlanProblem => {
      const pairs = costs.flatMap((row, d) => row.map((cost, s) => ({ s, d, cost })));
      return {
        model,
        p,
        ...(model === 'mclp' && { limit: 6 }),
        sites: Array.from({ length: 6 }, (_, s) => ({ id: `s${s}` })),
        demands: costs.map((_, d) => ({ id: `d${d}`, weight: weights[d]! })),
        pairs: {
          site: Int32Array.from(pairs, ({ s }) => s),
          demand: Int32Array.from(pairs, ({ d }) => d),
          cost: Float64Array.from(pairs, ({ cost }) => cost),
        },
      };
    });

function leastOf(median: Median): number {
  let best = Number.POSITIVE_INFINITY;
  for (let set = 0; set < 1 << median.sites; set++) {
    const isOpen = Uint8Array.from({ length: median.sites }, (_, s) => (set >> s) & 1);
    if (isOpen.reduce((a, b) => a + b, 0) === median.p) best = Math.min(best, costOfOpen(median, isOpen));
  }
  return best;
}

describe.each(['p-median', 'mclp'] as const)('%s', (model) => {
  it('is bounded from both sides and found by branching', () => {
    fc.assert(
      fc.property(plans(model), (problem) => {
        const make = () => (model === 'mclp' ? coverageOf : medianOf)(networkOf(problem), problem.p!);
        const median = make();
        const best = leastOf(median);
        const open = fillUp(median, []);
        let known = interchange(median, open, never);
        expect(known).toBeGreaterThanOrEqual(best);
        const bound = priceMedian(make(), { best: () => known, rounds: 60, expired: never }).bound;
        expect(bound).toBeLessThanOrEqual(best + 1e-6);
        const root = priceMedian(median, { best: () => known, rounds: 5, expired: never, fix: true });
        const onPlan = (isOpen: Uint8Array) => {
          known = Math.min(known, costOfOpen(median, isOpen));
        };
        expect(branching(median, root, { best: () => known, onPlan })(never).proved).toBe(true);
        expect(known).toBe(best);
      }),
    );
  });
});

describe('what is left of a median', () => {
  it('costs what the whole costs with what was decided', () => {
    fc.assert(
      fc.property(
        plans('p-median'),
        fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 6, maxLength: 6 }),
        (problem, decided) => {
          const whole = medianOf(networkOf(problem), problem.p!);
          whole.fixed.set(decided);
          const { median, name } = restOf(whole);
          for (let set = 0; set < 1 << name.length; set++) {
            const isOpen = Uint8Array.from(name, (_, s) => (set >> s) & 1);
            const open = whole.fixed.map((each) => (each === 1 ? 1 : 0));
            name.forEach((s, i) => {
              open[s] = isOpen[i]!;
            });
            const paid = costOfOpen({ ...median, bySite: whole.bySite }, isOpen);
            expect(paid).toBe(costOfOpen(whole, open));
          }
        },
      ),
    );
  });
});

/** Squares of towns: what the prices leave open is enough to branch on. */
const towns = fc
  .record({
    spots: fc.array(fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 60 })), {
      minLength: 9,
      maxLength: 12,
    }),
    p: fc.integer({ min: 2, max: 4 }),
  })
  .map(({ spots, p }): PlanProblem => {
    const pairs = spots.flatMap(([x, y], s) =>
      spots.map(([u, v], d) => ({ s, d, cost: Math.abs(x - u) + Math.abs(y - v) })),
    );
    return {
      model: 'p-median',
      p,
      sites: spots.map((_, s) => ({ id: `s${s}` })),
      demands: spots.map((_, d) => ({ id: `d${d}`, weight: 1 })),
      pairs: {
        site: Int32Array.from(pairs, ({ s }) => s),
        demand: Int32Array.from(pairs, ({ d }) => d),
        cost: Float64Array.from(pairs, ({ cost }) => cost),
      },
    };
  });

it('branching finds the best plan from a bad beginning, and goes on where it stopped', () => {
  fc.assert(
    fc.property(towns, (problem) => {
      const median = medianOf(networkOf(problem), problem.p!);
      const least = leastOf(median);
      let known = costOfOpen(median, fillUp(median, []));
      const onPlan = (isOpen: Uint8Array) => {
        expect(isOpen.reduce((a, b) => a + b, 0)).toBe(median.p);
        known = Math.min(known, costOfOpen(median, isOpen));
      };
      const root = priceMedian(median, { best: () => known, rounds: 1, expired: never });
      const go = branching(median, root, { best: () => known, onPlan });
      let result = go(never, 0);
      for (let upTo = 1; !result.proved; upTo++) {
        expect(result.bound).toBeLessThanOrEqual(least + 1e-6);
        result = go(never, upTo);
      }
      expect(known).toBe(least);
    }),
    { numRuns: 60 },
  );
});

/** a reaches x and y, b reaches y and z, c reaches z. */
const line: PlanProblem = {
  model: 'lscp',
  limit: 10,
  sites: ['a', 'b', 'c'].map((id) => ({ id, capacity: 8 })),
  demands: [
    { id: 'x', weight: 1 },
    { id: 'y', weight: 2 },
    { id: 'z', weight: 4 },
  ],
  pairs: {
    site: Int32Array.from([0, 0, 1, 1, 2]),
    demand: Int32Array.from([0, 1, 1, 2, 2]),
    cost: Float64Array.from([3, 8, 2, 9, 1]),
  },
};
const good: Answer = {
  model: 'lscp',
  status: 'optimal',
  objective: 2,
  bound: 2,
  gap: 0,
  sites: ['a', 'c'],
  assignment: { x: 'a', y: 'a', z: 'c' },
  uncoverable: [],
  seconds: 0,
};

describe('explanations', () => {
  it('say who depends on a site, and what would do instead', () => {
    expect(explainSites(line, good)).toEqual([
      {
        site: 'a',
        required: false,
        served: 2,
        servedWeight: 3,
        alone: ['x', 'y'],
        aloneWeight: 3,
        moreTravel: 0,
        nextBest: { site: 'b', reaches: 1, weight: 2 },
      },
      {
        site: 'c',
        required: false,
        served: 1,
        servedWeight: 4,
        alone: ['z'],
        aloneWeight: 4,
        moreTravel: 0,
        nextBest: { site: 'b', reaches: 1, weight: 4 },
      },
    ]);
  });

  it('name what everybody needs and what nobody needs', () => {
    expect(needOf(line)).toEqual({
      everybody: [{ site: 'a', alone: ['x'], weight: 1 }],
      nobody: ['b', 'c'],
      together: ['c'],
    });
  });

  it('price the last share of cover', () => {
    const curve = [
      { sites: 5, covered: 80, bound: 80 },
      { sites: 9, covered: 100, bound: 100 },
      { sites: 6, covered: 99, bound: 99 },
      { sites: 10, covered: 100, bound: 100 },
    ];
    expect(costOfLast(curve)).toEqual({ sites: 6, more: 3, weight: 1 });
  });
});

describe('the independent check', () => {
  it('passes a good answer', () => expect(verify(line, good)).toEqual([]));
  it.each<[string, PlanProblem, Partial<Answer>]>([
    ['somebody left out', line, { assignment: { x: 'a', y: 'a' } }],
    ['a closed site', line, { assignment: { x: 'a', y: 'b', z: 'c' } }],
    ['a place out of reach', { ...line, limit: 5 }, {}],
    ['a wrong objective', line, { objective: 1 }],
    ['a bound that is passed', line, { bound: 3 }],
    ['a proof without its bound', line, { bound: 1 }],
    ['too much for a site', { ...line, sites: line.sites.map((site) => ({ ...site, capacity: 2 })) }, {}],
    ['a required site closed', { ...line, sites: line.sites.map((site) => ({ ...site, required: true })) }, {}],
    ['too few for backup', { ...line, backup: 2 }, {}],
    ['too many sites', { ...line, p: 1 }, {}],
  ])('sees %s', (_, problem, change) => expect(verify(problem, { ...good, ...change })).not.toEqual([]));
});
