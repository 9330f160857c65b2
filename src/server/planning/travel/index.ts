import type { RoadNetwork } from '#domain/planning/travel/network.ts';
import type { Times, TimesRequest } from '#domain/planning/travel/times.ts';

/** West, south, east, north, in degrees. */
export type Bounds = readonly [number, number, number, number];

export interface Watch {
  /** Share done, 0 to 1. */
  onProgress?: (share: number) => void;
  /** Ends the work with the signal's reason. */
  signal?: AbortSignal;
}

export interface OsmRequest extends Watch {
  /** Roads outside are left out. */
  bounds?: Bounds;
}

/** Reads the roads of an OpenStreetMap extract, in a worker. @throws Refused `travel.osm-*` */
export declare function readOsm(path: string, request?: OsmRequest): Promise<RoadNetwork>;

/** The network as one file, to be kept in the storage by its digest; the same network gives the same bytes. */
export declare function saveNetwork(network: RoadNetwork): Uint8Array;
/** @throws Refused `travel.network-damaged` */
export declare function loadNetwork(bytes: Uint8Array): RoadNetwork;

/** `timesToSites` on all cores, with progress and cancel. */
export declare function travelTimes(request: TimesRequest, watch?: Watch): Promise<Times>;
