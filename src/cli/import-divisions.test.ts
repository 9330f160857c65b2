import { describe, expect, test } from 'vitest';
import { importDivisions } from '#domain/organisation/import.divisions.ts';
import { readSheet } from '#server/platform/spreadsheets.ts';
import { importDivisionsCommand } from './import-divisions.ts';

describe('a real prefecture as a command', () => {
  test('a summary, in both languages', async () => {
    expect(await importDivisionsCommand(['511100'])).toEqual({
      code: 0,
      text: '乐山市（511100000000）：县（市、区）11 个，乡镇（街道）132 个，村（社区）1371 个。数据截至 2023 年 6 月 30 日，导入以前请核对以后的变更。',
    });
    expect((await importDivisionsCommand(['419001', '--lang', 'en'])).text).toMatch(
      /^济源市 .*towns 16, villages 557\./,
    );
  });

  test('the CSV goes through the bulk import without a mistake', async () => {
    const { text } = await importDivisionsCommand(['5111', '--csv']);
    const { rows } = await readSheet(new TextEncoder().encode(text));
    const result = importDivisions(rows, []);
    expect(result.report.filter((line) => line.severity === 'error')).toEqual([]);
    expect(result.ready).toHaveLength(1 + 11 + 132 + 1371);
  });

  test('JSON', async () => {
    const { text } = await importDivisionsCommand(['419001', '--json']);
    expect(JSON.parse(text)).toHaveLength(1 + 16 + 557);
  });

  test('what is wrong is said with what to do', async () => {
    expect(await importDivisionsCommand(['990100'])).toMatchObject({
      code: 2,
      text: expect.stringContaining('990100'),
    });
    expect((await importDivisionsCommand(['511100'], () => undefined)).text).toContain('npm install');
    expect((await importDivisionsCommand([])).text).toContain('Usage');
    expect((await importDivisionsCommand(['511100', '--xml'])).code).toBe(2);
  });
});
