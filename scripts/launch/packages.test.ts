import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { missingPackages } from './packages.mjs';

let root: string;
const wanted: Record<string, object> = {
  '': {},
  'node_modules/a': { version: '1.0.0' },
  'node_modules/test-tool': { version: '1.0.0', dev: true },
  'node_modules/here': { version: '1.0.0', optional: true, os: [process.platform], cpu: [process.arch] },
  'node_modules/elsewhere': { version: '1.0.0', optional: true, os: ['plan9'], cpu: [process.arch] },
  'node_modules/other-cpu': { version: '1.0.0', optional: true, os: process.platform, cpu: 'vax' },
  'node_modules/anywhere': { version: '1.0.0', optional: true },
};

const install = (...paths: string[]) => {
  for (const path of paths) mkdirSync(join(root, path), { recursive: true });
  const packages = Object.fromEntries(paths.map((path) => [path, wanted[path]]));
  writeFileSync(join(root, 'node_modules', '.package-lock.json'), JSON.stringify({ packages }));
};

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'doorstep-packages-'));
  writeFileSync(join(root, 'package-lock.json'), JSON.stringify({ packages: wanted }));
});

afterEach(() => rmSync(root, { recursive: true }));

test('asks on an empty checkout for what this machine needs, and no more', () => {
  expect(missingPackages(root, { dev: false })).toEqual(['node_modules/a', 'node_modules/here']);
  expect(missingPackages(root, { dev: true })).toEqual([
    'node_modules/a',
    'node_modules/test-tool',
    'node_modules/here',
  ]);
});

test('is content with what is installed', () => {
  install('node_modules/a', 'node_modules/here');
  expect(missingPackages(root, { dev: false })).toEqual([]);
});

test('sees another version in the lock file', () => {
  install('node_modules/a', 'node_modules/here');
  const changed = { ...wanted, 'node_modules/a': { version: '1.0.1' } };
  writeFileSync(join(root, 'package-lock.json'), JSON.stringify({ packages: changed }));
  expect(missingPackages(root, { dev: false })).toEqual(['node_modules/a']);
});

test('sees a package that was removed, and an installation that was cut off', () => {
  install('node_modules/a', 'node_modules/here');
  rmSync(join(root, 'node_modules/a'), { recursive: true });
  expect(missingPackages(root, { dev: false })).toEqual(['node_modules/a']);
  mkdirSync(join(root, 'node_modules/a'));
  rmSync(join(root, 'node_modules/.package-lock.json'));
  expect(missingPackages(root, { dev: false })).toEqual(['node_modules/a', 'node_modules/here']);
});
