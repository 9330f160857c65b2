import { Kysely, PostgresDialect, type PostgresPool, sql, Transaction } from 'kysely';
import pg from 'pg';
import { watchPool } from './metrics.ts';
import { PatientClient } from './statements.ts';

// Dates are dates: 'YYYY-MM-DD', never a moment in somebody's time zone.
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);

export interface OpenPool<Tables> {
  db: Kysely<Tables>;
  close(): Promise<void>;
}

/** Connections for one process. A connection that breaks while idle is replaced; the query that needs one says so itself. */
export function openPool<Tables>(
  url: string,
  options: { connections: number; prepare?: boolean | undefined; onLost: (error: Error) => void },
): OpenPool<Tables> {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.connections,
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
    // Statements that go together (`statements.ts`) are sent without waiting for the answer to each.
    pipeline: true,
    application_name: 'doorstep',
  });
  pool.on('error', options.onLost);
  // A connection that breaks in the middle of its work fails the query that is under way; unheard it would end the process.
  pool.on('connect', (client) => client.on('error', () => undefined));
  const unwatch = watchPool(pool);
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: patient(pool, options.prepare ?? true) }) });
  return {
    db,
    close: async () => {
      unwatch();
      await db.destroy();
    },
  };
}

const patient = (pool: pg.Pool, prepare: boolean): PostgresPool => ({
  options: pool.options,
  connect: async () => new PatientClient(await pool.connect(), prepare),
  end: () => pool.end(),
});

const dialect = new PostgresDialect({ pool: async () => Promise.reject(new Error('it only compiles')) });
const props = { config: { dialect }, dialect, driver: dialect.createDriver() };

/**
 * The same transaction, but what is asked at once goes to the database at once: kysely itself lets a transaction ask one thing
 * at a time, each waiting for the answer before, and the way there and back is most of what a small command costs.
 */
export async function abreast<Tables>(trx: Transaction<Tables>): Promise<Transaction<Tables>> {
  const executor = trx.getExecutor();
  const connection = await executor.provideConnection(async (own) => own);
  return new Transaction<Tables>({
    ...props,
    executor: executor.withConnectionProvider({ provideConnection: (use) => use(connection) }),
  });
}

const patience = 3_000;

/** Whether the database answers, and soon: one that hangs is as good as away. */
export async function answers<Tables>(db: Kysely<Tables>): Promise<boolean> {
  let late: ReturnType<typeof setTimeout> | undefined;
  const tired = new Promise<false>((resolve) => {
    late = setTimeout(() => resolve(false), patience);
  });
  const asked = sql`select 1`.execute(db).then(
    () => true,
    () => false,
  );
  const answer = await Promise.race([asked, tired]);
  clearTimeout(late);
  return answer;
}
