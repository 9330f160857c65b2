import { describe, expect, test } from 'vitest';
import { type Place, toGcj02 } from '#domain/kernel/coordinates.ts';
import { importSites, importSiteVillages } from './import.ts';

const sheet = (...lines: string[]) =>
  lines.map((line, index) => ({ line: index + 1, cells: line.split('|').map((cell) => cell.trim()) }));
const told = (report: readonly { line: number; column: string | null; code: string }[]) =>
  report.map(({ line, column, code }) => `${line} ${column ?? '-'} ${code}`);

describe('sites', () => {
  const known = {
    units: [{ id: 'u1', name: '甲中心', aliases: ['甲'], level: 'town' as const }],
    siteNames: new Set(['旧大厅']),
  };
  test('whole', () => {
    const result = importSites(
      sheet(
        '所属机构|点位名称|地址|联系电话|经度|纬度|开放时间|窗口|功能区|等级',
        '甲|甲镇大厅|正街1号|(0980) 5550100 转 8|104.5|29.1|周一至周五 9:00-12:00；周六 9:00-11:00|1号综合窗口；2号窗口（社会保险、就业）|接待大厅：120㎡；档案室 20|二类',
      ),
      known,
    );
    expect(result.report).toEqual([]);
    expect(result.ready[0]).toMatchObject({
      unitId: 'u1',
      level: 'town',
      place: { lon: 104.5, lat: 29.1 },
      counters: [
        { name: '1号综合窗口', functions: ['general'] },
        { name: '2号窗口', functions: ['社会保险', '就业'] },
      ],
      rooms: [
        { name: '接待大厅', use: '接待大厅', area: 120 },
        { name: '档案室', use: '档案室', area: 20 },
      ],
      class: 'II',
    });
    expect(result.ready[0]?.weekly[5]).toEqual([{ from: '09:00', to: '11:00' }]);
    expect(result.ready[0]?.telephone).toMatch(/^0980.*-8$/);
  });
  test('in another datum than they say are told so, and those of whom nothing else is known are not', () => {
    const units = Array.from({ length: 8 }, (_, at) => ({
      id: `u${at}`,
      name: `村${at}`,
      aliases: [],
      level: 'village' as const,
      place: { lon: 104.5 + at / 40, lat: 29.1 },
    }));
    const rows = (shift: (at: Place) => Place) =>
      sheet(
        '所属机构|点位名称|地址|经度|纬度',
        ...units.map(({ name, place }, at) => {
          const { lon, lat } = shift({ lon: place.lon + (at % 2 ? 0.0004 : -0.0004), lat: place.lat });
          return `${name}|${name}站|x|${lon}|${lat}`;
        }),
      );
    const siteNames = new Set<string>();
    expect(importSites(rows(toGcj02), { units, siteNames }).report).toMatchObject([
      { line: 2, column: '经度', severity: 'notice', code: 'place.datum', params: { likely: 'GCJ-02' } },
    ]);
    expect(
      importSites(
        rows((at) => at),
        { units, siteNames },
      ).report,
    ).toEqual([]);
    const unplaced = units.map((unit) => ({ ...unit, place: null }));
    expect(importSites(rows(toGcj02), { units: unplaced, siteNames }).report).toEqual([]);
  });
  test('mistakes', () => {
    const { report, ready } = importSites(
      sheet(
        '所属机构|点位名称|地址|电话|经度|纬度|开放时间|功能区|等级',
        '乙中心|新大厅|x|||||',
        '甲|旧大厅|x|12||||120|四类',
        '甲|新大厅|||200||看情况||',
        '甲|新大厅|x||10|20|||',
      ),
      known,
    );
    expect(ready).toEqual([]);
    expect(told(report)).toEqual([
      '2 所属机构 unit.unknown',
      '3 电话 site.telephone',
      '3 功能区 site.room',
      '3 等级 cell.choice',
      '4 地址 cell.missing',
      '4 经度 cell.range',
      '4 开放时间 site.hours',
      '5 点位名称 site.twice',
      '5 经度 place.outside',
    ]);
  });
});

describe('sites and villages', () => {
  const known = {
    sites: [
      { id: 's1', name: '甲站', aliases: ['老甲站'] },
      { id: 's2', name: '乙站', aliases: [] },
    ],
    villages: new Map([
      ['990101100001', { id: 'v1', level: 'village' as const }],
      ['990101100000', { id: 't1', level: 'town' as const }],
    ]),
    links: [{ siteId: 's1', villageId: 'v1', validFrom: '2020-01-01', validTo: '2022-01-01' }],
  };
  test('a pair comes back after its end, and another site joins', () => {
    const named = importSiteVillages(
      sheet('点位|村代码|启用日期', '老甲站|990101100001|2022-01-01', '乙站|990101100001|'),
      known,
    );
    expect(named.report).toEqual([]);
    expect(named.ready).toHaveLength(2);
  });
  test('mistakes', () => {
    const { report } = importSiteVillages(
      sheet(
        '点位名称|村代码|启用日期|截止日期',
        '丙站|990101100001||',
        '甲站|990101100000||',
        '甲站|990101100009||',
        '甲站|990101100001|2021-12-31|',
        '乙站|990101100001|2022-01-01|2021-01-01',
      ),
      known,
    );
    expect(told(report)).toEqual([
      '2 点位名称 site.unknown',
      '3 村代码 division.not-village',
      '4 村代码 division.unknown',
      '5 村代码 link.overlap',
      '6 截止日期 cell.dates-backwards',
    ]);
  });
});
