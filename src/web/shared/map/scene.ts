import type { Theme } from './classes.ts';
import type { SiteLevel } from './ground.ts';
import type { Lonlat } from './mercator.ts';

/** How a point stands in the network that is shown: most are simply there; a plan opens, closes, moves and upgrades some. */
export type PointLook = 'there' | 'opened' | 'closed' | 'moved' | 'upgraded' | 'faint';

/** A point as both drawings draw it; everything about it is decided before. */
export interface DrawnPoint {
  id: string;
  level: SiteLevel;
  name: string;
  at: Lonlat;
  colour: string;
  look: PointLook;
  /** What the layer says of it, in words; shown beside the name when the point is pointed at. */
  says: string;
  /** Class of the layer, −1 without a value: a cluster takes the colour of its commonest. */
  group: number;
}

/** A travel-time area or another shape laid over the ground. */
export interface DrawnArea {
  id: string;
  colour: string;
  /** 0 to 1. What lies over another shows it through. */
  opacity: number;
  /** Its edge is drawn: of one, not of the thousands of a whole network, which would hide what they surround. */
  edge: boolean;
  polygons: readonly (readonly (readonly Lonlat[])[])[];
}

/** A road that a plan supposes out, or driven at another speed: what of it is so, with a sign at the place that was named. */
export interface DrawnRoad {
  at: Lonlat;
  look: RoadLook;
  lines: readonly (readonly Lonlat[])[];
  /** What the plan supposes of it, in words. */
  says: string;
}
export type RoadLook = 'road-out' | 'road-speed';

/** A village or population cell, drawn small beneath the points. */
export interface DrawnDot {
  at: Lonlat;
  colour: string;
  /** Radius in pixels at the scale of a county. */
  radius: number;
}

/** All that lies over the ground. Drawn the same with and without WebGL. */
export interface Scene {
  points: readonly DrawnPoint[];
  areas: readonly DrawnArea[];
  roads: readonly DrawnRoad[];
  dots: readonly DrawnDot[];
  selected: readonly string[];
  /** Colours of the layer's classes, for clusters. */
  colours: readonly string[];
  theme: Theme;
  /** Neighbouring points are drawn as one with their number while the map is small. */
  gather: boolean;
}

export interface View {
  middle: Lonlat;
  /** As maps of tiles count: the whole earth is 512 pixels wide at 0. */
  zoom: number;
}
