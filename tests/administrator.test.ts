import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { afterAll, expect, it } from 'vitest';
import type { App } from '#server/context.ts';
import { authenticate } from '#server/identity/index.ts';
import { runAsSystem } from '#server/operations.ts';
import { addDivisions } from '#server/organisation/index.ts';
import type { Config } from '#server/platform/config.ts';
import { testDatabase } from '#server/platform/testing/test-database.ts';
import { demoTotp } from '#server/platform/totp.ts';
import { router } from '#server/router.ts';
import { createAdministratorCommand, type Terminal } from '../src/cli/create-administrator.ts';
import { importDivisionsCommand } from '../src/cli/import-divisions.ts';
import { withApp } from '../src/cli/with-app.ts';

const { url } = await testDatabase();
const dataDir = mkdtempSync(join(tmpdir(), 'doorstep-cli-'));
afterAll(() => rmSync(dataDir, { recursive: true }));
const config: Config = {
  host: '127.0.0.1',
  port: 0,
  dataDir,
  databaseUrl: url,
  prepare: true,
  demo: false,
  demoSites: 240,
  publicUrl: undefined,
  language: 'zh-CN',
};

const terminal = (answers?: string[], env: Record<string, string> = {}, input = '') => {
  const printed: string[] = [];
  const questions: string[] = [];
  const io: Terminal = {
    ...(answers && {
      ask: async (question: string) => {
        questions.push(question);
        return answers.shift() ?? '';
      },
    }),
    input: async () => input,
    env,
    print: (text) => void printed.push(text),
  };
  return { io, printed, questions };
};
const run = (argv: string[], io: Terminal) => createAdministratorCommand(argv, io, (work) => withApp(config, work));
const write = (code: string) =>
  importDivisionsCommand([code, '--write'], undefined, (rows, language) =>
    withApp(config, (app) => runAsSystem(app, 'system.import-divisions', language, (ctx) => addDivisions(ctx, rows))),
  );
const password = '三块石头一条小河和桥';

it('makes an empty installation a city with its three administrators', async () => {
  const early = terminal();
  expect(await run(['--role', 'system', '--login', 'xitong', '--name', '唐杰'], early.io)).toBe(2);
  expect(early.printed.join()).toContain('DOORSTEP_PASSWORD');
  const soon = terminal(undefined, { DOORSTEP_PASSWORD: `${password}边` });
  expect(await run(['--role', 'system', '--login', 'xitong', '--name', '唐杰', '--unit', '市政府'], soon.io)).toBe(2);
  expect(soon.printed.join()).toContain('import:divisions');

  expect(await write('419001')).toEqual({
    code: 0,
    text: '济源市（419001000000）：新写入 574 个区划，原来就有 0 个。',
  });
  expect((await write('419001')).text).toContain('新写入 0 个区划，原来就有 574 个');
  expect(await write('511100')).toMatchObject({ code: 2, text: expect.stringContaining('济源市') });

  const asked = terminal([
    '济源市人民政府',
    ...['xitong', '唐杰', `${password}边`, `${password}边`],
    ...['anquan', '许诺', `${password}上`, `${password}上`],
    ...['shenji', '沈清', `${password}下`, `${password}下`],
  ]);
  expect(await run([], asked.io)).toBe(0);
  expect(asked.questions).toHaveLength(13);
  expect(asked.printed.join('\n')).not.toContain(password);
  expect(asked.printed.filter((line) => line.includes('otpauth://'))).toHaveLength(3);

  await withApp(config, async (app) => {
    const secret = /^([A-Z2-7]{32})$/m.exec(asked.printed.find((line) => line.includes('otpauth'))!)![1]!;
    const client = (token?: string) =>
      createRouterClient(router, {
        context: async () => ({
          app,
          actor: await authenticate(app, token),
          language: 'zh-CN' as const,
          idempotencyKey: app.id(),
        }),
      });
    const code = demoTotp(secret, app.clock.now().getTime());
    const { me } = await client().session.staff({ login: 'xitong', password: `${password}边`, code });
    expect(me).toMatchObject({ post: { role: 'system-administrator', unit: { name: '济源市人民政府' } } });
    expect(me).toHaveProperty(['permissions', 'organisation.manage'], 'city');
    const log = await app.db
      .selectFrom('audit')
      .selectAll()
      .where('operation', '=', 'system.create-administrator')
      .execute();
    expect(log).toHaveLength(3);
    expect(log[0]).toMatchObject({ actor: { kind: 'system' }, outcome: 'done' });
  });
  const held = terminal([]);
  expect(await run([], held.io)).toBe(2);
  expect(held.printed.join()).toContain('--role');
});

it('begins a city where nothing is known of it, with no other package at hand', async () => {
  const { url: own } = await testDatabase();
  const work = <T>(job: (app: App) => Promise<T>) => withApp({ ...config, databaseUrl: own }, job);
  const args = ['--role', 'system', '--login', 'first', '--name', 'First', '--unit', '市政府', '--lang', 'en'];
  const env = { DOORSTEP_PASSWORD: `${password}边` };
  const county = terminal(undefined, env);
  expect(await createAdministratorCommand([...args, '--city', '990101', '--city-name', 'x'], county.io, work)).toBe(2);
  expect(county.printed.join()).toContain('“990101” is not the division code of a city');
  const city = terminal(undefined, env);
  expect(await createAdministratorCommand([...args, '--city', '9901', '--city-name', '榕川市'], city.io, work)).toBe(0);
  expect(city.printed.join()).toContain('is ready, at 市政府');
  const help = terminal();
  expect(await createAdministratorCommand(['--help'], help.io, work)).toBe(0);
  expect(help.printed.join()).toContain('--city CODE');
});

it('takes everything from one line for a script, and says what is wrong', async () => {
  const args = ['--role', 'audit', '--login', 'shenji2', '--name', 'Shen', '--password-stdin', '--lang', 'en'];
  const weak = terminal(undefined, {}, '1234567890\n');
  expect(await run(args, weak.io)).toBe(2);
  expect(weak.printed.join('\n')).toContain('too simple');
  const good = terminal(undefined, {}, `${password}边\n`);
  expect(await run(args, good.io)).toBe(0);
  expect(good.printed.join('\n')).toContain('audit administrator “Shen” (shenji2) is ready');
  const twice = terminal(undefined, {}, `${password}边\n`);
  expect(await run(args, twice.io)).toBe(2);
  expect(twice.printed.join('\n')).toContain('shenji2 is taken');
  for (const wrong of [
    ['--password', 'x'],
    ['--role', 'king'],
    ['--lang', 'fr'],
  ]) {
    expect(await run(wrong, terminal().io)).toBe(2);
  }
  const shape = terminal(undefined, { DOORSTEP_PASSWORD: `${password}边` });
  expect(await run(['--role', 'audit', '--login', 'Big Boss', '--name', 'B'], shape.io)).toBe(2);
});
