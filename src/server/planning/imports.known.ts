import type { Place } from '#domain/kernel/coordinates.ts';
import { existsOn } from '#domain/organisation/divisions.ts';
import type { KnownVillage } from '#domain/planning/imports.ts';
import type { Ctx } from '../context.ts';
import { type OrganisationMap, organisationOf, today } from '../organisation/index.ts';
import { readLayer } from './layers.service.ts';
import { newestLayers } from './planning.repository.ts';
import { pointRows } from './points.repository.ts';
import type { StoredVillage } from './snapshots.service.ts';

/** Where a village lies as far as its service point, or the table brought in before, tells: registers mostly have names alone. */
async function placesByHearsay(ctx: Ctx, map: OrganisationMap): Promise<Map<string, Place>> {
  const places = new Map<string, Place>();
  for (const { level, unit_id, lon, lat } of await pointRows(ctx, today(ctx), false)) {
    const division = map.divisions.get(map.units.get(unit_id)?.divisionId ?? '');
    if (level === 'village' && division && lon !== null && lat !== null) places.set(division.code, { lon, lat });
  }
  const before = (await newestLayers(ctx)).find(({ layer }) => layer === 'villages');
  // Of several hamlets the largest stands for its village.
  const rows = before ? await readLayer<StoredVillage[]>(ctx.app, before.digest) : [];
  for (const { code, lon, lat } of rows.toSorted((a, b) => a.people - b.people))
    if (code !== null) places.set(code, { lon, lat });
  return places;
}

/** The villages that there are, by their code, with what is known of them. */
export async function knownVillages(ctx: Ctx): Promise<Map<string, KnownVillage>> {
  const map = await organisationOf(ctx);
  const on = today(ctx);
  const hearsay = await placesByHearsay(ctx, map);
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
          ...(each.lon === null || each.lat === null
            ? { place: hearsay.get(each.code) ?? null, by: 'hearsay' as const }
            : { place: { lon: each.lon, lat: each.lat }, by: 'register' as const }),
          people: each.population,
        },
      ]),
  );
}
