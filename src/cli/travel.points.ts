import { readFile } from 'node:fs/promises';
import { featuresIn, middleOf } from '#domain/kernel/geojson.ts';
import { type Problem, Refused } from '#domain/kernel/problem.ts';
import type { Point } from '#domain/planning/travel/snap.ts';
import { decodeText, readSheet } from '#server/platform/spreadsheets.ts';

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

/** A file that is no table that can be read, and why. */
export class UnusableFile extends Error {
  readonly path: string;
  readonly problem: Problem;
  constructor(path: string, problem: Problem) {
    super(problem.problem);
    this.path = path;
    this.problem = problem;
  }
}

interface RawPoint {
  id: string;
  lon: string;
  lat: string;
  /** The line in the file, or the number of the shape. */
  row: number;
}

const columns = ['id', 'lon', 'lat'] as const;
/** Other names under which the columns come; compared without case. */
const aliases: Record<string, (typeof columns)[number]> = {
  id: 'id',
  编号: 'id',
  代码: 'id',
  lon: 'lon',
  lng: 'lon',
  longitude: 'lon',
  经度: 'lon',
  lat: 'lat',
  latitude: 'lat',
  纬度: 'lat',
};

const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';

const fromGeoJson = (text: string): RawPoint[] =>
  featuresIn(text).map((feature, at) => {
    const place = middleOf(feature);
    const id = textOf(feature.id ?? feature.properties.id);
    return { id, lon: textOf(place?.lon), lat: textOf(place?.lat), row: at + 1 };
  });

/** A table on the command line is as large as whoever runs it likes. */
const anySize = { bytes: 2 ** 30, unpackedBytes: 2 ** 30, rows: 10_000_000, columns: 10_000 };

async function fromTable(path: string, bytes: Uint8Array): Promise<RawPoint[]> {
  const [head, ...body] = (await readSheet(bytes, anySize)).rows;
  const places = new Map(head?.cells.map((name, at) => [aliases[name.trim().toLowerCase()], at]));
  const missing = columns.filter((column) => !places.has(column));
  if (missing.length > 0) throw new Unusable('file.columns', { path, columns: missing.join(', ') });
  return body.flatMap(({ cells, line }) => {
    const cell = (column: (typeof columns)[number]) => cells[places.get(column)!]?.trim() ?? '';
    const isBlank = cells.every((each) => each.trim() === '');
    return isBlank ? [] : [{ id: cell('id'), lon: cell('lon'), lat: cell('lat'), row: line }];
  });
}

const decimal = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i;

function check(path: string, points: readonly RawPoint[]): Point[] {
  const known = new Set<string>();
  return points.map(({ id, lon, lat, row }) => {
    if (id === '') throw new Unusable('row.id', { path, row });
    if (known.has(id)) throw new Unusable('row.twice', { path, row, id });
    known.add(id);
    if (!decimal.test(lon) || !decimal.test(lat)) throw new Unusable('row.number', { path, row, id, lon, lat });
    const point = { id, lon: Number(lon), lat: Number(lat) };
    if (Math.abs(point.lon) > 180 || Math.abs(point.lat) > 90)
      throw new Unusable('row.range', { path, row, id, lon, lat });
    return point;
  });
}

const startsLikeJson = (bytes: Uint8Array): boolean =>
  /^\s*[{[]/.test(new TextDecoder().decode(bytes.subarray(0, 256)));

/**
 * Places from a table (CSV with commas, semicolons or tabs, in UTF-8, UTF-16 or GB 18030; Excel) or from GeoJSON points. A table of
 * which only the names of the columns are there has no places.
 * @throws Unusable, UnusableFile
 */
export async function readPoints(path: string): Promise<Point[]> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error) throw new Unusable('file.missing', { path });
    throw error;
  }
  if (/^\s*$/.test(bytes.subarray(0, 1024).toString('latin1')) && bytes.length < 1024)
    throw new Unusable('file.blank', { path });
  try {
    return check(path, startsLikeJson(bytes) ? fromGeoJson(decodeText(bytes)) : await fromTable(path, bytes));
  } catch (error) {
    // A collection of nothing is a table without rows.
    if (error instanceof Refused && error.problem.problem === 'geojson.empty') return [];
    if (error instanceof Refused) throw new UnusableFile(path, error.problem);
    throw error;
  }
}
