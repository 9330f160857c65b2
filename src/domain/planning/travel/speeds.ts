import { z } from 'zod';
import { type RoadClass, type RoadMode, roadClasses } from './network.ts';

const Kmh = z.number().min(0).max(150);
const Seconds = z.number().min(0).max(3600);
const Share = z.number().min(0.1).max(1);

/**
 * How fast one mode goes, as data: a city that knows its roads better changes the figures, not the program. Kilometres an
 * hour and seconds throughout.
 */
export const ModeSpeeds = z.object({
  /** By class of road; 0: not used. */
  kmh: z.record(z.enum(roadClasses), Kmh),
  /** In built-up areas, where that is slower. */
  builtKmh: z.partialRecord(z.enum(roadClasses), Kmh),
  /** Whether the speed on a sign goes before the speed of the class. */
  signs: z.boolean(),
  /** Share of the speed that is left in built-up areas, for all that slows one down there; signs included. */
  inTown: Share,
  /** Share of the speed that is left on ramps, in roundabouts, and on a bad surface. */
  onRamp: Share,
  inRoundabout: Share,
  onBadSurface: Share,
  drivewayKmh: Kmh.min(1),
  /** Whether earth and sand roads are passable. */
  softRoads: z.boolean(),
  /** A right-angled turn at a junction costs half of this, going straight almost nothing; 0: turns are not counted. */
  turn: Seconds,
  turnBack: Seconds,
  signals: Seconds,
  gate: Seconds,
  /** Waiting for a ferry, and getting on and off. */
  ferry: Seconds,
  /** For each metre of height gained, where heights are known. */
  climb: z.number().min(0).max(60),
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

const everywhere = (kmh: number, others: Partial<Record<RoadClass, number>>): Record<RoadClass, number> => ({
  ...(Object.fromEntries(roadClasses.map((roadClass) => [roadClass, kmh])) as Record<RoadClass, number>),
  ...others,
});

const onFoot = (kmh: number, climb: number): ModeSpeeds => ({
  kmh: everywhere(kmh, { motorway: 0, ferry: 15 }),
  builtKmh: {},
  signs: false,
  inTown: 1,
  onRamp: 1,
  inRoundabout: 1,
  onBadSurface: 1,
  drivewayKmh: kmh,
  softRoads: true,
  turn: 0,
  turnBack: 0,
  signals: 0,
  gate: 0,
  ferry: 300,
  climb,
  approachKmh: Math.min(kmh, 4),
  detour: 1.3,
  straightKmh: kmh,
});

/**
 * Speeds to begin with. On foot 5.1 km/h, and 3 km/h for an old person (with a rest; six, and nine, seconds for each metre
 * climbed, after Naismith). E-bikes keep to the 25 km/h of GB 17761. Cars: free-flow speeds by class, lower in built-up
 * areas, signs first.
 */
export const defaultSpeeds: SpeedTable = {
  walk: onFoot(5.1, 6),
  'walk-slow': onFoot(3, 9),
  ebike: {
    kmh: everywhere(18, {
      motorway: 0,
      trunk: 20,
      primary: 20,
      secondary: 20,
      tertiary: 19,
      'living-street': 15,
      service: 16,
      track: 12,
      pedestrian: 8,
      cycleway: 19,
      path: 10,
      steps: 0,
      ferry: 15,
    }),
    builtKmh: { trunk: 19, primary: 19, secondary: 19, tertiary: 18, unclassified: 17, residential: 17 },
    signs: false,
    inTown: 1,
    onRamp: 1,
    inRoundabout: 0.8,
    onBadSurface: 0.75,
    drivewayKmh: 10,
    softRoads: true,
    turn: 0,
    turnBack: 0,
    signals: 8,
    gate: 5,
    ferry: 300,
    climb: 1,
    approachKmh: 4,
    detour: 1.35,
    straightKmh: 18,
  },
  car: {
    kmh: everywhere(0, {
      motorway: 105,
      trunk: 90,
      primary: 75,
      secondary: 60,
      tertiary: 50,
      unclassified: 40,
      residential: 35,
      'living-street': 20,
      service: 25,
      track: 4,
      pedestrian: 10,
      cycleway: 10,
      path: 10,
      ferry: 15,
    }),
    builtKmh: {
      motorway: 89,
      trunk: 73,
      primary: 57,
      secondary: 49,
      tertiary: 40,
      unclassified: 35,
      residential: 30,
      service: 20,
    },
    signs: true,
    inTown: 0.95,
    onRamp: 0.85,
    inRoundabout: 0.5,
    onBadSurface: 0.5,
    drivewayKmh: 12,
    softRoads: true,
    turn: 7.5,
    turnBack: 27.5,
    signals: 2,
    gate: 30,
    ferry: 300,
    climb: 0.5,
    approachKmh: 4,
    detour: 1.4,
    straightKmh: 40,
  },
};
