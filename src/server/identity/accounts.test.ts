import { beforeAll, describe, expect, it } from 'vitest';
import { password, refusal, type TestClient, testKit } from '../testing.ts';

const kit = await testKit();
const security = await kit.staff('anquan', 'security-administrator', 'city');
const fresh = '门口石凳上坐着两个人';

const table = (text: string) => new File([`登录名,姓名,机构,角色,B角\n${text}`], 'accounts.csv', { type: 'text/csv' });
const signIn = async (login: string, typed: string) => {
  const { token, me } = await kit.client().session.staff({ login, password: typed });
  return { client: kit.client(token), me };
};

describe('an account', () => {
  const wish = {
    unit: kit.unit.townA,
    login: 'he.lin',
    name: '何林',
    password: '第一天用的密码要改掉它',
    role: 'teller',
  };

  it('is opened with a first password, which opens nothing but the way to change it', async () => {
    const { id } = await security.organisation.createAccount(wish);
    const { client, me } = await signIn('he.lin', wish.password);
    expect(me).toMatchObject({ account: { id, mustChangePassword: true }, permissions: {}, post: { role: 'teller' } });
    expect(await refusal(client.identity.search({ text: '何' }))).toEqual({ problem: 'permission.denied' });
    await client.session.password({ old: wish.password, new: fresh });
    expect(await client.session.me()).toMatchObject({
      account: { mustChangePassword: false },
      permissions: { 'person.search': 'city' },
    });
    expect((await signIn('he.lin', fresh)).me.kind).toBe('staff');
  });

  it('is refused with a weak password, a login that is taken, or a role that nobody knows', async () => {
    expect(
      await refusal(security.organisation.createAccount({ ...wish, login: 'new', password: '1234567890' })),
    ).toMatchObject({
      fields: [{ path: 'password', code: 'password.simple' }],
    });
    expect(await refusal(security.organisation.createAccount(wish))).toMatchObject({
      fields: [{ path: 'login', code: 'account.exists', params: { login: 'he.lin' } }],
    });
    expect(await refusal(security.organisation.createAccount({ ...wish, login: 'new', role: 'king' }))).toMatchObject({
      fields: [{ path: 'role', code: 'role.unknown' }],
    });
  });

  it('of one login is opened once, however many ask at once', async () => {
    const tries = ['a', 'b', 'c'].map((n) =>
      security.organisation.createAccount({ ...wish, login: 'one.of.three', name: `三${n}` }).catch(() => undefined),
    );
    expect((await Promise.all(tries)).filter(Boolean)).toHaveLength(1);
  });

  it('is closed at once wherever it is signed in', async () => {
    const { account } = await kit.openAccount('gone', 'teller', 'townA', { totp: false });
    const { client } = await signIn('gone', password);
    await security.organisation.disableAccount({ account, unit: kit.unit.townA });
    expect(await client.session.me()).toEqual({ kind: 'anyone' });
    expect(await refusal(signIn('gone', password))).toEqual({ problem: 'auth.wrong' });
  });

  it('is reset with a first password that is shown again to the same request only until it is changed', async () => {
    const { account } = await kit.openAccount('forgot', 'approver', 'county');
    const before = await kit.signIn('forgot');
    const key = kit.app.id();
    const input = { account, unit: kit.unit.county, secondFactor: true };
    const reset = await security.organisation.resetAccount(input, { context: { key } });
    expect(reset).toEqual({ login: 'forgot', password: expect.stringMatching(/^([0-9a-z]{4}-){3}[0-9a-z]{4}$/) });
    expect(await before.session.me()).toEqual({ kind: 'anyone' });
    expect(await security.organisation.resetAccount(input, { context: { key } })).toEqual(reset);
    const everything = JSON.stringify([
      await kit.app.db.selectFrom('accounts').selectAll().execute(),
      await kit.app.db.selectFrom('idempotency').selectAll().execute(),
    ]);
    expect(everything).not.toContain(reset.password);
    const { client, me } = await signIn('forgot', reset.password.toUpperCase());
    expect(me).toMatchObject({ account: { mustChangePassword: true, secondFactor: false }, permissions: {} });
    await client.session.password({ old: reset.password, new: fresh });
    expect(await refusal(security.organisation.resetAccount(input, { context: { key } }))).toEqual({
      problem: 'account.password-chosen',
    });
  });

  it('has a first password that is worth nothing after a month', async () => {
    const { account } = await kit.openAccount('late', 'teller', 'townA', { totp: false });
    const reset = await security.organisation.resetAccount({ account, unit: kit.unit.townA });
    kit.advance(31 * 24 * 60);
    expect(await refusal(signIn('late', reset.password))).toEqual({ problem: 'auth.wrong' });
  });
});

describe('who may manage whom', () => {
  it('nobody their own account, nor the last who can open accounts', async () => {
    const manager = await kit.signIn('anquan');
    const me = await manager.session.me();
    if (me.kind !== 'staff') throw new Error('not signed in');
    const own = { account: me.account.id, unit: kit.unit.city };
    expect(await refusal(manager.organisation.disableAccount(own))).toEqual({ problem: 'account.own' });
    expect(await refusal(manager.organisation.addPost({ ...own, role: 'approver', from: '2026-03-02' }))).toEqual({
      problem: 'account.own',
    });
    // Somebody whose role was widened by the city; the only security administrator is still the last of the role.
    const widened = { 'account.manage': 'city' } as const;
    await kit.app.db
      .updateTable('roles')
      .set({ permissions: JSON.stringify(widened) })
      .where('code', '=', 'supervisor')
      .execute();
    const other = await kit.staff('widened', 'supervisor', 'city');
    expect(await refusal(other.organisation.disableAccount(own))).toEqual({ problem: 'account.last-administrator' });
    const post = me.posts[0]!.id;
    expect(await refusal(other.organisation.endPost({ ...own, post, on: '2026-04-02' }))).toEqual({
      problem: 'account.last-administrator',
    });
    await kit.openAccount('anquan2', 'security-administrator', 'city');
    await other.organisation.disableAccount(own);
    expect(await manager.session.me()).toEqual({ kind: 'anyone' });
  });

  it('nothing at a unit where the account does not work', async () => {
    const third = await kit.signIn('anquan2');
    const { account } = await kit.openAccount('far', 'teller', 'townB', { totp: false });
    expect(await refusal(third.organisation.disableAccount({ account, unit: kit.unit.townA }))).toEqual({
      problem: 'not-found',
    });
    const teller = await kit.staff('plain', 'teller', 'townA');
    expect(await refusal(teller.organisation.disableAccount({ account, unit: kit.unit.townB }))).toEqual({
      problem: 'permission.denied',
    });
  });
});

describe('accounts from a table', () => {
  let importer: TestClient;
  beforeAll(async () => {
    importer = await kit.staff('anquan4', 'security-administrator', 'city');
  });
  const good = [
    'gu.yi,顾一,甲镇便民服务中心,综合柜员,否',
    'gu.yi,顾一,甲一村服务站,村级协办员,否',
    'gu.er,顾二,甲镇便民服务中心,综合柜员,否',
    'gu.er,顾二,甲一村服务站,村级协办员,是',
  ].join('\n');

  it('are imported all or none', async () => {
    const bad = `${good}\ngu.san,顾三,没有的中心,综合柜员,否\ngu.si,顾四,甲镇便民服务中心,皇帝,否`;
    const report = await importer.organisation.import({ kind: 'accounts', file: table(bad), commit: true });
    expect(report).toMatchObject({ rows: 6, created: 0, committed: false });
    expect(report.problems.map(({ row, code, severity }) => [row, code, severity])).toEqual([
      [6, 'unit.unknown', 'error'],
      [7, 'role.unknown', 'error'],
    ]);
    expect(report.passwords).toBeUndefined();
    expect(await kit.app.db.selectFrom('accounts').select('id').where('login', 'like', 'gu.%').execute()).toEqual([]);
  });

  it('get first passwords, each shown to the importer and nowhere kept; a B is named for the post', async () => {
    expect(await importer.organisation.import({ kind: 'accounts', file: table(good), commit: false })).toMatchObject({
      created: 2,
      committed: false,
    });
    const report = await importer.organisation.import({ kind: 'accounts', file: table(good), commit: true });
    expect(report).toMatchObject({ created: 2, committed: true, problems: [] });
    expect(report.passwords?.map(({ login }) => login)).toEqual(['gu.er', 'gu.yi']);
    const [er] = report.passwords ?? [];
    expect((await signIn('gu.er', er!.password)).me).toMatchObject({ account: { mustChangePassword: true } });
    const { items } = await importer.organisation.accounts({ unit: kit.unit.a1 });
    expect(items.find(({ login }) => login === 'gu.yi')?.posts).toMatchObject([
      { role: 'teller', substitute: null },
      { role: 'village-clerk', substitute: { name: '顾二' } },
    ]);
  });

  it('refuses a B who replaces nobody or has no post of their own', async () => {
    const lone = 'gu.wu,顾五,乙一村服务站,村级协办员,是';
    const report = await importer.organisation.import({ kind: 'accounts', file: table(lone), commit: true });
    expect(report.problems.map(({ row, code }) => [row, code])).toEqual([
      [2, 'account.only-substitute'],
      [2, 'account.nobody-to-replace'],
    ]);
    expect(report.committed).toBe(false);
  });

  it('are no business of whoever manages units only', async () => {
    const system = await kit.staff('xitong', 'system-administrator', 'city');
    expect(await refusal(system.organisation.import({ kind: 'accounts', file: table(good), commit: true }))).toEqual({
      problem: 'permission.denied',
    });
    const other = new File(['\u0000\u0001\u0002'], 'x.csv');
    expect(await refusal(importer.organisation.import({ kind: 'accounts', file: other, commit: true }))).toMatchObject({
      problem: 'table.kind',
    });
  });

  it('tells two files of one name and size apart under one key', async () => {
    const key = kit.app.id();
    const send = (login: string) =>
      importer.organisation.import(
        { kind: 'accounts', file: table(`${login},顾七,甲镇便民服务中心,综合柜员,否`), commit: false },
        { context: { key } },
      );
    await send('gu.qi1');
    expect(await refusal(send('gu.qi2'))).toEqual({ problem: 'idempotency.other-body' });
  });
});
