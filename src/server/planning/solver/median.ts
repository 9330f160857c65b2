import { branchMedian, priceMedian } from '#domain/planning/solve/median.bound.ts';
import { costOfOpen, fillUp, interchange, type Median, medianOf, restarts } from '#domain/planning/solve/median.ts';
import type { Finding } from '#domain/planning/solve/plan.ts';
import { coverOf, solveCover } from './cover.ts';
import { left, over } from './highs.ts';
import type { Search } from './search.ts';

const placesOf = (isOpen: Uint8Array): Int32Array =>
  Int32Array.from({ length: isOpen.length }, (_, s) => s).filter((s) => isOpen[s]);

/** p-median without capacities and without rules that tie sites together: heuristics, prices, fixing, then branch and bound. */
export async function solveMedian(search: Search): Promise<Finding> {
  const { network } = search;
  const p = search.problem.p!;
  const median = medianOf(network, p);
  const expired = () => over(search);
  let bestOpen: Uint8Array | undefined;
  let best = Number.POSITIVE_INFINITY;
  const offer = (isOpen: Uint8Array) => {
    const cost = costOfOpen(median, isOpen);
    if (cost >= best || cost >= median.unserved) return;
    [best, bestOpen] = [cost, isOpen.slice()];
    search.found({ open: placesOf(isOpen) });
  };
  search.phase('searching');
  const begin = fillUp(median, spread(median));
  offer(begin);
  const half = search.elapsed() + Math.min(2, left(search) / 10);
  offer(
    restarts(median, begin, { rounds: 20, expired: () => expired() || search.elapsed() > half, onBetter: offer })
      .isOpen,
  );
  if (!bestOpen) {
    // Serving everybody is the hard part: find out whether p sites can do it at all.
    const required = network.required.reduce((sum, each) => sum + each, 0);
    const cover = coverOf(network, new Float64Array(network.sites).fill(1), () => true);
    const { chosen, bound, stopped } = await solveCover(cover, search, {
      enough: (least, cost) => cost + required <= p || least + required > p,
    });
    const others = chosen.filter((s) => !network.required[s]);
    if (bound + required > p) return { status: 'infeasible' };
    if (others.length + required > p) return { status: 'unknown', stopped: stopped ?? 'time' };
    const served = fillUp(median, others);
    offer(served);
    offer(restarts(median, served, { rounds: 20, expired, onBetter: offer }).isOpen);
  }
  search.phase('proving');
  let bound = Number.NEGATIVE_INFINITY;
  const learn = (value: number) => {
    if (value <= bound) return;
    bound = value;
    search.bounded(Math.min(best, whole(median, bound)));
  };
  const suggested = (isOpen: Uint8Array) => {
    const open = fillUp(median, placesOf(isOpen));
    interchange(median, open, expired);
    offer(open);
  };
  const prices = priceMedian(median, {
    best: () => best,
    rounds: 3000,
    expired,
    onPlan: suggested,
    onBound: learn,
    fix: true,
  });
  if (prices.bound <= best - median.step && !expired()) {
    const result = branchMedian(median, prices, { best: () => best, expired, onPlan: offer, onBound: learn });
    learn(result.proved ? best : result.bound);
  }
  const proved = bound > best - median.step;
  return {
    status: proved ? 'optimal' : 'feasible',
    plan: { open: placesOf(bestOpen!) },
    bound: proved ? best : Math.min(best, whole(median, bound)),
    ...(!proved && { stopped: search.halted() ? 'cancelled' : 'time' }),
  };
}

const whole = (median: Median, bound: number): number => (median.step > 0.5 ? Math.ceil(bound - 1e-6) : bound);

/** Sites far from each other: every next one is where somebody travels most. */
function* spread({ demands, byDemand, bySite, unserved, p }: Median): Generator<number> {
  const { start, to } = byDemand;
  const now = new Float64Array(demands).fill(unserved);
  for (let i = 0; i < p; i++) {
    let worst = -1;
    for (let d = 0; d < demands; d++) if (start[d + 1]! > start[d]! && (worst < 0 || now[d]! > now[worst]!)) worst = d;
    if (worst < 0) return;
    const site = to[start[worst]!]!;
    yield site;
    for (let k = bySite.start[site]!; k < bySite.start[site + 1]!; k++)
      now[bySite.to[k]!] = Math.min(now[bySite.to[k]!]!, bySite.cost[k]!);
    now[worst] = Math.min(now[worst]!, 0);
  }
}
