import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { timetableOf, tripsTo } from './bus-trip.ts';
import { type BusLine, stopsOf } from './travel/bus.ts';
import type { Row } from './travel/task.ts';

const stop = (name: string, minutes: number) => ({ name, lon: 100 + name.charCodeAt(0) / 100, lat: 30, minutes });
/** Walks in minutes, by the number of a stop. */
const row = (walks: Record<number, number>): Row => ({
  demand: Int32Array.from(Object.keys(walks), Number),
  tenths: Int32Array.from(Object.values(walks), (minutes) => 600 * minutes),
});
function ready(lines: BusLine[], walks: (from: number, to: number) => number | undefined = () => undefined) {
  const stops = stopsOf(lines).map(({ id }) => id);
  const back = stops.map((_, to) =>
    row(
      Object.fromEntries(
        stops.flatMap((__, from) => {
          const minutes = from === to ? 0 : walks(from, to);
          return minutes === undefined ? [] : [[from, minutes]];
        }),
      ),
    ),
  );
  return { table: timetableOf(lines, stops, back), at: (name: string) => stops.indexOf(name) };
}

describe('a way by bus', () => {
  const lines: BusLine[] = [
    { line: '3路', stops: [stop('A', 0), stop('B', 12), stop('C', 30)], departures: [420, 480, 540, 600, 660] },
    { line: '5路', stops: [stop('B', 0), stop('D', 20)], departures: [495, 555, 615] },
  ];
  const { table, at } = ready(lines);
  const home = row({ [at('A')]: 6 });

  it('says line, stops, when it leaves and how long it is from door to door', () => {
    const [trip] = tripsTo(table, home, [row({ [at('C')]: 4 })], 470);
    expect(trip).toEqual({
      walk: [360, 240],
      rides: [{ line: '3路', on: 'A', off: 'C', leaves: 480, arrives: 510 }],
      seconds: (6 + 30 + 4) * 60,
      later: [540, 600, 660],
    });
    // Six minutes to the stop: the bus of eight is gone.
    expect(tripsTo(table, home, [row({ [at('C')]: 4 })], 475)[0]!.rides[0]!.leaves).toBe(540);
  });

  it('changes buses, and leaves as late as it can', () => {
    const [trip] = tripsTo(table, home, [row({ [at('D')]: 0 })], 400);
    // The bus of seven would only wait longer at B.
    expect(trip!.rides.map(({ line, leaves }) => [line, leaves])).toEqual([
      ['3路', 480],
      ['5路', 495],
    ]);
    expect(trip!.seconds).toBe((6 + 35) * 60);
  });

  it('is none where no bus goes any more, or none at all', () => {
    expect(tripsTo(table, home, [row({ [at('C')]: 4 })], 700)).toEqual([null]);
    expect(tripsTo(table, row({}), [row({ [at('C')]: 4 })], 400)).toEqual([null]);
    expect(tripsTo(table, home, [row({})], 400)).toEqual([null]);
  });
});

it('arrives first, and of those that arrive then leaves last, as the plainest search has it', () => {
  const names = 'ABCDE';
  const someLine = fc.record({
    calls: fc.uniqueArray(fc.nat(4), { minLength: 2, maxLength: 4 }),
    gaps: fc.array(fc.nat(6), { minLength: 4, maxLength: 4 }),
    departures: fc.uniqueArray(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 4 }),
  });
  const lineOf = (
    { calls, gaps, departures }: { calls: number[]; gaps: number[]; departures: number[] },
    n: number,
  ) => {
    let minutes = 0;
    return {
      line: String(n),
      stops: calls.map((call, order) => {
        if (order > 0) minutes += gaps[order]!;
        return stop(names[call]!, minutes);
      }),
      departures,
    };
  };
  fc.assert(
    fc.property(fc.array(someLine, { minLength: 1, maxLength: 4 }), fc.nat(20), fc.nat(5), (given, now, walk) => {
      const lines = given.map(lineOf);
      // One walks from B to C in three minutes, and from nowhere else.
      const stops = stopsOf(lines).map(({ id }) => id);
      const walks = (from: number, to: number) => (stops[from] === 'B' && stops[to] === 'C' ? 3 : undefined);
      const { table } = ready(lines, walks);
      const [start, goal] = [stops.indexOf('A'), stops.indexOf('E')];
      const [trip] = tripsTo(table, row(start < 0 ? {} : { [start]: walk }), [row(goal < 0 ? {} : { [goal]: 2 })], now);

      const rides = lines.flatMap(({ stops: called, departures }) =>
        departures.flatMap((departure) =>
          called.flatMap((on, i) =>
            called.slice(i + 1).map((off) => ({
              on: stops.indexOf(on.name),
              off: stops.indexOf(off.name),
              leaves: departure + on.minutes,
              arrives: departure + off.minutes,
            })),
          ),
        ),
      );
      const arrivalFrom = (leaving: number): number => {
        const standing = new Map([[start, leaving + walk]]);
        let best = Infinity;
        for (let changed = true; changed; ) {
          changed = false;
          for (const { on, off, leaves, arrives } of rides) {
            if ((standing.get(on) ?? Infinity) > leaves) continue;
            if (off === goal) best = Math.min(best, arrives + 2);
            for (const [to, more] of [[off, 0] as const, ...stops.map((_, to) => [to, walks(off, to)] as const)]) {
              if (more === undefined || arrives + more + 1 >= (standing.get(to) ?? Infinity)) continue;
              standing.set(to, arrives + more + 1);
              changed = true;
            }
          }
        }
        return best;
      };
      const first = start < 0 ? Infinity : arrivalFrom(now);
      if (first === Infinity) {
        expect(trip).toBeNull();
        return;
      }
      let leaving = now;
      for (let later = now; later <= first; later++) if (arrivalFrom(later) === first) leaving = later;
      expect(trip!.seconds / 60).toBe(first - leaving);
      expect(trip!.rides[0]!.leaves - walk).toBe(leaving);
      for (const [n, ride] of trip!.rides.entries())
        if (n > 0) expect(ride.leaves).toBeGreaterThan(trip!.rides[n - 1]!.arrives);
    }),
    { numRuns: 400 },
  );
});
