import { crowMetres, type Place } from '../kernel/coordinates.ts';
import type { Standing } from './changes.ts';
import { type Point, serves } from './world.ts';

export interface Seat {
  at: Place;
  /** Of all its settlements. */
  people: number;
}

/**
 * Where divisions lie whose own place nobody has written down: where their largest settlement does.
 * @param divisionsOf ids of the divisions in which the settlements of a code lie; none for a code that nobody knows
 */
export function seatsOf(
  settlements: readonly (Place & { code: string | null; people: number })[],
  divisionsOf: (code: string) => readonly string[],
): Map<string, Seat> {
  const seats = new Map<string, Seat & { largest: number }>();
  for (const { code, lon, lat, people } of settlements) {
    for (const id of code === null ? [] : divisionsOf(code)) {
      const known = seats.get(id);
      const at = !known || people > known.largest ? { lon, lat } : known.at;
      seats.set(id, { at, largest: Math.max(people, known?.largest ?? 0), people: (known?.people ?? 0) + people });
    }
  }
  return seats;
}

/** Who takes over what lies at a point to which nobody goes: the nearest that does at least the same, in its own county if there is one. */
export function takerOf(closed: Point, standing: readonly Standing[]): Standing | undefined {
  const able = standing.filter(({ id, level }) => id !== closed.id && serves(level, closed.level));
  const own = able.filter(({ county }) => county === closed.county);
  let best: { point: Standing; metres: number } | undefined;
  for (const point of own.length > 0 ? own : able) {
    const metres = crowMetres(point, closed);
    if (!best || metres < best.metres) best = { point, metres };
  }
  return best?.point;
}
