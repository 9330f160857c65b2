import type { RoadMode, RoadNetwork } from './network.ts';
import type { Point } from './snap.ts';
import type { SpeedTable } from './speeds.ts';

/** Who reaches which site in what time: sorted by site, then demand; pairs beyond the cutoff are left out. */
export interface Times {
  site: Int32Array;
  demand: Int32Array;
  /** In tenths of a second exactly. */
  seconds: Float64Array;
  method: 'roads' | 'straight-line';
  /** Indexes of sites and demands that are too far from any road. */
  sitesOff: number[];
  demandsOff: number[];
  /** Indexes of demands that reach no site within the cutoff. */
  unreached: number[];
}

export interface TimesRequest {
  /** null: straight line × detour. */
  network: RoadNetwork | null;
  mode: RoadMode;
  speeds: SpeedTable;
  sites: readonly Point[];
  demands: readonly Point[];
  cutoffSeconds: number;
}
export declare function timesToSites(request: TimesRequest): Times;
