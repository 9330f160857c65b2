import { expect, it } from 'vitest';
import { groundFrom } from './ground-from.ts';

const feature = (type: string, coordinates: unknown[], properties: Record<string, string | number>) => ({
  type: 'Feature' as const,
  geometry: { type, coordinates },
  properties,
});
const layer = (...features: ReturnType<typeof feature>[]) => ({ type: 'FeatureCollection' as const, features });
const nothing = { relief: null, notice: null };

it('draws what there is and misses nothing that is not', () => {
  const ground = groundFrom([104, 28, 105, 29], {}, nothing);
  expect(ground).toMatchObject({ bounds: [104, 28, 105, 29], areas: [], rivers: [], roads: [], places: [], peaks: [] });
});

it('looks at the city itself where its border is known, and reads polygons and lines of either kind', () => {
  const ring = [
    [104.2, 28.2],
    [104.6, 28.2],
    [104.6, 28.7],
    [104.2, 28.2],
  ];
  const ground = groundFrom(
    [104, 28, 105, 29],
    {
      divisions: layer(
        feature('Polygon', [ring], { level: 'city', name: '榕川市', nameEn: 'Rongchuan City' }),
        feature('MultiPolygon', [[ring]], { level: 'county', name: '杉川县' }),
        feature('Point', [104, 28], { level: 'town', name: '无界镇' }),
      ),
      roads: layer(
        feature('LineString', ring, { class: 'highway' }),
        feature('MultiLineString', [ring, ring], { class: 'cart track' }),
      ),
      rivers: layer(feature('LineString', ring, { size: 'trunk', name: '榕川江', nameEn: 'Rongchuan River' })),
      places: layer(feature('Point', [104.3, 28.3], { level: 'town', name: '赤泉镇', people: 1200 })),
    },
    nothing,
  );
  expect(ground.bounds).toEqual([104.2, 28.2, 104.6, 28.7]);
  expect(ground.areas.map(({ level, name }) => [level, name.en])).toEqual([
    ['city', 'Rongchuan City'],
    ['county', '杉川县'],
  ]);
  expect(ground.roads.map((road) => road.class)).toEqual(['highway', 'village-road', 'village-road']);
  expect(ground.rivers[0]).toMatchObject({ size: 'trunk', name: { 'zh-CN': '榕川江', en: 'Rongchuan River' } });
  expect(ground.places[0]).toMatchObject({ level: 'town', people: 1200, at: [104.3, 28.3] });
});
