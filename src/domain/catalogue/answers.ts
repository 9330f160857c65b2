import type { FieldProblem } from '#domain/kernel/problem.ts';
import {
  type Answer,
  type Answers,
  type Column,
  type CrossCheck,
  type Form,
  holds,
  type PrefillSource,
  type Question,
  questionsOf,
} from './form.ts';
import { type CheckContext, type Checkers, checkValue, isEmpty, maxRows, type Outcome, wrongShape } from './values.ts';

export { type CheckContext, type Checkers, standardCheckers } from './values.ts';

export interface CheckedAnswers {
  /** Answers of visible questions, in their one spelling. Where a problem is named the answer is kept as given. */
  clean: Answers;
  /** In the order of the form; `path` is `question` or `question.row.column`. Empty: the form may be submitted (or saved). */
  problems: FieldProblem[];
}

const requiredCode = (kind: Column['kind']): string => {
  if (kind === 'choice' || kind === 'choices' || kind === 'yesno') return 'form.required-choice';
  if (kind === 'declaration') return 'form.required-declaration';
  return kind === 'rows' ? 'form.required-rows' : 'form.required';
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const answerTo = (given: Readonly<Record<string, unknown>>, id: string): unknown =>
  Object.hasOwn(given, id) ? given[id] : undefined;

const unknownFields = (given: object, known: readonly { id: string }[], path = ''): FieldProblem[] => {
  const ids = new Set(known.map((one) => one.id));
  return Object.keys(given)
    .filter((key) => !ids.has(key))
    .map((key) => ({ path: `${path}${key}`, code: 'form.unknown-field' }));
};

const checkRow = (columns: readonly Column[], given: unknown, path: string, context: CheckContext): Outcome => {
  if (!isRecord(given)) return wrongShape(path);
  const row: Answers = {};
  const problems = unknownFields(given, columns, `${path}.`);
  for (const column of columns) {
    if (column.when && !holds(column.when, row)) continue;
    const checked = checkField(column, answerTo(given, column.id), `${path}.${column.id}`, context);
    problems.push(...checked.problems);
    if (checked.value !== undefined) row[column.id] = checked.value;
  }
  return { value: [row], problems };
};

const checkRows = (question: Question, given: unknown, path: string, context: CheckContext): Outcome => {
  if (!Array.isArray(given)) return wrongShape(path);
  const max = typeof question.max === 'number' ? question.max : maxRows;
  // A list far too long is refused before its rows are worked on.
  if (given.length > max)
    return { problems: [{ path, code: 'form.too-many-rows', params: { max, now: given.length } }] };
  const checked = given.map((row, at) => checkRow(question.columns ?? [], row, `${path}.${at}`, context));
  const rows = checked.flatMap((row) => (row.value ?? []) as Answers[]);
  const problems = checked.flatMap((row) => row.problems);
  const min = typeof question.min === 'number' ? question.min : 1;
  if (context.mode === 'submit' && rows.length < min)
    problems.push({ path, code: 'form.too-few-rows', params: { min } });
  const { uniqueBy } = question;
  if (uniqueBy !== undefined) {
    const first = new Map<Answer, number>();
    rows.forEach((row, at) => {
      const value = row[uniqueBy];
      if (value === undefined) return;
      const before = first.get(value);
      if (before === undefined) first.set(value, at);
      else problems.push({ path: `${path}.${at}.${uniqueBy}`, code: 'form.repeated-row', params: { row: before + 1 } });
    });
  }
  return { ...(rows.length > 0 && { value: rows }), problems };
};

/** One answer, or one cell of a row: is it there, is it of its kind, does it keep within its bounds. */
const checkField = (question: Column | Question, given: unknown, path: string, context: CheckContext): Outcome => {
  const mustBeThere = question.required && context.mode === 'submit';
  if (isEmpty(given)) return { problems: mustBeThere ? [{ path, code: requiredCode(question.kind) }] : [] };
  if (question.kind === 'rows') return checkRows(question as Question, given, path, context);
  const checked = checkValue(question, given, path, context);
  const declined = question.kind === 'declaration' && given === false;
  return declined && mustBeThere ? { ...checked, problems: [{ path, code: requiredCode('declaration') }] } : checked;
};

/** A date and a month are compared by month. */
const comparable = (left: Answer, right: Answer): [Answer, Answer] => {
  if (typeof left !== 'string' || typeof right !== 'string' || left.length === right.length) return [left, right];
  const shorter = Math.min(left.length, right.length);
  return shorter === 7 ? [left.slice(0, 7), right.slice(0, 7)] : [left, right];
};

/** Whether two answers keep a cross check's rule. An ID that is itself wrong is told as that, not here. */
export const keepsCheck = (
  check: CrossCheck,
  left: Answer,
  right: Answer,
  birthDate: Checkers['birthDate'],
): boolean => {
  if (check.relation === 'birth-date-of') {
    const birth = birthDate(String(right));
    return birth === undefined || birth === left;
  }
  const [one, other] = comparable(left, right);
  if (check.relation === 'equals') return one === other;
  if (check.relation === 'differs') return one !== other;
  return check.relation === 'before' ? one < other : one <= other;
};

/**
 * The validator of every channel. Closed: a field that the form does not define is a problem. Conditions are honoured:
 * the answers of hidden questions are dropped and never asked for. In `draft` nothing is required yet; what is there is
 * checked all the same, so that a mistake is told beside its field at once.
 */
export const checkAnswers = (
  form: Form,
  given: Readonly<Record<string, unknown>>,
  context: CheckContext,
): CheckedAnswers => {
  const questions = questionsOf(form);
  const clean: Answers = {};
  const problems: FieldProblem[] = [];
  for (const question of questions) {
    if (question.when && !holds(question.when, clean)) continue;
    const checked = checkField(question, answerTo(given, question.id), question.id, context);
    problems.push(...checked.problems);
    if (checked.value !== undefined) clean[question.id] = checked.value;
  }
  const wrong = new Set(problems.map((one) => one.path));
  for (const check of form.checks) {
    const [left, right] = [clean[check.left], clean[check.right]];
    if (left === undefined || right === undefined || wrong.has(check.left) || wrong.has(check.right)) continue;
    if (!keepsCheck(check, left, right, context.checkers.birthDate))
      problems.push({ path: check.left, code: 'form.check', params: { check: check.id } });
  }
  return { clean, problems: [...problems, ...unknownFields(given, questions)] };
};

/** The questions that are asked now: those whose condition holds over the answers before them. */
export const visibleQuestions = (form: Form, answers: Readonly<Answers>): Question[] => {
  const seen: Answers = {};
  return questionsOf(form).filter((question) => {
    if (question.when && !holds(question.when, seen)) return false;
    const answer = Object.hasOwn(answers, question.id) ? answers[question.id] : undefined;
    if (answer !== undefined) seen[question.id] = answer;
    return true;
  });
};

/** The facts of the master record that this form asks for, put where they are asked. */
export const prefilled = (form: Form, facts: Readonly<Partial<Record<PrefillSource, Answer>>>): Answers => {
  const answers: Answers = {};
  for (const question of questionsOf(form)) {
    const fact = question.prefill === undefined ? undefined : facts[question.prefill];
    if (fact !== undefined) answers[question.id] = fact;
  }
  return answers;
};
