import { branchingCover } from '#domain/planning/solve/cover.branch.ts';
import { type CoverSearch, roundUp } from '#domain/planning/solve/cover.search.ts';
import { type Cover, costOf } from '#domain/planning/solve/cover.ts';
import type { Finding } from '#domain/planning/solve/plan.ts';
import { left, over, type Run } from './highs.ts';

/** Two covers differ by at least so much, or cost the same. */
export const smallest = (cover: Cover): number =>
  cover.cost.every((each) => Number.isInteger(each)) ? 1 - 1e-6 : 1e-9;

/** Covers of more rows are the solver's from the beginning: their costs are mostly alike, and its cuts do more than prices. */
const mostRows = 500;

/**
 * Branches on prices, where that is done before the solver would have begun: a number of nodes to see whether the bound moves (a number
 * and not a time, so that the same cover takes the same way), and half of the time where it does.
 */
export function branchPart(
  cover: Cover,
  search: CoverSearch,
  run: Run,
  onBound: (bound: number) => boolean,
): { chosen: number[]; bound: number; proved: boolean; stopped?: Finding['stopped'] } {
  let chosen = search.chosen;
  let best = search.cost;
  if (cover.rows > mostRows) return { chosen, bound: roundUp(cover, search.bound), proved: false };
  const step = smallest(cover);
  let enough = false;
  const rounded = (bound: number) => Math.min(best, roundUp(cover, Math.max(search.bound, bound)));
  const go = branchingCover(cover, search.price, {
    limit: () => best - step,
    onCover: (found) => {
      const cost = costOf(cover, found);
      if (cost < best) [best, chosen] = [cost, found];
    },
    onBound: (bound) => {
      enough ||= onBound(rounded(bound));
    },
  });
  const half = run.elapsed() + left(run) / 2;
  let result = go(() => over(run) || enough, Math.max(10, Math.min(200, Math.round(3e6 / cover.rowTo.length))));
  if (!result.proved && result.bound - search.bound > (best - step - search.bound) / 4)
    result = go(() => over(run) || enough || run.elapsed() > half);
  return {
    chosen,
    bound: result.proved ? best : rounded(result.bound),
    proved: result.proved,
    ...(!result.proved && over(run) && { stopped: run.halted() ? 'cancelled' : 'time' }),
  };
}
