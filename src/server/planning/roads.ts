import { Refused } from '#domain/kernel/problem.ts';
import type { RoadChange } from '#domain/planning/travel/graph.times.ts';
import { buildGraph, type TravelGraph } from '#domain/planning/travel/graph.ts';
import type { Mode, RoadMode, RoadNetwork } from '#domain/planning/travel/network.ts';
import { Snapper, type Snapping, snapWith } from '#domain/planning/travel/snap.ts';
import { prepare, Rows } from '#domain/planning/travel/task.ts';
import { straightRows } from '#domain/planning/travel/times.ts';
import { crowMetres } from '#domain/planning/world.ts';
import type { World } from './worlds.ts';

interface Spot {
  lon: number;
  lat: number;
}
const pointOf = (spot: Spot) => ({ id: '', lon: spot.lon, lat: spot.lat });

/** The roads of a snapshot made ready for one mode, so that a point put anywhere is answered while the mouse still moves. */
interface Ready {
  network: RoadNetwork;
  graph: TravelGraph;
  snapper: Snapper;
  villages: Snapping;
}
const ready = new WeakMap<World, Map<RoadMode, Promise<Ready | null>>>();

/** @throws Refused `planning.no-bus`: buses run by a table of departures, which says nothing of a point that does not stand yet. */
export function roadMode(mode: Mode): RoadMode {
  if (mode === 'bus') throw new Refused('planning.no-bus');
  return mode;
}

export function roadsFor(world: World, given: Mode): Promise<Ready | null> {
  const mode = roadMode(given);
  const modes = ready.get(world) ?? new Map<RoadMode, Promise<Ready | null>>();
  ready.set(world, modes);
  const present = modes.get(mode);
  if (present) return present;
  const making = world.network().then((network) => {
    if (network === null) return null;
    const speeds = world.content.speeds[mode];
    const snapper = new Snapper(network, mode, speeds);
    return {
      network,
      graph: buildGraph(network, mode, speeds),
      snapper,
      villages: snapWith(snapper, world.content.villages),
    };
  });
  modes.set(mode, making);
  making.catch(() => modes.delete(mode));
  return making;
}

export interface TravelRow {
  demand: Int32Array;
  seconds: Float64Array;
}

const toSeconds = ({ demand, tenths }: { demand: Int32Array; tenths: Int32Array }): TravelRow => ({
  demand,
  seconds: Float64Array.from(tenths, (each) => each / 10),
});

/** Who reaches a spot, searched anew for it alone. */
export async function rowTo(world: World, given: Mode, spot: Spot): Promise<TravelRow> {
  const mode = roadMode(given);
  const { speeds, searched, villages } = world.content;
  const roads = await roadsFor(world, mode);
  if (!roads) {
    const request = {
      network: null,
      mode,
      speeds,
      sites: [pointOf(spot)],
      demands: villages,
      cutoffSeconds: 60 * searched,
    };
    return toSeconds(straightRows(request)[0]!);
  }
  const { approachKmh } = speeds[mode];
  const task = prepare(
    roads.network,
    roads.graph,
    { snapping: snapWith(roads.snapper, [pointOf(spot)]), approachKmh },
    { snapping: roads.villages, approachKmh },
    60 * searched,
  );
  return toSeconds(new Rows(task).row(0));
}

/** Edges that pass within so many metres of a spot: what a bridge that is out closes. */
export function edgesNear(network: RoadNetwork, spot: Spot, metres: number): RoadChange[] {
  const changes: RoadChange[] = [];
  const degrees = (e7: number): number => e7 / 1e7;
  const squash = Math.cos((spot.lat * Math.PI) / 180) * 111_195;
  const flat = (lonE7: number, latE7: number): [number, number] => [
    (degrees(lonE7) - spot.lon) * squash,
    (degrees(latE7) - spot.lat) * 111_195,
  ];
  const distance = ([ax, ay]: [number, number], [bx, by]: [number, number]): number => {
    const [dx, dy] = [bx - ax, by - ay];
    const length = dx * dx + dy * dy;
    const share = length === 0 ? 0 : Math.min(1, Math.max(0, -(ax * dx + ay * dy) / length));
    return Math.hypot(ax + share * dx, ay + share * dy);
  };
  for (let edge = 0; edge < network.from.length; edge++) {
    const [from, to] = [network.from[edge]!, network.to[edge]!];
    let before = flat(network.nodeLon[from]!, network.nodeLat[from]!);
    let near = false;
    for (let bend = network.bendStart[edge]!; bend < network.bendStart[edge + 1]! && !near; bend++) {
      const next = flat(network.bends[2 * bend]!, network.bends[2 * bend + 1]!);
      near = distance(before, next) <= metres;
      before = next;
    }
    if (near || distance(before, flat(network.nodeLon[to]!, network.nodeLat[to]!)) <= metres)
      changes.push({ edge, closed: true });
  }
  return changes;
}

type Ring = [number, number][];
const steps = 72;

/** A ring around a spot, for where there are no roads. */
function circle(spot: Spot, metres: number): Ring[] {
  const ring: Ring = [];
  for (let at = 0; at <= steps; at++) {
    const angle = (2 * Math.PI * (at % steps)) / steps;
    ring.push([
      spot.lon + (metres * Math.cos(angle)) / (111_195 * Math.cos((spot.lat * Math.PI) / 180)),
      spot.lat + (metres * Math.sin(angle)) / 111_195,
    ]);
  }
  return [ring.map(([lon, lat]) => [round(lon), round(lat)])];
}
const round = (degrees: number): number => Math.round(degrees * 1e5) / 1e5;

export interface Area {
  by: 'road' | 'straight-line';
  coordinates: Ring[][];
}

/** Squares to a side of the grid on which an area is found. */
const fineness = 96;
/** A spot farther than this from any road is not called reached, however near the point lies. */
const besideRoad = 400;

/**
 * Where a point is reached from in time: a grid of spots around it is asked, each by the nearest road and on foot to it, and the
 * squares whose middle is in time are drawn together.
 */
export async function areaAround(world: World, given: Mode, spot: Spot, minutes: number): Promise<Area> {
  const mode = roadMode(given);
  const speeds = world.content.speeds[mode];
  const roads = await roadsFor(world, mode);
  if (!roads) {
    const metres = (minutes * 60 * speeds.straightKmh) / 3.6 / speeds.detour;
    return { by: 'straight-line', coordinates: [circle(spot, metres)] };
  }
  const fastest = Math.max(...Object.values(speeds.kmh));
  const reach = Math.min(minutes * 60 * (Math.max(fastest, speeds.straightKmh) / 3.6), 120_000);
  let half = reach;
  let times: Float64Array | undefined;
  // Few roads run at full speed straight away: the second look is at the box in which anything was reached.
  for (let look = 0; look < 2; look++) {
    times = timesOnGrid(world, roads, mode, spot, half, minutes);
    const far = farthestOnGrid(times, half);
    if (far >= half * 0.6) break;
    half = Math.max(far + (4 * half) / fineness, 300);
  }
  return { by: 'road', coordinates: outline(times!, spot, half) };
}

const gridSpot = (spot: Spot, half: number, column: number, row: number): Spot => ({
  lon: spot.lon + (((2 * column) / (fineness - 1) - 1) * half) / (111_195 * Math.cos((spot.lat * Math.PI) / 180)),
  lat: spot.lat + (((2 * row) / (fineness - 1) - 1) * half) / 111_195,
});

function timesOnGrid(
  world: World,
  roads: Ready,
  mode: RoadMode,
  spot: Spot,
  half: number,
  minutes: number,
): Float64Array {
  const { approachKmh } = world.content.speeds[mode];
  const grid = Array.from({ length: fineness * fineness }, (_, at) =>
    pointOf(gridSpot(spot, half, at % fineness, Math.floor(at / fineness))),
  );
  const task = prepare(
    roads.network,
    roads.graph,
    { snapping: snapWith(roads.snapper, [pointOf(spot)]), approachKmh },
    { snapping: snapWith(roads.snapper, grid, besideRoad), approachKmh },
    60 * minutes,
  );
  const { demand, tenths } = new Rows(task).row(0);
  const times = new Float64Array(grid.length).fill(Infinity);
  demand.forEach((at, k) => {
    times[at] = tenths[k]! / 10;
  });
  return times;
}

function farthestOnGrid(times: Float64Array, half: number): number {
  let most = 0;
  for (let at = 0; at < times.length; at++) {
    if (times[at] === Infinity) continue;
    const away = Math.max(
      Math.abs((2 * (at % fineness)) / (fineness - 1) - 1),
      Math.abs((2 * Math.floor(at / fineness)) / (fineness - 1) - 1),
    );
    most = Math.max(most, away * half);
  }
  return most;
}

/** The borders of the reached squares, joined to rings: outer ones counter-clockwise with their holes, as GeoJSON wants it. */
function outline(times: Float64Array, spot: Spot, half: number): Ring[][] {
  const inside = (column: number, row: number): boolean =>
    column >= 0 && row >= 0 && column < fineness && row < fineness && times[row * fineness + column]! < Infinity;
  const next = new Map<string, [number, number][]>();
  const side = (from: [number, number], to: [number, number]) => {
    const list = next.get(from.join());
    if (list) list.push(to);
    else next.set(from.join(), [to]);
  };
  for (let row = 0; row < fineness; row++)
    for (let column = 0; column < fineness; column++) {
      if (!inside(column, row)) continue;
      if (!inside(column, row - 1)) side([column, row], [column + 1, row]);
      if (!inside(column + 1, row)) side([column + 1, row], [column + 1, row + 1]);
      if (!inside(column, row + 1)) side([column + 1, row + 1], [column, row + 1]);
      if (!inside(column - 1, row)) side([column, row + 1], [column, row]);
    }
  const rings: [number, number][][] = [];
  for (const [start, ends] of next) {
    while (ends.length > 0) {
      const ring: [number, number][] = [start.split(',').map(Number) as [number, number]];
      for (let at = ends.pop()!; ; at = next.get(at.join())!.pop()!) {
        ring.push(at);
        if (at.join() === start) break;
      }
      rings.push(ring);
    }
  }
  const area = (ring: readonly [number, number][]): number =>
    ring.reduce((sum, [x, y], at) => {
      const [nextX, nextY] = ring[(at + 1) % ring.length]!;
      return sum + x * nextY - nextX * y;
    }, 0) / 2;
  const outer = rings
    .filter((ring) => area(ring) > 0)
    .map((ring) => ({ ring, size: area(ring), holes: [] as [number, number][][] }));
  for (const hole of rings.filter((ring) => area(ring) < 0)) {
    const [x, y] = hole[0]!;
    const around = outer.filter(({ ring }) => contains(ring, x, y)).sort((a, b) => a.size - b.size)[0];
    around?.holes.push(hole);
  }
  const toDegrees = (ring: readonly [number, number][]): Ring =>
    smooth(ring).map(([x, y]) => {
      const at = gridSpot(spot, half, x - 0.5, y - 0.5);
      return [round(at.lon), round(at.lat)];
    });
  return outer.map(({ ring, holes }) => [toDegrees(ring), ...holes.map(toDegrees)]);
}

const contains = (ring: readonly [number, number][], x: number, y: number): boolean => {
  let inside = false;
  for (let at = 1; at < ring.length; at++) {
    const [[x0, y0], [x1, y1]] = [ring[at - 1]!, ring[at]!];
    // Half a square off the corners, so that no crossing is exactly at one.
    if (y0 > y + 0.25 !== y1 > y + 0.25 && x + 0.25 < x0 + ((y + 0.25 - y0) / (y1 - y0)) * (x1 - x0)) inside = !inside;
  }
  return inside;
};

/** Corners of squares cut off (Chaikin), so that the drawing does not claim more sharpness than a grid has. */
function smooth(ring: readonly [number, number][]): [number, number][] {
  const open = ring.slice(0, -1);
  const cut = open.flatMap(([x, y], at): [number, number][] => {
    const [nextX, nextY] = open[(at + 1) % open.length]!;
    return [
      [x * 0.75 + nextX * 0.25, y * 0.75 + nextY * 0.25],
      [x * 0.25 + nextX * 0.75, y * 0.25 + nextY * 0.75],
    ];
  });
  return [...cut, cut[0]!];
}

/** The nearest of some places, and how far as the crow flies. */
export function nearestOf<T extends Spot>(places: readonly T[], spot: Spot): { place: T; metres: number } | undefined {
  let best: { place: T; metres: number } | undefined;
  for (const place of places) {
    const metres = crowMetres(place, spot);
    if (!best || metres < best.metres) best = { place, metres };
  }
  return best;
}

/**
 * How long from one spot to each of some points; null for what is not reached. A resident waits for it: the searches stop at an
 * hour and a half.
 */
export async function timesFrom(
  world: World,
  mode: RoadMode,
  from: Spot,
  points: readonly (Spot | null)[],
): Promise<(number | null)[]> {
  const roads = await roadsFor(world, mode);
  if (!roads) return points.map(() => null);
  const { approachKmh } = world.content.speeds[mode];
  const placed = points.flatMap((point) => (point ? [pointOf(point)] : []));
  const task = prepare(
    roads.network,
    roads.graph,
    { snapping: snapWith(roads.snapper, placed), approachKmh },
    { snapping: snapWith(roads.snapper, [pointOf(from)]), approachKmh },
    90 * 60,
  );
  const rows = new Rows(task);
  let at = 0;
  return points.map((point) => {
    if (!point) return null;
    const { tenths } = rows.row(at++);
    return tenths.length > 0 ? tenths[0]! / 10 : null;
  });
}
