import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { clockCommand } from './clock.ts';

const folder = mkdtempSync(join(tmpdir(), 'clock-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = (name: string, text: string) => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

const received = ['--received', '2026-02-13T10:00+08:00'];
const json = (...argv: string[]) => {
  const { code, text } = clockCommand([...argv, '--json']);
  expect(code, text).toBe(0);
  return JSON.parse(text) as Record<string, unknown> & { daysSkipped: { date: string; reason: string }[] };
};

describe('the clock as a command', () => {
  it('prints exactly the seven facts', () => {
    const result = json(...received, '--limit', '10wd', '--limit', '60d');
    expect(Object.keys(result)).toEqual([
      'due',
      'governing',
      'clockStart',
      'daysCounted',
      'daysSkipped',
      'unconfirmedYears',
      'explanation',
    ]);
    expect(result).toMatchObject({
      due: '2026-03-05',
      governing: '10wd',
      clockStart: '2026-02-13',
      daysCounted: 10,
      unconfirmedYears: [],
    });
    expect(result.daysSkipped).toHaveLength(10);
    expect(result.daysSkipped[0]).toEqual({ date: '2026-02-15', reason: '春节' });
    expect(result.daysSkipped.at(-1)).toEqual({ date: '2026-03-01', reason: '周日' });
  });

  it('begins on the next working day for a request at night', () => {
    const result = json('--received', '2026-02-13T22:00+08:00', '--limit', '10wd');
    expect(result).toMatchObject({ clockStart: '2026-02-14', due: '2026-03-06' });
    expect(json('--received', '2026-02-13T22:00+08:00', '--limit', '10wd', '--hours', '08:00-23:00').due).toBe(
      '2026-03-05',
    );
  });

  it('takes stops, an extension and a language', () => {
    const result = json(
      ...received,
      '--limit=10wd',
      '--stop',
      '2026-02-20..2026-03-02',
      '--extend',
      '10wd',
      '--lang',
      'en',
    );
    expect(result).toMatchObject({ due: '2026-03-26', daysCounted: 20 });
    expect(result.daysSkipped).toContainEqual({ date: '2026-02-25', reason: 'clock stopped' });
    expect(result.daysSkipped).toContainEqual({ date: '2026-02-16', reason: 'Spring Festival' });
    expect(result.explanation).toContain('It was extended by 10 working days');
  });

  it('says that the date is not known while a stop is open', () => {
    const result = json(...received, '--limit', '10wd', '--stop', '2026-02-25..');
    expect(result).toMatchObject({ due: null, governing: '10wd', daysCounted: 2 });
    expect(result.explanation).toContain('还没有恢复');
    expect(clockCommand([...received, '--limit', '10wd', '--stop', '2026-02-25..']).text).toMatch(
      /^最后一天：还定不下/,
    );
  });

  it('reads a calendar of the asker’s own', () => {
    const own = file('own.json', '{"holidays": ["2026-02-16"], "workdays": ["2026-02-28"]}');
    expect(json(...received, '--limit', '10wd', '--calendar', own)).toMatchObject({
      due: '2026-02-28',
      unconfirmedYears: [],
    });
    const empty = file('empty.json', '{"holidays": [], "workdays": []}');
    expect(json(...received, '--limit', '10wd', '--calendar', empty)).toMatchObject({
      due: '2026-02-27',
      unconfirmedYears: [2026],
    });
  });

  it('marks a year that nobody confirmed', () => {
    expect(json('--received', '2026-12-21T10:00', '--limit', '10wd').unconfirmedYears).toEqual([2027]);
  });

  it('can be read by people', () => {
    const { code, text } = clockCommand([...received, '--limit', '10wd', '--limit', '60d', '--lang', 'en']);
    expect(code).toBe(0);
    expect(text.split('\n')).toEqual([
      'Last day: Thursday 5 March 2026',
      expect.stringContaining('Civil Code, art. 201'),
      '10wd: 2026-03-05 (decides)',
      '60d: 2026-04-14',
    ]);
    expect(clockCommand(['--help', '--lang', 'en']).text).toMatch(/^Usage:/);
  });

  it.each([
    [[], '没有写收到申请的时间'],
    [received, '没有写期限'],
    [['--received', '2026-02-30T10:00+08:00', '--limit', '10wd'], '“2026-02-30T10:00+08:00”不是一个时间'],
    [['--received', '1066-10-14T10:00+08:00', '--limit', '10wd'], '1992'],
    [[...received, '--limit', 'ten'], '看不懂“ten”'],
    [[...received, '--limit', '-5wd'], '看不懂“-5wd”'],
    [[...received, '--limit', '1.5d'], '看不懂“1.5d”'],
    [[...received, '--limit', '101y'], '100年'],
    [[...received, '--limit', '99999d'], '100年'],
    [[...received, '--limit'], '--limit 后面要写上内容'],
    [[...received, '--limit', '--json'], '--limit 后面要写上内容'],
    [[...received, '--limit', '10wd', '--stop', '2026-02-20'], '看不懂“2026-02-20”'],
    [[...received, '--limit', '10wd', '--stop', '2026-02-31..'], '看不懂'],
    [[...received, '--limit', '10wd', '--stop', '..2026-02-20'], '看不懂'],
    [[...received, '--limit', '10wd', '--stop', '2026-03-02..2026-03-01'], '早于'],
    [[...received, '--limit', '10wd', '--extend', '0wd'], '至少是1'],
    [[...received, '--limit', '10wd', '--extend', '5wd', '--extend', '5wd'], '--extend 只能写一次'],
    [[...received, '--limit', '10wd', '--hours', '17:30-09:00'], '看不懂“17:30-09:00”'],
    [[...received, '--limit', '10wd', '--hours', '9-17'], '看不懂“9-17”'],
    [[...received, '--limit', '10wd', '--calendar', '/nowhere.json'], '打不开文件'],
    [[...received, '--limit', '10wd', '--calendar', file('text.json', 'holidays')], '不是 JSON'],
    [
      [...received, '--limit', '10wd', '--calendar', file('day.json', '{"holidays":["2026-02-30"],"workdays":[]}')],
      'holidays.0 的 "2026-02-30" 不是日期',
    ],
    [
      [
        ...received,
        '--limit',
        '10wd',
        '--calendar',
        file('both.json', '{"holidays":["2026-02-20"],"workdays":["2026-02-20"]}'),
      ],
      '又放假又上班',
    ],
    [[...received, '--limit', '10wd', '--calendar', file('shape.json', '{"holidays":[]}')], '写法不对（workdays）'],
    [[...received, '--limit', '10wd', '--lang', 'fr'], 'There is no language “fr”'],
    [[...received, '--limit', '10wd', '--json=yes'], '请把“yes”去掉'],
    [[...received, '--limits', '10wd'], '没有“--limits”这个选项'],
    [['2026-02-13'], '没有“2026-02-13”这个选项'],
  ])('refuses %j', (argv, sentence) => {
    const { code, text } = clockCommand(argv);
    expect([code, text]).toEqual([2, expect.stringContaining(sentence)]);
    expect(text).not.toMatch(/\{\w+\}/);
    if (argv.includes('--lang')) return;
    const english = clockCommand([
      ...argv.filter((argument) => argument !== '--limit' || argv.at(-1) !== '--limit'),
      '--lang',
      'en',
    ]);
    expect(english.code).toBe(2);
    expect(english.text).not.toMatch(/[一-龥]|\{\w+\}/);
  });

  it('exits with 0 and an answer, or with 2 and a sentence on the error channel', () => {
    const script = join(import.meta.dirname, 'clock.ts');
    const run = (...argv: string[]) => spawnSync(process.execPath, [script, ...argv], { encoding: 'utf8' });
    const good = run(...received, '--limit', '10wd', '--json');
    expect([good.status, good.stderr, JSON.parse(good.stdout)]).toMatchObject([0, '', { due: '2026-03-05' }]);
    const bad = run(...received, '--limit', 'ten', '--lang', 'en');
    expect([bad.status, bad.stdout]).toEqual([2, '']);
    expect(bad.stderr).toContain('“ten” is not a length');
  });
});
