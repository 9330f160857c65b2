import { Refused } from '#domain/kernel/problem.ts';

export interface TravelColumns {
  sites: number;
  demands: number;
  site: Int32Array;
  demand: Int32Array;
  seconds: Float64Array;
}

/** "DST1", then four counts and three columns of 32 bits, little-endian; times in tenths of a second. */
const magic = 0x31545344;
const headerBytes = 16;

export function encodeTravel({ sites, demands, site, demand, seconds }: TravelColumns): Uint8Array {
  const bytes = new Uint8Array(headerBytes + 12 * site.length);
  new Uint32Array(bytes.buffer, 0, 4).set([magic, sites, demands, site.length]);
  new Int32Array(bytes.buffer, headerBytes, site.length).set(site);
  new Int32Array(bytes.buffer, headerBytes + 4 * site.length, site.length).set(demand);
  new Uint32Array(bytes.buffer, headerBytes + 8 * site.length, site.length).set(
    seconds.map((each) => Math.round(each * 10)),
  );
  return bytes;
}

/** @throws Refused `planning.travel-damaged` */
export function decodeTravel(file: Uint8Array): TravelColumns {
  // A slice of its own: columns of 32 bits want to begin where 4 divides.
  const { buffer } = new Uint8Array(file);
  const [found, sites = 0, demands = 0, pairs = 0] = file.length >= headerBytes ? new Uint32Array(buffer, 0, 4) : [];
  if (found !== magic || file.length !== headerBytes + 12 * pairs) throw new Refused('planning.travel-damaged');
  const column = (at: number) => headerBytes + 4 * at * pairs;
  return {
    sites,
    demands,
    site: new Int32Array(buffer, column(0), pairs),
    demand: new Int32Array(buffer, column(1), pairs),
    seconds: new Float64Array(new Uint32Array(buffer, column(2), pairs)).map((tenths) => tenths / 10),
  };
}
