import { sql } from 'kysely';
import type { App, Ctx, Db, View } from './context.ts';
import { insertLater } from './platform/statements.ts';

interface Entry {
  actor: Record<string, unknown>;
  outcome: string;
  views: readonly View[];
}

const rowsOf = (ctx: Pick<Ctx, 'app' | 'now' | 'operation'>, { actor, outcome, views }: Entry) => {
  const rows: (View | undefined)[] = views.length > 0 ? [...views] : [undefined];
  return rows.map((view) => ({
    id: ctx.app.id(),
    at: ctx.now,
    actor: JSON.stringify(actor),
    operation: ctx.operation,
    outcome,
    case_id: view?.case ?? null,
    person_id: view?.person || null,
    purpose: view?.purpose ?? null,
    detail: JSON.stringify(view?.detail ?? {}),
  }));
};
type AuditRow = ReturnType<typeof rowsOf>[number];

export async function insertAudit(db: Db, ctx: Pick<Ctx, 'app' | 'now' | 'operation'>, entry: Entry): Promise<void> {
  await insertLater(db, 'audit', rowsOf(ctx, entry));
}

interface Batch {
  waiting: { rows: AuditRow[]; done: () => void; failed: (error: unknown) => void }[];
  busy: boolean;
}
const batches = new WeakMap<App['db'], Batch>();
const mostTogether = 200;

/**
 * Writes entries that stand in no transaction and resolves when they are safe. Whatever comes while others are on their way
 * goes together after them, as one statement with one commit: with many readers at once most of them share one.
 */
export async function insertAuditSoon(ctx: Pick<Ctx, 'app' | 'now' | 'operation'>, entry: Entry): Promise<void> {
  const { db } = ctx.app;
  const batch = batches.get(db) ?? { waiting: [], busy: false };
  batches.set(db, batch);
  const written = new Promise<void>((done, failed) => {
    batch.waiting.push({ rows: rowsOf(ctx, entry), done, failed });
  });
  if (!batch.busy) void writeBatches(db, batch);
  await written;
}

async function writeBatches(db: App['db'], batch: Batch): Promise<void> {
  batch.busy = true;
  while (batch.waiting.length > 0) {
    const some = batch.waiting.splice(0, mostTogether);
    try {
      await insertRows(
        db,
        some.flatMap(({ rows }) => rows),
      );
      for (const { done } of some) done();
    } catch (error) {
      // One that cannot be written is no reason to refuse the others.
      if (some.length === 1) some[0]!.failed(error);
      else await Promise.all(some.map(({ rows, done, failed }) => insertRows(db, rows).then(done, failed)));
    }
  }
  batch.busy = false;
}

/** However many rows there are, the statement is the same, so that it is planned once. */
async function insertRows(db: Db, rows: readonly AuditRow[]): Promise<void> {
  const column = <K extends keyof AuditRow>(name: K) => rows.map((row) => row[name]);
  await sql`insert into "audit" (id, at, actor, operation, outcome, case_id, person_id, purpose, detail)
    select id, at, actor::jsonb, operation, outcome, case_id, person_id, purpose, detail::jsonb
    from unnest(${column('id')}::uuid[], ${column('at')}::timestamptz[], ${column('actor')}::text[],
      ${column('operation')}::text[], ${column('outcome')}::text[], ${column('case_id')}::uuid[],
      ${column('person_id')}::uuid[], ${column('purpose')}::text[], ${column('detail')}::text[])
      as n (id, at, actor, operation, outcome, case_id, person_id, purpose, detail)`.execute(db);
}

/** Long enough for a device that was away for a year. */
const keysKept = 400 * 86_400_000;

export async function forgetKeys(app: App): Promise<void> {
  await app.db
    .deleteFrom('idempotency')
    .where('created_at', '<', new Date(app.clock.now().getTime() - keysKept))
    .execute();
}

export interface Key {
  actor: string;
  operation: string;
  key: string;
}

/** What a twin left; undefined where nothing was done under this key. */
export const findTwin = (db: Db, key: Key): Promise<{ digest: Buffer; result: unknown } | undefined> =>
  db
    .selectFrom('idempotency')
    .select(['digest', 'result'])
    .where('actor', '=', key.actor)
    .where('operation', '=', key.operation)
    .where('key', '=', key.key)
    .executeTakeFirst();

export async function keepResult(
  db: Db,
  key: Key,
  { digest, result, at }: { digest: Buffer; result: unknown; at: Date },
): Promise<void> {
  await insertLater(db, 'idempotency', [{ ...key, digest, result: JSON.stringify(result ?? null), created_at: at }]);
}
