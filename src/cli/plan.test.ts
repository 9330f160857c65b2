import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { planCommand } from './plan.ts';

const folder = mkdtempSync(join(tmpdir(), 'plan-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = (name: string, text: string | Buffer): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const csv = (name: string, ...lines: string[]) => ['--format', 'csv', '--input', file(name, lines.join('\n'))];
const plan = async (...argv: string[]) => {
  const { code, out, err } = await planCommand([...argv, '--json']);
  expect(code, err).toBe(0);
  return JSON.parse(out) as Record<string, unknown>;
};
const refusal = async (...argv: string[]) => {
  const { code, out, err } = await planCommand([...argv, '--json']);
  expect(code).toBe(2);
  expect(err.trim()).not.toBe('');
  const said = JSON.parse(out) as { problem: string; text: Record<string, string> };
  // No place of a sentence stays empty in either language.
  expect(`${said.text['zh-CN']}${said.text.en}`).not.toMatch(/\{\w+\}/);
  return said.problem;
};

const three = csv(
  'three.csv',
  'site,demand,cost,weight',
  'a,x,1,2',
  'a,y,5,1',
  'b,y,2,1',
  'b,z,3,4',
  'c,z,1,4',
  'c,x,9,2',
);

describe('the planner as a command', { timeout: 60_000 }, () => {
  it('prints the eight facts, first', async () => {
    const answer = await plan('--model', 'p-median', ...three, '--p', '2');
    expect(Object.keys(answer).slice(0, 8)).toEqual([
      'model',
      'status',
      'objective',
      'bound',
      'gap',
      'sites',
      'assignment',
      'seconds',
    ]);
    expect(answer).toMatchObject({ status: 'optimal', objective: 11, sites: ['a', 'c'], gap: 0 });
    expect(answer.assignment).toEqual({ x: 'a', y: 'a', z: 'c' });
  });

  it('counts a cost equal to the limit as covered', async () => {
    expect(await plan('--model', 'lscp', ...three, '--limit', '5')).toMatchObject({ objective: 2 });
    expect(await plan('--model', 'lscp', ...three, '--limit', '1')).toMatchObject({
      status: 'infeasible',
      objective: null,
      uncoverable: ['y'],
      possibleLimits: { y: 2 },
    });
    expect(await plan('--model', 'mclp', ...three, '--limit', '1', '--p', '1')).toMatchObject({
      objective: 4,
      sites: ['c'],
    });
    expect(await plan('--model', 'p-center', ...three, '--p', '2')).toMatchObject({ objective: 3, sites: ['a', 'b'] });
  });

  it('takes required sites, prices and capacities', async () => {
    const input = csv(
      'priced.csv',
      'site,demand,cost,required,site_cost',
      'a,x,1,0,5',
      'a,y,1,0,5',
      'b,x,1,1,3',
      'c,y,1,,1',
      'd,,,,9',
    );
    expect(await plan('--model', 'set-cover', ...input)).toMatchObject({ objective: 4, sites: ['b', 'c'] });
    const capacity = file('capacity.csv', 'site,capacity\nb,0\nc,1\na,1\n');
    expect(await plan('--model', 'set-cover', ...input, '--capacity', capacity)).toMatchObject({
      objective: 9,
      sites: ['a', 'b', 'c'],
      assignment: { x: 'a', y: 'c' },
    });
  });

  it('says that more sites are asked for than there are', async () => {
    expect(await plan('--model', 'p-median', ...three, '--p', '9')).toMatchObject({
      status: 'infeasible',
      reason: 'too-few-sites',
    });
  });

  it('reads both families of OR-Library', async () => {
    // Edge 1–2 is given twice; the later one counts.
    const pmed = file('pmed.txt', ' 3 3 1\n 1 2 9\n 2 3 4\n 2 1 2\n');
    const read = ['--format', 'orlib-pmed', '--input', pmed];
    expect(await plan('--model', 'p-median', ...read)).toMatchObject({ objective: 6, sites: ['2'] });
    expect(await plan('--model', 'p-median', ...read, '--p', '2')).toMatchObject({ objective: 2 });
    const scp = file('scp.txt', ' 2 3\n 2 2 3\n 2\n 1 3\n 2\n 2 3\n');
    expect(await plan('--model', 'set-cover', '--format', 'orlib-scp', '--input', scp)).toMatchObject({
      objective: 3,
      sites: ['3'],
    });
  });

  it('reads what spreadsheets write', async () => {
    const gbk = Buffer.from([0xb4, 0xe5]);
    const bytes = Buffer.concat([Buffer.from('site,demand,cost\r\n"a, ""b""",'), gbk, Buffer.from(',1\r\n')]);
    const answer = await plan('--model', 'lscp', '--format', 'csv', '--input', file('gbk.csv', bytes));
    expect(answer).toMatchObject({ sites: ['a, "b"'], assignment: { 村: 'a, "b"' } });
  });

  it('refuses in plain words', async () => {
    expect(await refusal('--model', 'magic', ...three)).toBe('option.one-of');
    expect(await refusal(...three)).toBe('option.missing');
    expect(await refusal('--model', 'mclp', ...three)).toBe('option.p');
    expect(await refusal('--model', 'mclp', ...three, '--p', '-1')).toBe('option.whole');
    expect(await refusal('--model', 'lscp', ...three, '--limit', 'far')).toBe('option.number');
    expect(await refusal('--model', 'lscp', ...three, '--frob', '1')).toBe('option.unknown');
    expect(await refusal('--model', 'lscp', '--format', 'csv', '--input', join(folder, 'none'))).toBe(
      'file.unreadable',
    );
    expect(await refusal('--model', 'lscp', '--format', 'csv', '--input', folder)).toBe('file.folder');
    expect(await refusal('--model', 'lscp', ...csv('a.csv', ''))).toBe('file.empty');
    expect(await refusal('--model', 'lscp', ...csv('b.csv', 'site,cost', 'a,1'))).toBe('file.column');
    expect(await refusal('--model', 'lscp', ...csv('c.csv', 'site,demand,cost', 'a,x,one'))).toBe('file.number');
    expect(await refusal('--model', 'lscp', ...csv('d.csv', 'site,demand,cost', 'a,x,-1'))).toBe('file.negative');
    expect(await refusal('--model', 'lscp', ...csv('e.csv', 'site,demand,cost', ',x,1'))).toBe('file.no-site');
    expect(await refusal('--model', 'lscp', ...csv('f.csv', 'site,demand,cost', '"a,x,1'))).toBe('file.quotes');
    expect(await refusal('--model', 'lscp', ...csv('g.csv', 'site,demand,cost,weight', 'a,x,1,2', 'b,x,1,3'))).toBe(
      'file.disagrees',
    );
    expect(await refusal('--model', 'lscp', ...csv('h.csv', 'site,demand,cost'))).toBe('file.no-sites');
    const scp = (text: string) => ['--format', 'orlib-scp', '--input', file('x.txt', text)];
    expect(await refusal('--model', 'set-cover', ...scp('2 2 1 1 1'))).toBe('file.short');
    expect(await refusal('--model', 'set-cover', ...scp('1 1 1 1 2'))).toBe('file.count');
    expect(await refusal('--model', 'set-cover', ...scp('1 1 x'))).toBe('file.not-number');
    expect(await refusal('--model', 'set-cover', ...scp('1 1 1 1 1 7'))).toBe('file.long');
  });

  it('speaks both languages without --json', async () => {
    const zh = await planCommand(['--model', 'lscp', ...three, '--limit', '5']);
    expect(zh.out).toMatch(/^已证明这是最好的方案。\n点位数：2/);
    const en = await planCommand(['--model', 'lscp', ...three, '--limit', '5', '--lang', 'en']);
    expect(en.out).toMatch(/^This is proved to be the best plan\.\nSites: 2/);
    expect((await planCommand(['--help', '--lang=en'])).out).toContain('--time-limit');
  });
});
