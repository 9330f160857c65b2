import type { Standing } from '#domain/planning/changes.ts';
import { type ExtraSite, type TravelTable, tableOf } from '#domain/planning/reach.ts';
import { walkToStops } from '#domain/planning/travel/bus.ts';
import { type Nearest, NearestSearch } from '#domain/planning/travel/nearest.ts';
import type { Mode } from '#domain/planning/travel/network.ts';
import { joinSnapped, type Snapping, snapWith } from '#domain/planning/travel/snap.ts';
import { busesFor } from './roads.bus.ts';
import { type AlteredRoads, graphWith, type Ready, roadsFor } from './roads.ts';
import type { World } from './worlds.ts';

/** Under changed roads: the times to everybody's two nearest points, which is all that who goes where asks for. */
export interface NearTable {
  /** Of the snapshot's points; its premises have no rows. */
  table: TravelTable;
  /** Of each point that is opened or moved, in the order given. */
  extra: ExtraSite['rows'][number][];
}

/** Kept with the roads: its arrays are as large as the network. */
const searches = new WeakMap<Ready, NearestSearch>();

/** The points asked, numbered as an evaluation numbers them: those of the snapshot by their place, then those opened or moved. */
interface Asked {
  standing: readonly Standing[];
  extra: readonly Standing[];
  acrossBorders: boolean;
}

const numbersOf = ({ content }: World) => ({
  known: content.points.length + content.premises.length,
  of: (point: Standing, extra: readonly Standing[]) =>
    point.index ?? content.points.length + content.premises.length + extra.indexOf(point),
});

/**
 * Everybody's two nearest points with some roads altered, answered at once: the network is searched once, not once for each
 * point. Null: there are no roads that could be altered.
 * @param seconds how far is searched; as far as for every travel time, unless told
 */
export async function nearestWith(
  world: World,
  mode: Mode,
  altered: AlteredRoads,
  asked: Asked,
  seconds = 60 * world.content.searched,
): Promise<NearTable | null> {
  const { content } = world;
  const buses = mode === 'bus' ? await busesFor(world, altered) : undefined;
  const byRoad = mode === 'bus' ? 'walk' : mode;
  const roads = await roadsFor(world, byRoad);
  if (!roads) return null;
  const { approachKmh } = content.speeds[byRoad];
  const { known } = numbersOf(world);
  const search = searches.get(roads) ?? new NearestSearch(roads.network, roads.graph);
  searches.set(roads, search);
  const ends = (snapping: Snapping) => ({ snapping, approachKmh });
  // The snapshot's points in their places, nothing for its premises, then the others.
  const sites = ends(joinSnapped(roads.points, snapWith(roads.snapper, asked.extra), known));
  const people = ends(roads.villages);
  const rest = [openNumbers(world, asked), seconds, asked.acrossBorders ? undefined : bordersOf(world, asked)] as const;
  if (!buses) return nearTable(world, asked, search.find(graphWith(world, roads, altered), sites, people, ...rest));
  const { graph, tables, rules, stops } = buses;
  const bus = { stops: ends(stops!), tables, walkSeconds: walkToStops(rules) };
  return nearTable(world, asked, search.findByBus(graph!, sites, people, bus, ...rest));
}

/** Numbers of the points that may be gone to. */
const openNumbers = (world: World, { standing, extra }: Asked): number[] =>
  standing.map((point) => numbersOf(world).of(point, extra));

/** Counties as numbers: only equal ones meet. */
function bordersOf(world: World, { standing, extra }: Asked): { site: Int32Array; demand: Int32Array } {
  const { content } = world;
  const counties = new Map<string | null, number>();
  const number = (county: string | null): number => {
    const present = counties.get(county);
    if (present !== undefined) return present;
    counties.set(county, counties.size);
    return counties.size - 1;
  };
  const { known, of } = numbersOf(world);
  const site = new Int32Array(known + extra.length).fill(-1);
  for (const point of standing) site[of(point, extra)] = number(point.county);
  return { site, demand: Int32Array.from(content.villages, ({ county }) => number(county)) };
}

/** Two nearest points as the tables that an evaluation reads. */
function nearTable(world: World, { extra }: Asked, near: Nearest): NearTable {
  const { known } = numbersOf(world);
  const count = near.site.length;
  const [site, demand, seconds] = [new Int32Array(2 * count), new Int32Array(2 * count), new Float64Array(2 * count)];
  let pairs = 0;
  const rows = extra.map(() => ({ demand: [] as number[], seconds: [] as number[] }));
  const put = (of: number, to: number, tenths: number) => {
    if (to < 0) return;
    if (to < known) {
      site[pairs] = to;
      demand[pairs] = of;
      seconds[pairs++] = tenths / 10;
    } else {
      rows[to - known]!.demand.push(of);
      rows[to - known]!.seconds.push(tenths / 10);
    }
  };
  for (let at = 0; at < count; at++) {
    put(at, near.site[at]!, near.tenths[at]!);
    put(at, near.second[at]!, near.secondTenths[at]!);
  }
  return {
    table: tableOf(known, count, {
      site: site.subarray(0, pairs),
      demand: demand.subarray(0, pairs),
      seconds: seconds.subarray(0, pairs),
    }),
    extra: rows.map((row) => ({ demand: Int32Array.from(row.demand), seconds: Float64Array.from(row.seconds) })),
  };
}
