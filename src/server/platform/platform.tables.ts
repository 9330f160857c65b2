import type { ColumnType, Generated } from 'kysely';

/** A jsonb column: read as its value, written as text, for the driver would take an array for a PostgreSQL array. */
export type Json<T> = ColumnType<T, string, string>;
export type JsonDefault<T> = ColumnType<T, string | undefined, string>;

export interface PlatformTables {
  idempotency: {
    actor: string;
    operation: string;
    key: string;
    digest: Buffer;
    result: ColumnType<unknown, string | null, string>;
    created_at: Date;
  };
  audit: {
    id: string;
    at: Date;
    actor: Json<Record<string, string>>;
    operation: string;
    outcome: string;
    case_id: string | null;
    person_id: string | null;
    purpose: string | null;
    detail: Json<Record<string, unknown>>;
  };
  audit_seals: { position: string; ids: string[]; hashes: Buffer[] };
  audit_pending: { id: string };
  outbox: {
    id: string;
    channel: string;
    sealed: Buffer;
    created_at: Date;
    attempts: Generated<number>;
    next_at: Date;
    sent_at: Date | null;
  };
  reseals: {
    key_id: string;
    part: string;
    after_row: string;
    looked_at: string | number;
    sealed_anew: string | number;
    updated_at: Date;
    finished_at: Date | null;
  };
}
