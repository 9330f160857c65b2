import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Refused } from '#domain/kernel/problem.ts';
import { createKeyFile, openKeyFile, rotateKeys } from './key-file.ts';

const now = new Date('2026-03-02T09:00:00+08:00');
let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'doorstep-keys-'));
  path = join(folder, 'keys.json');
});
afterEach(() => rmSync(folder, { recursive: true }));

const refusal = (act: () => unknown) => {
  try {
    act();
  } catch (error) {
    if (error instanceof Refused) return error.problem;
    throw error;
  }
  return undefined;
};

describe('key file', () => {
  it('is made once, for its owner alone, and leaves no draft', () => {
    createKeyFile(path, now);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const first = readFileSync(path, 'utf8');
    createKeyFile(path, now);
    expect(readFileSync(path, 'utf8')).toBe(first);
    expect(readdirSync(folder)).toEqual(['keys.json']);
    expect(openKeyFile(path).active().id).toMatch(/^[0-9a-f]{8}$/);
  });

  it('holds a new active key after a rotation, and every older one', () => {
    createKeyFile(path, now);
    const running = openKeyFile(path);
    const first = running.active().id;
    const second = rotateKeys(path, now);
    expect(second).not.toBe(first);
    expect(running.active().id).toBe(first);
    expect(running.find(second)?.id).toBe(second);
    expect(running.active().id).toBe(second);
    expect(running.find(first)?.id).toBe(first);
    expect(running.find('00000000')).toBeUndefined();
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(['keys.json']);
  });

  it('keeps the index keys through a rotation, one for each purpose', () => {
    createKeyFile(path, now);
    const before = openKeyFile(path).indexKey('phone').export();
    rotateKeys(path, now);
    const after = openKeyFile(path);
    expect(after.indexKey('phone').export()).toEqual(before);
    expect(after.indexKey('name').export()).not.toEqual(before);
  });

  it('lets one rotation go on at a time', () => {
    createKeyFile(path, now);
    writeFileSync(`${path}.lock`, '');
    expect(refusal(() => rotateKeys(path, now))).toEqual({
      problem: 'start.key-locked',
      params: { file: `${path}.lock` },
    });
  });

  it('refuses a file that is missing, readable by others, or no longer itself', () => {
    expect(refusal(() => openKeyFile(path))?.problem).toBe('start.key-missing');
    createKeyFile(path, now);
    chmodSync(path, 0o640);
    expect(refusal(() => openKeyFile(path))?.problem).toBe('start.key-exposed');
    chmodSync(path, 0o600);
    const sound = JSON.parse(readFileSync(path, 'utf8'));
    const broken: unknown[] = [
      {},
      { ...sound, version: 2 },
      { ...sound, active: 'deadbeef' },
      { ...sound, index: 'c2hvcnQ=' },
      { ...sound, keys: [] },
      { ...sound, keys: [...sound.keys, ...sound.keys] },
      { ...sound, extra: true },
    ];
    for (const content of broken) {
      writeFileSync(path, JSON.stringify(content));
      const problem = refusal(() => openKeyFile(path));
      expect(problem?.problem).toBe('start.key-damaged');
      expect(JSON.stringify(problem)).not.toContain(sound.index);
    }
    writeFileSync(path, '{');
    expect(refusal(() => openKeyFile(path))?.params).toEqual({ file: path, reason: 'not JSON' });
  });

  it('refuses, while running, a file of another installation', () => {
    createKeyFile(path, now);
    const running = openKeyFile(path);
    rmSync(path);
    createKeyFile(path, now);
    expect(refusal(() => running.reload())?.problem).toBe('start.key-damaged');
  });
});
