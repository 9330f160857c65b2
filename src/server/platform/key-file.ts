import { createSecretKey, hkdfSync, type KeyObject, randomBytes } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { Refused } from '#domain/kernel/problem.ts';

/** What one key seals with: SM4 encrypts, HMAC-SM3 authenticates, each with a key of its own. */
export interface SealingKey {
  /** Eight hexadecimal digits. */
  id: string;
  encryption: KeyObject;
  mac: KeyObject;
}

/**
 * The keys of an installation. Sealing keys rotate: the newest seals, every older one still opens. The index key does
 * not: look-ups compare what was hashed years ago with what is typed today, so changing it means indexing everything anew.
 */
export interface Keys {
  active(): SealingKey;
  /** Undefined for a key that the file does not hold; the file is read again first, for another process may have rotated. */
  find(id: string): SealingKey | undefined;
  /** A key of its own for each purpose, so that equal values in two columns do not show it. */
  indexKey(purpose: string): KeyObject;
  reload(): void;
}

const master = z.base64().refine((text) => Buffer.from(text, 'base64').length === 32, 'a master has 32 bytes');
const KeyFile = z
  .strictObject({
    version: z.literal(1),
    active: z.string(),
    keys: z
      .array(z.strictObject({ id: z.string().regex(/^[0-9a-f]{8}$/), createdAt: z.iso.datetime(), master }))
      .min(1),
    index: master,
  })
  .refine((file) => file.keys.some((key) => key.id === file.active), 'the active key is not in the file')
  .refine((file) => new Set(file.keys.map((key) => key.id)).size === file.keys.length, 'a key id stands twice');
type KeyFile = z.infer<typeof KeyFile>;

const errorCode = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : 'unknown';

/** HKDF (RFC 5869) with SM3: one master never serves two purposes. */
const derive = (text: string, purpose: string, length: number): KeyObject =>
  createSecretKey(
    Buffer.from(hkdfSync('sm3', Buffer.from(text, 'base64'), Buffer.alloc(0), `doorstep/1/${purpose}`, length)),
  );

const newKey = (now: Date): KeyFile['keys'][number] => ({
  id: randomBytes(4).toString('hex'),
  createdAt: now.toISOString(),
  master: randomBytes(32).toString('base64'),
});

const syncFolder = (path: string): void => {
  const folder = openSync(dirname(path), 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
};

/** Writes beside the key file and makes sure that it is on the disk: a key may seal nothing before it is safe itself. */
const writeBeside = (path: string, content: KeyFile): string => {
  const draft = `${path}.${randomBytes(4).toString('hex')}.new`;
  const file = openSync(draft, 'wx', 0o600);
  try {
    writeFileSync(file, `${JSON.stringify(content, null, 2)}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  return draft;
};

const readKeyFile = (path: string): KeyFile => {
  let text: string;
  try {
    if (process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0) {
      throw new Refused('start.key-exposed', { file: path });
    }
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Refused) throw error;
    const code = errorCode(error);
    throw code === 'ENOENT'
      ? new Refused('start.key-missing', { file: path })
      : new Refused('start.key-damaged', { file: path, reason: code });
  }
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    throw new Refused('start.key-damaged', { file: path, reason: 'not JSON' });
  }
  const parsed = KeyFile.safeParse(content);
  if (parsed.success) return parsed.data;
  // Only the place and the rule that it broke: the values are keys.
  const issue = parsed.error.issues[0];
  throw new Refused('start.key-damaged', {
    file: path,
    reason: [issue?.path.join('.'), issue?.code === 'custom' ? issue.message : issue?.code].filter(Boolean).join(' '),
  });
};

/**
 * Makes the key file, readable by its owner alone, with a first key. Where it exists already, or another process makes
 * it at the same moment, that one is left as it is.
 */
export const createKeyFile = (path: string, now: Date): void => {
  const key = newKey(now);
  const draft = writeBeside(path, {
    version: 1,
    active: key.id,
    keys: [key],
    index: randomBytes(32).toString('base64'),
  });
  try {
    linkSync(draft, path);
    syncFolder(path);
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
  } finally {
    rmSync(draft);
  }
};

/**
 * Adds a key and makes it the one that seals from now on; everything sealed before still opens. Running processes take
 * it up at their next `reload`, or when they meet something sealed with it. Returns the new key's id.
 *
 * @throws Refused `start.key-locked` while another rotation is under way.
 */
export const rotateKeys = (path: string, now: Date): string => {
  const lock = `${path}.lock`;
  try {
    closeSync(openSync(lock, 'wx', 0o600));
  } catch (error) {
    if (errorCode(error) === 'EEXIST') throw new Refused('start.key-locked', { file: lock });
    throw error;
  }
  try {
    const before = readKeyFile(path);
    const key = newKey(now);
    renameSync(writeBeside(path, { ...before, active: key.id, keys: [...before.keys, key] }), path);
    syncFolder(path);
    return key.id;
  } finally {
    rmSync(lock);
  }
};

/**
 * Opens the key file. It lies outside the database and outside the database's backups, and needs a backup of its own.
 *
 * @throws Refused `start.key-missing`, `start.key-exposed` (others may read it), `start.key-damaged`.
 */
export const openKeyFile = (path: string): Keys => {
  let file = readKeyFile(path);
  let sealing = new Map<string, SealingKey>();
  const indexKeys = new Map<string, KeyObject>();

  const take = (): void => {
    sealing = new Map(
      file.keys.map((key) => [
        key.id,
        { id: key.id, encryption: derive(key.master, 'sm4', 16), mac: derive(key.master, 'hmac-sm3', 32) },
      ]),
    );
  };
  const reload = (): void => {
    const fresh = readKeyFile(path);
    if (fresh.index !== file.index) throw new Refused('start.key-damaged', { file: path, reason: 'another index key' });
    file = fresh;
    take();
  };
  take();

  return {
    active: () => sealing.get(file.active)!,
    find: (id) => {
      if (!sealing.has(id)) reload();
      return sealing.get(id);
    },
    indexKey: (purpose) => {
      const known = indexKeys.get(purpose);
      if (known) return known;
      const key = derive(file.index, `index/${purpose}`, 32);
      indexKeys.set(purpose, key);
      return key;
    },
    reload,
  };
};
