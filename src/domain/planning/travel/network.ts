import type { Position } from './geometry.ts';
import type { RoadNetwork } from './network.shape.ts';
import { NetworkWriter } from './network.writer.ts';

export type { RoadNetwork } from './network.shape.ts';

/**
 * Roads as flat arrays: small, quick to search, and shared by workers without being copied. An edge is a stretch of road
 * between two nodes (places where one can choose); what may use it, and in which direction, is a bit per mode.
 */
export const roadClasses = [
  'motorway',
  'trunk',
  'primary',
  'secondary',
  'tertiary',
  'unclassified',
  'residential',
  'living-street',
  'service',
  'track',
  'pedestrian',
  'cycleway',
  'path',
  'steps',
  'ferry',
] as const;
export type RoadClass = (typeof roadClasses)[number];

/** How people go. `walk-slow` is an old person on foot; `bus` is a table of departures, with walking at both ends. */
export const modes = ['walk', 'walk-slow', 'ebike', 'car', 'bus'] as const;
export type Mode = (typeof modes)[number];
/** The modes that use the road network by themselves. */
export const roadModes = ['walk', 'walk-slow', 'ebike', 'car'] as const;
export type RoadMode = (typeof roadModes)[number];

/** Bits of `RoadNetwork.access`: who may go along an edge as it was drawn, and against it. */
export const access = {
  walkForward: 1,
  walkBackward: 2,
  ebikeForward: 4,
  ebikeBackward: 8,
  carForward: 16,
  carBackward: 32,
} as const;
export const openToAll = 63;

/** Bits of `RoadNetwork.traits`. `built`: in a built-up area; `rough`: bad surface; `soft`: earth, sand or grass. */
export const traits = {
  link: 1,
  roundabout: 2,
  built: 4,
  private: 8,
  rough: 16,
  driveway: 32,
  alley: 64,
  soft: 128,
} as const;

/** Bits of `RoadNetwork.nodeTraits`. Signals cost time, so does a gate; the others let nobody of a mode through. */
export const nodeTraits = { signals: 1, gate: 2, noCar: 4, noEbike: 8, noWalk: 16 } as const;

export const nodeCount = (network: RoadNetwork): number => network.nodeLon.length;
export const edgeCount = (network: RoadNetwork): number => network.from.length;

/** A road as it comes in GeoJSON or from a form. It meets other roads where both have the same point (to 10⁻⁷ degrees). */
export interface RoadLine {
  line: readonly Position[];
  class: RoadClass;
  /** `backward`: only against the direction of drawing. On foot both ways always. */
  oneway?: 'no' | 'forward' | 'backward';
  /** Speed of vehicles (or of the ferry); without it that of the class. */
  kmh?: number;
  name?: string;
  /** As driven, where the drawing leaves out bends. Only for a line that meets others at its ends alone. */
  metres?: number;
}

/** An edge between known nodes. */
export interface EdgeDraft {
  from: number;
  to: number;
  /** Points between the two nodes. */
  bends?: readonly Position[];
  class: RoadClass;
  metres?: number;
  access?: number;
  traits?: number;
  kmh?: number;
  name?: string;
}

export interface NodeDraft {
  lon: number;
  lat: number;
  /** Above the sea. */
  metres?: number;
  traits?: number;
}

/** Who may use a class when no sign says otherwise. */
function usualAccess(roadClass: RoadClass, oneway: RoadLine['oneway'] = 'no'): number {
  const direction =
    oneway === 'forward'
      ? access.walkForward | access.walkBackward | access.ebikeForward | access.carForward
      : oneway === 'backward'
        ? access.walkForward | access.walkBackward | access.ebikeBackward | access.carBackward
        : openToAll;
  const foot = access.walkForward | access.walkBackward;
  const bike = access.ebikeForward | access.ebikeBackward;
  if (roadClass === 'motorway') return direction & ~foot & ~bike;
  if (roadClass === 'steps' || roadClass === 'pedestrian') return direction & foot;
  if (roadClass === 'cycleway' || roadClass === 'path') return direction & (foot | bike);
  return direction;
}

const e7 = (degrees: number): number => Math.round(degrees * 1e7);

/** A network of given nodes and edges. Edges keep their order. @throws RangeError for an edge between unknown nodes */
export function buildNetwork(
  nodes: readonly NodeDraft[],
  edges: readonly EdgeDraft[],
  bans: readonly (readonly [before: number, after: number, bits: number])[] = [],
): RoadNetwork {
  const writer = new NetworkWriter();
  for (const { lon, lat, traits: nodeTrait, metres } of nodes) writer.node(e7(lon), e7(lat), nodeTrait, metres);
  for (const edge of edges) {
    for (const [lon, lat] of edge.bends ?? []) writer.bend(e7(lon), e7(lat));
    writer.edge({
      from: edge.from,
      to: edge.to,
      class: roadClasses.indexOf(edge.class),
      access: edge.access ?? usualAccess(edge.class),
      traits: edge.traits ?? 0,
      kmh: edge.kmh ?? 0,
      name: edge.name ?? '',
      metres: edge.metres,
    });
  }
  for (const [before, after, bits] of bans) writer.ban(before, after, bits);
  return writer.finish();
}

/** Roads drawn as lines, cut wherever two of them share a point. */
export function networkFromLines(lines: readonly RoadLine[]): RoadNetwork {
  const keyOf = ([lon, lat]: Position): string => `${e7(lon)} ${e7(lat)}`;
  const uses = new Map<string, number>();
  for (const { line } of lines)
    line.forEach((point, at) => {
      const key = keyOf(point);
      uses.set(key, (uses.get(key) ?? 0) + (at === 0 || at === line.length - 1 ? 2 : 1));
    });
  const nodes: NodeDraft[] = [];
  const nodeAt = new Map<string, number>();
  const node = (point: Position): number => {
    const key = keyOf(point);
    const known = nodeAt.get(key);
    if (known !== undefined) return known;
    nodeAt.set(key, nodes.length);
    return nodes.push({ lon: point[0], lat: point[1] }) - 1;
  };
  const edges: EdgeDraft[] = [];
  for (const road of lines) {
    if (road.line.length < 2) continue;
    const whole = edges.length;
    let start = 0;
    for (let at = 1; at < road.line.length; at++) {
      if (uses.get(keyOf(road.line[at]!))! < 2) continue;
      edges.push({
        from: node(road.line[start]!),
        to: node(road.line[at]!),
        bends: road.line.slice(start + 1, at),
        class: road.class,
        access: usualAccess(road.class, road.oneway),
        ...(road.kmh !== undefined && { kmh: road.kmh }),
        ...(road.name !== undefined && { name: road.name }),
      });
      start = at;
    }
    if (road.metres !== undefined && edges.length === whole + 1) edges[whole]!.metres = road.metres;
  }
  return buildNetwork(nodes, edges);
}

/** Roads as the fictional prefecture has them: nodes and edges that run both ways. */
export interface DrawnRoads {
  nodes: readonly { lon: number; lat: number; metres: number }[];
  edges: readonly {
    from: number;
    to: number;
    class: 'highway' | 'county-road' | 'village-road';
    metres: number;
    line: readonly Position[];
  }[];
}

const drawnClasses = { highway: 'primary', 'county-road': 'secondary', 'village-road': 'unclassified' } as const;

export function networkFromDrawn(roads: DrawnRoads): RoadNetwork {
  return buildNetwork(
    roads.nodes,
    roads.edges.map((edge) => ({
      from: edge.from,
      to: edge.to,
      bends: edge.line.slice(1, -1),
      class: drawnClasses[edge.class],
      metres: edge.metres,
    })),
  );
}
