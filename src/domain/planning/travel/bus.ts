import { z } from 'zod';
import type { RoadNetwork } from './network.ts';
import type { Point } from './snap.ts';
import type { SpeedTable } from './speeds.ts';
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

export interface BusRequest {
  lines: readonly BusLine[];
  /** For the way on foot; null: straight line × detour. */
  network: RoadNetwork | null;
  speeds: SpeedTable;
  sites: readonly Point[];
  demands: readonly Point[];
  cutoffSeconds: number;
  /** Buses that set out at a stop between these, in minutes after midnight, are the ones to go by. */
  from: number;
  until: number;
  /** The longest way on foot to a stop, from it, or between two. */
  walkSeconds?: number;
  /** Needed to change buses. */
  changeSeconds?: number;
  farthest?: number;
}

/** From one stop of a run to the next; times in tenths of a second after midnight. */
export interface Connection {
  run: number;
  from: number;
  to: number;
  leaves: number;
  arrives: number;
}

/** Stops of the same name and place are one. */
export function timetable(lines: readonly BusLine[]): { stops: Point[]; connections: Connection[] } {
  const stops: Point[] = [];
  const known = new Map<string, number>();
  const stopOf = ({ name, lon, lat }: BusLine['stops'][number]): number => {
    const key = `${name} ${lon} ${lat}`;
    const present = known.get(key);
    if (present !== undefined) return present;
    known.set(key, stops.length);
    return stops.push({ id: name, lon, lat }) - 1;
  };
  const connections: Connection[] = [];
  let run = 0;
  for (const { stops: called, departures } of lines) {
    const indexes = called.map(stopOf);
    for (const departure of departures) {
      for (let at = 1; at < called.length; at++)
        connections.push({
          run,
          from: indexes[at - 1]!,
          to: indexes[at]!,
          leaves: Math.round(600 * (departure + called[at - 1]!.minutes)),
          arrives: Math.round(600 * (departure + called[at]!.minutes)),
        });
      run += 1;
    }
  }
  // A bus that leaves a stop in the minute of its arrival comes after the stretch that brought it there: the sort is stable.
  connections.sort((a, b) => a.leaves - b.leaves || a.arrives - b.arrives);
  return { stops, connections };
}

/** Pairs by the place where they begin. */
type Onward = { to: number; tenths: number }[][];

function onwardFrom(count: number, times: Times): Onward {
  const onward: Onward = Array.from({ length: count }, () => []);
  times.site.forEach((to, at) => {
    onward[times.demand[at]!]!.push({ to, tenths: Math.round(10 * times.seconds[at]!) });
  });
  return onward;
}

export interface Ride {
  connections: readonly Connection[];
  /** Between stops, on foot. */
  between: Onward;
  runs: number;
  change: number;
  longest: number;
}

/**
 * The shortest time from getting on at a stop until getting off at every other, over all buses that leave it within the
 * window: connections are scanned in the order in which they leave (Dibbelt et al. 2013), the latest start first, so that what
 * an earlier start finds must be worth leaving earlier.
 */
export function ridesFrom(stop: number, window: readonly [number, number], ride: Ride): Map<number, number> {
  const { connections, between, runs, change, longest } = ride;
  const starts = [
    ...new Set(
      connections
        .filter(({ from, leaves }) => from === stop && leaves >= window[0] && leaves <= window[1])
        .map(({ leaves }) => leaves),
    ),
  ].sort((a, b) => b - a);
  const best = new Map<number, number>();
  const arrival = new Map<number, number>();
  const ready = new Map<number, number>();
  // Per run the start after which one sits in it: each start gets on anew.
  const aboard = new Float64Array(runs).fill(-1);
  for (const start of starts) {
    ready.set(stop, start);
    let [low, high] = [0, connections.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (connections[middle]!.leaves < start) low = middle + 1;
      else high = middle;
    }
    for (let at = low; at < connections.length; at++) {
      const { run, from, to, leaves, arrives } = connections[at]!;
      if (leaves > start + longest) break;
      if (aboard[run] !== start && (ready.get(from) ?? Infinity) > leaves) continue;
      aboard[run] = start;
      if (arrives - start > longest || arrives >= (arrival.get(to) ?? Infinity)) continue;
      arrival.set(to, arrives);
      best.set(to, Math.min(arrives - start, best.get(to) ?? Infinity));
      ready.set(to, Math.min(arrives + change, ready.get(to) ?? Infinity));
      for (const { to: near, tenths } of between[to]!)
        ready.set(near, Math.min(arrives + tenths + change, ready.get(near) ?? Infinity));
    }
  }
  return best;
}

/**
 * Times by bus and on foot: somebody who knows the timetable leaves home so as to catch the bus; waiting at home is not
 * counted, waiting at a change is. Where walking all the way is quicker, people walk. The way back is not looked at.
 */
export function busTimes(request: BusRequest): Times {
  const { lines, network, speeds, sites, demands, cutoffSeconds, farthest } = request;
  const { stops, connections } = timetable(lines);
  const walkSeconds = Math.min(request.walkSeconds ?? 1200, cutoffSeconds);
  const onFoot = (to: readonly Point[], people: readonly Point[], limit: number) =>
    timesToSites({
      network,
      mode: 'walk',
      speeds,
      sites: to,
      demands: people,
      cutoffSeconds: limit,
      ...(farthest !== undefined && { farthest }),
    });
  const walking = onFoot(sites, demands, cutoffSeconds);
  const allTheWay = onwardFrom(demands.length, walking);
  const toStops = onwardFrom(demands.length, onFoot(stops, demands, walkSeconds));
  const toSites = onwardFrom(stops.length, onFoot(sites, stops, walkSeconds));
  const longest = Math.floor(10 * cutoffSeconds);
  const ride: Ride = {
    connections,
    between: onwardFrom(stops.length, onFoot(stops, stops, walkSeconds)),
    runs: connections.reduce((most, { run }) => Math.max(most, run + 1), 0),
    change: Math.round(10 * (request.changeSeconds ?? 60)),
    longest,
  };
  const window = [600 * request.from, 600 * request.until] as const;
  const reached = new Map<number, Map<number, number>>();
  /** Sites that one reaches from a stop, getting on there. */
  const onwardFromStop = (stop: number): Map<number, number> => {
    const present = reached.get(stop);
    if (present) return present;
    const found = new Map<number, number>();
    for (const [off, riding] of ridesFrom(stop, window, ride))
      for (const { to, tenths } of toSites[off]!)
        if (riding + tenths < (found.get(to) ?? longest + 1)) found.set(to, riding + tenths);
    reached.set(stop, found);
    return found;
  };
  const rows: { demand: number[]; tenths: number[] }[] = sites.map(() => ({ demand: [], tenths: [] }));
  demands.forEach((_, demand) => {
    const best = new Map<number, number>();
    const arrive = (site: number, time: number) => {
      if (time <= longest && time < (best.get(site) ?? Infinity)) best.set(site, time);
    };
    for (const { to, tenths } of allTheWay[demand]!) arrive(to, tenths);
    for (const { to: stop, tenths } of toStops[demand]!)
      for (const [site, onward] of onwardFromStop(stop)) arrive(site, tenths + onward);
    for (const [site, time] of best) {
      rows[site]!.demand.push(demand);
      rows[site]!.tenths.push(time);
    }
  });
  return assemble(
    rows.map(({ demand, tenths }) => ({ demand: Int32Array.from(demand), tenths: Int32Array.from(tenths) })),
    demands.length,
    walking.method,
    { sitesOff: walking.sitesOff, demandsOff: walking.demandsOff },
  );
}
