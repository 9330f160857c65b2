import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');
const textsIn = (language: string): Record<string, string> =>
  Object.assign(
    {},
    ...['organisation', 'identity', 'form', 'problems', 'import', 'clock'].map((file) =>
      JSON.parse(readFileSync(join(root, 'locales', language, `${file}.json`), 'utf8')),
    ),
  );
const places = (text: string | undefined): string[] =>
  [...(text ?? '').matchAll(/\{(\w+)\}/g)].map((match) => match[1]!).sort();

/** Codes that these modules put beside a field; each is the key of a sentence. */
const codes = globSync('src/server/{organisation,identity,sites,catalogue}/*.ts', { cwd: root })
  .filter((path) => !path.endsWith('.test.ts'))
  .flatMap((path) => {
    const source = readFileSync(join(root, path), 'utf8');
    const beside = /\b(?:wrong|complain)\(\s*[^,()]+(?:\([^()]*\))?[^,()]*,\s*'([a-z]+(?:\.[a-z-]+)+)'/g;
    const named = /\{\s*path: [^,]+, code: '([a-z]+(?:\.[a-z-]+)+)'/g;
    return [...source.matchAll(beside), ...source.matchAll(named)].map((match) => match[1]!);
  });

it('says what is wrong with a field in both languages, with the same places', () => {
  const [zh, en] = [textsIn('zh-CN'), textsIn('en')];
  expect(codes.length).toBeGreaterThan(30);
  expect([...new Set(codes)].filter((code) => !(code in zh) || !(code in en))).toEqual([]);
  for (const code of codes) expect([code, places(en[code])]).toEqual([code, places(zh[code])]);
});
