import { hash, pick, unit } from './random.ts';
import type { DemoPrefecture } from './schema.ts';
import { apportion } from './villages.ts';

/** A natural village (自然村) or a quarter of a town: where people live, as against where the village has its office. */
export interface Hamlet {
  /** Of the village that it belongs to. */
  villageId: string;
  /** 12 digits, of that village. */
  code: string;
  name: string;
  lon: number;
  lat: number;
  people: number;
  urban: boolean;
  /** The one in which the village has its office. */
  middle: boolean;
}

/** People of a natural village in the hills of the south-west, about; a quarter of a town holds more. */
const peopleEach = { rural: 420, urban: 1600 };
const mostEach = 5;
/** Metres: as far as a natural village lies from its village's office, and from the road. */
const reach = { rural: 3500, urban: 900 };
const offRoad = 260;

const surnames = [...'李王张刘陈杨赵黄周吴徐孙胡朱高林何郭罗宋郑谢韩唐冯董程曹袁邓许傅沈曾彭'];
const grounds = ['家湾', '家坝', '家坪', '家沟', '家院', '家坡', '家桥', '家塘', '家岭', '家坳'];
const quarters = ['前街', '后街', '东苑', '西苑', '南园', '北园', '新居', '老街'];

const metresPerDegree = 111_195;

/**
 * Where the people of each village live, spread over its ground along the roads; at most `most` of them in the whole prefecture
 * (the count that location planning is measured at). The people of a village add up to its population.
 */
export function hamletsOf({ seed, divisions, map }: DemoPrefecture, most = 10_000): Hamlet[] {
  const villages = divisions.filter(({ level, validTo }) => level === 'village' && validTo === null);
  const shrink = Math.cos(((map.bounds[1] + map.bounds[3]) / 2) * (Math.PI / 180));
  const plane = (lon: number, lat: number) => [lon * metresPerDegree * shrink, lat * metresPerDegree] as const;
  const offices = villages.map(({ lon, lat }) => plane(lon, lat));
  const cell = 2 * reach.rural;
  const cellOf = (x: number, y: number) => `${Math.floor(x / cell)},${Math.floor(y / cell)}`;
  const byCell = Map.groupBy(offices.keys(), (at) => cellOf(...offices[at]!));

  /** The village whose office is nearest, within reach. */
  const nearest = (x: number, y: number): [village: number, metres: number] | undefined => {
    let found: [number, number] | undefined;
    for (let dx = -1; dx <= 1; dx++)
      for (let dy = -1; dy <= 1; dy++)
        for (const at of byCell.get(cellOf(x + dx * cell, y + dy * cell)) ?? []) {
          const metres = Math.hypot(offices[at]![0] - x, offices[at]![1] - y);
          if (metres <= reach.rural && (!found || metres < found[1])) found = [at, metres];
        }
    return found;
  };

  // Places along the roads, every 300 m or so, each on the ground of its nearest village.
  const along = villages.map((): { lon: number; lat: number; metres: number }[] => []);
  for (const { line } of map.roads.edges)
    for (let at = 1; at < line.length; at++) {
      const [[lon1, lat1], [lon2, lat2]] = [line[at - 1]!, line[at]!];
      const [x1, y1] = plane(lon1, lat1);
      const [x2, y2] = plane(lon2, lat2);
      const steps = Math.max(1, Math.round(Math.hypot(x2 - x1, y2 - y1) / 300));
      for (let step = 0; step < steps; step++) {
        const share = step / steps;
        const [lon, lat] = [lon1 + (lon2 - lon1) * share, lat1 + (lat2 - lat1) * share];
        const [village, metres] = nearest(...plane(lon, lat)) ?? [];
        if (village !== undefined && metres! > 200) along[village]!.push({ lon, lat, metres: metres! });
      }
    }

  const isUrban = (code: string) => Number(code.slice(9)) < 200;
  const wanted = villages.map(({ code, population }) => {
    const each = peopleEach[isUrban(code) ? 'urban' : 'rural'];
    return Math.max(0, Math.min(mostEach, Math.round(population / each)) - 1);
  });
  const room = Math.max(0, most - villages.length);
  const all = wanted.reduce((sum, one) => sum + one, 0);
  const counts = all <= room ? wanted : wanted.map((one) => Math.floor((one * room) / all));

  return villages.flatMap(({ id, code, name, lon, lat, population }, village) => {
    const urban = isUrban(code);
    const far = urban ? reach.urban : reach.rural;
    const candidates = along[village]!.filter(({ metres }) => metres <= far).toSorted(
      (a, b) => order(seed, village, a) - order(seed, village, b),
    );
    const chosen: { lon: number; lat: number }[] = [];
    for (const one of candidates) {
      if (chosen.length === counts[village]) break;
      const [x, y] = plane(one.lon, one.lat);
      const apart = chosen.every((other) => {
        const [ox, oy] = plane(other.lon, other.lat);
        return Math.hypot(x - ox, y - oy) > 350;
      });
      if (apart) chosen.push(one);
    }
    const weights = [1.4, ...chosen.map((_, n) => 0.4 + unit(seed, village, n, 71))];
    const people = apportion(population, weights, 0);
    const used = new Set<string>();
    const called = (n: number): string => {
      for (let c = 0; ; c++) {
        const made = urban
          ? pick(quarters, seed, village, n, 80 + c)
          : pick(surnames, seed, village, n, 80 + c) + pick(grounds, seed, village, n, 180 + c);
        if (used.has(made) && c < 40) continue;
        used.add(made);
        return c < 40 ? made : `${made}${n}`;
      }
    };
    const away = (n: number, stream: number) => (2 * unit(seed, village, n, stream) - 1) * offRoad;
    return [
      { villageId: id, code, name, lon, lat, people: people[0]!, urban, middle: true },
      ...chosen.map((spot, n) => ({
        villageId: id,
        code,
        name: `${name}${called(n)}`,
        lon: rounded(spot.lon + away(n, 72) / (metresPerDegree * shrink)),
        lat: rounded(spot.lat + away(n, 73) / metresPerDegree),
        people: people[n + 1]!,
        urban,
        middle: false,
      })),
    ];
  });
}

/** An order of places that hangs on the seed and the place alone. */
const order = (seed: number, village: number, { lon, lat }: { lon: number; lat: number }): number =>
  hash(seed, village, Math.round(lon * 1e5), Math.round(lat * 1e5));

/** To about a metre, as surveyed coordinates are given. */
const rounded = (degrees: number): number => Math.round(degrees * 1e5) / 1e5;
