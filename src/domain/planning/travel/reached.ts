import { metresBetween } from './geometry.ts';
import type { TravelGraph } from './graph.ts';
import { type Grid, middleOf, squareAt } from './grid.ts';
import type { RoadNetwork } from './network.ts';
import { joinSnapped, type Point, type Snapper, type Snapping, snapWith } from './snap.ts';
import { prepare, Rows } from './task.ts';
import type { TimesRequest } from './times.ts';
import { straightRows, straightTenths } from './times.ts';

/** From where the nearest of some points is reached in which time, tenths of a second; −1: not within what was searched. */
export interface Reached {
  squares: Int32Array;
  villages: Int32Array;
}

/** Roads made ready for one mode. */
export interface Roads {
  network: RoadNetwork;
  graph: TravelGraph;
  snapper: Snapper;
  approachKmh: number | null;
}

/** Somebody who sets out at a stop: how long from there to a point by bus, tenths of a second. */
export interface Stops {
  at: readonly Point[];
  onward: Int32Array;
  /** Farther nobody walks to a bus. */
  walkSeconds: number;
}

/** The squares that are asked: whether one belongs to the ground that is looked at. */
export type Ground = (lon: number, lat: number) => boolean;

/** A spot farther than this from any road is not called reached, however near the point lies. */
const besideRoad = 400;

/** The middle of each square that is asked, under its number. */
const middles = (grid: Grid, ground: Ground | undefined): { square: Int32Array; spots: Point[] } => {
  const square: number[] = [];
  const spots: Point[] = [];
  for (let at = 0; at < grid.columns * grid.rows; at++) {
    const { lon, lat } = middleOf(grid, at);
    if (ground && !ground(lon, lat)) continue;
    square.push(at);
    spots.push({ id: '', lon, lat });
  }
  return { square: Int32Array.from(square), spots };
};

/** Where somebody lives the ground is reached when they are: a village may lie farther from the road than the ground counts. */
function put(grid: Grid, square: Int32Array, times: Int32Array, villages: readonly Point[], own: Int32Array): Reached {
  const squares = new Int32Array(grid.columns * grid.rows).fill(-1);
  square.forEach((at, k) => {
    squares[at] = times[k]!;
  });
  villages.forEach(({ lon, lat }, at) => {
    const [time, here] = [own[at]!, squareAt(grid, lon, lat)];
    if (time >= 0 && here >= 0 && (squares[here]! < 0 || time < squares[here]!)) squares[here] = time;
  });
  return { squares, villages: own };
}

/**
 * From where any of some points is reached: squares are asked at their middle, each by the nearest road and on foot to it, villages where
 * they lie and as their travel times are reckoned. One search from all points at once, however many there are.
 */
export function reachedByRoad(
  { network, graph, snapper, approachKmh }: Roads,
  points: Snapping,
  villages: { places: readonly Point[]; snapping: Snapping },
  grid: Grid,
  seconds: number,
  { ground, stops }: { ground?: Ground | undefined; stops?: Stops | undefined } = {},
): Reached {
  const { square, spots } = middles(grid, ground);
  const people = { snapping: joinSnapped(snapWith(snapper, spots, besideRoad), villages.snapping), approachKmh };
  const rowsTo = (snapping: Snapping, within: number) =>
    new Rows(prepare(network, graph, { snapping, approachKmh }, people, within));
  const nearest = rowsTo(points, seconds).nearest();
  if (stops) {
    const rows = rowsTo(snapWith(snapper, stops.at), Math.min(stops.walkSeconds, seconds));
    stops.onward.forEach((onward, stop) => {
      const { demand, tenths } = rows.row(stop);
      demand.forEach((at, pair) => {
        const time = tenths[pair]! + onward;
        if (time <= 10 * seconds && (nearest[at]! < 0 || time < nearest[at]!)) nearest[at] = time;
      });
    });
  }
  return put(grid, square, nearest.subarray(0, spots.length), villages.places, nearest.slice(spots.length));
}

/**
 * The least time in a straight line to any of some points, tenths of a second; −1: not within a time. What lies near to north or south is
 * looked at first, until nothing nearer can come: the same as one point after the other, in a tenth of the time.
 */
function nearestStraight(
  { mode, speeds, sites }: Pick<TimesRequest, 'mode' | 'speeds' | 'sites'>,
  demands: readonly Point[],
  seconds: number,
): Int32Array {
  const perMetre = straightTenths(speeds[mode]);
  const sorted = [...sites].sort((a, b) => a.lat - b.lat);
  const first = (lat: number): number => {
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sorted[middle]!.lat < lat) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return Int32Array.from(demands, ({ lon, lat }) => {
    let best = Infinity;
    const from = first(lat);
    const look = (at: number): boolean => {
      const site = sorted[at];
      if (!site || Math.abs(site.lat - lat) * leastPerDegree >= best) return false;
      best = Math.min(best, metresBetween([site.lon, site.lat], [lon, lat]));
      return true;
    };
    for (let [north, south] = [from, from - 1]; ; north++, south--) {
      const [up, down] = [look(north), look(south)];
      if (!up && !down) break;
    }
    const time = Math.round(best * perMetre);
    return time <= Math.floor(10 * seconds) ? time : -1;
  });
}

/** A degree to the north is no shorter, metres. */
const leastPerDegree = 111_000;

/** The same where nobody has any roads. */
export function reachedStraight(
  request: Omit<TimesRequest, 'network' | 'demands' | 'cutoffSeconds'>,
  villages: readonly Point[],
  grid: Grid,
  seconds: number,
  { ground, stops }: { ground?: Ground | undefined; stops?: Stops | undefined } = {},
): Reached {
  const { square, spots } = middles(grid, ground);
  const [times, own] = [spots, villages].map((demands) => {
    const nearest = nearestStraight(request, demands, seconds);
    stops?.at.forEach((stop, number) => {
      const cutoffSeconds = Math.min(stops.walkSeconds, seconds);
      const [row] = straightRows({ ...request, network: null, sites: [stop], demands, cutoffSeconds });
      row!.demand.forEach((at, pair) => {
        const time = row!.tenths[pair]! + stops.onward[number]!;
        if (time <= 10 * seconds && (nearest[at]! < 0 || time < nearest[at]!)) nearest[at] = time;
      });
    });
    return nearest;
  });
  return put(grid, square, times!, villages, own!);
}
