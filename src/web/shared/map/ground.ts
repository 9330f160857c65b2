import type { Text } from '#domain/kernel/text.ts';
import type { Lonlat } from './mercator.ts';

export const siteLevels = ['village', 'town', 'county', 'city'] as const;
export type SiteLevel = (typeof siteLevels)[number];

/** What lies beneath the points, in WGS84 degrees. A city without imported data has bounds and nothing else. */
export interface Ground {
  /** West, south, east, north. */
  bounds: readonly [number, number, number, number];
  /** Outer rings and holes, as a GeoJSON MultiPolygon. */
  areas: readonly { id: string; level: 'city' | 'county' | 'town'; name: Text; polygons: readonly Lonlat[][][] }[];
  places: readonly { id: string; level: SiteLevel; name: Text; at: Lonlat; people: number }[];
  rivers: readonly { name: Text | null; size: 'trunk' | 'river' | 'stream'; line: readonly Lonlat[] }[];
  roads: readonly { class: RoadClass; line: readonly Lonlat[] }[];
  peaks: readonly { name: Text; at: Lonlat; metres: number }[];
  relief: Relief | null;
  /** Said wherever the map is shown: what is invented, whose data these are. */
  notice: Text | null;
}

export const roadClasses = ['highway', 'county-road', 'village-road'] as const;
export type RoadClass = (typeof roadClasses)[number];

/** Metres above the sea at the centres of cells, row by row from the north-west; `stepLat` is negative. */
export interface Relief {
  columns: number;
  rows: number;
  west: number;
  north: number;
  stepLon: number;
  stepLat: number;
  metres: ArrayLike<number>;
}
