import type { Bounds } from '../../kernel/coordinates.ts';
import { markBuilt } from './built.ts';
import { access, type RoadNetwork } from './network.ts';
import { Growing, NetworkWriter } from './network.writer.ts';
import { nodeTraitsOf, roadOf, type TaggedRoad, type Tags } from './osm.tags.ts';

interface Turn {
  from: number;
  via: number;
  to: number;
  only: boolean;
  bits: number;
}

const carBits = access.carForward | access.carBackward;
const inOrder = 'nodes come after the ways that need them';

/**
 * Gathers nodes, ways and turn restrictions in the order of an OpenStreetMap file (nodes, ways, relations) and makes a
 * network of them. Only nodes inside the bounds are kept: 17 bytes each. A road that leaves the bounds is cut there.
 */
export class OsmBuilder {
  readonly #bounds: readonly [number, number, number, number];
  readonly #ids = new Growing(new Float64Array(0));
  readonly #lon = new Growing(new Int32Array(0));
  readonly #lat = new Growing(new Int32Array(0));
  readonly #traits = new Map<number, number>();
  readonly #roads: TaggedRoad[] = [];
  readonly #wayIds: number[] = [];
  readonly #refStart = new Growing(new Uint32Array(0));
  /** Index of the node + 1; 0: a node outside. */
  readonly #refs = new Growing(new Uint32Array(0));
  readonly #turns: Turn[] = [];
  #sorted: { ids: Float64Array; order: Uint32Array | null } | null = null;
  #ascending = true;
  /** Ways with a road's tags, kept or not. */
  waysSeen = 0;

  constructor(bounds?: Bounds) {
    this.#bounds = bounds
      ? [bounds[0] * 1e7, bounds[1] * 1e7, bounds[2] * 1e7, bounds[3] * 1e7]
      : [-Infinity, -Infinity, Infinity, Infinity];
    this.#refStart.push(0);
  }

  get nodes(): number {
    return this.#ids.length;
  }

  /** @throws RangeError for a node that follows the ways */
  node(id: number, lon: number, lat: number, tags: Tags | undefined): void {
    if (this.#sorted) throw new RangeError(inOrder);
    const [x, y] = [Math.round(lon * 1e7), Math.round(lat * 1e7)];
    const [west, south, east, north] = this.#bounds;
    if (x < west || x > east || y < south || y > north) return;
    if (this.#ids.length > 0 && id <= this.#ids.at(this.#ids.length - 1)) this.#ascending = false;
    this.#ids.push(id);
    this.#lon.push(x);
    this.#lat.push(y);
    const bits = tags ? nodeTraitsOf(tags) : 0;
    if (bits !== 0) this.#traits.set(this.#ids.length - 1, bits);
  }

  #find(id: number): number {
    if (!this.#sorted) {
      const ids = this.#ids.done();
      if (this.#ascending) this.#sorted = { ids, order: null };
      else {
        const order = Uint32Array.from(ids, (_, at) => at).sort((a, b) => ids[a]! - ids[b]!);
        this.#sorted = { ids: Float64Array.from(order, (at) => ids[at]!), order };
      }
    }
    const { ids, order } = this.#sorted;
    let [low, high] = [0, ids.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (ids[middle]! < id) low = middle + 1;
      else high = middle;
    }
    if (ids[low] !== id) return -1;
    return order ? order[low]! : low;
  }

  way(id: number, refs: readonly number[], tags: Tags | undefined): void {
    const road = tags && roadOf(tags);
    if (!road) return;
    this.waysSeen += 1;
    const before = this.#refs.length;
    let inside = 0;
    for (const ref of refs) {
      const node = this.#find(ref);
      if (node >= 0) inside += 1;
      this.#refs.push(node + 1);
    }
    if (inside < 2) {
      this.#refs.length = before;
      return;
    }
    this.#roads.push(road);
    this.#wayIds.push(id);
    this.#refStart.push(this.#refs.length);
  }

  relation(members: readonly { type: string; ref: number; role: string }[], tags: Tags | undefined): void {
    const kind = tags?.restriction ?? tags?.['restriction:motorcar'];
    if (kind === undefined || tags?.except?.includes('motorcar')) return;
    if (!kind.startsWith('no_') && !kind.startsWith('only_')) return;
    const via = members.filter(({ role }) => role === 'via');
    if (via.length !== 1 || via[0]!.type !== 'node') return;
    const node = this.#find(via[0]!.ref);
    if (node < 0) return;
    for (const from of members.filter(({ role }) => role === 'from'))
      for (const to of members.filter(({ role }) => role === 'to'))
        this.#turns.push({ from: from.ref, via: node, to: to.ref, only: kind.startsWith('only_'), bits: carBits });
  }

  /** Cuts roads into edges wherever one can choose, or something stands in the way. */
  finish(): RoadNetwork {
    const uses = new Uint8Array(this.#ids.length);
    const use = (node: number, times: number) => {
      uses[node] = Math.min(2, uses[node]! + times);
    };
    for (let way = 0; way < this.#roads.length; way++)
      this.#pieces(way, (piece) => {
        for (const [at, node] of piece.entries()) use(node, at === 0 || at === piece.length - 1 ? 2 : 1);
      });
    for (const node of this.#traits.keys()) if (uses[node]! > 0) uses[node] = 2;
    const writer = new NetworkWriter();
    const nodeOf = new Int32Array(this.#ids.length).fill(-1);
    const place = (node: number): number => {
      if (nodeOf[node]! < 0)
        nodeOf[node] = writer.node(this.#lon.at(node), this.#lat.at(node), this.#traits.get(node) ?? 0);
      return nodeOf[node]!;
    };
    const wanted = new Set(this.#turns.flatMap(({ from, to }) => [from, to]));
    const edgesOf = new Map<number, number[]>();
    for (let way = 0; way < this.#roads.length; way++) {
      const road = this.#roads[way]!;
      const first = writer.edges;
      this.#pieces(way, (piece) => {
        let from = piece[0]!;
        for (let at = 1; at < piece.length; at++) {
          const node = piece[at]!;
          if (uses[node]! < 2) {
            writer.bend(this.#lon.at(node), this.#lat.at(node));
            continue;
          }
          writer.edge({ ...road, from: place(from), to: place(node) });
          from = node;
        }
      });
      if (road.seconds !== undefined) writer.timed(first, road.seconds);
      const id = this.#wayIds[way]!;
      if (wanted.has(id))
        edgesOf.set(
          id,
          Array.from({ length: writer.edges - first }, (_, at) => first + at),
        );
    }
    const network = writer.finish();
    return markBuilt({ ...network, bans: this.#bans(network, nodeOf, edgesOf) });
  }

  /** The stretches of a way that lie inside the bounds. */
  #pieces(way: number, each: (piece: number[]) => void): void {
    let piece: number[] = [];
    const end = () => {
      if (piece.length > 1) each(piece);
      piece = [];
    };
    for (let at = this.#refStart.at(way); at < this.#refStart.at(way + 1); at++) {
      const node = this.#refs.at(at) - 1;
      if (node < 0) end();
      else if (piece.at(-1) !== node) piece.push(node);
    }
    end();
  }

  #bans(network: RoadNetwork, nodeOf: Int32Array, edgesOf: ReadonlyMap<number, number[]>): Uint32Array {
    const bans = new Growing(new Uint32Array(0));
    const touching = (way: number, node: number) =>
      (edgesOf.get(way) ?? []).filter((edge) => network.from[edge] === node || network.to[edge] === node);
    const vias = new Set(this.#turns.filter(({ only }) => only).map(({ via }) => nodeOf[via]!));
    const around = new Map<number, number[]>();
    if (vias.size > 0)
      network.from.forEach((from, edge) => {
        for (const node of new Set([from, network.to[edge]!]))
          if (vias.has(node)) around.set(node, [...(around.get(node) ?? []), edge]);
      });
    for (const { from, via, to, only, bits } of this.#turns) {
      const node = nodeOf[via]!;
      const [before] = touching(from, node);
      const after = touching(to, node);
      if (node < 0 || before === undefined || after.length === 0) continue;
      const banned = only
        ? (around.get(node) ?? []).filter((edge) => !after.includes(edge) && edge !== before)
        : after.slice(0, 1);
      for (const edge of banned) for (const value of [before, edge, bits]) bans.push(value);
    }
    return bans.done();
  }
}
