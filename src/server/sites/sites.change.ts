import { Refused } from '#domain/kernel/problem.ts';
import type { Ctx } from '../context.ts';
import { touchOrganisation } from '../organisation/index.ts';
import { followSite } from './appointments.moves.ts';
import type { SiteRecord } from './sites.repository.ts';
import * as repository from './sites.repository.ts';

const getSite = async (ctx: Ctx, id: string): Promise<SiteRecord> => {
  const site = await repository.lockSite(ctx, id);
  if (!site) throw new Refused('not-found');
  return site;
};

/**
 * A site closes on a day: from then on it is no longer found, its villages are served by `heir`, if one is named, and whoever has an
 * appointment goes there. The caller has checked who may. Closing again names another day.
 */
export async function closeSite(ctx: Ctx, id: string, on: string, heir: string | null): Promise<void> {
  await touchOrganisation(ctx);
  await getSite(ctx, id);
  await repository.endSite(ctx, id, on);
  const links = await repository.linksOn(ctx, [id], on);
  for (const link of links) await repository.endLink(ctx, link, on);
  await followSite(ctx, id, heir);
  if (heir === null) return;
  const served = new Set((await repository.linksOn(ctx, [heir], on)).map(({ villageId }) => villageId));
  const fresh = links
    .filter(({ villageId }) => !served.has(villageId))
    .map(({ villageId }) => ({ siteId: heir, villageId, validFrom: on, validTo: null }));
  await repository.insertSites(ctx, [], fresh);
}

/** A site goes on elsewhere from a day on: the old place ends, a new one begins under the same name with all that belongs to it. */
export async function moveSite(
  ctx: Ctx,
  id: string,
  place: { lon: number; lat: number },
  on: string,
): Promise<{ id: string }> {
  // The organisation's rows before the site's, as everywhere: two changes at once wait for each other, and never in a circle.
  await touchOrganisation(ctx);
  const site = await getSite(ctx, id);
  const next = ctx.app.id();
  await repository.insertSites(
    ctx,
    [{ ...site, level: site.level, id: next, ...place, validFrom: on, validTo: null }],
    [],
  );
  await closeSite(ctx, id, on, next);
  return { id: next };
}

/** A site that opens on a day, with the hours and counters of one that is like it. */
export async function openSite(
  ctx: Ctx,
  wish: {
    id: string;
    unit: string;
    level: SiteRecord['level'];
    name: string;
    lon: number;
    lat: number;
    class: SiteRecord['class'];
    like: string;
  },
  on: string,
): Promise<void> {
  await touchOrganisation(ctx);
  const like = await getSite(ctx, wish.like);
  await repository.insertSites(
    ctx,
    [
      {
        ...like,
        id: wish.id,
        unitId: wish.unit,
        level: wish.level,
        name: wish.name,
        nameEn: '',
        aliases: [],
        address: wish.name,
        lon: wish.lon,
        lat: wish.lat,
        counters: [],
        rooms: [],
        class: wish.class,
        validFrom: on,
        validTo: null,
      },
    ],
    [],
  );
}

export const regradeSite = async (ctx: Ctx, id: string, grade: SiteRecord['class']): Promise<void> => {
  await touchOrganisation(ctx);
  await getSite(ctx, id);
  await repository.setClass(ctx, id, grade);
};

/** The rows of a closing that comes on another day, or not at all. */
async function redateEnd(ctx: Ctx, id: string, heir: string | null, day: string, to: string | null): Promise<void> {
  const villages = (await repository.linksEndingOn(ctx, id, day)).map(({ villageId }) => villageId);
  await repository.redateSite(ctx, id, day, to);
  if (heir !== null) await repository.redateLinks(ctx, heir, villages, day, to);
}

/**
 * A closing that was to come on `day` comes on another, or not at all. What its heir was to take over moves with it, appointments too.
 * Only before the day: what has happened is undone by opening anew.
 */
export async function redateClosing(
  ctx: Ctx,
  id: string,
  heir: string | null,
  day: string,
  to: string | null,
): Promise<void> {
  await touchOrganisation(ctx);
  await getSite(ctx, id);
  await redateEnd(ctx, id, heir, day, to);
  await followSite(ctx, id, heir);
}

/** An opening that was to come on `day`. Whoever has an appointment before the new day comes as soon after it as there is room. */
export async function redateOpening(ctx: Ctx, id: string, day: string, to: string | null): Promise<void> {
  await touchOrganisation(ctx);
  await getSite(ctx, id);
  await repository.redateBeginning(ctx, id, day, to);
  await followSite(ctx, id, id);
}

/** A move to another place that was to come on `day`: the old door ends and the new one begins on one day, whichever it is. */
export async function redateMove(ctx: Ctx, id: string, next: string, day: string, to: string | null): Promise<void> {
  await touchOrganisation(ctx);
  await getSite(ctx, id);
  await redateEnd(ctx, id, next, day, to);
  await repository.redateBeginning(ctx, next, day, to);
  // Only now is there one door for each day.
  await followSite(ctx, id, next);
  await followSite(ctx, next, id);
}
