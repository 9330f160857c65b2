import type { FeatureCollection } from '#api/planning.ts';
import type { CoordinateSystem, Place } from '#domain/kernel/coordinates.ts';
import { type DatumFinding, datumByRoads, datumOfBorders, datumOfRoads } from '#domain/kernel/datum.ts';
import { Refused } from '#domain/kernel/problem.ts';
import type { ReportLine } from '#domain/organisation/table.ts';
import { firstOf } from '#domain/planning/imports.ts';
import { insideArea } from '#domain/planning/travel/area.ts';
import type { RoadNetwork } from '#domain/planning/travel/network.ts';
import { Snapper, snapWith } from '#domain/planning/travel/snap.ts';
import { defaultSpeeds } from '#domain/planning/travel/speeds.ts';
import type { Ctx } from '../context.ts';
import { organisationOf } from '../organisation/index.ts';
import { newestWorld } from './evaluations.ts';
import { knownVillages } from './imports.known.ts';
import { roadsFor } from './roads.ts';

/** A road this far away leads nobody there. */
const farthest = 2000;

/** The roads of the newest snapshot, as walkers find them; undefined before there are any. */
async function presentRoads(ctx: Ctx) {
  try {
    return (await roadsFor(await newestWorld(ctx), 'walk'))?.snapper;
  } catch (error) {
    if (error instanceof Refused && error.problem.problem === 'planning.no-snapshot') return undefined;
    throw error;
  }
}

const notice = (code: ReportLine['code'], params: ReportLine['params']): ReportLine => ({
  line: 1,
  column: null,
  severity: 'notice',
  code,
  params,
});
const toldOf = (datum: DatumFinding | null): ReportLine[] => (datum ? [notice('place.datum', { ...datum })] : []);

interface Fit {
  datum: DatumFinding | null;
  lines: ReportLine[];
}

/** The villages of which anything says where they lie. */
const placedVillages = async (ctx: Ctx): Promise<(Place & { id: string })[]> =>
  [...(await knownVillages(ctx)).values()].flatMap(({ id, place }) => (place ? [{ id, ...place }] : []));

/** Whether roads that were read lie beside the villages, or would if they were given in another datum. */
export async function fitOfRoads(ctx: Ctx, said: CoordinateSystem, network: RoadNetwork): Promise<Fit> {
  const snapper = new Snapper(network, 'walk', defaultSpeeds.walk);
  const toRoad = ({ lon, lat }: Place): number => snapper.find(lon, lat, farthest)?.metres ?? Number.POSITIVE_INFINITY;
  const datum = datumOfRoads(said, await placedVillages(ctx), toRoad) ?? null;
  return { datum, lines: toldOf(datum) };
}

/** Whether borders that were read have their villages within them, or would if they were given in another datum. */
export async function fitOfBorders(
  ctx: Ctx,
  said: CoordinateSystem,
  borders: readonly FeatureCollection['features'][number][],
): Promise<Fit> {
  const map = await organisationOf(ctx);
  const holds = new Map(
    borders.map(({ id, geometry }) => [id, insideArea(geometry.coordinates as Parameters<typeof insideArea>[0])]),
  );
  const bordersOf = ({ id }: { id: string }) => map.path(id).flatMap((division) => holds.get(division.id) ?? []);
  const villages = (await placedVillages(ctx)).map((village) => ({ ...village, borders: bordersOf(village) }));
  const isOutside = ({ lon, lat, borders: own }: (typeof villages)[number]) => own.some((has) => !has(lon, lat));
  const datum = datumOfBorders(said, villages, isOutside) ?? null;
  return { datum, lines: toldOf(datum) };
}

/**
 * How places that were read fit the roads that are there: all of them beside the roads only if they were given in another datum, or some
 * of them far from any road. Told, never refused: the roads may be what is wrong, or missing.
 */
export async function fitToRoads(
  ctx: Ctx,
  said: CoordinateSystem,
  places: readonly (Place & { name: string })[],
): Promise<Fit> {
  const snapper = places.length > 0 ? await presentRoads(ctx) : undefined;
  if (!snapper) return { datum: null, lines: [] };
  const toRoad = ({ lon, lat }: Place): number => snapper.find(lon, lat, farthest)?.metres ?? Number.POSITIVE_INFINITY;
  const datum = datumByRoads(said, places, toRoad) ?? null;
  const { tooFar } = snapWith(
    snapper,
    places.map(({ name, lon, lat }) => ({ id: name, lon, lat })),
    farthest,
  );
  const names = [...new Set(tooFar.map((at) => places[at]!.name))];
  return {
    datum,
    lines: [
      ...toldOf(datum),
      ...(tooFar.length > 0
        ? [
            notice('place.no-road', {
              count: tooFar.length,
              metres: farthest,
              names: firstOf(names),
            }),
          ]
        : []),
    ],
  };
}
