import type { App, Ctx, Db } from '../context.ts';

const columns = [
  'sessions.id',
  'sessions.account_id',
  'sessions.post_id',
  'sessions.person_id',
  'sessions.persons',
  'sessions.sitting',
  'sessions.seen_at',
  'sessions.expires_at',
  'sessions.revoked_at',
  'accounts.name',
  'accounts.login',
  'accounts.disabled_at',
  'accounts.totp_sealed',
  'accounts.password_hash',
] as const;

const rowsOf = (db: Db) =>
  db.selectFrom('sessions').leftJoin('accounts', 'accounts.id', 'sessions.account_id').select(columns);

export type SessionRecord = NonNullable<Awaited<ReturnType<typeof findSession>>>;

export const findSession = (db: Db, by: { tokenHash: Buffer } | { id: string }) =>
  ('id' in by
    ? rowsOf(db).where('sessions.id', '=', by.id)
    : rowsOf(db).where('sessions.token_hash', '=', by.tokenHash)
  ).executeTakeFirst();

export async function seen(app: App, id: string, at: Date): Promise<void> {
  await app.db.updateTable('sessions').set({ seen_at: at }).where('id', '=', id).execute();
}

export interface NewSession {
  id: string;
  tokenHash: Buffer;
  account: string | null;
  post: string | null;
  person: string | null;
  persons: string[];
  mobile: string | null;
  expiresAt: Date;
}

const mobilePlace = (row: string) => ({ table: 'sessions', column: 'mobile', row });

export async function insertSession(ctx: Ctx, session: NewSession): Promise<void> {
  await ctx.db
    .insertInto('sessions')
    .values({
      id: session.id,
      token_hash: session.tokenHash,
      account_id: session.account,
      post_id: session.post,
      person_id: session.person,
      persons: session.persons,
      mobile_sealed: session.mobile ? ctx.app.vault.sealText(session.mobile, mobilePlace(session.id)) : null,
      sitting: null,
      created_at: ctx.now,
      seen_at: ctx.now,
      expires_at: session.expiresAt,
      revoked_at: null,
    })
    .execute();
}

/** The telephone by which a resident's session was opened, and whom it serves. */
export async function telephoneOf(
  ctx: Ctx,
  id: string,
): Promise<{ mobile: string | null; persons: string[] } | undefined> {
  const row = await ctx.db
    .selectFrom('sessions')
    .select(['persons', 'mobile_sealed'])
    .where('id', '=', id)
    .executeTakeFirst();
  return (
    row && {
      persons: row.persons,
      mobile: row.mobile_sealed && ctx.app.vault.openText(row.mobile_sealed, mobilePlace(id)),
    }
  );
}

export async function actAsPerson(ctx: Ctx, id: string, person: string, persons: readonly string[]): Promise<void> {
  await ctx.db
    .updateTable('sessions')
    .set({ person_id: person, persons: [...persons] })
    .where('id', '=', id)
    .execute();
}

export async function actAtPost(ctx: Ctx, id: string, post: string): Promise<void> {
  await ctx.db.updateTable('sessions').set({ post_id: post }).where('id', '=', id).execute();
}

export async function setSitting(ctx: Ctx, id: string, person: string | null): Promise<void> {
  const sitting = person === null ? null : JSON.stringify({ person, since: ctx.now.toISOString() });
  await ctx.db.updateTable('sessions').set({ sitting }).where('id', '=', id).execute();
}

export async function revokeSession(ctx: Ctx, id: string): Promise<void> {
  await ctx.db
    .updateTable('sessions')
    .set({ revoked_at: ctx.now })
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .execute();
}

/** Sessions in which somebody acts as this person. */
export async function revokeSessionsOfPerson(ctx: Ctx, person: string): Promise<void> {
  await ctx.db
    .updateTable('sessions')
    .set({ revoked_at: ctx.now })
    .where('person_id', '=', person)
    .where('revoked_at', 'is', null)
    .execute();
}

/** A merged record goes on under the one that was kept. */
export async function repointSessions(ctx: Ctx, gone: string, kept: string): Promise<void> {
  await ctx.db.updateTable('sessions').set({ person_id: kept }).where('person_id', '=', gone).execute();
}

// One-time codes -----------------------------------------------------------------------------------------------------

/** Codes that were used show who holds the telephone: a family signs in as often as it likes. */
export async function countUnusedCodesSince(ctx: Ctx, phoneKey: Buffer, since: Date): Promise<number> {
  const row = await ctx.db
    .selectFrom('one_time_codes')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where('phone_key', '=', phoneKey)
    .where('created_at', '>', since)
    .where('used_at', 'is', null)
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

const phonePlace = (row: string) => ({ table: 'one_time_codes', column: 'phone', row });

export async function insertCode(
  ctx: Ctx,
  code: { id: string; phoneKey: Buffer; mobile: string; hash: Buffer; expiresAt: Date },
): Promise<void> {
  await ctx.db
    .insertInto('one_time_codes')
    .values({
      id: code.id,
      phone_key: code.phoneKey,
      phone_sealed: ctx.app.vault.sealText(code.mobile, phonePlace(code.id)),
      code_hash: code.hash,
      created_at: ctx.now,
      expires_at: code.expiresAt,
      used_at: null,
    })
    .execute();
}

export async function mobileOfCode(ctx: Ctx, id: string): Promise<string> {
  const row = await ctx.db
    .selectFrom('one_time_codes')
    .select('phone_sealed')
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return ctx.app.vault.openText(row.phone_sealed, phonePlace(id));
}

/** Counted before the code is looked at and outside its transaction, so that a hundred tries at once are a hundred. */
export async function countCodeTry(app: App, id: string): Promise<void> {
  await app.db
    .updateTable('one_time_codes')
    .set((eb) => ({ tries: eb('tries', '+', 1) }))
    .where('id', '=', id)
    .execute();
}

export const lockCode = (ctx: Ctx, id: string) =>
  ctx.db.selectFrom('one_time_codes').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();

export async function spendCode(ctx: Ctx, id: string, sealed: Buffer): Promise<string> {
  await ctx.db.updateTable('one_time_codes').set({ used_at: ctx.now }).where('id', '=', id).execute();
  return ctx.app.vault.openText(sealed, phonePlace(id));
}
