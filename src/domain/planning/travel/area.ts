/** Limits that people think in, minutes: what an area is drawn by. */
export const areaSteps = [10, 20, 30, 45] as const;

/** Whether a place lies within the coordinates of a GeoJSON MultiPolygon; sides are looked up by bands of latitude. */
export function insideArea(
  polygons: readonly (readonly (readonly (readonly [number, number])[])[])[],
): (lon: number, lat: number) => boolean {
  const sides: (readonly [x0: number, y0: number, x1: number, y1: number])[] = [];
  for (const ring of polygons.flat())
    for (let at = 1; at < ring.length; at++) sides.push([...ring[at - 1]!, ...ring[at]!]);
  const south = sides.reduce((least, [, y0, , y1]) => Math.min(least, y0, y1), Infinity);
  const north = sides.reduce((most, [, y0, , y1]) => Math.max(most, y0, y1), -Infinity);
  const bandCount = Math.max(1, Math.min(4096, sides.length));
  const bandOf = (lat: number) =>
    Math.min(bandCount - 1, Math.max(0, Math.floor(((lat - south) / (north - south)) * bandCount)));
  const bands: (readonly [number, number, number, number])[][] = Array.from({ length: bandCount }, () => []);
  for (const side of sides)
    for (let band = bandOf(Math.min(side[1], side[3])); band <= bandOf(Math.max(side[1], side[3])); band++)
      bands[band]!.push(side);
  return (lon, lat) => {
    if (!(lat >= south && lat <= north)) return false;
    let inside = false;
    // Even and odd crossings of a line to the east: holes and several parts come right by themselves.
    for (const [x0, y0, x1, y1] of bands[bandOf(lat)]!)
      if (y0 > lat !== y1 > lat && lon < x0 + ((lat - y0) / (y1 - y0)) * (x1 - x0)) inside = !inside;
    return inside;
  };
}
