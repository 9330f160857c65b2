import { expect, it } from 'vitest';
import { BusLine } from '#domain/planning/travel/bus.ts';
import { withFerries } from '#domain/planning/travel/ferries.ts';
import { networkFromDrawn } from '#domain/planning/travel/network.ts';
import { defaultSpeeds } from '#domain/planning/travel/speeds.ts';
import { busLinesOf, ferriesOf } from './lines.ts';
import { generatePrefecture } from './prefecture.ts';

const prefecture = generatePrefecture();

it('buses run there and back between county seats and towns, at a speed that a bus can keep, and the same every time', () => {
  const lines = busLinesOf(prefecture);
  expect(lines.length).toBeGreaterThanOrEqual(6);
  expect(busLinesOf(generatePrefecture())).toEqual(lines);
  for (const line of lines) {
    expect(BusLine.safeParse(line).error).toBeUndefined();
    line.stops.slice(1).forEach((stop, at) => {
      const before = line.stops[at]!;
      const km = Math.hypot((stop.lon - before.lon) * 97, (stop.lat - before.lat) * 111);
      expect(stop.minutes - before.minutes).toBeGreaterThan(km);
    });
  }
});

it('a boat crosses a great river where there is no bridge for a long way, and lands at roads', () => {
  const ferries = ferriesOf(prefecture);
  expect(ferries).toHaveLength(1);
  expect(withFerries(networkFromDrawn(prefecture.map.roads), ferries, defaultSpeeds).off).toEqual([]);
});
