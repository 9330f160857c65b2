import { expect, it, vi } from 'vitest';
import { forgetYoung, young } from './young.ts';

const owner = {};

it('asks once for what is young, whoever asks', async () => {
  const answers = young<number>();
  const load = vi.fn(async () => 7);
  expect([await answers.of(owner, 'k', load), await answers.of(owner, 'k', load)]).toEqual([7, 7]);
  expect(load).toHaveBeenCalledTimes(1);
  await answers.of(owner, 'other', load);
  await answers.of({}, 'k', load);
  expect(load).toHaveBeenCalledTimes(3);
});

it('lets nobody wait for what another has asked', async () => {
  const answers = young<string>();
  const other = {};
  let arrive = (_: string): void => undefined;
  const first = answers.of(
    other,
    'k',
    () =>
      new Promise<string>((done) => {
        arrive = done;
      }),
  );
  expect(await answers.of(other, 'k', async () => 'own')).toBe('own');
  arrive('late');
  expect(await first).toBe('late');
});

it('keeps nothing that was asked before a change', async () => {
  const answers = young<string>();
  let arrive = (_: string): void => undefined;
  const before = answers.of(
    owner,
    'changed',
    () =>
      new Promise<string>((done) => {
        arrive = done;
      }),
  );
  forgetYoung(owner);
  arrive('old');
  expect(await before).toBe('old');
  expect(await answers.of(owner, 'changed', async () => 'new')).toBe('new');
});

it('asks again after a second, after a change of its own, and after a failure', async () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  try {
    const answers = young<string>();
    expect(await answers.of(owner, 'k', async () => 'old')).toBe('old');
    vi.advanceTimersByTime(999);
    expect(await answers.of(owner, 'k', async () => 'new')).toBe('old');
    vi.advanceTimersByTime(1);
    expect(await answers.of(owner, 'k', async () => 'new')).toBe('new');
    forgetYoung(owner);
    expect(await answers.of(owner, 'k', async () => 'newest')).toBe('newest');
    forgetYoung(owner);
    await expect(answers.of(owner, 'k', () => Promise.reject(new Error('away')))).rejects.toThrow('away');
    expect(await answers.of(owner, 'k', async () => 'back')).toBe('back');
  } finally {
    vi.useRealTimers();
  }
});
