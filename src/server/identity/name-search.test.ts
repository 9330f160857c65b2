import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchesName, nameQuery, nameTokens } from '#domain/identity/names.ts';
import { readings } from '../platform/pinyin.ts';

/** Whether the index over the names finds this one by the query, and the check after decryption agrees. */
const found = (name: string, query: string): boolean => {
  const tokens = new Set(nameTokens(name, readings));
  const hit = nameQuery(query).some((all) => all.every((token) => tokens.has(token)));
  return hit && matchesName(name, query, readings);
};

describe('name search', () => {
  it.each([
    ['张伟', ['张伟', '张', '伟', 'zhangwei', 'zhang wei', 'zhangw', 'zh', 'zw', 'ZW', '张wei', '张w', 'Zhāng Wěi']],
    ['欧阳建国', ['欧阳', '阳建国', 'ouyang', 'ouyangjianguo', 'oyjg', 'oyj', '欧 国']],
    ['单雄', ['shanx', 'danxiong', 'sx', 'dx']],
    ['仇英', ['qiuying', 'qy']],
    ['张建宇', ['zhangjianyu', 'zjy', 'zhang jianyu']],
    ['军乐张', ['junyuezhang', 'jyz']],
    ['张女', ['zhangnyu', 'zhang nv', 'zn']],
    ['吕布', ['lvbu', 'lubu', 'lyu bu', 'lü bu', 'LÜ']],
    [
      '阿卜杜拉·买买提',
      ['阿卜杜拉', '买买提', '拉买', '阿卜杜拉•买买提', 'abudula', 'maimaiti', 'abdl', '买买提 阿卜杜拉'],
    ],
    ['𠮷田', ['𠮷田', '𠮷', '田']],
    ['张𠮷', ['张𠮷', 'zhang']],
    ['Maria García', ['maria', 'Garcia', 'garcia maria', 'mariagarcia', 'mg']],
    ['张晟', ['zhangsheng', 'zhangcheng', 'zs', 'zc']],
  ])('finds %s', (name, queries) => {
    for (const query of queries) expect([query, found(name, query)]).toEqual([query, true]);
  });

  it.each([
    ['张伟', ['李', '伟张', 'zhangli', 'zl', 'z', '', '  ', '·', '张伟明', '张ming', '张 明']],
    ['张小丰', ['张丰']],
    ['欧阳建国', ['jianguo', '欧国']],
  ])('does not find %s', (name, queries) => {
    for (const query of queries) expect([query, found(name, query)]).toEqual([query, false]);
  });

  it('finds every name by itself, by each of its parts, by its pinyin and by its initials', () => {
    const character = fc.constantFrom(...'张王李单曾解仇欧阳建国小明长乐行宇玉女吕𠮷娜芳丽军洋勇艳杰娟涛超秀霞平刚桂');
    fc.assert(
      fc.property(fc.array(character, { minLength: 2, maxLength: 4 }), fc.nat(), fc.nat(), (characters, a, b) => {
        const name = characters.join('');
        const from = a % characters.length;
        const part = characters.slice(from, from + 1 + (b % (characters.length - from))).join('');
        expect(found(name, name)).toBe(true);
        expect(found(name, part)).toBe(true);
        const read = readings(name);
        if (read.every((list) => list.length > 0)) {
          expect(found(name, read.map((list) => list[0]).join(''))).toBe(true);
          expect(found(name, read.map((list) => list[0]!.charAt(0)).join(''))).toBe(true);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('keeps the tokens of a name few', () => {
    expect(nameTokens('张伟', readings)).toHaveLength(11);
    expect(nameTokens('单长乐', readings).length).toBeLessThan(60);
    expect(nameTokens('阿卜杜热合曼·买买提依明江', readings).length).toBeLessThan(120);
  });
});
