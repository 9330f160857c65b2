import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Consent, consentScopes, findConsent, mayActFor } from './consent.ts';

const mother = 'p-mother';
const son = 'p-son';
const consent: Consent = {
  id: 'c1',
  from: mother,
  to: son,
  scopes: ['follow', 'file'],
  validFrom: '2026-03-01T00:00:00+08:00',
  validTo: '2026-09-01T00:00:00+08:00',
};
const wish = { actor: son, subject: mother, scope: 'file', at: '2026-03-02T09:00:00+08:00' } as const;

describe('acting for another', () => {
  it('needs a consent, of the right person, for the thing, at the time', () => {
    expect(findConsent([consent], wish)).toBe(consent);
    expect(mayActFor([consent], wish)).toBe(true);
    expect(mayActFor([], wish)).toBe(false);
    expect(mayActFor([consent], { ...wish, scope: 'collect' })).toBe(false);
    expect(mayActFor([consent], { ...wish, actor: mother, subject: son })).toBe(false);
    expect(mayActFor([consent], { ...wish, actor: 'p-stranger' })).toBe(false);
  });

  it('holds from its first instant up to its end, whatever the offsets', () => {
    expect(mayActFor([consent], { ...wish, at: '2026-02-28T16:00:00Z' })).toBe(true);
    expect(mayActFor([consent], { ...wish, at: '2026-02-28T15:59:59Z' })).toBe(false);
    expect(mayActFor([consent], { ...wish, at: '2026-08-31T15:59:59Z' })).toBe(true);
    expect(mayActFor([consent], { ...wish, at: '2026-08-31T16:00:00Z' })).toBe(false);
  });

  it('ends when it is revoked, and not before', () => {
    const revoked = { ...consent, revokedAt: '2026-03-02T10:00:00+08:00' };
    expect(mayActFor([revoked], wish)).toBe(true);
    expect(mayActFor([revoked], { ...wish, at: '2026-03-02T10:00:00+08:00' })).toBe(false);
  });

  it('is never passed on', () => {
    const onward = { ...consent, id: 'c2', from: son, to: 'p-grandson' };
    expect(mayActFor([consent, onward], { ...wish, actor: 'p-grandson' })).toBe(false);
  });

  it('is not needed for oneself', () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom(...consentScopes), (person, scope) => {
        expect(mayActFor([], { actor: person, subject: person, scope, at: wish.at })).toBe(true);
      }),
    );
  });

  it('refuses an instant that is none', () => {
    expect(() => mayActFor([consent], { ...wish, at: 'tomorrow' })).toThrow(RangeError);
  });
});
