import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { launch, type Program, startDoorstep } from './support/program.ts';

/** An empty installation starts fast, and its life is the same. */
const empty = { DEMO: '0' };
const programs: Program[] = [];

const start = async (env: Record<string, string> = {}): Promise<Program> => {
  const program = await startDoorstep({ ...empty, ...env });
  programs.push(program);
  return program;
};

const seconds = async (work: () => Promise<unknown>): Promise<number> => {
  const begun = performance.now();
  await work();
  return (performance.now() - begun) / 1000;
};

afterAll(async () => {
  for (const program of programs) {
    await program.stop('SIGKILL');
    rmSync(program.dataDir, { recursive: true, force: true });
  }
});

test('starts, tells where it serves, ends in order, and starts again in less than five seconds', async () => {
  const first = await start();
  expect(first.printed()).toContain(first.url);
  expect((await fetch(`${first.url}/api/openapi.json`)).status).toBe(200);
  expect(await first.stop('SIGINT')).toBe(0);
  await expect(fetch(`${first.url}/health/ready`)).rejects.toThrow();
  const again = seconds(async () => {
    const second = await start({ DATA_DIR: first.dataDir });
    expect(await second.stop('SIGTERM')).toBe(0);
  });
  expect(await again).toBeLessThan(5);
});

test('a second instance on the same data folder is refused in one sentence', async () => {
  const first = await start();
  const second = await launch({ ...empty, DATA_DIR: first.dataDir });
  await once(second.process, 'close');
  expect(second.process.exitCode).toBe(1);
  expect(second.printed().trim().split('\n').at(-1)).toContain(first.dataDir);
  expect(second.printed()).not.toMatch(/^\s+at /m);
  expect((await fetch(`${first.url}/health/ready`)).status).toBe(200);
  await first.stop();
});

test('after kill -9 the next start recovers', async () => {
  const first = await start();
  await first.stop('SIGKILL');
  const second = await start({ DATA_DIR: first.dataDir });
  expect(await second.stop()).toBe(0);
});

test('a port that is taken and a setting that is wrong are refused in a sentence', async () => {
  const first = await start();
  const { port } = new URL(first.url);
  const wrong: Record<string, string>[] = [
    { PORT: port },
    { DEMO: 'perhaps' },
    { DATABASE_URL: 'postgresql://a:secret@127.0.0.1:1/x' },
  ];
  for (const env of wrong) {
    const program = await launch({ ...empty, ...env });
    programs.push(program);
    await once(program.process, 'close');
    expect(program.process.exitCode).toBe(1);
    expect(program.printed()).not.toMatch(/^\s+at |secret/m);
  }
  await first.stop();
});
