import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { closed } from './graph.times.ts';
import { buildGraph, changedGraph } from './graph.ts';
import { NearestSearch } from './nearest.ts';
import { access, buildNetwork, edgeCount, type RoadNetwork } from './network.ts';
import { type Point, Snapper, snapWith } from './snap.ts';
import type { SpeedTable } from './speeds.ts';
import { Rows } from './task.ts';
import { planTimes, type Times, timesToSites } from './times.ts';
import { networks, onRoadsOnly, places, timesBetweenNodes } from './travel.testing.ts';

const table = (times: Times): Map<string, number> =>
  new Map(Array.from(times.site, (site, at) => [`${site} ${times.demand[at]}`, times.seconds[at]!]));

const freeTurns: SpeedTable = { ...onRoadsOnly, car: { ...onRoadsOnly.car, turn: 0 } };

/** Every pair by itself: along the road that both share, or over every two ends of their roads. */
function byHand(
  network: RoadNetwork,
  mode: 'walk' | 'ebike' | 'car',
  speeds: SpeedTable,
  sites: Point[],
  demands: Point[],
) {
  const between = timesBetweenNodes(network, mode, speeds);
  const graph = buildGraph(network, mode, { ...speeds[mode], turn: 0 });
  const snapper = new Snapper(network, mode, speeds[mode]);
  const [ends, starts] = [snapWith(snapper, sites), snapWith(snapper, demands)];
  const found = new Map<string, number>();
  const head = (way: number) => (way & 1 ? network.from : network.to)[way >>> 1]!;
  const open = (edge: number) => [2 * edge, 2 * edge + 1].filter((way) => edge >= 0 && graph.run[way]! < closed);
  sites.forEach((_, site) => {
    demands.forEach((__, demand) => {
      const [f, g] = [starts.fraction[demand]!, ends.fraction[site]!];
      let best = Infinity;
      for (const out of open(starts.edge[demand]!)) {
        const run = graph.run[out]!;
        const ahead = out & 1 ? f - g : g - f;
        if (starts.edge[demand] === ends.edge[site] && ahead >= 0) best = Math.min(best, Math.round(ahead * run));
        const leaving = Math.round((out & 1 ? f : 1 - f) * run) + graph.wait[out]!;
        for (const last of open(ends.edge[site]!)) {
          const arriving = Math.round((last & 1 ? 1 - g : g) * graph.run[last]!);
          best = Math.min(best, leaving + between[head(out)]![head(last ^ 1)]! + arriving);
        }
      }
      if (best < Infinity) found.set(`${site} ${demand}`, best / 10);
    });
  });
  return found;
}

/** With turns forbidden to cars between edges that meet. */
function withBans(network: RoadNetwork, pairs: readonly (readonly [number, number])[]): RoadNetwork {
  const { from, to } = network;
  const meet = (a: number, b: number) => [from[a], to[a]].some((node) => node === from[b] || node === to[b]);
  const bans = pairs
    .map(([a, b]) => [a % from.length, b % from.length] as const)
    .filter(([a, b]) => a !== b && meet(a, b))
    .flatMap(([a, b]) => [a, b, access.carForward | access.carBackward]);
  return { ...network, bans: Uint32Array.from(bans) };
}

const cases = fc.record({ network: networks, sites: places(4), demands: places(6) });

describe('travel times', () => {
  it('to the nearest of all points are found in one search, whatever turns cost or are forbidden', () => {
    fc.assert(
      fc.property(
        cases,
        fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 6 }),
        fc.constantFrom('walk', 'ebike', 'car'),
        fc.integer({ min: 60, max: 1200 }),
        ({ network, sites, demands }, pairs, mode, cutoffSeconds) => {
          const request = {
            network: withBans(network, pairs),
            mode,
            speeds: onRoadsOnly,
            sites,
            demands,
            cutoffSeconds,
          };
          const { task } = planTimes(request.network, request);
          const rows = new Rows(task);
          const least = new Int32Array(demands.length).fill(-1);
          for (const site of sites.keys()) {
            const { demand, tenths } = rows.row(site);
            demand.forEach((at, pair) => {
              if (least[at]! < 0 || tenths[pair]! < least[at]!) least[at] = tenths[pair]!;
            });
          }
          expect(rows.nearest()).toEqual(least);
          expect(rows.nearest()).toEqual(least);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('are those that one finds by hand, one-way streets and islands included', () => {
    fc.assert(
      fc.property(cases, fc.constantFrom('walk', 'ebike', 'car'), ({ network, sites, demands }, mode) => {
        const times = timesToSites({ network, mode, speeds: freeTurns, sites, demands, cutoffSeconds: 7200 });
        expect(table(times)).toEqual(byHand(network, mode, freeTurns, sites, demands));
      }),
    );
  });

  it('are the same whether turns cost nothing or next to nothing', () => {
    const slight: SpeedTable = { ...onRoadsOnly, car: { ...onRoadsOnly.car, turn: 1e-6, turnBack: 0 } };
    fc.assert(
      fc.property(cases, ({ network, sites, demands }) => {
        const request = { network, mode: 'car', sites, demands, cutoffSeconds: 7200 } as const;
        expect(table(timesToSites({ ...request, speeds: slight }))).toEqual(
          table(timesToSites({ ...request, speeds: freeTurns })),
        );
      }),
    );
  });

  it('are the same there and back where no street is one-way', () => {
    fc.assert(
      fc.property(cases, ({ network, sites, demands }) => {
        const there = timesToSites({ network, mode: 'walk', speeds: onRoadsOnly, sites, demands, cutoffSeconds: 7200 });
        const back = timesToSites({
          network,
          mode: 'walk',
          speeds: onRoadsOnly,
          sites: demands,
          demands: sites,
          cutoffSeconds: 7200,
        });
        const turned = Array.from(back.site, (site, at) => [`${back.demand[at]} ${site}`, back.seconds[at]!] as const);
        expect(table(there)).toEqual(new Map(turned));
      }),
    );
  });

  it('lose pairs with a shorter cutoff, and change none', () => {
    fc.assert(
      fc.property(cases, fc.integer({ min: 0, max: 900 }), ({ network, sites, demands }, cutoffSeconds) => {
        const request = { network, mode: 'car', speeds: onRoadsOnly, sites, demands } as const;
        const all = table(timesToSites({ ...request, cutoffSeconds: 7200 }));
        const few = timesToSites({ ...request, cutoffSeconds });
        expect(table(few)).toEqual(new Map([...all].filter(([, seconds]) => seconds <= cutoffSeconds)));
        const reached = new Set(few.demand);
        expect(few.unreached).toEqual(demands.flatMap((_, demand) => (reached.has(demand) ? [] : [demand])));
      }),
    );
  });

  it('stay as from scratch when roads close, open again or change their speed, for graph and nearest points alike', () => {
    const share = fc.integer({ min: 0, max: 10 }).map((tenth) => tenth / 10);
    const change = fc.record(
      {
        edge: fc.nat(40),
        closed: fc.boolean(),
        between: fc.tuple(share, share).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const),
        kmh: fc.constantFrom(2, 90),
      },
      { requiredKeys: ['edge'] },
    );
    const several = fc.uniqueArray(change, { selector: ({ edge }) => edge, maxLength: 4 });
    const opened = fc.array(fc.boolean(), { minLength: 4, maxLength: 4 });
    const place = fc.array(fc.integer({ min: 0, max: 1 }), { minLength: 10, maxLength: 10 });
    const mode = fc.constantFrom('walk' as const, 'car' as const);
    const turns = fc.array(fc.tuple(fc.nat(40), fc.nat(40)), { maxLength: 6 });
    fc.assert(
      fc.property(cases, mode, several, opened, fc.option(place), turns, (given, by, drawn, open, county, banned) => {
        const { sites, demands } = given;
        const network = withBans(given.network, banned);
        const changes = drawn.filter(({ edge }) => edge < edgeCount(network));
        const speeds = onRoadsOnly[by];
        const graph = changedGraph(network, buildGraph(network, by, speeds), speeds, changes);
        expect(graph).toEqual(buildGraph(network, by, speeds, changes));
        const times = timesToSites({
          network,
          mode: by,
          speeds: onRoadsOnly,
          sites,
          demands,
          cutoffSeconds: 400,
          changes,
        });
        const snapper = new Snapper(network, by, speeds);
        const [to, from] = [sites, demands].map((all) => ({ snapping: snapWith(snapper, all), approachKmh: null }));
        const numbers = sites.flatMap((_, site) => (open[site] ? [site] : []));
        const borders = county && { site: Int32Array.from(county), demand: Int32Array.from(county.slice(4)) };
        const search = new NearestSearch(network, graph);
        search.find(graph, to!, from!, numbers, 3600);
        const near = search.find(graph, to!, from!, numbers, 400, borders ?? undefined);
        demands.forEach((_, demand) => {
          const reached = Array.from(times.site.keys())
            .filter((at) => times.demand[at] === demand && open[times.site[at]!])
            .filter((at) => !borders || borders.site[times.site[at]!] === borders.demand[demand])
            .map((at) => [times.site[at]!, Math.round(10 * times.seconds[at]!)] as const)
            .sort((a, b) => a[1] - b[1] || a[0] - b[0]);
          expect([
            [near.site[demand], near.tenths[demand]],
            [near.second[demand], near.secondTenths[demand]],
          ]).toEqual([...reached, [-1, 0x7fffffff], [-1, 0x7fffffff]].slice(0, 2));
        });
      }),
    );
  });

  it('obey a forbidden turn, for whom it is forbidden', () => {
    const nodes = [
      { lon: 103.7, lat: 29.5 },
      { lon: 103.71, lat: 29.5 },
      { lon: 103.72, lat: 29.5 },
      { lon: 103.71, lat: 29.51 },
      { lon: 103.72, lat: 29.51 },
    ];
    const street = (from: number, to: number) => ({ from, to, class: 'residential' as const });
    const edges = [street(0, 1), street(1, 2), street(1, 3), street(3, 4), street(4, 2)];
    const request = {
      mode: 'car',
      speeds: onRoadsOnly,
      sites: [{ id: 's', ...nodes[2]! }],
      demands: [{ id: 'd', ...nodes[0]! }],
      cutoffSeconds: 7200,
    } as const;
    const straight = timesToSites({ ...request, network: buildNetwork(nodes, edges) }).seconds[0]!;
    const banned = buildNetwork(nodes, edges, [[0, 1, access.carForward | access.carBackward]]);
    expect(timesToSites({ ...request, network: banned }).seconds[0]).toBeGreaterThan(2 * straight);
    const onFoot = { ...request, mode: 'walk' } as const;
    expect(timesToSites({ ...onFoot, network: banned })).toEqual(
      timesToSites({ ...onFoot, network: buildNetwork(nodes, edges) }),
    );
  });

  it('count the way to the road, and a straight line where there are no roads', () => {
    const speeds = { ...onRoadsOnly, walk: { ...onRoadsOnly.walk, approachKmh: 3.6 } };
    const network = buildNetwork(
      [
        { lon: 103.7, lat: 29.5 },
        { lon: 103.8, lat: 29.5 },
      ],
      [{ from: 0, to: 1, class: 'residential' }],
    );
    const request = {
      mode: 'walk',
      sites: [{ id: 's', lon: 103.75, lat: 29.5 }],
      demands: [{ id: 'd', lon: 103.75, lat: 29.501 }],
      cutoffSeconds: 3600,
    } as const;
    expect(timesToSites({ ...request, network, speeds }).seconds[0]).toBeCloseTo(111.2, 0);
    const straight = timesToSites({ ...request, network: null, speeds });
    expect(straight.method).toBe('straight-line');
    expect(straight.seconds[0]).toBeCloseTo((111.2 * 1.3 * 3.6) / 5.1, 0);
  });
});
