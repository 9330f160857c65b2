import { deflateRawSync } from 'node:zlib';
import ExcelJS from 'exceljs';
import { describe, expect, test } from 'vitest';
import { Refused } from '#domain/kernel/problem.ts';
import { readSheet, sheetLimits, writeCsv, writeTemplate, writeXlsx } from './spreadsheets.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);
const cellsOf = async (bytes: Uint8Array) => (await readSheet(bytes)).rows.map((row) => row.cells);
const refusal = async (bytes: Uint8Array, limits = sheetLimits): Promise<string> => {
  try {
    await readSheet(bytes, limits);
    return 'read';
  } catch (error) {
    if (error instanceof Refused) return error.problem.problem;
    throw error;
  }
};

/** 代码,名称 / 990101,云汀区 in GB18030, as old Excel writes it. */
const gb18030 = Uint8Array.from([
  0xb4, 0xfa, 0xc2, 0xeb, 0x2c, 0xc3, 0xfb, 0xb3, 0xc6, 0x0d, 0x0a, 0x39, 0x39, 0x30, 0x31, 0x30, 0x31, 0x2c, 0xd4,
  0xc6, 0xcd, 0xa1, 0xc7, 0xf8, 0x0d, 0x0a,
]);
const utf16le = (text: string) => {
  const bytes = Buffer.from(`\ufeff${text}`, 'utf16le');
  return new Uint8Array(bytes);
};

describe('CSV', () => {
  test('UTF-8 with its mark, CRLF, quotes with commas and line breaks: lines are those of the file', async () => {
    const sheet = await readSheet(utf8('\ufeff代码,名称\r\n990101,"云汀区,老城\r\n二线"\r\n990102,"说""好"""\r\n'));
    expect(sheet).toMatchObject({ form: 'csv', encoding: 'utf-8', delimiter: ',' });
    expect(sheet.rows).toEqual([
      { line: 1, cells: ['代码', '名称'] },
      { line: 2, cells: ['990101', '云汀区,老城\n二线'] },
      { line: 4, cells: ['990102', '说"好"'] },
    ]);
  });
  test('GB18030 from old Excel', async () => {
    const sheet = await readSheet(gb18030);
    expect(sheet.encoding).toBe('gb18030');
    expect(sheet.rows[1]?.cells).toEqual(['990101', '云汀区']);
  });
  test('UTF-16 with tabs, as “Unicode text” is saved', async () => {
    const sheet = await readSheet(utf16le('代码\t名称\n990101\t云汀区,老城\n'));
    expect(sheet).toMatchObject({ encoding: 'utf-16le', delimiter: '\t' });
    expect(sheet.rows[1]?.cells).toEqual(['990101', '云汀区,老城']);
  });
  test('semicolons, and a comma inside a quoted cell does not mislead', async () => {
    expect(await cellsOf(utf8('a;b\n"1,2,3,4";x\n'))).toEqual([
      ['a', 'b'],
      ['1,2,3,4', 'x'],
    ]);
  });
  test('rows of different length, blank lines and a lone quote are kept for the report', async () => {
    expect(await cellsOf(utf8('a,b\n\n1\n2,3" 管,4\n'))).toEqual([['a', 'b'], [''], ['1'], ['2', '3" 管', '4']]);
  });
  test('an open quote is named with its line', async () => {
    expect(await refusal(utf8('a,b\n"1,2\n3,4\n'))).toBe('table.quotes');
  });
});

test('points of a map program are a table; an area stands there by its middle', async () => {
  const feature = (geometry: object | null, properties: object) => ({ type: 'Feature', geometry, properties });
  const cell = [
    [104, 29],
    [104.2, 29],
    [104.2, 29.1],
    [104, 29.1],
    [104, 29],
  ];
  const features = [
    feature({ type: 'Point', coordinates: [104.5, 29.1] }, { 名称: '甲', 人口: 300, 经度: 1, 纬度: 2 }),
    feature({ type: 'Polygon', coordinates: [cell] }, { 名称: '乙', 备注: null, 坐标系: 'WGS84' }),
    feature(null, { 名称: '丙', 人口: 1 }),
  ];
  const sheet = await readSheet(utf8(JSON.stringify({ type: 'FeatureCollection', features })));
  expect(sheet.rows).toEqual([
    { line: 0, cells: ['lon', 'lat', '名称', '人口', '备注', '坐标系'] },
    { line: 1, cells: ['104.5', '29.1', '甲', '300', '', ''] },
    { line: 2, cells: ['104.1', expect.stringMatching(/^29\.05/), '乙', '', '', 'WGS84'] },
    { line: 3, cells: ['', '', '丙', '1', '', ''] },
  ]);
});

describe('what is no table is refused by name', () => {
  test.each<[string, Uint8Array, string]>([
    ['nothing', new Uint8Array(), 'table.empty'],
    ['blanks', utf8(' \n,,\n'), 'table.empty'],
    ['.xls or a password', Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1]), 'table.old-excel'],
    ['a web page named .xls', utf8('<html><table><tr><td>1</td></tr></table>'), 'table.web-page'],
    ['a picture', Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]), 'table.kind'],
    ['a PDF that is all text', utf8('%PDF-1.7\n1 0 obj\n'), 'table.kind'],
    ['half a GeoJSON', utf8('{"type":"FeatureCollection","features":[{'), 'geojson.broken'],
    ['a PDF', Uint8Array.from([...utf8('%PDF-1.7\n'), 0xff, 0xff, 0x00, 0x01]), 'table.kind'],
    ['half a zip', Uint8Array.from([0x50, 0x4b, 0x03, 0x04, 1, 2, 3]), 'table.damaged'],
  ])('%s', async (_, bytes, code) => expect(await refusal(bytes)).toBe(code));

  test('too many bytes, rows, columns', async () => {
    expect(await refusal(utf8('a,b\n1,2\n'), { ...sheetLimits, bytes: 5 })).toBe('table.too-large');
    expect(await refusal(utf8('a\n1\n2\n3\n'), { ...sheetLimits, rows: 3 })).toBe('table.too-long');
    expect(await refusal(utf8('a,b,c\n'), { ...sheetLimits, columns: 2 })).toBe('table.too-wide');
  });

  test('a zip bomb that lies about its size is stopped while unpacking', async () => {
    const bomb = zip([['xl/workbook.xml', Buffer.alloc(50_000_000)]], 10);
    expect(bomb.length).toBeLessThan(100_000);
    expect(await refusal(bomb, { ...sheetLimits, unpackedBytes: 1_000_000 })).toBe('table.too-large');
  });
  test('a zip that is no workbook', async () => {
    expect(await refusal(zip([['word/document.xml', Buffer.from('<x/>')]]))).toBe('table.kind');
    expect(await refusal(zip([['xl/workbook.xml', Buffer.from('not xml')]]))).toMatch(/^table\.(damaged|empty)$/);
  });
});

describe('XLSX', () => {
  const workbook = async (fill: (sheet: ExcelJS.Worksheet, book: ExcelJS.Workbook) => void) => {
    const book = new ExcelJS.Workbook();
    fill(book.addWorksheet('表'), book);
    return new Uint8Array(await book.xlsx.writeBuffer());
  };

  test('numbers, dates, formulas, rich text, links, merged cells and errors read as a person reads them', async () => {
    const bytes = await workbook((sheet) => {
      sheet.addRow(['标题']);
      sheet.mergeCells('A1:C1');
      sheet.addRow(['代码', '日期', '值']);
      sheet.addRow([990101001001, new Date(Date.UTC(2026, 0, 2)), { formula: '0.1+0.2', result: 0.1 + 0.2 }]);
      sheet.addRow(['990101', new Date(Date.UTC(2026, 0, 2, 9, 30)), { richText: [{ text: '云' }, { text: '汀区' }] }]);
      sheet.addRow([Number('990101196001010015'), '', { error: '#N/A' }]);
      sheet.addRow([]);
      sheet.addRow([{ text: '链接', hyperlink: 'https://example.org' }, true, null]);
    });
    const sheet = await readSheet(bytes);
    expect(sheet).toMatchObject({ form: 'xlsx', sheetName: '表' });
    expect(sheet.rows.map((row) => row.line)).toEqual([1, 2, 3, 4, 5, 7]);
    expect(sheet.rows[2]?.cells).toEqual(['990101001001', '2026-01-02', '0.3']);
    expect(sheet.rows[3]?.cells).toEqual(['990101', '2026-01-02 09:30', '云汀区']);
    // Eighteen digits do not fit into a number: what is left of them looks like what it is.
    expect(sheet.rows[4]?.cells[0]).toMatch(/^9\.90101196001010?\d*E\+17$/);
    expect(sheet.rows[4]?.cells[2]).toBe('#N/A');
    expect(sheet.rows[5]?.cells.slice(0, 2)).toEqual(['链接', 'true']);
  });

  test('the first sheet that is seen and holds something', async () => {
    const bytes = await workbook((sheet, book) => {
      sheet.state = 'hidden';
      sheet.addRow(['hidden']);
      book.addWorksheet('空');
      book.addWorksheet('真').addRow(['a']);
    });
    expect((await readSheet(bytes)).sheetName).toBe('真');
  });

  test('an empty workbook', async () => {
    expect(await refusal(await workbook(() => undefined))).toBe('table.empty');
  });

  test('too many rows', async () => {
    const bytes = await workbook((sheet) => {
      for (let row = 0; row < 20; row++) sheet.addRow([row]);
    });
    expect(await refusal(bytes, { ...sheetLimits, rows: 10 })).toBe('table.too-long');
  });
});

describe('writing', () => {
  const rows = [
    ['代码', '名称'],
    ['990101001001', '云,汀"区'],
    ['=cmd()', '-5'],
  ];
  test('CSV reads back the same, formulas made harmless', async () => {
    const bytes = writeCsv(rows);
    expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    expect(await cellsOf(bytes)).toEqual([rows[0], rows[1], ["'=cmd()", '-5']]);
  });
  test('XLSX keeps codes as text', async () => {
    const columns = [{ header: '代码', digits: true }, { header: '名称' }];
    const bytes = await writeXlsx([{ name: '区划/表', columns, rows: rows.slice(1) }]);
    expect(await cellsOf(bytes)).toEqual([rows[0], rows[1], ["'=cmd()", '-5']]);
    const book = new ExcelJS.Workbook();
    await book.xlsx.load(bytes.buffer as ArrayBuffer);
    expect(book.worksheets[0]?.getCell('A2').value).toBe('990101001001');
    expect(book.worksheets[0]?.getColumn(1).numFmt).toBe('@');
  });
  test('a template has its header, its example, choices to pick from, and notes', async () => {
    const words = { sheet: '填写', notes: '说明', column: '列', needed: '必填', note: '怎么填', yes: '是', no: '否' };
    const columns = [
      { header: '代码', example: '990101', needed: true, digits: true, note: '12 位', choices: [] },
      { header: '级别', example: '县', choices: ['市', '县'] },
    ];
    const bytes = await writeTemplate('xlsx', { columns }, words);
    expect(await cellsOf(bytes)).toEqual([
      ['代码', '级别'],
      ['990101', '县'],
    ]);
    const book = new ExcelJS.Workbook();
    await book.xlsx.load(bytes.buffer as ArrayBuffer);
    expect(book.worksheets[0]?.getCell('B3').dataValidation?.formulae).toEqual(['"市,县"']);
    expect(book.worksheets[1]?.getCell('C2').value).toBe('12 位');
    expect(await cellsOf(await writeTemplate('csv', { columns }, words))).toEqual([
      ['代码', '级别'],
      ['990101', '县'],
    ]);
  });
});

/** A zip file made by hand; `declared` is what it claims the size of each part to be. */
function zip(parts: [string, Buffer][], declared?: number): Uint8Array {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of parts) {
    const packed = deflateRawSync(content);
    const label = Buffer.from(name);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(8, 8);
    local.writeUInt32LE(packed.length, 18);
    local.writeUInt32LE(declared ?? content.length, 22);
    local.writeUInt16LE(label.length, 26);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt16LE(8, 10);
    central.writeUInt32LE(packed.length, 20);
    central.writeUInt32LE(declared ?? content.length, 24);
    central.writeUInt16LE(label.length, 28);
    central.writeUInt32LE(offset, 42);
    bodies.push(local, label, packed);
    directory.push(central, label);
    offset += local.length + label.length + packed.length;
  }
  const listing = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(listing.length, 12);
  end.writeUInt32LE(offset, 16);
  return new Uint8Array(Buffer.concat([...bodies, listing, end]));
}
