import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { DraftView } from '#api/cases.ts';
import { problemOf } from '#api/problem.ts';
import type { Answer, Answers } from '#domain/catalogue/form.ts';
import { api, client } from '../api.ts';
import { answered, keyFor } from '../command.ts';
import { keep, recall } from '../kept.ts';
import { awayOf, noteFailure } from '../line.ts';
import { mergeAnswers, withAnswer } from './draft-state.ts';

export type Saving = 'saved' | 'typing' | 'saving' | 'away' | 'refused';

const pause = 1200;

/**
 * The answers of a draft, kept in the tab with every key and saved on the server a moment after the last one, so that the
 * draft can be resumed on another device. One save at a time; what is away is tried again; a save that another hand
 * overtook is merged and sent anew.
 */
export function useDraft(draft: DraftView) {
  const queries = useQueryClient();
  const place = `draft ${draft.id}`;
  const [answers, setAnswers] = useState<Answers>(() => recall<Answers>(sessionStorage, place) ?? draft.answers);
  const [saving, setSaving] = useState<Saving>('saved');
  const [failure, setFailure] = useState<Error>();
  const [taken, setTaken] = useState<string[]>([]);
  const now = useRef({
    answers,
    both: draft.answers,
    seq: draft.seq,
    busy: undefined as Promise<void> | undefined,
    dirty: false,
  });
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const query = api.cases.draft.queryOptions({ input: { id: draft.id } });

  const put = useCallback(
    (next: Answers) => {
      now.current.answers = next;
      setAnswers(next);
      keep(sessionStorage, place, next);
    },
    [place],
  );

  const saveOnce = useCallback(async (): Promise<void> => {
    const state = now.current;
    const sent = state.answers;
    const input = { id: draft.id, seq: state.seq, answers: sent };
    setSaving('saving');
    try {
      const after = await client.cases.save(input, { context: { key: keyFor(sessionStorage, place, input) } });
      answered(sessionStorage, place);
      state.seq = after.seq;
      state.both = sent;
      queries.setQueryData(query.queryKey, after);
      setFailure(undefined);
      state.dirty = state.answers !== sent;
      if (!state.dirty) keep(sessionStorage, place, undefined);
      setSaving(state.dirty ? 'typing' : 'saved');
    } catch (error) {
      noteFailure(error);
      if (awayOf(error)) {
        setSaving('away');
        await new Promise((wake) => setTimeout(wake, 3000));
        return;
      }
      answered(sessionStorage, place);
      if (problemOf(error)?.problem === 'conflict.stale') {
        const theirs = await client.cases.draft({ id: draft.id });
        const merged = mergeAnswers(state.both, state.answers, theirs.answers);
        state.both = theirs.answers;
        state.seq = theirs.seq;
        setTaken(merged.taken);
        put(merged.answers);
        return;
      }
      state.dirty = false;
      setFailure(error as Error);
      setSaving('refused');
    }
  }, [draft.id, place, put, queries, query.queryKey]);

  /** Saves what is typed now; settles when the server has it, or has refused it. */
  const flush = useCallback((): Promise<void> => {
    clearTimeout(timer.current);
    const state = now.current;
    state.busy ??= (async () => {
      while (state.dirty) await saveOnce();
    })().finally(() => {
      state.busy = undefined;
    });
    return state.busy;
  }, [saveOnce]);

  const change = (id: string, answer: Answer | undefined) => {
    put(withAnswer(now.current.answers, id, answer));
    now.current.dirty = true;
    setSaving('typing');
    clearTimeout(timer.current);
    timer.current = setTimeout(() => void flush(), pause);
  };

  // What a crash or a reload left unsaved is saved now.
  useEffect(() => {
    if (recall(sessionStorage, place) !== undefined) {
      now.current.dirty = true;
      void flush();
    }
    return () => {
      clearTimeout(timer.current);
      if (now.current.dirty) void flush();
    };
  }, [place, flush]);

  return { answers, change, saving, failure, taken, flush, seq: () => now.current.seq };
}
