import { z } from 'zod';
import type { RoadMode } from './network.ts';

const Kmh = z.number().min(0).max(150);

/** Speeds of one mode. A class without a speed (0) is not used. */
export const ModeSpeeds = z.object({
  kmh: z.object({
    motorway: Kmh,
    trunk: Kmh,
    primary: Kmh,
    secondary: Kmh,
    tertiary: Kmh,
    unclassified: Kmh,
    residential: Kmh,
    'living-street': Kmh,
    service: Kmh,
    track: Kmh,
    pedestrian: Kmh,
    cycleway: Kmh,
    path: Kmh,
    steps: Kmh,
    ferry: Kmh,
  }),
  /** From a house to the road, on foot; null: that way is not counted. */
  approachKmh: Kmh.min(0.5).nullable(),
  /** Without roads: straight line × this, at `straightKmh`. */
  detour: z.number().min(1).max(5),
  straightKmh: Kmh.min(0.5),
});
export type ModeSpeeds = z.infer<typeof ModeSpeeds>;

export const SpeedTable = z.object({
  walk: ModeSpeeds,
  'walk-slow': ModeSpeeds,
  ebike: ModeSpeeds,
  car: ModeSpeeds,
});
export type SpeedTable = z.infer<typeof SpeedTable> & Record<RoadMode, ModeSpeeds>;
