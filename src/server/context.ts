import type { Kysely, Transaction } from 'kysely';
import type { Obligation } from '#domain/cases/dues.ts';
import type { CaseEvent, EventType } from '#domain/cases/events.ts';
import type { CaseState } from '#domain/cases/state.ts';
import type { Level } from '#domain/catalogue/item.ts';
import type { Language } from '#domain/kernel/text.ts';
import type { Reach } from '#domain/organisation/roles.ts';
import type { CasesTables } from './cases/cases.tables.ts';
import type { CatalogueTables } from './catalogue/catalogue.tables.ts';
import type { FeedbackTables } from './feedback/feedback.tables.ts';
import type { IdentityTables } from './identity/identity.tables.ts';
import type { OrganisationTables } from './organisation/organisation.tables.ts';
import type { PlanningTables } from './planning/planning.tables.ts';
import type { Clock } from './platform/clock.ts';
import type { Vault } from './platform/crypto.ts';
import type { Logger } from './platform/log.ts';
import type { Notifier } from './platform/notifier.ts';
import type { PlatformTables } from './platform/platform.tables.ts';
import type { BlobStore } from './platform/storage.ts';
import type { SitesTables } from './sites/sites.tables.ts';

export type Tables = OrganisationTables &
  IdentityTables &
  CatalogueTables &
  SitesTables &
  CasesTables &
  FeedbackTables &
  PlanningTables &
  PlatformTables;
export type Db = Kysely<Tables> | Transaction<Tables>;

export type Actor =
  | { kind: 'anyone' }
  /** `actsFor`, `follows`, `collects`: who let them file, follow or collect (consent scopes), each for itself. */
  | { kind: 'resident'; session: string; person: string; actsFor: string[]; follows: string[]; collects: string[] }
  /** Signed in by telephone, but not yet said who of the family. */
  | { kind: 'caller'; session: string; persons: string[] }
  /** A large screen on a wall: nobody sits at it. */
  | { kind: 'screen'; screen: string }
  | {
      kind: 'staff';
      session: string;
      account: string;
      name: string;
      post: string | null;
      unit: { id: string; level: Level };
      role: string;
      permissions: Record<string, Reach>;
      /** Absent colleagues of this unit whose B this account is. */
      standsInFor: string[];
      sitting: { person: string; since: string } | null;
    }
  | { kind: 'system' };

export type Staff = Extract<Actor, { kind: 'staff' }>;

/** What lives as long as the process. */
export interface App {
  db: Kysely<Tables>;
  clock: Clock;
  id: () => string;
  vault: Vault;
  blobs: BlobStore;
  notifier: Notifier;
  log: Logger;
  demo: boolean;
  /** Where the last place of the audit chain is kept, outside the database. */
  anchorFile: string;
  /** `when X then Y`, written down in app.ts: in the same transaction, rows only. */
  reactions: Reactions;
  /** Whether people's records are the actor's business where a role does not reach the whole city. */
  mayMeet: (ctx: Ctx, person: string) => Promise<boolean>;
  /**
   * Brings what the process keeps in memory up to date. Asked before a transaction begins: within one it would need a second
   * connection, and as many commands as there are connections would wait for each other.
   */
  freshen: (ctx: Ctx) => Promise<unknown>;
  /** What the QR codes say: the address by which residents reach this installation. */
  publicUrl: string;
}

/** A case, for whoever reacts to what happened to it. */
export interface About {
  number: string;
  state: CaseState;
}

/** A date that comes near, is here or has passed. */
export interface Reminder {
  obligation: Obligation;
  kind: 'due-soon' | 'due' | 'overdue';
  due: string | null;
}

/** Cases that a unit was given because another ended. */
export interface Arrival {
  unit: string;
  from: string;
  count: number;
}

/** A half-hour at a door, in the words that a person is told. */
export interface Visit {
  site: string;
  address: string;
  telephone: string;
  day: string;
  time: string;
}

/**
 * What happened to an appointment by somebody else's doing: a clerk booked or cancelled it, or its point closed, moved or opened
 * later (`moved` to another door at its time, `later`, `back` to where it was, `ended` for want of a place).
 */
export interface AppointmentNews {
  what: 'booked' | 'cancelled' | 'moved' | 'later' | 'back' | 'ended';
  person: string;
  from: Visit | null;
  to: Visit | null;
}

/** What other modules do when something happened to a case or an appointment, when a date is due, or when cases arrive at a unit. */
export type Reactions = {
  [T in EventType]?: ((ctx: Ctx, event: Extract<CaseEvent, { type: T }>, about: About) => Promise<void>)[];
} & {
  reminder?: ((ctx: Ctx, reminder: Reminder, about: About) => Promise<void>)[];
  arrival?: ((ctx: Ctx, arrival: Arrival) => Promise<void>)[];
  appointment?: ((ctx: Ctx, news: AppointmentNews) => Promise<void>)[];
};

/** A look at somebody's record, kept in the audit log before the data leave. */
export interface View {
  person: string;
  case?: string;
  purpose?: string;
  detail?: Record<string, unknown>;
}

/** What an operation is given. `db` is the transaction of a command. */
export interface Ctx {
  app: App;
  db: Db;
  actor: Actor;
  now: Date;
  language: Language;
  operation: string;
  views: View[];
  /** Runs once the transaction has committed: waking a worker, never a change of data. */
  afterCommit: (() => void)[];
  /** Runs after the transaction was undone by a refusal: counting a wrong password must outlive it. */
  afterRefusal: ((db: Db) => Promise<unknown>)[];
  /** What this operation read or wrote already and need not read again. Never outlives it. */
  memo: Map<string, unknown>;
}
