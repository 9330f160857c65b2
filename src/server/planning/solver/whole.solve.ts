import { loadedOf } from '#domain/planning/solve/capacity.bound.ts';
import { groundOf, improveLoaded } from '#domain/planning/solve/capacity.improve.ts';
import { assignWithin, dropSites } from '#domain/planning/solve/capacity.ts';
import { priceBudget, spendBudget } from '#domain/planning/solve/coverage.budget.ts';
import { type Network, within } from '#domain/planning/solve/network.ts';
import { assignmentOf, type Finding, objectiveOf, type Plan } from '#domain/planning/solve/plan.ts';
import type { PlanProblem } from '#domain/planning/solve/problem.ts';
import { crowdOf } from '#domain/planning/solve/room.ts';
import { placeOf, radiiOf, reachOf } from './center.ts';
import { left, over, solveMip } from './highs.ts';
import type { Search } from './search.ts';
import { type Aim, planOf, solutionOf, type Whole, wholeOf } from './whole.ts';

const aims: Record<PlanProblem['model'], Aim> = {
  lscp: 'sites',
  'set-cover': 'money',
  mclp: 'weight',
  'p-median': 'travel',
  'p-center': 'sites',
};

/**
 * One programme for everything. Where only capacities stand in the way of a quick method, that method is asked first without them: its
 * bound holds, its plan is often the answer, and else a good place to begin.
 */
export async function solveWhole(search: Search, quick?: (search: Search) => Promise<Finding>): Promise<Finding> {
  const { problem, network } = search;
  const maximum = problem.model === 'mclp';
  const better = (a: number, b: number) => (maximum ? a > b : a < b);
  let plan: Plan | undefined;
  let objective = maximum ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  let bound: number | undefined;
  const offer = (next: Plan | undefined) => {
    if (!next) return;
    const value = objectiveOf(problem, network, next);
    if (plan && !better(value, objective)) return;
    [plan, objective] = [next, value];
    search.found(next);
  };
  const learn = (value: number) => {
    if (bound !== undefined && !better(bound, value)) return;
    bound = value;
    search.bounded(value);
  };
  offer(search.start);
  if (quick) {
    const relaxed = await quick(withoutCapacity(search));
    if (relaxed.status === 'infeasible') return relaxed;
    if (relaxed.bound !== undefined) learn(relaxed.bound);
    for (const start of starts(search, relaxed.plan)) offer(start);
    if (plan && bound !== undefined && Math.abs(objective - bound) <= 1e-9 * Math.abs(objective))
      return { status: 'optimal', plan, bound };
  }
  let fixed: Uint8Array | undefined;
  if (isBudgeted(search)) {
    fixed = budgetFirst(search, { offer, learn, best: () => objective });
    if (plan && bound !== undefined && bound <= objective * (1 + 1e-9)) return { status: 'optimal', plan, bound };
  }
  const aim = aims[problem.model];
  const whole = wholeOf(problem, network, aim, search.served);
  fixed?.forEach((each, s) => {
    if (each === 1) whole.mip.lower[s] = 1;
    if (each === 2) whole.mip.upper[s] = 0;
  });
  if (whole.tooLarge || over(search)) {
    const stopped = search.halted() ? 'cancelled' : over(search) ? 'time' : 'memory';
    return { status: plan ? 'feasible' : 'unknown', plan, bound, stopped };
  }
  const sign = maximum ? -1 : 1;
  const offset = aim === 'money' ? network.fixedCost : 0;
  // Without what prices left out the programme knows only of better plans than the one in hand.
  const known = (value: number) => learn(fixed ? Math.max(value, objective) : value);
  const start = plan && startOf(network, whole, plan);
  const result = await solveMip(whole.mip, search, {
    start: start?.every((x, c) => x >= whole.mip.lower[c]! && x <= whole.mip.upper[c]!) ? start : undefined,
    settings: whole.mip.index.length > 50_000 ? { mip_lp_solver: 'ipm' } : {},
    onBound: (value) => known(sign * value + offset),
    onSolution: (x) => offer(planOf(network, whole, x)),
  });
  if (result.status === 'infeasible') {
    // What prices left out covers no more than the plan in hand.
    if (!fixed || !plan) return { status: 'infeasible' };
    return { status: 'optimal', plan, bound: objective };
  }
  if (result.x) offer(planOf(network, whole, result.x));
  if (Number.isFinite(result.bound)) known(sign * result.bound + offset);
  const status = result.status === 'unknown' && plan ? 'feasible' : result.status;
  return { status, plan, bound, stopped: result.stopped };
}

/** Is it a greatest cover for so much money, with no other rule than one site at each place? */
const isBudgeted = ({ problem, network }: Search): boolean =>
  problem.model === 'mclp' &&
  problem.budget !== undefined &&
  problem.p === undefined &&
  !problem.counts?.length &&
  !network.capacitated &&
  network.backup === 1;

/** Plans bought one site after the other, a bound from prices, and what they say of sites: 1 in every better plan, 2 in none. */
function budgetFirst(
  search: Search,
  { offer, learn, best }: { offer: (plan: Plan) => void; learn: (bound: number) => void; best: () => number },
): Uint8Array {
  const { problem, network } = search;
  const numbers = new Map<string, number>();
  const place = Int32Array.from(problem.sites, ({ place: name }) => {
    if (name === undefined) return -1;
    if (!numbers.has(name)) numbers.set(name, numbers.size);
    return numbers.get(name)!;
  });
  const budgeted = { network, place, budget: problem.budget! - network.fixedCost };
  const within = (share: number) => {
    const until = search.elapsed() + share * left(search);
    return () => over(search) || search.elapsed() > until;
  };
  const large = network.byDemand.to.length > 200_000;
  const onBetter = (open: Int32Array) => offer({ open });
  search.phase('searching');
  spendBudget(budgeted, { rounds: large ? 2000 : 20, expired: within(0.2), onBetter });
  search.phase('proving');
  const onBound = (value: number) => learn(Math.max(value, best()));
  const { fixed } = priceBudget(budgeted, { best, rounds: 1500, expired: within(0.35), onBound });
  return fixed;
}

const startOf = (network: Network, whole: Whole, plan: Plan): Float64Array | undefined =>
  network.capacitated && !plan.assign ? undefined : solutionOf(network, whole, plan, assignmentOf(network, plan));

/** A plan with as many sites as this one, and with room for everybody; undefined where exchanges do not find one. */
function withRoom(search: Search, { open }: Plan): Plan | undefined {
  const { network, problem } = search;
  const isOpen = new Uint8Array(network.sites);
  for (const s of open) isOpen[s] = 1;
  const loaded = loadedOf({ ...problem, model: 'p-median' }, network, search.served);
  const until = search.elapsed() + Math.max(0.3, left(search) / 8);
  const large = network.sites * open.length > 150_000;
  const found = improveLoaded(groundOf(loaded), isOpen, {
    rounds: large ? 0 : 5,
    tries: large ? 0 : 40,
    expired: () => search.elapsed() > until,
  });
  if (!found.whole) return undefined;
  return {
    open: Int32Array.from(found.isOpen.keys()).filter((s) => found.isOpen[s] === 1),
    assign: found.at.map((k) => (k < 0 ? -1 : loaded.byDemand.to[k]!)),
  };
}

/** The same search on sites without capacities, with a quarter of the time; what it finds is told to nobody. */
export function withoutCapacity(search: Search): Search {
  const { network } = search;
  return {
    ...search,
    network: {
      ...network,
      capacity: new Float64Array(network.sites).fill(Number.POSITIVE_INFINITY),
      capacitated: false,
    },
    timeLimitSeconds: search.elapsed() + left(search) / 4,
    found: () => undefined,
    bounded: search.bounded,
  };
}

/** Plans within the capacities, as far as simple means find any. */
function* starts(search: Search, relaxed: Plan | undefined): Generator<Plan | undefined> {
  const { problem, network } = search;
  const all = Array.from({ length: network.demands }, (_, d) => d);
  const cover = problem.model === 'mclp';
  const who = cover
    ? all.filter((d) => network.byDemand.start[d + 1]! > network.byDemand.start[d]!)
    : all.filter(search.served);
  const exact = problem.model === 'lscp' || problem.model === 'set-cover' ? undefined : problem.p;
  if (relaxed) {
    const isOpen = new Uint8Array(network.sites);
    for (const s of relaxed.open) isOpen[s] = 1;
    const { assign, left: out } = assignWithin(network, isOpen, who);
    if (cover || out.length === 0) yield { open: relaxed.open, assign };
  }
  // Closing sites one by one looks at capacities alone, not at backup.
  if (cover || network.backup > 1) return;
  const dropped = dropSites(network, who, {
    least: exact ?? 0,
    price: problem.model === 'set-cover' ? network.cost : new Float64Array(network.sites).fill(1),
    mayOpen: network.forbidden.map((each) => (each ? 0 : 1)),
    expired: () => over(search),
  });
  if (!dropped) return;
  const open = Int32Array.from(dropped.isOpen.keys()).filter((s) => dropped.isOpen[s] === 1);
  if (exact === undefined || open.length === exact) yield { open, assign: dropped.assign };
}

/**
 * p-center with capacities or with rules that tie sites together: halving, each question a programme of its own.
 * @param quick the way without capacities, where only they stand in its way: its bound holds, and its sites are a beginning
 * @param median a plan of least travel with the capacities: any that there is within a radius answers the question where a programme is too large
 */
export async function solveWholeCenter(
  search: Search,
  quick?: (search: Search) => Promise<Finding>,
  median?: (search: Search) => Promise<Finding>,
): Promise<Finding> {
  const { network } = search;
  const radii = radiiOf(network);
  if (radii.length === 0) return { status: 'infeasible' };
  let [low, tried, high] = [0, 0, radii.length];
  let plan: Plan | undefined;
  const relaxed = await quick?.(withoutCapacity(search));
  if (relaxed?.status === 'infeasible') return relaxed;
  if (relaxed?.bound !== undefined) low = placeOf(radii, relaxed.bound);
  if (relaxed?.plan) {
    plan = withRoom(search, relaxed.plan);
    if (plan) {
      high = reachOf(network, radii, plan);
      search.found(plan);
    }
  }
  let tooLarge = false;
  while (Math.max(low, tried) < high && !over(search)) {
    const known = plan !== undefined;
    const ask = known ? (Math.max(low, tried) + high) >> 1 : radii.length - 1;
    const seconds = known ? left(search) / 2 : left(search);
    let found = await withinRadius(search, radii[ask]!, seconds);
    if (found === 'too-large') {
      tooLarge = true;
      found = median && (await planWithin(search, median, radii[ask]!, seconds / 3));
    }
    if (found === undefined) tried = ask + 1;
    else if (found === false) {
      if (!known) return { status: 'infeasible' };
      low = ask + 1;
      search.bounded(radii[low]!);
    } else {
      plan = found;
      high = reachOf(network, radii, found);
      search.found(found);
    }
  }
  const stopped = search.halted() ? 'cancelled' : tooLarge && !over(search) ? 'memory' : 'time';
  if (!plan) return { status: 'unknown', bound: radii[low], stopped };
  const proved = low >= high;
  const bound = radii[Math.min(low, high)]!;
  return {
    status: proved ? 'optimal' : 'feasible',
    plan,
    bound,
    ...(!proved && { stopped }),
  };
}

/** More pairs than this are not asked about in one programme: its first relaxation alone would take all the time. */
const mostPairs = 200_000;

async function withinRadius(
  search: Search,
  radius: number,
  seconds: number,
): Promise<Plan | false | undefined | 'too-large'> {
  const { problem } = search;
  const network = within(search.network, radius);
  for (let d = 0; d < network.demands; d++)
    if (network.byDemand.start[d + 1]! - network.byDemand.start[d]! < network.backup) return false;
  if (network.capacitated && crowdOf(network, () => true)) return false;
  if (network.capacitated && network.byDemand.to.length > mostPairs) return 'too-large';
  const whole = wholeOf(problem, network, 'sites', () => true);
  if (whole.tooLarge) return 'too-large';
  const result = await solveMip(whole.mip, search, { seconds, enough: (_, best) => best < Number.POSITIVE_INFINITY });
  if (result.status === 'infeasible') return false;
  return result.x && planOf(network, whole, result.x);
}

/** Some plan within a radius, as far as the way of least travel finds any. */
async function planWithin(
  search: Search,
  median: (search: Search) => Promise<Finding>,
  radius: number,
  seconds: number,
): Promise<Plan | false | undefined> {
  const until = search.elapsed() + seconds;
  let plan: Plan | undefined;
  const finding = await median({
    ...search,
    problem: { ...search.problem, model: 'p-median' },
    network: within(search.network, radius),
    start: undefined,
    timeLimitSeconds: until,
    halted: () => search.halted() || plan !== undefined,
    found: (first) => {
      plan ??= first;
    },
    bounded: () => undefined,
    phase: () => undefined,
  });
  return finding.status === 'infeasible' ? false : (finding.plan ?? plan);
}
