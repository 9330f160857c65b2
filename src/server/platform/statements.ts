import type { Writable } from 'node:stream';
import {
  type Compilable,
  CompiledQuery,
  type Insertable,
  type Kysely,
  type PostgresPoolClient,
  type PostgresQueryResult,
  type RawBuilder,
  sql,
  type Updateable,
} from 'kysely';
import type pg from 'pg';

const sign = '/* later */';

/**
 * Put at the end of a write whose outcome nobody asks for: `.modifyEnd(later)`. Inside a transaction such writes wait, and
 * go to the database together, as one statement, before the next read or the commit. A command leaves ten rows in as many
 * tables; waiting for each of them would be most of its time. The beginning of the transaction goes with its first statement,
 * the last writes with its commit. Outside a transaction nothing waits.
 *
 * What goes together sees the tables as they were before, so two writes to one row must have a read between them.
 */
export const later: RawBuilder<unknown> = sql.raw(sign);

/** What waits goes when it is so many values: one message holds 65,535. */
const mostValues = 10_000;

const texts = new Map<string, string>();

/** The text of a write, put together once for all that have the same key. */
function textOf(key: string, write: () => string): string {
  let text = texts.get(key);
  if (text === undefined) {
    text = `${write()} ${sign}`;
    if (texts.size > 10 * mostNames) texts.clear();
    texts.set(key, text);
  }
  return text;
}

/**
 * Rows of one table, written as `later` says. What a command leaves is mostly this, so its text is put together here, once for
 * each table and number of rows, instead of by a builder each time.
 * @param conflict what comes after `on conflict`, if anything
 */
export async function insertLater<Tables, Table extends keyof Tables & string>(
  db: Kysely<Tables>,
  table: Table,
  rows: readonly Insertable<Tables[Table]>[],
  conflict?: string,
): Promise<void> {
  if (rows.length === 0) return;
  const columns = Object.keys(rows[0]!) as (keyof Insertable<Tables[Table]>)[];
  const most = Math.floor(mostValues / columns.length);
  if (rows.length > most) {
    await insertLater(db, table, rows.slice(0, most), conflict);
    return insertLater(db, table, rows.slice(most), conflict);
  }
  const text = textOf(`insert ${table} ${rows.length} ${columns.join()} ${conflict ?? ''}`, () => {
    const places = rows.map((_, n) => `(${columns.map((_, at) => `$${n * columns.length + at + 1}`).join(', ')})`);
    return `insert into "${table}" ("${columns.join('", "')}") values ${places.join(', ')}${conflict ? ` on conflict ${conflict}` : ''}`;
  });
  const values = rows.flatMap((row) => columns.map((column) => row[column]));
  await db.getExecutor().executeQuery(CompiledQuery.raw(text, values));
}

/**
 * Changes the rows that have these values, written as `later` says: whoever asks holds their lock and need not know how many they
 * were. Its text is put together once, as that of `insertLater` is.
 */
export async function updateLater<Tables, Table extends keyof Tables & string>(
  db: Kysely<Tables>,
  table: Table,
  change: Updateable<Tables[Table]>,
  where: Updateable<Tables[Table]>,
): Promise<void> {
  const [set, at] = [Object.keys(change), Object.keys(where)];
  const text = textOf(`update ${table} ${set.join()} where ${at.join()}`, () => {
    const sets = set.map((column, n) => `"${column}" = $${n + 1}`);
    const wheres = at.map((column, n) => `"${column}" = $${set.length + n + 1}`);
    return `update "${table}" set ${sets.join(', ')} where ${wheres.join(' and ')}`;
  });
  await db.getExecutor().executeQuery(CompiledQuery.raw(text, [...Object.values(change), ...Object.values(where)]));
}

/** Stands in a query for a parameter that each asking brings anew. */
class Hole {
  readonly at: number;
  constructor(at: number) {
    this.at = at;
  }
}

/**
 * A query that every command asks, of which only the parameters differ: it is put together once, for that takes a builder longer
 * than all the rest of the asking.
 * @param build uses each parameter as one value of the query (`id = any(…)`, never a list), and decides nothing by it
 */
export function always<Tables, Params extends readonly unknown[], Row>(
  build: (db: Kysely<Tables>, ...params: Params) => Compilable<Row>,
): (db: Kysely<Tables>, ...params: Params) => Promise<Row[]> {
  let query: CompiledQuery<Row> | undefined;
  return async (db, ...params) => {
    query ??= build(db, ...(params.map((_, at) => new Hole(at)) as unknown as Params)).compile();
    const parameters = query.parameters.map((each) => (each instanceof Hole ? params[each.at] : each));
    const { rows } = await db.getExecutor().executeQuery<Row>({ ...query, parameters });
    return rows;
  };
}

/**
 * Each value a parameter of its own (and a limit is best written as a number): where the database sees without the values how many
 * there are, it plans a statement once for all, and the plan of a queue takes as long as its rows.
 */
export const listed = (values: readonly string[], type: 'uuid' | 'text'): RawBuilder<string[]> =>
  sql`array[${values.length > 0 ? sql.join([...values]) : sql``}]::${sql.raw(type)}[]`;

const aheadSign = '/* ahead */';

/** Put at the end of a read that asks for nothing that waits: it goes ahead of the waiting writes instead of sending them. */
export const ahead: RawBuilder<unknown> = sql.raw(aheadSign);

interface Statement {
  text: string;
  values: readonly unknown[];
}

/** Planning a statement grows faster than its parts. */
const mostWaiting = 32;

/** Several writes as one statement: each a common table expression, its parameters numbered on. */
export function together(writes: readonly Statement[]): Statement {
  const [first, ...others] = writes;
  if (first && others.length === 0) return first;
  const values: unknown[] = [];
  const parts = writes.map((write, n) => {
    const before = values.length;
    values.push(...write.values);
    return `w${n} as (${write.text.replace(/\$(\d+)/g, (_, at: string) => `$${Number(at) + before}`)})`;
  });
  return { text: `with ${parts.join(', ')} select 1`, values };
}

/** Texts seen a few times are prepared under a name, so that the database need not read and plan them again. */
const seen = new Map<string, number>();
const names = new Map<string, string>();
const worthNaming = 3;
const mostNames = 400;
/** A longer one is hardly ever the same twice. */
const longestNamed = 8_000;

function nameOf(text: string): string | undefined {
  const name = names.get(text);
  if (name !== undefined || names.size >= mostNames || text.length > longestNamed) return name;
  const times = (seen.get(text) ?? 0) + 1;
  if (times < worthNaming) {
    if (seen.size > 10 * mostNames) seen.clear();
    seen.set(text, times);
    return undefined;
  }
  seen.delete(text);
  const fresh = `doorstep_${names.size}`;
  names.set(text, fresh);
  return fresh;
}

/** in_failed_sql_transaction */
const aborted = '25P02';

const nothing = (command: 'BEGIN' | 'COMMIT' | 'INSERT'): PostgresQueryResult<unknown> => ({
  command: command as PostgresQueryResult<unknown>['command'],
  rowCount: 0,
  rows: [],
});

/** A connection of the pool that holds writes back as `later` says. It is what kysely takes for a connection. */
export class PatientClient implements PostgresPoolClient {
  readonly #client: pg.PoolClient;
  #waiting: Statement[] = [];
  #values = 0;
  #opening: Statement | undefined;
  #inTransaction = false;
  #over = false;
  #cause: unknown;
  readonly #prepare: boolean;

  /** @param prepare whether what is asked for often is prepared under a name. */
  constructor(client: pg.PoolClient, prepare: boolean) {
    this.#client = client;
    this.#prepare = prepare;
  }

  get processID(): number | undefined {
    return (this.#client as { processID?: number }).processID;
  }

  query<R>(text: string, values: readonly unknown[]): Promise<PostgresQueryResult<R>>;
  query<R>(cursor: never): R;
  async query(text: string, values: readonly unknown[] = []): Promise<PostgresQueryResult<unknown>> {
    const word = /^\w+/.exec(text)?.[0]?.toLowerCase();
    const begins = word === 'begin' || word === 'start';
    if (begins) this.#over = false;
    // What was asked beside something that was refused, and goes on: it must not be done outside the transaction that was undone.
    if (this.#over && word !== 'rollback') throw new Error('the transaction is over');
    if (this.#inTransaction && text.endsWith(sign)) {
      this.#waiting.push({ text: text.slice(0, -sign.length), values });
      this.#values += values.length;
      if (this.#waiting.length < mostWaiting && this.#values < mostValues) return nothing('INSERT');
      const before = this.#before(false);
      this.#opening = undefined;
      return this.#sendAll(before);
    }
    if (begins) {
      this.#inTransaction = true;
      this.#opening = { text, values };
      return nothing('BEGIN');
    }
    // What was undone was never to be written.
    if (word === 'rollback') {
      this.#forget();
      this.#cause = undefined;
    }
    const ends = word === 'commit' || (word === 'rollback' && !/^rollback to/i.test(text));
    if (ends) {
      this.#inTransaction = false;
      this.#over = true;
    }
    const before = this.#before(text.endsWith(aheadSign));
    // A transaction of which the database never heard.
    if (ends && before.length === 1 && before[0] === this.#opening) {
      this.#opening = undefined;
      return nothing('COMMIT');
    }
    this.#opening = undefined;
    return this.#sendAll([...before, { text, values }]);
  }

  /** What must reach the database first: that a transaction begins, and the writes that wait. */
  #before(isAhead: boolean): Statement[] {
    const before = this.#opening ? [this.#opening] : [];
    if (this.#waiting.length === 0 || isAhead) return before;
    const writes = this.#waiting;
    this.#forget();
    return [...before, together(writes)];
  }

  /** The answer is the last one's, the refusal the first's. */
  async #sendAll(statements: readonly Statement[]): Promise<PostgresQueryResult<unknown>> {
    this.#gather();
    if (statements.length === 1) return this.#send(statements[0]!);
    const sent = statements.map((statement) => this.#send(statement));
    const answers = await Promise.allSettled(sent);
    const refused = answers.find((answer) => answer.status === 'rejected');
    if (refused) throw refused.reason;
    return sent.at(-1)!;
  }

  /** Whatever is asked before anything else happens goes as one message. */
  #gather(): void {
    const { stream } = (this.#client as unknown as { connection: { stream: Writable } }).connection;
    stream.cork();
    process.nextTick(() => stream.uncork());
  }

  async #send({ text, values }: Statement): Promise<PostgresQueryResult<unknown>> {
    const name = this.#prepare && values.length > 0 ? nameOf(text) : undefined;
    const { command, rowCount, rows } = await this.#client
      .query({ ...(name && { name }), text, values: [...values] })
      .catch((error: unknown) => this.#refuse(error));
    return { command: command as PostgresQueryResult<unknown>['command'], rowCount: rowCount ?? 0, rows };
  }

  /** What is asked beside a statement that fails hears only that the transaction is aborted; what aborted it is what to tell. */
  #refuse(error: unknown): never {
    if ((error as { code?: unknown } | null)?.code === aborted) throw this.#cause ?? error;
    this.#cause = error;
    throw error;
  }

  #forget(): void {
    this.#waiting = [];
    this.#values = 0;
  }

  release(error?: Error | boolean): void {
    this.#forget();
    this.#opening = undefined;
    this.#inTransaction = false;
    this.#client.release(error);
  }
}
