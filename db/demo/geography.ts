import {
  cellsWhere,
  centre,
  distance,
  type Grid,
  neighbour,
  sides,
  sidesAndCorners,
  spread,
  stepLength,
} from './grid.ts';
import type { Layout, Size } from './layout.ts';
import { unit } from './random.ts';
import { fractal, type Terrain } from './terrain.ts';
import { choose, chooseTowns } from './towns.ts';
import { chooseVillages } from './villages.ts';

/** Square kilometres upstream from which water is drawn as a river. */
export const riverFrom = (terrain: Terrain): number =>
  Math.max(6, 0.0025 * terrain.columns * terrain.rows * terrain.cell ** 2);
/** The great rivers, which bring the water of the country upstream. */
export const trunkFrom = (terrain: Terrain): number => terrain.columns * terrain.rows * terrain.cell ** 2;

/** From 0 to 1: level ground, low down, not far from water. People settle there; the rest is forest and rock. */
function habitability(terrain: Terrain): Float64Array {
  const { area, height, slope, cell } = terrain;
  const wet = [...area.keys()].filter((at) => area[at]! >= riverFrom(terrain) / 3).map((at) => ({ cell: at }));
  const toWater = spread(terrain, wet, sidesAndCorners, (_, __, direction) => stepLength(cell, direction)).cost;
  return Float64Array.from(height, (metres, at) => {
    const level = Math.exp(-((slope[at]! / 0.16) ** 2));
    const low = Math.exp(-Math.max(0, metres - 380) / 750);
    const water = Math.exp(-toWater[at]! / 2.2);
    return (0.04 + 0.96 * level) * (0.03 + 0.97 * low) * (0.3 + 0.7 * water);
  });
}

/** What a step costs a walker: twice as much at a slope of 12 %, and a river to be crossed. Borders follow what is hard. */
function walk(terrain: Terrain): (from: number, to: number, direction: number) => number {
  const { height, area, cell } = terrain;
  const river = riverFrom(terrain);
  const trunk = trunkFrom(terrain);
  return (from, to, direction) => {
    const length = stepLength(cell, direction);
    const grade = Math.abs(height[to]! - height[from]!) / (1000 * length);
    const crossing = area[to]! >= trunk ? 3 * cell : area[to]! >= river ? cell : 0;
    return length * (1 + (grade / 0.12) ** 2) + crossing;
  };
}

/** Cells that an outline may not reach, at the edge of the map. */
const margin = 3;

/** Where the two great rivers meet, if that is not at the edge of the map; else the middle. */
function heartOf(terrain: Terrain): number {
  const { columns, rows, area } = terrain;
  const [halfWay, halfDown] = [Math.floor(columns / 2), Math.floor(rows / 2)];
  const central = (at: number) =>
    Math.abs((at % columns) - halfWay) < 0.2 * columns && Math.abs(Math.floor(at / columns) - halfDown) < 0.2 * rows;
  const below = cellsWhere(area.length, (at) => central(at) && area[at]! >= 7 * trunkFrom(terrain));
  return below.reduce((first, at) => (area[at]! < area[first]! ? at : first), below[0] ?? halfDown * columns + halfWay);
}

/** A connected country without holes around its heart, its edge drawn by the mountains and by chance. */
function outline(seed: number, terrain: Terrain, heart: number, share: number): Uint8Array {
  const { columns, rows, cell, height } = terrain;
  const wide = 0.17 * columns;
  const price = (_: number, to: number, direction: number): number => {
    const column = to % columns;
    const row = Math.floor(to / columns);
    const edge = Math.min(column, row, columns - 1 - column, rows - 1 - row);
    if (edge < margin) return Number.POSITIVE_INFINITY;
    const nearEdge = Math.max(0, 1 - (edge - margin) / wide);
    const chance = Math.exp(2.8 * fractal(seed + 800, (column * 5) / columns, (row * 5) / rows, 4));
    return stepLength(cell, direction) * (0.5 + height[to]! / 3000 + 4 * nearEdge ** 2) * chance;
  };
  const { cost } = spread(terrain, [{ cell: heart }], sidesAndCorners, price);
  const ranked = [...cost.keys()]
    .filter((at) => cost[at]! < Number.POSITIVE_INFINITY)
    .sort((a, b) => cost[a]! - cost[b]! || a - b);
  const inside = new Uint8Array(columns * rows);
  for (const at of ranked.slice(0, Math.round(share * columns * rows))) inside[at] = 1;
  const beyond = spread(terrain, [{ cell: 0 }], sides, (__, to) => (inside[to] ? Number.POSITIVE_INFINITY : 1)).cost;
  for (const at of inside.keys()) if (beyond[at] === Number.POSITIVE_INFINITY) inside[at] = 1;
  return inside;
}

/** Kilometres to the nearest cell outside. */
const inwards = (terrain: Terrain, inside: Uint8Array): Float64Array =>
  spread(
    terrain,
    cellsWhere(inside.length, (at) => !inside[at]).map((cell) => ({ cell })),
    sidesAndCorners,
    (_, __, direction) => stepLength(terrain.cell, direction),
  ).cost;

/** Where people live: the outline, counties and towns with their ground, villages and how many people each has. */
export function settle(seed: number, terrain: Terrain, size: Size): Layout {
  const cells = terrain.columns * terrain.rows;
  const good = habitability(terrain);
  const price = walk(terrain);
  const trunk = trunkFrom(terrain);
  const heart = heartOf(terrain);
  const land = outline(seed, terrain, heart, 0.42);
  const dry = (at: number) => land[at] === 1 && terrain.area[at]! < trunk;
  const ground = cellsWhere(cells, dry);
  const depth = inwards(terrain, land);

  const core = ground.reduce((best, at) => {
    const worth = (cell: number) => good[cell]! / (1 + distance(terrain, cell, heart) / 2);
    return worth(at) > worth(best) ? at : best;
  });
  const apart = (1.1 * Math.sqrt(ground.length) * terrain.cell) / Math.sqrt(size.counties);
  const central = (at: number) => good[at]! ** 0.5 * Math.min(1, depth[at]! / (0.35 * apart)) ** 2;
  const seats = [core, ...choose(terrain, ground, central, size.counties - 1, apart, [core])];

  const winding = (to: number) =>
    Math.exp(
      1.5 *
        fractal(
          seed + 900,
          ((to % terrain.columns) * terrain.cell) / 7,
          (Math.floor(to / terrain.columns) * terrain.cell) / 7,
          3,
        ),
    );
  const claim = (within: (from: number, to: number) => boolean) => (from: number, to: number, direction: number) =>
    within(from, to) ? price(from, to, direction) * winding(to) : Number.POSITIVE_INFINITY;
  const countyGround = spread(
    terrain,
    seats.map((cell, index) => ({ cell, start: index === 0 ? 0.2 * apart : 0 })),
    sides,
    claim((_, to) => land[to] === 1),
  );
  const worth = (at: number) => (0.06 + good[at]! ** 0.5) * Math.min(1, 0.3 + depth[at]! / (3 * terrain.cell));
  const towns = chooseTowns(terrain, size, seats, countyGround, ground, good, worth);
  const countyOf = countyGround.owner;
  const townOf = spread(
    terrain,
    towns.map(({ cell }) => ({ cell })),
    sides,
    claim((from, to) => land[to] === 1 && countyOf[to] === countyOf[from]),
  ).owner;
  untangle(terrain, townOf, new Set(towns.map(({ cell }) => cell)));
  const villages = chooseVillages(seed, terrain, size, towns, townOf, good, (at) => terrain.area[at]! < trunk);
  const inside = Uint8Array.from(townOf, (town) => (town < 0 ? 0 : 1));
  return { inside, townOf, counties: seats.map((cell) => ({ cell })), towns, villages };
}

/**
 * Where two areas touch only at a corner, one of the four cells changes hands: a border that crosses itself is no
 * valid polygon. A cell is given away only where its own area stays in one piece, and never the centre of a town.
 */
function untangle(grid: Grid, labels: Int32Array, fixed: ReadonlySet<number>): void {
  for (let round = 0, changed = true; changed && round < 20; round++) {
    changed = false;
    for (let row = 0; row + 1 < grid.rows; row++) {
      for (let column = 0; column + 1 < grid.columns; column++) {
        const at = row * grid.columns + column;
        const block = [at, at + 1, at + grid.columns + 1, at + grid.columns];
        for (const turn of [0, 1]) {
          const [a, b, c, d] = [0, 1, 2, 3].map((index) => block[(index + turn) % 4]!) as [
            number,
            number,
            number,
            number,
          ];
          const crossed = labels[a] === labels[c] && labels[b] !== labels[a] && labels[d] !== labels[a];
          if (!crossed) continue;
          // The outside gives first; else one of the corners between goes to the pair.
          const moves: [number, number][] =
            labels[a] === -1
              ? [
                  [a, labels[b]!],
                  [c, labels[d]!],
                ]
              : [
                  [b, labels[a]!],
                  [d, labels[a]!],
                ];
          const move = moves.find(([cell]) => !fixed.has(cell) && staysWhole(grid, labels, cell));
          if (!move) continue;
          labels[move[0]] = move[1];
          changed = true;
        }
      }
    }
  }
}

/** Whether the cells of the same label around this one hang together without it. */
function staysWhole(grid: Grid, labels: Int32Array, cell: number): boolean {
  const circle = [0, 4, 1, 5, 2, 6, 3, 7].map((direction) => neighbour(grid, cell, direction));
  const same = circle.map((at) => at >= 0 && labels[at] === labels[cell]);
  // Sides stand at even places; a run of same cells counts once if it holds a side.
  let runs = 0;
  for (let index = 0; index < 8; index += 2) {
    const previousSide = same[(index + 6) % 8] && same[(index + 7) % 8];
    if (same[index] && !previousSide) runs++;
  }
  return runs <= 1;
}

/** A spot within a cell, not its centre, so that nothing stands in rows. Kilometres east and south. */
export function spotIn(seed: number, grid: Grid, cell: number): { x: number; y: number } {
  const { x, y } = centre(grid, cell);
  return {
    x: x + grid.cell * 0.6 * (unit(seed, 71, cell) - 0.5),
    y: y + grid.cell * 0.6 * (unit(seed, 72, cell) - 0.5),
  };
}
