import { coverFrom } from '#domain/planning/solve/cover.ts';
import type { Network } from '#domain/planning/solve/network.ts';
import { type Finding, nearest, type Plan } from '#domain/planning/solve/plan.ts';
import { solveCover } from './cover.ts';
import { left, over } from './highs.ts';
import type { Search } from './search.ts';

/** Every cost that occurs, ascending: the answer of a p-center is one of them. */
export function radiiOf(network: Network): Float64Array {
  const sorted = network.byDemand.cost.slice().sort();
  return sorted.filter((cost, i) => i === 0 || cost !== sorted[i - 1]);
}

/** The greatest cost of a plan as a place in `radii`; their number when somebody is not served. */
export function reachOf(
  network: Network,
  radii: Float64Array,
  { open, assign = nearest(network, open) }: Plan,
): number {
  const { start, to, cost } = network.byDemand;
  let worst = 0;
  for (let d = 0; d < network.demands; d++) {
    if (assign[d]! < 0) return radii.length;
    for (let k = start[d]!; k < start[d + 1]!; k++) if (to[k] === assign[d]) worst = Math.max(worst, cost[k]!);
  }
  return placeOf(radii, worst);
}

export function placeOf(radii: Float64Array, value: number): number {
  let [low, high] = [0, radii.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (radii[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Exactly p sites, the given ones first. */
function withExactly(network: Network, p: number, chosen: Iterable<number>): Int32Array {
  const open = new Set<number>();
  network.required.forEach((must, s) => {
    if (must) open.add(s);
  });
  for (const s of chosen) if (open.size < p) open.add(s);
  const size = (s: number) => network.bySite.start[s + 1]! - network.bySite.start[s]!;
  if (open.size < p) {
    const rest = Array.from({ length: network.sites }, (_, s) => s).filter(
      (s) => !open.has(s) && !network.forbidden[s],
    );
    rest.sort((a, b) => size(b) - size(a) || a - b);
    for (const s of rest.slice(0, p - open.size)) open.add(s);
  }
  return Int32Array.from(open).sort();
}

/** Can p sites serve everybody at no more than this cost? `undefined`: not known in the time. */
async function within(search: Search, radius: number, p: number): Promise<Int32Array | false | undefined> {
  const { network } = search;
  const { start, to, cost } = network.byDemand;
  const rows: Int32Array[] = [];
  for (let d = 0; d < network.demands; d++) {
    let end = start[d]!;
    while (end < start[d + 1]! && cost[end]! <= radius) end += 1;
    if (end === start[d]) return false;
    rows.push(to.subarray(start[d], end));
  }
  const required = network.required.reduce((sum, each) => sum + each, 0);
  const price = Array.from(network.required, (must) => (must ? 0 : 1));
  const cover = coverFrom(
    rows,
    rows.map(() => 1),
    price,
  );
  const { chosen, bound } = await solveCover(cover, search, {
    enough: (least, best) => best + required <= p || least + required > p,
  });
  const others = chosen.filter((s) => !network.required[s]);
  if (others.length + required <= p) return withExactly(network, p, others);
  return bound + required > p ? false : undefined;
}

/**
 * p-center without capacities and without rules that tie sites together: the least cost at which p sites can cover everybody, found by
 * halving between a cost known to be too small and one that a plan reaches. Every step is a set cover, decided with proof.
 */
export async function solveCenter(search: Search): Promise<Finding> {
  const { network } = search;
  const p = search.problem.p!;
  const radii = radiiOf(network);
  if (network.demands === 0 || radii.length === 0) return { status: 'infeasible' };
  let plan: Plan = { open: withExactly(network, p, farthest(network, p)) };
  let high = reachOf(network, radii, plan);
  // Everybody's nearest site is a bound before anything is solved.
  let low = placeOf(radii, nearestAtWorst(network));
  const learn = () => search.bounded(radii[Math.min(low, high, radii.length - 1)]!);
  search.phase('proving');
  if (high < radii.length) search.found(plan);
  learn();
  // Questions below `tried` were too hard for the time that they got; what lies above may be easier.
  let tried = low;
  while (Math.max(low, tried) < high && !over(search)) {
    const known = high < radii.length;
    const ask = known ? (Math.max(low, tried) + high) >> 1 : radii.length - 1;
    const seconds = known ? left(search) / 2 : left(search);
    const open = await within({ ...search, timeLimitSeconds: search.elapsed() + seconds }, radii[ask]!, p);
    if (open === undefined) tried = ask + 1;
    else if (open === false) {
      if (!known) return { status: 'infeasible' };
      low = ask + 1;
      learn();
    } else {
      plan = { open };
      high = reachOf(network, radii, plan);
      search.found(plan);
    }
  }
  const stopped = search.halted() ? 'cancelled' : 'time';
  if (high >= radii.length) return { status: 'unknown', stopped };
  const proved = low >= high;
  return {
    status: proved ? 'optimal' : 'feasible',
    plan,
    bound: radii[Math.min(low, high)]!,
    ...(!proved && { stopped }),
  };
}

const nearestAtWorst = ({ byDemand: { start, cost }, demands }: Network): number => {
  let worst = 0;
  for (let d = 0; d < demands; d++) worst = Math.max(worst, cost[start[d]!] ?? 0);
  return worst;
};

/** Gonzalez's way (1985): every next site is where somebody is farthest from all the sites before. */
function farthest({ byDemand, bySite, demands, required }: Network, p: number): number[] {
  const now = new Float64Array(demands).fill(Number.POSITIVE_INFINITY);
  const sites: number[] = [];
  const take = (s: number) => {
    sites.push(s);
    for (let k = bySite.start[s]!; k < bySite.start[s + 1]!; k++)
      now[bySite.to[k]!] = Math.min(now[bySite.to[k]!]!, bySite.cost[k]!);
  };
  required.forEach((must, s) => {
    if (must) take(s);
  });
  while (sites.length < p) {
    let worst = 0;
    for (let d = 1; d < demands; d++) if (now[d]! > now[worst]!) worst = d;
    const site = byDemand.to[byDemand.start[worst]!];
    if (site === undefined || sites.includes(site)) break;
    take(site);
  }
  return sites;
}
