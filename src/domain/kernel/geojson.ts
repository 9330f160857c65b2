import type { Place } from './coordinates.ts';
import { Refused } from './problem.ts';

/** A shape as some map program wrote it: whether its coordinates fit its kind is not known yet. */
export interface GivenFeature {
  id?: string | number;
  geometry: { type: string; coordinates: readonly unknown[] } | null;
  properties: Readonly<Record<string, unknown>>;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const kinds = ['Point', 'MultiPoint', 'LineString', 'MultiLineString', 'Polygon', 'MultiPolygon', 'GeometryCollection'];

function featureOf(value: unknown): GivenFeature {
  if (!isObject(value)) return { geometry: null, properties: {} };
  const { id, geometry, properties } = value;
  const found = isObject(geometry) ? geometry : {};
  const coordinates = Array.isArray(found.coordinates) ? found.coordinates : [];
  return {
    ...((typeof id === 'string' || typeof id === 'number') && { id }),
    geometry: typeof found.type === 'string' ? { type: found.type, coordinates } : null,
    properties: isObject(properties) ? properties : {},
  };
}

/**
 * The shapes of a GeoJSON text (RFC 7946): a FeatureCollection, and also one Feature or one bare geometry. The member `crs` of the
 * older GeoJSON is heeded, because map programs still write it: only longitude and latitude can be read.
 * @throws Refused `geojson.broken`, `geojson.kind`, `geojson.crs`, `geojson.empty`
 */
export function featuresIn(text: string): GivenFeature[] {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw new Refused('geojson.broken');
    throw error;
  }
  const { type, features, crs } = isObject(read) ? read : {};
  const kind = typeof type === 'string' ? type : 'JSON';
  const whole = kind === 'FeatureCollection' && Array.isArray(features);
  if (!whole && kind !== 'Feature' && !kinds.includes(kind)) throw new Refused('geojson.kind', { found: kind });
  const named = isObject(crs) && isObject(crs.properties) ? crs.properties.name : undefined;
  if (typeof named === 'string' && !/CRS84|4326|4490/.test(named)) throw new Refused('geojson.crs', { crs: named });
  const found = whole ? features : [kind === 'Feature' ? read : { geometry: read }];
  if (found.length === 0) throw new Refused('geojson.empty');
  return found.map(featureOf);
}

type Position = readonly [number, number];
const isPosition = (value: unknown): value is Position =>
  Array.isArray(value) && Number.isFinite(value[0]) && Number.isFinite(value[1]);

/** Twice the area of a ring, with a sign, and its centre of area; in degrees, which is good enough for a cell of a grid. */
function centreOf(ring: readonly Position[]): { area: number; lon: number; lat: number } | undefined {
  const [first] = ring;
  if (!first) return undefined;
  let [area, x, y] = [0, 0, 0];
  for (let at = 0; at < ring.length; at++) {
    // Counted from the first corner, so that small rings far from the origin lose no digits.
    const [ax, ay] = [ring[at]![0] - first[0], ring[at]![1] - first[1]];
    const next = ring[(at + 1) % ring.length]!;
    const [bx, by] = [next[0] - first[0], next[1] - first[1]];
    const cross = ax * by - bx * ay;
    area += cross;
    x += (ax + bx) * cross;
    y += (ay + by) * cross;
  }
  if (area === 0) return { area: 0, lon: first[0], lat: first[1] };
  return { area: Math.abs(area), lon: first[0] + x / (3 * area), lat: first[1] + y / (3 * area) };
}

/** A centimetre. */
const round = (degrees: number): number => Math.round(degrees * 1e7) / 1e7;

/** Where a point lies, or the middle of an area, of several its largest; undefined for anything else, and where coordinates are wrong. */
export function middleOf({ geometry }: GivenFeature): Place | undefined {
  if (!geometry) return undefined;
  const { type, coordinates } = geometry;
  const single = type === 'MultiPoint' && coordinates.length === 1 ? coordinates[0] : coordinates;
  if (type === 'Point' || type === 'MultiPoint')
    return isPosition(single) ? { lon: single[0], lat: single[1] } : undefined;
  const areas = type === 'Polygon' ? [coordinates] : type === 'MultiPolygon' ? coordinates : [];
  const centres = areas.map((area) => {
    const ring: unknown = Array.isArray(area) ? area[0] : undefined;
    return Array.isArray(ring) && ring.length > 2 && ring.every(isPosition) ? centreOf(ring) : undefined;
  });
  const largest = centres.reduce((best, each) => (each && each.area > (best?.area ?? -1) ? each : best), undefined);
  return largest && !centres.includes(undefined) ? { lon: round(largest.lon), lat: round(largest.lat) } : undefined;
}
