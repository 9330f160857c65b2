import { metresBetween } from './geometry.ts';
import type { RoadNetwork } from './network.shape.ts';

type Numbers = Int32Array<ArrayBuffer> | Uint32Array<ArrayBuffer> | Float64Array<ArrayBuffer> | Uint8Array<ArrayBuffer>;

/** A typed array that grows: a province has tens of millions of points, too many for plain lists. */
export class Growing<T extends Numbers> {
  #values: T;
  length = 0;

  constructor(empty: T) {
    this.#values = empty;
  }

  push(value: number): void {
    if (this.length === this.#values.length) {
      const Kind = this.#values.constructor as new (size: number) => T;
      const larger = new Kind(Math.max(1024, this.#values.length * 2));
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.length++] = value;
  }

  at(index: number): number {
    return this.#values[index]!;
  }

  set(index: number, value: number): void {
    this.#values[index] = value;
  }

  /** What was pushed; shares memory, so push no more afterwards. */
  done(): T {
    return this.#values.subarray(0, this.length) as T;
  }
}

export interface WrittenEdge {
  from: number;
  to: number;
  /** Index in `roadClasses`. */
  class: number;
  access: number;
  traits: number;
  kmh: number;
  name: string;
  /** Undefined: as drawn. */
  metres?: number | undefined;
}

/** Puts a network together, edge by edge, without an object for each. */
export class NetworkWriter {
  readonly #lon = new Growing(new Int32Array(0));
  readonly #lat = new Growing(new Int32Array(0));
  readonly #nodeTraits = new Growing(new Uint8Array(0));
  readonly #height = new Growing(new Int32Array(0));
  #heights = false;
  readonly #from = new Growing(new Uint32Array(0));
  readonly #to = new Growing(new Uint32Array(0));
  readonly #metres = new Growing(new Float64Array(0));
  readonly #class = new Growing(new Uint8Array(0));
  readonly #access = new Growing(new Uint8Array(0));
  readonly #traits = new Growing(new Uint8Array(0));
  readonly #kmh = new Growing(new Float64Array(0));
  readonly #name = new Growing(new Uint32Array(0));
  readonly #bendStart = new Growing(new Uint32Array(0));
  readonly #bends = new Growing(new Int32Array(0));
  readonly #bans = new Growing(new Uint32Array(0));
  readonly #names = new Map([['', 0]]);

  /** A writer that goes on where a network ends. */
  static from(network: RoadNetwork): NetworkWriter {
    const writer = new NetworkWriter();
    const heights = network.nodeHeight;
    network.nodeLon.forEach((lon, node) => {
      writer.node(
        lon,
        network.nodeLat[node]!,
        network.nodeTraits[node],
        heights.length > 0 ? heights[node] : undefined,
      );
    });
    for (let edge = 0; edge < network.from.length; edge++) {
      for (let bend = network.bendStart[edge]!; bend < network.bendStart[edge + 1]!; bend++)
        writer.bend(network.bends[2 * bend]!, network.bends[2 * bend + 1]!);
      writer.edge({
        from: network.from[edge]!,
        to: network.to[edge]!,
        class: network.class[edge]!,
        access: network.access[edge]!,
        traits: network.traits[edge]!,
        kmh: network.kmh[edge]!,
        name: network.names[network.name[edge]!]!,
        metres: network.metres[edge],
      });
    }
    for (let at = 0; at < network.bans.length; at += 3)
      writer.ban(network.bans[at]!, network.bans[at + 1]!, network.bans[at + 2]!);
    return writer;
  }

  get nodes(): number {
    return this.#lon.length;
  }

  get edges(): number {
    return this.#from.length;
  }

  /** Degrees × 10⁷. Returns the node's index. */
  node(lon: number, lat: number, nodeTraits = 0, height?: number): number {
    this.#lon.push(lon);
    this.#lat.push(lat);
    this.#nodeTraits.push(nodeTraits);
    this.#height.push(height ?? 0);
    this.#heights ||= height !== undefined;
    return this.#lon.length - 1;
  }

  /** A bend of the edge that is written next. */
  bend(lon: number, lat: number): void {
    this.#bends.push(lon);
    this.#bends.push(lat);
  }

  /** Returns the edge's index. @throws RangeError for a node that does not exist */
  edge(edge: WrittenEdge): number {
    if (!(edge.from < this.nodes && edge.to < this.nodes))
      throw new RangeError(`edge ${this.edges} names a node that does not exist`);
    if (this.edges === 0) this.#bendStart.push(0);
    const firstBend = this.#bendStart.at(this.edges);
    this.#bendStart.push(this.#bends.length / 2);
    this.#from.push(edge.from);
    this.#to.push(edge.to);
    this.#class.push(edge.class);
    this.#access.push(edge.access);
    this.#traits.push(edge.traits);
    this.#kmh.push(edge.kmh);
    let name = this.#names.get(edge.name);
    if (name === undefined) {
      name = this.#names.size;
      this.#names.set(edge.name, name);
    }
    this.#name.push(name);
    this.#metres.push(edge.metres ?? this.#drawn(edge.from, edge.to, firstBend));
    return this.edges - 1;
  }

  /** Gives the edges from `first` on the speed at which all of them together take so many seconds: a ferry. */
  timed(first: number, seconds: number): void {
    let metres = 0;
    for (let edge = first; edge < this.edges; edge++) metres += this.#metres.at(edge);
    for (let edge = first; edge < this.edges; edge++) this.#kmh.set(edge, (metres / seconds) * 3.6);
  }

  ban(before: number, after: number, bits: number): void {
    this.#bans.push(before);
    this.#bans.push(after);
    this.#bans.push(bits);
  }

  #drawn(from: number, to: number, firstBend: number): number {
    let [lon, lat] = [this.#lon.at(from), this.#lat.at(from)];
    let metres = 0;
    const step = (nextLon: number, nextLat: number) => {
      metres += metresBetween([lon / 1e7, lat / 1e7], [nextLon / 1e7, nextLat / 1e7]);
      [lon, lat] = [nextLon, nextLat];
    };
    for (let at = 2 * firstBend; at < this.#bends.length; at += 2) step(this.#bends.at(at), this.#bends.at(at + 1));
    step(this.#lon.at(to), this.#lat.at(to));
    return metres;
  }

  finish(): RoadNetwork {
    if (this.edges === 0) this.#bendStart.push(0);
    return {
      nodeLon: this.#lon.done(),
      nodeLat: this.#lat.done(),
      nodeTraits: this.#nodeTraits.done(),
      nodeHeight: this.#heights ? Int16Array.from(this.#height.done()) : new Int16Array(0),
      from: this.#from.done(),
      to: this.#to.done(),
      metres: Float32Array.from(this.#metres.done()),
      class: this.#class.done(),
      access: this.#access.done(),
      traits: this.#traits.done(),
      kmh: Float32Array.from(this.#kmh.done()),
      name: this.#name.done(),
      bendStart: this.#bendStart.done(),
      bends: this.#bends.done(),
      bans: this.#bans.done(),
      names: [...this.#names.keys()],
    };
  }
}
