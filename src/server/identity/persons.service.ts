import type { PersonView } from '#api/identity.ts';
import { parseBankCard } from '#domain/identity/bank.ts';
import { documentKindList, parseDocument, recogniseDocument } from '#domain/identity/documents.ts';
import { maskAddress, maskBankCard, maskDocument, maskName, maskPhone } from '#domain/identity/mask.ts';
import { matchesName, nameQuery, parseName } from '#domain/identity/names.ts';
import type { Parsed } from '#domain/identity/parsed.ts';
import { parseMobile } from '#domain/identity/phone.ts';
import { type FieldProblem, Refused } from '#domain/kernel/problem.ts';
import type { Ctx } from '../context.ts';
import { organisationOf, pathNames, today } from '../organisation/index.ts';
import { readings } from '../platform/pinyin.ts';
import type { Person } from './persons.repository.ts';
import * as persons from './persons.repository.ts';
import { revokeSessionsOfPerson } from './sessions.repository.ts';

/** The resident's own record and the record of whoever is being served are shown unmasked; all others are masked. */
export function seesClear(ctx: Ctx, person: string): boolean {
  const { actor } = ctx;
  if (actor.kind === 'resident') return actor.person === person || actor.actsFor.includes(person);
  return actor.kind === 'staff' && actor.sitting?.person === person;
}

/** Whoever acts for a relative may file for them; what the relative's record says, and who may act, stays the relative's. */
export function onlyOneself(ctx: Ctx, person: string): void {
  if (ctx.actor.kind === 'resident' && ctx.actor.person !== person) throw new Refused('identity.not-own');
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
    village: village ? { id: village.id, name: village.name, path: pathNames(map, village.id, ctx.now) } : null,
  };
}

/** A record, masked unless the reader may see it; the look is logged. */
export async function lookAt(ctx: Ctx, id: string): Promise<PersonView> {
  const person = await persons.getPerson(ctx, id);
  const clear = seesClear(ctx, person.id) || seesClear(ctx, id);
  ctx.views.push({ person: person.id, ...(clear && ctx.actor.kind === 'staff' && { purpose: 'service' }) });
  return showPerson(ctx, person, clear);
}

/** What a command leaves of a record, for its answer; the command itself noted the view. */
export const shown = async (ctx: Ctx, { id }: { id: string }): Promise<PersonView> => {
  const person = await persons.getPerson(ctx, id);
  return showPerson(ctx, person, seesClear(ctx, person.id));
};

export async function unmask(ctx: Ctx, id: string, purpose: string, about: string | undefined): Promise<PersonView> {
  const person = await persons.getPerson(ctx, id);
  ctx.views.push({ person: person.id, purpose, ...(about && { case: about }) });
  return showPerson(ctx, person, true);
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
  const kind = documentKindList.find((known) => known === (wish.idKind ?? 'resident-id'));
  if (!kind) throw new Refused('input.invalid', { count: 1 }, [{ path: 'idKind', code: 'field.choice' }]);
  const name = fields.take('name', parseName(wish.name));
  const document = fields.take('idNumber', parseDocument(kind, wish.idNumber, numbers(ctx)));
  const mobile = wish.mobile ? fields.take('mobile', parseMobile(wish.mobile)) : undefined;
  const account = wish.account ? fields.take('account', parseBankCard(wish.account)) : undefined;
  if (wish.birthDate && wish.birthDate > today(ctx)) {
    fields.problems.push({ path: 'birthDate', code: 'field.future' });
  }
  fields.check();
  if (name === undefined || document === undefined) throw new Refused('input.invalid');
  const known = await existing(ctx, kind, document.number, name);
  if (known) return { person: known, existed: true };
  const person = {
    id: ctx.app.id(),
    idKind: kind,
    name,
    idNumber: document.number,
    birthDate: document.birthDate ?? wish.birthDate ?? null,
    sex: document.sex ?? wish.sex ?? null,
    mobile: mobile ?? null,
    account: account ?? null,
    address: wish.address?.trim() || null,
    villageId: await knownVillage(ctx, wish.village),
  };
  if (!(await persons.insertPerson(ctx, person))) {
    const twin = await existing(ctx, kind, document.number, name);
    if (!twin) throw new Refused('conflict.stale');
    return { person: twin, existed: true };
  }
  ctx.views.push({ person: person.id, purpose: 'service', detail: { created: true } });
  return { person: { ...person, seq: 1, mergedInto: null }, existed: false };
}

async function existing(ctx: Ctx, kind: Person['idKind'], number: string, name: string): Promise<Person | undefined> {
  const known = await persons.findByNumber(ctx, kind, number);
  if (known && known.name !== name)
    throw new Refused('identity.other-name', {}, [{ path: 'name', code: 'identity.other-name' }]);
  if (known) ctx.views.push({ person: known.id, purpose: 'service', detail: { found: true } });
  return known;
}

async function knownVillage(ctx: Ctx, id: string | undefined): Promise<string | null> {
  if (id === undefined) return null;
  const division = (await organisationOf(ctx)).divisions.get(id);
  if (!division) throw new Refused('input.invalid', { count: 1 }, [{ path: 'village', code: 'division.unknown' }]);
  return division.id;
}

export type Change = Pick<NewPerson, 'mobile' | 'account' | 'address' | 'village'>;

/**
 * Telephone, account, address and home. At a counter this is also how a lost number is recovered: the new one takes over,
 * and whoever was signed in by the old one is signed out. Online a new number counts only once a code sent to it is typed:
 * `proven` is that number.
 */
export async function changePerson(
  ctx: Ctx,
  id: string,
  seq: number,
  wish: Change,
  proven: string | undefined,
): Promise<{ id: string }> {
  onlyOneself(ctx, id);
  const person = await persons.getPerson(ctx, id);
  const fields = new Fields();
  const optional = (path: 'mobile' | 'account', parse: (raw: string) => Parsed<string>): string | null => {
    const typed = wish[path];
    if (typed === undefined) return person[path];
    return typed.trim() === '' ? null : (fields.take(path, parse(typed)) ?? null);
  };
  const mobile = optional('mobile', parseMobile);
  const account = optional('account', parseBankCard);
  fields.check();
  const moved = mobile !== person.mobile;
  if (moved && ctx.actor.kind === 'resident' && mobile !== proven) throw new Refused('auth.code-needed');
  const villageId = wish.village === undefined ? person.villageId : await knownVillage(ctx, wish.village);
  const address = wish.address === undefined ? person.address : wish.address.trim() || null;
  await persons.updatePerson(ctx, { ...person, mobile, account, address, villageId }, seq);
  if (moved && ctx.actor.kind === 'staff') await revokeSessionsOfPerson(ctx, person.id);
  ctx.views.push({
    person: person.id,
    purpose: 'correction',
    detail: { changed: Object.keys(wish).filter((key) => wish[key as keyof Change] !== undefined) },
  });
  return { id: person.id };
}

/**
 * Where a post's permission about people does not reach the whole city, it reaches those who live in the unit's division,
 * and those of whom nobody knows where they live. Undefined: everybody.
 */
export async function villagesWithin(ctx: Ctx, permission: string): Promise<ReadonlySet<string> | undefined> {
  const { actor } = ctx;
  if (actor.kind !== 'staff' || actor.permissions[permission] === 'city') return undefined;
  const map = await organisationOf(ctx);
  const home = map.units.get(actor.unit.id)?.divisionId ?? '';
  const within = [...map.divisions.values()].filter((division) => division.ancestors.includes(home));
  return new Set(within.map((division) => division.id));
}

/** Somebody of the unit's own division, of whom nobody knows where they live, or whom the clerk is serving now. */
export async function isNear(ctx: Ctx, id: string): Promise<boolean> {
  if (seesClear(ctx, id)) return true;
  const person = await persons.findPerson(ctx, id);
  if (!person?.villageId) return true;
  const map = await organisationOf(ctx);
  const home = ctx.actor.kind === 'staff' ? map.units.get(ctx.actor.unit.id)?.divisionId : undefined;
  return home !== undefined && (map.divisions.get(person.villageId)?.ancestors.includes(home) ?? false);
}

/** One box: an ID number, a telephone, or a name in characters, pinyin or initials. */
export async function searchPersons(
  ctx: Ctx,
  text: string,
  cursor: string | undefined,
  limit: number,
): Promise<{ items: PersonView[]; next: string | null }> {
  const found = await lookUp(ctx, text, cursor, limit + 1);
  const hits = found.slice(0, limit);
  // A hit is a look at that person, and each of them can read of it.
  for (const person of hits) ctx.views.push({ person: person.id, purpose: 'search' });
  const items = await Promise.all(hits.map((person) => showPerson(ctx, person, seesClear(ctx, person.id))));
  return { items, next: found.length > limit ? (hits.at(-1)?.id ?? null) : null };
}

/** By number or telephone the whole city: whoever types it whole has the card in hand or the person before them. */
async function lookUp(ctx: Ctx, text: string, cursor: string | undefined, limit: number): Promise<Person[]> {
  for (const document of recogniseDocument(text, numbers(ctx))) {
    const person = await persons.findByNumber(ctx, document.kind, document.number);
    if (person) return [person];
  }
  const mobile = parseMobile(text);
  if (mobile.ok) return persons.findByMobile(ctx, mobile.value);
  const villages = await villagesWithin(ctx, 'person.search');
  const found: Person[] = [];
  // Tokens are cut hashes: now and then a candidate is somebody else, and the page is filled from the next ones.
  for (let after = cursor; found.length < limit; ) {
    const candidates = await persons.findByTokens(ctx, nameQuery(text), {
      after,
      limit,
      ...(villages && { villages: [...villages] }),
    });
    found.push(...candidates.filter((person) => matchesName(person.name, text, readings)));
    if (candidates.length < limit) break;
    after = candidates.at(-1)?.id;
  }
  return found.slice(0, limit);
}

/** The ids under which a person's cases may be filed: their own and those of records merged into theirs. */
export const allIdsOf = (ctx: Ctx, id: string): Promise<string[]> => persons.idsMergedInto(ctx, id);
