import type { z } from 'zod';
import type { FeatureCollection, LayerKind, MapLayer } from '#api/planning.ts';
import { widened } from '#domain/kernel/coordinates.ts';
import type { Ctx } from '../context.ts';
import { layerNamed, readLayer } from './layers.service.ts';
import { boxOfCity, placesOfCity } from './places.service.ts';
import * as repository from './planning.repository.ts';
import { settingsOf } from './settings.service.ts';

type Layer = z.infer<typeof MapLayer>;
const kinds: Record<Layer, LayerKind> = {
  divisions: 'boundaries',
  rivers: 'rivers',
  roads: 'drawn-roads',
  peaks: 'peaks',
  places: 'places',
};
const layers = Object.keys(kinds) as Layer[];

const notice = {
  'zh-CN': '演示数据：榕川市及其一切地名、山川、道路、人口、电话都是虚构的。',
  en: 'Demonstration data: Rongchuan and all its places, mountains, rivers, roads, people and telephones are invented.',
};

/** Staff and their large screens see the map; the public only under the approval number of the map (地图管理条例 art. 15). */
async function mayDraw(ctx: Ctx): Promise<boolean> {
  return ['staff', 'screen', 'system'].includes(ctx.actor.kind) || (await settingsOf(ctx)).publicMap;
}

/** Degrees of ground about the outermost place, where nobody has brought borders. */
const about = 0.02;

export async function showMap(ctx: Ctx) {
  const { approval } = await settingsOf(ctx);
  const shared = { notice: ctx.app.demo ? notice : null, approval };
  if (!(await mayDraw(ctx))) return { ...shared, bounds: null, layers: [] };
  const newest = new Map((await repository.newestLayers(ctx)).map((row) => [row.layer, row]));
  const found = layers.flatMap((layer) => {
    const row = newest.get(kinds[layer]);
    return row ? [{ layer, digest: row.digest.toString('hex'), features: row.rows, source: row.source }] : [];
  });
  if (!newest.has('places')) {
    const { digest, source, content } = await placesOfCity(ctx);
    found.push({ layer: 'places', digest, features: content.features.length, source });
  }
  const borders = newest.get('boundaries')?.facts.bounds;
  const box = borders ? undefined : await boxOfCity(ctx);
  return { ...shared, bounds: borders ?? (box ? widened(box, about) : null), layers: found };
}

const nothing: FeatureCollection = { type: 'FeatureCollection', features: [] };

export async function showLayer(
  ctx: Ctx,
  { layer, digest }: { layer: Layer; digest?: string | undefined },
): Promise<FeatureCollection> {
  if (!(await mayDraw(ctx))) return nothing;
  if (layer === 'places' && !(await layerNamed(ctx, kinds.places))) {
    const made = await placesOfCity(ctx);
    if (digest === undefined || digest === made.digest) return made.content;
  }
  const row = await layerNamed(ctx, kinds[layer], digest);
  return row ? readLayer<FeatureCollection>(ctx.app, row.digest) : nothing;
}

export interface Relief {
  columns: number;
  rows: number;
  west: number;
  north: number;
  stepLon: number;
  stepLat: number;
  metres: number[];
}

export async function showRelief(ctx: Ctx): Promise<Relief | null> {
  if (!(await mayDraw(ctx))) return null;
  const row = (await repository.newestLayers(ctx)).find(({ layer }) => layer === 'relief');
  return row ? readLayer<Relief>(ctx.app, row.digest) : null;
}
