import { type Answer, limitOf, loadOf, type PlanProblem, totalOf } from './problem.ts';

/**
 * Holds an answer against its problem, from the ids alone and with none of the solver's own arrays. Empty when it keeps every rule and
 * says what it is; else one line for each breach (for the log and for tests; nobody is shown them).
 */
export function verify(problem: PlanProblem, answer: Answer): string[] {
  const wrong: string[] = [];
  const check = (good: boolean, what: string) => {
    if (!good && wrong.length < 20) wrong.push(what);
  };
  if (answer.objective === null) {
    check(answer.status === 'infeasible' || answer.status === 'unknown', 'no plan but a status that has one');
    return wrong;
  }
  const open = new Set(answer.sites);
  const siteAt = new Map(problem.sites.map((site, s) => [site.id, s]));
  check(open.size === answer.sites.length, 'a site twice');
  check(
    answer.sites.every((id) => siteAt.has(id)),
    'an unknown site',
  );
  for (const site of problem.sites) {
    if (site.required) check(open.has(site.id), `${site.id} is required and closed`);
    if (site.forbidden) check(!open.has(site.id), `${site.id} is forbidden and open`);
  }
  checkRules(problem, open, check);

  const within = new Map<string, number>();
  const costs = new Map<string, number>();
  const { pairs } = problem;
  pairs.cost.forEach((cost, k) => {
    const site = problem.sites[pairs.site[k]!]!;
    const demand = problem.demands[pairs.demand[k]!]!;
    if (!open.has(site.id) || cost > limitOf(problem, demand)) return;
    within.set(demand.id, (within.get(demand.id) ?? 0) + 1);
    if (answer.assignment[demand.id] === site.id) costs.set(demand.id, cost);
  });
  const load = new Map<string, number>();
  let [travel, weight, worst] = [0, 0, 0];
  const left = new Set(answer.uncoverable.map(({ demand }) => demand));
  for (const demand of problem.demands) {
    const site = answer.assignment[demand.id];
    if (site === undefined) {
      check(
        problem.model === 'mclp' || (problem.leaveOut === true && left.has(demand.id)),
        `${demand.id} goes nowhere`,
      );
      continue;
    }
    const cost = costs.get(demand.id);
    check(cost !== undefined, `${demand.id} goes where it may not or cannot`);
    check((within.get(demand.id) ?? 0) >= (problem.backup ?? 1), `${demand.id} has too few sites`);
    load.set(site, (load.get(site) ?? 0) + loadOf(demand));
    travel += demand.weight * (cost ?? 0);
    weight += demand.weight;
    worst = Math.max(worst, cost ?? 0);
  }
  for (const site of problem.sites)
    if (site.capacity !== undefined)
      check((load.get(site.id) ?? 0) <= site.capacity * (1 + 1e-9), `${site.id} is sent more than it holds`);
  const money = moneyIn(problem, open);
  const objective = { lscp: open.size, 'set-cover': money, mclp: weight, 'p-median': travel, 'p-center': worst }[
    problem.model
  ];
  const near = (a: number, b: number) => Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a));
  check(near(objective, answer.objective), `the objective is ${objective}, not ${answer.objective}`);
  const { bound } = answer;
  if (bound !== null)
    check(
      problem.model === 'mclp' ? bound >= answer.objective : bound <= answer.objective,
      'the plan is better than its bound',
    );
  check(answer.status !== 'optimal' || bound === answer.objective, 'proved, but not by its bound');
  return wrong;
}

/** A set cover whose sites have no costs at all counts 1 for each. */
function moneyIn(problem: PlanProblem, open: ReadonlySet<string>): number {
  const free = problem.model === 'set-cover' && problem.sites.every(({ cost }) => cost === undefined);
  return problem.sites.reduce((sum, site) => {
    if (open.has(site.id)) return sum + (free ? 1 : totalOf(site.cost));
    return sum + (site.existing ? totalOf(site.closing) : 0);
  }, 0);
}

function checkRules(
  problem: PlanProblem,
  open: ReadonlySet<string>,
  check: (good: boolean, what: string) => void,
): void {
  const { p, model, budget } = problem;
  if (p !== undefined)
    check(
      model === 'lscp' || model === 'set-cover' ? open.size <= p : open.size === p,
      `${open.size} sites instead of ${p}`,
    );
  if (budget !== undefined) check(moneyIn(problem, open) <= budget * (1 + 1e-9), 'the budget is passed');
  const places = problem.sites.flatMap(({ id, place }) => (open.has(id) && place !== undefined ? [place] : []));
  check(new Set(places).size === places.length, 'two alternatives of one place are open');
  for (const { level, most = Number.POSITIVE_INFINITY, least = 0 } of problem.counts ?? []) {
    const count = problem.sites.filter((site) => site.level === level && open.has(site.id)).length;
    check(count >= least && count <= most, `${count} sites of level ${level}`);
  }
}
