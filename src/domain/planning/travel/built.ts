import { metresEast, metresNorth } from './geometry.ts';
import { access, edgeCount, type RoadNetwork, roadClasses, traits } from './network.ts';

/** Kilometres of road for cars in a square kilometre from which ground counts as built up. */
const builtUpFrom = 12;
const reach = 2000;
const cell = 500;

/**
 * Marks the roads of built-up areas, where one drives slower: where within two kilometres there is much road. That is
 * how a network tells without anybody drawing the town's limits. Road length is summed in squares of 500 m.
 */
export function markBuilt(network: RoadNetwork): RoadNetwork {
  const { nodeLon, nodeLat, from, to, metres } = network;
  if (nodeLon.length === 0) return network;
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let node = 0; node < nodeLon.length; node++) {
    west = Math.min(west, nodeLon[node]!);
    east = Math.max(east, nodeLon[node]!);
    south = Math.min(south, nodeLat[node]!);
    north = Math.max(north, nodeLat[node]!);
  }
  const toEast = metresEast((south + north) / 2e7) / 1e7 / cell;
  const toNorth = metresNorth / 1e7 / cell;
  const columns = Math.floor((east - west) * toEast) + 1;
  const rows = Math.floor((north - south) * toNorth) + 1;
  const length = new Float64Array(columns * rows);
  const cellOf = (edge: number): number => {
    const x = (nodeLon[from[edge]!]! + nodeLon[to[edge]!]!) / 2;
    const y = (nodeLat[from[edge]!]! + nodeLat[to[edge]!]!) / 2;
    return Math.floor((y - south) * toNorth) * columns + Math.floor((x - west) * toEast);
  };
  const ferry = roadClasses.indexOf('ferry');
  for (let edge = 0; edge < edgeCount(network); edge++)
    if (network.access[edge]! & (access.carForward | access.carBackward) && network.class[edge] !== ferry)
      length[cellOf(edge)]! += metres[edge]!;
  const built = new Uint8Array(columns * rows);
  const steps = Math.ceil(reach / cell);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      let sum = 0;
      for (let dy = -steps; dy <= steps; dy++)
        for (let dx = -steps; dx <= steps; dx++)
          if ((dx * dx + dy * dy) * cell * cell <= reach * reach && column + dx >= 0 && column + dx < columns)
            sum += length[(row + dy) * columns + column + dx] ?? 0;
      if (sum / 1000 / ((Math.PI * reach * reach) / 1e6) >= builtUpFrom) built[row * columns + column] = 1;
    }
  const marked = network.traits.map((bits, edge) => (built[cellOf(edge)] ? bits | traits.built : bits));
  return { ...network, traits: marked };
}
