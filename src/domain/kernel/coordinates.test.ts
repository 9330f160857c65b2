import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromGcj02, isInChina, toGcj02, toWgs84 } from './coordinates.ts';

/** WGS84 and GCJ-02 pairs (lat, lon) that the public converters share as their test cases. */
test.each([
  ['Shanghai', [31.1774276, 121.5272106], [31.17530398364597, 121.531541859215]],
  ['Shenzhen', [22.543847, 113.912316], [22.540796131694766, 113.9171764808363]],
  ['Beijing', [39.911954, 116.377817], [39.91334545536069, 116.38404722455657]],
])('%s as map services show it', (_, [lat, lon], [shownLat, shownLon]) => {
  const shown = toGcj02({ lon: lon!, lat: lat! });
  expect(shown.lon).toBeCloseTo(shownLon!, 8);
  expect(shown.lat).toBeCloseTo(shownLat!, 8);
});

test('there and back within a millimetre, and the shift is some hundred metres', () => {
  const place = fc.record({
    lon: fc.double({ min: 75, max: 134, noNaN: true }),
    lat: fc.double({ min: 18, max: 53, noNaN: true }),
  });
  fc.assert(
    fc.property(place, (true_) => {
      const shown = toGcj02(true_);
      const metres =
        Math.abs(shown.lat - true_.lat) * 111_000 +
        Math.abs(shown.lon - true_.lon) * 111_000 * Math.cos((true_.lat * Math.PI) / 180);
      expect(metres).toBeLessThan(2000);
      const back = fromGcj02(shown);
      expect(Math.abs(back.lon - true_.lon)).toBeLessThan(1e-8);
      expect(Math.abs(back.lat - true_.lat)).toBeLessThan(1e-8);
    }),
  );
});

test('other systems are taken as they are; a swapped pair is noticed', () => {
  expect(toWgs84({ lon: 104, lat: 29 }, 'CGCS2000')).toEqual({ lon: 104, lat: 29 });
  expect(isInChina({ lon: 104, lat: 29 })).toBe(true);
  expect(isInChina({ lon: 29, lat: 104 })).toBe(false);
});
