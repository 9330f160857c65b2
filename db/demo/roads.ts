import type { Spot } from './borders.ts';
import { riverFrom, spotIn, trunkFrom } from './geography.ts';
import { Heap, neighbour, type Spread, sidesAndCorners, spread, stepLength, wayBack } from './grid.ts';
import type { Terrain } from './terrain.ts';

export const roadClasses = ['highway', 'county-road', 'village-road'] as const;
export type RoadClass = (typeof roadClasses)[number];

export interface Roads {
  /** Cells where roads meet or end, and every place. */
  nodes: number[];
  edges: { from: number; to: number; class: RoadClass; metres: number; line: Spot[] }[];
}

/** What a road costs to build and drive: long slopes and wide rivers are gone around. */
function price(terrain: Terrain): (from: number, to: number, direction: number) => number {
  const { height, area, cell } = terrain;
  const [trunk, river] = [trunkFrom(terrain), riverFrom(terrain)];
  return (from, to, direction) => {
    const length = stepLength(cell, direction);
    const grade = Math.abs(height[to]! - height[from]!) / (1000 * length);
    const bridge = area[to]! >= trunk ? 5 * cell : area[to]! >= river ? 0.7 * cell : 0;
    return length * (1 + (grade / 0.07) ** 2) + bridge;
  };
}

/** Stretches of road between neighbouring cells, by class (the lower number is the better road). */
class Stretches {
  readonly #classes = new Map<number, number>();
  readonly #terrain: Terrain;

  constructor(terrain: Terrain) {
    this.#terrain = terrain;
  }

  #key(a: number, b: number): number {
    return Math.min(a, b) * this.#terrain.columns * this.#terrain.rows + Math.max(a, b);
  }

  has(a: number, b: number): boolean {
    return this.#classes.has(this.#key(a, b));
  }

  add(way: readonly number[], roadClass: number): void {
    for (let at = 1; at < way.length; at++) {
      const key = this.#key(way[at - 1]!, way[at]!);
      this.#classes.set(key, Math.min(roadClass, this.#classes.get(key) ?? roadClass));
    }
  }

  /** From each cell its neighbours by road. */
  byCell(): Map<number, { to: number; class: number }[]> {
    const size = this.#terrain.columns * this.#terrain.rows;
    const found = new Map<number, { to: number; class: number }[]>();
    const add = (from: number, to: number, roadClass: number) => {
      const ways = found.get(from) ?? [];
      ways.push({ to, class: roadClass });
      found.set(from, ways);
    };
    for (const [key, roadClass] of [...this.#classes].sort(([a], [b]) => a - b)) {
      const [a, b] = [Math.floor(key / size), key % size];
      add(a, b, roadClass);
      add(b, a, roadClass);
    }
    return found;
  }
}

interface Link {
  a: number;
  b: number;
  cost: number;
  way: number[];
}

/** The cheapest link between every two sources whose grounds touch. */
function links(terrain: Terrain, reach: Spread, step: (from: number, to: number, direction: number) => number): Link[] {
  const { cost, owner } = reach;
  const best = new Map<string, { a: number; b: number; cost: number; from: number; to: number }>();
  for (let from = 0; from < cost.length; from++) {
    for (let direction = 0; direction < sidesAndCorners; direction++) {
      const to = neighbour(terrain, from, direction);
      if (to < 0 || owner[from]! < 0 || owner[to]! <= owner[from]!) continue;
      const total = cost[from]! + step(from, to, direction) + cost[to]!;
      const key = `${owner[from]} ${owner[to]}`;
      const known = best.get(key);
      if (total < (known?.cost ?? Number.POSITIVE_INFINITY))
        best.set(key, { a: owner[from]!, b: owner[to]!, cost: total, from, to });
    }
  }
  return [...best.values()]
    .sort((x, y) => x.cost - y.cost || x.a - y.a || x.b - y.b)
    .map(({ a, b, cost: total, from, to }) => ({
      a,
      b,
      cost: total,
      way: [...wayBack(reach, from).reverse(), ...wayBack(reach, to)],
    }));
}

/** The shortest links first; a later one is built only where the way around is more than `detour` times as long. */
function worthBuilding(candidates: readonly Link[], count: number, detour: number): Link[] {
  const built: { to: number; cost: number }[][] = Array.from({ length: count }, () => []);
  const shortest = (from: number, to: number, limit: number): number => {
    const cost = new Map([[from, 0]]);
    const heap = new Heap();
    heap.push(0, from);
    while (heap.size > 0) {
      const { key, cell } = heap.pop();
      if (cell === to || key > limit) return key;
      if (key > cost.get(cell)!) continue;
      for (const link of built[cell]!) {
        const total = key + link.cost;
        if (total >= (cost.get(link.to) ?? Number.POSITIVE_INFINITY)) continue;
        cost.set(link.to, total);
        heap.push(total, link.to);
      }
    }
    return Number.POSITIVE_INFINITY;
  };
  return candidates.filter(({ a, b, cost }) => {
    if (shortest(a, b, detour * cost) <= detour * cost) return false;
    built[a]!.push({ to: b, cost });
    built[b]!.push({ to: a, cost });
    return true;
  });
}

/**
 * Highways between the county seats, county roads between the towns, and from each village the cheapest way to either.
 * Later roads use the earlier ones where they can. Every place can reach every other.
 */
export function buildRoads(
  seed: number,
  terrain: Terrain,
  inside: Uint8Array,
  seats: readonly number[],
  towns: readonly number[],
  villages: readonly number[],
): Roads {
  const fresh = price(terrain);
  const within = (from: number, to: number, direction: number) =>
    inside[to] ? fresh(from, to, direction) : Number.POSITIVE_INFINITY;
  const stretches = new Stretches(terrain);
  const connect = (places: readonly number[], roadClass: number, detour: number) => {
    const step = (from: number, to: number, direction: number) =>
      within(from, to, direction) * (stretches.has(from, to) ? 0.3 : 1);
    const reach = spread(
      terrain,
      places.map((cell) => ({ cell })),
      sidesAndCorners,
      step,
    );
    for (const { way } of worthBuilding(links(terrain, reach, step), places.length, detour))
      stretches.add(way, roadClass);
  };
  connect(seats, 0, 1.7);
  connect(towns, 1, 1.9);
  const onRoad = [...new Set([...stretches.byCell().keys(), ...towns])].sort((a, b) => a - b);
  const reach = spread(
    terrain,
    onRoad.map((cell) => ({ cell })),
    sidesAndCorners,
    within,
  );
  for (const village of villages) stretches.add(wayBack(reach, village), 2);
  return asGraph(seed, terrain, stretches, new Set([...towns, ...villages]));
}

/** Stretches in a row become one edge; nodes are places, ends, crossings, and where the class changes. */
function asGraph(seed: number, terrain: Terrain, stretches: Stretches, places: ReadonlySet<number>): Roads {
  const ways = stretches.byCell();
  const isNode = (cell: number): boolean => {
    const own = ways.get(cell)!;
    return places.has(cell) || own.length !== 2 || own[0]!.class !== own[1]!.class;
  };
  const nodes = [...new Set([...places, ...ways.keys()])]
    .filter((cell) => !ways.has(cell) || isNode(cell))
    .sort((a, b) => a - b);
  const edges: Roads['edges'] = [];
  for (const from of nodes) {
    for (const start of ways.get(from) ?? []) {
      const chain = [from, start.to];
      while (!isNode(chain.at(-1)!)) {
        const back = chain.at(-2)!;
        chain.push(ways.get(chain.at(-1)!)!.find(({ to }) => to !== back)!.to);
      }
      const to = chain.at(-1)!;
      // Each edge is met from both ends: it is kept from the smaller, and a loop from its smaller side.
      if (to < from || (to === from && chain.at(-2)! < start.to)) continue;
      edges.push({ from, to, class: roadClasses[start.class]!, ...trace(seed, terrain, chain) });
    }
  }
  return { nodes, edges };
}

function trace(seed: number, terrain: Terrain, chain: readonly number[]): { metres: number; line: Spot[] } {
  const spots = chain.map((cell): Spot => {
    const { x, y } = spotIn(seed, terrain, cell);
    return [x, y];
  });
  let metres = 0;
  for (let at = 1; at < chain.length; at++) {
    const [ax, ay] = spots[at - 1]!;
    const [bx, by] = spots[at]!;
    const length = 1000 * Math.sqrt((bx - ax) ** 2 + (by - ay) ** 2);
    const rise = Math.abs(terrain.height[chain[at]!]! - terrain.height[chain[at - 1]!]!);
    // A road winds: a tenth longer on level ground, up to twice as long on a steep slope.
    metres += length * (1.1 + Math.min(0.9, (5 * rise) / Math.max(length, 1)));
  }
  return { metres: Math.round(metres), line: soften(spots) };
}

/** Ends stay, bends are rounded through the middles of the steps. */
export function soften(points: readonly Spot[]): Spot[] {
  const middles = points.slice(1).map(([x, y], at): Spot => [(x + points[at]![0]) / 2, (y + points[at]![1]) / 2]);
  return [points[0]!, ...middles, points.at(-1)!];
}
