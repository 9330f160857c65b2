import type { Json } from '../platform/platform.tables.ts';

export interface FeedbackTables {
  rating_invitations: {
    case_id: string;
    id: string;
    occasion: 'visit' | 'ending';
    unit_id: string;
    day: string;
    person_id: string | null;
    created_at: Date;
  };
  ratings: {
    case_id: string;
    invitation_id: string;
    level: number;
    reasons: string[];
    words_sealed: Buffer | null;
    person_id: string;
    rated_at: Date;
  };
  notices: {
    id: string;
    person_id: string | null;
    unit_id: string | null;
    account_id: string | null;
    case_id: string | null;
    code: string;
    params: Json<Record<string, unknown>>;
    created_at: Date;
    read_at: Date | null;
  };
}
