import { setTimeout as sleep } from 'node:timers/promises';
import { type Timetable, type Trip, timetableOf, tripsTo } from '#domain/planning/bus-trip.ts';
import { walkToStops } from '#domain/planning/travel/bus.ts';
import { busesFor, walkAlong } from './roads.bus.ts';
import { pointOf, type Spot } from './roads.ts';
import type { World } from './worlds.ts';

const ready = new WeakMap<World, Promise<Timetable>>();
/** A timetable is made ready once for each snapshot, in a worker; a resident does not wait longer than this for it. */
const patience = 2_500;

function timetableFor(world: World): Promise<Timetable> {
  const present = ready.get(world);
  if (present) return present;
  const making = busesFor(world).then(({ lines, tables }) =>
    timetableOf(
      lines,
      tables.stops.map(({ id }) => id),
      tables.stopsNear,
    ),
  );
  ready.set(world, making);
  making.catch(() => ready.delete(world));
  return making;
}

export interface TripThere extends Trip {
  /** No bus goes there any more today. */
  tomorrow: boolean;
}

/**
 * How to go by bus from one spot to each of some places, from a minute after midnight on. Timetables are the same every day.
 * @returns null where there is no way; undefined while nobody knows: no timetable was brought, or it is being made ready
 */
export async function tripsFrom(
  world: World,
  from: Spot,
  places: readonly (Spot | null)[],
  now: number,
): Promise<(TripThere | null)[] | undefined> {
  if (world.content.bus === undefined) return undefined;
  const table = await Promise.race([timetableFor(world), sleep(patience, undefined, { ref: false })]);
  if (!table) return undefined;
  const buses = await busesFor(world);
  // On foot there and back are the same: the stops from which one walks to a place are those to which one walks from it.
  const [home, ...near] = walkAlong(world, buses)(
    [from, ...places.flatMap((place) => (place ? [place] : []))].map(pointOf),
    buses.tables.stops,
    walkToStops(buses.rules),
  );
  const today = tripsTo(table, home!, near, now);
  const tomorrow = today.includes(null) ? tripsTo(table, home!, near, 0) : today;
  let at = -1;
  return places.map((place) => {
    if (!place) return null;
    at += 1;
    const trip = today[at] ?? tomorrow[at];
    return trip ? { ...trip, tomorrow: !today[at] } : null;
  });
}
