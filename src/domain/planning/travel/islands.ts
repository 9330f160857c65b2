import type { RoadMode, RoadNetwork } from './network.ts';

/** A part of the network between whose nodes one can go, there and back; islands are cut off from one another. */
export interface Islands {
  /** Island of each node; -1: nothing of this mode leads there. The largest has number 0. */
  island: Int32Array;
  /** Nodes in each island, largest first. */
  sizes: Int32Array;
}
export declare function islands(network: RoadNetwork, mode: RoadMode): Islands;
