/** Degrees east and north, WGS84. */
export type Position = readonly [lon: number, lat: number];

/** The mean radius of the Earth, metres. */
const radius = 6_371_008.8;
const radians = Math.PI / 180;

/** Metres along the great circle. */
export function metresBetween(a: Position, b: Position): number {
  const north = Math.sin(((b[1] - a[1]) * radians) / 2);
  const east = Math.sin(((b[0] - a[0]) * radians) / 2);
  const h = north * north + Math.cos(a[1] * radians) * Math.cos(b[1] * radians) * east * east;
  return 2 * radius * Math.asin(Math.min(1, Math.sqrt(h)));
}

/** Metres in one degree to the north, and to the east at a latitude. */
export const metresNorth = radius * radians;
export const metresEast = (lat: number): number => metresNorth * Math.cos(lat * radians);
