import type { Selectable } from 'kysely';
import type { UnitLevel } from '#domain/organisation/units.ts';
import type { Site, SiteService } from '#domain/sites/sites.ts';
import type { Ctx } from '../context.ts';
import type { SitesTables } from './sites.tables.ts';

export type SiteRecord = Omit<Site, 'level' | 'telephone'> & { level: UnitLevel; nameEn: string; telephone: string };

const siteOf = (row: Selectable<SitesTables['sites']>): SiteRecord => ({
  id: row.id,
  unitId: row.unit_id,
  level: row.level,
  name: row.name,
  nameEn: row.name_en,
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

const siteRow = (site: SiteRecord) => ({
  id: site.id,
  unit_id: site.unitId,
  level: site.level,
  name: site.name,
  name_en: site.nameEn,
  aliases: site.aliases,
  address: site.address,
  telephone: site.telephone,
  lon: site.lon,
  lat: site.lat,
  hours: JSON.stringify(site.openingHours),
  counters: JSON.stringify(site.counters),
  rooms: JSON.stringify(site.rooms),
  class: site.class,
  valid_from: site.validFrom,
  valid_to: site.validTo,
});

const linkRow = (link: SiteService) => ({
  site_id: link.siteId,
  village_id: link.villageId,
  valid_from: link.validFrom,
  valid_to: link.validTo,
});

const chunk = 2000;

export async function insertSites(
  ctx: Pick<Ctx, 'db'>,
  sites: readonly (Omit<SiteRecord, 'level'> & Pick<Site, 'level'>)[],
  links: readonly SiteService[],
): Promise<void> {
  for (let at = 0; at < sites.length; at += chunk) {
    const some = sites.slice(at, at + chunk);
    await ctx.db
      .insertInto('sites')
      // No site stands in a grid: the table's own check says so.
      .values(some.map((site) => siteRow(site as SiteRecord)))
      .execute();
  }
  for (let at = 0; at < links.length; at += chunk) {
    const some = links.slice(at, at + chunk);
    await ctx.db.insertInto('site_villages').values(some.map(linkRow)).execute();
  }
}

export interface SiteFilter {
  on: string;
  unit?: string | undefined;
  find?: string | undefined;
  levels?: readonly UnitLevel[] | undefined;
  /** Serving this village, or belonging to one of the units above it. */
  village?: { id: string; units: readonly string[] } | undefined;
}

export async function findSites(ctx: Pick<Ctx, 'db'>, filter: SiteFilter): Promise<SiteRecord[]> {
  const { on, village } = filter;
  let query = ctx.db
    .selectFrom('sites')
    .selectAll()
    .where('valid_from', '<=', on)
    .where((eb) => eb.or([eb('valid_to', 'is', null), eb('valid_to', '>', on)]));
  if (filter.unit) query = query.where('unit_id', '=', filter.unit);
  if (filter.find) {
    const like = `%${filter.find.replace(/[%_\\]/g, '\\$&')}%`;
    query = query.where((eb) =>
      eb.or([eb('name', 'like', like), eb('name_en', 'ilike', like), eb('address', 'like', like)]),
    );
  }
  if (filter.levels) query = query.where('level', 'in', [...filter.levels]);
  if (village) {
    const serving = ctx.db
      .selectFrom('site_villages')
      .select('site_id')
      .where('village_id', '=', village.id)
      .where('valid_from', '<=', on)
      .where((eb) => eb.or([eb('valid_to', 'is', null), eb('valid_to', '>', on)]));
    query = query.where((eb) =>
      eb.or([eb('id', 'in', serving), ...(village.units.length > 0 ? [eb('unit_id', 'in', [...village.units])] : [])]),
    );
  }
  return (await query.execute()).map(siteOf);
}

export async function findSite(ctx: Pick<Ctx, 'db'>, id: string): Promise<SiteRecord | undefined> {
  const row = await ctx.db.selectFrom('sites').selectAll().where('id', '=', id).executeTakeFirst();
  return row && siteOf(row);
}

export const sitesOfUnit = (ctx: Pick<Ctx, 'db'>, unit: string): Promise<SiteRecord[]> => sitesOfUnits(ctx, [unit]);

export async function findSitesById(
  ctx: Pick<Ctx, 'db'>,
  ids: readonly string[],
): Promise<ReadonlyMap<string, SiteRecord>> {
  if (ids.length === 0) return new Map();
  const rows = await ctx.db
    .selectFrom('sites')
    .selectAll()
    .where('id', 'in', [...new Set(ids)])
    .execute();
  return new Map(rows.map((row) => [row.id, siteOf(row)]));
}

/** By name. */
export async function sitesOfUnits(ctx: Pick<Ctx, 'db'>, units: readonly string[]): Promise<SiteRecord[]> {
  const rows = await ctx.db
    .selectFrom('sites')
    .selectAll()
    .where('unit_id', 'in', [...units])
    .orderBy('name')
    .orderBy('id')
    .execute();
  return rows.map(siteOf);
}

/** Locked, so that two links of one site do not cross and no half-hour of it is booked twice. */
export async function lockSite(ctx: Pick<Ctx, 'db'>, id: string): Promise<SiteRecord | undefined> {
  const row = await ctx.db.selectFrom('sites').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  return row && siteOf(row);
}

const linkOf = (row: Selectable<SitesTables['site_villages']>): SiteService => ({
  siteId: row.site_id,
  villageId: row.village_id,
  validFrom: row.valid_from,
  validTo: row.valid_to,
});

/** Links of these sites that hold on a day. */
export async function linksOn(ctx: Pick<Ctx, 'db'>, sites: readonly string[], on: string): Promise<SiteService[]> {
  if (sites.length === 0) return [];
  const rows = await ctx.db
    .selectFrom('site_villages')
    .selectAll()
    .where('site_id', 'in', [...sites])
    .where('valid_from', '<=', on)
    .where((eb) => eb.or([eb('valid_to', 'is', null), eb('valid_to', '>', on)]))
    .execute();
  return rows.map(linkOf);
}

export async function linksEndingOn(ctx: Pick<Ctx, 'db'>, site: string, on: string): Promise<SiteService[]> {
  const rows = await ctx.db
    .selectFrom('site_villages')
    .selectAll()
    .where('site_id', '=', site)
    .where('valid_to', '=', on)
    .execute();
  return rows.map(linkOf);
}

export async function linksBetween(ctx: Pick<Ctx, 'db'>, site: string, village: string): Promise<SiteService[]> {
  const rows = await ctx.db
    .selectFrom('site_villages')
    .selectAll()
    .where('site_id', '=', site)
    .where('village_id', '=', village)
    .orderBy('valid_from')
    .execute();
  return rows.map(linkOf);
}

export const allLinks = async (ctx: Pick<Ctx, 'db'>): Promise<SiteService[]> =>
  (await ctx.db.selectFrom('site_villages').selectAll().execute()).map(linkOf);

export async function endLink(ctx: Pick<Ctx, 'db'>, link: SiteService, on: string): Promise<void> {
  await ctx.db
    .updateTable('site_villages')
    .set({ valid_to: on })
    .where('site_id', '=', link.siteId)
    .where('village_id', '=', link.villageId)
    .where('valid_from', '=', link.validFrom)
    .execute();
}

/** The first day on which it is no longer there; null: it stays after all. */
export async function endSite(ctx: Pick<Ctx, 'db'>, id: string, on: string | null): Promise<void> {
  await ctx.db.updateTable('sites').set({ valid_to: on }).where('id', '=', id).execute();
}

export async function setClass(ctx: Pick<Ctx, 'db'>, id: string, grade: SiteRecord['class']): Promise<void> {
  await ctx.db.updateTable('sites').set({ class: grade }).where('id', '=', id).execute();
}

/** A change of sites that was to hold from `day` on holds from another day, or never: beginnings and ends move with it. */
export async function redateSite(ctx: Pick<Ctx, 'db'>, id: string, day: string, to: string | null): Promise<void> {
  await ctx.db.updateTable('sites').set({ valid_to: to }).where('id', '=', id).where('valid_to', '=', day).execute();
  await ctx.db
    .updateTable('site_villages')
    .set({ valid_to: to })
    .where('site_id', '=', id)
    .where('valid_to', '=', day)
    .execute();
}

/** What was to begin on `day` begins on another, or (an end on the day of its beginning) never. */
export async function redateBeginning(ctx: Pick<Ctx, 'db'>, id: string, day: string, to: string | null): Promise<void> {
  const change = to === null ? { valid_to: day } : { valid_from: to };
  await ctx.db.updateTable('sites').set(change).where('id', '=', id).where('valid_from', '=', day).execute();
  await ctx.db
    .updateTable('site_villages')
    .set(change)
    .where('site_id', '=', id)
    .where('valid_from', '=', day)
    .execute();
}

/** Villages that a site takes over from another on a day, on another day or never. */
export async function redateLinks(
  ctx: Pick<Ctx, 'db'>,
  id: string,
  villages: readonly string[],
  day: string,
  to: string | null,
): Promise<void> {
  if (villages.length === 0) return;
  await ctx.db
    .updateTable('site_villages')
    .set(to === null ? { valid_to: day } : { valid_from: to })
    .where('site_id', '=', id)
    .where('village_id', 'in', [...villages])
    .where('valid_from', '=', day)
    .execute();
}

/** The unit of the site that has served a village longest. */
export async function servingUnit(
  ctx: Pick<Ctx, 'db'>,
  villages: readonly string[],
  on: string,
): Promise<string | undefined> {
  if (villages.length === 0) return undefined;
  const row = await ctx.db
    .selectFrom('site_villages')
    .innerJoin('sites', 'sites.id', 'site_villages.site_id')
    .select('sites.unit_id')
    .where('village_id', 'in', [...villages])
    .where('site_villages.valid_from', '<=', on)
    .where((eb) => eb.or([eb('site_villages.valid_to', 'is', null), eb('site_villages.valid_to', '>', on)]))
    .where((eb) => eb.or([eb('sites.valid_to', 'is', null), eb('sites.valid_to', '>', on)]))
    .orderBy('site_villages.valid_from')
    .orderBy('sites.id')
    .executeTakeFirst();
  return row?.unit_id;
}

export const firstSiteOf = (ctx: Pick<Ctx, 'db'>, unit: string) =>
  ctx.db
    .selectFrom('sites')
    .select(['name', 'address', 'telephone'])
    .where('unit_id', '=', unit)
    .where('valid_to', 'is', null)
    .orderBy('id')
    .executeTakeFirst();

/** Names of sites in force and when, for finding whom a table means. */
export const siteNames = (ctx: Pick<Ctx, 'db'>, on: string) =>
  ctx.db
    .selectFrom('sites')
    .select(['id', 'name', 'aliases'])
    .where((eb) => eb.or([eb('valid_to', 'is', null), eb('valid_to', '>', on)]))
    .execute();

/**
 * Who serves a village that ended goes on serving what it became, from that day on. Each link that holds then ends, and a
 * new one begins unless the site serves the new village already.
 */
export async function carryLinks(
  ctx: Pick<Ctx, 'db'>,
  village: { id: string; became: readonly string[] },
  on: string,
): Promise<void> {
  const holding = (id: readonly string[]) =>
    ctx.db
      .selectFrom('site_villages')
      .selectAll()
      .where('village_id', 'in', [...id])
      .where((eb) => eb.or([eb('valid_to', 'is', null), eb('valid_to', '>', on)]))
      .execute();
  const links = (await holding([village.id])).map(linkOf);
  for (const link of links) await endLink(ctx, link, link.validFrom > on ? link.validFrom : on);
  if (links.length === 0 || village.became.length === 0) return;
  const served = (await holding(village.became)).map(linkOf);
  const fresh = village.became.flatMap((villageId) =>
    links
      .filter(({ siteId }) => !served.some((other) => other.siteId === siteId && other.villageId === villageId))
      .map(({ siteId, validFrom }) => ({
        siteId,
        villageId,
        validFrom: validFrom > on ? validFrom : on,
        validTo: null,
      })),
  );
  const once = fresh.filter(
    (link, at) => fresh.findIndex((each) => each.siteId === link.siteId && each.villageId === link.villageId) === at,
  );
  await insertSites(ctx, [], once);
}
