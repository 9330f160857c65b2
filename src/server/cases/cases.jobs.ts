import { sql } from 'kysely';
import { decide, envelope } from '#domain/cases/decide.ts';
import { applicantObligations, clocksOf, type Obligation } from '#domain/cases/dues.ts';
import type { ActionName } from '#domain/cases/lifecycle.ts';
import { isProblem } from '#domain/kernel/problem.ts';
import type { App, Ctx } from '../context.ts';
import { systemCtx } from '../operations.ts';
import { organisationOf, today } from '../organisation/index.ts';
import * as repository from './cases.repository.ts';
import { append, contextOf, duesOf, itemOf } from './cases.service.ts';

interface Due {
  case_id: string;
  obligation: Obligation;
  generation: number;
  kind: 'due-soon' | 'due' | 'overdue' | 'lapse';
}

/** What the system does on its own when the applicant's date has passed. */
const lapses: Partial<Record<Obligation, ActionName>> = {
  correction: 'lapse',
  owed: 'lapseOwed',
  notice: 'deemAccepted',
  collection: 'closeUncollected',
};

/**
 * Fires what is due today, some at a time. Each row is taken by one process alone (skip locked) and marked in the same
 * transaction in which its notice is written: exactly once, whatever dies in between.
 */
export async function fireReminders(app: App, limit = 100): Promise<number> {
  return app.db.transaction().execute(async (db) => {
    const ctx = systemCtx(app, db, 'system.reminders');
    const { rows } = await sql<Due>`
      select case_id, obligation, generation, kind from reminders
      where fired_at is null and cancelled_at is null and fire_on <= ${today(ctx)}
      order by fire_on, case_id limit ${limit} for update skip locked`.execute(db);
    for (const row of rows) {
      await db
        .updateTable('reminders')
        .set({ fired_at: ctx.now })
        .where('case_id', '=', row.case_id)
        .where('obligation', '=', row.obligation)
        .where('generation', '=', row.generation)
        .where('kind', '=', row.kind)
        .execute();
      await fire(ctx, row);
    }
    return rows.length;
  });
}

async function fire(ctx: Ctx, due: Due): Promise<void> {
  const record = await repository.lockCase(ctx, due.case_id);
  const { state } = record;
  const clock = record.clock.find((each) => each.obligation === due.obligation && each.generation === due.generation);
  if (!clock) return;
  if (due.kind === 'lapse') return lapse(ctx, record, lapses[due.obligation]);
  const params = { number: record.number, obligation: due.obligation, due: clock.due, item: state.item.code };
  const applicants = applicantObligations.includes(due.obligation);
  const notice = (to: { person_id?: string; unit_id?: string; account_id?: string }) => ({
    id: ctx.app.id(),
    person_id: to.person_id ?? null,
    unit_id: to.unit_id ?? null,
    account_id: to.account_id ?? null,
    case_id: record.id,
    code: `reminder.${due.obligation}.${due.kind}`,
    params: JSON.stringify(params),
    created_at: ctx.now,
    read_at: null,
  });
  const rows = [];
  if (applicants || due.obligation === 'delivery') {
    if (state.parties.person) rows.push(notice({ person_id: state.parties.person }));
  }
  // A result that nobody comes for is also the counter's to think of: by telephone, by post, or at the door.
  if (!applicants || due.obligation === 'collection') {
    for (const step of state.steps) {
      rows.push(notice({ unit_id: step.unit, ...(step.holder && { account_id: step.holder }) }));
    }
  }
  if (rows.length > 0) await ctx.db.insertInto('notices').values(rows).execute();
}

async function lapse(ctx: Ctx, record: repository.CaseRecord, action: ActionName | undefined): Promise<void> {
  if (!action) return;
  const item = await itemOf(ctx, record.state);
  const context = await contextOf(ctx, item, record.state, {
    viewer: { kind: 'system' },
    dues: duesOf(record.clock),
  });
  const events = decide(record.state, { action, data: {} } as Parameters<typeof decide>[1], context);
  if (isProblem(events)) {
    ctx.app.log.warn({ operation: 'system.lapse', case: record.id, code: events.problem });
    return;
  }
  await append(ctx, record, item, events);
}

export interface Redated {
  case: string;
  number: string;
  from: string | null;
  to: string | null;
}

/**
 * Dates open cases anew after the holiday table changed, a batch in a transaction each, and leaves an entry on every case
 * whose date moved. Safe to stop and to run twice: a case that has the new revision is not touched again.
 */
export async function redate(
  app: App,
  revision: number,
  batch = 500,
  report?: (each: Redated) => void,
): Promise<number> {
  let moved = 0;
  for (;;) {
    const taken = await app.db.transaction().execute(async (db) => {
      const ctx = systemCtx(app, db, 'system.redate');
      const { rows } = await sql<{ id: string }>`
        select id from cases where calendar < ${revision} and status not in ('completed', 'ended', 'archived')
        order by calendar, id limit ${batch} for no key update skip locked`.execute(db);
      for (const { id } of rows) {
        const changed = await redateOne(ctx, id, revision);
        if (!changed) continue;
        moved += 1;
        report?.(changed);
      }
      return rows.length;
    });
    if (taken < batch) break;
  }
  await app.db
    .updateTable('calendars')
    .set({ redated_at: app.clock.now() })
    .where('revision', '<=', revision)
    .where('redated_at', 'is', null)
    .execute();
  return moved;
}

async function redateOne(ctx: Ctx, id: string, revision: number): Promise<Redated | undefined> {
  const record = await repository.lockCase(ctx, id);
  const item = await itemOf(ctx, record.state);
  const map = await organisationOf(ctx);
  const clocks = clocksOf(record.state, item, map.calendar.calendar, record.clock);
  const before = record.clock.find((clock) =>
    clocks.some((now) => now.obligation === clock.obligation && now.due !== clock.due),
  );
  if (!before) {
    await ctx.db.updateTable('cases').set({ calendar: revision }).where('id', '=', id).execute();
    return undefined;
  }
  const after = clocks.find((clock) => clock.obligation === before.obligation);
  const at = ctx.now.toISOString();
  const fact = { type: 'redated', data: { calendar: revision, from: before.due, to: after?.due ?? null } } as const;
  await append(ctx, record, item, [
    envelope(id, record.seq + 1, fact, { at, recordedAt: at, actor: { kind: 'system' } }),
  ]);
  return { case: id, number: record.number, from: before.due, to: after?.due ?? null };
}
