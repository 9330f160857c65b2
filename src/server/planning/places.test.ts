import { expect, it } from 'vitest';
import { testKit } from '../testing.ts';

const kit = await testKit({ now: '2026-03-02T10:00:00+08:00' });
// A register of names and codes alone, as a city has it before anybody has measured anything.
await kit.app.db.updateTable('divisions').set({ lon: null, lat: null }).execute();
await kit.app.db.updateTable('sites').set({ lon: null, lat: null }).execute();
const planner = await kit.staff('guihua', 'planner', 'city');
const places = async () => {
  const { bounds, layers } = await planner.planning.map();
  const layer = layers.find((each) => each.layer === 'places')!;
  const { features } = await planner.planning.layer({ layer: 'places', digest: layer.digest });
  expect(features).toHaveLength(layer.features);
  return {
    bounds,
    named: features.map(({ properties: { level, name, people }, geometry }) => [
      level,
      name,
      geometry.coordinates,
      people,
    ]),
  };
};

it('the map of a city shows its places as soon as anything says where they are', async () => {
  expect(await places()).toEqual({ bounds: null, named: [] });
  await kit.app.db.updateTable('sites').set({ lon: 104.5, lat: 29.1 }).where('id', '=', kit.site.a1).execute();
  const one = await places();
  expect(one.named).toEqual([]);
  expect(one.bounds).toEqual([104.48, 29.08, 104.52, 29.12].map((degrees) => expect.closeTo(degrees, 9)));

  const rows = [
    '990101100001,甲一村,104.5,29.1,300',
    '990101100001,远坡,104.6,29.2,40',
    '990101100002,甲二村,104.53,29.1,900',
  ];
  await planner.planning.import({
    layer: 'villages',
    file: new File([['村代码,名称,经度,纬度,人口', ...rows].join('\n')], 'villages.csv'),
    source: '统计局',
    commit: true,
  });
  const { bounds, named } = await places();
  expect(bounds).toEqual([104.48, 29.08, 104.55, 29.12].map((degrees) => expect.closeTo(degrees, 9)));
  // A town and a county lie where their largest village does.
  expect(named).toEqual(
    expect.arrayContaining([
      ['village', '甲一村', [104.5, 29.1], 340],
      ['village', '甲二村', [104.53, 29.1], 900],
      ['town', '甲镇', [104.53, 29.1], 1240],
      ['county', expect.any(String), [104.53, 29.1], 1240],
    ]),
  );
  expect(named).toHaveLength(4);
});

it('a resident of a village that only the table places is told what is nearest', async () => {
  const { from, points } = await kit.client().planning.nearest({ village: kit.division.a2 });
  expect(from).toEqual({ name: '甲二村', lon: 104.53, lat: 29.1 });
  expect(points[0]).toMatchObject({ id: kit.site.a1, bearing: 270, distance: expect.closeTo(2913, -1) });
});
