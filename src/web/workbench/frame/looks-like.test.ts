import { describe, expect, it } from 'vitest';
import { makeCaseNumber } from '#domain/cases/case-number.ts';
import { makeResidentId } from '#domain/identity/resident-id.ts';
import { asksOf, type Look, looksLike } from './looks-like.ts';

const context = { today: '2026-03-02', sampleRegion: true };
const look = (text: string): Look => looksLike(text, context);
const id = makeResidentId('990101', '1961-03-08', 128);
const number = makeCaseNumber('01', 2026, 123);

describe('what a text in the search box looks like', () => {
  it.each([
    ['', 'nothing'],
    ['  ', 'nothing'],
    ['张桂兰', 'name'],
    ['养老', 'name'],
    ['zhang gl', 'pinyin'],
    ['Aisha·Memet', 'pinyin'],
    ['hr-ins-03', 'item-code'],
    [id, 'resident-id'],
    [id.replace(/(\d{6})(\d{8})/, '$1 $2 '), 'resident-id'],
    [number, 'case-number'],
    [`${number.slice(0, 4)}-${number.slice(4, 8)}-${number.slice(8)}`, 'case-number'],
    ['１９９００００００１２', 'phone'],
    ['+86 199 0000 0012', 'phone'],
    ['010-88886666', 'phone'],
    ['11990100000000019F', 'uscc'],
    ['H12345678', 'other-document'],
    ['SB-2026/000188', 'outside-number'],
  ])('%j is %s', (text, kind) => {
    expect(look(text).kind).toBe(kind);
  });

  it('says how much of a number is missing while it is typed', () => {
    expect(look('1990000')).toEqual({ kind: 'unfinished', of: 'phone', missing: 4 });
    expect(look('0126')).toEqual({ kind: 'unfinished', of: 'case-number', missing: 8 });
    expect(look(id.slice(0, 16))).toEqual({ kind: 'unfinished', of: 'resident-id', missing: 2 });
  });

  it('names a slip before anything is looked up', () => {
    const last = Number(number[11]);
    const slip = `${number.slice(0, 11)}${(last + 1) % 10}`;
    expect(look(slip)).toMatchObject({ kind: 'wrong', of: 'case-number', code: 'case-number.check' });
    const wrongId = `${id.slice(0, 17)}${id[17] === '1' ? '2' : '1'}`;
    expect(look(wrongId)).toMatchObject({ kind: 'wrong', of: 'resident-id', code: 'resident-id.check' });
    expect(asksOf(look(slip))).toEqual({ people: false, cases: false, items: false });
  });

  it('asks only what the look calls for', () => {
    expect(asksOf(look('张桂兰'))).toEqual({ people: true, cases: false, items: true });
    expect(asksOf(look(number))).toEqual({ people: false, cases: true, items: false });
    expect(asksOf(look(id))).toEqual({ people: true, cases: false, items: false });
    expect(asksOf(look('1990'))).toEqual({ people: false, cases: false, items: false });
  });
});
