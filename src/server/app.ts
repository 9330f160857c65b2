import { fireReminders, issueDocument, redate, reroute, sweepFiles, unitHandles } from './cases/index.ts';
import { itemsInForce } from './catalogue/index.ts';
import type { App, Ctx, Reactions, Tables } from './context.ts';
import {
  backlog,
  forgetSent,
  inviteAfterEnding,
  inviteAfterVisit,
  remind,
  sendOutbox,
  tellAppointment,
  tellArrival,
  tellResident,
} from './feedback/index.ts';
import { isNear } from './identity/index.ts';
import { forgetKeys } from './operations.repository.ts';
import { organisationOf } from './organisation/index.ts';
import { applyDueWorks, countLoads, namedByPlanning, runPlanningJobs } from './planning/index.ts';
import { sealAudit } from './platform/audit.ts';
import type { Clock } from './platform/clock.ts';
import { openVault } from './platform/crypto.ts';
import { uuidv7 } from './platform/ids.ts';
import type { Logger } from './platform/log.ts';
import { watchOutbox } from './platform/metrics.ts';
import type { Notifier } from './platform/notifier.ts';
import { openPool } from './platform/pool.ts';
import { type Job, startRounds } from './platform/rounds.ts';
import type { BlobStore } from './platform/storage.ts';

/** When X then Y: in X's transaction, rows only. What leaves the database goes by the outbox. */
const reactions: Reactions = {
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
  rerouted: [tellResident],
  'visit-counted': [inviteAfterVisit],
  reminder: [remind],
  arrival: [tellArrival],
  appointment: [tellAppointment],
};

/** A role whose reach is not the whole city meets the people of its place, whom it serves now, and whose cases it has or had. */
const mayMeet = async (ctx: Ctx, person: string): Promise<boolean> =>
  (await isNear(ctx, person)) || unitHandles(ctx, person);

const hour = 3_600_000;

const toldAstray = new WeakSet<App>();
/** Each process says once that the log does not reach its anchor; `npm run -s audit` says where. */
const onceAstray =
  (app: App) =>
  ({ seq }: { seq: number }): void => {
    if (toldAstray.has(app)) return;
    toldAstray.add(app);
    app.log.error({ operation: 'job.seal-audit', code: 'audit.astray', count: seq });
  };

/** What runs by itself, how often, in milliseconds. */
const jobs: Job<App>[] = [
  { name: 'reminders', every: 5_000, run: (app) => fireReminders(app) },
  { name: 'seal-audit', every: 1_000, run: (app) => sealAudit(app.db, app.anchorFile, undefined, onceAstray(app)) },
  { name: 'redate', every: 5_000, run: (app) => redate(app) },
  { name: 'keys', every: 10_000, run: async (app) => app.vault.refresh() },
  { name: 'reroute', every: 5_000, run: (app) => reroute(app) },
  { name: 'outbox', every: 2_000, run: (app) => sendOutbox(app) },
  { name: 'forget-sent', every: hour, run: forgetSent },
  { name: 'forget-keys', every: hour, run: forgetKeys },
  { name: 'planning', every: 2_000, run: runPlanningJobs },
  { name: 'planning-works', every: 60_000, run: applyDueWorks },
  { name: 'planning-loads', every: 300_000, run: countLoads },
  {
    name: 'sweep-files',
    every: 6 * hour,
    run: (app) => sweepFiles(app, (digests) => namedByPlanning(app.db, digests)),
  },
];

export interface AppOptions {
  databaseUrl: string;
  connections?: number;
  /** Whether statements are prepared under names; see `Config`. */
  prepare?: boolean;
  keyFile: string;
  anchorFile: string;
  clock: Clock;
  log: Logger;
  notifier: Notifier;
  blobs: (vault: App['vault']) => BlobStore;
  demo: boolean;
  publicUrl: string;
}

export function createApp(options: AppOptions): App & { close: () => Promise<void> } {
  const { log } = options;
  const { db, close } = openPool<Tables>(options.databaseUrl, {
    connections: options.connections ?? 20,
    prepare: options.prepare,
    onLost: (error) => log.warn({ operation: 'database', code: 'connection-lost', err: error }),
  });
  const vault = openVault(options.keyFile);
  const app: App = {
    db,
    clock: options.clock,
    id: () => uuidv7(options.clock.now().getTime()),
    vault,
    blobs: options.blobs(vault),
    notifier: options.notifier,
    log,
    demo: options.demo,
    reactions,
    mayMeet,
    freshen: (ctx) => Promise.all([organisationOf(ctx), itemsInForce(ctx)]),
    anchorFile: options.anchorFile,
    publicUrl: options.publicUrl,
  };
  const unwatch = watchOutbox(() => backlog(app));
  return {
    ...app,
    close: async () => {
      unwatch();
      await close();
    },
  };
}

/** Starts the jobs; the returned function stops them and waits for the rounds that are under way. */
export const startJobs = (app: App): (() => Promise<void>) => startRounds(app, jobs);
