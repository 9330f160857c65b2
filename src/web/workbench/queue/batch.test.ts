import { describe, expect, it } from 'vitest';
import type { CaseRow } from '#api/cases.ts';
import { batchFor, casesOf } from './batch.ts';

const row = (id: string, kind: string, more: Partial<CaseRow> = {}): CaseRow => ({
  id,
  number: '012600000123',
  status: 'accepted',
  item: { code: 'HR-INS-03', name: { 'zh-CN': '养老', en: 'Pension' } },
  applicant: '张**',
  village: null,
  submittedAt: '2026-03-02T02:00:00.000Z',
  due: '2026-03-16',
  colour: 'green',
  left: 6,
  obligation: 'decision',
  step: { id: `${id}.0`, kind, stage: 'review', stageName: null, holder: null, mine: false },
  seq: 3,
  ...more,
});

describe('batch actions', () => {
  it('offers what fits at least one of the chosen, with how many', () => {
    const rows = [
      row('a', 'stage'),
      row('b', 'delivery', { status: 'delivering' }),
      row('c', 'intake', { status: 'submitted' }),
    ];
    const offers = batchFor(rows, {
      'case.read': 'own',
      'case.handle': 'own',
      'case.deliver': 'own',
      'case.receive': 'own',
    });
    expect(offers.map(({ action, fitting }) => [action, fitting.map((one) => one.id)])).toEqual([
      ['receive', ['c']],
      ['pass', ['a']],
      ['signHandOver', ['b']],
      ['handOver', ['b']],
      ['claim', ['a', 'b', 'c']],
    ]);
  });

  it('offers nothing that the post may not do', () => {
    expect(batchFor([row('a', 'stage')], { 'case.read': 'own' }).map(({ action }) => action)).toEqual(['claim']);
    expect(batchFor([], { 'case.read': 'own' })).toEqual([]);
  });

  it('sends a case once, though it waits with two steps', () => {
    expect(casesOf([row('a', 'stage'), row('a', 'joint'), row('b', 'stage')])).toEqual([
      { id: 'a', seq: 3 },
      { id: 'b', seq: 3 },
    ]);
  });
});
