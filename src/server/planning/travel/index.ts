import { Refused } from '#domain/kernel/problem.ts';
import { packNetwork, unpackNetwork } from '#domain/planning/travel/network.file.ts';
import type { RoadNetwork } from '#domain/planning/travel/network.ts';

export { readOsmFile } from './osm.read.ts';
export { readOsm } from './osm.ts';
export { busTablesInWorker, busTravelTimes, travelTimes } from './pool.ts';

/** The network as one file, to be kept in the storage by its digest; the same network gives the same bytes. */
export const saveNetwork = (network: RoadNetwork): Uint8Array => packNetwork(network);

/** Quick: the arrays are views of the bytes given. @throws Refused `travel.network-damaged` */
export function loadNetwork(bytes: Uint8Array): RoadNetwork {
  const network = unpackNetwork(bytes.byteOffset % 8 === 0 ? bytes : bytes.slice());
  if (!network) throw new Refused('travel.network-damaged');
  return network;
}
