import { parseBankCard } from '#domain/identity/bank.ts';
import { parseForeignCard } from '#domain/identity/foreign-card.ts';
import { parseName } from '#domain/identity/names.ts';
import { type NumberContext, type Parsed, tidyNumber } from '#domain/identity/parsed.ts';
import { parseMobile, parsePhone } from '#domain/identity/phone.ts';
import { parseResidentId } from '#domain/identity/resident-id.ts';
import { parseUscc } from '#domain/identity/uscc.ts';
import { isLocalDate } from '#domain/kernel/dates.ts';
import type { FieldProblem, ProblemParams } from '#domain/kernel/problem.ts';
import { isMonth, resolveDay } from './days.ts';
import type { Answer, Column } from './form.ts';

/** The checks of identifiers, each giving the one spelling that is stored. */
export interface Checkers {
  residentId: (value: string) => Parsed<string>;
  uscc: (value: string) => Parsed<string>;
  mobile: (value: string) => Parsed<string>;
  telephone: (value: string) => Parsed<string>;
  bankAccount: (value: string) => Parsed<string>;
  /** The birth date that a valid resident ID holds. */
  birthDate: (residentId: string) => string | undefined;
  /** Whether a 12-digit code names a division in force; only its shape is checked when absent. */
  division?: (code: string) => boolean;
}

const only = <Value>(parsed: Parsed<Value>, text: (value: Value) => string): Parsed<string> =>
  parsed.ok ? { ok: true, value: text(parsed.value) } : parsed;

/** The checks of the identity room. A resident ID question takes a foreigner's permanent residence card as well. */
export const standardCheckers = (context: NumberContext, division?: (code: string) => boolean): Checkers => ({
  residentId: (value) => {
    const resident = only(parseResidentId(value, context), (read) => read.number);
    if (resident.ok) return resident;
    const foreign = only(parseForeignCard(value, context), (read) => read.number);
    return foreign.ok ? foreign : resident;
  },
  uscc: (value) => only(parseUscc(value, context), (read) => read.number),
  mobile: parseMobile,
  telephone: (value) => only(parsePhone(value), (read) => read.number),
  bankAccount: parseBankCard,
  birthDate: (value) => {
    const read = parseResidentId(value, context);
    return read.ok ? read.value.birthDate : undefined;
  },
  ...(division && { division }),
});

export interface CheckContext {
  /** Local date in Asia/Shanghai. */
  today: string;
  mode: 'draft' | 'submit';
  checkers: Checkers;
}

const defaultLength = { text: 120, longtext: 2000, address: 200 } as const;
export const maxMoney = 1_000_000_000_00;
export const maxRows = 500;

/** What one answer came to: `value` is kept in the draft even where a problem is named, so that nobody types it again. */
export interface Outcome {
  value?: Answer;
  problems: FieldProblem[];
}

export const wrongShape = (path: string): Outcome => ({ problems: [{ path, code: 'form.wrong-shape' }] });

const outcome = (value: Answer, path: string, code?: string, params?: ProblemParams): Outcome => ({
  value,
  problems: code === undefined ? [] : [{ path, code, ...(params && { params }) }],
});

const length = (text: string) => [...text].length;

// biome-ignore lint/suspicious/noControlCharactersInRegex: what is removed is exactly the control characters
const controls = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u200b-\u200f\u2028-\u202e\u2060\ufeff]/g;

/** One line without control characters or doubled spaces. */
const oneLine = (value: string) => value.replace(controls, '').replace(/\s+/gu, ' ').trim();
const manyLines = (value: string) => value.replace(/\r\n?/g, '\n').replace(controls, '').trim();

const checkText = (question: Column, value: string, path: string): Outcome => {
  const text = question.kind === 'longtext' ? manyLines(value) : oneLine(value);
  const max = typeof question.max === 'number' ? question.max : defaultLength[question.kind as 'text'];
  const min = typeof question.min === 'number' ? question.min : question.kind === 'address' ? 4 : 1;
  if (length(text) > max) return outcome(text, path, 'form.too-long', { max, now: length(text) });
  if (length(text) < min) return outcome(text, path, 'form.too-short', { min });
  return outcome(text, path);
};

const checkName = (value: string, path: string): Outcome => {
  const name = parseName(value);
  return name.ok ? outcome(name.value, path) : outcome(oneLine(value), path, name.code, name.params);
};

const checkAmount = (question: Column, value: number, path: string): Outcome => {
  const money = question.kind === 'money';
  const decimals = money ? 0 : (question.decimals ?? 0);
  if (!Number.isFinite(value)) return wrongShape(path);
  if (Number(value.toFixed(decimals)) !== value) {
    return decimals === 0
      ? outcome(value, path, 'form.not-whole')
      : outcome(value, path, 'form.too-many-decimals', { decimals });
  }
  const min = typeof question.min === 'number' ? question.min : 0;
  const max = typeof question.max === 'number' ? question.max : maxMoney;
  if (value < min) return outcome(value, path, money ? 'form.money-too-small' : 'form.too-small', { min });
  if (value > max) return outcome(value, path, money ? 'form.money-too-large' : 'form.too-large', { max });
  return outcome(value, path);
};

/** The first and last day or month that a question admits on `today`. */
export const dayRange = (question: Column, today: string): { min: string; max: string } => {
  const bound = (given: number | string | undefined, other: string) =>
    typeof given === 'string' ? resolveDay(given, today) : other;
  const [min, max] = [bound(question.min, '1900-01-01'), bound(question.max, '2100-12-31')];
  return question.kind === 'month' ? { min: min.slice(0, 7), max: max.slice(0, 7) } : { min, max };
};

const checkDay = (question: Column, value: string, path: string, today: string): Outcome => {
  const month = question.kind === 'month';
  if (!(month ? isMonth(value) : isLocalDate(value)))
    return outcome(value, path, month ? 'form.not-a-month' : 'form.not-a-date');
  const { min, max } = dayRange(question, today);
  if (value < min) return outcome(value, path, month ? 'form.month-too-early' : 'form.date-too-early', { min });
  if (value > max) return outcome(value, path, month ? 'form.month-too-late' : 'form.date-too-late', { max });
  return outcome(value, path);
};

const checkChoices = (question: Column, value: readonly unknown[], path: string): Outcome => {
  const known = (question.options ?? []).map((option) => option.value);
  if (!value.every((one) => typeof one === 'string' && known.includes(one))) {
    return { problems: [{ path, code: 'form.not-an-option' }] };
  }
  const chosen = known.filter((one) => value.includes(one));
  const max = typeof question.max === 'number' ? question.max : known.length;
  const min = typeof question.min === 'number' ? question.min : 1;
  if (chosen.length > max) return outcome(chosen, path, 'form.too-many-choices', { max });
  if (chosen.length < min) return outcome(chosen, path, 'form.too-few-choices', { min });
  return outcome(chosen, path);
};

const identifierChecks = {
  'resident-id': 'residentId',
  uscc: 'uscc',
  mobile: 'mobile',
  telephone: 'telephone',
  'bank-account': 'bankAccount',
} as const satisfies Partial<Record<Column['kind'], keyof Checkers>>;

const isIdentifier = (kind: Column['kind']): kind is keyof typeof identifierChecks =>
  Object.hasOwn(identifierChecks, kind);

const checkIdentifier = (
  kind: keyof typeof identifierChecks,
  value: string,
  path: string,
  checkers: Checkers,
): Outcome => {
  const checked = checkers[identifierChecks[kind]](value);
  return checked.ok ? outcome(checked.value, path) : outcome(oneLine(value), path, checked.code, checked.params);
};

/** The account of an organisation has no check digit; banks number theirs in 8 to 32 digits. */
const checkCorporateAccount = (value: string, path: string): Outcome => {
  const account = tidyNumber(value);
  return outcome(account, path, /^\d{8,32}$/.test(account) ? undefined : 'form.corporate-account');
};

const checkDivision = (value: string, path: string, checkers: Checkers): Outcome => {
  const code = value.normalize('NFKC').trim();
  const known = /^\d{12}$/.test(code) && (checkers.division?.(code) ?? true);
  return outcome(code, path, known ? undefined : 'form.division');
};

/** Whether the reader left it empty: an empty text, an unticked declaration, no choice and no row. */
export const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  (typeof value === 'string' && value.trim() === '') ||
  (Array.isArray(value) && value.length === 0);

/** Checks one answer that is not empty; `rows` are checked row by row by `checkAnswers`. */
export const checkValue = (question: Column, value: unknown, path: string, context: CheckContext): Outcome => {
  const { kind } = question;
  if (kind === 'yesno' || kind === 'declaration')
    return typeof value === 'boolean' ? outcome(value, path) : wrongShape(path);
  if (kind === 'number' || kind === 'money') {
    // What a person typed and nobody could read as a number arrives as text (see parseFormData).
    if (typeof value === 'string') return { problems: [{ path, code: 'form.not-a-number' }] };
    return typeof value === 'number' ? checkAmount(question, value, path) : wrongShape(path);
  }
  if (kind === 'choices') return Array.isArray(value) ? checkChoices(question, value, path) : wrongShape(path);
  if (typeof value !== 'string') return wrongShape(path);
  if (kind === 'date' || kind === 'month') return checkDay(question, value, path, context.today);
  if (kind === 'choice') {
    const known = question.options?.some((option) => option.value === value);
    return known ? outcome(value, path) : { problems: [{ path, code: 'form.not-an-option' }] };
  }
  if (kind === 'person-name') return checkName(value, path);
  if (kind === 'division') return checkDivision(value, path, context.checkers);
  if (kind === 'corporate-account') return checkCorporateAccount(value, path);
  if (isIdentifier(kind)) return checkIdentifier(kind, value, path, context.checkers);
  return checkText(question, value, path);
};
