import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
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

test('a port that is taken is refused by its number', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const address = other.address();
  const port = typeof address === 'object' && address ? String(address.port) : '';
  expect(await refused({ PORT: port })).toContain(port);
  other.close();
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
