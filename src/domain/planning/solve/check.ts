import { type FieldProblem, type Problem, problem as refusal } from '#domain/kernel/problem.ts';
import {
  type Answer,
  type InfeasibleReason,
  limitOf,
  loadOf,
  PlanDemand,
  type PlanProblem,
  PlanRules,
  PlanSite,
  totalOf,
  type Uncoverable,
} from './problem.ts';

/** What is wrong with the problem in itself, or undefined. The first twenty mistakes are named. */
export function checkProblem(plan: PlanProblem): Problem | undefined {
  const fields: FieldProblem[] = [];
  const wrong = (path: string, code: string) => {
    if (fields.length < 20) fields.push({ path, code });
  };
  if (!PlanRules.safeParse(plan).success) wrong('model', 'planning.rules');
  const ids = new Set<string>();
  plan.sites.forEach((site, s) => {
    if (!PlanSite.safeParse(site).success) wrong(`sites.${s}`, 'planning.site');
    if (ids.has(site.id)) wrong(`sites.${s}.id`, 'planning.twice');
    ids.add(site.id);
  });
  ids.clear();
  plan.demands.forEach((demand, d) => {
    if (!PlanDemand.safeParse(demand).success) wrong(`demands.${d}`, 'planning.demand');
    if (ids.has(demand.id)) wrong(`demands.${d}.id`, 'planning.twice');
    ids.add(demand.id);
  });
  const { site, demand, cost } = plan.pairs;
  if (site.length !== cost.length || demand.length !== cost.length) wrong('pairs', 'planning.pairs');
  for (let k = 0; k < cost.length; k++) {
    const there = site[k]! >= 0 && site[k]! < plan.sites.length && demand[k]! >= 0 && demand[k]! < plan.demands.length;
    if (!there || !(cost[k]! >= 0) || cost[k] === Number.POSITIVE_INFINITY) wrong(`pairs.${k}`, 'planning.pair');
  }
  if (['mclp', 'p-median', 'p-center'].includes(plan.model) && plan.p === undefined && plan.budget === undefined)
    wrong('p', 'planning.p-missing');
  if (plan.model === 'p-center' && (plan.backup ?? 1) > 1) wrong('backup', 'planning.backup');
  if (plan.sites.length === 0) wrong('sites', 'planning.no-sites');
  if (plan.demands.length === 0) wrong('demands', 'planning.no-demands');
  return fields.length > 0 ? refusal('planning.problem', { count: fields.length }, fields) : undefined;
}

/** Demand points that must be served and cannot be, each with the least limit under which it could. */
function uncoverableIn(plan: PlanProblem): Uncoverable[] {
  const need = plan.backup ?? 1;
  const within = new Int32Array(plan.demands.length);
  const limits = plan.demands.map((demand) => limitOf(plan, demand));
  const { site, demand, cost } = plan.pairs;
  for (let k = 0; k < cost.length; k++)
    if (cost[k]! <= limits[demand[k]!]! && !plan.sites[site[k]!]!.forbidden) within[demand[k]!]! += 1;
  const short = new Map<number, number[]>();
  within.forEach((count, d) => {
    if (count < need) short.set(d, []);
  });
  if (short.size > 0)
    for (let k = 0; k < cost.length; k++) if (!plan.sites[site[k]!]!.forbidden) short.get(demand[k]!)?.push(cost[k]!);
  return Array.from(short, ([d, costs]) => ({
    demand: plan.demands[d]!.id,
    possibleLimit: costs.sort((a, b) => a - b)[need - 1] ?? null,
  }));
}

/** What makes a plan impossible before anything is computed, and who cannot be covered (for mclp: who is left out for certain). */
export function impossible(plan: PlanProblem): {
  reason?: InfeasibleReason;
  uncoverable: Uncoverable[];
  crowd?: NonNullable<Answer['crowd']>;
} {
  const uncoverable = uncoverableIn(plan);
  const usable = plan.sites.filter((site) => !site.forbidden);
  const required = plan.sites.filter((site) => site.required);
  const places = required.flatMap(({ place }) => place ?? []);
  const choices = new Set(usable.map((site, s) => site.place ?? s));
  const large = plan.model === 'mclp' ? undefined : tooLarge(plan);
  const reason = (): InfeasibleReason | undefined => {
    if (required.some((site) => site.forbidden)) return 'required-forbidden';
    if (new Set(places).size < places.length) return 'required-same-place';
    if (plan.p !== undefined && plan.p > choices.size) return 'too-few-sites';
    if (plan.p !== undefined && plan.p < required.length) return 'required-exceed-p';
    if (plan.budget !== undefined && leastMoney(plan) > plan.budget) return 'budget-too-small';
    if (plan.model === 'mclp') return undefined;
    if (uncoverable.length > 0 && !(plan.leaveOut && (plan.model === 'lscp' || plan.model === 'set-cover')))
      return 'uncoverable';
    if (large) return 'demand-above-capacity';
    const open = usable.map((site) => site.capacity ?? Number.POSITIVE_INFINITY).sort((a, b) => b - a);
    const room = open.slice(0, plan.p ?? open.length).reduce((a, b) => a + b, 0);
    const left = new Set(uncoverable.map(({ demand }) => demand));
    const weight = plan.demands.reduce((sum, each) => sum + (left.has(each.id) ? 0 : loadOf(each)), 0);
    return weight > room * (1 + 1e-12) ? 'capacity-too-small' : undefined;
  };
  const why = reason();
  return {
    ...(why && { reason: why }),
    uncoverable,
    ...(why === 'demand-above-capacity' && large && { crowd: large }),
  };
}

/** The demand points each of which is larger than every site that it reaches. */
function tooLarge(plan: PlanProblem): Answer['crowd'] {
  if (plan.sites.every((site) => site.capacity === undefined)) return undefined;
  const most = new Float64Array(plan.demands.length).fill(-1);
  const { site, demand, cost } = plan.pairs;
  for (let k = 0; k < cost.length; k++) {
    const { capacity = Number.POSITIVE_INFINITY, forbidden } = plan.sites[site[k]!]!;
    if (!forbidden && cost[k]! <= limitOf(plan, plan.demands[demand[k]!]!))
      most[demand[k]!] = Math.max(most[demand[k]!]!, capacity);
  }
  const large = Array.from(most.keys()).filter((d) => most[d]! >= 0 && loadOf(plan.demands[d]!) > most[d]!);
  if (large.length === 0) return undefined;
  return {
    demands: large.map((d) => plan.demands[d]!.id),
    load: large.reduce((sum, d) => sum + loadOf(plan.demands[d]!), 0),
    room: large.reduce((sum, d) => sum + most[d]!, 0),
  };
}

/** No plan costs less: what must be paid, and whatever saves money. */
function leastMoney(plan: PlanProblem): number {
  return plan.sites.reduce((sum, site) => {
    const closed = site.existing ? totalOf(site.closing) : 0;
    const open = totalOf(site.cost);
    return sum + (site.required ? open : site.forbidden ? closed : Math.min(open, closed));
  }, 0);
}
