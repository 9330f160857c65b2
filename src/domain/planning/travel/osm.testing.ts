import { deflateSync } from 'node:zlib';

/** Writes small OpenStreetMap files (PBF) for tests; see https://wiki.openstreetmap.org/wiki/PBF_Format. */
export interface OsmParts {
  nodes: { id: number; lon: number; lat: number; tags?: Record<string, string> }[];
  ways: { id: number; refs: number[]; tags: Record<string, string> }[];
  relations?: {
    id: number;
    members: { type: 'node' | 'way'; ref: number; role: string }[];
    tags: Record<string, string>;
  }[];
}

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 128) {
    bytes.push((rest % 128) | 128);
    rest = Math.floor(rest / 128);
  }
  bytes.push(rest);
  return bytes;
}
const signed = (value: number): number => (value < 0 ? -2 * value - 1 : 2 * value);
const number = (field: number, value: number): number[] => [...varint(field * 8), ...varint(value)];
const bytes = (field: number, content: readonly number[]): number[] => [
  ...varint(field * 8 + 2),
  ...varint(content.length),
  ...content,
];
const text = (field: number, value: string): number[] => bytes(field, [...Buffer.from(value)]);
const packed = (field: number, values: readonly number[]): number[] => bytes(field, values.flatMap(varint));
const deltas = (values: readonly number[]): number[] =>
  values.map((value, at) => signed(value - (values[at - 1] ?? 0)));

function blob(type: string, content: readonly number[]): Buffer {
  const body = Buffer.from([...number(2, content.length), ...bytes(3, [...deflateSync(Buffer.from(content))])]);
  const header = Buffer.from([...text(1, type), ...number(3, body.length)]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(header.length);
  return Buffer.concat([length, header, body]);
}

export function osmFile({ nodes, ways, relations = [] }: OsmParts): Buffer {
  const strings: string[] = [''];
  const index = (value: string): number => {
    const known = strings.indexOf(value);
    return known >= 0 ? known : strings.push(value) - 1;
  };
  const tagFields = (tags: Record<string, string> = {}): number[] => [
    ...packed(2, Object.keys(tags).map(index)),
    ...packed(3, Object.values(tags).map(index)),
  ];
  const groups = [
    nodes.flatMap(({ id, lon, lat, tags }) =>
      bytes(1, [
        ...number(1, signed(id)),
        ...tagFields(tags),
        ...number(8, signed(Math.round(lat * 1e7))),
        ...number(9, signed(Math.round(lon * 1e7))),
      ]),
    ),
    ways.flatMap(({ id, refs, tags }) => bytes(3, [...number(1, id), ...tagFields(tags), ...packed(8, deltas(refs))])),
    relations.flatMap(({ id, members, tags }) =>
      bytes(4, [
        ...number(1, id),
        ...tagFields(tags),
        ...packed(
          8,
          members.map(({ role }) => index(role)),
        ),
        ...packed(9, deltas(members.map(({ ref }) => ref))),
        ...packed(
          10,
          members.map(({ type }) => (type === 'way' ? 1 : 0)),
        ),
      ]),
    ),
  ];
  const block = [
    ...bytes(
      1,
      strings.flatMap((value) => text(1, value)),
    ),
    ...groups.flatMap((group) => bytes(2, group)),
  ];
  return Buffer.concat([blob('OSMHeader', text(4, 'OsmSchema-V0.6')), blob('OSMData', block)]);
}
