import { expect, it } from 'vitest';
import en from '../../../locales/en/identity.json' with { type: 'json' };
import zh from '../../../locales/zh-CN/identity.json' with { type: 'json' };
import { identityFaults } from './parsed.ts';

const places = (sentence: string) => [...sentence.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();

it('has a sentence in both languages for every fault, with the same places', () => {
  // Case numbers are said in the same file; their own test looks after them.
  const codes = Object.keys(zh).filter((code) => !code.startsWith('case-number.'));
  expect(codes.sort()).toEqual([...identityFaults].sort());
  expect(Object.keys(en).sort()).toEqual(Object.keys(zh).sort());
  for (const [code, sentence] of Object.entries(zh)) {
    expect([code, places(en[code as keyof typeof en])]).toEqual([code, places(sentence)]);
  }
});
