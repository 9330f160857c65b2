import type { CoordinateSystem, Place } from '../../kernel/coordinates.ts';
import { type Complaint, complaint, degrees, number, text } from '../../organisation/cells.ts';
import { neededPlaceColumns, readPlace } from '../../organisation/import.shared.ts';
import { finish, type ImportResult, needed, optional, readRows, type TableRow } from '../../organisation/table.ts';
import type { BusLine } from './bus.ts';
import type { Ferry } from './ferries.ts';

const clock = /^(\d{1,2})[:：](\d{2})$/;

function minutesOf(value: string): number | undefined {
  const [, hours, minutes] = clock.exec(value.trim()) ?? [];
  if (hours === undefined || Number(hours) > 27 || Number(minutes) > 59) return undefined;
  return 60 * Number(hours) + Number(minutes);
}

/** `7:00；12:30` or `7:00-18:00/30`, in any number and mixture, as minutes after midnight. */
function departures(cell: string): number[] | Complaint {
  const found = new Set<number>();
  for (const part of cell.split(/[;；,，、\s]+/).filter((each) => each !== '')) {
    const [times = '', every] = part.split('/');
    const [first, last] = times.split(/[-–—~～至]/).map(minutesOf);
    const step = every === undefined ? undefined : Number(every);
    const single = first !== undefined && !/[-–—~～至]/.test(times) && every === undefined;
    const series = first !== undefined && last !== undefined && last >= first && step !== undefined && step >= 1;
    if (single) found.add(first);
    else if (series) for (let at = first; at <= last; at += step) found.add(at);
    else return complaint('bus.departures', { value: part });
  }
  return [...found].sort((a, b) => a - b);
}

export const busColumns = {
  line: needed({
    header: { 'zh-CN': '线路', en: 'Line' },
    also: ['线路名称', '公交线路'],
    note: { 'zh-CN': '去和回是两条，如“101路去程”“101路回程”。', en: 'There and back are two lines.' },
    example: '101路去程',
    read: text(60),
  }),
  stop: needed({
    header: { 'zh-CN': '站点', en: 'Stop' },
    also: ['站名', '停靠站'],
    note: { 'zh-CN': '一行一站，按停靠的先后写。', en: 'One row for each, in the order of calling.' },
    example: '柳树湾',
    read: text(60),
  }),
  ...neededPlaceColumns,
  minutes: needed({
    header: { 'zh-CN': '行驶分钟', en: 'Minutes' },
    also: ['行驶时间', '累计分钟'],
    note: {
      'zh-CN': '从起点站开到这一站要多少分钟；起点站写0。',
      en: 'From the first stop to this one; 0 at the first.',
    },
    example: '0',
    read: number(0, 600),
  }),
  departures: optional({
    header: { 'zh-CN': '发车时间', en: 'Departures' },
    also: ['发车', '班次', '发车间隔', '首末班'],
    note: {
      'zh-CN': '写在起点站那一行：几点发车，如“7:00；12:30”，或者首班-末班/间隔分钟，如“7:00-18:00/30”。',
      en: 'In the row of the first stop: times such as 7:00; 12:30, or first-last/interval such as 7:00-18:00/30.',
    },
    example: '7:00-18:00/30',
    read: departures,
  }),
};

/** A bus timetable: one row per stop; the rows of a line stand in the order of calling. */
export function importBus(table: readonly TableRow[], system: CoordinateSystem): ImportResult<BusLine> {
  const reading = readRows(busColumns, table);
  const { report, named } = reading;
  const lines = new Map<string, BusLine & { row: number }>();
  // Of a line with a row that was not understood nothing more is said.
  const doubtful = new Set<unknown>(reading.faulty.map(({ row }) => row.line));
  for (const { line: number, row } of reading.rows) {
    const located = readPlace({ ...row, system: row.system ?? system }, number, named, report);
    if (!located) doubtful.add(row.line);
    const line = lines.get(row.line) ?? { line: row.line, stops: [], departures: [], row: number };
    lines.set(row.line, line);
    const before = line.stops.at(-1);
    if (!doubtful.has(row.line) && (before ? row.minutes < before.minutes : row.minutes !== 0))
      report.error(number, named('minutes'), 'bus.order', { line: row.line });
    if (located) line.stops.push({ name: row.stop, ...placeOf(located.place), minutes: row.minutes });
    line.departures.push(...(row.departures ?? []));
  }
  for (const { line, stops, departures: leaves, row } of lines.values())
    if (!doubtful.has(line) && (stops.length < 2 || leaves.length === 0))
      report.error(row, named('departures'), 'bus.incomplete', { line });
  const ready = [...lines.values()].map(({ line, stops, departures: leaves }) => ({ line, stops, departures: leaves }));
  return finish(reading, ready, 0);
}

const placeOf = ({ lon, lat }: Place): Place => ({
  lon: Math.round(lon * 1e6) / 1e6,
  lat: Math.round(lat * 1e6) / 1e6,
});

export const ferryColumns = {
  name: needed({
    header: { 'zh-CN': '渡口', en: 'Ferry' },
    also: ['渡口名称', '名称', '航线'],
    note: { 'zh-CN': '渡口或航线的名字。', en: 'Name of the crossing.' },
    example: '白沙渡',
    read: text(60),
  }),
  ...neededPlaceColumns,
  farLon: needed({
    header: { 'zh-CN': '对岸经度', en: 'Far longitude' },
    also: ['对岸lon', '对岸东经'],
    note: { 'zh-CN': '对岸码头。', en: 'Of the landing on the other side.' },
    example: '104.51834',
    read: degrees(-180, 180),
  }),
  farLat: needed({
    header: { 'zh-CN': '对岸纬度', en: 'Far latitude' },
    also: ['对岸lat', '对岸北纬'],
    note: { 'zh-CN': '对岸码头。', en: 'Of the landing on the other side.' },
    example: '29.12345',
    read: degrees(-180, 180),
  }),
  minutes: needed({
    header: { 'zh-CN': '过渡分钟', en: 'Minutes' },
    also: ['航行分钟', '行驶分钟'],
    note: { 'zh-CN': '船开过去要多少分钟。', en: 'How long the boat takes.' },
    example: '6',
    read: number(0.5, 600),
  }),
  wait: needed({
    header: { 'zh-CN': '等候分钟', en: 'Waiting' },
    also: ['候船分钟', '等船分钟'],
    note: { 'zh-CN': '平常要等多少分钟。', en: 'How long one usually waits.' },
    example: '10',
    read: number(0, 600),
  }),
  cars: optional({
    header: { 'zh-CN': '能过汽车', en: 'Cars' },
    also: ['汽车', '车渡'],
    note: { 'zh-CN': '能过汽车的写“是”。', en: 'Yes, if it takes cars.' },
    example: '否',
    read: (cell: string): boolean | Complaint =>
      /^(是|能|yes|y|1)$/i.test(cell)
        ? true
        : /^(否|不能|no|n|0)$/i.test(cell)
          ? false
          : complaint('cell.choice', { value: cell, choices: '是、否 / yes, no' }),
  }),
};

/** Ferries that no map has: one row per crossing, both ways. */
export function importFerries(table: readonly TableRow[], system: CoordinateSystem): ImportResult<Ferry> {
  const reading = readRows(ferryColumns, table);
  const { report, named } = reading;
  const ready: Ferry[] = [];
  const seen = new Map<string, number>();
  for (const { line, row } of reading.rows) {
    const earlier = seen.get(row.name);
    if (earlier !== undefined) report.error(line, named('name'), 'village.twice', { name: row.name, line: earlier });
    seen.set(row.name, line);
    const given = row.system ?? system;
    const near = readPlace({ lon: row.lon, lat: row.lat, system: given }, line, named, report);
    const farNamed = (key: 'lon' | 'lat') => named(key === 'lon' ? 'farLon' : 'farLat');
    const far = readPlace({ lon: row.farLon, lat: row.farLat, system: given }, line, farNamed, report);
    if (!near || !far) continue;
    const { name, minutes, wait, cars } = row;
    ready.push({ name, from: placeOf(near.place), to: placeOf(far.place), minutes, wait, cars: cars ?? false });
  }
  return finish(reading, ready, 0);
}
