import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import pg from 'pg';
import { createKeyFile } from './key-file.ts';

/**
 * Makes the key file of a new installation. Where the database was sealed with keys before, a missing file is never made
 * anew: opening it then says what is missing, instead of hiding that nobody can read the data any more.
 */
export async function ensureKeys(path: string, databaseUrl: string, now: Date): Promise<void> {
  if (existsSync(path)) return;
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const made = await client.query(
      "insert into settings (key, value) values ('keys.made', $1) on conflict do nothing",
      [JSON.stringify(now.toISOString())],
    );
    if (made.rowCount === 0) return;
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    createKeyFile(path, now);
  } finally {
    await client.end();
  }
}
