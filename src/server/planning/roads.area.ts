import type { Mode } from '#domain/planning/travel/network.ts';
import { snapWith } from '#domain/planning/travel/snap.ts';
import { prepare, Rows } from '#domain/planning/travel/task.ts';
import { busTimesTo } from './roads.bus.ts';
import { pointOf, roadsFor, type Spot } from './roads.ts';
import type { World } from './worlds.ts';

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

/** A bus in the country with its stops: how far the first look goes. */
const busKmh = 40;
/** Squares to a side of the grid on which an area is found. */
const fineness = 96;
/** A spot farther than this from any road is not called reached, however near the point lies. */
const besideRoad = 400;

/**
 * Where a point is reached from in time: a grid of spots around it is asked, each by the nearest road and on foot to it, and the
 * squares whose middle is in time are drawn together.
 */
export async function areaAround(world: World, mode: Mode, spot: Spot, minutes: number): Promise<Area> {
  const speeds = world.content.speeds[mode === 'bus' ? 'walk' : mode];
  const network = await world.network();
  if (!network && mode !== 'bus') {
    const metres = (minutes * 60 * speeds.straightKmh) / 3.6 / speeds.detour;
    return { by: 'straight-line', coordinates: [circle(spot, metres)] };
  }
  const fastest = mode === 'bus' ? busKmh : Math.max(...Object.values(speeds.kmh));
  const reach = Math.min(minutes * 60 * (Math.max(fastest, speeds.straightKmh) / 3.6), 120_000);
  let half = reach;
  let times: Float64Array | undefined;
  // Few roads run at full speed straight away: the second look is at the box in which anything was reached.
  for (let look = 0; look < 2; look++) {
    times = await timesOnGrid(world, mode, spot, half, minutes);
    const far = farthestOnGrid(times, half);
    if (far >= half * 0.6) break;
    half = Math.max(far + (4 * half) / fineness, 300);
  }
  return { by: network ? 'road' : 'straight-line', coordinates: outline(times!, spot, half) };
}

const gridSpot = (spot: Spot, half: number, column: number, row: number): Spot => ({
  lon: spot.lon + (((2 * column) / (fineness - 1) - 1) * half) / (111_195 * Math.cos((spot.lat * Math.PI) / 180)),
  lat: spot.lat + (((2 * row) / (fineness - 1) - 1) * half) / 111_195,
});

async function timesOnGrid(world: World, mode: Mode, spot: Spot, half: number, minutes: number): Promise<Float64Array> {
  const grid = Array.from({ length: fineness * fineness }, (_, at) =>
    pointOf(gridSpot(spot, half, at % fineness, Math.floor(at / fineness))),
  );
  if (mode === 'bus') {
    const tenths = await busTimesTo(world, spot, grid, 60 * minutes, besideRoad);
    return Float64Array.from(tenths, (time) => (time < 0 ? Infinity : time / 10));
  }
  const times = new Float64Array(grid.length).fill(Infinity);
  const roads = await roadsFor(world, mode);
  if (!roads) return times;
  const { approachKmh } = world.content.speeds[mode];
  const task = prepare(
    roads.network,
    roads.graph,
    { snapping: snapWith(roads.snapper, [pointOf(spot)]), approachKmh },
    { snapping: snapWith(roads.snapper, grid, besideRoad), approachKmh },
    60 * minutes,
  );
  const { demand, tenths } = new Rows(task).row(0);
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
