import type { Position } from './geometry.ts';
import { metresBetween } from './geometry.ts';
import type { RoadNetwork } from './network.ts';
import type { Snapper } from './snap.ts';

/**
 * The road that passes a place, as far as some metres around it: its nearest edge, and from there whatever hangs together with it and is of
 * the same class, so that no side road is taken with it. Edges are whole, those of which half lies that near: a road is mended from crossing to crossing.
 * @param beside metres from the place to the road beyond which there is none
 * @returns numbers of edges, rising; none where no road is near
 */
export function stretchAt(
  network: RoadNetwork,
  snapper: Snapper,
  { lon, lat }: { lon: number; lat: number },
  metres: number,
  beside: number,
): number[] {
  const first = snapper.find(lon, lat, beside)?.edge;
  if (first === undefined) return [];
  const alike = snapper
    .within(lon, lat, metres)
    .filter(({ edge, between: [from, to] }) => network.class[edge] === network.class[first] && to - from >= 0.5)
    .map(({ edge }) => edge);
  const at = new Map<number, number[]>();
  for (const edge of alike)
    for (const node of [network.from[edge]!, network.to[edge]!]) {
      const list = at.get(node);
      if (list) list.push(edge);
      else at.set(node, [edge]);
    }
  const found = new Set([first]);
  for (const edge of found)
    for (const node of [network.from[edge]!, network.to[edge]!]) for (const next of at.get(node) ?? []) found.add(next);
  return [...found].sort((a, b) => a - b);
}

/** An edge as it is drawn, from its first node over its bends to its last. */
function bendsOf(network: RoadNetwork, edge: number): Position[] {
  const { nodeLon, nodeLat, from, to, bendStart, bends } = network;
  const degrees = (lon: number, lat: number): Position => [lon / 1e7, lat / 1e7];
  const line = [degrees(nodeLon[from[edge]!]!, nodeLat[from[edge]!]!)];
  for (let bend = bendStart[edge]!; bend < bendStart[edge + 1]!; bend++)
    line.push(degrees(bends[2 * bend]!, bends[2 * bend + 1]!));
  line.push(degrees(nodeLon[to[edge]!]!, nodeLat[to[edge]!]!));
  return line;
}

/** The place on an edge, as drawn, at a share of its length. */
export const placeOn = (network: RoadNetwork, edge: number, share: number): Position =>
  partOf(network, edge, [share, share])[0]!;

/** What lies of an edge, as drawn, between two shares of its length. */
export function partOf(network: RoadNetwork, edge: number, [first, last]: readonly [number, number]): Position[] {
  const line = bendsOf(network, edge);
  const lengths = line.slice(1).map((end, at) => metresBetween(line[at]!, end));
  const whole = lengths.reduce((sum, length) => sum + length, 0);
  const placeAt = (share: number): { place: Position; after: number } => {
    let left = share * whole;
    for (let at = 0; at < lengths.length; at++) {
      const part = lengths[at] === 0 ? 0 : left / lengths[at]!;
      if (part <= 1) {
        const [[west, south], [east, north]] = [line[at]!, line[at + 1]!];
        return { place: [west + part * (east - west), south + part * (north - south)], after: at };
      }
      left -= lengths[at]!;
    }
    return { place: line.at(-1)!, after: lengths.length - 1 };
  };
  const [from, to] = [placeAt(first), placeAt(last)];
  return [from.place, ...line.slice(from.after + 1, to.after + 1), to.place];
}
