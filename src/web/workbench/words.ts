import { useSyncExternalStore } from 'react';
import { isLocalDate, sayDate } from '#domain/kernel/dates.ts';
import type { Problem } from '#domain/kernel/problem.ts';
import { type Language, languages, type Text } from '#domain/kernel/text.ts';
import { fillWords } from '../shared/fill-words.ts';
import type { files as Files } from './words.en.ts';

type File = keyof typeof Files;

/** The words are fetched in the one language that is read, before the first page is drawn. */
const load: Record<Language, () => Promise<{ files: Record<File, Record<string, string>> }>> = {
  'zh-CN': () => import('./words.zh.ts'),
  en: () => import('./words.en.ts'),
};

const place = 'doorstep.language';
let current: Language = 'zh-CN';
let files: Partial<Record<File, Readonly<Record<string, string>>>> = {};
const listeners = new Set<() => void>();

type Params = Record<string, string | number>;
export type Word = keyof (typeof Files)['workbench'];

export const language = (): Language => current;

/** Words of the workbench's own screens. */
export const t = (key: Word, params?: Params): string => tx(`workbench.${key}`, params);

/** Words of any file, whose key comes from data: `status.office.received`, `actions.accept.verb`. */
export const maybe = (key: string, params?: Params): string | undefined => {
  const dot = key.indexOf('.');
  const message = files[key.slice(0, dot) as File]?.[key.slice(dot + 1)];
  return message === undefined ? undefined : fillWords(message, params);
};
export const tx = (key: string, params?: Params): string => maybe(key, params) ?? key;

/** The messages of `checkAnswers`, for `problemMessage`. */
export const formMessages = (): Readonly<Record<string, string>> => ({ ...files.form, ...files.identity });

export const inWords = (text: Text): string => text[current];

/** A refusal in words: what is wrong and what to do next. */
export const sayProblem = ({ problem, params }: Problem): string =>
  tx(
    `problems.${problem}`,
    params && Object.fromEntries(Object.entries(params).map(([name, value]) => [name, asSaid(value)])),
  );

/** A day crosses the contract as 2026-11-25; nobody says it so. */
const asSaid = (value: string | number): string | number =>
  typeof value === 'string' && isLocalDate(value) ? sayDate(value, current) : value;

/** A mistake at a field; its code is one of the form's, of an identifier's or of the organisation's, or says what any field may be. */
export const sayFieldProblem = (code: string, params?: Params): string =>
  (['form', 'identity', 'organisation', 'problems', 'workbench', 'input'] satisfies File[])
    .map((file) => maybe(`${file}.${code}.${params?.of}`, params) ?? maybe(`${file}.${code}`, params))
    .find(Boolean) ?? code;

export async function setLanguage(next: Language): Promise<void> {
  files = (await load[next]()).files;
  current = next;
  document.documentElement.lang = next;
  document.title = t('title');
  try {
    localStorage.setItem(place, next);
  } catch {
    // A browser that keeps nothing asks again next time.
  }
  for (const listener of listeners) listener();
}

/** The language chosen before on this computer, else the browser's, else Chinese. */
export function firstLanguage(): Language {
  let wanted = navigator.language;
  try {
    wanted = localStorage.getItem(place) ?? wanted;
  } catch {
    // As above.
  }
  return languages.find((known) => known === wanted) ?? (wanted.startsWith('en') ? 'en' : 'zh-CN');
}

export const useLanguage = (): Language =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => current,
  );
