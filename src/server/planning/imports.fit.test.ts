import { expect, it } from 'vitest';
import { toGcj02 } from '#domain/kernel/coordinates.ts';
import { systemCtx } from '../operations.ts';
import { touchOrganisation } from '../organisation/index.ts';
import { testKit } from '../testing.ts';

const kit = await testKit({ now: '2026-03-02T10:00:00+08:00' });
/** Eight villages along a road, a kilometre apart, and the border of their county a little south of them. */
const villages = [...Array(8).keys()].map((at) => [104.5 + at / 100, 29.1] as const);
const rows = await kit.app.db.selectFrom('divisions').selectAll().where('level', '=', 'village').execute();
const row = rows.find(({ id }) => id === kit.division.a1)!;
for (const [at, [lon, lat]] of villages.entries())
  await kit.app.db
    .insertInto('divisions')
    .values({ ...row, past: '[]', id: kit.app.id(), code: `99010110005${at}`, name: `路边${at}村`, lon, lat })
    .execute();
await touchOrganisation(systemCtx(kit.app, kit.app.db, 'test'));
const planner = await kit.staff('guihua', 'planner', 'city');

type Line = readonly (readonly [number, number])[];
const shifted = (line: Line): Line =>
  line.map(([lon, lat]) => {
    const place = toGcj02({ lon, lat });
    return [place.lon, place.lat] as const;
  });
const bring = (layer: 'roads' | 'boundaries', geometry: object, properties: object, system: 'WGS84' | 'GCJ-02') =>
  planner.planning.import({
    layer,
    system,
    file: new File(
      [JSON.stringify({ type: 'FeatureCollection', features: [{ type: 'Feature', geometry, properties }] })],
      'shapes.geojson',
    ),
  });
const roads = (line: Line, system: 'WGS84' | 'GCJ-02') =>
  bring('roads', { type: 'LineString', coordinates: line }, { class: 'county-road' }, system);
const border = (ring: Line, system: 'WGS84' | 'GCJ-02') =>
  bring('boundaries', { type: 'Polygon', coordinates: [ring] }, { code: '990101' }, system);
const told = { datum: { said: 'WGS84', likely: 'GCJ-02' }, problems: [{ severity: 'notice', code: 'place.datum' }] };
const plain = { datum: null, problems: [] };

it('roads in another datum than was said are told by the villages along them', async () => {
  expect(await roads(villages, 'WGS84')).toMatchObject(plain);
  expect(await roads(shifted(villages), 'GCJ-02')).toMatchObject(plain);
  expect(await roads(shifted(villages), 'WGS84')).toMatchObject(told);
});

it('borders in another datum than was said are told by the villages beside them', async () => {
  const ring = [
    [104.4, 29.0],
    [104.7, 29.0],
    [104.7, 29.1005],
    [104.4, 29.1005],
    [104.4, 29.0],
  ] as const;
  expect(await border(ring, 'WGS84')).toMatchObject(plain);
  expect(await border(shifted(ring), 'GCJ-02')).toMatchObject(plain);
  expect(await border(shifted(ring), 'WGS84')).toMatchObject(told);
});
