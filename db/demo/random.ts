/**
 * Randomness without state or clock: everything in the demonstration is a pure function of a seed, so that the same
 * seed gives the same bytes on every machine. Integer arithmetic only.
 */
export function hash(seed: number, a: number, b = 0, c = 0): number {
  let h = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b);
  h = mix(h ^ Math.imul(a, 0xcc9e2d51));
  h = mix(h ^ Math.imul(b, 0x1b873593));
  return mix(h ^ Math.imul(c, 0xe6546b64)) >>> 0;
}

function mix(value: number): number {
  let h = value;
  h = Math.imul(h ^ (h >>> 16), 0x7feb352d);
  h = Math.imul(h ^ (h >>> 15), 0x846ca68b);
  return h ^ (h >>> 16);
}

/** From 0 up to, and not including, 1. */
export const unit = (seed: number, a: number, b = 0, c = 0): number => hash(seed, a, b, c) / 4_294_967_296;

/** An integer from 0 up to, and not including, `count`. */
const below = (count: number, seed: number, a: number, b = 0, c = 0): number => Math.floor(unit(seed, a, b, c) * count);

export const pick = <T>(from: readonly T[], seed: number, a: number, b = 0, c = 0): T =>
  from[below(from.length, seed, a, b, c)]!;

/** About normal, mean 0 and deviation 1: the sum of twelve uniforms less six. */
export function normal(seed: number, a: number, b = 0): number {
  let sum = -6;
  for (let c = 0; c < 12; c++) sum += unit(seed, a, b, c);
  return sum;
}

/** The list in an order that depends on the seed alone (Fisher–Yates). */
export function shuffled<T>(list: readonly T[], seed: number, stream: number): T[] {
  const result = [...list];
  for (let at = result.length - 1; at > 0; at--) {
    const other = below(at + 1, seed, stream, at);
    [result[at], result[other]] = [result[other]!, result[at]!];
  }
  return result;
}
