import { sql } from 'kysely';
import type { App, Ctx, Db } from '../context.ts';

export const secondFactorPlace = (account: string) => ({ table: 'accounts', column: 'totp', row: account });

const columns = [
  'id',
  'login',
  'name',
  'password_hash',
  'totp_sealed',
  'totp_step',
  'failures',
  'locked_until',
  'disabled_at',
] as const;

export type AccountSecrets = NonNullable<Awaited<ReturnType<typeof lockAccount>>>;

/** Held until the transaction ends, so that one code of an authenticator serves one sign-in. */
export const lockAccount = (db: Db, by: { login: string } | { id: string }) => {
  const query = db.selectFrom('accounts').select(columns).forUpdate();
  return ('id' in by ? query.where('id', '=', by.id) : query.where('login', '=', by.login)).executeTakeFirst();
};

export const readAccount = (db: Db, id: string) =>
  db
    .selectFrom('accounts')
    .select(['id', 'login', 'name', 'password_hash', 'totp_sealed'])
    .where('id', '=', id)
    .executeTakeFirst();

/** Counted before the password is looked at and outside its transaction: many guesses at once are still counted one by one. */
export async function countTry(app: App, by: { login: string } | { id: string }, now: Date): Promise<void> {
  const where = 'id' in by ? sql`id = ${by.id}` : sql`login = ${by.login}`;
  await sql`
    update accounts set
      failures = case when locked_until is null then failures + 1 else 1 end,
      locked_until = null
    where ${where} and (locked_until is null or locked_until <= ${now})`.execute(app.db);
}

export async function takeBackTry(db: Db, id: string): Promise<void> {
  await sql`update accounts set failures = greatest(failures - 1, 0) where id = ${id}`.execute(db);
}

export async function lockOut(db: Db, id: string, until: Date): Promise<void> {
  await db
    .updateTable('accounts')
    .set({ failures: 0, locked_until: until })
    .where('id', '=', id)
    .where('locked_until', 'is', null)
    .execute();
}

export async function signedIn(
  ctx: Ctx,
  id: string,
  change: { step?: number | undefined; hash?: string | undefined },
): Promise<void> {
  await ctx.db
    .updateTable('accounts')
    .set({
      failures: 0,
      locked_until: null,
      ...(change.step !== undefined && { totp_step: change.step }),
      ...(change.hash !== undefined && { password_hash: change.hash }),
    })
    .where('id', '=', id)
    .execute();
}

export async function setPassword(ctx: Ctx, id: string, hash: string): Promise<void> {
  await ctx.db
    .updateTable('accounts')
    .set({ password_hash: hash, failures: 0, locked_until: null })
    .where('id', '=', id)
    .execute();
}

export async function setSecondFactor(
  ctx: Ctx,
  id: string,
  factor: { sealed: Buffer; step: number } | null,
): Promise<void> {
  await ctx.db
    .updateTable('accounts')
    .set({ totp_sealed: factor?.sealed ?? null, totp_step: factor?.step ?? 0 })
    .where('id', '=', id)
    .execute();
}

const pendingKey = (account: string): string => `second-factor:${account}`;

/** A secret that was shown and not yet proved by a code. */
export async function keepPendingFactor(ctx: Ctx, account: string, sealed: Buffer): Promise<void> {
  await ctx.db
    .insertInto('settings')
    .values({ key: pendingKey(account), value: JSON.stringify(sealed.toString('base64')) })
    .onConflict((conflict) => conflict.column('key').doUpdateSet((eb) => ({ value: eb.ref('excluded.value') })))
    .execute();
}

export async function findPendingFactor(ctx: Ctx, account: string): Promise<Buffer | undefined> {
  const row = await ctx.db
    .selectFrom('settings')
    .select('value')
    .where('key', '=', pendingKey(account))
    .executeTakeFirst();
  return typeof row?.value === 'string' ? Buffer.from(row.value, 'base64') : undefined;
}

export async function forgetPendingFactor(ctx: Ctx, account: string): Promise<void> {
  await ctx.db.deleteFrom('settings').where('key', '=', pendingKey(account)).execute();
}

export interface NewAccountRow {
  id: string;
  login: string;
  name: string;
  hash: string;
  totp?: Buffer;
}

/** The logins that were taken already; nothing is said of an account that a twin makes at this moment: it is waited for. */
export async function insertAccounts(ctx: Ctx, accounts: readonly NewAccountRow[]): Promise<string[]> {
  const taken: string[] = [];
  for (let at = 0; at < accounts.length; at += 2000) {
    const some = accounts.slice(at, at + 2000);
    const written = await ctx.db
      .insertInto('accounts')
      .values(
        some.map(({ id, login, name, hash, totp }) => ({
          id,
          login,
          name,
          password_hash: hash,
          totp_sealed: totp ?? null,
          locked_until: null,
          disabled_at: null,
          created_at: ctx.now,
        })),
      )
      .onConflict((conflict) => conflict.column('login').doNothing())
      .returning('login')
      .execute();
    const logins = new Set(written.map((row) => row.login));
    taken.push(...some.map((account) => account.login).filter((login) => !logins.has(login)));
  }
  return taken;
}

export async function disable(ctx: Ctx, id: string): Promise<void> {
  await ctx.db
    .updateTable('accounts')
    .set({ disabled_at: ctx.now })
    .where('id', '=', id)
    .where('disabled_at', 'is', null)
    .execute();
}

export const allLogins = async (ctx: Ctx): Promise<Set<string>> =>
  new Set((await ctx.db.selectFrom('accounts').select('login').execute()).map((row) => row.login));

export const accountsById = (ctx: Ctx, ids: readonly string[]) =>
  ids.length === 0
    ? Promise.resolve([])
    : ctx.db
        .selectFrom('accounts')
        .select(['id', 'login', 'name', 'password_hash'])
        .where('id', 'in', [...ids])
        .orderBy('login')
        .execute();
