import fc from 'fast-check';
import { expect, it } from 'vitest';
import { insideArea } from './area.ts';
import { buildGraph } from './graph.ts';
import { gridOver, joined, middleOf, squareAt } from './grid.ts';
import { type Reached, reachedByRoad, reachedStraight } from './reached.ts';
import { type Point, Snapper, snapWith } from './snap.ts';
import { prepare, Rows } from './task.ts';
import { straightRows } from './times.ts';
import { networks, places, onRoadsOnly as speeds } from './travel.testing.ts';

const grid = gridOver([103.697, 29.497, 103.722, 29.515], 150);
const middles = Array.from({ length: grid.columns * grid.rows }, (_, at) => ({ id: '', ...middleOf(grid, at) }));
const [seconds, walkSeconds] = [900, 200];
const cases = fc.record({
  network: networks,
  mode: fc.constantFrom('walk', 'ebike', 'car'),
  points: places(4),
  villages: places(8),
  stops: fc.array(fc.tuple(places(1), fc.integer({ min: 0, max: 12_000 })), { maxLength: 3 }),
});
type Case = typeof cases extends fc.Arbitrary<infer T> ? T : never;

const byRoad = ({ network, mode, villages, stops }: Case, points: readonly Point[]): Reached => {
  const snapper = new Snapper(network, mode, speeds[mode]);
  const roads = { network, snapper, graph: buildGraph(network, mode, speeds[mode]), approachKmh: null };
  const people = { places: villages, snapping: snapWith(snapper, villages) };
  return reachedByRoad(roads, snapWith(snapper, points), people, grid, seconds, { stops: stopsOf(stops) });
};
const stopsOf = (stops: Case['stops']) => ({
  at: stops.map(([[at]]) => at!),
  onward: Int32Array.from(stops, ([, onward]) => onward),
  walkSeconds,
});

/** The least of the times to each point, and over each stop, one after the other. */
function least({ network, mode, points, stops }: Case, demands: readonly Point[], roads: boolean, far?: number) {
  const best = new Int32Array(demands.length).fill(-1);
  const snapper = new Snapper(network, mode, speeds[mode]);
  const ends = (places: readonly Point[], farthest?: number) => ({
    snapping: snapWith(snapper, places, farthest),
    approachKmh: null,
  });
  const from = (site: Point, cutoffSeconds: number, later: number) => {
    const request = { network: null, mode, speeds, sites: [site], demands, cutoffSeconds };
    const graph = buildGraph(network, mode, speeds[mode]);
    const { demand, tenths } = roads
      ? new Rows(prepare(network, graph, ends([site]), ends(demands, far), cutoffSeconds)).row(0)
      : straightRows(request)[0]!;
    demand.forEach((at, pair) => {
      const time = tenths[pair]! + later;
      if (time <= 10 * seconds && (best[at]! < 0 || time < best[at]!)) best[at] = time;
    });
  };
  for (const point of points) from(point, seconds, 0);
  for (const [[stop], onward] of stops) from(stop!, walkSeconds, onward);
  return best;
}

it('is what the times of all pairs say, for villages and for every square', () => {
  fc.assert(
    fc.property(cases, fc.boolean(), (one, roads) => {
      const { mode, points, villages, stops } = one;
      const found = roads
        ? byRoad(one, points)
        : reachedStraight({ mode, speeds, sites: points }, villages, grid, seconds, { stops: stopsOf(stops) });
      expect(found.villages).toEqual(least(one, villages, roads));
      const squares = least(one, middles, roads, 400);
      villages.forEach(({ lon, lat }, at) => {
        const [here, time] = [squareAt(grid, lon, lat), found.villages[at]!];
        if (here >= 0 && time >= 0 && (squares[here]! < 0 || time < squares[here]!)) squares[here] = time;
      });
      expect(found.squares).toEqual(squares);
    }),
  );
});

it('draws everybody who comes in time, and all that each point by itself would draw', () => {
  fc.assert(
    fc.property(cases, fc.integer({ min: 1, max: 15 }), (one, minutes) => {
      const areaOf = ({ squares }: Reached) => joined(grid, (at) => squares[at]! >= 0 && squares[at]! <= 600 * minutes);
      const all = byRoad(one, one.points);
      const inside = insideArea(areaOf(all));
      one.villages.forEach(({ lon, lat }, at) => {
        const [time, here] = [all.villages[at]!, squareAt(grid, lon, lat)];
        if (time < 0 || time > 600 * minutes) return;
        const middle = middleOf(grid, here);
        expect(here < 0 || inside(middle.lon, middle.lat)).toBe(true);
      });
      for (const point of one.points) {
        const alone = insideArea(areaOf(byRoad(one, [point])));
        for (const { lon, lat } of middles) if (alone(lon, lat)) expect(inside(lon, lat)).toBe(true);
      }
    }),
    { numRuns: 40 },
  );
});

it('asks only the ground that is looked at', () => {
  fc.assert(
    fc.property(cases, (one) => {
      const { network, mode } = one;
      const snapper = new Snapper(network, mode, speeds[mode]);
      const roads = { network, snapper, graph: buildGraph(network, mode, speeds[mode]), approachKmh: null };
      const nobody = { places: [], snapping: snapWith(snapper, []) };
      const ground = (lon: number) => lon < 103.71;
      const { squares } = reachedByRoad(roads, snapWith(snapper, one.points), nobody, grid, seconds, { ground });
      const whole = reachedByRoad(roads, snapWith(snapper, one.points), nobody, grid, seconds);
      expect([...squares]).toEqual([...whole.squares].map((time, at) => (ground(middles[at]!.lon) ? time : -1)));
    }),
    { numRuns: 20 },
  );
});
