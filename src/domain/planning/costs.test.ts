import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { fold, type NetworkChange, plannedOf, unknownIn } from './changes.ts';
import { type CostTable, costsOf } from './costs.ts';
import { evaluate } from './evaluate.ts';
import { centresKept, changesFor, problemFor, withClasses } from './propose.ts';
import { tableOf } from './reach.ts';
import { totalOf } from './solve/problem.ts';
import { advisedClass, centresAfter, isAbove, raisedClass } from './standards.ts';
import { defaultSpeeds } from './travel/speeds.ts';
import type { Point, Scope, WorldContent } from './world.ts';

const levels = ['village', 'town', 'county'] as const;
const grades = [null, 'III', 'II', 'I'] as const;
const scope: Scope = { mode: { urban: 'walk', rural: 'walk' }, limits: { urban: 30, rural: 30 }, acrossBorders: true };

const content: fc.Arbitrary<WorldContent> = fc
  .array(
    fc.record({
      level: fc.constantFrom('village' as const, ...levels),
      class: fc.constantFrom(...grades),
      town: fc.constantFrom('t0', 't1'),
      counters: fc.integer({ min: 1, max: 2 }),
    }),
    { minLength: 1, maxLength: 6 },
  )
  .map((points) => ({
    asOf: '2026-03-02',
    villages: [0, 1].map((at) => ({
      id: `v${at}`,
      name: `村${at}`,
      village: null,
      town: `t${at}`,
      county: 'k',
      lon: 104 + at / 10,
      lat: 29,
      people: 100,
      older: null,
      urban: false,
      natural: 1,
    })),
    points: points.map(
      (point, at): Point => ({
        ...point,
        id: `p${at}`,
        unit: `u${at}`,
        name: `点${at}`,
        lon: 104 + at / 100,
        lat: 29,
        clerks: 1,
        county: 'k',
      }),
    ),
    unplaced: [],
    premises: [],
    places: [],
    roads: null,
    speeds: defaultSpeeds,
    searched: 90,
  }));

const site = fc.constantFrom('p0', 'p1', 'p2', 'p3', 'n0');
const spot = { lon: fc.constantFrom(104.005, 104.09), lat: fc.constant(29) };
const edit: fc.Arbitrary<NetworkChange> = fc.oneof(
  fc.record({ kind: fc.constantFrom('close' as const), site }),
  fc.record({ kind: fc.constant('move' as const), site, ...spot }),
  fc.record({
    kind: fc.constant('open' as const),
    site: fc.constant('n0'),
    name: fc.constant('新点'),
    level: fc.constantFrom(...levels),
    clerks: fc.constant(1),
    ...spot,
  }),
  fc.record({
    kind: fc.constant('upgrade' as const),
    site,
    level: fc.constantFrom(undefined, 'village' as const, 'town' as const),
    class: fc.constantFrom(undefined, 'III' as const, 'II' as const, 'I' as const),
  }),
);

const price = fc.integer({ min: 0, max: 9 });
const some = fc.option(price, { nil: undefined });
const heads = fc.record({
  staff: price,
  works: price,
  equipment: price,
  closing: price,
  classWorks: some,
  classEquipment: some,
});
const costs: fc.Arbitrary<CostTable> = fc.record({ village: heads, town: heads, county: heads, city: heads });

const asked = fc.record({
  levels: fc.constantFrom(['village'] as const, ['village', 'town'] as const, [...levels]),
  threeCentres: fc.boolean(),
  raiseClasses: fc.boolean(),
  mayNot: fc.subarray(['p0', 'p1']),
});
const plan = fc
  .record({
    content,
    edits: fc.array(edit, { maxLength: 5 }),
    asked,
    costs,
    mine: fc.constantFrom(null, 't0'),
    dice: fc.array(fc.boolean(), { minLength: 9, maxLength: 9 }),
  })
  .map(({ edits, content, ...rest }) => ({
    ...rest,
    content,
    before: edits.reduce<NetworkChange[]>((list, one) => {
      const next = fold(list, [one], []);
      return unknownIn(content, next).length > 0 ? list : next;
    }, []),
  }));

type Given = typeof plan extends fc.Arbitrary<infer Of> ? Of : never;

/** Any answer whatsoever to the question of village points that keeps what is required, as the changes that it makes. */
function anyAnswer({ content, before, asked, costs, mine: ground, dice }: Given) {
  const pairs = content.points.map((_, site) => ({ site, demand: 0, seconds: 60 }));
  const table = tableOf(content.points.length, content.villages.length, {
    site: Int32Array.from(pairs, (pair) => pair.site),
    demand: Int32Array.from(pairs, (pair) => pair.demand),
    seconds: Float64Array.from(pairs, (pair) => pair.seconds),
  });
  const row = { demand: Int32Array.of(1), seconds: Float64Array.of(60) };
  const evaluation = evaluate(
    content,
    new Map([['walk', table]]),
    plannedOf(content, before),
    scope,
    'village',
    () => row,
  );
  const mine = (point: { town: string | null }) => ground === null || point.town === ground;
  const wish = { model: 'mclp', budget: 1000, backup: 1, preferExisting: false, mustKeep: [], ...asked } as const;
  const candidates = ['c0', 'c1'].map((id, at) => ({
    ...{ id, name: id, level: 'village' as const, lon: 104 + at / 10, lat: 29, clerks: 1, premises: null },
    rows: [row],
  }));
  const { problem } = problemFor(content, evaluation, 'village', wish, mine, candidates, costs);
  const open = new Set(
    problem.sites.filter(({ required, forbidden }, at) => required || (!forbidden && dice[at])).map(({ id }) => id),
  );
  const decided = fold(before, changesFor(evaluation.planned.standing, candidates, ['village'], open), []);
  return {
    problem,
    open,
    standing: evaluation.planned.standing,
    wish,
    mine,
    changes: withClasses(content, before, decided, wish, wish.levels, mine),
  };
}

it('an answer costs the solver what the plan that takes it over costs, whatever the plan had changed before', () => {
  fc.assert(
    fc.property(plan, (given) => {
      const { problem, open, changes } = anyAnswer(given);
      const paid = problem.sites.reduce(
        (sum, site) => sum + totalOf(open.has(site.id) ? site.cost : site.existing ? site.closing : undefined),
        1000 - problem.budget!,
      );
      expect(costsOf(given.content.points, plannedOf(given.content, changes), given.costs).total).toBe(paid);
    }),
    { numRuns: 2000 },
  );
});

it('classes rise to the standard and never fall, every centre to the first; once they have, nothing is left to do', () => {
  fc.assert(
    fc.property(plan, (given) => {
      const { changes, standing, wish, mine } = anyAnswer({ ...given, asked: { ...given.asked, threeCentres: true } });
      const { content, before } = given;
      const was = new Map(standing.map((point) => [point.id, point]));
      const is = plannedOf(content, changes).standing;
      const centres = centresAfter(standing, is, centresKept(standing, wish));
      for (const point of is) {
        const old = was.get(point.id);
        const asked = wish.raiseClasses && mine(point) && wish.levels.some((level) => level === point.level);
        if (old) expect(isAbove(old.class, point.class)).toBe(false);
        if (!asked) expect(point.class).toBe(old?.class ?? null);
        else if (centres.has(point.id)) expect(point.class).toBe('I');
        else if (point.class !== null) expect(isAbove(advisedClass(point.level, false).class, point.class)).toBe(false);
      }
      expect(withClasses(content, before, changes, wish, wish.levels, mine)).toEqual(changes);
    }),
    { numRuns: 1000 },
  );
});

it('a class that nobody has entered is not known to be too low: only a centre, a new point or a new level gets one', () => {
  const of = (level: Point['level'], was: Point['level'] | undefined, isCentre: boolean) =>
    raisedClass({ level, class: null }, was, isCentre);
  expect([of('village', 'village', false), of('town', 'town', false)]).toEqual([null, null]);
  expect([of('village', 'village', true), of('town', 'town', true)]).toEqual(['I', 'I']);
  expect([of('village', undefined, false), of('town', 'village', false), of('county', 'town', false)]).toEqual([
    'III',
    'II',
    'I',
  ]);
  // The centre of its villages stays a centre as the town's.
  expect(raisedClass({ level: 'town', class: 'I' }, 'village', false)).toBe('I');
});

it('a higher class costs what was entered for it, once, and nothing is pretended where nothing was', () => {
  const one = { staff: 10, works: 5, equipment: 2, closing: 1 };
  const table = (more: object): CostTable => {
    const all = { ...one, ...more };
    return { village: all, town: all, county: all, city: all };
  };
  const point: Point = {
    ...{ id: 'p', unit: 'u', name: '点', level: 'village', lon: 104, lat: 29, clerks: 1, counters: 1 },
    ...{ class: 'III', county: 'k', town: 't0' },
  };
  const here = fc.sample(content, 1)[0]!;
  const world = { ...here, points: [point] };
  const cost = (change: object, more: object) => {
    const changes = [{ kind: 'upgrade', site: 'p', ...change } as NetworkChange];
    return costsOf(world.points, plannedOf(world, changes), table(more));
  };
  const priced = { classWorks: 3, classEquipment: 1 };
  expect(cost({ class: 'I' }, priced)).toMatchObject({ works: 3, equipment: 1, unpriced: 0, total: 14 });
  expect(cost({ class: 'I' }, {})).toMatchObject({ works: 0, equipment: 0, unpriced: 1, total: 10 });
  expect(cost({ class: 'I' }, { classWorks: 0 })).toMatchObject({ unpriced: 0, total: 10 });
  // Whatever rises in level is built anew, in its class.
  expect(cost({ level: 'town', class: 'II' }, priced)).toMatchObject({ works: 5, equipment: 2, unpriced: 0 });
});
