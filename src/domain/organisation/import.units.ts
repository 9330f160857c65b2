import type { Text } from '#domain/kernel/text.ts';
import { both, type Complaint, choice, complaint, list, text } from './cells.ts';
import { codeColumn } from './import.divisions.ts';
import { aliasColumn, fromColumn } from './import.shared.ts';
import { finish, type ImportResult, needed, optional, type Report, readRows, type TableRow } from './table.ts';
import type { UnitKind } from './units.ts';

const kindNames: Record<UnitKind, Text> = {
  government: { 'zh-CN': '政府', en: 'government' },
  bureau: { 'zh-CN': '局', en: 'bureau' },
  agency: { 'zh-CN': '经办机构', en: 'agency' },
  'service-centre': { 'zh-CN': '服务中心', en: 'service centre' },
  station: { 'zh-CN': '服务站', en: 'station' },
};

const unitColumns = {
  division: needed({
    ...codeColumn,
    header: { 'zh-CN': '所在区划代码', en: 'Division code' },
    also: ['区划代码', '所属区划代码', '行政区划代码'],
  }),
  name: needed({
    header: { 'zh-CN': '机构名称', en: 'Unit' },
    also: ['机构全称', '单位名称', '名称', 'name', 'unit name'],
    note: { 'zh-CN': '正式全称，全市不重名。', en: 'The full official name, unique in the city.' },
    example: '示例镇便民服务中心',
    read: text(80),
  }),
  kind: needed({
    header: { 'zh-CN': '机构类型', en: 'Kind' },
    also: ['类型', '类别'],
    note: {
      'zh-CN': '政府、局、经办机构、服务中心、服务站。',
      en: 'Government, bureau, agency, service centre or station.',
    },
    example: '服务中心',
    choices: Object.values(kindNames),
    read: choice(kindNames),
  }),
  parent: optional({
    header: { 'zh-CN': '上级机构', en: 'Unit above' },
    also: ['主管单位', '上级单位'],
    note: { 'zh-CN': '上级机构的全称，可以是本表中的。', en: 'Full name of the unit above; it may be in this table.' },
    example: '示例县人力资源和社会保障局',
    read: text(80),
  }),
  departments: optional({
    header: { 'zh-CN': '职能', en: 'Powers' },
    also: ['部门职能', '业务条线', 'departments'],
    note: {
      'zh-CN': '这个机构有权办的业务，用分号隔开；便民服务中心可以不填。',
      en: 'What the unit has the power for, separated by semicolons; a general counter may leave it empty.',
    },
    example: '',
    read: list,
  }),
  aliases: optional(aliasColumn),
  telephone: optional({
    header: { 'zh-CN': '电话', en: 'Telephone' },
    also: ['联系电话', '服务电话'],
    digits: true,
    note: { 'zh-CN': '座机带区号。', en: 'A landline with its area code.' },
    example: '0980-5550100',
    read: text(40),
  }),
  validFrom: optional(fromColumn),
};

export interface ImportedUnit {
  divisionCode: string;
  divisionId: string;
  name: string;
  kind: UnitKind;
  /** Name of the unit above, stored or in the same table; parents come first. */
  parentName: string | null;
  departments: string[];
  aliases: string[];
  telephone: string | null;
  validFrom: string | null;
}

export interface KnownUnit {
  id: string;
  name: string;
  aliases: readonly string[];
}

/** The words of a city for codes that are data: departments, roles. */
export type Vocabulary = readonly { code: string; name: Text }[];

export const inVocabulary = (words: Vocabulary, word: string): string | undefined =>
  words.find(({ code, name }) =>
    [code, name['zh-CN'], name.en].some((each) => each.toLowerCase() === word.toLowerCase()),
  )?.code;

/** Finds by official name first, then by alias; a name that means two is no answer. */
export function findNamed<T extends { name: string; aliases: readonly string[] }>(
  things: readonly T[],
  name: string,
): T | Complaint | undefined {
  const official = things.filter((thing) => thing.name === name);
  const found = official.length > 0 ? official : things.filter((thing) => thing.aliases.includes(name));
  return found.length > 1 ? complaint('unit.ambiguous', { name, count: found.length }) : found[0];
}

/** Units from a table, parents first. Every name must be new: a rename is an order with a date. */
export function importUnits(
  table: readonly TableRow[],
  known: { divisions: ReadonlyMap<string, string>; units: readonly KnownUnit[]; departments: Vocabulary },
): ImportResult<ImportedUnit> {
  const reading = readRows(unitColumns, table);
  const { report, named } = reading;
  const lines = new Map<string, number>();
  const ready: (ImportedUnit & { line: number })[] = [];

  for (const { line, row } of reading.rows) {
    const earlier = lines.get(row.name);
    if (earlier !== undefined) report.error(line, named('name'), 'unit.twice', { name: row.name, line: earlier });
    else if (known.units.some((unit) => unit.name === row.name))
      report.error(line, named('name'), 'unit.exists', { name: row.name });
    lines.set(row.name, line);
    const divisionId = known.divisions.get(row.division);
    if (!divisionId) report.error(line, named('division'), 'division.unknown', { code: row.division });
    const departments = (row.departments ?? []).map((word) => {
      const code = inVocabulary(known.departments, word);
      const choices = both(known.departments.map(({ name }) => name));
      if (code === undefined) report.error(line, named('departments'), 'department.unknown', { value: word, choices });
      return code ?? word;
    });
    ready.push({
      line,
      divisionCode: row.division,
      divisionId: divisionId ?? '',
      name: row.name,
      kind: row.kind,
      parentName: row.parent,
      departments,
      aliases: row.aliases ?? [],
      telephone: row.telephone,
      validFrom: row.validFrom,
    });
  }
  const halfRead = new Set(reading.faulty.map(({ row }) => row.name));
  const ordered = parentsFirst(ready, known.units, halfRead, named('parent'), report);
  return finish(
    reading,
    ordered.map(({ line: _, ...unit }) => unit),
    0,
  );
}

function parentsFirst(
  rows: (ImportedUnit & { line: number })[],
  units: readonly KnownUnit[],
  halfRead: ReadonlySet<unknown>,
  column: string,
  report: Report,
): (ImportedUnit & { line: number })[] {
  const inTable = new Map(rows.map((row) => [row.name, row]));
  const placed = new Set<string>();
  const ordered: (ImportedUnit & { line: number })[] = [];
  const place = (row: ImportedUnit & { line: number }, below: ReadonlySet<string>): void => {
    if (placed.has(row.name)) return;
    const { parentName } = row;
    if (parentName !== null && (parentName === row.name || below.has(parentName))) {
      report.error(row.line, column, 'unit.circle', { name: parentName });
      return;
    }
    const above = parentName === null ? undefined : inTable.get(parentName);
    if (above) place(above, new Set([...below, row.name]));
    else if (parentName !== null && !halfRead.has(parentName)) checkStored(row, parentName);
    if (placed.has(row.name)) return;
    placed.add(row.name);
    ordered.push(row);
  };
  const checkStored = (row: { line: number }, name: string): void => {
    const found = findNamed(units, name);
    if (!found) report.error(row.line, column, 'unit.unknown', { name });
    else if ('complaint' in found) report.error(row.line, column, found.complaint, found.params);
  };
  for (const row of rows) place(row, new Set());
  return ordered;
}
