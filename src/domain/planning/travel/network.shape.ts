/** Roads as flat arrays. Classes and bits are named in `network.ts`; `network.writer.ts` puts one together. */
export interface RoadNetwork {
  /** Degrees × 10⁷, WGS84. */
  nodeLon: Int32Array;
  nodeLat: Int32Array;
  nodeTraits: Uint8Array;
  /** Metres above the sea, or empty where nobody knows. */
  nodeHeight: Int16Array;
  /** Node at which an edge begins and ends, as drawn. */
  from: Uint32Array;
  to: Uint32Array;
  /** Along the road, bends included. */
  metres: Float32Array;
  /** Index in `roadClasses`. */
  class: Uint8Array;
  /** Bits of `access`; 0: closed to everybody. */
  access: Uint8Array;
  /** Bits of `traits`. */
  traits: Uint8Array;
  /** What the sign, or the timetable of a ferry, allows; 0: the speed of the class. */
  kmh: Float32Array;
  /** Index in `names`; 0: without a name. */
  name: Uint32Array;
  /** Bends between the two nodes: those of edge e are bends[2·bendStart[e]] (lon), … up to 2·bendStart[e+1]; degrees × 10⁷. */
  bendStart: Uint32Array;
  bends: Int32Array;
  /** Triples (edge, edge, bits of `access` of the modes concerned): after the first one may not take the second. */
  bans: Uint32Array;
  names: readonly string[];
}
