import { expect, it } from 'vitest';
import { refusal, testKit } from './testing.ts';

const kit = await testKit();
const system = await kit.staff('xitong', 'system-administrator', 'city');
const wish = (name: string) => ({
  parent: kit.unit.county,
  division: kit.division.county,
  kind: 'agency',
  departments: [],
  name,
});
const audits = (operation: string) =>
  kit.app.db.selectFrom('audit').selectAll().where('operation', '=', operation).orderBy('id').execute();

it('answers a repeated command as the first time, and does it once', async () => {
  const key = kit.app.id();
  const first = await system.organisation.createUnit(wish('一次中心'), { context: { key } });
  expect(await system.organisation.createUnit(wish('一次中心'), { context: { key } })).toEqual(first);
  expect((await kit.client().organisation.units({ find: '一次中心' })).items).toHaveLength(1);
  expect(await refusal(system.organisation.createUnit(wish('二次中心'), { context: { key } }))).toEqual({
    problem: 'idempotency.other-body',
  });
});

it('lets a twin that arrives at the same moment wait, and gives both the same answer', async () => {
  const key = kit.app.id();
  const twins = [1, 2, 3, 4].map(() => system.organisation.createUnit(wish('双胞中心'), { context: { key } }));
  const answers = await Promise.all(twins);
  expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
  const entries = (await audits('organisation.createUnit')).filter(({ outcome }) => outcome === 'done');
  expect(entries).toHaveLength(2);
});

it('answers what was done although the attempt that did it never heard so', async () => {
  const key = kit.app.id();
  const transaction = kit.app.db.transaction.bind(kit.app.db);
  // The line breaks just after the database has kept everything.
  kit.app.db.transaction = () => {
    const begun = transaction();
    const execute = begun.execute.bind(begun);
    begun.execute = async (run) => {
      await execute(run);
      throw Object.assign(new Error('Connection terminated unexpectedly'), { code: 'ECONNRESET' });
    };
    return begun;
  };
  try {
    const { id } = await system.organisation.createUnit(wish('断线中心'), { context: { key } });
    expect((await kit.client().organisation.units({ find: '断线中心' })).items.map((unit) => unit.id)).toEqual([id]);
  } finally {
    kit.app.db.transaction = transaction;
  }
});

it('keeps the same key of two people apart', async () => {
  const key = kit.app.id();
  const other = await kit.staff('xitong2', 'system-administrator', 'city');
  const [a, b] = [
    await system.organisation.createUnit(wish('甲的中心'), { context: { key } }),
    await other.organisation.createUnit(wish('乙的中心'), { context: { key } }),
  ];
  expect(a.id).not.toBe(b.id);
});

it('forgets a refused attempt, so that the same key may try again, and keeps it in the log', async () => {
  const key = kit.app.id();
  const call = (name: string) => system.organisation.createUnit(wish(name), { context: { key } });
  expect(await refusal(call('一次中心'))).toMatchObject({ problem: 'input.invalid' });
  expect(await call('第三中心')).toHaveProperty('id');
  const outcomes = (await audits('organisation.createUnit')).map(({ outcome }) => outcome);
  expect(outcomes.slice(-2)).toEqual(['input.invalid', 'done']);
});

it('writes ids into the log, never names', async () => {
  const entries = JSON.stringify(await audits('organisation.createUnit'));
  expect(entries).not.toContain('中心');
  expect(entries).not.toContain('员');
});

it('asks whoever is not signed in to sign in, and refuses whoever may not', async () => {
  expect(await refusal(kit.client().organisation.createUnit(wish('谁的中心')))).toEqual({ problem: 'auth.required' });
  const resident = await kit.resident('路人甲', '19900000201');
  expect(await refusal(resident.client.organisation.createUnit(wish('谁的中心')))).toEqual({
    problem: 'permission.denied',
  });
  const head = await kit.staff('juzhang', 'head', 'county');
  const days = { firstDay: '2026-03-03', lastDay: '2026-03-03' };
  const { account } = await kit.openAccount('far', 'teller', 'other');
  expect(await refusal(head.organisation.leave({ account, unit: kit.unit.other, ...days }))).toEqual({
    problem: 'permission.denied',
  });
});

it('undoes everything when a command fails in the middle', async () => {
  const { account } = await kit.openAccount('half', 'teller', 'townA');
  const before = await kit.app.db.selectFrom('idempotency').select('key').execute();
  const security = await kit.staff('anquan', 'security-administrator', 'city');
  const gone = { account, unit: kit.app.id(), role: 'teller', from: '2026-03-02' };
  expect(await refusal(security.organisation.addPost(gone))).toEqual({ problem: 'not-found' });
  const after = await kit.app.db.selectFrom('idempotency').select('key').execute();
  // Signing in left one row; the refused command none.
  expect(after).toHaveLength(before.length + 1);
});

it('writes what many read at the same moment into the log together, and every entry of it', async () => {
  const resident = await kit.resident('陈多多', '19900000202');
  const before = (await audits('identity.get')).length;
  const clerk = await kit.staff('duren', 'teller', 'county');
  const looks = Array.from({ length: 30 }, () => clerk.identity.get({ id: resident.id }));
  await Promise.all(looks);
  expect(await audits('identity.get')).toHaveLength(before + 30);
});
