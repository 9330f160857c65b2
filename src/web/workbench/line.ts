import { onlineManager } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { problemOf } from '#api/problem.ts';

/** What is away: the line to the server, or the database behind it. Both come back; nothing typed is lost meanwhile. */
export type Away = 'line' | 'database';

/** What to do with an error: a refusal is told and ends the attempt; what is away is waited for; the rest is a bug of ours. */
export function awayOf(error: unknown): Away | undefined {
  const known = problemOf(error)?.problem;
  if (known === 'database.away') return 'database';
  if (known === 'start.not-yet') return 'line';
  if (known !== undefined) return undefined;
  // fetch throws a TypeError when no answer came; 502 to 504 are a proxy that has no answer to hand on.
  if (error instanceof TypeError) return 'line';
  const status = (error as { status?: unknown } | null)?.status;
  return status === 502 || status === 503 || status === 504 ? 'line' : undefined;
}

let away: Away | undefined;
let probe: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();

const everySeconds = 4;

/**
 * Tells everybody. `onlineManager` holds queries and commands back while the line is away and lets them go on by themselves,
 * with the same idempotency keys, when it is back.
 */
function become(next: Away | undefined): void {
  if (next === away) return;
  away = next;
  onlineManager.setOnline(next === undefined);
  for (const listener of listeners) listener();
  clearTimeout(probe);
  if (next !== undefined) probe = setTimeout(ask, everySeconds * 1000);
}

/** Whether anybody answers. A cable that was cut while a question was on its way would keep it for ever. */
async function knock(): Promise<Response | undefined> {
  const patience = new AbortController();
  const over = setTimeout(() => patience.abort(), 10_000);
  const answer = await fetch('/health/ready', { cache: 'no-store', signal: patience.signal }).catch(() => undefined);
  clearTimeout(over);
  return answer;
}

const quietSeconds = 20;
/** One knock that nobody heard is a packet that was lost. */
const knocks = 2;

/**
 * A call whose answer does not come: after a while it is asked whether anybody is there at all. While somebody is, long work is
 * waited for; when nobody is, the call is given up as one that found no line, and goes again under its key when there is one.
 */
export async function unlessGone(
  call: (signal: AbortSignal) => Promise<Response>,
  given?: AbortSignal | null,
): Promise<Response> {
  const stop = new AbortController();
  const stopped = () => stop.abort();
  given?.addEventListener('abort', stopped);
  if (given?.aborted) stopped();
  let over = false;
  let gone = false;
  let unheard = 0;
  let watch = setTimeout(look, quietSeconds * 1000);
  async function look(): Promise<void> {
    const answer = await knock();
    // The answer may have come while it was asked whether one can come.
    if (over) return;
    unheard = answer?.ok ? 0 : unheard + 1;
    if (unheard < knocks) watch = setTimeout(look, (answer?.ok ? quietSeconds : everySeconds) * 1000);
    else {
      gone = true;
      stop.abort();
    }
  }
  try {
    return await call(stop.signal);
  } catch (error) {
    throw gone ? new TypeError('no answer came') : error;
  } finally {
    over = true;
    clearTimeout(watch);
    given?.removeEventListener('abort', stopped);
  }
}

async function ask(): Promise<void> {
  const answer = await knock();
  if (answer?.ok) become(undefined);
  else {
    const next: Away = answer ? 'database' : 'line';
    if (next !== away) become(next);
    else probe = setTimeout(ask, everySeconds * 1000);
  }
}

/** Called for every failure of a call: notes when something is away. */
export function noteFailure(error: unknown): void {
  const what = awayOf(error);
  if (what) become(what);
}

export const retryAway = (_count: number, error: unknown): boolean => awayOf(error) !== undefined;

/** Watches the browser's own signs as well: a pulled cable is known before the next call. */
export function watchLine(): void {
  onlineManager.setEventListener(() => {
    const gone = () => become('line');
    const back = () => void ask();
    window.addEventListener('offline', gone);
    window.addEventListener('online', back);
    return () => {
      window.removeEventListener('offline', gone);
      window.removeEventListener('online', back);
    };
  });
}

export const useAway = (): Away | undefined =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => away,
  );
