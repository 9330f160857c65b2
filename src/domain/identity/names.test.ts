import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normaliseName, parseName, surnameLength } from './names.ts';

describe('names', () => {
  it.each([
    [' 张  三 ', '张三'],
    ['阿卜杜拉•买买提', '阿卜杜拉·买买提'],
    ['阿卜杜拉 ・ 买买提', '阿卜杜拉·买买提'],
    ['阿卜杜拉.买买提', '阿卜杜拉·买买提'],
    ['阿卜杜拉．买买提', '阿卜杜拉·买买提'],
    ['阿卜杜拉··买买提·', '阿卜杜拉·买买提'],
    ['张\u200b三\ufeff', '张三'],
    ['葛\u{e0100}城', '葛城'],
    ['Ｍａｒｉａ　Garcia', 'Maria Garcia'],
    ['John F. Smith', 'John F. Smith'],
    ['𠮷 野', '𠮷野'],
  ])('normalises %j to %j', (raw, name) => {
    expect(normaliseName(raw)).toBe(name);
  });

  it('is done after one normalisation', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'张三·•.  Ａa˙\u200b', '𠮷', '\u{e0100}', 'é') }), (raw) => {
        expect(normaliseName(normaliseName(raw))).toBe(normaliseName(raw));
      }),
      { numRuns: 1000 },
    );
  });

  it.each(['张三', '𠮷田', '阿卜杜拉·买买提', "Mary O'Brien", 'Müller-Lüdenscheidt', 'Ёлкина', '〇一', '\ue863某'])(
    'accepts %s',
    (raw) => {
      expect(parseName(raw)).toMatchObject({ ok: true });
    },
  );

  it.each([
    ['', 'name.empty'],
    [' · ', 'name.empty'],
    ['张三1', 'name.characters'],
    ['<b>张</b>', 'name.characters'],
    ['张三😀', 'name.characters'],
    ['长'.repeat(61), 'name.length'],
  ])('refuses %j with %s', (raw, code) => {
    expect(parseName(raw)).toMatchObject({ ok: false, code });
  });

  it('knows compound surnames, but not in a name of two characters', () => {
    expect(surnameLength('欧阳修')).toBe(2);
    expect(surnameLength('欧阳')).toBe(1);
    expect(surnameLength('欧明修')).toBe(1);
    expect(surnameLength('𠮷野家')).toBe(1);
  });
});
