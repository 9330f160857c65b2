import type { ColumnType, Generated } from 'kysely';
import type { HolidayTable } from '#domain/kernel/calendar.ts';
import type { Division, Level as DivisionLevel } from '#domain/organisation/divisions.ts';
import type { Reach } from '#domain/organisation/roles.ts';
import type { Unit, UnitKind, UnitLevel } from '#domain/organisation/units.ts';
import type { Json, JsonDefault } from '../platform/platform.tables.ts';

interface Lived {
  valid_from: string;
  valid_to: string | null;
}

export interface OrganisationTables {
  divisions: Lived & {
    id: string;
    code: string;
    level: DivisionLevel;
    parent_id: string | null;
    ancestors: string[];
    name: string;
    name_en: Generated<string>;
    aliases: string[];
    population: number | null;
    lon: number | null;
    lat: number | null;
    past: JsonDefault<Division['past']>;
    became: Generated<string[]>;
  };
  division_changes: {
    id: string;
    kind: string;
    effective_on: string;
    document: string;
    from_ids: string[];
    to_ids: string[];
    recorded_at: Date;
  };
  departments: { code: string; name: string; name_en: string };
  units: Lived & {
    id: string;
    division_id: string;
    parent_id: string | null;
    ancestors: string[];
    level: UnitLevel;
    kind: UnitKind;
    departments: string[];
    name: string;
    aliases: string[];
    telephone: string | null;
    past: JsonDefault<Unit['past']>;
    became: Generated<string[]>;
  };
  roles: { code: string; name: string; name_en: string; permissions: Json<Record<string, Reach>> };
  accounts: {
    id: string;
    login: string;
    name: string;
    password_hash: string;
    totp_sealed: Buffer | null;
    totp_step: Generated<string | number>;
    failures: Generated<number>;
    locked_until: Date | null;
    disabled_at: Date | null;
    created_at: Date;
  };
  posts: Lived & { id: string; account_id: string; unit_id: string; role: string; substitute_id: string | null };
  leaves: {
    account_id: string;
    id: string;
    first_day: string;
    last_day: string;
    recorded_by: string;
    recorded_at: Date;
    cancelled_at: Date | null;
  };
  sessions: {
    id: string;
    token_hash: Buffer;
    account_id: string | null;
    post_id: string | null;
    person_id: string | null;
    persons: string[];
    mobile_sealed: Buffer | null;
    sitting: ColumnType<{ person: string; since: string } | null, string | null, string | null>;
    created_at: Date;
    seen_at: Date;
    expires_at: Date;
    revoked_at: Date | null;
  };
  one_time_codes: {
    id: string;
    phone_key: Buffer;
    phone_sealed: Buffer;
    code_hash: Buffer;
    tries: Generated<number>;
    created_at: Date;
    expires_at: Date;
    used_at: Date | null;
  };
  calendars: {
    revision: number;
    days: Json<HolidayTable>;
    note: string;
    account_id: string | null;
    created_at: Date;
    redated_at: Date | null;
  };
  settings: { key: string; value: Json<unknown> };
}
