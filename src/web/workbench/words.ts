import { useSyncExternalStore } from 'react';
import type { Problem } from '#domain/kernel/problem.ts';
import { type Language, languages, type Text } from '#domain/kernel/text.ts';
import enForm from '../../../locales/en/form.json' with { type: 'json' };
import enIdentity from '../../../locales/en/identity.json' with { type: 'json' };
import zhForm from '../../../locales/zh-CN/form.json' with { type: 'json' };
import zhIdentity from '../../../locales/zh-CN/identity.json' with { type: 'json' };
import { fillWords, words } from '../shared/words.ts';
import type { files as Files } from './words.en.ts';

/** The workbench's own words are fetched in the language that is read, before the first page is drawn. */
const load: Record<Language, () => Promise<{ files: Record<keyof typeof Files, Record<string, string>> }>> = {
  'zh-CN': () => import('./words.zh.ts'),
  en: () => import('./words.en.ts'),
};

const place = 'doorstep.language';
let common = words('zh-CN');
let own: Readonly<Record<string, string>> = {};
const listeners = new Set<() => void>();

type Params = Record<string, string | number>;
export type Word = keyof (typeof Files)['workbench'];

export const language = (): Language => common.language;

/** Words of the workbench's own screens. */
export const t = (key: Word, params?: Params): string => tx(`workbench.${key}`, params);

/** Words of any file, whose key comes from data: `status.office.received`, `actions.accept.verb`. */
export const maybe = (key: string, params?: Params): string | undefined => {
  const message = own[key];
  return message === undefined ? common.find(key, params) : fillWords(message, params);
};
export const tx = (key: string, params?: Params): string => maybe(key, params) ?? key;

/** The messages of `checkAnswers`, for `problemMessage`. */
export const formMessages = (): Readonly<Record<string, string>> =>
  common.language === 'en' ? { ...enForm, ...enIdentity } : { ...zhForm, ...zhIdentity };

export const inWords = (text: Text): string => text[common.language];

/** A refusal in words: what is wrong and what to do next. */
export const sayProblem = (problem: Problem): string => tx(`problems.${problem.problem}`, problem.params);

/** A mistake at a field; its code is one of the form's, of an identifier's or of the organisation's. */
export const sayFieldProblem = (code: string, params?: Params): string =>
  ['form', 'identity', 'organisation', 'problems', 'workbench']
    .map((file) => maybe(`${file}.${code}`, params))
    .find(Boolean) ?? code;

export async function setLanguage(next: Language): Promise<void> {
  const { files } = await load[next]();
  own = Object.fromEntries(
    Object.entries(files).flatMap(([file, messages]) =>
      Object.entries(messages).map(([key, message]) => [`${file}.${key}`, message]),
    ),
  );
  common = words(next);
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
    () => common.language,
  );
