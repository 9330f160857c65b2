import { Refused } from '#domain/kernel/problem.ts';
import {
  type BusLine,
  type BusRules,
  type BusTables,
  busRow,
  linesAround,
  onwardTo,
  ridesBetween,
  stopsOf,
  type Walk,
  walkToStops,
} from '#domain/planning/travel/bus.ts';
import type { TravelGraph } from '#domain/planning/travel/graph.ts';
import { roadClasses } from '#domain/planning/travel/network.ts';
import type { Stops } from '#domain/planning/travel/reached.ts';
import { type Point, type Snapping, snapWith } from '#domain/planning/travel/snap.ts';
import { prepare, type Row, Rows } from '#domain/planning/travel/task.ts';
import { straightRows } from '#domain/planning/travel/times.ts';
import { crowMetres, morning } from '#domain/planning/world.ts';
import { type AlteredRoads, graphWith, pointOf, type Ready, roadsFor, roadsOut, type Spot } from './roads.ts';
import { busTablesInWorker } from './travel/index.ts';
import type { World } from './worlds.ts';

/** The buses of a snapshot made ready, so that a point put anywhere, and a road that is out, are answered at once. */
interface Buses {
  /** The ways on foot; null: straight lines. */
  walk: Ready | null;
  graph: TravelGraph | null;
  lines: readonly BusLine[];
  rules: BusRules;
  tables: BusTables;
  stops: Snapping | null;
}
const ready = new WeakMap<World, Promise<Buses>>();
/** With roads out, the last asked for. */
const changed = new WeakMap<Buses, Map<string, Promise<Buses>>>();
const mostChanged = 4;

/** @throws Refused `planning.no-timetable` */
export async function linesOf(world: World): Promise<BusLine[]> {
  const lines = await world.bus();
  if (lines === null) throw new Refused('planning.no-timetable');
  return lines;
}

export const busRules = ({ content }: World): BusRules => ({
  ...(content.departures ?? morning),
  cutoffSeconds: 60 * content.searched,
});

/** @throws Refused `planning.no-timetable` */
export async function busesFor(world: World, altered: AlteredRoads = []): Promise<Buses> {
  const present = ready.get(world);
  const making = present ?? makeReady(world);
  ready.set(world, making);
  making.catch(() => ready.delete(world));
  const buses = await making;
  // A timetable is what it is, however quick the road.
  const out = roadsOut(altered);
  if (out.length === 0 || buses.walk === null) return buses;
  const others = changed.get(buses) ?? new Map<string, Promise<Buses>>();
  changed.set(buses, others);
  const key = JSON.stringify(out.map(({ lon, lat, metres }) => [lon, lat, metres]));
  const other = others.get(key) ?? without(world, buses, buses.walk, out);
  others.delete(key);
  others.set(key, other);
  other.catch(() => others.delete(key));
  for (const old of others.keys()) {
    if (others.size <= mostChanged) break;
    others.delete(old);
  }
  return other;
}

async function makeReady(world: World): Promise<Buses> {
  const [lines, walk] = [await linesOf(world), await roadsFor(world, 'walk')];
  const { speeds, villages } = world.content;
  const rules = busRules(world);
  const network = walk?.network ?? null;
  const tables = await busTablesInWorker({ ...rules, lines, network, speeds, demands: villages });
  const stops = walk && snapWith(walk.snapper, stopsOf(lines));
  return { walk, graph: walk?.graph ?? null, lines, rules, tables, stops };
}

/** Ways on foot along the roads made ready. */
export const walkAlong =
  (world: World, { walk, graph, rules }: Pick<Buses, 'walk' | 'graph' | 'rules'>): Walk =>
  (to, people, seconds) => {
    const { speeds } = world.content;
    if (!walk || !graph)
      return straightRows({ network: null, mode: 'walk', speeds, sites: to, demands: people, cutoffSeconds: seconds });
    const { approachKmh } = speeds.walk;
    const ends = (points: readonly Point[]) => ({
      snapping: points === world.content.villages ? walk.villages : snapWith(walk.snapper, points),
      approachKmh,
    });
    const task = prepare(walk.network, graph, ends(to), ends(people), Math.min(seconds, rules.cutoffSeconds));
    const rows = new Rows(task);
    return to.map((_, at) => rows.row(at));
  };

/** Metres a second of the quickest thing that somebody on foot may take: a boat. */
function fastestOnFoot({ network }: Ready, usual: Record<string, number>): number {
  const ferry = roadClasses.indexOf('ferry');
  let kmh = Math.max(...Object.values(usual));
  for (let edge = 0; edge < network.class.length; edge++)
    if (network.class[edge] === ferry) kmh = Math.max(kmh, network.kmh[edge]!);
  return kmh / 3.6;
}

/** Buses with roads out: the ways on foot near them searched anew, lines that lead over them sent around or cut. */
async function without(world: World, buses: Buses, walk: Ready, out: AlteredRoads): Promise<Buses> {
  const { tables, rules } = buses;
  const graph = graphWith(world, walk, out);
  const onFoot = walkAlong(world, { walk, graph, rules });
  const seconds = walkToStops(rules);
  const reach = seconds * fastestOnFoot(walk, world.content.speeds.walk.kmh);
  const touched = [...tables.stops.keys()].filter((at) =>
    out.some((place) => crowMetres(place, tables.stops[at]!) <= reach + place.metres),
  );
  const some = touched.map((at) => tables.stops[at]!);
  const renewed = (rows: readonly Row[], people: readonly Point[]): Row[] => {
    const fresh = onFoot(some, people, seconds);
    const all = [...rows];
    touched.forEach((at, index) => {
      all[at] = fresh[index]!;
    });
    return all;
  };
  const stopsNear = renewed(tables.stopsNear, tables.stops);
  const car = await roadsFor(world, 'car');
  const lines = car ? linesAround(buses.lines, delays(world, car, out)) : buses.lines;
  const sameRides =
    JSON.stringify(lines) === JSON.stringify(buses.lines) &&
    touched.every((at) => sameRow(stopsNear[at]!, tables.stopsNear[at]!));
  return {
    ...buses,
    graph,
    lines,
    tables: {
      stops: tables.stops,
      people: renewed(tables.people, world.content.villages),
      stopsNear,
      rides: sameRides ? tables.rides : ridesBetween(lines, stopsNear, rules, buses.lines),
    },
  };
}

const sameRow = (a: Row, b: Row): boolean =>
  a.demand.length === b.demand.length &&
  a.demand.every((each, at) => each === b.demand[at] && a.tenths[at] === b.tenths[at]);

/** A bus that would come an hour late does not run at all. */
const latest = 3600;

/**
 * How much longer a bus drives from one stop to the next: the quickest way by car without the roads that are out, against that
 * with them. Stretches that pass far from them are not asked.
 */
function delays(world: World, car: Ready, out: AlteredRoads): (from: Spot, to: Spot) => number | null {
  const graph = graphWith(world, car, out);
  const known = new Map<string, number | null>();
  const drive = (on: TravelGraph, from: Spot, to: Spot, seconds: number): number | undefined => {
    const ends = (spot: Spot) => ({ snapping: snapWith(car.snapper, [pointOf(spot)]), approachKmh: null });
    return new Rows(prepare(car.network, on, ends(to), ends(from), seconds)).row(0).tenths[0];
  };
  const delay = (from: Spot, to: Spot): number | null => {
    const apart = crowMetres(from, to);
    const near = (place: AlteredRoads[number]) =>
      crowMetres(from, place) + crowMetres(place, to) <= 2 * apart + 2 * place.metres + 2000;
    if (!out.some(near)) return 0;
    // No bus is slower than ten kilometres an hour on its way from stop to stop.
    const usual = drive(car.graph, from, to, 600 + apart * 0.36);
    if (usual === undefined) return 0;
    const now = drive(graph, from, to, usual / 10 + latest);
    return now === undefined ? null : (now - usual) / 600;
  };
  return (from, to) => {
    const key = `${from.lon} ${from.lat} ${to.lon} ${to.lat}`;
    const present = known.get(key);
    if (present !== undefined) return present;
    const found = delay(from, to);
    known.set(key, found);
    return found;
  };
}

/** Who reaches a spot by bus or on foot. */
export async function busRowTo(world: World, spot: Spot, altered: AlteredRoads): Promise<Row> {
  const buses = await busesFor(world, altered);
  const { villages } = world.content;
  const walk = walkAlong(world, buses);
  const to = [pointOf(spot)];
  const { cutoffSeconds } = buses.rules;
  const [onFoot] = walk(to, villages, cutoffSeconds);
  const [fromStops] = walk(to, buses.tables.stops, walkToStops(buses.rules));
  return busRow(buses.tables, villages.length, onFoot!, fromStops!, cutoffSeconds);
}

/** The stops from which one comes to any of some points by bus within a time, and how long from each. */
export async function stopsTowards(world: World, points: readonly Spot[], seconds: number): Promise<Stops> {
  const buses = await busesFor(world);
  const { walk, graph, rules, tables } = buses;
  const walkSeconds = walkToStops(rules);
  const toPoints = points.map(pointOf);
  const nearest = new Int32Array(tables.stops.length).fill(-1);
  if (walk && graph) {
    const { approachKmh } = world.content.speeds.walk;
    const ends = { snapping: snapWith(walk.snapper, toPoints), approachKmh };
    const task = prepare(walk.network, graph, ends, { snapping: buses.stops!, approachKmh }, walkSeconds);
    nearest.set(new Rows(task).nearest());
  } else
    for (const { demand, tenths } of walkAlong(world, buses)(toPoints, tables.stops, walkSeconds))
      demand.forEach((stop, pair) => {
        if (nearest[stop]! < 0 || tenths[pair]! < nearest[stop]!) nearest[stop] = tenths[pair]!;
      });
  const demand = Int32Array.from(nearest.keys()).filter((stop) => nearest[stop]! >= 0);
  const onward = onwardTo(tables, { demand, tenths: demand.map((stop) => nearest[stop]!) });
  const inTime = [...onward.demand.keys()].filter((at) => onward.tenths[at]! <= 10 * seconds);
  return {
    at: inTime.map((at) => tables.stops[onward.demand[at]!]!),
    onward: Int32Array.from(inTime, (at) => onward.tenths[at]!),
    walkSeconds,
  };
}
