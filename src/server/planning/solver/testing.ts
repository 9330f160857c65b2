import fc from 'fast-check';
import { impossible } from '#domain/planning/solve/check.ts';
import { networkOf } from '#domain/planning/solve/network.ts';
import { answerOf } from '#domain/planning/solve/plan.ts';
import { type Answer, limitOf, loadOf, maximises, type PlanProblem, totalOf } from '#domain/planning/solve/problem.ts';
import { solveHere } from './solve-here.ts';

/** Small problems of every kind, whole numbers throughout. */
export const problems = (model: PlanProblem['model'], capacitated: boolean): fc.Arbitrary<PlanProblem> =>
  fc
    .record({
      sites: fc.array(
        fc.record({
          cost: fc.integer({ min: 0, max: 9 }),
          required: fc.boolean().map((each) => each),
          dice: fc.integer({ min: 0, max: 9 }),
          capacity: fc.integer({ min: 0, max: 12 }),
        }),
        { minLength: 1, maxLength: 6 },
      ),
      /** What people take of a capacity, where that is not what they weigh. */
      loads: fc.option(fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 6, maxLength: 6 })),
      weights: fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 6 }),
      costs: fc.array(fc.option(fc.integer({ min: 0, max: 9 }), { freq: 4 }), { minLength: 36, maxLength: 36 }),
      p: fc.integer({ min: 1, max: 4 }),
      limit: fc.integer({ min: 2, max: 9 }),
      rule: fc.constantFrom('none', 'none', 'budget', 'backup', 'place', 'count'),
      budget: fc.integer({ min: 0, max: 25 }),
    })
    .map(({ sites, weights, loads, costs, p, limit, rule, budget }) => {
      const pairs = sites.flatMap((_, s) =>
        weights.flatMap((__, d) => (costs[s * 6 + d] === null ? [] : [{ s, d, cost: costs[s * 6 + d]! }])),
      );
      const needsP = model !== 'lscp' && model !== 'set-cover';
      return {
        model,
        sites: sites.map(({ cost, dice, capacity }, s) => ({
          id: `s${s}`,
          cost,
          level: s % 2 ? 'town' : 'village',
          ...(dice === 0 && { required: true }),
          ...(dice === 1 && { forbidden: true }),
          ...(dice > 6 && { existing: true, closing: dice - 7 }),
          ...(rule === 'place' && s < 4 && { place: `at${s >> 1}` }),
          ...(capacitated && { capacity }),
        })),
        demands: weights.map((weight, d) => ({ id: `d${d}`, weight, ...(loads && { load: loads[d]! }) })),
        pairs: {
          site: Int32Array.from(pairs, ({ s }) => s),
          demand: Int32Array.from(pairs, ({ d }) => d),
          cost: Float64Array.from(pairs, ({ cost }) => cost),
        },
        limit,
        // A budget may stand in the place of a number of sites.
        ...(needsP && !(rule === 'budget' && budget % 2 === 0) && { p }),
        ...(rule === 'budget' && { budget }),
        ...(rule === 'backup' && model !== 'p-center' && { backup: 2 }),
        ...(rule === 'count' && { counts: [{ level: 'town', most: 1 }] }),
      };
    });

/** The best objective by trying every set of sites and every assignment; undefined when nothing is allowed. */
export function bruteForce(problem: PlanProblem): number | undefined {
  const { sites, demands, pairs, p, budget, backup = 1, model } = problem;
  const cost = sites.map(() => demands.map(() => Number.POSITIVE_INFINITY));
  pairs.cost.forEach((each, k) => {
    const d = pairs.demand[k]!;
    if (each <= limitOf(problem, demands[d]!)) cost[pairs.site[k]!]![d] = each;
  });
  let best: number | undefined;
  for (let set = 0; set < 1 << sites.length; set++) {
    const open = sites.flatMap((_, s) => (set & (1 << s) ? [s] : []));
    const held = (s: number) => (set & (1 << s)) !== 0;
    if (sites.some((site, s) => (site.required && !held(s)) || (site.forbidden && held(s)))) continue;
    const cover = model === 'lscp' || model === 'set-cover';
    if (p !== undefined && (cover ? open.length > p : open.length !== p)) continue;
    const money = sites.reduce(
      (sum, site, s) => sum + (held(s) ? totalOf(site.cost) : site.existing ? totalOf(site.closing) : 0),
      0,
    );
    if (budget !== undefined && money > budget) continue;
    const places = open.flatMap((s) => sites[s]!.place ?? []);
    if (new Set(places).size < places.length) continue;
    const fine = (problem.counts ?? []).every(({ level, most = 99, least = 0 }) => {
      const count = open.filter((s) => sites[s]!.level === level).length;
      return count >= least && count <= most;
    });
    if (!fine) continue;
    const value = bestAssignment(problem, cost, open, backup);
    if (value === undefined) continue;
    const objective = model === 'lscp' ? open.length : model === 'set-cover' ? money : value;
    if (best === undefined || (maximises(model) ? objective > best : objective < best)) best = objective;
  }
  return best;
}

function bestAssignment(problem: PlanProblem, cost: number[][], open: number[], backup: number): number | undefined {
  const { demands, sites, model } = problem;
  const room = sites.map(({ capacity }) => capacity ?? Number.POSITIVE_INFINITY);
  const maximum = maximises(model);
  let best: number | undefined;
  const go = (d: number, value: number): void => {
    if (d === demands.length) {
      if (best === undefined || (maximum ? value > best : value < best)) best = value;
      return;
    }
    const { weight } = demands[d]!;
    const load = loadOf(demands[d]!);
    const near = open.filter((s) => cost[s]![d]! < Number.POSITIVE_INFINITY);
    if (near.length >= backup)
      for (const s of near) {
        if (room[s]! < load) continue;
        room[s]! -= load;
        go(d + 1, model === 'p-center' ? Math.max(value, cost[s]![d]!) : value + weight * (maximum ? 1 : cost[s]![d]!));
        room[s]! += load;
        // Without capacities nothing but the nearest is of interest; with them every choice is.
      }
    if (maximum) go(d + 1, value);
  };
  go(0, 0);
  return best;
}

/** What must be equal when the same problem is solved twice. */
export const told = ({ seconds: _, ...rest }: Answer): string => JSON.stringify(rest);

/** As `solve` does it, in this thread. */
export async function answer(problem: PlanProblem): Promise<Answer> {
  const { reason, uncoverable } = impossible(problem);
  const network = networkOf(problem);
  const here = reason
    ? { finding: { status: 'infeasible' as const } }
    : await solveHere(problem, network, { timeLimitSeconds: 20, halted: () => false, onProgress: () => undefined });
  return {
    ...answerOf(problem, network, here.finding),
    uncoverable,
    ...('stages' in here && here.stages && { stages: here.stages }),
    seconds: 0,
  };
}
