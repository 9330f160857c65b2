import ExcelJS from 'exceljs';
import { expect, it } from 'vitest';
import { refusal, testKit } from '../testing.ts';
import { evaluationOf, wholeEvaluationOf } from './evaluations.ts';
import { runPlanningJobs } from './planning.jobs.ts';
import { worldOf } from './worlds.ts';

const kit = await testKit({ now: '2026-03-02T10:00:00+08:00' });

/** Points on one road; a hamlet so far up its bends that nobody looks there; a sand bank with a path of its own; a hut without any. */
const places = { a1: [104.5, 29.1], a2: [104.53, 29.1], b1: [104.56, 29.1], townA: [104.545, 29.1] } as const;
const [hamlet, gorge, bank, hut] = [
  [104.3, 29.1],
  [104.4, 29.1],
  [104.501, 29.112],
  [104.5, 29.25],
] as const;
for (const [name, [lon, lat]] of Object.entries(places)) {
  const key = name as keyof typeof places;
  await kit.app.db.updateTable('sites').set({ lon, lat }).where('id', '=', kit.site[key]).execute();
  await kit.app.db.updateTable('divisions').set({ lon, lat }).where('id', '=', kit.division[key]).execute();
}
const planner = await kit.staff('guihua', 'planner', 'city');
const villages = [
  '村代码,名称,经度,纬度,人口,60岁以上,城乡,自然村数',
  ...(
    [
      ['甲一村', places.a1, 300],
      ['深山坪', hamlet, 40],
      ['峡口', gorge, 70],
      ['白沙坝', bank, 60],
      ['云顶', hut, 5],
    ] as const
  ).map(([name, [lon, lat], people]) => `990101100001,${name},${lon},${lat},${people},0,乡村,1`),
];
const road = (coordinates: (readonly [number, number])[], kind: string) => ({
  type: 'Feature',
  geometry: { type: 'LineString', coordinates },
  properties: { class: kind },
});
const features = [
  road([hamlet, [104.32, 28.9], [104.38, 28.9], gorge, places.a1, places.a2, places.townA, places.b1], 'village-road'),
  road([gorge, [gorge[0], 29.09]], 'path'),
  road([bank, [bank[0] + 0.002, bank[1]]], 'village-road'),
];
const layer = (kind: 'villages' | 'roads', text: string) =>
  planner.planning.import({ layer: kind, file: new File([text], `${kind}.txt`), commit: true });
const snapshotOf = async (name: string) => {
  const { id } = await planner.planning.takeSnapshot({ name });
  await runPlanningJobs(kit.app);
  return id;
};

const brought = await planner.planning.import({
  layer: 'villages',
  file: new File([villages.join('\n')], 'villages.csv', { type: 'text/csv' }),
  commit: true,
});
expect(brought.committed).toBe(true);
const roadless = await snapshotOf('没有路');
await layer('roads', JSON.stringify({ type: 'FeatureCollection', features }));
const snapshot = await snapshotOf('有路');

type Change = NonNullable<Parameters<typeof planner.planning.edit>[0]['add']>[number];
const plan = async (name: string, rural: 'ebike' | 'car' | 'walk' = 'ebike') => {
  const { id } = await planner.planning.createScenario({
    name,
    snapshot,
    scope: { mode: { urban: 'walk', rural }, limits: { urban: 10, rural: 30 } },
  });
  await runPlanningJobs(kit.app);
  const edit = async (add: Change[], takeBack: string[] = []) => {
    const { scenario } = await planner.planning.scenario({ id });
    return planner.planning.edit({ id, seq: scenario.seq, add, takeBack });
  };
  const looked = async () => {
    const found = await planner.planning.coverage({ scenario: id });
    if (!found.ready) throw new Error(JSON.stringify(found));
    return found;
  };
  const why = async () => Object.fromEntries((await looked()).unreachable.map((each) => [each.name, each.why]));
  const seconds = async (village: string) =>
    [...(await looked()).worst, ...(await looked()).unreachable].find(({ name }) => name === village)!.seconds!;
  return { id, edit, why, seconds };
};
const bridge = { kind: 'road-out', lon: 104.45, lat: 29.1, metres: 60, name: '一号桥' } as const;

it('whom a road that is out cuts off is listed as cut off, and not as far away', async () => {
  const { edit, why } = await plan('桥断了');
  expect(await why()).toEqual({ 深山坪: 'far', 白沙坝: 'cut-off', 云顶: 'off-road' });
  const { figures, before } = await edit([bridge]);
  expect(figures.unreachable - before.unreachable).toBe(70);
  expect(await why()).toEqual({ 深山坪: 'cut-off', 峡口: 'cut-off', 白沙坝: 'cut-off', 云顶: 'off-road' });
  // A point beyond the bridge: the gorge reaches it, the hamlet would, and is far again.
  const site = kit.app.id();
  await edit([{ kind: 'open', site, name: '峡口点位', level: 'village', lon: 104.4, lat: 29.1, clerks: 1 }]);
  expect(await why()).toEqual({ 深山坪: 'far', 白沙坝: 'cut-off', 云顶: 'off-road' });
});

it('a road is open again when its closing is taken back', async () => {
  const { id, edit, why } = await plan('桥修好了');
  await edit([bridge]);
  const { changes } = await planner.planning.scenario({ id });
  expect(changes).toMatchObject([{ kind: 'road-out', name: '一号桥' }]);
  const mended = await edit([], ['road:104.45000,29.10000']);
  expect(mended.figures.unreachable).toBe(mended.before.unreachable - 70);
  expect(await why()).toMatchObject({ 深山坪: 'far' });
});

it('on a mended road vehicles are as much quicker as it says, as far as it says, and walkers are not', async () => {
  const quicker = { kind: 'road-speed', lon: 104.45, lat: 29.1, metres: 20_000, kmh: 60, name: '县道改造' } as const;
  for (const [mode, ratio] of [
    ['car', 60 / 40],
    ['ebike', 20 / 18],
    ['walk', 1],
  ] as const) {
    const { id, edit, seconds } = await plan(`修路 ${mode}`, mode);
    if (mode === 'walk')
      await edit([
        { kind: 'open', site: kit.app.id(), name: '近点', level: 'village', lon: 104.41, lat: 29.1, clerks: 1 },
      ]);
    const before = await seconds('峡口');
    await edit([quicker]);
    const after = await seconds('峡口');
    expect(before / after, mode).toBeCloseTo(ratio, 2);
    if (mode === 'walk') expect(after).toBe(before);
    // Answered at once as searched anew for all pairs.
    const world = await worldOf(kit.app, snapshot);
    const { changes, scenario } = await planner.planning.scenario({ id });
    const [quick, whole] = [
      await evaluationOf(world, changes, scenario.scope, 'village'),
      await wholeEvaluationOf(world, changes, scenario.scope, 'village'),
    ];
    expect(quick.assignment).toEqual(whole.assignment);
  }
});

it('a road that is mended and out in one place is out there', async () => {
  const { edit, why } = await plan('边修边断');
  const { lon, lat } = bridge;
  await edit([{ kind: 'road-speed', lon, lat, metres: 5000, kmh: 80, name: '改造' }, bridge]);
  expect(await why()).toMatchObject({ 峡口: 'cut-off' });
});

it('a plan tells where its altered roads lie: a stretch that is out, and a whole road with another speed', async () => {
  const { id, edit } = await plan('画出来');
  expect((await planner.planning.demand({ scenario: id })).roads).toEqual([]);
  const { lon, lat } = bridge;
  await edit([bridge, { kind: 'road-speed', lon: lon - 0.02, lat, metres: 5000, kmh: 80, name: '改造' }]);
  const [out, mended] = (await planner.planning.demand({ scenario: id })).roads;
  expect(out).toMatchObject({ name: '一号桥', kmh: null, lon, lat });
  const lons = (lines: readonly (readonly (readonly [number, number])[])[]) => lines.flat().map(([x]) => x);
  const metres = (lines: Parameters<typeof lons>[0]) => (Math.max(...lons(lines)) - Math.min(...lons(lines))) * 97_270;
  expect(metres(out!.lines)).toBeGreaterThan(110);
  expect(metres(out!.lines)).toBeLessThan(130);
  expect(mended).toMatchObject({ name: '改造', kmh: 80 });
  expect(metres(mended!.lines)).toBeGreaterThan(2000);
});

it('whoever points beside a road means it; where there is none, that is told', async () => {
  const { id, edit } = await plan('点在路边');
  await edit([{ ...bridge, lat: 29.104 }]);
  expect((await planner.planning.scenario({ id })).changes).toMatchObject([{ lon: 104.45, lat: 29.1 }]);
  expect((await refusal(edit([{ ...bridge, lat: 29.2 }]))).problem).toBe('planning.no-road-near');
  const without = await planner.planning.createScenario({ name: '没有路', snapshot: roadless });
  const there = planner.planning.edit({ id: without.id, seq: 1, add: [bridge] });
  expect((await refusal(there)).problem).toBe('planning.no-roads');
});

it('what a plan supposes is printed with it', async () => {
  const { id, edit } = await plan('假设');
  await edit([bridge, { kind: 'road-speed', lon: 104.52, lat: 29.1, metres: 2000, kmh: 60, name: '县道改造' }]);
  const sheet = await planner.planning.report({ scenario: id, format: 'xlsx' });
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(await sheet.arrayBuffer());
  const supposed = book.getWorksheet('这个方案假设')?.getSheetValues() as (string | undefined)[][];
  expect(supposed.flat()).toEqual(
    expect.arrayContaining(['假设道路不通：一号桥', '假设道路车速为 60 公里/小时：县道改造']),
  );
});
