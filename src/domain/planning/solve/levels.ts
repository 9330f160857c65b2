import type { Money, Pairs, PlanProblem, PlanRules, PlanSite } from './problem.ts';
import { append, newGrowing } from './read.ts';

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

export const optionId = (place: string, level: string): string => `${place}@${level}`;

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
  const found = newGrowing();
  const limits = demands.map(({ limit }) => limit ?? rules.limit ?? Number.POSITIVE_INFINITY);
  const reached = new Uint8Array(demands.length);
  const each = (use: (site: number, demand: number, cost: number) => void) => {
    for (let k = 0; k < pairs.cost.length; k++)
      for (const option of optionsAt[pairs.site[k]!]!)
        for (const need of needsAt[pairs.demand[k]!]!)
          if (option.serves.includes(need.level)) use(option.site, need.demand, pairs.cost[k]!);
  };
  each((_, need, cost) => {
    if (cost <= limits[need]!) reached[need] = 1;
  });
  // What lies beyond a limit only says with which limit a need could be met that nothing meets.
  each((option, need, cost) => {
    if (cost <= limits[need]! || !reached[need]) append(found, option, need, cost);
  });
  const { site, demand, cost, length } = found;
  const all = { site: site.slice(0, length), demand: demand.slice(0, length), cost: cost.slice(0, length) };
  if (rules.model !== 'p-median' && rules.model !== 'p-center') return { ...rules, sites, demands, pairs: all };
  // What no option serves for anybody keeps no plan from being made: it is left out here and told by whoever asks.
  const place = new Int32Array(demands.length).fill(-1);
  const kept = demands.filter((_, d) => reached[d] === 1);
  let next = 0;
  for (let d = 0; d < demands.length; d++) if (reached[d]) place[d] = next++;
  return { ...rules, sites, demands: kept, pairs: { ...all, demand: all.demand.map((d) => place[d]!) } };
}

/** One level's problem as it is when levels are decided one after the other: sites above it are required in it. */
export interface OneLevel {
  level: string;
  problem: PlanProblem;
}

/**
 * The problems of several levels, the lowest first, as one: a site has one level and does what those below it do; the model chooses which, and
 * an upgrade has its cost. Pairs, points and rules are those of the lowest level, whose sites are all there are.
 * @param mayChange whether the plan may touch a site that is required: such a site stays, but may rise
 * @param moneyOf what a site costs at a level that it does not have today (closing it at its own included); undefined where nobody knows
 * @param limits of single levels, in the unit of the costs; a level without one has that of each point
 */
export function joinLevels(
  levels: readonly OneLevel[],
  {
    mayChange,
    moneyOf,
    limits = {},
  }: {
    mayChange: (site: string) => boolean;
    moneyOf: (site: PlanSite, level: string) => Money | undefined;
    limits?: Readonly<Record<string, number>>;
  },
): LevelledPlan {
  const { sites, demands, pairs, ...rules } = levels[0]!.problem;
  const names = levels.map(({ level }) => level);
  const siteIn = levels.map(({ problem }) => new Map(problem.sites.map((site) => [site.id, site])));
  const keptPoints: LevelledPlan['points'] = [];
  const keptPairs: { place: number; point: number }[] = [];
  // In a greatest cover nobody has to be served, so that a kept site cannot be told by who needs it.
  const maySwap = rules.model !== 'mclp';
  const places = sites.map((site, s): LevelledPlan['places'][number] => {
    const { id } = site;
    const own = site.level === undefined ? 0 : names.indexOf(site.level);
    // A site of a level that is not decided here stands above all of them.
    if (own < 0) return { id, options: [{ ...bare(site), level: site.level!, serves: names }] };
    const mine = siteIn[own]!.get(id) ?? site;
    const stays: PlaceOption = { ...bare(mine), level: names[own]!, serves: names.slice(0, own + 1) };
    if (mine.forbidden || (mine.required && (!mayChange(id) || !maySwap))) return { id, options: [stays] };
    const { required, ...free } = stays;
    const risen = names.slice(own + 1).map((level, i): PlaceOption => {
      const money = moneyOf(mine, level);
      return { level, serves: names.slice(0, own + 2 + i), ...(money !== undefined && { cost: money }) };
    });
    const options = [free, ...risen];
    if (!required) return { id, options };
    return { id, options: risen.length > 0 ? keep(s, options) : [stays] };
  });
  /** A kept place is one that somebody needs who can go nowhere else. */
  function keep(place: number, options: PlaceOption[]): PlaceOption[] {
    keptPairs.push({ place, point: demands.length + keptPoints.length });
    keptPoints.push({ id: `keep ${sites[place]!.id}`, needs: [{ level: options[0]!.level, weight: 0 }] });
    return options.map(({ required: _, ...option }) => option);
  }
  const points = demands.map(({ id, weight, limit }) => ({
    id,
    needs: names.map((level) => {
      const own = limits[level] ?? limit;
      return { level, weight, ...(own !== undefined && { limit: own }) };
    }),
  }));
  const extra = keptPairs.length;
  const wider = {
    site: new Int32Array(pairs.site.length + extra),
    demand: new Int32Array(pairs.site.length + extra),
    cost: new Float64Array(pairs.site.length + extra),
  };
  wider.site.set(pairs.site);
  wider.demand.set(pairs.demand);
  wider.cost.set(pairs.cost);
  keptPairs.forEach(({ place, point }, i) => {
    wider.site[pairs.site.length + i] = place;
    wider.demand[pairs.site.length + i] = point;
  });
  return { ...rules, places, points: [...points, ...keptPoints], pairs: wider };
}

const bare = ({ id: _, place: __, level: ___, ...rest }: PlanSite): Omit<PlanSite, 'id' | 'place' | 'level'> => rest;

/** Which place is open at which level, from the ids of a joint answer. */
export function levelsOf(sites: readonly string[]): Map<string, string> {
  return new Map(
    sites.map((id) => {
      const at = id.lastIndexOf('@');
      return [id.slice(0, at), id.slice(at + 1)];
    }),
  );
}
