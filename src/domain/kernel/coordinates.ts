/**
 * Inside Doorstep every coordinate is WGS84 (CGCS2000 agrees with it within centimetres). Chinese map services hand
 * out GCJ-02, which is shifted by some hundred metres, and Baidu's BD-09, shifted once more; it is converted at the edge, and what was given is kept.
 */
export const coordinateSystems = ['WGS84', 'CGCS2000', 'GCJ-02', 'BD-09'] as const;
export type CoordinateSystem = (typeof coordinateSystems)[number];

export interface Place {
  /** Degrees east and north. */
  lon: number;
  lat: number;
}

/** Krassovsky 1940, on which the shift is defined. */
const radius = 6_378_245;
const eccentricity = 0.006_693_421_622_965_943;

const ripple = (x: number, periods: readonly [number, number, number], weights: readonly [number, number, number]) =>
  periods.reduce((sum, period, at) => sum + weights[at]! * Math.sin((x * Math.PI) / period), 0) * (2 / 3);

/** The shift in metres, as a series around 105° E, 35° N; its published form is folklore and good to a metre. */
function shift({ lon, lat }: Place): { east: number; north: number } {
  const x = lon - 105;
  const y = lat - 35;
  const common = ripple(x, [1 / 6, 1 / 2, Infinity], [20, 20, 0]);
  return {
    north:
      -100 +
      2 * x +
      3 * y +
      0.2 * y * y +
      0.1 * x * y +
      0.2 * Math.sqrt(Math.abs(x)) +
      common +
      ripple(y, [1, 3, 12], [20, 40, 160]) +
      ripple(y, [30, Infinity, Infinity], [320, 0, 0]),
    east:
      300 +
      x +
      2 * y +
      0.1 * x * x +
      0.1 * x * y +
      0.1 * Math.sqrt(Math.abs(x)) +
      common +
      ripple(x, [1, 3, 12], [20, 40, 150]) +
      ripple(x, [30, Infinity, Infinity], [300, 0, 0]),
  };
}

/** What a Chinese map service would show for a true place. */
export function toGcj02(place: Place): Place {
  const latitude = (place.lat * Math.PI) / 180;
  const magic = 1 - eccentricity * Math.sin(latitude) ** 2;
  const { east, north } = shift(place);
  return {
    lon: place.lon + (east * 180) / ((radius / Math.sqrt(magic)) * Math.cos(latitude) * Math.PI),
    lat: place.lat + (north * 180) / (((radius * (1 - eccentricity)) / (magic * Math.sqrt(magic))) * Math.PI),
  };
}

/** The true place behind a GCJ-02 one; the shift is smooth, so a few steps come within a millimetre. */
export function fromGcj02(given: Place): Place {
  let place = given;
  for (let step = 0; step < 6; step++) {
    const shown = toGcj02(place);
    place = { lon: place.lon + given.lon - shown.lon, lat: place.lat + given.lat - shown.lat };
  }
  return place;
}

/** Baidu turns and stretches GCJ-02 once more; its published form. */
const baiduPi = (Math.PI * 3000) / 180;

export function toBd09(place: Place): Place {
  const { lon: x, lat: y } = toGcj02(place);
  const z = Math.sqrt(x * x + y * y) + 0.00002 * Math.sin(y * baiduPi);
  const theta = Math.atan2(y, x) + 0.000003 * Math.cos(x * baiduPi);
  return { lon: z * Math.cos(theta) + 0.0065, lat: z * Math.sin(theta) + 0.006 };
}

function fromBd09(given: Place): Place {
  let place = given;
  for (let step = 0; step < 8; step++) {
    const shown = toBd09(place);
    place = { lon: place.lon + given.lon - shown.lon, lat: place.lat + given.lat - shown.lat };
  }
  return place;
}

export const toWgs84 = (given: Place, system: CoordinateSystem): Place =>
  system === 'GCJ-02' ? fromGcj02(given) : system === 'BD-09' ? fromBd09(given) : given;

/** What a map service of that datum would show for a true place. */
export const fromWgs84 = (place: Place, system: CoordinateSystem): Place =>
  system === 'GCJ-02' ? toGcj02(place) : system === 'BD-09' ? toBd09(place) : place;

/** Degrees east and north, WGS84. */
export type Lonlat = readonly [lon: number, lat: number];
export type Bounds = readonly [west: number, south: number, east: number, north: number];

/** The box around places; undefined where there is none. */
export function boundsOf(places: Iterable<Lonlat>): Bounds | undefined {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [lon, lat] of places) {
    [west, east] = [Math.min(west, lon), Math.max(east, lon)];
    [south, north] = [Math.min(south, lat), Math.max(north, lat)];
  }
  return west <= east ? [west, south, east, north] : undefined;
}

/** The box and so many degrees about it. */
export const widened = ([west, south, east, north]: Bounds, by: number): [number, number, number, number] => [
  west - by,
  south - by,
  east + by,
  north + by,
];

/** A generous box around China: whoever swaps longitude and latitude, or forgets a digit, falls out of it. */
export const isInChina = ({ lon, lat }: Place): boolean => lon >= 73 && lon <= 136 && lat >= 3 && lat <= 54;

/** Great-circle metres: for “which lies nearest”, not for travel. */
export function crowMetres(a: Place, b: Place): number {
  const rad = Math.PI / 180;
  const h =
    Math.sin(((b.lat - a.lat) * rad) / 2) ** 2 +
    Math.cos(a.lat * rad) * Math.cos(b.lat * rad) * Math.sin(((b.lon - a.lon) * rad) / 2) ** 2;
  return 2 * 6_371_008.8 * Math.asin(Math.min(1, Math.sqrt(h)));
}
