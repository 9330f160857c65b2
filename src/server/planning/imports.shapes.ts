import type { FeatureCollection } from '#api/planning.ts';
import { boundsOf, type CoordinateSystem, type Lonlat } from '#domain/kernel/coordinates.ts';
import { featuresIn } from '#domain/kernel/geojson.ts';
import type { ImportCode } from '#domain/organisation/cells.ts';
import type { ReportLine } from '#domain/organisation/table.ts';
import { isWrong, readShape, type Shape } from '#domain/planning/shapes.ts';
import type { Ctx } from '../context.ts';
import { organisationOf } from '../organisation/index.ts';
import { decodeText } from '../platform/spreadsheets.ts';
import { fitOfBorders } from './imports.fit.ts';
import { emptyReport, type ImportWish, keep, nothing, shown, thinner } from './imports.shared.ts';

type Feature = FeatureCollection['features'][number];

/**
 * The shapes of a file that are right, each with its place in the file, and what is wrong with the others.
 * @throws Refused `geojson.*`, `table.kind`
 */
export async function readShapes(
  file: File,
  system: CoordinateSystem,
  wanted: readonly string[],
): Promise<{ count: number; shapes: { at: number; shape: Shape }[]; problems: ReportLine[] }> {
  const features = featuresIn(decodeText(new Uint8Array(await file.arrayBuffer())));
  const problems: ReportLine[] = [];
  const shapes = features.flatMap((feature, at) => {
    const shape = readShape(feature, at, system, wanted);
    if (!isWrong(shape)) return [{ at, shape }];
    problems.push(shape);
    return [];
  });
  return { count: features.length, shapes, problems };
}

const wanted = { boundaries: ['Polygon', 'MultiPolygon'], rivers: ['LineString', 'MultiLineString'] } as const;
const textOf = (...values: unknown[]): string => {
  const found = values.find((value) => typeof value === 'string' || typeof value === 'number');
  return found === undefined ? '' : String(found).trim();
};

export async function importShapes(ctx: Ctx, wish: ImportWish, layer: 'boundaries' | 'rivers') {
  const { count, shapes, problems } = await readShapes(wish.file, wish.system, wanted[layer]);
  const ready = layer === 'rivers' ? shapes.map(({ shape }) => river(shape)) : await areas(ctx, shapes, problems);
  const clean = problems.every(({ severity }) => severity !== 'error');
  const fit = clean && layer === 'boundaries' ? await fitOfBorders(ctx, wish.system, ready) : undefined;
  if (clean) problems.push(...(await thinner(ctx, layer, ready.length)), ...(fit?.lines ?? []));
  const committed = wish.commit && clean;
  const content: FeatureCollection = { type: 'FeatureCollection', features: ready };
  const bounds = boundsOf(ready.flatMap(({ geometry }) => cornersOf(geometry.coordinates)));
  const id = committed
    ? await keep(ctx, wish, layer, content, ready.length, bounds ? { bounds: [...bounds] } : {})
    : null;
  return {
    ...emptyReport,
    ...nothing,
    rows: count,
    created: clean ? ready.length : 0,
    problems: shown(problems),
    committed,
    id,
    datum: fit?.datum ?? null,
  };
}

function river({ geometry, properties: given, id }: Shape): Feature {
  const size = ['trunk', 'river', 'stream'].includes(String(given.size)) ? String(given.size) : 'river';
  const properties = { name: textOf(given.name, given.NAME, given.名称), nameEn: textOf(given.nameEn), size };
  return { type: 'Feature', ...(id !== undefined && { id }), geometry, properties };
}

/** Areas of divisions: by their code, or by a name that only one division has. */
async function areas(
  ctx: Ctx,
  shapes: readonly { at: number; shape: Shape }[],
  problems: ReportLine[],
): Promise<Feature[]> {
  const map = await organisationOf(ctx);
  const living = [...map.divisions.values()].filter(({ validTo }) => validTo === null);
  const drawn = new Map<string, number>();
  return shapes.flatMap(({ at, shape: { geometry, properties: given } }): Feature[] => {
    const wrong = (column: string, code: ImportCode, params: ReportLine['params']) => {
      problems.push({ line: at + 1, column, severity: 'error', code, params: { at: at + 1, ...params } });
      return [];
    };
    const name = textOf(given.name, given.NAME, given.名称);
    const code = textOf(given.code, given.adcode, given.代码, given.区划代码);
    if (code === '' && name === '') return wrong('code', 'geojson.nameless', {});
    const called = living.filter((each) => each.name === name);
    const division = code === '' ? called[0] : map.divisionByCode.get(code.padEnd(12, '0'));
    if (!division)
      return code === ''
        ? wrong('name', 'division.name-unknown', { name })
        : wrong('code', 'division.unknown', { code });
    if (code === '' && called.length > 1) return wrong('name', 'division.ambiguous', { name, count: called.length });
    const earlier = drawn.get(division.id);
    if (earlier !== undefined)
      return wrong(code === '' ? 'name' : 'code', 'geojson.twice', { name: division.name, line: earlier });
    drawn.set(division.id, at + 1);
    const coordinates = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
    const { id, level, nameEn } = division;
    const properties = { id, level, name: division.name, nameEn };
    return [{ type: 'Feature', id, geometry: { type: 'MultiPolygon', coordinates }, properties }];
  });
}

/** Every corner of a geometry, however deep its rings lie. */
const cornersOf = (part: unknown[]): Lonlat[] =>
  typeof part[0] === 'number' ? [part as unknown as Lonlat] : part.flatMap((each) => cornersOf(each as unknown[]));
