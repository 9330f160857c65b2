import ExcelJS from 'exceljs';
import type { PlanWords } from './plan.words.ts';

/** A figure of its kind: paper writes it out, a spreadsheet goes on counting with it. */
export interface Measure {
  value: number;
  as: 'share' | 'minutes' | 'ratio' | 'money';
}
export type Cell = string | number | null | Measure;
export interface Table {
  name: string;
  header: string[];
  rows: Cell[][];
}

/** How a spreadsheet shows a figure. */
const formats = ({ p }: PlanWords): Record<Measure['as'] | 'whole', string> => ({
  share: '0.0%',
  minutes: `0.0"${p('time.minutes', { minutes: '' })}"`,
  ratio: '0.00',
  money: '#,##0.00',
  whole: '#,##0',
});

/** A cell that a spreadsheet would take for a formula is kept as text. */
const harmless = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);

/** Columns of a spreadsheet that a text takes: a Chinese character is as wide as two letters. */
const widthOf = (text: string): number =>
  [...text].reduce((sum, letter) => sum + (letter.charCodeAt(0) > 0x2e80 ? 2 : 1), 0);
const widest = 60;

/**
 * A zip without the moment at which each of its files was packed (APPNOTE 4.3: 1 January 1980 for all): its directory at the end
 * names every file with its time, and each file has the time once more in front of it.
 */
function timeless(zip: Uint8Array): Uint8Array {
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength);
  const begin = 0x21_00_00;
  let end = zip.length - 22;
  while (end > 0 && view.getUint32(end, true) !== 0x06_05_4b_50) end--;
  let entry = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left > 0; left--) {
    view.setUint32(entry + 12, begin, true);
    view.setUint32(view.getUint32(entry + 42, true) + 10, begin, true);
    entry += 46 + [28, 30, 32].reduce((sum, at) => sum + view.getUint16(entry + at, true), 0);
  }
  return zip;
}

/** One sheet for each table. The file says nothing of the moment at which it was made: equal tables, equal bytes. */
export async function workbook(words: PlanWords, tables: readonly Table[], made: Date): Promise<Uint8Array> {
  const book = new ExcelJS.Workbook();
  book.created = made;
  book.modified = made;
  const format = formats(words);
  for (const table of tables) {
    const sheet = book.addWorksheet(table.name.slice(0, 31));
    const head = sheet.addRow(table.header.map(harmless));
    head.font = { bold: true };
    head.alignment = { vertical: 'middle', wrapText: true };
    for (const row of table.rows) {
      const line = sheet.addRow(
        row.map((cell) => (typeof cell === 'string' ? harmless(cell) : isMeasure(cell) ? cell.value : cell)),
      );
      row.forEach((cell, at) => {
        const written = line.getCell(at + 1);
        if (isMeasure(cell)) written.numFmt = format[cell.as];
        else if (Number.isInteger(cell)) written.numFmt = format.whole;
        else if (typeof cell === 'string' && widthOf(cell) > widest) written.alignment = { wrapText: true };
        // What is text on one line of a column and a figure on the next stands under the same edge.
        if (at > 0 && cell === '–') written.alignment = { horizontal: 'right' };
      });
    }
    sheet.views = [{ state: 'frozen', ySplit: 1 }];
    // Whoever prints it gets its columns on one page.
    sheet.pageSetup = { paperSize: 9, orientation: 'landscape', fitToPage: true, fitToWidth: 1, fitToHeight: 0 };
    sheet.columns.forEach((column, at) => {
      const wide = (cell: Cell | undefined): number =>
        typeof cell === 'string' ? widthOf(cell) : cell === null || cell === undefined ? 0 : 11;
      // A heading may take two lines.
      const heading = Math.min(widthOf(table.header[at] ?? ''), 18);
      const longest = Math.max(heading, ...table.rows.slice(0, 200).map((row) => wide(row[at])));
      column.width = Math.min(widest, Math.max(10, longest + 2));
    });
  }
  return timeless(new Uint8Array(await book.xlsx.writeBuffer()));
}

export const isMeasure = (cell: unknown): cell is Measure => typeof cell === 'object' && cell !== null && 'as' in cell;

export const xlsxType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
export const fileOf = (bytes: Uint8Array, name: string, type: string): File =>
  new File([new Uint8Array(bytes)], name, { type });
