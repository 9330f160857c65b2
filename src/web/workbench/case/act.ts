import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { CaseTicket, CaseView, TimelineEntry } from '#api/cases.ts';
import { problemOf } from '#api/problem.ts';
import type { ActionName } from '#domain/cases/lifecycle.ts';
import type { Answers } from '#domain/catalogue/form.ts';
import { api, client } from '../api.ts';
import { useCommand } from '../command.ts';
import type { BarAction } from './action-keys.ts';

export interface Act {
  data: Record<string, unknown>;
  answers?: Answers;
}

type Send = (input: unknown, options: { context: { key: string } }) => Promise<CaseTicket>;

/** The operation of an action. Each has a type of its own; here they are called alike, with data built from the same shape. */
const operationOf = (action: ActionName): Send => (client.cases.act as unknown as Record<string, Send>)[action]!;

/** What others did to the case after the reader had opened it. */
const since = (timeline: readonly TimelineEntry[], seq: number): TimelineEntry[] =>
  timeline.filter((entry) => entry.seq > seq);

/**
 * Takes an action on a case. When somebody was faster, the case is read anew, what was typed stays, and `changes` says who
 * did what, so that the reader can decide again.
 */
export function useAct(view: CaseView, action: BarAction, then: (after: CaseTicket) => void) {
  const queries = useQueryClient();
  const key = api.cases.get.queryOptions({ input: { id: view.id } }).queryKey;
  const [changes, setChanges] = useState<TimelineEntry[]>([]);
  const command = useCommand(
    `case ${view.id} ${action}`,
    ({ data, answers }: Act, options) =>
      action === 'settle'
        ? (client.cases.settle as unknown as Send)({ id: view.id, seq: view.seq, ...data }, options)
        : operationOf(action)({ id: view.id, seq: view.seq, data, ...(answers && { answers }) }, options),
    (after) => {
      // The bar follows at once; the rest of the page when the case has been read anew.
      const { seq, status, allowedActions } = after;
      queries.setQueryData(key, (before: CaseView | undefined) => before && { ...before, seq, status, allowedActions });
      void queries.invalidateQueries({ queryKey: key });
      void queries.invalidateQueries({ queryKey: api.cases.queue.key() });
      void queries.invalidateQueries({ queryKey: api.cases.queueCounts.key() });
      then(after);
    },
  );
  const send = (act: Act) =>
    command.mutate(act, {
      onError: async (error) => {
        if (problemOf(error)?.problem !== 'conflict.stale') return;
        const fresh = await queries.fetchQuery({
          ...api.cases.get.queryOptions({ input: { id: view.id } }),
          staleTime: 0,
        });
        setChanges(since(fresh.timeline, view.seq));
      },
    });
  return { send, busy: command.isPending, error: command.error, changes, reset: command.reset };
}
