import { createHash, randomBytes } from 'node:crypto';
import type { Stats } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Refused } from '#domain/kernel/problem.ts';
import { systemClock } from './clock.ts';
import type { Vault } from './crypto.ts';

/**
 * Whole files, kept under a digest of their content: the same content is kept once, and what was kept never changes.
 * A row that names the digest is what makes a file belong to somebody; see `delete`.
 */
export interface BlobStore {
  /** On the disk for good when it returns. @throws Refused `disk.full` */
  put(content: Uint8Array): Promise<{ digest: Buffer; bytes: number }>;
  /** @throws Refused `paper.lost`, or `data.tampered` for a file that was changed. */
  get(digest: Uint8Array): Promise<Buffer>;
  has(digest: Uint8Array): Promise<boolean>;
  /**
   * Removes a file that no row names, unless it was put again at or after `unusedSince`: somebody may be about to name
   * it. Give a moment well before the rows were looked at. Says whether it is gone.
   */
  delete(digest: Uint8Array, unusedSince: Date): Promise<boolean>;
  /**
   * Removes files that have lain for a day and that no row names: of uploads that were never finished, of drafts that were
   * thrown away. `named` says which of some digests a row names. Returns how many files are gone.
   */
  sweep(named: (digests: Buffer[]) => Promise<Buffer[]>): Promise<number>;
  /** Seals anew what earlier keys sealed, of the files whose digest begins with these two hexadecimal digits. */
  resealShard(shard: string): Promise<{ looked: number; sealed: number }>;
}

const sliceBytes = 256 * 1024;
/** Half-written files of a process that was killed are older than any write takes. */
const abandonedAfter = 3_600_000;
/** A file is put before the row that names it commits; no command takes a day. */
const sweptAfter = 86_400_000;
const sweptAtOnce = 500;

/** The time of the files themselves; a simulated clock does not move them. */
const machineNow = (): Date => systemClock.now();

const codeOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
const isMissing = (error: unknown): boolean => codeOf(error) === 'ENOENT';
const isFull = (error: unknown): boolean => codeOf(error) === 'ENOSPC' || codeOf(error) === 'EDQUOT';

const statOf = (path: string): Promise<Stats | undefined> =>
  stat(path).catch((error: unknown) => {
    if (isMissing(error)) return undefined;
    throw error;
  });

/** SM3 in slices, so that 20 MB hold nobody up. */
async function contentHash(content: Uint8Array): Promise<string> {
  const hash = createHash('sm3');
  for (let at = 0; at < content.length; at += sliceBytes) {
    hash.update(content.subarray(at, at + sliceBytes));
    await nextTurn();
  }
  return hash.digest('hex');
}

/** A directory entry is only durable once its directory is. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

async function writeDurably(path: string, content: Uint8Array): Promise<void> {
  const file: FileHandle = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Keeps files sealed in a folder, spread over 256 folders below it. */
export function folderStore(folder: string, vault: Vault): BlobStore {
  const drafts = join(folder, 'tmp');
  const place = (name: string) => ({ table: 'blobs', column: 'content', row: name });
  const shardOf = (name: string): string => join(folder, name.slice(0, 2));
  const pathOf = (name: string): string => join(shardOf(name), name.slice(2));
  const nameOf = (digest: Uint8Array): string => Buffer.from(digest).toString('hex');
  let prepared: Promise<void> | undefined;

  const prepare = async (): Promise<void> => {
    await mkdir(drafts, { recursive: true, mode: 0o700 });
    for (const name of await readdir(drafts)) {
      const draft = join(drafts, name);
      const age = machineNow().getTime() - ((await statOf(draft))?.mtimeMs ?? Infinity);
      if (age > abandonedAfter) await rm(draft, { force: true });
    }
  };

  /** Digests of files that nobody has put since, some at a time. */
  async function* lying(since: Date): AsyncGenerator<Buffer[]> {
    let found: Buffer[] = [];
    const shards = await readdir(folder).catch((error: unknown) => {
      if (isMissing(error)) return [];
      throw error;
    });
    for (const shard of shards.filter((name) => /^[0-9a-f]{2}$/.test(name))) {
      for (const rest of await readdir(join(folder, shard))) {
        const stats = await statOf(join(folder, shard, rest));
        if (stats && stats.mtime < since) found.push(Buffer.from(shard + rest, 'hex'));
        if (found.length < sweptAtOnce) continue;
        yield found;
        found = [];
      }
    }
    if (found.length > 0) yield found;
  }

  /** Whether it is there under the newest key; if so it counts as used now. */
  const renew = async (name: string, now: Date): Promise<boolean> => {
    let file: FileHandle;
    try {
      file = await open(pathOf(name), 'r');
    } catch (error) {
      if (isMissing(error)) return false;
      throw error;
    }
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(16), 0, 16, 0);
      if (bytesRead < 16 || vault.isOutdated(buffer)) return false;
    } finally {
      await file.close();
    }
    try {
      await utimes(pathOf(name), now, now);
      return true;
    } catch (error) {
      if (isMissing(error)) return false;
      throw error;
    }
  };

  const store = async (name: string, content: Uint8Array): Promise<void> => {
    prepared ??= prepare();
    await prepared;
    const draft = join(drafts, randomBytes(12).toString('hex'));
    try {
      await writeDurably(draft, await vault.sealFile(content, place(name)));
      const created = await mkdir(shardOf(name), { recursive: true, mode: 0o700 });
      if (created !== undefined) await syncFolder(folder);
      await rename(draft, pathOf(name));
      await syncFolder(shardOf(name));
    } catch (error) {
      await rm(draft, { force: true });
      throw error;
    }
  };

  const remove = async (digest: Uint8Array, unusedSince: Date): Promise<boolean> => {
    const path = pathOf(nameOf(digest));
    if (((await statOf(path))?.mtimeMs ?? -Infinity) >= unusedSince.getTime()) return false;
    await rm(path, { force: true });
    return true;
  };

  const read = async (name: string): Promise<Buffer> => {
    let sealed: Buffer;
    try {
      sealed = await readFile(pathOf(name));
    } catch (error) {
      throw isMissing(error) ? new Refused('paper.lost') : error;
    }
    return vault.openFile(sealed, place(name));
  };

  /** A file that is swept meanwhile is gone, and that is well. */
  const resealOne = async (name: string): Promise<boolean> => {
    const stats = await statOf(pathOf(name));
    if (!stats || (await renew(name, stats.mtime))) return false;
    await store(name, await read(name));
    await utimes(pathOf(name), stats.atime, stats.mtime);
    return true;
  };

  return {
    put: async (content) => {
      // Keyed, so that nobody who sees a digest can tell whether a file that they hold is kept here.
      const digest = vault.blindIndex('blob', await contentHash(content));
      const name = nameOf(digest);
      try {
        if (!(await renew(name, machineNow()))) await store(name, content);
      } catch (error) {
        prepared = undefined;
        throw isFull(error) ? new Refused('disk.full') : error;
      }
      return { digest, bytes: content.length };
    },
    get: (digest) => read(nameOf(digest)),
    has: async (digest) => (await statOf(pathOf(nameOf(digest))))?.isFile() ?? false,
    delete: remove,
    resealShard: async (shard) => {
      const names = await readdir(join(folder, shard)).catch((error: unknown) => {
        if (isMissing(error)) return [];
        throw error;
      });
      let sealed = 0;
      for (const rest of names) if (await resealOne(shard + rest)) sealed += 1;
      return { looked: names.length, sealed };
    },
    sweep: async (named) => {
      const since = new Date(machineNow().getTime() - sweptAfter);
      let gone = 0;
      for await (const digests of lying(since)) {
        const kept = new Set((await named(digests)).map(nameOf));
        for (const digest of digests) if (!kept.has(nameOf(digest)) && (await remove(digest, since))) gone += 1;
      }
      return gone;
    },
  };
}
