import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readings, spoken } from './pinyin.ts';

const firstSpelling = (name: string) =>
  readings(name)
    .map((list) => list[0] ?? '')
    .join(' ');

describe('pinyin of names', () => {
  it.each([
    ['单雄', 'shan xiong'],
    ['仇英', 'qiu ying'],
    ['曾乐', 'zeng le'],
    ['解明', 'xie ming'],
    ['尉迟明', 'yu chi ming'],
    ['区志强', 'ou zhi qiang'],
    ['朴树', 'piao shu'],
    ['查明', 'zha ming'],
    ['任长霞', 'ren chang xia'],
    ['盖明', 'ge ming'],
    ['万俟明', 'mo qi ming'],
    ['尹曾', 'yin ceng'],
  ])('reads %s as %s', (name, spelling) => {
    expect(firstSpelling(name)).toBe(spelling);
  });

  it('has one list per code point, empty where nothing is read', () => {
    expect(readings('𠮷田·A')).toEqual([[], ['tian'], [], []]);
    expect(readings('')).toEqual([]);
    expect(readings('吕布')).toEqual([['lv', 'lu'], ['bu']]);
  });

  it('stays in step with the characters of any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'张王单𠮷·Aé 欧阳〇龘1'.split(''), '𠮷', '𠀀') }), (name) => {
        expect(readings(name)).toHaveLength([...name].length);
      }),
    );
  });
});

it('says a name of a place with its tones, and leaves what is not Chinese as it is', () => {
  expect(spoken('石桥村便民服务站')).toBe('Shí qiáo cūn biàn mín fú wù zhàn');
  expect(spoken('第3站 A')).toMatch(/^Dì 3 zhàn\s+A$/);
});
