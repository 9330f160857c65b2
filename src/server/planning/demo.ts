import type { FeatureCollection, LayerKind } from '#api/planning.ts';
import { hamletsOf } from '#db/demo/hamlets.ts';
import { busLinesOf, ferriesOf } from '#db/demo/lines.ts';
import type { DemoPrefecture } from '#db/demo/schema.ts';
import { networkFromDrawn } from '#domain/planning/travel/network.ts';
import type { Ctx } from '../context.ts';
import { keepRoads } from './imports.roads.ts';
import { keepLayer } from './layers.service.ts';
import { newestSnapshot } from './planning.repository.ts';
import { type StoredVillage, takeSnapshot } from './snapshots.service.ts';

type Feature = FeatureCollection['features'][number];

const feature = (type: string, coordinates: unknown[], properties: Feature['properties']): Feature => ({
  type: 'Feature',
  geometry: { type, coordinates },
  properties,
});

/** The invented prefecture as the first layers and the first snapshot; travel times are computed once the program runs. */
export async function loadDemoPlanning(ctx: Ctx, prefecture: DemoPrefecture): Promise<void> {
  if (await newestSnapshot(ctx)) return;
  const { map, divisions, notice } = prefecture;
  const byId = new Map(divisions.map((division) => [division.id, division]));
  const of = { source: notice['zh-CN'], system: 'WGS84', synthetic: true };
  const keep = (layer: LayerKind, features: Feature[], facts = {}) =>
    keepLayer(ctx, { layer, content: { type: 'FeatureCollection', features }, rows: features.length, facts, ...of });
  await keep(
    'boundaries',
    map.areas.flatMap(({ divisionId, coordinates }) => {
      const division = byId.get(divisionId);
      if (!division) return [];
      const { id, level, name, nameEn } = division;
      return [{ ...feature('MultiPolygon', coordinates, { id, level, name, nameEn }), id }];
    }),
    { bounds: map.bounds },
  );
  await keep(
    'places',
    divisions
      .filter(({ validTo }) => validTo === null)
      .map(({ id, level, name, nameEn, population, lon, lat }) =>
        feature('Point', [lon, lat], { id, level, name, nameEn, people: population }),
      ),
  );
  await keep(
    'rivers',
    map.rivers.map(({ name, size, line }) =>
      feature('LineString', line, { name: name?.['zh-CN'] ?? null, nameEn: name?.en ?? null, size }),
    ),
  );
  await keep(
    'peaks',
    map.peaks.map(({ name, lon, lat, metres }) =>
      feature('Point', [lon, lat], { name: name['zh-CN'], nameEn: name.en, metres }),
    ),
  );
  await keepLayer(ctx, { layer: 'relief', content: map.relief, rows: map.relief.metres.length, ...of });
  await keepRoads(ctx, networkFromDrawn(map.roads), of);
  const villages = hamletsOf(prefecture).map(
    ({ code, name, lon, lat, people, urban }): StoredVillage => ({
      id: `${code}/${name}`,
      code,
      name,
      lon,
      lat,
      given: { lon, lat, system: 'WGS84' },
      people,
      older: null,
      // Townspeople bring a few more: a case for every three or four people.
      cases: Math.round(people * (urban ? 0.33 : 0.26)),
      urban,
      natural: urban ? 0 : 1,
    }),
  );
  await keepLayer(ctx, { layer: 'villages', content: villages, rows: villages.length, ...of });
  const [lines, ferries] = [busLinesOf(prefecture), ferriesOf(prefecture)];
  await keepLayer(ctx, { layer: 'bus', content: lines, rows: lines.length, ...of });
  await keepLayer(ctx, { layer: 'ferries', content: ferries, rows: ferries.length, ...of });
  await takeSnapshot(ctx, { name: ctx.language === 'en' ? 'First snapshot' : '第一份快照' });
}
