import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fillWords, placesIn } from './fill-words.ts';
import { words } from './words.ts';

const folder = (language: string) => new URL(`../../../locales/${language}/`, import.meta.url);
const read = (language: string, file: string): Record<string, string> =>
  JSON.parse(readFileSync(new URL(file, folder(language)), 'utf8'));
const files = readdirSync(folder('zh-CN')).sort();

/** Places that one language needs and the other does not. */
const onlyInOne: Record<string, string[]> = {
  // Chinese repeats the unit of a length, English says it once.
  'clock.json status.running': ['used', 'usedLength'],
  // An amount on a Chinese document is written out in capital numerals beside the figures.
  'documents.json result.monthly': ['words'],
  'documents.json result.once': ['words'],
};

/** Chinese has no plural: a place that only chooses a word by its number may stand in English alone. */
const filled = (message: string): string[] => placesIn(message.replace(/\{\w+:[^{}]*\}/g, ''));

describe('every text stands in every language', () => {
  it('in the same files', () => expect(readdirSync(folder('en')).sort()).toEqual(files));

  it.each(files)('%s: the same keys, each with the same places', (file) => {
    const [zh, en] = [read('zh-CN', file), read('en', file)];
    expect(Object.keys(en).sort()).toEqual(Object.keys(zh).sort());
    for (const key of Object.keys(zh)) {
      const rare = onlyInOne[`${file} ${key}`] ?? [];
      const places = (message: string) => filled(message).filter((place) => !rare.includes(place));
      expect({ key, places: places(en[key]!) }).toEqual({ key, places: places(zh[key]!) });
    }
  });
});

describe('words', () => {
  it('fills places and chooses by number', () => {
    expect(fillWords('{n} {n:day|days} left', { n: 1 })).toBe('1 day left');
    expect(fillWords('{n} {n:day|days} left', { n: 2 })).toBe('2 days left');
    expect(fillWords('{n} {n:day|days} left', { n: 0 })).toBe('0 days left');
    expect(fillWords('还剩 {n} 天', { n: 1 })).toBe('还剩 1 天');
  });

  it('leaves a place without a value to be seen', () =>
    expect(fillWords('{who} has {n:one|many}')).toBe('{who} has {n:one|many}'));

  it('names places once, in order', () => expect(placesIn('{b} {a} {a:x|y}')).toEqual(['a', 'b']));

  it('finds what comes from data, and says when there is nothing', () => {
    expect(words('en').find('status.resident.submitted')).toBe('Sent');
    expect(words('en').find('status.resident.nowhere')).toBeUndefined();
    expect(words('zh-CN')('status.resident.submitted')).toBe('已提交');
  });
});
