import type { Language } from '#domain/kernel/text.ts';
import enForm from '../../../locales/en/form.json' with { type: 'json' };
import enIdentity from '../../../locales/en/identity.json' with { type: 'json' };
import enProblems from '../../../locales/en/problems.json' with { type: 'json' };
import enStatus from '../../../locales/en/status.json' with { type: 'json' };
import enTimeline from '../../../locales/en/timeline.json' with { type: 'json' };
import zhForm from '../../../locales/zh-CN/form.json' with { type: 'json' };
import zhIdentity from '../../../locales/zh-CN/identity.json' with { type: 'json' };
import zhProblems from '../../../locales/zh-CN/problems.json' with { type: 'json' };
import zhStatus from '../../../locales/zh-CN/status.json' with { type: 'json' };
import zhTimeline from '../../../locales/zh-CN/timeline.json' with { type: 'json' };
import { fillWords, type Params } from './fill-words.ts';

/** What every audience says alike. Each audience adds the file of its own pages with `wordBook`. */
const common = {
  'zh-CN': { status: zhStatus, timeline: zhTimeline, problems: zhProblems, form: zhForm, identity: zhIdentity },
  en: { status: enStatus, timeline: enTimeline, problems: enProblems, form: enForm, identity: enIdentity },
} satisfies Record<Language, Files>;

type Files = Record<string, Record<string, string>>;
type KeyOf<F> = { [Name in keyof F & string]: `${Name}.${keyof F[Name] & string}` }[keyof F & string];

export interface Words<Key extends string> {
  /** The words behind a key that is written in the code: the compiler knows that it exists. */
  (key: Key, params?: Params): string;
  /** The words behind a key that comes from data, such as the code of a problem; undefined where there are none. */
  find: (key: string, params?: Params) => string | undefined;
  language: Language;
}

export function wordBook<Own extends Files>(own: Record<Language, Own>) {
  type Key = KeyOf<typeof common.en> | KeyOf<Own>;
  const bookOf = (language: Language): Words<Key> => {
    const table = new Map<string, string>();
    for (const [file, messages] of Object.entries({ ...common[language], ...own[language] }))
      for (const [key, message] of Object.entries(messages)) table.set(`${file}.${key}`, message);
    const find = (key: string, params?: Params): string | undefined => {
      const message = table.get(key);
      return message === undefined ? undefined : fillWords(message, params);
    };
    return Object.assign((key: Key, params?: Params) => find(key, params) ?? key, { find, language });
  };
  const books: Record<Language, Words<Key>> = { 'zh-CN': bookOf('zh-CN'), en: bookOf('en') };
  return (language: Language): Words<Key> => books[language];
}

/** The words that all audiences share: statuses, the story of a case, problems, checks of forms and numbers. */
export const words = wordBook({ 'zh-CN': {}, en: {} });

/** What can be wrong with an answer, by code: for `problemMessage` of the catalogue. */
export const formMessages: Record<Language, Readonly<Record<string, string>>> = {
  'zh-CN': { ...zhIdentity, ...zhForm },
  en: { ...enIdentity, ...enForm },
};
