import { fault, isSampleDivision, type Parsed, tidyNumber, understood } from './parsed.ts';

const usccAlphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const usccWeights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
const organisationWeights = [3, 7, 9, 10, 5, 8, 4, 2];

/** A unified social credit code, GB 32100-2015. */
export interface Uscc {
  number: string;
  /** The authority that registers: 1 establishments, 5 civil affairs, 9 market supervision, Y other … */
  registrar: string;
  category: string;
  /** Six digits of GB/T 2260 at the time of registration. */
  division: string;
  /** Positions 9–17 (GB 11714). */
  organisationCode: string;
  /**
   * False when the organisation code inside fails its own check although the whole passes: worth a second look at the
   * licence, no ground for refusing it, for the outer check already excludes a slip of one character or a swap.
   */
  organisationCodeFits: boolean;
  sample: boolean;
}

/** The eighteenth character for the first seventeen, which must be of the code's alphabet. */
const usccCheck = (first17: string): string => {
  const sum = usccWeights.reduce((total, weight, at) => total + weight * usccAlphabet.indexOf(first17.charAt(at)), 0);
  return usccAlphabet.charAt((31 - (sum % 31)) % 31);
};

/** The ninth character of an organisation code (GB 11714) for its first eight. */
export const organisationCheck = (first8: string): string => {
  const sum = organisationWeights.reduce((total, weight, at) => {
    return total + weight * Number.parseInt(first8.charAt(at), 36);
  }, 0);
  const check = 11 - (sum % 11);
  if (check === 10) return 'X';
  return check === 11 ? '0' : String(check);
};

/** Reads a unified social credit code. Spaces, dashes, full-width and small letters are forgiven. */
export const parseUscc = (raw: string, context: { sampleRegion: boolean }): Parsed<Uscc> => {
  const number = tidyNumber(raw);
  if (number.length !== 18) return fault('uscc.length', { count: number.length });
  if (!/^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/.test(number)) return fault('uscc.characters');
  if (usccCheck(number) !== number[17]) return fault('uscc.check');
  const division = number.slice(2, 8);
  const sample = isSampleDivision(division);
  if (sample && !context.sampleRegion) return fault('document.sample');
  const organisationCode = number.slice(8, 17);
  return understood({
    number,
    registrar: number.charAt(0),
    category: number.charAt(1),
    division,
    organisationCode,
    organisationCodeFits: organisationCheck(organisationCode) === organisationCode[8],
    sample,
  });
};

/** Reads a bare organisation code (GB 11714), as older papers carry it: `12345678-X`. */
export const parseOrganisationCode = (raw: string): Parsed<string> => {
  const code = tidyNumber(raw);
  if (!/^[0-9A-Z]{8}[0-9X]$/.test(code)) return fault('organisation-code.shape');
  return organisationCheck(code) === code[8] ? understood(code) : fault('organisation-code.check');
};

/** A well-formed code for a sample employer; `serial` is below 100,000,000. */
export const makeUscc = (prefix: string, division: string, serial: number): string => {
  const first8 = String(serial).padStart(8, '0');
  const first17 = `${prefix}${division}${first8}${organisationCheck(first8)}`;
  if (!/^[0-9A-HJ-NPQRTUWXY]{2}\d{14}[\dX]$/.test(first17)) throw new RangeError('not the parts of a credit code');
  return first17 + usccCheck(first17);
};
