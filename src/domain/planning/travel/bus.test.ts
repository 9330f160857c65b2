import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BusLine, busTimes, type Ride, ridesFrom, timetable } from './bus.ts';
import { onRoadsOnly } from './travel.testing.ts';

const place = (id: string, east: number) => ({ id, lon: 103.7 + east * 0.01, lat: 29.5 });
const stop = (name: string, east: number, minutes: number) => ({ name, ...place(name, east), minutes });

const request = {
  network: null,
  speeds: onRoadsOnly,
  sites: [place('hall', 30)],
  demands: [place('village', 0), place('next door', 29)],
  cutoffSeconds: 5400,
  from: 6 * 60,
  until: 12 * 60,
} as const;
const line: BusLine = {
  line: '101',
  stops: [stop('a', 0, 0), stop('b', 15, 20), stop('c', 30, 45)],
  departures: [420, 600],
};

describe('times by bus', () => {
  it('are those of the bus where it is quicker, and on foot where not', () => {
    const times = busTimes({ ...request, lines: [line] });
    expect([...times.demand]).toEqual([0, 1]);
    expect(times.seconds[0]).toBe(45 * 60);
    const onFoot = busTimes({ ...request, lines: [] });
    expect(times.seconds[1]).toBe(onFoot.seconds[0]);
    expect(onFoot.unreached).toEqual([0]);
  });

  it('count the change and the wait between two lines, and only buses within the hours asked for', () => {
    const lines: BusLine[] = [
      { line: '1', stops: [stop('a', 0, 0), stop('b', 15, 20)], departures: [420] },
      { line: '2', stops: [stop('b', 15, 0), stop('c', 30, 25)], departures: [440, 455, 500] },
    ];
    // The bus of 7:20 leaves in the minute of arrival: too soon to change.
    expect(busTimes({ ...request, lines }).seconds[0]).toBe((455 + 25 - 420) * 60);
    expect(busTimes({ ...request, lines, changeSeconds: 0 }).seconds[0]).toBe(45 * 60);
    expect(busTimes({ ...request, lines, from: 430 }).unreached).toEqual([0]);
  });

  it('are those of the plainest search over all starts', () => {
    const minutes = fc.integer({ min: 0, max: 12 });
    const drawnLine = fc
      .record({
        calls: fc.uniqueArray(fc.nat(5), { minLength: 2, maxLength: 4 }),
        between: fc.array(minutes, { minLength: 4, maxLength: 4 }),
        departures: fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 3 }),
      })
      .map(({ calls, between, departures }): BusLine => {
        let sum = 0;
        return {
          line: 'x',
          stops: calls.map((east, at) => {
            sum += at === 0 ? 0 : between[at]! + 1;
            return stop(`s${east}`, east, sum);
          }),
          departures,
        };
      });
    fc.assert(
      fc.property(
        fc.array(drawnLine, { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 0, max: 3 }),
        (lines, change) => {
          const { stops, connections } = timetable(lines);
          const ride: Ride = {
            connections,
            between: stops.map((_, at) => (at + 1 < stops.length ? [{ to: at + 1, tenths: 3000 }] : [])),
            runs: Math.max(...connections.map(({ run }) => run)) + 1,
            change: 600 * change,
            longest: 36_000,
          };
          for (const [start] of stops.entries()) {
            const expected = new Map<number, number>();
            for (const first of new Set(connections.filter(({ from }) => from === start).map(({ leaves }) => leaves))) {
              if (first > 24_000) continue;
              const ready = new Map([[start, first]]);
              const aboard = new Set<number>();
              for (let again = true; again; ) {
                again = false;
                for (const each of connections) {
                  if (
                    each.leaves < first ||
                    (!aboard.has(each.run) && (ready.get(each.from) ?? Infinity) > each.leaves)
                  )
                    continue;
                  // Whoever gets on late is not aboard on the stretches before.
                  const later = connections.filter(({ run, leaves }) => run === each.run && leaves >= each.leaves);
                  for (const { to, arrives } of later) {
                    if (arrives - first > ride.longest) continue;
                    expected.set(to, Math.min(arrives - first, expected.get(to) ?? Infinity));
                    for (const [near, time] of [
                      [to, arrives],
                      ...ride.between[to]!.map((on) => [on.to, arrives + on.tenths]),
                    ] as const)
                      if (time + ride.change < (ready.get(near) ?? Infinity)) {
                        ready.set(near, time + ride.change);
                        again = true;
                      }
                  }
                }
              }
            }
            expect(ridesFrom(start, [0, 24_000], ride)).toEqual(expected);
          }
        },
      ),
    );
  });
});
