import type { Item } from '#domain/catalogue/item.ts';
import type { Calendar } from '#domain/kernel/calendar.ts';
import { addDays, type LocalDate } from '#domain/kernel/dates.ts';
import type { ClockInput, ClockLimit } from './clock.count.ts';
import { explain, type Phrase } from './clock.explain.ts';
import { type ClockStatus, statusOf } from './clock.status.ts';
import { computeLimits, dueOf } from './clock.ts';
import type { CaseState } from './state.ts';

/**
 * What must be done by a date. `decision`: the law's and the promise's; `notice`: one notice of everything, or deemed
 * accepted; `correction` and `owed` are the applicant's; `delivery` begins when the decision has stopped the law's clock.
 */
export const obligations = ['decision', 'notice', 'correction', 'owed', 'delivery'] as const;
export type Obligation = (typeof obligations)[number];

/** A date that runs now, as a row keeps it. `generation` grows with every change, so that a reminder knows its own date. */
export interface StoredClock {
  obligation: Obligation;
  due: LocalDate | null;
  dueSoon: LocalDate | null;
  generation: number;
  unconfirmedYears: number[];
}

type Terms = Pick<Item, 'limits' | 'delivery' | 'correctionDays' | 'deemedAcceptance' | 'extension'>;
/** 行政许可法 art. 32: told once, within five working days. */
const noticeLimit: ClockLimit = {
  amount: 5,
  unit: 'wd',
  kind: 'notice',
  basis: { 'zh-CN': '行政许可法第32条', en: 'Administrative Licensing Law, article 32' },
};

/** The limits from which each date is reckoned, by the events so far; an obligation that has ended is not among them. */
export function runningInputs(
  state: CaseState,
  terms: Terms,
): { obligation: Obligation; input: ClockInput | LocalDate }[] {
  const running: { obligation: Obligation; input: ClockInput | LocalDate }[] = [];
  const { status } = state;
  if (['submitted', 'received', 'correcting', 'accepted', 'owing', 'suspended'].includes(status)) {
    const decision = decisionInput(state, terms);
    if (decision) running.push({ obligation: 'decision', input: decision });
  }
  if (terms.deemedAcceptance && (status === 'submitted' || status === 'received') && state.correction === null) {
    running.push({ obligation: 'notice', input: { start: state.receipt, limits: [noticeLimit] } });
  }
  if (status === 'correcting' && state.notice) {
    running.push({ obligation: 'correction', input: correctionInput(state.notice, terms) });
  }
  if (state.owedDue && ['owing', 'suspended'].includes(status))
    running.push({ obligation: 'owed', input: state.owedDue });
  if ((status === 'decided' || status === 'delivering') && state.decision && terms.delivery.limit) {
    const { amount, unit, basis } = terms.delivery.limit;
    running.push({
      obligation: 'delivery',
      input: { start: state.decision, limits: [{ amount, unit, basis, kind: 'delivery', from: 'decision' }] },
    });
  }
  return running;
}

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
    stops: state.stops.map(({ kind, from, to }) => ({ kind, from, to })),
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
        ? { due: input, dueSoon: addDays(input, -2), unconfirmedYears: [] }
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
  const dues = clocks
    .filter((clock) => clock.obligation !== 'correction' && clock.obligation !== 'owed')
    .map((clock) => clock.due);
  return dues.reduce<LocalDate | null>(
    (first, due) => (due !== null && (first === null || due < first) ? due : first),
    null,
  );
}
