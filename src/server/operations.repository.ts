import type { App, Ctx, Db, View } from './context.ts';
import { later } from './platform/statements.ts';

export async function insertAudit(
  db: Db,
  ctx: Pick<Ctx, 'app' | 'now' | 'operation'>,
  entry: { actor: Record<string, unknown>; outcome: string; views: readonly View[] },
): Promise<void> {
  const { actor, outcome, views } = entry;
  const rows: (View | undefined)[] = views.length > 0 ? [...views] : [undefined];
  await db
    .insertInto('audit')
    .values(
      rows.map((view) => ({
        id: ctx.app.id(),
        at: ctx.now,
        actor: JSON.stringify(actor),
        operation: ctx.operation,
        outcome,
        case_id: view?.case ?? null,
        person_id: view?.person || null,
        purpose: view?.purpose ?? null,
        detail: JSON.stringify(view?.detail ?? {}),
      })),
    )
    .modifyEnd(later)
    .execute();
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

/** Waits for a twin under the same key. Undefined: this one is the first; else what the twin left. */
export async function claimKey(
  db: Db,
  key: Key,
  digest: Buffer,
  at: Date,
): Promise<{ digest: Buffer; result: unknown } | undefined> {
  const written = await db
    .insertInto('idempotency')
    .values({ ...key, digest, result: null, created_at: at })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (written.numInsertedOrUpdatedRows !== 0n) return undefined;
  return db
    .selectFrom('idempotency')
    .select(['digest', 'result'])
    .where('actor', '=', key.actor)
    .where('operation', '=', key.operation)
    .where('key', '=', key.key)
    .executeTakeFirstOrThrow();
}

export async function keepResult(db: Db, key: Key, result: unknown): Promise<void> {
  await db
    .updateTable('idempotency')
    .set({ result: JSON.stringify(result ?? null) })
    .where('actor', '=', key.actor)
    .where('operation', '=', key.operation)
    .where('key', '=', key.key)
    .modifyEnd(later)
    .execute();
}
