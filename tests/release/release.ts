import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import pg from 'pg';
import { migrate } from '#db/migrate.ts';

export interface Release {
  /** When it was kept. */
  at: string;
  /** Its migrations, in order. */
  migrations: string[];
  /** The key file with which its rows are sealed. */
  keys: unknown;
  /** Rows as JSON, tables in an order in which they can be filled. */
  tables: { name: string; rows: object[] }[];
}

export const readRelease = (file: string): Release =>
  JSON.parse(gunzipSync(readFileSync(join(import.meta.dirname, file))).toString('utf8')) as Release;

/** Makes an empty database what it was under that release: its tables, its rows, and which files had made them. */
export async function restore(url: string, release: Release): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'doorstep-release-'));
  const migrations = join(import.meta.dirname, '../../db/migrations');
  for (const name of release.migrations) copyFileSync(join(migrations, name), join(directory, name));
  await migrate({ url, now: new Date(release.at), directory });
  rmSync(directory, { recursive: true });
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('delete from schema_migrations');
  // Rows as they stood: what their triggers left is among them, what the database computes it computes again.
  await client.query('set session_replication_role = replica');
  for (const { name, rows } of release.tables) {
    const own = await client.query<{ name: string }>(
      `select quote_ident(attname) as name from pg_attribute
       where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = '' order by attnum`,
      [name],
    );
    const columns = own.rows.map((column) => column.name).join(', ');
    await client.query(
      `insert into ${name} (${columns}) select ${columns} from jsonb_populate_recordset(null::${name}, $1)`,
      [JSON.stringify(rows)],
    );
  }
  await client.end();
}
