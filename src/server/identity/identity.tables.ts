import type { Generated } from 'kysely';
import type { ConsentScope } from '#domain/identity/consent.ts';

export interface IdentityTables {
  persons: {
    id: string;
    seq: Generated<number>;
    id_kind: string;
    name_sealed: Buffer;
    number_sealed: Buffer;
    facts_sealed: Buffer;
    name_tokens: number[];
    village_id: string | null;
    merged_into: string | null;
    created_at: Date;
    updated_at: Date;
  };
  person_keys: { kind: 'number' | 'mobile' | 'twin'; key: Buffer; person_id: string };
  person_merges: {
    kept_id: string;
    id: string;
    gone_id: string;
    account_id: string;
    /** Sealed, in base64; in clear where the first release wrote it. */
    reason: string;
    recorded_at: Date;
    undone_at: Date | null;
  };
  screens: {
    id: string;
    name: string;
    place: string;
    made_by: string;
    made_at: Date;
    expires_at: Date;
    code_nonce: string | null;
    code_hash: Buffer | null;
    code_until: Date | null;
    pairing: Generated<number>;
    token_hash: Buffer | null;
    paired_at: Date | null;
    seen_at: Date | null;
    revoked_at: Date | null;
    revoked_by: string | null;
  };
  employers: {
    id: string;
    uscc: string;
    name: string;
    address: string;
    contact_sealed: Buffer | null;
    division_id: string | null;
    created_at: Date;
    updated_at: Date;
  };
  employer_agents: { employer_id: string; person_id: string; valid_from: Date; revoked_at: Date | null };
  consents: {
    giver_id: string;
    id: string;
    receiver_id: string;
    scopes: ConsentScope[];
    valid_from: Date;
    valid_to: Date | null;
    given_at_unit: string | null;
    revoked_at: Date | null;
  };
}
