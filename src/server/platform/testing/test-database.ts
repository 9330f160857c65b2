import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, inject } from 'vitest';

const onServer = async (sql: string): Promise<void> => {
  const client = new pg.Client({ connectionString: inject('postgres').url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
};

/**
 * A database of its own for one test file, copied from the migrated template and dropped after the file. Call it at the top of the
 * file, before any `afterAll` that closes connections: `const { url } = await testDatabase();`
 * @param from `empty` for a database without any table.
 */
export const testDatabase = async (from: 'migrated' | 'empty' = 'migrated'): Promise<{ url: string }> => {
  const name = `doorstep_test_${randomBytes(8).toString('hex')}`;
  const template = from === 'migrated' ? inject('postgres').template : 'template0';
  await onServer(`CREATE DATABASE ${name} TEMPLATE ${template}`);
  afterAll(() => onServer(`DROP DATABASE ${name} WITH (FORCE)`));
  const url = new URL(inject('postgres').url);
  url.pathname = name;
  return { url: url.href };
};
