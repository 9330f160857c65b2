import { type Problem, Refused } from '#domain/kernel/problem.ts';
import type { Mode } from '#domain/planning/travel/network.ts';
import type { App } from '../context.ts';
import { timesTo } from './evaluations.ts';
import { runImport } from './imports.roads.ts';
import * as jobs from './jobs.repository.ts';
import * as repository from './planning.repository.ts';
import { hasLoads, sumUpLoads } from './points.repository.ts';
import type { Running } from './running.ts';
import { runSolve } from './solve.service.ts';
import { encodeTravel } from './travel.file.ts';
import { worldOf } from './worlds.ts';

const beatEvery = 1_000;

async function travel({ app, job, signal, report }: Running): Promise<Record<string, unknown>> {
  const mode = job.input.mode as Mode;
  const snapshot = job.snapshot_id!;
  const world = await worldOf(app, snapshot);
  const { content } = world;
  report({ stage: 'routes', progress: 0 });
  const sites = [...content.points, ...content.premises];
  const times = await timesTo(world, mode, sites, [], { signal, onProgress: (progress) => report({ progress }) });
  const file = encodeTravel({ sites: sites.length, demands: content.villages.length, ...times });
  const { digest } = await app.blobs.put(file);
  await repository.keepTravel(app.db, snapshot, mode, digest, { pairs: times.site.length, method: times.method });
  return { pairs: times.site.length, unreached: times.unreached.length, off: times.demandsOff.length };
}

const work: Record<jobs.JobRow['kind'], (running: Running) => Promise<Record<string, unknown>>> = {
  import: runImport,
  travel,
  solve: runSolve,
};

const problemIn = (error: unknown): Pick<Problem, 'problem' | 'params'> | undefined =>
  error instanceof Refused ? error.problem : undefined;

/** Does one piece of work that waits, if there is one. Says whether there was. */
async function runOneJob(app: App): Promise<boolean> {
  await jobs.giveUpDeadJobs(app.db, app.clock.now());
  const job = await jobs.takeJob(app.db, app.clock.now());
  if (!job) return false;
  const stop = new AbortController();
  const told: jobs.Beat = { progress: job.progress, stage: 'starting', best: job.best };
  const pulse = setInterval(() => {
    jobs.beat(app.db, job.id, app.clock.now(), told).then(
      (stopped) => stopped && stop.abort(new Refused('planning.stopped')),
      (error: unknown) => app.log.warn({ operation: 'planning.beat', err: error }),
    );
  }, beatEvery);
  try {
    const result = await work[job.kind]({
      app,
      job,
      signal: stop.signal,
      report: ({ progress, stage, best }) => {
        if (progress !== undefined) told.progress = progress;
        if (stage !== undefined) told.stage = stage;
        if (best !== undefined) told.best = best;
      },
    });
    await jobs.beat(app.db, job.id, app.clock.now(), told);
    // A solver that was stopped hands over what it has; that is kept and marked.
    await jobs.endJob(app.db, job.id, app.clock.now(), { status: stop.signal.aborted ? 'stopped' : 'done', result });
  } catch (error) {
    const problem = problemIn(error);
    if (!problem) app.log.error({ operation: `planning.${job.kind}`, err: error });
    await jobs.endJob(app.db, job.id, app.clock.now(), {
      status: stop.signal.aborted ? 'stopped' : 'failed',
      problem: { code: problem?.problem ?? 'internal', params: problem?.params ?? {} },
    });
  } finally {
    clearInterval(pulse);
  }
  return true;
}

/** Everything that waits, one after the other: each uses all cores. */
export async function runPlanningJobs(app: App): Promise<void> {
  while (await runOneJob(app));
}

/** Cases end months after they came; older months are settled and need no second count. */
const monthsRecounted = 4;

export async function countLoads(app: App): Promise<void> {
  const now = app.clock.now();
  const from = (await hasLoads(app)) ? new Date(now.getTime() - monthsRecounted * 31 * 86_400_000) : new Date(0);
  await sumUpLoads(app, `${from.toISOString().slice(0, 7)}-01`, now);
}
