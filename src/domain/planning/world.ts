import type { UnitLevel } from '../organisation/units.ts';
import type { Mode } from './travel/network.ts';
import type { SpeedTable } from './travel/speeds.ts';

export { crowMetres } from '../kernel/coordinates.ts';

/** What a snapshot holds: plain data, written once, read by everything. Coordinates WGS84. */
export interface Village {
  id: string;
  name: string;
  /** Ids of the divisions in which it lies. */
  village: string | null;
  town: string | null;
  county: string | null;
  lon: number;
  lat: number;
  people: number;
  /** People of 60 and more, where somebody counted them. */
  older: number | null;
  /** Cases of a year, where somebody counted or projected them. Snapshots of earlier programs lack it. */
  cases?: number | null;
  urban: boolean;
  /** Natural villages that this row stands for (自然村). */
  natural: number;
}

export type SiteClass = 'I' | 'II' | 'III';

export interface Point {
  id: string;
  unit: string;
  name: string;
  level: UnitLevel;
  lon: number;
  lat: number;
  clerks: number;
  counters: number;
  class: SiteClass | null;
  county: string | null;
  town: string | null;
}

export interface Premises {
  id: string;
  name: string;
  kind: string;
  lon: number;
  lat: number;
  area: number | null;
  /** Planned: the first day on which it can be used. */
  from: string | null;
}

export interface PlaceName {
  id: string;
  name: string;
  level: 'city' | 'county' | 'town';
  parent: string | null;
}

/** What whoever looks at figures must know of the data beneath them. */
export const dataLabels = ['fictional', 'synthetic', 'straight-line'] as const;
export type DataLabel = (typeof dataLabels)[number];

export interface WorldContent {
  asOf: string;
  villages: Village[];
  points: Point[];
  /** Sites that nobody has put on the map yet: told, and left out of every figure. */
  unplaced: { id: string; name: string }[];
  premises: Premises[];
  places: PlaceName[];
  /** Digest of the road network, hex; null: straight lines. */
  roads: string | null;
  /** Digests of the bus timetable and of the ferries, hex; only where there are any. */
  bus?: string;
  ferries?: string;
  /** Buses that set out between these are the ones to go by, minutes after midnight; only where there are buses. */
  departures?: { from: number; until: number };
  speeds: SpeedTable;
  /** How far travel times are searched, minutes: beyond it a point counts as not reached. */
  searched: number;
}

/** Whoever takes a bus of the morning finds the hall open, and has the afternoon to go home. Minutes after midnight. */
export const morning = { from: 6 * 60, until: 12 * 60 } as const;

export interface Scope {
  mode: { urban: Mode; rural: Mode };
  /** Minutes. */
  limits: { urban: number; rural: number };
  acrossBorders: boolean;
}

const ranks: readonly UnitLevel[] = ['village', 'town', 'county', 'city'];
/** A hall of a higher level does what those below it do; the catalogue's rights of receipt are nested so. */
export const serves = (point: UnitLevel, asked: UnitLevel): boolean => ranks.indexOf(point) >= ranks.indexOf(asked);
export const rankOf = (level: UnitLevel): number => ranks.indexOf(level);
