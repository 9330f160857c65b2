import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { areaCodeOf, parseMobile, parsePhone } from './phone.ts';

describe('telephone', () => {
  it.each([
    ['13800000000', 'mobile', '13800000000'],
    ['138 0000 0000', 'mobile', '13800000000'],
    ['+86 138-0000-0000', 'mobile', '13800000000'],
    ['008613800000000', 'mobile', '13800000000'],
    ['8613800000000', 'mobile', '13800000000'],
    ['１３８００００００００', 'mobile', '13800000000'],
    ['010-12345678', 'landline', '01012345678'],
    ['(028) 8888 8888', 'landline', '02888888888'],
    ['0990-2345678', 'landline', '09902345678'],
    ['0990-2345678转801', 'landline', '09902345678-801'],
    ['+86 10 8888 8888', 'landline', '01088888888'],
    ['12333', 'hotline', '12333'],
    ['12345', 'hotline', '12345'],
    ['120', 'hotline', '120'],
    ['95588', 'hotline', '95588'],
    ['400-800-1234', 'hotline', '4008001234'],
  ] as const)('reads %s as %s', (raw, kind, number) => {
    expect(parsePhone(raw)).toEqual({ ok: true, value: { kind, number } });
  });

  it.each([
    ['1380000000', 'phone.mobile'],
    ['88888888', 'phone.area-code'],
    ['2345678', 'phone.area-code'],
    ['0101234567', 'phone.shape'],
    ['', 'phone.shape'],
    ['无', 'phone.shape'],
    ['12800000000', 'phone.shape'],
  ] as const)('refuses %s with %s', (raw, code) => {
    expect(parsePhone(raw)).toMatchObject({ ok: false, code });
  });

  it('takes a code to a mobile only', () => {
    expect(parseMobile('12333')).toMatchObject({ ok: false, code: 'phone.mobile', params: { count: 5 } });
    fc.assert(
      fc.property(fc.stringMatching(/^1[3-9]\d{9}$/), (number) => {
        expect(parseMobile(`+86 ${number.slice(0, 3)}-${number.slice(3)}`)).toEqual({ ok: true, value: number });
        expect(parsePhone(number)).toMatchObject({ ok: true, value: { kind: 'mobile' } });
      }),
    );
  });

  it('reads its own canonical form to itself', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[\d() +转-]{3,18}$/), (raw) => {
        const read = parsePhone(raw);
        if (read.ok && !read.value.number.includes('-')) {
          expect(parsePhone(read.value.number)).toEqual(read);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('knows area codes', () => {
    expect(areaCodeOf('02888888888')).toBe('028');
    expect(areaCodeOf('09902345678-801')).toBe('0990');
    expect(areaCodeOf('13800000000')).toBe('');
  });
});
