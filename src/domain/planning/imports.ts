import type { CoordinateSystem, Place } from '../kernel/coordinates.ts';
import { type DatumFinding, datumOf, strayPlaces } from '../kernel/datum.ts';
import { choice, date, number, text } from '../organisation/cells.ts';
import { codeColumn } from '../organisation/import.divisions.ts';
import { neededPlaceColumns, readPlace } from '../organisation/import.shared.ts';
import { finish, type ImportResult, needed, optional, readRows, type TableRow } from '../organisation/table.ts';

/** Villages of the organisation, for finding which one a row means and where it is known to lie. */
export interface KnownVillage {
  id: string;
  code: string;
  name: string;
  urban: boolean;
  place: Place | null;
  /**
   * Who says where it lies: the register of divisions, or only its service point or the table brought in before. What these say may be
   * as wrong as the new table, so it is no reason to refuse one.
   */
  by?: 'register' | 'hearsay';
  people: number | null;
}

export interface ImportedVillage {
  id: string;
  code: string | null;
  name: string;
  lon: number;
  lat: number;
  given: { lon: number; lat: number; system: string };
  people: number;
  older: number | null;
  cases: number | null;
  urban: boolean;
  natural: number;
}

const side = choice({ urban: { 'zh-CN': '城区', en: 'town' }, rural: { 'zh-CN': '乡村', en: 'country' } });
/** How the statistics call the two (统计上划分城乡的规定: 城镇和乡村), and how people do. */
const alsoSaid: Readonly<Record<string, string>> = { 城镇: '城区', 农村: '乡村' };

export const villageColumns = {
  code: optional({
    ...codeColumn,
    header: { 'zh-CN': '村代码', en: 'Village code' },
    also: [
      '村编码',
      '区划代码',
      '行政区划代码',
      '村区划代码',
      '村居代码',
      '社区代码',
      '村社区代码',
      '行政村代码',
      'village',
      'code',
    ],
    note: {
      'zh-CN': '这一行属于哪个行政村或社区，12位；不写的，按区划边界看在哪个县、哪个镇。',
      en: 'The 12-digit code of the village it belongs to; without one, the boundaries say in which county and town it lies.',
    },
  }),
  name: needed({
    header: { 'zh-CN': '名称', en: 'Name' },
    also: [
      '村名',
      '村名称',
      '村居',
      '村居名称',
      '村社区',
      '社区名称',
      '村社区名称',
      '行政村',
      '行政村名称',
      '自然村',
      '自然村名称',
      '小组',
      '村民小组',
      '居民点',
      '点名',
      '网格名称',
      'name',
    ],
    note: { 'zh-CN': '村、自然村或人口网格的名字。', en: 'Name of the village, hamlet or cell.' },
    example: '柳树湾',
    read: text(60),
  }),
  ...neededPlaceColumns,
  people: needed({
    header: { 'zh-CN': '人口', en: 'People' },
    also: [
      '常住人口',
      '户籍人口',
      '总人口',
      '人口数',
      '人口总数',
      '总人数',
      '常住人口数',
      '户籍人口数',
      '人数',
      'population',
      'pop',
    ],
    note: { 'zh-CN': '常住人口。', en: 'People who live there.' },
    example: '320',
    read: number(0, 5_000_000),
  }),
  men: optional({
    header: { 'zh-CN': '男', en: 'Men' },
    also: ['男性', '男性人口'],
    note: { 'zh-CN': '填了男、女，就会核对加起来是不是总数。', en: 'If men and women are given they must add up.' },
    example: '',
    read: number(0, 5_000_000),
  }),
  women: optional({
    header: { 'zh-CN': '女', en: 'Women' },
    also: ['女性', '女性人口'],
    note: { 'zh-CN': '同上。', en: 'As above.' },
    example: '',
    read: number(0, 5_000_000),
  }),
  older: optional({
    header: { 'zh-CN': '60岁以上', en: '60 and older' },
    also: ['老年人口', '60岁及以上', '60岁以上人口', '60岁及以上人口', '60周岁以上', '60周岁及以上'],
    note: { 'zh-CN': '不知道就不填。', en: 'Leave empty when unknown.' },
    example: '96',
    read: number(0, 5_000_000),
  }),
  cases: optional({
    header: { 'zh-CN': '年办件量', en: 'Cases a year' },
    also: ['办件量', '年办理量', '年业务量', '业务量'],
    note: {
      'zh-CN': '这里的人一年办多少件；不知道就不填。',
      en: 'How many cases the people here bring in a year; leave empty when unknown.',
    },
    example: '110',
    read: number(0, 5_000_000),
  }),
  side: optional({
    header: { 'zh-CN': '城乡', en: 'Town or country' },
    also: ['城乡分类', '城乡类型', '城乡类别', '类型', '城镇或乡村'],
    note: {
      'zh-CN': '城区按10分钟算，乡村按30分钟算；不填就按村代码看是社区还是村。',
      en: 'Which limit holds; empty: by the code, community or village.',
    },
    example: '乡村',
    read: (cell) => side(alsoSaid[cell] ?? cell),
  }),
  natural: optional({
    header: { 'zh-CN': '自然村数', en: 'Natural villages' },
    also: ['自然村个数', '自然村数量'],
    note: { 'zh-CN': '这一行代表几个自然村；不知道就不填。', en: 'How many hamlets the row stands for.' },
    example: '1',
    read: number(0, 500),
  }),
};

/** A centre farther than this from where its village is known is another place, or a wrong digit. */
const farFromVillage = 30_000;
const namesTold = 5;
/** The first few of many names, for a line of a report. */
export const firstOf = (names: readonly string[]): string =>
  names.slice(0, namesTold).join('、') + (names.length > namesTold ? ' …' : '');
/** Rows of one village that come to more or less than its known count by this share are told. */
const mayDiffer = 0.2;

interface Pair {
  given: Place;
  known: Place;
}

export interface VillageImport extends ImportResult<ImportedVillage> {
  datum: DatumFinding | null;
}

/**
 * Villages and population cells from a table. Impossible coordinates are named row by row; a wrong datum, which puts every row off by
 * the same stretch, is one mistake and said once.
 * @param system the datum said of the whole file; a row's own column goes before it
 */
export function importVillages(
  table: readonly TableRow[],
  known: { byCode: ReadonlyMap<string, KnownVillage>; system: CoordinateSystem },
): VillageImport {
  const reading = readRows(villageColumns, table);
  const { report, named } = reading;
  const ready: ImportedVillage[] = [];
  const pairs = { register: [] as Pair[], hearsay: [] as Pair[] };
  const spots = new Map<string, { name: string; line: number }[]>();
  const placed: { place: Place; known: Place; line: number; name: string }[] = [];
  const seen = new Map<string, number>();
  const sums = new Map<string, { people: number; line: number }>();
  for (const { line, row } of reading.rows) {
    const located = readPlace({ ...row, system: row.system ?? known.system }, line, named, report);
    const village = row.code === null ? undefined : known.byCode.get(row.code);
    if (row.code !== null && !village) report.error(line, named('code'), 'division.unknown', { code: row.code });
    if (row.men !== null && row.women !== null && row.men + row.women !== row.people) {
      const sum = row.men + row.women;
      report.error(line, named('people'), 'people.sum', { people: row.people, sum });
    }
    if (row.older !== null && row.older > row.people)
      report.error(line, named('older'), 'people.more-older', { people: row.people, older: row.older });
    const id = `${row.code ?? '-'}/${row.name}`;
    const earlier = seen.get(id);
    if (earlier !== undefined) report.error(line, named('name'), 'village.twice', { name: row.name, line: earlier });
    seen.set(id, line);
    if (village?.place && located) {
      const by = village.by ?? 'register';
      if (located.given.system === known.system) pairs[by].push({ given: located.given, known: village.place });
      if (by === 'register') placed.push({ place: located.place, known: village.place, line, name: row.name });
    }
    if (located) {
      const spot = `${round(located.place.lon)} ${round(located.place.lat)}`;
      spots.set(spot, [...(spots.get(spot) ?? []), { name: row.name, line }]);
    }
    if (row.code !== null) {
      const sum = sums.get(row.code);
      sums.set(row.code, { people: (sum?.people ?? 0) + row.people, line: sum?.line ?? line });
    }
    if (!located) continue;
    ready.push({
      id,
      code: row.code,
      name: row.name,
      lon: round(located.place.lon),
      lat: round(located.place.lat),
      given: located.given,
      people: Math.round(row.people),
      older: row.older,
      cases: row.cases,
      urban: row.side === null ? (village?.urban ?? false) : row.side === 'urban',
      natural: row.natural ?? 0,
    });
  }
  const surely = datumOf(known.system, pairs.register);
  const datum = surely ?? datumOf(known.system, pairs.hearsay) ?? null;
  if (datum) {
    const tell = surely ? report.error : report.notice;
    tell(reading.rows[0]?.line ?? 1, named('lon'), datum.likely === 'unknown' ? 'place.off' : 'place.datum', {
      said: datum.said,
      likely: datum.likely,
      metres: datum.metres,
      bearing: datum.bearing,
    });
  }
  for (const { line, metres } of strayPlaces(placed, farFromVillage))
    report.error(line, named('lon'), 'place.far', { km: Math.round(metres / 1000) });
  // Places within a metre are one that was copied, or a centre that was filled in for want of a better place.
  for (const rows of spots.values()) {
    const names = [...new Set(rows.map(({ name }) => name))];
    if (names.length > 1)
      report.notice(rows[0]!.line, named('lon'), 'place.same', {
        count: names.length,
        names: firstOf(names),
      });
  }
  for (const [code, { people, line }] of sums) {
    const census = known.byCode.get(code)?.people ?? null;
    if (census !== null && census > 0 && Math.abs(people - census) > mayDiffer * census)
      report.notice(line, named('people'), 'people.division', { code, people: Math.round(people), known: census });
  }
  return { ...finish(reading, ready, 0), datum };
}

/** A metre. */
const round = (degrees: number): number => Math.round(degrees * 1e5) / 1e5;

export const premisesColumns = {
  name: villageColumns.name,
  kind: needed({
    header: { 'zh-CN': '类型', en: 'Kind' },
    also: ['用途', '房屋类型'],
    note: {
      'zh-CN': '党群服务中心、学校、卫生室、规划社区用房等。',
      en: 'Party and community centre, school, clinic, planned …',
    },
    example: '党群服务中心',
    read: text(40),
  }),
  ...neededPlaceColumns,
  area: optional({
    header: { 'zh-CN': '面积', en: 'Area' },
    also: ['建筑面积', '面积㎡', '平方米'],
    note: { 'zh-CN': '平方米。', en: 'Square metres.' },
    example: '260',
    read: number(0, 1_000_000),
  }),
  from: optional({
    header: { 'zh-CN': '可用日期', en: 'Available from' },
    also: ['交付日期', '建成日期'],
    note: { 'zh-CN': '规划中的房子什么时候能用；现在就能用的不填。', en: 'For planned premises; empty: now.' },
    example: '',
    read: date,
  }),
};

export interface ImportedPremises {
  id: string;
  name: string;
  kind: string;
  lon: number;
  lat: number;
  area: number | null;
  from: string | null;
}

export function importPremises(table: readonly TableRow[], system: CoordinateSystem): ImportResult<ImportedPremises> {
  const reading = readRows(premisesColumns, table);
  const { report, named } = reading;
  const seen = new Map<string, number>();
  const ready: ImportedPremises[] = [];
  for (const { line, row } of reading.rows) {
    const located = readPlace({ ...row, system: row.system ?? system }, line, named, report);
    const earlier = seen.get(row.name);
    if (earlier !== undefined) report.error(line, named('name'), 'village.twice', { name: row.name, line: earlier });
    seen.set(row.name, line);
    if (!located) continue;
    const { name, kind, area, from } = row;
    ready.push({ id: name, name, kind, lon: round(located.place.lon), lat: round(located.place.lat), area, from });
  }
  return finish(reading, ready, 0);
}

export const projectionColumns = {
  code: needed({ ...villageColumns.code, example: '990101100201' }),
  year: needed({
    header: { 'zh-CN': '年份', en: 'Year' },
    also: ['年度'],
    note: { 'zh-CN': '预测到哪一年。', en: 'Projected for which year.' },
    example: '2035',
    read: number(2000, 2100),
  }),
  people: villageColumns.people,
  cases: villageColumns.cases,
};

export interface ImportedProjection {
  code: string;
  year: number;
  people: number;
  cases: number | null;
}

export function importProjections(
  table: readonly TableRow[],
  known: ReadonlyMap<string, KnownVillage>,
): ImportResult<ImportedProjection> {
  const reading = readRows(projectionColumns, table);
  const { report, named } = reading;
  const seen = new Map<string, number>();
  const ready: ImportedProjection[] = [];
  for (const { line, row } of reading.rows) {
    if (!known.has(row.code)) report.error(line, named('code'), 'division.unknown', { code: row.code });
    const key = `${row.code} ${row.year}`;
    const earlier = seen.get(key);
    if (earlier !== undefined) report.error(line, named('year'), 'village.twice', { name: key, line: earlier });
    seen.set(key, line);
    ready.push({ code: row.code, year: row.year, people: Math.round(row.people), cases: row.cases });
  }
  return finish(reading, ready, 0);
}
