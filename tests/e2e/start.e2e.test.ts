import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { read, staffAt } from './support/api.ts';
import { launch, type Program, startDoorstep } from './support/program.ts';

/** One installation lives through all of this; an empty one, because its life is the same and shorter. */
const own = { DEMO: '0', DATA_DIR: mkdtempSync(join(tmpdir(), 'doorstep-start-')) };
const programs: Program[] = [];

const start = async (): Promise<Program> => {
  const program = await startDoorstep(own);
  programs.push(program);
  return program;
};

/** A start that is expected to be refused: what it said, in one sentence and without a trace of code. */
const refused = async (env: Record<string, string>): Promise<string> => {
  const program = await launch({ ...own, ...env });
  programs.push(program);
  await once(program.process, 'close');
  expect(program.process.exitCode).toBe(1);
  expect(program.printed()).not.toMatch(/^\s+at /m);
  return program.printed().trim().split('\n').at(-1)!;
};

const isReady = async ({ url }: Program): Promise<boolean> => (await fetch(`${url}/health/ready`)).status === 200;

afterAll(async () => {
  for (const program of programs) await program.stop('SIGKILL');
  rmSync(own.DATA_DIR, { recursive: true, force: true, maxRetries: 50 });
});

test('starts on an empty folder, tells where it serves, and ends in order', async () => {
  const program = await start();
  expect(program.printed()).toContain(program.url);
  expect((await fetch(`${program.url}/api/openapi.json`)).status).toBe(200);
  expect(await program.stop('SIGINT')).toBe(0);
  await expect(isReady(program)).rejects.toThrow();
});

test('starts again in less than five seconds', async () => {
  const begun = performance.now();
  const program = await start();
  expect(performance.now() - begun).toBeLessThan(5_000);
  expect(await program.stop('SIGTERM')).toBe(0);
});

test('a second instance on the same data folder is refused, and the first goes on', async () => {
  const first = await start();
  expect(await refused({})).toContain(own.DATA_DIR);
  expect(await isReady(first)).toBe(true);
  await first.stop();
});

test('after kill -9 the next start recovers', async () => {
  const first = await start();
  await first.stop('SIGKILL');
  const second = await start();
  expect(await second.stop()).toBe(0);
});

test('a port that is taken is refused by its number, before anything else is done', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const address = other.address();
  const port = typeof address === 'object' && address ? String(address.port) : '';
  const begun = performance.now();
  const sentence = await refused({ PORT: port });
  expect(sentence).toContain(`Port ${port} `);
  expect(sentence).toContain(`PORT=${Number(port) + 1}`);
  expect(programs.at(-1)!.printed()).not.toContain('database');
  expect(performance.now() - begun).toBeLessThan(5_000);
  other.close();
});

test('an address that is not of this machine is refused by name', async () => {
  expect(await refused({ HOST: '192.0.2.1' })).toContain('192.0.2.1');
});

/** How often it printed a line that has these words. */
const said = (program: Program, words: string): number => program.printed().split(words).length - 1;

test('Ctrl-C in the middle of the first start ends it soon, and the next start goes on where it stopped', async () => {
  const env = { DATA_DIR: mkdtempSync(join(tmpdir(), 'doorstep-cut-off-')), DEMO_SITES: '24' };
  try {
    const first = await launch(env);
    programs.push(first);
    const seen = new Set<number>();
    while (said(first, 'First start') === 0) {
      const answer = await fetch(`${first.url}/`).catch(() => undefined);
      if (answer) seen.add(answer.status);
      await sleep(20);
    }
    // Whoever comes too early is told so.
    expect([...seen]).toEqual([503]);
    expect((await fetch(`${first.url}/health/live`)).status).toBe(200);
    // Until the first of its cases are there.
    await sleep(1_500);
    const asked = performance.now();
    expect(await first.stop('SIGINT')).toBe(0);
    expect(performance.now() - asked).toBeLessThan(3_000);
    expect(first.printed()).toContain('The next start goes on');
    expect(first.printed()).not.toContain('running');

    const second = await startDoorstep(env);
    programs.push(second);
    expect(second.printed()).toContain('carried on');
    expect(second.printed()).toContain(', 80 cases');
    expect((await (await fetch(`${second.url}/api/sites?limit=100`)).json()) as object).toHaveProperty('items');
    const staff = await staffAt(second.url, 'cun');
    const { items } = await read<{ items: unknown[] }>(staff, '/api/queue');
    expect(items.length).toBeGreaterThan(5);
    await staff.http.dispose();
    expect(await second.stop()).toBe(0);
    const third = await startDoorstep(env);
    programs.push(third);
    expect(third.printed()).not.toContain('carried on');
    expect(await third.stop()).toBe(0);
  } finally {
    rmSync(env.DATA_DIR, { recursive: true, force: true, maxRetries: 50 });
  }
});

test('an empty installation says that nobody has set a text-message gateway, at the start and to whoever asks for a code', async () => {
  const program = await start();
  expect(program.printed()).toContain('NOTIFIER_URL');
  const page = await fetch(`${program.url}/sign-in`, {
    method: 'POST',
    headers: { 'accept-language': 'zh-CN', origin: program.url },
    body: new URLSearchParams({ mobile: '19900000001' }),
  });
  const text = await page.text();
  expect(text).toContain('本市还没有开通短信');
  expect(text).toContain('窗口');
  // Asked again and again, it stays the reason.
  const codes = [];
  for (let n = 0; n < 8; n += 1) {
    const answer = await fetch(`${program.url}/api/session/code`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() },
      body: JSON.stringify({ mobile: '19900000001' }),
    });
    codes.push(((await answer.json()) as { code: string }).code);
  }
  expect(new Set(codes)).toEqual(new Set(['notifier.missing']));
  await program.stop();
});

test.each([
  [{ DEMO: 'perhaps' }, 'DEMO'],
  [{ DATABASE_URL: 'here:secret' }, 'DATABASE_URL'],
  [{ DATABASE_URL: 'postgresql://a:secret@127.0.0.1:1/city' }, '127.0.0.1:1'],
])(
  'the wrong setting %j is refused by name, and no password is repeated',
  async (env: Record<string, string>, name) => {
    const sentence = await refused(env);
    expect(sentence).toContain(name);
    expect(sentence).not.toContain('secret');
  },
);
