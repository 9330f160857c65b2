import { describe, expect, it } from 'vitest';
import { localDate } from '#domain/kernel/dates.ts';
import { systemCtx } from '../operations.ts';
import { refusal, testKit } from '../testing.ts';
import { coverOf, organisationOf, pathNames, unitNameOn } from './index.ts';

const kit = await testKit();
const system = await kit.staff('xitong', 'system-administrator', 'city');
const anyone = kit.client();
const { organisation } = anyone;
const today = '2026-03-02';
const ctx = () => systemCtx(kit.app, kit.app.db, 'test');
const names = (page: { items: { name: string }[] }) => page.items.map(({ name }) => name);

describe('divisions', () => {
  it('are listed under a parent, from the top, by name, and by code', async () => {
    expect(names(await organisation.divisions({}))).toEqual(['榕川市']);
    expect(names(await organisation.divisions({ parent: kit.division.city }))).toEqual(['云汀县', '岚屏县']);
    expect(names(await organisation.divisions({ find: '甲' }))).toEqual(['甲镇', '甲一村', '甲二村']);
    expect(names(await organisation.divisions({ find: '990101101' }))).toEqual(['乙镇', '乙一村']);
    const first = await organisation.divisions({ find: '甲', limit: 2 });
    expect(names(await organisation.divisions({ find: '甲', limit: 2, cursor: first.next! }))).toEqual(['甲二村']);
    const { division, path } = await organisation.division({ id: kit.division.a1 });
    expect(division).toMatchObject({ code: '990101100001', level: 'village', children: 0 });
    expect(path.map(({ name }) => name)).toEqual(['榕川市', '云汀县', '甲镇', '甲一村']);
    expect(await refusal(organisation.division({ id: kit.app.id() }))).toEqual({ problem: 'not-found' });
  });

  it('keep their old name findable and readable on its own day after a rename', async () => {
    const order = { kind: 'rename', effectiveOn: '2026-02-01', document: '榕府〔2026〕1号' } as const;
    await system.organisation.changeDivision({ ...order, from: [kit.division.b1], to: [{ name: '新乙村' }] });
    expect(names(await organisation.divisions({ find: '乙一' }))).toEqual(['新乙村']);
    const map = await organisationOf(ctx());
    expect(pathNames(map, kit.division.b1, '2026-01-31').at(-1)).toBe('乙一村');
    expect(pathNames(map, kit.division.b1, '2026-02-01T00:30:00+08:00').at(-1)).toBe('新乙村');
    expect(names(await organisation.divisions({ parent: kit.division.townB, on: '2026-01-31' }))).toEqual(['乙一村']);
  });

  it('merge: the ended lead on, units and stations follow, and people of the old village keep their station', async () => {
    const before = await organisation.sites({ village: kit.division.a2 });
    expect(before.items[0]).toMatchObject({ name: '甲二村点位', villages: [{ id: kit.division.a2 }] });
    const order = { kind: 'merge', effectiveOn: today, document: '榕府〔2026〕2号' } as const;
    const from = [kit.division.a1, kit.division.a2];
    const { ids } = await system.organisation.changeDivision({
      ...order,
      from,
      to: [{ name: '甲合村', code: '990101100003' }],
    });
    const [merged] = ids as [string];
    expect(names(await organisation.divisions({ parent: kit.division.townA }))).toEqual(['甲合村']);
    expect(names(await organisation.divisions({ parent: kit.division.townA, on: '2026-03-01' }))).toEqual([
      '甲一村',
      '甲二村',
    ]);
    expect(names(await organisation.divisions({ find: '甲一村' }))).toEqual(['甲合村']);
    expect((await organisation.division({ id: merged })).division).toMatchObject({ population: 2000 });
    const map = await organisationOf(ctx());
    expect(map.successors(kit.division.a1, today)).toEqual([merged]);
    expect(map.competent(kit.division.a1, 'village', null, today)?.divisionId).toBe(merged);
    expect(map.competent(kit.division.a1, 'county', 'employment', today)?.id).toBe(kit.unit.county);
    const { items } = await organisation.sites({ village: merged });
    expect(items.filter(({ level }) => level === 'village').map(({ name }) => name)).toEqual([
      '甲一村点位',
      '甲二村点位',
    ]);
    const { stationUnit } = await import('../sites/index.ts');
    expect([kit.unit.a1, kit.unit.a2]).toContain(await stationUnit(ctx(), kit.division.a2));
    expect(unitNameOn(map, kit.unit.a1, '2026-01-01')).toBe('甲一村服务站');
    const changes = await kit.app.db.selectFrom('division_changes').selectAll().where('kind', '=', 'merge').execute();
    expect(changes).toMatchObject([{ effective_on: today, from_ids: from, to_ids: [merged] }]);
  });

  it('split, each child to one part, and move with everything below', async () => {
    const order = { effectiveOn: today, document: '榕府〔2026〕3号' };
    const split = await system.organisation.changeDivision({
      ...order,
      kind: 'split',
      from: [kit.division.townB],
      to: [
        { name: '乙镇', code: '990101101000', children: [] },
        { name: '丁镇', code: '990101102000', children: [kit.division.b1] },
      ],
    });
    const [kept, added] = split.ids as [string, string];
    expect(kept).toBe(kit.division.townB);
    expect(names(await organisation.divisions({ parent: added }))).toEqual(['新乙村']);
    await system.organisation.changeDivision({
      ...order,
      kind: 'move',
      from: [added],
      to: [{ parent: kit.division.other }],
    });
    const { path } = await organisation.division({ id: kit.division.b1 });
    expect(path.map(({ name }) => name)).toEqual(['榕川市', '岚屏县', '丁镇', '新乙村']);
    const map = await organisationOf(ctx());
    expect(map.divisions.get(kit.division.b1)?.ancestors).toEqual([
      kit.division.city,
      kit.division.other,
      added,
      kit.division.b1,
    ]);
    // An old case still reads where it was.
    expect(pathNames(map, kit.division.b1, '2026-01-15')).toEqual(['榕川市', '云汀县', '乙镇', '乙一村']);
    expect(map.competent(kit.division.b1, 'county', 'employment', today)?.id).toBe(kit.unit.other);
  });

  it('exchange their codes in one order', async () => {
    const order = { kind: 'recode', effectiveOn: today, document: '榕府〔2026〕4号' } as const;
    const [a, b] = [kit.division.county, kit.division.other];
    await system.organisation.changeDivision({
      ...order,
      from: [a, b],
      to: [{ code: '990102000000' }, { code: '990101000000' }],
    });
    expect((await organisation.division({ id: a })).division.code).toBe('990102000000');
    expect((await organisation.division({ id: a, on: '2026-03-01' })).division.code).toBe('990101000000');
  });

  it('are left alone by an order with a mistake, and each mistake is named', async () => {
    const order = { effectiveOn: today, document: '榕府〔2026〕5号' };
    const change = system.organisation.changeDivision;
    const county = kit.division.county;
    expect(
      await refusal(change({ ...order, kind: 'move', from: [kit.division.city], to: [{ parent: county }] })),
    ).toMatchObject({
      problem: 'input.invalid',
      fields: [{ path: 'from.0', code: 'division.top' }],
    });
    expect(await refusal(change({ ...order, kind: 'rename', from: [county], to: [{}] }))).toMatchObject({
      fields: [{ path: 'to.0.name', code: 'field.missing' }],
    });
    expect(
      await refusal(change({ ...order, kind: 'merge', from: [county], to: [{ name: '一', code: '990103000000' }] })),
    ).toMatchObject({
      fields: [{ path: 'from', code: 'division.merge-of-one' }],
    });
    expect(
      await refusal(change({ ...order, kind: 'rename', from: [kit.division.a1], to: [{ name: '甲' }] })),
    ).toMatchObject({
      fields: [{ path: 'from.0', code: 'division.not-in-force', params: { name: '甲一村' } }],
    });
    expect(
      await refusal(
        change({ ...order, kind: 'rename', effectiveOn: '2026-12-01', from: [county], to: [{ name: '新' }] }),
      ),
    ).toEqual({
      problem: 'organisation.not-yet',
      params: { date: '2026-12-01' },
    });
    const teller = await kit.staff('zhao', 'teller', 'townA');
    expect(
      await refusal(
        teller.organisation.changeDivision({ ...order, kind: 'rename', from: [county], to: [{ name: '新' }] }),
      ),
    ).toEqual({ problem: 'permission.denied' });
  });
});

describe('units', () => {
  it('are listed by division, parent and name; departments by their words', async () => {
    expect(names(await organisation.units({}))).toEqual(['榕川市人民政府']);
    expect(names(await organisation.units({ parent: kit.unit.county }))).toEqual([
      '乙镇便民服务中心',
      '甲镇便民服务中心',
    ]);
    expect(names(await organisation.units({ find: '岚屏' }))).toEqual(['岚屏县人力资源和社会保障局']);
    const departments = await organisation.departments();
    expect(departments.find(({ code }) => code === 'tax')?.name.en).toMatch(/tax/);
  });

  it('are opened below a unit above, and found by whoever needs their power', async () => {
    const wish = {
      parent: kit.unit.county,
      division: kit.division.county,
      kind: 'agency',
      departments: ['arbitration'],
      name: '云汀县劳动人事争议仲裁院',
    };
    const { id } = await system.organisation.createUnit(wish);
    const map = await organisationOf(ctx());
    expect(map.competent(kit.division.townA, 'county', 'arbitration', today)?.id).toBe(id);
    expect(map.units.get(id)?.ancestors).toEqual([kit.unit.city, kit.unit.county, id]);
    expect(
      await refusal(
        system.organisation.createUnit({
          ...wish,
          kind: 'palace',
          departments: ['magic'],
          division: kit.division.other,
        }),
      ),
    ).toMatchObject({
      fields: [
        { path: 'division', code: 'unit.outside-parent' },
        { path: 'kind', code: 'unit.kind' },
        { path: 'departments', code: 'unit.department', params: { value: 'magic' } },
        { path: 'name', code: 'unit.name-taken' },
      ],
    });
  });

  it('of one name are opened once, however many ask at once', async () => {
    const wish = {
      parent: kit.unit.county,
      division: kit.division.county,
      kind: 'agency',
      departments: [],
      name: '同名中心',
    };
    const tries = [1, 2, 3].map(() => system.organisation.createUnit(wish).catch(() => undefined));
    expect((await Promise.all(tries)).filter(Boolean)).toHaveLength(1);
  });

  it('are renamed and merged with their history; staff of a merged unit go along', async () => {
    const { account } = await kit.openAccount('qian', 'teller', 'townB', { totp: false });
    await system.organisation.renameUnit({ unit: kit.unit.townA, name: '甲镇党群服务中心', from: today });
    await system.organisation.changeUnits({
      kind: 'merge',
      effectiveOn: today,
      document: '榕编〔2026〕6号',
      from: [kit.unit.townB],
      into: kit.unit.townA,
      names: ['甲乙片区服务中心'],
    });
    const map = await organisationOf(ctx());
    expect(unitNameOn(map, kit.unit.townA, '2026-03-01')).toBe('甲镇便民服务中心');
    expect(map.units.get(kit.unit.townA)?.name).toBe('甲乙片区服务中心');
    expect(map.units.get(kit.unit.townB)).toMatchObject({ validTo: today, became: [kit.unit.townA] });
    expect(map.units.get(kit.unit.b1)?.ancestors).toEqual([
      kit.unit.city,
      kit.unit.county,
      kit.unit.townA,
      kit.unit.b1,
    ]);
    const posts = await kit.app.db
      .selectFrom('posts')
      .selectAll()
      .where('account_id', '=', account)
      .orderBy('id')
      .execute();
    expect(posts.map((post) => [post.unit_id, post.valid_to])).toEqual([
      [kit.unit.townB, today],
      [kit.unit.townA, null],
    ]);
    expect(
      await refusal(
        system.organisation.changeUnits({
          kind: 'close',
          effectiveOn: today,
          document: '榕编〔2026〕7号',
          from: [kit.unit.townA],
          became: [],
        }),
      ),
    ).toMatchObject({
      fields: expect.arrayContaining([{ path: 'from', code: 'unit.children-left', params: { name: '乙一村服务站' } }]),
    });
  });
});

describe('the calendar', () => {
  it('is shown in the reader’s language and changed as a new revision', async () => {
    const { setCalendar } = await import('./index.ts');
    const before = await organisation.calendar();
    expect(before.revision).toBe(1);
    expect(before.years['2026']?.holidays[0]).toEqual({ date: '2026-01-01', name: '元旦' });
    expect((await kit.client(undefined, 'en').organisation.calendar()).years['2026']?.holidays[0]?.name).toBe(
      "New Year's Day",
    );
    const year = {
      year: '2027',
      confirmed: true,
      document: '国办发明电〔2026〕9号',
      holidays: [{ date: '2027-01-01', name: '元旦' }],
      workdays: [{ date: '2027-01-03', name: '元旦' }],
    };
    expect(await kit.asSystem((inner) => setCalendar(inner, year))).toEqual({ revision: 2 });
    const map = await organisationOf(ctx());
    expect(map.calendar.revision).toBe(2);
    expect(map.calendar.table.years['2027']?.holidays[0]?.name).toEqual({ 'zh-CN': '元旦', en: "New Year's Day" });
    const both = { ...year, workdays: year.holidays };
    await expect(kit.asSystem((inner) => setCalendar(inner, both))).rejects.toMatchObject({
      problem: { problem: 'input.invalid', fields: [{ code: 'calendar.both' }] },
    });
    const astray = { ...year, holidays: [{ date: '2028-01-01', name: '元旦' }] };
    await expect(kit.asSystem((inner) => setCalendar(inner, astray))).rejects.toMatchObject({
      problem: { fields: [{ code: 'calendar.year' }] },
    });
  });
});

it('covers a closed unit from above, since nobody is in', async () => {
  // Townsfolk of the merged centre have gone; its old unit is the county's to look after.
  const cover = await coverOf(ctx(), kit.unit.county);
  expect(cover.units).toContain(kit.unit.townB);
});

describe('a grid below a village', () => {
  it('is opened with the next number, renamed with history, and closed for good', async () => {
    const system = await kit.staff('wangge', 'system-administrator', 'city');
    const { items } = await organisation.divisions({ find: '村', limit: 20 });
    const village = items.find((division) => division.level === 'village')?.id ?? '';
    const first = await system.organisation.openGrid({ village, name: '第一网格' });
    await system.organisation.openGrid({ village, name: '第二网格' });
    expect((await refusal(system.organisation.openGrid({ village, name: '第一网格' }))).fields?.[0]?.code).toBe(
      'grid.name-taken',
    );
    expect(
      (await refusal(system.organisation.openGrid({ village: kit.division.townA, name: '网格' }))).fields?.[0]?.code,
    ).toBe('grid.no-village');
    const below = async () => (await organisation.divisions({ parent: village, limit: 20 })).items;
    const { code } = (await organisation.division({ id: village })).division;
    expect((await below()).map((grid) => [grid.level, grid.code, grid.name])).toEqual([
      ['grid', `${code}-01`, '第一网格'],
      ['grid', `${code}-02`, '第二网格'],
    ]);
    const day = localDate(kit.app.clock.now());
    const document = '村委会会议';
    await system.organisation.changeDivision({
      kind: 'rename',
      effectiveOn: day,
      document,
      from: [first.id],
      to: [{ name: '梨园网格' }],
    });
    expect((await organisation.division({ id: first.id })).division.aliases).toContain('第一网格');
    const close = { grid: first.id, on: day, document };
    const outsider = await kit.staff('wanggewai', 'village-clerk', 'a1');
    expect((await refusal(outsider.organisation.closeGrid(close))).problem).toBe('permission.denied');
    expect((await refusal(system.organisation.closeGrid({ ...close, grid: village }))).fields?.[0]?.code).toBe(
      'grid.only-grids',
    );
    await system.organisation.closeGrid(close);
    expect((await below()).map(({ name }) => name)).toEqual(['第二网格']);
    await system.organisation.openGrid({ village, name: '第三网格' });
    expect((await below()).map((grid) => grid.code)).toEqual([`${code}-02`, `${code}-03`]);
  });
});
