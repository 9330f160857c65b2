import { timingSafeEqual } from 'node:crypto';
import type { Vault } from '../platform/crypto.ts';
import { verifyPassword } from '../platform/passwords.ts';

/*
 * A first password is known to whoever gave it, so it opens a session in which nothing is permitted but to change it.
 * Until then `password_hash` holds `first$` and either the hash of what an administrator typed, or a last day and a
 * nonce: then the password is made of them and the vault's key, so that it can be shown once more to a repeated
 * request, and lies nowhere in the database.
 */
const mark = 'first$';

export const isFirst = (kept: string): boolean => kept.startsWith(mark);

export const typedFirst = (hash: string): string => mark + hash;
export const madeFirst = (lastDay: string, nonce: string): string => `${mark}${lastDay}$${nonce}`;

const made = /^first\$(\d{4}-\d{2}-\d{2})\$([0-9a-f-]{36})$/;
/** Read aloud without mistakes: no i, l, o, u (Crockford). */
const signs = '0123456789abcdefghjkmnpqrstvwxyz';

/** Four groups of four signs, 80 bits; undefined where the owner or an administrator typed the password. */
export function firstPassword(vault: Vault, account: { id: string; password_hash: string }): string | undefined {
  const match = made.exec(account.password_hash);
  if (!match) return undefined;
  const bytes = vault.blindIndex('account.first-password', `${account.id}:${match[2]}`);
  const text = [...bytes].map((byte) => signs[byte & 31]).join('');
  return text.match(/.{4}/g)?.join('-');
}

/** Whether what was typed is the account's password on that day; costs the same for every kind and for no account at all. */
export async function verifyKept(
  vault: Vault,
  account: { id: string; password_hash: string } | undefined,
  typed: string,
  today: string,
): Promise<boolean> {
  const wanted = account && firstPassword(vault, account);
  if (!account || wanted === undefined) {
    const hash = account?.password_hash;
    return verifyPassword(hash?.startsWith(mark) ? hash.slice(mark.length) : hash, typed);
  }
  await verifyPassword(undefined, typed);
  const given = Buffer.from(typed.trim().toLowerCase());
  const right = Buffer.from(wanted);
  const inTime = today <= (made.exec(account.password_hash)?.[1] ?? '');
  return given.length === right.length && timingSafeEqual(given, right) && inTime;
}
