import { Item } from '#domain/catalogue/item.ts';
import type { tightened } from '#domain/catalogue/versions.ts';
import type { Ctx, Db } from '../context.ts';

const revisionKey = 'catalogue.revision';

export const readRevision = async (db: Db): Promise<string> =>
  JSON.stringify(
    (await db.selectFrom('settings').select('value').where('key', '=', revisionKey).executeTakeFirst())?.value ?? 0,
  );

/** Also takes the row's lock until the transaction ends: two editors who publish stand in line. */
export async function writeRevision(ctx: Pick<Ctx, 'app' | 'db'>): Promise<void> {
  await ctx.db
    .insertInto('settings')
    .values({ key: revisionKey, value: JSON.stringify(ctx.app.id()) })
    .onConflict((conflict) => conflict.column('key').doUpdateSet((eb) => ({ value: eb.ref('excluded.value') })))
    .execute();
}

/** Versions of every item, newest first. */
export async function readItems(db: Db): Promise<Map<string, Item[]>> {
  const rows = await db
    .selectFrom('items')
    .select(['code', 'definition'])
    .orderBy('code')
    .orderBy('version', 'desc')
    .execute();
  const versions = new Map<string, Item[]>();
  for (const row of rows) {
    const item = Item.parse(row.definition);
    const known = versions.get(row.code);
    if (known) known.push(item);
    else versions.set(row.code, [item]);
  }
  return versions;
}

/** The newest version of one item, as it stands inside this transaction. */
export async function newestItem(db: Db, code: string): Promise<Item | undefined> {
  const row = await db
    .selectFrom('items')
    .select('definition')
    .where('code', '=', code)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && Item.parse(row.definition);
}

export const readPromises = (db: Db) => db.selectFrom('promises').selectAll().orderBy('valid_from', 'desc').execute();

export async function insertItems(ctx: Pick<Ctx, 'db' | 'now'>, items: readonly Item[]): Promise<void> {
  await ctx.db
    .insertInto('items')
    .values(
      items.map((item) => ({
        code: item.code,
        version: item.version,
        valid_from: item.validFrom,
        valid_to: item.validTo,
        definition: JSON.stringify(item),
        published_at: ctx.now,
      })),
    )
    .execute();
}

export async function updateItem(ctx: Pick<Ctx, 'db'>, item: Item): Promise<void> {
  await ctx.db
    .updateTable('items')
    .set({ valid_to: item.validTo, definition: JSON.stringify(item) })
    .where('code', '=', item.code)
    .where('version', '=', item.version)
    .execute();
}

export async function knownItems(ctx: Pick<Ctx, 'db'>): Promise<Set<string>> {
  const rows = await ctx.db.selectFrom('items').select(['code', 'version']).execute();
  return new Set(rows.map((row) => `${row.code}/${row.version}`));
}

export async function upsertPromise(
  ctx: Pick<Ctx, 'db'>,
  promise: {
    code: string;
    division: string;
    kind: (typeof tightened)[number];
    from: string;
    amount: number;
    unit: 'wd' | 'd';
    document: string;
  },
): Promise<void> {
  const { amount, unit, document } = promise;
  await ctx.db
    .insertInto('promises')
    .values({
      item_code: promise.code,
      division_id: promise.division,
      kind: promise.kind,
      valid_from: promise.from,
      amount,
      unit,
      document,
    })
    .onConflict((conflict) =>
      conflict.columns(['item_code', 'division_id', 'kind', 'valid_from']).doUpdateSet({ amount, unit, document }),
    )
    .execute();
}
