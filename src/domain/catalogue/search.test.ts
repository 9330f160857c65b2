import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildSearchIndex, searchItems } from './search.ts';
import { sampleItem } from './testing.sample.ts';

const sounds: Record<string, string[]> = {
  养: ['yang'],
  老: ['lao'],
  金: ['jin'],
  社: ['she'],
  保: ['bao'],
  宝: ['bao'],
  卡: ['ka', 'qia'],
  丢: ['diu'],
  了: ['le', 'liao'],
  工: ['gong'],
  伤: ['shang'],
  商: ['shang'],
  领: ['ling'],
  长: ['chang', 'zhang'],
  期: ['qi'],
  户: ['hu'],
};
const readings = (text: string) => [...text].map((character) => sounds[character] ?? []);
const t = (zh: string, en: string) => ({ 'zh-CN': zh, en });

const items = [
  sampleItem({
    code: 'HR-INS-03',
    name: t('养老待遇申领', 'Pension claim'),
    plainName: t('领养老金', 'Claim my pension'),
    keywords: ['退休金', 'retire'],
    needs: ['old-age'],
    summary: t('每月领钱', 'A monthly payment'),
  }),
  sampleItem({
    code: 'HR-CARD-03',
    name: t('社保卡挂失', 'Loss of a card'),
    plainName: t('社保卡丢了', 'I lost my card'),
    keywords: ['挂失'],
    needs: ['card'],
    summary: t('马上停卡', 'Stop it at once'),
  }),
  sampleItem({
    code: 'HR-WI-01',
    name: t('工伤认定', 'Recognition of a work injury'),
    plainName: t('上班受伤', 'Hurt at work'),
    keywords: ['工伤'],
    needs: ['injury-illness'],
    audience: ['person', 'employer'],
    summary: t('长期有效', 'Apply within a year'),
  }),
];
const index = buildSearchIndex(items, readings);
const first = (query: string) => searchItems(index, query)[0]?.code;

describe('finds', () => {
  test.each([
    ['养老金', 'HR-INS-03', 'the word'],
    ['退休金', 'HR-INS-03', 'another word for it'],
    ['我的社保卡丢了怎么办？', 'HR-CARD-03', 'a whole question'],
    ['社宝卡', 'HR-CARD-03', 'a homophone'],
    ['yanglaojin', 'HR-INS-03', 'pinyin'],
    ['Yang Lao Jin', 'HR-INS-03', 'pinyin with spaces'],
    ['yangl', 'HR-INS-03', 'unfinished pinyin'],
    ['yannao', 'HR-INS-03', 'pinyin as many speak it'],
    ['ylj', 'HR-INS-03', 'initials'],
    ['shebaoka', 'HR-CARD-03', 'pinyin of a part'],
    ['sebaoqia', 'HR-CARD-03', 'another reading and another accent'],
    ['社保卡 diu', 'HR-CARD-03', 'two scripts at once'],
    ['gongshang', 'HR-WI-01', 'pinyin of a keyword'],
    ['HR-INS-03', 'HR-INS-03', 'the code'],
    ['ins03', 'HR-INS-03', 'the code as people type it'],
    ['ＩＮＳ－０３', 'HR-INS-03', 'the code in full width'],
    ['lost card', 'HR-CARD-03', 'English'],
    ['how do i claim my penson', 'HR-INS-03', 'English with a slip'],
    ['injuries', 'HR-WI-01', 'an inflected word'],
  ])('%s → %s (%s)', (query, code) => {
    expect(first(query)).toBe(code);
  });

  test('nothing where there is nothing', () => {
    expect(searchItems(index, 'xyzzy')).toEqual([]);
    expect(searchItems(index, '公积金贷')).toEqual([]);
    expect(searchItems(index, '!!!')).toHaveLength(3);
  });
});

test('filters by need and audience, and lists all for an empty query', () => {
  expect(searchItems(index, '').map((hit) => hit.code)).toEqual(['HR-INS-03', 'HR-CARD-03', 'HR-WI-01']);
  expect(searchItems(index, '', { need: 'card' }).map((hit) => hit.code)).toEqual(['HR-CARD-03']);
  expect(searchItems(index, '工伤', { need: 'card' })).toEqual([]);
  expect(searchItems(index, '', { audience: 'employer' }).map((hit) => hit.code)).toEqual(['HR-WI-01']);
  expect(searchItems(index, '', { limit: 2 })).toHaveLength(2);
});

test('never fails, best first, whatever is typed', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string(), fc.string({ unit: 'grapheme' }), fc.stringMatching(/^[a-z]{0,120}$/)),
      (query) => {
        const scores = searchItems(index, query).map((hit) => hit.score);
        expect(scores).toEqual([...scores].sort((one, other) => other - one));
      },
    ),
  );
});
