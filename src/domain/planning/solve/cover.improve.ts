import { type Cover, costOf, withoutSurplus } from './cover.ts';
import { sequence } from './random.ts';

/**
 * Row-weighting local search (Gao, Weise and Li 2015) for covers with need 1 and costs above zero: takes a column out of a cover, mends
 * the rows that then lack one, and lets every row that stays uncovered weigh more, so that the search leaves where it is stuck. The
 * same cover, start, seed and number of steps give the same result.
 */
export function improveCover(
  cover: Cover,
  start: readonly number[],
  { steps, expired, seed = 1, target = 0 }: { steps: number; expired: () => boolean; seed?: number; target?: number },
): number[] {
  const { rows, columns, rowStart, rowTo, columnStart, columnTo, cost } = cover;
  const weight = new Int32Array(rows).fill(1);
  const has = new Int32Array(rows);
  const inside = new Uint8Array(columns);
  /** Outside: the weight that it would cover anew. Inside: the weight that only it covers. */
  const score = new Int32Array(columns);
  const moved = new Int32Array(columns).fill(-1);
  const fresh = new Uint8Array(columns).fill(1);
  const open = new Int32Array(rows);
  const openAt = new Int32Array(rows).fill(-1);
  let openCount = 0;
  const random = sequence(seed);
  for (let c = 0; c < columns; c++) score[c] = columnStart[c + 1]! - columnStart[c]!;
  for (let r = 0; r < rows; r++) {
    openAt[r] = openCount;
    open[openCount++] = r;
  }
  const held: number[] = [];
  const heldAt = new Int32Array(columns).fill(-1);

  const add = (c: number) => {
    inside[c] = 1;
    heldAt[c] = held.length;
    held.push(c);
    for (let k = columnStart[c]!; k < columnStart[c + 1]!; k++) {
      const r = columnTo[k]!;
      const before = has[r]!;
      has[r] = before + 1;
      if (before === 0) {
        const last = open[--openCount]!;
        open[openAt[r]!] = last;
        openAt[last] = openAt[r]!;
        openAt[r] = -1;
        for (let i = rowStart[r]!; i < rowStart[r + 1]!; i++) {
          const other = rowTo[i]!;
          fresh[other] = 1;
          if (other !== c) score[other]! -= weight[r]!;
        }
      } else {
        for (let i = rowStart[r]!; i < rowStart[r + 1]!; i++) {
          const other = rowTo[i]!;
          fresh[other] = 1;
          if (before === 1 && other !== c && inside[other]) score[other]! -= weight[r]!;
        }
      }
    }
  };
  const drop = (c: number) => {
    inside[c] = 0;
    const last = held.pop()!;
    if (last !== c) {
      held[heldAt[c]!] = last;
      heldAt[last] = heldAt[c]!;
    }
    heldAt[c] = -1;
    for (let k = columnStart[c]!; k < columnStart[c + 1]!; k++) {
      const r = columnTo[k]!;
      has[r]! -= 1;
      const now = has[r]!;
      if (now === 0) {
        openAt[r] = openCount;
        open[openCount++] = r;
        for (let i = rowStart[r]!; i < rowStart[r + 1]!; i++) {
          const other = rowTo[i]!;
          fresh[other] = 1;
          if (other !== c) score[other]! += weight[r]!;
        }
      } else {
        for (let i = rowStart[r]!; i < rowStart[r + 1]!; i++) {
          const other = rowTo[i]!;
          fresh[other] = 1;
          if (now === 1 && inside[other]) score[other]! += weight[r]!;
        }
      }
    }
    fresh[c] = 0;
  };
  /** Is losing `a` better than losing `b`: less weight for the cost, then whichever moved longer ago. */
  const lighter = (a: number, b: number): boolean => {
    const difference = score[a]! * cost[b]! - score[b]! * cost[a]!;
    return difference < 0 || (difference === 0 && moved[a]! < moved[b]!);
  };
  const lightest = (tabu: number): number => {
    let best = -1;
    for (const c of held) if (c !== tabu && (best < 0 || lighter(c, best))) best = c;
    return best;
  };

  for (const c of start) if (!inside[c]) add(c);
  let best = withoutSurplus(cover, start);
  let bestCost = costOf(cover, best);
  let current = costOf(cover, held);
  let tabu = -1;
  for (let step = 0; step < steps; step++) {
    if ((step & 255) === 0 && expired()) break;
    while (openCount === 0) {
      const c = lightest(-1);
      if (current < bestCost - 1e-9) {
        best = withoutSurplus(cover, held);
        bestCost = costOf(cover, best);
        if (bestCost <= target + 1e-9) return best;
      }
      if (c < 0) return best;
      drop(c);
      current -= cost[c]!;
      moved[c] = step;
    }
    const out = lightest(tabu);
    if (out >= 0) {
      drop(out);
      current -= cost[out]!;
      moved[out] = step;
    }
    while (openCount > 0) {
      const r = open[Math.floor(random() * openCount)]!;
      let into = -1;
      for (let i = rowStart[r]!; i < rowStart[r + 1]!; i++) {
        const c = rowTo[i]!;
        if (!fresh[c]) continue;
        if (into < 0) into = c;
        else {
          const difference = score[c]! * cost[into]! - score[into]! * cost[c]!;
          if (difference > 0 || (difference === 0 && moved[c]! < moved[into]!)) into = c;
        }
      }
      if (into < 0) into = rowTo[rowStart[r]!]!;
      // What would be as dear as the best cover is of no use: leave the rest open for the next step.
      if (current + cost[into]! >= bestCost - 1e-9) break;
      add(into);
      current += cost[into]!;
      moved[into] = step;
      tabu = into;
      for (let i = 0; i < openCount; i++) {
        const lacking = open[i]!;
        weight[lacking]! += 1;
        for (let k = rowStart[lacking]!; k < rowStart[lacking + 1]!; k++) score[rowTo[k]!]! += 1;
      }
    }
    if (openCount > 0)
      for (let i = 0; i < openCount; i++) {
        const lacking = open[i]!;
        weight[lacking]! += 1;
        for (let k = rowStart[lacking]!; k < rowStart[lacking + 1]!; k++) score[rowTo[k]!]! += 1;
      }
  }
  return best;
}

/** Can this search be used on it at all? */
export const improvable = (cover: Cover): boolean =>
  cover.need.every((need) => need === 1) && cover.cost.every((cost) => cost > 0);
