import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import pg from 'pg';
import { migrate } from '#db/migrate.ts';
import { sealAudit } from '#server/platform/audit.ts';
import { startPostgres } from '#server/platform/postgres.ts';
import { testApp, testClock } from '../support/server.ts';
import type { Release } from './release.ts';

/**
 * Keeps what a release stores, for the next releases to migrate: `node tests/release/make.ts 0002`, run once, by the program
 * of that very release, whose last migration the number names. A small demo prefecture and its cases; the keys are of this
 * file alone and open nothing else.
 */
const { positionals } = parseArgs({ allowPositionals: true });
const [number] = positionals;
if (!number) throw new Error('which migration is the last of the release?');
const folder = mkdtempSync(join(tmpdir(), 'doorstep-release-'));
const postgres = await startPostgres({ dataDir: folder, durable: false });
const clock = testClock('2026-03-02T10:00:00+08:00');
const applied = await migrate({ url: postgres.url, now: clock.now() });
if (!applied.at(-1)?.startsWith(number)) throw new Error(`this program migrates to ${applied.at(-1)}`);
const server = await testApp(postgres.url, { clock, sites: 24, persons: 8, cases: true });
await sealAudit(server.app.db, server.app.anchorFile);
const keys: unknown = JSON.parse(readFileSync(join(server.dataDir, 'keys.json'), 'utf8'));
const client = new pg.Client({ connectionString: postgres.url });
await client.connect();
// In the order in which the tables were made: none refers to a later one.
const { rows: named } = await client.query<{ name: string }>(
  `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by oid`,
);
const tables: Release['tables'] = [];
for (const { name } of named) {
  const { rows } = await client.query<{ row: object }>(`select to_jsonb(t) as row from ${name} t`);
  tables.push({ name, rows: rows.map(({ row }) => row) });
}
await client.end();
await server.close();
await postgres.stop();
rmSync(folder, { recursive: true });
const release: Release = { at: clock.now().toISOString(), migrations: applied, keys, tables };
const file = join(import.meta.dirname, `${number}.json.gz`);
writeFileSync(file, gzipSync(JSON.stringify(release), { level: 9 }));
