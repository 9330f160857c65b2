import { type CoordinateSystem, coordinateSystems, crowMetres, fromWgs84, type Place, toWgs84 } from './coordinates.ts';

export interface DatumFinding {
  said: CoordinateSystem;
  /** `unknown`: everything is off alike, but not as any datum in use would have it. */
  likely: CoordinateSystem | 'unknown';
  /** How far everything is off, metres, and in which direction, degrees clockwise from north. */
  metres: number;
  bearing: number;
}

/** Fewer places than this say nothing of a datum. */
const fewest = 5;
/** Nearer than this is no other datum: the shift of GCJ-02 is a hundred metres and more almost everywhere. */
const leastShift = 60;

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

const metresPerDegree = 111_195;

/** Degrees clockwise from north. */
const bearingOf = (east: number, north: number): number =>
  (Math.round((Math.atan2(east, north) * 180) / Math.PI) + 360) % 360;

/**
 * Whether coordinates are in another datum than was said: then all of them are off by the same some hundred metres in the same
 * direction from where the same places are known to be. What is said is taken at its word unless another datum fits the known
 * places clearly better.
 * @param pairs what was given (in the datum that was said), and where the same place is known to lie (WGS84)
 */
export function datumOf(
  said: CoordinateSystem,
  pairs: readonly { given: Place; known: Place }[],
): DatumFinding | undefined {
  if (pairs.length < fewest) return undefined;
  const offsets = (system: CoordinateSystem) => {
    const east: number[] = [];
    const north: number[] = [];
    for (const { given, known } of pairs) {
      const place = toWgs84(given, system);
      east.push((place.lon - known.lon) * metresPerDegree * Math.cos((known.lat * Math.PI) / 180));
      north.push((place.lat - known.lat) * metresPerDegree);
    }
    const middle = { east: median(east), north: median(north) };
    const scatter = median(east.map((each, at) => Math.hypot(each - middle.east, north[at]! - middle.north)));
    return { ...middle, length: Math.hypot(middle.east, middle.north), scatter };
  };
  const found = offsets(said);
  if (found.length < leastShift) return undefined;
  const better = coordinateSystems
    .filter((system) => system !== said)
    .map((system) => ({ system, ...offsets(system) }))
    .sort((a, b) => a.length - b.length)[0];
  const likely = better && better.length < found.length / 3 ? better.system : 'unknown';
  // One direction, and for all alike: else they are mistakes row by row, or nothing. Settlements lie scattered around the middle of
  // their village; their median is off by little all the same, and then only what a datum in use explains is told.
  const alike = found.scatter <= found.length / 2;
  const surely = found.length > (4 * found.scatter) / Math.sqrt(pairs.length);
  if (!alike && !(surely && likely !== 'unknown')) return undefined;
  return {
    said,
    likely,
    metres: Math.round(found.length),
    bearing: bearingOf(found.east, found.north),
  };
}

/** Rows far from where their village is known to lie: told one by one. */
export function strayPlaces<T extends { place: Place; known: Place }>(
  rows: readonly T[],
  farthest: number,
): (T & { metres: number })[] {
  return rows.flatMap((row) => {
    const metres = Math.round(crowMetres(row.place, row.known));
    return metres > farthest ? [{ ...row, metres }] : [];
  });
}

/** Of so many places at most the fit is looked at. */
const sampled = 400;

/**
 * Whether places fit what lies around them in another datum than was said, and not in that.
 * @param moved where a place comes to lie if the datum is another; at itself if it is as said
 * @param misfit how ill places fit; below `least` they fit well enough
 * @param isGiven whether the places are what was given, or what is known and lies among it
 */
function fitting<T extends Place>(
  said: CoordinateSystem,
  places: readonly T[],
  moved: (place: T, system: CoordinateSystem) => Place,
  { misfit, least, isGiven }: { misfit: (places: readonly T[]) => number; least: number; isGiven: boolean },
): DatumFinding | undefined {
  if (places.length < fewest) return undefined;
  const step = Math.ceil(places.length / sampled);
  const some = places.filter((_, at) => at % step === 0);
  const as = (system: CoordinateSystem) => some.map((place) => ({ ...place, ...moved(place, system) }));
  const off = misfit(some);
  if (off < least) return undefined;
  const [best] = coordinateSystems
    .filter((system) => system !== said)
    .map((system) => ({ system, misfit: misfit(as(system)) }))
    .sort((a, b) => a.misfit - b.misfit);
  if (!best || !Number.isFinite(best.misfit) || best.misfit > off / 3) return undefined;
  const [from, to] = isGiven ? [as(best.system), some] : [some, as(best.system)];
  const north = median(from.map((place, at) => (to[at]!.lat - place.lat) * metresPerDegree));
  const east = median(
    from.map((place, at) => (to[at]!.lon - place.lon) * metresPerDegree * Math.cos((place.lat * Math.PI) / 180)),
  );
  return { said, likely: best.system, metres: Math.round(Math.hypot(east, north)), bearing: bearingOf(east, north) };
}

/** Metres from a place to the nearest road; Infinity where none is near. */
type ToRoad = (place: Place) => number;
const awayFrom = (toRoad: ToRoad) => ({
  misfit: (places: readonly Place[]) => median(places.map(toRoad)),
  least: leastShift,
});

/**
 * The same for places of which nothing is known but that people live, build and wait beside roads: whether they lie beside them in
 * another datum than was said, and not in that. Roads that lie dense tell nothing.
 * @param placed where the places are, in WGS84, if the datum was as said
 */
export const datumByRoads = (said: CoordinateSystem, placed: readonly Place[], toRoad: ToRoad) =>
  fitting(said, placed, (place, system) => toWgs84(fromWgs84(place, said), system), {
    ...awayFrom(toRoad),
    isGiven: true,
  });

/** Where a known place would be found among shapes that were given in one datum and taken for another. */
const among =
  (said: CoordinateSystem) =>
  (place: Place, system: CoordinateSystem): Place =>
    toWgs84(fromWgs84(place, system), said);

/** The same of roads: whether villages that are known lie beside them only if the roads were given in another datum. */
export const datumOfRoads = (said: CoordinateSystem, known: readonly Place[], toRoad: ToRoad) =>
  fitting(said, known, among(said), { ...awayFrom(toRoad), isGiven: false });

/** The same of borders: whether villages that are known lie within their own only if these were given in another datum. */
export const datumOfBorders = <T extends Place>(
  said: CoordinateSystem,
  known: readonly T[],
  isOutside: (place: T) => boolean,
) =>
  fitting(said, known, among(said), {
    misfit: (places) => places.filter(isOutside).length,
    least: fewest,
    isGiven: false,
  });
