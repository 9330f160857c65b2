import { type BusLine, type Connections, connectionsOf, turned } from './travel/bus.ts';
import type { Row } from './travel/task.ts';

/** Needed to change buses: a minute, in tenths of a second. */
const change = 600;
const never = 0x7fffffff;

/** A timetable made ready to be asked by somebody who stands somewhere now. */
export interface Timetable {
  lines: readonly BusLine[];
  /** Names of stops, as numbered in `connections`. */
  stops: readonly string[];
  connections: Connections;
  /** The same backwards in time: buses that come from where they go. */
  backwards: Connections;
  /** Which line each run is of. */
  lineOf: Int32Array;
  /** Per stop, those to which one walks from it, itself too; and those from which one walks to it. */
  onward: readonly Row[];
  back: readonly Row[];
}

/**
 * @param stops in the order of `stopsOf(lines)`
 * @param back per stop, which of the stops one walks to it from, itself too
 */
export function timetableOf(lines: readonly BusLine[], stops: readonly string[], back: readonly Row[]): Timetable {
  const connections = connectionsOf(lines);
  const lineOf = Int32Array.from(lines.flatMap(({ departures }, line) => departures.map(() => line)));
  return {
    lines,
    stops,
    connections,
    backwards: turnedBack(connections),
    lineOf,
    onward: turned(back, stops.length),
    back,
  };
}

function turnedBack({ run, from, to, leaves, arrives, runs }: Connections): Connections {
  // From the last to the first, so that those of one run stay in their order where times are equal.
  const order = Array.from(run.keys()).reverse();
  order.sort((a, b) => arrives[b]! - arrives[a]!);
  const column = (of: Int32Array, sign: 1 | -1 = 1) => Int32Array.from(order, (at) => sign * of[at]!);
  return {
    run: column(run),
    from: column(to),
    to: column(from),
    leaves: column(arrives, -1),
    arrives: column(leaves, -1),
    runs,
  };
}

interface Scanned {
  /** Per stop when one gets off there at the earliest; `never`. */
  arrival: Int32Array;
  /** By which stretch one gets off, by which one got on, and at which stop one had got off before (−1: none). */
  off: Int32Array;
  on: Int32Array;
  via: Int32Array;
}

/** Connection scan (Dibbelt et al. 2013): from when one stands at some stops, when one gets off at each other at the earliest. */
function scan({ run, from, to, leaves, arrives, runs }: Connections, near: readonly Row[], start: Row): Scanned {
  const stops = near.length;
  const arrival = new Int32Array(stops).fill(never);
  const ready = new Int32Array(stops).fill(never);
  const [off, on, via] = [0, 1, 2].map(() => new Int32Array(stops).fill(-1)) as [Int32Array, Int32Array, Int32Array];
  const aboard = new Int32Array(runs).fill(-1);
  for (let at = 0; at < start.demand.length; at++) ready[start.demand[at]!] = start.tenths[at]!;
  for (let at = 0; at < run.length; at++) {
    if (aboard[run[at]!]! < 0) {
      if (ready[from[at]!]! > leaves[at]!) continue;
      aboard[run[at]!] = at;
    }
    const [stop, time] = [to[at]!, arrives[at]!];
    if (time >= arrival[stop]!) continue;
    arrival[stop] = time;
    off[stop] = at;
    on[stop] = aboard[run[at]!]!;
    const { demand, tenths } = near[stop]!;
    for (let walk = 0; walk < demand.length; walk++) {
      const then = time + tenths[walk]! + change;
      if (then >= ready[demand[walk]!]!) continue;
      ready[demand[walk]!] = then;
      via[demand[walk]!] = stop;
    }
  }
  return { arrival, off, on, via };
}

export interface Ride {
  line: string;
  on: string;
  off: string;
  /** Minutes after midnight. */
  leaves: number;
  arrives: number;
}

export interface Trip {
  /** Seconds on foot to the first stop, and from the last. */
  walk: [number, number];
  rides: Ride[];
  /** From door to door: who knows the timetable waits at home. */
  seconds: number;
  /** When the first line leaves that stop afterwards, minutes after midnight; three at most. */
  later: number[];
}

/**
 * The way by bus to each of some places that arrives first, and of those that arrive then, the one that leaves last.
 * @param home stops to which somebody walks, tenths of a second
 * @param places per place the stops from which one walks there
 * @param now minutes after midnight
 * @returns null where no bus goes any more that day, or none at all
 */
export function tripsTo(table: Timetable, home: Row, places: readonly Row[], now: number): (Trip | null)[] {
  const from = Math.round(600 * now);
  const { arrival } = scan(table.connections, table.onward, {
    demand: home.demand,
    tenths: home.tenths.map((walk) => from + walk),
  });
  return places.map((place) => {
    let deadline = never;
    for (let at = 0; at < place.demand.length; at++) {
      const got = arrival[place.demand[at]!]!;
      if (got < never) deadline = Math.min(deadline, got + place.tenths[at]!);
    }
    return deadline === never ? null : lastTrip(table, home, place, deadline);
  });
}

/** Of the ways that are there by `deadline`, the one that leaves home last: searched from there backwards. */
function lastTrip(table: Timetable, home: Row, place: Row, deadline: number): Trip | null {
  const { backwards: c, back, stops, lines, lineOf } = table;
  const { arrival, off, on, via } = scan(c, back, {
    demand: place.demand,
    tenths: place.tenths.map((walk) => walk - deadline),
  });
  let [first, start, toFirst] = [-1, never, 0];
  for (let at = 0; at < home.demand.length; at++) {
    const got = arrival[home.demand[at]!]!;
    if (got === never || got + home.tenths[at]! >= start) continue;
    [first, start, toFirst] = [home.demand[at]!, got + home.tenths[at]!, home.tenths[at]!];
  }
  if (first < 0) return null;
  const rides: Ride[] = [];
  let [stop, last, run] = [first, first, -1];
  while (stop >= 0) {
    const [gotOn, gotOff] = [off[stop]!, on[stop]!];
    last = c.from[gotOff]!;
    if (rides.length === 0) run = c.run[gotOn]!;
    rides.push({
      line: lines[lineOf[c.run[gotOn]!]!]!.line,
      on: stops[stop]!,
      off: stops[last]!,
      leaves: -c.arrives[gotOn]! / 600,
      arrives: -c.leaves[gotOff]! / 600,
    });
    stop = via[last]!;
  }
  const fromLast = place.tenths[place.demand.indexOf(last)] ?? 0;
  return {
    walk: [toFirst / 10, fromLast / 10],
    rides,
    // The clock of the last leg is its arrival: a walk may be rounded, a bus is not.
    seconds: (600 * rides.at(-1)!.arrives + fromLast + start) / 10,
    later: laterAt(table, first, lineOf[run]!, rides[0]!.leaves),
  };
}

/** When a line leaves a stop after a time. */
function laterAt({ connections: { run, from, leaves }, lineOf }: Timetable, stop: number, line: number, after: number) {
  const times = new Set<number>();
  for (let at = 0; at < run.length && times.size < 3; at++)
    if (from[at] === stop && lineOf[run[at]!] === line && leaves[at]! > 600 * after) times.add(leaves[at]! / 600);
  return [...times];
}
