import type { Pairs, PlanProblem, PlanRules, PlanSite } from './problem.ts';

/** One thing that a place can be: a village point, a town centre, a county hall, or one of them in a better class. */
export interface PlaceOption extends Omit<PlanSite, 'id' | 'place' | 'level'> {
  level: string;
  /** The levels whose items it offers: its own, and when levels are nested those below. */
  serves: readonly string[];
}

export interface LevelledPlan extends PlanRules {
  /** At most one option of a place opens; none of them means that there is nothing there. */
  places: { id: string; options: readonly PlaceOption[] }[];
  /** What people need of each level, and how far they may go for it. A level that a point does not name is not needed there. */
  points: { id: string; needs: readonly { level: string; weight: number; limit?: number }[] }[];
  /** Place in `places`, place in `points`, cost: the way is as long whatever is at its end. */
  pairs: Pairs;
}

const optionId = (place: string, level: string): string => `${place}@${level}`;

/**
 * Several levels at once as one problem: a site for each option, a demand point for each need. What counts one level counts the sites
 * with that `level` (`counts`); the three-centre rule is a place whose only options are of the first class.
 */
export function expandLevels({ places, points, pairs, ...rules }: LevelledPlan): PlanProblem {
  const sites: PlanSite[] = [];
  const optionsAt = places.map(({ id, options }) =>
    options.map(({ serves, ...option }) => {
      sites.push({ ...option, id: optionId(id, option.level), place: id });
      return { site: sites.length - 1, serves };
    }),
  );
  const demands: PlanProblem['demands'] = [];
  const needsAt = points.map(({ id, needs }) =>
    needs.map(({ level, weight, limit }) => {
      demands.push({ id: optionId(id, level), weight, ...(limit !== undefined && { limit }) });
      return { demand: demands.length - 1, level };
    }),
  );
  const [site, demand, cost]: [number[], number[], number[]] = [[], [], []];
  pairs.cost.forEach((each, k) => {
    for (const option of optionsAt[pairs.site[k]!]!)
      for (const need of needsAt[pairs.demand[k]!]!) {
        if (!option.serves.includes(need.level)) continue;
        site.push(option.site);
        demand.push(need.demand);
        cost.push(each);
      }
  });
  return {
    ...rules,
    sites,
    demands,
    pairs: { site: Int32Array.from(site), demand: Int32Array.from(demand), cost: Float64Array.from(cost) },
  };
}
