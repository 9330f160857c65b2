import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { Refused } from '#domain/kernel/problem.ts';

interface Migration {
  name: string;
  sql: string;
  sha256: string;
}

export interface MigrateOptions {
  url: string;
  /** When the migrations that are missing are recorded as applied. */
  now: Date;
  directory?: string;
  /** Told before each migration that is applied. */
  onStep?: (name: string) => void;
}

/** Any number will do, as long as no other program on the same database locks it: the bytes of "door". */
const lockNumber = 0x646f6f72;

const pattern = /^(\d{4})-[a-z0-9-]+\.sql$/;

/** Line ends do not count, since git may change them on the way. */
const digest = (sql: string): string => createHash('sha256').update(sql.replaceAll('\r\n', '\n')).digest('hex');

const readMigrations = (directory: string): Migration[] => {
  const names = readdirSync(directory)
    .filter((name) => name.endsWith('.sql'))
    .sort();
  const numbers = new Set<string>();
  return names.map((name) => {
    const number = pattern.exec(name)?.[1];
    if (!number || numbers.has(number)) throw new Refused('start.migration-name', { name });
    numbers.add(number);
    const sql = readFileSync(join(directory, name), 'utf8');
    return { name, sql, sha256: digest(sql) };
  });
};

/** What is still to be applied, once the past is known to be the one that these files tell. */
const pending = (migrations: Migration[], applied: Map<string, string>): Migration[] => {
  const known = new Map(migrations.map((migration) => [migration.name, migration.sha256]));
  const last = [...applied.keys()].sort().at(-1) ?? '';
  for (const [name, sha256] of applied) {
    if (!known.has(name)) throw new Refused('start.migration-unknown', { name });
    if (known.get(name) !== sha256) throw new Refused('start.migration-changed', { name });
  }
  const missing = migrations.filter(({ name }) => !applied.has(name));
  const late = missing.find(({ name }) => name < last);
  if (late) throw new Refused('start.migration-order', { name: late.name, last });
  return missing;
};

const prepare = async (client: pg.Client): Promise<void> => {
  const sql = `CREATE TABLE IF NOT EXISTS schema_migrations (
    name text COLLATE "C" PRIMARY KEY, sha256 text NOT NULL, applied_at timestamptz NOT NULL)`;
  try {
    await client.query(sql);
  } catch (error) {
    throw new Refused('start.migration-failed', { name: 'schema_migrations', reason: describe(error, sql) });
  }
};

/**
 * The next migration that is missing, or undefined. The lock is the transaction's, not the connection's: behind a pooler two
 * transactions of one connection may reach the server by two.
 */
const applyNext = async (
  client: pg.Client,
  migrations: Migration[],
  { now, onStep }: MigrateOptions,
): Promise<string | undefined> => {
  await client.query('BEGIN');
  try {
    await client.query('SELECT pg_advisory_xact_lock($1)', [lockNumber]);
    await prepare(client);
    const { rows } = await client.query<{ name: string; sha256: string }>('SELECT name, sha256 FROM schema_migrations');
    const [next] = pending(migrations, new Map(rows.map(({ name, sha256 }) => [name, sha256])));
    if (next) {
      onStep?.(next.name);
      await apply(client, next, now);
    }
    await client.query('COMMIT');
    return next?.name;
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
};

const apply = async (client: pg.Client, { name, sql, sha256 }: Migration, now: Date): Promise<void> => {
  try {
    await client.query(sql);
    await client.query('INSERT INTO schema_migrations (name, sha256, applied_at) VALUES ($1, $2, $3)', [
      name,
      sha256,
      now,
    ]);
  } catch (error) {
    throw new Refused('start.migration-failed', { name, reason: describe(error, sql) });
  }
};

/** The server's message with the line of the file; a migration holds no data about people, so its text may be shown. */
const describe = (error: unknown, sql: string): string => {
  if (!(error instanceof pg.DatabaseError)) return String(error);
  const line = error.position ? sql.slice(0, Number(error.position)).split('\n').length : undefined;
  return line === undefined ? error.message : `${error.message} (line ${line})`;
};

/**
 * Brings the database up to the newest migration, each in a transaction of its own. Of two processes that start together one waits
 * for the other. Returns the names that were applied.
 * @throws Refused `start.migration-*`; the database then stands after the last migration that succeeded.
 */
export const migrate = async (options: MigrateOptions): Promise<string[]> => {
  const migrations = readMigrations(options.directory ?? join(import.meta.dirname, 'migrations'));
  const client = new pg.Client({ connectionString: options.url, application_name: 'doorstep migrate' });
  await client.connect();
  try {
    const applied: string[] = [];
    for (;;) {
      const name = await applyNext(client, migrations, options);
      if (name === undefined) return applied;
      applied.push(name);
    }
  } finally {
    await client.end();
  }
};
