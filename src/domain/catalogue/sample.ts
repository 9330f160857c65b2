import { luhnCheck } from '#domain/identity/bank.ts';
import { makeResidentId } from '#domain/identity/resident-id.ts';
import { makeUscc } from '#domain/identity/uscc.ts';
import { addDays, daysBetween } from '#domain/kernel/dates.ts';
import { keepsCheck } from './answers.ts';
import { resolveDay } from './days.ts';
import { type Answer, type Answers, type Column, type Form, holds, type Question, questionsOf } from './form.ts';
import { dayRange, maxMoney, standardCheckers } from './values.ts';

/** A source of numbers from 0 to below 1; the same source gives the same answers. */
export type Random = () => number;

/** A small fast source for a seed (mulberry32), the same on every machine. */
export const seeded = (seed: number): Random => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
};

export interface SampleOptions {
  /** Local date; bounds such as 'today-60y' are measured from it. */
  today: string;
  /** How likely an optional question is answered, 0 to 1. */
  optional?: number;
  /** Divisions to choose from; villages of the fictional region when absent. */
  divisions?: readonly string[];
  /** Answers that are given already, such as the applicant's own name; kept where they are asked. */
  known?: Readonly<Answers>;
}

const whole = (random: Random, from: number, to: number) => from + Math.floor(random() * (to - from + 1));
const oneOf = <Value>(random: Random, values: readonly Value[]): Value => values[whole(random, 0, values.length - 1)]!;
const digits = (random: Random, count: number) => Array.from({ length: count }, () => whole(random, 0, 9)).join('');

const surnames = [
  ...'王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕',
  '欧阳',
  '司马',
];
const givenNames = [...'秀英桂兰玉珍国强建华志明德福春梅文军晓燕小龙永贵淑芬红霞海燕光明成林长生'];
const places = ['柳树沟', '石板桥', '青杠坡', '大水井', '桐子林', '老鹰岩', '白杨坪'];
const phrases = ['家中种地，农闲外出做工。', '情况属实，请予办理。', '愿意配合核实有关情况。', '希望尽快办理。'];
const sampleDivisions = ['990101001001', '990101001002', '990101002001', '990102001001', '990103002003'];

const sampleName = (random: Random) =>
  oneOf(random, surnames) + Array.from({ length: whole(random, 1, 2) }, () => oneOf(random, givenNames)).join('');

const sampleText = (question: Column, random: Random): string => {
  const wanted =
    question.kind === 'address'
      ? `${oneOf(random, places)}村${whole(random, 1, 9)}组${whole(random, 1, 200)}号`
      : oneOf(random, phrases);
  const min = typeof question.min === 'number' ? question.min : 1;
  const max = typeof question.max === 'number' ? question.max : 100;
  return [...wanted.repeat(Math.ceil(min / wanted.length) || 1)].slice(0, max).join('').trim();
};

const sampleDay = (question: Column, random: Random, today: string): string => {
  const { min, max } = dayRange(question, today);
  if (question.kind === 'date') return addDays(min, whole(random, 0, daysBetween(min, max)));
  const day = addDays(`${min}-01`, whole(random, 0, daysBetween(`${min}-01`, `${max}-01`)));
  return day.slice(0, 7);
};

const sampleAmount = (question: Column, random: Random): number => {
  const unit = question.kind === 'money' ? 1 : 10 ** -(question.decimals ?? 0);
  const min = typeof question.min === 'number' ? question.min : 0;
  const max = typeof question.max === 'number' ? question.max : Math.min(maxMoney, min + 1_000_00);
  return Number((min + Math.floor((random() * (max - min)) / unit) * unit).toFixed(question.decimals ?? 0));
};

const sampleChoices = (question: Column, random: Random): string[] => {
  const options = (question.options ?? []).map((option) => option.value);
  const min = typeof question.min === 'number' ? question.min : 1;
  const max = typeof question.max === 'number' ? question.max : options.length;
  const count = whole(random, min, max);
  const ranked = options.map((value) => ({ value, rank: random() })).sort((one, other) => one.rank - other.rank);
  const chosen = new Set(ranked.slice(0, count).map((one) => one.value));
  return options.filter((value) => chosen.has(value));
};

const sampleBankCard = (random: Random) => {
  const body = `6217${digits(random, 14)}`;
  return body + luhnCheck(body);
};

/** Nobody's numbers: the fictional region 9901xx, and a block of mobile numbers that ends in a short serial. */
const sampleValue = (question: Column, random: Random, options: SampleOptions, birth: Column | undefined): Answer => {
  switch (question.kind) {
    case 'person-name':
      return sampleName(random);
    case 'resident-id': {
      const range: Column = birth ?? { ...question, kind: 'date', min: 'today-80y', max: 'today-18y' };
      return makeResidentId(
        oneOf(random, ['990101', '990102', '990103']),
        sampleDay(range, random, options.today),
        whole(random, 0, 995),
      );
    }
    case 'uscc':
      return makeUscc('91', '990101', whole(random, 1, 99_999_999));
    case 'mobile':
    case 'telephone':
      return `1990000${digits(random, 4)}`;
    case 'bank-account':
      return sampleBankCard(random);
    case 'corporate-account':
      return `9901${digits(random, 12)}`;
    case 'division':
      return oneOf(random, options.divisions ?? sampleDivisions);
    case 'yesno':
      return random() < 0.5;
    case 'declaration':
      return true;
    case 'choice':
      return oneOf(random, question.options ?? []).value;
    case 'choices':
      return sampleChoices(question, random);
    case 'number':
    case 'money':
      return sampleAmount(question, random);
    case 'date':
    case 'month':
      return sampleDay(question, random, options.today);
    default:
      return sampleText(question, random);
  }
};

const sampleRows = (question: Question, random: Random, options: SampleOptions): Answers[] => {
  const min = typeof question.min === 'number' ? question.min : 1;
  const count = whole(
    random,
    min,
    Math.max(min, Math.min(typeof question.max === 'number' ? question.max : 5, min + 2)),
  );
  const seen = new Set<Answer | undefined>();
  const rows: Answers[] = [];
  while (rows.length < count) {
    const row: Answers = {};
    for (const column of question.columns ?? []) {
      if (column.when && !holds(column.when, row)) continue;
      if (!column.required && random() >= (options.optional ?? 0.5)) continue;
      row[column.id] = sampleValue(column, random, options, undefined);
    }
    if (question.uniqueBy && seen.has(row[question.uniqueBy])) continue;
    if (question.uniqueBy) seen.add(row[question.uniqueBy]);
    rows.push(row);
  }
  return rows;
};

/**
 * Answers that `checkAnswers` accepts for submission, the same for the same source. For tests, the demonstration and
 * the load generator. Throws a RangeError where a form's own bounds leave no valid answer.
 */
export const answersFor = (form: Form, random: Random, options: SampleOptions): Answers => {
  const questions = questionsOf(form);
  const birthOf = standardCheckers({ today: options.today, sampleRegion: true }).birthDate;
  const answers: Answers = {};

  const asBound = (value: Answer | undefined): number | string | undefined =>
    typeof value === 'string' ? `${value}-01`.slice(0, 10) : typeof value === 'number' ? value : undefined;

  /** The question with its bounds drawn in by the answers that it is held against. */
  const narrowed = (question: Question): Question => {
    const resolve = (bound: number | string | undefined) =>
      typeof bound === 'string' ? resolveDay(bound, options.today) : bound;
    let [min, max] = [resolve(question.min), resolve(question.max)];
    for (const { left, relation, right } of form.checks) {
      if (relation !== 'before' && relation !== 'not-after' && relation !== 'at-most') continue;
      const low = right === question.id ? asBound(answers[left]) : undefined;
      const high = left === question.id ? asBound(answers[right]) : undefined;
      if (low !== undefined && (min === undefined || min < low)) min = low;
      if (high !== undefined && (max === undefined || max > high)) max = high;
    }
    return { ...question, min, max };
  };

  const sample = (question: Question): Answer => {
    if (question.kind === 'rows') return sampleRows(question, random, options);
    const births = form.checks.filter((check) => check.relation === 'birth-date-of');
    const id = births.find((check) => check.left === question.id);
    const known = id && answers[id.right];
    if (known !== undefined) return birthOf(String(known)) ?? String(known);
    const birth = questions.find((one) => births.some((check) => check.right === question.id && check.left === one.id));
    const born = birth && answers[birth.id];
    return sampleValue(
      narrowed(question),
      random,
      options,
      birth && typeof born === 'string' ? { ...birth, min: born, max: born } : birth,
    );
  };

  const consistent = (id: string, value: Answer): boolean =>
    form.checks.every((check) => {
      const left = check.left === id ? value : answers[check.left];
      const right = check.right === id ? value : answers[check.right];
      return (
        (check.left !== id && check.right !== id) ||
        left === undefined ||
        right === undefined ||
        keepsCheck(check, left, right, birthOf)
      );
    });

  for (const question of questions) {
    if (question.when && !holds(question.when, answers)) continue;
    const given = options.known?.[question.id];
    if (given !== undefined) {
      answers[question.id] = given;
      continue;
    }
    if (!question.required && random() >= (options.optional ?? 0.5)) continue;
    let value = sample(question);
    for (let tries = 0; !consistent(question.id, value); tries++) {
      if (tries === 1000) throw new RangeError(`no valid answer to ${question.id}`);
      value = sample(question);
    }
    answers[question.id] = value;
  }
  return answers;
};
