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
  const draw = drawing(side);
  const nodes = side * side;
  const from = new Uint32Array(2 * nodes);
  const to = new Uint32Array(2 * nodes);
  const kinds = new Uint8Array(2 * nodes);
  let edges = 0;
  const [main, minor] = [roadClasses.indexOf('secondary'), roadClasses.indexOf('residential')];
  const link = (a: number, b: number, line: number) => {
    if (draw() < 0.175) return;
    from[edges] = a;
    to[edges] = b;
    kinds[edges++] = line % 10 === 0 ? main : minor;
  };
  for (let row = 0; row < side; row++)
    for (let column = 0; column < side; column++) {
      const node = row * side + column;
      if (column + 1 < side) link(node, node + 1, row);
      if (row + 1 < side) link(node, node + side, column);
    }
  return {
    nodeLon: new Int32Array(nodes).map((_, node) => Math.round((west + (node % side) * stepLon) * 1e7)),
    nodeLat: Int32Array.from({ length: nodes }, (_, node) =>
      Math.round((south + Math.floor(node / side) * stepLat) * 1e7),
    ),
    nodeTraits: new Uint8Array(nodes),
    nodeHeight: new Int16Array(0),
    from: from.slice(0, edges),
    to: to.slice(0, edges),
    metres: new Float32Array(edges).map(() => step * (1 + 0.3 * draw())),
    class: kinds.slice(0, edges),
    access: new Uint8Array(edges).fill(openToAll),
    traits: new Uint8Array(edges),
    kmh: new Float32Array(edges),
    name: new Uint32Array(edges),
    bendStart: new Uint32Array(edges + 1),
    bends: new Int32Array(0),
    bans: new Uint32Array(0),
    names: [''],
  };
}

export function gridPoints(side: number, count: number, prefix: string): Point[] {
  const draw = drawing(count + side);
  return Array.from({ length: count }, (_, at) => ({
    id: `${prefix}${at}`,
    lon: west + draw() * (side - 1) * stepLon,
    lat: south + draw() * (side - 1) * stepLat,
  }));
}
