import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely';
import pg from 'pg';

const counted = ['INSERT', 'UPDATE', 'DELETE', 'MERGE'];

/**
 * A database on one connection, in one transaction that is never committed: what the program takes for transactions are
 * savepoints. What was tried is undone in a moment, so that thousands of tries can start from the same rows.
 */
class UndoDriver implements Driver {
  /** How often something was put into each table, undone or not. */
  readonly inserts = new Map<string, number>();
  readonly #client: pg.Client;
  readonly #connection: DatabaseConnection;
  #depth = 0;
  /** One after the other: a connection answers one question at a time. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(client: pg.Client) {
    this.#client = client;
    this.#connection = {
      executeQuery: async <R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> => {
        // One statement may put rows into several tables.
        for (const [, into] of sql.matchAll(/\binsert into "?(\w+)"?/gi))
          this.inserts.set(into!, (this.inserts.get(into!) ?? 0) + 1);
        const asked = this.#last.then(() => client.query({ text: sql, values: [...parameters] }));
        this.#last = asked.catch(() => undefined);
        const { command, rowCount, rows } = await asked;
        const affected = counted.includes(command) ? { numAffectedRows: BigInt(rowCount ?? 0) } : {};
        return { rows: rows as R[], ...affected };
      },
      streamQuery: () => {
        throw new Error('nothing is streamed here');
      },
    };
  }

  async init(): Promise<void> {
    await this.#client.connect();
    await this.#client.query('begin');
  }
  async acquireConnection(): Promise<DatabaseConnection> {
    return this.#connection;
  }
  async beginTransaction(): Promise<void> {
    this.#depth += 1;
    await this.#client.query(`savepoint tx${this.#depth}`);
  }
  async commitTransaction(): Promise<void> {
    await this.#client.query(`release savepoint tx${this.#depth}`);
    this.#depth -= 1;
  }
  async rollbackTransaction(): Promise<void> {
    await this.#client.query(`rollback to savepoint tx${this.#depth}`);
    await this.#client.query(`release savepoint tx${this.#depth}`);
    this.#depth -= 1;
  }
  async releaseConnection(): Promise<void> {}
  async destroy(): Promise<void> {
    await this.#client.end();
  }
}

export interface Undoable<Tables> {
  db: Kysely<Tables>;
  /** Runs something and undoes what it wrote, whatever became of it. */
  undone<T>(run: () => Promise<T>): Promise<T>;
  /** How often something was put into a table so far, undone or not. */
  inserted(table: string): number;
  close(): Promise<void>;
}

export function undoable<Tables>(url: string): Undoable<Tables> {
  const client = new pg.Client({ connectionString: url });
  const driver = new UndoDriver(client);
  const dialect: Dialect = {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => driver,
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  };
  const db = new Kysely<Tables>({ dialect });
  return {
    db,
    undone: async (run) => {
      await client.query('savepoint mark');
      try {
        return await run();
      } finally {
        await client.query('rollback to savepoint mark');
      }
    },
    inserted: (table) => driver.inserts.get(table) ?? 0,
    close: () => db.destroy(),
  };
}
