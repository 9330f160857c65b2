import { normaliseName, surnameLength } from './names.ts';
import { tidyNumber } from './parsed.ts';
import { areaCodeOf } from './phone.ts';

const stars = (count: number): string => '*'.repeat(Math.max(0, count));

/**
 * A name with only its surname left: 张*, 欧阳**, 阿***·***. Of a name in letters the first letter, then always four
 * stars. Of a name of one character nothing.
 */
export const maskName = (name: string): string => {
  const tidy = normaliseName(name);
  const characters = [...tidy];
  if (characters.length < 2) return stars(characters.length);
  if (!/\p{Script=Han}/u.test(characters[0]!)) return `${characters[0]}****`;
  const shown = surnameLength(tidy);
  return characters.map((character, at) => (at < shown || character === '·' ? character : '*')).join('');
};

/**
 * A document number. Citizen numbers and foreigners' cards: 990101********0015 (first six, last four). Passports and
 * permits: first character and last three. Anything shorter than eight: nothing.
 */
export const maskDocument = (number: string): string => {
  const tidy = tidyNumber(number);
  const [head, tail] = tidy.length >= 15 ? [6, 4] : [1, 3];
  if (tidy.length < 8) return stars(tidy.length);
  return tidy.slice(0, head) + stars(tidy.length - head - tail) + tidy.slice(-tail);
};

/** A mobile: 138****0000. A landline: area code and last two digits. Anything else: nothing. */
export const maskPhone = (number: string): string => {
  const main = (number.normalize('NFKC').split('-')[0] ?? '').trim();
  if (/^1[3-9]\d{9}$/.test(main)) return `${main.slice(0, 3)}****${main.slice(-4)}`;
  const area = areaCodeOf(main);
  if (area === '') return stars(Math.min([...number].length, 11));
  return `${area}-${stars(main.length - area.length - 2)}${main.slice(-2)}`;
};

/** A bank card, whatever its length: 6217 **** **** 0004. */
export const maskBankCard = (number: string): string => {
  const tidy = tidyNumber(number);
  return tidy.length < 12 ? stars(tidy.length) : `${tidy.slice(0, 4)} **** **** ${tidy.slice(-4)}`;
};

/** Where an address turns from what everybody may know to where somebody lives. */
const finer =
  /\p{Nd}|[〇一二三四五六七八九十百甲乙丙丁]+(?=[号组社队栋幢座弄巷排村室楼])|村(?!镇|乡|街道|[区县市])|路(?!镇|乡|街道|桥区|[南北]区)|屯|嘎查|巷|弄|胡同|社区|小区|新区|园区|校区|厂区|矿区|街(?!道)|大道|花园|大厦|公寓|家园|广场/u;
const division = /省|自治区|[市盟州县旗区]/gu;
const town = /(?:街道|苏木|[镇乡])(?!.?[市县区])/gu;

/**
 * An address as far as its town: 某市东山县石桥镇****. Cut earlier wherever there is doubt, so that a village, a road, an
 * estate or a house number is not shown; `****` alone when no division can be told apart. Where the town is known by its
 * division code, show that instead: a text can always be stranger than a rule.
 */
export const maskAddress = (address: string): string => {
  const text = address.normalize('NFKC').replace(/\s+/gu, '');
  const found = text.search(finer);
  const limit = found < 0 ? text.length : found;
  const house = /^[\p{Nd}〇一二三四五六七八九十百]/u.test(text.slice(limit));
  const ends = (pattern: RegExp): number[] => [...text.matchAll(pattern)].map((match) => match.index + match[0].length);
  // A marker that touches a road or an estate is part of its name (水乡路, 东区花园); a town may be followed by a number.
  const firstTown = ends(town).find((end) => end < limit || (end === limit && (house || found < 0)));
  const lastDivision = ends(division)
    .filter((end) => (end < limit || (end === limit && found < 0)) && end < (firstTown ?? Number.POSITIVE_INFINITY))
    .at(-1);
  return `${text.slice(0, firstTown ?? lastDivision ?? 0)}****`;
};
