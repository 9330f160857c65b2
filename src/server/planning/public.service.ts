import { localTime } from '#domain/kernel/dates.ts';
import { Refused } from '#domain/kernel/problem.ts';
import { countsOf, plannedOf } from '#domain/planning/changes.ts';
import { overallFigures } from '#domain/planning/evaluate.ts';
import type { Mode } from '#domain/planning/travel/network.ts';
import type { Ctx } from '../context.ts';
import { organisationOf, today } from '../organisation/index.ts';
import { getSite, listSites } from '../sites/index.ts';
import { tripsFrom } from './bus-trips.ts';
import { evaluationOf, TravelMissing } from './evaluations.ts';
import { placeOf } from './places.service.ts';
import * as repository from './planning.repository.ts';
import { timesFrom } from './roads.ts';
import { closingsOfPlan } from './scenarios.closings.ts';
import * as scenarios from './scenarios.repository.ts';
import { settingsOf } from './settings.service.ts';
import { type World, worldOf } from './worlds.ts';

export interface NearestWish {
  item?: string | undefined;
  village?: string | undefined;
  lon?: number | undefined;
  lat?: number | undefined;
  openNow?: boolean | undefined;
  mode?: Mode | undefined;
  limit: number;
}

interface From {
  name: string | null;
  lon: number;
  lat: number;
  urban: boolean;
}

async function fromOf(ctx: Ctx, { village, lon, lat }: NearestWish): Promise<From | null> {
  const map = await organisationOf(ctx);
  const division = village === undefined ? undefined : map.divisions.get(village);
  if (village !== undefined && !division) throw new Refused('not-found');
  if (lon !== undefined && lat !== undefined) return { name: null, lon, lat, urban: false };
  const place = division && (await placeOf(ctx, division));
  if (!division || !place) return null;
  // 居委会 have codes up to 199 (统计用区划代码编制规则).
  const urban = division.level === 'village' && Number(division.code.slice(9, 12)) < 200;
  return { name: division.name, ...place, urban };
}

const bearingTo = (from: { lon: number; lat: number }, to: { lon: number; lat: number }): number => {
  const rad = Math.PI / 180;
  const east = (to.lon - from.lon) * Math.cos(((from.lat + to.lat) / 2) * rad);
  return Math.round((Math.atan2(east, to.lat - from.lat) / rad + 360) % 360) % 360;
};

/** Nearer by road may lie farther as the crow flies: so many of the nearest are looked at. */
const considered = 20;

/** For a resident: points that do this, nearest first by road where that is known, with what is about to change of them. */
export async function nearest(ctx: Ctx, wish: NearestWish) {
  const from = await fromOf(ctx, wish);
  const { modes } = await settingsOf(ctx);
  const mode = wish.mode ?? (from?.urban ? modes.urban : modes.rural);
  const { items } = await listSites(ctx, {
    item: wish.item,
    openNow: wish.openNow,
    ...(from ? { lon: from.lon, lat: from.lat } : { village: wish.village }),
    limit: considered,
  });
  const world = from && (await newestOf(ctx));
  const seconds = from && world ? await travelSeconds(world, from, mode, items) : items.map(() => null);
  const on = today(ctx);
  const works = await scenarios.comingWorks(
    ctx,
    items.map(({ id }) => id),
    on,
  );
  const shown = items
    .map((site, at) => ({ site, seconds: seconds[at] ?? null }))
    .sort(
      (a, b) => (a.seconds ?? Infinity) - (b.seconds ?? Infinity) || (a.site.distance ?? 0) - (b.site.distance ?? 0),
    )
    .slice(0, wish.limit);
  const trips = from && world ? await busTo(ctx, world, from, shown) : [];
  const points = await Promise.all(
    shown.map(async ({ site, seconds: time }, at) => {
      const work = works.find(({ site_id }) => site_id === site.id);
      const taker = work?.replacement?.site ?? work?.heir_id;
      return {
        ...site,
        seconds: time,
        ...(trips[at] !== undefined && { bus: trips[at] }),
        bearing:
          from && site.lon !== null && site.lat !== null ? bearingTo(from, { lon: site.lon, lat: site.lat }) : null,
        change: work
          ? {
              kind: work.kind as 'close' | 'move' | 'open',
              on: work.due_on,
              instead: taker ? (await getSite(ctx, taker)).name : null,
              // Where nobody went nothing comes instead, and whoever comes all the same is told who has taken it over.
              how: work.replacement?.how ?? (taker ? ('nearer-point' as const) : null),
            }
          : null,
      };
    }),
  );
  return { from: from && { name: from.name, lon: from.lon, lat: from.lat }, mode, points };
}

async function newestOf(ctx: Ctx): Promise<World | null> {
  const row = await repository.newestSnapshot(ctx);
  return row ? worldOf(ctx.app, row.id) : null;
}

interface Placed {
  lon: number | null;
  lat: number | null;
}
const spotOf = ({ lon, lat }: Placed) => (lon === null || lat === null ? null : { lon, lat });

async function travelSeconds(
  world: World,
  from: From,
  mode: Mode,
  sites: readonly Placed[],
): Promise<(number | null)[]> {
  if (mode === 'bus' || world.content.roads === null) return sites.map(() => null);
  return timesFrom(world, mode, from, sites.map(spotOf));
}

/** Minutes after midnight as a clock says them; a bus after midnight belongs to the day before. */
const clockTime = (minutes: number): string => {
  const of = Math.round(minutes) % 1440;
  return `${String(Math.floor(of / 60)).padStart(2, '0')}:${String(of % 60).padStart(2, '0')}`;
};

/** So near nobody looks for a bus. */
const shortWalk = 20 * 60;

/** By bus to each; undefined where walking all the way is as quick, and where nobody knows. */
async function busTo(ctx: Ctx, world: World, from: From, shown: readonly { site: Placed }[]) {
  const spots = shown.map(({ site }) => spotOf(site));
  const [hours, minutes] = localTime(ctx.now).split(':').map(Number) as [number, number];
  const trips = await tripsFrom(world, from, spots, 60 * hours + minutes);
  if (!trips) return [];
  const onFoot = world.content.roads === null ? spots.map(() => null) : await timesFrom(world, 'walk', from, spots);
  return trips.map((trip, at) => {
    const walk = onFoot[at] ?? Infinity;
    if (!trip) return walk <= shortWalk ? undefined : null;
    if (walk <= trip.seconds) return undefined;
    return {
      ...trip,
      rides: trip.rides.map((ride) => ({ ...ride, leaves: clockTime(ride.leaves), arrives: clockTime(ride.arrives) })),
      later: trip.later.map(clockTime),
    };
  });
}

/** What residents may look at and speak of: a plan that was approved, with what it closes and what comes instead. */
export async function publicPlans(ctx: Ctx) {
  const rows = await scenarios.publishedScenarios(ctx, today(ctx));
  const { peoplePerClerk } = await settingsOf(ctx);
  return Promise.all(
    rows.map(async (row) => {
      const world = await worldOf(ctx.app, row.snapshot_id);
      const { whatIf: _, ...counts } = countsOf(row.changes);
      const names = new Map(plannedOf(world.content, row.changes).standing.map(({ id, name }) => [id, name]));
      try {
        const share = async (changes: typeof row.changes) =>
          overallFigures(await evaluationOf(world, changes, row.scope, 'village'), peoplePerClerk).share;
        const closings = await closingsOfPlan(world, row);
        return {
          id: row.id,
          name: row.name,
          note: row.note,
          until: row.published_until!,
          counts,
          share: [await share([]), await share(row.changes)] as [number, number],
          closings: closings.map(({ name, replacement }) => ({
            name,
            instead: replacement ? (names.get(replacement.site) ?? null) : null,
            how: replacement?.how ?? null,
          })),
        };
      } catch (error) {
        if (!(error instanceof TravelMissing)) throw error;
        return {
          id: row.id,
          name: row.name,
          note: row.note,
          until: row.published_until!,
          counts,
          share: null,
          closings: [],
        };
      }
    }),
  );
}
