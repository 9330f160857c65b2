import type { Text } from '#domain/kernel/text.ts';
import { parseForeignCard } from './foreign-card.ts';
import { fault, type NumberContext, type Parsed, tidyNumber, understood } from './parsed.ts';
import { parseResidentId, type Sex } from './resident-id.ts';

/** The papers by which a person can be known at a counter, in the order in which they are offered. */
export const documentKinds = {
  'resident-id': { 'zh-CN': '居民身份证', en: 'Resident identity card' },
  'hk-macao-residence-permit': { 'zh-CN': '港澳居民居住证', en: 'Residence permit for Hong Kong and Macao residents' },
  'taiwan-residence-permit': { 'zh-CN': '台湾居民居住证', en: 'Residence permit for Taiwan residents' },
  'foreign-permanent-residence': { 'zh-CN': '外国人永久居留身份证', en: 'Foreign permanent resident ID card' },
  'hk-macao-travel-permit': {
    'zh-CN': '港澳居民来往内地通行证',
    en: 'Mainland travel permit for Hong Kong and Macao residents',
  },
  'taiwan-travel-permit': { 'zh-CN': '台湾居民来往大陆通行证', en: 'Mainland travel permit for Taiwan residents' },
  'chinese-passport': { 'zh-CN': '中国护照', en: 'Chinese passport' },
  'foreign-passport': { 'zh-CN': '外国护照', en: 'Foreign passport' },
} as const satisfies Record<string, Text>;

export type DocumentKind = keyof typeof documentKinds;
export const documentKindList = Object.keys(documentKinds) as DocumentKind[];

export interface IdentityDocument {
  kind: DocumentKind;
  /** The one spelling that is stored and looked up. */
  number: string;
  /** YYYY-MM-DD where the number says it. */
  birthDate?: string;
  sex?: Sex;
}

type Reader = (raw: string, context: NumberContext) => Parsed<IdentityDocument>;

/** Eighteen characters look alike on four papers: a good number on the wrong line is told from a bad one. */
const readCitizenNumber =
  (kind: DocumentKind): Reader =>
  (raw, context) => {
    const read = parseResidentId(raw, context);
    if (!read.ok) return parseForeignCard(raw, context).ok ? fault('document.is-foreign-permanent-residence') : read;
    if (read.value.kind !== kind) return fault(`document.is-${read.value.kind}`);
    return understood({ kind, number: read.value.number, birthDate: read.value.birthDate, sex: read.value.sex });
  };

const readForeignCard: Reader = (raw, context) => {
  const read = parseForeignCard(raw, context);
  if (!read.ok) {
    const resident = parseResidentId(raw, context);
    return resident.ok ? fault(`document.is-${resident.value.kind}`) : read;
  }
  const { kind, number, birthDate, sex } = read.value;
  return understood({ kind, number, ...(birthDate && { birthDate }), ...(sex && { sex }) });
};

/** The last two digits that some cards add count the renewals; the part before them stays with the person for life. */
const readHkMacaoPermit: Reader = (raw) => {
  const number = tidyNumber(raw);
  return /^[HM]\d{8}(?:\d{2})?$/.test(number)
    ? understood({ kind: 'hk-macao-travel-permit', number: number.slice(0, 9) })
    : fault('travel-permit.hk-macao');
};

const readTaiwanPermit: Reader = (raw) => {
  const number = tidyNumber(raw);
  return /^\d{8}(?:\d{2})?$/.test(number)
    ? understood({ kind: 'taiwan-travel-permit', number: number.slice(0, 8) })
    : fault('travel-permit.taiwan');
};

/** Ordinary, diplomatic, service and public-affairs passports, and those of the two special administrative regions. */
const chinesePassport = /^(?:[EGHK]\d{8}|E[A-HJ-NP-Z]\d{7}|(?:DE|SE|PE|MA|MB|KJ)\d{7}|[DSP]\d{7,8}|1[45]\d{7})$/;

const readPattern =
  (kind: DocumentKind, pattern: RegExp, code: 'passport.chinese' | 'passport.foreign'): Reader =>
  (raw) => {
    const number = tidyNumber(raw);
    return pattern.test(number) ? understood({ kind, number }) : fault(code);
  };

const readers: Record<DocumentKind, Reader> = {
  'resident-id': readCitizenNumber('resident-id'),
  'hk-macao-residence-permit': readCitizenNumber('hk-macao-residence-permit'),
  'taiwan-residence-permit': readCitizenNumber('taiwan-residence-permit'),
  'foreign-permanent-residence': readForeignCard,
  'hk-macao-travel-permit': readHkMacaoPermit,
  'taiwan-travel-permit': readTaiwanPermit,
  'chinese-passport': readPattern('chinese-passport', chinesePassport, 'passport.chinese'),
  // ICAO 9303 gives a passport number nine places, longer ones overflow into the optional field.
  'foreign-passport': readPattern('foreign-passport', /^(?=.*\d)[A-Z0-9]{5,15}$/, 'passport.foreign'),
};

/** Reads a number of a stated kind. A good citizen or card number of another kind is refused with a code that names it. */
export const parseDocument = (kind: DocumentKind, raw: string, context: NumberContext): Parsed<IdentityDocument> =>
  readers[kind](raw, context);

/** Every kind under which the number could be meant, for a search box that is not told. Surest first. */
export const recogniseDocument = (raw: string, context: NumberContext): IdentityDocument[] =>
  documentKindList.flatMap((kind) => {
    const read = parseDocument(kind, raw, context);
    return read.ok ? [read.value] : [];
  });

/**
 * The text that a blind index is made of: equal for two spellings of one number, different for equal numbers of
 * different kinds. `country` (ISO 3166-1 alpha-3) belongs to a foreign passport: two states may use one number.
 */
export const documentKey = (document: Pick<IdentityDocument, 'kind' | 'number'>, country = ''): string =>
  document.kind === 'foreign-passport'
    ? `${document.kind}:${country.toUpperCase()}:${document.number}`
    : `${document.kind}:${document.number}`;
