import { describe, expect, it } from 'vitest';
import { refusalOf } from '#api/problem.ts';
import { problem } from '#domain/kernel/problem.ts';
import { awayOf } from './line.ts';

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
