import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { moneyInWords } from './documents.money.ts';

/** Reads the words back, by another road than the one that wrote them. */
function fenOf(words: string): number {
  const digit = (character: string) => '零壹贰叁肆伍陆柒捌玖'.indexOf(character);
  const unit: Record<string, number> = { 拾: 10, 佰: 100, 仟: 1000 };
  let total = 0;
  let section = 0;
  let last = 0;
  for (const character of words.replace('人民币', '').replace('整', '')) {
    if (digit(character) >= 0) last = digit(character);
    else if (character in unit) {
      section += last * unit[character]!;
      last = 0;
    } else if (character === '角') total += last * 10;
    else if (character === '分') total += last;
    else {
      section += last;
      if (character === '万') section *= 10_000;
      if (character === '亿') {
        total += section * 1e8 * 100;
        section = 0;
      }
      if (character === '万') {
        total += section * 100;
        section = 0;
      }
      if (character === '元') {
        total += section * 100;
        section = 0;
      }
      last = 0;
    }
    if (character === '角' || character === '分') last = 0;
  }
  return total;
}

describe('amounts in capital characters', () => {
  it.each([
    [0, '人民币零元整'],
    [5, '人民币伍分'],
    [50, '人民币伍角整'],
    [105, '人民币壹元零伍分'],
    [22933, '人民币贰佰贰拾玖元叁角叁分'],
    [208748, '人民币贰仟零捌拾柒元肆角捌分'],
    [140950, '人民币壹仟肆佰零玖元伍角整'],
    [1_640_902, '人民币壹万陆仟肆佰零玖元零贰分'],
    [10_700_053, '人民币壹拾万柒仟元零伍角叁分'],
    [600_003_714, '人民币陆佰万零叁拾柒元壹角肆分'],
    [10_000_000_000, '人民币壹亿元整'],
    [10_000_000_100, '人民币壹亿零壹元整'],
  ])('%i fen', (fen, words) => {
    expect(moneyInWords(fen)).toBe(words);
  });

  it('can be read back', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 99_999_999_999 }), (fen) => fenOf(moneyInWords(fen)) === fen));
  });

  it.each([-1, 0.5, Number.NaN, 1e14])('is refused for %s', (fen) => {
    expect(() => moneyInWords(fen)).toThrow(RangeError);
  });
});
