import { type BranchResult, branchFrom, branchOnDoubt, mostNodeBytes, type PricedNode, trialRounds } from './branch.ts';
import { greedy } from './cover.search.ts';
import { type Cover, columnOf, type Part, partOf, withoutSurplus } from './cover.ts';

/** What is undecided of a cover: the rows that still lack columns. */
interface Rest extends Part {
  row: Int32Array;
  /** What the columns cost that are decided on. */
  paid: number;
}

/** @param fixed 1: in every cover, 2: in none. @returns undefined when some row cannot be covered any more */
function restOf(cover: Cover, names: Int32Array, fixed: Uint8Array): Rest | undefined {
  const need = cover.need.slice();
  let paid = 0;
  for (let c = 0; c < cover.columns; c++) {
    if (fixed[c] !== 1) continue;
    paid += cover.cost[c]!;
    for (const r of columnOf(cover, c)) need[r]! -= 1;
  }
  const row = Uint8Array.from(need, (each) => (each > 0 ? 1 : 0));
  for (let r = 0; r < cover.rows; r++) {
    if (row[r] === 0) continue;
    let left = need[r]!;
    for (let k = cover.rowStart[r]!; k < cover.rowStart[r + 1]! && left > 0; k++)
      if (fixed[cover.rowTo[k]!] === 0) left -= 1;
    if (left > 0) return undefined;
  }
  const free = fixed.map((each) => (each === 0 ? 1 : 0));
  return {
    ...partOf(cover, row, free, need, names),
    row: Int32Array.from(row.keys()).filter((r) => row[r] === 1),
    paid,
  };
}

interface Priced {
  bound: number;
  price: Float64Array;
  reduced: Float64Array;
  /** Which share of the last rounds would have chosen each column. */
  share: Float64Array;
  /** What a better cover cannot do without (1) or cannot hold (2). */
  fixed: Uint8Array;
}

/** Subgradient steps on the prices of rows, each leaning on the one before. @param limit what costs more is of no use */
function priceCover(
  cover: Cover,
  { begin, rounds, lambda, limit }: { begin: Float64Array; rounds: number; lambda: number; limit: number },
): Priced {
  const { rows, columns, rowStart, rowTo, need, cost } = cover;
  const price = begin.slice();
  const reduced = new Float64Array(columns);
  const way = new Float64Array(rows);
  const best: Priced = {
    bound: Number.NEGATIVE_INFINITY,
    price: begin,
    reduced: cost.slice(),
    share: new Float64Array(columns),
    fixed: new Uint8Array(columns),
  };
  let [size, since, shared] = [lambda, 0, 0];
  for (let round = 0; round < rounds && size > 0.01; round++) {
    reduced.set(cost);
    let value = 0;
    for (let r = 0; r < rows; r++) {
      const pays = price[r]!;
      value += pays * need[r]!;
      for (let k = rowStart[r]!, end = rowStart[r + 1]!; k < end; k++) reduced[rowTo[k]!]! -= pays;
    }
    for (let c = 0; c < columns; c++) if (reduced[c]! < 0) value += reduced[c]!;
    if (value > best.bound) {
      if (value - best.bound > 2e-5 * Math.abs(value)) since = 0;
      best.bound = value;
      best.price = price.slice();
      best.reduced.set(reduced);
    }
    if (best.bound > limit) break;
    shared = 0.9 * shared + 0.1;
    for (let c = 0; c < columns; c++) {
      best.share[c] = 0.9 * best.share[c]! + (reduced[c]! < 0 ? 0.1 : 0);
      if (best.fixed[c] === 0 && value + Math.abs(reduced[c]!) > limit) best.fixed[c] = reduced[c]! < 0 ? 1 : 2;
    }
    since += 1;
    if (since > 8) {
      size /= 1.7;
      since = 0;
      price.set(best.price);
      way.fill(0);
      continue;
    }
    let norm = 0;
    for (let r = 0; r < rows; r++) {
      let lack = need[r]!;
      for (let k = rowStart[r]!, end = rowStart[r + 1]!; k < end; k++) if (reduced[rowTo[k]!]! < 0) lack -= 1;
      if (price[r]! <= 0 && lack < 0) lack = 0;
      way[r] = lack + 0.6 * way[r]!;
      norm += way[r]! ** 2;
    }
    if (norm === 0) break;
    const length = (size * Math.max(limit + 1e-3 * Math.abs(limit) - value, 1e-9)) / norm;
    for (let r = 0; r < rows; r++) price[r] = Math.max(0, price[r]! + length * way[r]!);
  }
  if (shared > 0) for (let c = 0; c < columns; c++) best.share[c]! /= shared;
  return best;
}

/**
 * Branch and bound over the columns of a cover whose costs are above zero, bounded by prices, which also fix columns; which column to
 * branch on is tried out on those that the prices are in most doubt about.
 * @param price of each row, to begin with
 */
export function branchingCover(
  cover: Cover,
  price: Float64Array,
  {
    limit,
    onCover,
    onBound,
  }: { limit: () => number; onCover: (chosen: number[]) => void; onBound?: (bound: number) => void },
): (expired: () => boolean, upTo?: number) => BranchResult {
  const names = Int32Array.from({ length: cover.columns }, (_, c) => c);
  const suggest = (fixed: Uint8Array, more: readonly number[]) => {
    const sure = Array.from(names).filter((c) => fixed[c] === 1);
    onCover(withoutSurplus(cover, [...sure, ...more]));
  };
  const split = (node: PricedNode, expired: () => boolean): PricedNode[] => {
    const priced = (rest: Rest, rounds: number, lambda: number, from: Float64Array): Priced => {
      const found = priceCover(rest.cover, {
        begin: Float64Array.from(rest.row, (r) => from[r]!),
        rounds,
        lambda,
        limit: limit() - rest.paid,
      });
      const all = from.slice();
      rest.row.forEach((r, i) => {
        all[r] = found.price[i]!;
      });
      return { ...found, bound: found.bound + rest.paid, price: all };
    };
    const decided = (fixed: Uint8Array, rest: Rest, of: Uint8Array) => {
      for (let c = 0; c < of.length; c++) if (of[c] !== 0) fixed[rest.name[c]!] = of[c]!;
    };
    let rest: Rest | undefined;
    let found: Priced | undefined;
    for (const [rounds, lambda] of [
      [40, 0.25],
      [20, 0.1],
    ] as const) {
      rest = restOf(cover, names, node.fixed);
      if (!rest) return [];
      if (rest.row.length === 0) {
        suggest(node.fixed, []);
        return [];
      }
      found = priced(rest, rounds, lambda, found?.price ?? node.price);
      node.bound = Math.max(node.bound, found.bound);
      if (node.bound > limit()) return [];
      if (found.fixed.every((each) => each === 0)) break;
      decided(node.fixed, rest, found.fixed);
    }
    const { reduced, share } = found!;
    const { name, cover: left } = rest!;
    const chosen = greedy(left, reduced, (c) => reduced[c]! < 0);
    suggest(
      node.fixed,
      chosen.map((c) => name[c]!),
    );
    const free = Array.from(name.keys()).filter((c) => node.fixed[name[c]!] === 0);
    // Everything is decided on: what is left is one cover, or none.
    if (free.length === 0) {
      const last = restOf(cover, names, node.fixed);
      if (last?.row.length === 0) suggest(node.fixed, []);
      return [];
    }
    const tryOut = (c: number, value: 1 | 2): PricedNode => {
      const child = { fixed: node.fixed.slice(), price: found!.price, bound: node.bound };
      child.fixed[name[c]!] = value;
      const part = restOf(cover, names, child.fixed);
      if (!part) child.bound = Number.POSITIVE_INFINITY;
      else if (part.row.length === 0) suggest(child.fixed, []);
      else {
        const trial = priced(part, trialRounds, 0.2, child.price);
        child.bound = Math.max(child.bound, trial.bound);
        decided(child.fixed, part, trial.fixed);
      }
      return child;
    };
    return branchOnDoubt(node, free, share, limit, tryOut, expired);
  };
  return branchFrom(
    { fixed: new Uint8Array(cover.columns), price, bound: Number.NEGATIVE_INFINITY },
    { limit, split, onBound, mostNodes: mostNodeBytes / (4 * cover.rows + cover.columns + 100) },
  );
}
