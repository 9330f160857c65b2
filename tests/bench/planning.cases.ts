import { generatePrefecture } from '#db/demo/prefecture.ts';
import { unit } from '#db/demo/random.ts';
import type { PlanDemand, PlanProblem, PlanSite } from '#domain/planning/solve/problem.ts';

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
  return { sites: made.map(({ id, lon, lat }) => ({ id, ...plane(lon!, lat!) })), demands: points.slice(0, demands) };
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
