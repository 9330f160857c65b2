import type { Text } from '#domain/kernel/text.ts';
import { levelOf } from '#domain/organisation/divisions.ts';
import { settle, spotIn } from './geography.ts';
import { distance } from './grid.ts';
import { demoId } from './ids.ts';
import type { Layout } from './layout.ts';
import { drawMap, projection } from './map.ts';
import { cityName, communityNames, countyNames, type PlaceName, townNames, villageNames } from './names.ts';
import { openOffices, type Place } from './offices.ts';
import { withPast } from './past.ts';
import { shuffled } from './random.ts';
import type { DemoDivision, DemoPrefecture } from './schema.ts';
import { makeTerrain, type Terrain } from './terrain.ts';

const notice: Text = {
  'zh-CN': '演示数据：榕川市及其一切地名、山川、道路、人口、电话都是虚构的。',
  en: 'Demonstration data: Rongchuan and all its places, mountains, rivers, roads, people and telephones are invented.',
};

/** The full size: 2,487 sites below the city and 6.6 million people, as in the largest of the cities looked at. */
export const fullSize = { sites: 2487, population: 6_600_000 };
const since = '2020-01-01';

interface Plan {
  counties: number;
  towns: number;
  stations: number;
  villages: number;
  population: number;
  terrain: { columns: number; rows: number; cell: number };
}

/** How many of everything for a number of sites; at full size 22 sites of city and counties, 218 of towns, 2,247 of villages. */
function planFor(sites: number): Plan {
  if (!Number.isInteger(sites) || sites < 12 || sites > fullSize.sites) {
    throw new RangeError(`A demo prefecture has 12 to ${fullSize.sites} sites, not ${sites}`);
  }
  const share = sites / fullSize.sites;
  const counties = Math.max(1, Math.round(11 * share ** 0.4));
  const towns = Math.max(counties, Math.round(218 * share ** 0.9));
  const stations = sites - 2 * counties - towns;
  const villages = stations + Math.max(1, Math.round(0.03 * stations));
  const side = 150 * share ** 0.36;
  const cell = 0.4 + 0.35 * (side / 150);
  const columns = Math.round(side / cell);
  const population = Math.round(fullSize.population * share);
  return { counties, towns, stations, villages, population, terrain: { columns, rows: columns, cell } };
}

type County = Place & { towns: Town[] };
type Town = Place & { root: PlaceName; villages: Village[] };
type Village = Place & { cell: number; urban: boolean };

/**
 * A whole invented prefecture: divisions (codes 9901…), units, sites, who serves whom, and a map. A pure function of
 * its arguments: the same bytes for the same seed and size.
 * @param sites how many sites in all, 12 to 2,487; everything else follows.
 */
export function generatePrefecture({ seed = 1, sites = 188 }: { seed?: number; sites?: number } = {}): DemoPrefecture {
  const plan = planFor(sites);
  const terrain = makeTerrain(seed, plan.terrain);
  const layout = settle(seed, terrain, plan);
  const { city, counties } = nameEverything(seed, terrain, layout);
  const towns = counties.flatMap((county) => county.towns);
  const villages = towns.flatMap((town) => town.villages);
  const offices = openOffices(seed, city, counties, shareStations(terrain, towns, plan.villages - plan.stations));

  const rootOfTown = new Map(towns.map((town) => [town.id, { 'zh-CN': town.root.zh, en: town.root.pinyin }]));
  const townIds = idsByTown(layout, counties);
  const map = drawMap(seed, terrain, layout, {
    city: city.id,
    counties: counties.map((county) => county.id),
    towns: townIds,
    villageAt: new Map(villages.map((village) => [village.cell, village.id])),
    rootAt: (cell) => rootOfTown.get(townIds[Math.max(0, layout.townOf[cell]!)]!)!,
  });
  const divisions = [city, ...counties, ...towns, ...villages].map(asDivision);
  return { seed, notice, divisions: withPast(divisions), ...offices, map };
}

const asDivision = ({
  id,
  code,
  level,
  parentId,
  name,
  nameEn,
  aliases,
  validFrom,
  validTo,
  past,
  became,
  population,
  lon,
  lat,
}: Place): DemoDivision => ({
  id,
  code,
  level,
  parentId,
  name,
  nameEn,
  aliases,
  validFrom,
  validTo,
  past,
  became,
  population,
  lon,
  lat,
});

const kinds = {
  city: { 'zh-CN': '市', en: 'City' },
  district: { 'zh-CN': '区', en: 'District' },
  county: { 'zh-CN': '县', en: 'County' },
  subdistrict: { 'zh-CN': '街道', en: 'Subdistrict' },
  town: { 'zh-CN': '镇', en: 'Town' },
  township: { 'zh-CN': '乡', en: 'Township' },
  community: { 'zh-CN': '社区', en: 'Community' },
  village: { 'zh-CN': '村', en: 'Village' },
} satisfies Record<string, Text>;

/** Codes as they are given out: subdistricts from 001, towns from 100, townships from 200; communities 001, villages 200. */
const firstCode = { subdistrict: 1, town: 100, township: 200, community: 1, village: 200 };

/** The town of each label of the layout, by id. */
const idsByTown = (layout: Layout, counties: readonly County[]): string[] => {
  const next = counties.map(() => 0);
  return layout.towns.map(({ county }) => counties[county]!.towns[next[county]!++]!.id);
};

function nameEverything(seed: number, terrain: Terrain, layout: Layout): { city: Place; counties: County[] } {
  const project = projection(terrain);
  const make = (
    code: string,
    root: PlaceName,
    kindName: Text,
    parentId: string | null,
    population: number,
    cell: number,
  ): Place => {
    const { x, y } = spotIn(seed, terrain, cell);
    const [lon, lat] = project([x, y]);
    return {
      id: demoId('division', code),
      code,
      level: levelOf(code)!,
      parentId,
      name: root.zh + kindName['zh-CN'],
      nameEn: `${root.pinyin} ${kindName.en}`,
      kindName,
      aliases: [],
      validFrom: since,
      validTo: null,
      past: [],
      became: [],
      population,
      lon,
      lat,
    };
  };
  const people = layout.towns.map((_, town) =>
    layout.villages.reduce((sum, village) => sum + (village.town === town ? village.people : 0), 0),
  );
  const total = people.reduce((sum, each) => sum + each, 0);
  const city = make('990100000000', cityName, kinds.city, null, total, layout.counties[0]!.cell);
  const roots = shuffled(townNames, seed, 6000);
  const villagesOf = Map.groupBy(layout.villages, (village) => village.town);

  const counties = layout.counties.map(({ cell }, index): County => {
    const code = `9901${String(index + 1).padStart(2, '0')}`;
    const own = layout.towns.flatMap((town, label) => (town.county === index ? [{ ...town, label }] : []));
    const population = own.reduce((sum, { label }) => sum + people[label]!, 0);
    const county = make(
      `${code}000000`,
      countyNames[index]!,
      index < 2 ? kinds.district : kinds.county,
      city.id,
      population,
      cell,
    );
    const kindOf = townKinds(own, people);
    const nextVillage = villageNames(seed, index);
    const nextCommunity = communityNames(seed, index);
    const used = new Map<string, number>();
    const number = (stem: string, kind: keyof typeof firstCode) => {
      const count = used.get(stem + kind) ?? 0;
      used.set(stem + kind, count + 1);
      return stem + String(firstCode[kind] + count).padStart(3, '0');
    };
    const towns = own.map((each): Town => {
      const kind = kindOf(each.label);
      const root = roots.pop()!;
      const townCode = number(code, kind);
      const town = make(`${townCode}000`, root, kinds[kind], county.id, people[each.label]!, each.cell);
      const villages = (villagesOf.get(each.label) ?? []).map((village, at): Village => {
        const name = village.urban ? (at === 0 ? root : nextCommunity()) : nextVillage();
        const villageKind = village.urban ? 'community' : 'village';
        const place = make(
          number(townCode, villageKind),
          name,
          kinds[villageKind],
          town.id,
          village.people,
          village.cell,
        );
        return { ...place, cell: village.cell, urban: village.urban };
      });
      return { ...town, root, villages };
    });
    return { ...county, towns };
  });
  return { city, counties };
}

/** Built-up towns are subdistricts; of the others the smaller third are townships. */
function townKinds(
  towns: readonly { label: number; built: boolean }[],
  people: readonly number[],
): (label: number) => 'subdistrict' | 'town' | 'township' {
  const built = new Set(towns.filter((town) => town.built).map((town) => town.label));
  const others = towns
    .filter((town) => !town.built)
    .toSorted((a, b) => people[b.label]! - people[a.label]! || a.label - b.label);
  const large = new Set(others.slice(0, Math.ceil(0.65 * others.length)).map((town) => town.label));
  return (label) => (built.has(label) ? 'subdistrict' : large.has(label) ? 'town' : 'township');
}

/**
 * Which villages have no station of their own: mostly small ones with a near neighbour, which takes them in; some are
 * just far from everybody, and go to the centre of their town (null).
 */
function shareStations(terrain: Terrain, towns: readonly Town[], count: number): Map<string, string | null> {
  const candidates = towns.flatMap((town) => {
    const centre = town.villages[0]!;
    return town.villages
      .filter((village) => !village.urban)
      .map((village) => {
        const others = town.villages.filter((other) => other !== village);
        const nearest = others.reduce((best, other) =>
          distance(terrain, other.cell, village.cell) < distance(terrain, best.cell, village.cell) ? other : best,
        );
        return {
          village,
          nearest,
          gap: distance(terrain, nearest.cell, village.cell),
          away: distance(terrain, centre.cell, village.cell),
        };
      });
  });
  const sharing = new Map<string, string | null>();
  const far = Math.floor(count / 4);
  for (const { village } of candidates
    .toSorted((a, b) => b.away / b.village.population - a.away / a.village.population)
    .slice(0, far)) {
    sharing.set(village.id, null);
  }
  const hosts = new Set<string>();
  for (const { village, nearest } of candidates.toSorted(
    (a, b) => a.gap * a.village.population - b.gap * b.village.population,
  )) {
    if (sharing.size === count) break;
    if (sharing.has(village.id) || hosts.has(village.id) || sharing.has(nearest.id)) continue;
    sharing.set(village.id, nearest.id);
    hosts.add(nearest.id);
  }
  return sharing;
}
