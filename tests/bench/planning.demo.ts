import { hamletsOf } from '#db/demo/hamlets.ts';
import { fullSize, generatePrefecture } from '#db/demo/prefecture.ts';
import type { PlanProblem } from '#domain/planning/solve/problem.ts';
import { networkFromDrawn, type RoadNetwork } from '#domain/planning/travel/network.ts';
import { defaultSpeeds } from '#domain/planning/travel/speeds.ts';
import type { WorldContent } from '#domain/planning/world.ts';
import { travelTimes } from '#server/planning/travel/index.ts';
import type { World } from '#server/planning/worlds.ts';

const wanted = 10_000;

/** The invented prefecture at full size, as a plan sees it, with its roads. */
export function contentOfDemo(): { content: WorldContent; network: RoadNetwork } {
  const prefecture = generatePrefecture({ sites: fullSize.sites });
  const placeOfUnit = new Map(prefecture.units.map(({ id, divisionId }) => [id, divisionId]));
  const levelOf = new Map(
    prefecture.divisions.flatMap(({ id, level }) => (level === 'grid' ? [] : [[id, level] as const])),
  );
  const hamlets = hamletsOf(prefecture, wanted);
  // As many as a real prefecture of this size: some hamlets have a neighbour a little way up the hill.
  const more = hamlets.slice(0, wanted - hamlets.length).map((one) => ({ ...one, lat: one.lat + 0.004 }));
  const content: WorldContent = {
    asOf: '2026-01-01',
    villages: [...hamlets, ...more].map(({ code, name, lon, lat, people, urban }, at) => {
      const place = { village: null, town: null, county: null };
      return { ...place, id: `${code}/${at}`, name, lon, lat, people, older: null, urban, natural: 1 };
    }),
    points: prefecture.sites.map(({ id, unitId, name, lon, lat }) => ({
      id,
      unit: unitId,
      name,
      level: levelOf.get(placeOfUnit.get(unitId)!) ?? 'village',
      lon,
      lat,
      clerks: 2,
      counters: 2,
      class: null,
      county: null,
      town: null,
    })),
    unplaced: [],
    premises: [],
    places: [],
    roads: null,
    speeds: defaultSpeeds,
    searched: 90,
  };
  return { content, network: networkFromDrawn(prefecture.map.roads) };
}

/** A snapshot of it in memory, without travel times of all pairs. */
export const worldWith = (content: WorldContent, network: RoadNetwork): World => ({
  id: 'bench',
  name: 'bench',
  asOf: content.asOf,
  labels: [],
  content,
  pointAt: new Map(),
  villageAt: new Map(),
  placeName: new Map(),
  table: async () => undefined,
  network: async () => network,
  ferriesOff: async () => [],
  bus: async () => null,
});

/**
 * The question that the prefecture asks: whom a point reaches by road within so many minutes, on foot in town and by e-bike in the country.
 * @returns the problem for each pair of limits, minutes; costs in seconds
 */
export async function byRoad(most: { urban: number; rural: number }) {
  const { content, network } = contentOfDemo();
  const { points: sites, villages: demands, speeds } = content;
  const timesOf = (mode: 'walk' | 'ebike', minutes: number) =>
    travelTimes({ network, mode, speeds, sites, demands, cutoffSeconds: 60 * minutes });
  const [walk, ebike] = [await timesOf('walk', most.urban), await timesOf('ebike', most.rural)];
  return (
    limits: { urban: number; rural: number },
    rules: Omit<PlanProblem, 'sites' | 'demands' | 'pairs'>,
  ): PlanProblem => {
    const [site, demand, cost]: [number[], number[], number[]] = [[], [], []];
    for (const [times, urban, minutes] of [
      [walk, true, limits.urban],
      [ebike, false, limits.rural],
    ] as const)
      times.seconds.forEach((seconds, k) => {
        if (demands[times.demand[k]!]!.urban !== urban || seconds > 60 * minutes) return;
        site.push(times.site[k]!);
        demand.push(times.demand[k]!);
        cost.push(seconds);
      });
    return {
      sites: sites.map(({ id }) => ({ id })),
      demands: demands.map(({ id, people }) => ({ id, weight: Math.round(people) })),
      pairs: { site: Int32Array.from(site), demand: Int32Array.from(demand), cost: Float64Array.from(cost) },
      ...rules,
    };
  };
}
