import { z } from 'zod';
import type { ItemCard } from '#api/catalogue.ts';
import yardsticks from '#db/reference/yardsticks.json' with { type: 'json' };
import { audiences, type Item, type Limit, needs } from '#domain/catalogue/item.ts';
import { publishProblems } from '#domain/catalogue/publish.ts';
import { buildSearchIndex, type SearchIndex, searchItems } from '#domain/catalogue/search.ts';
import { reusedIds, tighten, tightened } from '#domain/catalogue/versions.ts';
import { Yardsticks, yardsticksOn } from '#domain/catalogue/yardsticks.ts';
import { localDate } from '#domain/kernel/dates.ts';
import { Refused } from '#domain/kernel/problem.ts';
import type { App, Ctx } from '../context.ts';
import { getUnit, organisationOf, today } from '../organisation/index.ts';
import { readings } from '../platform/pinyin.ts';
import * as repository from './catalogue.repository.ts';

const city = z.array(Yardsticks).min(1).parse(yardsticks);

/** An item with the city's own limits where its version says nothing: what a case is dated by. */
export type TermedItem = Item & { yardsticks: Yardsticks };

interface DivisionPromise {
  division: string;
  kind: (typeof tightened)[number];
  from: string;
  amount: number;
  unit: Limit['unit'];
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
  day: string;
  checked: number;
  revision: string;
}
const kept = new WeakMap<App, Kept>();
/** As for the organisation: given out at once while young, checked behind the reader's back, waited for when old. */
const fresh = 1000;
const usable = 5000;

async function touch(ctx: Ctx): Promise<void> {
  await repository.writeRevision(ctx);
  ctx.afterCommit.push(() => kept.delete(ctx.app));
}

const inForce = (versions: Item[], on: string): Item | undefined =>
  versions.find((item) => item.validFrom <= on && (item.validTo === null || item.validTo > on));

async function load(app: App, day: string): Promise<Catalogue> {
  const versions = await repository.readItems(app.db);
  const promises = Map.groupBy(
    (await repository.readPromises(app.db)).map(({ item_code, division_id, kind, valid_from, amount, unit }) => ({
      code: item_code,
      division: division_id,
      kind,
      from: valid_from,
      amount,
      unit,
    })),
    ({ code }) => code,
  );
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
  const { app } = ctx;
  const now = ctx.now.getTime();
  const day = localDate(ctx.now);
  const present = kept.get(app);
  if (!present || present.day !== day) return check(app, now, day);
  const age = Math.abs(now - present.checked);
  if (age < fresh) return present.catalogue;
  if (age > usable) return check(app, now, day);
  present.checked = now;
  check(app, now, day).catch((error: unknown) => app.log.warn({ code: 'catalogue.unchecked', err: error }));
  return present.catalogue;
}

async function check(app: App, now: number, day: string): Promise<Catalogue> {
  const revision = await repository.readRevision(app.db);
  const present = kept.get(app);
  if (present?.revision === revision && present.day === day) {
    present.checked = now;
    return present.catalogue;
  }
  const mine = { catalogue: load(app, day), day, checked: now, revision };
  kept.set(app, mine);
  mine.catalogue.catch(() => {
    if (kept.get(app) === mine) kept.delete(app);
  });
  return mine.catalogue;
}

/** The version in force today. */
export async function currentItem(ctx: Ctx, code: string): Promise<Item> {
  const item = (await catalogueOf(ctx)).indexed.get(code);
  if (!item) throw new Refused('catalogue.unknown-item', { code });
  return item;
}

/** Every version of every item: open cases run under any of them. */
export const itemVersions = async (ctx: Pick<Ctx, 'app' | 'now'>): Promise<Item[]> =>
  [...(await catalogueOf(ctx)).versions.values()].flat();

/** Everything that can be applied for today. */
export const itemsInForce = async (ctx: Pick<Ctx, 'app' | 'now'>): Promise<Item[]> => [
  ...(await catalogueOf(ctx)).indexed.values(),
];

/** The versions that cases began with, for whoever shows many of them. */
export async function versionsKnown(ctx: Pick<Ctx, 'app' | 'now'>): Promise<(code: string, version: number) => Item> {
  const { versions } = await catalogueOf(ctx);
  return (code, version) => {
    const item = versions.get(code)?.find((each) => each.version === version);
    if (!item) throw new Refused('catalogue.unknown-item', { code });
    return item;
  };
}

/** The version that a case began with. */
export const itemVersion = async (ctx: Pick<Ctx, 'app' | 'now'>, code: string, version: number): Promise<Item> =>
  (await versionsKnown(ctx))(code, version);

/** With what the division nearest to the resident has tightened, each limit for itself (R138). */
async function promisedItem(ctx: Ctx, item: Item, division: string | null, on = today(ctx)): Promise<Item> {
  if (!division) return item;
  const promises = (await catalogueOf(ctx)).promises.get(item.code) ?? [];
  if (promises.length === 0) return item;
  const path = (await organisationOf(ctx))
    .path(division)
    .map((each) => each.id)
    .reverse();
  const own = yardsticksOn(city, on);
  return tightened.reduce<Item>((before, kind) => {
    for (const id of path) {
      const said = promises.find((promise) => promise.kind === kind && promise.division === id && promise.from <= on);
      if (!said) continue;
      const result = tighten(before, { [kind]: { amount: said.amount, unit: said.unit } }, own);
      if ('item' in result) return result.item;
    }
    return before;
  }, item);
}

/** The item as it dates a case that was received on a day: its version, the division's promises, the city's own limits. */
export async function termedItem(ctx: Ctx, item: Item, division: string | null, on = today(ctx)): Promise<TermedItem> {
  return { ...(await promisedItem(ctx, item, division, on)), yardsticks: yardsticksOn(city, on) };
}

export async function search(
  ctx: Ctx,
  text: string | undefined,
  wish: { need?: string | undefined; audience?: string | undefined; limit: number },
): Promise<ItemCard[]> {
  const need = needs.find((known) => known === wish.need);
  const audience = audiences.find((known) => known === wish.audience);
  // A need that nobody has is answered with nothing, not with everything.
  if ((wish.need && !need) || (wish.audience && !audience)) return [];
  const options = { need, audience, limit: wish.limit };
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

/** An item as in force, or one of its versions; for a division with the promise that holds there. */
export async function showItem(
  ctx: Ctx,
  wish: { code: string; version?: number | undefined; division?: string | undefined },
): Promise<Item> {
  const item =
    wish.version === undefined ? await currentItem(ctx, wish.code) : await itemVersion(ctx, wish.code, wish.version);
  return promisedItem(ctx, item, wish.division ?? null);
}

/** What binds the offices where an item says nothing; whoever is judged by it, or waits for it, may read it. */
export const cityLimits = async (ctx: Pick<Ctx, 'now'>): Promise<Yardsticks> => yardsticksOn(city, today(ctx));

/** Publishes a version. The one before ends on the day it begins; cases keep the version that they began with. */
export async function publish(ctx: Ctx, item: Item): Promise<{ code: string; version: number }> {
  const problems = publishProblems(item, [], yardsticksOn(city, item.validFrom));
  if (problems.length > 0) throw new Refused('catalogue.unfinished', { count: problems.length }, problems);
  await touch(ctx);
  const before = await repository.newestItem(ctx.db, item.code);
  if (item.version !== (before?.version ?? 0) + 1) throw new Refused('conflict.stale');
  const reused = before ? reusedIds(before.form, item.form) : [];
  if (reused.length > 0) throw new Refused('catalogue.reused-ids', { ids: reused.join(', ') });
  if (before && item.validFrom <= before.validFrom) {
    const params = { date: before.validFrom };
    throw new Refused('input.invalid', { count: 1 }, [{ path: 'item.validFrom', code: 'catalogue.not-later', params }]);
  }
  await repository.insertItems(ctx, [item]);
  if (before) await repository.updateItem(ctx, { ...before, validTo: item.validFrom });
  return { code: item.code, version: item.version };
}

/** Versions as they are, for the first rows of an installation. */
export async function insertItems(ctx: Ctx, items: readonly Item[]): Promise<void> {
  await touch(ctx);
  await repository.insertItems(ctx, items);
}

export const { knownItems } = repository;

/** A unit promises for the division it stands in. Nothing said for one day is said twice: the later word counts. */
export async function tightenPromise(
  ctx: Ctx,
  wish: {
    code: string;
    unit: string;
    kind: (typeof tightened)[number];
    amount: number;
    limitUnit: 'wd' | 'd';
    from: string;
    document: string;
  },
): Promise<void> {
  const item = await currentItem(ctx, wish.code);
  const result = tighten(
    item,
    { [wish.kind]: { amount: wish.amount, unit: wish.limitUnit } },
    yardsticksOn(city, wish.from),
  );
  if ('problems' in result) throw new Refused('catalogue.looser', {}, result.problems);
  const unit = await getUnit(ctx, wish.unit);
  await touch(ctx);
  await repository.upsertPromise(ctx, {
    code: wish.code,
    division: unit.divisionId,
    kind: wish.kind,
    from: wish.from,
    amount: wish.amount,
    unit: wish.limitUnit,
    document: wish.document,
  });
}
