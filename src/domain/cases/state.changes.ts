import { localDate } from '#domain/kernel/dates.ts';
import type { ActorRef, EventData, EventType, Step, Stop, UnitRef } from './events.ts';
import type { CaseState } from './state.shape.ts';

export const unique = <T>(values: readonly T[]): T[] => [...new Set(values)];
export const placeOf = (steps: readonly Step[]): UnitRef => ({
  id: steps[0]?.unit ?? '',
  level: steps[0]?.level ?? 'village',
});
const placeOfStep = (state: CaseState, id: string): UnitRef => placeOf(state.steps.filter((step) => step.id === id));
const hold = (steps: readonly Step[], id: string, change: Partial<Step>): Step[] =>
  steps.map((step) => (step.id === id ? { ...step, ...change } : step));

const stop = (state: CaseState, at: string, kind: Stop['kind'], more: Partial<Stop> = {}): Stop[] => [
  ...state.stops,
  { kind, from: localDate(at), to: null, document: null, plannedDays: null, ...more },
];
const goOn = (state: CaseState, at: string): Stop[] =>
  state.stops.map((each) => (each.to === null ? { ...each, to: localDate(at) } : each));

/** The last time last; at most one entry for a person and a stage. */
const withWork = (
  state: CaseState,
  work: Omit<CaseState['worked'][number], 'account'> & { account: string | null },
) => {
  const { account } = work;
  if (account === null) return state.worked;
  const others = state.worked.filter(
    (each) => each.stage !== work.stage || each.kind !== work.kind || each.account !== account,
  );
  return [...others, { ...work, account }];
};

const withNumber = (numbers: CaseState['numbers'], system: string, number: string): CaseState['numbers'] =>
  numbers.some((known) => known.system === system && known.number === number)
    ? numbers
    : [...numbers, { system, number }];

/** A result can be had when it is read online, or lies where the resident wants it (anywhere, if they did not say where). */
const availableFrom = (state: CaseState, parcel: NonNullable<CaseState['parcel']>, at: string): string | null => {
  const { way, unit } = state.delivery;
  const here = way === 'online' || (way === 'site' && (unit === null || unit === parcel.at.id));
  return parcel.inTransit === null && (parcel.posted || here) ? (state.available ?? at) : null;
};

export interface About {
  /** The account that acted; null: the applicant or the system. */
  by: string | null;
  at: string;
  actor: ActorRef;
}

const issue = (
  state: CaseState,
  { granted, result, at: place, steps }: EventData['decided'] | EventData['decision-corrected'],
  at: string,
): Partial<CaseState> => {
  const parcel = { at: place, inTransit: null, posted: false };
  const available = availableFrom({ ...state, available: null }, parcel, at);
  const fresh = { granted, result, parcel, steps, available, payment: null, ending: null, stops: goOn(state, at) };
  return { ...fresh, status: 'decided', issued: at, decidedAt: place };
};

const move = (
  state: CaseState,
  { step: id, unit }: { step: string; unit: UnitRef },
  more: Partial<Step>,
): Partial<CaseState> => ({
  steps: hold(state.steps, id, { unit: unit.id, level: unit.level, holder: null, ...more }),
  untouched: false,
});

/** Facts that are told, but from which nothing follows by themselves. */
const told = (): Partial<CaseState> => ({});

type Changes = {
  [T in Exclude<EventType, 'submitted'>]: (state: CaseState, data: EventData[T], about: About) => Partial<CaseState>;
};
/** What each event changes. */
export const changes: Changes = {
  claimed: (state, { step }, { by }) => ({
    steps: hold(state.steps, step, { holder: by }),
    responsible: state.responsible ?? by,
    untouched: false,
  }),
  assigned: (state, { step, account }) => ({ steps: hold(state.steps, step, { holder: account }), untouched: false }),
  received: (state, { papers, steps }, { by }) => ({
    status: 'received',
    papers: unique([...state.papers, ...papers]),
    steps,
    responsible: state.responsible ?? by,
  }),
  'correction-noticed': (state, { missing, due }, { by, at }) => ({
    status: 'correcting',
    resumeTo: state.status,
    notice: at,
    correction: { due, round: (state.correction?.round ?? 0) + 1, told: missing.map(({ code }) => code) },
    stops: stop(state, at, 'correction'),
    responsible: state.responsible ?? by,
  }),
  supplemented: (state, { answers, papers }, { at }) => ({
    status: state.resumeTo ?? 'received',
    resumeTo: null,
    answers: answers ?? state.answers,
    papers: unique([...state.papers, ...papers]),
    correction: state.correction && { ...state.correction, told: answers === null ? state.correction.told : null },
    stops: goOn(state, at),
  }),
  accepted: (state, { at: place, owed, owedDue, deemed }, { by, at }) => ({
    status: owed.length > 0 ? 'owing' : 'accepted',
    // 行政许可法 art. 32: what counts as accepted does so from the day of receipt.
    acceptance: deemed ? state.receipt : at,
    acceptedAt: place,
    owed,
    owedDue,
    steps: [],
    worked: withWork(state, { stage: 'acceptance', kind: 'intake', account: by, at: place }),
    responsible: state.responsible ?? by,
  }),
  'acceptance-refused': told,
  'correction-lapsed': told,
  'owed-supplied': (state, { materials, left }) => ({
    owed: left,
    papers: unique([...state.papers, ...materials]),
    status: state.status === 'suspended' ? state.status : left.length > 0 ? 'owing' : 'accepted',
    owedDue: left.length > 0 ? state.owedDue : null,
  }),
  'owed-lapsed': told,
  'stage-entered': (state, { stage, steps, kept }) => ({
    stage,
    // A request for more time is the case's, not the stage's: it waits for its answer through every return.
    steps: [...steps, ...state.steps.filter((step) => step.kind === 'extension')],
    opinions: kept ? state.opinions : state.opinions.filter((opinion) => opinion.stage !== stage),
    untouched: true,
  }),
  'opinion-given': (state, { step, kind, agree, outside }, { by }) => {
    const stage = state.stage ?? '';
    return {
      opinions: [...state.opinions, { stage, step, kind, agree }],
      worked:
        kind === 'stage' ? state.worked : withWork(state, { stage, kind, account: by, at: placeOfStep(state, step) }),
      numbers: outside ? withNumber(state.numbers, outside.system, outside.serial) : state.numbers,
      untouched: false,
    };
  },
  'stage-passed': (state, { stage, at }, { by }) => ({
    worked: withWork(state, { stage, kind: 'stage', account: by, at }),
  }),
  'stage-returned': told,
  'taken-back': told,
  transferred: (state, { step, unit, account }, { by }) => ({
    ...move(state, { step, unit }, { holder: account }),
    responsible: account !== null && state.responsible === by ? account : state.responsible,
  }),
  'reported-up': (state, { step, unit }) => {
    const [moved] = state.steps.filter((each) => each.id === step);
    return move(state, { step, unit }, { from: [...(moved?.from ?? []), placeOfStep(state, step)] });
  },
  'sent-down': (state, { step, unit }) => {
    const [moved] = state.steps.filter((each) => each.id === step);
    return move(state, { step, unit }, { from: (moved?.from ?? []).slice(0, -1) });
  },
  'step-opened': (state, { step }) => ({ steps: [...state.steps, step], untouched: false }),
  'step-closed': (state, { step: id }) => ({
    steps: state.steps.filter((step) => step.id !== id && step.parent !== id),
  }),
  'number-added': (state, { system, number }) => ({ numbers: withNumber(state.numbers, system, number) }),
  suspended: (state, { kind, document, plannedDays }, { at }) => ({
    status: 'suspended',
    stops: stop(state, at, kind, { document, plannedDays }),
    untouched: false,
  }),
  resumed: (state, _, { at }) => ({ status: state.owed.length > 0 ? 'owing' : 'accepted', stops: goOn(state, at) }),
  'extension-requested': (state, { step }, { by }) => ({
    extension: { state: 'requested', amount: 0, unit: 'wd', by },
    steps: [...state.steps, step],
    untouched: false,
  }),
  'extension-approved': (state, { amount, unit }, { by }) => ({
    extension: { state: 'approved', amount, unit, by },
    steps: state.steps.filter((step) => step.kind !== 'extension'),
  }),
  'extension-denied': (state, _, { by }) => ({
    extension: { state: 'denied', amount: 0, unit: 'wd', by },
    steps: state.steps.filter((step) => step.kind !== 'extension'),
  }),
  decided: (state, data, { by, at }) => ({
    ...issue(state, data, at),
    decision: at,
    worked: withWork(state, { stage: state.stage ?? '', kind: 'stage', account: by, at: data.at }),
    extension: state.extension?.state === 'requested' ? null : state.extension,
  }),
  'decision-corrected': (state, data, { at }) => issue(state, data, at),
  'payment-recorded': (_, payment) => ({ payment }),
  'handed-over': (_, { from, to, steps }) => ({
    status: 'delivering',
    parcel: { at: from, inTransit: to, posted: false },
    available: null,
    steps,
  }),
  'hand-over-signed': (state, { steps }, { at }) => {
    if (!state.parcel?.inTransit) return { steps };
    const parcel = { at: state.parcel.inTransit, inTransit: null, posted: false };
    return { parcel, steps, available: availableFrom(state, parcel, at) };
  },
  posted: (state, _, { at }) => {
    const parcel = state.parcel && { ...state.parcel, posted: true };
    return { status: 'delivering', parcel, available: parcel && availableFrom(state, parcel, at) };
  },
  'parcel-recalled': (state, { at: place, steps }, { at }) => {
    const parcel = { at: place, inTransit: null, posted: false };
    return { parcel, steps, available: availableFrom({ ...state, available: null }, parcel, at) };
  },
  delivered: () => ({ status: 'completed', ending: null, steps: [] }),
  'delivery-changed': (state, delivery, { at }) => ({
    delivery,
    available: state.parcel && availableFrom({ ...state, delivery, available: null }, state.parcel, at),
  }),
  'responsibility-handed': (_, { account }) => ({ responsible: account }),
  rerouted: (state, { from, to, powers, decider }, { at: now }) => {
    const at = (place: UnitRef | null) => (place?.id === from ? to : place);
    const carrier = (step: Step) => powers?.find((each) => each.step === step.id)?.unit ?? to;
    const { parcel: old, delivery: wish } = state;
    const parcel = old && { ...old, at: at(old.at) ?? to, inTransit: at(old.inTransit) };
    const delivery = wish.unit === from ? { ...wish, unit: to.id } : wish;
    return {
      steps: state.steps.map((step) => {
        if (step.unit !== from) return step;
        const { id, level } = carrier(step);
        return { ...step, unit: id, level, holder: null };
      }),
      parcel,
      delivery,
      available: parcel && availableFrom({ ...state, delivery }, parcel, now),
      acceptedAt: at(state.acceptedAt),
      decidedAt: state.decidedAt?.id === from ? (decider ?? to) : state.decidedAt,
    };
  },
  ended: (state, { ending }, { at }) => ({
    status: 'ended',
    resumeTo: null,
    ending,
    steps: [],
    owedDue: null,
    stops: goOn(state, at),
  }),
  archived: () => ({ status: 'archived' }),
  'visit-counted': (state, { unit, day }) => ({ visits: [...state.visits, { unit, day }] }),
  redated: told,
};
