import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  statfsSync,
  writeFileSync,
} from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { Refused } from '#domain/kernel/problem.ts';

/** The one folder that an installation owns. While it is held, no second instance can hold it. */
export interface DataFolder {
  path: string;
  release(): void;
}

const megabyte = 1024 * 1024;
/** SQLite's codes for a lock that another process holds, and for a full disk. */
const busy = 5;
const full = 13;

const sqliteCode = (error: unknown): unknown =>
  error instanceof Error && 'errcode' in error ? error.errcode : undefined;

const errorCode = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : String(error);

const userName = (): string => {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.() ?? '?'); // a container's user may have no name
  }
};

/** What went wrong with a file of the data folder, in words that say what to do. */
const folderProblem = (folder: string, error: unknown): Refused => {
  const code = errorCode(error);
  if (code === 'ENOSPC' || code === 'EDQUOT' || sqliteCode(error) === full) return diskFull(folder);
  return new Refused('start.folder-denied', { folder, reason: code, user: userName() });
};

const freeMegabytes = (folder: string): number => {
  if (!existsSync(folder)) return 0;
  const { bavail, bsize } = statfsSync(folder);
  return Math.floor((bavail * bsize) / megabyte);
};

export const diskFull = (folder: string, needed = 200): Refused =>
  new Refused('start.disk-full', { folder, free: freeMegabytes(folder), needed });

/** @throws Refused `start.disk-full` unless the folder's disk has `needed` megabytes left. */
export const requireSpace = (folder: string, needed: number): void => {
  if (freeMegabytes(folder) < needed) throw diskFull(folder, needed);
};

/** A folder made by root stays enterable, because the database inside it runs as another account; its files are not readable. */
const makeFolder = (path: string): void => {
  const mode = process.getuid?.() === 0 ? 0o711 : 0o700;
  const first = mkdirSync(path, { recursive: true, mode });
  if (first !== undefined) chmodSync(path, mode); // whatever the umask took away
};

const heldHere = new Set<string>();

/**
 * The lock is SQLite's, because Node offers no other lock that the kernel itself drops when a process dies, however it dies:
 * no number of a dead process can ever be mistaken for a living one.
 */
const tryLock = (path: string): DatabaseSync | undefined => {
  const lock = new DatabaseSync(join(path, 'lock'));
  try {
    lock.exec('PRAGMA journal_mode = OFF; PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
    return lock;
  } catch (error) {
    lock.close();
    if (sqliteCode(error) === busy) return undefined;
    throw error;
  }
};

const holder = (path: string): string => {
  try {
    return readFileSync(join(path, 'process'), 'utf8').trim();
  } catch {
    return '?';
  }
};

const hold = (path: string, lock: DatabaseSync): DataFolder => {
  try {
    writeFileSync(join(path, 'process'), `${process.pid}\n`, { mode: 0o600 });
  } catch (error) {
    lock.close();
    throw error;
  }
  heldHere.add(path);
  return {
    path,
    release: () => {
      if (heldHere.delete(path)) lock.close();
    },
  };
};

/**
 * Makes the folder if need be and takes it for this process.
 * @param patience milliseconds to wait for an instance that is just going away.
 * @throws Refused `start.folder-taken`, `start.folder-denied` or `start.disk-full`.
 */
export const takeDataFolder = async (path: string, patience = 2_000): Promise<DataFolder> => {
  if (heldHere.has(path)) throw new Refused('start.folder-taken', { folder: path, process: process.pid });
  try {
    makeFolder(path);
    closeSync(openSync(join(path, 'lock'), 'a', 0o600));
    let lock = tryLock(path);
    for (let waited = 0; !lock && waited < patience; waited += 50) {
      await sleep(50);
      lock = tryLock(path);
    }
    if (!lock) throw new Refused('start.folder-taken', { folder: path, process: holder(path) });
    return hold(path, lock);
  } catch (error) {
    throw error instanceof Refused ? error : folderProblem(path, error);
  }
};
