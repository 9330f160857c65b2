import { randomFillSync } from 'node:crypto';

const room = 8192;
const pool = new Uint8Array(room);
let used = room;

/** Random bytes from the system's source, drawn in large draughts: asking it for a dozen at a time costs more than using them. */
export function fillRandom<T extends Uint8Array>(bytes: T): T {
  if (bytes.length > room) return randomFillSync(bytes);
  if (used + bytes.length > room) {
    randomFillSync(pool);
    used = 0;
  }
  const drawn = pool.subarray(used, used + bytes.length);
  used += bytes.length;
  bytes.set(drawn);
  // No byte is given out twice, and none is kept after it was.
  drawn.fill(0);
  return bytes;
}
