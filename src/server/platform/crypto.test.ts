import { createCipheriv, createHash, createHmac } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Refused } from '#domain/kernel/problem.ts';
import { openVault, type Place, type Vault } from './crypto.ts';
import { createKeyFile, rotateKeys } from './key-file.ts';

const now = new Date('2026-03-02T09:00:00+08:00');
let folder: string;
let path: string;
let vault: Vault;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'doorstep-crypto-'));
  path = join(folder, 'keys.json');
  createKeyFile(path, now);
  vault = openVault(path);
});
afterAll(() => rmSync(folder, { recursive: true }));

const here: Place = { table: 'persons', column: 'name', row: '0195a0a0-0000-7000-8000-000000000001' };
const codeOf = (error: unknown) => {
  if (error instanceof Refused) return error.problem.problem;
  throw error;
};
const codeOfOpening = (envelope: Uint8Array, place: Place) => {
  try {
    vault.openText(envelope, place);
    return 'opened';
  } catch (error) {
    return codeOf(error);
  }
};

describe('the runtime', () => {
  it("computes the standards' examples: SM3 (GB/T 32905), SM4 (GB/T 32907)", () => {
    expect(createHash('sm3').update('abc').digest('hex')).toBe(
      '66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0',
    );
    const key = Buffer.from('0123456789abcdeffedcba9876543210', 'hex');
    const sm4 = createCipheriv('sm4-ecb', key, null).setAutoPadding(false);
    expect(sm4.update(key).toString('hex')).toBe('681edf34d206965e86b3e94f536e4246');
  });

  it('computes HMAC-SM3 as RFC 2104 builds it', () => {
    const key = Buffer.alloc(64, 7);
    const pad = (byte: number) => key.map((value) => value ^ byte);
    const inner = createHash('sm3').update(pad(0x36)).update('text').digest();
    const outer = createHash('sm3').update(pad(0x5c)).update(inner).digest();
    expect(createHmac('sm3', key).update('text').digest()).toEqual(outer);
  });
});

describe('sealing', () => {
  const texts = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom('', '𠮷田', '阿卜杜拉·买买提', '990101196001010015', 'é'.repeat(300)),
  );
  const places = fc.record({
    table: fc.stringMatching(/^[a-z_]{1,12}$/),
    column: fc.stringMatching(/^[a-z_]{1,12}$/),
    row: fc.uuid(),
  });

  it('opens what it sealed, at its place', () => {
    fc.assert(
      fc.property(texts, places, (text, place) => {
        const envelope = vault.sealText(text, place);
        expect(vault.openText(envelope, place)).toBe(text);
        expect(envelope.length).toBe(Buffer.byteLength(text) + 33);
        if (text.length > 5) expect(envelope.includes(Buffer.from(text))).toBe(false);
      }),
    );
  });

  it('seals the same text differently every time', () => {
    expect(vault.sealText('张三', here).equals(vault.sealText('张三', here))).toBe(false);
  });

  it('opens nowhere else', () => {
    fc.assert(
      fc.property(texts, places, places, (text, place, other) => {
        fc.pre(JSON.stringify(place) !== JSON.stringify(other));
        expect(codeOfOpening(vault.sealText(text, place), other)).toBe('data.tampered');
      }),
    );
    // The parts of a place cannot run into each other.
    const sealed = vault.sealText('张三', { table: 'a', column: 'bc', row: '1' });
    expect(codeOfOpening(sealed, { table: 'ab', column: 'c', row: '1' })).toBe('data.tampered');
    expect(() => vault.sealText('张三', { table: 'a\0b', column: 'c', row: '1' })).toThrow(RangeError);
  });

  it('catches a change of any bit, a cut and an addition', () => {
    const envelope = vault.sealText('张三 990101196001010015', here);
    for (let at = 0; at < envelope.length; at++) {
      for (const bit of [1, 2, 4, 8, 16, 32, 64, 128]) {
        const changed = Buffer.from(envelope);
        changed[at]! ^= bit;
        expect(codeOfOpening(changed, here)).toBe(at >= 1 && at < 5 ? 'data.key-missing' : 'data.tampered');
      }
    }
    for (let length = 0; length < envelope.length; length++) {
      expect(codeOfOpening(envelope.subarray(0, length), here)).toBe('data.tampered');
    }
    expect(codeOfOpening(Buffer.concat([envelope, Buffer.alloc(1)]), here)).toBe('data.tampered');
  });

  it('says which key is missing and where a change was found, never what was in it', () => {
    const envelope = vault.sealText('张三', here);
    envelope[envelope.length - 1]! ^= 1;
    try {
      vault.openText(envelope, here);
      expect.unreachable();
    } catch (error) {
      expect((error as Refused).problem).toEqual({
        problem: 'data.tampered',
        params: { table: 'persons', column: 'name' },
      });
    }
  });

  it('keeps data, and checks its shape on the way back', () => {
    const answers = { name: '张三', income: 12_300, children: ['小明'] };
    const shape = z.object({ name: z.string(), income: z.int(), children: z.array(z.string()) });
    expect(vault.openJson(vault.sealJson(answers, here), here, shape)).toEqual(answers);
    expect(() => vault.openJson(vault.sealJson({ name: 1 }, here), here, shape)).toThrow(z.ZodError);
  });

  it('opens the old after a rotation, and seals with the new', () => {
    const rotating = join(folder, 'rotating.json');
    createKeyFile(rotating, now);
    const running = openVault(rotating);
    const old = running.sealText('旧', here);
    rotateKeys(rotating, now);
    const restarted = openVault(rotating);
    const fresh = restarted.sealText('新', here);
    expect(restarted.openText(old, here)).toBe('旧');
    expect([restarted.isOutdated(old), restarted.isOutdated(fresh)]).toEqual([true, false]);
    // A process that was running meanwhile takes the new key up when it meets it.
    expect(running.openText(fresh, here)).toBe('新');
    expect(codeOfOpening(fresh, here)).toBe('data.key-missing');
  });
});

describe('files', () => {
  const place: Place = { table: 'attachments', column: 'content', row: 'f1' };

  it('come back whole, whatever their length', async () => {
    const slice = 256 * 1024;
    for (const length of [0, 1, slice - 1, slice, slice + 1, 3 * slice + 17]) {
      const content = Buffer.alloc(length, 'papers');
      const envelope = await vault.sealFile(content, place);
      expect((await vault.openFile(envelope, place)).equals(content)).toBe(true);
    }
  });

  it('are the same envelope as a field', async () => {
    const envelope = await vault.sealFile(Buffer.from('纸'), place);
    expect(vault.openText(envelope, place)).toBe('纸');
  });

  it('are refused when a byte is changed or the place is another', async () => {
    const envelope = await vault.sealFile(Buffer.alloc(300_000, 1), place);
    for (const at of [0, 3, 10, 17, 150_000, envelope.length - 17, envelope.length - 1]) {
      const changed = Buffer.from(envelope);
      changed[at]! ^= 1;
      await expect(vault.openFile(changed, place).catch(codeOf)).resolves.toMatch(/^data\.(tampered|key-missing)$/);
    }
    await expect(vault.openFile(envelope, { ...place, row: 'f2' }).catch(codeOf)).resolves.toBe('data.tampered');
  });
});

describe('look-up', () => {
  it('finds equal values, in any Unicode form, under one purpose alone', () => {
    const index = vault.blindIndex('phone', '13800000000');
    expect(index).toHaveLength(16);
    expect(vault.blindIndex('phone', ' １３８００００００００ ')).toEqual(index);
    expect(vault.blindIndex('phone', '13800000001')).not.toEqual(index);
    expect(vault.blindIndex('bank-card', '13800000000')).not.toEqual(index);
  });

  it('tells nothing without the key', () => {
    const other = join(folder, 'other.json');
    createKeyFile(other, now);
    expect(openVault(other).blindIndex('phone', '13800000000')).not.toEqual(vault.blindIndex('phone', '13800000000'));
  });

  it('turns tokens into integers of PostgreSQL, each once, in order', () => {
    const numbers = vault.tokenIndex('name', ['2:张三', '1:张', '1:三', '1:张']);
    expect(numbers).toHaveLength(3);
    expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
    for (const number of numbers) expect(number).toBe(number | 0);
    expect(numbers).toEqual(expect.arrayContaining(vault.tokenIndex('name', ['1:张'])));
  });
});
