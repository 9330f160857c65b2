import { type CoordinateSystem, isInChina, toWgs84 } from '../kernel/coordinates.ts';
import type { GivenFeature } from '../kernel/geojson.ts';
import type { ProblemParams } from '../kernel/problem.ts';
import type { ImportCode } from '../organisation/cells.ts';
import type { ReportLine } from '../organisation/table.ts';

export type Position = [number, number];
export interface Shape {
  id?: string | number;
  geometry: { type: string; coordinates: unknown[] };
  properties: Readonly<Record<string, unknown>>;
}

/** How deep the positions lie. */
const depths: Readonly<Record<string, number>> = {
  Point: 0,
  MultiPoint: 1,
  LineString: 1,
  MultiLineString: 2,
  Polygon: 2,
  MultiPolygon: 3,
};

class Wrong extends Error {
  readonly code: ImportCode;
  readonly params: ProblemParams;
  constructor(code: ImportCode, params: ProblemParams = {}) {
    super(code);
    this.code = code;
    this.params = params;
  }
}

/** Ten centimetres. */
const round = (degrees: number): number => Math.round(degrees * 1e6) / 1e6;
const shown = (value: unknown): string => JSON.stringify(value)?.slice(0, 60) ?? '';

function position(given: unknown, system: CoordinateSystem): Position {
  const [lon, lat]: unknown[] = Array.isArray(given) ? given : [];
  if (typeof lon !== 'number' || typeof lat !== 'number') throw new Wrong('geojson.position', { value: shown(given) });
  if (!isInChina({ lon, lat }))
    throw new Wrong(isInChina({ lon: lat, lat: lon }) ? 'geojson.swapped' : 'geojson.outside', {
      value: shown([lon, lat]),
    });
  const place = toWgs84({ lon, lat }, system);
  return [round(place.lon), round(place.lat)];
}

/** Positions down to their depth, in WGS84. A ring that is not closed is closed: nothing else can be meant. */
function converted(part: unknown, depth: number, ring: boolean, system: CoordinateSystem): unknown {
  if (depth === 0) return position(part, system);
  if (!Array.isArray(part) || part.length === 0 || (depth > 1 && !part.every(Array.isArray)))
    throw new Wrong('geojson.no-shape');
  if (depth > 1) return part.map((each) => converted(each, depth - 1, ring, system));
  if (typeof part[0] === 'number' || Array.isArray(part[0]?.[0])) throw new Wrong('geojson.no-shape');
  const line = part.map((each) => position(each, system));
  const [first, last] = [line[0]!, line.at(-1)!];
  if (ring && (first[0] !== last[0] || first[1] !== last[1])) line.push([...first]);
  const least = ring ? 4 : 2;
  if (line.length < least) throw new Wrong('geojson.short', { found: part.length });
  return line;
}

/**
 * One shape of a file with its coordinates in WGS84, or what is wrong with it. A shape is called by its number, because its number is
 * all that a map program and a person both know of it.
 * @param at its place in the file, from 0
 * @param system the datum that was said of the whole file
 */
export function readShape(
  { geometry, ...given }: GivenFeature,
  at: number,
  system: CoordinateSystem,
  wanted: readonly string[],
): Shape | ReportLine {
  const wrong = (code: ImportCode, params: ProblemParams = {}): ReportLine => ({
    line: at + 1,
    column: null,
    severity: 'error',
    code,
    params: { at: at + 1, ...params },
  });
  const found = geometry?.type ?? '-';
  if (!geometry) return wrong('geojson.no-shape', { found });
  if (!wanted.includes(found)) return wrong('geojson.shape', { found, wanted: wanted.join('、') });
  try {
    const ring = found.endsWith('Polygon');
    const coordinates = converted(geometry.coordinates, depths[found] ?? 0, ring, system) as unknown[];
    return { ...given, geometry: { type: found, coordinates } };
  } catch (error) {
    if (error instanceof Wrong) return wrong(error.code, { found, ...error.params });
    throw error;
  }
}

export const isWrong = (read: Shape | ReportLine): read is ReportLine => 'severity' in read;
