import { argon2Sync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashPassword, needsRehash, passwordCost, verifyPassword } from './passwords.ts';

const cheap = { memory: 64, passes: 1, parallelism: 1 };

describe('passwords', () => {
  it('runs on an argon2id that computes the example of RFC 9106', () => {
    const tag = argon2Sync('argon2id', {
      message: Buffer.alloc(32, 1),
      nonce: Buffer.alloc(16, 2),
      secret: Buffer.alloc(8, 3),
      associatedData: Buffer.alloc(12, 4),
      parallelism: 4,
      memory: 32,
      passes: 3,
      tagLength: 32,
    });
    expect(tag.toString('hex')).toBe('0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659');
  });

  it('knows the password again, in any Unicode form, and no other', async () => {
    const stored = await hashPassword('村口有两棵老核桃树é', cheap);
    expect(stored).toMatch(/^\$argon2id\$v=19\$m=64,t=1,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
    expect(await verifyPassword(stored, '村口有两棵老核桃树é')).toBe(true);
    expect(await verifyPassword(stored, '村口有两棵老核桃树e\u0301')).toBe(true);
    expect(await verifyPassword(stored, '村口有两棵老核桃树e')).toBe(false);
    expect(await verifyPassword(stored, '')).toBe(false);
  });

  it('never keeps two people with one password alike', async () => {
    expect(await hashPassword('correct horse battery', cheap)).not.toBe(
      await hashPassword('correct horse battery', cheap),
    );
  });

  it('round-trips any text', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme' }), async (password) => {
        expect(await verifyPassword(await hashPassword(password, cheap), password)).toBe(true);
      }),
      { numRuns: 20 },
    );
  });

  it('fits nothing to a login that does not exist or a hash that is none, at the usual cost', async () => {
    expect(await verifyPassword(undefined, 'x')).toBe(false);
    for (const wrong of [
      '',
      'plain',
      '$argon2i$v=19$m=64,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
      '$argon2id$v=19$m=99999999,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
    ]) {
      expect(await verifyPassword(wrong, 'x')).toBe(false);
      expect(needsRehash(wrong)).toBe(true);
    }
  });

  it('asks for a new hash when the cost was raised', async () => {
    const weak = await hashPassword('correct horse battery', cheap);
    expect(needsRehash(weak)).toBe(true);
    expect(needsRehash(weak, cheap)).toBe(false);
    expect(needsRehash(await hashPassword('correct horse battery'))).toBe(false);
    expect(needsRehash(weak, { ...passwordCost, memory: 32 })).toBe(true);
  });
});
