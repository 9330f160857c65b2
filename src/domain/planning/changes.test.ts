import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fold, type NetworkChange, plannedOf, unknownIn } from './changes.ts';
import { closingsOf, countyTable, differenceOf, winnersAndLosers } from './compare.ts';
import { costsOf } from './costs.ts';
import { evaluate, isNeedless, overallFigures, shareWithin, villageTimes, withoutEach } from './evaluate.ts';
import { groundOf } from './ground.ts';
import { layoutScores } from './indicators.ts';
import { allowedFor, scenarioActions, scenarioStatuses } from './life.ts';
import { changesFor, lastHundredth, problemFor, withOnlyWays } from './propose.ts';
import { tableOf } from './reach.ts';
import { advisedClass, standardsOf, threeCentres } from './standards.ts';
import { defaultSpeeds } from './travel/speeds.ts';
import type { Point, Scope, Village, WorldContent } from './world.ts';

/** A valley of ten villages a kilometre apart, a point in every second one, the third a town; 60 seconds for a kilometre. */
const points = Array.from(
  { length: 5 },
  (_, at): Point => ({
    id: `p${at}`,
    unit: `u${at}`,
    name: `点${at}`,
    level: at === 2 ? 'town' : 'village',
    lon: 104 + (2 * at) / 100,
    lat: 29,
    clerks: 1,
    counters: 1,
    class: null,
    county: at < 3 ? 'west' : 'east',
    town: `t${at}`,
  }),
);
const content: WorldContent = {
  asOf: '2026-03-02',
  villages: Array.from({ length: 10 }, (_, at) => ({
    id: `v${at}`,
    name: `村${at}`,
    village: `d${at}`,
    town: `t${Math.floor(at / 2)}`,
    county: at < 6 ? 'west' : 'east',
    lon: 104 + at / 100,
    lat: 29,
    people: 100 * (at + 1),
    older: null,
    urban: false,
    natural: 1,
  })),
  points,
  unplaced: [],
  premises: [],
  places: [
    { id: 'city', name: '市', level: 'city', parent: null },
    { id: 'west', name: '西县', level: 'county', parent: 'city' },
    { id: 'east', name: '东县', level: 'county', parent: 'city' },
  ],
  roads: null,
  speeds: defaultSpeeds,
  searched: 90,
};
const kilometre = 60;
const secondsBetween = (a: { lon: number }, b: { lon: number }) =>
  Math.round(Math.abs(a.lon - b.lon) * 100) * kilometre;
const rowTo = (spot: { lon: number }) => ({
  demand: Int32Array.from(content.villages.keys()),
  seconds: Float64Array.from(content.villages, (village) => secondsBetween(village, spot)),
});
const pairs = points.flatMap((point, site) =>
  content.villages.map((village, demand) => ({ site, demand, seconds: secondsBetween(village, point) })),
);
const table = tableOf(points.length, content.villages.length, {
  site: Int32Array.from(pairs, ({ site }) => site),
  demand: Int32Array.from(pairs, ({ demand }) => demand),
  seconds: Float64Array.from(pairs, ({ seconds }) => seconds),
});
const slow = tableOf(points.length, content.villages.length, {
  site: Int32Array.from(pairs, ({ site }) => site),
  demand: Int32Array.from(pairs, ({ demand }) => demand),
  seconds: Float64Array.from(pairs, ({ seconds }) => 2 * seconds),
});
const tables = new Map([
  ['walk', table],
  ['walk-slow', slow],
] as const);
const scope: Scope = { mode: { urban: 'walk', rural: 'walk' }, limits: { urban: 1, rural: 2 }, acrossBorders: true };
const look = (
  changes: readonly NetworkChange[],
  before?: ReturnType<typeof evaluate>,
  rules = scope,
  level: Point['level'] = 'village',
) =>
  evaluate(
    content,
    tables,
    plannedOf(content, changes),
    rules,
    level,
    (point, mode) => {
      const row = rowTo(point);
      return mode === 'walk-slow' ? { ...row, seconds: row.seconds.map((each) => 2 * each) } : row;
    },
    before,
  );

const change = fc.oneof(
  fc.record({ kind: fc.constant('close' as const), site: fc.constantFrom('p0', 'p1', 'p2', 'p3', 'p4', 'n0', 'n1') }),
  fc.record({ kind: fc.constant('keep' as const), site: fc.constantFrom('p0', 'p1') }),
  fc.record({
    kind: fc.constant('move' as const),
    site: fc.constantFrom('p0', 'p3', 'n0'),
    lon: fc.constantFrom(104, 104.01, 104.05),
    lat: fc.constant(29),
  }),
  fc.record({
    kind: fc.constant('open' as const),
    site: fc.constantFrom('n0', 'n1'),
    name: fc.constant('新点'),
    level: fc.constantFrom('village' as const, 'town' as const),
    lon: fc.constantFrom(104.03, 104.09),
    lat: fc.constant(29),
    clerks: fc.integer({ min: 0, max: 3 }),
  }),
  fc.record({
    kind: fc.constant('upgrade' as const),
    site: fc.constantFrom('p0', 'p1'),
    level: fc.constant('town' as const),
  }),
  fc.record({
    kind: fc.constant('people' as const),
    place: fc.constantFrom('v3', 'west', 'city'),
    times: fc.integer({ min: 0, max: 3 }),
  }),
  fc.record({
    kind: fc.constant('ageing' as const),
    place: fc.constantFrom('v3', 'east'),
    older: fc.constantFrom(0, 0.5, 1),
  }),
);
const edits = fc.array(change, { maxLength: 8 });
/** What names a point that was never opened is refused before anything is computed. */
const sound = edits.map((list) => fold([], list, [])).filter((list) => unknownIn(content, list).length === 0);

describe('changes', () => {
  it('come to the same in one edit as in many, and can be taken back', () => {
    fc.assert(
      fc.property(edits, fc.nat(), (list, cut) => {
        const at = cut % (list.length + 1);
        const once = fold([], list, []);
        expect(fold(fold([], list.slice(0, at), []), list.slice(at), [])).toEqual(once);
        expect(fold(once, [], ['p0', 'p1', 'p2', 'p3', 'p4', 'n0', 'n1', 'v3', 'west', 'east', 'city'])).toEqual([]);
      }),
    );
  });

  it('raise nothing that closes, in whatever order it is said', () => {
    const [close, rise]: NetworkChange[] = [
      { kind: 'close', site: 'p0' },
      { kind: 'upgrade', site: 'p0', class: 'I' },
    ];
    expect(fold([], [rise!, close!], [])).toEqual([close]);
    expect(fold([close!], [rise!], [])).toEqual([close]);
    fc.assert(
      fc.property(sound, (list) => {
        const gone = list.flatMap((each) => (each.kind === 'close' ? [each.site] : []));
        expect(list.filter((each) => each.kind === 'upgrade' && gone.includes(each.site))).toEqual([]);
      }),
    );
  });

  it('leave every point either standing or closed, once', () => {
    fc.assert(
      fc.property(sound, (list) => {
        const { standing, closed } = plannedOf(content, list);
        const ids = [...standing, ...closed].map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
        expect(ids).toEqual(expect.arrayContaining(points.map(({ id }) => id)));
      }),
    );
  });

  it('looked at after others come to the same as looked at alone', () => {
    fc.assert(
      fc.property(sound, sound, (first, second) => {
        const alone = look(second);
        const after = look(second, look(first));
        expect(after.assignment).toEqual(alone.assignment);
        expect(overallFigures(after, 500)).toEqual(overallFigures(alone, 500));
      }),
    );
  });

  it('say whom each closing leaves, and lose nobody', () => {
    fc.assert(
      fc.property(sound, (list) => {
        const world = list.filter(({ kind }) => ['people', 'ageing'].includes(kind));
        const [before, after] = [look(world), look(list)];
        const { closed } = after.planned;
        const closings = closingsOf(before, after, closed);
        expect(closings.map(({ site }) => site).sort()).toEqual(closed.map(({ id }) => id).sort());
        const left = overallFigures(before, 500).covered - overallFigures(after, 500).covered;
        // Openings and moves may make good what closings take, never the other way round.
        if (!list.some(({ kind }) => kind === 'move'))
          expect(closings.reduce((sum, { beyond }) => sum + beyond, 0)).toBeGreaterThanOrEqual(left - 2);
      }),
    );
  });
});

it('whoever was beyond the limit and is left without any point is not forgotten', () => {
  // Half a minute: every second village is beyond it today already.
  const strict = { ...scope, limits: { urban: 0.5, rural: 0.5 } };
  const after = look(
    points.map(({ id }) => ({ kind: 'close', site: id })),
    undefined,
    strict,
  );
  const closings = closingsOf(look([], undefined, strict), after, after.planned.closed);
  const everybody = content.villages.reduce((sum, { people }) => sum + people, 0);
  expect(closings.reduce((sum, { beyond }) => sum + beyond, 0)).toBe(everybody);
});

describe('a network looked at', () => {
  it('knows whom each point alone keeps within the limit', () => {
    const evaluation = look([]);
    for (const [at, one] of withoutEach(evaluation)) {
      const without = look([{ kind: 'close', site: points[at]!.id }]);
      const lost = overallFigures(evaluation, 500).covered - overallFigures(without, 500).covered;
      expect([at, Math.round(one.beyond)]).toEqual([at, lost]);
      expect(isNeedless(one)).toBe(lost === 0);
    }
  });

  it('counts the old at their own pace', () => {
    const old = look([{ kind: 'ageing', place: 'city', older: 1 }]);
    expect(overallFigures(old, 500).mean).toBeCloseTo(2 * overallFigures(look([]), 500).mean!, 9);
  });

  it('keeps people within their county where borders count', () => {
    const { site } = villageTimes(look([], undefined, { ...scope, acrossBorders: false }), 10);
    content.villages.forEach((village, at) => {
      expect(points[site[at]!]?.county).toBe(village.county);
    });
  });

  it('sends everybody to the town where only a town will do', () => {
    expect(new Set(villageTimes(look([], undefined, scope, 'town'), 10).site)).toEqual(new Set([2]));
  });

  it('gives every square kilometre to one point', () => {
    const evaluation = look([]);
    const ground = groundOf(content, villageTimes(evaluation, 10).site, points.length);
    expect(ground.every((each) => each > 0)).toBe(true);
    const scores = layoutScores([...ground].map((squareKm, at) => ({ squareKm, people: evaluation.loads[at]! })));
    for (const score of scores) expect(score >= 0 && score <= 100).toBe(true);
  });
});

describe('two networks', () => {
  const side = (changes: readonly NetworkChange[]) => ({ content, evaluation: look(changes) });
  it('differ by what was changed, county by county', () => {
    const [before, after] = [
      side([]),
      side([
        { kind: 'close', site: 'p0' },
        { kind: 'upgrade', site: 'p1', clerks: 4 },
        { kind: 'open', site: 'n0', name: '新', level: 'village', lon: 104.09, lat: 29, clerks: 1 },
      ]),
    ];
    expect(countyTable(before, after, 500)).toMatchObject([
      { id: 'west', before: { village: 2, town: 1 }, after: { village: 1, town: 1 } },
      { id: 'east', before: { village: 2 }, after: { village: 3 } },
      { id: null, name: '市', before: { village: 4, town: 1 }, after: { village: 4, town: 1 } },
    ]);
    const { winners, losers } = winnersAndLosers(before, after);
    expect(losers.map(({ demand }) => demand)).toEqual([0]);
    expect(winners.map(({ demand }) => demand)).toEqual([9]);
    const difference = differenceOf(before.evaluation.planned, after.evaluation.planned);
    expect(difference.upgraded).toMatchObject([{ point: { id: 'p1' }, what: 'clerks', from: 1, to: 4 }]);
    const each = { staff: 10, works: 5, equipment: 2, closing: 1 };
    const costs = costsOf(points, after.evaluation.planned, { village: each, town: each, county: each, city: each });
    expect(costs).toEqual({ staff: 50, works: 5, equipment: 2, closing: 1, total: 58, unpriced: 0 });
  });

  it('cost once what is moved and raised at once, and nothing what only gets more clerks or a lower level', () => {
    const each = { staff: 10, works: 5, equipment: 2, closing: 1 };
    const costsWith = (changes: readonly NetworkChange[]) =>
      costsOf(points, plannedOf(content, changes), { village: each, town: each, county: each, city: each });
    expect(
      costsWith([
        { kind: 'move', site: 'p0', lon: 104.01, lat: 29 },
        { kind: 'upgrade', site: 'p0', level: 'town', class: 'II' },
      ]),
    ).toMatchObject({ works: 5, equipment: 2 });
    expect(costsWith([{ kind: 'upgrade', site: 'p2', level: 'village', clerks: 9 }])).toMatchObject({ works: 0 });
  });
});

describe('a proposal', () => {
  it('lets only the asked level of the own ground go, and turns an answer back into changes', () => {
    const wish = {
      model: 'lscp',
      backup: 1,
      levels: ['village'],
      preferExisting: true,
      mustKeep: ['p1'],
      mayNot: [],
      threeCentres: false,
    } as const;
    const evaluation = look([]);
    const { problem } = problemFor(content, evaluation, 'village', wish, ({ county }) => county === 'west', [], null);
    expect(problem.sites.map(({ id, required }) => [id, required ?? false])).toEqual([
      ['p0', false],
      ['p1', true],
      ['p2', true],
      ['p3', true],
      ['p4', true],
    ]);
    expect(problem.demands).toHaveLength(10);
    const limitsWith = (limits: { village?: number; town?: number }, model: 'lscp' | 'p-median' = 'lscp') =>
      new Set(
        problemFor(
          content,
          evaluation,
          'village',
          { ...wish, model, limits },
          () => true,
          [],
          null,
        ).problem.demands.map(({ limit }) => limit),
      );
    // The plan's own, that of the level, none where the way itself is counted.
    expect(limitsWith({ town: 7 })).toEqual(new Set(problem.demands.map(({ limit }) => limit)));
    expect(limitsWith({ village: 2.5 })).toEqual(new Set([150]));
    expect(limitsWith({ village: 2.5 }, 'p-median')).toEqual(new Set([undefined]));
    expect(shareWithin(evaluation, Number.POSITIVE_INFINITY)).toBe(1);
    expect(shareWithin(evaluation, 0)).toBeLessThan(1);
    expect(shareWithin(evaluation)).toBeCloseTo(overallFigures(evaluation, 3000).share);
    const changes = changesFor(evaluation.planned.standing, [], ['village'], new Set(['p1', 'p2', 'p3', 'p4']));
    expect(changes).toEqual([{ kind: 'close', site: 'p0' }]);
  });

  it('counts a place that may open for everybody, or within borders for its own county, as it counts once it is open', () => {
    const wish = {
      model: 'lscp',
      backup: 1,
      levels: ['village'],
      preferExisting: false,
      mustKeep: [],
      mayNot: [],
      threeCentres: false,
    } as const;
    const candidate = (id: string, lon: number) => {
      const spot = { id, name: id, level: 'village' as const, lon, lat: 29, clerks: 1 };
      return { ...spot, premises: null, rows: [rowTo(spot)] };
    };
    const candidates = [candidate('west-end', 104.05), candidate('east-end', 104.06)];
    for (const acrossBorders of [true, false]) {
      const rules = { ...scope, acrossBorders };
      const problem = (changes: NetworkChange[], more: typeof candidates) =>
        problemFor(content, look(changes, undefined, rules), 'village', wish, () => true, more, null).problem;
      const pairsOf = ({ sites, demands, pairs: { site, demand, cost } }: ReturnType<typeof problem>) =>
        Array.from(site, (at, k) => `${sites[at]!.id} ${demands[demand[k]!]!.id} ${cost[k]}`).sort();
      const open = candidates.map(
        ({ rows: _, premises: __, id: site, ...one }): NetworkChange => ({ kind: 'open', site, ...one }),
      );
      const offered = pairsOf(problem([], candidates));
      expect(offered).toEqual(pairsOf(problem(open, [])));
      expect(offered.includes('west-end v6 60')).toBe(acrossBorders);
      expect(offered).toContain('east-end v6 0');
    }
  });

  it('looks for another centre where one may not be used, and tells that a point both stays and may not', () => {
    const wish = {
      model: 'lscp',
      backup: 1,
      levels: ['village'],
      preferExisting: false,
      mustKeep: [],
      mayNot: ['p0'],
    } as const;
    const evaluation = look([{ kind: 'open', site: 'n0', name: '新', level: 'village', lon: 104, lat: 29, clerks: 1 }]);
    const marks = (mustKeep: string[]) =>
      problemFor(content, evaluation, 'village', { ...wish, mustKeep, threeCentres: true }, () => true, [], null)
        .problem.sites.filter(({ id }) => id === 'p0' || id === 'n0')
        .map(({ id, required, forbidden }) => [id, required ?? false, forbidden ?? false]);
    expect(marks([])).toEqual([
      ['p0', false, true],
      ['n0', true, false],
    ]);
    expect(marks(['p0'])[0]).toEqual(['p0', true, true]);
  });

  it('leaves nobody without a point who has fewer within the limit than are asked for', () => {
    const wish = { model: 'lscp', levels: ['village'], preferExisting: false, mustKeep: [], mayNot: [] } as const;
    const required = (backup: number) =>
      withOnlyWays(
        problemFor(content, look([]), 'village', { ...wish, backup, threeCentres: false }, () => true, [], null)
          .problem,
      )
        .sites.filter((site) => site.required)
        .map(({ id }) => id);
    // Two minutes take nobody farther than two kilometres: at either end of the valley there are but two points, or one.
    expect(required(1)).toEqual(['p2']);
    expect(required(2)).toEqual(['p2', 'p4']);
    expect(required(3)).toEqual(['p0', 'p1', 'p2', 'p3', 'p4']);
  });

  it('counts cases against clerks where they are asked for, as many a head as elsewhere where nobody counted', () => {
    const wish = { model: 'lscp', levels: ['village'], preferExisting: false, mustKeep: [], mayNot: [] } as const;
    const counted = content.villages.map((village, at) =>
      at < 2 ? { ...village, cases: (at + 1) * village.people } : village,
    );
    const [first, second] = counted as [Village, Village];
    const usual = (first.cases! + second.cases!) / (first.people + second.people);
    const { sites, demands } = problemFor(
      { ...content, villages: counted },
      look([]),
      'village',
      { ...wish, backup: 1, threeCentres: false, casesPerClerk: 500 },
      () => true,
      [],
      null,
    ).problem;
    for (const { capacity, id } of sites) expect(capacity).toBe(500 * points.find((point) => point.id === id)!.clerks);
    for (const { id, weight, load } of demands) {
      const at = counted.findIndex((village) => village.id === id.split('/')[0]);
      expect(load).toBe(Math.round(weight * (at < 2 ? at + 1 : usual)));
    }
  });

  it('says what the last hundredth of cover costs', () => {
    const curve = [
      { points: 60, share: 0.7 },
      { points: 80, share: 0.9499 },
      { points: 83, share: 0.95 },
      { points: 100, share: 0.96 },
      { points: 120, share: 0.96 },
    ];
    expect(lastHundredth(curve)).toEqual({ near: curve[2], full: curve[3] });
    expect([lastHundredth([]), lastHundredth(curve.slice(3))]).toEqual([undefined, undefined]);
  });

  it('keeps the three centres', () => {
    expect(threeCentres(points)).toEqual(new Set(['p0', 'p1', 'p2', 'p3', 'p4']));
    expect(threeCentres([...points, { ...points[0]!, id: 'more', counters: 3 }]).has('more')).toBe(true);
  });
});

it('holds points to the standard of their people', () => {
  const town = { level: 'town', class: null, people: 60_000, clerks: 9, area: 240 } as const;
  expect(standardsOf(town)).toMatchObject([
    { code: 'staff', needed: 9, met: true },
    { code: 'area', needed: 250, met: false },
  ]);
  expect(standardsOf({ ...town, area: null })[1]).toMatchObject({ met: null });
  expect([
    advisedClass('town', true).class,
    advisedClass('town', false).class,
    advisedClass('village', false).class,
  ]).toEqual(['I', 'II', 'III']);
});

it('lets nobody edit what is under review, nor decide on their own', () => {
  const everything = { account: 'a', holds: () => true };
  for (const status of scenarioStatuses) {
    const own = allowedFor({ status, author: 'a' }, everything);
    expect(own.filter((action) => scenarioActions[action].author === 'other')).toEqual([]);
    if (!['draft', 'returned'].includes(status)) expect(own).not.toContain('edit');
    expect(allowedFor({ status, author: 'b' }, { ...everything, holds: () => false })).toEqual([]);
  }
  expect(allowedFor({ status: 'review', author: 'b' }, everything)).toEqual(['approve', 'return', 'branch']);
});
