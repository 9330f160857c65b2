import type { Lonlat } from './mercator.ts';

/**
 * A ring along the squares of a grid without its stairs: each corner is cut by half a square, so that stairs become slopes and long sides
 * stay where they are. Nothing moves by more than half a square; a ring that keeps to no grid stays as it is.
 */
export function soften(ring: readonly Lonlat[]): Lonlat[] {
  const sides = ring.slice(1).map((end, at) => [ring[at]!, end] as const);
  const shortest = (lengths: number[]) => Math.min(...lengths.filter((length) => length > 1e-9));
  const square = [0, 1].map((axis) => shortest(sides.map(([a, b]) => Math.abs(b[axis]! - a[axis]!))));
  if (sides.some(([a, b]) => a[0] !== b[0] && a[1] !== b[1])) return [...ring];
  const soft = sides.flatMap(([a, b]): Lonlat[] => {
    const axis = a[0] === b[0] ? 1 : 0;
    const length = Math.abs(b[axis] - a[axis]);
    if (length <= 1e-9) return [];
    const share = Math.min(0.5, square[axis]! / 2 / length);
    const at = (part: number): Lonlat => [a[0] + part * (b[0] - a[0]), a[1] + part * (b[1] - a[1])];
    return share > 0.499 ? [at(0.5)] : [at(share), at(1 - share)];
  });
  return soft.length < 3 ? [...ring] : [...soft, soft[0]!];
}
