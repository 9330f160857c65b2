import type { Ctx, Db, View } from './context.ts';

export async function insertAudit(
  db: Db,
  ctx: Pick<Ctx, 'app' | 'now' | 'operation'>,
  entry: { actor: Record<string, unknown>; outcome: string; view?: View | undefined },
): Promise<void> {
  const { actor, outcome, view } = entry;
  await db
    .insertInto('audit')
    .values({
      id: ctx.app.id(),
      at: ctx.now,
      actor: JSON.stringify(actor),
      operation: ctx.operation,
      outcome,
      case_id: view?.case ?? null,
      person_id: view?.person || null,
      purpose: view?.purpose ?? null,
      detail: JSON.stringify(view?.detail ?? {}),
    })
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
    .execute();
}
