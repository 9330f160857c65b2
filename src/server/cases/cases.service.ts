import type { CaseTicket } from '#api/cases.ts';
import { stageOf } from '#domain/cases/allowed.ts';
import { dueOf } from '#domain/cases/clock.ts';
import { type Command, type CommandData, commands, textsOf } from '#domain/cases/commands.ts';
import { type Context, decide } from '#domain/cases/decide.ts';
import { clocksOf, correctionInput, officeDue, type StoredClock } from '#domain/cases/dues.ts';
import type { CaseEvent, UnitRef } from '#domain/cases/events.ts';
import type { ActionName } from '#domain/cases/lifecycle.ts';
import { type CaseState, evolve } from '#domain/cases/state.ts';
import { checkAnswers, standardCheckers } from '#domain/catalogue/answers.ts';
import { completeness, type HeldMaterial } from '#domain/catalogue/completeness.ts';
import type { Answers } from '#domain/catalogue/form.ts';
import type { Item, Level } from '#domain/catalogue/item.ts';
import { workingDayAfter } from '#domain/kernel/calendar.ts';
import { epochDay, fromEpochDay, localDate } from '#domain/kernel/dates.ts';
import { isProblem, type Problem, Refused } from '#domain/kernel/problem.ts';
import { itemVersion, type TermedItem, termedItem } from '../catalogue/index.ts';
import type { Ctx } from '../context.ts';
import { type OrganisationMap, organisationOf, postsOf, today } from '../organisation/index.ts';
import type { CaseRecord } from './cases.repository.ts';
import * as repository from './cases.repository.ts';
import { actionsFor, actorRef, isBarred, readable, viewerOf } from './cases.viewer.ts';
import { heldMaterials } from './papers.repository.ts';
import { insertTexts, readAnswers } from './texts.repository.ts';

/** The item as the case knows it: its own version, with the promise of its own division on the day it was submitted. */
export async function itemOf(ctx: Ctx, state: Pick<CaseState, 'item' | 'path' | 'receipt'>): Promise<TermedItem> {
  const item = await itemVersion(ctx, state.item.code, state.item.version);
  return termedItem(ctx, item, homeOf(state), localDate(state.receipt));
}

const homeOf = ({ path }: Pick<CaseState, 'path'>): string | null =>
  path.village ?? path.town ?? path.county ?? path.city ?? null;

/** Units by their power, for one case: on its own path, never one that it complains of. */
function routing(map: OrganisationMap, state: Pick<CaseState, 'path' | 'barred'>, on: string) {
  const home = homeOf(state);
  const barred = (id: string) => isBarred(map, state.barred, id);
  const inForce = (unit: { validFrom: string; validTo: string | null }) =>
    unit.validFrom <= on && (unit.validTo === null || unit.validTo > on);
  const ref = (unit: { id: string; level: Level } | undefined): UnitRef | null =>
    unit ? { id: unit.id, level: unit.level } : null;
  return {
    unitFor(level: Level, department: string | null): UnitRef | null {
      const unit = home ? map.competent(home, level, department, on) : undefined;
      return unit && !barred(unit.id) ? ref(unit) : null;
    },
    unitById(id: string): UnitRef | null {
      const unit = map.units.get(id);
      return unit && inForce(unit) ? ref(unit) : null;
    },
    holds(id: string, department: string | null): boolean {
      const unit = map.units.get(id);
      if (!unit) return false;
      if (department === null || unit.departments.includes(department)) return true;
      return (unit.level === 'town' || unit.level === 'village') && ['service-centre', 'station'].includes(unit.kind);
    },
    above(id: string): UnitRef | null {
      for (let unit = map.above(id); unit; unit = map.above(unit.id))
        if (inForce(unit) && !barred(unit.id)) return ref(unit);
      return null;
    },
    isBarred: barred,
  };
}

/** What the completeness check still asks of the applicant: papers, and answers that do not hold. */
function missingOf(ctx: Ctx, item: Item, answers: Answers, held: readonly HeldMaterial[]): Context['missing'] {
  const papers = completeness(item, answers, held);
  const checked = checkAnswers(item.form, answers, { mode: 'submit', today: today(ctx), checkers: checkersOf(ctx) });
  return [
    ...papers.missing.map((need) => ({ code: need.key, mayBeOwed: papers.owedAllowed.includes(need) })),
    ...checked.problems.map((problem) => ({ code: problem.path, mayBeOwed: false })),
  ];
}

export const checkersOf = (ctx: Ctx) => standardCheckers({ today: today(ctx), sampleRegion: ctx.app.demo });

/** Conditional acceptance (容缺受理): owed papers come some working days before the promise, and within the city's own limit. */
function latestOwedDue(map: OrganisationMap, item: TermedItem, at: string): string {
  const promise = item.limits.find((limit) => limit.kind === 'promised' && limit.unit === 'wd');
  const { atMost, beforePromise } = item.yardsticks.owed;
  const days = Math.min(atMost, promise ? promise.amount - beforePromise : atMost);
  return fromEpochDay(workingDayAfter(map.calendar.calendar, epochDay(localDate(at)), Math.max(0, days)));
}

export async function contextOf(
  ctx: Ctx,
  item: TermedItem,
  state: Pick<CaseState, 'path' | 'barred'>,
  more: Partial<Context>,
): Promise<Context> {
  const map = await organisationOf(ctx);
  const at = ctx.now.toISOString();
  return {
    at,
    recordedAt: at,
    viewer: { kind: 'system' },
    actor: actorRef(ctx),
    rules: item,
    ...routing(map, state, today(ctx)),
    worksAt: () => false,
    missing: [],
    dues: {},
    correctionDue: dueOf(correctionInput(at, item), map.calendar.calendar).due ?? localDate(at),
    latestOwedDue: latestOwedDue(map, item, at),
    notes: {},
    answers: null,
    ...more,
  };
}

const recordOf = async (ctx: Ctx, id: string): Promise<CaseRecord | undefined> =>
  (ctx.memo.get(`case:${id}`) as CaseRecord | undefined) ?? (await repository.findCase(ctx, id));

/** A case that the caller may read, else it does not exist for them. */
export async function readCase(ctx: Ctx, id: string): Promise<CaseRecord> {
  const record = await recordOf(ctx, id);
  if (!record || !readable(ctx, await viewerOf(ctx, record.state), record.state)) throw new Refused('not-found');
  return record;
}

export const duesOf = (clocks: readonly StoredClock[]): Context['dues'] =>
  Object.fromEntries(clocks.map(({ obligation, due }) => [obligation, due]));

/** Actions that put a case into a colleague's hands, or back into those of whoever had it. */
const handing: readonly ActionName[] = [
  'assign',
  'transfer',
  'delegate',
  'addReviewer',
  'handResponsibility',
  'returnTo',
  'takeBack',
];

/** Where the accounts that a command may hand the case to have a post today. */
async function postsFor(ctx: Ctx, action: ActionName, state: CaseState, data: object): Promise<Context['worksAt']> {
  if (!handing.includes(action)) return () => false;
  const named = 'account' in data && typeof data.account === 'string' ? [data.account] : [];
  const accounts = new Set([...named, ...state.worked.map((work) => work.account)]);
  const units = new Map<string, string[]>();
  for (const account of accounts) {
    const posts = await postsOf(ctx.db, account, today(ctx));
    units.set(
      account,
      posts.map((post) => post.unit_id),
    );
  }
  return (account, unit) => units.get(account)?.includes(unit) ?? false;
}

export interface CommandInput<A extends ActionName> {
  id: string;
  seq: number;
  step?: string | undefined;
  data: CommandData<A>;
  answers?: Answers | undefined;
}

/** One command on one case: rules decide, rows follow, other modules react; all in the caller's transaction. */
export async function perform<A extends ActionName>(
  ctx: Ctx,
  action: A,
  input: CommandInput<A>,
): Promise<{ id: string }> {
  const record = await repository.lockCase(ctx, input.id);
  const viewer = await viewerOf(ctx, record.state);
  if (!readable(ctx, viewer, record.state)) throw new Refused('not-found');
  if (input.seq !== record.seq) throw new Refused('conflict.stale', { seq: record.seq });
  const item = await itemOf(ctx, record.state);
  const texts = sealable(ctx, input.data);
  const answers = input.answers ? await newAnswers(ctx, item, record, input.answers, texts) : null;
  const context = await contextOf(ctx, item, record.state, {
    viewer,
    dues: duesOf(record.clock),
    worksAt: await postsFor(ctx, action, record.state, input.data),
    notes: Object.fromEntries(texts.map(({ kind, id }) => [kind, id])),
    answers,
    ...((action === 'accept' || action === 'notify') && { missing: await missingNow(ctx, item, record) }),
  });
  const events = decide(record.state, { action, data: input.data } as Command, context, input.step);
  if (isProblem(events)) throw new Refused(events.problem, events.params, events.fields);
  if (events.length > 0) {
    await insertTexts(ctx, record.id, texts);
    await append(ctx, record, item, events);
  }
  ctx.views.push({ person: record.state.parties.person ?? '', case: record.id, detail: { action } });
  return { id: record.id };
}

function sealable(ctx: Ctx, data: object): { id: string; kind: string; text: string }[] {
  return textsOf(data).map(({ field, text }) => ({ id: ctx.app.id(), kind: field, text }));
}

async function newAnswers(
  ctx: Ctx,
  item: Item,
  record: CaseRecord,
  given: Answers,
  texts: { id: string; kind: string; text: string }[],
): Promise<string> {
  const old = await readAnswers(ctx, record.id, record.state.answers);
  const checked = checkAnswers(
    item.form,
    { ...old, ...given },
    { mode: 'draft', today: today(ctx), checkers: checkersOf(ctx) },
  );
  if (checked.problems.length > 0)
    throw new Refused('input.invalid', { count: checked.problems.length }, checked.problems);
  const id = ctx.app.id();
  texts.push({ id, kind: 'answers', text: JSON.stringify(checked.clean) });
  return id;
}

async function missingNow(ctx: Ctx, item: Item, record: CaseRecord): Promise<Context['missing']> {
  const [answers, held] = await Promise.all([
    readAnswers(ctx, record.id, record.state.answers),
    heldMaterials(ctx, record.id, record.state),
  ]);
  return missingOf(ctx, item, answers, held);
}

/** Appends events to a case: fold, clock, rows, then whatever `app.ts` says follows from each. */
export async function append(
  ctx: Ctx,
  record: CaseRecord,
  item: TermedItem,
  events: readonly CaseEvent[],
): Promise<CaseState> {
  const state = events.reduce<CaseState>((before, event) => evolve(before, event), record.state);
  const { calendar, revision } = (await organisationOf(ctx, record.calendar)).calendar;
  const clocks = clocksOf(state, item, calendar, record.clock);
  await repository.saveCase(ctx, record, state, events, clocks, revision);
  ctx.memo.set(`case:${record.id}`, {
    ...record,
    seq: state.seq,
    status: state.status,
    state,
    clock: clocks,
    calendar: revision,
    due_on: officeDue(clocks),
  });
  for (const event of events) {
    if (event.type === 'number-added')
      await repository.insertOutsideNumber(ctx, record.id, event.data.system, event.data.number);
    else if (event.type === 'opinion-given' && event.data.outside) {
      await repository.insertOutsideNumber(ctx, record.id, event.data.outside.system, event.data.outside.serial);
    }
  }
  await react(ctx, record.number, state, events);
  return state;
}

export async function react(ctx: Ctx, number: string, state: CaseState, events: readonly CaseEvent[]): Promise<void> {
  for (const event of events) {
    for (const reaction of ctx.app.reactions[event.type] ?? []) {
      await (reaction as (ctx: Ctx, event: CaseEvent, about: { number: string; state: CaseState }) => Promise<void>)(
        ctx,
        event,
        { number, state },
      );
    }
  }
}

/** What a command answers, read afresh: the same for a twin of the same request. */
export const ticket = async (ctx: Ctx, { id }: { id: string }): Promise<CaseTicket> =>
  ticketOf(ctx, await readCase(ctx, id));

/** Whoever sends a report without a name is told its number, and may open nothing of it. */
export async function firstTicket(ctx: Ctx, { id }: { id: string }): Promise<CaseTicket> {
  const record = await recordOf(ctx, id);
  if (!record) throw new Refused('not-found');
  return ticketOf(ctx, record);
}

async function ticketOf(ctx: Ctx, record: CaseRecord): Promise<CaseTicket> {
  const { state } = record;
  return {
    id: state.id,
    number: record.number,
    seq: record.seq,
    status: record.status,
    due: record.due_on,
    allowedActions: actionsFor(state, await itemOf(ctx, state), await viewerOf(ctx, state)),
  };
}

/** Of a counter clerk's instant item: everything from receipt to signature while the person stands there. */
export async function settle(
  ctx: Ctx,
  input: {
    id: string;
    seq: number;
    granted: boolean;
    opinion: string;
    basis?: string | undefined;
    result: CommandData<'decide'>['result'];
  },
): Promise<{ id: string }> {
  const { id } = input;
  const seqNow = async () => (await repository.lockCase(ctx, id)).seq;
  const record = await repository.lockCase(ctx, id);
  if (!readable(ctx, await viewerOf(ctx, record.state), record.state)) throw new Refused('not-found');
  if (input.seq !== record.seq) throw new Refused('conflict.stale', { seq: record.seq });
  const item = await itemOf(ctx, record.state);
  if (!item.instant) throw new Refused('case.not-instant');
  if (record.state.status === 'submitted') await perform(ctx, 'receive', { id, seq: input.seq, data: { papers: [] } });
  const status = (await repository.lockCase(ctx, id)).state.status;
  if (status === 'received') await perform(ctx, 'accept', { id, seq: await seqNow(), data: { owed: [] } });
  // Helping, or acting for somebody, begins with a step of its own: it is done in the same sitting.
  const accepted = await repository.lockCase(ctx, id);
  if (stageOf(accepted.state, item)?.kind === 'handle')
    await perform(ctx, 'pass', { id, seq: accepted.seq, data: { agree: true, opinion: input.opinion } });
  const data = commands.decide.parse({
    granted: input.granted,
    opinion: input.opinion,
    basis: input.basis,
    result: input.result,
  });
  await perform(ctx, 'decide', { id, seq: await seqNow(), data });
  return perform(ctx, 'deliver', { id, seq: await seqNow(), data: { way: 'in-person' } });
}

/** One action on many cases. Each stands for itself: one that is refused leaves the others done. */
export async function performBatch(
  ctx: Ctx,
  action: ActionName,
  cases: readonly { id: string; seq: number }[],
  data: unknown,
): Promise<{ id: string; problem: Problem | null }[]> {
  const parsed = commands[action].safeParse(data);
  if (!parsed.success) throw new Refused('input.invalid');
  const outcomes: { id: string; problem: Problem | null }[] = [];
  for (const { id, seq } of cases) {
    outcomes.push(await performApart(ctx, action, { id, seq, data: parsed.data as CommandData<ActionName> }));
  }
  return outcomes;
}

async function performApart(
  ctx: Ctx,
  action: ActionName,
  input: CommandInput<ActionName>,
): Promise<{ id: string; problem: Problem | null }> {
  const views = ctx.views.length;
  try {
    await repository.apart(ctx, (inner) => perform(inner, action, input));
    return { id: input.id, problem: null };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    ctx.views.length = views;
    return { id: input.id, problem: error.problem };
  }
}
