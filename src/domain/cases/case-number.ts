import { fault, type Parsed, tidyNumber, understood } from '#domain/identity/parsed.ts';

export const caseNumberFaults = ['case-number.characters', 'case-number.length', 'case-number.check'] as const;
export type CaseNumberFault = (typeof caseNumberFaults)[number];

/** A case number taken apart: county 2, year 2, serial 7, check 1. */
export interface CaseNumber {
  /** Twelve digits. */
  number: string;
  county: string;
  /** Of this century: `26` is 2026. */
  year: string;
  serial: number;
}

/**
 * Damm's quasigroup of order 10 (H. M. Damm, Total anti-symmetrische Quasigruppen, 2004): unlike Luhn or ISO 7064
 * MOD 11-10, one decimal digit catches every wrong digit and every swap of neighbours, the two slips of the telephone.
 */
const damm = [
  [0, 3, 1, 7, 5, 9, 8, 6, 4, 2],
  [7, 0, 9, 2, 1, 5, 4, 8, 6, 3],
  [4, 2, 0, 6, 8, 7, 1, 3, 5, 9],
  [1, 7, 5, 0, 9, 8, 3, 4, 2, 6],
  [6, 1, 2, 3, 0, 4, 5, 9, 7, 8],
  [3, 6, 7, 4, 2, 0, 9, 5, 8, 1],
  [5, 8, 6, 9, 7, 2, 0, 1, 3, 4],
  [8, 9, 4, 5, 3, 6, 2, 0, 1, 7],
  [9, 4, 3, 8, 6, 1, 7, 2, 0, 5],
  [2, 5, 8, 1, 4, 3, 6, 7, 9, 0],
];

const dammOf = (digits: string): number => [...digits].reduce((state, digit) => damm[state]![Number(digit)]!, 0);

export const lastSerial = 9_999_999;

/**
 * Makes a number. `county` is the county's two digits within the city, `year` the full year or its last two digits,
 * `serial` 1 to 9,999,999: a block of serials reserved for a device without a line yields its numbers there, unasked.
 */
export const makeCaseNumber = (county: string, year: number, serial: number): string => {
  if (!/^\d{2}$/.test(county)) throw new RangeError('a county has two digits');
  if (!Number.isInteger(year) || year < 0) throw new RangeError('a year is a whole number');
  if (!Number.isInteger(serial) || serial < 1 || serial > lastSerial) throw new RangeError('a serial has seven digits');
  const first11 = `${county}${String(year % 100).padStart(2, '0')}${String(serial).padStart(7, '0')}`;
  return `${first11}${dammOf(first11)}`;
};

/** Reads a number as it was typed, said or scanned: spaces, dashes and full-width digits are forgiven. */
export const parseCaseNumber = (raw: string): Parsed<CaseNumber, CaseNumberFault> => {
  const number = tidyNumber(raw);
  if (!/^\d*$/.test(number)) return fault('case-number.characters');
  if (number.length !== 12) return fault('case-number.length', { count: number.length });
  if (dammOf(number) !== 0 || /^\d{4}0{7}/.test(number)) return fault('case-number.check');
  return understood({
    number,
    county: number.slice(0, 2),
    year: number.slice(2, 4),
    serial: Number(number.slice(4, 11)),
  });
};

/** The twelve digits in three groups of four, as they are printed and read out. */
export const formatCaseNumber = (number: string): string =>
  `${number.slice(0, 4)}-${number.slice(4, 8)}-${number.slice(8, 12)}`;
