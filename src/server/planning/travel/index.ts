import { Refused } from '#domain/kernel/problem.ts';
import { packNetwork, unpackNetwork } from '#domain/planning/travel/network.file.ts';
import type { RoadNetwork } from '#domain/planning/travel/network.ts';

export { isOsmBeginning, readOsmFile } from './osm.read.ts';
export { readOsm } from './osm.ts';
export { busTablesInWorker, busTravelTimes, reachedInWorker, travelRows, travelTimes } from './pool.ts';

/** The network as one file, to be kept in the storage by its digest; the same network gives the same bytes. */
export const saveNetwork = (network: RoadNetwork): Uint8Array => packNetwork(network);

/** In memory that workers share, so that none of them has a copy. @throws Refused `travel.network-damaged` */
export function loadNetwork(bytes: Uint8Array): RoadNetwork {
  const shared = new Uint8Array(new SharedArrayBuffer(bytes.length));
  shared.set(bytes);
  const network = unpackNetwork(shared);
  if (!network) throw new Refused('travel.network-damaged');
  return network;
}
