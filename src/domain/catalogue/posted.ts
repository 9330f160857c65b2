import { dayOf, monthOf } from './days.ts';
import type { Answer, Answers, Column, Question } from './form.ts';

/** What a browser without JavaScript posts; the `FormData` of every runtime is one. */
export interface FormDataLike {
  getAll: (name: string) => readonly unknown[];
  keys: () => Iterable<string>;
}

const half = (text: string) => text.normalize('NFKC').trim();

const englishMonths = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const englishMonth = (word: string) => englishMonths.indexOf(word.slice(0, 3).toLowerCase()) + 1;

/** 1968-3-5, 1968.3.5, 1968/03/05, 1968年3月5日, 19680305, 5 March 1968 → '1968-03-05'. */
export const parseDay = (text: string): string | undefined => {
  const typed = half(text).replace(/\s+/g, ' ');
  const digits = /^(\d{4})(\d{2})(\d{2})$/.exec(typed);
  const parts = digits ?? /^(\d{4}) ?[-./年 ] ?(\d{1,2}) ?[-./月 ] ?(\d{1,2}) ?[日号]?$/.exec(typed);
  if (parts) return dayOf(Number(parts[1]), Number(parts[2]), Number(parts[3]));
  const english = /^(\d{1,2}) ([A-Za-z]{3,9}),? (\d{4})$/.exec(typed);
  if (english) return dayOf(Number(english[3]), englishMonth(english[2]!), Number(english[1]));
  const american = /^([A-Za-z]{3,9}) (\d{1,2}),? (\d{4})$/.exec(typed);
  return american ? dayOf(Number(american[3]), englishMonth(american[1]!), Number(american[2])) : undefined;
};

/** 2026-3, 2026.03, 2026年3月, 202603, March 2026 → '2026-03'. */
export const parseMonth = (text: string): string | undefined => {
  const typed = half(text).replace(/\s+/g, ' ');
  const parts = /^(\d{4})(\d{2})$/.exec(typed) ?? /^(\d{4}) ?[-./年 ] ?(\d{1,2}) ?(?:月份?)?$/.exec(typed);
  if (parts) return monthOf(Number(parts[1]), Number(parts[2]));
  const english = /^([A-Za-z]{3,9}),? (\d{4})$/.exec(typed);
  return english ? monthOf(Number(english[2]), englishMonth(english[1]!)) : undefined;
};

const numeral = /^([+-]?)(\d+)(?:\.(\d*))?$/;

const bare = (text: string) => half(text).replace(/(?<=\d)[,，\s](?=\d)/g, '');

/** Digits as typed, full-width and grouped ones too. */
export const parseNumber = (text: string): number | undefined => {
  const typed = bare(text);
  return numeral.test(typed) ? Number(typed) : undefined;
};

/** Yuan as people write them (1,234.56 · ¥1234 · 5万元) → fen; computed on the digits, so that no cent is lost. */
export const parseMoney = (text: string): number | undefined => {
  const typed = bare(text)
    .replace(/^(?:¥|￥|rmb|cny)\s*/i, '')
    .replace(/\s*(?:元|块|yuan)$/i, '')
    .trim();
  const scaled = /^(.*?)\s*万$/.exec(typed);
  const parts = numeral.exec(scaled ? scaled[1]! : typed);
  if (!parts) return undefined;
  const places = scaled ? 6 : 2;
  const fraction = (parts[3] ?? '').replace(/0+$/, '');
  if (fraction.length > places) return undefined;
  const fen = Number(`${parts[2]}${fraction.padEnd(places, '0')}`);
  return Number.isSafeInteger(fen) ? (parts[1] === '-' ? -fen : fen) : undefined;
};

const texts = (data: FormDataLike, name: string): string[] =>
  data.getAll(name).filter((value): value is string => typeof value === 'string');

/** One field, or three (`name.year`, `name.month`, `name.day`); what is no date is handed on as typed, for the validator to name. */
const postedDay = (data: FormDataLike, name: string, month: boolean): string | undefined => {
  const parts = ['year', 'month', ...(month ? [] : ['day'])].map((part) =>
    half(texts(data, `${name}.${part}`)[0] ?? ''),
  );
  const typed = texts(data, name)[0]?.trim() || (parts.some((part) => part !== '') ? parts.join('-') : '');
  return typed === '' ? undefined : ((month ? parseMonth(typed) : parseDay(typed)) ?? typed);
};

const yes = new Set(['yes', 'true', 'on', '1', '是']);
const no = new Set(['no', 'false', 'off', '0', '否']);

const postedField = (question: Column, data: FormDataLike, name: string): Answer | undefined => {
  if (question.kind === 'date' || question.kind === 'month') return postedDay(data, name, question.kind === 'month');
  const typed = texts(data, name);
  if (question.kind === 'choices') {
    const chosen = typed.filter((value) => value !== '');
    return chosen.length === 0 ? undefined : chosen;
  }
  // The last of several: a hidden field before a box gives the unticked value.
  const text = typed.at(-1) ?? '';
  if (text.trim() === '') return undefined;
  if (question.kind === 'yesno' || question.kind === 'declaration') {
    const word = half(text).toLowerCase();
    return yes.has(word) ? true : no.has(word) ? false : text;
  }
  if (question.kind === 'number') return parseNumber(text) ?? text;
  if (question.kind === 'money') return parseMoney(text) ?? text;
  return text;
};

const postedRows = (question: Question, data: FormDataLike): Answers[] | undefined => {
  const prefix = `${question.id}.`;
  const rows = new Set<number>();
  for (const key of data.keys()) {
    const at = key.startsWith(prefix) ? /^(\d{1,4})\./.exec(key.slice(prefix.length)) : null;
    if (at) rows.add(Number(at[1]));
  }
  const filled = [...rows]
    .sort((one, other) => one - other)
    .map((at) => {
      const row: Answers = {};
      for (const column of question.columns ?? []) {
        const answer = postedField(column, data, `${prefix}${at}.${column.id}`);
        if (answer !== undefined) row[column.id] = answer;
      }
      return row;
    })
    .filter((row) => Object.keys(row).length > 0);
  return filled.length === 0 ? undefined : filled;
};

/**
 * The answer that a posted page gives to a question; undefined when it was left empty. Never fails: what cannot be read
 * as the question's kind comes back as typed, and `checkAnswers` says what is wrong with it beside the field.
 * Field names: `id`; for dates also `id.year`, `id.month`, `id.day`; in rows `id.0.column`.
 */
export const parseFormData = (question: Question, data: FormDataLike): Answer | undefined =>
  question.kind === 'rows' ? postedRows(question, data) : postedField(question, data, question.id);
