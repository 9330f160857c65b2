import { isLocalDate } from '#domain/kernel/dates.ts';
import type { FieldProblem, ProblemParams } from '#domain/kernel/problem.ts';
import {
  type Column,
  type Condition,
  type CrossCheck,
  type Form,
  namedIn,
  type PrefillSource,
  type Question,
  questionsOf,
} from './form.ts';

/** The kinds of question into which a fact of the master record fits. */
const prefillKinds: Record<PrefillSource, readonly Question['kind'][]> = {
  'person.name': ['person-name', 'text'],
  'person.idNumber': ['resident-id'],
  'person.mobile': ['mobile', 'telephone'],
  'person.account': ['bank-account'],
  'person.address': ['address', 'text'],
  'person.birthDate': ['date'],
  'person.sex': ['choice'],
  'person.division': ['division'],
  'employer.name': ['text'],
  'employer.uscc': ['uscc'],
  'employer.telephone': ['telephone'],
  'employer.address': ['address', 'text'],
};

const dated = ['date', 'month'];
const counted = ['number', 'money'];
const written = ['text', 'longtext', 'address', 'person-name'];
const withOptions = ['choice', 'choices'];

export const repeated = (values: readonly string[]): string[] => [
  ...new Set(values.filter((value, at) => values.indexOf(value) !== at)),
];

type Report = (path: string, code: string, params?: ProblemParams) => void;

const checkBounds = (question: Column, path: string, report: Report) => {
  const days = dated.includes(question.kind);
  const numbers = [...counted, ...written, 'choices', 'rows'].includes(question.kind);
  for (const bound of [question.min, question.max]) {
    if (bound === undefined) continue;
    if (typeof bound === 'number' ? !numbers : !days || !(isLocalDate(bound) || bound.startsWith('today'))) {
      report(path, 'publish.bound-kind');
    }
  }
  const { min, max } = question;
  const comparable = typeof min === typeof max && !String(min).startsWith('today') && !String(max).startsWith('today');
  if (min !== undefined && max !== undefined && comparable && min > max) report(path, 'publish.bound-order');
  if (question.decimals !== undefined && question.kind !== 'number') report(path, 'publish.decimals');
};

const checkField = (question: Column, path: string, report: Report) => {
  if (withOptions.includes(question.kind) !== (question.options !== undefined)) report(path, 'publish.options');
  for (const value of repeated((question.options ?? []).map((option) => option.value)))
    report(path, 'publish.option-twice', { value });
  checkBounds(question, path, report);
};

const leaves = (condition: Condition): Condition[] => {
  if ('all' in condition) return condition.all.flatMap(leaves);
  if ('any' in condition) return condition.any.flatMap(leaves);
  return 'not' in condition ? leaves(condition.not) : [condition];
};

/** A condition must name a question that can be answered so. */
const checkLeaf = (leaf: Condition, named: Column, path: string, report: Report) => {
  const values = 'equals' in leaf ? [leaf.equals] : 'in' in leaf ? leaf.in : [];
  for (const value of values) {
    const yesno = named.kind === 'yesno' || named.kind === 'declaration';
    const fits = withOptions.includes(named.kind)
      ? named.options?.some((option) => option.value === value)
      : yesno
        ? typeof value === 'boolean'
        : counted.includes(named.kind) === (typeof value === 'number');
    if (!fits) report(path, 'publish.condition-value', { question: named.id, value: String(value) });
  }
  const bound = 'atLeast' in leaf ? leaf.atLeast : 'below' in leaf ? leaf.below : undefined;
  if (bound !== undefined && !counted.includes(named.kind)) {
    report(path, 'publish.condition-value', { question: named.id, value: bound });
  }
};

const checkCondition = (condition: Condition, earlier: readonly Column[], path: string, report: Report) => {
  for (const leaf of leaves(condition)) {
    const id = namedIn(leaf)[0]!;
    const named = earlier.find((one) => one.id === id);
    if (named) checkLeaf(leaf, named, path, report);
    else report(path, 'publish.condition-later', { question: id });
  }
};

const checkColumns = (question: Question, path: string, report: Report) => {
  const columns = question.columns ?? [];
  if ((question.kind === 'rows') !== columns.length > 0) report(path, 'publish.columns');
  for (const id of repeated(columns.map((column) => column.id))) report(path, 'publish.id-twice', { id });
  columns.forEach((column, at) => {
    const place = `${path}.${column.id}`;
    if (column.kind === 'rows') report(place, 'publish.columns');
    checkField(column, place, report);
    if (column.when) checkCondition(column.when, columns.slice(0, at), place, report);
  });
  const { uniqueBy } = question;
  if (uniqueBy !== undefined && !columns.some((column) => column.id === uniqueBy)) report(path, 'publish.unique-by');
};

/** Left and right of a cross check must be of kinds that can be held against each other. */
const checkCross = (check: CrossCheck, questions: readonly Question[], report: Report) => {
  const left = questions.find((question) => question.id === check.left);
  const right = questions.find((question) => question.id === check.right);
  const path = `checks.${check.id}`;
  if (!left || !right) return report(path, 'publish.check-question');
  const same = (kinds: readonly string[]) => kinds.includes(left.kind) && kinds.includes(right.kind);
  const fits =
    check.relation === 'birth-date-of'
      ? left.kind === 'date' && right.kind === 'resident-id'
      : check.relation === 'equals' || check.relation === 'differs'
        ? left.kind === right.kind
        : same(dated) || (left.kind === right.kind && same(counted));
  if (!fits) report(path, 'publish.check-kinds');
};

/** What is wrong with a form as a definition; empty when every channel can render and check it. */
export const formProblems = (form: Form): FieldProblem[] => {
  const problems: FieldProblem[] = [];
  const report: Report = (path, code, params) =>
    problems.push({ path: `form.${path}`, code, ...(params && { params }) });
  const questions = questionsOf(form);
  for (const id of repeated(questions.map((question) => question.id))) report(id, 'publish.id-twice', { id });
  for (const id of repeated(form.sections.map((section) => section.id))) report(id, 'publish.id-twice', { id });
  for (const id of repeated(form.checks.map((check) => check.id))) report(`checks.${id}`, 'publish.id-twice', { id });
  for (const section of form.sections) if (section.questions[0]!.samePage) report(section.id, 'publish.same-page');

  questions.forEach((question, at) => {
    const path = question.id;
    checkField(question, path, report);
    checkColumns(question, path, report);
    if (question.prefill && !prefillKinds[question.prefill].includes(question.kind)) report(path, 'publish.prefill');
    if (question.kind === 'declaration' && !question.statement) report(path, 'publish.statement');
    // Without JavaScript a page cannot show a question by an answer given on itself.
    const pageStart = question.samePage ? questions.findLastIndex((one, place) => place < at && !one.samePage) : at;
    if (question.when) checkCondition(question.when, questions.slice(0, Math.max(pageStart, 0)), path, report);
  });
  for (const check of form.checks) checkCross(check, questions, report);
  return problems;
};

/** Whether a condition of a material can ever be read from this form's answers. */
export const conditionProblems = (condition: Condition, form: Form, path: string): FieldProblem[] => {
  const problems: FieldProblem[] = [];
  checkCondition(condition, questionsOf(form), path, (place, code, params) =>
    problems.push({ path: place, code, ...(params && { params }) }),
  );
  return problems;
};
