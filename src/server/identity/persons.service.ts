import type { z } from 'zod';
import type { EmployerView, PersonView } from '#api/identity.ts';
import { parseBankCard } from '#domain/identity/bank.ts';
import { type DocumentKind, documentKindList, parseDocument, recogniseDocument } from '#domain/identity/documents.ts';
import { maskAddress, maskBankCard, maskDocument, maskName, maskPhone } from '#domain/identity/mask.ts';
import { matchesName, nameQuery, parseName } from '#domain/identity/names.ts';
import type { Parsed } from '#domain/identity/parsed.ts';
import { parseMobile } from '#domain/identity/phone.ts';
import { parseUscc } from '#domain/identity/uscc.ts';
import { type FieldProblem, Refused } from '#domain/kernel/problem.ts';
import type { Ctx } from '../context.ts';
import { organisationOf, pathNames, today } from '../organisation/index.ts';
import { readings } from '../platform/pinyin.ts';
import type { Person } from './persons.repository.ts';
import * as persons from './persons.repository.ts';

/** The resident's own record and the record of whoever is being served are shown unmasked; all others are masked. */
export function seesClear(ctx: Ctx, person: string): boolean {
  const { actor } = ctx;
  if (actor.kind === 'resident') return actor.person === person || actor.actsFor.includes(person);
  return actor.kind === 'staff' && actor.sitting?.person === person;
}

/** Everybody who calls this must have noted the view in `ctx.views`. */
export async function showPerson(ctx: Ctx, person: Person, clear: boolean): Promise<PersonView> {
  const map = await organisationOf(ctx);
  const village = person.villageId ? map.divisions.get(person.villageId) : undefined;
  const hide = (value: string | null, mask: (text: string) => string) =>
    value === null || clear ? value : mask(value);
  return {
    id: person.id,
    seq: person.seq,
    unmasked: clear,
    name: clear ? person.name : maskName(person.name),
    idKind: person.idKind,
    idNumber: clear ? person.idNumber : maskDocument(person.idNumber),
    birthDate: clear ? person.birthDate : null,
    sex: person.sex,
    mobile: hide(person.mobile, maskPhone),
    account: hide(person.account, maskBankCard),
    address: hide(person.address, maskAddress),
    village: village ? { id: village.id, name: village.name, path: pathNames(map, village.id, today(ctx)) } : null,
  };
}

const numbers = (ctx: Ctx) => ({ today: today(ctx), sampleRegion: ctx.app.demo });

/** Collects what is wrong with every field at once, so that nobody corrects a form five times. */
class Fields {
  readonly problems: FieldProblem[] = [];
  take<V>(path: string, parsed: Parsed<V>): V | undefined {
    if (parsed.ok) return parsed.value;
    this.problems.push({ path, code: parsed.code, ...(parsed.params && { params: parsed.params }) });
    return undefined;
  }
  check(): void {
    if (this.problems.length > 0) throw new Refused('input.invalid', { count: this.problems.length }, this.problems);
  }
}

export interface NewPerson {
  name: string;
  idKind?: string | undefined;
  idNumber: string;
  birthDate?: string | undefined;
  sex?: 'male' | 'female' | undefined;
  mobile?: string | undefined;
  account?: string | undefined;
  address?: string | undefined;
  village?: string | undefined;
}

/**
 * Opens a master record, or finds the one that has this number. Under the same number a different name is refused: it is
 * either a slip of the pen or somebody else's number.
 */
export async function ensurePerson(ctx: Ctx, wish: NewPerson): Promise<{ person: Person; existed: boolean }> {
  const fields = new Fields();
  const name = fields.take('name', parseName(wish.name));
  const kind = documentKindList.find((known) => known === (wish.idKind ?? 'resident-id')) ?? 'resident-id';
  const document = fields.take('idNumber', parseDocument(kind, wish.idNumber, numbers(ctx)));
  const mobile = wish.mobile ? fields.take('mobile', parseMobile(wish.mobile)) : undefined;
  const account = wish.account ? fields.take('account', parseBankCard(wish.account)) : undefined;
  fields.check();
  if (name === undefined || document === undefined) throw new Refused('input.invalid');
  const known = await persons.findByNumber(ctx, kind, document.number);
  if (known) {
    if (known.name !== name)
      throw new Refused('identity.other-name', {}, [{ path: 'name', code: 'identity.other-name' }]);
    return { person: known, existed: true };
  }
  const person = {
    id: ctx.app.id(),
    idKind: kind as DocumentKind,
    name,
    idNumber: document.number,
    birthDate: document.birthDate ?? wish.birthDate ?? null,
    sex: document.sex ?? wish.sex ?? null,
    mobile: mobile ?? null,
    account: account ?? null,
    address: wish.address?.trim() || null,
    villageId: await knownVillage(ctx, wish.village),
  };
  await persons.insertPerson(ctx, person);
  ctx.views.push({ person: person.id, detail: { created: true } });
  return { person: { ...person, seq: 1, mergedInto: null }, existed: false };
}

async function knownVillage(ctx: Ctx, id: string | undefined): Promise<string | null> {
  if (id === undefined) return null;
  const division = (await organisationOf(ctx)).divisions.get(id);
  if (!division) throw new Refused('input.invalid', {}, [{ path: 'village', code: 'division.unknown' }]);
  return division.id;
}

/** Telephone, account, address and home. At a counter this is also how a lost number is recovered. */
export async function changePerson(
  ctx: Ctx,
  id: string,
  seq: number,
  wish: Pick<NewPerson, 'mobile' | 'account' | 'address' | 'village'>,
): Promise<{ id: string }> {
  const person = await persons.getPerson(ctx, id);
  const fields = new Fields();
  const mobile =
    wish.mobile === undefined
      ? person.mobile
      : wish.mobile === ''
        ? null
        : (fields.take('mobile', parseMobile(wish.mobile)) ?? null);
  const account =
    wish.account === undefined
      ? person.account
      : wish.account === ''
        ? null
        : (fields.take('account', parseBankCard(wish.account)) ?? null);
  fields.check();
  const villageId = wish.village === undefined ? person.villageId : await knownVillage(ctx, wish.village);
  const address = wish.address === undefined ? person.address : wish.address.trim() || null;
  await persons.updatePerson(ctx, { ...person, mobile, account, address, villageId }, seq);
  ctx.views.push({
    person: person.id,
    purpose: 'correction',
    detail: { changed: Object.keys(wish).filter((key) => wish[key as keyof typeof wish] !== undefined) },
  });
  return { id: person.id };
}

/** One box: an ID number, a telephone, or a name in characters, pinyin or initials. */
export async function searchPersons(
  ctx: Ctx,
  text: string,
  cursor: string | undefined,
  limit: number,
): Promise<{ items: PersonView[]; next: string | null }> {
  const found = await lookUp(ctx, text, cursor, limit + 1);
  const shown = found.slice(0, limit);
  // A hit is a look at that person, and each of them can read of it.
  for (const person of shown) ctx.views.push({ person: person.id, purpose: 'search' });
  const items: PersonView[] = [];
  for (const person of shown) items.push(await showPerson(ctx, person, seesClear(ctx, person.id)));
  return { items, next: found.length > limit ? (shown.at(-1)?.id ?? null) : null };
}

async function lookUp(ctx: Ctx, text: string, cursor: string | undefined, limit: number): Promise<Person[]> {
  for (const document of recogniseDocument(text, numbers(ctx))) {
    const person = await persons.findByNumber(ctx, document.kind, document.number);
    if (person) return [person];
  }
  const mobile = parseMobile(text);
  if (mobile.ok) return persons.findByMobile(ctx, mobile.value);
  const candidates = await persons.findByTokens(ctx, nameQuery(text), cursor, limit);
  return candidates.filter((person) => matchesName(person.name, text, readings));
}

/** Same name and birth date under two numbers, or the same telephone and name: worth a look by a person. */
export async function mergePersons(ctx: Ctx, keep: string, gone: string, reason: string): Promise<{ id: string }> {
  const [kept, other] = [await persons.getPerson(ctx, keep), await persons.getPerson(ctx, gone)];
  if (kept.id === other.id) throw new Refused('identity.same-record');
  if (ctx.actor.kind !== 'staff') throw new Refused('permission.denied');
  await ctx.db
    .updateTable('persons')
    .set({ merged_into: kept.id, updated_at: ctx.now })
    .where('id', '=', other.id)
    .execute();
  await ctx.db
    .insertInto('person_merges')
    .values({
      kept_id: kept.id,
      id: ctx.app.id(),
      gone_id: other.id,
      account_id: ctx.actor.account,
      reason,
      recorded_at: ctx.now,
      undone_at: null,
    })
    .execute();
  ctx.views.push({ person: kept.id, purpose: 'correction' }, { person: other.id, purpose: 'correction' });
  return { id: kept.id };
}

/** The ids under which a person's cases may be filed: their own and those of records merged into theirs. */
export async function allIdsOf(ctx: Ctx, id: string): Promise<string[]> {
  const merged = await ctx.db
    .selectFrom('person_merges')
    .select('gone_id')
    .where('kept_id', '=', id)
    .where('undone_at', 'is', null)
    .execute();
  return [id, ...merged.map((row) => row.gone_id)];
}

export async function ensureEmployer(
  ctx: Ctx,
  wish: { uscc: string; name: string; address: string; telephone?: string | undefined },
): Promise<{ id: string; existed: boolean }> {
  const parsed = parseUscc(wish.uscc, { sampleRegion: ctx.app.demo });
  if (!parsed.ok)
    throw new Refused('input.invalid', { count: 1 }, [
      { path: 'uscc', code: parsed.code, ...(parsed.params && { params: parsed.params }) },
    ]);
  const uscc = parsed.value.number;
  const known = await ctx.db.selectFrom('employers').select('id').where('uscc', '=', uscc).executeTakeFirst();
  const id = known?.id ?? ctx.app.id();
  if (!known) {
    await ctx.db
      .insertInto('employers')
      .values({
        id,
        uscc,
        name: wish.name,
        address: wish.address,
        contact_sealed: wish.telephone
          ? ctx.app.vault.sealText(wish.telephone, { table: 'employers', column: 'contact', row: id })
          : null,
        division_id: null,
        created_at: ctx.now,
        updated_at: ctx.now,
      })
      .execute();
  }
  if (ctx.actor.kind === 'resident') {
    await ctx.db
      .insertInto('employer_agents')
      .values({ employer_id: id, person_id: ctx.actor.person, valid_from: ctx.now, revoked_at: null })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
  return { id, existed: known !== undefined };
}

export async function findEmployer(
  ctx: Ctx,
  key: { uscc: string } | { id: string },
): Promise<z.infer<typeof EmployerView> | undefined> {
  const base = ctx.db.selectFrom('employers').select(['id', 'uscc', 'name', 'address']);
  return ('id' in key ? base.where('id', '=', key.id) : base.where('uscc', '=', key.uscc)).executeTakeFirst();
}
