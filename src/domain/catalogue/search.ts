import type { Readings } from '#domain/identity/names.ts';
import type { Audience, Item, Need } from './item.ts';

type Searchable = Pick<Item, 'code' | 'name' | 'plainName' | 'keywords' | 'summary' | 'needs' | 'audience'>;

/** For each Chinese character the syllables by which it may be read, plain and folded, and their first letters. */
type Sounds = readonly { readings: readonly string[]; initials: string }[];

interface Phrase {
  /** Words as people type them: NFKC, lower case, no punctuation. */
  text: string;
  sounds: Sounds;
  weight: number;
}

interface Entry {
  code: string;
  bareCode: string;
  needs: readonly Need[];
  audience: readonly Audience[];
  phrases: Phrase[];
  /** English words of every text. */
  words: Map<string, number>;
  order: number;
}

export interface SearchIndex {
  entries: readonly Entry[];
  readings: Readings;
}

export interface SearchOptions {
  audience?: Audience | undefined;
  need?: Need | undefined;
  limit?: number;
}

export interface SearchHit {
  code: string;
  /** Greater is better; comparable within one search only. */
  score: number;
}

const han = /\p{Script=Han}/u;
const separators = /[\s\p{P}\p{S}]+/gu;

const plain = (text: string) => text.normalize('NFKC').toLowerCase();
const squeezed = (text: string) => plain(text).replace(separators, '');

/** Sounds that many speakers do not tell apart: zh/z, ch/c, sh/s, n/l at the beginning, -ng/-n at the end, hu/f. */
const fold = (syllable: string): string =>
  syllable
    .replace(/^([zcs])h/, '$1')
    .replace(/^l/, 'n')
    .replace(/^hu(?=[aoei])/, 'f')
    .replace(/ng$/, 'n')
    .replace('ü', 'v');

const stopwords = new Set([
  'a',
  'an',
  'and',
  'at',
  'for',
  'from',
  'how',
  'i',
  'in',
  'my',
  'of',
  'on',
  'or',
  'the',
  'to',
  'want',
  'with',
  'you',
  'your',
]);

const englishWords = (text: string): string[] =>
  plain(text)
    .split(/[^a-z0-9]+/)
    .filter((word) => word.length > 1 && !stopwords.has(word));

const onlyHan = (text: string): string => [...text].filter((character) => han.test(character)).join('');

const soundsOf = (chinese: string, readings: Readings): Sounds =>
  chinese === ''
    ? []
    : readings(chinese).map((read) => ({
        readings: [...new Set(read.flatMap((one) => [one, fold(one)]))],
        initials: read.map((one) => one.charAt(0)).join(''),
      }));

const phraseOf = (text: string, weight: number, readings: Readings): Phrase => {
  const bare = squeezed(text);
  return { text: bare, sounds: soundsOf(onlyHan(bare), readings), weight };
};

const entryOf = (item: Searchable, order: number, readings: Readings): Entry => {
  const chinese: [string, number][] = [
    [item.plainName['zh-CN'], 10],
    [item.name['zh-CN'], 9],
    ...item.keywords.map((word): [string, number] => [word, 10]),
    [item.summary['zh-CN'], 3],
  ];
  const english: [string, number][] = [
    [item.plainName.en, 10],
    [item.name.en, 9],
    ...item.keywords.filter((word) => !han.test(word)).map((word): [string, number] => [word, 10]),
    [item.summary.en, 3],
  ];
  const words = new Map<string, number>();
  for (const [text, weight] of english) {
    for (const word of englishWords(text)) words.set(word, Math.max(words.get(word) ?? 0, weight));
  }
  return {
    code: item.code,
    bareCode: squeezed(item.code),
    needs: item.needs,
    audience: item.audience,
    phrases: chinese.map(([text, weight]) => phraseOf(text, weight, readings)),
    words,
    order,
  };
};

/** Built once from the items in force; `readings` reads Chinese characters, here and in queries. */
export const buildSearchIndex = (items: readonly Searchable[], readings: Readings): SearchIndex => ({
  entries: items.map((item, order) => entryOf(item, order, readings)),
  readings,
});

const pairs = (text: string): string[] => {
  const characters = [...text];
  return characters.length < 2 ? characters : characters.slice(1).map((character, at) => characters[at]! + character);
};

/** How much of the wanted character pairs a text holds, 0 to 1. */
const overlap = (wanted: readonly string[], text: string): number =>
  wanted.length === 0 ? 0 : wanted.filter((pair) => text.includes(pair)).length / wanted.length;

const sharesReading = (one: Sounds[number] | undefined, other: Sounds[number]): boolean =>
  one?.readings.some((reading) => other.readings.includes(reading)) ?? false;

const soundsWithin = (whole: Sounds, part: Sounds): boolean =>
  whole.some((_, at) => part.every((one, step) => sharesReading(whole[at + step], one)));

/** Chinese as typed; then by sound, so that 社宝卡 finds 社保卡. */
const chineseScore = (phrase: Phrase, query: string, wanted: readonly string[], sounds: Sounds): number => {
  if (phrase.text === query) return 1;
  if (phrase.text.includes(query)) return phrase.text.startsWith(query) ? 0.95 : 0.9;
  // The other way round: a long question that holds a whole keyword (我的社保卡丢了怎么办).
  if (phrase.weight === 10 && [...phrase.text].length >= 2 && query.includes(phrase.text)) return 0.85;
  const written = overlap(wanted, phrase.text) * 0.8;
  return sounds.length >= 2 && soundsWithin(phrase.sounds, sounds) ? Math.max(written, 0.6) : written;
};

/** Whether letters spell the characters from `at` on; the last syllable may be unfinished. */
const spells = (sounds: Sounds, at: number, letters: string): boolean =>
  letters === '' ||
  (sounds[at]?.readings.some(
    (reading) =>
      reading.startsWith(letters) ||
      (letters.startsWith(reading) && spells(sounds, at + 1, letters.slice(reading.length))),
  ) ??
    false);

const initialsAt = (sounds: Sounds, at: number, letters: string): boolean =>
  [...letters].every((letter, step) => sounds[at + step]?.initials.includes(letter));

/** Letters folded as syllables are, without knowing where one ends: every h after z, c, s, and every g after n. */
const foldLetters = (letters: string): string =>
  letters
    .replace(/([zcs])h/g, '$1')
    .replace(/ng(?![aeiou])/g, 'n')
    .replace(/(^|[aeioun])l(?=[aeiouv])/g, '$1n')
    .replace(/hu(?=[aoei])/g, 'f');

const pinyinScore = ({ sounds }: Phrase, letters: string, folded: string): number => {
  const starts = sounds.map((_, at) => at);
  const initials = letters.length < 2 ? -1 : starts.findIndex((at) => initialsAt(sounds, at, letters));
  const spelled =
    letters.length < 3 ? -1 : starts.findIndex((at) => spells(sounds, at, letters) || spells(sounds, at, folded));
  const byInitials = initials < 0 ? 0 : initials > 0 ? 0.65 : letters.length === sounds.length ? 0.8 : 0.75;
  const bySpelling = spelled < 0 ? 0 : spelled === 0 ? 0.85 : 0.75;
  return Math.max(byInitials, bySpelling);
};

/** At most one letter wrong, missing, added or swapped with its neighbour. */
const nearlyEqual = (one: string, other: string): boolean => {
  if (Math.abs(one.length - other.length) > 1) return false;
  let start = 0;
  while (start < one.length && one[start] === other[start]) start++;
  const rest = (text: string, skip: number) => text.slice(start + skip);
  return (
    rest(one, 1) === rest(other, 1) ||
    rest(one, 1) === rest(other, 0) ||
    rest(one, 0) === rest(other, 1) ||
    (one[start] === other[start + 1] && one[start + 1] === other[start] && rest(one, 2) === rest(other, 2))
  );
};

const wordScore = (entry: Entry, wanted: string): number => {
  const exact = entry.words.get(wanted);
  if (exact !== undefined) return exact;
  let best = 0;
  for (const [word, weight] of entry.words) {
    const stem = wanted.length >= 3 && (word.startsWith(wanted) || (word.length >= 4 && wanted.startsWith(word)));
    if (stem) best = Math.max(best, weight * 0.8);
    else if (wanted.length >= 5 && nearlyEqual(word, wanted)) best = Math.max(best, weight * 0.6);
  }
  return best;
};

interface Query {
  whole: string;
  chinese: string;
  pairs: string[];
  sounds: Sounds;
  letters: string;
  folded: string;
  words: string[];
}

const parseQuery = (text: string, readings: Readings): Query => {
  const whole = squeezed(text.slice(0, 100));
  const chinese = onlyHan(whole);
  const letters = whole.replace(/[^a-zü]/g, '').replaceAll('ü', 'v');
  return {
    whole,
    chinese,
    pairs: pairs(chinese),
    sounds: soundsOf(chinese, readings),
    letters,
    folded: foldLetters(letters),
    words: englishWords(text.slice(0, 100)),
  };
};

const best = (entry: Entry, score: (phrase: Phrase) => number): number =>
  entry.phrases.reduce((most, phrase) => Math.max(most, score(phrase) * phrase.weight), 0);

const scoreOf = (entry: Entry, query: Query): number => {
  if (entry.bareCode === query.whole) return 100;
  const coded = query.whole.length >= 3 && entry.bareCode.includes(query.whole) ? 12 : 0;
  const chinese =
    query.chinese === '' ? 0 : best(entry, (phrase) => chineseScore(phrase, query.chinese, query.pairs, query.sounds));
  const typed = query.letters === '' ? 0 : best(entry, (phrase) => pinyinScore(phrase, query.letters, query.folded));
  const hits = query.words.map((word) => wordScore(entry, word));
  const english = hits.length === 0 ? 0 : hits.reduce((sum, one) => sum + one, 0) / hits.length;
  const latin = Math.max(typed, english);
  // Both scripts typed (社保卡 diushi): both must say something.
  if (query.chinese !== '' && query.letters !== '')
    return Math.max(coded, chinese === 0 || latin === 0 ? Math.max(chinese, latin) / 2 : (chinese + latin) / 2);
  return Math.max(coded, chinese, latin);
};

/** Below this the likeness is chance. */
const threshold = 2.5;

/**
 * Finds items by need, word, pinyin, initials or code, best first; an empty query lists what the filters leave, in the
 * catalogue's order. Forgives homophones, unfinished pinyin, dialect sounds and one wrong letter in English.
 */
export const searchItems = (index: SearchIndex, text: string, options: SearchOptions = {}): SearchHit[] => {
  const { audience, need, limit = 50 } = options;
  const entries = index.entries.filter(
    (entry) =>
      (audience === undefined || entry.audience.includes(audience)) &&
      (need === undefined || entry.needs.includes(need)),
  );
  const query = parseQuery(text, index.readings);
  if (query.whole === '') return entries.slice(0, limit).map(({ code }) => ({ code, score: 0 }));
  return entries
    .map((entry) => ({ code: entry.code, score: scoreOf(entry, query), order: entry.order }))
    .filter((hit) => hit.score >= threshold)
    .sort((one, other) => other.score - one.score || one.order - other.order)
    .slice(0, limit)
    .map(({ code, score }) => ({ code, score }));
};
