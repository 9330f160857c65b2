import { fault, type Parsed, understood } from './parsed.ts';

/** Surnames of two characters that are still met; the rest of such a name is the given name. */
const compoundSurnames = new Set(
  (
    '欧阳 司马 上官 诸葛 皇甫 尉迟 公孙 慕容 司徒 令狐 夏侯 端木 东方 南宫 独孤 长孙 宇文 呼延 东郭 轩辕 申屠 公羊 赫连 澹台 ' +
    '濮阳 淳于 单于 钟离 闾丘 鲜于 司空 亓官 漆雕 乐正 拓跋 梁丘 左丘 第五 万俟 闻人 纳兰 歐陽 司馬 諸葛 東方 尉遲 夏侯'
  ).split(' '),
);

const han = /\p{Script=Han}/u;
const latin = /\p{Script=Latin}/u;

/**
 * The one spelling of a name that is stored: full-width letters narrowed, every kind of middle dot made `·` (as on
 * identity cards of minorities), invisible characters gone, no spaces beside Han characters or dots.
 */
export const normaliseName = (raw: string): string => (plain.test(raw) ? raw : tidied(raw));

/** Nearly every name: characters of the basic plane, which no rule below changes. */
const plain = /^[\u4e00-\u9fff]{1,60}$/;

const tidied = (raw: string): string =>
  raw
    .slice(0, 400)
    .replace(/[•‧∙⋅・･˙●ㆍ]/gu, '·')
    .normalize('NFKC')
    .replace(/[\p{Cf}\p{Variation_Selector}]/gu, '')
    .replace(/(?<=\p{Script=Han})\s*[.]\s*(?=\p{Script=Han})/gu, '·')
    .replace(/\s+/gu, ' ')
    .replace(/(?<=[\p{Script=Han}·]) | (?=[\p{Script=Han}·])/gu, '')
    .replace(/·+/gu, '·')
    .replace(/^[·\s]+|[·\s]+$/gu, '');

/** Reads a person's name. 〇 and rare characters outside the basic plane are names too; digits and signs are not. */
export const parseName = (raw: string): Parsed<string> => {
  const name = normaliseName(raw);
  if (name === '') return fault('name.empty');
  // Private-use characters stand for rare ones on older machines: they are kept until the person's card corrects them.
  if (!/^[\p{Script=Han}\p{Letter}\p{Mark}\p{Co}〇·'’. -]+$/u.test(name)) return fault('name.characters');
  return [...name].length > 60 ? fault('name.length') : understood(name);
};

/** How many leading characters of a Han name are the surname. */
export const surnameLength = (name: string): number => {
  const characters = [...name];
  return characters.length > 2 && compoundSurnames.has(characters.slice(0, 2).join('')) ? 2 : 1;
};

/**
 * The ways in which each character of a name is read: one list per code point of the name, syllables in small letters
 * without tones and with v for ü; an empty list where no reading is known or none is meant (a dot, a letter).
 */
export type Readings = (name: string) => string[][];

interface NameUnit {
  /** One Han character, or a word in letters. */
  text: string;
  isHan: boolean;
  readings: string[];
}

const maxSpellings = 6;
const maxSpelled = 12;
const maxInitials = 8;

/** The words of a name (parted by `·` or a space), each a list of Han characters or one word in letters. */
const wordsOf = (name: string, readings: Readings): NameUnit[][] => {
  const words: NameUnit[][] = [[]];
  const readingsOf = readings(name);
  for (const [at, character] of [...name].entries()) {
    const word = words.at(-1)!;
    if (han.test(character)) {
      word.push({ text: character, isHan: true, readings: readingsOf[at] ?? [] });
    } else if (latin.test(character)) {
      const letter = plainLetters(character);
      const last = word.at(-1);
      if (last && !last.isHan) {
        last.text += letter;
        last.readings = [last.text];
      } else {
        word.push({ text: letter, isHan: false, readings: [letter] });
      }
    } else if (character !== "'" && character !== '’' && word.length > 0) {
      words.push([]);
    }
  }
  return words.filter((word) => word.length > 0);
};

/** Letters as they are typed: é as e, ü as v (lv, nv), as input methods have it. */
const plainLetters = (text: string): string =>
  text
    .toLowerCase()
    .normalize('NFC')
    .replace(/[üǖǘǚǜ]/gu, 'v')
    .normalize('NFD')
    .replace(/[^a-z]/g, '');

/** Every way to spell the units, as lists of syllables, up to the first that has no reading. */
const spellingsOf = (units: NameUnit[]): string[][] => {
  const unread = units.findIndex((unit) => unit.readings.length === 0);
  return (unread < 0 ? units : units.slice(0, unread)).reduce<string[][]>(
    (spellings, unit) =>
      unit.readings.flatMap((reading) => spellings.map((spelling) => [...spelling, reading])).slice(0, maxSpellings),
    [[]],
  );
};

const prefixes = (text: string, longest: number): string[] =>
  Array.from({ length: Math.max(0, Math.min(text.length, longest) - 1) }, (_, at) => text.slice(0, at + 2));

/**
 * What a name is found by, each a short text that is then keyed and hashed: `1:` a character, `2:` a pair of
 * neighbours (a dot between them does not count), `p:` a beginning of the pinyin or of the letters, 2 to 12 long,
 * `i:` a beginning of the initials, 2 to 8 long. A name of three characters has about twenty.
 */
export const nameTokens = (name: string, readings: Readings): string[] => {
  const words = wordsOf(normaliseName(name), readings);
  const units = words.flat();
  const tokens = new Set<string>();
  for (const [at, unit] of units.entries()) {
    if (!unit.isHan) continue;
    tokens.add(`1:${unit.text}`);
    const next = units[at + 1];
    if (next?.isHan) tokens.add(`2:${unit.text}${next.text}`);
  }
  for (const at of words.keys()) {
    for (const spelling of spellingsOf(words.slice(at).flat())) {
      for (const prefix of prefixes(spelling.join(''), maxSpelled)) tokens.add(`p:${prefix}`);
      for (const prefix of prefixes(spelling.map((syllable) => syllable.charAt(0)).join(''), maxInitials)) {
        tokens.add(`i:${prefix}`);
      }
    }
  }
  return [...tokens];
};

/** What was typed, parted where the typist parted it: normalising the whole would join Han characters again. */
const queryParts = (query: string): string[] =>
  query
    .slice(0, 200)
    .split(/[\s·•‧∙⋅・･]+/u)
    .map(normaliseName)
    .filter((part) => part !== '');

const hanTokens = (part: string): string[] =>
  (part.match(/\p{Script=Han}+/gu) ?? []).flatMap((run) => {
    const characters = [...run];
    if (characters.length === 1) return [`1:${run}`];
    return characters.slice(1).map((character, at) => `2:${characters[at]}${character}`);
  });

/** How passports spell ü: `lyu` is always lü, `nyu` may be nü or the seam of two syllables (junyue, jianyu), so it is read in both ways. */
const lettersOf: readonly ((query: string) => string)[] = [
  (query) => plainLetters(query).replace(/lyu/g, 'lv'),
  (query) => plainLetters(query).replace(/([ln])yu/g, '$1v'),
];

/**
 * How to look a typed name up: a list of alternatives, each a list of tokens that a name must all have. Empty when too
 * little was typed to search by (nothing, or a single letter). Hits are candidates: pass each through `matchesName`
 * once its name is decrypted.
 */
export const nameQuery = (query: string): string[][] => {
  const parts = queryParts(query);
  // Parts may stand in any order and apart, so each brings its own tokens; that finds the joined name as well.
  const ofHan = parts.flatMap(hanTokens);
  if (ofHan.length > 0) return [[...new Set(ofHan)]];
  const alternatives = new Map<string, string[]>();
  for (const read of lettersOf) {
    const letters = read(parts.join(''));
    if (letters.length < 2) continue;
    const words = parts.map(read).filter((word) => word.length > 1);
    for (const tokens of [
      [`p:${letters.slice(0, maxSpelled)}`],
      ...(letters.length <= maxInitials ? [[`i:${letters}`]] : []),
      ...(words.length > 1 ? [words.map((word) => `p:${word.slice(0, maxSpelled)}`)] : []),
    ])
      alternatives.set(tokens.join(' '), tokens);
  }
  return [...alternatives.values()];
};

/** Whether the units from `at` on can be typed as `typed`: each by character, by reading, or by its first letter. */
const typesAs = (units: NameUnit[], at: number, typed: string): boolean => {
  if (typed === '') return true;
  const unit = units[at];
  if (!unit) return false;
  if (unit.isHan && typed.startsWith(unit.text) && typesAs(units, at + 1, typed.slice(unit.text.length))) return true;
  return unit.readings.some(
    (reading) =>
      reading.startsWith(typed) ||
      (typed.startsWith(reading) && typesAs(units, at + 1, typed.slice(reading.length))) ||
      (reading.charAt(0) === typed.charAt(0) && typesAs(units, at + 1, typed.slice(1))),
  );
};

/** Whether a decrypted name is what was looked for. Typed parts may stand in any order (given name first). */
export const matchesName = (name: string, query: string, readings: Readings): boolean => {
  // How characters are read is worth finding out only where letters were typed.
  const words = wordsOf(normaliseName(name), /\p{Script=Latin}/u.test(query.normalize('NFKC')) ? readings : () => []);
  const units = words.flat();
  const wordStarts = new Set(words.map((_, at) => words.slice(0, at).flat().length));
  const found = (typed: string): boolean =>
    units.some((_, at) => (han.test(typed) || wordStarts.has(at)) && typesAs(units, at, typed));
  return lettersOf.some((read) => {
    const parts = queryParts(query)
      .map((part) => part.replace(/[^\p{Script=Han}]+/gu, read))
      .filter((part) => part !== '');
    const typed = parts.join('');
    return typed !== '' && (found(typed) || parts.every(found));
  });
};
