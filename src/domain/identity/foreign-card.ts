import { birthDateIn, fault, type NumberContext, type Parsed, tidyNumber, understood } from './parsed.ts';
import { isProvince, residentIdCheck, type Sex } from './resident-id.ts';

/** The number of a foreigner's permanent residence card (外国人永久居留身份证). */
export interface ForeignCard {
  kind: 'foreign-permanent-residence';
  number: string;
  /** Cards of the years before December 2023 carry fifteen characters and remain valid; the two cannot be converted. */
  form: 'letters-2004' | 'digits-2023';
  /** ISO 3166-1: three letters on the old form, three digits on the new. */
  nationality: string;
  /** Two digits (new) or four (old) of the place that took the application. */
  region: string;
  /** YYYY-MM-DD; undefined where the two-digit year of the old form allows two centuries. */
  birthDate: string | undefined;
  /** Only the new form says it. */
  sex: Sex | undefined;
  sample: boolean;
}

/** ICAO 9303's check digit: weights 7 3 1, letters from A = 10, modulo 10. */
const check731 = (text: string): string => {
  const weights = [7, 3, 1];
  const sum = [...text].reduce((total, character, at) => total + Number.parseInt(character, 36) * weights[at % 3]!, 0);
  return String(sum % 10);
};

const oldestHolder = 110;

const birthOfTwoDigits = (yymmdd: string, today: string): string[] =>
  ['19', '20']
    .flatMap((century) => birthDateIn(`${century}${yymmdd}`) ?? [])
    .filter((date) => Number(today.slice(0, 4)) - Number(date.slice(0, 4)) <= oldestHolder);

const parseOldForm = (number: string, context: NumberContext): Parsed<ForeignCard> => {
  const region = number.slice(3, 7);
  const sample = region.startsWith('99');
  if (!sample && !isProvince(region.slice(0, 2))) return fault('foreign-card.region');
  const births = birthOfTwoDigits(number.slice(7, 13), context.today);
  if (births.length === 0) return fault('foreign-card.date');
  const past = births.filter((date) => date <= context.today);
  if (past.length === 0) return fault('foreign-card.future');
  if (check731(number.slice(0, 14)) !== number[14]) return fault('foreign-card.check');
  if (sample && !context.sampleRegion) return fault('document.sample');
  return understood({
    kind: 'foreign-permanent-residence',
    number,
    form: 'letters-2004',
    nationality: number.slice(0, 3),
    region,
    birthDate: past.length === 1 ? past[0] : undefined,
    sex: undefined,
    sample,
  });
};

const parseNewForm = (number: string, context: NumberContext): Parsed<ForeignCard> => {
  const region = number.slice(1, 3);
  const sample = region === '99';
  if (!sample && !isProvince(region)) return fault('foreign-card.region');
  const birthDate = birthDateIn(number.slice(6, 14));
  if (!birthDate) return fault('foreign-card.date');
  if (birthDate > context.today) return fault('foreign-card.future');
  if (residentIdCheck(number) !== number[17]) return fault('foreign-card.check');
  if (sample && !context.sampleRegion) return fault('document.sample');
  return understood({
    kind: 'foreign-permanent-residence',
    number,
    form: 'digits-2023',
    nationality: number.slice(3, 6),
    region,
    birthDate,
    sex: Number(number[16]) % 2 === 1 ? 'male' : 'female',
    sample,
  });
};

/**
 * Reads either form of the card's number. Since December 2023: `9`, province (2), ISO numeric nationality (3), birth
 * date (8), sequence (3), check by MOD 11-2 as on the resident ID. Before: nationality (3 letters), place (4), birth
 * date (6), sequence (1), check by ICAO's 7-3-1. Source: 国家移民管理局, 新版外国人永久居留身份证适配性改造要点 (2023).
 * Sample cards use the province 99, which is `999…` or `AAA99…` and so never a sample resident (`9901…`).
 */
export const parseForeignCard = (raw: string, context: NumberContext): Parsed<ForeignCard> => {
  const number = tidyNumber(raw);
  if (/^[A-Z]{3}\d{12}$/.test(number)) return parseOldForm(number, context);
  if (/^9\d{16}[\dX]$/.test(number)) return parseNewForm(number, context);
  return fault('foreign-card.shape');
};
