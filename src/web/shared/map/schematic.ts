import { type Lonlat, metresBetween, type Spot } from './mercator.ts';

export interface Schematic<Thing> {
  width: number;
  height: number;
  centre: Spot;
  /** Circles of equal distance, the inner first. */
  rings: { metres: number; radius: number }[];
  points: { thing: Thing; at: Spot }[];
  /** The direction in which the fewest marks lie, radians clockwise from north: where the lengths of the rings are written. */
  calm: number;
}

const roundMetres = [100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000, 200_000];

/**
 * A drawing that says of each place in which direction it lies and which is nearer, not how far to scale: what people sketch for
 * one another. North is up. Distances grow with their square root, so that the next village and the county town both fit; marks
 * that would cover one another step aside by turning, never by changing their order.
 * @param gap pixels that two marks keep apart.
 */
export function schematic<Thing>(
  from: Lonlat,
  things: readonly { thing: Thing; at: Lonlat }[],
  { width, height, gap }: { width: number; height: number; gap: number },
): Schematic<Thing> {
  const centre: Spot = [width / 2, height / 2];
  const most = Math.min(width, height) / 2 - gap / 2 - 2;
  const least = Math.min(most, gap * 1.15);
  const far = Math.max(1, ...things.map(({ at }) => metresBetween(from, at)));
  const radiusOf = (metres: number) => least + (most - least) * Math.sqrt(metres / far);
  const placed: Spot[] = [];
  const points = things.map(({ thing, at }) => {
    const radius = radiusOf(metresBetween(from, at));
    const east = (at[0] - from[0]) * Math.cos((from[1] * Math.PI) / 180);
    const bearing = Math.atan2(east, at[1] - from[1]);
    const spotAt = (turn: number): Spot => [
      centre[0] + radius * Math.sin(bearing + turn),
      centre[1] - radius * Math.cos(bearing + turn),
    ];
    const free = ([x, y]: Spot) => placed.every(([a, b]) => Math.hypot(a - x, b - y) >= gap);
    // To the left and to the right in turn, up to a third of the circle; a crowd beyond that may touch.
    const turns = Array.from({ length: 41 }, (_, n) => ((n % 2 === 0 ? -1 : 1) * Math.ceil(n / 2) * Math.PI) / 60);
    const spot = turns.map(spotAt).find(free) ?? spotAt(0);
    placed.push(spot);
    return { thing, at: spot };
  });
  const rings: Schematic<Thing>['rings'] = [];
  // From the outside in, as many as leave room for their lengths between them.
  for (const metres of roundMetres.filter((one) => one <= far * 1.02).reverse()) {
    const radius = radiusOf(Math.min(metres, far));
    if (rings.length < 3 && (rings[0]?.radius ?? Infinity) - radius >= gap * 0.8) rings.unshift({ metres, radius });
  }
  return { width, height, centre, rings, points, calm: calmest(centre, placed) };
}

function calmest([x, y]: Spot, marks: readonly Spot[]): number {
  const bearings = marks.map(([a, b]) => Math.atan2(a - x, y - b));
  const away = (angle: number) =>
    Math.min(Math.PI, ...bearings.map((one) => Math.abs(Math.atan2(Math.sin(one - angle), Math.cos(one - angle)))));
  // Up and down only, where the lengths stand one above the other; below first, where people look for a scale.
  const tries = [Math.PI, 0, (5 / 6) * Math.PI, (-5 / 6) * Math.PI, Math.PI / 6, -Math.PI / 6];
  return tries.reduce((best, angle) => (away(angle) > away(best) + 0.2 ? angle : best));
}
