import type { Allocate } from './graph.ts';
import type { RoadNetwork } from './network.ts';

/**
 * A network as one piece of memory: "DSRN", a version, the length of a description, the description (JSON), then the
 * arrays one after another, each at a multiple of eight. The same network gives the same bytes; reading copies nothing.
 */
const magic = 0x4e525344;
const version = 1;

const kinds = {
  nodeLon: Int32Array,
  nodeLat: Int32Array,
  nodeTraits: Uint8Array,
  nodeHeight: Int16Array,
  from: Uint32Array,
  to: Uint32Array,
  metres: Float32Array,
  class: Uint8Array,
  access: Uint8Array,
  traits: Uint8Array,
  kmh: Float32Array,
  name: Uint32Array,
  bendStart: Uint32Array,
  bends: Int32Array,
  bans: Uint32Array,
} as const;
type Field = keyof typeof kinds;
const fields = Object.keys(kinds) as Field[];

const aligned = (bytes: number): number => Math.ceil(bytes / 8) * 8;

export function packNetwork(network: RoadNetwork, allocate: Allocate = (bytes) => new ArrayBuffer(bytes)): Uint8Array {
  const lengths = fields.map((field) => network[field].length);
  const description = new TextEncoder().encode(JSON.stringify({ lengths, names: network.names }));
  const begin = aligned(12 + description.length);
  const total = fields.reduce((sum, field) => sum + aligned(network[field].byteLength), begin);
  const bytes = new Uint8Array(allocate(total));
  new Uint32Array(bytes.buffer, 0, 3).set([magic, version, description.length]);
  bytes.set(description, 12);
  let at = begin;
  for (const field of fields) {
    const { buffer, byteOffset, byteLength } = network[field];
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), at);
    at += aligned(byteLength);
  }
  return bytes;
}

const isDescription = (value: unknown): value is { lengths: number[]; names: string[] } =>
  typeof value === 'object' &&
  value !== null &&
  'lengths' in value &&
  Array.isArray(value.lengths) &&
  value.lengths.length === fields.length &&
  value.lengths.every((length) => Number.isSafeInteger(length) && length >= 0) &&
  'names' in value &&
  Array.isArray(value.names);

/** Views into the bytes given, which must begin at a multiple of eight. Undefined: not a network, or cut off. */
export function unpackNetwork(bytes: Uint8Array): RoadNetwork | undefined {
  if (bytes.length < 16 || bytes.byteOffset % 8 !== 0) return undefined;
  const [found, kind, length = 0] = new Uint32Array(bytes.buffer, bytes.byteOffset, 3);
  if (found !== magic || kind !== version || 12 + length > bytes.length) return undefined;
  let description: unknown;
  try {
    // A copy, because text is not decoded from shared memory.
    description = JSON.parse(new TextDecoder().decode(bytes.slice(12, 12 + length)));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
  if (!isDescription(description)) return undefined;
  const { lengths, names } = description;
  let at = aligned(12 + length);
  const total = fields.reduce(
    (sum, field, index) => sum + aligned(lengths[index]! * kinds[field].BYTES_PER_ELEMENT),
    at,
  );
  if (total !== bytes.length) return undefined;
  const view = <F extends Field>(field: F): RoadNetwork[F] => {
    const Kind = kinds[field];
    const count = lengths[fields.indexOf(field)]!;
    const array = new (Kind as new (buffer: ArrayBufferLike, at: number, count: number) => RoadNetwork[Field])(
      bytes.buffer,
      bytes.byteOffset + at,
      count,
    );
    at += aligned(array.byteLength);
    return array as RoadNetwork[F];
  };
  const arrays = Object.fromEntries(fields.map((field) => [field, view(field)])) as Pick<RoadNetwork, Field>;
  return { ...arrays, names };
}
