import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Answers } from '#domain/catalogue/form.ts';
import { mergeAnswers, withAnswer } from './draft-state.ts';

describe('two hands on one draft', () => {
  it('keeps what I changed and takes what they changed', () => {
    const both = { name: '张桂兰', mobile: '19900000001', years: 15 };
    const mine = { name: '张桂兰', mobile: '19900000001', years: 16 };
    const theirs = { name: '张桂兰', mobile: '19900000002', years: 15, account: '6217000000000000004' };
    expect(mergeAnswers(both, mine, theirs)).toEqual({
      answers: { name: '张桂兰', mobile: '19900000002', years: 16, account: '6217000000000000004' },
      taken: ['mobile', 'account'],
    });
  });

  it('keeps an answer that I took away', () => {
    expect(mergeAnswers({ a: 1 }, {}, { a: 1, b: 2 })).toEqual({ answers: { b: 2 }, taken: ['b'] });
  });

  it('loses nothing: every answer is mine where I changed it and theirs elsewhere', () => {
    const answers = fc.dictionary(
      fc.constantFrom('a', 'b', 'c'),
      fc.integer({ min: 0, max: 2 }),
    ) as fc.Arbitrary<Answers>;
    fc.assert(
      fc.property(answers, answers, answers, (both, mine, theirs) => {
        const merged = mergeAnswers(both, mine, theirs).answers;
        for (const id of ['a', 'b', 'c']) expect(merged[id]).toEqual(mine[id] === both[id] ? theirs[id] : mine[id]);
      }),
    );
  });

  it('sets and takes away one answer', () => {
    expect(withAnswer({ a: 1 }, 'b', 2)).toEqual({ a: 1, b: 2 });
    expect(withAnswer({ a: 1, b: 2 }, 'b', undefined)).toEqual({ a: 1 });
  });
});
