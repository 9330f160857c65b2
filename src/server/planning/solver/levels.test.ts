import fc from 'fast-check';
import { expect, it } from 'vitest';
import { expandLevels, joinLevels, levelsOf, type OneLevel } from '#domain/planning/solve/levels.ts';
import { networkOf } from '#domain/planning/solve/network.ts';
import { nestedPlaces } from '#domain/planning/solve/places.ts';
import type { Answer, PlanProblem, PlanSite } from '#domain/planning/solve/problem.ts';
import { verify } from '#domain/planning/solve/verify.ts';
import { answer, bruteForce } from './testing.ts';

const levels = ['village', 'town'] as const;

interface City {
  model: 'lscp' | 'mclp' | 'p-median' | 'p-center';
  sites: { level: (typeof levels)[number]; kept: boolean; costs: (number | null)[] }[];
  weights: number[];
  limit: number;
  townLimit: number;
  p: number;
  budget: number | undefined;
  upgrade: number;
}

const cities: fc.Arbitrary<City> = fc.record({
  model: fc.constantFrom('lscp', 'mclp', 'p-median', 'p-center'),
  sites: fc.array(
    fc.record({
      level: fc.constantFrom(...levels),
      kept: fc.integer({ min: 0, max: 4 }).map((dice) => dice === 0),
      costs: fc.array(fc.option(fc.integer({ min: 0, max: 9 }), { freq: 5 }), { minLength: 3, maxLength: 3 }),
    }),
    { minLength: 1, maxLength: 4 },
  ),
  weights: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 3 }),
  limit: fc.integer({ min: 2, max: 9 }),
  townLimit: fc.integer({ min: 2, max: 9 }),
  p: fc.integer({ min: 1, max: 3 }),
  budget: fc.option(fc.integer({ min: 2, max: 14 }), { nil: undefined, freq: 2 }),
  upgrade: fc.integer({ min: 0, max: 5 }),
});

/** A level's own problem, `above` being the sites of the level above it that stand. */
function oneLevel(city: City, level: (typeof levels)[number], above?: ReadonlySet<string>): PlanProblem {
  const serving = city.sites.flatMap((site, s) => {
    const id = `s${s}`;
    if (site.level === 'village' && level === 'town') return [];
    if (site.level !== level && above && !above.has(id)) return [];
    return [
      { id, s, required: site.kept || site.level !== level, level: site.level, cost: site.level === 'town' ? 4 : 2 },
    ];
  });
  const pairs = serving.flatMap(({ s }, at) =>
    city.weights.flatMap((_, d) =>
      city.sites[s]!.costs[d] == null ? [] : [{ at, d, cost: city.sites[s]!.costs[d]! }],
    ),
  );
  const reach = city.model === 'lscp' || city.model === 'mclp';
  return {
    model: city.model,
    sites: serving.map(
      ({ s: _, required, ...site }): PlanSite => ({ ...site, existing: true, ...(required && { required }) }),
    ),
    demands: city.weights.map((weight, d) => ({
      id: `d${d}`,
      weight,
      ...(reach && { limit: level === 'town' ? city.townLimit : city.limit }),
    })),
    pairs: {
      site: Int32Array.from(pairs, ({ at }) => at),
      demand: Int32Array.from(pairs, ({ d }) => d),
      cost: Float64Array.from(pairs, ({ cost }) => cost),
    },
    ...(city.model !== 'lscp' && { p: city.p }),
    ...(city.budget !== undefined && { budget: city.budget }),
    ...(city.model === 'lscp' && { leaveOut: true }),
  };
}

const joint = (city: City): PlanProblem => {
  const all: OneLevel[] = levels.map((level) => ({ level, problem: oneLevel(city, level) }));
  const reach = city.model === 'lscp' || city.model === 'mclp';
  return expandLevels(
    joinLevels(all, {
      mayChange: () => true,
      moneyOf: () => 4 + city.upgrade,
      ...(reach && { limits: { town: city.townLimit } }),
    }),
  );
};

it('agrees with trying everything, whichever level each place gets', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(cities, async (city) => {
      const problem = joint(city);
      if (problem.demands.length === 0) return;
      const found = await answer(problem);
      expect(verify(problem, found)).toEqual([]);
      if (city.model === 'lscp' && found.uncoverable.length > 0) return;
      const best = bruteForce(problem);
      if (best === undefined) expect(found.status).toBe('infeasible');
      else expect([found.status, found.objective]).toEqual(['optimal', best]);
      if (best !== undefined && city.budget === undefined && city.model !== 'mclp')
        expect(nestedPlaces(problem, networkOf(problem))).toBeDefined();
    }),
    { numRuns: 150 },
  );
});

it('is never worse than deciding the levels one after the other', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(cities, async (city) => {
      const town = await answer(oneLevel(city, 'town'));
      const village = await answer(oneLevel(city, 'village', new Set(town.sites)));
      if (town.objective === null || village.objective === null) return;
      const open = new Set([...town.sites, ...village.sites]);
      const problem = joint(city);
      const sites = city.sites.flatMap(({ level }, s) => (open.has(`s${s}`) ? [`s${s}@${level}`] : []));
      const before = worthOf(problem, sites);
      if (before === undefined) return;
      const found = await answer(problem);
      expect(found.status).toBe('optimal');
      const least = city.model === 'mclp' ? -found.objective! : found.objective!;
      expect(least).toBeLessThanOrEqual(before);
      expect(levelsOf(found.sites).size).toBe(found.sites.length);
    }),
    { numRuns: 100 },
  );
});

/** What a plan of these sites is worth, less being better; undefined where it breaks a rule of the joint problem. */
function worthOf(problem: PlanProblem, sites: string[]): number | undefined {
  const { sites: all, ...rest } = problem;
  const fixed = all.map((site) => ({ ...site, [sites.includes(site.id) ? 'required' : 'forbidden']: true }));
  const value = bruteForce({ ...rest, sites: fixed.map(({ place: _, ...site }) => site) });
  const open = (of: Pick<Answer, 'sites'>) => new Set(of.sites.map((id) => id.split('@')[0])).size === of.sites.length;
  return value === undefined || !open({ sites }) ? undefined : problem.model === 'mclp' ? -value : value;
}
