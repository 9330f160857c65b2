import { pinyin } from 'pinyin-pro';

/**
 * Readings that names have beside the dictionary's first: surnames that families read in two ways, and given-name
 * characters that are common in both. A clerk who has only heard the name finds it by either.
 */
const alsoRead: Record<string, string> = {
  种: 'chong',
  覃: 'tan',
  隗: 'kui',
  缪: 'mou',
  车: 'ju',
  宓: 'fu',
  尉: 'wei',
  訾: 'zi',
  黑: 'he',
  长: 'zhang',
  乐: 'yue',
  行: 'hang',
  重: 'chong',
  茜: 'xi',
  晟: 'cheng',
  盛: 'cheng',
  柏: 'bo',
  娜: 'nuo',
  朝: 'zhao',
  莘: 'shen',
  颉: 'jie',
  阿: 'e',
};

const options = { type: 'array', toneType: 'none', v: true } as const;
const syllable = /^[a-z]+$/;

/**
 * How the characters of a name are read: the reading as a surname first (单 shan, 仇 qiu, 曾 zeng, 解 xie, 尉迟 yuchi),
 * then the ordinary one, for people type that too; 吕 is found by lv and lu. Empty for what is not a known Han character.
 */
export const readings = (name: string): string[][] => {
  const characters = [...name];
  const asName = pinyin(name, { ...options, surname: 'head' });
  const asText = pinyin(name, options);
  return characters.map((character, at) => {
    if (!/\p{Script=Han}/u.test(character)) return [];
    const own = alsoRead[character];
    const known = [asName[at], asText[at], own]
      .filter((reading): reading is string => reading !== undefined && syllable.test(reading))
      .flatMap((reading) => (/^[ln]v$/.test(reading) ? [reading, reading.replace('v', 'u')] : [reading]));
    return [...new Set(known)];
  });
};

/** A city has ten thousand hamlets and more, and shows their names again and again. */
const mostSpoken = 20_000;
const said = new Map<string, string>();

/** A Chinese name as a reader of English says it, with its tones: “Shí qiáo cūn”. What is no Han character stays as it is. */
export function spoken(name: string): string {
  const known = said.get(name);
  if (known !== undefined) return known;
  const text = pinyin(name, { type: 'array', toneType: 'symbol', nonZh: 'consecutive' }).join(' ').trim();
  const made = text.charAt(0).toUpperCase() + text.slice(1);
  if (said.size >= mostSpoken) said.clear();
  said.set(name, made);
  return made;
}
