import { sql } from 'kysely';
import { z } from 'zod';
import type { DocumentKind } from '#domain/identity/documents.ts';
import { documentKey } from '#domain/identity/documents.ts';
import { nameTokens } from '#domain/identity/names.ts';
import { Refused } from '#domain/kernel/problem.ts';
import type { Ctx, Db } from '../context.ts';
import { readings } from '../platform/pinyin.ts';
import { ahead, always } from '../platform/statements.ts';

const Facts = z.object({
  birthDate: z.string().nullable(),
  sex: z.enum(['male', 'female']).nullable(),
  mobile: z.string().nullable(),
  account: z.string().nullable(),
  address: z.string().nullable(),
});
export type Facts = z.infer<typeof Facts>;

/** A person in clear. Never leaves the server module but through a view that masks and logs. */
export interface Person extends Facts {
  id: string;
  seq: number;
  name: string;
  idKind: DocumentKind;
  idNumber: string;
  villageId: string | null;
  mergedInto: string | null;
}

type Row = {
  id: string;
  seq: number;
  id_kind: string;
  name_sealed: Buffer;
  number_sealed: Buffer;
  facts_sealed: Buffer;
  village_id: string | null;
  merged_into: string | null;
};

const columns = [
  'id',
  'seq',
  'id_kind',
  'name_sealed',
  'number_sealed',
  'facts_sealed',
  'village_id',
  'merged_into',
] as const;
const place = (column: string, row: string) => ({ table: 'persons', column, row });

/**
 * Names that were opened lately, by their whole envelope and row: one that was changed is opened anew. A queue shows the same
 * forty people to whoever looks, and the process that holds the keys may as well hold these.
 */
const opened = new WeakMap<Ctx['app']['vault'], Map<string, string>>();
const mostOpened = 20_000;

function nameOf(ctx: Ctx, row: Pick<Row, 'id' | 'name_sealed'>): string {
  const { vault } = ctx.app;
  let names = opened.get(vault);
  if (!names || names.size >= mostOpened) {
    names = new Map();
    opened.set(vault, names);
  }
  const key = row.id + row.name_sealed.toString('latin1');
  const known = names.get(key);
  if (known !== undefined) return known;
  const name = vault.openText(row.name_sealed, place('name', row.id));
  names.set(key, name);
  return name;
}

function open(ctx: Ctx, row: Row): Person {
  const { vault } = ctx.app;
  return {
    id: row.id,
    seq: row.seq,
    idKind: row.id_kind as DocumentKind,
    name: nameOf(ctx, row),
    idNumber: vault.openText(row.number_sealed, place('number', row.id)),
    ...vault.openJson(row.facts_sealed, place('facts', row.id), Facts),
    villageId: row.village_id,
    mergedInto: row.merged_into,
  };
}

const numberKey = (ctx: Ctx, person: Pick<Person, 'idKind' | 'idNumber'>): Buffer =>
  ctx.app.vault.blindIndex('person.number', documentKey({ kind: person.idKind, number: person.idNumber }));
export const mobileKey = (ctx: Pick<Ctx, 'app'>, mobile: string): Buffer =>
  ctx.app.vault.blindIndex('person.mobile', mobile);
/** Equal for two records of one name and birth date: the commonest sign of somebody entered twice under two papers. */
const twinKey = (ctx: Ctx, name: string, birthDate: string): Buffer =>
  ctx.app.vault.blindIndex('person.twin', `${name}/${birthDate}`);

/** The row of a person, everything personal sealed; for one insert and for the bulk loader alike. */
export function sealPerson(ctx: Pick<Ctx, 'app'>, person: Omit<Person, 'seq' | 'mergedInto'>, at: Date) {
  const { vault } = ctx.app;
  const { id, birthDate, sex, mobile, account, address } = person;
  return {
    id,
    seq: 1,
    id_kind: person.idKind,
    name_sealed: vault.sealText(person.name, place('name', id)),
    number_sealed: vault.sealText(person.idNumber, place('number', id)),
    facts_sealed: vault.sealJson({ birthDate, sex, mobile, account, address }, place('facts', id)),
    name_tokens: vault.tokenIndex('person.name', nameTokens(person.name, readings)),
    village_id: person.villageId,
    merged_into: null,
    created_at: at,
    updated_at: at,
  };
}

interface PersonKey {
  kind: 'number' | 'mobile' | 'twin';
  key: Buffer;
  person_id: string;
}

export function keysOf(
  ctx: Ctx,
  person: Pick<Person, 'id' | 'idKind' | 'idNumber' | 'name' | 'birthDate' | 'mobile'>,
): PersonKey[] {
  const { id: person_id, name, birthDate, mobile } = person;
  const keys: PersonKey[] = [{ kind: 'number', key: numberKey(ctx, person), person_id }];
  if (mobile) keys.push({ kind: 'mobile', key: mobileKey(ctx, mobile), person_id });
  if (birthDate) keys.push({ kind: 'twin', key: twinKey(ctx, name, birthDate), person_id });
  return keys;
}

/** False when somebody else opened a record for this number meanwhile: then nothing is left behind. */
export async function insertPerson(ctx: Ctx, person: Omit<Person, 'seq' | 'mergedInto'>): Promise<boolean> {
  const [number, ...others] = keysOf(ctx, person);
  await ctx.db
    .insertInto('persons')
    .values(sealPerson(ctx, person, ctx.now))
    .execute();
  // Waits for a twin that is being written, and does nothing when that one is committed.
  const written = await ctx.db
    .insertInto('person_keys')
    .values(number!)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (written.numInsertedOrUpdatedRows === 0n) {
    await ctx.db.deleteFrom('persons').where('id', '=', person.id).execute();
    return false;
  }
  if (others.length > 0) await ctx.db.insertInto('person_keys').values(others).execute();
  return true;
}

/** Writes the facts that may change; refused when somebody else changed the record since it was read. */
export async function updatePerson(ctx: Ctx, person: Person, seq: number): Promise<void> {
  const { birthDate, sex, mobile, account, address } = person;
  const written = await ctx.db
    .updateTable('persons')
    .set({
      seq: seq + 1,
      facts_sealed: ctx.app.vault.sealJson({ birthDate, sex, mobile, account, address }, place('facts', person.id)),
      village_id: person.villageId,
      updated_at: ctx.now,
    })
    .where('id', '=', person.id)
    .where('seq', '=', seq)
    .executeTakeFirst();
  if (written.numUpdatedRows === 0n) throw new Refused('conflict.stale');
  await ctx.db.deleteFrom('person_keys').where('person_id', '=', person.id).where('kind', '=', 'mobile').execute();
  if (mobile) {
    await ctx.db
      .insertInto('person_keys')
      .values({ kind: 'mobile', key: mobileKey(ctx, mobile), person_id: person.id })
      .execute();
  }
}

const personOf = always((db: Db, id: string) =>
  db.selectFrom('persons').select(columns).where('id', '=', id).modifyEnd(ahead),
);

/** Follows merges: an old id leads to the record that was kept. */
export async function findPerson(ctx: Ctx, id: string): Promise<Person | undefined> {
  const [row] = await personOf(ctx.db, id);
  if (!row) return undefined;
  return row.merged_into ? findPerson(ctx, row.merged_into) : open(ctx, row);
}

export async function getPerson(ctx: Ctx, id: string): Promise<Person> {
  const person = await findPerson(ctx, id);
  if (!person) throw new Refused('not-found');
  return person;
}

/** A name from a sealed column that another query brought along. */
export const openName = (ctx: Ctx, id: string, sealed: Buffer): string => nameOf(ctx, { id, name_sealed: sealed });

/** Names alone, for lists: the cheapest look at many people. */
export async function namesOf(ctx: Ctx, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await ctx.db
    .selectFrom('persons')
    .select(['id', 'name_sealed'])
    .where('id', 'in', [...new Set(ids)])
    .execute();
  return new Map(rows.map((row) => [row.id, nameOf(ctx, row)]));
}

export async function findByNumber(ctx: Ctx, idKind: DocumentKind, idNumber: string): Promise<Person | undefined> {
  const found = await ctx.db
    .selectFrom('person_keys')
    .select('person_id')
    .where('kind', '=', 'number')
    .where('key', '=', numberKey(ctx, { idKind, idNumber }))
    .executeTakeFirst();
  return found && findPerson(ctx, found.person_id);
}

export async function findByMobile(ctx: Ctx, mobile: string): Promise<Person[]> {
  const rows = await ctx.db
    .selectFrom('person_keys')
    .innerJoin('persons', 'persons.id', 'person_keys.person_id')
    .select(columns.map((column) => `persons.${column}` as const))
    .where('person_keys.kind', '=', 'mobile')
    .where('person_keys.key', '=', mobileKey(ctx, mobile))
    .where('persons.merged_into', 'is', null)
    .orderBy('persons.id')
    .limit(20)
    .execute();
  return rows.map((row) => open(ctx, row));
}

/** So many of one name are looked through, however many a whole city has: nobody finds a person by turning ten pages. */
const mostNamesakes = 100;

/**
 * Candidates by token; the caller compares the decrypted name, for tokens are cut hashes. With `villages` only people who
 * live there, or of whom nobody knows where they live. Of a name that more than `mostNamesakes` bear, only so many.
 */
export async function findByTokens(
  ctx: Ctx,
  alternatives: string[][],
  wish: { after: string | undefined; limit: number; villages?: readonly string[] | undefined },
): Promise<Person[]> {
  if (alternatives.length === 0) return [];
  const near = wish.villages ? sql`and (village_id is null or village_id = any(${[...wish.villages]}::uuid[]))` : sql``;
  const wanted = alternatives.map((tokens) => ctx.app.vault.tokenIndex('person.name', tokens));
  const matches = sql.join(
    wanted.map((tokens) => sql`name_tokens @> ${tokens}::integer[]`),
    sql` or `,
  );
  // Materialised, so that a common name is not looked for by walking the primary key; cut, so that `王` costs what `王小明` does.
  const { rows } = await sql<Row>`
    with hits as materialized (select id from persons where (${matches}) and merged_into is null ${near}
        limit ${mostNamesakes}),
      page as (select id from hits where id > ${wish.after ?? '00000000-0000-0000-0000-000000000000'}::uuid order by id limit ${wish.limit})
    select ${sql.join(columns.map((column) => sql.ref(`p.${column}`)))} from page join persons p on p.id = page.id
    order by page.id`.execute(ctx.db);
  return rows.map((row) => open(ctx, row));
}

// Duplicates ---------------------------------------------------------------------------------------------------------

export interface Group {
  kind: 'mobile' | 'twin';
  key: Buffer;
  persons: string[];
}

/** Records that share a key, in the order of the keys; `after` is the last group that was looked at. */
export async function groupsAfter(
  ctx: Ctx,
  after: { kind: string; key: Buffer } | undefined,
  limit: number,
): Promise<Group[]> {
  const { rows } = await sql<Group>`
    select kind, key, array_agg(person_id order by person_id) as persons from person_keys
    where kind in ('mobile', 'twin') and (kind, key) > (${after?.kind ?? ''}, ${after?.key ?? Buffer.alloc(0)})
    group by kind, key having count(*) > 1 order by kind, key limit ${limit}`.execute(ctx.db);
  return rows;
}

export async function findPersons(ctx: Ctx, ids: readonly string[]): Promise<Map<string, Person>> {
  if (ids.length === 0) return new Map();
  const rows = await ctx.db
    .selectFrom('persons')
    .select(columns)
    .where('id', 'in', [...new Set(ids)])
    .execute();
  return new Map(rows.map((row) => [row.id, open(ctx, row)]));
}

/** Both records, locked in one order whoever asks, so that two merges that cross do not wait for each other. */
export async function lockBoth(ctx: Ctx, a: string, b: string): Promise<void> {
  await ctx.db.selectFrom('persons').select('id').where('id', 'in', [a, b]).orderBy('id').forUpdate().execute();
}

/** One at a time of what a person may only have so many of; rows that merely name the person are not held up. */
export async function lockPerson(ctx: Ctx, id: string): Promise<void> {
  await ctx.db.selectFrom('persons').select('id').where('id', '=', id).forNoKeyUpdate().execute();
}

/** What hangs on the record that goes is carried over to the one that is kept; its row stays as it was. */
export async function keepMerge(
  ctx: Ctx,
  { kept, gone, account, reason }: { kept: string; gone: string; account: string; reason: string },
): Promise<void> {
  await ctx.db.updateTable('persons').set({ merged_into: kept, updated_at: ctx.now }).where('id', '=', gone).execute();
  // The number goes on leading to the record; telephone and twin would show a family member who is none.
  await ctx.db.deleteFrom('person_keys').where('person_id', '=', gone).where('kind', '<>', 'number').execute();
  const id = ctx.app.id();
  // Somebody's own words about two people: sealed like every text that a person wrote.
  const sealed = ctx.app.vault.sealText(reason, { table: 'person_merges', column: 'reason', row: id });
  await ctx.db
    .insertInto('person_merges')
    .values({
      kept_id: kept,
      id,
      gone_id: gone,
      account_id: account,
      reason: sealed.toString('base64'),
      recorded_at: ctx.now,
      undone_at: null,
    })
    .execute();
}

/** A record and all that were merged into it, and into those. */
export async function idsMergedInto(ctx: Ctx, id: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with recursive all_ids(id) as (
      select ${id}::uuid union select m.gone_id from person_merges m join all_ids a on m.kept_id = a.id where m.undone_at is null
    ) select id from all_ids`.execute(ctx.db);
  return [id, ...rows.map((row) => row.id).filter((each) => each !== id)];
}
