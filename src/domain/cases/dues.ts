import type { Item } from '#domain/catalogue/item.ts';
import type { Yardsticks } from '#domain/catalogue/yardsticks.ts';
import type { Calendar } from '#domain/kernel/calendar.ts';
import { addDays, type LocalDate } from '#domain/kernel/dates.ts';
import type { ClockInput, ClockLimit } from './clock.count.ts';
import { explain, type Phrase } from './clock.explain.ts';
import { type ClockStatus, statusOf } from './clock.status.ts';
import { computeLimits, dueOf } from './clock.ts';
import type { Status } from './lifecycle.ts';
import type { CaseState } from './state.ts';

/**
 * What must be done by a date. `decision`: the law's and the promise's; `notice`: one notice of everything, or deemed
 * accepted; `acceptance`: accept or say why not; `suspension`: the end that was told of a stop; `correction` and `owed` are
 * the applicant's; `delivery` begins when the decision has stopped the law's clock, and ends where the result can be had;
 * from there `collection` runs, which makes nobody late.
 */
export const obligations = [
  'decision',
  'notice',
  'acceptance',
  'suspension',
  'correction',
  'owed',
  'delivery',
  'collection',
] as const;
export type Obligation = (typeof obligations)[number];
/** Those that bind the applicant, not the office. */
export const applicantObligations: readonly Obligation[] = ['correction', 'owed', 'collection'];

/** A date that runs now, as a row keeps it. `generation` grows with every change, so that a reminder knows its own date. */
export interface StoredClock {
  obligation: Obligation;
  due: LocalDate | null;
  dueSoon: LocalDate | null;
  generation: number;
  unconfirmedYears: number[];
}

/** What the item's version says, and the city's own limits where it says nothing. */
type Terms = Pick<
  Item,
  | 'limits'
  | 'delivery'
  | 'correctionDays'
  | 'deemedAcceptance'
  | 'extension'
  | 'acceptWithin'
  | 'collectWithin'
  | 'stops'
> & { yardsticks: Yardsticks };

/** A limit of the city's own, as the clock takes it. */
const limitOf = (
  kind: 'notice' | 'acceptance' | 'delivery',
  { yardsticks }: Pick<Terms, 'yardsticks'>,
): ClockLimit => ({
  ...yardsticks[kind],
  kind,
  ...(kind === 'delivery' && { from: 'decision' }),
});

/** The limits from which each date is reckoned, by the events so far; an obligation that has ended is not among them. */
export function runningInputs(
  state: CaseState,
  terms: Terms,
): { obligation: Obligation; input: ClockInput | LocalDate }[] {
  const { status } = state;
  const isIn = (...these: Status[]) => these.includes(status);
  const running: { obligation: Obligation; input: ClockInput | LocalDate }[] = [];
  const run = (obligation: Obligation, input: ClockInput | LocalDate | null) => {
    if (input !== null) running.push({ obligation, input });
  };
  if (isIn('submitted', 'received', 'correcting', 'accepted', 'owing', 'suspended')) {
    const decision = decisionInput(state, terms);
    const told = terms.deemedAcceptance && state.correction === null;
    run('decision', decision);
    if (told && isIn('submitted', 'received'))
      run('notice', { start: state.receipt, limits: [limitOf('notice', terms)] });
    else if (isIn('submitted', 'received', 'correcting')) run('acceptance', acceptanceInput(state, terms, decision));
  }
  if (isIn('suspended')) run('suspension', suspensionInput(state));
  if (isIn('correcting') && state.notice) run('correction', correctionInput(state.notice, terms));
  if (isIn('owing', 'suspended')) run('owed', state.owedDue);
  if (isIn('decided', 'delivering') && state.issued) {
    const limit: ClockLimit = terms.delivery.limit
      ? { ...terms.delivery.limit, kind: 'delivery', from: 'decision' }
      : limitOf('delivery', terms);
    const { basis: _, ...within } = terms.collectWithin ?? terms.yardsticks.collection;
    const collection: ClockLimit = { ...within, kind: 'collection', from: 'ready' };
    if (state.available) run('collection', { start: state.available, limits: [collection] });
    else run('delivery', { start: state.issued, limits: [limit] });
  }
  return running;
}

function acceptanceInput(state: CaseState, terms: Terms, decision: ClockInput | null): ClockInput | null {
  const { acceptWithin } = terms;
  if (!acceptWithin && decision) return null;
  const limit: ClockLimit = acceptWithin
    ? { ...acceptWithin, kind: 'acceptance', from: 'receipt' }
    : limitOf('acceptance', terms);
  return { start: state.receipt, limits: [limit], stops: stopsOf(state) };
}

/** 行政许可法 art. 45: the applicant was told in writing how long it takes. */
function suspensionInput({ stops }: CaseState): ClockInput | null {
  const open = stops.findLast((stop) => stop.to === null && stop.plannedDays !== null);
  if (!open?.plannedDays) return null;
  const limit: ClockLimit = { amount: open.plannedDays, unit: 'd', kind: 'suspension', from: 'suspension' };
  return { start: `${open.from}T12:00:00+08:00`, limits: [limit] };
}

const stopsOf = (state: CaseState) => state.stops.map(({ kind, from, to }) => ({ kind, from, to }));

/** Days given to mend an application, from the notice on. */
export const correctionInput = (notice: string, terms: Pick<Terms, 'correctionDays'>): ClockInput => ({
  start: notice,
  limits: [{ amount: terms.correctionDays, unit: 'd', kind: 'correction', from: 'notice' }],
});

/**
 * Statutory and promised limits side by side. A limit that runs from acceptance or filing (立案) begins with it; until then
 * only those from receipt run. What a correction does to a limit from receipt is the city's to say: here it stops it.
 */
function decisionInput(state: CaseState, terms: Terms): ClockInput | null {
  const limits = terms.limits.flatMap(({ kind, amount, unit, from, basis }): ClockLimit[] => {
    if (from === 'receipt') return [{ kind, amount, unit, from, basis, start: state.receipt }];
    if (from !== 'acceptance' && from !== 'filing') return [];
    return state.acceptance ? [{ kind, amount, unit, from, basis, start: state.acceptance }] : [];
  });
  if (limits.length === 0) return null;
  const { extension } = state;
  return {
    start: state.receipt,
    limits,
    stops: state.stops.map(({ kind, from, to }) => {
      const law = terms.stops.find((stop) => stop.kind === kind)?.basis;
      return { kind, from, to, ...(law && { basis: law }) };
    }),
    extensions:
      extension?.state === 'approved'
        ? [{ amount: extension.amount, unit: extension.unit, ...(terms.extension && { basis: terms.extension.basis }) }]
        : [],
  };
}

/** The dates of a case as they stand; those of `before` keep their generation while the date is the same. */
export function clocksOf(
  state: CaseState,
  terms: Terms,
  calendar: Calendar,
  before: readonly StoredClock[],
): StoredClock[] {
  return runningInputs(state, terms).map(({ obligation, input }) => {
    const now =
      typeof input === 'string'
        ? { due: input, dueSoon: addDays(input, -terms.yardsticks.owed.remindBefore), unconfirmedYears: [] }
        : dueOf(input, calendar);
    const old = before.find((clock) => clock.obligation === obligation);
    return {
      obligation,
      due: now.due,
      dueSoon: now.dueSoon,
      generation: !old ? state.seq : old.due === now.due ? old.generation : state.seq,
      unconfirmedYears: now.unconfirmedYears,
    };
  });
}

export interface ExplainedClock extends StoredClock {
  status: ClockStatus | null;
  explanation: Phrase[];
}

/** Every running date with its reasons. Nothing is shown that this cannot explain. */
export function explainedClocks(
  state: CaseState,
  terms: Terms,
  calendar: Calendar,
  stored: readonly StoredClock[],
  today: LocalDate,
): ExplainedClock[] {
  return runningInputs(state, terms).flatMap(({ obligation, input }): ExplainedClock[] => {
    const row = stored.find((clock) => clock.obligation === obligation);
    if (!row) return [];
    if (typeof input === 'string') {
      return [{ ...row, status: null, explanation: [{ code: 'owed.agreed', params: { due: { date: input } } }] }];
    }
    const clock = computeLimits(input, calendar);
    return [{ ...row, status: statusOf(clock, today, calendar), explanation: explain(clock) }];
  });
}

/** The date that a queue sorts by: the first of those that bind the office. */
export function officeDue(clocks: readonly StoredClock[]): LocalDate | null {
  const dues = clocks.filter((clock) => !applicantObligations.includes(clock.obligation)).map((clock) => clock.due);
  return dues.reduce<LocalDate | null>(
    (first, due) => (due !== null && (first === null || due < first) ? due : first),
    null,
  );
}
