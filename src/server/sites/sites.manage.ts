import type { ImportReport } from '#api/organisation.ts';
import { parsePhone } from '#domain/identity/phone.ts';
import { isInChina } from '#domain/kernel/coordinates.ts';
import { type FieldProblem, Refused } from '#domain/kernel/problem.ts';
import { existsOn } from '#domain/organisation/divisions.ts';
import type { TableRow } from '#domain/organisation/table.ts';
import { type DayHours, parseWeek } from '#domain/sites/hours.ts';
import { importSites, importSiteVillages } from '#domain/sites/import.ts';
import type { Ctx } from '../context.ts';
import {
  type DivisionOutcome,
  isClean,
  mustHold,
  organisationOf,
  organisationWithin,
  reportOf,
  today,
  touchOrganisation,
  wrong,
} from '../organisation/index.ts';
import * as repository from './sites.repository.ts';

/** Closed all week: what is true of a door whose hours nobody has told. */
const closed: DayHours[] = [[], [], [], [], [], [], []];

export interface NewSite {
  unit: string;
  name: string;
  address: string;
  telephone: string;
  lon?: number | undefined;
  lat?: number | undefined;
  hours?: string | undefined;
  villages: string[];
}

export async function createSite(ctx: Ctx, wish: NewSite): Promise<{ id: string }> {
  const map = await organisationOf(ctx);
  const on = today(ctx);
  const problems: FieldProblem[] = [];
  const complain = (path: string, code: string, params?: FieldProblem['params']) =>
    problems.push({ path, code, ...(params && { params }) });
  const unit = map.units.get(wish.unit);
  if (!unit || !existsOn(unit, on)) complain('unit', 'unit.unknown');
  const name = wish.name.trim();
  // Locks the names until the transaction ends: two sites of one name made at once would both be thought new.
  await touchOrganisation(ctx);
  if ((await repository.siteNames(ctx, on)).some((site) => site.name === name))
    complain('name', 'site.name-taken', { name });
  const phone = parsePhone(wish.telephone);
  if (!phone.ok) complain('telephone', phone.code, phone.params);
  const { lon, lat } = wish;
  if ((lon === undefined) !== (lat === undefined)) complain(lon === undefined ? 'lon' : 'lat', 'site.place-half');
  else if (lon !== undefined && lat !== undefined && !isInChina({ lon, lat })) complain('lon', 'site.place-outside');
  const weekly = wish.hours === undefined ? closed : parseWeek(wish.hours);
  if (!weekly) complain('hours', 'site.hours-unread', { value: wish.hours ?? '' });
  for (const [at, village] of wish.villages.entries()) {
    const division = map.divisions.get(village);
    if (!division || !existsOn(division, on) || division.level !== 'village')
      complain(`villages.${at}`, 'site.no-village');
  }
  if (problems.length > 0 || !unit || !phone.ok || !weekly) {
    throw new Refused('input.invalid', { count: problems.length }, problems);
  }
  const id = ctx.app.id();
  const site = {
    id,
    unitId: unit.id,
    level: unit.level,
    name,
    nameEn: '',
    aliases: [],
    address: wish.address.trim(),
    telephone: phone.value.number,
    lon: lon ?? null,
    lat: lat ?? null,
    openingHours: { weekly, exceptions: [] },
    counters: [],
    rooms: [],
    class: null,
    validFrom: on,
    validTo: null,
  };
  const links = [...new Set(wish.villages)].map((villageId) => ({
    siteId: id,
    villageId,
    validFrom: on,
    validTo: null,
  }));
  await repository.insertSites(ctx, [site], links);
  return { id };
}

/** A station serves a village from a day on; with `until`, up to that day. A link that runs already is ended so. */
export async function linkVillage(
  ctx: Ctx,
  wish: { site: string; village: string; from: string; until?: string | undefined },
): Promise<void> {
  const { from, until } = wish;
  if (until !== undefined && until <= from) throw wrong('until', 'link.backwards', { from, until });
  const map = await organisationOf(ctx);
  const site = await repository.lockSite(ctx, wish.site);
  const village = map.divisions.get(wish.village);
  if (!site || !existsOn(site, from)) throw wrong('site', 'site.gone');
  if (village?.level !== 'village' || !existsOn(village, from)) throw wrong('village', 'site.no-village');
  const links = await repository.linksBetween(ctx, wish.site, wish.village);
  const clash = links.find(
    (link) => (link.validTo === null || link.validTo > from) && (!until || link.validFrom < until),
  );
  if (!clash) {
    const link = { siteId: wish.site, villageId: wish.village, validFrom: from, validTo: until ?? null };
    return repository.insertSites(ctx, [], [link]);
  }
  if (until === undefined || clash.validFrom > from) {
    throw wrong('from', 'link.runs-already', { from: clash.validFrom, until: clash.validTo ?? '—' });
  }
  await repository.endLink(ctx, clash, until);
}

/** Stations go on serving what a village became. */
export async function carryLinks(ctx: Ctx, outcome: DivisionOutcome): Promise<void> {
  for (const village of outcome.ended) await repository.carryLinks(ctx, village, outcome.effectiveOn);
}

export async function importSiteTable(ctx: Ctx, table: readonly TableRow[], commit: boolean): Promise<ImportReport> {
  mustHold(ctx, 'site.manage');
  await touchOrganisation(ctx);
  const map = await organisationWithin(ctx.db);
  const on = today(ctx);
  const result = importSites(table, {
    units: [...map.units.values()].flatMap((unit) => {
      const division = map.divisions.get(unit.divisionId);
      const { lon, lat } = division ?? { lon: null, lat: null };
      return unit.validTo === null ? [{ ...unit, place: lon === null || lat === null ? null : { lon, lat } }] : [];
    }),
    siteNames: new Set((await repository.siteNames(ctx, on)).map(({ name }) => name)),
  });
  const committed = commit && isClean(result);
  if (committed) {
    const rows = result.ready.map((row) => ({
      id: ctx.app.id(),
      unitId: row.unitId,
      level: row.level,
      name: row.name,
      nameEn: '',
      aliases: row.aliases,
      address: row.address,
      telephone: row.telephone ?? map.units.get(row.unitId)?.telephone ?? '',
      lon: row.place?.lon ?? null,
      lat: row.place?.lat ?? null,
      openingHours: { weekly: row.weekly, exceptions: [] },
      counters: row.counters.map((counter) => ({ id: ctx.app.id(), ...counter })),
      rooms: row.rooms,
      class: row.class,
      validFrom: row.validFrom ?? on,
      validTo: null,
    }));
    await repository.insertSites(ctx, rows, []);
  }
  return reportOf(result, result.ready.length, committed);
}

export async function importLinkTable(ctx: Ctx, table: readonly TableRow[], commit: boolean): Promise<ImportReport> {
  mustHold(ctx, 'organisation.manage');
  await touchOrganisation(ctx);
  const map = await organisationWithin(ctx.db);
  const on = today(ctx);
  const result = importSiteVillages(table, {
    sites: await repository.siteNames(ctx, on),
    villages: map.divisionByCode,
    links: await repository.allLinks(ctx),
  });
  const committed = commit && isClean(result);
  const links = result.ready.map((link) => ({ ...link, validFrom: link.validFrom ?? on }));
  if (committed) await repository.insertSites(ctx, [], links);
  return reportOf(result, result.ready.length, committed);
}
