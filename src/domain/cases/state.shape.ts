import type { HandlingMode, Level, Limit } from '#domain/catalogue/item.ts';
import type { EventData, Parties, ResultRef, Step, Stop, UnitRef } from './events.ts';
import type { Ending, Status, StepKind } from './lifecycle.ts';

/** Everything the rules need to know about a case: the fold of its events. Holds no personal data. */
export interface CaseState {
  id: string;
  seq: number;
  status: Status;
  /** The status to which a correction returns. */
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
  /** The unit whose clerk filled it in with the resident. */
  openedAt: string | null;
  stage: string | null;
  steps: Step[];
  /** Nobody has taken the stage in hand since it was entered: whoever passed it on may take it back. */
  untouched: boolean;
  /** Opinions that stand; those of a stage fall when it is entered anew. */
  opinions: { stage: string; step: string; kind: StepKind; agree: boolean }[];
  /**
   * Who did what, the last time last: `application` (filled in), `acceptance`, then stages. It outlives a return, for nobody
   * reviews their own work, the first draft of it included.
   */
  worked: { stage: string; kind: StepKind; account: string; at: UnitRef }[];
  papers: string[];
  owed: string[];
  owedDue: string | null;
  /** `told`: what the notice named; nothing else may be asked for, unless the answers have changed since (then null). */
  correction: { due: string; round: number; told: string[] | null } | null;
  /** Instants from which limits run. */
  receipt: string;
  acceptance: string | null;
  notice: string | null;
  decision: string | null;
  /** The decision, or its last correction: from it the result is delivered. */
  issued: string | null;
  /** Since when the result waits where the resident wants it. */
  available: string | null;
  acceptedAt: UnitRef | null;
  decidedAt: UnitRef | null;
  stops: Stop[];
  extension: {
    state: 'requested' | 'approved' | 'denied';
    amount: number;
    unit: Limit['unit'];
    by: string | null;
  } | null;
  granted: boolean | null;
  result: ResultRef | null;
  /** What the bank said of a money result. */
  payment: { outcome: 'paid' | 'returned'; on: string } | null;
  /** Where the result is, and whether it is on its way from there. */
  parcel: { at: UnitRef; inTransit: UnitRef | null; posted: boolean } | null;
  /** First asked is first responsible (首问负责): until handed to a named colleague. */
  responsible: string | null;
  numbers: { system: string; number: string }[];
  visits: { unit: string; day: string }[];
  /** Units whose people have handled the case: they may go on reading it. */
  handledBy: string[];
}
