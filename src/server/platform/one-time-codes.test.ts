import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openVault, type Vault } from './crypto.ts';
import { createKeyFile } from './key-file.ts';
import { fitsOneTimeCode, hashOneTimeCode, oneTimeCode } from './one-time-codes.ts';

let folder: string;
let vault: Vault;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'doorstep-codes-'));
  createKeyFile(join(folder, 'keys.json'), new Date('2026-03-02T09:00:00+08:00'));
  vault = openVault(join(folder, 'keys.json'));
});
afterAll(() => rmSync(folder, { recursive: true }));

it('has six digits, leading zeros kept, the same for one request and seldom for two', () => {
  const codes = Array.from({ length: 2000 }, (_, at) => oneTimeCode(vault, `request-${at}`));
  for (const code of codes) expect(code).toMatch(/^\d{6}$/);
  expect(oneTimeCode(vault, 'request-7')).toBe(codes[7]);
  expect(new Set(codes).size).toBeGreaterThan(1980);
});

it('fits its own request, however it is typed, and no other', () => {
  const kept = hashOneTimeCode(vault, 'request-1', '042137');
  for (const typed of ['042137', '042 137', '042-137', '０４２１３７', ' 042137\n']) {
    expect(fitsOneTimeCode(vault, 'request-1', typed, kept)).toBe(true);
  }
  for (const typed of ['42137', '042138', '', '0421370', 'abcdef']) {
    expect(fitsOneTimeCode(vault, 'request-1', typed, kept)).toBe(false);
  }
  expect(fitsOneTimeCode(vault, 'request-2', '042137', kept)).toBe(false);
  expect(fitsOneTimeCode(vault, 'request-1', '042137', kept.subarray(1))).toBe(false);
});

it('does not show the code in what is kept', () => {
  expect(hashOneTimeCode(vault, 'request-1', '042137').toString('latin1')).not.toContain('042137');
});
