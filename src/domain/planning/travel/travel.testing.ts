import fc from 'fast-check';
import { closed } from './graph.times.ts';
import { buildGraph } from './graph.ts';
import { access, buildNetwork, type EdgeDraft, nodeCount, openToAll, type RoadNetwork } from './network.ts';
import { defaultSpeeds, type SpeedTable } from './speeds.ts';

/** The default speeds, without the way from the house to the road. */
export const onRoadsOnly: SpeedTable = Object.fromEntries(
  Object.entries(defaultSpeeds).map(([mode, speeds]) => [mode, { ...speeds, approachKmh: null }]),
) as SpeedTable;

const carOneWay = openToAll & ~access.carBackward;

/** Small networks on a grid of 300 m, some streets one-way for cars, some bends, perhaps in several pieces. */
export const networks: fc.Arbitrary<RoadNetwork> = fc
  .record({
    columns: fc.integer({ min: 2, max: 5 }),
    rows: fc.integer({ min: 1, max: 4 }),
    shape: fc.infiniteStream(fc.integer({ min: 0, max: 99 })),
  })
  .map(({ columns, rows, shape }) => {
    const draw = () => shape.next().value as number;
    const nodes = Array.from({ length: columns * rows }, (_, at) => ({
      lon: 103.7 + (at % columns) * 0.0035 + draw() * 1e-6,
      lat: 29.5 + Math.floor(at / columns) * 0.0027 + draw() * 1e-6,
    }));
    const edges: EdgeDraft[] = [];
    const link = (from: number, to: number) => {
      const kind = draw();
      if (kind < 15) return;
      edges.push({
        from,
        to,
        class: kind < 40 ? 'primary' : kind < 90 ? 'residential' : 'service',
        ...(kind % 3 === 0 && { access: carOneWay }),
        ...(kind % 5 === 0 && {
          bends: [[(nodes[from]!.lon + nodes[to]!.lon) / 2 + 3e-4, (nodes[from]!.lat + nodes[to]!.lat) / 2] as const],
        }),
      });
    };
    for (let at = 0; at < nodes.length; at++) {
      if ((at + 1) % columns !== 0) link(at, at + 1);
      if (at + columns >= nodes.length) continue;
      if (draw() % 2 === 0) link(at, at + columns);
      else link(at + columns, at);
    }
    return buildNetwork(nodes, edges.length > 0 ? edges : [{ from: 0, to: 1, class: 'residential' }]);
  });

export const places = (count: number) =>
  fc
    .array(fc.record({ lon: fc.integer({ min: -20, max: 180 }), lat: fc.integer({ min: -20, max: 120 }) }), {
      minLength: 1,
      maxLength: count,
    })
    .map((all) => all.map(({ lon, lat }, at) => ({ id: `p${at}`, lon: 103.7 + lon * 1e-4, lat: 29.5 + lat * 1e-4 })));

/** All shortest times between nodes, by the plainest means (Floyd and Warshall), where turns cost nothing. */
export function timesBetweenNodes(
  network: RoadNetwork,
  mode: 'walk' | 'ebike' | 'car',
  speeds: SpeedTable,
): number[][] {
  const graph = buildGraph(network, mode, { ...speeds[mode], turn: 0 });
  const count = nodeCount(network);
  const times = Array.from({ length: count }, (_, a) =>
    Array.from({ length: count }, (__, b) => (a === b ? 0 : Infinity)),
  );
  graph.run.forEach((run, way) => {
    if (run === closed) return;
    const [from, to] =
      way & 1 ? [network.to[way >>> 1]!, network.from[way >>> 1]!] : [network.from[way >>> 1]!, network.to[way >>> 1]!];
    times[from]![to] = Math.min(times[from]![to]!, run + graph.wait[way]!);
  });
  for (let via = 0; via < count; via++)
    for (let a = 0; a < count; a++)
      for (let b = 0; b < count; b++) times[a]![b] = Math.min(times[a]![b]!, times[a]![via]! + times[via]![b]!);
  return times;
}
