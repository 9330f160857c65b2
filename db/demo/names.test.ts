import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pinyin } from 'pinyin-pro';
import { expect, test } from 'vitest';
import { findChinaDivision } from '#server/organisation/index.ts';
import { cityName, communityNames, countyNames, placeName, townNames, villageNames } from './names.ts';

const invented = [cityName, ...countyNames, ...townNames];

test('no province, city, county, town or village of China contains the name of our city, a county or a town', () => {
  const pairs = new Set(invented.map(({ zh }) => zh.charCodeAt(0) * 65_536 + zh.charCodeAt(1)));
  const found = new Set<string>();
  for (const table of ['provinces', 'cities', 'areas', 'streets', 'villages']) {
    const names = readFileSync(join(findChinaDivision()!, `${table}.csv`), 'utf8');
    for (let at = 1, before = 0; at < names.length; at++) {
      const code = names.charCodeAt(at);
      if (pairs.has(before * 65_536 + code)) found.add(names.slice(at - 1, at + 1));
      before = code;
    }
  }
  expect([...found]).toEqual([]);
});

test('names and their English forms are unique', () => {
  expect(new Set(invented.map(({ zh }) => zh)).size).toBe(invented.length);
  expect(new Set(invented.map((name) => name.pinyin)).size).toBe(invented.length);
  expect(townNames.length).toBeGreaterThanOrEqual(218);
});

test('the pinyin is right', () => {
  const places = [0, 1, 2].flatMap((county) => {
    const village = villageNames(1, county);
    const community = communityNames(1, county);
    return [...Array.from({ length: 250 }, village), ...Array.from({ length: 60 }, community)];
  });
  expect(new Set(places.slice(0, 310).map(({ zh }) => zh)).size).toBe(310);
  for (const { zh, pinyin: ours } of [...invented, ...places]) {
    // As a surname 曾 is Zeng; the library reads it as the adverb.
    const theirs = pinyin(zh.replace(/^曾(?=家)/, '增'), { toneType: 'none', type: 'array' }).join('');
    expect([zh, ours.toLowerCase().replaceAll("'", '')]).toEqual([zh, theirs]);
  }
  expect(placeName('青坳').pinyin).toBe("Qing'ao");
});
