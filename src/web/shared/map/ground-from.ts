import type { FeatureCollection } from '#api/planning.ts';
import type { Text } from '#domain/kernel/text.ts';
import { type Ground, type Relief, roadClasses, siteLevels } from './ground.ts';
import { type Bounds, boundsOf, type Lonlat } from './mercator.ts';

type Layers = Partial<Record<'divisions' | 'rivers' | 'roads' | 'peaks' | 'places', FeatureCollection>>;
type Properties = FeatureCollection['features'][number]['properties'];

const textOf = ({ name, nameEn }: Properties): Text => ({
  'zh-CN': String(name ?? ''),
  en: String(nameEn || name || ''),
});

const oneOf = <Name extends string>(names: readonly Name[], value: unknown, otherwise: Name): Name =>
  names.find((name) => name === value) ?? otherwise;

/** Every part of a geometry as lines, whichever of GeoJSON's kinds it is. */
const linesOf = ({ type, coordinates }: { type: string; coordinates: unknown[] }): Lonlat[][] => {
  if (type === 'LineString') return [coordinates as Lonlat[]];
  return type === 'MultiLineString' ? (coordinates as Lonlat[][]) : [];
};

const polygonsOf = ({ type, coordinates }: { type: string; coordinates: unknown[] }): Lonlat[][][] => {
  if (type === 'Polygon') return [coordinates as Lonlat[][]];
  return type === 'MultiPolygon' ? (coordinates as Lonlat[][][]) : [];
};

/** What the server keeps of the city as GeoJSON, as the drawings want it. What is not there is simply not drawn. */
export function groundFrom(
  bounds: Bounds,
  layers: Layers,
  { relief, notice }: { relief: Relief | null; notice: Text | null },
): Ground {
  const of = (layer: keyof Layers) => layers[layer]?.features ?? [];
  const areas = of('divisions').flatMap(({ id, geometry, properties }) => {
    const polygons = polygonsOf(geometry);
    return polygons.length === 0
      ? []
      : [
          {
            id: String(properties.id ?? id ?? ''),
            level: oneOf(['city', 'county', 'town'], properties.level, 'town'),
            name: textOf(properties),
            polygons,
          },
        ];
  });
  const city = areas.find(({ level }) => level === 'city');
  return {
    bounds: (city && boundsOf(city.polygons.flat(2))) ?? bounds,
    areas,
    places: of('places').flatMap(({ id, geometry, properties }) =>
      geometry.type === 'Point'
        ? [
            {
              id: String(properties.id ?? id ?? ''),
              level: oneOf(siteLevels, properties.level, 'village'),
              name: textOf(properties),
              at: geometry.coordinates as unknown as Lonlat,
              people: Number(properties.people ?? properties.population ?? 0),
            },
          ]
        : [],
    ),
    rivers: of('rivers').flatMap(({ geometry, properties }) =>
      linesOf(geometry).map((line) => ({
        name: properties.name ? textOf(properties) : null,
        size: oneOf(['trunk', 'river', 'stream'], properties.size, 'river'),
        line,
      })),
    ),
    roads: of('roads').flatMap(({ geometry, properties }) =>
      linesOf(geometry).map((line) => ({ class: oneOf(roadClasses, properties.class, 'village-road'), line })),
    ),
    peaks: of('peaks').map(({ geometry, properties }) => ({
      name: textOf(properties),
      at: geometry.coordinates as unknown as Lonlat,
      metres: Number(properties.metres ?? 0),
    })),
    relief,
    notice,
  };
}
