import type { Lonlat } from './mercator.ts';

/**
 * A ring along squares without its stairs: each corner is cut by half a square, so that stairs become slopes and long sides stay where
 * they are. Nothing moves by more than half a square.
 * @param square its sides to the east and to the north; null: the ring is along none, and stays as it is
 */
export function soften(ring: readonly Lonlat[], square: readonly [number, number] | null): readonly Lonlat[] {
  if (square === null) return ring;
  const soft = ring.slice(1).flatMap((b, at): Lonlat[] => {
    const a = ring[at]!;
    const axis = a[0] === b[0] ? 1 : 0;
    const share = Math.min(0.5, square[axis]! / 2 / Math.abs(b[axis] - a[axis]));
    const on = (part: number): Lonlat => [a[0] + part * (b[0] - a[0]), a[1] + part * (b[1] - a[1])];
    // Places are told to the metre: a side of one square may be a little longer.
    return share > 0.48 ? [on(0.5)] : [on(share), on(1 - share)];
  });
  return [...soft, soft[0]!];
}
