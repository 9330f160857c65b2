import { describe, expect, it } from 'vitest';
import { problemStatus } from '#domain/kernel/problem.ts';
import en from './en/problems.json' with { type: 'json' };
import zh from './zh-CN/problems.json' with { type: 'json' };

const places = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!).sort();
const codes = Object.keys(problemStatus).sort();

describe.each([
  ['zh-CN', zh],
  ['en', en],
] as const)('in %s', (_, texts: Record<string, string>) => {
  it('every refusal has a text, and every text a refusal', () => {
    expect(Object.keys(texts).sort()).toEqual(codes);
  });

  it('every text says what is wrong and what to do: at least two sentences', () => {
    const ends = (text: string) => text.match(/[。；：？]|[.;:?](?:\s|$)/gu)?.length ?? 0;
    expect(Object.entries(texts).filter(([, text]) => ends(text) < 2)).toEqual([]);
  });
});

it('has the same places to fill in both languages', () => {
  const english: Record<string, string> = en;
  for (const [code, text] of Object.entries(zh))
    expect([code, places(english[code] ?? '')]).toEqual([code, places(text)]);
});
