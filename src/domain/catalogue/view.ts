import type { FieldProblem } from '#domain/kernel/problem.ts';
import { type Language, say, type Text } from '#domain/kernel/text.ts';
import { type CheckContext, checkAnswers, visibleQuestions } from './answers.ts';
import { type Answers, type Form, type Question, questionsOf } from './form.ts';
import { type FormatOptions, formatAnswer, formatRows } from './format.ts';

/** One thought, one page: a question, with the small ones that belong to it (`samePage`). */
export interface Page {
  /** The id of its first question among those that the form defines, so that an address keeps its meaning. */
  id: string;
  section: { id: string; title: Text };
  questions: Question[];
}

/** The pages that are asked now, in order. */
export const pagesOf = (form: Form, answers: Readonly<Answers>): Page[] => {
  const visible = new Set(visibleQuestions(form, answers));
  const pages: Page[] = [];
  for (const { id, title, questions } of form.sections) {
    questions.forEach((question, at) => {
      if (at === 0 || !question.samePage) pages.push({ id: question.id, section: { id, title }, questions: [] });
      if (visible.has(question)) pages.at(-1)!.questions.push(question);
    });
  }
  return pages.filter((page) => page.questions.length > 0);
};

const neighbour = (form: Form, answers: Readonly<Answers>, page: string, step: 1 | -1): Page | undefined => {
  const order = questionsOf(form).map((question) => question.id);
  const here = order.indexOf(page);
  const pages = pagesOf(form, answers);
  return step === 1
    ? pages.find((one) => order.indexOf(one.id) > here)
    : pages.findLast((one) => order.indexOf(one.id) < here);
};

/** Where the reader goes on from a page (even one that an answer has just hidden); undefined: to "check your answers". */
export const nextPage = (form: Form, answers: Readonly<Answers>, page: string): Page | undefined =>
  neighbour(form, answers, page, 1);
export const previousPage = (form: Form, answers: Readonly<Answers>, page: string): Page | undefined =>
  neighbour(form, answers, page, -1);

export interface Progress {
  /** 1 for the first; `pages` for the last. */
  page: number;
  pages: number;
  section: number;
  sections: number;
}

/** How far a page is, among the pages asked now. */
export const progressAt = (form: Form, answers: Readonly<Answers>, page: string): Progress | undefined => {
  const pages = pagesOf(form, answers);
  const at = pages.findIndex((one) => one.id === page);
  if (at < 0) return undefined;
  const sections = [...new Set(pages.map((one) => one.section.id))];
  return {
    page: at + 1,
    pages: pages.length,
    section: sections.indexOf(pages[at]!.section.id) + 1,
    sections: sections.length,
  };
};

/** What still keeps the form from being sent, each with the page that mends it. */
export const unfinished = (
  form: Form,
  answers: Readonly<Answers>,
  context: Omit<CheckContext, 'mode'>,
): { page: string; found: FieldProblem }[] => {
  const { clean, problems } = checkAnswers(form, answers, { ...context, mode: 'submit' });
  const pages = pagesOf(form, clean);
  return problems.flatMap((found) => {
    const id = found.path.split('.')[0];
    const page = pages.find((one) => one.questions.some((question) => question.id === id));
    return page ? [{ page: page.id, found }] : [];
  });
};

export interface ReviewRow {
  question: string;
  /** The page on which it is changed. */
  page: string;
  label: string;
  /** Undefined while it is unanswered. */
  value: string | undefined;
  required: boolean;
  table?: { columns: string[]; rows: string[][] };
}

export interface ReviewSection {
  id: string;
  title: string;
  rows: ReviewRow[];
}

/** "Check your answers": every visible question with its answer in words, by section. The printed sheet reads the same. */
export const reviewOf = (
  form: Form,
  answers: Readonly<Answers>,
  language: Language,
  options: FormatOptions = {},
): ReviewSection[] => {
  const sections = new Map<string, ReviewSection>();
  for (const page of pagesOf(form, answers)) {
    const { id, title } = page.section;
    const section = sections.get(id) ?? { id, title: say(title, language), rows: [] };
    sections.set(id, section);
    for (const question of page.questions) section.rows.push(reviewRow(question, page.id, answers, language, options));
  }
  return [...sections.values()];
};

const reviewRow = (
  question: Question,
  page: string,
  answers: Readonly<Answers>,
  language: Language,
  options: FormatOptions,
): ReviewRow => {
  const answer = answers[question.id];
  const row = { question: question.id, page, label: say(question.label, language), required: question.required };
  if (answer === undefined) return { ...row, value: undefined };
  if (question.kind !== 'rows') return { ...row, value: formatAnswer(question, answer, language, options) };
  const columns = question.columns ?? [];
  const rows = formatRows(columns, answer as Answers[], language, options);
  return {
    ...row,
    value: language === 'en' ? (rows.length === 1 ? '1 row' : `${rows.length} rows`) : `共${rows.length}行`,
    table: { columns: columns.map((column) => say(column.label, language)), rows },
  };
};
