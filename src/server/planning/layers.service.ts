import type { FeatureCollection, LayerKind } from '#api/planning.ts';
import { Refused } from '#domain/kernel/problem.ts';
import type { RoadNetwork } from '#domain/planning/travel/network.ts';
import type { App, Ctx } from '../context.ts';
import * as repository from './planning.repository.ts';
import type { LayerFacts } from './planning.tables.ts';

export interface NewLayer {
  layer: LayerKind;
  content: Uint8Array | object;
  rows: number;
  facts?: LayerFacts;
  source: string;
  system: string;
  synthetic: boolean;
}

/** The same content brought in again is the layer that is there already. */
export async function keepLayer(ctx: Ctx, layer: NewLayer): Promise<string> {
  const bytes = layer.content instanceof Uint8Array ? layer.content : Buffer.from(JSON.stringify(layer.content));
  const { digest } = await ctx.app.blobs.put(bytes);
  const [newest] = (await repository.newestLayers(ctx)).filter((each) => each.layer === layer.layer);
  if (newest?.digest.equals(digest) && newest.source === layer.source) return newest.id;
  const id = ctx.app.id();
  await repository.insertLayer(ctx, {
    id,
    layer: layer.layer,
    digest,
    rows: layer.rows,
    facts: layer.facts ?? {},
    source: layer.source,
    system: layer.system,
    synthetic: layer.synthetic,
    account_id: ctx.actor.kind === 'staff' ? ctx.actor.account : null,
    made_at: ctx.now,
  });
  return id;
}

export const readLayer = async <T>(app: App, digest: Buffer): Promise<T> =>
  JSON.parse((await app.blobs.get(digest)).toString('utf8')) as T;

/** How the roads look on the map: the bends of all that a car or a cart may use, in three widths. */
export function drawnRoads(network: RoadNetwork): FeatureCollection {
  const widths: Record<number, 'highway' | 'county-road' | 'village-road'> = {
    0: 'highway',
    1: 'highway',
    2: 'highway',
    3: 'county-road',
    4: 'county-road',
    5: 'village-road',
    6: 'village-road',
    7: 'village-road',
    14: 'village-road',
  };
  const degrees = (e7: number): number => Math.round(e7 / 100) / 1e5;
  const features: FeatureCollection['features'] = [];
  for (let edge = 0; edge < network.from.length; edge++) {
    const width = widths[network.class[edge]!];
    if (!width || network.access[edge] === 0) continue;
    const [from, to] = [network.from[edge]!, network.to[edge]!];
    const line: [number, number][] = [[degrees(network.nodeLon[from]!), degrees(network.nodeLat[from]!)]];
    for (let bend = network.bendStart[edge]!; bend < network.bendStart[edge + 1]!; bend++) {
      line.push([degrees(network.bends[2 * bend]!), degrees(network.bends[2 * bend + 1]!)]);
    }
    line.push([degrees(network.nodeLon[to]!), degrees(network.nodeLat[to]!)]);
    features.push({
      type: 'Feature',
      geometry: { type: 'LineString', coordinates: line },
      properties: { class: width },
    });
  }
  return { type: 'FeatureCollection', features };
}

export async function importsPage(ctx: Ctx, wish: { cursor?: string | undefined; limit: number }) {
  const rows = await repository.layersPage(ctx, wish.cursor, wish.limit + 1);
  const newest = new Set((await repository.newestLayers(ctx)).map(({ id }) => id));
  const shown = rows.slice(0, wish.limit);
  return {
    items: shown.map((row) => ({
      id: row.id,
      layer: row.layer,
      rows: row.rows,
      source: row.source,
      system: row.system,
      synthetic: row.synthetic,
      at: row.made_at.toISOString(),
      by: row.by ?? '',
      digest: row.digest.toString('hex'),
      newest: newest.has(row.id),
    })),
    next: rows.length > wish.limit ? (shown.at(-1)?.id ?? null) : null,
  };
}

/**
 * The digest that is asked for, else the newest, if there is one; a layer that was replaced can still be drawn under an old plan.
 * @throws Refused `not-found` for a digest that never was
 */
export async function layerNamed(ctx: Pick<Ctx, 'db'>, layer: LayerKind, digest?: string) {
  if (digest === undefined) return (await repository.newestLayers(ctx)).find((each) => each.layer === layer);
  const row = await repository.findLayerByDigest(ctx, layer, Buffer.from(digest, 'hex'));
  if (!row) throw new Refused('not-found');
  return row;
}
