import type { VillageView } from '#api/planning.ts';
import type { Evaluation } from '#domain/planning/evaluate.ts';
import type { RoadMode } from '#domain/planning/travel/network.ts';
import { snapWith } from '#domain/planning/travel/snap.ts';
import { nearestWith } from './roads.nearest.ts';
import { type Ready, roadsFor, roadsOut } from './roads.ts';
import type { World } from './worlds.ts';

/** Says of a village whether any road leads from it to any point, however long that takes. */
type Leads = (demand: number) => boolean;
const known = new WeakMap<Evaluation, Map<RoadMode, Promise<Leads>>>();

/** Longer than this no way is: whoever finds none in it is cut off. */
const aDay = 24 * 3600;

async function waysOf(world: World, roads: Ready, { planned, points, scope }: Evaluation): Promise<Leads> {
  const standing = points.flatMap((point) => point ?? []);
  const extra = standing.filter(({ index }) => index === null);
  if (roadsOut(planned.roads).length === 0) {
    // Every road is there, so whoever is on the same part of the network comes to the point.
    const islands = new Set(snapWith(roads.snapper, extra).island);
    for (const { index } of standing) if (index !== null) islands.add(roads.points.island[index]!);
    return (demand) => islands.has(roads.villages.island[demand]!);
  }
  const asked = { standing, extra, acrossBorders: scope.acrossBorders };
  const near = await nearestWith(world, roads.graph.mode, planned.roads, asked, aDay);
  const { start } = near!.table.byDemand;
  const reached = new Set(near!.extra.flatMap(({ demand }) => [...demand]));
  return (demand) => start[demand]! < start[demand + 1]! || reached.has(demand);
}

/** Why nothing is reached from a village: no road is near, no road leads on to a point, or the nearest is farther than was searched. */
export async function whyUnreached(
  world: World,
  evaluation: Evaluation,
  demand: number,
): Promise<Exclude<VillageView['why'], null>> {
  const { mode } = evaluation.scope;
  const used = world.content.villages[demand]!.urban ? mode.urban : mode.rural;
  // To the bus people walk.
  const byRoad = used === 'bus' ? 'walk' : used;
  const roads = await roadsFor(world, byRoad);
  if (!roads) return 'far';
  if (roads.villages.edge[demand]! < 0) return 'off-road';
  const modes = known.get(evaluation) ?? new Map<RoadMode, Promise<Leads>>();
  known.set(evaluation, modes);
  const leads = modes.get(byRoad) ?? waysOf(world, roads, evaluation);
  modes.set(byRoad, leads);
  return (await leads)(demand) ? 'far' : 'cut-off';
}
