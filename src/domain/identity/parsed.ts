import { isLocalDate } from '#domain/kernel/dates.ts';
import type { ProblemParams } from '#domain/kernel/problem.ts';

/**
 * Everything that can be wrong with a number that somebody typed. Each code is the key of its sentence in
 * `locales/<language>/identity.json`; places such as `{count}` are filled from `params`.
 */
export const identityFaults = [
  'resident-id.length',
  'resident-id.characters',
  'resident-id.region',
  'resident-id.date',
  'resident-id.future',
  'resident-id.check',
  'document.sample',
  'document.is-resident-id',
  'document.is-hk-macao-residence-permit',
  'document.is-taiwan-residence-permit',
  'document.is-foreign-permanent-residence',
  'foreign-card.shape',
  'foreign-card.region',
  'foreign-card.date',
  'foreign-card.future',
  'foreign-card.check',
  'travel-permit.hk-macao',
  'travel-permit.taiwan',
  'passport.chinese',
  'passport.foreign',
  'uscc.length',
  'uscc.characters',
  'uscc.check',
  'organisation-code.shape',
  'organisation-code.check',
  'bank-card.length',
  'bank-card.characters',
  'bank-card.check',
  'phone.mobile',
  'phone.area-code',
  'phone.shape',
  'name.empty',
  'name.characters',
  'name.length',
  'password.short',
  'password.long',
  'password.login',
  'password.simple',
  'password.common',
] as const;
export type IdentityFault = (typeof identityFaults)[number];

export interface Fault<Code extends string = IdentityFault> {
  ok: false;
  code: Code;
  params?: ProblemParams;
}

/** What was understood, or why it was not. */
export type Parsed<Value, Code extends string = IdentityFault> = { ok: true; value: Value } | Fault<Code>;

export const understood = <Value>(value: Value): { ok: true; value: Value } => ({ ok: true, value });

export const fault = <Code extends string>(code: Code, params?: ProblemParams): Fault<Code> => ({
  ok: false,
  code,
  ...(params && { params }),
});

export interface NumberContext {
  /** The local date, YYYY-MM-DD: nobody is born after it. */
  today: string;
  /** Whether the fictional region 9901xx is accepted. Only a demonstration accepts it. */
  sampleRegion: boolean;
}

/** The fictional region of every sample: GB/T 2260 has no province 99. */
export const isSampleDivision = (division: string): boolean => division.startsWith('9901');

/**
 * What people type around a number taken away: spaces, dashes and dots that group digits, full-width forms, lower case.
 * An input far longer than any number is cut, so that it is refused for its length without being worked on.
 */
export const tidyNumber = (raw: string): string =>
  raw
    .slice(0, 200)
    .normalize('NFKC')
    .replace(/[\s\p{Cf}\-‐‑‒–—―−_.·]/gu, '')
    .toUpperCase();

/** Nobody alive was born before; an earlier year is a slip of the finger. */
const earliestBirth = '1850-01-01';

/** The birth date (YYYY-MM-DD) that eight digits of a number say, or undefined where they are none. */
export const birthDateIn = (digits: string): string | undefined => {
  const date = `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6, 8)}`;
  return isLocalDate(date) && date >= earliestBirth ? date : undefined;
};
