import type { Selectable } from 'kysely';
import { sql } from 'kysely';
import type { Ctx, Db } from '../context.ts';
import type { JobProblem, PlanningTables } from './planning.tables.ts';

export type JobRow = Selectable<PlanningTables['planning_jobs']>;
type Has = Pick<Ctx, 'db'>;

export interface NewJob {
  id: string;
  kind: JobRow['kind'];
  input: Record<string, unknown>;
  snapshot: string | null;
  scenario: string | null;
  account: string | null;
  at: Date;
}

export const insertJob = ({ db }: Has, job: NewJob): Promise<unknown> =>
  db
    .insertInto('planning_jobs')
    .values({
      id: job.id,
      kind: job.kind,
      status: 'queued',
      input: JSON.stringify(job.input),
      snapshot_id: job.snapshot,
      scenario_id: job.scenario,
      progress: null,
      stage: 'waiting',
      best: 'null',
      result: 'null',
      problem: 'null',
      account_id: job.account,
      asked_at: job.at,
      started_at: null,
      beat_at: null,
      stop_at: null,
      ended_at: null,
      attempts: 0,
    })
    .execute();

export const findJob = ({ db }: Has, id: string): Promise<JobRow | undefined> =>
  db.selectFrom('planning_jobs').selectAll().where('id', '=', id).executeTakeFirst();

export const jobsLately = ({ db }: Has, limit: number): Promise<JobRow[]> =>
  db.selectFrom('planning_jobs').selectAll().orderBy('asked_at', 'desc').limit(limit).execute();

export const jobsOfScenario = ({ db }: Has, scenario: string): Promise<JobRow[]> =>
  db
    .selectFrom('planning_jobs')
    .selectAll()
    .where('scenario_id', '=', scenario)
    .orderBy('asked_at', 'desc')
    .limit(10)
    .execute();

/** A process that was killed stops beating; its work is taken up again, or left as failed once it has died three times. */
const deadAfter = 30_000;
const mostAttempts = 3;

export async function takeJob(db: Db, now: Date): Promise<JobRow | undefined> {
  const dead = new Date(now.getTime() - deadAfter);
  const { rows } = await sql<{ id: string }>`
    UPDATE planning_jobs SET status = 'running', attempts = attempts + 1, beat_at = ${now},
      started_at = coalesce(started_at, ${now})
    WHERE id = (
      SELECT id FROM planning_jobs
      WHERE (status = 'queued' OR (status = 'running' AND beat_at < ${dead})) AND attempts < ${mostAttempts}
      ORDER BY asked_at LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING id`.execute(db);
  const id = rows[0]?.id;
  return id === undefined ? undefined : findJob({ db }, id);
}

/** Work that killed its process three times is given up, and says so. */
export const giveUpDeadJobs = (db: Db, now: Date): Promise<unknown> =>
  sql`UPDATE planning_jobs SET status = 'failed', ended_at = ${now}, problem = ${JSON.stringify({ code: 'planning.died', params: {} })}::jsonb
      WHERE status = 'running' AND beat_at < ${new Date(now.getTime() - deadAfter)} AND attempts >= ${mostAttempts}`.execute(
    db,
  );

export interface Beat {
  progress: number | null;
  stage: JobRow['stage'];
  best: JobRow['best'];
}

/** Says that it is alive; answers whether somebody wants it stopped. */
export async function beat(db: Db, id: string, now: Date, { progress, stage, best }: Beat): Promise<boolean> {
  const row = await db
    .updateTable('planning_jobs')
    .set({ beat_at: now, progress, stage, best: JSON.stringify(best) })
    .where('id', '=', id)
    .returning('stop_at')
    .executeTakeFirst();
  return row === undefined || row.stop_at !== null;
}

export const endJob = (
  db: Db,
  id: string,
  now: Date,
  end: { status: 'done' | 'stopped' | 'failed'; result?: Record<string, unknown>; problem?: JobProblem },
): Promise<unknown> =>
  db
    .updateTable('planning_jobs')
    .set({
      status: end.status,
      ended_at: now,
      ...(end.status === 'done' && { progress: 1 }),
      ...(end.result && { result: JSON.stringify(end.result) }),
      ...(end.problem && { problem: JSON.stringify(end.problem) }),
    })
    .where('id', '=', id)
    .execute();

export async function askToStop({ db }: Has, id: string, now: Date): Promise<void> {
  await sql`UPDATE planning_jobs SET stop_at = ${now},
      status = CASE WHEN status = 'queued' THEN 'stopped' ELSE status END,
      ended_at = CASE WHEN status = 'queued' THEN ${now} ELSE ended_at END
    WHERE id = ${id} AND status IN ('queued', 'running')`.execute(db);
}
