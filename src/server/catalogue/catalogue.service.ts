import type { ItemCard } from '#api/catalogue.ts';
import { Item } from '#domain/catalogue/item.ts';
import { publishProblems } from '#domain/catalogue/publish.ts';
import { buildSearchIndex, type SearchIndex, type SearchOptions, searchItems } from '#domain/catalogue/search.ts';
import { reusedIds, tighten } from '#domain/catalogue/versions.ts';
import { localDate } from '#domain/kernel/dates.ts';
import { Refused } from '#domain/kernel/problem.ts';
import type { App, Ctx, Db } from '../context.ts';
import { getUnit, organisationOf, today } from '../organisation/index.ts';
import { readings } from '../platform/pinyin.ts';

interface DivisionPromise {
  division: string;
  from: string;
  amount: number;
  unit: 'wd' | 'd' | 'm' | 'y';
}

interface Catalogue {
  /** Versions of each item, newest first. */
  versions: Map<string, Item[]>;
  promises: Map<string, DivisionPromise[]>;
  index: SearchIndex;
  indexed: Map<string, Item>;
  day: string;
}

interface Kept {
  catalogue: Promise<Catalogue>;
  checked: number;
  revision: string;
}
const kept = new WeakMap<App, Kept>();
const revisionKey = 'catalogue.revision';

const readRevision = async (db: Db): Promise<string> =>
  JSON.stringify(
    (await db.selectFrom('settings').select('value').where('key', '=', revisionKey).executeTakeFirst())?.value ?? 0,
  );

async function touch(ctx: Ctx): Promise<void> {
  await ctx.db
    .insertInto('settings')
    .values({ key: revisionKey, value: JSON.stringify(ctx.app.id()) })
    .onConflict((conflict) => conflict.column('key').doUpdateSet((eb) => ({ value: eb.ref('excluded.value') })))
    .execute();
  ctx.afterCommit.push(() => kept.delete(ctx.app));
}

const inForce = (versions: Item[], on: string): Item | undefined =>
  versions.find((item) => item.validFrom <= on && (item.validTo === null || item.validTo > on));

async function load(db: Db, day: string): Promise<Catalogue> {
  const rows = await db
    .selectFrom('items')
    .select(['code', 'definition'])
    .orderBy('code')
    .orderBy('version', 'desc')
    .execute();
  const versions = new Map<string, Item[]>();
  for (const row of rows) versions.set(row.code, [...(versions.get(row.code) ?? []), Item.parse(row.definition)]);
  const promises = new Map<string, DivisionPromise[]>();
  for (const row of await db.selectFrom('promises').selectAll().orderBy('valid_from', 'desc').execute()) {
    const promise = { division: row.division_id, from: row.valid_from, amount: row.amount, unit: row.unit };
    promises.set(row.item_code, [...(promises.get(row.item_code) ?? []), promise]);
  }
  const current = [...versions.values()].map((all) => inForce(all, day)).filter((item) => item !== undefined);
  return {
    versions,
    promises,
    index: buildSearchIndex(current, readings),
    indexed: new Map(current.map((item) => [item.code, item])),
    day,
  };
}

async function catalogueOf(ctx: Pick<Ctx, 'app' | 'now'>): Promise<Catalogue> {
  const now = ctx.now.getTime();
  const day = localDate(ctx.now);
  const present = kept.get(ctx.app);
  if (present && Math.abs(now - present.checked) < 1000) {
    const catalogue = await present.catalogue;
    if (catalogue.day === day) return catalogue;
  }
  const revision = await readRevision(ctx.app.db);
  const still = kept.get(ctx.app);
  if (still && still.revision === revision && (await still.catalogue).day === day) {
    still.checked = now;
    return still.catalogue;
  }
  const catalogue = load(ctx.app.db, day);
  kept.set(ctx.app, { catalogue, checked: now, revision });
  catalogue.catch(() => kept.delete(ctx.app));
  return catalogue;
}

/** The version in force today. */
export async function currentItem(ctx: Ctx, code: string): Promise<Item> {
  const item = (await catalogueOf(ctx)).indexed.get(code);
  if (!item) throw new Refused('catalogue.unknown-item', { code });
  return item;
}

/** The version that a case began with. */
export async function itemVersion(ctx: Pick<Ctx, 'app' | 'now'>, code: string, version: number): Promise<Item> {
  const item = (await catalogueOf(ctx)).versions.get(code)?.find((each) => each.version === version);
  if (!item) throw new Refused('catalogue.unknown-item', { code });
  return item;
}

/** With the promise of the division nearest to the resident, where one is tighter than the city's (R138). */
export async function promisedItem(ctx: Ctx, item: Item, division: string | null, on = today(ctx)): Promise<Item> {
  if (!division) return item;
  const promises = (await catalogueOf(ctx)).promises.get(item.code) ?? [];
  if (promises.length === 0) return item;
  const path = (await organisationOf(ctx))
    .path(division)
    .map((each) => each.id)
    .reverse();
  for (const id of path) {
    const own = promises.find((promise) => promise.division === id && promise.from <= on);
    if (!own) continue;
    const result = tighten(item, { promised: { amount: own.amount, unit: own.unit } });
    if ('item' in result) return result.item;
  }
  return item;
}

export async function search(ctx: Ctx, text: string | undefined, options: SearchOptions): Promise<ItemCard[]> {
  const { index, indexed } = await catalogueOf(ctx);
  return searchItems(index, text ?? '', options)
    .map((hit) => indexed.get(hit.code))
    .filter((item) => item !== undefined)
    .map((item) => ({
      code: item.code,
      version: item.version,
      name: item.name,
      plainName: item.plainName,
      summary: item.summary,
      domain: item.domain,
      needs: item.needs,
      audience: item.audience,
      instant: item.instant,
      online: item.online,
      villagePackage: item.villagePackage,
    }));
}

/** Publishes a version. The one before ends on the day it begins; cases keep the version that they began with. */
export async function publish(ctx: Ctx, item: Item): Promise<{ code: string; version: number }> {
  const problems = publishProblems(item);
  if (problems.length > 0) throw new Refused('catalogue.unfinished', { count: problems.length }, problems);
  const before = (await catalogueOf(ctx)).versions.get(item.code)?.[0];
  if (before && item.version !== before.version + 1) throw new Refused('conflict.stale');
  const reused = before ? reusedIds(before.form, item.form) : [];
  if (reused.length > 0) throw new Refused('catalogue.reused-ids', { ids: reused.join(', ') });
  await insertItems(ctx, [item]);
  if (before) {
    const closed = { ...before, validTo: item.validFrom };
    await ctx.db
      .updateTable('items')
      .set({ valid_to: item.validFrom, definition: JSON.stringify(closed) })
      .where('code', '=', before.code)
      .where('version', '=', before.version)
      .execute();
  }
  return { code: item.code, version: item.version };
}

export async function insertItems(ctx: Ctx, items: readonly Item[]): Promise<void> {
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
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await touch(ctx);
}

export async function tightenPromise(
  ctx: Ctx,
  wish: { code: string; unit: string; amount: number; limitUnit: 'wd' | 'd'; from: string; document: string },
): Promise<void> {
  const item = await currentItem(ctx, wish.code);
  const result = tighten(item, { promised: { amount: wish.amount, unit: wish.limitUnit } });
  if ('problems' in result) throw new Refused('catalogue.looser', {}, result.problems);
  const unit = await getUnit(ctx, wish.unit);
  await ctx.db
    .insertInto('promises')
    .values({
      item_code: wish.code,
      division_id: unit.divisionId,
      valid_from: wish.from,
      amount: wish.amount,
      unit: wish.limitUnit,
      document: wish.document,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['item_code', 'division_id', 'valid_from'])
        .doUpdateSet({ amount: wish.amount, unit: wish.limitUnit, document: wish.document }),
    )
    .execute();
  await touch(ctx);
}
