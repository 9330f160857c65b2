import { cellsWhere, distance, type Grid, isInner } from './grid.ts';
import type { Layout, Size } from './layout.ts';
import { normal, unit } from './random.ts';
import type { Terrain } from './terrain.ts';

/** Shares `total` in proportion to the weights, at least `least` each, to the last one (largest remainder). */
export function apportion(total: number, weights: readonly number[], least: number): number[] {
  const free = total - least * weights.length;
  if (free < 0) throw new RangeError('less to share than everybody must have');
  const sum = weights.reduce((all, weight) => all + weight, 0);
  const exact = weights.map((weight) => (free * weight) / sum);
  const shares = exact.map(Math.floor);
  const left = free - shares.reduce((all, share) => all + share, 0);
  const order = [...exact.keys()].sort((a, b) => exact[b]! - shares[b]! - (exact[a]! - shares[a]!) || a - b);
  for (const index of order.slice(0, left)) shares[index]!++;
  return shares.map((share) => share + least);
}

/** Villages and communities on the ground of each town, and how the people of the whole country are spread over them. */
export function chooseVillages(
  seed: number,
  terrain: Terrain,
  wishes: Size,
  towns: Layout['towns'],
  townOf: Int32Array,
  good: Float64Array,
  dry: (at: number) => boolean,
): Layout['villages'] {
  const lived = cellsWhere(townOf.length, (at) => townOf[at]! >= 0 && dry(at) && isInner(terrain, townOf, at));
  const grounds = Map.groupBy(lived, (at) => townOf[at]!);
  const room = (town: number) => (grounds.get(town) ?? []).length;
  const rank = (town: { built: boolean; county: number }) => (town.built ? (town.county === 0 ? 2 : 1.4) : 1);
  const wanted = towns.map(
    (town, index) => rank(town) * (grounds.get(index) ?? []).reduce((sum, at) => sum + 0.02 + good[at]!, 0) ** 0.7,
  );
  const counts = apportion(wishes.villages, wanted, 2);
  for (const [index, count] of counts.entries()) {
    // A town cannot hold more villages than half of its cells; the rest goes to the roomiest.
    const most = Math.max(2, Math.floor(room(index) / 2));
    if (count <= most) continue;
    counts[index] = most;
    for (let left = count - most; left > 0; left--) {
      const roomiest = counts.reduce(
        (best, each, other) => (room(other) / 2 - each > room(best) / 2 - counts[best]! ? other : best),
        0,
      );
      counts[roomiest]!++;
    }
  }
  const villages = towns.flatMap((town, index) => {
    const count = counts[index]!;
    // In the city's core most are communities, in a county seat a third; a market town has one.
    const share = town.built ? (town.county === 0 ? 0.75 : 0.33) : 0.02;
    const urbanCount = Math.max(1, Math.round(count * share));
    const ranked = (grounds.get(index) ?? []).toSorted(
      (a, b) => distance(terrain, a, town.cell) - distance(terrain, b, town.cell) || a - b,
    );
    const urban = [town.cell, ...ranked.filter((at) => at !== town.cell)].slice(0, urbanCount);
    const rural = scatter(seed, terrain, ranked, good, count - urban.length, urban);
    return [...urban.map((cell) => ({ cell, urban: true })), ...rural.map((cell) => ({ cell, urban: false }))].map(
      (village) => ({
        ...village,
        town: index,
      }),
    );
  });
  const weights = villages.map(({ cell, town, urban }) => {
    const { built, county } = towns[town]!;
    const rural = 0.35 + 1.5 * good[cell]!;
    const size = urban ? (built ? (county === 0 ? 8 : 5.5) : 2.6) : rural;
    return size * Math.exp(0.42 * normal(seed, 51, cell));
  });
  const people = apportion(wishes.population, weights, 40);
  return villages.map((village, index) => ({ ...village, people: people[index]! }));
}

/** Drawn by lot, good ground more often, neighbours kept apart as long as there is room. */
function scatter(
  seed: number,
  grid: Grid,
  cells: readonly number[],
  good: Float64Array,
  count: number,
  taken: readonly number[],
): number[] {
  const lot = (at: number) => -Math.log(1 - unit(seed, 61, at)) / (0.03 + good[at]!);
  const drawn = cells.filter((at) => !taken.includes(at)).sort((a, b) => lot(a) - lot(b) || a - b);
  const chosen: number[] = [];
  for (
    let apart = Math.sqrt((cells.length * grid.cell ** 2) / (count + 1)) * 0.75;
    chosen.length < count;
    apart *= 0.7
  ) {
    for (const at of drawn) {
      if (chosen.length === count) break;
      const far = (other: number) => other !== at && distance(grid, at, other) >= apart;
      if (chosen.every(far) && taken.every((other) => distance(grid, at, other) >= Math.min(apart, grid.cell)))
        chosen.push(at);
    }
    if (apart < grid.cell / 100) throw new RangeError('the map is too small for so many villages');
  }
  return chosen;
}
