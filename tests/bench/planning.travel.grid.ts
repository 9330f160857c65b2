import { openToAll, type RoadNetwork, roadClasses } from '#domain/planning/travel/network.ts';
import type { Point } from '#domain/planning/travel/snap.ts';

/** Small, quick, and the same everywhere: the bench must be repeatable. */
export function drawing(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const west = 103.5;
const south = 29;
/** Metres between neighbouring crossings. */
const step = 100;
const stepLat = step / 111_195;
const stepLon = stepLat / Math.cos((29.5 * Math.PI) / 180);

/**
 * A made-up country of side × side crossings, 100 m apart; of the roads between neighbours 17.5 % are missing, so that
 * 1,000,000 crossings have 3.3 million arcs. Every tenth line is a main road.
 */
export function gridNetwork(side: number): RoadNetwork {
  const nodes = side * side;
  const [main, minor] = [roadClasses.indexOf('secondary'), roadClasses.indexOf('residential')];
  const eachLink = (put: (a: number, b: number, line: number) => void) => {
    const draw = drawing(side);
    const link = (a: number, b: number, line: number) => {
      if (draw() >= 0.175) put(a, b, line);
    };
    for (let row = 0; row < side; row++)
      for (let column = 0; column < side; column++) {
        const node = row * side + column;
        if (column + 1 < side) link(node, node + 1, row);
        if (row + 1 < side) link(node, node + side, column);
      }
    return draw;
  };
  let edges = 0;
  eachLink(() => {
    edges += 1;
  });
  // Shared, as the program keeps a network: workers have no copy of it.
  const shared = (bytes: number) => new SharedArrayBuffer(bytes);
  const network: RoadNetwork = {
    nodeLon: new Int32Array(shared(4 * nodes)),
    nodeLat: new Int32Array(shared(4 * nodes)),
    nodeTraits: new Uint8Array(shared(nodes)),
    nodeHeight: new Int16Array(0),
    from: new Uint32Array(shared(4 * edges)),
    to: new Uint32Array(shared(4 * edges)),
    metres: new Float32Array(shared(4 * edges)),
    class: new Uint8Array(shared(edges)),
    access: new Uint8Array(shared(edges)).fill(openToAll),
    traits: new Uint8Array(shared(edges)),
    kmh: new Float32Array(shared(4 * edges)),
    name: new Uint32Array(shared(4 * edges)),
    bendStart: new Uint32Array(shared(4 * (edges + 1))),
    bends: new Int32Array(0),
    bans: new Uint32Array(0),
    names: [''],
  };
  for (let node = 0; node < nodes; node++) {
    network.nodeLon[node] = Math.round((west + (node % side) * stepLon) * 1e7);
    network.nodeLat[node] = Math.round((south + Math.floor(node / side) * stepLat) * 1e7);
  }
  let edge = 0;
  const draw = eachLink((a, b, line) => {
    network.from[edge] = a;
    network.to[edge] = b;
    network.class[edge++] = line % 10 === 0 ? main : minor;
  });
  for (let at = 0; at < edges; at++) network.metres[at] = step * (1 + 0.3 * draw());
  return network;
}

export function gridPoints(side: number, count: number, prefix: string): Point[] {
  const draw = drawing(count + side);
  return Array.from({ length: count }, (_, at) => ({
    id: `${prefix}${at}`,
    lon: west + draw() * (side - 1) * stepLon,
    lat: south + draw() * (side - 1) * stepLat,
  }));
}
