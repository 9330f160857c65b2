import { TOTP, URI } from 'otpauth';
import { describe, expect, it } from 'vitest';
import { newTotpSecret, totpUri, verifyTotp } from './totp.ts';

const now = Date.parse('2026-03-02T09:00:10+08:00');
const step = 30_000;
const codeAt = (secret: string, timestamp: number) =>
  (URI.parse(totpUri(secret, 'teller01')) as TOTP).generate({ timestamp });

describe('second factor', () => {
  it("computes RFC 6238's example", () => {
    // The RFC's secret in base32; its eight digits at 59 s are 94287082.
    expect(verifyTotp('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', '287082', { nowMs: 59_000 })).toBe(1);
  });

  it('gives an app its address', () => {
    const secret = newTotpSecret();
    expect(secret).toMatch(/^[A-Z2-7]{32}$/);
    const read = URI.parse(totpUri(secret, 'teller01'));
    expect(read).toBeInstanceOf(TOTP);
    expect([read.issuer, read.label, read.secret.base32]).toEqual(['家门口 Doorstep', 'teller01', secret]);
  });

  it('takes the present code and its neighbours, and says which step it was', () => {
    const secret = newTotpSecret();
    const current = Math.floor(now / step);
    for (const offset of [-1, 0, 1]) {
      expect(verifyTotp(secret, codeAt(secret, now + offset * step), { nowMs: now })).toBe(current + offset);
    }
    for (const offset of [-3, -2, 2, 3]) {
      const code = codeAt(secret, now + offset * step);
      const near = [-1, 0, 1].map((other) => codeAt(secret, now + other * step));
      if (!near.includes(code)) expect(verifyTotp(secret, code, { nowMs: now })).toBeUndefined();
    }
  });

  it('takes each code once', () => {
    const secret = newTotpSecret();
    const code = codeAt(secret, now);
    const used = verifyTotp(secret, code, { nowMs: now });
    expect(used).toBeDefined();
    expect(verifyTotp(secret, code, { nowMs: now + 1000, lastStep: used })).toBeUndefined();
    const earlier = codeAt(secret, now - step);
    expect(verifyTotp(secret, earlier, { nowMs: now, lastStep: used })).toBeUndefined();
    expect(verifyTotp(secret, codeAt(secret, now + step), { nowMs: now + step, lastStep: used })).toBe(used! + 1);
  });

  it('forgives spaces and full-width digits, nothing else', () => {
    const secret = newTotpSecret();
    const code = codeAt(secret, now);
    const wide = [...code].map((digit) => String.fromCodePoint(digit.charCodeAt(0) + 0xfee0)).join('');
    expect(verifyTotp(secret, `${code.slice(0, 3)} ${code.slice(3)}`, { nowMs: now })).toBeDefined();
    expect(verifyTotp(secret, wide, { nowMs: now })).toBeDefined();
    for (const wrong of ['', '12345', '1234567', 'abcdef', `${code}0`]) {
      expect(verifyTotp(secret, wrong, { nowMs: now })).toBeUndefined();
    }
  });
});
