import { maskAddress, maskBankCard, maskDocument, maskName, maskPhone } from '#domain/identity/mask.ts';
import { sayShortDate } from '#domain/kernel/dates.ts';
import type { FieldProblem, ProblemParams } from '#domain/kernel/problem.ts';
import { fill, type Language, say, type Text } from '#domain/kernel/text.ts';
import { type Answer, type Answers, type Column, type Form, type QuestionKind, questionsOf } from './form.ts';

const words = {
  yes: { 'zh-CN': '是', en: 'Yes' },
  no: { 'zh-CN': '否', en: 'No' },
  agreed: { 'zh-CN': '已声明', en: 'Declared' },
  notAgreed: { 'zh-CN': '未声明', en: 'Not declared' },
} as const satisfies Record<string, Text>;

/** Fen as people write yuan: ¥1,234.56. */
export const formatMoney = (fen: number): string => {
  const digits = String(Math.abs(fen)).padStart(3, '0');
  const yuan = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ',');
  return `${fen < 0 ? '-' : ''}¥${yuan}.${digits.slice(-2)}`;
};

/** 'YYYY-MM' as 2026年3月, March 2026. */
export const formatMonth = (month: string, language: Language): string => {
  const first = sayShortDate(`${month}-01`, language);
  return language === 'en' ? first.slice(first.indexOf(' ') + 1) : first.slice(0, first.indexOf('月') + 1);
};

const masks: Partial<Record<QuestionKind, (value: string) => string>> = {
  'person-name': maskName,
  'resident-id': maskDocument,
  mobile: maskPhone,
  telephone: maskPhone,
  'bank-account': maskBankCard,
  'corporate-account': maskBankCard,
  address: maskAddress,
};

export interface FormatOptions {
  /** Hides what a bystander may not read: names, numbers and addresses. */
  masked?: boolean;
  divisionName?: (code: string) => string | undefined;
}

/** One answer in words. Rows are drawn as a table, see `reviewOf`. */
export const formatAnswer = (
  question: Column,
  answer: Answer,
  language: Language,
  options: FormatOptions = {},
): string => {
  const { kind } = question;
  if (typeof answer === 'boolean') {
    if (kind === 'declaration') return say(answer ? words.agreed : words.notAgreed, language);
    return say(answer ? words.yes : words.no, language);
  }
  if (typeof answer === 'number') {
    if (kind === 'money') return formatMoney(answer);
    const unit = question.unit ? say(question.unit, language) : '';
    return unit === '' ? String(answer) : language === 'en' ? `${answer} ${unit}` : `${answer}${unit}`;
  }
  if (Array.isArray(answer)) {
    const labels = answer
      .filter((one): one is string => typeof one === 'string')
      .map((one) => optionLabel(question, one, language));
    return labels.join(language === 'en' ? '; ' : '、');
  }
  if (kind === 'date') return /^\d{4}-\d{2}-\d{2}$/.test(answer) ? sayShortDate(answer, language) : answer;
  if (kind === 'month') return /^\d{4}-\d{2}$/.test(answer) ? formatMonth(answer, language) : answer;
  if (kind === 'choice') return optionLabel(question, answer, language);
  if (kind === 'division') return options.divisionName?.(answer) ?? answer;
  return options.masked ? (masks[kind]?.(answer) ?? answer) : answer;
};

const optionLabel = (question: Column, value: string, language: Language): string => {
  const option = question.options?.find((one) => one.value === value);
  return option ? say(option.label, language) : value;
};

/** The rows of an answer as the cells of a table; an unanswered cell is empty. */
export const formatRows = (
  columns: readonly Column[],
  rows: readonly Answers[],
  language: Language,
  options: FormatOptions = {},
): string[][] =>
  rows.map((row) =>
    columns.map((column) => {
      const cell = row[column.id];
      return cell === undefined ? '' : formatAnswer(column, cell, language, options);
    }),
  );

const atPath = (form: Form, path: string): { question: Column; row?: number; column?: Column } | undefined => {
  const [id, row, cell] = path.split('.');
  const question = questionsOf(form).find((one) => one.id === id);
  if (!question) return undefined;
  const column = question.columns?.find((one) => one.id === cell);
  return { question, ...(row !== undefined && { row: Number(row) }), ...(column && { column }) };
};

const sayParam = (code: string, name: string, value: string | number, language: Language): string | number => {
  if (name !== 'min' && name !== 'max') return value;
  if (code.startsWith('form.money-')) return formatMoney(Number(value));
  if (code.startsWith('form.date-')) return sayShortDate(String(value), language);
  return code.startsWith('form.month-') ? formatMonth(String(value), language) : value;
};

/**
 * What is wrong with an answer and what to do, in words. `messages` are those of locales/<language>/form.json and
 * identity.json by code; a cross check brings its own words. The place `{label}` is the question, or the column.
 */
export const problemMessage = (
  form: Form,
  found: FieldProblem,
  messages: Readonly<Record<string, string>>,
  language: Language,
): string => {
  if (found.code === 'form.check') {
    const check = form.checks.find((one) => one.id === found.params?.check);
    if (check) return say(check.message, language);
  }
  const place = atPath(form, found.path);
  const named = place?.column ?? place?.question;
  const params: ProblemParams = { label: named ? say(named.label, language) : found.path };
  for (const [name, value] of Object.entries(found.params ?? {}))
    params[name] = sayParam(found.code, name, value, language);
  const message = fill(messages[found.code] ?? found.code, params);
  if (place?.column === undefined || place.row === undefined) return message;
  return language === 'en' ? `Row ${place.row + 1}: ${message}` : `第${place.row + 1}行：${message}`;
};

/** The answers as a reader without a purpose sees them: names, numbers and addresses hidden, the rest as given. */
export const maskedAnswers = (form: Form, answers: Readonly<Answers>): Answers => {
  const mask = (columns: readonly Column[], given: Readonly<Answers>): Answers => {
    const shown: Answers = {};
    for (const [id, answer] of Object.entries(given)) {
      const question = columns.find((column) => column.id === id);
      const hide = question && masks[question.kind];
      if (hide && typeof answer === 'string') shown[id] = hide(answer);
      else if (Array.isArray(answer) && typeof answer[0] === 'object') {
        const inner = form.sections.flatMap((section) => section.questions).find((one) => one.id === id)?.columns ?? [];
        shown[id] = (answer as Answers[]).map((row) => mask(inner, row));
      } else shown[id] = answer;
    }
    return shown;
  };
  return mask(
    form.sections.flatMap((section) => section.questions),
    answers,
  );
};
