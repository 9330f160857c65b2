import { sql } from 'kysely';
import { z } from 'zod';
import type { App, Ctx } from '../context.ts';
import { insertLater } from '../platform/statements.ts';

/** A notice on its way to a telephone: whose, and what it says. The number itself is read when it is sent. */
const Message = z.strictObject({
  person: z.uuid(),
  confidential: z.boolean(),
  code: z.string(),
  params: z.record(z.string(), z.unknown()),
});
export type Message = z.infer<typeof Message>;

export interface Waiting {
  id: string;
  message: Message;
  createdAt: Date;
}

const place = (row: string) => ({ table: 'outbox', column: 'sealed', row });

export async function insertMessage(ctx: Ctx, id: string, message: Message): Promise<void> {
  await insertLater(ctx.db, 'outbox', [
    {
      id,
      channel: 'notice',
      sealed: ctx.app.vault.sealJson(message, place(id)),
      created_at: ctx.now,
      next_at: ctx.now,
      sent_at: null,
    },
  ]);
}

/**
 * Takes what waits, for one process alone. Each is put off before it is tried, longer each time (half a minute, one, two …
 * six hours): whoever dies while sending leaves it for later.
 */
export async function takeMessages(app: App, limit: number): Promise<Waiting[]> {
  const now = app.clock.now();
  const { rows } = await sql<{ id: string; sealed: Buffer; created_at: Date }>`
    update outbox set attempts = attempts + 1,
      next_at = ${now}::timestamptz + least(interval '6 hours', interval '30 seconds' * power(2, least(attempts, 16)))
    where id in (
      select id from outbox where sent_at is null and next_at <= ${now}
      order by next_at limit ${limit} for update skip locked)
    returning id, sealed, created_at`.execute(app.db);
  return rows.map(({ id, sealed, created_at }) => ({
    id,
    message: app.vault.openJson(sealed, place(id), Message),
    createdAt: created_at,
  }));
}

export async function markSent(app: App, id: string): Promise<void> {
  await app.db.updateTable('outbox').set({ sent_at: app.clock.now() }).where('id', '=', id).execute();
}

export async function dropMessage(app: App, id: string): Promise<void> {
  await app.db.deleteFrom('outbox').where('id', '=', id).execute();
}

export async function forgetSent(app: App, before: Date): Promise<void> {
  await app.db.deleteFrom('outbox').where('sent_at', '<', before).execute();
}

export async function backlog(app: App): Promise<{ waiting: number; oldestSeconds: number }> {
  const { rows } = await sql<{ waiting: string; oldest: Date | null }>`
    select count(*) as waiting, min(created_at) as oldest from outbox where sent_at is null`.execute(app.db);
  const row = rows[0];
  const oldest = row?.oldest?.getTime();
  return {
    waiting: Number(row?.waiting ?? 0),
    oldestSeconds: oldest === undefined ? 0 : (app.clock.now().getTime() - oldest) / 1000,
  };
}
