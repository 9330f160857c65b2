import type { FeatureCollection } from '#api/planning.ts';
import { boundsOf, type Lonlat, widened } from '#domain/kernel/coordinates.ts';
import type { UnitLevel } from '#domain/organisation/units.ts';
import { areaSteps } from '#domain/planning/travel/area.ts';
import { type Grid, gridOver, joined, middleOf, type Polygons } from '#domain/planning/travel/grid.ts';
import type { Mode } from '#domain/planning/travel/network.ts';
import { type Reached, reachedByRoad, reachedStraight } from '#domain/planning/travel/reached.ts';
import { snapWith } from '#domain/planning/travel/snap.ts';
import { straightRows } from '#domain/planning/travel/times.ts';
import { serves } from '#domain/planning/world.ts';
import { stopsTowards } from './roads.bus.ts';
import { pointOf, roadsFor, type Spot } from './roads.ts';
import { reachedInWorker } from './travel/index.ts';
import type { World } from './worlds.ts';

const steps = 72;
const metresPerDegree = 111_195;
const round = (degrees: number): number => Math.round(degrees * 1e5) / 1e5;

/** How many degrees so many metres are, to the east and to the north. */
const degreesOf = (metres: number, lat: number): [number, number] => [
  metres / (metresPerDegree * Math.cos((lat * Math.PI) / 180)),
  metres / metresPerDegree,
];

/** A ring around a spot, for where there are no roads. */
function circle(spot: Spot, metres: number): Polygons {
  const [east, north] = degreesOf(metres, spot.lat);
  const ring = Array.from({ length: steps + 1 }, (_, at): [number, number] => {
    const angle = (2 * Math.PI * (at % steps)) / steps;
    return [round(spot.lon + east * Math.cos(angle)), round(spot.lat + north * Math.sin(angle))];
  });
  return [[ring]];
}

export interface Area {
  by: 'road' | 'straight-line';
  /** People who live within, by their own travel times. */
  people: number;
  coordinates: Polygons;
  /** The squares of which it is made, degrees; null: it is not made of squares. */
  square: [number, number] | null;
}

/** A bus in the country with its stops: how far the first look goes. */
const busKmh = 40;
/** Squares to a side of the box on which the area of one point is found. */
const fineness = 96;

const roadModeOf = (mode: Mode) => (mode === 'bus' ? 'walk' : mode);

/** Metres that nobody gets farther than in a time. */
function farthest({ content }: World, mode: Mode, seconds: number): number {
  const speeds = content.speeds[roadModeOf(mode)];
  const fastest = mode === 'bus' ? busKmh : Math.max(...Object.values(speeds.kmh));
  return Math.min(seconds * (Math.max(fastest, speeds.straightKmh) / 3.6), 120_000);
}

const peopleWithin = ({ content }: World, times: Int32Array, seconds: number): number =>
  content.villages.reduce(
    (sum, { people }, at) => (times[at]! >= 0 && times[at]! <= 10 * seconds ? sum + people : sum),
    0,
  );

/** The squares of which something is true, as it is drawn. */
const drawn = (grid: Grid, squares: Int32Array, seconds: number): Polygons =>
  joined(grid, (square) => squares[square]! >= 0 && squares[square]! <= 10 * seconds);

/**
 * Where a point is reached from in time: a grid of squares around it is asked at their middles, each by the nearest road and on foot to
 * it, and those that are in time are drawn together.
 */
export async function areaAround(world: World, mode: Mode, spot: Spot, minutes: number): Promise<Area> {
  const seconds = 60 * minutes;
  const { speeds, villages } = world.content;
  const roads = await roadsFor(world, roadModeOf(mode));
  if (!roads && mode !== 'bus') {
    const { straightKmh, detour } = speeds[mode];
    const request = { network: null, mode, speeds, sites: [pointOf(spot)], demands: villages, cutoffSeconds: seconds };
    const [row] = straightRows(request);
    return {
      by: 'straight-line',
      people: row!.demand.reduce((sum, at) => sum + villages[at]!.people, 0),
      coordinates: circle(spot, (seconds * straightKmh) / 3.6 / detour),
      square: null,
    };
  }
  const stops = mode === 'bus' ? await stopsTowards(world, [spot], seconds) : undefined;
  const look = (grid: Grid): Reached => {
    if (!roads)
      return reachedStraight({ mode: 'walk', speeds, sites: [pointOf(spot)] }, villages, grid, seconds, { stops });
    const { approachKmh } = speeds[roadModeOf(mode)];
    const people = { places: villages, snapping: roads.villages };
    const to = snapWith(roads.snapper, [pointOf(spot)]);
    return reachedByRoad({ ...roads, approachKmh }, to, people, grid, seconds, { stops });
  };
  const box = (half: number): Grid => {
    const [east, north] = degreesOf(half, spot.lat);
    const bounds = [spot.lon - east, spot.lat - north, spot.lon + east, spot.lat + north] as const;
    return gridOver(bounds, (2 * half) / fineness);
  };
  let half = farthest(world, mode, seconds);
  let grid = box(half);
  let found = look(grid);
  // Few roads run at full speed straight away: the second look is at the box in which anything was reached.
  const far = farthestReached(grid, found.squares, spot);
  if (far < half * 0.6) {
    half = Math.max(far + (4 * half) / fineness, 300);
    grid = box(half);
    found = look(grid);
  }
  return {
    by: roads ? 'road' : 'straight-line',
    people: peopleWithin(world, found.villages, seconds),
    coordinates: drawn(grid, found.squares, seconds),
    square: [grid.stepLon, grid.stepLat],
  };
}

function farthestReached(grid: Grid, squares: Int32Array, spot: Spot): number {
  const [east, north] = degreesOf(1, spot.lat);
  let most = 0;
  for (let at = 0; at < squares.length; at++) {
    if (squares[at]! < 0) continue;
    const { lon, lat } = middleOf(grid, at);
    most = Math.max(most, Math.abs(lon - spot.lon) / east, Math.abs(lat - spot.lat) / north);
  }
  return most;
}

/** Of the ground of a city so many squares are asked at most, and none smaller than so many metres. */
const mostSquares = 250_000;
const leastMetres = 100;

/** From where any point of a network that serves a level is reached, and how long from each village. */
export interface NetworkReach extends Reached {
  by: Area['by'];
  grid: Grid;
  /** The side of a square. */
  metres: number;
  /** How far was searched. */
  seconds: number;
}

const kept = new WeakMap<World, Map<string, Promise<NetworkReach>>>();
/** A city looks at two or three ways of travelling and levels; each holds a megabyte or two. */
const mostKept = 8;

/** The layer of the city's borders, beyond which nothing is asked. */
interface Borders {
  digest: Buffer;
  read: () => Promise<FeatureCollection>;
}

/** From where a city's points are reached: searched once for each way of travelling and level, in a worker, for all limits at once. */
export function networkReach(world: World, mode: Mode, level: UnitLevel, borders?: Borders): Promise<NetworkReach> {
  const known = kept.get(world) ?? new Map<string, Promise<NetworkReach>>();
  kept.set(world, known);
  const key = `${mode} ${level} ${borders?.digest.toString('hex')}`;
  const reach = known.get(key) ?? searchAll(world, mode, level, borders);
  known.delete(key);
  known.set(key, reach);
  reach.catch(() => known.delete(key));
  for (const old of known.keys()) {
    if (known.size <= mostKept) break;
    known.delete(old);
  }
  return reach;
}

/** The borders of the city itself; null where nobody has brought them: those of some counties are not the ground of all. */
function cityOf({ features }: FeatureCollection): Polygons | null {
  const polygons = features
    .filter(({ properties }) => properties.level === 'city')
    .flatMap(({ geometry: { type, coordinates } }) =>
      type === 'Polygon' ? [coordinates as Polygons[number]] : (coordinates as Polygons),
    );
  return polygons.length > 0 ? polygons : null;
}

/** Where nobody has brought the borders, so far around points and villages is asked, degrees: some three kilometres. */
const around = 0.03;

async function searchAll(
  world: World,
  mode: Mode,
  level: UnitLevel,
  borders: Borders | undefined,
): Promise<NetworkReach> {
  const { speeds, villages, searched } = world.content;
  const seconds = 60 * searched;
  const points = world.content.points.filter((point) => serves(point.level, level));
  const network = await world.network();
  const ground = borders ? cityOf(await borders.read()) : null;
  const stops = mode === 'bus' ? await stopsTowards(world, points, seconds) : undefined;
  // A snapshot has villages, and borders have corners.
  const box = ground
    ? boundsOf(ground.flat(2))!
    : widened(boundsOf([...points, ...villages].map(({ lon, lat }): Lonlat => [lon, lat]))!, around);
  const [east, north] = degreesOf(1, (box[1] + box[3]) / 2);
  const squareMetres = ((box[2] - box[0]) / east) * ((box[3] - box[1]) / north);
  const metres = Math.max(leastMetres, Math.sqrt(squareMetres / mostSquares));
  const grid = gridOver(box, metres);
  const [asked, people] = [points, villages].map((places) => places.map(pointOf));
  const reached = await reachedInWorker({
    network,
    mode: roadModeOf(mode),
    speeds,
    points: asked!,
    villages: people!,
    grid,
    ground,
    stops,
    seconds,
  });
  return { ...reached, by: network ? 'road' : 'straight-line', grid, metres, seconds };
}

/** What is drawn of it, and what is said beside it: steps of minutes within a limit, and whom the limit leaves out. */
export function bandsOf(world: World, { grid, squares, villages }: NetworkReach, minutes: number) {
  const steps = [...areaSteps.filter((step) => step < minutes), minutes];
  const beyond = world.content.villages.filter(
    ({ people }, at) => people > 0 && !(villages[at]! >= 0 && villages[at]! <= 600 * minutes),
  );
  return {
    square: [grid.stepLon, grid.stepLat] as [number, number],
    bands: steps.map((step) => ({
      minutes: step,
      people: peopleWithin(world, villages, 60 * step),
      polygon: { type: 'MultiPolygon' as const, coordinates: drawn(grid, squares, 60 * step) },
    })),
    beyond: {
      people: beyond.reduce((sum, { people }) => sum + people, 0),
      villages: {
        name: beyond.map(({ name }) => name),
        lon: beyond.map(({ lon }) => lon),
        lat: beyond.map(({ lat }) => lat),
        people: beyond.map(({ people }) => people),
      },
    },
  };
}
