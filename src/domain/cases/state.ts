import type { CaseEvent } from './events.ts';
import { type About, changes, placeOf, unique } from './state.changes.ts';
import type { CaseState } from './state.shape.ts';

export type { CaseState };

function begin(event: Extract<CaseEvent, { type: 'submitted' }>): CaseState {
  const { item, mode, channel, parties, path, answers, delivery, confidential, barred, helper, steps } = event.data;
  const { actor } = event;
  const opener = actor.kind === 'staff' && !barred.includes(actor.unit) ? actor.unit : null;
  return {
    id: event.caseId,
    seq: event.seq,
    status: 'submitted',
    resumeTo: null,
    ending: null,
    item,
    mode,
    channel,
    parties,
    path,
    answers,
    delivery,
    confidential,
    barred,
    openedAt: opener,
    stage: null,
    steps,
    untouched: true,
    opinions: [],
    worked: helper === null ? [] : [{ stage: 'application', kind: 'intake', account: helper, at: placeOf(steps) }],
    papers: [],
    owed: [],
    owedDue: null,
    correction: null,
    receipt: event.occurredAt,
    acceptance: null,
    notice: null,
    decision: null,
    issued: null,
    available: null,
    acceptedAt: null,
    decidedAt: null,
    stops: [],
    extension: null,
    granted: null,
    result: null,
    payment: null,
    parcel: null,
    responsible: helper,
    numbers: [],
    visits: [],
    handledBy: unique([...steps.map((step) => step.unit), ...(opener === null ? [] : [opener])]),
  };
}

/** The next state. Total: an event that was stored once can always be replayed. */
export function evolve(state: CaseState | null, event: CaseEvent): CaseState {
  if (event.type === 'submitted') return begin(event);
  if (state === null) throw new Error(`the first event of case ${event.caseId} is ${event.type}`);
  const { actor } = event;
  const by = actor.kind === 'staff' ? actor.account : null;
  const change = changes[event.type] as (state: CaseState, data: unknown, about: About) => Partial<CaseState>;
  const next = { ...state, ...change(state, event.data, { by, at: event.occurredAt, actor }), seq: event.seq };
  const units = [...next.steps.map((step) => step.unit), ...(actor.kind === 'staff' ? [actor.unit] : [])];
  return units.every((unit) => next.handledBy.includes(unit))
    ? next
    : { ...next, handledBy: unique([...next.handledBy, ...units]) };
}
