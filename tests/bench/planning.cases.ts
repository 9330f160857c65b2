import { generatePrefecture } from '#db/demo/prefecture.ts';
import { unit } from '#db/demo/random.ts';
import { expandLevels, type LevelledPlan } from '#domain/planning/solve/levels.ts';
import type { PlanDemand, PlanProblem, PlanRules, PlanSite } from '#domain/planning/solve/problem.ts';

export interface Prefecture {
  sites: (PlanSite & { x: number; y: number })[];
  demands: (PlanDemand & { x: number; y: number })[];
}

const kilometresPerDegree = 111.32;

/**
 * The invented prefecture as a location problem: every site a candidate, every village a demand point, and natural villages scattered
 * around them until there are `demands` of them. Kilometres on a plane.
 */
export function prefecture({ seed = 1, sites = 2487, demands = 10_000 } = {}): Prefecture {
  const { sites: made, divisions } = generatePrefecture({ seed, sites });
  const middle = made[0]!.lat * (Math.PI / 180);
  const plane = (lon: number, lat: number) => ({
    x: lon * kilometresPerDegree * Math.cos(middle),
    y: lat * kilometresPerDegree,
  });
  const villages = divisions.filter(({ level, validTo }) => level === 'village' && validTo === null);
  const each = Math.max(0, demands - villages.length) / villages.length;
  const points: Prefecture['demands'] = [];
  villages.forEach((village, v) => {
    const centre = plane(village.lon!, village.lat!);
    const around = Math.floor((v + 1) * each) - Math.floor(v * each);
    const people = village.population ?? 0;
    const share = people / (around + 2);
    points.push({ id: village.code, weight: Math.round(people - around * share), ...centre });
    for (let n = 0; n < around; n++) {
      const angle = 2 * Math.PI * unit(seed, v, n, 1);
      const away = 1.4 * Math.sqrt(unit(seed, v, n, 2));
      points.push({
        id: `${village.code}-${n + 1}`,
        weight: Math.round(share),
        x: centre.x + away * Math.cos(angle),
        y: centre.y + away * Math.sin(angle),
      });
    }
  });
  return {
    sites: made.map(({ id, level, lon, lat }) => ({ id, level, ...plane(lon!, lat!) })),
    demands: points.slice(0, demands),
  };
}

/** Straight lines as metres, up to `radius` kilometres; a demand point that nothing reaches goes to its nearest site whatever the distance. */
export function within(
  { sites, demands }: Prefecture,
  radius: number,
  rest: Omit<PlanProblem, 'sites' | 'demands' | 'pairs'>,
): PlanProblem {
  const [site, demand, cost]: [number[], number[], number[]] = [[], [], []];
  demands.forEach(({ x, y }, d) => {
    let best = 0;
    let least = Number.POSITIVE_INFINITY;
    let found = false;
    sites.forEach((each, s) => {
      const away = Math.hypot(x - each.x, y - each.y);
      if (away < least) [best, least] = [s, away];
      if (away > radius) return;
      found = true;
      site.push(s);
      demand.push(d);
      cost.push(Math.round(away * 1000));
    });
    if (found) return;
    site.push(best);
    demand.push(d);
    cost.push(Math.round(radius * 1000));
  });
  return {
    sites: sites.map(({ id }) => ({ id })),
    demands: demands.map(({ id, weight }) => ({ id, weight })),
    pairs: { site: Int32Array.from(site), demand: Int32Array.from(demand), cost: Float64Array.from(cost) },
    ...rest,
  };
}

const ranks = ['village', 'town', 'county'] as const;
/** Kilometres for what each level does; what a level costs in a year where it stands, and what rising to it costs besides. */
const reach = { village: 2.6, town: 6, county: 20 };
const running = { village: 2, town: 5, county: 12 };
const works = { village: 1, town: 3, county: 8 };

/**
 * All three levels at once: every site may close, stay or rise to a higher level, which does what those below it do. County halls stay, and one
 * site in forty of the others must.
 */
export function levelled(city: Prefecture, rules: PlanRules): PlanProblem {
  const { pairs } = within(city, reach.county, { model: 'lscp' });
  const places = city.sites.map(({ id, level }, s): LevelledPlan['places'][number] => {
    const own = Math.max(
      0,
      ranks.findIndex((each) => each === (level === 'city' ? 'county' : level)),
    );
    const options = ranks.slice(own).map((each, i) => ({
      level: each,
      serves: ranks.slice(0, own + i + 1),
      cost: running[each] + (i > 0 ? works[each] : 0),
      ...(i === 0 && { existing: true }),
    }));
    return { id, options: stays(own, s) ? [{ ...options[0]!, required: true }] : options };
  });
  const points = city.demands.map(({ id, weight }) => ({
    id,
    needs: ranks.map((level) => ({ level, weight, limit: reach[level] * 1000 })),
  }));
  return expandLevels({ ...rules, places, points, pairs });
}

/** The same from the top down: who must be served by a level is served by what stands of the levels above, and by the fewest of its own. */
export function topDown(city: Prefecture, level: (typeof ranks)[number], open: ReadonlySet<string>): PlanProblem {
  const rank = ranks.indexOf(level);
  const sites = city.sites.map(({ id, level: at }, s): PlanSite => {
    const own = Math.max(
      0,
      ranks.findIndex((each) => each === (at === 'city' ? 'county' : at)),
    );
    if (own < rank || (own > rank && !open.has(id) && !stays(own, s))) return { id, forbidden: true };
    return { id, existing: true, ...((own > rank || stays(own, s)) && { required: true }) };
  });
  const problem = within(city, reach[level], { model: 'lscp', leaveOut: true });
  return { ...problem, sites };
}

const stays = (own: number, s: number): boolean => own === 2 || s % 40 === 0;
