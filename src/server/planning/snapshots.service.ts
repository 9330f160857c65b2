import { createHash } from 'node:crypto';
import type { FeatureCollection, LayerKind, SnapshotView } from '#api/planning.ts';
import type { Place } from '#domain/kernel/coordinates.ts';
import { addMonths, type LocalDate } from '#domain/kernel/dates.ts';
import { Refused } from '#domain/kernel/problem.ts';
import { existsOn } from '#domain/organisation/divisions.ts';
import { casesFromRecords } from '#domain/planning/origins.ts';
import { type Projection, projected } from '#domain/planning/projection.ts';
import { knowsCases } from '#domain/planning/propose.ts';
import { insideArea } from '#domain/planning/travel/area.ts';
import type { Mode } from '#domain/planning/travel/network.ts';
import type { DataLabel, PlaceName, Point, Premises, Village, WorldContent } from '#domain/planning/world.ts';
import type { Ctx } from '../context.ts';
import { type OrganisationMap, organisationOf, today } from '../organisation/index.ts';
import { findJob, insertJob } from './jobs.repository.ts';
import { readLayer } from './layers.service.ts';
import * as repository from './planning.repository.ts';
import type { SnapshotPart } from './planning.tables.ts';
import { clerksByUnit, originsSince, pointRows } from './points.repository.ts';
import { settingsOf, speedsOf } from './settings.service.ts';
import { worldOf } from './worlds.ts';

/** A row of a village table, before it is known in which divisions of the day it lies. */
export interface StoredVillage extends Omit<Village, 'village' | 'town' | 'county'> {
  code: string | null;
  given: { lon: number; lat: number; system: string };
}

interface Above {
  village: string | null;
  town: string | null;
  county: string | null;
}

function placesAbove(map: OrganisationMap, division: string): Above {
  const path = map.path(division);
  const at = (level: string) => path.find((each) => each.level === level)?.id ?? null;
  return { village: at('village'), town: at('town'), county: at('county') };
}

/** Where nobody has brought a table of villages, the villages of the organisation are the demand, as far as they are known. */
const villagesOfOrganisation = (map: OrganisationMap, on: string): Village[] =>
  [...map.divisions.values()]
    .filter((each) => each.level === 'village' && existsOn(each, on) && each.lon !== null && each.lat !== null)
    .map((each) => ({
      id: each.code,
      name: each.name,
      ...placesAbove(map, each.id),
      lon: each.lon!,
      lat: each.lat!,
      people: each.population ?? 0,
      older: null,
      cases: null,
      // 居委会 have codes 001 to 199, villages 200 to 399 (统计用区划代码编制规则).
      urban: Number(each.code.slice(9)) < 200,
      natural: 0,
    }));

type Area = Parameters<typeof insideArea>[0];

/** In which town, or at least county, a place lies by the boundaries: cells of a population grid have no code. */
function withinBoundaries(map: OrganisationMap, boundaries: FeatureCollection | undefined): (place: Place) => Above {
  const areas = (boundaries?.features ?? []).flatMap(({ geometry, properties: { id, level } }) =>
    typeof id === 'string' && (level === 'town' || level === 'county') && map.divisions.has(id)
      ? [{ id, level, contains: insideArea(geometry.coordinates as unknown as Area) }]
      : [],
  );
  // The town says its county, too.
  const inner = [...areas.filter(({ level }) => level === 'town'), ...areas.filter(({ level }) => level === 'county')];
  return ({ lon, lat }) => {
    const found = inner.find(({ contains }) => contains(lon, lat));
    return found ? placesAbove(map, found.id) : { village: null, town: null, county: null };
  };
}

function villagesOfLayer(
  map: OrganisationMap,
  stored: readonly StoredVillage[],
  boundaries: FeatureCollection | undefined,
): Village[] {
  const lyingIn = withinBoundaries(map, boundaries);
  return stored.map(({ code, given: _, ...village }) => {
    const division = code === null ? undefined : map.divisionByCode.get(code);
    return { ...village, ...(division ? placesAbove(map, division.id) : lyingIn(village)) };
  });
}

async function pointsOn(ctx: Ctx, map: OrganisationMap, on: string) {
  const [rows, clerks] = await Promise.all([pointRows(ctx, on, false), clerksByUnit(ctx, on)]);
  const points: Point[] = [];
  const unplaced: { id: string; name: string }[] = [];
  for (const row of rows) {
    if (row.lon === null || row.lat === null) {
      unplaced.push({ id: row.id, name: row.name });
      continue;
    }
    const unit = map.units.get(row.unit_id);
    const above = unit ? placesAbove(map, unit.divisionId) : { town: null, county: null };
    points.push({
      id: row.id,
      unit: row.unit_id,
      name: row.name,
      level: row.level,
      lon: row.lon,
      lat: row.lat,
      // Where nobody has a post yet, each counter is taken for one clerk.
      clerks: clerks.get(row.unit_id) ?? row.counters,
      counters: row.counters,
      class: row.class,
      county: above.county,
      town: above.town,
    });
  }
  return { points, unplaced };
}

const placesOf = (map: OrganisationMap, on: string): PlaceName[] =>
  [...map.divisions.values()].flatMap((each) =>
    (each.level === 'city' || each.level === 'county' || each.level === 'town') && existsOn(each, on)
      ? [{ id: each.id, name: each.name, level: each.level, parent: each.parentId }]
      : [],
  );

/** Where nobody has brought how many cases come from where, the records of the city itself say so. */
async function casesRecorded(ctx: Ctx, map: OrganisationMap, villages: readonly Village[], asOf: LocalDate) {
  const until = asOf < today(ctx) ? asOf : today(ctx);
  // One month more than a year: whether the first was whole is seen by the one before it.
  const origins = await originsSince(ctx, `${addMonths(until, -13).slice(0, 8)}01`);
  return casesFromRecords(villages, origins, (village) => map.successors(village, asOf), until);
}

/** Freezes what there is; equal content has an equal digest, whenever it was frozen. */
export async function takeSnapshot(
  ctx: Ctx,
  wish: { name: string; asOf?: string | undefined; year?: number | undefined },
): Promise<{ id: string }> {
  const map = await organisationOf(ctx);
  const asOf = wish.asOf ?? today(ctx);
  const settings = await settingsOf(ctx);
  const newest = new Map((await repository.newestLayers(ctx)).map((row) => [row.layer, row]));
  const layerOf = async <T>(layer: LayerKind): Promise<T | undefined> => {
    const row = newest.get(layer);
    return row && readLayer<T>(ctx.app, row.digest);
  };
  const stored = await layerOf<StoredVillage[]>('villages');
  const isPlacedByArea = stored?.some(({ code }) => code === null) ?? false;
  const boundaries = isPlacedByArea ? await layerOf<FeatureCollection>('boundaries') : undefined;
  let villages = stored ? villagesOfLayer(map, stored, boundaries) : villagesOfOrganisation(map, asOf);
  let months: number | null = null;
  if (!knowsCases(villages)) {
    const recorded = await casesRecorded(ctx, map, villages, asOf);
    if (recorded) ({ villages, months } = recorded);
  }
  if (wish.year !== undefined) {
    const projections = await layerOf<Projection[]>('projections');
    if (!projections?.some(({ year }) => year === wish.year))
      throw new Refused('planning.no-projection', { year: wish.year });
    const codes = new Map(stored?.map(({ id, code }) => [id, code]) ?? villages.map(({ id }) => [id, id]));
    villages = projected(villages, codes, projections, wish.year);
  }
  if (villages.length === 0) throw new Refused('planning.no-villages');
  const { points, unplaced } = await pointsOn(ctx, map, asOf);
  const digestOf = (layer: LayerKind) => newest.get(layer)?.digest.toString('hex');
  const roads = digestOf('roads') ?? null;
  const [bus, ferries] = [digestOf('bus'), digestOf('ferries')];
  const content: WorldContent = {
    asOf,
    villages: villages.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    points,
    unplaced,
    premises: (await layerOf<Premises[]>('premises')) ?? [],
    places: placesOf(map, asOf),
    roads,
    ...(bus !== undefined && { bus, departures: settings.departures }),
    ...(ferries !== undefined && { ferries }),
    speeds: speedsOf(settings),
    searched: Math.max(90, 3 * settings.limits.rural, 3 * settings.limits.urban),
  };
  const bytes = Buffer.from(JSON.stringify(content));
  const { digest: file } = await ctx.app.blobs.put(bytes);
  const used: LayerKind[] = [
    'villages',
    'roads',
    'premises',
    'bus',
    'ferries',
    ...(boundaries ? (['boundaries'] as const) : []),
    ...(wish.year === undefined ? [] : (['projections'] as const)),
  ];
  const parts = used.flatMap((layer): SnapshotPart[] => {
    const row = newest.get(layer);
    return row ? [{ layer, id: row.id, digest: row.digest.toString('hex'), rows: row.rows, source: row.source }] : [];
  });
  const isSynthetic = used.some((layer) => newest.get(layer)?.synthetic);
  const labels: DataLabel[] = [
    ...(ctx.app.demo ? (['fictional'] as const) : []),
    ...(isSynthetic ? (['synthetic'] as const) : []),
    ...(roads === null ? (['straight-line'] as const) : []),
  ];
  const id = ctx.app.id();
  await repository.insertSnapshot(ctx, {
    id,
    name: wish.name,
    as_of: asOf,
    digest: createHash('sm3').update(bytes).digest(),
    content: file,
    parts,
    labels,
    facts: {
      people: villages.reduce((sum, { people }) => sum + people, 0),
      villages: villages.length,
      sites: points.length,
      cases: knowsCases(villages) ? { year: villages.reduce((sum, { cases }) => sum + (cases ?? 0), 0), months } : null,
    },
    account_id: ctx.actor.kind === 'staff' ? ctx.actor.account : null,
    made_at: ctx.now,
  });
  const modes: Mode[] = [settings.modes.urban, settings.modes.rural, 'walk-slow'];
  if (bus !== undefined) modes.push('bus');
  for (const mode of new Set(modes)) await askForTravel(ctx, id, mode);
  return { id };
}

/** One job for each snapshot and mode, however often it is asked for; another where that was stopped or failed. Answers the job. */
export async function askForTravel(ctx: Ctx, snapshot: string, mode: Mode): Promise<string> {
  const present = (await repository.travelOf(ctx, snapshot)).find((row) => row.mode === mode);
  const before = present && (await findJob(ctx, present.job_id));
  if (present && (present.digest !== null || (before?.status !== 'stopped' && before?.status !== 'failed')))
    return present.job_id;
  const job = ctx.app.id();
  await insertJob(ctx, {
    id: job,
    kind: 'travel',
    input: { mode },
    snapshot,
    scenario: null,
    account: ctx.actor.kind === 'staff' ? ctx.actor.account : null,
    at: ctx.now,
  });
  if (present) await repository.reclaimTravel(ctx, snapshot, mode, present.job_id, job);
  else await repository.claimTravel(ctx, snapshot, mode, job);
  return job;
}

/** @throws Refused `not-found`, `planning.no-timetable` */
export async function computeTravel(
  ctx: Ctx,
  { id, modes }: { id: string; modes: readonly Mode[] },
): Promise<{ jobs: string[] }> {
  const { content } = await worldOf(ctx.app, id);
  if (modes.includes('bus') && content.bus === undefined) throw new Refused('planning.no-timetable');
  const jobs: string[] = [];
  for (const mode of new Set(modes)) jobs.push(await askForTravel(ctx, id, mode));
  return { jobs };
}

const travelModes: readonly Mode[] = ['walk', 'walk-slow', 'ebike', 'car', 'bus'];

export async function listSnapshots(ctx: Ctx): Promise<SnapshotView[]> {
  const [rows, travel] = await Promise.all([repository.listSnapshots(ctx), repository.travelOfAll(ctx)]);
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    asOf: row.as_of,
    madeAt: row.made_at.toISOString(),
    digest: row.digest.toString('hex'),
    labels: row.labels,
    parts: row.parts.map(({ layer, rows: count, source, digest }) => ({ layer, rows: count, source, digest })),
    ...row.facts,
    cases: row.facts.cases ?? null,
    travel: travelModes.map((mode) => {
      const found = travel.find((each) => each.snapshot_id === row.id && each.mode === mode);
      const status = found?.status === 'stopped' ? 'failed' : (found?.status ?? 'none');
      return { mode, status, job: found?.job_id ?? null };
    }),
  }));
}
