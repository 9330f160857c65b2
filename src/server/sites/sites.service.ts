import type { Selectable } from 'kysely';
import type { SiteView } from '#api/organisation.ts';
import { dayKind } from '#domain/kernel/calendar.ts';
import { localDate, localTime } from '#domain/kernel/dates.ts';
import { Refused } from '#domain/kernel/problem.ts';
import { describeHours, openAt, type Site } from '#domain/sites/sites.ts';
import { currentItem } from '../catalogue/index.ts';
import type { Ctx } from '../context.ts';
import { organisationOf, today } from '../organisation/index.ts';
import type { SitesTables } from './sites.tables.ts';

type Row = Selectable<SitesTables['sites']>;

const siteOf = (row: Row): Site => ({
  id: row.id,
  unitId: row.unit_id,
  level: row.level,
  name: row.name,
  aliases: row.aliases,
  address: row.address,
  telephone: row.telephone,
  lon: row.lon,
  lat: row.lat,
  openingHours: row.hours,
  counters: row.counters,
  rooms: row.rooms,
  class: row.class as Site['class'],
  validFrom: row.valid_from,
  validTo: row.valid_to,
});

/** Great-circle metres on WGS84's mean sphere; for "which is nearest", not for travel. */
export function metres(a: { lon: number; lat: number }, b: { lon: number; lat: number }): number {
  const rad = Math.PI / 180;
  const dLat = (b.lat - a.lat) * rad;
  const dLon = (b.lon - a.lon) * rad;
  const h = Math.sin(dLat / 2) ** 2 + Math.cos(a.lat * rad) * Math.cos(b.lat * rad) * Math.sin(dLon / 2) ** 2;
  return Math.round(2 * 6_371_008.8 * Math.asin(Math.sqrt(h)));
}

async function show(ctx: Ctx, rows: Row[], near?: { lon: number; lat: number }): Promise<SiteView[]> {
  const map = await organisationOf(ctx);
  const on = localDate(ctx.now);
  const links = rows.length
    ? await ctx.db
        .selectFrom('site_villages')
        .selectAll()
        .where(
          'site_id',
          'in',
          rows.map((row) => row.id),
        )
        .where('valid_from', '<=', on)
        .where((eb) => eb.or([eb('valid_to', 'is', null), eb('valid_to', '>', on)]))
        .execute()
    : [];
  const kind = dayKind(map.calendar.calendar, on).kind;
  return rows.map((row) => {
    const site = siteOf(row);
    const there = row.lon !== null && row.lat !== null ? { lon: row.lon, lat: row.lat } : undefined;
    return {
      id: row.id,
      unit: row.unit_id,
      level: row.level,
      name: row.name,
      nameEn: row.name_en,
      address: row.address,
      telephone: row.telephone,
      lon: row.lon,
      lat: row.lat,
      hours: { 'zh-CN': describeHours(site, 'zh-CN'), en: describeHours(site, 'en') },
      openNow: openAt(site, on, localTime(ctx.now), kind),
      counters: row.counters.map(({ id, name, functions }) => ({ id, name, functions })),
      villages: links
        .filter((link) => link.site_id === row.id)
        .map((link) => ({ id: link.village_id, name: map.divisions.get(link.village_id)?.name ?? '' })),
      distance: near && there ? metres(near, there) : null,
    };
  });
}

export interface SiteWish {
  village?: string | undefined;
  unit?: string | undefined;
  item?: string | undefined;
  find?: string | undefined;
  lon?: number | undefined;
  lat?: number | undefined;
  openNow?: boolean | undefined;
  cursor?: string | undefined;
  limit: number;
}

/**
 * Service points for a person: those of their village first, then the town's, the county's and the city's; near a place,
 * the nearest. An item narrows them to the levels that may receive it.
 */
export async function listSites(ctx: Ctx, wish: SiteWish): Promise<{ items: SiteView[]; next: string | null }> {
  const map = await organisationOf(ctx);
  const on = today(ctx);
  let query = ctx.db
    .selectFrom('sites')
    .selectAll()
    .where('valid_from', '<=', on)
    .where((eb) => eb.or([eb('valid_to', 'is', null), eb('valid_to', '>', on)]));
  if (wish.unit) query = query.where('unit_id', '=', wish.unit);
  if (wish.find) query = query.where('name', 'like', `%${wish.find.replace(/[%_\\]/g, '\\$&')}%`);
  if (wish.item) query = query.where('level', 'in', (await currentItem(ctx, wish.item)).rights.receive);
  if (wish.village) {
    const above = map.path(wish.village).flatMap((each) => (map.unitsOf.get(each.id) ?? []).map((unit) => unit.id));
    const serving = ctx.db
      .selectFrom('site_villages')
      .select('site_id')
      .where('village_id', '=', wish.village)
      .where('valid_from', '<=', on)
      .where((eb) => eb.or([eb('valid_to', 'is', null), eb('valid_to', '>', on)]));
    query = query.where((eb) =>
      eb.or([eb('id', 'in', serving), ...(above.length > 0 ? [eb('unit_id', 'in', above)] : [])]),
    );
  }
  const near = wish.lon !== undefined && wish.lat !== undefined ? { lon: wish.lon, lat: wish.lat } : undefined;
  const start = wish.cursor ? Number(wish.cursor) : 0;
  const order = ['village', 'town', 'county', 'city'];
  const all = await query.execute();
  const sorted = near
    ? all
        .filter((row) => row.lon !== null && row.lat !== null)
        .sort((a, b) => metres(near, { lon: a.lon!, lat: a.lat! }) - metres(near, { lon: b.lon!, lat: b.lat! }))
    : all.sort((a, b) => order.indexOf(a.level) - order.indexOf(b.level) || (a.name < b.name ? -1 : 1));
  const shown = await show(ctx, wish.openNow ? sorted : sorted.slice(start, start + wish.limit + 1), near);
  const open = wish.openNow ? shown.filter((site) => site.openNow).slice(start, start + wish.limit + 1) : shown;
  return { items: open.slice(0, wish.limit), next: open.length > wish.limit ? String(start + wish.limit) : null };
}

export async function getSite(ctx: Ctx, id: string): Promise<SiteView> {
  const row = await ctx.db.selectFrom('sites').selectAll().where('id', '=', id).executeTakeFirst();
  const [view] = row ? await show(ctx, [row]) : [];
  if (!view) throw new Refused('not-found');
  return view;
}

/** The station that serves a village, for an application sent from a phone. */
export async function stationUnit(ctx: Ctx, village: string): Promise<string | undefined> {
  const on = today(ctx);
  const row = await ctx.db
    .selectFrom('site_villages')
    .innerJoin('sites', 'sites.id', 'site_villages.site_id')
    .select('sites.unit_id')
    .where('village_id', '=', village)
    .where('site_villages.valid_from', '<=', on)
    .where((eb) => eb.or([eb('site_villages.valid_to', 'is', null), eb('site_villages.valid_to', '>', on)]))
    .orderBy('site_villages.valid_from')
    .orderBy('sites.id')
    .executeTakeFirst();
  return row?.unit_id;
}
