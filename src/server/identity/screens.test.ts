import { createRouterClient } from '@orpc/server';
import { expect, it } from 'vitest';
import { router } from '../router.ts';
import { refusal, testKit } from '../testing.ts';
import { authenticateScreen } from './screens.service.ts';

const kit = await testKit({ now: '2026-03-02T10:00:00+08:00' });
let security = await kit.staff('anquan', 'security-administrator', 'city');
const anyone = kit.client();
/** A sign-in lasts a day at most. */
const later = async (minutes: number) => {
  kit.advance(minutes);
  security = await kit.signIn('anquan');
};
const days = (n: number) => n * 24 * 60;

/** The screen that holds a token, asking as its browser does. */
const at = (token: string) =>
  createRouterClient(router, {
    context: async () => ({
      app: kit.app,
      actor: await authenticateScreen(kit.app, token),
      language: 'zh-CN' as const,
      idempotencyKey: kit.app.id(),
    }),
  });
const made = (name: string) => security.screens.make({ name, place: '政务服务大厅一楼', days: 30 });
const listed = async (id: string) => (await security.screens.list()).find((screen) => screen.id === id)!;

it('is let in by a code that is typed once, and reads what the wall shows and nothing else', async () => {
  const { id, code, address } = await made('大厅屏');
  expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$/);
  expect(address).toBe('http://localhost/work/screen');
  expect(await listed(id)).toMatchObject({
    name: '大厅屏',
    pairedAt: null,
    seenAt: null,
    codeUntil: expect.any(String),
  });
  const { token, me } = await anyone.session.screen({ code: ` ${code.toLowerCase().replace('-', ' ')}` });
  expect(me).toMatchObject({ kind: 'screen', name: '大厅屏', place: '政务服务大厅一楼' });
  expect((await refusal(anyone.session.screen({ code }))).problem).toBe('screen.code');
  expect((await refusal(anyone.session.screen({ code: 'ABCDE-FGHJK' }))).problem).toBe('screen.code');

  const wall = at(token);
  expect(await wall.session.me()).toMatchObject({ kind: 'screen' });
  expect((await wall.planning.wall()).points).toHaveLength(4);
  expect((await wall.planning.map()).bounds).not.toBeNull();
  const others = [
    () => wall.planning.points({}),
    () => wall.planning.coverage({}),
    () => wall.planning.scenarios({}),
    () => wall.cases.queue({ kind: 'intake' }),
    () => wall.identity.search({ text: '王' }),
    () => wall.screens.list(),
  ];
  for (const other of others) expect((await refusal(other())).problem).toBe('permission.denied');
});

it('leaves neither code nor token in any table, and each step in the log', async () => {
  const key = kit.app.id();
  const input = { name: '二楼屏', place: '二楼', days: 30 };
  const first = await security.screens.make(input, { context: { key } });
  expect(await security.screens.make(input, { context: { key } })).toEqual(first);
  const { token } = await anyone.session.screen({ code: first.code });
  await security.screens.revoke({ id: first.id });
  const rows = await Promise.all([
    kit.app.db.selectFrom('screens').selectAll().execute(),
    kit.app.db.selectFrom('idempotency').selectAll().execute(),
    kit.app.db.selectFrom('audit').selectAll().execute(),
  ]);
  const kept = JSON.stringify(rows);
  for (const secret of [token, first.code, first.code.replace('-', '')]) expect(kept).not.toContain(secret);
  const done = rows[2].filter(({ outcome }) => outcome === 'done').map(({ operation }) => operation);
  expect(done).toEqual(expect.arrayContaining(['screens.make', 'session.screen', 'screens.revoke']));
});

it('is seen, lasts as long as was said, and can be let in for longer', async () => {
  const { id, code } = await made('三楼屏');
  const { token } = await anyone.session.screen({ code });
  await later(days(29));
  await at(token).planning.wall();
  expect((await listed(id)).seenAt).toBe(kit.app.clock.now().toISOString());
  await security.screens.extend({ id, days: 10 });
  await later(days(9));
  await at(token).planning.wall();
  await later(days(2));
  expect((await refusal(at(token).planning.wall())).problem).toBe('auth.required');
  expect(await at(token).session.me()).toEqual({ kind: 'anyone' });
  await security.screens.extend({ id, days: 10 });
  await at(token).planning.wall();
});

it('goes on until another computer has typed the next code, and is out at once when it is shut out', async () => {
  const { id, code } = await made('四楼屏');
  const { token } = await anyone.session.screen({ code });
  const second = await security.screens.code({ id });
  await at(token).planning.wall();
  const other = await anyone.session.screen({ code: second.code });
  expect((await refusal(at(token).planning.wall())).problem).toBe('auth.required');
  await at(other.token).planning.wall();

  const third = await security.screens.code({ id });
  await security.screens.revoke({ id });
  await security.screens.revoke({ id });
  expect((await refusal(at(other.token).planning.wall())).problem).toBe('auth.required');
  expect((await refusal(anyone.session.screen({ code: third.code }))).problem).toBe('screen.code');
  expect(await refusal(security.screens.extend({ id, days: 10 }))).toEqual({
    problem: 'screen.revoked',
    params: { name: '四楼屏' },
  });
  expect(await listed(id)).toMatchObject({ codeUntil: null, revokedAt: expect.any(String) });
});

it('takes a code for an hour', async () => {
  const { code } = await made('五楼屏');
  await later(61);
  expect((await refusal(anyone.session.screen({ code }))).problem).toBe('screen.code');
});
