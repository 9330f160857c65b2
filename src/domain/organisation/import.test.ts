import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import en from '../../../locales/en/import.json' with { type: 'json' };
import zh from '../../../locales/zh-CN/import.json' with { type: 'json' };
import { date, importCodes, list, number, tidy } from './cells.ts';
import { importAccounts } from './import.accounts.ts';
import { divisionColumns, importDivisions, type KnownDivision, readDivisionCode } from './import.divisions.ts';
import { importUnits } from './import.units.ts';
import { type TableRow, templateOf } from './table.ts';

/** A table as it is typed: cells separated by |, the first line is line 1. */
const sheet = (...lines: string[]): TableRow[] =>
  lines.map((line, index) => ({ line: index + 1, cells: line.split('|').map((cell) => cell.trim()) }));

const told = (report: readonly { line: number; column: string | null; code: string }[]) =>
  report.map(({ line, column, code }) => `${line} ${column ?? '-'} ${code}`);

test('every code has its text in both languages, and no text is left over', () => {
  expect(Object.keys(zh).toSorted()).toEqual([...importCodes].toSorted());
  expect(Object.keys(en).toSorted()).toEqual([...importCodes].toSorted());
  const places = (message: string) => [...message.matchAll(/\{\w+\}/g)].map(([place]) => place).toSorted();
  for (const code of importCodes) expect(new Set(places(en[code]))).toEqual(new Set(places(zh[code])));
});

describe('divisions', () => {
  const city: KnownDivision = { id: 'c', code: '990100000000', name: '榕川市', level: 'city' };

  test('in any order, with Chinese headers below a title, short codes filled up', () => {
    const result = importDivisions(
      sheet(
        '榕川市区划表||',
        '填表人：某某||',
        '名 称*|行政区划代码（12位）|人口',
        '甲村|990101100001|1,234',
        '云 汀 区|990101|',
        '甲镇|990101100|20000',
      ),
      [city],
    );
    expect(result.report).toEqual([]);
    expect(result.ready.map(({ code, name, parentCode, population }) => [code, name, parentCode, population])).toEqual([
      ['990101000000', '云汀区', '990100000000', null],
      ['990101100000', '甲镇', '990101000000', 20000],
      ['990101100001', '甲村', '990101100000', 1234],
    ]);
  });

  test('with English headers', () => {
    const result = importDivisions(sheet('Name|Division code|English name', 'X|990100000000|X City'), []);
    expect(result.report).toEqual([]);
    expect(result.ready[0]).toMatchObject({ code: '990100000000', level: 'city', nameEn: 'X City', parentCode: null });
  });

  test('one mistake and nothing is taken; each mistake has its line and column', () => {
    const result = importDivisions(
      sheet(
        '代码|名称|级别|上级代码|启用日期|经度|纬度|备注',
        '990101|云汀区|县||2026-02-30|||',
        '9.90102E+11|岚屏县||||||',
        '990101|又一个||||||',
        '990101100|甲镇|村||46023|||',
        '990101101|乙镇|乡镇|990199000000||||',
        '|没有代码||||||',
        '990101102|#REF!||||||',
        '990101103|丙镇||990101104000||104.5||',
        '990101104|丁镇||||29.1|104.5|',
        '990101100001|甲村||||||',
        '98010|错||||||',
      ),
      [city],
    );
    expect(result.ready).toEqual([]);
    expect(result.rows).toBe(11);
    expect(told(result.report)).toEqual([
      '1 备注 header.unknown',
      '2 启用日期 cell.date',
      '3 代码 cell.scientific',
      '5 启用日期 cell.date-serial',
      '6 代码 division.parent',
      '7 代码 cell.missing',
      '8 名称 cell.error',
      '9 纬度 place.half',
      '9 代码 division.parent-level',
      '10 经度 place.swapped',
      '12 代码 code.digits',
    ]);
    expect(result.report.find((line) => line.code === 'cell.date-serial')?.params).toMatchObject({
      date: '2026-01-01',
    });
  });

  test('what is stored already is left alone, what contradicts it is an error', () => {
    const same = importDivisions(sheet('代码|名称', '9901|榕川市', '990101|云汀区'), [city]);
    expect([same.unchanged, same.ready.length, same.report]).toEqual([1, 1, []]);
    const other = importDivisions(sheet('代码|名称', '9901|某某市'), [city]);
    expect(told(other.report)).toEqual(['2 名称 division.exists']);
  });

  test('twice, two tops, the wrong level, a doubled name', () => {
    const report = importDivisions(
      sheet(
        '代码|名称|级别',
        '9901|榕川市|市',
        '9802|别处市|市',
        '990101|云汀区|乡镇',
        '990101|云汀区|',
        '990102|岚屏县|',
        '990103|岚屏县|',
      ),
      [],
    ).report;
    expect(told(report)).toEqual([
      '2 代码 division.top',
      '3 代码 division.top',
      '4 级别 division.level',
      '5 代码 division.twice',
      '7 名称 division.same-name',
    ]);
  });

  test('no header, no rows, a comma too many', () => {
    expect(told(importDivisions(sheet('什么|都|没有', '1|2|3'), []).report)).toEqual(['1 - header.none']);
    expect(told(importDivisions([], []).report)).toEqual(['1 - table.empty']);
    expect(told(importDivisions(sheet('代码|名称'), []).report)).toEqual(['1 - table.empty']);
    expect(told(importDivisions(sheet('名称|人口', 'x|1'), []).report)).toEqual(['1 - header.missing']);
    expect(told(importDivisions(sheet('代码|名称|name', '9901|x|y'), []).report)).toEqual(['1 name header.twice']);
    expect(told(importDivisions(sheet('代码|名称', '9901|榕川|市'), []).report)).toEqual(['2 - row.long']);
  });

  test('GCJ-02 is converted and kept as it was given', () => {
    const result = importDivisions(
      sheet('代码|名称|经度|纬度|坐标系', '9901|榕川市|121.531541859215|31.17530398364597|gcj02'),
      [],
    );
    const [row] = result.ready;
    expect(row?.given).toEqual({ lon: 121.531541859215, lat: 31.17530398364597, system: 'GCJ-02' });
    expect(row?.place?.lon).toBeCloseTo(121.5272106, 7);
  });

  test('the example line of a filled-in template is left out', () => {
    const { columns } = templateOf(divisionColumns, 'zh-CN');
    const lines = [
      columns.map((column) => column.header).join('|'),
      columns.map((column) => column.example).join('|'),
      '9901|榕川市',
    ];
    const result = importDivisions(sheet(...lines), []);
    expect(told(result.report)).toEqual(['2 - row.example']);
    expect(result.ready).toHaveLength(1);
  });

  test('an example that is filled in is a valid row', () => {
    const { columns } = templateOf(divisionColumns, 'en');
    const cells = columns.map((column) => (column.header === 'Name' ? 'Another' : column.example));
    const result = importDivisions(sheet(columns.map((column) => column.header).join('|'), cells.join('|')), []);
    expect(told(result.report)).toEqual(['2 Division code division.parent']);
  });

  test('whatever is typed, there is an answer and never half an import', () => {
    const cell = fc.oneof(
      fc.string({ maxLength: 15 }),
      fc.constantFrom('9901', '990101', '990101100', '甲', '县', '2026-01-01', '104.5', ''),
    );
    const rows = fc.array(fc.array(cell, { minLength: 1, maxLength: 6 }), { maxLength: 8 });
    fc.assert(
      fc.property(rows, (cells) => {
        const table = [
          { line: 1, cells: ['代码', '名称', '级别', '启用日期', '经度', '纬度'] },
          ...cells.map((each, index) => ({ line: index + 2, cells: each })),
        ];
        const { ready, report, unchanged, rows: count } = importDivisions(table, []);
        const failed = report.some((line) => line.severity === 'error');
        expect(failed ? ready.length === 0 : ready.length + unchanged === count).toBe(true);
        for (const line of report) expect(line.code in zh && line.line >= 1 && line.line <= table.length).toBe(true);
      }),
    );
  });
});

const vocabulary = (...words: [string, string][]) =>
  words.map(([code, zhName]) => ({ code, name: { 'zh-CN': zhName, en: code } }));

describe('units', () => {
  const known = {
    divisions: new Map([
      ['990100000000', 'd1'],
      ['990101000000', 'd2'],
    ]),
    units: [{ id: 'u1', name: '榕川市人民政府', aliases: ['市政府'] }],
    departments: vocabulary(['employment', '就业'], ['arbitration', '仲裁']),
  };
  test('parents first, whatever the order; powers by name or code; a parent by its alias', () => {
    const result = importUnits(
      sheet(
        '机构名称|区划代码|机构类型|上级机构|职能',
        '云汀区就业局|990101|经办机构|云汀区人社局|employment',
        '云汀区人社局|990101|局|市政府|就业、仲裁',
      ),
      known,
    );
    expect(result.report).toEqual([]);
    expect(result.ready.map(({ name, parentName, departments }) => [name, parentName, departments])).toEqual([
      ['云汀区人社局', '市政府', ['employment', 'arbitration']],
      ['云汀区就业局', '云汀区人社局', ['employment']],
    ]);
  });
  test('mistakes', () => {
    const result = importUnits(
      sheet(
        '机构名称|区划代码|机构类型|上级机构|职能',
        '甲|990102|局|乙|消防',
        '乙|990101|某某|甲|',
        '丙|990101|局|丁|',
        '丁|990101|局|丙|',
        '甲|990101|局||',
        '榕川市人民政府|9901|政府||',
        '戊|9901|局|没有的|',
      ),
      known,
    );
    expect(told(result.report)).toEqual([
      '2 区划代码 division.unknown',
      '2 职能 department.unknown',
      '3 机构类型 cell.choice',
      '5 上级机构 unit.circle',
      '6 机构名称 unit.twice',
      '7 机构名称 unit.exists',
      '8 上级机构 unit.unknown',
    ]);
  });
});

describe('accounts', () => {
  const known = {
    units: [
      { id: 'u1', name: '甲中心', aliases: [] },
      { id: 'u2', name: '乙中心', aliases: [] },
    ],
    roles: vocabulary(
      ['teller', '综合柜员'],
      ['system-administrator', '系统管理员'],
      ['audit-administrator', '审计管理员'],
    ),
    logins: new Set(['taken']),
    apart: ['system-administrator', 'audit-administrator'],
  };
  test('one line for each post', () => {
    const result = importAccounts(
      sheet(
        '登录名|姓名|手机号|机构|角色|B角',
        'Zhang.San|张 三|154 0000 0001|甲中心|综合柜员|',
        'zhang.san|张三||乙中心|teller|是',
      ),
      known,
    );
    expect(result.report).toEqual([]);
    expect(result.ready).toEqual([
      {
        login: 'zhang.san',
        name: '张三',
        mobile: '15400000001',
        posts: [
          { unitId: 'u1', role: 'teller', substitute: false, validFrom: null },
          { unitId: 'u2', role: 'teller', substitute: true, validFrom: null },
        ],
      },
    ]);
  });
  test('mistakes', () => {
    const { report } = importAccounts(
      sheet(
        '登录名|姓名|手机号|机构|角色',
        'a b|张三||甲中心|综合柜员',
        'taken|李四||甲中心|综合柜员',
        'wang|王五|12345|甲中心|综合柜员',
        'zhao|赵六||甲中心|综合柜员',
        'zhao|赵七||甲中心|综合柜员',
        'qian|钱一||丙中心|厨师',
        'sun|孙二||甲中心|系统管理员',
        'sun|孙二||乙中心|审计管理员',
      ),
      known,
    );
    expect(told(report)).toEqual([
      '2 登录名 account.login',
      '3 登录名 account.exists',
      '4 手机号 account.mobile',
      '6 姓名 account.differs',
      '6 角色 account.post-twice',
      '7 机构 unit.unknown',
      '7 角色 role.unknown',
      '9 角色 account.apart',
    ]);
  });
});

describe('cells', () => {
  test.each([
    ['2026-1-2', '2026-01-02'],
    ['2026/01/02', '2026-01-02'],
    ['2026.1.2', '2026-01-02'],
    ['2026年1月2日', '2026-01-02'],
    ['20260102', '2026-01-02'],
    ['２０２６－０１－０２', '2026-01-02'],
    ['2026-01-02 00:00', '2026-01-02'],
  ])('the date %s', (cell, expected) => expect(date(cell)).toBe(expected));
  test.each(['2026-13-01', '2026-02-29', '1/2/2026', '2026-01/02', '昨天'])('no date: %s', (cell) =>
    expect(date(cell)).toMatchObject({ complaint: 'cell.date' }),
  );
  test('what spreadsheets leave around a value', () => {
    expect(tidy('\u200b \u00a0云汀区\u3000\ufeff')).toBe('云汀区');
    expect(tidy("'990101000000")).toBe('990101000000');
    expect(list('甲；乙、丙，甲\n丁;')).toEqual(['甲', '乙', '丙', '丁']);
    expect(number(0, 9999)('１，２３４')).toBe(1234);
    expect(number(0, 10)('约5')).toMatchObject({ complaint: 'cell.number' });
  });
  test.each([
    ['990101001001', '990101001001'],
    ['９９０１０１', '990101000000'],
    ['990101001001.0', '990101001001'],
    ['990101001001-02', '990101001001-02'],
  ])('the code %s', (cell, expected) => expect(readDivisionCode(cell)).toBe(expected));
});
