import type { SiteView } from '#api/organisation.ts';
import { dayKind } from '#domain/kernel/calendar.ts';
import { localTime } from '#domain/kernel/dates.ts';
import { Refused } from '#domain/kernel/problem.ts';
import { existsOn } from '#domain/organisation/divisions.ts';
import { describeHours, openAt, opensNext } from '#domain/sites/sites.ts';
import { currentItem } from '../catalogue/index.ts';
import type { Ctx } from '../context.ts';
import { type OrganisationMap, organisationOf, today } from '../organisation/index.ts';
import { readCursor } from '../platform/cursors.ts';
import { spoken } from '../platform/pinyin.ts';
import { young } from '../platform/young.ts';
import type { SiteRecord } from './sites.repository.ts';
import * as repository from './sites.repository.ts';

interface Spot {
  lon: number;
  lat: number;
}

/** Great-circle metres on WGS84's mean sphere; for "which is nearest", not for travel. */
export function metres(a: Spot, b: Spot): number {
  const rad = Math.PI / 180;
  const dLat = (b.lat - a.lat) * rad;
  const dLon = (b.lon - a.lon) * rad;
  const h = Math.sin(dLat / 2) ** 2 + Math.cos(a.lat * rad) * Math.cos(b.lat * rad) * Math.sin(dLon / 2) ** 2;
  return Math.round(2 * 6_371_008.8 * Math.asin(Math.sqrt(h)));
}

const spotOf = ({
  lon,
  lat,
}: {
  lon?: number | null | undefined;
  lat?: number | null | undefined;
}): Spot | undefined =>
  lon === null || lon === undefined || lat === null || lat === undefined ? undefined : { lon, lat };

async function show(ctx: Ctx, sites: readonly SiteRecord[], near?: Spot): Promise<SiteView[]> {
  const map = await organisationOf(ctx);
  const on = today(ctx);
  const links = await repository.linksOn(
    ctx,
    sites.map(({ id }) => id),
    on,
  );
  return sites.map((site) => {
    const there = spotOf(site);
    return {
      id: site.id,
      unit: site.unitId,
      level: site.level,
      name: site.name,
      nameEn: site.nameEn,
      pinyin: site.nameEn === '' ? spoken(site.name) : '',
      address: site.address,
      telephone: site.telephone,
      lon: site.lon,
      lat: site.lat,
      hours: { 'zh-CN': describeHours(site, 'zh-CN'), en: describeHours(site, 'en') },
      openNow: isOpen(ctx, map, site),
      opensNext: nextOf(ctx, map, site),
      counters: site.counters.map(({ id, name, functions }) => ({ id, name, functions })),
      villages: links
        .filter(({ siteId }) => siteId === site.id)
        .map(({ villageId }) => ({ id: villageId, name: map.divisions.get(villageId)?.name ?? '' })),
      distance: near && there ? metres(near, there) : null,
    };
  });
}

function isOpen(ctx: Ctx, map: OrganisationMap, site: SiteRecord): boolean {
  const on = today(ctx);
  return openAt(site, on, localTime(ctx.now), dayKind(map.calendar.calendar, on).kind);
}

const nextOf = (ctx: Ctx, map: OrganisationMap, site: SiteRecord): SiteView['opensNext'] =>
  opensNext(site, today(ctx), localTime(ctx.now), (date) => dayKind(map.calendar.calendar, date).kind) ?? null;

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

const order = ['village', 'town', 'county', 'city'];

/**
 * Service points for a person: those of their village first, then the town's, the county's and the city's; near a place,
 * the nearest. An item narrows them to the levels that may receive it.
 */
export async function listSites(ctx: Ctx, wish: SiteWish): Promise<{ items: SiteView[]; next: string | null }> {
  const map = await organisationOf(ctx);
  const on = today(ctx);
  const found = await repository.findSites(ctx, {
    on,
    unit: wish.unit,
    find: wish.find?.trim(),
    levels: wish.item ? (await currentItem(ctx, wish.item)).rights.receive : undefined,
    village: wish.village ? { id: wish.village, units: unitsAbove(map, wish.village, on) } : undefined,
  });
  const near = spotOf(wish);
  const wanted = wish.openNow ? found.filter((site) => isOpen(ctx, map, site)) : found;
  const sorted = near
    ? wanted
        .flatMap((site) => {
          const there = spotOf(site);
          return there ? [{ site, distance: metres(near, there) }] : [];
        })
        .sort((a, b) => a.distance - b.distance || (a.site.id < b.site.id ? -1 : 1))
        .map(({ site }) => site)
    : wanted.sort(
        (a, b) => order.indexOf(a.level) - order.indexOf(b.level) || (a.name + a.id < b.name + b.id ? -1 : 1),
      );
  const start = Number(readCursor(wish.cursor, '(\\d{1,6})')?.[0] ?? 0);
  const page = sorted.slice(start, start + wish.limit);
  return {
    items: await show(ctx, page, near),
    next: sorted.length > start + wish.limit ? String(start + wish.limit) : null,
  };
}

const unitsAbove = (map: OrganisationMap, village: string, on: string): string[] =>
  map
    .path(village)
    .flatMap((division) => map.unitsOf.get(division.id) ?? [])
    .filter((unit) => existsOn(unit, on))
    .map((unit) => unit.id);

export async function getSite(ctx: Ctx, id: string): Promise<SiteView> {
  const site = await repository.findSite(ctx, id);
  const [view] = site ? await show(ctx, [site]) : [];
  if (!view) throw new Refused('not-found');
  return view;
}

const stations = young<string | undefined>();
const sitesOf = young<Awaited<ReturnType<typeof repository.firstSiteOf>>>();

/** The station that serves a village, or what the village became, for an application sent from a phone. */
export async function stationUnit(ctx: Ctx, village: string): Promise<string | undefined> {
  const on = today(ctx);
  const map = await organisationOf(ctx);
  return stations.of(ctx.app, `${village}/${on}`, () => repository.servingUnit(ctx, map.successors(village, on), on));
}

/** Where a unit receives people: the first of its sites. */
export async function siteOfUnit(ctx: Ctx, unit: string): ReturnType<typeof repository.firstSiteOf> {
  return sitesOf.of(ctx.app, unit, () => repository.firstSiteOf(ctx, unit));
}
