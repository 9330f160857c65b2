import { type Cover, columnOf, costOf, rowOf, withoutSurplus } from './cover.ts';
import { newHeap } from './heap.ts';

export interface CoverSearch {
  /** No cover costs less. */
  bound: number;
  chosen: number[];
  cost: number;
  /** What a cover that holds the column costs at least more than `bound` (or, negative, one that does not hold it). */
  reduced: Float64Array;
  /** What each row pays in the best bound. */
  price: Float64Array;
}

/** Cheapest price for each row still short, again and again; `price` stands in for the cost. */
export function greedy(cover: Cover, price: Float64Array, sure: (c: number) => boolean): number[] {
  const short = cover.need.slice();
  let open = 0;
  for (const each of short) if (each > 0) open += 1;
  const useful = new Int32Array(cover.columns);
  for (let c = 0; c < cover.columns; c++) useful[c] = cover.columnStart[c + 1]! - cover.columnStart[c]!;
  const taken = new Uint8Array(cover.columns);
  const chosen: number[] = [];
  const take = (c: number) => {
    taken[c] = 1;
    chosen.push(c);
    for (const r of columnOf(cover, c)) {
      short[r]! -= 1;
      if (short[r] !== 0) continue;
      open -= 1;
      for (const other of rowOf(cover, r)) useful[other]! -= 1;
    }
  };
  for (let c = 0; c < cover.columns; c++) if (sure(c)) take(c);
  // A heap with stale entries: usefulness only falls, so an entry whose score is still right is the best there is.
  const score = (c: number) => (price[c]! > 0 ? price[c]! / useful[c]! : price[c]! * useful[c]!);
  const heap = newHeap();
  for (let c = 0; c < cover.columns; c++) if (!taken[c] && useful[c]! > 0) heap.push(c, score(c));
  while (open > 0) {
    const top = heap.pop();
    if (!top) break;
    const [c, key] = top;
    if (taken[c] || useful[c]! <= 0) continue;
    const now = score(c);
    if (now > key + 1e-12) heap.push(c, now);
    else take(c);
  }
  return chosen;
}

/** No cover costs less: rows that have no column in common are each covered by columns of their own. Quick, and far from the best bound. */
export function boundApart(cover: Cover): number {
  const { rows, columns, rowStart, rowTo, need, cost } = cover;
  const taken = new Uint8Array(columns);
  const width = (r: number) => rowStart[r + 1]! - rowStart[r]!;
  const order = Int32Array.from({ length: rows }, (_, r) => r).sort((a, b) => width(a) - width(b) || a - b);
  let bound = 0;
  for (const r of order) {
    let [least, apart] = [Number.POSITIVE_INFINITY, true];
    for (let k = rowStart[r]!; k < rowStart[r + 1]! && apart; k++) {
      apart = taken[rowTo[k]!] === 0;
      least = Math.min(least, cost[rowTo[k]!]!);
    }
    if (!apart || !(least > 0) || least === Number.POSITIVE_INFINITY) continue;
    bound += least * need[r]!;
    for (let k = rowStart[r]!; k < rowStart[r + 1]!; k++) taken[rowTo[k]!] = 1;
  }
  return bound;
}

const wholeCosts = (cover: Cover): boolean => cover.cost.every((each) => Number.isInteger(each));

/** The bound in the steps in which costs can be. */
export const roundUp = (cover: Cover, bound: number): number => (wholeCosts(cover) ? Math.ceil(bound - 1e-6) : bound);

/**
 * Lagrangian search (Beasley 1990; Caprara, Fischetti and Toth 1999): prices for the rows give a bound, and a greedy choice by what the
 * columns then cost gives covers. Needs rows that can be covered and costs above zero.
 */
export function searchCover(cover: Cover, expired: () => boolean, rounds = 400): CoverSearch {
  const { rows, columns, need, cost } = cover;
  let chosen = withoutSurplus(
    cover,
    greedy(cover, cost, () => false),
  );
  let best = costOf(cover, chosen);
  const price = new Float64Array(rows).fill(Number.POSITIVE_INFINITY);
  for (let r = 0; r < rows; r++)
    for (const c of rowOf(cover, r))
      price[r] = Math.min(price[r]!, cost[c]! / (cover.columnStart[c + 1]! - cover.columnStart[c]!));
  const reduced = new Float64Array(columns);
  let [bound, lambda, since] = [Number.NEGATIVE_INFINITY, 2, 0];
  let bestReduced: Float64Array = reduced;
  let bestPrice = price.slice();
  const step = wholeCosts(cover) ? 1 - 1e-6 : 1e-9;
  for (let round = 0; round < rounds && lambda > 0.002; round++) {
    if (best - bound < step || ((round & 15) === 0 && round > 0 && expired())) break;
    reduced.set(cost);
    let value = 0;
    for (let r = 0; r < rows; r++) {
      value += price[r]! * need[r]!;
      for (let k = cover.rowStart[r]!; k < cover.rowStart[r + 1]!; k++) reduced[cover.rowTo[k]!]! -= price[r]!;
    }
    for (let c = 0; c < columns; c++) if (reduced[c]! < 0) value += reduced[c]!;
    if (value > bound + 1e-9) {
      if (value - bound > 1e-4 * Math.abs(value)) since = 0;
      bound = value;
      bestReduced = reduced.slice();
      bestPrice = price.slice();
    }
    since += 1;
    if (since > 20) {
      lambda /= 1.6;
      since = 0;
      price.set(bestPrice);
      if (lambda <= 0.002) break;
    }
    if (round % 10 === 0) {
      const found = withoutSurplus(
        cover,
        greedy(cover, reduced, (c) => reduced[c]! < 0),
      );
      const found2 = costOf(cover, found);
      if (found2 < best) [best, chosen] = [found2, found];
    }
    let norm = 0;
    const lack = new Float64Array(rows);
    for (let r = 0; r < rows; r++) {
      let has = 0;
      for (let k = cover.rowStart[r]!; k < cover.rowStart[r + 1]!; k++) if (reduced[cover.rowTo[k]!]! < 0) has += 1;
      lack[r] = need[r]! - has;
      if (price[r]! <= 0 && lack[r]! < 0) lack[r] = 0;
      norm += lack[r]! ** 2;
    }
    if (norm === 0) break;
    const length = (lambda * Math.max(best * 1.001 - value, 1e-6)) / norm;
    for (let r = 0; r < rows; r++) price[r] = Math.max(0, price[r]! + length * lack[r]!);
  }
  return { bound, chosen, cost: best, reduced: bestReduced, price: bestPrice };
}
