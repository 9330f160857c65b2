import { addDays } from '#domain/kernel/dates.ts';
import { Refused } from '#domain/kernel/problem.ts';
import { countsOf } from '#domain/planning/changes.ts';
import type { Ctx } from '../context.ts';
import { today } from '../organisation/index.ts';
import { TravelMissing } from './evaluations.ts';
import { closingsOfPlan } from './scenarios.closings.ts';
import * as repository from './scenarios.repository.ts';
import { getScenario, seen } from './scenarios.service.ts';
import { worldOf } from './worlds.ts';

interface Seen {
  id: string;
  seq: number;
}
const place = (row: string) => ({ table: 'planning_comments', column: 'text', row });

async function insertComment(ctx: Ctx, scenario: string, text: string, person: string | null): Promise<{ id: string }> {
  const id = ctx.app.id();
  await repository.insertComment(ctx, {
    scenario_id: scenario,
    id,
    account_id: ctx.actor.kind === 'staff' ? ctx.actor.account : null,
    person_id: person,
    text_sealed: ctx.app.vault.sealText(text, place(id)),
    at: ctx.now,
  });
  return { id };
}

export async function comment(ctx: Ctx, wish: { id: string; text: string }): Promise<{ id: string }> {
  const row = await getScenario(ctx, wish.id);
  return insertComment(ctx, row.id, wish.text, null);
}

/** While a plan is shown, any resident may say what they think of it; the talk is read by those who plan, without their name. */
export async function say(ctx: Ctx, wish: { id: string; text: string }): Promise<{ id: string }> {
  if (ctx.actor.kind !== 'resident') throw new Refused('permission.denied');
  const row = (await repository.publishedScenarios(ctx, today(ctx))).find(({ id }) => id === wish.id);
  if (!row) throw new Refused('planning.not-published');
  return insertComment(ctx, row.id, wish.text, ctx.actor.person);
}

export async function commentsOf(ctx: Ctx, scenario: string) {
  const rows = await repository.commentsOf(ctx, scenario);
  return rows.map((row) => ({
    id: row.id,
    at: row.at.toISOString(),
    by: row.by ?? '',
    resident: row.person_id !== null,
    text: ctx.app.vault.openText(row.text_sealed, place(row.id)),
  }));
}

/** Every closing says what comes instead before anybody decides on it. */
export async function submit(ctx: Ctx, wish: Seen & { note: string }): Promise<void> {
  const row = await seen(ctx, wish, 'submit');
  const counts = countsOf(row.changes);
  if (counts.close + counts.move + counts.open + counts.upgrade === 0) throw new Refused('planning.nothing-changed');
  try {
    const silent = (await closingsOfPlan(await worldOf(ctx.app, row.snapshot_id), row)).filter(
      ({ replacement, people }) => replacement === null && people > 0,
    );
    if (silent.length > 0) {
      const names = silent.slice(0, 5).map(({ name }) => name);
      throw new Refused('planning.closings-open', { count: silent.length, names: names.join('、') });
    }
  } catch (error) {
    if (error instanceof TravelMissing) throw new Refused('planning.no-travel');
    throw error;
  }
  await repository.step(ctx, row, 'submitted', { status: 'review' }, { reason: wish.note });
}

export async function decide(ctx: Ctx, wish: Seen & { approve: boolean; reason: string }): Promise<void> {
  const row = await seen(ctx, wish, wish.approve ? 'approve' : 'return');
  if (!wish.approve && wish.reason === '') throw new Refused('planning.return-reason');
  const what = wish.approve ? 'approved' : 'returned';
  await repository.step(ctx, row, what, { status: what }, { reason: wish.reason });
}

export async function publish(ctx: Ctx, wish: Seen & { until: string }): Promise<void> {
  const row = await seen(ctx, wish, 'publish');
  const on = today(ctx);
  if (wish.until <= on) throw new Refused('planning.past-day', { day: wish.until });
  await repository.step(
    ctx,
    row,
    'published',
    { published_from: row.published_from ?? on, published_until: wish.until },
    { until: wish.until },
  );
}

export async function drop(ctx: Ctx, wish: Seen): Promise<void> {
  const row = await seen(ctx, wish, 'drop');
  await repository.step(ctx, row, 'dropped', { status: 'dropped' });
}

/** How long before it closes people are told of a point: enough for a notice on the door and two market days. */
export const noticeDays = 15;
export const firstDayAfterNotice = (on: string): string => addDays(on, noticeDays);
