import type { Problem } from '#domain/kernel/problem.ts';
import { fill, type Language } from '#domain/kernel/text.ts';
import en from '../../../locales/en/problems.json' with { type: 'json' };
import zh from '../../../locales/zh-CN/problems.json' with { type: 'json' };

const words: Record<Language, Record<string, string>> = { 'zh-CN': zh, en };

/** What is wrong and what to do next, in the reader's language. */
export const say = ({ problem: code, params }: Problem, language: Language): string =>
  fill(words[language][code] ?? code, params);
