import { distance, type Grid, isInner, type Spread } from './grid.ts';
import type { Layout, Size } from './layout.ts';
import type { Terrain } from './terrain.ts';
import { apportion } from './villages.ts';

/** One after another, each the best of: good ground, and not yet near one of the others. */
export function choose(
  grid: Grid,
  candidates: readonly number[],
  worth: (cell: number) => number,
  count: number,
  apart: number,
  taken: readonly number[],
): number[] {
  const nearest = new Map(
    candidates.map((cell) => [cell, Math.min(apart, ...taken.map((other) => distance(grid, cell, other)))]),
  );
  const chosen: number[] = [];
  while (chosen.length < count) {
    let best = -1;
    let bestScore = -1;
    for (const [cell, gap] of nearest) {
      const score = worth(cell) * (gap / apart) ** 2;
      if (gap > 0 && score > bestScore) {
        best = cell;
        bestScore = score;
      }
    }
    if (best < 0) throw new RangeError('the map is too small for so many places');
    chosen.push(best);
    for (const [cell, gap] of nearest) nearest.set(cell, Math.min(gap, distance(grid, cell, best)));
  }
  return chosen;
}

/** The towns of each county, its seat first, in number by its good ground. */
export function chooseTowns(
  terrain: Terrain,
  size: Size,
  seats: readonly number[],
  { owner, cost }: Spread,
  ground: readonly number[],
  good: Float64Array,
  worth: (cell: number) => number,
): Layout['towns'] {
  const reached = ground.filter((at) => cost[at]! < Number.POSITIVE_INFINITY);
  const lived = Map.groupBy(reached, (at) => owner[at]!);
  const weights = seats.map((_, county) => (lived.get(county) ?? []).reduce((sum, at) => sum + 0.05 + good[at]!, 0));
  const counts = apportion(size.towns, weights, 1);
  return seats.flatMap((seat, county) => {
    const own = lived.get(county) ?? [];
    const count = counts[county]!;
    const candidates = own.filter((at) => isInner(terrain, owner, at));
    const quarters =
      county === 0 ? chooseQuarters(terrain, candidates, worth, Math.min(3, Math.floor(count / 3)), seat) : [];
    const apart = (1.15 * Math.sqrt(own.length) * terrain.cell) / Math.sqrt(count - quarters.length);
    const taken = [seat, ...quarters];
    const others = choose(terrain, candidates, worth, count - taken.length, apart, taken);
    return [...taken, ...others].map((cell, index) => ({
      cell,
      county,
      seat: index === 0,
      built: index < taken.length,
    }));
  });
}

/** The city's core is several subdistricts, a few cells apart. */
function chooseQuarters(
  terrain: Terrain,
  candidates: readonly number[],
  worth: (cell: number) => number,
  count: number,
  seat: number,
): number[] {
  const near = candidates.filter((at) => {
    const cells = distance(terrain, at, seat) / terrain.cell;
    return cells >= 3.5 && cells <= 6;
  });
  return near.length < 12 * count ? [] : choose(terrain, near, worth, count, 6 * terrain.cell, [seat]);
}
