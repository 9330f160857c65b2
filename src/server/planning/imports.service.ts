import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { FeatureCollection } from '#api/planning.ts';
import { type CoordinateSystem, isInChina, toWgs84 } from '#domain/kernel/coordinates.ts';
import { Refused } from '#domain/kernel/problem.ts';
import { existsOn } from '#domain/organisation/divisions.ts';
import type { ImportResult, ReportLine } from '#domain/organisation/table.ts';
import { importPremises, importProjections, importVillages, type KnownVillage } from '#domain/planning/imports.ts';
import { islands } from '#domain/planning/travel/islands.ts';
import {
  networkFromLines,
  type RoadClass,
  type RoadLine,
  type RoadNetwork,
  roadClasses,
} from '#domain/planning/travel/network.ts';
import { defaultSpeeds } from '#domain/planning/travel/speeds.ts';
import type { App, Ctx } from '../context.ts';
import { systemCtx } from '../operations.ts';
import { isClean, organisationOf, tableOf, today } from '../organisation/index.ts';
import { insertJob, type JobRow } from './jobs.repository.ts';
import { drawnRoads, keepLayer, type LayerKind } from './layers.service.ts';
import type { LayerFacts } from './planning.tables.ts';
import { readOsm, saveNetwork } from './travel/index.ts';

export interface ImportWish {
  layer: 'villages' | 'boundaries' | 'roads' | 'premises' | 'projections' | 'rivers';
  file: File;
  system: CoordinateSystem;
  source: string;
  synthetic: boolean;
  commit: boolean;
}

const emptyReport = { rows: 0, created: 0, changed: 0, unchanged: 0, problems: [], committed: false };
const nothing = { id: null, job: null, datum: null, network: null };

async function knownVillages(ctx: Ctx): Promise<Map<string, KnownVillage>> {
  const map = await organisationOf(ctx);
  const on = today(ctx);
  return new Map(
    [...map.divisions.values()]
      .filter((each) => each.level === 'village' && existsOn(each, on))
      .map((each) => [
        each.code,
        {
          id: each.id,
          code: each.code,
          name: each.name,
          urban: Number(each.code.slice(9)) < 200,
          place: each.lon === null || each.lat === null ? null : { lon: each.lon, lat: each.lat },
          people: each.population,
        },
      ]),
  );
}

const shown = (lines: readonly ReportLine[]) =>
  lines.map(({ line, column, severity, code, params }) => ({ row: line, column, severity, code, params }));

export async function importLayer(ctx: Ctx, wish: ImportWish) {
  switch (wish.layer) {
    case 'villages':
    case 'premises':
    case 'projections':
      return importTable(ctx, wish, wish.layer);
    case 'roads':
      return importRoads(ctx, wish);
    default:
      return importShapes(ctx, wish, wish.layer);
  }
}

async function importTable(ctx: Ctx, wish: ImportWish, layer: 'villages' | 'premises' | 'projections') {
  const table = await tableOf(wish.file);
  const known = await knownVillages(ctx);
  const read = {
    villages: () => importVillages(table, { byCode: known, system: wish.system }),
    premises: () => importPremises(table, wish.system),
    projections: () => importProjections(table, known),
  };
  const result: ImportResult<object> & { datum?: Awaited<ReturnType<typeof importVillages>>['datum'] } = read[layer]();
  const committed = wish.commit && isClean(result);
  const id = committed ? await keep(ctx, wish, layer, result.ready, result.ready.length, {}) : null;
  return {
    ...nothing,
    rows: result.rows,
    created: result.ready.length,
    changed: 0,
    unchanged: 0,
    problems: shown(result.report),
    committed,
    id,
    datum: result.datum ?? null,
  };
}

const keep = (
  ctx: Ctx,
  wish: Pick<ImportWish, 'source' | 'system' | 'synthetic'>,
  layer: LayerKind,
  content: object,
  rows: number,
  facts: LayerFacts,
): Promise<string> =>
  keepLayer(ctx, { layer, content, rows, facts, source: wish.source, system: wish.system, synthetic: wish.synthetic });

type Feature = FeatureCollection['features'][number];

/** @throws Refused `planning.geojson` */
async function readShapes(file: File, system: CoordinateSystem): Promise<Feature[]> {
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

async function importShapes(ctx: Ctx, wish: ImportWish, layer: 'boundaries' | 'rivers') {
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

const localClasses: Record<string, RoadClass> = {
  highway: 'primary',
  'county-road': 'secondary',
  'village-road': 'unclassified',
};

/** Roads as an OSM extract (read by a job: a province takes minutes) or as GeoJSON lines with a class. */
async function importRoads(ctx: Ctx, wish: ImportWish) {
  const head = new Uint8Array(await wish.file.slice(0, 64).arrayBuffer());
  if (/^\s*\{/.test(new TextDecoder().decode(head))) return importRoadLines(ctx, wish);
  const id = ctx.app.id();
  const folder = join(dirname(ctx.app.anchorFile), 'imports');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, `${id}.osm.pbf`);
  await writeFile(path, wish.file.stream() as unknown as AsyncIterable<Uint8Array>, { mode: 0o600 });
  await insertJob(ctx, {
    id,
    kind: 'import',
    input: {
      path,
      source: wish.source || '© OpenStreetMap contributors (ODbL)',
      system: wish.system,
      synthetic: wish.synthetic,
      commit: wish.commit,
    },
    snapshot: null,
    scenario: null,
    account: ctx.actor.kind === 'staff' ? ctx.actor.account : null,
    at: ctx.now,
  });
  return { ...emptyReport, ...nothing, job: id };
}

async function importRoadLines(ctx: Ctx, wish: ImportWish) {
  const features = await readShapes(wish.file, wish.system);
  const problems: ReportLine[] = [];
  const lines: RoadLine[] = [];
  features.forEach(({ geometry, properties }, at) => {
    const parts = geometry.type === 'LineString' ? [geometry.coordinates] : geometry.coordinates;
    if (!['LineString', 'MultiLineString'].includes(geometry.type)) {
      const params = { at: at + 1, found: geometry.type, wanted: 'LineString' };
      problems.push({ line: at + 1, column: null, severity: 'error', code: 'geojson.shape', params });
      return;
    }
    const value = String(properties?.class ?? properties?.highway ?? '');
    const known = localClasses[value] ?? roadClasses.find((each) => each === value.replaceAll('_', '-'));
    if (!known) {
      problems.push({
        line: at + 1,
        column: 'class',
        severity: 'notice',
        code: 'road.class',
        params: { at: at + 1, value },
      });
    }
    const oneway =
      properties?.oneway === true || properties?.oneway === 'yes'
        ? 'forward'
        : properties?.oneway === '-1'
          ? 'backward'
          : 'no';
    for (const part of parts)
      lines.push({
        line: part as [number, number][],
        class: known ?? 'unclassified',
        oneway,
        ...(typeof properties?.kmh === 'number' && { kmh: properties.kmh }),
        ...(typeof properties?.name === 'string' && { name: properties.name }),
      });
  });
  const clean = problems.every(({ severity }) => severity !== 'error');
  const network = clean ? networkFromLines(lines) : undefined;
  const committed = wish.commit && clean;
  const id = network && committed ? await keepRoads(ctx, network, wish) : null;
  return {
    ...emptyReport,
    ...nothing,
    rows: features.length,
    created: clean ? lines.length : 0,
    problems: shown(problems),
    committed,
    id,
    network: network ? networkFacts(network) : null,
  };
}

const islandsShown = 50;

/** How large the network is, and which parts are cut off from the rest for people on foot: the largest first, the main one left out. */
export function networkFacts(network: RoadNetwork): NonNullable<LayerFacts['network']> {
  const found = islands(network, 'walk', defaultSpeeds.walk);
  const metres = new Float64Array(found.sizes.length);
  const place = new Map<number, number>();
  let km = 0;
  for (let edge = 0; edge < network.from.length; edge++) {
    km += network.metres[edge]! / 1000;
    const island = found.island[network.from[edge]!]!;
    if (island < 0) continue;
    metres[island]! += network.metres[edge]!;
    if (!place.has(island)) place.set(island, network.from[edge]!);
  }
  return {
    nodes: network.nodeLon.length,
    edges: network.from.length,
    km: Math.round(km),
    islands: Array.from(found.sizes.slice(1, islandsShown + 1), (nodes, at) => {
      const node = place.get(at + 1) ?? 0;
      return {
        nodes,
        km: Math.round(metres[at + 1]! / 100) / 10,
        lon: network.nodeLon[node]! / 1e7,
        lat: network.nodeLat[node]! / 1e7,
      };
    }),
  };
}

export async function keepRoads(
  ctx: Ctx,
  network: RoadNetwork,
  of: { source: string; system: string; synthetic: boolean },
): Promise<string> {
  const drawn = drawnRoads(network);
  await keepLayer(ctx, { layer: 'drawn-roads', content: drawn, rows: drawn.features.length, ...of });
  return keepLayer(ctx, {
    layer: 'roads',
    content: saveNetwork(network),
    rows: network.from.length,
    facts: { network: networkFacts(network) },
    ...of,
  });
}

/** Roads this far around the outermost village may be a way to the next point. */
const around = 0.15;

/** Reads the roads of a whole extract, those around the city's villages, and keeps them as a layer. */
export async function runImport({
  app,
  job,
  signal,
  report,
}: {
  app: App;
  job: JobRow;
  signal: AbortSignal;
  report: (told: { progress?: number; stage?: string }) => void;
}): Promise<Record<string, unknown>> {
  const { path, commit, ...of } = job.input as {
    path: string;
    source: string;
    system: string;
    synthetic: boolean;
    commit: boolean;
  };
  report({ stage: 'reading', progress: 0 });
  const ctx = systemCtx(app, app.db, 'planning.import');
  const places = [...(await organisationOf(ctx)).divisions.values()].filter(
    ({ lon, lat }) => lon !== null && lat !== null,
  );
  const [lons, lats] = [places.map(({ lon }) => lon!), places.map(({ lat }) => lat!)];
  const bounds =
    places.length > 0
      ? ([
          Math.min(...lons) - around,
          Math.min(...lats) - around,
          Math.max(...lons) + around,
          Math.max(...lats) + around,
        ] as const)
      : undefined;
  const network = await readOsm(path, {
    signal,
    onProgress: (progress) => report({ progress }),
    ...(bounds && { bounds }),
  });
  if (network.from.length === 0) throw new Refused('planning.other-city');
  const layer = commit
    ? await app.db.transaction().execute((db) => keepRoads(systemCtx(app, db, 'planning.import'), network, of))
    : null;
  await rm(path, { force: true });
  return { layer, network: networkFacts(network) };
}
