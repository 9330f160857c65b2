import { randomUUID } from 'node:crypto';
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { fireReminders, issueDocument } from './cases/index.ts';
import type { App, Reactions, Tables } from './context.ts';
import { inviteAfterEnding, inviteAfterVisit, tellResident } from './feedback/index.ts';
import { sealAudit } from './platform/audit.ts';
import type { Clock } from './platform/clock.ts';
import { openVault } from './platform/crypto.ts';
import { uuidv7 } from './platform/ids.ts';
import type { Logger } from './platform/log.ts';
import type { Notifier } from './platform/notifier.ts';
import type { BlobStore } from './platform/storage.ts';

/** When X then Y: in X's transaction, rows only. What leaves the database goes by the outbox. */
export const reactions: Reactions = {
  received: [issueDocument, tellResident],
  'correction-noticed': [issueDocument, tellResident],
  accepted: [issueDocument, tellResident],
  'acceptance-refused': [issueDocument, tellResident],
  'correction-lapsed': [tellResident],
  'owed-lapsed': [tellResident],
  suspended: [issueDocument, tellResident],
  resumed: [tellResident],
  'extension-approved': [issueDocument, tellResident],
  decided: [issueDocument, tellResident],
  'decision-corrected': [issueDocument, tellResident],
  'hand-over-signed': [tellResident],
  posted: [tellResident],
  delivered: [inviteAfterEnding],
  ended: [issueDocument, tellResident, inviteAfterEnding],
  redated: [tellResident],
  'visit-counted': [inviteAfterVisit],
};

/** What runs by itself, how often, in milliseconds. A round that fails is logged and tried again at the next. */
export const jobs: { name: string; every: number; run: (app: App) => Promise<unknown> }[] = [
  { name: 'reminders', every: 5_000, run: (app) => fireReminders(app) },
  { name: 'seal-audit', every: 1_000, run: (app) => sealAudit(app.db, app.anchorFile) },
  {
    name: 'forget-keys',
    every: 3_600_000,
    // Kept 400 days: long enough for a device that was away for a year.
    run: (app) =>
      app.db
        .deleteFrom('idempotency')
        .where('created_at', '<', new Date(app.clock.now().getTime() - 400 * 86_400_000))
        .execute(),
  },
];

export interface AppOptions {
  databaseUrl: string;
  connections?: number;
  keyFile: string;
  anchorFile: string;
  clock: Clock;
  log: Logger;
  notifier: Notifier;
  blobs: (vault: App['vault']) => BlobStore;
  demo: boolean;
  publicUrl: string;
}

// Dates are dates: 'YYYY-MM-DD', never a moment in somebody's time zone.
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);

export function createApp(options: AppOptions): App & { close: () => Promise<void> } {
  const pool = new pg.Pool({
    connectionString: options.databaseUrl,
    max: options.connections ?? 20,
    connectionTimeoutMillis: 5_000,
    application_name: 'doorstep',
  });
  // A connection that breaks while idle is replaced; the query that needs one says so itself.
  pool.on('error', (error) => options.log.warn({ operation: 'database', code: 'connection-lost', err: error }));
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  const vault = openVault(options.keyFile);
  return {
    db,
    clock: options.clock,
    id: () => uuidv7(options.clock.now().getTime()),
    vault,
    blobs: options.blobs(vault),
    notifier: options.notifier,
    log: options.log,
    demo: options.demo,
    reactions,
    anchorFile: options.anchorFile,
    publicUrl: options.publicUrl,
    close: () => db.destroy(),
  };
}

/** Starts the jobs; the returned function stops them and waits for the rounds that are under way. */
export function startJobs(app: App): () => Promise<void> {
  const running = new Set<Promise<unknown>>();
  const timers = jobs.map((job) => {
    let busy = false;
    return setInterval(() => {
      if (busy) return;
      busy = true;
      const round = job
        .run(app)
        .catch((error: unknown) => app.log.error({ operation: `job.${job.name}`, request: randomUUID(), err: error }))
        .finally(() => {
          busy = false;
          running.delete(round);
        });
      running.add(round);
    }, job.every);
  });
  return async () => {
    for (const timer of timers) clearInterval(timer);
    await Promise.all(running);
  };
}
