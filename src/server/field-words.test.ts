import { readFileSync } from 'node:fs';
import { glob } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { languages } from '#domain/kernel/text.ts';
import { sayField, withMessages } from './field-words.ts';

/** What the rules and the services call a mistake at a field or in a cell, as they are written. */
async function codesInSources(): Promise<string[]> {
  const codes = new Set<string>();
  for await (const path of glob('src/{domain,server}/**/*.ts')) {
    if (/\.test(ing)?\.ts$|\/planning\//.test(path)) continue;
    const source = readFileSync(path, 'utf8');
    for (const [, code] of source.matchAll(
      /(?:path[^{}\n]*code: |complaint\(|fault\(|complain\([^,\n]*, )'([a-z-]+\.[\w.-]+)'/g,
    ))
      codes.add(code!);
  }
  return [...codes];
}

describe('a mistake at a field', () => {
  it('has words of its own in both languages, whoever finds it', async () => {
    const codes = await codesInSources();
    expect(codes.length).toBeGreaterThan(60);
    for (const language of languages) {
      const anything = sayField({ path: '', code: 'no such code' }, language);
      for (const code of codes) expect(sayField({ path: 'x', code }, language), code).not.toBe(anything);
    }
  });

  it('counts characters, entries and figures as what they are', () => {
    const least = (of: string) => sayField({ path: 'x', code: 'too_small', params: { of, least: 3 } }, 'en');
    expect(least('string')).toBe('This needs at least 3 characters. Write more.');
    expect(least('array')).toBe('This needs at least 3 entries. Add what is missing.');
    expect(least('number')).toBe('This must be 3 or more. Correct it.');
  });

  it('in a table stands beside its line', () => {
    const lines = [{ row: 3, column: '区划代码', code: 'code.digits', params: { value: '12345', found: 5 } }];
    const unknown = [{ row: 2, column: 'code', code: 'division.unknown', params: { code: '1' } }];
    expect(withMessages(unknown, 'en')[0]?.message).toBe(
      'No division with code 1 is stored. Check the code, or import the divisions first.',
    );
    expect(withMessages(lines, 'en')).toEqual([
      { ...lines[0], message: '“12345” has 5 digits; a division code has 12 (or 4, 6 or 9). Check it.' },
    ]);
  });
});
