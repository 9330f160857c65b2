import { beforeAll, expect, it } from 'vitest';
import type { Mode } from '#api/planning.ts';
import { insideArea } from '#domain/planning/travel/area.ts';
import { metresBetween } from '#domain/planning/travel/geometry.ts';
import { refusal, testKit } from '../testing.ts';
import { runPlanningJobs } from './planning.jobs.ts';

const kit = await testKit({ now: '2026-03-02T10:00:00+08:00' });

/** Points on one winding road, with a side road to nowhere; villages along it, one up a hill far from any road, one half a day away. */
const places = { a1: [104.5, 29.1], a2: [104.53, 29.12], b1: [104.56, 29.1], townA: [104.545, 29.11] } as const;
for (const [name, [lon, lat]] of Object.entries(places)) {
  const key = name as keyof typeof places;
  await kit.app.db.updateTable('sites').set({ lon, lat }).where('id', '=', kit.site[key]).execute();
  await kit.app.db.updateTable('divisions').set({ lon, lat }).where('id', '=', kit.division[key]).execute();
}
const hamlet = [104.3, 29.1] as const;
const along = Array.from({ length: 30 }, (_, at) => [104.42 + at * 0.006, 29.1 + ((at * 7) % 5) * 0.0007] as const);
const rows = [
  ...along.map(([lon, lat], at) => `沿路村${at},${lon},${lat},${10 + at}`),
  `山上,104.505,29.113,7`,
  `深山坪,${hamlet},40`,
].map((row) => `990101100001,${row},0,乡村,1`);
const road = (coordinates: (readonly [number, number])[]) => ({
  type: 'Feature',
  geometry: { type: 'LineString', coordinates },
  properties: { class: 'village-road' },
});
const features = [
  road([hamlet, [104.35, 29.12], [104.42, 29.08], places.a1, places.a2, places.townA, places.b1, [104.63, 29.1]]),
  road([places.a2, [104.53, 29.16]]),
];
const square = (west: number, south: number, east: number, north: number) => [
  [west, south],
  [east, south],
  [east, north],
  [west, north],
  [west, south],
];

const planner = await kit.staff('guihua', 'planner', 'city');
const bring = async (layer: 'villages' | 'roads' | 'bus' | 'boundaries', text: string, type = 'text/csv') => {
  const file = new File([text], `${layer}.txt`, { type });
  expect(await planner.planning.import({ layer, file, commit: true })).toMatchObject({ committed: true });
};
const snapshotOf = async (name: string) => {
  const { id } = await planner.planning.takeSnapshot({ name });
  await runPlanningJobs(kit.app);
  return id;
};
const areas = (mode: Mode, minutes: number, level?: 'village' | 'town' | 'city') =>
  planner.planning.areas({ mode, minutes, level });
type Areas = Awaited<ReturnType<typeof areas>>;
const limitOf = ({ bands }: Areas) => bands.at(-1)!;

/** The people whom coverage calls within a limit, for a way of travelling. */
async function covered(mode: Mode, minutes: number, level: 'village' | 'town' = 'village') {
  const { publicMap: _, ...settings } = await planner.planning.settings();
  await planner.planning.setSettings({ ...settings, limits: { urban: minutes, rural: minutes } });
  const ask = () => planner.planning.coverage({ level, urban: mode, rural: mode });
  let found = await ask();
  if (!found.ready) {
    await planner.planning.computeTravel({ id: found.snapshot, modes: [mode] });
    await runPlanningJobs(kit.app);
    found = await ask();
  }
  if (!found.ready) throw new Error(JSON.stringify(found));
  return found.figures;
}

beforeAll(async () => {
  await bring('villages', ['村代码,名称,经度,纬度,人口,60岁以上,城乡,自然村数', ...rows].join('\n'));
  await bring('roads', JSON.stringify({ type: 'FeatureCollection', features }), 'application/geo+json');
  await snapshotOf('有路');
});

it.each([
  ['walk', 'village'],
  ['walk-slow', 'village'],
  ['ebike', 'town'],
  ['car', 'village'],
] as const)('count by %s, for points of a %s, whom coverage counts, and draw where they live', async (mode, level) => {
  for (const minutes of [10, 20, 45]) {
    const found = await areas(mode, minutes, level);
    const figures = await covered(mode, minutes, level);
    expect(found.by).toBe('road');
    expect(limitOf(found).people).toBe(figures.covered);
    expect(found.beyond.people).toBe(figures.people - figures.covered);
    expect(found.beyond.villages.people.reduce((sum, people) => sum + people, 0)).toBe(found.beyond.people);
    const inside = insideArea(limitOf(found).polygon.coordinates);
    const columns = await planner.planning.demand({ urban: mode, rural: mode, level });
    const [east, north] = found.square!;
    columns.seconds.forEach((seconds, at) => {
      if (seconds === null || seconds > 60 * minutes) return;
      const [lon, lat] = [columns.lon[at]!, columns.lat[at]!];
      const near = [-1, 0, 1].some((x) => [-1, 0, 1].some((y) => inside(lon + x * east, lat + y * north)));
      expect(near, `${columns.name[at]} ${seconds}`).toBe(true);
    });
  }
});

it('come in steps, each within the next, and each point by itself lies in the area of all', async () => {
  const found = await areas('ebike', 45);
  expect(found.bands.map(({ minutes }) => minutes)).toEqual([10, 20, 30, 45]);
  expect((await areas('ebike', 25)).bands.map(({ minutes }) => minutes)).toEqual([10, 20, 25]);
  found.bands.reduce((before, band) => {
    expect(band.people).toBeGreaterThanOrEqual(before.people);
    const inside = insideArea(band.polygon.coordinates);
    for (const [lon, lat] of middlesOf(before, found.square!)) expect(inside(lon, lat)).toBe(true);
    return band;
  });
  // Another grid: up to a square of the coarser of the two, on either side.
  const inside = insideArea(found.bands[0]!.polygon.coordinates);
  for (const id of [kit.site.a1, kit.site.b1]) {
    const alone = await planner.planning.area({ id, mode: 'ebike', minutes: 10 });
    expect(alone.people).toBeLessThanOrEqual(found.bands[0]!.people);
    const [east, north] = found.square!.map((side, axis) => Math.max(side, alone.square![axis]!)) as [number, number];
    for (const [lon, lat] of middlesOf(alone, alone.square!))
      expect(
        [-1, 0, 1].some((x) => [-1, 0, 1].some((y) => inside(lon + x * east, lat + y * north))),
        `${id} ${lon} ${lat}`,
      ).toBe(true);
  }
});

/** Middles of the squares of which an area is made. */
function middlesOf({ polygon }: Pick<Areas['bands'][number], 'polygon'>, [east, north]: readonly number[]) {
  const corners = polygon.coordinates.flat(2);
  const inside = insideArea(polygon.coordinates);
  const [west, south] = [0, 1].map((axis) => Math.min(...corners.map((corner) => corner[axis]!)));
  const [right, top] = [0, 1].map((axis) => Math.max(...corners.map((corner) => corner[axis]!)));
  const middles: [number, number][] = [];
  for (let lon = west! + east! / 2; lon < right!; lon += east!)
    for (let lat = south! + north! / 2; lat < top!; lat += north!) if (inside(lon, lat)) middles.push([lon, lat]);
  return middles;
}

it('of a higher level are those of its own points alone', async () => {
  const [village, town, city] = [
    await areas('walk', 20),
    await areas('walk', 20, 'town'),
    await areas('walk', 20, 'city'),
  ];
  expect([village.points, town.points]).toEqual([4, 1]);
  expect(limitOf(town).people).toBeLessThan(limitOf(village).people);
  expect(city).toMatchObject({ points: 0, beyond: { people: limitOf(city).people + city.beyond.people } });
  expect(limitOf(city)).toMatchObject({ people: 0, polygon: { coordinates: [] } });
});

it('go by bus as coverage does', async () => {
  const bus = [
    '线路,站点,经度,纬度,行驶分钟,发车时间',
    `一路,深山坪,${hamlet},0,7:00 8:30`,
    `一路,岔口,104.42,29.08,15,`,
    `一路,甲一村,${places.a1},25,`,
  ];
  await bring('bus', bus.join('\n'));
  await snapshotOf('有车');
  for (const minutes of [20, 45]) {
    const found = await areas('bus', minutes);
    expect(limitOf(found).people).toBe((await covered('bus', minutes)).covered);
  }
  const [onFoot, byBus] = [await areas('walk', 45), await areas('bus', 45)];
  expect(onFoot.beyond.villages.name).toContain('深山坪');
  expect(byBus.beyond.villages.name).not.toContain('深山坪');
  expect(insideArea(limitOf(byBus).polygon.coordinates)(hamlet[0], hamlet[1])).toBe(true);
});

it('end at the borders of the city, where they are known', async () => {
  const before = await areas('car', 45);
  const far = ({ bands }: Areas) =>
    Math.max(
      ...bands
        .at(-1)!
        .polygon.coordinates.flat(2)
        .map(([lon]) => lon),
    );
  expect(far(before)).toBeGreaterThan(104.57);
  const shape = {
    type: 'Feature',
    geometry: { type: 'Polygon', coordinates: [square(104.2, 29, 104.57, 29.2)] },
    properties: { code: '990100' },
  };
  await bring('boundaries', JSON.stringify({ type: 'FeatureCollection', features: [shape] }), 'application/geo+json');
  const after = await areas('car', 45);
  expect(far(after)).toBeLessThanOrEqual(104.571);
  // People are counted wherever they live.
  expect(limitOf(after).people).toBe(limitOf(before).people);
});

it('are straight lines where nobody has any roads, as coverage reckons them', async () => {
  await kit.app.db.deleteFrom('planning_layers').where('layer', '=', 'roads').execute();
  await snapshotOf('没有路');
  const found = await areas('walk', 20);
  expect(found.by).toBe('straight-line');
  expect(limitOf(found).people).toBe((await covered('walk', 20)).covered);
  const away = (corner: readonly [number, number]) =>
    Math.min(...Object.values(places).map((place) => metresBetween(place, corner)));
  const { straightKmh, detour } = { straightKmh: 4.8, detour: 1.3 };
  const most = Math.max(...limitOf(found).polygon.coordinates.flat(2).map(away));
  expect(most).toBeLessThan((20 * 60 * straightKmh) / 3.6 / detour + 400);
});

it('are refused before there is a snapshot', async () => {
  const empty = await testKit({ now: '2026-03-02T10:00:00+08:00' });
  const other = await empty.staff('guihua', 'planner', 'city');
  expect((await refusal(other.planning.areas({ minutes: 10 }))).problem).toBe('planning.no-snapshot');
});
