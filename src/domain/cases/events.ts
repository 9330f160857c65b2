import type { HandlingMode, Level, Limit, resultKinds, stopKinds } from '#domain/catalogue/item.ts';
import type { channels } from './commands.ts';
import type { Ending, StepKind } from './lifecycle.ts';

export interface UnitRef {
  id: string;
  level: Level;
}

/** Names a text that is sealed and can be erased; see `textsOf`. No event holds the words themselves. */
export type TextId = string;

export interface Step {
  /** `<seq>.<n>` of the event that opened it: unique in the case, the same on replay. */
  id: string;
  kind: StepKind;
  stage: string;
  unit: string;
  level: Level;
  /** The one who has it in hand; null while it waits in the unit's queue. */
  holder: string | null;
  /** Reviewer and delegate steps answer to this step. */
  parent?: string;
  /** Units that reported it up, the last one last: it goes down the way that it came. */
  from?: UnitRef[];
}

/** Whose case: a person, a household's or survivor's person, an employer; or nobody, where the law lets a report be anonymous. */
export interface Parties {
  person: string | null;
  employer: string | null;
  /** Acts under a power of attorney or a consent. */
  agent: string | null;
}

export type Stop = {
  kind: (typeof stopKinds)[number] | 'correction';
  from: string;
  to: string | null;
  document: TextId | null;
  plannedDays: number | null;
};

/** What was issued or paid is read in its text, a `ResultData`. */
export interface ResultRef {
  kind: (typeof resultKinds)[number];
  text: TextId;
}

/** Facts about a case, never changed once stored. Texts are named by id, so that no event holds personal data. */
export interface EventData {
  submitted: {
    item: { code: string; version: number };
    mode: HandlingMode;
    channel: (typeof channels)[number];
    parties: Parties;
    /** Home divisions, village to city, by id. */
    path: Partial<Record<Level, string>>;
    answers: TextId;
    delivery: { way: 'site' | 'post' | 'online'; unit: string | null };
    confidential: boolean;
    /** Units that may never see it, nor anything below them: the ones complained of, and who wrote it down for them. */
    barred: string[];
    helper: string | null;
    steps: Step[];
  };
  claimed: { step: string };
  assigned: { step: string; account: string | null; reason: TextId };
  received: { papers: string[]; steps: Step[] };
  'correction-noticed': {
    missing: { kind: 'answer' | 'material'; code: string }[];
    /** Remarks by code, as JSON. */
    remarks: TextId | null;
    due: string;
    note: TextId | null;
  };
  supplemented: { answers: TextId | null; papers: string[] };
  accepted: { at: UnitRef; owed: string[]; owedDue: string | null; deemed: boolean; note: TextId | null };
  'acceptance-refused': { reason: TextId; basis: TextId };
  'correction-lapsed': Record<never, never>;
  'owed-supplied': { materials: string[]; left: string[] };
  'owed-lapsed': Record<never, never>;
  /** `kept`: taken back, so that the opinions given in it still stand. */
  'stage-entered': { stage: string; steps: Step[]; kept?: true };
  'opinion-given': {
    step: string;
    kind: StepKind;
    agree: boolean;
    opinion: TextId;
    outside?: { system: string; serial: string; doneBy: TextId | null; doneOn: string | null };
  };
  'stage-passed': { stage: string; agree: boolean; at: UnitRef };
  'stage-returned': { from: string; to: string; reason: TextId };
  'taken-back': { from: string; to: string; reason: TextId };
  transferred: { step: string; unit: UnitRef; account: string | null; reason: TextId };
  'step-opened': { step: Step; reason: TextId };
  'step-closed': { step: string };
  'reported-up': { step: string; unit: UnitRef; reason: TextId };
  'sent-down': { step: string; unit: UnitRef; reason: TextId };
  'number-added': { system: string; number: string };
  suspended: { kind: (typeof stopKinds)[number]; document: TextId; plannedDays: number; reason: TextId };
  resumed: { reason: TextId };
  'extension-requested': { step: Step; reason: TextId };
  'extension-approved': { amount: number; unit: Limit['unit']; opinion: TextId };
  'extension-denied': { opinion: TextId };
  decided: { granted: boolean; opinion: TextId; basis: TextId | null; result: ResultRef; at: UnitRef; steps: Step[] };
  'decision-corrected': {
    granted: boolean;
    reason: TextId;
    basis: TextId | null;
    result: ResultRef;
    at: UnitRef;
    steps: Step[];
  };
  'payment-recorded': { outcome: 'paid' | 'returned'; on: string };
  'handed-over': { from: UnitRef; to: UnitRef; steps: Step[] };
  'hand-over-signed': { steps: Step[] };
  posted: { carrier: TextId; tracking: TextId };
  'parcel-recalled': { at: UnitRef; reason: TextId; steps: Step[] };
  delivered: { way: 'in-person' | 'agent' | 'door' | 'online' | 'post'; signature: TextId | null };
  'delivery-changed': { way: 'site' | 'post' | 'online'; unit: string | null };
  'responsibility-handed': { unit: UnitRef; account: string; reason: TextId };
  /** `powers`: steps for which whoever carries on has no power; `decider`: who may correct the decision, if not they. */
  rerouted: { from: string; to: UnitRef; powers?: { step: string; unit: UnitRef }[]; decider?: UnitRef };
  ended: { ending: Ending; reason: TextId | null; basis: TextId | null };
  archived: Record<never, never>;
  'visit-counted': { unit: string; day: string };
  redated: { calendar: number; from: string | null; to: string | null };
}

export type EventType = keyof EventData;
export type EventBody = { [T in EventType]: { type: T; data: EventData[T] } }[EventType];

export type ActorRef =
  | { kind: 'staff'; account: string; unit: string; standsInFor: string | null }
  | { kind: 'resident'; person: string }
  | { kind: 'system' };

/** The law counts from `occurredAt`; the order is `seq`. */
export type CaseEvent = EventBody & {
  caseId: string;
  seq: number;
  version: 1;
  occurredAt: string;
  recordedAt: string;
  actor: ActorRef;
};
