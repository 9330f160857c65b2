import { type Loaded, leastRoom, loadedOf, priceLoaded } from '#domain/planning/solve/capacity.bound.ts';
import { branchLoaded } from '#domain/planning/solve/capacity.branch.ts';
import { fillRooms, refillRooms } from '#domain/planning/solve/capacity.greedy.ts';
import { type Assigned, assignLoaded, groundOf, improveLoaded } from '#domain/planning/solve/capacity.improve.ts';
import { dropSites } from '#domain/planning/solve/capacity.ts';
import { type Finding, objectiveOf, type Plan } from '#domain/planning/solve/plan.ts';
import { column, left, newMip, over, row, solveMip } from './highs.ts';
import type { Search } from './search.ts';
import { withoutCapacity } from './whole.solve.ts';
import { mostEntries } from './whole.ts';

const openIn = (isOpen: Uint8Array): Int32Array => Int32Array.from(isOpen.keys()).filter((s) => isOpen[s] === 1);

/** More pairs than this are not put into one programme: its first relaxation alone would take all the time. */
const mostPairs = 120_000;

/**
 * lscp, set-cover, mclp and p-median whose sites have capacities and depend on each other in no other way: the same without capacities for
 * a beginning, prices for a bound and for leaving out what no better plan uses, interchange for plans, the solver for the rest.
 */
export async function solveCapacitated(
  search: Search,
  quick: ((search: Search) => Promise<Finding>) | undefined,
): Promise<Finding> {
  const { problem, network } = search;
  const maximum = problem.model === 'mclp';
  const total = maximum ? network.weight.reduce((a, b) => a + b, 0) : 0;
  const fixedCost = problem.model === 'set-cover' ? network.fixedCost : 0;
  const expired = () => over(search);
  const why = () => (search.halted() ? 'cancelled' : 'time') as 'cancelled' | 'time';
  let plan: Plan | undefined;
  /** Both as least cost, however the model counts. */
  let best = Number.POSITIVE_INFINITY;
  let bound = Number.NEGATIVE_INFINITY;
  const costOf = (objective: number) => (maximum ? total - objective : objective - fixedCost);
  const shown = (cost: number) => (maximum ? total - cost : cost + fixedCost);
  const offer = (next: Plan | undefined) => {
    if (!next) return;
    const cost = costOf(objectiveOf(problem, network, next));
    if (cost >= best) return;
    [plan, best] = [next, cost];
    search.found(next);
  };
  const loaded = loadedOf(problem, network, search.served);
  const { step } = loaded;
  const rounded = (value: number) => (step > 0.5 ? Math.ceil(value - 1e-6) : value);
  const learn = (value: number) => {
    if (value <= bound) return;
    bound = value;
    search.bounded(shown(Math.min(best, rounded(bound))));
  };
  const proved = () => best < Number.POSITIVE_INFINITY && bound > best - step;
  const finish = (stopped?: Finding['stopped']): Finding => ({
    status: proved() ? 'optimal' : plan ? 'feasible' : 'unknown',
    plan,
    bound: bound > Number.NEGATIVE_INFINITY ? shown(proved() ? best : Math.min(best, rounded(bound))) : undefined,
    ...(!proved() && { stopped: stopped ?? why() }),
  });

  const ground = groundOf(loaded);
  const take = (found: Assigned) => {
    if (!found.whole) return;
    const { to } = loaded.byDemand;
    offer({ open: openIn(found.isOpen), assign: found.at.map((k) => (k < 0 ? -1 : to[k]!)) });
  };
  const who = Array.from({ length: network.demands }, (_, d) => d).filter(search.served);
  const price = problem.model === 'set-cover' ? network.cost : new Float64Array(network.sites).fill(1);
  /** As many sites as needed of those named and of others, then without those that the rest can do without. */
  const cheapest = (isOpen: Uint8Array) => {
    const mayOpen = isOpen.slice();
    let assigned = assignLoaded(ground, mayOpen, expired);
    for (let tries = 0; !assigned.whole && tries < network.sites && !expired(); tries++) {
      const added = bestFor(loaded, assigned, mayOpen);
      if (added.length === 0) return;
      for (const s of added) mayOpen[s] = 1;
      assigned = assignLoaded(ground, mayOpen, expired);
    }
    take(assigned);
    const dropped = dropSites(network, who, { least: 0, price, mayOpen, expired });
    if (dropped) offer({ open: openIn(dropped.isOpen), assign: dropped.assign });
  };
  const exact = loaded.p !== undefined;
  const large = loaded.sites * (loaded.p ?? 0) > 150_000 || loaded.byDemand.to.length > 400_000;
  /** Interchange for so many seconds at most. */
  const improve = (from: Uint8Array, rounds: number, seconds: number, seed: number) => {
    const until = search.elapsed() + seconds;
    improveLoaded(ground, from, {
      rounds,
      seed,
      tries: large ? 0 : 40,
      expired: () => expired() || search.elapsed() > until,
      onBetter: take,
    });
  };

  search.phase('searching');
  // Every site that may be open: not a good plan, and one all the same.
  if (!exact) learn(leastRoom(loaded) * (1 - 1e-12));
  if (!exact)
    take(
      assignLoaded(
        ground,
        Uint8Array.from(loaded.fixed, (each) => (each === 2 ? 0 : 1)),
        expired,
      ),
    );
  let filled = maximum ? assignLoaded(ground, fillRooms(loaded), expired) : undefined;
  const refill = (seconds: number, seed: number) => {
    if (!filled) return;
    const until = search.elapsed() + seconds;
    filled = refillRooms(ground, filled, {
      rounds: large ? 1000 : 30,
      seed,
      expired: () => expired() || search.elapsed() > until,
      onBetter: take,
    });
  };
  if (filled) take(filled);
  refill(left(search) / 4, 1);
  let relaxed: Finding | undefined;
  if (quick) {
    relaxed = await quick(withoutCapacity(search));
    if (relaxed.status === 'infeasible') return relaxed;
    if (relaxed.bound !== undefined) learn(costOf(relaxed.bound));
  }
  if (relaxed?.plan) {
    const isOpen = new Uint8Array(network.sites);
    for (const s of relaxed.plan.open) isOpen[s] = 1;
    if (exact) improve(isOpen, large ? 0 : 8, Math.max(0.2, left(search) / 10), 1);
    else cheapest(isOpen);
  }
  if (proved()) return finish();
  search.phase('proving');
  let turn = 0;
  const suggested = (isOpen: Uint8Array) => {
    turn += 1;
    if (exact) improve(isOpen, 0, Math.max(0.05, left(search) / 30), turn);
    else cheapest(isOpen);
  };
  const options = { best: () => best, onBound: learn, onPlan: suggested };
  const until = search.elapsed() + left(search) / 3;
  const first = priceLoaded(loaded, { ...options, rounds: 1200, expired: () => expired() || search.elapsed() > until });
  if (proved()) return finish();
  if (exact && plan && !expired()) {
    const isOpen = new Uint8Array(network.sites);
    for (const s of plan.open) isOpen[s] = 1;
    const before = best;
    improve(isOpen, large ? 0 : 60, left(search) / 6, 7);
    // A better plan lets the same prices leave out more.
    if (best < before) {
      priceLoaded(loaded, { ...options, rounds: 150, expired, price: first.price });
    }
  }
  if (proved() || expired()) return finish();
  // Where rooms are filled by unequal weights, prices know more than the solver's relaxation; where all weigh the same, they know as much.
  const uneven = loaded.load.some((each) => each !== loaded.load[0]);
  if (problem.model === 'p-median' && uneven && !large) {
    const branched = branchLoaded(loaded, first, {
      best: () => best,
      expired,
      onPlan: (isOpen) => take(assignLoaded(ground, isOpen, expired)),
      onLeaf: (leaf) => {
        if (holds(loaded, leaf)) offer(leaf);
      },
      onBound: learn,
    });
    if (branched.proved && !plan) return { status: 'infeasible' };
    learn(branched.proved ? best : branched.bound);
    return finish(branched.proved || expired() ? undefined : 'memory');
  }
  const rest = await askSolver(search, loaded, plan, {
    onBound: (value) => learn(Math.min(best, value)),
    onPlan: offer,
  });
  if (rest === 'too-large') {
    refill(left(search), 2);
    return finish(expired() ? undefined : 'memory');
  }
  // What was left out costs at least as much as the plan in hand.
  if (rest.status === 'infeasible') {
    if (!plan) return { status: 'infeasible' };
    learn(best);
  } else learn(Math.min(best, rest.bound));
  return finish(rest.stopped);
}

/** Does this plan keep the capacities and serve whoever must be served? */
function holds({ sites, demands, load: takes, capacity, unserved }: Loaded, { assign }: Plan): boolean {
  const load = new Float64Array(sites);
  for (let d = 0; d < demands; d++) {
    if (assign![d]! >= 0) load[assign![d]!]! += takes[d]!;
    else if (unserved[d] === Number.POSITIVE_INFINITY) return false;
  }
  return load.every((each, s) => each <= capacity[s]! * (1 + 1e-12));
}

/** Closed sites that have room for most of those who are left out, for their price: half as many as all of them would fill. */
function bestFor(
  { bySite, load, capacity, open, fixed, unserved }: Loaded,
  { at }: Assigned,
  isOpen: Uint8Array,
): number[] {
  const values: [number, number][] = [];
  let out = 0;
  for (let d = 0; d < at.length; d++) if (at[d]! < 0 && unserved[d] === Number.POSITIVE_INFINITY) out += load[d]!;
  let room = 0;
  for (let s = 0; s < isOpen.length; s++) {
    if (isOpen[s] || fixed[s] === 2) continue;
    let sum = 0;
    for (let k = bySite.start[s]!; k < bySite.start[s + 1]!; k++) {
      const d = bySite.to[k]!;
      if (at[d]! < 0 && unserved[d] === Number.POSITIVE_INFINITY) sum += load[d]! + 1e-6;
    }
    const used = Math.min(sum, capacity[s]! + 1e-6);
    room += used;
    if (used > 0) values.push([s, used / Math.max(1e-9, open[s]!)]);
  }
  const count = Math.max(1, Math.floor(out / (2 * (room / Math.max(1, values.length)))));
  return values
    .sort((a, b) => b[1] - a[1] || a[0] - b[0])
    .slice(0, count)
    .map(([s]) => s);
}

/** What is left as one programme: a column for each site and for each pair, and for whoever may be left out. */
async function askSolver(
  search: Search,
  loaded: Loaded,
  plan: Plan | undefined,
  tell: { onBound: (bound: number) => void; onPlan: (plan: Plan) => void },
) {
  const { sites, demands, bySite, byDemand, load, capacity, open, unserved, p, fixed, out } = loaded;
  const mip = newMip();
  const siteColumn = Array.from(fixed, (each, s) => (each === 2 ? -1 : column(mip, open[s]!, each, 1, true)));
  const all = siteColumn.filter((c) => c >= 0);
  if (p !== undefined) row(mip, p, p, all);
  const whole = load.every((each) => Number.isInteger(each));
  const pairsOf: { site: number; column: number }[][] = Array.from({ length: demands }, () => []);
  const pairs: { d: number; s: number; column: number }[] = [];
  for (let s = 0; s < sites; s++) {
    if (siteColumn[s]! < 0) continue;
    const held = siteColumn[s]!;
    const index: number[] = [];
    const value: number[] = [];
    for (let k = bySite.start[s]!; k < bySite.start[s + 1]!; k++) {
      if (out[k]) continue;
      const d = bySite.to[k]!;
      const c = column(mip, bySite.cost[k]!, 0, 1, true);
      pairs.push({ d, s, column: c });
      pairsOf[d]!.push({ site: s, column: c });
      row(mip, 0, Number.POSITIVE_INFINITY, [held, c], [1, -1]);
      if (load[d]! > 0) {
        index.push(c);
        value.push(load[d]!);
      }
    }
    if (pairs.length > mostPairs || mip.index.length > mostEntries) return 'too-large' as const;
    const room = whole ? Math.floor(capacity[s]! * (1 + 1e-12)) : capacity[s]!;
    if (room < Number.POSITIVE_INFINITY && index.length > 0)
      row(mip, Number.NEGATIVE_INFINITY, 0, [...index, held], [...value, -room]);
  }
  for (let d = 0; d < demands; d++) {
    if (unserved[d] === 0 || byDemand.start[d] === byDemand.start[d + 1]) continue;
    if (Number.isFinite(unserved[d]!)) pairsOf[d]!.push({ site: -1, column: column(mip, unserved[d]!, 0, 1, true) });
    row(
      mip,
      1,
      1,
      pairsOf[d]!.map((each) => each.column),
    );
  }
  // Whoever nothing reaches is left out in every plan.
  let offset = 0;
  for (let d = 0; d < demands; d++)
    if (Number.isFinite(unserved[d]!) && byDemand.start[d] === byDemand.start[d + 1]) offset += unserved[d]!;
  const planIn = (x: ArrayLike<number>): Plan => {
    const assign = new Int32Array(demands).fill(-1);
    for (const { d, s, column: c } of pairs) if (x[c]! > 0.5) assign[d] = s;
    return {
      open: Int32Array.from(siteColumn.keys()).filter((s) => siteColumn[s]! >= 0 && x[siteColumn[s]!]! > 0.5),
      assign,
    };
  };
  const result = await solveMip(mip, search, {
    start: plan && beginning(mip.cost.length, siteColumn, pairsOf, plan),
    settings: mip.index.length > 200_000 ? { mip_lp_solver: 'ipm' } : {},
    onBound: (value) => tell.onBound(value + offset),
    onSolution: (x) => tell.onPlan(planIn(x)),
  });
  if (result.x) tell.onPlan(planIn(result.x));
  return { ...result, bound: result.bound + offset };
}

/** The plan in hand as a solution of the programme; undefined when the programme leaves out something that it uses. */
function beginning(
  columns: number,
  siteColumn: readonly number[],
  pairsOf: readonly { site: number; column: number }[][],
  { open, assign }: Plan,
): Float64Array | undefined {
  const x = new Float64Array(columns);
  for (const s of open) {
    if (siteColumn[s]! < 0) return undefined;
    x[siteColumn[s]!] = 1;
  }
  if (!assign) return undefined;
  for (const [d, mine] of pairsOf.entries()) {
    if (mine.length === 0) continue;
    const used = mine.find(({ site }) => site === assign[d]);
    if (!used) return undefined;
    x[used.column] = 1;
  }
  return x;
}
