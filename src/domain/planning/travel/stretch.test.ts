import fc from 'fast-check';
import { expect, it } from 'vitest';
import { metresBetween } from './geometry.ts';
import { nodeCount } from './network.ts';
import { Snapper } from './snap.ts';
import { defaultSpeeds } from './speeds.ts';
import { partOf, placeOn, stretchAt } from './stretch.ts';
import { networks, places } from './travel.testing.ts';

it('a stretch is one road: of one class, in one piece, with the edge that lies nearest, and longer the farther one looks', () => {
  fc.assert(
    fc.property(networks, places(1), fc.integer({ min: 1, max: 1500 }), (network, [place], metres) => {
      const snapper = new Snapper(network, 'car', defaultSpeeds.car);
      const found = stretchAt(network, snapper, place!, metres, 5000);
      const nearest = snapper.find(place!.lon, place!.lat, 5000)?.edge;
      expect(found.includes(nearest ?? -1)).toBe(nearest !== undefined);
      expect(new Set(found.map((edge) => network.class[edge])).size).toBeLessThanOrEqual(1);
      const group = Array.from({ length: nodeCount(network) }, (_, node) => node);
      const of = (node: number): number => (group[node] === node ? node : of(group[node]!));
      for (const edge of found) group[of(network.from[edge]!)] = of(network.to[edge]!);
      expect(new Set(found.map((edge) => of(network.from[edge]!))).size).toBeLessThanOrEqual(1);
      const farther = stretchAt(network, snapper, place!, metres + 500, 5000);
      expect(found.filter((edge) => !farther.includes(edge))).toEqual([]);
    }),
  );
});

it('the place at a share of an edge lies on it, at that share', () => {
  fc.assert(
    fc.property(networks, fc.nat(), fc.double({ min: 0, max: 1, noNaN: true }), (network, which, share) => {
      const edge = which % network.from.length;
      const [lon, lat] = placeOn(network, edge, share);
      const snapper = new Snapper(network, 'walk', defaultSpeeds.walk);
      const there = snapper.within(lon, lat, 2).find((each) => each.edge === edge);
      expect(there).toBeDefined();
      const slack = 4 / network.metres[edge]!;
      expect(share).toBeGreaterThanOrEqual(there!.between[0] - slack);
      expect(share).toBeLessThanOrEqual(there!.between[1] + slack);
    }),
  );
});

it('a part of an edge goes from its first to its last place, and is as long as the shares say', () => {
  const length = (line: readonly (readonly [number, number])[]) =>
    line.slice(1).reduce((sum, end, at) => sum + metresBetween(line[at]!, end), 0);
  fc.assert(
    fc.property(
      networks,
      fc.nat(),
      fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true })),
      (network, which, shares) => {
        const edge = which % network.from.length;
        const [first, last] = shares.toSorted((a, b) => a - b) as [number, number];
        const part = partOf(network, edge, [first, last]);
        expect(part[0]).toEqual(placeOn(network, edge, first));
        expect(part.at(-1)).toEqual(placeOn(network, edge, last));
        expect(length(part)).toBeCloseTo((last - first) * length(partOf(network, edge, [0, 1])), 1);
      },
    ),
  );
});
