import { z } from 'zod';
import type { RoadChange } from './graph.times.ts';
import type { RoadNetwork } from './network.ts';
import type { Point } from './snap.ts';
import type { SpeedTable } from './speeds.ts';
import type { Row } from './task.ts';
import { assemble, type Times, timesToSites } from './times.ts';

/** One direction of a line: where it stops, how long after it set out, and when it sets out. */
export const BusLine = z.object({
  line: z.string().min(1),
  stops: z
    .array(z.object({ name: z.string().min(1), lon: z.number(), lat: z.number(), minutes: z.number().min(0) }))
    .min(2)
    .refine((stops) => stops.every(({ minutes }, at) => at === 0 || minutes >= stops[at - 1]!.minutes)),
  /** Minutes after midnight. */
  departures: z.array(z.number().min(0).max(2880)),
});
export type BusLine = z.infer<typeof BusLine>;

/** Which buses people go by, and how far they walk to them. */
export interface BusRules {
  /** Buses that set out at a stop between these, in minutes after midnight, are the ones to go by. */
  from: number;
  until: number;
  cutoffSeconds: number;
  /** The longest way on foot to a stop, from it, or between two. */
  walkSeconds?: number;
  /** Needed to change buses. */
  changeSeconds?: number;
}

export const walkToStops = ({ walkSeconds = 1200, cutoffSeconds }: BusRules): number =>
  Math.min(walkSeconds, cutoffSeconds);

/** From one stop of a run to the next, in the order in which buses leave; times in tenths of a second after midnight. */
export interface Connections {
  run: Int32Array;
  from: Int32Array;
  to: Int32Array;
  leaves: Int32Array;
  arrives: Int32Array;
  runs: number;
}

const stopKey = ({ name, lon, lat }: BusLine['stops'][number]): string => `${name} ${lon} ${lat}`;

/** Stops of the same name and place are one. */
export function stopsOf(lines: readonly BusLine[]): Point[] {
  const stops = new Map<string, Point>();
  for (const { stops: called } of lines)
    for (const stop of called)
      if (!stops.has(stopKey(stop))) stops.set(stopKey(stop), { id: stop.name, lon: stop.lon, lat: stop.lat });
  return [...stops.values()];
}

/** @param of the lines whose stops are numbered; `lines` call at no others */
export function connectionsOf(lines: readonly BusLine[], of: readonly BusLine[] = lines): Connections {
  const number = new Map<string, number>();
  for (const { stops } of of)
    for (const stop of stops) if (!number.has(stopKey(stop))) number.set(stopKey(stop), number.size);
  const rows: [run: number, from: number, to: number, leaves: number, arrives: number][] = [];
  let runs = 0;
  for (const { stops, departures } of lines)
    for (const departure of departures) {
      for (let at = 1; at < stops.length; at++) {
        const [before, here] = [stops[at - 1]!, stops[at]!];
        const [leaves, arrives] = [before, here].map(({ minutes }) => Math.round(600 * (departure + minutes)));
        rows.push([runs, number.get(stopKey(before))!, number.get(stopKey(here))!, leaves!, arrives!]);
      }
      runs += 1;
    }
  // A bus that leaves a stop in the minute of its arrival comes after the stretch that brought it there: the sort is stable.
  rows.sort((a, b) => a[3] - b[3] || a[4] - b[4]);
  const column = (which: number) => Int32Array.from(rows, (row) => row[which]!);
  return { run: column(0), from: column(1), to: column(2), leaves: column(3), arrives: column(4), runs };
}

export interface Ride {
  connections: Connections;
  /** Per stop those to which one walks from it, with the time. */
  between: readonly Row[];
  change: number;
  longest: number;
}

const never = 0x7fffffff;

/**
 * The shortest time from getting on at a stop until getting off at every other, over all buses that leave it within the
 * window: connections are scanned in the order in which they leave (Dibbelt et al. 2013), the latest start first, so that what
 * an earlier start finds must be worth leaving earlier.
 */
export function ridesFrom(stop: number, window: readonly [number, number], ride: Ride): Map<number, number> {
  const { connections, between, change, longest } = ride;
  const { run, from, to, leaves, arrives, runs } = connections;
  const starts = new Set<number>();
  for (let at = 0; at < from.length; at++)
    if (from[at] === stop && leaves[at]! >= window[0] && leaves[at]! <= window[1]) starts.add(leaves[at]!);
  const best = new Map<number, number>();
  const arrival = new Int32Array(between.length).fill(never);
  const ready = new Int32Array(between.length).fill(never);
  // Per run the start after which one sits in it: each start gets on anew.
  const aboard = new Int32Array(runs).fill(-1);
  for (const start of [...starts].sort((a, b) => b - a)) {
    ready[stop] = start;
    let [low, high] = [0, leaves.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (leaves[middle]! < start) low = middle + 1;
      else high = middle;
    }
    for (let at = low; at < leaves.length && leaves[at]! <= start + longest; at++) {
      if (aboard[run[at]!] !== start && ready[from[at]!]! > leaves[at]!) continue;
      aboard[run[at]!] = start;
      const [off, time] = [to[at]!, arrives[at]!];
      if (time - start > longest || time >= arrival[off]!) continue;
      arrival[off] = time;
      best.set(off, Math.min(time - start, best.get(off) ?? never));
      ready[off] = Math.min(time + change, ready[off]!);
      const { demand: near, tenths } = between[off]!;
      for (let walk = 0; walk < near.length; walk++)
        ready[near[walk]!] = Math.min(time + tenths[walk]! + change, ready[near[walk]!]!);
    }
  }
  return best;
}

/** Who walks to some places within a time, row by row. */
export type Walk = (to: readonly Point[], people: readonly Point[], seconds: number) => Row[];

/** A timetable with the ways on foot around its stops: all that travel by bus needs to know of either. */
export interface BusTables {
  stops: readonly Point[];
  /** Per stop the people, and the stops, from which one walks to it. */
  people: readonly Row[];
  stopsNear: readonly Row[];
  /** Per stop where one gets off: where one got on, and the time in between. */
  rides: readonly Row[];
}

/** Columns turned into rows of the other side: who is reached from each. */
export function turned(rows: readonly Row[], count: number): Row[] {
  const demand: number[][] = Array.from({ length: count }, () => []);
  const tenths: number[][] = Array.from({ length: count }, () => []);
  rows.forEach((row, at) => {
    for (let pair = 0; pair < row.demand.length; pair++) {
      demand[row.demand[pair]!]!.push(at);
      tenths[row.demand[pair]!]!.push(row.tenths[pair]!);
    }
  });
  return demand.map((each, at) => ({ demand: Int32Array.from(each), tenths: Int32Array.from(tenths[at]!) }));
}

/** @param of the lines whose stops are numbered, where some of `lines` are cut short */
export function ridesBetween(
  lines: readonly BusLine[],
  stopsNear: readonly Row[],
  rules: BusRules,
  of: readonly BusLine[] = lines,
): Row[] {
  const ride: Ride = {
    connections: connectionsOf(lines, of),
    between: turned(stopsNear, stopsNear.length),
    change: Math.round(10 * (rules.changeSeconds ?? 60)),
    longest: Math.floor(10 * rules.cutoffSeconds),
  };
  const window = [600 * rules.from, 600 * rules.until] as const;
  const rides = stopsNear.map((_, stop): Row => {
    const found = [...ridesFrom(stop, window, ride)];
    return { demand: Int32Array.from(found, ([off]) => off), tenths: Int32Array.from(found, ([, time]) => time) };
  });
  return turned(rides, stopsNear.length);
}

export function busTables(lines: readonly BusLine[], people: readonly Point[], walk: Walk, rules: BusRules): BusTables {
  const stops = stopsOf(lines);
  const stopsNear = walk(stops, stops, walkToStops(rules));
  return {
    stops,
    people: walk(stops, people, walkToStops(rules)),
    stopsNear,
    rides: ridesBetween(lines, stopsNear, rules),
  };
}

/** How long from getting on at each stop to a place, given who walks there from where one gets off; `never` is left out. */
export function onwardTo({ rides, stops }: Pick<BusTables, 'rides' | 'stops'>, toPlace: Row): Row {
  const best = new Int32Array(stops.length).fill(never);
  for (let at = 0; at < toPlace.demand.length; at++) {
    const { demand, tenths } = rides[toPlace.demand[at]!]!;
    for (let ride = 0; ride < demand.length; ride++) {
      const time = tenths[ride]! + toPlace.tenths[at]!;
      if (time < best[demand[ride]!]!) best[demand[ride]!] = time;
    }
  }
  const reached = Int32Array.from(best.keys()).filter((stop) => best[stop]! < never);
  return { demand: reached, tenths: reached.map((stop) => best[stop]!) };
}

/**
 * Who reaches a place by bus or on foot: somebody who knows the timetable leaves home so as to catch the bus; waiting at home is
 * not counted, waiting at a change is. Where walking all the way is quicker, people walk. The way back is not looked at.
 * @param onFoot who walks all the way
 * @param toPlace the stops from which one walks there
 */
export function busRow(tables: BusTables, count: number, onFoot: Row, toPlace: Row, cutoffSeconds: number): Row {
  const cutoff = Math.floor(10 * cutoffSeconds);
  const best = new Int32Array(count).fill(never);
  for (let at = 0; at < onFoot.demand.length; at++) best[onFoot.demand[at]!] = onFoot.tenths[at]!;
  const onward = onwardTo(tables, toPlace);
  for (let at = 0; at < onward.demand.length; at++) {
    const { demand, tenths } = tables.people[onward.demand[at]!]!;
    for (let pair = 0; pair < demand.length; pair++)
      best[demand[pair]!] = Math.min(best[demand[pair]!]!, tenths[pair]! + onward.tenths[at]!);
  }
  const demand = Int32Array.from(best.keys()).filter((each) => best[each]! <= cutoff);
  return { demand, tenths: demand.map((each) => best[each]!) };
}

export interface BusRequest extends BusRules {
  lines: readonly BusLine[];
  /** For the way on foot; null: straight line × detour. */
  network: RoadNetwork | null;
  speeds: SpeedTable;
  sites: readonly Point[];
  demands: readonly Point[];
  /** Closed roads, for people on foot; what they mean for the buses is already in the lines. */
  changes?: readonly RoadChange[];
  farthest?: number;
}

type Walking = Pick<BusRequest, 'network' | 'speeds' | 'changes' | 'farthest'>;

const walkingTimes = (
  { network, speeds, changes = [], farthest }: Walking,
  sites: readonly Point[],
  demands: readonly Point[],
  cutoffSeconds: number,
): Times =>
  timesToSites({
    network,
    mode: 'walk',
    speeds,
    sites,
    demands,
    cutoffSeconds,
    changes,
    ...(farthest !== undefined && { farthest }),
  });

/** Ways on foot from scratch. */
export const walkOn =
  (walking: Walking): Walk =>
  (to, people, seconds) =>
    rowsOf(walkingTimes(walking, to, people, seconds), to.length);

/** The same for many sites, from scratch. */
export function busTimes(request: BusRequest): Times {
  const { lines, sites, demands, cutoffSeconds } = request;
  const walk = walkOn(request);
  const tables = busTables(lines, demands, walk, request);
  const walking = walkingTimes(request, sites, demands, cutoffSeconds);
  const allTheWay = rowsOf(walking, sites.length);
  const fromStops = walk(sites, tables.stops, walkToStops(request));
  return assemble(
    sites.map((_, site) => busRow(tables, demands.length, allTheWay[site]!, fromStops[site]!, cutoffSeconds)),
    demands.length,
    walking.method,
    { sitesOff: walking.sitesOff, demandsOff: walking.demandsOff },
  );
}

function rowsOf({ site, demand, seconds }: Times, count: number): Row[] {
  let at = 0;
  return Array.from({ length: count }, (_, row) => {
    const start = at;
    while (at < site.length && site[at] === row) at += 1;
    return {
      demand: demand.slice(start, at),
      tenths: Int32Array.from(seconds.subarray(start, at), (s) => Math.round(10 * s)),
    };
  });
}

/**
 * Lines as they run while roads are out: later by the detour of each stretch, and in two parts where there is none.
 * @param delay minutes that a bus needs longer from one stop to the next; null: it does not get there
 */
export function linesAround(
  lines: readonly BusLine[],
  delay: (from: BusLine['stops'][number], to: BusLine['stops'][number]) => number | null,
): BusLine[] {
  return lines.flatMap((line) => {
    const parts: BusLine[] = [];
    let stops: BusLine['stops'] = [];
    let [late, begun] = [0, 0];
    const close = () => {
      if (stops.length > 1)
        parts.push({ line: line.line, stops, departures: line.departures.map((departure) => departure + begun) });
    };
    line.stops.forEach((stop, at) => {
      const more = at === 0 ? 0 : delay(line.stops[at - 1]!, stop);
      if (at === 0 || more === null) {
        close();
        // Beyond the break a bus sets out as if it had come.
        begun = stop.minutes;
        stops = [];
        late = 0;
      } else late += more;
      stops.push({ ...stop, minutes: stop.minutes - begun + late });
    });
    close();
    return parts;
  });
}
