import { expect, it, vi } from 'vitest';
import { forgetYoung, young } from './young.ts';

const owner = {};

it('asks once for what is young, whoever asks and however many at once', async () => {
  const answers = young<number>();
  const load = vi.fn(async () => 7);
  await expect(Promise.all([answers.of(owner, 'k', load), answers.of(owner, 'k', load)])).resolves.toEqual([7, 7]);
  expect(load).toHaveBeenCalledTimes(1);
  await answers.of(owner, 'other', load);
  await answers.of({}, 'k', load);
  expect(load).toHaveBeenCalledTimes(3);
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
