import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NumberContext } from './parsed.ts';
import { makeResidentId, parseResidentId, residentIdCheck } from './resident-id.ts';

const context: NumberContext = { today: '2026-03-02', sampleRegion: true };
const code = (raw: string, over: Partial<NumberContext> = {}) => {
  const read = parseResidentId(raw, { ...context, ...over });
  return read.ok ? 'ok' : read.code;
};

const birthDates = fc
  .date({ min: new Date('1900-01-01T00:00:00Z'), max: new Date('2026-03-02T00:00:00Z'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const sampleIds = fc
  .tuple(fc.constantFrom('990101', '990102', '990103'), birthDates, fc.integer({ min: 0, max: 999 }))
  .map(([division, birth, sequence]) => makeResidentId(division, birth, sequence));

describe('resident ID', () => {
  it.each([
    ['990101196001010015', '1960-01-01', 'male'],
    ['990101198506150020', '1985-06-15', 'female'],
    ['99010219701231113X', '1970-12-31', 'male'],
    ['990103200002290049', '2000-02-29', 'female'],
  ] as const)('reads %s', (number, birthDate, sex) => {
    expect(parseResidentId(number, context)).toEqual({
      ok: true,
      value: {
        kind: 'resident-id',
        number,
        division: number.slice(0, 6),
        birthDate,
        sex,
        sequence: number.slice(14, 17),
        from15: false,
        sample: true,
      },
    });
  });

  it("agrees with the standard's own two examples", () => {
    expect(residentIdCheck('11010519491231002')).toBe('X');
    expect(residentIdCheck('44052418800101001')).toBe('4');
  });

  it('forgives spaces, dashes, full-width digits and a small x, a Cyrillic one or a multiplication sign', () => {
    for (const raw of [
      ' 990102 19701231 113x ',
      '990102-19701231-113X',
      '９９０１０２１９７０１２３１１１３Ｘ',
      '99010219701231113×',
      '99010219701231113х', // Cyrillic
      '990102\u200b19701231113X',
    ]) {
      expect(parseResidentId(raw, context)).toMatchObject({ ok: true, value: { number: '99010219701231113X' } });
    }
  });

  it('says what is wrong', () => {
    expect(code('')).toBe('resident-id.length');
    expect(code('9901011960010100')).toBe('resident-id.length');
    expect(parseResidentId('9901011960010100', context)).toMatchObject({ params: { count: 16 } });
    expect(code('x'.repeat(5_000_000))).toBe('resident-id.length');
    expect(code('99010119600101001A')).toBe('resident-id.characters');
    expect(code('X90101196001010015')).toBe('resident-id.characters');
    expect(code('九九零一零一一九六零零一零一零零一')).toBe('resident-id.length');
    expect(code('160101196001010015')).toBe('resident-id.region');
    expect(code('990101196013010015')).toBe('resident-id.date');
    expect(code('990103190002290049')).toBe('resident-id.date');
    expect(code('990101096001010015')).toBe('resident-id.date');
    expect(code(makeResidentId('990101', '2026-03-03', 1))).toBe('resident-id.future');
    expect(code(makeResidentId('990101', '2026-03-02', 1))).toBe('ok');
    expect(code('990101196001010016')).toBe('resident-id.check');
    expect(code('990101196001010015', { sampleRegion: false })).toBe('document.sample');
  });

  it('converts the old form, of 1900s births and of those over a hundred in 1984', () => {
    expect(parseResidentId('990101600101001', context)).toMatchObject({
      ok: true,
      value: { number: '990101196001010015', from15: true, birthDate: '1960-01-01', sex: 'male' },
    });
    expect(parseResidentId('990101820307998', context)).toMatchObject({
      ok: true,
      value: { birthDate: '1882-03-07', sex: 'female' },
    });
    expect(code('990101600230001')).toBe('resident-id.date');
    expect(code('99010160010100X')).toBe('resident-id.characters');
  });

  it('tells residence permits of Hong Kong, Macao and Taiwan', () => {
    const kinds = ['810000', '820000', '830000'].map((division) => {
      const read = parseResidentId(makeResidentId(division, '1990-01-01', 1), context);
      return read.ok ? read.value.kind : read.code;
    });
    expect(kinds).toEqual(['hk-macao-residence-permit', 'hk-macao-residence-permit', 'taiwan-residence-permit']);
  });

  it('reads back whatever it makes', () => {
    fc.assert(
      fc.property(sampleIds, (number) => {
        const read = parseResidentId(number, context);
        expect(read).toMatchObject({ ok: true, value: { number, division: number.slice(0, 6) } });
      }),
    );
  });

  it('catches every wrong character and every swap of neighbours', () => {
    fc.assert(
      fc.property(sampleIds, (number) => {
        for (let at = 0; at < 18; at++) {
          for (const other of at === 17 ? '0123456789X' : '0123456789') {
            if (other === number[at]) continue;
            expect(parseResidentId(number.slice(0, at) + other + number.slice(at + 1), context).ok).toBe(false);
          }
          if (at < 17 && number[at] !== number[at + 1]) {
            const swapped = number.slice(0, at) + number[at + 1] + number[at] + number.slice(at + 2);
            expect(parseResidentId(swapped, context).ok).toBe(false);
          }
        }
      }),
      { numRuns: 40 },
    );
  });

  it('never throws, and never calls a thing a number that is not one', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[\dX -]{10,22}$/)), (raw) => {
        const read = parseResidentId(raw, context);
        if (read.ok) expect(read.value.number).toMatch(/^\d{17}[\dX]$/);
      }),
    );
  });
});
