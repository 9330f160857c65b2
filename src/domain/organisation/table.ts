import type { ProblemParams } from '#domain/kernel/problem.ts';
import { type Language, languages, type Text } from '#domain/kernel/text.ts';
import { both, type Complaint, commonFault, complaint, type ImportCode, isComplaint, tidy } from './cells.ts';

/**
 * Bulk import, the part that every kind of table shares: which column is which, what a cell says, and a report that
 * names every mistake by line and column. A table is taken whole or not at all.
 */

/** A sheet as it was read: cells are text, `line` is what the person sees in the margin of the spreadsheet. */
export interface TableRow {
  line: number;
  cells: readonly string[];
}

/** The text of a code is `<code>` in locales/<language>/import.json. An error stops the whole import, a notice does not. */
export interface ReportLine {
  line: number;
  /** The header as it stands in the file, or null when the whole line is meant. */
  column: string | null;
  severity: 'error' | 'notice';
  code: ImportCode;
  params: ProblemParams;
}

export interface ImportResult<Row> {
  /** Every row, in an order in which they can be stored; empty as soon as the report holds one error. */
  ready: Row[];
  /** Rows that say what is already stored, and are left alone. */
  unchanged: number;
  /** Rows read, without header, blank lines and the example. */
  rows: number;
  report: ReportLine[];
}

export interface Column<T = unknown, Needed extends boolean = boolean> {
  header: Text;
  /** Other headers under which the same thing is found in the tables of cities. */
  also: readonly string[];
  needed: Needed;
  note: Text;
  /** What the template shows in its example line. */
  example: string;
  /** To be kept as text in a spreadsheet, or its leading zeros and last digits are lost. */
  digits: boolean;
  choices?: readonly Text[];
  /** Reads a cell that is not empty. */
  read: (cell: string) => T | Complaint;
}

export type Columns = Readonly<Record<string, Column>>;
export type RowOf<C extends Columns> = {
  [K in keyof C]: C[K] extends Column<infer T, infer Needed> ? (Needed extends true ? T : T | null) : never;
};

type Described<T> = Omit<Column<T>, 'needed' | 'digits' | 'also'> & { also?: readonly string[]; digits?: boolean };
const defaults = { also: [] as readonly string[], digits: false };
export const needed = <T>(column: Described<T>): Column<T, true> => ({ ...defaults, ...column, needed: true });
export const optional = <T>(column: Described<T>): Column<T, false> => ({ ...defaults, ...column, needed: false });

const headerKey = (header: string): string =>
  header
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[(（][^)）]*[)）]/g, '')
    .replace(/[\s*_:\-/]+/g, '');

const keysOf = (columns: Columns): Map<string, string> =>
  new Map(
    Object.entries(columns).flatMap(([key, column]) =>
      [...languages.map((language) => column.header[language]), ...column.also, key].map((name) => [
        headerKey(name),
        key,
      ]),
    ),
  );

/** What the line that sums all others up begins with. */
const sumOfAll = /^(?:合\s*计|总\s*计|小\s*计|汇\s*总|sum|total|subtotal)[:：]?$/i;
/** Titles and notes stand above the header in most tables of offices. */
const headerWithin = 10;

export interface ReadRow<C extends Columns> {
  line: number;
  row: RowOf<C>;
}

export interface Reading<C extends Columns> {
  /** Rows whose every cell was understood. */
  rows: ReadRow<C>[];
  /** The others; a cell that was not understood is null. They keep one mistake from being reported as twenty. */
  faulty: { line: number; row: Partial<Record<keyof C, unknown>> }[];
  count: number;
  report: Report;
  /** The header in the file for a column, for the report. */
  named: (key: keyof C & string) => string;
}

export interface Report {
  lines: ReportLine[];
  error: (line: number, column: string | null, code: ImportCode, params?: ProblemParams) => void;
  notice: (line: number, column: string | null, code: ImportCode, params?: ProblemParams) => void;
}

function makeReport(): Report {
  const lines: ReportLine[] = [];
  const add =
    (severity: ReportLine['severity']) =>
    (line: number, column: string | null, code: ImportCode, params: ProblemParams = {}) => {
      lines.push({ line, column, severity, code, params });
    };
  return { lines, error: add('error'), notice: add('notice') };
}

/** Finds the header, then reads every row below it; headers may stand in any order, in Chinese or English. */
export function readRows<C extends Columns>(columns: C, table: readonly TableRow[]): Reading<C> {
  const report = makeReport();
  const keys = keysOf(columns);
  const matches = (row: TableRow) => row.cells.filter((cell) => keys.has(headerKey(cell))).length;
  const head = table
    .slice(0, headerWithin)
    .reduce<TableRow | undefined>((best, row) => (matches(row) > (best ? matches(best) : 0) ? row : best), undefined);
  const place = new Map<string, number>();
  const named = (key: keyof C & string): string =>
    tidy(head?.cells[place.get(key) ?? -1] ?? '') || columns[key]!.header['zh-CN'];
  const reading: Reading<C> = { rows: [], faulty: [], count: 0, report, named };
  if (!head) {
    const expected = Object.values(columns)
      .filter((column) => column.needed)
      .map((column) => column.header);
    report.error(table[0]?.line ?? 1, null, table.length === 0 ? 'table.empty' : 'header.none', {
      expected: both(expected),
    });
    return reading;
  }

  for (const [at, cell] of head.cells.entries()) {
    const key = keys.get(headerKey(cell));
    if (key === undefined) {
      if (tidy(cell) !== '') report.notice(head.line, tidy(cell), 'header.unknown', { column: tidy(cell) });
    } else if (place.has(key)) report.error(head.line, tidy(cell), 'header.twice', { column: tidy(cell) });
    else place.set(key, at);
  }
  for (const [key, column] of Object.entries(columns)) {
    if (column.needed && !place.has(key))
      report.error(head.line, null, 'header.missing', { column: both([column.header]) });
  }
  if (report.lines.some((line) => line.severity === 'error')) return reading;

  for (const { line, cells } of table.slice(table.indexOf(head) + 1)) {
    const tidied = cells.map(tidy);
    if (tidied.every((cell) => cell === '')) continue;
    if (isExample(columns, place, tidied)) {
      report.notice(line, null, 'row.example');
      continue;
    }
    reading.count++;
    const first = tidied.find((cell) => cell !== '') ?? '';
    if (sumOfAll.test(first)) {
      report.error(line, null, 'row.total', { value: first });
      continue;
    }
    if (tidied.slice(head.cells.length).some((cell) => cell !== '')) {
      report.error(line, null, 'row.long', { expected: head.cells.length, found: tidied.length });
      continue;
    }
    const { row, whole } = readRow(columns, place, tidied, (key, { complaint: code, params }) =>
      report.error(line, named(key), code, params),
    );
    if (whole) reading.rows.push({ line, row });
    else reading.faulty.push({ line, row });
  }
  if (reading.count === 0) report.error(head.line, null, 'table.empty');
  return reading;
}

const isExample = (columns: Columns, place: ReadonlyMap<string, number>, cells: readonly string[]): boolean =>
  [...place].every(([key, at]) => (cells[at] ?? '') === columns[key]!.example);

function readRow<C extends Columns>(
  columns: C,
  place: ReadonlyMap<string, number>,
  cells: readonly string[],
  complain: (key: keyof C & string, complaint: Complaint) => void,
): { row: RowOf<C>; whole: boolean } {
  let whole = true;
  const entries = Object.entries(columns).map(([key, column]) => {
    const cell = cells[place.get(key) ?? -1] ?? '';
    if (cell === '' && !column.needed) return [key, null];
    const value = cell === '' ? complaint('cell.missing') : (commonFault(cell) ?? column.read(cell));
    if (!isComplaint(value)) return [key, value];
    whole = false;
    complain(key, value);
    return [key, null];
  });
  return { row: Object.fromEntries(entries) as RowOf<C>, whole };
}

/** The result of an import: with one error anywhere nothing is ready. Mistakes stand in the order of the lines. */
export function finish<Row>(
  reading: { count: number; report: Report },
  ready: Row[],
  unchanged: number,
): ImportResult<Row> {
  const report = reading.report.lines.toSorted((a, b) => a.line - b.line);
  const failed = report.some((line) => line.severity === 'error');
  return { ready: failed ? [] : ready, unchanged, rows: reading.count, report };
}

/** What an empty table for people to fill in needs: one entry for each column, in order. */
export interface Template {
  columns: { header: string; example: string; note: string; needed: boolean; digits: boolean; choices: string[] }[];
}

export const templateOf = (columns: Columns, language: Language): Template => ({
  columns: Object.values(columns).map((column) => ({
    header: column.header[language],
    example: column.example,
    note: column.note[language],
    needed: column.needed,
    digits: column.digits,
    choices: (column.choices ?? []).map((each) => each[language]),
  })),
});
