import type { z } from 'zod';
import type { FeatureCollection, LayerKind, MapLayer } from '#api/planning.ts';
import type { Ctx } from '../context.ts';
import { organisationOf } from '../organisation/index.ts';
import { layerNamed, readLayer } from './layers.service.ts';
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

export async function showMap(ctx: Ctx) {
  const { approval } = await settingsOf(ctx);
  const shared = { notice: ctx.app.demo ? notice : null, approval };
  if (!(await mayDraw(ctx))) return { ...shared, bounds: null, layers: [] };
  const newest = new Map((await repository.newestLayers(ctx)).map((row) => [row.layer, row]));
  const found = layers.flatMap((layer) => {
    const row = newest.get(kinds[layer]);
    return row ? [{ layer, row }] : [];
  });
  return {
    ...shared,
    bounds: newest.get('boundaries')?.facts.bounds ?? (await boundsOfDivisions(ctx)),
    layers: found.map(({ layer, row }) => ({
      layer,
      digest: row.digest.toString('hex'),
      features: row.rows,
      source: row.source,
    })),
  };
}

/** Where nobody has brought borders: the box around every division that has a place, with a little ground about it. */
async function boundsOfDivisions(ctx: Ctx): Promise<[number, number, number, number] | null> {
  const spots = [...(await organisationOf(ctx)).divisions.values()].filter(
    ({ lon, lat }) => lon !== null && lat !== null,
  );
  if (spots.length === 0) return null;
  const [lons, lats] = [spots.map(({ lon }) => lon!), spots.map(({ lat }) => lat!)];
  const about = 0.02;
  return [Math.min(...lons) - about, Math.min(...lats) - about, Math.max(...lons) + about, Math.max(...lats) + about];
}

const nothing: FeatureCollection = { type: 'FeatureCollection', features: [] };

export async function showLayer(
  ctx: Ctx,
  { layer, digest }: { layer: Layer; digest?: string | undefined },
): Promise<FeatureCollection> {
  if (!(await mayDraw(ctx))) return nothing;
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
