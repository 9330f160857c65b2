import { expect, it } from 'vitest';
import { refusal, testKit } from '../testing.ts';
import { applyDueWorks } from './adoption.service.ts';
import { runPlanningJobs } from './planning.jobs.ts';
import { runSolve } from './solve.service.ts';

const kit = await testKit({ now: '2026-03-02T10:00:00+08:00' });

/** Villages of the small city on a line, three kilometres apart; the town in the middle; the county has no hall. */
const places = {
  a1: [104.5, 29.1],
  a2: [104.53, 29.1],
  townA: [104.545, 29.1],
  b1: [104.56, 29.1],
} as const;
for (const [name, [lon, lat]] of Object.entries(places)) {
  const key = name as keyof typeof places;
  await kit.app.db.updateTable('sites').set({ lon, lat }).where('id', '=', kit.site[key]).execute();
  await kit.app.db.updateTable('divisions').set({ lon, lat }).where('id', '=', kit.division[key]).execute();
}
const planner = await kit.staff('guihua', 'planner', 'city');
const villages = [
  '村代码,名称,经度,纬度,人口,60岁以上,城乡,自然村数',
  ...(['a1', 'a2', 'b1'] as const).map(
    (key, at) => `99010110${at < 2 ? '0' : '1'}00${at === 1 ? 2 : 1},${key},${places[key].join(',')},300,0,乡村,1`,
  ),
  '990101100001,远坡,104.3,29.1,20,0,乡村,1',
];
await planner.planning.import({
  layer: 'villages',
  file: new File([villages.join('\n')], 'villages.csv', { type: 'text/csv' }),
  commit: true,
});
const { id: snapshot } = await planner.planning.takeSnapshot({ name: '三月' });
await runPlanningJobs(kit.app);

type Wish = Parameters<typeof planner.planning.solve>[0]['wish'];
const hall = kit.app.id();
const begin = async (name: string) => (await planner.planning.createScenario({ name, snapshot })).id;
/** A plan that opens a county hall some fifty minutes from the first village. */
const beginWithHall = async (name: string) => {
  const id = await begin(name);
  const add = { kind: 'open', site: hall, name: '县大厅', level: 'county', lon: 104.62, lat: 29.1, clerks: 3 } as const;
  await planner.planning.edit({ id, seq: await seqOf(id), add: [add] });
  return id;
};
const seqOf = async (id: string) => (await planner.planning.scenario({ id })).scenario.seq;
const ask = async (id: string, wish: Wish) =>
  (await planner.planning.solve({ id, seq: await seqOf(id), wish, curve: false })).job;
const solved = async (name: string, wish: Wish) => {
  const id = await beginWithHall(name);
  const asked = await ask(id, wish);
  await runPlanningJobs(kit.app);
  const job = await planner.planning.job({ id: asked });
  expect(job).toMatchObject({ status: 'done', problem: null });
  const { result } = await planner.planning.scenario({ id });
  return { id, job, result: result! };
};

const levels = (...of: NonNullable<Wish['levels']>): Wish['levels'] => of;
const wish = { model: 'lscp', threeCentres: false, seconds: 30 } as const;

it('each level has a limit of its own, and without one that of the plan', async () => {
  // By e-bike the hall is some fifty minutes from the first village: beyond the plan's thirty, within sixty.
  const near = await solved('县大厅按三十分钟', { ...wish, levels: levels('village', 'county') });
  // The town's centre is no county hall, though it lies between the two levels, and is not asked to become one.
  expect(near.result.raised).toMatchObject([{ level: 'county' }]);
  expect(near.result.raised.map(({ site }) => site)).not.toContain(kit.site.townA);
  const far = await solved('县大厅按六十分钟', {
    ...wish,
    levels: levels('village', 'county'),
    limits: { county: 60 },
    mustKeep: [hall],
  });
  const share = expect.closeTo(900 / 920);
  expect(far.result).toMatchObject({
    status: 'optimal',
    raised: [],
    levels: [
      { level: 'village', limit: null, points: [3, expect.any(Number)], share },
      { level: 'county', limit: 60, points: [1, 1], share },
    ],
  });
  expect(far.result.sites).toContain(hall);
  // Whom neither level reaches is named once, with what would do for each.
  expect(far.result.uncoverable).toMatchObject([{ name: '远坡', levels: [{ level: 'village' }, { level: 'county' }] }]);
  const { limit, levels: lacked } = far.result.uncoverable[0]!;
  expect(limit).toBe(Math.max(...lacked.map((one) => one.limit!)));
  const { jobs, wish: kept } = await planner.planning.scenario({ id: far.id });
  expect(kept).toMatchObject({ levels: ['village', 'county'], limits: { county: 60 } });
  expect(jobs).toHaveLength(1);
}, 60_000);

it('a level alone is held to its own limit as well: fewer minutes need more points', async () => {
  const tight = await solved('村级五分钟', { ...wish, limits: { village: 5 } });
  expect(tight.result.levels).toMatchObject([{ level: 'village', limit: 5, points: [3, 3] }]);
});

it('two points for each person at two levels: every level for itself, and nobody loses the only one', async () => {
  const { result } = await solved('两级各两个', { ...wish, levels: levels('village', 'county'), backup: 2 });
  expect(result).toMatchObject({ status: 'feasible', gap: null, cut: null });
  expect(result.sites).toContain(hall);
  expect(result.levels[0]!.share).toBeCloseTo(900 / 920);
});

it('what a clerk can do is counted in cases where villages bring them, of the year that is looked at', async () => {
  const id = await begin('按件');
  expect(await refusal(ask(id, { ...wish, casesPerClerk: 100 }))).toMatchObject({ problem: 'planning.wish-cases' });
  const both = await refusal(ask(id, { ...wish, casesPerClerk: 100, peoplePerClerk: 100 }));
  expect(both).toMatchObject({ problem: 'planning.wish-load' });
  const bring = (layer: 'villages' | 'projections', ...lines: string[]) =>
    planner.planning.import({
      layer,
      file: new File([lines.join('\n')], `${layer}.csv`, { type: 'text/csv' }),
      commit: true,
    });
  const [header, first, ...others] = villages;
  await bring('villages', `${header},年办件量`, `${first},90`, ...others.map((line) => `${line},`));
  await bring('projections', '村代码,年份,人口,年办件量', '990101100001,2035,320,160', '990101100002,2035,150,');
  const loadIn = async (year?: number) => {
    const taken = await planner.planning.takeSnapshot({ name: `按件${year ?? ''}`, ...(year && { year }) });
    await runPlanningJobs(kit.app);
    const { id } = await planner.planning.createScenario({ name: `按件${year ?? ''}`, snapshot: taken.id });
    await ask(id, { ...wish, casesPerClerk: 100 });
    await runPlanningJobs(kit.app);
    return (await planner.planning.scenario({ id })).result!.crowd;
  };
  // Where nobody counted, as many a head as where somebody did: 90 of 300 people, in each of three villages.
  const names = [{ name: 'a1' }, { name: 'a2' }, { name: 'b1' }];
  expect(await loadIn()).toMatchObject({ of: 'cases', load: 270, room: 0, villages: names });
  // In 2035 320 people bring 160: 150 from a1, half as many from a2, which has lost half its people, as many from b1.
  expect(await loadIn(2035)).toMatchObject({ of: 'cases', load: 375, room: 0 });
});

it('where clerks are too few, the villages are named', async () => {
  // Nobody has written down a clerk of these points.
  const { result } = await solved('一人管一百', { ...wish, peoplePerClerk: 100 });
  expect(result).toMatchObject({ status: 'infeasible', reason: 'demand-above-capacity', sites: [] });
  expect(result.crowd).toMatchObject({ of: 'people', load: 600, room: 0, villages: [{ name: 'a1' }, { name: 'a2' }] });
});

it('a limit beyond what was searched is refused, and a level at which nothing could stand', async () => {
  const id = await beginWithHall('太远');
  const refused = await refusal(ask(id, { ...wish, levels: levels('county'), limits: { county: 240 } }));
  expect(refused).toMatchObject({ problem: 'planning.wish-limit', params: { minutes: 240, most: 90 } });
  const without = await begin('没有大厅');
  const nowhere = await refusal(ask(without, { ...wish, levels: levels('village', 'county') }));
  expect(nowhere).toMatchObject({ problem: 'planning.wish-level', params: { level: 'county' } });
  const twice = await refusal(ask(id, { ...wish, model: 'p-center', p: 2, backup: 2 }));
  expect(twice).toMatchObject({ problem: 'planning.wish-backup' });
});

it('the best so far says what it counts, and of which level', async () => {
  const { job } = await solved('人最多', {
    ...wish,
    model: 'mclp',
    p: 3,
    levels: levels('village', 'county'),
    limits: { county: 60 },
  });
  expect(job.best).toMatchObject({ model: 'mclp', level: null });
  // People of two levels are told as their mean: never more than there are.
  expect(job.best!.objective).toBe(900);
  const alone = await solved('路最少', { ...wish, model: 'p-median', p: 3 });
  expect(alone.job.best).toMatchObject({ model: 'p-median', level: 'village' });
});

it('is stopped while it waits, and while it runs', async () => {
  const id = await beginWithHall('停下');
  const waiting = await ask(id, wish);
  await planner.planning.stop({ id: waiting });
  expect(await planner.planning.job({ id: waiting })).toMatchObject({ status: 'stopped', stopping: false });
  await runPlanningJobs(kit.app);
  expect((await planner.planning.scenario({ id })).result).toBeNull();

  const job = await ask(id, { ...wish, levels: levels('village', 'town', 'county') });
  const running = runPlanningJobs(kit.app);
  await expect.poll(async () => (await planner.planning.job({ id: job })).status).toBe('running');
  await planner.planning.stop({ id: job });
  const told = await planner.planning.job({ id: job });
  expect(told.stopping || told.endedAt !== null).toBe(true);
  await running;
  expect(['stopped', 'done']).toContain((await planner.planning.job({ id: job })).status);
});

it('keeps what was decided when it is stopped between two levels, and leaves the others as they are', async () => {
  const id = await beginWithHall('先定县级');
  const asked = await ask(id, { ...wish, levels: levels('village', 'county'), limits: { county: 60 } });
  const job = await kit.app.db
    .selectFrom('planning_jobs')
    .selectAll()
    .where('id', '=', asked)
    .executeTakeFirstOrThrow();
  await planner.planning.stop({ id: asked });
  const stop = new AbortController();
  await runSolve({ app: kit.app, job, signal: stop.signal, report: ({ best }) => best && stop.abort() });
  const { result } = await planner.planning.scenario({ id });
  expect(result).toMatchObject({ status: 'feasible', cut: 'stopped', objective: null, bound: null, gap: null });
  expect(result?.sites).toEqual(expect.arrayContaining([hall, kit.site.a1, kit.site.a2, kit.site.b1]));
  await planner.planning.takeAnswer({ id, seq: await seqOf(id) });
  expect((await planner.planning.scenario({ id })).scenario.counts).toMatchObject({ close: 0, open: 1 });
});

/** Fen, as the city has entered them; the class of a county hall has no price yet. */
const each = { staff: 100, works: 50, equipment: 20, closing: 5 };
const costs = {
  village: { ...each, classWorks: 30, classEquipment: 10 },
  town: { ...each, staff: 300, works: 70, classWorks: 45 },
  county: each,
  city: each,
};
const graded = async (name: string) => {
  for (const [key, grade] of [
    ['a1', 'III'],
    ['a2', null],
    ['b1', 'II'],
    ['townA', 'II'],
  ] as const)
    await kit.app.db.updateTable('sites').set({ class: grade }).where('id', '=', kit.site[key]).execute();
  const { publicMap: _, ...settings } = await planner.planning.settings();
  await planner.planning.setSettings({ ...settings, costs });
  const taken = await planner.planning.takeSnapshot({ name });
  await runPlanningJobs(kit.app);
  return taken.id;
};

it('raises points to the class of the standard, at its price, and on the day they have it', async () => {
  const snapshot = await graded('定了类别');
  const begin = async (name: string) => (await planner.planning.createScenario({ name, snapshot })).id;
  const { a1, a2, b1, townA } = kit.site;
  const raising = {
    model: 'mclp',
    levels: levels('village', 'town'),
    candidates: 'villages',
    threeCentres: true,
    raiseClasses: true,
    seconds: 30,
  } as const;
  const id = await begin('提升等级');
  const refused = async (wish: Wish) => (await refusal(ask(id, wish))).problem;
  expect(await refused({ ...raising, p: 4, threeCentres: false })).toBe('planning.wish-centres');
  expect(await refused({ ...raising, budget: 9999, levels: levels('village', 'county') })).toBe(
    'planning.wish-class-costs',
  );

  // Three centres for a year, a new point for the far slope, each centre brought up to the first class, one point closed.
  const total = 300 + 3 * 100 + 70 + 5 + 45 + 2 * 40;
  await ask(id, { ...raising, budget: total });
  await runPlanningJobs(kit.app);
  const { result } = await planner.planning.scenario({ id });
  expect(result).toMatchObject({ status: 'optimal', opened: [{ class: 'III' }] });
  expect(new Map(result!.raised.map((one) => [one.site, one]))).toEqual(
    new Map([a1, b1, townA].map((site) => [site, { site, class: 'I' }])),
  );
  const looked = await planner.planning.answer({ id });
  expect(looked.costs).toMatchObject({ works: 50 + 45 + 2 * 30, equipment: 20 + 2 * 10, total, unpriced: 0 });
  await planner.planning.edit({
    id,
    seq: await seqOf(id),
    add: [{ kind: 'upgrade', site: a1, clerks: 3 }],
  });
  await planner.planning.takeAnswer({ id, seq: await seqOf(id) });
  const plan = await planner.planning.scenario({ id });
  expect(plan.costs).toEqual(looked.costs);
  // What somebody had said of its clerks stays said.
  expect(plan.changes).toContainEqual({ kind: 'upgrade', site: a1, class: 'I', clerks: 3 });
  const [why] = await planner.planning.explain({ id, sites: [b1] });
  expect(why?.class).toEqual({ from: 'II', to: 'I', because: 'three-centres' });
  expect((await planner.planning.compare({ after: id })).upgraded).toContainEqual(
    expect.objectContaining({ site: townA, what: 'class', from: 'II', to: 'I' }),
  );
  const opened = result!.opened[0]!.site;

  // With one fen less nothing new can open; without the wish the same money is not needed.
  const less = await begin('少一分');
  await ask(less, { ...raising, budget: total - 1 });
  await runPlanningJobs(kit.app);
  expect((await planner.planning.scenario({ id: less })).result).toMatchObject({ status: 'optimal', opened: [] });
  // A budget for the town alone is none for both levels, and what was decided of one of them is no plan.
  const short = await begin('钱不够');
  await ask(short, { ...raising, budget: 500 });
  await runPlanningJobs(kit.app);
  expect((await planner.planning.scenario({ id: short })).result).toMatchObject({
    status: 'infeasible',
    reason: 'budget-too-small',
    sites: [],
    raised: [],
  });
  const plain = await begin('不提升');
  await ask(plain, { ...raising, raiseClasses: false, budget: total - 45 - 80 });
  await runPlanningJobs(kit.app);
  expect((await planner.planning.scenario({ id: plain })).result).toMatchObject({ raised: [], opened: [{}] });

  const approver = await kit.staff('guishen', 'planning-approver', 'city');
  await planner.planning.submit({ id, seq: await seqOf(id) });
  await approver.planning.decide({ id, seq: await seqOf(id), approve: true });
  await approver.planning.adopt({ id, seq: await seqOf(id), on: '2026-04-01', document: '人社〔2026〕3号' });
  const classOf = async (site: string) =>
    (await kit.app.db.selectFrom('sites').select('class').where('id', '=', site).executeTakeFirstOrThrow()).class;
  expect([await classOf(a1), await classOf(opened)]).toEqual(['III', 'III']);
  kit.set('2026-04-01T08:00:00+08:00');
  await applyDueWorks(kit.app);
  expect([await classOf(a1), await classOf(b1), await classOf(townA), await classOf(a2)]).toEqual([
    'I',
    'I',
    'I',
    null,
  ]);
}, 60_000);
