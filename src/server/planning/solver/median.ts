import { smallerCoverage } from '#domain/planning/solve/coverage.reduce.ts';
import { priceMedian } from '#domain/planning/solve/median.bound.ts';
import { branching } from '#domain/planning/solve/median.branch.ts';
import {
  costOfOpen,
  coverageOf,
  fillUp,
  greedyOpen,
  interchange,
  type Median,
  medianOf,
  restarts,
} from '#domain/planning/solve/median.ts';
import type { Finding } from '#domain/planning/solve/plan.ts';
import { coverOf, solveCover } from './cover.ts';
import { column, left, newMip, over, row, solveMip } from './highs.ts';
import type { Search } from './search.ts';
import { mostEntries } from './whole.ts';

const placesOf = (isOpen: Uint8Array): Int32Array =>
  Int32Array.from({ length: isOpen.length }, (_, s) => s).filter((s) => isOpen[s]);

interface Core {
  bestOpen: Uint8Array | undefined;
  /** No plan costs less than this. */
  bound: number;
  proved: boolean;
  infeasible?: boolean;
  stopped?: Finding['stopped'];
}

/**
 * How many nodes tell whether branching gets anywhere: a number and not a time, so that the same problem takes the same way. None for a
 * greatest cover with many sites left, which the solver's cuts settle.
 */
function nodesToJudge({ fixed, bySite, demands, tooMuch }: Median): number {
  let [free, work] = [0, demands];
  for (let s = 0; s < fixed.length; s++) {
    if (fixed[s] !== 0) continue;
    free += 1;
    work += bySite.start[s + 1]! - bySite.start[s]!;
  }
  if (tooMuch === Number.POSITIVE_INFINITY && free > 400) return 0;
  return Math.max(10, Math.min(200, Math.round(6e7 / work)));
}

/** Plans from interchange, bounds from prices, fixing, then branch and bound, then the solver on what little is left. */
async function solveCore(
  search: Search,
  median: Median,
  tell: { plan: (open: Int32Array) => void; bound: (bound: number) => void },
): Promise<Core> {
  const expired = () => over(search);
  const why = () => (search.halted() ? 'cancelled' : 'time') as 'cancelled' | 'time';
  let bestOpen: Uint8Array | undefined;
  let best = Number.POSITIVE_INFINITY;
  const offer = (isOpen: Uint8Array) => {
    const cost = costOfOpen(median, isOpen);
    if (cost >= best || cost >= median.tooMuch) return;
    [best, bestOpen] = [cost, isOpen.slice()];
    tell.plan(placesOf(isOpen));
  };
  const tryFrom = (wanted: Iterable<number>, seconds: number) => {
    const until = search.elapsed() + seconds;
    const begin = fillUp(median, wanted);
    offer(begin);
    offer(
      restarts(median, begin, { rounds: 20, expired: () => expired() || search.elapsed() > until, onBetter: offer })
        .isOpen,
    );
  };
  search.phase('searching');
  const toSearch = Math.min(2, left(search) / 10);
  if (median.tooMuch < Number.POSITIVE_INFINITY) offer(fillUp(median, spread(median)));
  // Even when reading took all the time, a good beginning is worth a moment.
  const until = search.elapsed() + Math.max(0.3, toSearch / 2);
  tryFrom(
    greedyOpen(median, () => search.elapsed() > until),
    toSearch,
  );
  if (!bestOpen) {
    const served = await servingAll(search, median.p);
    if (!Array.isArray(served)) return { bestOpen, bound: Number.NEGATIVE_INFINITY, proved: false, ...served };
    tryFrom(served, Math.min(2, left(search) / 10));
  }
  search.phase('proving');
  let bound = Number.NEGATIVE_INFINITY;
  const learn = (value: number) => {
    if (value <= bound) return;
    bound = value;
    tell.bound(Math.min(best, whole(median, bound)));
  };
  const suggested = (isOpen: Uint8Array) => {
    const open = fillUp(median, placesOf(isOpen));
    interchange(median, open, expired);
    offer(open);
  };
  // No way costs less than nothing: where everybody who can be is within reach, that is the proof.
  learn(0);
  if (bound > best - median.step) return { bestOpen, bound: best, proved: true };
  const options = { best: () => best, expired, onPlan: suggested, onBound: learn };
  const prices = priceMedian(median, { ...options, rounds: 3000, fix: true });
  const open = () => bound <= best - median.step && !expired();
  const go = branching(median, prices, { best: () => best, onPlan: offer, onBound: learn });
  const branch = (upTo?: number) => {
    const result = go(expired, upTo);
    learn(result.proved ? best : result.bound);
  };
  if (open()) branch(nodesToJudge(median));
  if (open() && bound - prices.bound < (best - median.step - prices.bound) / 4) {
    // Where branching hardly moves the bound, the solver's cuts may. A greatest cover is all its own; else half of the time.
    const seconds = median.tooMuch < Number.POSITIVE_INFINITY ? left(search) / 2 : left(search);
    const rest = await askSolver(
      { ...search, timeLimitSeconds: search.elapsed() + seconds },
      median,
      bestOpen!,
      (least) => learn(Math.min(best, least)),
    );
    if (rest.isOpen) offer(rest.isOpen);
    learn(Math.min(best, rest.bound));
  }
  if (open()) branch();
  const proved = bound > best - median.step;
  return {
    bestOpen,
    bound: proved ? best : Math.min(best, whole(median, bound)),
    proved,
    ...(!proved && { stopped: why() }),
  };
}

/** When serving everybody is the hard part: sites that do it, or that no p sites can. */
async function servingAll(search: Search, p: number): Promise<number[] | Pick<Core, 'infeasible' | 'stopped'>> {
  const { network } = search;
  const required = network.required.reduce((sum, each) => sum + each, 0);
  const cover = coverOf(network, new Float64Array(network.sites).fill(1), () => true);
  const { chosen, bound, stopped } = await solveCover(cover, search, {
    enough: (least, cost) => cost + required <= p || least + required > p,
  });
  const others = chosen.filter((s) => !network.required[s]);
  if (others.length + required <= p) return others;
  return bound + required > p ? { infeasible: true } : { stopped: stopped ?? 'time' };
}

/**
 * What fixing has left, as one programme in steps of distance (Cornuéjols, Nemhauser and Wolsey 1980): a column for each site, and for
 * each demand point and each of its distances one that says "nothing open is nearer".
 */
async function askSolver(
  search: Search,
  median: Median,
  bestOpen: Uint8Array,
  onBound: (bound: number) => void,
): Promise<{ isOpen?: Uint8Array; bound: number }> {
  const { start, to, cost } = median.byDemand;
  const mip = newMip();
  const columns = Array.from(median.fixed, (each) => (each === 0 ? column(mip, 0, 0, 1, true) : -1));
  const sites = columns.flatMap((c, s) => (c >= 0 ? [s] : []));
  const sure = median.fixed.reduce((sum, each) => sum + (each === 1 ? 1 : 0), 0);
  row(
    mip,
    median.p - sure,
    median.p - sure,
    sites.map((s) => columns[s]!),
  );
  const beginning = sites.map((s): number => bestOpen[s]!);
  let offset = 0;
  for (let d = 0; d < median.demands; d++) {
    // `farther`: nothing open up to the distance before. It is 1 before the first distance, and then a column.
    let farther = -1;
    let paid = Number.NaN;
    let here: number[] = [];
    let openBefore = false;
    const close = (next: number) => {
      const beyond = column(mip, next - paid, 0, 1, false);
      for (const c of here) openBefore ||= beginning[c] === 1;
      beginning[beyond] = openBefore ? 0 : 1;
      if (farther < 0) row(mip, 1, Number.POSITIVE_INFINITY, [...here, beyond]);
      else row(mip, 0, Number.POSITIVE_INFINITY, [...here, beyond, farther], [...here.map(() => 1), 1, -1]);
      farther = beyond;
      here = [];
    };
    let done = false;
    for (let k = start[d]!; k < start[d + 1]! && !done; k++) {
      const s = to[k]!;
      if (median.fixed[s] === 2) continue;
      if (Number.isNaN(paid)) offset += cost[k]!;
      else if (cost[k]! > paid) close(cost[k]!);
      paid = cost[k]!;
      done = median.fixed[s] === 1;
      here.push(columns[s]!);
    }
    if (done) continue;
    if (median.tooMuch === Number.POSITIVE_INFINITY) {
      if (Number.isNaN(paid)) offset += median.unserved[d]!;
      else if (median.unserved[d]! > paid) close(median.unserved[d]!);
    } else if (Number.isNaN(paid)) return { bound: Number.POSITIVE_INFINITY };
    else if (farther < 0) row(mip, 1, Number.POSITIVE_INFINITY, here);
    else row(mip, 0, Number.POSITIVE_INFINITY, [...here, farther], [...here.map(() => 1), -1]);
    if (mip.index.length > mostEntries) return { bound: Number.NEGATIVE_INFINITY };
  }
  const result = await solveMip(mip, search, {
    start: Float64Array.from(beginning),
    settings: { mip_heuristic_effort: 0.01, ...(mip.index.length > 50_000 && { mip_lp_solver: 'ipm' }) },
    onBound: (bound) => onBound(bound + offset),
  });
  const isOpen =
    result.x &&
    Uint8Array.from(median.fixed, (each, s) => (each === 1 ? 1 : each === 0 && result.x![columns[s]!]! > 0.5 ? 1 : 0));
  return { ...(isOpen && { isOpen }), bound: result.bound + offset };
}

/** p-median without capacities and without rules that tie sites together. */
export async function solveMedian(search: Search): Promise<Finding> {
  const median = medianOf(search.network, search.problem.p!);
  const core = await solveCore(search, median, {
    plan: (open) => search.found({ open }),
    bound: search.bounded,
  });
  if (core.infeasible) return { status: 'infeasible' };
  if (!core.bestOpen) return { status: 'unknown', stopped: core.stopped };
  return {
    status: core.proved ? 'optimal' : 'feasible',
    plan: { open: placesOf(core.bestOpen) },
    bound: core.bound,
    stopped: core.stopped,
  };
}

/** Greatest cover with p sites: the median of those who are left out. */
export async function solveCoverage(search: Search): Promise<Finding> {
  const total = search.network.weight.reduce((a, b) => a + b, 0);
  const all = coverageOf(search.network, search.problem.p!);
  const { median, name } = smallerCoverage(all, () => over(search));
  const opened = (open: Iterable<number>) =>
    fillUp(
      all,
      Array.from(open, (s) => name[s]!),
    );
  // Whom nothing reaches, and whom required sites reach, are in both; the smaller one knows of neither.
  const none = opened([]);
  const out = costOfOpen(
    all,
    Uint8Array.from(all.fixed, (each) => (each === 1 ? 1 : 0)),
  );
  const left = out - median.unserved.reduce((a, b) => a + b, 0);
  const core: Core =
    median.p === 0 || median.demands === 0
      ? { bestOpen: new Uint8Array(median.sites), bound: costOfOpen(all, none) - left, proved: true }
      : await solveCore(search, median, {
          plan: (open) => search.found({ open: placesOf(opened(open)) }),
          bound: (bound) => search.bounded(total - left - bound),
        });
  return {
    status: core.proved ? 'optimal' : 'feasible',
    plan: core.bestOpen && { open: placesOf(opened(placesOf(core.bestOpen))) },
    bound: total - left - core.bound,
    stopped: core.stopped,
  };
}

const whole = (median: Median, bound: number): number => (median.step > 0.5 ? Math.ceil(bound - 1e-6) : bound);

/** Sites far from each other: every next one is where somebody travels most. */
function* spread({ demands, byDemand, bySite, unserved, p }: Median): Generator<number> {
  const { start, to } = byDemand;
  const now = unserved.slice();
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
