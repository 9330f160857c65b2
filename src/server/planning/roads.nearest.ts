import type { Planned, Standing } from '#domain/planning/changes.ts';
import { type TravelTable, tableOf } from '#domain/planning/reach.ts';
import { type Nearest, NearestSearch } from '#domain/planning/travel/nearest.ts';
import type { RoadMode } from '#domain/planning/travel/network.ts';
import { type Snapping, snapWith } from '#domain/planning/travel/snap.ts';
import { graphWithout, type Ready, type TravelRow } from './roads.ts';
import type { World } from './worlds.ts';

/** Under changed roads: the times to everybody's two nearest points, which is all that who goes where asks for. */
export interface NearTable {
  /** Of the snapshot's points; its premises have no rows. */
  table: TravelTable;
  /** Of each point that is opened or moved, in the order given. */
  extra: TravelRow[];
}

/** Kept with the roads: its arrays are as large as the network. */
const searches = new WeakMap<Ready, NearestSearch>();

/** The points asked, numbered as an evaluation numbers them: those of the snapshot by their place, then those opened or moved. */
export interface Asked {
  standing: readonly Standing[];
  extra: readonly Standing[];
  acrossBorders: boolean;
}

export const numbersOf = ({ content }: World) => ({
  known: content.points.length + content.premises.length,
  of: (point: Standing, extra: readonly Standing[]) =>
    point.index ?? content.points.length + content.premises.length + extra.indexOf(point),
});

/** Everybody's two nearest points while some roads are out, answered at once: the network is searched once, not once for each point. */
export function nearestWithout(
  world: World,
  roads: Ready,
  mode: RoadMode,
  out: Planned['roadsOut'],
  asked: Asked,
): NearTable {
  const { content } = world;
  const { approachKmh } = content.speeds[mode];
  const { known } = numbersOf(world);
  const search = searches.get(roads) ?? new NearestSearch(roads.network, roads.graph);
  searches.set(roads, search);
  const near = search.find(
    graphWithout(world, roads, out),
    { snapping: joined(known, roads.points, snapWith(roads.snapper, asked.extra)), approachKmh },
    { snapping: roads.villages, approachKmh },
    openNumbers(world, asked),
    60 * content.searched,
    asked.acrossBorders ? undefined : bordersOf(world, asked),
  );
  return nearTable(world, asked, near);
}

/** Numbers of the points that may be gone to. */
export const openNumbers = (world: World, { standing, extra }: Asked): number[] =>
  standing.map((point) => numbersOf(world).of(point, extra));

/** Counties as numbers: only equal ones meet. */
export function bordersOf(world: World, { standing, extra }: Asked): { site: Int32Array; demand: Int32Array } {
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
export function nearTable(world: World, { extra }: Asked, near: Nearest): NearTable {
  const { known } = numbersOf(world);
  const pairs: { site: number; demand: number; seconds: number }[] = [];
  const rows = extra.map(() => ({ demand: [] as number[], seconds: [] as number[] }));
  const put = (demand: number, site: number, tenths: number) => {
    if (site < 0) return;
    if (site < known) pairs.push({ site, demand, seconds: tenths / 10 });
    else {
      rows[site - known]!.demand.push(demand);
      rows[site - known]!.seconds.push(tenths / 10);
    }
  };
  for (let demand = 0; demand < near.site.length; demand++) {
    put(demand, near.site[demand]!, near.tenths[demand]!);
    put(demand, near.second[demand]!, near.secondTenths[demand]!);
  }
  return {
    table: tableOf(known, near.site.length, {
      site: Int32Array.from(pairs, ({ site }) => site),
      demand: Int32Array.from(pairs, ({ demand }) => demand),
      seconds: Float64Array.from(pairs, ({ seconds }) => seconds),
    }),
    extra: rows.map(({ demand, seconds }) => ({
      demand: Int32Array.from(demand),
      seconds: Float64Array.from(seconds),
    })),
  };
}

/** The snapshot's points in their places, nothing for its premises, then the others. */
function joined(known: number, points: Snapping, extra: Snapping): Snapping {
  const all: Snapping = {
    edge: new Int32Array(known + extra.edge.length).fill(-1),
    fraction: new Float64Array(known + extra.edge.length),
    metres: new Float64Array(known + extra.edge.length).fill(Infinity),
    island: new Int32Array(known + extra.edge.length).fill(-1),
    tooFar: [],
  };
  for (const column of ['edge', 'fraction', 'metres', 'island'] as const) {
    all[column].set(points[column]);
    all[column].set(extra[column], known);
  }
  return all;
}
