import { type Selectable, sql } from 'kysely';
import { officeDue, type StoredClock } from '#domain/cases/dues.ts';
import type { CaseEvent } from '#domain/cases/events.ts';
import type { CaseState } from '#domain/cases/state.ts';
import { Refused } from '#domain/kernel/problem.ts';
import type { Ctx, Db } from '../context.ts';
import { anId, readCursor } from '../platform/cursors.ts';
import { ahead, always, insertLater, later, updateLater } from '../platform/statements.ts';
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
  const place = readCursor(cursor, `(\\d{4}-[\\d:.TZ-]+)_(${anId})`);
  return ctx.db
    .selectFrom('cases')
    .select(columns)
    .where((eb) => eb.or([eb('person_id', 'in', persons), eb('agent_id', 'in', persons)]))
    .$if(place !== undefined, (query) =>
      query.where(sql<boolean>`(submitted_at, id) < (${place?.[0]}::timestamptz, ${place?.[1]}::uuid)`),
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
