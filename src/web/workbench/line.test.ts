import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { refusalOf } from '#api/problem.ts';
import { problem } from '#domain/kernel/problem.ts';
import { awayOf, unlessGone } from './line.ts';

describe('what is away', () => {
  it('tells a lost line and an absent database from a refusal and from a fault', () => {
    expect(awayOf(new TypeError('Failed to fetch'))).toBe('line');
    expect(awayOf(Object.assign(new Error('no answer'), { status: 502 }))).toBe('line');
    expect(awayOf(refusalOf(problem('database.away')))).toBe('database');
    expect(awayOf(refusalOf(problem('conflict.stale')))).toBeUndefined();
    expect(awayOf(refusalOf(problem('auth.required')))).toBeUndefined();
    expect(awayOf(new Error('a bug'))).toBeUndefined();
    expect(awayOf(undefined)).toBeUndefined();
  });
});

describe('a call whose answer does not come', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  /** A server that answers after so many seconds, or when the call is given up. */
  const answering = (seconds: number) => (signal: AbortSignal) =>
    new Promise<Response>((answer, fail) => {
      setTimeout(() => answer(new Response('done')), seconds * 1000);
      signal.addEventListener('abort', () => fail(new DOMException('stopped', 'AbortError')));
    });

  it('is waited for as long as somebody is there', async () => {
    vi.stubGlobal('fetch', async () => new Response('ready'));
    const call = unlessGone(answering(95));
    await vi.advanceTimersByTimeAsync(96_000);
    expect(await (await call).text()).toBe('done');
  });

  it('is given up as a lost line when nobody is, so that it goes again under its key', async () => {
    vi.stubGlobal('fetch', (_: string, { signal }: RequestInit) => answering(600)(signal!));
    const call = unlessGone(answering(600));
    const awayFrom = call.then(
      () => undefined,
      (error: unknown) => awayOf(error),
    );
    await vi.advanceTimersByTimeAsync(45_000);
    expect(await awayFrom).toBe('line');
  });

  it('ends when whoever asked no longer wants it, and that is no lost line', async () => {
    const wish = new AbortController();
    const call = unlessGone(answering(600), wish.signal).then(
      () => undefined,
      (error: unknown) => [(error as Error).name, awayOf(error)],
    );
    wish.abort();
    expect(await call).toEqual(['AbortError', undefined]);
  });

  it('is watched no longer when its answer comes while it is asked whether somebody is there', async () => {
    let knocks = 0;
    vi.stubGlobal('fetch', async () => {
      knocks += 1;
      await new Promise((answer) => setTimeout(answer, 5_000));
      return new Response('ready');
    });
    const call = unlessGone(answering(22));
    await vi.advanceTimersByTimeAsync(120_000);
    expect(await (await call).text()).toBe('done');
    expect(knocks).toBe(1);
  });

  it('does not begin for whoever no longer wants it', async () => {
    const wish = new AbortController();
    wish.abort();
    const signals: boolean[] = [];
    await unlessGone(async (signal) => {
      signals.push(signal.aborted);
      return new Response('done');
    }, wish.signal);
    expect(signals).toEqual([true]);
  });
});
