import { decide, envelope } from '#domain/cases/decide.ts';
import { clocksOf, type Obligation } from '#domain/cases/dues.ts';
import type { ActionName } from '#domain/cases/lifecycle.ts';
import { isProblem } from '#domain/kernel/problem.ts';
import type { App, Ctx } from '../context.ts';
import { noteActOfSystem, systemCtx } from '../operations.ts';
import { organisationOf, today } from '../organisation/index.ts';
import * as repository from './cases.repository.ts';
import { append, contextOf, duesOf, itemOf } from './cases.service.ts';
import * as dates from './dates.repository.ts';

/** What the system does on its own when the applicant's date has passed. */
const lapses: Partial<Record<Obligation, ActionName>> = {
  correction: 'lapse',
  owed: 'lapseOwed',
  notice: 'deemAccepted',
  collection: 'closeUncollected',
};

/**
 * Fires what is due today, some at a time. Each is marked in the same transaction in which its notice is written, and its case
 * is locked by one process alone: exactly once, whatever dies in between. One that fails is undone by itself and left for the
 * next round; it keeps nobody else's from firing.
 */
export async function fireReminders(app: App, limit = 100): Promise<number> {
  let fired = 0;
  for (let after: dates.ReminderRow | undefined; ; ) {
    const { rows, wakes } = await app.db.transaction().execute(async (db) => {
      const ctx = systemCtx(app, db, 'system.reminders');
      const rows = await dates.dueReminders(db, today(ctx), after, limit);
      for (const row of rows) if (await fireApart(ctx, row)) fired += 1;
      return { rows, wakes: ctx.afterCommit };
    });
    for (const wake of wakes) wake();
    if (rows.length === 0) return fired;
    after = rows.at(-1);
  }
}

async function fireApart(ctx: Ctx, row: dates.ReminderRow): Promise<boolean> {
  try {
    return await repository.apart(ctx, () => fire(ctx, row));
  } catch (error) {
    ctx.app.log.error({ operation: ctx.operation, code: 'reminder.failed', case: row.case_id, err: error });
    return false;
  }
}

async function fire(ctx: Ctx, row: dates.ReminderRow): Promise<boolean> {
  if (!(await dates.markFired(ctx, row))) return false;
  const record = await repository.lockCase(ctx, row.case_id);
  const clock = record.clock.find((each) => each.obligation === row.obligation && each.generation === row.generation);
  if (!clock) return false;
  if (row.kind === 'lapse') await lapse(ctx, record, lapses[row.obligation]);
  else {
    const reminder = { obligation: row.obligation, kind: row.kind, due: clock.due };
    for (const tell of ctx.app.reactions.reminder ?? []) await tell(ctx, reminder, record);
  }
  return true;
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
  await noteActOfSystem(ctx, { person: record.state.parties.person ?? '', case: record.id, detail: { action } });
}

/**
 * Dates open cases anew after the holiday table changed, a batch in a transaction each, and leaves an entry on every case
 * whose date moved. Safe to stop and to run twice: a case that has the new table is not touched again. A case that a command
 * has in hand is left for the next round, and so is everything when this process does not know the new table yet.
 * @param atMost milliseconds after which it leaves the rest for the next round
 */
export async function redate(app: App, atMost = Number.POSITIVE_INFINITY, batch = 200): Promise<number> {
  const end = performance.now() + atMost;
  const { revision } = (await organisationOf({ app, now: app.clock.now() })).calendar;
  let moved = 0;
  for (;;) {
    const taken = await app.db.transaction().execute(async (db) => {
      const ctx = systemCtx(app, db, 'system.redate');
      const records = await repository.takeOutdated(db, revision, batch);
      const unmoved: string[] = [];
      for (const record of records) if (!(await redateOne(ctx, record))) unmoved.push(record.id);
      await dates.keepRevision(db, unmoved, revision);
      moved += records.length - unmoved.length;
      return records.length;
    });
    if (taken < batch || performance.now() > end) break;
  }
  if (!(await dates.isOutdated(app.db, revision))) await dates.markRedated(app, revision);
  return moved;
}

/** False when none of its dates moved: then it only rests on the new table from now on. */
async function redateOne(ctx: Ctx, record: repository.CaseRecord): Promise<boolean> {
  const item = await itemOf(ctx, record.state);
  const { calendar, revision } = (await organisationOf(ctx)).calendar;
  const clocks = clocksOf(record.state, item, calendar, record.clock);
  const before = record.clock.find((clock) =>
    clocks.some((now) => now.obligation === clock.obligation && now.due !== clock.due),
  );
  if (!before) {
    await dates.keepClocks(ctx, record.id, record.clock, clocks);
    return false;
  }
  const after = clocks.find((clock) => clock.obligation === before.obligation);
  const at = ctx.now.toISOString();
  const fact = { type: 'redated', data: { calendar: revision, from: before.due, to: after?.due ?? null } } as const;
  await append(ctx, record, item, [
    envelope(record.id, record.seq + 1, fact, { at, recordedAt: at, actor: { kind: 'system' } }),
  ]);
  // The writes of one case at a time are the same few statements again and again, and are planned once.
  await repository.sendWrites(ctx.db);
  return true;
}
