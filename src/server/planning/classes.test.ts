import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { Wish } from '#api/planning.ts';
import { fold, type NetworkChange, plannedOf, type Standing } from '#domain/planning/changes.ts';
import { type CostTable, costsOf } from '#domain/planning/costs.ts';
import { centresKept, changesFor, problemFor, withClasses } from '#domain/planning/propose.ts';
import { tableOf } from '#domain/planning/reach.ts';
import { defaultSpeeds } from '#domain/planning/travel/speeds.ts';
import type { Point, Scope, WorldContent } from '#domain/planning/world.ts';
import { wholeEvaluationOf } from './evaluations.ts';
import { jointOf, readJoint } from './solve.joint.ts';
import { answer } from './solver/testing.ts';
import type { World } from './worlds.ts';

const scope: Scope = { mode: { urban: 'walk', rural: 'walk' }, limits: { urban: 8, rural: 8 }, acrossBorders: true };
const price = fc.integer({ min: 0, max: 30 });
const heads = fc.record({
  ...{ staff: price, works: price, equipment: price, closing: price },
  ...{ classWorks: price, classEquipment: price },
});

/** Two towns with up to five points, the first a town's centre; three villages, each so many minutes from each point. */
const cities = fc.record({
  points: fc.array(
    fc.record({
      level: fc.constantFrom('village' as const, 'village' as const, 'town' as const, 'county' as const),
      class: fc.constantFrom(null, 'III' as const, 'II' as const, 'I' as const),
      town: fc.constantFrom('t0', 't1'),
    }),
    { minLength: 2, maxLength: 5 },
  ),
  people: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 3, maxLength: 3 }),
  minutes: fc.array(fc.integer({ min: 1, max: 15 }), { minLength: 15, maxLength: 15 }),
  costs: fc.record({ village: heads, town: heads, county: heads, city: heads }),
  model: fc.constantFrom('mclp' as const, 'p-median' as const),
  levels: fc.constantFrom(['village' as const], ['village' as const, 'town' as const]),
  budget: fc.integer({ min: 0, max: 250 }),
  mayNot: fc.subarray(['p1', 'p2']),
});
type City = typeof cities extends fc.Arbitrary<infer Of> ? Of : never;

function worldOf({ points, people, minutes }: City): World {
  const spot = { lon: 104, lat: 29, county: 'k' };
  const content: WorldContent = {
    asOf: '2026-03-02',
    villages: people.map((count, at) => ({
      ...spot,
      ...{ id: `v${at}`, name: `村${at}`, village: null, town: 't0', people: count },
      ...{ older: null, urban: false, natural: 1 },
    })),
    points: points.map(
      (point, at): Point => ({
        ...spot,
        ...point,
        ...{ id: `p${at}`, unit: `u${at}`, name: `点${at}`, clerks: 1, counters: 1 },
        ...(at === 0 && { level: 'town' }),
      }),
    ),
    ...{ unplaced: [], premises: [], places: [], roads: null, speeds: defaultSpeeds, searched: 90 },
  };
  const pairs = points.flatMap((_, site) => people.map((__, demand) => ({ site, demand })));
  const table = tableOf(points.length, people.length, {
    site: Int32Array.from(pairs, ({ site }) => site),
    demand: Int32Array.from(pairs, ({ demand }) => demand),
    seconds: Float64Array.from(pairs, ({ site, demand }) => 60 * minutes[3 * site + demand]!),
  });
  return {
    ...{ id: 'w', name: '', asOf: content.asOf, labels: [], content, villageAt: new Map(), placeName: new Map() },
    pointAt: new Map(content.points.map(({ id }, at) => [id, at])),
    table: async () => table,
    network: async () => null,
    ferriesOff: async () => [],
    bus: async () => null,
  };
}

/** Every plan that the question allows. */
function allPlans(
  { points }: WorldContent,
  { model, levels, mayNot }: Wish,
  kept: ReadonlySet<string>,
): NetworkChange[][] {
  let plans: NetworkChange[][] = [[]];
  for (const { id, level } of points) {
    if (!levels.includes(level)) continue;
    const options: (NetworkChange | null)[] = mayNot.includes(id) ? [{ kind: 'close', site: id }] : [null];
    if (!mayNot.includes(id) && !kept.has(id)) options.push({ kind: 'close', site: id });
    // Of a greatest cover whatever is kept stays at its level.
    if (!mayNot.includes(id) && level === 'village' && levels.includes('town') && !(kept.has(id) && model === 'mclp'))
      options.push({ kind: 'upgrade', site: id, level: 'town' });
    plans = plans.flatMap((plan) => options.map((one) => (one ? [...plan, one] : plan)));
  }
  return plans;
}

it('no plan within a budget that holds classes too is better than the answer, of one level and of two at once', async () => {
  let answered = 0;
  await fc.assert(
    fc.asyncProperty(cities, async (city) => {
      const { model, levels, budget, mayNot } = city;
      const world = worldOf(city);
      const { content } = world;
      const costs: CostTable = city.costs;
      const mine = (_: Pick<Standing, 'id'>) => true;
      const wish = Wish.parse({ model, levels, budget, mayNot, preferExisting: false, raiseClasses: true });
      const { standing } = plannedOf(content, []);
      const graded = (changes: readonly NetworkChange[]) => withClasses(content, [], changes, wish, levels, mine);
      const total = (changes: readonly NetworkChange[]) =>
        costsOf(content.points, plannedOf(content, graded(changes)), costs).total;
      const worth = async (changes: readonly NetworkChange[]) => {
        let sum = 0;
        for (const level of levels) {
          const { assignment, reach } = await wholeEvaluationOf(world, changes, scope, level);
          assignment.seconds.forEach((seconds, group) => {
            const people = reach.groups.people[group]!;
            sum += model === 'p-median' ? people * seconds : seconds <= reach.groups.limit[group]! ? people : 0;
          });
        }
        return sum;
      };
      let best: number | null = null;
      for (const plan of allPlans(content, wish, centresKept(standing, wish))) {
        if (total(plan) > budget) continue;
        const value = await worth(plan);
        if (value === Infinity) continue;
        if (best === null || (model === 'mclp' ? value > best : value < best)) best = value;
      }
      const changesOf = async () => {
        if (levels.length > 1) {
          const joint = await jointOf(world, wish, { changes: [], scope }, [], mine, costs);
          const found = await answer(joint.problem);
          return { objective: found.objective, changes: fold([], readJoint(joint, found).changes, []) };
        }
        const evaluation = await wholeEvaluationOf(world, [], scope, 'village');
        const found = await answer(problemFor(content, evaluation, 'village', wish, mine, [], costs).problem);
        return { objective: found.objective, changes: changesFor(standing, [], levels, new Set(found.sites)) };
      };
      const found = await changesOf();
      expect(found.objective).toBe(best);
      if (best === null) return;
      answered++;
      expect(await worth(found.changes)).toBe(best);
      expect(total(found.changes)).toBeLessThanOrEqual(budget);
    }),
    { numRuns: 300 },
  );
  expect(answered).toBeGreaterThan(50);
}, 120_000);
