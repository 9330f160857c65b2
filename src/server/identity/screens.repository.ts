import type { App, Ctx, Db } from '../context.ts';

export const listScreens = (db: Db) =>
  db
    .selectFrom('screens')
    .innerJoin('accounts', 'accounts.id', 'screens.made_by')
    .selectAll('screens')
    .select('accounts.name as maker')
    .orderBy('screens.id', 'desc')
    .limit(500)
    .execute();

export type ScreenRow = NonNullable<Awaited<ReturnType<typeof findScreen>>>;

export const findScreen = (db: Db, by: { id: string } | { tokenHash: Buffer }) => {
  const query = db.selectFrom('screens').selectAll();
  return ('id' in by ? query.where('id', '=', by.id) : query.where('token_hash', '=', by.tokenHash)).executeTakeFirst();
};

/** Held until the transaction ends, so that a code is typed once. */
export const lockScreen = (ctx: Ctx, by: { id: string } | { codeHash: Buffer }) => {
  const query = ctx.db.selectFrom('screens').selectAll().forUpdate();
  return ('id' in by ? query.where('id', '=', by.id) : query.where('code_hash', '=', by.codeHash)).executeTakeFirst();
};

export interface NewScreen {
  id: string;
  name: string;
  place: string;
  account: string;
  expiresAt: Date;
}

export async function insertScreen(ctx: Ctx, { id, name, place, account, expiresAt }: NewScreen): Promise<void> {
  await ctx.db
    .insertInto('screens')
    .values({ id, name, place, made_by: account, made_at: ctx.now, expires_at: expiresAt })
    .execute();
}

export type ScreenChange = Partial<Omit<ScreenRow, 'id' | 'made_by' | 'made_at'>>;

export async function changeScreen(ctx: Ctx, id: string, change: ScreenChange): Promise<void> {
  await ctx.db.updateTable('screens').set(change).where('id', '=', id).execute();
}

export async function screenSeen(app: App, id: string, at: Date): Promise<void> {
  await app.db.updateTable('screens').set({ seen_at: at }).where('id', '=', id).execute();
}
