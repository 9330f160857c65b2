import { expect, it } from 'vitest';
import { toGcj02 } from '#domain/kernel/coordinates.ts';
import { testKit } from '../testing.ts';
import { runPlanningJobs } from './planning.jobs.ts';

const kit = await testKit({ now: '2026-03-02T10:00:00+08:00' });

/** Points on a road; a sand bank in the river with a path of its own; a hamlet far up the road, half a day's walk away. */
const places = { a1: [104.5, 29.1], a2: [104.53, 29.1], b1: [104.56, 29.1], townA: [104.545, 29.1] } as const;
const bank = [104.501, 29.112] as const;
const hamlet = [104.3, 29.1] as const;
for (const [name, [lon, lat]] of Object.entries(places)) {
  const key = name as keyof typeof places;
  await kit.app.db.updateTable('sites').set({ lon, lat }).where('id', '=', kit.site[key]).execute();
  await kit.app.db.updateTable('divisions').set({ lon, lat }).where('id', '=', kit.division[key]).execute();
}
const planner = await kit.staff('guihua', 'planner', 'city');

const sheet = (name: string, ...lines: readonly (readonly (string | number)[])[]) =>
  new File([lines.map((line) => line.join(',')).join('\n')], name, { type: 'text/csv' });
const villages = sheet(
  'villages.csv',
  ['村代码', '名称', '经度', '纬度', '人口', '60岁以上', '城乡', '自然村数'],
  ['990101100001', '甲一村', ...places.a1, 300, 90, '乡村', 1],
  ['990101100001', '白沙坝', ...bank, 60, 20, '乡村', 1],
  ['990101100001', '深山坪', ...hamlet, 40, 30, '乡村', 1],
);
const road = (coordinates: (readonly [number, number])[]) => ({
  type: 'Feature',
  geometry: { type: 'LineString', coordinates },
  properties: { class: 'village-road' },
});
const roads = new File(
  [
    JSON.stringify({
      type: 'FeatureCollection',
      features: [
        road([hamlet, places.a1, places.a2, places.townA, places.b1]),
        road([bank, [bank[0] + 0.002, bank[1]]]),
      ],
    }),
  ],
  'roads.geojson',
);
const ferryHeader = ['渡口', '经度', '纬度', '对岸经度', '对岸纬度', '过渡分钟', '等候分钟', '能过汽车'];
const busHeader = ['线路', '站点', '经度', '纬度', '行驶分钟', '发车时间'];
await planner.planning.import({ layer: 'villages', file: villages, commit: true });
await planner.planning.import({ layer: 'roads', file: roads, commit: true });

const snapshotOf = async (name: string) => {
  const { id } = await planner.planning.takeSnapshot({ name });
  await runPlanningJobs(kit.app);
  return id;
};
const lookAt = async (snapshot: string, rural: 'walk' | 'bus' = 'walk') => {
  const found = await planner.planning.coverage({ snapshot, rural, urban: 'walk' });
  if (!found.ready) throw new Error(JSON.stringify(found));
  return found;
};
const secondsTo = async (snapshot: string, name: string, rural?: 'walk' | 'bus') =>
  (await lookAt(snapshot, rural)).worst.find((village) => village.name === name)?.seconds;

it('a ferry brings an island within reach, from the snapshot on in which it is', async () => {
  const before = await snapshotOf('没有渡口');
  expect((await lookAt(before)).unreachable.map(({ name, why }) => [name, why])).toContainEqual(['白沙坝', 'cut-off']);
  const shifted = [places.a1, bank].flatMap(([lon, lat]) => {
    const shown = toGcj02({ lon, lat });
    return [shown.lon.toFixed(6), shown.lat.toFixed(6)];
  });
  const away = [104.9, 29.4, 104.91, 29.41];
  const file = sheet('ferries.csv', ferryHeader, ['白沙渡', ...shifted, 5, 10, '否'], ['远渡', ...away, 5, 5, '是']);
  const report = await planner.planning.import({
    layer: 'ferries',
    file,
    system: 'GCJ-02',
    source: '交通局',
    commit: true,
  });
  expect(report).toMatchObject({ committed: true, rows: 2, created: 2 });
  expect(report.problems).toMatchObject([
    { severity: 'notice', code: 'place.no-road', params: { count: 2, names: '远渡' } },
  ]);
  const after = await snapshotOf('有渡口');
  expect((await lookAt(after)).unreachable.map(({ name }) => name)).not.toContain('白沙坝');
  expect(await secondsTo(after, '白沙坝')).toBeCloseTo(15 * 60, -1);
  const { islands, unsnapped } = await planner.planning.network({ id: after });
  expect(islands).toEqual([]);
  expect(unsnapped).toMatchObject([{ kind: 'ferry', name: '远渡', metres: null }]);
  expect((await lookAt(before)).unreachable.map(({ name }) => name)).toContain('白沙坝');
  const [newest] = await planner.planning.snapshots();
  expect(newest?.parts).toContainEqual(expect.objectContaining({ layer: 'ferries', rows: 2, source: '交通局' }));
});

it('times by bus are refused without a timetable, and those of the timetable once it is there', async () => {
  await planner.planning.createScenario({ name: '坐公交', scope: { mode: { urban: 'walk', rural: 'bus' } } });
  await runPlanningJobs(kit.app);
  expect((await planner.planning.jobs()).map(({ problem }) => problem?.code)).toContain('planning.no-timetable');

  const file = sheet(
    'bus.csv',
    busHeader,
    ['深山线', '深山坪', ...hamlet, 0, '6:40；13:00'],
    ['深山线', '甲一村', ...places.a1, 35, ''],
  );
  const tried = await planner.planning.import({ layer: 'bus', file });
  expect(tried).toMatchObject({ committed: false, rows: 2, created: 1, problems: [] });
  expect((await planner.planning.imports({})).items.map(({ layer }) => layer)).not.toContain('bus');
  await planner.planning.import({ layer: 'bus', file, commit: true });
  const snapshot = await snapshotOf('有公交');
  const [newest] = await planner.planning.snapshots();
  expect(newest?.travel).toContainEqual(expect.objectContaining({ mode: 'bus', status: 'done' }));
  expect(await secondsTo(snapshot, '深山坪', 'bus')).toBeCloseTo(35 * 60, -1);
  // On foot it is beyond all that is searched; the boat is taken on foot, whether or not there is a bus.
  expect((await lookAt(snapshot)).unreachable.map(({ name }) => name)).toEqual(['深山坪']);
  expect(await secondsTo(snapshot, '白沙坝', 'bus')).toBe(await secondsTo(snapshot, '白沙坝', 'walk'));
  expect((await planner.planning.network({ id: snapshot, mode: 'bus' })).by).toBe('road');
});

it('points are opened and moved, roads are out and areas are drawn by bus too', async () => {
  const scope = { mode: { urban: 'walk', rural: 'bus' }, limits: { urban: 10, rural: 40 } } as const;
  const { id } = await planner.planning.createScenario({ name: '公交改线', scope });
  const edit = async (...add: Parameters<typeof planner.planning.edit>[0]['add'] & {}) => {
    const { scenario } = await planner.planning.scenario({ id });
    return planner.planning.edit({ id, seq: scenario.seq, add });
  };
  const bridge = { kind: 'road-out', lon: 104.4, lat: 29.1, name: '青石桥' } as const;
  const cut = await edit(bridge);
  // The bus does not get over it either.
  expect(cut.before.unreachable).toBe(0);
  expect(cut.figures.unreachable).toBe(40);
  const spot = { lon: hamlet[0] + 0.002, lat: hamlet[1] };
  const opened = await edit({
    kind: 'open',
    site: kit.app.id(),
    name: '深山点位',
    level: 'village',
    clerks: 1,
    ...spot,
  });
  expect(opened.figures.unreachable).toBe(0);
  const moved = await edit({ kind: 'close', site: kit.site.a1 }, { kind: 'move', site: kit.site.a2, ...spot });
  expect(moved.figures.unreachable).toBe(0);
  const { milliseconds } = await edit({ kind: 'close', site: kit.site.b1 });
  expect(milliseconds).toBeLessThan(1000);
  const area = (minutes: number, mode: 'walk' | 'bus') => planner.planning.area({ id: kit.site.a1, minutes, mode });
  const [onFoot, byBus] = [await area(45, 'walk'), await area(45, 'bus')];
  expect(byBus.people - onFoot.people).toBe(40);
  expect(byBus.polygon.coordinates.length).toBeGreaterThan(onFoot.polygon.coordinates.length);
  expect((await area(30, 'bus')).people).toBe(onFoot.people);
});

it('count the buses of the hours that the city has set, from the next snapshot on', async () => {
  const { publicMap: _, ...settings } = await planner.planning.settings();
  expect(settings.departures).toEqual({ from: 360, until: 720 });
  const set = (from: number, until: number) =>
    planner.planning.setSettings({ ...settings, departures: { from, until } });
  await expect(set(720, 360)).rejects.toMatchObject({ status: 400 });
  await set(420, 720);
  const late = await snapshotOf('七点以后');
  expect((await lookAt(late, 'bus')).unreachable.map(({ name }) => name)).toEqual(['深山坪']);
});

it('a bad row of either table is named, and nothing of it is kept', async () => {
  const before = (await planner.planning.imports({})).items.length;
  const bus = sheet(
    'bus.csv',
    busHeader,
    ['一路', '甲', ...places.a1, 0, '七点'],
    ['二路', '甲', ...places.a1, 0, '7:00'],
    ['二路', '乙', ...places.a2, 12, ''],
    ['二路', '丙', ...places.b1, 9, ''],
  );
  const ferries = sheet('ferries.csv', ferryHeader, ['白沙渡', ...places.a1, 29.112, 104.501, 5, 10, '否']);
  const judged = async (layer: 'bus' | 'ferries', file: File) => {
    const { committed, problems } = await planner.planning.import({ layer, file, commit: true });
    return { committed, problems: problems.map(({ row, column, code }) => [row, column, code]) };
  };
  expect(await judged('bus', bus)).toEqual({
    committed: false,
    problems: [
      [2, '发车时间', 'bus.departures'],
      [5, '行驶分钟', 'bus.order'],
    ],
  });
  expect(await judged('ferries', ferries)).toEqual({
    committed: false,
    problems: [[2, '对岸经度', 'place.swapped']],
  });
  expect((await planner.planning.imports({})).items).toHaveLength(before);
});

it('a resident is told which bus to take, and where none leads', async () => {
  const resident = kit.client();
  const [lon, lat] = hamlet;
  const nearest = async () => {
    const { points } = await resident.planning.nearest({ lon, lat });
    return new Map(points.map(({ id, bus }) => [id, bus]));
  };
  const found = await nearest();
  expect(found.get(kit.site.a1)).toEqual({
    walk: [expect.any(Number), expect.any(Number)],
    rides: [{ line: '深山线', on: '深山坪', off: '甲一村', leaves: '13:00', arrives: '13:35' }],
    seconds: expect.closeTo(35 * 60, -1),
    later: [],
    tomorrow: false,
  });
  // Three kilometres beyond the last stop nobody is sent on foot.
  expect(found.get(kit.site.a2)).toBeNull();
  kit.advance(4 * 60);
  expect((await nearest()).get(kit.site.a1)).toMatchObject({ tomorrow: true, rides: [{ leaves: '06:40' }] });
  // Beside the point a bus is not worth a word.
  const [east, north] = places.a1;
  const there = await resident.planning.nearest({ lon: east, lat: north });
  expect(there.points[0]).not.toHaveProperty('bus');
});
