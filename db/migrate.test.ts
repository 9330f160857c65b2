import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ProblemCode } from '#domain/kernel/problem.ts';
import { createApp } from '#server/app.ts';
import { authenticate } from '#server/identity/index.ts';
import { verifyAudit } from '#server/platform/audit.ts';
import { createLogger } from '#server/platform/log.ts';
import { demoNotifier } from '#server/platform/notifier.ts';
import { folderStore } from '#server/platform/storage.ts';
import { testDatabase } from '#server/platform/testing/test-database.ts';
import { router } from '#server/router.ts';
import { readRelease, restore } from '#tests/release/release.ts';
import { testClock } from '#tests/support/server.ts';
import { staffToken } from '#tests/support/story.ts';
import { migrate } from './migrate.ts';

const { url } = await testDatabase('empty');
const now = new Date('2026-03-01T08:00:00+08:00');
let directory: string;
let client: pg.Client;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'doorstep-migrations-'));
  client = new pg.Client({ connectionString: url });
  await client.connect();
});

afterEach(async () => {
  await client.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public');
  await client.end();
  rmSync(directory, { recursive: true });
});

const write = (name: string, sql: string) => writeFileSync(join(directory, name), sql);
const run = () => migrate({ url, now, directory });
const refusal = (problem: ProblemCode, params: object) =>
  expect.objectContaining({ problem: { problem, params: expect.objectContaining(params) } });

test('applies what is missing, in order, once', async () => {
  write('0002-b.sql', 'INSERT INTO a VALUES (1); INSERT INTO a VALUES (2);');
  write('0001-a.sql', 'CREATE TABLE a (x int);');
  expect(await run()).toEqual(['0001-a.sql', '0002-b.sql']);
  expect(await run()).toEqual([]);
  write('0003-c.sql', 'INSERT INTO a VALUES (3)');
  expect(await run()).toEqual(['0003-c.sql']);
  expect((await client.query('SELECT x FROM a ORDER BY x')).rows).toEqual([{ x: 1 }, { x: 2 }, { x: 3 }]);
  const { rows } = await client.query('SELECT name, applied_at FROM schema_migrations ORDER BY name');
  expect(rows[0]).toEqual({ name: '0001-a.sql', applied_at: now });
});

test('lets of two processes one apply and the other wait', async () => {
  write('0001-a.sql', 'CREATE TABLE a (x int); SELECT pg_sleep(0.2);');
  const both = await Promise.all([run(), run()]);
  expect(both.map((names) => names.length).sort()).toEqual([0, 1]);
});

test('keeps nothing of a migration that fails, and all of those before it', async () => {
  write('0001-a.sql', 'CREATE TABLE a (x int);');
  write('0002-b.sql', 'CREATE TABLE b (x int);\nINSERT INTO nowhere VALUES (1);');
  await expect(run()).rejects.toEqual(
    refusal('start.migration-failed', { name: '0002-b.sql', reason: expect.stringMatching(/"nowhere".*\(line 2\)/) }),
  );
  const tables = await client.query(`SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1`);
  expect(tables.rows.map((row) => row.tablename)).toEqual(['a', 'schema_migrations']);
  write('0002-b.sql', 'CREATE TABLE b (x int);');
  expect(await run()).toEqual(['0002-b.sql']);
});

test('refuses a file that was changed after it had been applied, but not other line ends', async () => {
  write('0001-a.sql', 'CREATE TABLE a\n(x int);');
  await run();
  write('0001-a.sql', 'CREATE TABLE a\r\n(x int);');
  expect(await run()).toEqual([]);
  write('0001-a.sql', 'CREATE TABLE a\n(x bigint);');
  await expect(run()).rejects.toEqual(refusal('start.migration-changed', { name: '0001-a.sql' }));
});

test('refuses a database that a newer release has migrated', async () => {
  write('0001-a.sql', 'SELECT 1');
  write('0002-b.sql', 'SELECT 1');
  await run();
  rmSync(join(directory, '0002-b.sql'));
  await expect(run()).rejects.toEqual(refusal('start.migration-unknown', { name: '0002-b.sql' }));
});

test('refuses a file that comes late, is misnamed or shares its number', async () => {
  write('0002-b.sql', 'SELECT 1');
  await run();
  write('0001-a.sql', 'SELECT 1');
  await expect(run()).rejects.toEqual(refusal('start.migration-order', { name: '0001-a.sql', last: '0002-b.sql' }));
  rmSync(join(directory, '0001-a.sql'));
  write('0002-c.sql', 'SELECT 1');
  await expect(run()).rejects.toEqual(refusal('start.migration-name', { name: '0002-c.sql' }));
  rmSync(join(directory, '0002-c.sql'));
  write('3-d.sql', 'SELECT 1');
  await expect(run()).rejects.toEqual(refusal('start.migration-name', { name: '3-d.sql' }));
});

test('takes less than a second when there is nothing to do', async () => {
  for (let i = 1; i <= 50; i++) write(`${String(i).padStart(4, '0')}-m.sql`, 'SELECT 1');
  await run();
  const begin = performance.now();
  await run();
  expect(performance.now() - begin).toBeLessThan(1_000);
});

/** Every release that people may have data of; `tests/release/make.ts` keeps one. */
const releases = ['0002.json.gz'];

test.each(releases)('brings the data of release %s to today, where the program reads them', async (file) => {
  const release = readRelease(file);
  await restore(url, release);
  const rows = async (table: string) => (await client.query(`select count(*)::int as n from ${table}`)).rows[0].n;
  const before = await Promise.all(['cases', 'case_events', 'persons'].map(rows));
  const clock = testClock(release.at);
  const newer = readdirSync(join(import.meta.dirname, 'migrations')).filter(
    (name) => !release.migrations.includes(name),
  );
  expect(await migrate({ url, now: clock.now() })).toEqual(newer.sort());
  expect(await Promise.all(['cases', 'case_events', 'persons'].map(rows))).toEqual(before);

  const keyFile = join(directory, 'keys.json');
  writeFileSync(keyFile, JSON.stringify(release.keys), { mode: 0o600 });
  const app = createApp({
    databaseUrl: url,
    keyFile,
    anchorFile: join(directory, 'anchor.json'),
    clock,
    log: createLogger('silent'),
    notifier: demoNotifier,
    blobs: (vault) => folderStore(join(directory, 'papers'), vault),
    demo: true,
    publicUrl: 'http://localhost',
  });
  try {
    const token = await staffToken(app, 'cun');
    const clerk = createRouterClient(router, {
      context: async () => ({
        app,
        actor: await authenticate(app, token),
        language: 'zh-CN' as const,
        idempotencyKey: app.id(),
      }),
    });
    const queue = await clerk.cases.queue({ kind: 'intake' });
    const waiting = queue.items.find((row) => row.status === 'submitted')!;
    const view = await clerk.cases.get({ id: waiting.id });
    expect(view.applicant.name).toMatch(/\p{Script=Han}/u);
    expect(Object.keys(view.answers).length).toBeGreaterThan(3);
    expect(view.clocks[0]?.explanation['zh-CN']).not.toBe('');
    expect(view.timeline.length).toBeGreaterThan(0);
    const received = await clerk.cases.act.receive({ id: view.id, seq: view.seq, data: { papers: [] } });
    expect(received.status).toBe('received');
    expect(await verifyAudit(app.db, app.anchorFile)).toMatchObject({ ok: true });
  } finally {
    await app.close();
  }
});
