import { fault, type Parsed, tidyNumber, understood } from './parsed.ts';

export interface Phone {
  kind: 'mobile' | 'landline' | 'hotline';
  /** Digits only, without the country's 86; a landline with its area code; an extension after `-`. */
  number: string;
}

/** The area codes of three digits belong to the large cities, whose numbers have eight. */
const landlineShape = /^(?:(0(?:10|2\d))\d{8}|(0[3-9]\d{2})\d{7,8})$/;
/** Emergency and public numbers (110, 12333, 12345), company numbers (95xxx, 96xxx, 100xx) and 400/800 numbers. */
const hotlineShape = /^(?:1[12]\d|12\d{3}|100\d{2}|9[56]\d{3,6}|[48]00\d{7})$/;

const withoutCountry = (digits: string): string => digits.replace(/^(?:\+86|0086|86(?=1[3-9]\d{9}$))/, '');

const splitExtension = (raw: string): [string, string | undefined] => {
  const match = /^(.*?)\s*(?:转|ext\.?|x|#)\s*(\d{1,6})\s*$/i.exec(raw.slice(0, 100).normalize('NFKC'));
  return match ? [match[1] ?? '', match[2]] : [raw, undefined];
};

/** Reads a mobile number of the mainland: the only kind to which a one-time code can be sent. */
export const parseMobile = (raw: string): Parsed<string> => {
  const number = withoutCountry(tidyNumber(raw));
  return /^1[3-9]\d{9}$/.test(number) ? understood(number) : fault('phone.mobile', { count: number.length });
};

/** Reads a number at which a person or an office can be called. A landline needs its area code. */
export const parsePhone = (raw: string): Parsed<Phone> => {
  const [main, extension] = splitExtension(raw);
  const number = withoutCountry(tidyNumber(main).replace(/[()]/g, ''));
  if (/^1[3-9]\d{9}$/.test(number)) return understood({ kind: 'mobile', number });
  if (hotlineShape.test(number)) return understood({ kind: 'hotline', number });
  // Written abroad, the area code loses its zero: +86 10 8888 8888.
  const national = /^\s*(?:\+|00)\s*86/.test(main) && /^[1-9]/.test(number) ? `0${number}` : number;
  if (landlineShape.test(national)) {
    return understood({ kind: 'landline', number: extension ? `${national}-${extension}` : national });
  }
  if (/^[2-8]\d{6,7}$/.test(number)) return fault('phone.area-code');
  return /^1[3-9]/.test(number) ? fault('phone.mobile', { count: number.length }) : fault('phone.shape');
};

/** The digits before a landline's own number, for showing and masking. */
export const areaCodeOf = (number: string): string => {
  const match = landlineShape.exec(number.split('-')[0] ?? '');
  return match?.[1] ?? match?.[2] ?? '';
};
