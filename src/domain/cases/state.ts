import type { HandlingMode, Level, Limit } from '#domain/catalogue/item.ts';
import { localDate } from '#domain/kernel/dates.ts';
import type { ResultData } from './commands.ts';
import type { ActorRef, CaseEvent, EventData, Parties, Step, Stop, UnitRef } from './events.ts';
import type { Ending, Status, StepKind } from './lifecycle.ts';

/** Everything the rules need to know about a case: the fold of its events. Holds no personal data. */
export interface CaseState {
  id: string;
  seq: number;
  status: Status;
  /** The status to which a suspension or correction returns. */
  resumeTo: Status | null;
  ending: Ending | null;
  item: { code: string; version: number };
  mode: HandlingMode;
  channel: EventData['submitted']['channel'];
  parties: Parties;
  path: Partial<Record<Level, string>>;
  answers: string;
  delivery: { way: 'site' | 'post' | 'online'; unit: string | null };
  confidential: boolean;
  barred: string[];
  stage: string | null;
  steps: Step[];
  /** Opinions given in the stage in hand. */
  opinions: { step: string; kind: StepKind; agree: boolean }[];
  /** The account that finished each stage, so that nobody reviews their own work. */
  worked: { stage: string; account: string }[];
  papers: string[];
  owed: string[];
  owedDue: string | null;
  correction: { due: string; round: number } | null;
  /** Instants from which limits run. */
  receipt: string;
  acceptance: string | null;
  notice: string | null;
  decision: string | null;
  stops: Stop[];
  extension: {
    state: 'requested' | 'approved' | 'denied';
    amount: number;
    unit: Limit['unit'];
    by: string | null;
  } | null;
  granted: boolean | null;
  result: ResultData | null;
  /** Where the result is, and whether it is on its way there. */
  parcel: { at: UnitRef; inTransit: UnitRef | null; posted: boolean } | null;
  /** First asked is first responsible (首问负责): until handed to a named colleague. */
  responsible: string | null;
  numbers: { system: string; number: string }[];
  visits: { unit: string; day: string }[];
  /** Units whose people have handled the case: they may go on reading it. */
  handledBy: string[];
}

const account = (actor: ActorRef): string | null => (actor.kind === 'staff' ? actor.account : null);
const without = (steps: Step[], id: string) => steps.filter((step) => step.id !== id && step.parent !== id);
const hold = (steps: Step[], id: string, change: Partial<Step>) =>
  steps.map((step) => (step.id === id ? { ...step, ...change } : step));

function closeStop(stops: Stop[], at: string): Stop[] {
  return stops.map((stop) => (stop.to === null ? { ...stop, to: localDate(at) } : stop));
}

export function begin(event: Extract<CaseEvent, { type: 'submitted' }>): CaseState {
  const { item, mode, channel, parties, path, answers, delivery, confidential, barred, helper, steps } = event.data;
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
    stage: null,
    steps,
    opinions: [],
    worked: [],
    papers: [],
    owed: [],
    owedDue: null,
    correction: null,
    receipt: event.occurredAt,
    acceptance: null,
    notice: null,
    decision: null,
    stops: [],
    extension: null,
    granted: null,
    result: null,
    parcel: null,
    responsible: helper,
    numbers: [],
    visits: [],
    handledBy: steps.map((step) => step.unit),
  };
}

/** The next state. Total: an event that was stored once can always be replayed. */
export function evolve(state: CaseState | null, event: CaseEvent): CaseState {
  if (event.type === 'submitted') return begin(event);
  if (state === null) throw new Error(`the first event of case ${event.caseId} is ${event.type}`);
  const next = { ...state, ...change(state, event), seq: event.seq };
  const units = [...next.steps.map((step) => step.unit), ...(event.actor.kind === 'staff' ? [event.actor.unit] : [])];
  const fresh = units.filter((unit) => !next.handledBy.includes(unit));
  return fresh.length === 0 ? next : { ...next, handledBy: [...new Set([...next.handledBy, ...fresh])] };
}

function change(state: CaseState, event: Exclude<CaseEvent, { type: 'submitted' }>): Partial<CaseState> {
  const by = account(event.actor);
  switch (event.type) {
    case 'claimed':
      return { steps: hold(state.steps, event.data.step, { holder: by }), responsible: state.responsible ?? by };
    case 'received':
      return {
        status: 'received',
        papers: [...new Set([...state.papers, ...event.data.papers])],
        steps: event.data.steps,
        responsible: state.responsible ?? by,
      };
    case 'correction-noticed':
      return {
        status: 'correcting',
        resumeTo: 'received',
        notice: event.occurredAt,
        correction: { due: event.data.due, round: (state.correction?.round ?? 0) + 1 },
        stops: [
          ...state.stops,
          { kind: 'correction', from: localDate(event.occurredAt), to: null, document: null, plannedDays: null },
        ],
        responsible: state.responsible ?? by,
      };
    case 'supplemented':
      return {
        status: 'received',
        resumeTo: null,
        answers: event.data.answers ?? state.answers,
        stops: closeStop(state.stops, event.occurredAt),
      };
    case 'accepted':
      return {
        status: event.data.owed.length > 0 ? 'owing' : 'accepted',
        acceptance: event.data.deemed ? state.receipt : event.occurredAt,
        owed: event.data.owed,
        owedDue: event.data.owedDue,
        steps: [],
        worked: by ? [...state.worked, { stage: 'acceptance', account: by }] : state.worked,
        responsible: state.responsible ?? by,
      };
    case 'owed-supplied':
      return {
        owed: event.data.left,
        papers: [...new Set([...state.papers, ...event.data.materials])],
        status: event.data.left.length > 0 ? 'owing' : 'accepted',
        owedDue: event.data.left.length > 0 ? state.owedDue : null,
      };
    case 'stage-entered':
      return { stage: event.data.stage, steps: event.data.steps, opinions: [] };
    case 'opinion-given':
      return {
        opinions: [...state.opinions, { step: event.data.step, kind: event.data.kind, agree: event.data.agree }],
        numbers: event.data.outside
          ? [...state.numbers, { system: event.data.outside.system, number: event.data.outside.serial }]
          : state.numbers,
      };
    case 'stage-passed':
      return { worked: by ? [...state.worked, { stage: event.data.stage, account: by }] : state.worked };
    case 'stage-returned':
    case 'taken-back': {
      const again = event.data.to;
      const kept = state.worked.findIndex((work) => work.stage === again);
      return { worked: kept < 0 ? state.worked : state.worked.slice(0, kept) };
    }
    case 'transferred':
    case 'reported-up':
    case 'sent-down': {
      const { step, unit } = event.data;
      const holder = event.type === 'transferred' ? event.data.account : null;
      return {
        steps: hold(
          state.steps.filter((other) => other.parent !== step),
          step,
          { unit: unit.id, level: unit.level, holder },
        ),
        responsible: event.type === 'transferred' && state.responsible === by && holder ? holder : state.responsible,
      };
    }
    case 'step-opened':
      return { steps: [...state.steps, event.data.step] };
    case 'step-closed':
      return { steps: without(state.steps, event.data.step) };
    case 'number-added':
      return { numbers: [...state.numbers, event.data] };
    case 'suspended':
      return {
        status: 'suspended',
        resumeTo: state.status,
        stops: [
          ...state.stops,
          {
            kind: event.data.kind,
            from: localDate(event.occurredAt),
            to: null,
            document: event.data.document,
            plannedDays: event.data.plannedDays,
          },
        ],
      };
    case 'resumed':
      return {
        status: state.owed.length > 0 ? 'owing' : 'accepted',
        resumeTo: null,
        stops: closeStop(state.stops, event.occurredAt),
      };
    case 'extension-requested':
      return {
        extension: { state: 'requested', amount: 0, unit: 'wd', by },
        steps: [...state.steps, event.data.step],
      };
    case 'extension-approved':
    case 'extension-denied':
      return {
        extension:
          event.type === 'extension-approved'
            ? { state: 'approved', amount: event.data.amount, unit: event.data.unit, by }
            : { state: 'denied', amount: 0, unit: 'wd', by },
        steps: state.steps.filter((step) => step.kind !== 'extension'),
      };
    case 'decided':
      return {
        status: 'decided',
        decision: event.occurredAt,
        granted: event.data.granted,
        result: event.data.result,
        parcel: { at: event.data.at, inTransit: null, posted: false },
        steps: event.data.steps,
        worked: by ? [...state.worked, { stage: state.stage ?? 'decision', account: by }] : state.worked,
        extension: state.extension?.state === 'requested' ? null : state.extension,
      };
    case 'decision-corrected':
      return {
        status: 'decided',
        granted: event.data.granted,
        result: event.data.result,
        steps: event.data.steps,
        parcel: event.data.steps[0]
          ? { at: { id: event.data.steps[0].unit, level: event.data.steps[0].level }, inTransit: null, posted: false }
          : state.parcel,
      };
    case 'handed-over':
      return {
        status: 'delivering',
        parcel: { at: event.data.from, inTransit: event.data.to, posted: false },
        steps: event.data.steps,
      };
    case 'hand-over-signed':
      return {
        parcel: state.parcel?.inTransit ? { at: state.parcel.inTransit, inTransit: null, posted: false } : state.parcel,
        steps: event.data.steps,
      };
    case 'posted':
      return { status: 'delivering', parcel: state.parcel && { ...state.parcel, posted: true } };
    case 'delivered':
      return { status: 'completed', steps: [] };
    case 'correction-lapsed':
    case 'owed-lapsed':
    case 'acceptance-refused':
      return {};
    case 'ended':
      return { status: 'ended', ending: event.data.ending, steps: [], stops: closeStop(state.stops, event.occurredAt) };
    case 'archived':
      return { status: 'archived' };
    case 'visit-counted':
      return { visits: [...state.visits, { unit: event.data.unit, day: event.data.day }] };
    case 'redated':
      return {};
  }
}
