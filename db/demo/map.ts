import type { Text } from '#domain/kernel/text.ts';
import { outlines, type Spot } from './borders.ts';
import { riverFrom, spotIn, trunkFrom } from './geography.ts';
import { distance, neighbour, sidesAndCorners } from './grid.ts';
import type { Layout } from './layout.ts';
import { buildRoads, soften } from './roads.ts';
import type { DemoMap } from './schema.ts';
import type { Terrain } from './terrain.ts';

/** The middle of the invented country. */
const middle = { lon: 104.6, lat: 28.9 };
const kmPerLat = 110.94;
const kmPerLon = 97.46;

const round = (degrees: number): number => Math.round(degrees * 1e5) / 1e5;

/** From kilometres on the map to degrees. */
export const projection =
  (terrain: Terrain) =>
  ([x, y]: Spot): [number, number] => [
    round(middle.lon + (x - (terrain.columns * terrain.cell) / 2) / kmPerLon),
    round(middle.lat - (y - (terrain.rows * terrain.cell) / 2) / kmPerLat),
  ];

interface Named {
  /** By county, by town: ids in the order of the layout. */
  city: string;
  counties: readonly string[];
  towns: readonly string[];
  /** By cell. */
  villageAt: ReadonlyMap<number, string>;
  /** The root of the name of the town that a cell belongs to. */
  rootAt: (cell: number) => Text;
}

export function drawMap(seed: number, terrain: Terrain, layout: Layout, named: Named): DemoMap {
  const project = projection(terrain);
  const areas = (coarse: (town: number) => number, ids: readonly string[]): DemoMap['areas'] =>
    [...outlines(seed, terrain, layout.townOf, coarse)].map(([label, polygons]) => ({
      divisionId: ids[label]!,
      // GeoJSON wants outer rings counter-clockwise; on the raster, where y grows southward, they ran the other way.
      coordinates: polygons.map((rings) => rings.map((ring) => ring.toReversed().map(project))),
    }));
  const [west, north] = project([0, 0]);
  const [east, south] = project([terrain.columns * terrain.cell, terrain.rows * terrain.cell]);
  const half = project([terrain.cell / 2, terrain.cell / 2]);
  return {
    bounds: [west, south, east, north],
    areas: [
      ...areas(() => 0, [named.city]),
      ...areas((town) => layout.towns[town]!.county, named.counties),
      ...areas((town) => town, named.towns),
    ],
    rivers: rivers(seed, terrain, layout, named.rootAt, project),
    peaks: peaks(terrain, layout, named.rootAt, project),
    relief: {
      columns: terrain.columns,
      rows: terrain.rows,
      west: half[0],
      north: half[1],
      stepLon: round((east - west) / terrain.columns),
      stepLat: round((south - north) / terrain.rows),
      metres: Array.from(terrain.height, Math.round),
    },
    roads: roads(seed, terrain, layout, named.villageAt, project),
  };
}

type Project = (spot: Spot) => [number, number];

/** From each spring down to where it joins a larger river, or leaves the map; the longest carries the name. */
function rivers(
  seed: number,
  terrain: Terrain,
  layout: Layout,
  rootAt: Named['rootAt'],
  project: Project,
): DemoMap['rivers'] {
  const { area, receiver, columns, rows } = terrain;
  const from = riverFrom(terrain);
  const trunk = trunkFrom(terrain);
  const feeders = new Map<number, number[]>();
  for (let at = 0; at < columns * rows; at++) {
    if (area[at]! < from || receiver[at] === at) continue;
    feeders.set(receiver[at]!, [...(feeders.get(receiver[at]!) ?? []), at]);
  }
  // The largest feeder goes on in the same river; the others end where they join it.
  const main = new Map(
    [...feeders].map(([at, cells]) => [at, cells.reduce((best, cell) => (area[cell]! > area[best]! ? cell : best))]),
  );
  const springs = [...area.keys()].filter((at) => area[at]! >= from && !main.has(at));
  const courses = springs
    .map((spring) => {
      const course = [spring];
      for (let at = spring; receiver[at] !== at; ) {
        const next = receiver[at]!;
        course.push(next);
        if (main.get(next) !== at) break;
        at = next;
      }
      return course;
    })
    .filter((course) => course.length > 2 && course.some((at) => layout.inside[at]));
  const given = new Set<string>();
  const greatest = (course: readonly number[]) => area[course.at(-2)!]!;
  return courses
    .toSorted((a, b) => greatest(b) - greatest(a) || a[0]! - b[0]!)
    .map((course, index) => {
      const size = greatest(course) >= trunk ? 'trunk' : greatest(course) >= 8 * from ? 'river' : 'stream';
      const within = course.filter((at) => layout.inside[at]);
      const root = rootAt(within[Math.floor(within.length / 2)]!);
      const named = size === 'trunk' || (size === 'river' && within.length > 8);
      const name = index === 0 ? mainRiver : { 'zh-CN': `${root['zh-CN']}河`, en: `${root.en} River` };
      // A second river through the same town stays without a name.
      const fresh = named && !given.has(name.en);
      if (fresh) given.add(name.en);
      const line = soften(course.map((at) => spot(seed, terrain, at))).map(project);
      return { name: fresh ? name : null, size, line };
    });
}

const mainRiver: Text = { 'zh-CN': '榕川江', en: 'Rongchuan River' };

const spot = (seed: number, terrain: Terrain, cell: number): Spot => {
  const { x, y } = spotIn(seed, terrain, cell);
  return [x, y];
};

/** The highest summits, well apart. */
function peaks(terrain: Terrain, layout: Layout, rootAt: Named['rootAt'], project: Project): DemoMap['peaks'] {
  const { height, cell } = terrain;
  const [low, high] = extremes(terrain, layout);
  const least = low + 0.4 * (high - low);
  const summits = [...height.keys()]
    .filter((at) => {
      if (!layout.inside[at] || height[at]! < least) return false;
      for (let direction = 0; direction < sidesAndCorners; direction++) {
        const next = neighbour(terrain, at, direction);
        if (next >= 0 && height[next]! >= height[at]!) return false;
      }
      return true;
    })
    .sort((a, b) => height[b]! - height[a]! || a - b);
  const chosen: number[] = [];
  for (const at of summits) {
    if (chosen.length === 12) break;
    if (chosen.every((other) => distance(terrain, at, other) > 16 * cell)) chosen.push(at);
  }
  return chosen.map((at) => {
    const [lon, lat] = project([
      ((at % terrain.columns) + 0.5) * cell,
      (Math.floor(at / terrain.columns) + 0.5) * cell,
    ]);
    const root = rootAt(at);
    return {
      name: { 'zh-CN': `${root['zh-CN']}山`, en: `Mount ${root.en}` },
      lon,
      lat,
      metres: Math.round(height[at]!),
    };
  });
}

function extremes({ height }: Terrain, { inside }: Layout): [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const [at, metres] of height.entries()) {
    if (!inside[at]) continue;
    low = Math.min(low, metres);
    high = Math.max(high, metres);
  }
  return [low, high];
}

function roads(
  seed: number,
  terrain: Terrain,
  layout: Layout,
  villageAt: Named['villageAt'],
  project: Project,
): DemoMap['roads'] {
  const cells = (places: readonly { cell: number }[]) => places.map(({ cell }) => cell);
  const built = buildRoads(
    seed,
    terrain,
    layout.inside,
    cells(layout.counties),
    cells(layout.towns),
    cells(layout.villages),
  );
  const index = new Map(built.nodes.map((cell, at) => [cell, at]));
  return {
    nodes: built.nodes.map((cell) => {
      const [lon, lat] = project(spot(seed, terrain, cell));
      return { lon, lat, metres: Math.round(terrain.height[cell]!), divisionId: villageAt.get(cell) ?? null };
    }),
    edges: built.edges.map(({ from, to, class: roadClass, metres, line }) => ({
      from: index.get(from)!,
      to: index.get(to)!,
      class: roadClass,
      metres,
      line: line.map(project),
    })),
  };
}
