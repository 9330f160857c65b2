import type { Generated } from 'kysely';
import type { StoredClock } from '#domain/cases/dues.ts';
import type { ActorRef } from '#domain/cases/events.ts';
import type { Status } from '#domain/cases/lifecycle.ts';
import type { CaseState } from '#domain/cases/state.ts';
import type { Json } from '../platform/platform.tables.ts';

export interface CasesTables {
  case_number_blocks: { county: string; year: string; next: number };
  case_numbers: { number: string; case_id: string };
  drafts: {
    id: string;
    seq: Generated<number>;
    person_id: string | null;
    employer_id: string | null;
    agent_id: string | null;
    unit_id: string | null;
    item_code: string;
    item_version: number;
    answers_sealed: Buffer;
    created_at: Date;
    updated_at: Date;
    case_id: string | null;
  };
  cases: {
    id: string;
    number: string;
    seq: number;
    status: Status;
    item_code: string;
    item_version: number;
    person_id: string | null;
    employer_id: string | null;
    agent_id: string | null;
    village_id: string | null;
    confidential: boolean;
    submitted_at: Date;
    decided_at: Date | null;
    due_on: string | null;
    calendar: number;
    clock: Json<StoredClock[]>;
    state: Json<CaseState>;
    updated_at: Date;
  };
  case_events: {
    case_id: string;
    seq: number;
    type: string;
    version: number;
    occurred_at: Date;
    recorded_at: Date;
    actor: Json<ActorRef>;
    data: Json<unknown>;
  };
  case_steps: {
    case_id: string;
    id: string;
    kind: string;
    stage: string;
    unit_id: string;
    holder: string | null;
    item_code: string;
    status: Status;
    confidential: boolean;
    due_on: string;
    opened_at: Date;
  };
  case_units: { case_id: string; unit_id: string };
  case_texts: { case_id: string; id: string; kind: string; sealed: Buffer; created_at: Date };
  case_outside_numbers: { number: string; system: string; case_id: string };
  papers: {
    case_id: string;
    id: string;
    material: string;
    digest: Buffer;
    media_type: string;
    bytes: number;
    name_sealed: Buffer;
    uploaded_by: Json<ActorRef>;
    uploaded_at: Date;
    removed_at: Date | null;
  };
  documents: {
    case_id: string;
    id: string;
    kind: string;
    data_sealed: Buffer;
    digest: Buffer | null;
    bytes: number | null;
    code: string;
    revoked_at: Date | null;
    created_at: Date;
  };
  reminders: {
    case_id: string;
    obligation: string;
    generation: number;
    kind: 'due-soon' | 'due' | 'overdue' | 'lapse';
    fire_on: string;
    fired_at: Date | null;
    cancelled_at: Date | null;
  };
}
