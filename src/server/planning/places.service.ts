import { createHash } from 'node:crypto';
import type { FeatureCollection } from '#api/planning.ts';
import { type Bounds, boundsOf, type Lonlat, type Place } from '#domain/kernel/coordinates.ts';
import { existsOn } from '#domain/organisation/divisions.ts';
import { seatsOf } from '#domain/planning/places.ts';
import type { Ctx } from '../context.ts';
import { type OrganisationMap, organisationOf, today } from '../organisation/index.ts';
import { readLayer } from './layers.service.ts';
import { newestLayers } from './planning.repository.ts';
import { pointRows } from './points.repository.ts';
import type { StoredVillage } from './snapshots.service.ts';

type Feature = FeatureCollection['features'][number];

function drawn(map: OrganisationMap, villages: readonly StoredVillage[], on: string): FeatureCollection {
  const seats = seatsOf(villages, (code) => {
    const division = map.divisionByCode.get(code);
    return division ? map.path(division.id).map(({ id }) => id) : [];
  });
  const features = [...map.divisions.values()].flatMap((division): Feature[] => {
    const { id, level, name, nameEn } = division;
    if (level === 'city' || level === 'grid' || !existsOn(division, on)) return [];
    const known = seats.get(id);
    const at = division.lon === null || division.lat === null ? known?.at : { lon: division.lon, lat: division.lat };
    if (!at) return [];
    const people = known?.people ?? division.population ?? 0;
    return [
      {
        type: 'Feature',
        id,
        geometry: { type: 'Point', coordinates: [at.lon, at.lat] },
        properties: { id, level, name, nameEn, people },
      },
    ];
  });
  return { type: 'FeatureCollection', features };
}

export interface Places {
  digest: string;
  source: string;
  content: FeatureCollection;
}
const kept = new WeakMap<OrganisationMap, Map<string, Places>>();

/** The names on the map, made of the register of divisions and the table of villages; drawn where nobody has brought a layer of names. */
export async function placesOfCity(ctx: Ctx): Promise<Places> {
  const map = await organisationOf(ctx);
  const row = (await newestLayers(ctx)).find(({ layer }) => layer === 'villages');
  const on = today(ctx);
  const key = `${row?.digest.toString('hex')} ${on}`;
  const known = kept.get(map)?.get(key);
  if (known) return known;
  const content = drawn(map, row ? await readLayer<StoredVillage[]>(ctx.app, row.digest) : [], on);
  const digest = createHash('sm3').update(JSON.stringify(content)).digest('hex');
  const places = { digest, source: row?.source ?? '', content };
  kept.set(map, new Map([[key, places]]));
  return places;
}

/** Where a division lies: as the register has it, else where its largest settlement does. */
export async function placeOf(
  ctx: Ctx,
  division: { id: string; lon: number | null; lat: number | null },
): Promise<Place | undefined> {
  if (division.lon !== null && division.lat !== null) return { lon: division.lon, lat: division.lat };
  const found = (await placesOfCity(ctx)).content.features.find(({ id }) => id === division.id);
  const [lon, lat] = (found?.geometry.coordinates ?? []) as number[];
  return lon === undefined || lat === undefined ? undefined : { lon, lat };
}

/** The box around all that says where the city is: its borders, villages, divisions and points. Undefined while nothing does. */
export async function boxOfCity(ctx: Ctx): Promise<Bounds | undefined> {
  const borders = (await newestLayers(ctx)).find(({ layer }) => layer === 'boundaries')?.facts.bounds;
  const places = (await placesOfCity(ctx)).content.features;
  const points = await pointRows(ctx, today(ctx), false);
  return boundsOf([
    ...(borders ? [[borders[0], borders[1]] as const, [borders[2], borders[3]] as const] : []),
    ...places.map(({ geometry }) => geometry.coordinates as unknown as Lonlat),
    ...points.flatMap(({ lon, lat }) => (lon === null || lat === null ? [] : [[lon, lat] as const])),
  ]);
}
