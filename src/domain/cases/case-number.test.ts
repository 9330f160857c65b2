import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import zh from '../../../locales/zh-CN/identity.json' with { type: 'json' };
import { caseNumberFaults, formatCaseNumber, lastSerial, makeCaseNumber, parseCaseNumber } from './case-number.ts';

const numbers = fc
  .tuple(fc.nat(99), fc.integer({ min: 2000, max: 2099 }), fc.integer({ min: 1, max: lastSerial }))
  .map(([county, year, serial]) => ({ county: String(county).padStart(2, '0'), year, serial }));

describe('case number', () => {
  it('has county, year, serial and a check digit, shown in fours', () => {
    const number = makeCaseNumber('01', 2026, 42);
    expect(number).toMatch(/^01260000042\d$/);
    expect(formatCaseNumber(number)).toBe(`0126-0000-042${number[11]}`);
  });

  it("agrees with Damm's published example: 572 has the check digit 4", () => {
    expect(makeCaseNumber('00', 2000, 572)).toBe('000000005724');
  });

  it('reads back what it made, however it was typed', () => {
    fc.assert(
      fc.property(numbers, ({ county, year, serial }) => {
        const number = makeCaseNumber(county, year, serial);
        const expected = { ok: true, value: { number, county, year: String(year).slice(2), serial } };
        const fullWidth = [...number].map((digit) => String.fromCodePoint(digit.charCodeAt(0) + 0xfee0)).join('');
        for (const raw of [number, formatCaseNumber(number), ` ${number.replace(/(.{4})/g, '$1 ')}`, fullWidth]) {
          expect(parseCaseNumber(raw)).toEqual(expected);
        }
      }),
    );
  });

  it('catches every wrong digit and every swap of neighbours', () => {
    fc.assert(
      fc.property(numbers, ({ county, year, serial }) => {
        const number = makeCaseNumber(county, year, serial);
        for (let at = 0; at < 12; at++) {
          for (const other of '0123456789') {
            const changed = number.slice(0, at) + other + number.slice(at + 1);
            expect(parseCaseNumber(changed).ok).toBe(other === number[at]);
          }
          if (at < 11 && number[at] !== number[at + 1]) {
            const swapped = number.slice(0, at) + number[at + 1] + number[at] + number.slice(at + 2);
            expect(parseCaseNumber(swapped).ok).toBe(false);
          }
        }
      }),
    );
  });

  it('gives different numbers to different serials', () => {
    fc.assert(
      fc.property(numbers, numbers, (a, b) => {
        const same = a.county === b.county && a.year === b.year && a.serial === b.serial;
        const numberOf = (parts: typeof a) => makeCaseNumber(parts.county, parts.year, parts.serial);
        expect(numberOf(a) === numberOf(b)).toBe(same);
      }),
    );
  });

  it.each([
    ['', 'case-number.length'],
    ['0126-0000-042', 'case-number.length'],
    ['0126-0000-042X', 'case-number.characters'],
    ['<script>', 'case-number.characters'],
    ['012600000420', 'case-number.check'],
    ['000000000000', 'case-number.check'],
  ])('refuses %j with %s', (raw, code) => {
    expect(parseCaseNumber(raw)).toMatchObject({ ok: false, code });
  });

  it('has a sentence for every fault', () => {
    const codes = Object.keys(zh).filter((code) => code.startsWith('case-number.'));
    expect(codes.sort()).toEqual([...caseNumberFaults].sort());
  });

  it('refuses to make what does not fit', () => {
    expect(() => makeCaseNumber('1', 2026, 1)).toThrow(RangeError);
    expect(() => makeCaseNumber('01', 2026, 0)).toThrow(RangeError);
    expect(() => makeCaseNumber('01', 2026, lastSerial + 1)).toThrow(RangeError);
    expect(() => makeCaseNumber('01', 2026.5, 1)).toThrow(RangeError);
  });
});
