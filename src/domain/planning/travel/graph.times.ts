import { metresEast, metresNorth } from './geometry.ts';
import { type RoadMode, type RoadNetwork, roadClasses, traits } from './network.ts';
import type { ModeSpeeds } from './speeds.ts';
import { passable } from './ways.ts';

/** A time that no search reaches. Times are whole tenths of a second, so that sums are exact in whatever order they are made. */
export const closed = 0x3fffffff;

/** What differs from the network as it was read: a bridge is out, a road was widened, a closed one is open again. */
export interface RoadChange {
  edge: number;
  closed?: boolean;
  /** The shares of the edge, as drawn, between which it is closed: whoever lives beside that gets away. Left out: all of it. */
  between?: readonly [number, number];
  /** Speed from now on, of every mode that may use it. */
  kmh?: number;
}

const ferry = roadClasses.indexOf('ferry');
const track = roadClasses.indexOf('track');

function speedOf(network: RoadNetwork, edge: number, speeds: ModeSpeeds): number {
  const kind = network.class[edge]!;
  const marks = network.traits[edge]!;
  const roadClass = roadClasses[kind]!;
  if (kind === ferry) return speeds.kmh.ferry > 0 ? network.kmh[edge]! || speeds.kmh.ferry : 0;
  if (marks & traits.soft && !speeds.softRoads) return 0;
  const usual = speeds.kmh[roadClass];
  if (usual === 0) return 0;
  const town = marks & traits.built ? speeds.inTown : 1;
  const bad = marks & traits.rough || kind === track ? speeds.onBadSurface : 1;
  const sign = speeds.signs ? network.kmh[edge]! : 0;
  if (kind === track) return (sign || usual) * bad;
  // Whoever put up a sign knew the surface too, though perhaps not its holes.
  if (sign > 0) return sign * town * (bad < 1 ? 0.8 : 1);
  if (marks & traits.link) return usual * town * bad * speeds.onRamp;
  const kmh = marks & traits.built ? Math.min(usual, speeds.builtKmh[roadClass] ?? usual) : usual;
  if (marks & traits.driveway) return Math.min(kmh, speeds.drivewayKmh) * bad;
  return kmh * town * bad * (marks & traits.roundabout ? speeds.inRoundabout : 1);
}

/** Tenths of a second along an edge in one direction, closures aside; `closed` where one may not go. */
export function runningTime(
  network: RoadNetwork,
  mode: RoadMode,
  speeds: ModeSpeeds,
  way: number,
  given?: number,
): number {
  const edge = way >>> 1;
  const kmh = given ?? speedOf(network, edge, speeds);
  if (kmh === 0 || !passable(network, mode, way)) return closed;
  // A ferry from a table brings its own wait.
  const wait = network.class[edge] === ferry && !(network.traits[edge]! & traits.link) ? speeds.ferry : 0;
  const heights = network.nodeHeight;
  const rise =
    heights.length === 0 ? 0 : (way & 1 ? -1 : 1) * (heights[network.to[edge]!]! - heights[network.from[edge]!]!);
  const seconds = (network.metres[edge]! / kmh) * 3.6 + Math.max(0, rise) * speeds.climb + wait;
  return Math.min(closed - 0xffff, Math.max(1, Math.round(10 * seconds)));
}

const metresOfBearing = 20;

/** In which direction an edge leaves a node, in 1/256 of a circle from north, judged at 20 m. */
function bearing(network: RoadNetwork, way: number): number {
  const edge = way >>> 1;
  const [begin, end] = way & 1 ? [network.to[edge]!, network.from[edge]!] : [network.from[edge]!, network.to[edge]!];
  const [lon, lat] = [network.nodeLon[begin]!, network.nodeLat[begin]!];
  const east = metresEast(lat / 1e7) / 1e7;
  const north = metresNorth / 1e7;
  const [first, last] = [network.bendStart[edge]!, network.bendStart[edge + 1]!];
  let x = 0;
  let y = 0;
  let gone = 0;
  for (let step = 0; step <= last - first; step++) {
    const bend = way & 1 ? last - 1 - step : first + step;
    const inside = step < last - first;
    const nextX = ((inside ? network.bends[2 * bend]! : network.nodeLon[end]!) - lon) * east;
    const nextY = ((inside ? network.bends[2 * bend + 1]! : network.nodeLat[end]!) - lat) * north;
    const length = Math.hypot(nextX - x, nextY - y);
    const share = gone + length > metresOfBearing ? (metresOfBearing - gone) / length : 1;
    x += (nextX - x) * share;
    y += (nextY - y) * share;
    gone += length;
    if (gone >= metresOfBearing) break;
  }
  return Math.round((Math.atan2(x, y) / (2 * Math.PI)) * 256) & 255;
}

/**
 * In which direction each way leaves, and what a turn costs by its angle, in tenths of a second: an S-curve of its angle, steeper across the oncoming traffic. The form and the
 * figures are those that open route planners use (OSRM's car profile), for driving on the right.
 */
export function turnTimes(
  network: RoadNetwork,
  speeds: ModeSpeeds,
  leaving: Uint8Array,
): { leaving: Uint8Array; byAngle: Int32Array } {
  const bias = 1.075;
  const byAngle = Int32Array.from({ length: 256 }, (_, at) => {
    const degrees = ((at > 128 ? at - 256 : at) * 360) / 256;
    const [steep, late] = degrees >= 0 ? [1 / bias, bias] : [bias, 1 / bias];
    return Math.round((10 * speeds.turn) / (1 + Math.exp(-((13 * steep * Math.abs(degrees)) / 180 - 6.5 * late))));
  });
  for (let way = 0; way < leaving.length; way++) leaving[way] = bearing(network, way);
  return { leaving, byAngle };
}
