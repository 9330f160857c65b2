import { describe, expect, it } from 'vitest';
import { writeXlsx } from '../platform/spreadsheets.ts';
import { refusal, testKit } from '../testing.ts';

const kit = await testKit({ now: '2026-03-02T10:00:00+08:00' });
const system = await kit.staff('xitong', 'system-administrator', 'city');
const { organisation } = kit.client();
const names = (page: { items: { name: string }[] }) => page.items.map(({ name }) => name);
const csv = (...lines: string[]) => new File([lines.join('\n')], 'table.csv');

describe('service points', () => {
  it('of a village: its own first, then the town’s', async () => {
    expect(names(await organisation.sites({ village: kit.division.a1 }))).toEqual(['甲一村点位', '甲镇点位']);
    const { items } = await organisation.sites({ find: '乙一' });
    expect(items[0]).toMatchObject({ villages: [{ name: '乙一村' }], hours: { 'zh-CN': '周一至周五 9:00–12:00' } });
  });

  it('say whether they are open, on holidays and make-up days too', async () => {
    const open = async (instant: string) => {
      kit.set(instant);
      return names(await organisation.sites({ openNow: true, unit: kit.unit.a1 })).length === 1;
    };
    expect(await open('2026-03-02T11:59:00+08:00')).toBe(true);
    expect(await open('2026-03-02T12:00:00+08:00')).toBe(false);
    expect(await open('2026-02-14T10:00:00+08:00')).toBe(true); // a Saturday worked for the Spring Festival
    expect(await open('2026-02-17T10:00:00+08:00')).toBe(false);
    const { items } = await organisation.sites({ unit: kit.unit.a1 });
    expect(items[0]?.opensNext).toEqual({ date: '2026-02-24', time: '09:00' }); // the first day after the holidays
    kit.set('2026-03-02T10:30:00+08:00');
  });

  it('near a place: the nearest first, by metres', async () => {
    const wish = { unit: kit.unit.county, address: '滨河路9号', telephone: '0990-5550199', lat: 29.1 };
    for (const [name, lon] of [
      ['远点', 104.7],
      ['近点', 104.601],
    ] as const) {
      await system.organisation.createSite({ ...wish, name, lon });
    }
    const { items } = await organisation.sites({ lon: 104.6, lat: 29.1, unit: kit.unit.county });
    expect(items.map(({ name, distance }) => [name, distance])).toEqual([
      ['近点', expect.closeTo(97, -1)],
      ['远点', expect.closeTo(9716, -2)],
    ]);
  });

  it('are opened with what people write, and each slip is named', async () => {
    const wish = {
      unit: kit.unit.townB,
      name: '乙镇便民大厅',
      address: '正街1号',
      telephone: '0990-5550200',
      hours: '周一至周五 9:00-12:00, 13:30-17:30',
      villages: [kit.division.b1],
    };
    const { id } = await system.organisation.createSite(wish);
    expect(await organisation.site({ id })).toMatchObject({
      level: 'town',
      villages: [{ id: kit.division.b1 }],
      hours: { en: 'Monday to Friday 9:00–12:00, 13:30–17:30' },
    });
    const slips = { ...wish, telephone: '找村长', hours: '看情况', lon: 104.5, villages: [kit.division.townA] };
    expect(await refusal(system.organisation.createSite(slips))).toMatchObject({
      fields: [
        { path: 'name', code: 'site.name-taken' },
        { path: 'telephone' },
        { path: 'lat', code: 'site.place-half' },
        { path: 'hours', code: 'site.hours-unread' },
        { path: 'villages.0', code: 'site.no-village' },
      ],
    });
    expect(await refusal(organisation.site({ id: kit.app.id() }))).toEqual({ problem: 'not-found' });
  });

  it('serve a village from a day on, and no longer', async () => {
    const link = { site: kit.site.a1, village: kit.division.b1 };
    await system.organisation.linkVillage({ ...link, from: '2026-03-01' });
    expect(await refusal(system.organisation.linkVillage({ ...link, from: '2026-04-01' }))).toMatchObject({
      fields: [{ path: 'from', code: 'link.runs-already', params: { from: '2026-03-01', until: '—' } }],
    });
    expect(names(await organisation.sites({ village: kit.division.b1 }))).toContain('甲一村点位');
    await system.organisation.linkVillage({ ...link, from: '2026-03-01', until: '2026-03-02' });
    expect(names(await organisation.sites({ village: kit.division.b1 }))).not.toContain('甲一村点位');
    await system.organisation.linkVillage({ ...link, from: '2026-05-01', until: '2026-06-01' });
    expect(
      await refusal(system.organisation.linkVillage({ ...link, from: '2026-06-01', until: '2026-05-01' })),
    ).toMatchObject({
      fields: [{ path: 'until', code: 'link.backwards' }],
    });
    expect(
      await refusal(system.organisation.linkVillage({ ...link, village: kit.division.townA, from: '2026-03-01' })),
    ).toMatchObject({
      fields: [{ path: 'village', code: 'site.no-village' }],
    });
  });
});

describe('tables', () => {
  it('bring divisions, units, sites and links, each whole or not at all', async () => {
    const divisions = csv('区划代码,名称,人口', '990103,青石县,', '990103100,石桥镇,', '990103100001,石桥村,812');
    const dry = await system.organisation.import({ kind: 'divisions', file: divisions });
    expect(dry).toMatchObject({ rows: 3, created: 3, committed: false, problems: [] });
    expect(names(await organisation.divisions({ find: '石桥' }))).toEqual([]);
    expect(await system.organisation.import({ kind: 'divisions', file: divisions, commit: true })).toMatchObject({
      committed: true,
    });
    const [village] = (await organisation.divisions({ find: '石桥村' })).items;
    expect(village).toMatchObject({ code: '990103100001', population: 812 });
    expect((await organisation.division({ id: village!.id })).path.map(({ name }) => name)).toEqual([
      '榕川市',
      '青石县',
      '石桥镇',
      '石桥村',
    ]);
    // The same table once more says what is stored.
    expect(await system.organisation.import({ kind: 'divisions', file: divisions, commit: true })).toMatchObject({
      created: 0,
      unchanged: 3,
      committed: true,
    });

    const units = csv(
      '所在区划代码,机构名称,机构类型,上级机构,职能',
      '990103100001,石桥村服务站,服务站,石桥镇便民服务中心,',
      '990103100,石桥镇便民服务中心,服务中心,青石县人社局,',
      '990103,青石县人社局,局,榕川市人民政府,社会保险经办机构',
    );
    const words = await organisation.departments();
    expect(words.some(({ name }) => name['zh-CN'] === '社会保险经办机构')).toBe(true);
    expect(await system.organisation.import({ kind: 'units', file: units, commit: true })).toMatchObject({
      created: 3,
      committed: true,
    });
    const [station] = (await organisation.units({ find: '石桥村服务站' })).items;
    expect(station).toMatchObject({ level: 'village', division: { code: '990103100001' } });

    const sites = await writeXlsx([
      {
        name: '点位',
        columns: ['所属机构', '点位名称', '地址', '电话', '经度', '纬度', '开放时间', '窗口', '功能区'].map(
          (header) => ({ header }),
        ),
        rows: [
          [
            '石桥村服务站',
            '石桥村便民点',
            '石桥村1组',
            '0990-5550300',
            '104.51',
            '29.11',
            '周一至周五 9:00-12:00',
            '1号综合窗口',
            '接待大厅:40',
          ],
        ],
      },
    ]);
    const file = new File([new Uint8Array(sites)], '点位.xlsx');
    expect(await system.organisation.import({ kind: 'sites', file, commit: true })).toMatchObject({
      created: 1,
      committed: true,
    });
    const links = csv('点位名称,村代码', '石桥村便民点,990103100001');
    expect(await system.organisation.import({ kind: 'site-villages', file: links, commit: true })).toMatchObject({
      committed: true,
    });
    const served = await organisation.sites({ village: village!.id });
    expect(served.items).toMatchObject([{ name: '石桥村便民点', counters: [{ name: '1号综合窗口' }], lon: 104.51 }]);
    expect(
      (await system.organisation.import({ kind: 'site-villages', file: links, commit: true })).problems,
    ).toMatchObject([{ row: 2, code: 'link.overlap', severity: 'error' }]);
  });

  it('with one wrong row bring nothing', async () => {
    const table = csv('区划代码,名称', '990104,白云县', '990104100,云中镇', '99010,短县', '990105100,没有上级镇');
    const report = await system.organisation.import({ kind: 'divisions', file: table, commit: true });
    expect(report).toMatchObject({ rows: 4, created: 0, committed: false });
    expect(report.problems.map(({ row, column, code }) => [row, column, code])).toEqual([
      [4, '区划代码', 'code.digits'],
      [5, '区划代码', 'division.parent'],
    ]);
    expect(report.problems[0]?.message).toBe('“99010”有 5 位，区划代码应当是 12 位（或者 4、6、9 位）。请核对。');
    expect(names(await organisation.divisions({ find: '白云' }))).toEqual([]);
  });

  it('are refused as a whole when they are no table, and to whoever may not', async () => {
    const html = new File(['<html><table></table></html>'], 'table.xls');
    expect(await refusal(system.organisation.import({ kind: 'units', file: html }))).toEqual({
      problem: 'table.web-page',
    });
    const security = await kit.staff('anquan', 'security-administrator', 'city');
    const file = csv('区划代码,名称', '990106,无权县');
    expect(await refusal(security.organisation.import({ kind: 'divisions', file }))).toEqual({
      problem: 'permission.denied',
    });
  });
});
