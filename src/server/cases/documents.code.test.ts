import fc from 'fast-check';
import QRCode from 'qrcode';
import { describe, expect, it } from 'vitest';
import { formatDocumentCode, newDocumentCode, parseDocumentCode, verifyUrl } from './documents.code.ts';
import { qrSvg } from './documents.frame.ts';

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const code = fc
  .array(fc.integer({ min: 0, max: 31 }), { minLength: 14, maxLength: 14 })
  .map((digits) => newDocumentCode(() => digits.pop()!));

describe('verification codes', () => {
  it('are read back as they were printed, however they are typed', () => {
    fc.assert(
      fc.property(code, (one) => {
        expect(one).toMatch(/^[0-9A-HJKMNP-TV-Z]{15}$/);
        expect(parseDocumentCode(formatDocumentCode(one))).toBe(one);
        expect(parseDocumentCode(` ${formatDocumentCode(one).toLowerCase().replaceAll('-', ' — ')} `)).toBe(one);
        expect(parseDocumentCode(one.replaceAll('0', 'O').replaceAll('1', 'l'))).toBe(one);
      }),
    );
  });

  it('show every wrong character and every swap of neighbours as a slip', () => {
    fc.assert(
      fc.property(code, fc.nat(14), fc.integer({ min: 1, max: 31 }), (one, at, shift) => {
        const wrong = alphabet[(alphabet.indexOf(one[at]!) + shift) % 32]!;
        expect(parseDocumentCode(one.slice(0, at) + wrong + one.slice(at + 1))).toBeUndefined();
      }),
    );
    fc.assert(
      fc.property(code, fc.nat(13), (one, at) => {
        const swapped = one.slice(0, at) + one[at + 1]! + one[at]! + one.slice(at + 2);
        if (swapped !== one) expect(parseDocumentCode(swapped)).toBeUndefined();
      }),
    );
  });

  it.each(['', 'ABC', '7K3QF-9ZP2M-X4T8', '证'.repeat(15), 'U'.repeat(15)])('refuses %j', (typed) => {
    expect(parseDocumentCode(typed)).toBeUndefined();
  });

  it('differ', () => {
    expect(new Set(Array.from({ length: 1000 }, () => newDocumentCode())).size).toBe(1000);
  });
});

describe('the QR code', () => {
  it('is drawn module by module', () => {
    const url = verifyUrl('https://hall.example.cn/', '7K3QF9ZP2MX4T8B');
    expect(url).toBe('https://hall.example.cn/verify/7K3QF9ZP2MX4T8B');
    const { modules } = QRCode.create(url, { errorCorrectionLevel: 'M' });
    const drawn = new Set<string>();
    for (const [, x, y, width] of qrSvg(url).matchAll(/M(\d+) (\d+)h(\d+)/g)) {
      for (let n = 0; n < Number(width); n += 1) drawn.add(`${Number(x) + n},${y}`);
    }
    for (let row = 0; row < modules.size; row += 1) {
      for (let column = 0; column < modules.size; column += 1) {
        expect(drawn.has(`${column},${row}`)).toBe(Boolean(modules.get(row, column)));
      }
    }
  });
});
