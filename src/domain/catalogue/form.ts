import { z } from 'zod';
import { Text } from '#domain/kernel/text.ts';

/**
 * The form: anything that is filled in. One definition gives the validator, the citizen's page (one question per page),
 * the clerk's panel, the printed sheet and the completeness check. Question ids are never reused within an item, so that
 * an old draft can be carried over to a newer version.
 */
const questionKinds = [
  'text',
  'longtext',
  'number',
  'money',
  'date',
  'month',
  'yesno',
  'choice',
  'choices',
  'person-name',
  'resident-id',
  'uscc',
  'mobile',
  'telephone',
  'bank-account',
  'corporate-account',
  'division',
  'address',
  'rows',
  'declaration',
] as const;
export type QuestionKind = (typeof questionKinds)[number];

/**
 * Shown only when the condition holds; every named question comes earlier in the form, on an earlier page.
 * `equals` and `in` hold for a `choices` answer that contains the value; an unanswered question fulfils only `answered: false`.
 */
export type Condition =
  | { question: string; equals: string | number | boolean }
  | { question: string; in: (string | number)[] }
  | { question: string; answered: boolean }
  | { question: string; atLeast: number }
  | { question: string; below: number }
  | { all: Condition[] }
  | { any: Condition[] }
  | { not: Condition };
export const Condition: z.ZodType<Condition> = z.lazy(() =>
  z.union([
    z.strictObject({ question: z.string(), equals: z.union([z.string(), z.number(), z.boolean()]) }),
    z.strictObject({ question: z.string(), in: z.array(z.union([z.string(), z.number()])).min(1) }),
    z.strictObject({ question: z.string(), answered: z.boolean() }),
    z.strictObject({ question: z.string(), atLeast: z.number() }),
    z.strictObject({ question: z.string(), below: z.number() }),
    z.strictObject({ all: z.array(Condition).min(1) }),
    z.strictObject({ any: z.array(Condition).min(1) }),
    z.strictObject({ not: Condition }),
  ]),
);

const Option = z.strictObject({ value: z.string().regex(/^[a-z0-9-]+$/), label: Text });
export type Option = z.infer<typeof Option>;

/** A fact that the master record already holds: nobody types the same thing twice. */
const prefillSources = [
  'person.name',
  'person.idNumber',
  'person.mobile',
  'person.account',
  'person.address',
  'person.birthDate',
  'person.sex',
  'person.division',
  'employer.name',
  'employer.uscc',
  'employer.telephone',
  'employer.address',
] as const;
export type PrefillSource = (typeof prefillSources)[number];

/** 'today', or a distance from it in days, months or years: 'today-60y', 'today+3m'. */
export const relativeDay = /^today(?:([+-])(\d{1,4})([dmy]))?$/;
const Bound = z.union([z.number(), z.iso.date(), z.string().regex(relativeDay)]);

const questionBase = {
  id: z.string().regex(/^[a-z][a-zA-Z0-9]*$/),
  label: Text,
  /** How to find the answer, in the reader's words. */
  hint: Text.optional(),
  kind: z.enum(questionKinds),
  required: z.boolean().default(true),
  when: Condition.optional(),
  options: z.array(Option).min(2).optional(),
  /** number, money (fen): least and greatest; text: length; choices, rows: count; dates and months: a day, see `relativeDay`. */
  min: Bound.optional(),
  max: Bound.optional(),
  /** number: digits after the point; whole numbers when absent. */
  decimals: z.number().int().min(1).max(4).optional(),
  unit: Text.optional(),
};

/** A column of a `rows` question: a question without columns of its own. Its condition names earlier columns of the same row. */
export const Column = z.strictObject(questionBase);
export type Column = z.infer<typeof Column>;

export const Question = z.strictObject({
  ...questionBase,
  prefill: z.enum(prefillSources).optional(),
  /** Asked on the page of the question before it: small questions that are one thought. */
  samePage: z.boolean().default(false),
  columns: z.array(Column).min(1).optional(),
  /** rows: no two rows may hold the same answer in this column. */
  uniqueBy: z.string().optional(),
  /** declaration: what is declared in full; a pledge names what is pledged, its basis and what follows if it is false (国办发〔2020〕42号). */
  statement: Text.optional(),
});
export type Question = z.infer<typeof Question>;

const crossRelations = ['before', 'not-after', 'equals', 'differs', 'at-most', 'birth-date-of'] as const;

/** A rule across answers, refused with its own words: for example that the end lies after the beginning. */
export const CrossCheck = z.strictObject({
  id: z.string(),
  /** Left and right are question ids; the check is skipped while either is unanswered. The problem stands at the left one. */
  left: z.string(),
  relation: z.enum(crossRelations),
  right: z.string(),
  message: Text,
});
export type CrossCheck = z.infer<typeof CrossCheck>;

const Section = z.strictObject({ id: z.string(), title: Text, questions: z.array(Question).min(1) });
export type Section = z.infer<typeof Section>;

export const Form = z.strictObject({
  sections: z.array(Section).min(1),
  checks: z.array(CrossCheck).default([]),
});
export type Form = z.infer<typeof Form>;

/** Answers by question id. Money in fen, dates as 'YYYY-MM-DD', months as 'YYYY-MM', choices as arrays, rows as arrays of answers. */
export type Answer = string | number | boolean | string[] | Answers[];
export interface Answers {
  [question: string]: Answer;
}

export const questionsOf = (form: Form): Question[] => form.sections.flatMap((section) => section.questions);

/** Whether a condition holds over the answers so far. */
export const holds = (condition: Condition, answers: Readonly<Answers>): boolean => {
  if ('all' in condition) return condition.all.every((part) => holds(part, answers));
  if ('any' in condition) return condition.any.some((part) => holds(part, answers));
  if ('not' in condition) return !holds(condition.not, answers);
  const answer = Object.hasOwn(answers, condition.question) ? answers[condition.question] : undefined;
  if ('answered' in condition) return condition.answered === (answer !== undefined);
  if (answer === undefined) return false;
  if ('atLeast' in condition) return typeof answer === 'number' && answer >= condition.atLeast;
  if ('below' in condition) return typeof answer === 'number' && answer < condition.below;
  const wanted: readonly unknown[] = 'in' in condition ? condition.in : [condition.equals];
  return Array.isArray(answer) ? answer.some((one) => wanted.includes(one)) : wanted.includes(answer);
};

/** Every question id that a condition names. */
export const namedIn = (condition: Condition): string[] => {
  if ('all' in condition) return condition.all.flatMap(namedIn);
  if ('any' in condition) return condition.any.flatMap(namedIn);
  if ('not' in condition) return namedIn(condition.not);
  return [condition.question];
};
