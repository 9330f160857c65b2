import { randomUUID } from 'node:crypto';
import { refusalOfDatabase } from './faults.ts';
import type { Logger } from './log.ts';

/** What runs by itself, how often, in milliseconds. A round that fails is logged and tried again at the next. */
export interface Job<App> {
  name: string;
  every: number;
  run: (app: App) => Promise<unknown>;
}

/** Starts the jobs; the returned function stops them and waits for the rounds that are under way. */
export function startRounds<App extends { log: Logger }>(app: App, jobs: readonly Job<App>[]): () => Promise<void> {
  const running = new Set<Promise<unknown>>();
  const troubles = troubleLog(app.log);
  const timers = jobs.map((job) => {
    let busy = false;
    return setInterval(() => {
      if (busy) return;
      busy = true;
      const settle = troubles.begin(job.name);
      const round = job
        .run(app)
        .then(settle.done, settle.failed)
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

/**
 * A database that is away fails every round of every job, a dozen a second: that is said once, and once when a job that had failed
 * succeeds again. Any other fault is a line of its own.
 */
function troubleLog(log: Logger) {
  /** The jobs that each trouble has stopped. */
  const stopped = new Map<string, Set<string>>();
  let overs = 0;
  return {
    begin: (job: string) => {
      const began = overs;
      return {
        done(): void {
          for (const [code, jobs] of stopped) {
            if (!jobs.has(job)) continue;
            stopped.delete(code);
            overs += 1;
            log.warn({ operation: 'jobs', code: `${code}.over` });
          }
        },
        failed(error: unknown): void {
          const code = refusalOfDatabase(error)?.problem.problem;
          if (code === undefined) {
            log.error({ operation: `job.${job}`, request: randomUUID(), err: error });
            return;
          }
          // A round that began before the trouble was over says nothing of now.
          if (began !== overs) return;
          const jobs = stopped.get(code);
          if (!jobs) log.error({ operation: 'jobs', code, err: error });
          stopped.set(code, (jobs ?? new Set()).add(job));
        },
      };
    },
  };
}
