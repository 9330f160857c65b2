import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { insideArea } from './area.ts';
import { metresBetween } from './geometry.ts';
import { islands } from './islands.ts';
import { packNetwork, unpackNetwork } from './network.file.ts';
import { access, buildNetwork, edgeCount, networkFromDrawn, networkFromLines, nodeCount } from './network.ts';
import { snap } from './snap.ts';
import { networks, onRoadsOnly, places, timesBetweenNodes } from './travel.testing.ts';

const line = (...points: [number, number][]) => points;

describe('a road network', () => {
  it('comes from lines that meet where they share a point', () => {
    const network = networkFromLines([
      { line: line([103.7, 29.5], [103.71, 29.5], [103.72, 29.5]), class: 'primary', name: '国道' },
      { line: line([103.71, 29.5], [103.71, 29.51]), class: 'residential', oneway: 'forward' },
    ]);
    expect([nodeCount(network), edgeCount(network)]).toEqual([4, 3]);
    expect(network.access[2]! & access.carBackward).toBe(0);
    expect(network.metres[0]).toBeCloseTo(metresBetween([103.7, 29.5], [103.71, 29.5]), 1);
  });

  it('comes from a drawing with nodes and edges, lengths as driven', () => {
    const network = networkFromDrawn({
      nodes: [
        { lon: 103.7, lat: 29.5, metres: 400 },
        { lon: 103.71, lat: 29.5, metres: 460 },
      ],
      edges: [
        {
          from: 0,
          to: 1,
          class: 'village-road',
          metres: 1300,
          line: line([103.7, 29.5], [103.705, 29.501], [103.71, 29.5]),
        },
      ],
    });
    expect([network.metres[0], network.bends.length, network.nodeHeight[1]]).toEqual([1300, 2, 460]);
  });

  it('refuses an edge to nowhere', () => {
    expect(() => buildNetwork([{ lon: 1, lat: 1 }], [{ from: 0, to: 1, class: 'path' }])).toThrow(RangeError);
  });

  it('is the same after it was stored; what was cut off or changed is not opened', () => {
    fc.assert(
      fc.property(networks, (network) => {
        const bytes = packNetwork(network);
        expect(unpackNetwork(bytes)).toEqual(network);
        expect(packNetwork(unpackNetwork(bytes)!)).toEqual(bytes);
        expect(unpackNetwork(bytes.slice(0, -8))).toBeUndefined();
        expect(unpackNetwork(bytes.map((byte, at) => (at === 1 ? byte + 1 : byte)))).toBeUndefined();
      }),
    );
  });

  it('falls into islands: two places are on one exactly if there is a way there and a way back', () => {
    fc.assert(
      fc.property(networks, (network) => {
        const { island, sizes } = islands(network, 'car', onRoadsOnly.car);
        const times = timesBetweenNodes(network, 'car', onRoadsOnly);
        for (let a = 0; a < nodeCount(network); a++)
          for (let b = 0; b < nodeCount(network); b++)
            if (island[a]! >= 0 && island[b]! >= 0)
              expect(island[a] === island[b]).toBe(times[a]![b]! < Infinity && times[b]![a]! < Infinity);
        sizes.forEach((size, at) => {
          expect(island.filter((each) => each === at).length).toBe(size);
          expect(size).toBeLessThanOrEqual(sizes[Math.max(0, at - 1)]!);
        });
      }),
    );
  });
});

describe('snapping', () => {
  /** Places along every edge, close together. */
  const along = (network: ReturnType<typeof buildNetwork>) =>
    Array.from(network.from, (from, edge) => {
      const points: [number, number][] = [[network.nodeLon[from]!, network.nodeLat[from]!]];
      for (let bend = network.bendStart[edge]!; bend < network.bendStart[edge + 1]!; bend++)
        points.push([network.bends[2 * bend]!, network.bends[2 * bend + 1]!]);
      const to = network.to[edge]!;
      points.push([network.nodeLon[to]!, network.nodeLat[to]!]);
      return points
        .slice(1)
        .flatMap(([x, y], at) =>
          Array.from({ length: 101 }, (_, share): [number, number] => [
            (points[at]![0] + ((x - points[at]![0]) * share) / 100) / 1e7,
            (points[at]![1] + ((y - points[at]![1]) * share) / 100) / 1e7,
          ]),
        );
    });

  it('finds the nearest road', () => {
    fc.assert(
      fc.property(networks, places(8), (network, points) => {
        const found = snap(network, points, { mode: 'walk', speeds: onRoadsOnly.walk, farthest: 5000 });
        const lines = along(network);
        points.forEach(({ lon, lat }, at) => {
          const edge = found.edge[at]!;
          expect(edge).toBeGreaterThanOrEqual(0);
          const to = (each: number) => Math.min(...lines[each]!.map((place) => metresBetween([lon, lat], place)));
          expect(Math.abs(found.metres[at]! - to(edge))).toBeLessThan(4);
          expect(found.fraction[at]).toBeGreaterThanOrEqual(0);
          expect(found.fraction[at]).toBeLessThanOrEqual(1);
          expect(found.island[at]).toBeGreaterThanOrEqual(0);
          for (const [other] of lines.entries()) expect(found.metres[at]).toBeLessThanOrEqual(to(other) + 4);
        });
      }),
      { numRuns: 30 },
    );
  });

  it('names what is too far, and where nobody may go', () => {
    const network = networkFromLines([{ line: line([103.7, 29.5], [103.71, 29.5]), class: 'steps' }]);
    const points = [
      { id: 'near', lon: 103.705, lat: 29.501 },
      { id: 'far', lon: 104.7, lat: 29.5 },
    ];
    const options = { speeds: onRoadsOnly.walk, mode: 'walk' } as const;
    const found = snap(network, points, options);
    expect(found.tooFar).toEqual([1]);
    expect(found.fraction[0]).toBeCloseTo(0.5, 3);
    expect(found.metres[0]).toBeCloseTo(111.2, 0);
    expect(snap(network, points, { mode: 'car', speeds: onRoadsOnly.car }).tooFar).toEqual([0, 1]);
  });

  it('prefers a road that leads somewhere to a nearer fragment, but not from afar', () => {
    const street = (lat: number, pieces: number) => ({
      line: Array.from({ length: pieces + 1 }, (_, at): [number, number] => [103.7 + at * 0.001, lat]),
      class: 'residential' as const,
    });
    const town = Array.from({ length: 60 }, (_, row) => street(29.5 + row * 1e-4, 1));
    const spine = {
      line: Array.from({ length: 60 }, (_, row): [number, number] => [103.7, 29.5 + row * 1e-4]),
      class: 'residential' as const,
    };
    const lost = (lat: number) => ({ line: line([103.7, lat], [103.701, lat]), class: 'residential' as const });
    const network = networkFromLines([...town, spine, lost(29.497), lost(29.4)]);
    const found = snap(
      network,
      [
        { id: 'near the lost road', lon: 103.7005, lat: 29.4971 },
        { id: 'far from town', lon: 103.7005, lat: 29.4001 },
      ],
      { mode: 'walk', speeds: onRoadsOnly.walk },
    );
    expect(found.island[0]).toBe(0);
    expect(found.island[1]).toBeGreaterThan(0);
  });
});

it('an area of several parts and with a hole is told apart from what lies outside', () => {
  const square = (x: number, y: number, size: number): [number, number][] => [
    [x, y],
    [x + size, y],
    [x + size, y + size],
    [x, y + size],
    [x, y],
  ];
  const inside = insideArea([[square(0, 0, 10), square(4, 4, 2)], [square(20, 0, 5)]]);
  expect([inside(1, 1), inside(5, 5), inside(22, 2), inside(15, 2), inside(1, 11)]).toEqual([
    true,
    false,
    true,
    false,
    false,
  ]);
});
