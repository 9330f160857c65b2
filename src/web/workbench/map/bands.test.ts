import { beforeAll, expect, it, vi } from 'vitest';
import { setLanguage } from '../words.ts';
import { bandNotes, bandRows, bandSentence } from './bands.ts';

beforeAll(async () => {
  vi.stubGlobal('document', { documentElement: {} });
  await setLanguage('zh-CN');
});

type OfAll = Parameters<typeof bandRows>[0];
const polygon = { type: 'MultiPolygon' as const, coordinates: [] };

/** Of a city of a hundred thousand within ten and thirty minutes; `left` of them are not. */
const all = (left: number, points = 3): OfAll => ({
  mode: 'walk',
  level: 'village',
  by: 'road',
  asOf: '2026-11-23',
  points,
  square: null,
  bands: [
    { minutes: 10, people: 60_000, polygon },
    { minutes: 30, people: 100_000 - left, polygon },
  ],
  beyond: {
    people: left,
    villages:
      left > 0 ? { name: ['甲村'], lon: [104], lat: [29], people: [left] } : { name: [], lon: [], lat: [], people: [] },
  },
});

it('says who comes in time, and never that all do while somebody is left out', () => {
  expect(bandSentence(all(9200))).toContain('90.8%');
  expect(bandSentence(all(3))).toContain('99.9%');
  expect(bandSentence(all(3))).toContain('3 人');
  expect(bandSentence(all(0))).toBe('30 分钟以内人人都到得了，一共 100,000 人。');
});

it('has a row of those left out only where there are any', () => {
  expect(bandRows(all(3)).map(({ count }) => count)).toEqual([60_000, 99_997, 3]);
  expect(bandRows(all(0)).map(({ count }) => count)).toEqual([60_000, 100_000]);
});

it('says that a level has no point, and what to do', () => {
  expect(bandSentence(all(100_000, 0))).toMatch(/没有这一级的点位.*请换一级/u);
});

it('says that it is of all points while only some of them are shown, and of another day than the map', () => {
  expect(bandNotes(all(0), '2026-11-23', false)).toHaveLength(1);
  expect(bandNotes(all(0), '2026-11-23', true)[0]).toContain('不跟着筛选变');
  expect(bandNotes(all(0), '2026-12-20', true)).toHaveLength(3);
});
