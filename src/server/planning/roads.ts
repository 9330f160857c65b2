import type { AlteredRoad, NetworkChange } from '#domain/planning/changes.ts';
import { modesOf } from '#domain/planning/evaluate.ts';
import type { RoadChange } from '#domain/planning/travel/graph.times.ts';
import { buildGraph, changedGraph, type TravelGraph } from '#domain/planning/travel/graph.ts';
import { type RoadMode, type RoadNetwork, roadClasses } from '#domain/planning/travel/network.ts';
import { Snapper, type Snapping, snapWith } from '#domain/planning/travel/snap.ts';
import { partOf, placeOn, stretchAt } from '#domain/planning/travel/stretch.ts';
import { prepare, type Row, Rows } from '#domain/planning/travel/task.ts';
import { straightRows } from '#domain/planning/travel/times.ts';
import { crowMetres, type Scope } from '#domain/planning/world.ts';
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

/** The modes of a plan that look for roads: whoever goes by bus walks to it. */
export const roadModesOf = (scope: Scope): RoadMode[] => [
  ...new Set(modesOf(scope).map((mode): RoadMode => (mode === 'bus' ? 'walk' : mode))),
];

export type AlteredRoads = readonly AlteredRoad[];
export const roadsOut = (roads: AlteredRoads): AlteredRoads => roads.filter(({ kmh }) => kmh === null);

/** Roads are mended for vehicles: whichever mode asks, it is the same road. */
const vehicles = new WeakMap<RoadNetwork, Snapper>();
function forVehicles({ content }: World, { network, snapper, graph }: Ready): Snapper {
  if (graph.mode === 'car') return snapper;
  const present = vehicles.get(network) ?? new Snapper(network, 'car', content.speeds.car);
  vehicles.set(network, present);
  return present;
}

/** Makes ready what a change of a plan asks for, so that the first one is as quick as the next. */
export async function warmRoads(world: World, mode: RoadMode): Promise<void> {
  const roads = await roadsFor(world, mode);
  if (roads) forVehicles(world, roads);
}

/** A place farther than this from any road is not beside one. */
export const besideRoad = 1000;

/** Kilometres an hour of a mode on a road for which a speed was given; undefined: no other than before. */
function speedOn({ content }: World, mode: RoadMode, kmh: number): number | undefined {
  // A mended road does not make anybody walk faster.
  if (mode === 'walk' || mode === 'walk-slow') return undefined;
  const usual = content.speeds[mode].kmh;
  return Math.min(kmh, Math.max(...roadClasses.map((kind) => (kind === 'ferry' ? 0 : usual[kind]))));
}

/** The edges of a road whose speed is given: by the roads for vehicles, or where there are none, by those that there are. */
function mended(world: World, roads: Ready, place: AlteredRoad): number[] {
  const edges = stretchAt(roads.network, forVehicles(world, roads), place, place.metres, besideRoad);
  return edges.length > 0 ? edges : stretchAt(roads.network, roads.snapper, place, place.metres, besideRoad);
}

/**
 * Altered roads as changes of a network. Of each road that is out, it is closed from the first to the last of the places near it; what
 * was said last of a road's speed holds, and is that of what is left of a road in part closed.
 */
export function changesBy(world: World, roads: Ready, altered: AlteredRoads): RoadChange[] {
  const changes = new Map<number, RoadChange>();
  for (const road of altered) {
    const kmh = road.kmh === null ? undefined : speedOn(world, roads.graph.mode, road.kmh);
    if (kmh !== undefined) for (const edge of mended(world, roads, road)) changes.set(edge, { edge, kmh });
  }
  for (const { lon, lat, metres } of roadsOut(altered))
    for (const { edge, between } of roads.snapper.within(lon, lat, metres)) {
      const before = changes.get(edge);
      const [from, to] = before?.between ?? between;
      changes.set(edge, {
        ...before,
        edge,
        closed: true,
        between: [Math.min(from, between[0]), Math.max(to, between[1])],
      });
    }
  return [...changes.values()];
}

/**
 * Where a planner means a road who points somewhere near it: there, if one passes within the metres that they gave, else at the place of
 * the nearest; undefined where none is near.
 */
export async function onRoad(world: World, modes: readonly RoadMode[], place: AlteredRoad): Promise<Spot | undefined> {
  let best: { spot: Spot; metres: number } | undefined;
  for (const mode of modes) {
    const roads = await roadsFor(world, mode);
    if (!roads) continue;
    const snapper = place.kmh === null ? roads.snapper : forVehicles(world, roads);
    if (place.kmh === null && snapper.within(place.lon, place.lat, place.metres).length > 0) return place;
    const found = snapper.find(place.lon, place.lat, besideRoad);
    if (!found || (best && best.metres <= found.metres)) continue;
    const [lon, lat] = placeOn(roads.network, found.edge, found.fraction);
    best = { spot: { lon: Math.round(lon * 1e6) / 1e6, lat: Math.round(lat * 1e6) / 1e6 }, metres: found.metres };
  }
  return best?.spot;
}

/** An altered road as it is drawn: the place that was named, and what of the roads about it is out, or has another speed. */
interface AlteredLine extends Spot {
  name: string;
  /** Null: out. */
  kmh: number | null;
  lines: [number, number][][];
}

/** Where the altered roads of a plan lie. */
export async function alteredLines(
  world: World,
  modes: readonly RoadMode[],
  changes: readonly NetworkChange[],
): Promise<AlteredLine[]> {
  const altered = changes.flatMap((change): (AlteredRoad & { name: string })[] => {
    if (change.kind === 'road-out') return [{ ...change, kmh: null }];
    return change.kind === 'road-speed' ? [change] : [];
  });
  if (altered.length === 0) return [];
  const ways = (await Promise.all(modes.map((mode) => roadsFor(world, mode)))).flatMap((each) => each ?? []);
  const whole = [0, 1] as const;
  return altered.map(({ lon, lat, name, kmh, metres }) => {
    // A road that both go on is drawn once; for vehicles it is mended whoever asks.
    const edges = new Map<number, readonly [number, number]>();
    if (kmh === null)
      for (const { snapper } of ways)
        for (const { edge, between } of snapper.within(lon, lat, metres)) edges.set(edge, between);
    else if (ways[0]) for (const edge of mended(world, ways[0], { lon, lat, metres, kmh })) edges.set(edge, whole);
    return {
      lon,
      lat,
      name,
      kmh,
      lines: [...edges].map(([edge, between]) =>
        partOf(ways[0]!.network, edge, between).map(([x, y]): [number, number] => [
          Math.round(x * 1e6) / 1e6,
          Math.round(y * 1e6) / 1e6,
        ]),
      ),
    };
  });
}

/** The graph as it was, with the altered roads in it. */
export function graphWith(world: World, roads: Ready, altered: AlteredRoads): TravelGraph {
  const changes = changesBy(world, roads, altered);
  return changes.length === 0
    ? roads.graph
    : changedGraph(roads.network, roads.graph, world.content.speeds[roads.graph.mode], changes);
}

/** Who reaches a spot, searched anew for it alone. */
export async function rowTo(world: World, mode: RoadMode, spot: Spot, altered: AlteredRoads = []): Promise<Row> {
  const { speeds, searched, villages } = world.content;
  const roads = await roadsFor(world, mode);
  const cutoffSeconds = 60 * searched;
  if (!roads)
    return straightRows({ network: null, mode, speeds, sites: [pointOf(spot)], demands: villages, cutoffSeconds })[0]!;
  const { approachKmh } = speeds[mode];
  const task = prepare(
    roads.network,
    graphWith(world, roads, altered),
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
