import { randomInt } from 'node:crypto';

/**
 * Crockford's alphabet: no I, L, O or U, so that nothing on paper is read as something else. Of the 15 characters, 14 are
 * random (70 bits: a million tries a second would need 37 million years for all) and the last is a check, so that a
 * slip of the pen can be told from a forgery.
 */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const randomLength = 14;

/** x·2 in GF(32), reduced by x^5 + x^2 + 1. */
const double = (x: number): number => ((x << 1) ^ (x & 16 ? 0b100101 : 0)) & 31;

/**
 * Damm's scheme over GF(32), x∗y = 2(x + y): as with case numbers, every wrong character and every swap of neighbours
 * is caught.
 */
const checkOf = (characters: string): number =>
  [...characters].reduce((state, character) => double(state ^ alphabet.indexOf(character)), 0);

/** A new code, as it is stored: 15 characters without dashes. */
export function newDocumentCode(random: (below: number) => number = randomInt): string {
  let code = '';
  for (let n = 0; n < randomLength; n += 1) code += alphabet[random(32)]!;
  return code + alphabet[checkOf(code)]!;
}

/** As it is printed: ABCDE-FGHJK-MNPQR. */
export const formatDocumentCode = (code: string): string =>
  `${code.slice(0, 5)}-${code.slice(5, 10)}-${code.slice(10, 15)}`;

/** What somebody typed or scanned, as it is stored; undefined when it was mistyped. Look-alikes are forgiven. */
export function parseDocumentCode(typed: string): string | undefined {
  const code = typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Pd}]/gu, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1');
  if (code.length !== randomLength + 1 || [...code].some((character) => !alphabet.includes(character)))
    return undefined;
  return alphabet[checkOf(code.slice(0, -1))] === code.at(-1) ? code : undefined;
}

const trimmed = (publicBaseUrl: string): string => publicBaseUrl.replace(/\/+$/, '');

/** What the QR code says. */
export const verifyUrl = (publicBaseUrl: string, code: string): string => `${trimmed(publicBaseUrl)}/verify/${code}`;

/** Where somebody without a scanner types the code. */
export const verifyAddress = (publicBaseUrl: string): string => `${trimmed(publicBaseUrl)}/verify`;
