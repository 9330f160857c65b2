import { fillRandom } from './random.ts';

/** Makes UUIDs of version 7 for a time in milliseconds. */
export type UuidSource = (nowMs: number) => string;

const counterRoom = 0x1000;

/**
 * A source of UUIDv7 (RFC 9562): 48 bits of time, a 12-bit counter, 62 random bits. Each is greater than the one before,
 * also within a millisecond and when the clock is set back; then, or past 4096 a millisecond, the time runs a little
 * ahead. One source serves one clock, for a source never goes back: a simulated city has its own. `fill` may give
 * repeatable bytes where the same ids are wanted again, as for a demonstration.
 */
export const createUuidSource = (fill: (bytes: Uint8Array) => unknown = fillRandom): UuidSource => {
  const bytes = new Uint8Array(10);
  let time = -1;
  let counter = 0;
  return (nowMs) => {
    if (!Number.isSafeInteger(nowMs) || nowMs < 0 || nowMs >= 2 ** 48)
      throw new RangeError('not a time in milliseconds');
    fill(bytes);
    if (nowMs > time) {
      time = nowMs;
      // Half of the counter's room at most, so that the ids of a millisecond seldom borrow from the next.
      counter = ((bytes[8]! << 8) | bytes[9]!) & 0x7ff;
    } else {
      counter += 1;
      if (counter === counterRoom) {
        time += 1;
        counter = 0;
      }
    }
    bytes[0] = (bytes[0]! & 0x3f) | 0x80;
    const stamp = time.toString(16).padStart(12, '0');
    const random = Buffer.from(bytes.buffer, 0, 8).toString('hex');
    const count = counter.toString(16).padStart(3, '0');
    return `${stamp.slice(0, 8)}-${stamp.slice(8)}-7${count}-${random.slice(0, 4)}-${random.slice(4)}`;
  };
};

/** The process's own source, for the system's clock. */
export const uuidv7: UuidSource = createUuidSource();
