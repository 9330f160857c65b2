import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';

/** What a hash costs: memory in KiB, passes over it, lanes. */
export interface PasswordCost {
  memory: number;
  passes: number;
  parallelism: number;
}

/** OWASP's first choice for argon2id (Password Storage Cheat Sheet, 2024): about 60 ms of one core here. */
export const passwordCost: PasswordCost = { memory: 19456, passes: 2, parallelism: 1 };

const saltBytes = 16;
const tagBytes = 32;
/** A stored hash asking for more than this was not written by us and would be a way to exhaust the machine. */
const memoryLimit = 1024 * 1024;

const hashOf = (password: string, salt: Buffer, cost: PasswordCost, length: number): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    // One password typed on two keyboards may arrive in two forms (NIST SP 800-63B, 5.1.1.2).
    const message = Buffer.from(password.normalize('NFKC'), 'utf8');
    argon2('argon2id', { message, nonce: salt, tagLength: length, ...cost }, (error, tag) => {
      if (error) reject(error);
      else resolve(tag);
    });
  });

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64').replace(/=+$/, '');

const phc = /^\$argon2id\$v=19\$m=(\d{1,8}),t=(\d{1,3}),p=(\d{1,3})\$([A-Za-z0-9+/]{11,86})\$([A-Za-z0-9+/]{16,171})$/;

interface Stored {
  cost: PasswordCost;
  salt: Buffer;
  tag: Buffer;
}

const readStored = (stored: string): Stored | undefined => {
  const match = phc.exec(stored);
  if (!match) return undefined;
  const [memory, passes, parallelism] = match.slice(1, 4).map(Number) as [number, number, number];
  const bounded = memory >= 8 * parallelism && memory <= memoryLimit && passes >= 1 && passes <= 16;
  if (!bounded || parallelism < 1 || parallelism > 16) return undefined;
  return {
    cost: { memory, passes, parallelism },
    salt: Buffer.from(match[4]!, 'base64'),
    tag: Buffer.from(match[5]!, 'base64'),
  };
};

/** Hashes a password for keeping, as a PHC string: `$argon2id$v=19$m=19456,t=2,p=1$salt$tag`. */
export const hashPassword = async (password: string, cost: PasswordCost = passwordCost): Promise<string> => {
  const salt = randomBytes(saltBytes);
  const tag = await hashOf(password, salt, cost, tagBytes);
  const { memory, passes, parallelism } = cost;
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${base64(salt)}$${base64(tag)}`;
};

/**
 * Whether the password is the one kept. Pass undefined for a login that does not exist: it costs the same time, so that
 * nobody learns from a stopwatch who has an account. A string that is no argon2id hash fits nothing.
 */
export const verifyPassword = async (stored: string | undefined, password: string): Promise<boolean> => {
  const known = stored === undefined ? undefined : readStored(stored);
  if (!known) {
    await hashOf(password, randomBytes(saltBytes), passwordCost, tagBytes);
    return false;
  }
  return timingSafeEqual(await hashOf(password, known.salt, known.cost, known.tag.length), known.tag);
};

/** Whether a kept hash costs less than is asked now: hash the password anew at the next successful sign-in. */
export const needsRehash = (stored: string, cost: PasswordCost = passwordCost): boolean => {
  const known = readStored(stored);
  if (!known) return true;
  const { memory, passes, parallelism } = known.cost;
  return (
    memory < cost.memory || passes < cost.passes || parallelism !== cost.parallelism || known.tag.length < tagBytes
  );
};
