import type { CoordinateSystem, Place } from '#domain/kernel/coordinates.ts';
import { type DatumFinding, datumByRoads } from '#domain/kernel/datum.ts';
import { Refused } from '#domain/kernel/problem.ts';
import type { ReportLine } from '#domain/organisation/table.ts';
import { firstOf } from '#domain/planning/imports.ts';
import { snapWith } from '#domain/planning/travel/snap.ts';
import type { Ctx } from '../context.ts';
import { newestWorld } from './evaluations.ts';
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

/**
 * How places that were read fit the roads that are there: all of them beside the roads only if they were given in another datum, or some
 * of them far from any road. Told, never refused: the roads may be what is wrong, or missing.
 */
export async function fitToRoads(
  ctx: Ctx,
  said: CoordinateSystem,
  places: readonly (Place & { name: string })[],
): Promise<{ datum: DatumFinding | null; lines: ReportLine[] }> {
  const snapper = places.length > 0 ? await presentRoads(ctx) : undefined;
  if (!snapper) return { datum: null, lines: [] };
  const toRoad = ({ lon, lat }: Place): number => snapper.find(lon, lat, farthest)?.metres ?? Number.POSITIVE_INFINITY;
  const datum = datumByRoads(said, places, toRoad) ?? null;
  const { tooFar } = snapWith(
    snapper,
    places.map(({ name, lon, lat }) => ({ id: name, lon, lat })),
    farthest,
  );
  const notice = (code: ReportLine['code'], params: ReportLine['params']): ReportLine => ({
    line: 1,
    column: null,
    severity: 'notice',
    code,
    params,
  });
  const names = [...new Set(tooFar.map((at) => places[at]!.name))];
  return {
    datum,
    lines: [
      ...(datum ? [notice('place.datum', { ...datum })] : []),
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
