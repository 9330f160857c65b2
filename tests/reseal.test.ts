import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, expect, it } from 'vitest';
import { rotateKeys } from '#server/platform/key-file.ts';
import { reseal, resealState } from '#server/platform/reseal.ts';
import { testDatabase } from '#server/platform/testing/test-database.ts';
import { clientOf } from './support/client.ts';
import { testClock, testServer } from './support/server.ts';
import { file, personToken, signInByCode } from './support/story.ts';

const { url: databaseUrl } = await testDatabase();
const clock = testClock('2026-03-02T10:00:00+08:00');
const server = await testServer(databaseUrl, { clock, jobs: false, cases: true });
afterAll(() => server.close());
const { app, url, dataDir } = server;
const keyFile = join(dataDir, 'keys.json');

const mobile = '19900000001';
const [she = ''] = (await signInByCode(clientOf(url), mobile)).persons;
const her = async () => clientOf(url, await personToken(app, she, mobile));

/** Every sealed column of the database, and which keys its envelopes name. */
async function keysInUse(): Promise<Set<string>> {
  const { rows: columns } = await sql<{ table: string; column: string }>`
    select table_name as table, column_name as column from information_schema.columns
    where table_schema = 'public' and data_type = 'bytea' and column_name like '%sealed'`.execute(app.db);
  expect(columns.length).toBeGreaterThan(10);
  const keys = new Set<string>();
  for (const { table, column } of columns) {
    const { rows } = await sql<{ key: string }>`
      select distinct encode(substring(${sql.ref(column)} from 2 for 4), 'hex') as key
      from ${sql.table(table)} where ${sql.ref(column)} is not null`.execute(app.db);
    for (const { key } of rows) keys.add(key);
  }
  return keys;
}

it('seals everything anew with the new key, a batch at a time, and goes on where it was killed', async () => {
  const filed = await file(await her(), app, {
    item: 'HR-INS-03',
    answers: { applyingAs: 'self', onePension: true, truth: true },
  });
  const view = await (await her()).cases.get({ id: filed.id });
  const paper = view.materials.flatMap(({ papers }) => papers)[0];
  expect(paper).toBeDefined();
  const [old = ''] = await keysInUse();

  const fresh = rotateKeys(keyFile, clock.now());
  app.vault.refresh();
  expect(app.vault.activeKey()).toBe(fresh);
  let batches = 0;
  const killed = reseal(app, {
    batch: 20,
    tell: () => {
      batches += 1;
      if (batches === 12) throw new Error('killed');
    },
  });
  await expect(killed).rejects.toThrow('killed');
  expect(await keysInUse()).toEqual(new Set([old, fresh]));
  const halfway = await resealState(app);
  expect(halfway.some(({ done }) => done)).toBe(true);
  expect(halfway.some(({ done }) => !done)).toBe(true);

  // Two at once take turns.
  await Promise.all([reseal(app, { batch: 50 }), reseal(app, { batch: 50 })]);
  expect(await keysInUse()).toEqual(new Set([fresh]));
  const state = await resealState(app);
  expect(state.every(({ done }) => done)).toBe(true);
  for (const { part, looked } of state.filter(({ part }) => part !== 'files')) {
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from ${sql.table(part)}`.execute(app.db);
    expect([part, looked]).toEqual([part, rows[0]?.n]);
  }

  // Nothing needs the old key any more: without it everything opens.
  const content = JSON.parse(readFileSync(keyFile, 'utf8')) as { keys: { id: string }[] };
  content.keys = content.keys.filter(({ id }) => id === fresh);
  writeFileSync(keyFile, JSON.stringify(content));
  app.vault.refresh();
  const again = await (await her()).cases.get({ id: filed.id });
  expect(again.answers).toEqual(view.answers);
  expect(again.applicant.name).toBe('王秀兰');
  const bytes = await (await her()).papers.download({ case: filed.id, id: paper?.id ?? '' });
  expect(bytes.size).toBe(paper?.bytes);
  await signInByCode(clientOf(url), mobile);
});
