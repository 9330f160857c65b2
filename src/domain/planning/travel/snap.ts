import type { RoadMode, RoadNetwork } from './network.ts';

export interface Point {
  id: string;
  lon: number;
  lat: number;
}

/** Where points meet the roads; arrays run along the points given. */
export interface Snapping {
  /** -1: no road of this mode within `farthest`. */
  edge: Int32Array;
  /** Share of the edge that lies between its beginning and the point, 0 to 1. */
  fraction: Float64Array;
  /** From the point to the road. */
  metres: Float64Array;
  /** Number of the island of the network (see `islands`); 0 is the largest. */
  island: Int32Array;
  /** Indexes of points too far from any road. */
  tooFar: number[];
}

export interface SnapOptions {
  mode: RoadMode;
  /** Metres to a road beyond which a point is named instead of snapped. */
  farthest?: number;
}
export declare function snap(network: RoadNetwork, points: readonly Point[], options: SnapOptions): Snapping;
