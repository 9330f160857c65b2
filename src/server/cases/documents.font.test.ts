import { describe, expect, it } from 'vitest';
import { loadTypeface, printable } from './documents.font.ts';

const { covers } = loadTypeface();

describe('the typeface', () => {
  it('has what official papers need', () => {
    const needed = '受理通知书〔2026〕号《》“”‘’（）【】、。；：？！…—·①②③〇㐂龘䶮𬱖𫍯¥%℃×√□〓ABCxyz0189';
    for (const character of needed) expect([character, covers(character.codePointAt(0)!)]).toEqual([character, true]);
  });

  it('lacks some rare Han, and knows it', () => {
    expect(covers('𠮷'.codePointAt(0)!)).toBe(false);
    expect(covers(0x10ffff)).toBe(false);
  });
});

describe('printable text', () => {
  it('leaves what can be printed as it is', () => {
    const data = { name: '欧阳秀兰', papers: [{ copies: 2, note: undefined }], agree: true };
    expect(printable(data, covers)).toEqual({ data, missing: [] });
  });

  it('marks a character that cannot be printed and says which it was', () => {
    const { data, missing } = printable({ name: '𠮷田', note: ['😀'] }, covers);
    expect(data).toEqual({ name: '〓田', note: ['〓'] });
    expect(missing).toEqual(['U+20BB7', 'U+1F600']);
  });

  it('prints a base letter where its accent is missing', () => {
    expect(printable('Erdoğan', covers)).toEqual({ data: 'Erdogan', missing: ['g：U+011F'] });
  });

  it('drops what nobody sees, keeps lines', () => {
    expect(printable('a\u0000b\u200bc\u202ed\tE\r\nF\uFE0F', covers).data).toBe('abcd E\nF');
  });
});
