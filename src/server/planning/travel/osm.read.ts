import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { OSMTransform } from 'osm-pbf-parser-node';
import { z } from 'zod';
import type { Bounds } from '#domain/kernel/coordinates.ts';
import { Refused } from '#domain/kernel/problem.ts';
import { insideArea } from '#domain/planning/travel/area.ts';
import type { RoadNetwork } from '#domain/planning/travel/network.ts';
import { OsmBuilder } from '#domain/planning/travel/osm.build.ts';
import { nodeKeys, wayKeys } from '#domain/planning/travel/osm.tags.ts';

export interface OsmOptions {
  /** Roads outside are left out; a road that leaves is cut there. */
  bounds?: Bounds | undefined;
  /** The coordinates of a GeoJSON MultiPolygon, within the bounds: the prefecture's own shape. */
  area?: readonly (readonly (readonly (readonly [number, number])[])[])[] | undefined;
  onProgress?: ((share: number) => void) | undefined;
  signal?: AbortSignal | undefined;
}

const Tags = z.record(z.string(), z.string());
/** What the reader of the format hands over; checked by its kind alone, for there are millions. */
interface Node {
  type: 'node';
  id: number;
  lat: number;
  lon: number;
  tags?: z.infer<typeof Tags>;
}
interface Way {
  type: 'way';
  id: number;
  refs: number[];
  tags?: z.infer<typeof Tags>;
}
interface Relation {
  type: 'relation';
  members: { type: string; ref: number; role: string }[];
  tags?: z.infer<typeof Tags>;
}

const pieceBytes = 1 << 20;
const relationKeys = ['restriction', 'restriction:motorcar', 'except'];

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'EISDIR');

/** A PBF file begins with the length of a small header that names itself; anything else would be read to its end in vain. */
export function isOsmBeginning(head: Buffer): boolean {
  const length = head.length >= 4 ? head.readUInt32BE(0) : 0;
  return length >= 10 && length <= 65_536 && head.includes('OSMHeader');
}

async function checkBeginning(path: string): Promise<number> {
  let size: number;
  try {
    const found = await stat(path);
    if (!found.isFile()) throw new Refused('travel.osm-missing', { path });
    size = found.size;
  } catch (error) {
    if (isMissing(error)) throw new Refused('travel.osm-missing', { path });
    throw error;
  }
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(64), 0, 64, 0);
    if (!isOsmBeginning(buffer.subarray(0, bytesRead))) throw new Refused('travel.osm-damaged', { path });
  } finally {
    await file.close();
  }
  return size;
}

/**
 * Reads the roads of an OpenStreetMap extract (PBF) as a stream: memory grows with the nodes inside the bounds, not with
 * the file. @throws Refused `travel.osm-missing`, `travel.osm-damaged`, `travel.osm-no-roads`
 */
export async function readOsmFile(path: string, options: OsmOptions = {}): Promise<RoadNetwork> {
  const { bounds, area, onProgress, signal } = options;
  signal?.throwIfAborted();
  const size = await checkBeginning(path);
  const inside = area && insideArea(area);
  const builder = new OsmBuilder(bounds);
  const file = createReadStream(path, { highWaterMark: pieceBytes });
  const items = new OSMTransform({ withTags: { node: nodeKeys, way: wayKeys, relation: relationKeys } });
  let failed: unknown;
  file.on('error', (error) => items.destroy(error));
  try {
    for await (const batch of file.pipe(items)) {
      signal?.throwIfAborted();
      for (const item of batch as (Node | Way | Relation | { type?: undefined })[]) {
        if (item.type === 'node') {
          if (!inside || inside(item.lon, item.lat)) builder.node(item.id, item.lon, item.lat, item.tags);
        } else if (item.type === 'way') builder.way(item.id, item.refs, item.tags);
        else if (item.type === 'relation') builder.relation(item.members, item.tags);
      }
      onProgress?.((0.95 * file.bytesRead) / size);
    }
  } catch (error) {
    failed = error;
  } finally {
    file.destroy();
  }
  signal?.throwIfAborted();
  // The reader of the format knows one way to complain; whatever it stumbles over, the file is not whole.
  if (failed !== undefined) throw new Refused('travel.osm-damaged', { path });
  const network = builder.finish();
  if (network.from.length === 0) throw new Refused('travel.osm-no-roads', { path });
  onProgress?.(1);
  return network;
}
