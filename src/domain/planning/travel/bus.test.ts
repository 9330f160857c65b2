import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type BusLine,
  busTables,
  busTimes,
  connectionsOf,
  linesAround,
  type Ride,
  ridesFrom,
  stopsOf,
  walkOn,
} from './bus.ts';
import { buildGraph, changedGraph } from './graph.ts';
import { NearestSearch } from './nearest.ts';
import { edgeCount } from './network.ts';
import { type Point, Snapper, snapWith } from './snap.ts';
import { networks, onRoadsOnly, places } from './travel.testing.ts';

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
          const stops = stopsOf(lines);
          const columns = connectionsOf(lines);
          const connections = Array.from(columns.run, (run, at) => ({
            run,
            from: columns.from[at]!,
            to: columns.to[at]!,
            leaves: columns.leaves[at]!,
            arrives: columns.arrives[at]!,
          }));
          const ride: Ride = {
            connections: columns,
            between: stops.map((_, at) => ({
              demand: Int32Array.from(at + 1 < stops.length ? [at + 1] : []),
              tenths: Int32Array.from(at + 1 < stops.length ? [3000] : []),
            })),
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
                      ...Array.from(ride.between[to]!.demand, (near, on) => [
                        near,
                        arrives + ride.between[to]!.tenths[on]!,
                      ]),
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

  it('stay as from scratch when a road is out, for tables and nearest points alike', () => {
    const stops = fc.array(fc.record({ name: fc.constantFrom('a', 'b', 'c', 'd'), minutes: fc.nat(9) }), {
      minLength: 2,
      maxLength: 4,
    });
    const change = fc.record({ edge: fc.nat(40), closed: fc.constant(true) });
    const county = fc.array(fc.integer({ min: 0, max: 1 }), { minLength: 10, maxLength: 10 });
    fc.assert(
      fc.property(
        fc.record({ network: networks, sites: places(4), demands: places(6), called: places(4) }),
        fc.array(stops, { minLength: 1, maxLength: 3 }),
        fc.uniqueArray(change, { selector: ({ edge }) => edge, maxLength: 3 }),
        fc.option(county),
        ({ network, sites, demands, called }, drawn, closures, counties) => {
          const lines = drawn.map((calls, at): BusLine => {
            let sum = 0;
            const stopsOfLine = calls.map(({ name, minutes }) => {
              sum += minutes;
              return { ...called['abcd'.indexOf(name) % called.length]!, name, minutes: sum };
            });
            return {
              line: String(at),
              stops: stopsOfLine.map(({ id: _, ...stop }) => stop),
              departures: [400, 420, 425],
            };
          });
          const changes = closures.filter(({ edge }) => edge < edgeCount(network));
          const rules = { from: 360, until: 720, cutoffSeconds: 1500, walkSeconds: 300 };
          const request = { ...rules, lines, network, speeds: onRoadsOnly, sites, demands, changes };
          const times = busTimes(request);
          const speeds = onRoadsOnly.walk;
          const graph = changedGraph(network, buildGraph(network, 'walk', speeds), speeds, changes);
          const snapper = new Snapper(network, 'walk', speeds);
          const ends = (all: readonly Point[]) => ({ snapping: snapWith(snapper, all), approachKmh: null });
          const tables = busTables(lines, demands, walkOn(request), rules);
          const borders = counties && { site: Int32Array.from(counties), demand: Int32Array.from(counties.slice(4)) };
          const near = new NearestSearch(network, graph).findByBus(
            graph,
            ends(sites),
            ends(demands),
            { stops: ends(tables.stops), tables, walkSeconds: 300 },
            [...sites.keys()],
            1500,
            borders ?? undefined,
          );
          demands.forEach((_, demand) => {
            const reached = Array.from(times.site.keys())
              .filter((at) => times.demand[at] === demand)
              .filter((at) => !borders || borders.site[times.site[at]!] === borders.demand[demand])
              .map((at) => [times.site[at]!, Math.round(10 * times.seconds[at]!)] as const)
              .sort((a, b) => a[1] - b[1] || a[0] - b[0]);
            expect([
              [near.site[demand], near.tenths[demand]],
              [near.second[demand], near.secondTenths[demand]],
            ]).toEqual([...reached, [-1, 0x7fffffff], [-1, 0x7fffffff]].slice(0, 2));
          });
        },
      ),
    );
  });

  it('are later by the detour of a bus, and a line without one runs in two parts', () => {
    const away = (minutes: number | null) => linesAround([line], (from) => (from.name === 'a' ? minutes : 0));
    expect(linesAround([line], () => 0)).toEqual([line]);
    expect(away(7)[0]!.stops.map(({ minutes }) => minutes)).toEqual([0, 27, 52]);
    expect(away(null)).toEqual([{ line: '101', stops: [stop('b', 15, 0), stop('c', 30, 25)], departures: [440, 620] }]);
    expect(busTimes({ ...request, lines: away(7) }).seconds[0]).toBe(52 * 60);
    expect(busTimes({ ...request, lines: away(null) }).unreached).toEqual([0]);
  });
});
