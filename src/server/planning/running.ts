import type { App } from '../context.ts';
import type { Beat, JobRow } from './jobs.repository.ts';

/** What a piece of work tells while it runs. */
export interface Report {
  progress?: number | null;
  stage?: Beat['stage'];
  best?: Beat['best'];
}

export interface Running {
  app: App;
  job: JobRow;
  signal: AbortSignal;
  report: (report: Report) => void;
}
