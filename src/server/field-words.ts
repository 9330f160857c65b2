import { type FieldProblem, type ProblemCode, problem, problemStatus } from '#domain/kernel/problem.ts';
import { fillWords, type Language } from '#domain/kernel/text.ts';
import enForm from '../../locales/en/form.json' with { type: 'json' };
import enIdentity from '../../locales/en/identity.json' with { type: 'json' };
import enImport from '../../locales/en/import.json' with { type: 'json' };
import enInput from '../../locales/en/input.json' with { type: 'json' };
import enOrganisation from '../../locales/en/organisation.json' with { type: 'json' };
import zhForm from '../../locales/zh-CN/form.json' with { type: 'json' };
import zhIdentity from '../../locales/zh-CN/identity.json' with { type: 'json' };
import zhImport from '../../locales/zh-CN/import.json' with { type: 'json' };
import zhInput from '../../locales/zh-CN/input.json' with { type: 'json' };
import zhOrganisation from '../../locales/zh-CN/organisation.json' with { type: 'json' };
import { say } from './platform/problem-words.ts';

const books: Record<Language, readonly Readonly<Record<string, string>>[]> = {
  'zh-CN': [zhInput, zhForm, zhIdentity, zhOrganisation, zhImport],
  en: [enInput, enForm, enIdentity, enOrganisation, enImport],
};

/** One mistake in words, at a field or in a cell. Whoever calls by program knows a question by its id, which stands for its label. */
export function sayField({ path, code, params }: FieldProblem, language: Language): string {
  const inBooks = (key: string) => books[language].map((book) => book[key]).find((text) => text !== undefined);
  const told = inBooks(`${code}.${params?.of}`) ?? inBooks(code);
  if (told !== undefined) return fillWords(told, { label: path, ...params });
  return code in problemStatus ? say(problem(code as ProblemCode, params), language) : (inBooks('invalid') ?? code);
}

const zhBook: Readonly<Record<string, string>> = zhImport;
const enBook: Readonly<Record<string, string>> = enImport;

interface Row {
  column: string | null;
  code: string;
  params?: FieldProblem['params'] | undefined;
}

/** The lines of an import's report, each with its sentence. */
export const withMessages = <R extends Row>(rows: readonly R[], language: Language): (R & { message: string })[] =>
  rows.map((row) => ({ ...row, message: sayLine(row, language) }));

/** The words of imports go before those of the same name elsewhere: in a table nothing is chosen from a list. */
function sayLine({ column, code, params }: Row, language: Language): string {
  const told: string | undefined = (language === 'en' ? enBook : zhBook)[code];
  return told === undefined
    ? sayField({ path: column ?? '', code, ...(params && { params }) }, language)
    : fillWords(told, { label: column ?? '', ...params });
}
