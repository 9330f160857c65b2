import { createServer, type Server } from 'node:http';

/** A file of one tile (PMTiles, version 3, nothing compressed): the whole earth at level 0. */
export function onePmtile(tile: Buffer, type: 'vector' | 'png', metadata: object): Buffer {
  const meta = Buffer.from(JSON.stringify(metadata));
  // One entry: tile 0, once, its length, at the beginning (offsets are kept plus one).
  const directory = Buffer.concat([1, 0, 1, tile.length, 1].map(varint));
  const header = Buffer.alloc(127);
  header.write('PMTiles', 'latin1');
  header[7] = 3;
  const places = [
    [127, directory.length],
    [127 + directory.length, meta.length],
    [127 + directory.length + meta.length, 0],
    [127 + directory.length + meta.length, tile.length],
    [1, 1],
  ].flat();
  for (const [at, value] of places.entries()) header.writeBigUInt64LE(BigInt(value), 8 + 8 * at);
  header.writeBigUInt64LE(1n, 88);
  header.set([1, 1, 1, type === 'vector' ? 1 : 2, 0, 0], 96);
  const far = 1_800_000_000;
  for (const [at, value] of [-far, -850_000_000, far, 850_000_000].entries()) header.writeInt32LE(value, 102 + 4 * at);
  return Buffer.concat([header, directory, meta, tile]);
}

/** One layer of a vector tile with one polygon over all of it. */
export function wholeTile(layer: string, tags: Record<string, string>): Buffer {
  const [keys, values] = [Object.keys(tags), Object.values(tags)];
  const command = (id: number, count: number) => (id & 7) | (count << 3);
  const zigzag = (value: number) => (value << 1) ^ (value >> 31);
  const geometry = [
    ...[command(1, 1), zigzag(0), zigzag(0), command(2, 3)],
    ...[4096, 0, 0, 4096, -4096, 0].map(zigzag),
    command(7, 1),
  ];
  const feature = [
    field(2, packed(keys.flatMap((_, at) => [at, at]))),
    Buffer.concat([varint((3 << 3) | 0), varint(3)]),
    field(4, packed(geometry)),
  ];
  return field(
    3,
    Buffer.concat([
      field(1, Buffer.from(layer)),
      field(2, Buffer.concat(feature)),
      ...keys.map((key) => field(3, Buffer.from(key))),
      ...values.map((value) => field(4, field(1, Buffer.from(value)))),
      Buffer.concat([varint((5 << 3) | 0), varint(4096)]),
      Buffer.concat([varint((15 << 3) | 0), varint(2)]),
    ]),
  );
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
  return Buffer.from([...bytes, rest]);
}
const packed = (values: readonly number[]): Buffer => Buffer.concat(values.map(varint));
const field = (id: number, bytes: Buffer): Buffer =>
  Buffer.concat([varint((id << 3) | 2), varint(bytes.length), bytes]);

export interface FileServer {
  url: string;
  server: Server;
  /** The pages that those who asked said they came from. */
  referers: Set<string>;
}

/** A server of files in the city's network, which gives parts of them to pages from elsewhere. */
export function serveFiles(files: Record<string, Buffer>): Promise<FileServer> {
  const referers = new Set<string>();
  const server = createServer((asked, answer) => {
    if (asked.headers.referer !== undefined) referers.add(asked.headers.referer);
    const file = files[asked.url ?? ''];
    const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(asked.headers.range ?? '') ?? [];
    answer.setHeader('access-control-allow-origin', '*');
    answer.setHeader('access-control-allow-headers', 'range');
    answer.setHeader('access-control-expose-headers', 'content-range, etag');
    if (asked.method === 'OPTIONS') answer.writeHead(204).end();
    else if (!file) answer.writeHead(404).end();
    else if (from === undefined || to === undefined) answer.end(file);
    else {
      const part = file.subarray(Number(from), Number(to) + 1);
      answer.setHeader('content-range', `bytes ${from}-${Number(from) + part.length - 1}/${file.length}`);
      answer.writeHead(206).end(part);
    }
  });
  return new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve({
        url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
        server,
        referers,
      });
    }),
  );
}
