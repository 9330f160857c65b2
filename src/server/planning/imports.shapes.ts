import type { FeatureCollection } from '#api/planning.ts';
import { type CoordinateSystem, isInChina, toWgs84 } from '#domain/kernel/coordinates.ts';
import { Refused } from '#domain/kernel/problem.ts';
import type { ReportLine } from '#domain/organisation/table.ts';
import type { Ctx } from '../context.ts';
import { organisationOf } from '../organisation/index.ts';
import { emptyReport, type ImportWish, keep, nothing, shown } from './imports.shared.ts';

type Feature = FeatureCollection['features'][number];

/** @throws Refused `planning.geojson` */
export async function readShapes(file: File, system: CoordinateSystem): Promise<Feature[]> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(await file.text());
  } catch (error) {
    throw new Refused('planning.geojson', { reason: error instanceof SyntaxError ? 'JSON' : String(error) });
  }
  const collection = parsed as { type?: unknown; features?: unknown; crs?: { properties?: { name?: string } } };
  if (collection.type !== 'FeatureCollection' || !Array.isArray(collection.features))
    throw new Refused('planning.geojson', { reason: 'FeatureCollection' });
  const crs = collection.crs?.properties?.name ?? '';
  if (crs !== '' && !/CRS84|4326|4490/.test(crs)) throw new Refused('planning.geojson', { reason: crs });
  return (collection.features as Feature[]).map((feature, at) => {
    if (typeof feature?.geometry?.type !== 'string' || !Array.isArray(feature.geometry.coordinates))
      throw new Refused('planning.geojson', { reason: `features[${at}].geometry` });
    return {
      ...feature,
      geometry: { ...feature.geometry, coordinates: converted(feature.geometry.coordinates, system, at) },
    };
  });
}

/** Every position of a geometry, however deep, in WGS84. */
function converted(part: unknown[], system: CoordinateSystem, at: number): unknown[] {
  if (typeof part[0] !== 'number') return part.map((each) => converted(each as unknown[], system, at));
  const [lon, lat] = part as number[];
  const given = { lon: Number(lon), lat: Number(lat) };
  if (!isInChina(given)) {
    const swapped = isInChina({ lon: given.lat, lat: given.lon });
    throw new Refused('planning.geojson', {
      reason: `features[${at}]: ${swapped ? '[lat, lon]' : ''} [${lon}, ${lat}]`,
    });
  }
  const place = toWgs84(given, system);
  return [Math.round(place.lon * 1e6) / 1e6, Math.round(place.lat * 1e6) / 1e6];
}

const wanted = { boundaries: ['Polygon', 'MultiPolygon'], rivers: ['LineString', 'MultiLineString'] } as const;

export async function importShapes(ctx: Ctx, wish: ImportWish, layer: 'boundaries' | 'rivers') {
  const features = await readShapes(wish.file, wish.system);
  const map = await organisationOf(ctx);
  const problems: ReportLine[] = [];
  const ready: Feature[] = [];
  features.forEach((feature, at) => {
    const kinds: readonly string[] = wanted[layer];
    const { type } = feature.geometry;
    if (!kinds.includes(type)) {
      const params = { at: at + 1, found: type, wanted: kinds.join('、') };
      problems.push({ line: at + 1, column: null, severity: 'error', code: 'geojson.shape', params });
      return;
    }
    const given = feature.properties ?? {};
    const name = String(given.name ?? given.NAME ?? given.名称 ?? '');
    if (layer === 'rivers') {
      const size = ['trunk', 'river', 'stream'].includes(String(given.size)) ? String(given.size) : 'river';
      ready.push({ ...feature, properties: { name, nameEn: String(given.nameEn ?? ''), size } });
      return;
    }
    const code = String(given.code ?? given.adcode ?? given.代码 ?? '');
    const division =
      map.divisionByCode.get(code.padEnd(12, '0')) ?? [...map.divisions.values()].find((each) => each.name === name);
    if (!division) {
      problems.push({
        line: at + 1,
        column: 'code',
        severity: 'error',
        code: 'division.unknown',
        params: { code: code || name },
      });
      return;
    }
    const coordinates = type === 'Polygon' ? [feature.geometry.coordinates] : feature.geometry.coordinates;
    ready.push({
      type: 'Feature',
      id: division.id,
      geometry: { type: 'MultiPolygon', coordinates },
      properties: { id: division.id, level: division.level, name: division.name, nameEn: division.nameEn },
    });
  });
  const clean = problems.length === 0;
  const committed = wish.commit && clean;
  const content: FeatureCollection = { type: 'FeatureCollection', features: ready };
  const bounds = boundsOf(ready);
  const id = committed ? await keep(ctx, wish, layer, content, ready.length, bounds ? { bounds } : {}) : null;
  return {
    ...emptyReport,
    ...nothing,
    rows: features.length,
    created: clean ? ready.length : 0,
    problems: shown(problems),
    committed,
    id,
  };
}

function boundsOf(features: readonly Feature[]): [number, number, number, number] | undefined {
  const box: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
  const look = (part: unknown[]): void => {
    if (typeof part[0] !== 'number') {
      for (const each of part) look(each as unknown[]);
      return;
    }
    const [lon, lat] = part as [number, number];
    box[0] = Math.min(box[0], lon);
    box[1] = Math.min(box[1], lat);
    box[2] = Math.max(box[2], lon);
    box[3] = Math.max(box[3], lat);
  };
  for (const { geometry } of features) look(geometry.coordinates);
  return box[0] < Infinity ? box : undefined;
}
