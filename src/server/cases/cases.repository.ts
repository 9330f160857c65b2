import { type RawBuilder, type Selectable, sql } from 'kysely';
import { z } from 'zod';
import { officeDue, type StoredClock } from '#domain/cases/dues.ts';
import type { CaseEvent } from '#domain/cases/events.ts';
import type { CaseState } from '#domain/cases/state.ts';
import type { Answers } from '#domain/catalogue/form.ts';
import { Refused } from '#domain/kernel/problem.ts';
import type { Ctx, Db } from '../context.ts';
import { ahead, always, insertLater, later, listed, updateLater } from '../platform/statements.ts';
import type { CasesTables } from './cases.tables.ts';
import { open, saveReminders } from './dates.repository.ts';

export type CaseRecord = Pick<
  Selectable<CasesTables['cases']>,
  'id' | 'number' | 'seq' | 'status' | 'calendar' | 'clock' | 'state' | 'submitted_at' | 'due_on'
>;
const columns = ['id', 'number', 'seq', 'status', 'calendar', 'clock', 'state', 'submitted_at', 'due_on'] as const;

/** Sorts after every date: a step for which no date runs. */
const noDue = '9999-12-31';

export const findCase = async (ctx: Ctx, id: string): Promise<CaseRecord | undefined> =>
  ctx.db.selectFrom('cases').select(columns).where('id', '=', id).executeTakeFirst();

const lockedCase = always((db: Db, id: string) =>
  db.selectFrom('cases').select(columns).where('id', '=', id).forNoKeyUpdate(),
);

/** Locks the row: a second command on the same case waits for the first and then sees its outcome. */
export async function lockCase(ctx: Ctx, id: string): Promise<CaseRecord> {
  const [row] = await lockedCase(ctx.db, id);
  if (!row) throw new Refused('not-found');
  return row;
}

/** Open cases whose dates rest on an earlier holiday table; those that a command has in hand are left for the next round. */
export async function takeOutdated(db: Db, revision: number, limit: number): Promise<CaseRecord[]> {
  const { rows } = await sql<CaseRecord>`
    select ${sql.join(columns.map((column) => sql.ref(column)))} from cases where calendar < ${revision} and ${open}
    order by calendar, id limit ${limit} for no key update skip locked`.execute(db);
  return rows;
}

const nextNumbers = always((db: Db, county: string, year: string, count: number, first: number) =>
  db
    .insertInto('case_number_blocks')
    .values({ county, year, next: first })
    .onConflict((conflict) =>
      conflict.columns(['county', 'year']).doUpdateSet((eb) => ({ next: eb('case_number_blocks.next', '+', count) })),
    )
    .returning('next')
    .modifyEnd(ahead),
);

export async function takeNumbers(ctx: Ctx, county: string, year: string, count: number): Promise<number> {
  const [row] = await nextNumbers(ctx.db, county, year, count, count + 1);
  return row!.next - count;
}

const place = (column: string, id: string) => ({ table: 'case_texts', column, row: id });

/** Free text of people, sealed; an event names it by id. */
export async function insertTexts(
  ctx: Ctx,
  caseId: string,
  texts: { id: string; kind: string; text: string }[],
): Promise<void> {
  if (texts.length === 0) return;
  for (const { id, text } of texts) ctx.memo.set(id, text);
  await insertLater(
    ctx.db,
    'case_texts',
    texts.map(({ id, kind, text }) => ({
      case_id: caseId,
      id,
      kind,
      sealed: ctx.app.vault.sealText(text, place(kind, id)),
      created_at: ctx.now,
    })),
  );
}

const textsOf = always((db: Db, caseId: string, ids: readonly string[]) =>
  db
    .selectFrom('case_texts')
    .select(['id', 'kind', 'sealed'])
    .where('case_id', '=', caseId)
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    // Those that wait to be written are known to whoever asks.
    .modifyEnd(ahead),
);

/** Texts by id; those that this very operation sealed are known without opening them again. */
export async function readTexts(ctx: Ctx, caseId: string, all: readonly string[]): Promise<Map<string, string>> {
  const known = new Map(all.flatMap((id) => (ctx.memo.has(id) ? [[id, String(ctx.memo.get(id))] as const] : [])));
  const ids = all.filter((id) => !known.has(id));
  if (ids.length === 0) return known;
  for (const row of await textsOf(ctx.db, caseId, ids))
    known.set(row.id, ctx.app.vault.openText(row.sealed, place(row.kind, row.id)));
  return known;
}

export type OpenTexts = (ids: readonly string[]) => Map<string, string>;

/** All texts of a case at one reading; only those that are asked for are opened. */
export async function sealedTexts(ctx: Ctx, caseId: string): Promise<OpenTexts> {
  const rows = await ctx.db
    .selectFrom('case_texts')
    .select(['id', 'kind', 'sealed'])
    .where('case_id', '=', caseId)
    .execute();
  const sealed = new Map(rows.map((row) => [row.id, row]));
  return (ids) =>
    new Map(
      ids.flatMap((id) => {
        const row = sealed.get(id);
        return row ? [[id, ctx.app.vault.openText(row.sealed, place(row.kind, id))] as const] : [];
      }),
    );
}

const AnswersJson: z.ZodType<Answers> = z.record(z.string(), z.any());

const answersOf = (text: string | undefined): Answers =>
  text === undefined ? {} : AnswersJson.parse(JSON.parse(text));

export const answersIn = (texts: OpenTexts, revision: string): Answers => answersOf(texts([revision]).get(revision));

export const readAnswers = async (ctx: Ctx, caseId: string, revision: string): Promise<Answers> =>
  answersOf((await readTexts(ctx, caseId, [revision])).get(revision));

const eventRow = (event: CaseEvent) => ({
  case_id: event.caseId,
  seq: event.seq,
  type: event.type,
  version: event.version,
  occurred_at: new Date(event.occurredAt),
  recorded_at: new Date(event.recordedAt),
  actor: JSON.stringify(event.actor),
  data: JSON.stringify(event.data),
});

/** The stored shape of an event as today's rules know it: the one upcaster. Version 1 is today's. */
function upcast(row: Selectable<CasesTables['case_events']>): CaseEvent {
  if (row.version !== 1) throw new Error(`event ${row.case_id}/${row.seq} has version ${row.version}`);
  return {
    type: row.type,
    data: row.data,
    caseId: row.case_id,
    seq: row.seq,
    version: 1,
    occurredAt: row.occurred_at.toISOString(),
    recordedAt: row.recorded_at.toISOString(),
    actor: row.actor,
  } as CaseEvent;
}

const appended = (caseId: string) => `events:${caseId}`;

const eventsOf = always((db: Db, caseId: string) =>
  db.selectFrom('case_events').selectAll().where('case_id', '=', caseId).orderBy('seq').modifyEnd(ahead),
);

/** Those that this very operation appended may wait to be written; they are known. */
export async function readEvents(ctx: Ctx, caseId: string): Promise<CaseEvent[]> {
  const stored = (await eventsOf(ctx.db, caseId)).map(upcast);
  const last = stored.at(-1)?.seq ?? 0;
  const fresh = (ctx.memo.get(appended(caseId)) ?? []) as CaseEvent[];
  return [...stored, ...fresh.filter((event) => event.seq > last)];
}

const stepRows = (state: CaseState, dueOn: string, opened: Date) =>
  state.steps.map((step) => ({
    case_id: state.id,
    id: step.id,
    kind: step.kind,
    stage: step.stage,
    unit_id: step.unit,
    holder: step.holder,
    item_code: state.item.code,
    status: state.status,
    confidential: state.confidential,
    due_on: dueOn,
    opened_at: opened,
  }));

/**
 * Writes what a command brought: its events, the row that is their fold, the steps that queues read, and the reminders of
 * dates that changed. A reminder of a date that no longer stands is cancelled; one that was fired never fires again.
 */
export async function saveCase(
  ctx: Ctx,
  before: CaseRecord,
  state: CaseState,
  events: readonly CaseEvent[],
  clocks: StoredClock[],
  calendar: number,
): Promise<void> {
  const due = officeDue(clocks);
  const { db } = ctx;
  await insertLater(db, 'case_events', events.map(eventRow));
  ctx.memo.set(appended(state.id), [...((ctx.memo.get(appended(state.id)) ?? []) as CaseEvent[]), ...events]);
  const row = {
    seq: state.seq,
    status: state.status,
    decided_at: state.decision ? new Date(state.decision) : null,
    due_on: due,
    calendar,
    clock: JSON.stringify(clocks),
    state: JSON.stringify(state),
    updated_at: ctx.now,
  };
  // It is locked, so nobody can have been faster.
  await updateLater(db, 'cases', row, { id: state.id, seq: before.seq });
  await saveSteps(ctx, before.state, state, due);
  await saveReminders(ctx, state.id, before.clock, clocks);
}

const stepsGone = always((db: Db, caseId: string, ids: readonly string[]) =>
  db
    .deleteFrom('case_steps')
    .where('case_id', '=', caseId)
    .where(sql<boolean>`id = any(${ids}::text[])`)
    .modifyEnd(later),
);

async function saveSteps(ctx: Ctx, before: CaseState | null, state: CaseState, due: string | null): Promise<void> {
  const kept = new Set(state.steps.map((step) => step.id));
  const gone = (before?.steps ?? []).filter((step) => !kept.has(step.id)).map((step) => step.id);
  if (gone.length > 0) await stepsGone(ctx.db, state.id, gone);
  await insertLater(
    ctx.db,
    'case_steps',
    stepRows(state, due ?? noDue, ctx.now),
    `(case_id, id) do update set unit_id = excluded.unit_id, holder = excluded.holder, status = excluded.status, due_on = excluded.due_on`,
  );
  const known = new Set(before?.handledBy ?? []);
  const units = state.handledBy.filter((unit) => !known.has(unit));
  await insertLater(
    ctx.db,
    'case_units',
    units.map((unit_id) => ({ case_id: state.id, unit_id })),
    'do nothing',
  );
}

/** The first event, its row and everything that hangs on it. */
export async function insertCase(
  ctx: Ctx,
  number: string,
  state: CaseState,
  event: CaseEvent,
  clocks: StoredClock[],
  calendar: number,
  villageId: string | null,
): Promise<void> {
  const due = officeDue(clocks);
  const { db } = ctx;
  await insertLater(db, 'case_numbers', [{ number, case_id: state.id }]);
  await insertLater(db, 'cases', [
    {
      id: state.id,
      number,
      seq: state.seq,
      status: state.status,
      item_code: state.item.code,
      item_version: state.item.version,
      person_id: state.parties.person,
      employer_id: state.parties.employer,
      agent_id: state.parties.agent,
      village_id: villageId,
      confidential: state.confidential,
      submitted_at: new Date(state.receipt),
      decided_at: null,
      due_on: due,
      calendar,
      clock: JSON.stringify(clocks),
      state: JSON.stringify(state),
      updated_at: ctx.now,
    },
  ]);
  await insertLater(db, 'case_events', [eventRow(event)]);
  ctx.memo.set(appended(state.id), [event]);
  await saveSteps(ctx, null, state, due);
  await saveReminders(ctx, state.id, [], clocks);
  const { id, seq, status } = state;
  const record: CaseRecord = {
    id,
    number,
    seq,
    status,
    calendar,
    clock: clocks,
    state,
    submitted_at: new Date(state.receipt),
    due_on: due,
  };
  ctx.memo.set(`case:${id}`, record);
}

/** Whose steps a queue shows: `Viewer` in allowed.ts says the same of one step. */
interface QueueScope {
  unit: string;
  account: string;
  standsInFor: readonly string[];
  covers: { holders: readonly { unit: string; account: string }[]; units: readonly string[] };
  /** What the post can get done (null: everything); the rest is left out unless somebody has it in hand for whom it acts. */
  slots: readonly string[] | null;
}

/** Due first; keyset pages on (due, case, step). */
export interface QueueWish extends QueueScope {
  kinds: readonly string[] | null;
  mine: boolean;
  item: string | undefined;
  dueBefore: string | undefined;
  after: { due: string; caseId: string; step: string } | undefined;
  limit: number;
}

export interface QueueRow {
  case_id: string;
  id: string;
  kind: string;
  stage: string;
  unit_id: string;
  holder: string | null;
  due_on: string;
  number: string;
  seq: number;
  status: CasesTables['cases']['status'];
  item_code: string;
  item_version: number;
  person_id: string | null;
  employer_id: string | null;
  village_id: string | null;
  submitted_at: Date;
  clock: StoredClock[];
  applicant: Buffer | null;
}

const limits = (wish: Pick<QueueWish, 'kinds' | 'item' | 'dueBefore' | 'after'>) => sql`
  ${wish.kinds ? sql`and s.kind = any(${wish.kinds}::text[])` : sql``}
  ${wish.item ? sql`and s.item_code = ${wish.item}` : sql``}
  ${wish.dueBefore ? sql`and s.due_on <= ${wish.dueBefore}::date` : sql``}
  ${wish.after ? sql`and (s.due_on, s.case_id, s.id) > (${wish.after.due}::date, ${wish.after.caseId}::uuid, ${wish.after.step})` : sql``}`;

/**
 * What waits for anybody of these units, one short range of the index for each slot, each cut at `most`: of thousands of steps
 * of a unit those of other posts are never touched.
 */
const waitingSteps = (
  { unit, covers, slots }: QueueScope,
  narrower: RawBuilder<unknown>,
  most: RawBuilder<unknown>,
) => sql`
  select s.* from unnest(${listed([unit, ...covers.units], 'uuid')}) u (id)
  ${slots ? sql`cross join unnest(${listed(slots, 'text')}) t (slot)` : sql``}
  cross join lateral (
    select s.* from case_steps s
    where s.unit_id = u.id and s.holder is null ${slots ? sql`and s.slot = t.slot` : sql``} ${narrower} ${most}
  ) s`;

/** What somebody has in hand: oneself, those for whom one stands in, absent colleagues; of a unit with nobody in, anybody. */
const heldSteps = (
  { unit, account, standsInFor, covers }: QueueScope,
  narrower: RawBuilder<unknown>,
  most: RawBuilder<unknown>,
) => {
  const away = covers.holders.filter((each) => each.unit === unit).map((each) => each.account);
  const below = covers.holders.filter((each) => each.unit !== unit && !covers.units.includes(each.unit));
  const own = sql`s.unit_id = ${unit} and s.holder = any(${listed([account, ...standsInFor, ...away], 'uuid')})`;
  const all =
    covers.units.length + below.length === 0
      ? own
      : sql`(${own} or s.unit_id = any(${[...covers.units]}::uuid[]) or (s.unit_id, s.holder) in (select * from unnest(
          ${below.map((each) => each.unit)}::uuid[], ${below.map((each) => each.account)}::uuid[])))`;
  return sql`select s.* from case_steps s where s.holder is not null and ${all} ${narrower} ${most}`;
};

export async function readQueue(ctx: Ctx, wish: QueueWish): Promise<QueueRow[]> {
  const narrower = limits(wish);
  const first = sql`order by s.due_on, s.case_id, s.id limit ${sql.lit(wish.limit)}`;
  const { rows } = await sql<QueueRow>`
    with page as (
      select s.case_id, s.id, s.kind, s.stage, s.unit_id, s.holder, s.due_on from (
        (${heldSteps(wish, narrower, first)})
        ${wish.mine ? sql`` : sql`union all (${waitingSteps(wish, narrower, first)})`}
      ) s ${first}
    )
    select page.*, c.number, c.seq, c.status, c.item_code, c.item_version, c.person_id, c.employer_id, c.village_id, c.submitted_at, c.clock,
           p.name_sealed as applicant
    from page join cases c on c.id = page.case_id left join persons p on p.id = c.person_id
    order by page.due_on, page.case_id, page.id`.execute(ctx.db);
  return rows;
}

export async function countQueue(ctx: Ctx, wish: QueueScope, soon: string, now: string) {
  const { rows } = await sql<Record<'all' | 'mine' | 'intake' | 'stage' | 'delivery' | 'yellow' | 'red', string>>`
    select count(*) as all,
      count(*) filter (where s.holder is not null) as mine,
      count(*) filter (where s.kind = 'intake') as intake,
      count(*) filter (where s.kind in ('stage', 'joint', 'reviewer', 'delegate', 'extension')) as stage,
      count(*) filter (where s.kind = 'delivery') as delivery,
      count(*) filter (where s.due_on between ${now}::date and ${soon}::date) as yellow,
      count(*) filter (where s.due_on < ${now}::date) as red
    from ((${heldSteps(wish, sql``, sql``)}) union all (${waitingSteps(wish, sql``, sql``)})) s`.execute(ctx.db);
  const row = rows[0]!;
  return Object.fromEntries(Object.entries(row).map(([key, value]) => [key, Number(value)])) as Record<
    keyof typeof row,
    number
  >;
}

/** Sends the writes that wait, as any read would. */
export const sendWrites = (db: Db): Promise<unknown> => sql`select 1`.execute(db);

/** A part of a transaction that may be undone by itself. */
export async function apart<T>(ctx: Ctx, run: (ctx: Ctx) => Promise<T>): Promise<T> {
  await sql`savepoint apart`.execute(ctx.db);
  try {
    const result = await run(ctx);
    await sql`release savepoint apart`.execute(ctx.db);
    return result;
  } catch (error) {
    await sql`rollback to savepoint apart`.execute(ctx.db);
    throw error;
  }
}

export const cursorOf = (record: CaseRecord | undefined): string | null =>
  record ? `${record.submitted_at.toISOString()}_${record.id}` : null;

export async function casesOf(
  ctx: Ctx,
  persons: readonly string[],
  cursor: string | undefined,
  limit: number,
): Promise<CaseRecord[]> {
  const [at, id] = cursor?.split('_') ?? [];
  return ctx.db
    .selectFrom('cases')
    .select(columns)
    .where((eb) => eb.or([eb('person_id', 'in', persons), eb('agent_id', 'in', persons)]))
    .$if(at !== undefined && id !== undefined, (query) =>
      query.where(sql<boolean>`(submitted_at, id) < (${at}::timestamptz, ${id}::uuid)`),
    )
    .orderBy('submitted_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
}

export async function casesByNumber(ctx: Ctx, ours: string | null, outside: string): Promise<CaseRecord[]> {
  const { rows } = await sql<{ case_id: string }>`
    select case_id from case_numbers where number = ${ours ?? ''}
    union select case_id from case_outside_numbers where number = ${outside} limit 20`.execute(ctx.db);
  if (rows.length === 0) return [];
  return ctx.db
    .selectFrom('cases')
    .select(columns)
    .where(
      'id',
      'in',
      rows.map((row) => row.case_id),
    )
    .execute();
}

export async function insertOutsideNumber(ctx: Ctx, caseId: string, system: string, number: string): Promise<void> {
  await ctx.db
    .insertInto('case_outside_numbers')
    .values({ case_id: caseId, system, number })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Has the unit a case of one of these people, or had it? */
export async function unitHasCaseOf(ctx: Ctx, unit: string, persons: readonly string[]): Promise<boolean> {
  const row = await ctx.db
    .selectFrom('cases')
    .innerJoin('case_units', 'case_units.case_id', 'cases.id')
    .select('cases.id')
    .where('case_units.unit_id', '=', unit)
    .where((eb) => eb.or([eb('cases.person_id', 'in', persons), eb('cases.agent_id', 'in', persons)]))
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
