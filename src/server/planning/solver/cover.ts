import { improvable, improveCover } from '#domain/planning/solve/cover.improve.ts';
import { reduceCover } from '#domain/planning/solve/cover.reduce.ts';
import { boundApart, type CoverSearch, greedy, roundUp, searchCover } from '#domain/planning/solve/cover.search.ts';
import {
  type Cover,
  columnOf,
  components,
  costOf,
  coverFrom,
  type Part,
  partOf,
  rowOf,
  withoutSurplus,
} from '#domain/planning/solve/cover.ts';
import type { Network } from '#domain/planning/solve/network.ts';
import type { Finding } from '#domain/planning/solve/plan.ts';
import { branchPart, smallest } from './cover.branch.ts';
import { column, left, newMip, over, type Run, row, solveMip } from './highs.ts';
import type { Search } from './search.ts';

/** The cover that a network asks for. Required sites stay as columns that cost nothing, and so are chosen first. */
export function coverOf(network: Network, cost: ArrayLike<number>, served: (d: number) => boolean): Cover {
  const { start, to } = network.byDemand;
  const rows: Int32Array[] = [];
  for (let d = 0; d < network.demands; d++) if (served(d)) rows.push(to.subarray(start[d], start[d + 1]));
  const price = Array.from({ length: network.sites }, (_, s) => (network.required[s] ? 0 : cost[s]!));
  return coverFrom(
    rows,
    rows.map(() => network.backup),
    price,
  );
}

export interface CoverResult {
  chosen: number[];
  /** No cover costs less, `chosen` included. */
  bound: number;
  proved: boolean;
  stopped?: Finding['stopped'];
}

export interface CoverOptions {
  /** Each cover found that is better than those before, by the names of its columns. */
  onFound?: (chosen: number[]) => void;
  onBound?: (bound: number) => void;
  /** Asked with what is known so far: true ends the search. */
  enough?: (bound: number, best: number) => boolean;
}

/** About how many steps of the local search take a second. */
const stepsPerSecond = (cover: Cover): number => {
  const entries = cover.rowTo.length;
  const touched = (entries / Math.max(1, cover.columns)) * (entries / Math.max(1, cover.rows));
  return 1e8 / (3 * touched + cover.rows / 4 + 200);
};

function searchPart(cover: Cover, expired: () => boolean): CoverSearch {
  const search = searchCover(cover, expired);
  const target = roundUp(cover, search.bound);
  if (search.cost <= target || !improvable(cover)) return search;
  const steps = Math.round(stepsPerSecond(cover) / 3);
  const chosen = improveCover(cover, search.chosen, { steps, expired, target });
  return { ...search, chosen, cost: costOf(cover, chosen) };
}

/** The cheapest cover; every row must have as many columns as it needs. */
export async function solveCover(whole: Cover, run: Run, options: CoverOptions = {}): Promise<CoverResult> {
  const expired = () => over(run);
  // Something to show before anything that may take long.
  if (options.onFound && whole.rowTo.length > 200_000) {
    options.onFound(
      withoutSurplus(
        whole,
        greedy(whole, whole.cost, () => false),
      ),
    );
    options.onBound?.(boundApart(whole));
  }
  const reduced = reduceCover(whole, expired);
  const parts = components(reduced);
  const first = parts.map(({ cover }) => searchPart(cover, expired));
  const known = parts.map(({ cover, name }, i) => ({
    chosen: Array.from(first[i]!.chosen, (c) => name[c]!),
    bound: roundUp(cover, first[i]!.bound),
    cost: first[i]!.cost,
  }));
  const all = () => withoutSurplus(whole, [...reduced.chosen, ...known.flatMap(({ chosen }) => chosen)]);
  const bound = () =>
    costOf(whole, reduced.chosen) + known.reduce((sum, each) => sum + Math.min(each.bound, each.cost), 0);
  const tell = () => {
    options.onFound?.(all());
    options.onBound?.(bound());
  };
  const enough = () => options.enough?.(bound(), costOf(whole, all())) ?? false;
  let stopped: Finding['stopped'];
  tell();
  for (const [i, part] of parts.entries()) {
    if (enough()) break;
    const mine = known[i]!;
    const result = await solvePart(part, first[i]!, run, 0, (better) => {
      mine.bound = Math.max(mine.bound, better);
      options.onBound?.(bound());
      return enough();
    });
    stopped ??= result.stopped;
    mine.chosen = result.chosen;
    mine.cost = costOf(whole, result.chosen);
    mine.bound = Math.max(mine.bound, result.bound);
    tell();
  }
  const proved = parts.every(({ cover }, i) => known[i]!.cost - known[i]!.bound < smallest(cover));
  const chosen = all();
  return { chosen, bound: proved ? costOf(whole, chosen) : bound(), proved, ...(stopped && { stopped }) };
}

/** A connected part whose first search is done: leaves out what a better cover cannot hold, then asks the solver about the rest. */
async function solvePart(
  part: Part,
  search: CoverSearch,
  run: Run,
  depth: number,
  onBound: (bound: number) => boolean,
): Promise<{ chosen: number[]; bound: number; stopped?: Finding['stopped'] }> {
  const { cover, name } = part;
  const mine = { chosen: search.chosen.map((c) => name[c]!), bound: roundUp(cover, search.bound) };
  const step = smallest(cover);
  if (search.cost - mine.bound < step) return mine;
  const row = new Uint8Array(cover.rows).fill(1);
  const kept = new Uint8Array(cover.columns).fill(1);
  const need = cover.need.slice();
  const sure: number[] = [];
  let sureCost = 0;
  let gone = 0;
  for (let c = 0; c < cover.columns; c++) {
    if (search.bound + Math.abs(search.reduced[c]!) <= search.cost - step + 1e-7) continue;
    kept[c] = 0;
    gone += 1;
    if (search.reduced[c]! > 0) continue;
    sure.push(name[c]!);
    sureCost += cover.cost[c]!;
    for (const r of columnOf(cover, c)) {
      need[r]! -= 1;
      if (need[r] === 0) row[r] = 0;
    }
  }
  for (let r = 0; r < cover.rows; r++)
    if (row[r] && rowOf(cover, r).reduce((count, c) => count + kept[c]!, 0) < need[r]!)
      return { ...mine, bound: search.cost };
  if (depth < 6 && gone > 0.05 * cover.columns) {
    const reduced = reduceCover(partOf(cover, row, kept, need, name).cover, () => over(run));
    const named = partOf(cover, row, kept, need, name).name;
    const base = sureCost + reduced.chosen.reduce((sum, c) => sum + cover.cost[indexOf(name, named[c]!)]!, 0);
    const parts = components({ cover: reduced.cover, name: reduced.name.map((c) => named[c]!) });
    const found = parts.map((each) => searchPart(each.cover, () => over(run)));
    const bounds = parts.map((each, i) => roundUp(each.cover, found[i]!.bound));
    const chosen = [...sure, ...reduced.chosen.map((c) => named[c]!)];
    const sum = () => bounds.reduce((total, each) => total + each, 0);
    let stopped: Finding['stopped'];
    for (const [i, each] of parts.entries()) {
      const result = await solvePart(each, found[i]!, run, depth + 1, (bound) => {
        bounds[i] = Math.max(bounds[i]!, bound);
        return onBound(Math.min(search.cost, Math.max(mine.bound, base + sum())));
      });
      bounds[i] = Math.max(bounds[i]!, result.bound);
      stopped ??= result.stopped;
      chosen.push(...result.chosen);
    }
    const bound = Math.min(search.cost, Math.max(mine.bound, base + sum()));
    const cost = chosen.reduce((total, c) => total + cover.cost[indexOf(name, c)]!, 0);
    return { chosen: cost < search.cost ? chosen : mine.chosen, bound, ...(stopped && { stopped }) };
  }
  const branched = branchPart(cover, search, run, (bound) => onBound(Math.max(mine.bound, bound)));
  if (branched.proved || over(run) || onBound(branched.bound))
    return { ...branched, chosen: branched.chosen.map((c) => name[c]!) };
  const rest = partOf(cover, row, kept, need, name);
  const start = withoutSurplus(cover, branched.chosen).map((c) => name[c]!);
  // A cover with what was left out costs at least as much as the one first in hand, so the bound of the rest holds below that.
  const least = (bound: number) => Math.min(search.cost, Math.max(branched.bound, sureCost + bound));
  const result = await askSolver(rest, start, run, (bound) => onBound(least(bound)));
  const cost =
    sureCost +
    (result.chosen
      ? costOf(
          cover,
          result.chosen.map((c) => indexOf(name, c)),
        )
      : Number.POSITIVE_INFINITY);
  return {
    chosen:
      result.chosen && cost < costOf(cover, branched.chosen)
        ? [...sure, ...result.chosen]
        : branched.chosen.map((c) => name[c]!),
    bound: least(result.bound),
    ...(result.stopped && { stopped: result.stopped }),
  };
}

/** Names ascend within every part, because parts keep the order of the whole. */
function indexOf(name: Int32Array, c: number): number {
  let [low, high] = [0, name.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (name[middle]! < c) low = middle + 1;
    else high = middle;
  }
  return low;
}

async function askSolver(
  { cover, name }: Part,
  start: readonly number[],
  run: Run,
  onBound: (bound: number) => boolean,
): Promise<{ chosen?: number[]; bound: number; stopped?: Finding['stopped'] }> {
  const mip = newMip();
  for (let c = 0; c < cover.columns; c++) column(mip, cover.cost[c]!, 0, 1, true);
  for (let r = 0; r < cover.rows; r++) row(mip, cover.need[r]!, Number.POSITIVE_INFINITY, rowOf(cover, r));
  const place = new Map(Array.from(name, (each, c) => [each, c]));
  const places = (names: readonly number[]) => names.flatMap((each) => place.get(each) ?? []);
  const solution = (chosen: readonly number[]): Float64Array | undefined => {
    const x = new Float64Array(cover.columns);
    for (const c of chosen) x[c] = 1;
    for (let r = 0; r < cover.rows; r++)
      if (rowOf(cover, r).reduce((sum, c) => sum + x[c]!, 0) < cover.need[r]!) return undefined;
    return x;
  };
  const settings = {
    // The covers that we bring are better than what the solver's own attempts would find in the same time.
    mip_heuristic_effort: 0.005,
    ...(cover.rowTo.length > 50_000 && { mip_lp_solver: 'ipm' }),
  };
  const ask = (chosen: readonly number[], seconds?: number) => {
    const begin = solution(chosen);
    return solveMip(mip, run, {
      settings,
      ...(begin && { start: begin }),
      ...(seconds !== undefined && { seconds }),
      enough: (bound) => onBound(bound),
    });
  };
  const named = (x: Float64Array | undefined) => x && Array.from(name).filter((_, c) => x[c]! > 0.5);
  const quick = Math.min(10, left(run) / 4);
  let result = await ask(places(start), quick);
  if (result.stopped === 'time' && !over(run) && result.x && improvable(cover) && !onBound(result.bound)) {
    // It is a hard one: a better cover to measure it by is worth some time.
    const until = run.elapsed() + left(run) / 6;
    const held = Array.from(result.x).flatMap((value, c) => (value > 0.5 ? [c] : []));
    const better = improveCover(cover, held, {
      steps: Math.round(20 * stepsPerSecond(cover)),
      expired: () => over(run) || run.elapsed() > until,
      target: result.bound,
      seed: 2,
    });
    const again = await ask(better);
    result = again.status === 'unknown' ? result : { ...again, bound: Math.max(again.bound, result.bound) };
    if (again.status === 'infeasible') result.bound = Number.POSITIVE_INFINITY;
  }
  const chosen = named(result.x);
  return { ...(chosen && { chosen }), bound: result.bound, ...(result.stopped && { stopped: result.stopped }) };
}

/** lscp and set-cover without capacities and without rules that tie sites together. */
export async function solveCoverModel(search: Search): Promise<Finding> {
  const { problem, network } = search;
  const count = problem.model === 'lscp';
  const cost = count ? new Float64Array(network.sites).fill(1) : network.cost;
  const cover = coverOf(network, cost, search.served);
  // What required sites cost is not part of the cover, in which they are free.
  const required: number[] = [];
  let paid = count ? 0 : network.fixedCost;
  network.required.forEach((must, s) => {
    if (!must) return;
    required.push(s);
    paid += cost[s]!;
  });
  const open = (chosen: readonly number[]) => Int32Array.from(new Set([...required, ...chosen])).sort();
  search.phase('searching');
  const result = await solveCover(cover, search, {
    onFound: (chosen) => search.found({ open: open(chosen) }),
    onBound: (bound) => search.bounded(bound + paid),
  });
  return {
    status: result.proved ? 'optimal' : 'feasible',
    plan: { open: open(result.chosen) },
    bound: result.bound + paid,
    stopped: result.stopped,
  };
}
