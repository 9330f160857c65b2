import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Refused } from '#domain/kernel/problem.ts';
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
import { organisationOf } from '../organisation/index.ts';
import { readShapes } from './imports.shapes.ts';
import { emptyReport, type ImportWish, nothing, shown } from './imports.shared.ts';
import { insertJob } from './jobs.repository.ts';
import { drawnRoads, keepLayer } from './layers.service.ts';
import type { LayerFacts } from './planning.tables.ts';
import type { Running } from './running.ts';
import { readOsm, saveNetwork } from './travel/index.ts';

const localClasses: Record<string, RoadClass> = {
  highway: 'primary',
  'county-road': 'secondary',
  'village-road': 'unclassified',
};

/** Roads as an OSM extract (read by a job: a province takes minutes) or as GeoJSON lines with a class. */
export async function importRoads(ctx: Ctx, wish: ImportWish) {
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

/**
 * Reads the roads of a whole extract, those around the city's villages, and keeps them as a layer unless it was only to be tried.
 * The extract is streamed: what is held is the city's part.
 */
export async function readRoads(
  app: App,
  path: string,
  { commit, ...of }: { source: string; system: string; synthetic: boolean; commit: boolean },
  watch: { signal?: AbortSignal; onProgress?: (share: number) => void } = {},
): Promise<{ layer: string | null; network: NonNullable<LayerFacts['network']> }> {
  const { divisions } = await organisationOf(systemCtx(app, app.db, 'planning.import'));
  const places = [...divisions.values()].filter(({ lon, lat }) => lon !== null && lat !== null);
  const [lons, lats] = [places.map(({ lon }) => lon!), places.map(({ lat }) => lat!)];
  const bounds = [
    Math.min(...lons) - around,
    Math.min(...lats) - around,
    Math.max(...lons) + around,
    Math.max(...lats) + around,
  ] as const;
  const network = await readOsm(path, { ...watch, ...(places.length > 0 && { bounds }) });
  if (network.from.length === 0) throw new Refused('planning.other-city');
  const layer = commit
    ? await app.db.transaction().execute((db) => keepRoads(systemCtx(app, db, 'planning.import'), network, of))
    : null;
  return { layer, network: networkFacts(network) };
}

export async function runImport({ app, job, signal, report }: Running): Promise<Record<string, unknown>> {
  const { path, ...of } = job.input as unknown as Parameters<typeof readRoads>[2] & { path: string };
  report({ stage: 'reading', progress: 0 });
  try {
    return await readRoads(app, path, of, { signal, onProgress: (progress) => report({ progress }) });
  } finally {
    // Refused, stopped or done, nobody asks for the file again; if the process dies it is there for the next.
    await rm(path, { force: true });
  }
}
