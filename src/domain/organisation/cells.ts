import { fromEpochDay, isLocalDate } from '#domain/kernel/dates.ts';
import type { ProblemParams } from '#domain/kernel/problem.ts';
import type { Text } from '#domain/kernel/text.ts';

/** Everything that an import can report. The text is the key of the same name in locales/<language>/import.json. */
export const importCodes = [
  'header.none',
  'header.missing',
  'header.twice',
  'header.unknown',
  'table.empty',
  'row.long',
  'row.example',
  'row.total',
  'cell.missing',
  'cell.error',
  'cell.garbled',
  'cell.scientific',
  'cell.long',
  'cell.control',
  'cell.date',
  'cell.date-serial',
  'cell.number',
  'cell.degrees',
  'cell.metres',
  'cell.range',
  'cell.choice',
  'cell.dates-backwards',
  'code.digits',
  'code.shape',
  'division.twice',
  'division.exists',
  'division.level',
  'division.parent',
  'division.parent-level',
  'division.top',
  'division.unknown',
  'division.same-name',
  'division.not-village',
  'unit.twice',
  'unit.exists',
  'unit.unknown',
  'unit.ambiguous',
  'unit.circle',
  'department.unknown',
  'account.login',
  'account.exists',
  'account.differs',
  'account.mobile',
  'account.post-twice',
  'account.apart',
  'account.only-substitute',
  'account.nobody-to-replace',
  'role.unknown',
  'site.twice',
  'site.exists',
  'site.unknown',
  'site.ambiguous',
  'site.telephone',
  'site.hours',
  'site.room',
  'place.half',
  'place.outside',
  'place.swapped',
  'place.datum',
  'place.off',
  'place.far',
  'place.same',
  'place.no-road',
  'bus.departures',
  'bus.order',
  'bus.incomplete',
  'people.sum',
  'people.more-older',
  'people.division',
  'village.twice',
  'geojson.shape',
  'geojson.no-shape',
  'geojson.position',
  'geojson.swapped',
  'geojson.outside',
  'geojson.short',
  'geojson.nameless',
  'geojson.twice',
  'division.name-unknown',
  'division.ambiguous',
  'layer.fewer',
  'road.class',
  'road.speed',
  'link.overlap',
  'outcome.agree',
  'outcome.missing',
  'outcome.unknown-case',
] as const;
export type ImportCode = (typeof importCodes)[number];

export interface Complaint {
  complaint: ImportCode;
  params?: ProblemParams;
}
export const complaint = (code: ImportCode, params?: ProblemParams): Complaint => ({
  complaint: code,
  ...(params && { params }),
});
export const isComplaint = (value: unknown): value is Complaint =>
  typeof value === 'object' && value !== null && 'complaint' in value;

/** In both languages, for a reader whose file is in either. */
export const both = (names: readonly Text[]): string => names.map((name) => `${name['zh-CN']} / ${name.en}`).join('; ');

/** What spreadsheets and web pages leave around a value. */
export const tidy = (cell: string): string =>
  cell
    .replace(/[\u200b-\u200f\u2060\ufeff]/g, '')
    .replace(/[^\S\n]+/g, ' ')
    .replace(/\s*\n\s*/g, '\n')
    .trim()
    .replace(/^'(?=\d)/, '');

/** Mistakes that any cell can hold, whatever its column. */
export function commonFault(cell: string): Complaint | undefined {
  if (/^#(?:N\/A|REF!|VALUE!|NAME\?|DIV\/0!|NULL!|NUM!|SPILL!|CALC!)$/.test(cell))
    return complaint('cell.error', { value: cell });
  if (cell.includes('\ufffd') || cell.includes('锟斤拷')) return complaint('cell.garbled', { value: cell });
  if (/^\d(?:\.\d+)?E\+\d+$/i.test(cell)) return complaint('cell.scientific', { value: cell });
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  if (/[\u0000-\u0008\u000e-\u001f\u007f]/.test(cell)) return complaint('cell.control');
  return undefined;
}

/** A line of text. Blanks that only spread Chinese characters over a cell are taken out. */
export const text =
  (max: number) =>
  (cell: string): string | Complaint => {
    const line = cell.replace(/(?<=\p{Script=Han})\s+(?=\p{Script=Han})/gu, '').replaceAll('\n', ' ');
    const found = [...line].length;
    return found > max ? complaint('cell.long', { max, found }) : line;
  };

/** Things in one cell: separated by ；、，or line breaks. */
export const list = (cell: string): string[] => [
  ...new Set(
    cell
      .split(/[;\uff1b\u3001,\uff0c\n|]/)
      .map((part) => part.trim())
      .filter(Boolean),
  ),
];

/** Matches a code, or its name in any language. */
export const choice =
  <T extends string>(choices: Readonly<Record<T, Text>>) =>
  (cell: string): T | Complaint => {
    const wanted = cell.toLowerCase();
    const entries = Object.entries(choices) as [T, Text][];
    const found = entries.find(([code, name]) =>
      [code, ...Object.values(name)].some((each) => each.toLowerCase() === wanted),
    );
    return found ? found[0] : complaint('cell.choice', { value: cell, choices: both(entries.map(([, name]) => name)) });
  };

const thousands = /^-?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/;

/** A number as written, thousands separators forgiven. */
export const number =
  (min: number, max: number) =>
  (cell: string): number | Complaint => {
    const wide = cell.normalize('NFKC');
    const plain = thousands.test(wide) ? wide.replaceAll(',', '') : wide;
    if (!/^-?\d+(?:\.\d+)?$/.test(plain)) return complaint('cell.number', { value: cell });
    const value = Number(plain);
    return value < min || value > max ? complaint('cell.range', { value: cell, min, max }) : value;
  };

/** 104.504222, 104.504222°, 104°30.2533′, 104°30′15.2″, 东经104度30分15.2秒, E104°30'15.2" and the like. */
const degreesShape =
  /^(东经|北纬|西经|南纬|[ENWS])?(-?\d+(?:\.\d+)?)(?:°(?:(\d+(?:\.\d+)?)'(?:(\d+(?:\.\d+)?)(?:"|'')?)?)?)?([ENWS])?$/;

/** Degrees east or north, as a decimal number or in minutes and seconds. */
export const degrees =
  (min: number, max: number) =>
  (cell: string): number | Complaint => {
    const plain = cell
      .replace(/[°º˚度]/g, '°')
      .replace(/[″”“〃秒]/g, '"')
      .replace(/[′’‘´`分]/g, "'")
      .normalize('NFKC')
      .replace(/\s/g, '')
      .toUpperCase();
    const [, before, whole, minutes = '0', seconds = '0', after] = degreesShape.exec(plain) ?? [];
    const inMinutes = Number(minutes) + Number(seconds) / 60;
    const doubtful = Number(minutes) >= 60 || Number(seconds) >= 60 || (before !== undefined && after !== undefined);
    if (whole === undefined || doubtful || (minutes !== '0' && whole.includes('.')))
      return complaint('cell.degrees', { value: cell });
    const sign = whole.startsWith('-') || /[西南WS]/.test(`${before ?? ''}${after ?? ''}`) ? -1 : 1;
    const value = sign * (Math.abs(Number(whole)) + inMinutes / 60);
    // Northings of China are millions of metres, and no angle is.
    if (Math.abs(value) >= 10_000) return complaint('cell.metres', { value: cell });
    return value < min || value > max ? complaint('cell.range', { value: cell, min, max }) : value;
  };

/** 2026-01-02, 2026/1/2, 2026.1.2, 2026年1月2日, 20260102. A bare day number of Excel is named, with the day it would be. */
export function date(cell: string): string | Complaint {
  const plain = cell
    .normalize('NFKC')
    .replace(/[ T]00:00(?::00)?(?:\.0+)?Z?$/, '')
    .replace(/\s/g, '');
  const match = /^(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})|年(\d{1,2})月(\d{1,2})日?|(\d{2})(\d{2}))$/.exec(plain);
  if (!match) {
    if (!/^[2-7]\d{4}$/.test(plain)) return complaint('cell.date', { value: cell });
    // Excel counts from 1899-12-30 (its 1900 was a leap year); files of old Macintoshes count from 1904, so it is asked.
    return complaint('cell.date-serial', { value: cell, date: fromEpochDay(Number(plain) - 25_569) });
  }
  const [, year, , m1, d1, m2, d2, m3, d3] = match;
  const day = `${year}-${(m1 ?? m2 ?? m3)!.padStart(2, '0')}-${(d1 ?? d2 ?? d3)!.padStart(2, '0')}`;
  return isLocalDate(day) ? day : complaint('cell.date', { value: cell });
}
