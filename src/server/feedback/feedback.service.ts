import { applicantObligations } from '#domain/cases/dues.ts';
import type { CaseEvent } from '#domain/cases/events.ts';
import type { CaseState } from '#domain/cases/state.ts';
import { localDate } from '#domain/kernel/dates.ts';
import { Refused } from '#domain/kernel/problem.ts';
import type { Text } from '#domain/kernel/text.ts';
import { itemVersion } from '../catalogue/index.ts';
import type { About, AppointmentNews, Arrival, Ctx, Reminder } from '../context.ts';
import { organisationOf } from '../organisation/index.ts';
import * as repository from './feedback.repository.ts';
import { noticeText } from './notices.words.ts';
import { post } from './outbox.service.ts';

/** Who is asked: the applicant, else the one who acts for them. An anonymous report is rated by nobody. */
const rater = (state: CaseState): string | null => state.parties.person ?? state.parties.agent;

/** One invitation after each counter visit (一次一评). */
export async function inviteAfterVisit(
  ctx: Ctx,
  event: Extract<CaseEvent, { type: 'visit-counted' }>,
  { state }: About,
): Promise<void> {
  const person = rater(state);
  if (person)
    await repository.invite(ctx, {
      caseId: state.id,
      occasion: 'visit',
      unit: event.data.unit,
      day: event.data.day,
      person,
    });
}

/** One after every ending, refusals and withdrawals included (一事一评); about the unit that had the case last. */
export async function inviteAfterEnding(ctx: Ctx, event: CaseEvent, { state }: About): Promise<void> {
  const person = rater(state);
  const unit = event.actor.kind === 'staff' ? event.actor.unit : state.handledBy.at(-1);
  if (!person || !unit) return;
  await repository.invite(ctx, {
    caseId: state.id,
    occasion: 'ending',
    unit,
    day: localDate(event.occurredAt),
    person,
  });
}

/** What the resident is told of. What they did themselves they know. */
const told = new Set<CaseEvent['type']>([
  'received',
  'correction-noticed',
  'accepted',
  'acceptance-refused',
  'correction-lapsed',
  'owed-lapsed',
  'suspended',
  'resumed',
  'extension-approved',
  'decided',
  'decision-corrected',
  'hand-over-signed',
  'posted',
  'ended',
  'redated',
  'rerouted',
]);

export async function tellResident(ctx: Ctx, event: CaseEvent, { number, state }: About): Promise<void> {
  const to = state.parties.person ?? state.parties.agent;
  if (!to || !told.has(event.type) || event.actor.kind === 'resident') return;
  // A result on its way is news only where the resident can fetch it.
  if (event.type === 'hand-over-signed' && state.parcel?.at.id !== state.delivery.unit) return;
  // Who handles it is told on the page; where the result is to be fetched must be known beforehand.
  if (event.type === 'rerouted' && (state.delivery.way !== 'site' || state.delivery.unit !== event.data.to.id)) return;
  if (event.type === 'ended' && ['returned', 'acceptance-refused'].includes(event.data.ending)) return;
  const due =
    event.type === 'correction-noticed'
      ? event.data.due
      : event.type === 'accepted'
        ? event.data.owedDue
        : event.type === 'redated'
          ? event.data.to
          : null;
  const granted = event.type === 'decided' ? event.data.granted : undefined;
  await tell(ctx, { person: to }, state, {
    code: `case.${event.type}${granted === false ? '.refused' : ''}`,
    params: {
      number,
      item: state.item.code,
      version: state.item.version,
      ...(due && { due }),
      ...(event.type === 'rerouted' && (await placesOf(ctx, event.data.from, event.data.to.id))),
    },
  });
}

async function placesOf(ctx: Ctx, from: string, unit: string): Promise<{ from: string; unit: string }> {
  const { units } = await organisationOf(ctx);
  return { from: units.get(from)?.name ?? '', unit: units.get(unit)?.name ?? '' };
}

/** One notice for all that came: the cases themselves wait in the queue. */
export async function tellArrival(ctx: Ctx, { unit, from, count }: Arrival): Promise<void> {
  await repository.insertNotice(ctx, {
    id: ctx.app.id(),
    person: null,
    unit,
    account: null,
    caseId: null,
    code: 'unit.arrival',
    params: { from: (await placesOf(ctx, from, unit)).from, count },
  });
}

/** To everybody at a unit, of something that is no case: a point that is to close. */
export async function tellUnit(ctx: Ctx, unit: string, words: Words): Promise<void> {
  await repository.insertNotice(ctx, { id: ctx.app.id(), person: null, unit, account: null, caseId: null, ...words });
}

/** Answers where a point has no telephone of its own. */
const hotline = '12333';

/** The old and the new place and time. The item is left out: a whole family may read the telephone, and an hour is name enough. */
export async function tellAppointment(ctx: Ctx, { what, person, from, to }: AppointmentNews): Promise<void> {
  // A point that moves keeps its name and, until somebody enters the new one, its address: then the words say that it moves.
  const sameDoor = from !== null && to !== null && from.site === to.site && from.address === to.address;
  const id = ctx.app.id();
  const words = {
    code: `appointment.${what}${what === 'moved' && sameDoor ? '.same-name' : ''}`,
    params: {
      ...(from && { from: from.site, fromAddress: from.address, oldDay: from.day, oldTime: from.time }),
      ...(to && { site: to.site, address: to.address, day: to.day, time: to.time }),
      telephone: (to ?? from)?.telephone || hotline,
    },
  };
  await repository.insertNotice(ctx, { id, person, unit: null, account: null, caseId: null, ...words });
  await post(ctx, id, { person, confidential: false, ...words });
}

type To = { person: string } | { unit: string; account: string | null };
type Words = Pick<repository.NewNotice, 'code' | 'params'>;

/** On the page at once; to a resident's telephone through the outbox, in the same transaction. */
async function tell(ctx: Ctx, to: To, state: CaseState, words: Words): Promise<void> {
  const id = ctx.app.id();
  const nobody = { person: null, unit: null, account: null };
  await repository.insertNotice(ctx, { ...nobody, ...to, ...words, id, caseId: state.id });
  if ('person' in to) await post(ctx, id, { person: to.person, confidential: state.confidential, ...words });
}

/** A date of a case comes near, is here or has passed: the applicant's to the applicant, the office's to whoever has it in hand. */
export async function remind(ctx: Ctx, { obligation, kind, due }: Reminder, { number, state }: About): Promise<void> {
  const words = {
    code: `reminder.${obligation}.${kind}`,
    params: { number, item: state.item.code, version: state.item.version, obligation, due },
  };
  const applicants = applicantObligations.includes(obligation);
  const applicant = state.parties.person ?? state.parties.agent;
  if (applicant && (applicants || (obligation === 'delivery' && kind !== 'overdue')))
    await tell(ctx, { person: applicant }, state, words);
  // A result that nobody comes for is also the counter's to think of: by telephone, by post, or at the door.
  if (applicants && obligation !== 'collection') return;
  const seen = new Set<string>();
  for (const { unit, holder } of state.steps) {
    if (seen.has(`${unit} ${holder}`)) continue;
    seen.add(`${unit} ${holder}`);
    await tell(ctx, { unit, account: holder }, state, words);
  }
}

const reader = (ctx: Ctx) => {
  const { actor } = ctx;
  if (actor.kind === 'resident') return { persons: [actor.person, ...actor.actsFor] };
  if (actor.kind === 'staff') return { unit: actor.unit.id, account: actor.account };
  throw new Refused('auth.required');
};

export async function notices(ctx: Ctx, cursor: string | undefined, limit: number) {
  const rows = await repository.noticesFor(ctx, reader(ctx), cursor, limit + 1);
  const items = [];
  for (const row of rows.slice(0, limit)) {
    const { item, version } = row.params as { item?: string; version?: number };
    const name: Text | undefined = item ? (await itemVersion(ctx, item, version ?? 1)).plainName : undefined;
    items.push({
      id: row.id,
      code: row.code,
      params: row.params,
      text: noticeText(row.code, row.params, name),
      case: row.case_id,
      at: row.created_at.toISOString(),
      read: row.read_at !== null,
    });
  }
  return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}

export const readNotices = (ctx: Ctx, ids: string[]): Promise<void> => repository.markRead(ctx, reader(ctx), ids);

export async function invitations(ctx: Ctx) {
  if (ctx.actor.kind !== 'resident') throw new Refused('permission.denied');
  const rows = await repository.invitationsOf(ctx, [ctx.actor.person]);
  return Promise.all(
    rows.map(async (row) => ({
      case: row.case_id,
      invitation: row.id,
      occasion: row.occasion,
      item: (await itemVersion(ctx, row.item_code, row.item_version)).plainName,
      unit: row.unit,
      day: row.day,
      level: row.level,
    })),
  );
}

/** Rating is nobody else's: not a clerk's, and not a relative's who acts by consent. */
export async function rate(
  ctx: Ctx,
  input: { case: string; invitation: string; level: number; reasons: string[]; words?: string | undefined },
): Promise<{ id: string }> {
  if (ctx.actor.kind !== 'resident') throw new Refused('permission.denied');
  await repository.insertRating(ctx, {
    caseId: input.case,
    invitation: input.invitation,
    person: ctx.actor.person,
    level: input.level,
    reasons: input.reasons,
    words: input.words,
  });
  return { id: input.invitation };
}
