import { type Selectable, sql } from 'kysely';
import { applicantObligations, type Obligation, type StoredClock } from '#domain/cases/dues.ts';
import { addDays } from '#domain/kernel/dates.ts';
import type { App, Ctx, Db } from '../context.ts';
import { later } from '../platform/statements.ts';
import type { CasesTables } from './cases.tables.ts';

export type ReminderRow = Pick<Selectable<CasesTables['reminders']>, 'case_id' | 'generation' | 'kind' | 'fire_on'> & {
  obligation: Obligation;
};

const reminderRows = (clocks: readonly StoredClock[]) =>
  clocks.flatMap(({ obligation, due, dueSoon, generation }) => {
    if (due === null) return [];
    const row = (kind: ReminderRow['kind'], fire_on: string) => ({ obligation, generation, kind, fire_on });
    const lapses = applicantObligations.includes(obligation) || obligation === 'notice';
    return [
      ...(dueSoon !== null && dueSoon < due ? [row('due-soon', dueSoon)] : []),
      row('due', due),
      row(lapses ? 'lapse' : 'overdue', addDays(due, 1)),
    ];
  });

/** Reminders of dates that changed: those of a date that no longer stands are cancelled; one that fired never fires again. */
export async function saveReminders(
  ctx: Ctx,
  caseId: string,
  before: readonly StoredClock[],
  clocks: readonly StoredClock[],
): Promise<void> {
  const same = (clock: StoredClock, other: StoredClock) =>
    clock.obligation === other.obligation && clock.generation === other.generation;
  const ended = before.filter((old) => old.due !== null && !clocks.some((clock) => same(clock, old)));
  const fresh = clocks.filter((clock) => !before.some((old) => same(clock, old)));
  if (ended.length > 0) {
    await ctx.db
      .updateTable('reminders')
      .set({ cancelled_at: ctx.now })
      .where('case_id', '=', caseId)
      .where('fired_at', 'is', null)
      .where('cancelled_at', 'is', null)
      .where((eb) =>
        eb.or(
          ended.map((clock) =>
            eb.and([eb('obligation', '=', clock.obligation), eb('generation', '=', clock.generation)]),
          ),
        ),
      )
      .modifyEnd(later)
      .execute();
  }
  const rows = reminderRows(fresh);
  if (rows.length === 0) return;
  const column = <K extends keyof (typeof rows)[0]>(name: K) => rows.map((row) => row[name]);
  // Suspended and resumed, sent back and passed on again: the same day of the same date was told already.
  await sql`
    insert into reminders (case_id, obligation, generation, kind, fire_on)
    select ${caseId}::uuid, n.* from unnest(${column('obligation')}::text[], ${column('generation')}::int[],
      ${column('kind')}::text[], ${column('fire_on')}::date[]) as n (obligation, generation, kind, fire_on)
    where n.kind = 'lapse' or not exists (
      select 1 from reminders r where r.case_id = ${caseId} and r.obligation = n.obligation
        and r.kind = n.kind and r.fire_on = n.fire_on and r.fired_at is not null)
    on conflict do nothing ${later}`.execute(ctx.db);
}

/**
 * What is due, in order, after the last that was looked at. It is the case that is locked, as by every command on it, so that
 * a poller and a command never wait for each other; a case that somebody else has in hand is left for the next round.
 */
export async function dueReminders(
  db: Db,
  on: string,
  after: ReminderRow | undefined,
  limit: number,
): Promise<ReminderRow[]> {
  const { rows } = await sql<ReminderRow>`
    select r.case_id, r.obligation, r.generation, r.kind, r.fire_on
    from reminders r join cases c on c.id = r.case_id
    where r.fired_at is null and r.cancelled_at is null and r.fire_on <= ${on}::date
      ${
        after
          ? sql`and (r.fire_on, r.case_id, r.obligation, r.generation, r.kind)
                > (${after.fire_on}::date, ${after.case_id}::uuid, ${after.obligation}, ${after.generation}, ${after.kind})`
          : sql``
      }
    order by r.fire_on, r.case_id, r.obligation, r.generation, r.kind limit ${limit}
    for no key update of c skip locked`.execute(db);
  return rows;
}

/** Once and for good: false when another process fired it, or a command cancelled it, before the case was locked. */
export async function markFired(ctx: Ctx, row: ReminderRow): Promise<boolean> {
  const done = await ctx.db
    .updateTable('reminders')
    .set({ fired_at: ctx.now })
    .where('case_id', '=', row.case_id)
    .where('obligation', '=', row.obligation)
    .where('generation', '=', row.generation)
    .where('kind', '=', row.kind)
    .where('fired_at', 'is', null)
    .where('cancelled_at', 'is', null)
    .executeTakeFirst();
  return done.numUpdatedRows > 0n;
}

/** As the index `cases_open` has it. */
export const open = sql`status not in ('completed', 'ended', 'archived')`;

export async function isOutdated(db: Db, revision: number): Promise<boolean> {
  const { rows } = await sql`select 1 from cases where calendar < ${revision} and ${open} limit 1`.execute(db);
  return rows.length > 0;
}

export async function keepRevision(db: Db, ids: readonly string[], revision: number): Promise<void> {
  if (ids.length === 0) return;
  await sql`update cases set calendar = ${revision} where id = any(${[...ids]}::uuid[])`.execute(db);
}

export async function markRedated(app: App, revision: number): Promise<void> {
  await app.db
    .updateTable('calendars')
    .set({ redated_at: app.clock.now() })
    .where('revision', '<=', revision)
    .where('redated_at', 'is', null)
    .execute();
}

export interface RedatedRow {
  case: string;
  number: string;
  from: string | null;
  to: string | null;
}

/**
 * Which cases a holiday table moved, by their own entries, in the order of their ids; those that are confidential are counted and
 * not named.
 */
export async function redatedBy(
  db: Db,
  revision: number,
  after: string | undefined,
  limit: number,
): Promise<RedatedRow[]> {
  const { rows } = await sql<RedatedRow>`
    select distinct on (e.case_id) e.case_id as case, c.number, e.data->>'from' as from, e.data->>'to' as to
    from case_events e join cases c on c.id = e.case_id
    where e.type = 'redated' and e.data->>'calendar' = ${String(revision)} and not c.confidential
      ${after === undefined ? sql`` : sql`and e.case_id > ${after}::uuid`}
    order by e.case_id, e.seq limit ${limit}`.execute(db);
  return rows;
}

/** How many it moved, how many of these are confidential, and how many open cases still wait to be dated by it. */
export async function countRedated(
  db: Db,
  revision: number,
): Promise<{ total: number; hidden: number; pending: number }> {
  const { rows } = await sql<{ total: number; hidden: number; pending: number }>`
    select count(distinct e.case_id)::int as total,
      (count(distinct e.case_id) filter (where c.confidential))::int as hidden,
      (select count(*)::int from cases o where o.calendar < ${revision} and ${open}) as pending
    from case_events e join cases c on c.id = e.case_id
    where e.type = 'redated' and e.data->>'calendar' = ${String(revision)}`.execute(db);
  return rows[0] ?? { total: 0, hidden: 0, pending: 0 };
}

/**
 * Dates that stay but are seen otherwise: another yellow day, a year that was confirmed. No entry on the case, for nothing was
 * moved; the reminder that comes with the yellow day moves along.
 */
export async function keepClocks(
  ctx: Ctx,
  id: string,
  before: readonly StoredClock[],
  clocks: readonly StoredClock[],
): Promise<void> {
  const changed = clocks.filter((now) => {
    const old = before.find((clock) => clock.obligation === now.obligation);
    return old?.dueSoon !== now.dueSoon || old?.unconfirmedYears.join() !== now.unconfirmedYears.join();
  });
  if (changed.length === 0) return;
  await ctx.db
    .updateTable('cases')
    .set({ clock: JSON.stringify(clocks) })
    .where('id', '=', id)
    .execute();
  for (const { obligation, generation, dueSoon, due } of changed) {
    const waits = dueSoon !== null && due !== null && dueSoon < due;
    await ctx.db
      .updateTable('reminders')
      .set(waits ? { fire_on: dueSoon } : { cancelled_at: ctx.now })
      .where('case_id', '=', id)
      .where('obligation', '=', obligation)
      .where('generation', '=', generation)
      .where('kind', '=', 'due-soon')
      .where('fired_at', 'is', null)
      .where('cancelled_at', 'is', null)
      .execute();
  }
}
