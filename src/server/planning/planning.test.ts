import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import ExcelJS from 'exceljs';
import { describe, expect, it } from 'vitest';
import { PlanningSettings } from '#api/planning.ts';
import { toGcj02 } from '#domain/kernel/coordinates.ts';
import { osmFile } from '#domain/planning/travel/osm.testing.ts';
import { defaultSpeeds } from '#domain/planning/travel/speeds.ts';
import { refusal, testKit } from '../testing.ts';
import { countLoads, runPlanningJobs } from './planning.jobs.ts';
import { speedsOf } from './settings.service.ts';

const kit = await testKit({ now: '2026-03-02T10:00:00+08:00' });

/** Villages of the small city on a line, three kilometres apart; the two points at its ends and the town in the middle. */
const places = { a1: [104.5, 29.1], a2: [104.53, 29.1], b1: [104.56, 29.1], townA: [104.545, 29.1] } as const;
for (const [name, [lon, lat]] of Object.entries(places)) {
  const key = name as keyof typeof places;
  await kit.app.db.updateTable('sites').set({ lon, lat }).where('id', '=', kit.site[key]).execute();
  await kit.app.db.updateTable('divisions').set({ lon, lat }).where('id', '=', kit.division[key]).execute();
}
const planner = await kit.staff('guihua', 'planner', 'city');
const countyPlanner = await kit.staff('xianguihua', 'planner', 'other');
const approver = await kit.staff('guishen', 'planning-approver', 'city');

const header = '村代码,名称,经度,纬度,人口,60岁以上,城乡,自然村数';
const rows = [
  ['990101100001', '甲一村', ...places.a1, 300, 90, '乡村', 3],
  ['990101100002', '甲二村', ...places.a2, 900, 200, '乡村', 2],
  ['990101101001', '乙一村', ...places.b1, 800, 100, '乡村', 4],
  ['990101100001', '深山坪', 104.38, 29.1, 40, 30, '乡村', 1],
] as const;
const csv = (lines: readonly (readonly (string | number)[])[]) =>
  new File([[header, ...lines.map((line) => line.join(','))].join('\n')], 'villages.csv', { type: 'text/csv' });

const world: { snapshot: string; scenario: string } = { snapshot: '', scenario: '' };
const seqOf = async (id: string) => (await planner.planning.scenario({ id })).scenario.seq;

describe('bringing data in', () => {
  it('names mistakes row by row and keeps nothing', async () => {
    const wrong = csv([
      ['990101100001', '甲一村', 29.1, 104.5, 300, 90, '乡村', 3],
      ['990101100009', '不知何村', ...places.a2, 900, 200, '乡村', 2],
      ['990101101001', '乙一村', ...places.b1, 80, 100, '乡村', 4],
    ]);
    const report = await planner.planning.import({ layer: 'villages', file: wrong, commit: true });
    expect(report.committed).toBe(false);
    expect(
      report.problems.filter(({ severity }) => severity === 'error').map(({ row, code }) => `${row} ${code}`),
    ).toEqual(['2 place.swapped', '3 division.unknown', '4 people.more-older']);
    expect((await planner.planning.imports({})).items).toEqual([]);
  });

  it('says each mistake in the words of whoever reads, and takes points of a map program for a table', async () => {
    const point = (lon: number, lat: number, properties: object) => ({
      type: 'Feature',
      geometry: { type: 'Point', coordinates: [lon, lat] },
      properties,
    });
    const features = rows.map(([村代码, 名称, lon, lat, 人口]) => point(lon, lat, { 村代码, 名称, 人口 }));
    const file = (of: object[]) =>
      new File([JSON.stringify({ type: 'FeatureCollection', features: of })], 'villages.geojson');
    expect(await planner.planning.import({ layer: 'villages', file: file(features) })).toMatchObject({
      rows: 4,
      created: 4,
      problems: [{ code: 'people.division', severity: 'notice' }],
    });
    const wrong = file([...features, { type: 'Feature', geometry: null, properties: { 名称: '不知何处', 人口: 3 } }]);
    const { problems, created } = await planner.planning.import({ layer: 'villages', file: wrong, commit: true });
    expect(created).toBe(0);
    expect(problems.filter(({ severity }) => severity === 'error')).toMatchObject([
      { row: 5, column: 'lon', code: 'cell.missing', message: '这一格必须填。请补上。' },
      { row: 5, column: 'lat', code: 'cell.missing' },
    ]);
  });

  it('names the shape that is wrong, and keeps no area of a file in which one is', async () => {
    const ring = [
      [104.4, 29],
      [104.6, 29],
      [104.6, 29.2],
      [104.4, 29],
    ];
    const area = (coordinates: unknown, properties: object) => ({
      type: 'Feature',
      geometry: { type: 'Polygon', coordinates },
      properties,
    });
    const features = [
      area([ring], { code: '990101' }),
      area([ring], { name: '云汀县' }),
      area([[['a', 'b']]], { code: '990101' }),
      area([ring.map(([lon, lat]) => [lat, lon])], { code: '990101' }),
      area([ring], {}),
    ];
    const file = new File([JSON.stringify({ type: 'FeatureCollection', features })], 'areas.geojson');
    const report = await planner.planning.import({ layer: 'boundaries', file, commit: true });
    expect(report).toMatchObject({ committed: false, created: 0, rows: 5 });
    expect(report.problems.map(({ row, code }) => `${row} ${code}`).toSorted()).toEqual([
      '2 geojson.twice',
      '3 geojson.position',
      '4 geojson.swapped',
      '5 geojson.nameless',
    ]);
    for (const { message } of report.problems) expect(message).toMatch(/第 \d 个图形.*请/);
    const none = new File(['{"type":"FeatureCollection","features":[]}'], 'none.geojson');
    expect((await refusal(planner.planning.import({ layer: 'rivers', file: none }))).problem).toBe('geojson.empty');
    expect((await planner.planning.imports({})).items).toEqual([]);
  });

  it.each(['villages', 'bus', 'ferries', 'premises', 'projections'] as const)(
    'gives an empty table of %s whose own example it leaves out',
    async (layer) => {
      for (const format of ['xlsx', 'csv'] as const) {
        const file = await planner.planning.template({ layer, format });
        const report = await planner.planning.import({ layer, file: file as File });
        expect(report.problems.map(({ code }) => code)).toEqual(['table.empty', 'row.example']);
      }
    },
  );

  it('sees that a whole table is in another datum', async () => {
    // Five rows are the fewest that say anything: each village twice, under two names.
    const shifted = [...rows.slice(0, 3), ...rows.slice(0, 3)].map(([code, name, lon, lat, ...rest], at) => {
      const shown = toGcj02({ lon, lat });
      return [code, `${name}${at}`, shown.lon.toFixed(6), shown.lat.toFixed(6), ...rest];
    });
    const report = await planner.planning.import({ layer: 'villages', file: csv(shifted), commit: true });
    expect(report.committed).toBe(false);
    expect(report.datum).toMatchObject({ said: 'WGS84', likely: 'GCJ-02' });
    const said = await planner.planning.import({ layer: 'villages', file: csv(shifted), system: 'GCJ-02' });
    expect(said.datum).toBeNull();
    expect(said.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it('keeps a right table once, however often it comes', async () => {
    const first = await planner.planning.import({ layer: 'villages', file: csv(rows), source: '统计局', commit: true });
    expect(first).toMatchObject({ committed: true, rows: 4, created: 4 });
    const again = await planner.planning.import({ layer: 'villages', file: csv(rows), source: '统计局', commit: true });
    expect(again.id).toBe(first.id);
    expect((await planner.planning.imports({})).items).toMatchObject([{ layer: 'villages', rows: 4, newest: true }]);
    const some = await planner.planning.import({ layer: 'villages', file: csv(rows.slice(0, 2)) });
    expect(some.problems[0]).toMatchObject({
      severity: 'notice',
      code: 'layer.fewer',
      params: { before: 4, now: 2 },
      message: expect.stringContaining('请和原来的合成一个文件'),
    });
  });
});

describe('where we are', () => {
  it('freezes a snapshot, computes travel times and says who reaches what', async () => {
    world.snapshot = (await planner.planning.takeSnapshot({ name: '三月' })).id;
    expect(await planner.planning.coverage({})).toMatchObject({
      ready: false,
      job: { kind: 'travel', status: 'queued' },
    });
    await runPlanningJobs(kit.app);
    const found = await planner.planning.coverage({});
    if (!found.ready) throw new Error(JSON.stringify(found));
    expect(found.labels).toEqual(['fictional', 'straight-line']);
    expect(found.figures).toMatchObject({ people: 2040, points: 4, unreachable: 0 });
    expect(found.figures.covered).toBe(2000);
    expect(found.worst[0]).toMatchObject({ name: '深山坪', people: 40 });
    expect(found.natural).toMatchObject({ villages: 10 });
    const county = found.divisions.find(({ level }) => level === 'county')!;
    const inside = await planner.planning.coverage({ division: county.id });
    if (!inside.ready) throw new Error(JSON.stringify(inside));
    expect(inside.travel.counts.reduce((sum, people) => sum + people, 0)).toBe(inside.figures.people);
    const within = await planner.planning.demand({ acrossBorders: false, rural: 'walk-slow' });
    expect(within.ready).toBe(true);
    expect(within.seconds[0]).not.toBe((await planner.planning.demand({})).seconds[0]);
  });

  it('gives the same snapshot the same digest', async () => {
    await planner.planning.takeSnapshot({ name: '三月再一次' });
    const [second, first] = await planner.planning.snapshots();
    expect(second?.digest).toBe(first?.digest);
    expect(second?.id).not.toBe(first?.id);
    await runPlanningJobs(kit.app);
  });

  it('computes times by another way when it is asked to, and again where somebody stopped it', async () => {
    const { id } = await planner.planning.takeSnapshot({ name: '停一停' });
    const asked = async () => {
      const found = await planner.planning.coverage({ snapshot: id, rural: 'car' });
      return found.ready ? 'ready' : [found.job?.status ?? null, found.missing];
    };
    expect(await asked()).toEqual(['queued', ['walk', 'car']]);
    for (const job of await planner.planning.jobs())
      if (job.snapshot === id) await planner.planning.stop({ id: job.id });
    await runPlanningJobs(kit.app);
    expect(await asked()).toEqual(['stopped', ['walk', 'car']]);
    const { jobs } = await planner.planning.computeTravel({ id, modes: ['walk', 'car'] });
    expect(await planner.planning.computeTravel({ id, modes: ['walk', 'car'] })).toEqual({ jobs });
    await runPlanningJobs(kit.app);
    expect(await asked()).toBe('ready');
    expect(await planner.planning.computeTravel({ id, modes: ['car'] })).toEqual({ jobs: jobs.slice(1) });
    await planner.planning.computeTravel({ id, modes: ['ebike', 'walk-slow'] });
    await runPlanningJobs(kit.app);
    expect((await refusal(planner.planning.computeTravel({ id, modes: ['bus'] }))).problem).toBe(
      'planning.no-timetable',
    );
  });

  it('sums up what residents rated in a year, however often it counts', async () => {
    const now = kit.app.clock.now();
    const rate = async (level: number, rated_at: Date) => {
      const [case_id, id] = [kit.app.id(), kit.app.id()];
      const invited = {
        case_id,
        id,
        occasion: 'ending' as const,
        unit_id: kit.unit.a2,
        day: '2024-01-02',
        created_at: rated_at,
      };
      await kit.app.db
        .insertInto('rating_invitations')
        .values({ ...invited, person_id: null })
        .execute();
      const rating = { case_id, invitation_id: id, level, rated_at, person_id: kit.app.id(), words_sealed: null };
      await kit.app.db
        .insertInto('ratings')
        .values({ ...rating, reasons: [] })
        .execute();
    };
    await rate(5, now);
    await rate(4, new Date(now.getTime() - 40 * 86_400_000));
    await rate(1, new Date(now.getTime() - 500 * 86_400_000));
    await countLoads(kit.app);
    await rate(4, now);
    await countLoads(kit.app);
    const { points } = await planner.planning.points({});
    const rated = points.filter(({ rating }) => rating !== null);
    expect(rated.map(({ unit, rating }) => ({ unit, rating }))).toEqual([
      { unit: kit.unit.a2, rating: { mean: 4.33, count: 3 } },
    ]);
  });

  it('shows points with what is known of them, and their card and area', async () => {
    const { points, items } = await planner.planning.points({});
    const station = points.find(({ id }) => id === kit.site.a1);
    expect(station).toMatchObject({ level: 'village', people: 340, openCases: 0, overdue: 0, rating: null });
    expect(items).toHaveLength(4);
    const card = await planner.planning.point({ id: kit.site.a1 });
    expect(card.villages.map(({ name }) => name)).toEqual(['甲一村', '深山坪']);
    const area = await planner.planning.area({ id: kit.site.a1, minutes: 10, mode: 'ebike' });
    expect(area).toMatchObject({ by: 'straight-line', people: 300 });
  });
});

describe('a plan', () => {
  it('recomputes at once what an edit touches, and refuses what it does not know', async () => {
    const { id } = await planner.planning.createScenario({ name: '并站', snapshot: world.snapshot });
    world.scenario = id;
    const seq = await seqOf(id);
    const edited = await planner.planning.edit({ id, seq, add: [{ kind: 'close', site: kit.site.a2 }] });
    expect(edited.figures.points).toBe(3);
    expect(edited.demand.map(({ id: village }) => village)).toEqual(['990101100002/甲二村']);
    expect(edited.milliseconds).toBeLessThan(200);
    const unknown = await refusal(
      planner.planning.edit({ id, seq: edited.seq, add: [{ kind: 'close', site: kit.app.id() }] }),
    );
    expect(unknown.problem).toBe('planning.unknown-place');
    const stale = await refusal(planner.planning.edit({ id, seq, add: [] }));
    expect(stale.problem).toBe('conflict.stale');
  });

  it('finds the same for points opened many at once as one by one, and holds those it has while it looks for more', async () => {
    const spots = Array.from({ length: 2100 }, (_, at) => ({
      kind: 'open' as const,
      site: kit.app.id(),
      name: `新点${at}`,
      level: 'village' as const,
      lon: 104.4 + at / 12_345,
      lat: 29.1,
      clerks: 1,
    }));
    const one = spots[7]!;
    const [many, single] = [
      await planner.planning.createScenario({ name: '到处设点', snapshot: world.snapshot }),
      await planner.planning.createScenario({
        name: '一个一个设',
        snapshot: (await planner.planning.snapshots())[0]!.id,
      }),
    ];
    const all = await planner.planning.edit({ id: many.id, seq: await seqOf(many.id), add: spots });
    const left = await planner.planning.edit({
      id: many.id,
      seq: all.seq,
      takeBack: spots.filter((spot) => spot !== one).map(({ site }) => site),
      add: [{ ...one, site: kit.app.id(), lon: 104.39 }],
    });
    const first = await planner.planning.edit({ id: single.id, seq: await seqOf(single.id), add: [one] });
    const both = await planner.planning.edit({
      id: single.id,
      seq: first.seq,
      add: [{ ...one, site: kit.app.id(), lon: 104.39 }],
    });
    expect(all.figures.points).toBe(4 + spots.length);
    expect(left.figures).toEqual(both.figures);
  });

  it('is the business of its own ground only', async () => {
    const { id } = await countyPlanner.planning.createScenario({ name: '越界', snapshot: world.snapshot });
    const outside = countyPlanner.planning.edit({
      id,
      seq: await seqOf(id),
      add: [{ kind: 'close', site: kit.site.a1 }],
    });
    expect((await refusal(outside)).problem).toBe('planning.outside');
  });

  it('solves by a job, keeps the answer and takes it over', async () => {
    const { id } = await planner.planning.createScenario({ name: '最少点位', snapshot: world.snapshot });
    const wish = { model: 'lscp', threeCentres: false, seconds: 30 } as const;
    const { job } = await planner.planning.solve({ id, seq: await seqOf(id), wish, curve: true });
    await runPlanningJobs(kit.app);
    expect(await planner.planning.job({ id: job })).toMatchObject({ status: 'done' });
    const { result } = await planner.planning.scenario({ id });
    // The town's hall stays, and reaches all three by e-bike; the mountain is beyond every point.
    expect(result).toMatchObject({ status: 'optimal', sites: [kit.site.townA], cut: null });
    expect(result?.uncoverable).toMatchObject([{ name: '深山坪', people: 40, limit: expect.any(Number) }]);
    expect(result?.curve.length).toBeGreaterThan(0);
    // Looking at it changes nothing; what is looked at is what is taken over.
    const looked = await planner.planning.answer({ id });
    expect((await planner.planning.scenario({ id })).changes).toEqual([]);
    expect(looked.figures).toMatchObject({ points: 1, covered: 2000 });
    expect(looked.demand.map(({ site }) => site)).toEqual(looked.demand.map(() => kit.site.townA));
    await planner.planning.takeAnswer({ id, seq: await seqOf(id) });
    const after = await planner.planning.scenario({ id });
    expect(after.changes).toEqual(looked.changes);
    expect([looked.taken, (await planner.planning.answer({ id })).taken]).toEqual([false, true]);
    expect(after.scenario.counts).toMatchObject({ close: 3 });
    expect(after.scenario.figures).toMatchObject({ points: 1, covered: 2000 });
    const again = await planner.planning.solve({ id, seq: await seqOf(id), wish, curve: false });
    await kit.app.db
      .updateTable('planning_jobs')
      .set({ status: 'running', beat_at: new Date(0) })
      .where('id', '=', again.job)
      .execute();
    await runPlanningJobs(kit.app);
    expect(await planner.planning.job({ id: again.job })).toMatchObject({ status: 'done' });
  });

  it('puts an answer away and stays as it was; one that raises a point raises it when it is taken over', async () => {
    const { id } = await planner.planning.createScenario({ name: '先不用', snapshot: world.snapshot });
    const row = (await planner.planning.scenarios({})).items.find((one) => one.id === id)!;
    expect((await refusal(planner.planning.answer({ id }))).problem).toBe('planning.no-result');
    const wish = { model: 'lscp', threeCentres: false, seconds: 30 } as const;
    await planner.planning.solve({ id, seq: row.seq, wish, curve: false });
    await runPlanningJobs(kit.app);
    await planner.planning.dropAnswer({ id, seq: await seqOf(id) });
    const away = await planner.planning.scenario({ id });
    expect(away).toMatchObject({ result: null, changes: [], history: [{ what: 'put-away' }, { what: 'created' }] });

    await planner.planning.solve({ id, seq: await seqOf(id), wish, curve: false });
    await runPlanningJobs(kit.app);
    const { result } = await planner.planning.scenario({ id });
    const raised = { ...result, sites: [kit.site.a1, kit.site.townA], raised: [{ site: kit.site.a1, level: 'town' }] };
    await kit.app.db
      .updateTable('planning_scenarios')
      .set({ result: JSON.stringify(raised) })
      .where('id', '=', id)
      .execute();
    await planner.planning.takeAnswer({ id, seq: await seqOf(id) });
    const { changes } = await planner.planning.scenario({ id });
    expect(changes).toContainEqual(expect.objectContaining({ kind: 'upgrade', site: kit.site.a1, level: 'town' }));
    expect(changes.filter(({ kind }) => kind === 'close')).toHaveLength(2);
  });

  it('prints the same bytes when the same question was answered again from its snapshot', async () => {
    const { id } = await planner.planning.createScenario({ name: '再算一次', snapshot: world.snapshot });
    const wish = { model: 'mclp', p: 2, candidates: 'villages', threeCentres: false, seconds: 30 } as const;
    const files = [];
    for (let run = 0; run < 2; run++) {
      await planner.planning.solve({ id, seq: await seqOf(id), wish, curve: true });
      await runPlanningJobs(kit.app);
      const { result } = await planner.planning.scenario({ id });
      expect(result?.status).toBe('optimal');
      for (const format of ['pdf', 'xlsx'] as const)
        files.push(Buffer.from(await (await planner.planning.report({ scenario: id, format })).arrayBuffer()));
    }
    const [pdf, sheet, pdfAgain, sheetAgain] = files;
    expect([pdf?.equals(pdfAgain!), sheet?.equals(sheetAgain!)]).toEqual([true, true]);
    // A spreadsheet counts on with what it is given: a share is a number that is shown as one.
    const book = new ExcelJS.Workbook();
    await book.xlsx.load(sheet!.buffer as ArrayBuffer);
    const shown = book.getWorksheet('前后对比')?.getCell('B3');
    expect([typeof shown?.value, shown?.numFmt]).toEqual(['number', '0.0%']);
    expect(book.getWorksheet('分县区')?.lastRow?.getCell(1).value).toBe('全市');
  });

  it('decides village points and town centres as one question', async () => {
    const { id } = await planner.planning.createScenario({ name: '两级一起', snapshot: world.snapshot });
    const wish = { model: 'lscp', levels: ['village', 'town'], threeCentres: false, seconds: 60 } as const;
    await planner.planning.solve({
      id,
      seq: await seqOf(id),
      wish: { ...wish, levels: [...wish.levels] },
      curve: true,
    });
    await runPlanningJobs(kit.app);
    const { result } = await planner.planning.scenario({ id });
    expect(result).toMatchObject({ status: 'optimal', objective: 1, sites: [kit.site.townA], cut: null });
    // The mountain is beyond both levels, and is named once.
    expect(result?.uncoverable).toMatchObject([{ name: '深山坪', people: 40 }]);
    await planner.planning.takeAnswer({ id, seq: await seqOf(id) });
    const after = await planner.planning.scenario({ id });
    expect(after.scenario.figures).toMatchObject({ points: 1, covered: 2000 });
  });

  it('explains why points stay or go, and compares county by county', async () => {
    const why = await planner.planning.explain({ id: world.scenario });
    expect(why.find(({ site }) => site === kit.site.a2)).toMatchObject({ stays: false, because: 'all-reach-another' });
    const { names } = await planner.planning.scenario({ id: world.scenario });
    expect(names[kit.site.a2]).toBe('甲二村点位');
    const compared = await planner.planning.compare({ after: world.scenario });
    expect(compared.counties.find(({ name }) => name === '云汀县')).toMatchObject({
      before: { village: 3 },
      after: { village: 2 },
    });
    expect(compared.losers).toMatchObject({ people: 900, villages: [{ name: '甲二村' }] });
    expect(compared.closed).toMatchObject([
      { site: kit.site.a2, people: 900, replacement: { how: 'nearer-point', site: kit.site.townA } },
    ]);
  });

  it('is decided by somebody else, and rests while it is under review', async () => {
    const id = world.scenario;
    await planner.planning.submit({ id, seq: await seqOf(id) });
    const seq = await seqOf(id);
    expect((await refusal(planner.planning.edit({ id, seq, add: [] }))).problem).toBe('planning.not-now');
    expect((await refusal(planner.planning.decide({ id, seq, approve: true }))).problem).toBe('permission.denied');
    expect((await refusal(approver.planning.decide({ id, seq, approve: false }))).problem).toBe(
      'planning.return-reason',
    );
    await approver.planning.decide({ id, seq, approve: true });
    await approver.planning.publish({ id, seq: seq + 1, until: '2026-03-20' });
    const she = await kit.resident('王秀兰', '19900000001');
    const [plan] = await she.client.planning.publicPlans();
    expect(plan).toMatchObject({
      name: '并站',
      closings: [{ name: '甲二村点位', how: 'nearer-point', instead: '甲镇点位' }],
    });
    await she.client.planning.say({ id, text: '我住甲二村，走不到镇上' });
    const { comments } = await planner.planning.scenario({ id });
    expect(comments).toMatchObject([{ resident: true, by: '', text: '我住甲二村，走不到镇上' }]);
    const bare = await kit.app.db.selectFrom('planning_comments').select('text_sealed').executeTakeFirst();
    expect(bare?.text_sealed.includes(Buffer.from('甲二村'))).toBe(false);
  });

  it('gives notice before a point closes, and on the day a resident finds another', async () => {
    const id = world.scenario;
    const seq = await seqOf(id);
    const soon = approver.planning.adopt({ id, seq, on: '2026-03-05', document: '人社〔2026〕3号' });
    expect((await refusal(soon)).problem).toBe('planning.short-notice');
    await approver.planning.adopt({ id, seq, on: '2026-04-01', document: '人社〔2026〕3号' });
    const { items } = await planner.planning.works({ scenario: id });
    expect(items.map(({ kind, on }) => [kind, on])).toEqual([
      ['close', '2026-04-01'],
      ['review', '2026-07-01'],
    ]);
    const before = await kit.client().planning.nearest({ village: kit.division.a2 });
    expect(before.points[0]).toMatchObject({
      id: kit.site.a2,
      change: { kind: 'close', on: '2026-04-01', instead: '甲镇点位' },
    });
    kit.set('2026-04-01T08:00:00+08:00');
    const after = await kit.client().planning.nearest({ village: kit.division.a2 });
    expect(after.points.map((point) => point.id)).not.toContain(kit.site.a2);
    const planner2 = await kit.signIn('guihua');
    expect(await planner2.planning.tracking({ scenario: id })).toMatchObject({
      differs: [],
      planned: { points: 3 },
      now: { points: 3 },
    });
  });

  it('prints for a mayor, and the same again byte by byte', async () => {
    const client = await kit.signIn('guihua');
    const [one, two] = [
      await client.planning.report({ scenario: world.scenario, format: 'pdf' }),
      await client.planning.report({ scenario: world.scenario, format: 'pdf' }),
    ];
    const bytes = Buffer.from(await one.arrayBuffer());
    expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
    expect(bytes.equals(Buffer.from(await two.arrayBuffer()))).toBe(true);
    const sheet = await client.planning.report({ scenario: world.scenario, format: 'xlsx' });
    const book = new ExcelJS.Workbook();
    await book.xlsx.load(await sheet.arrayBuffer());
    const cells = book.worksheets.flatMap((page) =>
      (page.getSheetValues() as (string | number | undefined)[][]).flatMap((row) => [page.name, ...(row ?? [])]),
    );
    // The words of the screens, every place of them filled.
    expect(cells).toEqual(
      expect.arrayContaining(['已采用', '分县区', '时限内人口占比', '关闭的点位（1）', '到附近的点位甲镇点位']),
    );
    expect(cells.filter((cell) => /[{}]/.test(String(cell)))).toEqual([]);
    const points = await client.planning.export({ what: 'points', format: 'geojson' });
    expect(JSON.parse(await points.text()).features).toHaveLength(3);
  }, 30_000);
});

describe('roads', () => {
  /** A road along the villages, and a track on the far side of the hill that nothing leads to. */
  const roads = (lines: unknown[]) =>
    new File([JSON.stringify({ type: 'FeatureCollection', features: lines })], 'roads.geojson');
  const line = (coordinates: number[][], properties: object) => ({
    type: 'Feature',
    geometry: { type: 'LineString', coordinates },
    properties,
  });

  it('from GeoJSON make a network with its islands, and travel follows them', async () => {
    const client = await kit.signIn('guihua');
    const file = roads([
      line(
        [places.a1, places.a2, places.townA, places.b1].map((place) => [...place]),
        { class: 'county-road' },
      ),
      line(
        [
          [104.38, 29.1],
          [104.39, 29.11],
        ],
        { class: 'path' },
      ),
    ]);
    const report = await client.planning.import({ layer: 'roads', file, source: '交通局', commit: true });
    expect(report).toMatchObject({ committed: true, network: { islands: [{ nodes: 2 }] } });
    const { id } = await client.planning.takeSnapshot({ name: '有路' });
    await runPlanningJobs(kit.app);
    const found = await client.planning.coverage({ snapshot: id });
    if (!found.ready) throw new Error(JSON.stringify(found));
    expect(found.labels).toEqual(['fictional']);
    expect(found.unreachable).toMatchObject([{ name: '深山坪', why: 'cut-off' }]);
    const area = await client.planning.area({ id: kit.site.a1, minutes: 10, mode: 'ebike' });
    expect(area.by).toBe('road');
    const { points } = await kit.client().planning.nearest({ village: kit.division.a1 });
    expect(points[0]).toMatchObject({ id: kit.site.a1, seconds: expect.any(Number) });
    expect((await client.planning.network({ id })).islands).toHaveLength(1);
  });

  it('tell of places that lie beside them in another datum only, or nowhere near', async () => {
    const client = await kit.signIn('guihua');
    const at = [...Array(6).keys()].map((step) => ({ lon: 104.502 + step / 100, lat: 29.1 }));
    const table = (places: readonly { lon: number; lat: number }[]) =>
      new File(
        [`名称,类型,经度,纬度\n${places.map(({ lon, lat }, row) => `房${row},学校,${lon},${lat}`).join('\n')}`],
        'p.csv',
      );
    const premises = (places: readonly { lon: number; lat: number }[], system: 'WGS84' | 'GCJ-02') =>
      client.planning.import({ layer: 'premises', file: table(places), system });
    expect(await premises(at, 'WGS84')).toMatchObject({ datum: null, problems: [] });
    expect(await premises(at.map(toGcj02), 'GCJ-02')).toMatchObject({ datum: null, problems: [] });
    for (const [given, system, likely] of [
      [at.map(toGcj02), 'WGS84', 'GCJ-02'],
      [at, 'GCJ-02', 'WGS84'],
    ] as const)
      expect(await premises(given, system)).toMatchObject({
        created: 6,
        datum: { said: system, likely: expect.stringMatching(likely === 'WGS84' ? /WGS84|CGCS2000/ : likely) },
        problems: [{ severity: 'notice', code: 'place.datum' }],
      });
    const far = await premises([...at, { lon: 104.6, lat: 29.5 }], 'WGS84');
    expect(far.problems).toMatchObject([
      { severity: 'notice', code: 'place.no-road', params: { count: 1, names: '房6' } },
    ]);
  });

  it('are named by a Chinese clerk, and a class or speed that nobody knows is told once', async () => {
    const client = await kit.signIn('guihua');
    const along = [[...places.a1], [...places.a2]];
    const file = roads([
      line(along, { 等级: '县道', 单行: '是' }),
      line(along, { 等级: '大路' }),
      line(along, { 等级: '大路', kmh: '-3' }),
      line([[...places.a1]], { 等级: '县道' }),
    ]);
    const report = await client.planning.import({ layer: 'roads', file, commit: true });
    expect(report.committed).toBe(false);
    expect(report.problems).toMatchObject([
      { row: 2, severity: 'notice', code: 'road.class', params: { value: '大路', count: 2 } },
      { row: 3, severity: 'notice', code: 'road.speed' },
      { row: 4, severity: 'error', code: 'geojson.short' },
    ]);
  });

  it('that are out send people another way', async () => {
    const client = await kit.signIn('guihua');
    const { id } = await client.planning.createScenario({ name: '桥断了' });
    const { scenario } = await client.planning.scenario({ id });
    const edited = await client.planning.edit({
      id,
      seq: scenario.seq,
      add: [{ kind: 'road-out', lon: 104.515, lat: 29.1, name: '一号桥' }],
    });
    expect(edited.figures.people).toBe(edited.before.people);
    // Each bank has its point; without that of the western one, its people reach none.
    expect(edited.figures.unreachable).toBe(edited.before.unreachable);
    const alone = await client.planning.edit({
      id,
      seq: edited.seq,
      add: [{ kind: 'close', site: kit.site.a1 }],
    });
    expect(alone.figures.unreachable).toBe(edited.before.unreachable + 300);
    const mended = await client.planning.edit({ id, seq: alone.seq, add: [], takeBack: ['road:104.51500,29.10000'] });
    expect(mended.figures.unreachable).toBe(edited.before.unreachable);
  });

  it('from OpenStreetMap are read by a job; a damaged file is refused and nothing is kept', async () => {
    const client = await kit.signIn('guihua');
    const nodes = Object.values(places).map(([lon, lat], at) => ({ id: at + 1, lon, lat }));
    const ways = [{ id: 9, refs: [1, 2, 4, 3], tags: { highway: 'secondary' } }];
    const whole = osmFile({ nodes, ways });
    const { job } = await client.planning.import({
      layer: 'roads',
      file: new File([new Uint8Array(whole)], 'a.osm.pbf'),
      commit: true,
    });
    await runPlanningJobs(kit.app);
    expect(await client.planning.job({ id: job! })).toMatchObject({ status: 'done', problem: null });
    const before = (await client.planning.imports({})).items.length;
    const half = new File([new Uint8Array(whole.slice(0, whole.length - 20))], 'b.osm.pbf');
    const broken = await client.planning.import({ layer: 'roads', file: half, commit: true });
    await runPlanningJobs(kit.app);
    expect(await client.planning.job({ id: broken.job! })).toMatchObject({
      status: 'failed',
      problem: { code: 'travel.osm-damaged', params: { path: 'b.osm.pbf' } },
    });
    const elsewhere = osmFile({ nodes: nodes.map((node) => ({ ...node, lat: node.lat + 3 })), ways });
    const other = new File([new Uint8Array(elsewhere)], '别的市.osm.pbf');
    const foreign = await client.planning.import({ layer: 'roads', file: other, commit: true });
    await runPlanningJobs(kit.app);
    expect(await client.planning.job({ id: foreign.job! })).toMatchObject({
      status: 'failed',
      problem: {
        code: 'planning.other-city',
        params: { path: '别的市.osm.pbf' },
        message: expect.stringContaining('原来的道路没有动'),
      },
    });
    const table = new File(['a,b\n1,2'], 'roads.csv');
    const told = await refusal(client.planning.import({ layer: 'roads', file: table, commit: true }));
    expect(told).toMatchObject({ problem: 'travel.osm-damaged', params: { path: 'roads.csv' } });
    expect((await client.planning.imports({})).items).toHaveLength(before);
    expect(await readdir(join(dirname(kit.app.anchorFile), 'imports'))).toEqual([]);
  });
});

describe('speeds', () => {
  it('are the city’s own where it has entered them, and only such as there can be', async () => {
    const client = await kit.signIn('guihua');
    const { publicMap: _, ...kept } = await client.planning.settings();
    const table = speedsOf({ ...kept, publicMap: false, speeds: { car: { primary: 40, path: 0 } } });
    expect(table.car).toMatchObject({ kmh: { primary: 40, secondary: 60, path: 0 }, builtKmh: { primary: 40 } });
    expect(table.ebike).toEqual(defaultSpeeds.ebike);
    for (const wrong of [
      { speeds: { car: { primary: -1 } } },
      { speeds: { car: { lane: 30 } } },
      { limits: { urban: 0, rural: 30 } },
      { peoplePerClerk: 0 },
    ]) {
      expect(PlanningSettings.safeParse({ ...kept, publicMap: false, ...wrong }).success).toBe(false);
    }
  });
});

describe('cells of a population grid', () => {
  it('have no code, and count for the county and town in which they lie', async () => {
    const client = await kit.signIn('guihua');
    const square = (west: number, east: number) => [
      [
        [west, 29],
        [east, 29],
        [east, 29.2],
        [west, 29.2],
        [west, 29],
      ],
    ];
    const area = (code: string, coordinates: number[][][]) => ({
      type: 'Feature',
      geometry: { type: 'Polygon', coordinates },
      properties: { code },
    });
    const collection = (features: object[]) =>
      new File([JSON.stringify({ type: 'FeatureCollection', features })], 'x.geojson');
    const { division } = kit;
    const town = await kit.client().organisation.division({ id: division.townA });
    const divisions = [town.division, ...town.path];
    const codeOf = (level: string) => divisions.find((each) => each.level === level)!.code;
    const boundaries = collection([
      area(codeOf('county'), square(104.4, 104.7)),
      area(codeOf('town'), square(104.5, 104.55)),
    ]);
    expect(await client.planning.import({ layer: 'boundaries', file: boundaries, commit: true })).toMatchObject({
      committed: true,
    });
    const cell = (name: string, west: number, 人口: number) => ({
      type: 'Feature',
      geometry: { type: 'Polygon', coordinates: square(west, west + 0.01) },
      properties: { 名称: name, 人口 },
    });
    const cells = collection([cell('镇上', 104.51, 70), cell('镇外', 104.6, 20), cell('市外', 104.9, 1)]);
    expect(await client.planning.import({ layer: 'villages', file: cells, commit: true })).toMatchObject({
      committed: true,
    });
    const { id } = await client.planning.takeSnapshot({ name: '格网' });
    await runPlanningJobs(kit.app);
    const found = await client.planning.coverage({ snapshot: id });
    if (!found.ready) throw new Error(JSON.stringify(found));
    expect(found.divisions.map(({ level, people, id: of }) => [level, people, of])).toContainEqual([
      'town',
      70,
      division.townA,
    ]);
    expect(found.divisions.filter(({ people }) => people === 90).map(({ level }) => level)).toEqual(['county']);
    expect(found.figures.people).toBe(91);
    const [snapshot] = await client.planning.snapshots();
    expect(snapshot?.parts.map(({ layer }) => layer)).toContain('boundaries');
  });
});

describe('residents', () => {
  it('see no map of a city without an approval number, and staff do', async () => {
    expect(await kit.client().planning.map()).toMatchObject({ bounds: null, layers: [], approval: null });
    const client = await kit.signIn('guihua');
    expect((await client.planning.map()).bounds).not.toBeNull();
    const settings = await client.planning.settings();
    const { publicMap: _, ...kept } = settings;
    await client.planning.setSettings({ ...kept, approval: '川S（2026）0001号' });
    expect(await kit.client().planning.map()).toMatchObject({ approval: '川S（2026）0001号' });
    expect((await kit.client().planning.map()).bounds).not.toBeNull();
  });
});
