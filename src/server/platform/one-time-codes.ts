import { timingSafeEqual } from 'node:crypto';
import type { Vault } from './crypto.ts';

/**
 * Six digits, to be sent to a telephone. They follow from a request's random id and the vault's key: whoever repeats the
 * request is sent the same code, and no table ever holds it.
 */
export const oneTimeCode = (vault: Vault, requestId: string): string =>
  String(vault.blindIndex('one-time-code.digits', requestId).readUIntBE(0, 6) % 1_000_000).padStart(6, '0');

/**
 * What is kept of a code: a keyed hash, bound to the request that it answers, so that a stolen table can neither be
 * searched through a million codes nor have a row moved. How often and how long a code may be tried is the caller's rule.
 */
export const hashOneTimeCode = (vault: Vault, requestId: string, code: string): Buffer =>
  vault.blindIndex('one-time-code', `${requestId}:${code}`);

/** Whether what was typed is the code that was sent. Spaces and full-width digits are forgiven. */
export const fitsOneTimeCode = (vault: Vault, requestId: string, typed: string, kept: Uint8Array): boolean => {
  const code = typed.slice(0, 50).normalize('NFKC').replace(/[\s-]/g, '');
  const hash = hashOneTimeCode(vault, requestId, code);
  return /^\d{6}$/.test(code) && kept.length === hash.length && timingSafeEqual(hash, kept);
};
