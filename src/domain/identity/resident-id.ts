import {
  birthDateIn,
  fault,
  isSampleDivision,
  type NumberContext,
  type Parsed,
  tidyNumber,
  understood,
} from './parsed.ts';

export type Sex = 'male' | 'female';

/** A number of the citizen number space: a citizen's own, or one given with a residence permit of HK, Macao or Taiwan. */
export interface ResidentId {
  kind: 'resident-id' | 'hk-macao-residence-permit' | 'taiwan-residence-permit';
  /** Eighteen characters, the last perhaps `X`; a fifteen-digit number comes back converted. */
  number: string;
  /** Six digits of GB/T 2260 as they were when the number was given; the division may be gone. */
  division: string;
  /** YYYY-MM-DD. */
  birthDate: string;
  sex: Sex;
  sequence: string;
  /** The number was given in its old form, which has no check digit: ask for the card. */
  from15: boolean;
  sample: boolean;
}

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** The eighteenth character for the first seventeen digits: GB 11643-1999, ISO 7064 MOD 11-2. */
export const residentIdCheck = (first17: string): string => {
  const sum = weights.reduce((total, weight, at) => total + weight * Number(first17[at]), 0);
  return '10X98765432'.charAt(sum % 11);
};

/** Provinces of GB/T 2260, with 81–83, which begin the numbers on residence permits of Hong Kong, Macao and Taiwan. */
const provinces = new Set(
  '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83'.split(' '),
);
export const isProvince = (twoDigits: string): boolean => provinces.has(twoDigits);

const kindOf = (division: string): ResidentId['kind'] => {
  if (division === '810000' || division === '820000') return 'hk-macao-residence-permit';
  if (division === '830000') return 'taiwan-residence-permit';
  return 'resident-id';
};

/** The old form left out the century; sequences 996–999 were kept for those over a hundred in 1984. */
const lengthen = (number: string): string => {
  const first17 = `${number.slice(0, 6)}${/99[6-9]$/.test(number) ? '18' : '19'}${number.slice(6)}`;
  return first17 + residentIdCheck(first17);
};

/**
 * Reads a citizen number (GB 11643-1999) of eighteen characters or, in its old form, fifteen digits. Spaces, dashes,
 * full-width digits and a small or a multiplication x are forgiven; nothing else is.
 */
export const parseResidentId = (raw: string, context: NumberContext): Parsed<ResidentId> => {
  const tidy = tidyNumber(raw).replace(/[×Х✕✖]$/u, 'X');
  if (tidy.length !== 18 && tidy.length !== 15) return fault('resident-id.length', { count: tidy.length });
  if (!/^(?:\d{15}|\d{17}[\dX])$/.test(tidy)) return fault('resident-id.characters');

  const from15 = tidy.length === 15;
  const number = from15 ? lengthen(tidy) : tidy;
  const division = number.slice(0, 6);
  const sample = isSampleDivision(division);
  if (!sample && !isProvince(number.slice(0, 2))) return fault('resident-id.region');

  const birthDate = birthDateIn(number.slice(6, 14));
  if (!birthDate) return fault('resident-id.date');
  if (birthDate > context.today) return fault('resident-id.future');
  if (residentIdCheck(number) !== number[17]) return fault('resident-id.check');
  if (sample && !context.sampleRegion) return fault('document.sample');

  return understood({
    kind: kindOf(division),
    number,
    division,
    birthDate,
    sex: Number(number[16]) % 2 === 1 ? 'male' : 'female',
    sequence: number.slice(14, 17),
    from15,
    sample,
  });
};

/** A well-formed number for a sample person. `birthDate` is YYYY-MM-DD, `sequence` 0–999, odd for a man. */
export const makeResidentId = (division: string, birthDate: string, sequence: number): string => {
  const first17 = `${division}${birthDate.replaceAll('-', '')}${String(sequence).padStart(3, '0')}`;
  if (!/^\d{17}$/.test(first17))
    throw new RangeError('a resident ID needs six digits, a date and a sequence below 1000');
  return first17 + residentIdCheck(first17);
};
