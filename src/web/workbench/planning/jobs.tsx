import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { JobView } from '#api/planning.ts';
import { api, client, queryClient } from '../api.ts';
import { useCommand } from '../command.ts';
import { may, useMe } from '../me.tsx';
import { moment } from '../say.ts';
import { Button, Refusal } from '../ui/kit.tsx';
import { tx } from '../words.ts';
import { decimal, p, percent, sayObjective } from './words.ts';

const over = (job: JobView): boolean => job.status !== 'queued' && job.status !== 'running';

/** Everything of planning is read again: after a job ended, or a command. */
export const readAgain = (): void => void queryClient.invalidateQueries({ queryKey: api.planning.key() });

/** A long piece of work as it goes: what it is at, how far, the best so far, and a way to stop it. */
export function Job({ id, known }: { id: string; known?: JobView }) {
  const me = useMe();
  const job = useQuery<JobView>({
    ...api.planning.job.queryOptions({ input: { id } }),
    refetchInterval: ({ state }) => (state.data && over(state.data) ? false : 1_000),
  });
  // Whoever shows it knew it as going, and it has ended: what it changed is read again, once. It may be over before it is first asked.
  const going = useRef(known === undefined || !over(known));
  const ended = job.data !== undefined && over(job.data);
  useEffect(() => {
    if (!ended || !going.current) return;
    going.current = false;
    readAgain();
  }, [ended]);
  const stop = useCommand(`stop ${id}`, (_: undefined, options) => client.planning.stop({ id }, options));
  if (!job.data) return null;
  const { kind, status, progress, stage, best, problem, endedAt } = job.data;
  // It listens once a second: until then it has been told, and says so.
  const stopping = job.data.stopping || stop.isSuccess;
  return (
    <div className="job" role="status">
      <p>
        <b>{p(`job.${kind}`)}</b>{' '}
        {over(job.data)
          ? p(status === 'stopped' && problem ? 'job.stopped.empty' : `job.${status}`)
          : stopping
            ? p('job.stopping')
            : p(`stage.${stage}`)}
        {endedAt && over(job.data) && <small> {moment(endedAt)}</small>}
      </p>
      {!over(job.data) && (
        <progress max={1} {...(progress !== null && { value: progress })}>
          {progress === null ? '' : percent(progress)}
        </progress>
      )}
      {best && !ended && (
        <p className="hint num">
          {best.level !== null && p('job.level', { level: p(`solve.level.${best.level}`) })}
          {p(best.gap === null ? 'job.best' : 'job.best.gap', {
            objective: sayObjective(best.model, best.objective),
            gap: `${decimal((best.gap ?? 0) * 100)}%`,
          })}
        </p>
      )}
      {problem && <p className="notice bad">{tx(`problems.${problem.code}`, problem.params)}</p>}
      {!over(job.data) && may(me, 'planning.plan') && (
        <Button busy={stop.isPending || stopping} onClick={() => stop.mutate(undefined)}>
          {p(best ? 'job.stop' : 'job.stop-plain')}
        </Button>
      )}
      {stop.error && <Refusal error={stop.error} />}
    </div>
  );
}
