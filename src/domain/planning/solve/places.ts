import type { Network } from './network.ts';
import { nearest, type Plan } from './plan.ts';
import type { PlanProblem } from './problem.ts';

/** Alternatives at one place, the one that reaches least first. */
type Places = Map<string, number[]>;

const isExact = ({ p, model }: PlanProblem): boolean => p !== undefined && model !== 'lscp' && model !== 'set-cover';

/** Sites that are no alternative to any other. */
const alone = (problem: PlanProblem, network: Network): number[][] =>
  problem.sites.flatMap(({ place }, s) => (place === undefined && !network.forbidden[s] ? [[s]] : []));

/**
 * Are the alternatives of every place nested, so that each reaches whatever those before it reach, no dearer? Then two of them together
 * are never better than the greater alone, and “one of them at most” need not be said: see `settlePlaces`. Undefined where they are not, or
 * where capacities, a required one among others or fewer places than p make them more than that.
 */
export function nestedPlaces(problem: PlanProblem, network: Network): Places | undefined {
  if (network.capacitated || network.backup > 1) return undefined;
  const places: Places = new Map();
  problem.sites.forEach(({ place }, s) => {
    if (place === undefined || network.forbidden[s]) return;
    const there = places.get(place);
    if (there) there.push(s);
    else places.set(place, [s]);
  });
  if (isExact(problem) && problem.p! > places.size + alone(problem, network).length) return undefined;
  const { start, to, cost } = network.bySite;
  const size = (s: number) => start[s + 1]! - start[s]!;
  const paid = new Float64Array(network.demands).fill(Number.NaN);
  for (const options of places.values()) {
    options.sort((a, b) => size(a) - size(b) || network.cost[a]! - network.cost[b]! || a - b);
    if (options.length > 1 && options.some((s) => network.required[s])) return undefined;
    for (let i = 1; i < options.length; i++) {
      const [less, more] = [options[i - 1]!, options[i]!];
      // Closing the lesser one of two must not cost anything.
      if (network.cost[less]! < 0 && problem.model === 'set-cover') return undefined;
      for (let k = start[more]!; k < start[more + 1]!; k++) paid[to[k]!] = cost[k]!;
      let nested = true;
      for (let k = start[less]!; k < start[less + 1]!; k++) nested &&= paid[to[k]!]! <= cost[k]!;
      for (let k = start[more]!; k < start[more + 1]!; k++) paid[to[k]!] = Number.NaN;
      if (!nested) return undefined;
    }
  }
  return places;
}

/**
 * The same plan with one alternative at each place: the greatest of those open, and where nobody would miss it a lesser one (one that stands
 * before one that does not). What is short of exactly p sites then opens at places that have none. Not worse by the model's objective.
 */
export function settlePlaces(problem: PlanProblem, network: Network, places: Places, plan: Plan): Plan {
  const isOpen = new Uint8Array(network.sites);
  for (const s of plan.open) isOpen[s] = 1;
  const count = new Int32Array(network.demands);
  const { start, to } = network.bySite;
  const add = (s: number, by: 1 | -1) => {
    isOpen[s] = by === 1 ? 1 : 0;
    for (let k = start[s]!; k < start[s + 1]!; k++) count[to[k]!]! += by;
  };
  for (const s of plan.open) add(s, 1);
  let missing = 0;
  for (const options of places.values()) {
    const open = options.filter((s) => isOpen[s]);
    for (const s of open.slice(0, -1)) {
      add(s, -1);
      missing += 1;
    }
  }
  if (problem.model === 'lscp' || problem.model === 'mclp' || problem.model === 'set-cover')
    for (const options of places.values()) {
      const greatest = options.findLast((s) => isOpen[s]);
      if (greatest === undefined) continue;
      // Whoever is covered stays covered.
      const before = new Map<number, number>();
      for (let k = start[greatest]!; k < start[greatest + 1]!; k++) before.set(to[k]!, count[to[k]!]!);
      add(greatest, -1);
      const lesser = options
        .slice(0, options.indexOf(greatest))
        .filter((s) => network.cost[s]! <= network.cost[greatest]! || problem.model !== 'set-cover')
        .sort((a, b) => Number(problem.sites[b]!.existing ?? false) - Number(problem.sites[a]!.existing ?? false));
      const enough = lesser.find((s) => {
        add(s, 1);
        const covered = Array.from(before).every(([d, had]) => count[d]! >= Math.min(had, network.backup));
        add(s, -1);
        return covered;
      });
      add(enough ?? greatest, 1);
    }
  if (isExact(problem))
    for (const options of [...places.values(), ...alone(problem, network)]) {
      if (missing === 0) break;
      if (options.some((s) => isOpen[s])) continue;
      add(options[0]!, 1);
      missing -= 1;
    }
  const open = Int32Array.from(isOpen.keys()).filter((s) => isOpen[s] === 1);
  return { open, ...(plan.assign && { assign: nearest(network, open) }) };
}
