import { createHash, randomBytes } from 'node:crypto';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openVault, type Vault } from './crypto.ts';
import { createKeyFile, rotateKeys } from './key-file.ts';
import { folderStore } from './storage.ts';

const disk = vi.hoisted(() => ({ full: false }));
vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof import('node:fs/promises')>();
  return {
    ...real,
    open: async (path: string, flags: string, mode?: number) => {
      const file = await real.open(path, flags, mode);
      if (disk.full && flags === 'wx') {
        file.writeFile = async () => {
          await file.write('half of it');
          throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
        };
      }
      return file;
    },
  };
});

const now = new Date('2026-03-02T09:00:00+08:00');
let root: string;
let folder: string;
let keyFile: string;
let vault: Vault;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'doorstep-blobs-'));
  folder = join(root, 'papers');
  keyFile = join(root, 'keys.json');
  createKeyFile(keyFile, now);
  vault = openVault(keyFile);
  disk.full = false;
});
afterEach(() => rmSync(root, { recursive: true }));

const filesIn = (path: string): string[] =>
  readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
const text = (content: string): Uint8Array => Buffer.from(content);
const refused = (code: string) => expect.objectContaining({ problem: expect.objectContaining({ problem: code }) });

describe('a folder of files', () => {
  it('gives back what was put, of any size', async () => {
    const store = folderStore(folder, vault);
    for (const content of [text(''), text('一'), randomBytes(1_000_000)]) {
      const { digest, bytes } = await store.put(content);
      expect(bytes).toBe(content.length);
      expect(await store.has(digest)).toBe(true);
      expect((await store.get(digest)).equals(content)).toBe(true);
    }
  });

  it('keeps the same content once, however often and however many at a time', async () => {
    const store = folderStore(folder, vault);
    const all = await Promise.all(Array.from({ length: 20 }, () => store.put(text('居民户口簿'))));
    await folderStore(folder, vault).put(text('居民户口簿'));
    expect(new Set(all.map(({ digest }) => digest.toString('hex'))).size).toBe(1);
    expect(filesIn(folder)).toHaveLength(1);
  });

  it('tells the disk nothing: neither content nor a hash that could be compared', async () => {
    const content = text('990101196001010015 欧阳秀兰');
    const { digest } = await folderStore(folder, vault).put(content);
    const [path] = filesIn(folder);
    const stored = readFileSync(path!);
    expect(stored.includes('990101196001010015')).toBe(false);
    expect(stored.includes(Buffer.from('欧阳'))).toBe(false);
    for (const name of ['sm3', 'sha256', 'sha1', 'md5'])
      expect(createHash(name).update(content).digest('hex')).not.toContain(digest.toString('hex'));
    expect(statSync(path!).mode & 0o077).toBe(0);
    expect(statSync(folder).mode & 0o077).toBe(0);
  });

  it('refuses a file that was changed, cut, or put in the place of another', async () => {
    const store = folderStore(folder, vault);
    const one = await store.put(text('one'));
    const two = await store.put(text('two'));
    const path = (digest: Buffer): string => {
      const name = digest.toString('hex');
      return join(folder, name.slice(0, 2), name.slice(2));
    };
    const sound = readFileSync(path(one.digest));
    writeFileSync(path(one.digest), sound.subarray(0, -1));
    await expect(store.get(one.digest)).rejects.toEqual(refused('data.tampered'));
    const changed = Buffer.from(sound);
    changed[20]! ^= 1;
    writeFileSync(path(one.digest), changed);
    await expect(store.get(one.digest)).rejects.toEqual(refused('data.tampered'));
    renameSync(path(two.digest), path(one.digest));
    await expect(store.get(one.digest)).rejects.toEqual(refused('data.tampered'));
    await expect(store.get(two.digest)).rejects.toEqual(refused('paper.lost'));
    expect(await store.has(two.digest)).toBe(false);
  });

  it('says that the disk is full, leaves nothing behind, and works again when there is room', async () => {
    const store = folderStore(folder, vault);
    disk.full = true;
    await expect(store.put(text('a paper'))).rejects.toEqual(refused('disk.full'));
    expect(filesIn(folder)).toEqual([]);
    disk.full = false;
    const { digest } = await store.put(text('a paper'));
    expect((await store.get(digest)).toString()).toBe('a paper');
  });

  it('deletes only what nobody put again meanwhile', async () => {
    const store = folderStore(folder, vault);
    const { digest } = await store.put(text('a paper'));
    const [path] = filesIn(folder);
    const old = new Date('2026-01-01T00:00:00Z');
    utimesSync(path!, old, old);
    await store.put(text('a paper'));
    expect(await store.delete(digest, new Date('2026-02-01T00:00:00Z'))).toBe(false);
    utimesSync(path!, old, old);
    expect(await store.delete(digest, new Date('2026-02-01T00:00:00Z'))).toBe(true);
    expect(await store.has(digest)).toBe(false);
    expect(await store.delete(digest, new Date('2026-02-01T00:00:00Z'))).toBe(true);
  });

  it('seals anew under a new key what is put again', async () => {
    const { digest } = await folderStore(folder, vault).put(text('a paper'));
    const before = readFileSync(filesIn(folder)[0]!);
    rotateKeys(keyFile, now);
    const store = folderStore(folder, openVault(keyFile));
    expect((await store.get(digest)).toString()).toBe('a paper');
    expect((await store.put(await store.get(digest))).digest.equals(digest)).toBe(true);
    const after = readFileSync(filesIn(folder)[0]!);
    expect(openVault(keyFile).isOutdated(before)).toBe(true);
    expect(openVault(keyFile).isOutdated(after)).toBe(false);
    expect(filesIn(folder)).toHaveLength(1);
  });

  it('clears away what a killed process left half-written, not what another is writing', async () => {
    mkdirSync(join(folder, 'tmp'), { recursive: true });
    const old = new Date('2026-01-01T00:00:00Z');
    writeFileSync(join(folder, 'tmp', 'old'), 'half');
    utimesSync(join(folder, 'tmp', 'old'), old, old);
    writeFileSync(join(folder, 'tmp', 'young'), 'half');
    await folderStore(folder, vault).put(text('a paper'));
    expect(readdirSync(join(folder, 'tmp'))).toEqual(['young']);
  });
});
