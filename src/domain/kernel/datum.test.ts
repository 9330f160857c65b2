import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CoordinateSystem, crowMetres, fromWgs84, type Place, toWgs84 } from './coordinates.ts';
import { datumOfBorders, datumOfRoads } from './datum.ts';

/** Villages some kilometres apart, anywhere in the country but its edges. */
const villages = fc
  .tuple(
    fc.double({ min: 90, max: 120, noNaN: true }),
    fc.double({ min: 22, max: 42, noNaN: true }),
    fc.array(fc.tuple(fc.nat(14), fc.nat(14)), { minLength: 30, maxLength: 60 }),
  )
  .map(([lon, lat, cells]) =>
    [...new Set(cells.map(String))].map((cell): Place => {
      const [x, y] = cell.split(',').map(Number) as [number, number];
      return { lon: lon + x / 30, lat: lat + y / 30 };
    }),
  );
const datum = fc.constantFrom<CoordinateSystem>('WGS84', 'GCJ-02', 'BD-09');
/** What is drawn where it was given in one datum and taken for another. */
const drawn = (place: Place, is: CoordinateSystem, said: CoordinateSystem) => toWgs84(fromWgs84(place, is), said);
/** Here and there the shift of GCJ-02 all but vanishes, and nobody can tell the two apart. */
const areApart = (places: readonly Place[]) =>
  places.every((place) => crowMetres(place, fromWgs84(place, 'GCJ-02')) > 200);
const isSame = (a: string, b: string) => a === b || [a, b].sort().join() === 'CGCS2000,WGS84';

describe('roads', () => {
  it('are known by the villages along them to be in another datum than was said, and in none other', () => {
    fc.assert(
      fc.property(villages, datum, datum, (known, is, said) => {
        fc.pre(areApart(known));
        // A road within forty metres of each village.
        const roads = known.map(({ lon, lat }, at) => drawn({ lon: lon + (at % 4) / 1e4, lat }, is, said));
        const toRoad = (place: Place) => Math.min(...roads.map((road) => crowMetres(place, road)));
        const found = datumOfRoads(said, known, toRoad);
        if (is === said) expect(found).toBeUndefined();
        else {
          expect(isSame(found!.likely, is)).toBe(true);
          const shifts = known.map((place) => crowMetres(place, drawn(place, is, said)));
          expect(found!.metres).toBeGreaterThan(0.7 * Math.min(...shifts));
          expect(found!.metres).toBeLessThan(1.1 * Math.max(...shifts));
        }
      }),
      { numRuns: 40 },
    );
  });

  it('that lie far from all villages tell nothing of a datum', () => {
    expect(
      datumOfRoads('WGS84', Array(20).fill({ lon: 104, lat: 29 }), () => Number.POSITIVE_INFINITY),
    ).toBeUndefined();
  });
});

describe('borders', () => {
  it('are known by the villages near them', () => {
    fc.assert(
      fc.property(villages, datum, datum, (all, is, said) => {
        fc.pre(all.length >= 15 && areApart(all));
        // Around each village an area that is narrower than the shift is long, drawn where it was taken to be.
        const half = 50;
        const known = all.map((place) => ({ ...place, around: drawn(place, is, said) }));
        const isOutside = ({ lon, lat, around }: (typeof known)[number]) => crowMetres({ lon, lat }, around) > half;
        const found = datumOfBorders(said, known, isOutside);
        fc.pre(is === said || known.every((place) => isOutside(place)));
        if (is === said) expect(found).toBeUndefined();
        else expect(isSame(found!.likely, is)).toBe(true);
      }),
      { numRuns: 100 },
    );
  });
});
