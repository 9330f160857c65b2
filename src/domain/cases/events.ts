import type { HandlingMode, Level, Limit } from '#domain/catalogue/item.ts';
import type { channels, ResultData, stopKinds } from './commands.ts';
import type { Ending, StepKind } from './lifecycle.ts';

export interface UnitRef {
  id: string;
  level: Level;
}

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
  document: string | null;
  plannedDays: number | null;
};

/** Facts about a case, never changed once stored. Texts are named by id (`note`), so that no event holds personal data. */
export interface EventData {
  submitted: {
    item: { code: string; version: number };
    mode: HandlingMode;
    channel: (typeof channels)[number];
    parties: Parties;
    /** Home divisions, village to city, by id. */
    path: Partial<Record<Level, string>>;
    answers: string;
    delivery: { way: 'site' | 'post' | 'online'; unit: string | null };
    confidential: boolean;
    /** Units that may never see it: the ones complained of. */
    barred: string[];
    helper: string | null;
    steps: Step[];
  };
  claimed: { step: string };
  received: { papers: string[]; steps: Step[] };
  'correction-noticed': {
    missing: { kind: 'answer' | 'material'; code: string; note?: string | undefined }[];
    due: string;
    note: string | null;
  };
  supplemented: { answers: string | null };
  accepted: { owed: string[]; owedDue: string | null; deemed: boolean; note: string | null };
  'acceptance-refused': { reason: string; basis: string };
  'correction-lapsed': Record<never, never>;
  'owed-supplied': { materials: string[]; left: string[] };
  'owed-lapsed': Record<never, never>;
  'stage-entered': { stage: string; steps: Step[] };
  'opinion-given': {
    step: string;
    kind: StepKind;
    agree: boolean;
    opinion: string;
    outside?: { system: string; serial: string };
  };
  'stage-passed': { stage: string; agree: boolean };
  'stage-returned': { from: string; to: string; reason: string };
  'taken-back': { from: string; to: string; reason: string };
  transferred: { step: string; unit: UnitRef; account: string | null; reason: string };
  'step-opened': { step: Step; reason: string };
  'step-closed': { step: string };
  'reported-up': { step: string; unit: UnitRef; reason: string };
  'sent-down': { step: string; unit: UnitRef; reason: string };
  'number-added': { system: string; number: string };
  suspended: { kind: (typeof stopKinds)[number]; document: string; plannedDays: number; reason: string };
  resumed: { reason: string };
  'extension-requested': { step: Step; reason: string };
  'extension-approved': { amount: number; unit: Limit['unit']; opinion: string };
  'extension-denied': { opinion: string };
  decided: { granted: boolean; opinion: string; basis: string | null; result: ResultData; at: UnitRef; steps: Step[] };
  'decision-corrected': { granted: boolean; reason: string; result: ResultData; steps: Step[] };
  'handed-over': { from: UnitRef; to: UnitRef; steps: Step[] };
  'hand-over-signed': { steps: Step[] };
  posted: { carrier: string; tracking: string };
  delivered: { way: 'in-person' | 'agent' | 'online' | 'post'; signature: string | null };
  ended: { ending: Ending; reason: string | null };
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
