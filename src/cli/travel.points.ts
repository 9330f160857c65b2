import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import type { Point } from '#domain/planning/travel/snap.ts';

/** A sentence about the command line or its tables, by the key of its text. */
export class Unusable extends Error {
  readonly code: string;
  readonly params: Record<string, string | number>;
  constructor(code: string, params: Record<string, string | number> = {}) {
    super(code);
    this.code = code;
    this.params = params;
  }
}

const Feature = z.object({
  id: z.union([z.string(), z.number()]).optional(),
  geometry: z.object({ type: z.literal('Point'), coordinates: z.array(z.number()).min(2) }),
  properties: z.looseObject({ id: z.union([z.string(), z.number()]).optional() }).nullish(),
});
const Features = z.object({ type: z.literal('FeatureCollection'), features: z.array(Feature) });

interface RawPoint {
  id: string;
  lon: string;
  lat: string;
  /** As the table counts: the first line holds the names. */
  row: number;
}

const columns = ['id', 'lon', 'lat'] as const;
/** Other names under which the columns come; compared without case. */
const aliases: Record<string, (typeof columns)[number]> = {
  id: 'id',
  编号: 'id',
  lon: 'lon',
  lng: 'lon',
  longitude: 'lon',
  经度: 'lon',
  lat: 'lat',
  latitude: 'lat',
  纬度: 'lat',
};

function fromGeoJson(path: string, text: string): RawPoint[] {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch (error) {
    throw new Unusable('file.unreadable', { path, detail: error instanceof Error ? error.message : '' });
  }
  const found = Features.safeParse(read);
  if (!found.success) {
    const [issue] = found.error.issues;
    throw new Unusable('file.unreadable', { path, detail: `${issue?.path.join('.')}: ${issue?.message}` });
  }
  return found.data.features.map(({ id, geometry, properties }, at) => ({
    id: String(id ?? properties?.id ?? ''),
    lon: String(geometry.coordinates[0]),
    lat: String(geometry.coordinates[1]),
    row: at + 1,
  }));
}

function fromCsv(path: string, text: string): RawPoint[] {
  let rows: string[][];
  try {
    rows = parse(text, { bom: true, skip_empty_lines: true, trim: true, relax_column_count: true });
  } catch (error) {
    throw new Unusable('file.unreadable', { path, detail: error instanceof Error ? error.message : '' });
  }
  const [head = [], ...body] = rows;
  const places = new Map(head.map((name, at) => [aliases[name.toLowerCase()], at]));
  const missing = columns.filter((column) => !places.has(column));
  if (missing.length > 0) throw new Unusable('file.columns', { path, columns: missing.join(', ') });
  return body.map((cells, at) => {
    const cell = (column: (typeof columns)[number]) => cells[places.get(column)!] ?? '';
    return { id: cell('id'), lon: cell('lon'), lat: cell('lat'), row: at + 2 };
  });
}

function check(path: string, points: readonly RawPoint[]): Point[] {
  const known = new Set<string>();
  return points.map(({ id, lon, lat, row }) => {
    if (id === '') throw new Unusable('row.id', { path, row });
    if (known.has(id)) throw new Unusable('row.twice', { path, row, id });
    known.add(id);
    const point = { id, lon: Number(lon), lat: Number(lat) };
    if (lon === '' || lat === '' || !Number.isFinite(point.lon) || !Number.isFinite(point.lat))
      throw new Unusable('row.number', { path, row, id, lon, lat });
    if (Math.abs(point.lon) > 180 || Math.abs(point.lat) > 90)
      throw new Unusable('row.range', { path, row, id, lon, lat });
    return point;
  });
}

/** UTF-8, or what Chinese spreadsheets write when nobody asks them for it. */
function decoded(bytes: Uint8Array): string | undefined {
  for (const encoding of ['utf-8', 'gb18030'])
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
  return undefined;
}

/** Places from a CSV table or GeoJSON points. @throws Unusable */
export async function readPoints(path: string): Promise<Point[]> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error) throw new Unusable('file.missing', { path });
    throw error;
  }
  const text = decoded(bytes);
  if (text === undefined) throw new Unusable('file.unreadable', { path, detail: 'UTF-8' });
  const points = check(path, /^\s*\{/.test(text) ? fromGeoJson(path, text) : fromCsv(path, text));
  if (points.length === 0) throw new Unusable('file.empty', { path });
  return points;
}
