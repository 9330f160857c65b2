import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeUscc, organisationCheck, parseOrganisationCode, parseUscc } from './uscc.ts';

const context = { sampleRegion: true };

describe('unified social credit code', () => {
  it.each(['91350200MA2YJ1XR9G', '913502000728319549', '91350200776049653A'])('accepts the published %s', (number) => {
    expect(parseUscc(number, context)).toMatchObject({
      ok: true,
      value: { number, registrar: '9', category: '1', division: '350200', organisationCodeFits: true, sample: false },
    });
  });

  it('accepts the sample only where samples are welcome', () => {
    expect(parseUscc('11990100000000019f', context)).toMatchObject({
      ok: true,
      value: { organisationCode: '000000019', organisationCodeFits: true, sample: true },
    });
    expect(parseUscc('11990100000000019F', { sampleRegion: false })).toMatchObject({ code: 'document.sample' });
  });

  it('says what is wrong', () => {
    expect(parseUscc('1199010000000001', context)).toMatchObject({ code: 'uscc.length', params: { count: 16 } });
    expect(parseUscc('1199010000000001IF', context)).toMatchObject({ code: 'uscc.characters' });
    expect(parseUscc('11990100000000019G', context)).toMatchObject({ code: 'uscc.check' });
  });

  it('makes codes that it reads, and catches every wrong character and every swap of neighbours', () => {
    fc.assert(
      fc.property(fc.nat(99_999_999), fc.constantFrom('91', '92', '11', '51'), (serial, prefix) => {
        const number = makeUscc(prefix, '990101', serial);
        expect(parseUscc(number, context)).toMatchObject({ ok: true, value: { number, organisationCodeFits: true } });
        for (let at = 0; at < 18; at++) {
          for (const other of '0123456789ABCDEFGHJKLMNPQRTUWXY') {
            if (other === number[at]) continue;
            expect(parseUscc(number.slice(0, at) + other + number.slice(at + 1), context).ok).toBe(false);
          }
          if (at < 17 && number[at] !== number[at + 1]) {
            const swapped = number.slice(0, at) + number[at + 1] + number[at] + number.slice(at + 2);
            expect(parseUscc(swapped, context).ok).toBe(false);
          }
        }
      }),
      { numRuns: 30 },
    );
  });
});

describe('organisation code', () => {
  it('reads the old nine characters', () => {
    expect(parseOrganisationCode('00000001-9')).toEqual({ ok: true, value: '000000019' });
    expect(parseOrganisationCode('D2143569-X')).toEqual({ ok: true, value: 'D2143569X' });
    expect(parseOrganisationCode('00000001-8')).toMatchObject({ code: 'organisation-code.check' });
    expect(parseOrganisationCode('0000-1')).toMatchObject({ code: 'organisation-code.shape' });
    expect(organisationCheck('00000000')).toBe('0');
  });
});
