import { parsePhone } from '#domain/identity/phone.ts';
import type { Place } from '#domain/kernel/coordinates.ts';
import { datumOf } from '#domain/kernel/datum.ts';
import type { Text } from '#domain/kernel/text.ts';
import { type Complaint, choice, complaint, date, list, text } from '#domain/organisation/cells.ts';
import type { Level } from '#domain/organisation/divisions.ts';
import { codeColumn } from '#domain/organisation/import.divisions.ts';
import {
  aliasColumn,
  fromColumn,
  type GivenPlace,
  placeColumns,
  readPlace,
} from '#domain/organisation/import.shared.ts';
import { findNamed, type KnownUnit } from '#domain/organisation/import.units.ts';
import { finish, type ImportResult, needed, optional, readRows, type TableRow } from '#domain/organisation/table.ts';
import { type DayHours, parseWeek } from './hours.ts';

const classNames: Record<'I' | 'II' | 'III', Text> = {
  I: { 'zh-CN': '一类', en: 'class I' },
  II: { 'zh-CN': '二类', en: 'class II' },
  III: { 'zh-CN': '三类', en: 'class III' },
};

/** 大厅:120；档案室:20 — a room and its square metres; the use is the room's name until somebody says otherwise. */
function readRooms(cell: string): { name: string; use: string; area: number | null }[] | Complaint {
  const rooms = list(cell).map((part) => {
    const match = /^(.+?)\s*[:：]?\s*(?:(\d+(?:\.\d+)?)\s*(?:㎡|m²|m2|平方米|平米|平)?)?$/u.exec(part);
    const name = match?.[1]?.trim() ?? '';
    return { name, use: name, area: match?.[2] === undefined ? null : Number(match[2]) };
  });
  const wrong = rooms.find(({ name, area }) => name === '' || /^\d/.test(name) || area === 0);
  return wrong ? complaint('site.room', { value: cell }) : rooms;
}

/** 1号综合窗口；2号社保窗口(社会保险、就业) — without brackets a counter serves everything. */
const readCounters = (cell: string): { name: string; functions: string[] }[] =>
  list(cell.replace(/[(（]([^()（）]*)[)）]/g, (_, inside: string) => `(${list(inside).join('+')})`)).map((part) => {
    const match = /^(.*?)\s*(?:\(([^)]*)\))?$/.exec(part);
    return { name: match?.[1] ?? part, functions: match?.[2] ? match[2].split('+') : ['general'] };
  });

const siteColumns = {
  unit: needed({
    header: { 'zh-CN': '所属机构', en: 'Unit' },
    also: ['机构', '机构名称', '主管机构'],
    note: { 'zh-CN': '机构全称，要先导入机构。', en: 'Full name of the unit; import units first.' },
    example: '示例镇便民服务中心',
    read: text(80),
  }),
  name: needed({
    header: { 'zh-CN': '点位名称', en: 'Site' },
    also: ['点位', '站点', '名称', '站点名称', '网点名称', '服务点名称', 'name'],
    note: { 'zh-CN': '门口牌子上的名称，全市不重名。', en: 'As on the sign at the door; unique in the city.' },
    example: '示例镇便民服务大厅',
    read: text(80),
  }),
  address: needed({
    header: { 'zh-CN': '地址', en: 'Address' },
    also: ['详细地址', '办公地址'],
    note: { 'zh-CN': '到街道门牌，村里写到组。', en: 'Down to the house number or the village group.' },
    example: '示例镇正街1号',
    read: text(120),
  }),
  telephone: optional({
    header: { 'zh-CN': '电话', en: 'Telephone' },
    also: ['联系电话', '服务电话', '咨询电话'],
    digits: true,
    note: { 'zh-CN': '座机带区号，分机写“转”。', en: 'A landline with its area code.' },
    example: '0980-5550100',
    read: (cell: string): string | Complaint => {
      const phone = parsePhone(cell);
      return phone.ok ? phone.value.number : complaint('site.telephone', { value: cell });
    },
  }),
  ...placeColumns,
  hours: optional({
    header: { 'zh-CN': '开放时间', en: 'Opening hours' },
    also: ['办公时间', '工作时间', '服务时间', '对外服务时间'],
    note: {
      'zh-CN': '例：周一至周五 9:00-12:00，13:30-17:30；周六 9:00-12:00',
      en: 'Such as: Mon-Fri 9:00-12:00, 13:30-17:30; Sat 9:00-12:00',
    },
    example: '周一至周五 9:00-12:00, 13:30-17:30',
    read: (cell: string): DayHours[] | Complaint => parseWeek(cell) ?? complaint('site.hours', { value: cell }),
  }),
  counters: optional({
    header: { 'zh-CN': '窗口', en: 'Counters' },
    also: ['窗口设置', '服务窗口'],
    note: {
      'zh-CN': '用分号隔开；专办的业务写在括号里：2号窗口(社会保险、就业)。',
      en: 'Separated by semicolons; what a counter serves in brackets.',
    },
    example: '1号综合窗口',
    read: readCounters,
  }),
  rooms: optional({
    header: { 'zh-CN': '功能区', en: 'Rooms' },
    also: ['房间', '功能分区', '场地'],
    note: {
      'zh-CN': '名称和平方米，用分号隔开：接待大厅:120；档案室:20',
      en: 'Name and square metres, separated by semicolons: Hall:120; Archive:20',
    },
    example: '接待大厅:120',
    read: readRooms,
  }),
  class: optional({
    header: { 'zh-CN': '等级', en: 'Class' },
    also: ['类别', '建设等级', '分类'],
    note: { 'zh-CN': '一类、二类、三类。', en: 'Class I, II or III.' },
    example: '二类',
    choices: Object.values(classNames),
    read: choice(classNames),
  }),
  aliases: optional(aliasColumn),
  validFrom: optional(fromColumn),
};

export interface ImportedSite {
  unitId: string;
  level: Level;
  name: string;
  aliases: string[];
  address: string;
  telephone: string | null;
  place: Place | null;
  /** What the table said, before a conversion. */
  given: GivenPlace | null;
  weekly: DayHours[];
  counters: { name: string; functions: string[] }[];
  rooms: { name: string; use: string; area: number | null }[];
  class: 'I' | 'II' | 'III' | null;
  validFrom: string | null;
}

/**
 * Sites from a table. Every name must be new.
 * @param known of each unit, `place` is where its village or town is known to lie: a station stands near it, so that all stations off
 *   alike tell of another datum
 */
export function importSites(
  table: readonly TableRow[],
  known: {
    units: readonly (KnownUnit & { level: Level; place?: Place | null })[];
    siteNames: ReadonlySet<string>;
  },
): ImportResult<ImportedSite> {
  const reading = readRows(siteColumns, table);
  const { report, named } = reading;
  const lines = new Map<string, number>();
  const ready: ImportedSite[] = [];
  const stations: { given: Place; known: Place; line: number }[] = [];
  for (const { line, row } of reading.rows) {
    const earlier = lines.get(row.name);
    if (earlier !== undefined) report.error(line, named('name'), 'site.twice', { name: row.name, line: earlier });
    else if (known.siteNames.has(row.name)) report.error(line, named('name'), 'site.exists', { name: row.name });
    lines.set(row.name, line);
    const located = readPlace(row, line, named, report);
    const unit = findNamed(known.units, row.unit);
    if (!unit) report.error(line, named('unit'), 'unit.unknown', { name: row.unit });
    else if ('complaint' in unit) report.error(line, named('unit'), unit.complaint, unit.params);
    else {
      if (located?.given.system === 'WGS84' && unit.place)
        stations.push({ given: located.given, known: unit.place, line });
      ready.push({
        unitId: unit.id,
        level: unit.level,
        name: row.name,
        aliases: row.aliases ?? [],
        address: row.address,
        telephone: row.telephone,
        place: located?.place ?? null,
        given: located?.given ?? null,
        weekly: row.hours ?? [[], [], [], [], [], [], []],
        counters: row.counters ?? [],
        rooms: row.rooms ?? [],
        class: row.class,
        validFrom: row.validFrom,
      });
    }
  }
  const datum = datumOf('WGS84', stations);
  if (datum) {
    const { said, likely, metres, bearing } = datum;
    const code = likely === 'unknown' ? 'place.off' : 'place.datum';
    // A station stands near the middle of its village, not on it: told, and left to whoever knows.
    report.notice(stations[0]!.line, named('lon'), code, { said, likely, metres, bearing });
  }
  return finish(reading, ready, 0);
}

const siteVillageColumns = {
  site: needed({
    ...siteColumns.name,
    example: '示例镇便民服务大厅',
  }),
  village: needed({
    ...codeColumn,
    header: { 'zh-CN': '村代码', en: 'Village code' },
    also: ['村区划代码', '社区代码', '服务村代码', '区划代码'],
  }),
  validFrom: optional(fromColumn),
  validTo: optional({
    header: { 'zh-CN': '截止日期', en: 'Valid to' },
    also: ['结束日期', '停止日期'],
    note: {
      'zh-CN': '从这一天起不再服务；一直服务就不填。',
      en: 'The first day without service; empty while it goes on.',
    },
    example: '',
    read: date,
  }),
};

export interface ImportedSiteVillage {
  siteId: string;
  villageId: string;
  validFrom: string | null;
  validTo: string | null;
}

/** Which sites serve which villages, from a table. A pair may come back later, but not twice at the same time. */
export function importSiteVillages(
  table: readonly TableRow[],
  known: {
    sites: readonly { id: string; name: string; aliases: readonly string[] }[];
    villages: ReadonlyMap<string, { id: string; level: Level }>;
    links: readonly ImportedSiteVillage[];
  },
): ImportResult<ImportedSiteVillage> {
  const reading = readRows(siteVillageColumns, table);
  const { report, named } = reading;
  const pairs = Map.groupBy(known.links, (link) => `${link.siteId} ${link.villageId}`);
  const ready: ImportedSiteVillage[] = [];
  for (const { line, row } of reading.rows) {
    const site = findNamed(known.sites, row.site);
    const village = known.villages.get(row.village);
    if (!site) report.error(line, named('site'), 'site.unknown', { name: row.site });
    else if ('complaint' in site) report.error(line, named('site'), 'site.ambiguous', site.params);
    if (!village) report.error(line, named('village'), 'division.unknown', { code: row.village });
    else if (village.level !== 'village')
      report.error(line, named('village'), 'division.not-village', { code: row.village });
    const { validFrom, validTo } = row;
    if (validTo !== null && validFrom !== null && validTo <= validFrom) {
      report.error(line, named('validTo'), 'cell.dates-backwards', { from: validFrom, to: validTo });
    }
    if (!site || 'complaint' in site || !village) continue;
    const link = { siteId: site.id, villageId: village.id, validFrom, validTo };
    const key = `${site.id} ${village.id}`;
    const others = pairs.get(key) ?? [];
    if (others.some((other) => overlap(other, link)))
      report.error(line, named('village'), 'link.overlap', { name: row.site, code: row.village });
    pairs.set(key, [...others, link]);
    ready.push(link);
  }
  return finish(reading, ready, 0);
}

/** An unwritten start is the day of the import, which is after every stored start: it counts as the latest. */
const overlap = (a: ImportedSiteVillage, b: ImportedSiteVillage): boolean => {
  const last = '9999-12-31';
  const before = (end: string | null, start: string | null) => end !== null && end <= (start ?? last);
  return !before(a.validTo, b.validFrom) && !before(b.validTo, a.validFrom);
};
