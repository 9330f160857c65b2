import { type Kysely, sql } from 'kysely';
import type { Clock } from './clock.ts';
import type { Place, Vault } from './crypto.ts';
import type { PlatformTables } from './platform.tables.ts';
import type { BlobStore } from './storage.ts';

/**
 * Seals anew what earlier keys have sealed, after a rotation. Sealed columns are found by their names, so that a new table need
 * not be told here: `sealed` or `<what>_sealed`, in a table whose key is made of UUIDs and ends with the row's own. The place to
 * which an envelope is bound is the table, `<what>` and that last part of the key; where a column `sealed` has a `kind` beside it,
 * the kind is the place's column.
 */
interface SealedTable {
  table: string;
  key: string[];
  columns: string[];
  kinds: boolean;
}

/** The folder of papers and prints, beside the tables. */
const files = 'files';
const shards = Array.from({ length: 256 }, (_, n) => n.toString(16).padStart(2, '0'));

type ResealTables = Pick<PlatformTables, 'reseals'>;
type Db = Kysely<ResealTables>;

interface ResealApp<T extends ResealTables = ResealTables> {
  db: Kysely<T>;
  vault: Vault;
  blobs: Pick<BlobStore, 'resealShard'>;
  clock: Clock;
}

export interface ResealProgress {
  part: string;
  looked: number;
  sealed: number;
  done: boolean;
}

const plain = <T extends ResealTables>(db: Kysely<T>): Db => db as unknown as Db;

async function sealedTables(db: Db): Promise<SealedTable[]> {
  const { rows } = await sql<SealedTable>`
    select c.relname::text as table,
      array(select a.attname::text from pg_index i cross join unnest(i.indkey) with ordinality k (att, n)
        join pg_attribute a on a.attrelid = c.oid and a.attnum = k.att
        where i.indrelid = c.oid and i.indisprimary order by k.n) as key,
      array_agg(col.attname::text order by col.attnum) as columns,
      exists (select 1 from pg_attribute k where k.attrelid = c.oid and k.attname = 'kind') as kinds
    from pg_class c join pg_attribute col on col.attrelid = c.oid
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and not col.attisdropped
      and col.atttypid = 'bytea'::regtype and (col.attname = 'sealed' or right(col.attname::text, 7) = '_sealed')
    group by c.oid, c.relname order by c.relname`.execute(db);
  return rows;
}

/** How far the work with the active key has come, part by part. */
export async function resealState<T extends ResealTables>(app: ResealApp<T>): Promise<ResealProgress[]> {
  const db = plain(app.db);
  const known = await db.selectFrom('reseals').selectAll().where('key_id', '=', app.vault.activeKey()).execute();
  const parts = [...(await sealedTables(db)).map(({ table }) => table), files];
  return parts.map((part) => {
    const row = known.find((each) => each.part === part);
    return {
      part,
      looked: Number(row?.looked_at ?? 0),
      sealed: Number(row?.sealed_anew ?? 0),
      done: (row?.finished_at ?? null) !== null,
    };
  });
}

/**
 * Goes on where it was stopped: each batch commits with the place that it came to, so that it can be killed and started again at
 * any moment, and two processes take turns. Call it when every running process has had the time to take up the new key.
 */
export async function reseal<T extends ResealTables>(
  app: ResealApp<T>,
  options: { batch?: number; tell?: (progress: ResealProgress) => void } = {},
): Promise<void> {
  const db = plain(app.db);
  const { batch = 200, tell } = options;
  for (const table of await sealedTables(db)) {
    await work(app, table.table, tell, (trx, after) => resealRows(trx, app.vault, table, after, batch));
  }
  await work(app, files, tell, async (_, after) => {
    const shard = shards.find((name) => name > after);
    if (shard === undefined) return { after, looked: 0, sealed: 0, whole: true };
    return { after: shard, ...(await app.blobs.resealShard(shard)), whole: shard === shards.at(-1) };
  });
}

interface Step {
  after: string;
  looked: number;
  sealed: number;
  whole: boolean;
}

async function work<T extends ResealTables>(
  app: ResealApp<T>,
  part: string,
  tell: ((progress: ResealProgress) => void) | undefined,
  step: (db: Db, after: string) => Promise<Step>,
): Promise<void> {
  const key_id = app.vault.activeKey();
  const updated_at = app.clock.now();
  await plain(app.db)
    .insertInto('reseals')
    .values({ key_id, part, after_row: '', looked_at: 0, sealed_anew: 0, updated_at, finished_at: null })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  for (let done = false; !done; ) {
    const progress = await plain(app.db)
      .transaction()
      .execute(async (db) => {
        const mine = db.selectFrom('reseals').selectAll().where('key_id', '=', key_id).where('part', '=', part);
        const row = await mine.forUpdate().executeTakeFirstOrThrow();
        if (row.finished_at) return undefined;
        const { after, looked, sealed, whole } = await step(db, row.after_row);
        const now = {
          part,
          looked: Number(row.looked_at) + looked,
          sealed: Number(row.sealed_anew) + sealed,
          done: whole,
        };
        await db
          .updateTable('reseals')
          .set({
            after_row: after,
            looked_at: now.looked,
            sealed_anew: now.sealed,
            updated_at: app.clock.now(),
            finished_at: whole ? app.clock.now() : null,
          })
          .where('key_id', '=', key_id)
          .where('part', '=', part)
          .execute();
        return now;
      });
    if (progress) tell?.(progress);
    done = progress?.done ?? true;
  }
}

type Row = Record<string, string | Buffer | null>;

async function resealRows(db: Db, vault: Vault, of: SealedTable, after: string, batch: number): Promise<Step> {
  const key = sql.join(of.key.map((column) => sql.ref(column)));
  const seen = after ? (JSON.parse(after) as string[]) : undefined;
  const { rows } = await sql<Row>`
    select ${sql.join([...of.key, ...of.columns, ...(of.kinds ? ['kind'] : [])].map((column) => sql.ref(column)))}
    from ${sql.table(of.table)}
    ${seen ? sql`where (${key}) > (${sql.join(seen.map((part) => sql`${part}::uuid`))})` : sql``}
    order by ${key} limit ${batch}`.execute(db);
  let sealed = 0;
  for (const column of of.columns) {
    const changes = rows.flatMap((row) => {
      const old = row[column];
      const fresh = old instanceof Buffer ? vault.reseal(old, placeOf(of, column, row)) : undefined;
      return old instanceof Buffer && fresh ? [{ keys: of.key.map((each) => String(row[each])), old, fresh }] : [];
    });
    if (changes.length === 0) continue;
    // What a command wrote meanwhile is sealed with the new key already, and stays.
    await sql`
      update ${sql.table(of.table)} t set ${sql.ref(column)} = n.fresh
      from unnest(${sql.join([
        ...of.key.map((_, at) => sql`${changes.map(({ keys }) => keys[at])}::uuid[]`),
        sql`${changes.map(({ old }) => old)}::bytea[]`,
        sql`${changes.map(({ fresh }) => fresh)}::bytea[]`,
      ])}) as n (${sql.join([...of.key.map((_, at) => sql.ref(`k${at}`)), sql`old`, sql`fresh`])})
      where ${sql.join(
        of.key.map((each, at) => sql`${sql.ref(`t.${each}`)} = ${sql.ref(`n.k${at}`)}`),
        sql` and `,
      )} and ${sql.ref(`t.${column}`)} = n.old`.execute(db);
    sealed += changes.length;
  }
  const last = rows.at(-1);
  return {
    after: last ? JSON.stringify(of.key.map((each) => String(last[each]))) : after,
    looked: rows.length,
    sealed,
    whole: rows.length < batch,
  };
}

function placeOf({ table, key, kinds }: SealedTable, column: string, row: Row): Place {
  const what = column === 'sealed' ? (kinds ? String(row.kind) : column) : column.slice(0, -'_sealed'.length);
  return { table, column: what, row: String(row[key.at(-1) ?? '']) };
}
