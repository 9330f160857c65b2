import type { RoadChange } from '#domain/planning/travel/graph.times.ts';
import { buildGraph, changedGraph, type TravelGraph } from '#domain/planning/travel/graph.ts';
import type { RoadMode, RoadNetwork } from '#domain/planning/travel/network.ts';
import { Snapper, type Snapping, snapWith } from '#domain/planning/travel/snap.ts';
import { prepare, type Row, Rows } from '#domain/planning/travel/task.ts';
import { straightRows } from '#domain/planning/travel/times.ts';
import { crowMetres } from '#domain/planning/world.ts';
import type { World } from './worlds.ts';

export interface Spot {
  lon: number;
  lat: number;
}
export const pointOf = (spot: Spot) => ({ id: '', lon: spot.lon, lat: spot.lat });

/** The roads of a snapshot made ready for one mode, so that a point put anywhere is answered while the mouse still moves. */
export interface Ready {
  network: RoadNetwork;
  graph: TravelGraph;
  snapper: Snapper;
  villages: Snapping;
  points: Snapping;
}
const ready = new WeakMap<World, Map<RoadMode, Promise<Ready | null>>>();

export function roadsFor(world: World, mode: RoadMode): Promise<Ready | null> {
  const modes = ready.get(world) ?? new Map<RoadMode, Promise<Ready | null>>();
  ready.set(world, modes);
  const present = modes.get(mode);
  if (present) return present;
  const making = world.network().then((network) => {
    if (network === null) return null;
    const speeds = world.content.speeds[mode];
    const snapper = new Snapper(network, mode, speeds);
    return {
      network,
      graph: buildGraph(network, mode, speeds),
      snapper,
      villages: snapWith(snapper, world.content.villages),
      points: snapWith(snapper, world.content.points),
    };
  });
  modes.set(mode, making);
  making.catch(() => modes.delete(mode));
  return making;
}

/** Places near which no road can be used. */
export type RoadsOut = readonly (Spot & { metres: number })[];

/** What is closed of each road: from the first to the last of the places near it that are out. */
export function changesBy({ snapper }: Ready, out: RoadsOut): RoadChange[] {
  const changes = new Map<number, RoadChange & { between: readonly [number, number] }>();
  for (const { lon, lat, metres } of out)
    for (const { edge, between } of snapper.within(lon, lat, metres)) {
      const [from, to] = changes.get(edge)?.between ?? between;
      changes.set(edge, { edge, closed: true, between: [Math.min(from, between[0]), Math.max(to, between[1])] });
    }
  return [...changes.values()];
}

export const graphWithout = (world: World, roads: Ready, out: RoadsOut): TravelGraph =>
  out.length === 0
    ? roads.graph
    : changedGraph(roads.network, roads.graph, world.content.speeds[roads.graph.mode], changesBy(roads, out));

/** Who reaches a spot, searched anew for it alone. */
export async function rowTo(world: World, mode: RoadMode, spot: Spot, out: RoadsOut = []): Promise<Row> {
  const { speeds, searched, villages } = world.content;
  const roads = await roadsFor(world, mode);
  const cutoffSeconds = 60 * searched;
  if (!roads)
    return straightRows({ network: null, mode, speeds, sites: [pointOf(spot)], demands: villages, cutoffSeconds })[0]!;
  const { approachKmh } = speeds[mode];
  const task = prepare(
    roads.network,
    graphWithout(world, roads, out),
    { snapping: snapWith(roads.snapper, [pointOf(spot)]), approachKmh },
    { snapping: roads.villages, approachKmh },
    cutoffSeconds,
  );
  return new Rows(task).row(0);
}

/** The nearest of some places, and how far as the crow flies. */
export function nearestOf<T extends Spot>(places: readonly T[], spot: Spot): { place: T; metres: number } | undefined {
  let best: { place: T; metres: number } | undefined;
  for (const place of places) {
    const metres = crowMetres(place, spot);
    if (!best || metres < best.metres) best = { place, metres };
  }
  return best;
}

/**
 * How long from one spot to each of some points; null for what is not reached. A resident waits for it: the searches stop at an
 * hour and a half.
 */
export async function timesFrom(
  world: World,
  mode: RoadMode,
  from: Spot,
  points: readonly (Spot | null)[],
): Promise<(number | null)[]> {
  const roads = await roadsFor(world, mode);
  if (!roads) return points.map(() => null);
  const { approachKmh } = world.content.speeds[mode];
  const placed = points.flatMap((point) => (point ? [pointOf(point)] : []));
  const task = prepare(
    roads.network,
    roads.graph,
    { snapping: snapWith(roads.snapper, placed), approachKmh },
    { snapping: snapWith(roads.snapper, [pointOf(from)]), approachKmh },
    90 * 60,
  );
  const rows = new Rows(task);
  let at = 0;
  return points.map((point) => {
    if (!point) return null;
    const { tenths } = rows.row(at++);
    return tenths.length > 0 ? tenths[0]! / 10 : null;
  });
}
