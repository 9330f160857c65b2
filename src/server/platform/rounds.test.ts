import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LogFields } from './log.ts';
import { startRounds } from './rounds.ts';

const gone = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });

describe('jobs that run by themselves', () => {
  const lines: LogFields[] = [];
  const say = (fields: LogFields) => void lines.push(fields);
  const app = { log: { info: say, warn: say, error: say } };
  let away = false;
  const needsRows = async () => {
    if (away) throw gone;
  };
  beforeEach(() => {
    vi.useFakeTimers();
    lines.length = 0;
    away = false;
  });
  afterEach(() => vi.useRealTimers());
  const codes = () => lines.map(({ code }) => code);

  it('say once that the database went, and once that it is back, however many fail', async () => {
    const stop = startRounds(app, [
      { name: 'a', every: 1_000, run: needsRows },
      { name: 'b', every: 2_000, run: needsRows },
      { name: 'without', every: 1_000, run: async () => undefined },
    ]);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(lines).toEqual([]);
    away = true;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(lines).toEqual([{ operation: 'jobs', code: 'database.away', err: gone }]);
    away = false;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(codes()).toEqual(['database.away', 'database.away.over']);
    away = true;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(codes()).toEqual(['database.away', 'database.away.over', 'database.away']);
    await stop();
  });

  it('leave a round that hung on from before unsaid', async () => {
    let slow = true;
    const hangs = async () => {
      if (!slow) return;
      slow = false;
      await new Promise((resolve) => setTimeout(resolve, 10_000));
      throw gone;
    };
    const stop = startRounds(app, [
      { name: 'a', every: 1_000, run: needsRows },
      { name: 'hangs', every: 1_000, run: hangs },
    ]);
    away = true;
    await vi.advanceTimersByTimeAsync(3_000);
    away = false;
    await vi.advanceTimersByTimeAsync(30_000);
    expect(codes()).toEqual(['database.away', 'database.away.over']);
    await stop();
  });

  it('name every other fault, each time', async () => {
    const fault = new TypeError('a bug');
    const stop = startRounds(app, [{ name: 'a', every: 1_000, run: () => Promise.reject(fault) }]);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(lines).toMatchObject([
      { operation: 'job.a', err: fault },
      { operation: 'job.a', err: fault },
    ]);
    await stop();
  });
});
