import { formatCaseNumber } from '#domain/cases/case-number.ts';
import { type Instant, type LocalDate, localDate, sayDate, sayShortDate } from '#domain/kernel/dates.ts';
import { fill, type Language } from '#domain/kernel/text.ts';
import en from '../../../locales/en/documents.json' with { type: 'json' };
import zh from '../../../locales/zh-CN/documents.json' with { type: 'json' };
import type { DocumentKind } from './documents.types.ts';

export type WordKey = keyof typeof zh;
type Params = Record<string, string | number>;

const messages: Record<Language, Record<WordKey, string>> = { 'zh-CN': zh, en };

/** The texts of printed documents, in one language. */
export interface Words {
  language: Language;
  say(key: WordKey, params?: Params): string;
  /** The sentence as it stands, its places unfilled. */
  raw(key: WordKey): string;
  /** A day as documents write it: 2026年3月3日, 3 March 2026. */
  day(date: LocalDate): string;
  dayOf(instant: Instant): string;
  /** A day that somebody must keep, with its weekday. */
  dueDay(date: LocalDate): string;
}

export const wordsOf = (language: Language): Words => ({
  language,
  say: (key, params) => fill(messages[language][key], params),
  raw: (key) => messages[language][key],
  day: (date) => sayShortDate(date, language),
  dayOf: (instant) => sayShortDate(localDate(instant), language),
  // 公文 take full-width brackets; the rest of the platform says days with half-width ones.
  dueDay: (date) =>
    language === 'en' ? sayDate(date, language) : sayDate(date, language).replace('(', '（').replace(')', '）'),
});

/**
 * The number under a document's title: 受字第 0126-0000-0123 号; of the second of its kind in a case 受字第 0126-0000-0123-2 号.
 * `nth` counts the documents of this kind in this case, from 1. A hand-over slip takes a number of its own as `caseNumber`.
 */
export const documentNumber = (
  kind: Exclude<DocumentKind, 'power-of-attorney'>,
  caseNumber: string,
  nth = 1,
): string => {
  const number = /^\d{12}$/.test(caseNumber) ? formatCaseNumber(caseNumber) : caseNumber;
  return fill(zh[`number.${kind}`], { number: nth > 1 ? `${number}-${nth}` : number });
};
