import type { Readings } from '#domain/identity/names.ts';
import type { Audience, Item, Need } from './item.ts';

type Searchable = Pick<Item, 'code' | 'name' | 'plainName' | 'keywords' | 'summary' | 'needs' | 'audience'>;

/** One way to spell the Chinese characters of a phrase in letters, and where its syllables begin. */
interface Spelling {
  letters: string;
  starts: ReadonlySet<number>;
}

interface Phrase {
  /** As people type it: NFKC, small letters, nothing but letters and digits. */
  text: string;
  /** Plain and folded spellings, for characters with several readings several. */
  spellings: readonly Spelling[];
  initials: readonly string[];
  weight: number;
}

interface Entry {
  code: string;
  bareCode: string;
  needs: readonly Need[];
  audience: readonly Audience[];
  phrases: readonly Phrase[];
}

export interface SearchIndex {
  entries: readonly Entry[];
  /** English words, each with the entries that have it and how much it weighs there. */
  words: ReadonlyMap<string, ReadonlyMap<number, number>>;
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

const weights = { plainName: 10, keyword: 10, name: 9, summary: 3 } as const;
/** Below this the likeness is chance; and what is far behind the best is noise. */
const threshold = 2.5;
const behindBest = 0.35;

// Reading texts -------------------------------------------------------------------------------------------------------

const han = /\p{Script=Han}/u;
const plain = (text: string) => text.normalize('NFKC').toLowerCase();
const squeezed = (text: string) => plain(text).replace(/[\s\p{P}\p{S}]+/gu, '');
const onlyHan = (text: string) => [...text].filter((character) => han.test(character)).join('');

/** Sounds that many speakers do not tell apart: zh/z, ch/c, sh/s, n/l at the beginning, -ng/-n at the end, hu/f. */
const fold = (syllable: string): string =>
  syllable
    .replace(/^([zcs])h/, '$1')
    .replace(/^l/, 'n')
    .replace(/^hu(?=[aoei])/, 'f')
    .replace(/ng$/, 'n');

/** The same of letters typed without spaces, where nobody knows yet at which letter a syllable ends. */
const foldLetters = (letters: string): string =>
  letters
    .replace(/([zcs])h/g, '$1')
    .replace(/ng(?![aeiou])/g, 'n')
    .replace(/(^|[aeioun])l(?=[aeiouv])/g, '$1n')
    .replace(/hu(?=[aoei])/g, 'f');

const spell = (syllables: readonly string[]): Spelling => {
  const starts = new Set<number>();
  let letters = '';
  for (const syllable of syllables) {
    starts.add(letters.length);
    letters += syllable;
  }
  return { letters, starts };
};

const maxVariants = 6;
/** Stands for a character without a reading, and is spelled by nothing. */
const unread = '?';

/** The first reading of every character, then each other reading in turn. */
const variantsOf = (chinese: string, readings: Readings): string[][] => {
  const read = readings(chinese);
  const first = read.map((one) => one[0] ?? unread);
  const others = read.flatMap((one, at) => one.slice(1).map((reading) => first.with(at, reading)));
  return [first, ...others].slice(0, maxVariants);
};

const phraseOf = (source: string, weight: number, readings: Readings): Phrase => {
  const text = squeezed(source);
  const chinese = onlyHan(text);
  const variants = chinese === '' ? [] : variantsOf(chinese, readings);
  return {
    text,
    spellings: variants.flatMap((syllables) => [spell(syllables), spell(syllables.map(fold))]),
    initials: [...new Set(variants.map((syllables) => syllables.map((one) => one.charAt(0)).join('')))],
    weight,
  };
};

const stopwords = new Set(
  'a am an and are at be can do does did for from get had has have how i if in is it me my need no not of on or so the to want was we what when where who will with you your'.split(
    ' ',
  ),
);

const englishWords = (text: string): string[] =>
  plain(text)
    .split(/[^a-z0-9]+/)
    .filter((word) => word.length > 1 && !stopwords.has(word));

const addWords = (words: Map<string, Map<number, number>>, item: Searchable, at: number) => {
  const texts: [string, number][] = [
    [item.plainName.en, weights.plainName],
    [item.name.en, weights.name],
    [item.summary.en, weights.summary],
    ...item.keywords.filter((word) => !han.test(word)).map((word): [string, number] => [word, weights.keyword]),
  ];
  for (const [text, weight] of texts) {
    for (const word of englishWords(text)) {
      const entries = words.get(word) ?? new Map<number, number>();
      words.set(word, entries.set(at, Math.max(entries.get(at) ?? 0, weight)));
    }
  }
};

/** Built once from the items in force; `readings` reads Chinese characters, here and in queries. */
export const buildSearchIndex = (items: readonly Searchable[], readings: Readings): SearchIndex => {
  const words = new Map<string, Map<number, number>>();
  const entries = items.map((item, at): Entry => {
    addWords(words, item, at);
    const { code, needs, audience } = item;
    const phrases = [
      phraseOf(item.plainName['zh-CN'], weights.plainName, readings),
      phraseOf(item.name['zh-CN'], weights.name, readings),
      ...item.keywords.map((word) => phraseOf(word, weights.keyword, readings)),
      phraseOf(item.summary['zh-CN'], weights.summary, readings),
    ];
    return { code, bareCode: squeezed(code), needs, audience, phrases };
  });
  return { entries, words, readings };
};

// Reading queries -----------------------------------------------------------------------------------------------------

interface Query {
  whole: string;
  chinese: string;
  /** Neighbouring characters. */
  pairs: readonly string[];
  sounds: readonly string[];
  letters: string;
  folded: string;
  /** How well each entry answers the English words. */
  english: ReadonlyMap<number, number>;
}

/** What people say around what they look for: 我的社保卡丢了怎么办 → 社保卡丢了. */
const fillers = /请问|我的|我要|我想|想要|怎么办|怎么样|怎么|怎样|如何|哪里|可以|能不能|[吗呢啊吧的]/g;

const pairsOf = (text: string): string[] => {
  const characters = [...text];
  return characters.length < 2 ? characters : characters.slice(1).map((character, at) => characters[at]! + character);
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

/** 1 for the word itself, less for a beginning of it or an inflected form, least for a slip of the finger. */
const likeness = (word: string, wanted: string): number => {
  if (word === wanted) return 1;
  const stem = wanted.length >= 3 && (word.startsWith(wanted) || (word.length >= 4 && wanted.startsWith(word)));
  if (stem) return 0.8;
  const shared = [...word].findIndex((letter, at) => letter !== wanted[at]);
  if (shared >= 5 && Math.max(word.length, wanted.length) - shared <= 3) return 0.7;
  return wanted.length >= 5 && nearlyEqual(word, wanted) ? 0.6 : 0;
};

/** Words that few items have say more than words that many have. */
const englishScores = (index: SearchIndex, wanted: readonly string[]): Map<number, number> => {
  const scores = new Map<number, number>();
  let total = 0;
  for (const one of wanted) {
    const found = new Map<number, number>();
    for (const [word, entries] of index.words) {
      const like = likeness(word, one);
      if (like > 0) for (const [at, weight] of entries) found.set(at, Math.max(found.get(at) ?? 0, like * weight));
    }
    const rarity = found.size === 0 ? 1 : Math.log(1 + index.entries.length / found.size);
    total += rarity;
    for (const [at, score] of found) scores.set(at, (scores.get(at) ?? 0) + rarity * score);
  }
  for (const [at, score] of scores) scores.set(at, score / total);
  return scores;
};

const soundsOf = (chinese: string, readings: Readings): string[] =>
  variantsOf(chinese, readings)
    .filter((syllables) => !syllables.includes(unread))
    .map((syllables) => syllables.map(fold).join(''));

const parseQuery = (index: SearchIndex, typed: string): Query => {
  const text = plain(typed.slice(0, 100));
  const whole = squeezed(text);
  const asTyped = onlyHan(whole);
  const chinese = asTyped.replace(fillers, '') || asTyped;
  const letters = text.replaceAll('ü', 'v').replace(/[^a-z]/g, '');
  return {
    whole,
    chinese,
    pairs: pairsOf(chinese),
    sounds: chinese.length < 2 ? [] : soundsOf(chinese, index.readings),
    letters,
    folded: foldLetters(letters),
    english: englishScores(index, englishWords(text)),
  };
};

// Matching ------------------------------------------------------------------------------------------------------------

/** Where letters begin a syllable of the spelling, and whether they end with one. */
const findSpelled = ({ letters, starts }: Spelling, wanted: string): { at: number; complete: boolean } | undefined => {
  for (let at = letters.indexOf(wanted); at >= 0; at = letters.indexOf(wanted, at + 1)) {
    if (starts.has(at))
      return { at, complete: at + wanted.length === letters.length || starts.has(at + wanted.length) };
  }
  return undefined;
};

/** Chinese as typed; then by sound, so that 社宝卡 finds 社保卡. */
const chineseScore = (phrase: Phrase, { chinese, pairs, sounds }: Query): number => {
  if (phrase.text === chinese) return 1;
  if (phrase.text.includes(chinese)) return phrase.text.startsWith(chinese) ? 0.95 : 0.9;
  // The other way round: a whole sentence that holds a keyword.
  if (
    phrase.weight === weights.keyword &&
    phrase.text.length >= 2 &&
    han.test(phrase.text) &&
    chinese.includes(phrase.text)
  )
    return 0.85;
  const held = pairs.filter((pair) => phrase.text.includes(pair)).length;
  const written = (0.8 * held) / pairs.length;
  const heard =
    written < 0.6 &&
    sounds.some((sound) => phrase.spellings.some((spelling) => findSpelled(spelling, sound)?.complete));
  return heard ? 0.6 : written;
};

const initialsScore = (phrase: Phrase, letters: string): number =>
  phrase.initials.reduce((best, initials) => {
    const at = initials.indexOf(letters);
    if (at < 0) return best;
    return Math.max(best, at > 0 ? 0.65 : initials.length === letters.length ? 0.8 : 0.75);
  }, 0);

const pinyinScore = (phrase: Phrase, { letters, folded }: Query): number => {
  if (phrase.spellings.length === 0 || letters.length < 2) return 0;
  let best = initialsScore(phrase, letters);
  if (letters.length < 3) return best;
  for (const spelling of phrase.spellings) {
    const found = findSpelled(spelling, letters) ?? findSpelled(spelling, folded);
    if (found) best = Math.max(best, (found.at === 0 ? 0.85 : 0.75) - (found.complete ? 0 : 0.15));
  }
  return best;
};

const bestOf = (entry: Entry, score: (phrase: Phrase) => number): number =>
  entry.phrases.reduce(
    (best, phrase) => (phrase.weight <= best ? best : Math.max(best, score(phrase) * phrase.weight)),
    0,
  );

const scoreOf = (entry: Entry, at: number, query: Query): number => {
  if (entry.bareCode === query.whole) return 100;
  const coded = query.whole.length >= 3 && entry.bareCode.includes(query.whole) ? 12 : 0;
  const chinese = query.chinese === '' ? 0 : bestOf(entry, (phrase) => chineseScore(phrase, query));
  const pinyin = query.letters === '' ? 0 : bestOf(entry, (phrase) => pinyinScore(phrase, query));
  const latin = Math.max(pinyin, query.english.get(at) ?? 0);
  // Typed in both scripts (社保卡 diu): both must say something.
  if (query.chinese !== '' && query.letters !== '') {
    return Math.max(coded, chinese === 0 || latin === 0 ? Math.max(chinese, latin) / 2 : (chinese + latin) / 2);
  }
  return Math.max(coded, chinese, latin);
};

/**
 * Finds items by need, word, pinyin, initials or code, best first; an empty query lists what the filters leave, in the
 * catalogue's order. Forgives homophones, unfinished pinyin, dialect sounds and one wrong letter in English.
 */
export const searchItems = (index: SearchIndex, text: string, options: SearchOptions = {}): SearchHit[] => {
  const { audience, need, limit = 50 } = options;
  const wanted = index.entries
    .map((entry, at) => ({ entry, at }))
    .filter(({ entry }) => (!audience || entry.audience.includes(audience)) && (!need || entry.needs.includes(need)));
  const query = parseQuery(index, text);
  if (query.whole === '') return wanted.slice(0, limit).map(({ entry }) => ({ code: entry.code, score: 0 }));
  const hits = wanted
    .map(({ entry, at }) => ({ code: entry.code, score: scoreOf(entry, at, query), at }))
    .sort((one, other) => other.score - one.score || one.at - other.at);
  const least = Math.max(threshold, behindBest * (hits[0]?.score ?? 0));
  return hits
    .filter((hit) => hit.score >= least)
    .slice(0, limit)
    .map(({ code, score }) => ({ code, score }));
};
