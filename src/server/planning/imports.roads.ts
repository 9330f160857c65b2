import { statSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { widened } from '#domain/kernel/coordinates.ts';
import { Refused } from '#domain/kernel/problem.ts';
import type { ImportCode } from '#domain/organisation/cells.ts';
import type { ReportLine } from '#domain/organisation/table.ts';
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
import { fitOfRoads } from './imports.fit.ts';
import { readShapes } from './imports.shapes.ts';
import { emptyReport, type ImportWish, nothing, shown, thinner } from './imports.shared.ts';
import { insertJob } from './jobs.repository.ts';
import { drawnRoads, keepLayer } from './layers.service.ts';
import { boxOfCity } from './places.service.ts';
import type { LayerFacts } from './planning.tables.ts';
import type { Running } from './running.ts';
import { isOsmBeginning, readOsm, saveNetwork } from './travel/index.ts';

const localClasses: Readonly<Record<string, RoadClass>> = {
  highway: 'primary',
  'county-road': 'secondary',
  'village-road': 'unclassified',
  高速: 'motorway',
  高速公路: 'motorway',
  国道: 'primary',
  省道: 'secondary',
  县道: 'tertiary',
  乡道: 'unclassified',
  村道: 'unclassified',
  城市道路: 'tertiary',
  街道: 'residential',
  机耕道: 'track',
  小路: 'path',
};
const classNames = ['class', 'highway', 'fclass', '等级', '道路等级', '类型'];
const onewayWords: Readonly<Record<string, RoadLine['oneway']>> = {
  true: 'forward',
  yes: 'forward',
  '1': 'forward',
  f: 'forward',
  是: 'forward',
  '-1': 'backward',
  reverse: 'backward',
  t: 'backward',
};

/** Roads as an OSM extract (read by a job: a province takes minutes) or as GeoJSON lines with a class. */
export async function importRoads(ctx: Ctx, wish: ImportWish) {
  const head = Buffer.from(await wish.file.slice(0, 64).arrayBuffer());
  if (/^\s*\{/.test(new TextDecoder().decode(head))) return importRoadLines(ctx, wish);
  // Told at once, not after a job has waited its turn.
  if (!isOsmBeginning(head)) throw new Refused('travel.osm-damaged', { path: wish.file.name });
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
      name: wish.file.name,
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
  const { count, shapes, problems } = await readShapes(wish.file, wish.system, ['LineString', 'MultiLineString']);
  const lines: RoadLine[] = [];
  const unknown = new Map<string, { at: number; count: number }>();
  for (const { at, shape } of shapes) {
    const { geometry, properties } = shape;
    const parts = geometry.type === 'LineString' ? [geometry.coordinates] : geometry.coordinates;
    const said = classNames.map((name) => properties[name]).find((value) => typeof value === 'string');
    const value = String(said ?? '').trim();
    const known = localClasses[value] ?? roadClasses.find((each) => each === value.replaceAll('_', '-'));
    if (!known) unknown.set(value, { at: unknown.get(value)?.at ?? at, count: (unknown.get(value)?.count ?? 0) + 1 });
    const kmh = Number(properties.kmh ?? 0);
    const possible = kmh >= 1 && kmh <= 150;
    if (!possible && (properties.kmh ?? '') !== '')
      problems.push(notice(at, 'kmh', 'road.speed', { value: String(properties.kmh) }));
    for (const part of parts)
      lines.push({
        line: part as [number, number][],
        class: known ?? 'unclassified',
        oneway: onewayWords[String(properties.oneway ?? properties.单行 ?? '').toLowerCase()] ?? 'no',
        ...(possible && { kmh }),
        ...(typeof properties.name === 'string' && { name: properties.name }),
      });
  }
  for (const [value, { at, count: roads }] of unknown)
    problems.push(notice(at, 'class', 'road.class', { value, count: roads }));
  const clean = problems.every(({ severity }) => severity !== 'error');
  const network = clean ? networkFromLines(lines) : undefined;
  const fit = network && (await fitOfRoads(ctx, wish.system, network));
  if (network && fit) problems.push(...(await thinner(ctx, 'roads', network.from.length)), ...fit.lines);
  const committed = wish.commit && clean;
  const id = network && committed ? await keepRoads(ctx, network, wish) : null;
  return {
    ...emptyReport,
    ...nothing,
    rows: count,
    created: clean ? lines.length : 0,
    problems: shown(problems.sort((a, b) => a.line - b.line)),
    committed,
    id,
    datum: fit?.datum ?? null,
    network: network ? networkFacts(network) : null,
  };
}

const notice = (at: number, column: string, code: ImportCode, params: ReportLine['params']): ReportLine => ({
  line: at + 1,
  column,
  severity: 'notice',
  code,
  params: { at: at + 1, ...params },
});

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
/** A file of this size may be a city's own; of a larger one it must be known which part to hold in memory. */
const ownFile = 64 * 1024 * 1024;

/**
 * Reads the roads of a whole extract, those around the city's villages, and keeps them as a layer unless it was only to be tried.
 * The extract is streamed: what is held is the city's part.
 * @throws Refused `travel.osm-missing`, `travel.osm-damaged`, `travel.osm-no-roads`, `planning.other-city`, `planning.no-ground`
 */
export async function readRoads(
  app: App,
  path: string,
  { commit, ...of }: { source: string; system: string; synthetic: boolean; commit: boolean },
  watch: { signal?: AbortSignal; onProgress?: (share: number) => void } = {},
): Promise<{ layer: string | null; network: NonNullable<LayerFacts['network']> }> {
  const box = await boxOfCity(systemCtx(app, app.db, 'planning.import'));
  const bounds = box && widened(box, around);
  // A file that is gone is told by the reading.
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (!bounds && size > ownFile) throw new Refused('planning.no-ground');
  let network: RoadNetwork;
  try {
    network = await readOsm(path, { ...watch, bounds });
  } catch (error) {
    if (bounds && error instanceof Refused && error.problem.problem === 'travel.osm-no-roads')
      throw new Refused('planning.other-city', { path });
    throw error;
  }
  const layer = commit
    ? await app.db.transaction().execute((db) => keepRoads(systemCtx(app, db, 'planning.import'), network, of))
    : null;
  return { layer, network: networkFacts(network) };
}

export async function runImport({ app, job, signal, report }: Running): Promise<Record<string, unknown>> {
  const { path, name, ...of } = job.input as unknown as Parameters<typeof readRoads>[2] & {
    path: string;
    name?: string;
  };
  report({ stage: 'reading', progress: 0 });
  try {
    return await readRoads(app, path, of, { signal, onProgress: (progress) => report({ progress }) });
  } catch (error) {
    // Whoever sent it knows it by its own name; where we laid it is our business.
    if (error instanceof Refused && error.problem.params?.path === path)
      throw new Refused(error.problem.problem, { ...error.problem.params, path: name ?? '' });
    throw error;
  } finally {
    // Refused, stopped or done, nobody asks for the file again; if the process dies it is there for the next.
    await rm(path, { force: true });
  }
}
