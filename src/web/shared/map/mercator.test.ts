import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  boundsOf,
  directionTo,
  frameOf,
  fromMercator,
  type Lonlat,
  metresBetween,
  type Spot,
  scaleBar,
  simplify,
  toMercator,
} from './mercator.ts';

const place = fc.tuple(fc.double({ min: 73, max: 136, noNaN: true }), fc.double({ min: 3, max: 54, noNaN: true }));

describe('the projection', () => {
  it('leads there and back', () => {
    fc.assert(
      fc.property(place, (at) => {
        const [lon, lat] = fromMercator(toMercator(at));
        expect(lon).toBeCloseTo(at[0], 9);
        expect(lat).toBeCloseTo(at[1], 9);
      }),
    );
  });

  it('lays bounds into a frame: everything inside, as large as fits, and back again', () => {
    fc.assert(
      fc.property(place, place, (a, b) => {
        const bounds = boundsOf([a, b])!;
        const frame = frameOf(bounds, 800, 500, 20);
        for (const corner of [a, b, [a[0], b[1]], [b[0], a[1]]] as Lonlat[]) {
          const [x, y] = frame.project(corner);
          expect(x).toBeGreaterThanOrEqual(19.99);
          expect(x).toBeLessThanOrEqual(780.01);
          expect(y).toBeGreaterThanOrEqual(19.99);
          expect(y).toBeLessThanOrEqual(480.01);
          const [lon, lat] = frame.unproject([x, y]);
          expect(lon).toBeCloseTo(corner[0], 7);
          expect(lat).toBeCloseTo(corner[1], 7);
        }
      }),
    );
  });

  it('measures as a globe does', () => {
    // One degree of latitude, and Rongchuan's breadth at 29° north.
    expect(metresBetween([104, 28], [104, 29])).toBeCloseTo(111_195, -1);
    const frame = frameOf([104, 28.5, 105, 29.5], 1000, 1000);
    const [[x1, y], [x2]] = [frame.project([104.2, 29]), frame.project([104.8, 29])];
    expect(((x2 - x1) * frame.metresPerPixel) / metresBetween([104.2, 29], [104.8, 29])).toBeCloseTo(1, 2);
    expect(y).toBeGreaterThan(0);
  });

  it('shows one point without dividing by nothing', () => {
    const frame = frameOf([104, 29, 104, 29], 300, 300);
    expect(frame.project([104, 29])[0]).toBeCloseTo(150, 6);
    expect(Number.isFinite(frame.metresPerPixel)).toBe(true);
    expect(boundsOf([])).toBeUndefined();
  });
});

it('says which way to go', () => {
  const home: Lonlat = [104, 29];
  expect(directionTo(home, [104, 30])).toBe('n');
  expect(directionTo(home, [104.5, 29.44])).toBe('ne');
  expect(directionTo(home, [103, 29])).toBe('w');
  expect(directionTo(home, [104.001, 28])).toBe('s');
});

it('gives a scale of a round length that fits', () => {
  fc.assert(
    fc.property(fc.double({ min: 0.01, max: 5000, noNaN: true }), (metresPerPixel) => {
      const { metres, pixels } = scaleBar(metresPerPixel, 120);
      expect(pixels).toBeLessThanOrEqual(120.0001);
      expect(pixels).toBeGreaterThan(40);
      expect(Number((metres / 10 ** Math.floor(Math.log10(metres) + 1e-9)).toFixed(6))).toSatisfy((n: number) =>
        [1, 2, 5].includes(n),
      );
    }),
  );
});

it('leaves out only corners that nobody misses', () => {
  const line = fc.array(
    fc.tuple(fc.double({ min: 0, max: 100, noNaN: true }), fc.double({ min: 0, max: 100, noNaN: true })),
    { minLength: 2, maxLength: 60 },
  );
  const off = ([x, y]: Spot, [ax, ay]: Spot, [bx, by]: Spot) => {
    const length = (bx - ax) ** 2 + (by - ay) ** 2;
    const t = length === 0 ? 0 : Math.max(0, Math.min(1, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length));
    return Math.hypot(x - ax - t * (bx - ax), y - ay - t * (by - ay));
  };
  fc.assert(
    fc.property(line, (spots) => {
      const short = simplify(spots, 3);
      expect(short[0]).toEqual(spots[0]);
      expect(short.at(-1)).toEqual(spots.at(-1));
      for (const spot of spots) {
        const least = Math.min(...short.slice(1).map((end, at) => off(spot, short[at]!, end)));
        expect(least).toBeLessThanOrEqual(3.000001);
      }
    }),
  );
});
