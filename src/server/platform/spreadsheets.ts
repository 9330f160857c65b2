import { inflateRawSync } from 'node:zlib';
import { CsvError, type InfoRecord, type Options, parse } from 'csv-parse/sync';
import ExcelJS from 'exceljs';
import { featuresIn, middleOf } from '#domain/kernel/geojson.ts';
import { Refused } from '#domain/kernel/problem.ts';

/** A row as text; `line` is what a person sees in the margin. */
export interface SheetRow {
  line: number;
  cells: string[];
}

export interface Sheet {
  form: 'csv' | 'xlsx' | 'geojson';
  /** How it was understood: said to the person, who may know better. */
  encoding?: 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030';
  delimiter?: ',' | '\t' | ';';
  sheetName?: string;
  rows: SheetRow[];
}

export const sheetLimits = { bytes: 10 * 1024 * 1024, unpackedBytes: 100 * 1024 * 1024, rows: 20_000, columns: 100 };
type Limits = typeof sheetLimits;

const startsWith = (bytes: Uint8Array, ...signature: number[]): boolean =>
  signature.every((byte, index) => bytes[index] === byte);

/**
 * Reads the first sheet with anything in it of an .xlsx, or a CSV in UTF-8, UTF-16 or GB18030 with commas, tabs or
 * semicolons, or GeoJSON with points. What the file is, is told by its content. Throws `Refused` with a `table.*` problem.
 */
export async function readSheet(bytes: Uint8Array, limits: Limits = sheetLimits): Promise<Sheet> {
  if (bytes.length === 0) throw new Refused('table.empty');
  if (bytes.length > limits.bytes) throw new Refused('table.too-large', { limit: limits.bytes / 1024 / 1024 });
  if (startsWith(bytes, 0x50, 0x4b, 0x03, 0x04)) return readXlsx(bytes, limits);
  // The container of .xls, and of an .xlsx with a password.
  if (startsWith(bytes, 0xd0, 0xcf, 0x11, 0xe0)) throw new Refused('table.old-excel');
  return readCsv(bytes, limits);
}

// Any bytes may pass for GB18030; the control characters of a picture or a program give it away.
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const control = /[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/;

/** Text of whatever encoding offices use. @throws Refused `table.kind` for what is no text */
export const decodeText = (bytes: Uint8Array): string => decode(bytes).text;

function decode(bytes: Uint8Array): { text: string; encoding: NonNullable<Sheet['encoding']> } {
  const attempt = (encoding: NonNullable<Sheet['encoding']>) => {
    try {
      return { text: new TextDecoder(encoding, { fatal: true }).decode(bytes), encoding };
    } catch (error) {
      // A TypeError is the decoder's way to say that the bytes are not of this encoding.
      if (error instanceof TypeError) return undefined;
      throw error;
    }
  };
  const decoded = startsWith(bytes, 0xff, 0xfe)
    ? attempt('utf-16le')
    : startsWith(bytes, 0xfe, 0xff)
      ? attempt('utf-16be')
      : (attempt('utf-8') ?? attempt('gb18030'));
  // A PDF begins as text.
  if (!decoded || control.test(decoded.text) || decoded.text.startsWith('%PDF')) throw new Refused('table.kind');
  return decoded;
}

const delimiters = [',', '\t', ';'] as const;

/** The delimiter of which most of the first lines hold the same number; what stands in quotes does not count. */
function delimiterOf(text: string): (typeof delimiters)[number] {
  const lines = text
    .slice(0, 20_000)
    .replace(/"(?:[^"]|"")*"/g, '')
    .split('\n')
    .slice(0, 20);
  const agreeing = (delimiter: string): number => {
    const counts = lines.map((line) => line.split(delimiter).length - 1).filter((count) => count > 0);
    const groups = [...Map.groupBy(counts, (count) => count)];
    return Math.max(0, ...groups.map(([count, same]) => same.length + 0.1 * count));
  };
  return delimiters.reduce((best, delimiter) => (agreeing(delimiter) > agreeing(best) ? delimiter : best));
}

/** What map programs and tables call the two; in GeoJSON the shape says where it lies. */
const placeNames = /^(?:lon|lng|long|longitude|lat|latitude|x|y|经度|纬度|东经|北纬)$/i;
const cellOf = (value: unknown): string =>
  value === null || value === undefined ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value);

/** Points, or areas by their middle, as a table: the properties and where each lies. A shape has its number for a line. */
function readPoints(text: string, limits: Limits): Sheet {
  const features = featuresIn(text);
  if (features.length > limits.rows) throw new Refused('table.too-long', { limit: limits.rows });
  const names = new Set(features.flatMap(({ properties }) => Object.keys(properties)));
  const columns = [...names].filter((name) => !placeNames.test(name.trim()));
  if (columns.length > limits.columns) throw new Refused('table.too-wide', { limit: limits.columns, line: 1 });
  const rows = features.map((feature, at) => {
    const place = middleOf(feature);
    const cells = columns.map((name) => cellOf(feature.properties[name]));
    return { line: at + 1, cells: [cellOf(place?.lon), cellOf(place?.lat), ...cells] };
  });
  return { form: 'geojson', rows: [{ line: 0, cells: ['lon', 'lat', ...columns] }, ...rows] };
}

function readCsv(bytes: Uint8Array, limits: Limits): Sheet {
  const { text: raw, encoding } = decode(bytes);
  const text = raw.replace(/\r\n?/g, '\n');
  if (/^\s*\{/.test(text)) return readPoints(text, limits);
  if (/^\s*<(?:!doctype|html|table|\?xml|meta|head|style)/i.test(text)) throw new Refused('table.web-page');
  const delimiter = delimiterOf(text);
  const rows: SheetRow[] = [];
  let nextLine = 1;
  const options: Options = {
    delimiter,
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    to: limits.rows + 1,
    max_record_size: 1_000_000,
  };
  for (const { record, info } of records(text, options)) {
    if (record.length > limits.columns) throw new Refused('table.too-wide', { limit: limits.columns, line: nextLine });
    rows.push({ line: nextLine, cells: record });
    nextLine = info.lines + 1;
  }
  checkRows(rows, limits);
  return { form: 'csv', encoding, delimiter, rows };
}

interface CsvRecord {
  record: string[];
  info: InfoRecord;
}

function records(text: string, options: Options): CsvRecord[] {
  try {
    // The library's types do not know that `info` wraps each record.
    return parse(text, options) as unknown as CsvRecord[];
  } catch (error) {
    if (error instanceof CsvError) throw new Refused('table.quotes', { line: Number(error.lines ?? 0) });
    throw error;
  }
}

function checkRows(rows: readonly SheetRow[], limits: Limits): void {
  if (rows.length > limits.rows) throw new Refused('table.too-long', { limit: limits.rows });
  if (rows.every((row) => row.cells.every((cell) => cell.trim() === ''))) throw new Refused('table.empty');
}

async function readXlsx(bytes: Uint8Array, limits: Limits): Promise<Sheet> {
  const names = unpackable(bytes, limits.unpackedBytes);
  if (!names.includes('xl/workbook.xml')) throw new Refused('table.kind');
  const workbook = new ExcelJS.Workbook();
  try {
    await workbook.xlsx.load(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer);
  } catch (error) {
    throw new Refused('table.damaged', { reason: error instanceof Error ? error.message.slice(0, 200) : '' });
  }
  const sheet = workbook.worksheets.find((each) => each.state === 'visible' && each.actualRowCount > 0);
  if (!sheet) throw new Refused('table.empty');
  if (sheet.actualRowCount > limits.rows) throw new Refused('table.too-long', { limit: limits.rows });
  if (sheet.actualColumnCount > limits.columns) throw new Refused('table.too-wide', { limit: limits.columns, line: 1 });
  const rows: SheetRow[] = [];
  sheet.eachRow((row, line) => {
    const cells: string[] = [];
    row.eachCell({ includeEmpty: true }, (cell, column) => {
      if (column <= limits.columns) cells[column - 1] = cellText(cell.value);
    });
    rows.push({ line, cells });
  });
  checkRows(rows, limits);
  return { form: 'xlsx', sheetName: sheet.name, rows };
}

/**
 * Names of the parts of a zip file whose parts together are no larger than allowed. They are unpacked to measure them,
 * because the sizes that a hostile file declares are lies.
 */
function unpackable(bytes: Uint8Array, limit: number): string[] {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const end = data.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0 || end + 22 > data.length) throw new Refused('table.damaged', { reason: 'zip' });
  const names: string[] = [];
  let left = limit;
  let at = data.readUInt32LE(end + 16);
  try {
    for (let count = data.readUInt16LE(end + 10); count > 0; count--) {
      const method = data.readUInt16LE(at + 10);
      const packed = data.readUInt32LE(at + 20);
      const nameLength = data.readUInt16LE(at + 28);
      const local = data.readUInt32LE(at + 42);
      names.push(data.toString('utf8', at + 46, at + 46 + nameLength));
      const start = local + 30 + data.readUInt16LE(local + 26) + data.readUInt16LE(local + 28);
      const part = data.subarray(start, start + packed);
      left -= method === 0 ? part.length : inflateRawSync(part, { maxOutputLength: Math.max(left, 1) }).length;
      if (left < 0) throw new Refused('table.too-large', { limit: limit / 1024 / 1024 });
      at += 46 + nameLength + data.readUInt16LE(at + 30) + data.readUInt16LE(at + 32);
    }
  } catch (error) {
    if (error instanceof Refused) throw error;
    const tooLarge = error instanceof RangeError && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
    if (tooLarge) throw new Refused('table.too-large', { limit: limit / 1024 / 1024 });
    throw new Refused('table.damaged', { reason: 'zip' });
  }
  return names;
}

/** A cell as a person reads it. A number too long for Excel, which has lost its last digits, stays recognisable. */
function cellText(value: ExcelJS.CellValue): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') {
    if (Math.abs(value) >= 1e15) return value.toExponential().toUpperCase();
    return String(Number.isInteger(value) ? value : Number(value.toPrecision(15)));
  }
  if (value instanceof Date) return dateText(value);
  if (typeof value !== 'object') return String(value);
  if ('richText' in value) return value.richText.map((run) => run.text).join('');
  if ('error' in value) return value.error;
  if ('hyperlink' in value) return cellText(value.text as ExcelJS.CellValue);
  if ('result' in value) return cellText(value.result as ExcelJS.CellValue);
  return '';
}

/** Excel's times are fractions of a day: rounded to the second, and left out at midnight. */
function dateText(value: Date): string {
  if (Number.isNaN(value.getTime())) return '#VALUE!';
  const iso = new Date(Math.round(value.getTime() / 1000) * 1000).toISOString();
  return iso.endsWith('T00:00:00.000Z') ? iso.slice(0, 10) : `${iso.slice(0, 10)} ${iso.slice(11, 16)}`;
}

/** A cell that begins like a formula is a program in the reader's spreadsheet: the apostrophe makes it text. */
const harmless = (cell: string): string =>
  /^[=+\-@\t\r]/.test(cell) && !/^[+-]?\d+(?:\.\d+)?$/.test(cell) ? `'${cell}` : cell;

const quoted = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

/** CSV that Excel opens without garbling Chinese: UTF-8 with its mark, CRLF. */
export const writeCsv = (rows: readonly (readonly string[])[]): Uint8Array =>
  Buffer.from(`\ufeff${rows.map((row) => row.map((cell) => quoted(harmless(cell))).join(',')).join('\r\n')}\r\n`);

export interface OutColumn {
  header: string;
  /** Kept as text: codes and telephone numbers. */
  digits?: boolean;
  needed?: boolean;
  note?: string;
  choices?: readonly string[];
}

export interface OutSheet {
  name: string;
  columns: readonly OutColumn[];
  rows: readonly (readonly string[])[];
}

/** A workbook with a frozen header; needed columns are bold, notes hang on the headers, choices drop down. */
export async function writeXlsx(sheets: readonly OutSheet[]): Promise<Uint8Array> {
  const workbook = new ExcelJS.Workbook();
  // A date of its own would make the same table different bytes each time.
  workbook.created = new Date(0);
  workbook.modified = new Date(0);
  for (const { name, columns, rows } of sheets) {
    const sheet = workbook.addWorksheet(name.replace(/[[\]*?:/\\]/g, ' ').slice(0, 31), {
      views: [{ state: 'frozen', ySplit: 1 }],
    });
    sheet.columns = columns.map(({ header, digits }, index) => ({
      header,
      width: widthOf([header, ...rows.map((row) => row[index] ?? '')]),
      style: digits ? { numFmt: '@' } : {},
    }));
    for (const [index, { needed, note, choices = [] }] of columns.entries()) {
      const head = sheet.getCell(1, index + 1);
      head.font = { bold: needed ?? false };
      if (note) head.note = note;
      const list = `"${choices.join(',')}"`;
      // Excel takes lists of up to 255 characters.
      if (choices.length > 0 && list.length <= 255) {
        for (let line = 2; line <= 500; line++) {
          sheet.getCell(line, index + 1).dataValidation = { type: 'list', allowBlank: !needed, formulae: [list] };
        }
      }
    }
    for (const [index, row] of rows.entries()) sheet.getRow(index + 2).values = row.map(harmless);
  }
  return new Uint8Array(await workbook.xlsx.writeBuffer());
}

/** Wide enough for the longest of the first cells; a Chinese character takes two places. */
const widthOf = (cells: readonly string[]): number => {
  const width = (cell: string) => [...cell].reduce((sum, char) => sum + (char > '\u2e7f' ? 2 : 1), 0);
  return Math.min(60, Math.max(10, ...cells.slice(0, 50).map(width)) + 2);
};

/** An empty table to fill in: the header, one example line that an import leaves out, and a sheet that explains it. */
export async function writeTemplate(
  form: 'csv' | 'xlsx',
  template: { columns: readonly (OutColumn & { example: string })[] },
  words: { sheet: string; notes: string; column: string; needed: string; note: string; yes: string; no: string },
): Promise<Uint8Array> {
  const { columns } = template;
  const example = columns.map((column) => column.example);
  if (form === 'csv') return writeCsv([columns.map((column) => column.header), example]);
  const notes = columns.map(({ header, needed, note = '' }) => [header, needed ? words.yes : words.no, note]);
  const noteColumns = [words.column, words.needed, words.note].map((header) => ({ header }));
  return writeXlsx([
    { name: words.sheet, columns, rows: [example] },
    { name: words.notes, columns: noteColumns, rows: notes },
  ]);
}
