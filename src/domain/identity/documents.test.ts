import { describe, expect, it } from 'vitest';
import { documentKey, type documentKindList, parseDocument, recogniseDocument } from './documents.ts';
import { parseForeignCard } from './foreign-card.ts';
import type { NumberContext } from './parsed.ts';
import { makeResidentId, residentIdCheck } from './resident-id.ts';

const context: NumberContext = { today: '2026-03-02', sampleRegion: true };

describe('foreign permanent resident card', () => {
  // The specimens printed by the immigration administration: no living person's numbers.
  it('reads the specimen of the form with digits', () => {
    expect(parseForeignCard('932682198501010017', context)).toEqual({
      ok: true,
      value: {
        kind: 'foreign-permanent-residence',
        number: '932682198501010017',
        form: 'digits-2023',
        nationality: '682',
        region: '32',
        birthDate: '1985-01-01',
        sex: 'male',
        sample: false,
      },
    });
    expect(parseForeignCard('911398199012310021', context)).toMatchObject({ ok: true, value: { sex: 'female' } });
  });

  it('reads the specimen of the form with letters', () => {
    expect(parseForeignCard('KAZ110090123105', context)).toMatchObject({
      ok: true,
      value: { form: 'letters-2004', nationality: 'KAZ', region: '1100', birthDate: '1990-12-31', sex: undefined },
    });
    expect(parseForeignCard('kaz 1100 901231 05', context).ok).toBe(true);
  });

  it('does not guess a century', () => {
    const of = (digits: string) => {
      for (let check = 0; check < 10; check++) {
        const read = parseForeignCard(`AAA9901${digits}0${check}`, context);
        if (read.ok) return read.value.birthDate;
      }
      return 'refused';
    };
    expect(of('050101')).toBe('2005-01-01');
    expect(of('200101')).toBeUndefined();
    expect(of('300101')).toBe('1930-01-01');
    expect(of('000229')).toBe('2000-02-29');
  });

  it.each([
    ['93268219850101001', 'foreign-card.shape'],
    ['999682198502300017', 'foreign-card.date'],
    ['932682198501010018', 'foreign-card.check'],
    ['920682198501010017', 'foreign-card.region'],
    ['KAZ110090123106', 'foreign-card.check'],
    ['KAZ110090133105', 'foreign-card.date'],
    ['KAZ160090123105', 'foreign-card.region'],
    ['KA1110090123105', 'foreign-card.shape'],
  ])('refuses %s with %s', (raw, code) => {
    expect(parseForeignCard(raw, context)).toMatchObject({ ok: false, code });
  });

  it('refuses a birth to come, and samples where they are not welcome', () => {
    const first17 = '99999920270101001';
    expect(parseForeignCard(first17 + residentIdCheck(first17), context)).toMatchObject({
      code: 'foreign-card.future',
    });
    const sample17 = '99999919900101001';
    const sample = sample17 + residentIdCheck(sample17);
    expect(parseForeignCard(sample, context)).toMatchObject({ ok: true, value: { sample: true } });
    expect(parseForeignCard(sample, { ...context, sampleRegion: false })).toMatchObject({ code: 'document.sample' });
  });
});

describe('documents', () => {
  const sample = '990101196001010015';

  it('keeps sample residents and foreign cards apart although both begin with 9', () => {
    expect(recogniseDocument(sample, context).map((document) => document.kind)).toEqual(['resident-id']);
    expect(recogniseDocument('932682198501010017', context).map((document) => document.kind)).toEqual([
      'foreign-permanent-residence',
    ]);
  });

  it('names the kind that a number belongs to', () => {
    const permit = makeResidentId('830000', '1990-01-01', 2);
    const codeOf = (kind: (typeof documentKindList)[number], raw: string) => {
      const read = parseDocument(kind, raw, context);
      return read.ok ? 'ok' : read.code;
    };
    expect(codeOf('resident-id', permit)).toBe('document.is-taiwan-residence-permit');
    expect(codeOf('resident-id', '932682198501010017')).toBe('document.is-foreign-permanent-residence');
    expect(codeOf('foreign-permanent-residence', sample)).toBe('document.is-resident-id');
    expect(codeOf('foreign-permanent-residence', permit)).toBe('document.is-taiwan-residence-permit');
    expect(codeOf('hk-macao-residence-permit', sample)).toBe('document.is-resident-id');
    expect(codeOf('resident-id', '990101196001010016')).toBe('resident-id.check');
    expect(parseDocument('taiwan-residence-permit', permit, context).ok).toBe(true);
  });

  it.each([
    ['chinese-passport', 'E12345678', 'E12345678'],
    ['chinese-passport', 'ea 1234567', 'EA1234567'],
    ['chinese-passport', 'DE1234567', 'DE1234567'],
    ['foreign-passport', 'x-1234567', 'X1234567'],
    ['hk-macao-travel-permit', 'H12345678', 'H12345678'],
    ['hk-macao-travel-permit', 'h1234567802', 'H12345678'],
    ['taiwan-travel-permit', '12345678', '12345678'],
    ['taiwan-travel-permit', '12345678 01', '12345678'],
  ] as const)('reads as %s: %s', (kind, raw, number) => {
    expect(parseDocument(kind, raw, context)).toEqual({ ok: true, value: { kind, number } });
  });

  it.each([
    ['chinese-passport', 'EI1234567', 'passport.chinese'],
    ['chinese-passport', '12345', 'passport.chinese'],
    ['foreign-passport', 'ABCDEFGH', 'passport.foreign'],
    ['foreign-passport', '1', 'passport.foreign'],
    ['hk-macao-travel-permit', 'H1234567', 'travel-permit.hk-macao'],
    ['taiwan-travel-permit', 'T12345678', 'travel-permit.taiwan'],
  ] as const)('refuses as %s: %s', (kind, raw, code) => {
    expect(parseDocument(kind, raw, context)).toMatchObject({ ok: false, code });
  });

  it('makes one key of one number, and different keys of the same digits on different papers', () => {
    const key = (kind: (typeof documentKindList)[number], raw: string, country?: string) => {
      const read = parseDocument(kind, raw, context);
      return read.ok ? documentKey(read.value, country) : undefined;
    };
    expect(key('resident-id', '990101600101001')).toBe(key('resident-id', sample));
    expect(key('foreign-passport', 'E12345678', 'deu')).not.toBe(key('foreign-passport', 'E12345678', 'FRA'));
    expect(key('foreign-passport', 'E12345678')).not.toBe(key('chinese-passport', 'E12345678'));
  });
});
