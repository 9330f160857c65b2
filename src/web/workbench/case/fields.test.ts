import { describe, expect, it } from 'vitest';
import { commands } from '#domain/cases/commands.ts';
import { type ActionName, actionNames, actions } from '#domain/cases/lifecycle.ts';
import { caseView, pension, shapeOf, today } from './case.testing.ts';
import { dataOf, faultsIn, firstValues, panelFields, type Values } from './fields.ts';

const id = '01941f29-7c00-7a00-8000-000000000041';
const open = (action: ActionName, change = {}) =>
  firstValues(action, shapeOf(action), caseView(change), pension, today);
const fieldsOf = (action: ActionName, values: Values = {}) => panelFields(action, shapeOf(action), values);
const names = (action: ActionName, values: Values = {}) => fieldsOf(action, values).map(({ name }) => name);

/** Something that fits each kind of field. */
const filled: Record<string, unknown> = {
  words: '材料齐全，同意。',
  line: 'A-2026/188',
  number: '12',
  day: '2026-03-20',
  yesno: true,
  unit: id,
  colleague: id,
  stage: pension.flow[0]!.id,
  reviewer: '3.0',
  missing: [{ kind: 'material', code: 'idcard' }],
  owed: [],
  papers: ['idcard'],
  result: { kind: 'money', title: '养老金', amount: 16350 },
};

describe('the fields of a panel', () => {
  it('come from the shape of the command', () => {
    expect(fieldsOf('transfer').map(({ name, kind, required }) => [name, kind, required])).toEqual([
      ['unit', 'unit', true],
      ['account', 'colleague', false],
      ['reason', 'words', true],
    ]);
    expect(fieldsOf('suspend').map(({ name, kind }) => [name, kind])).toEqual([
      ['kind', 'choice'],
      ['reason', 'words'],
      ['document', 'line'],
      ['plannedDays', 'number'],
    ]);
    expect(names('claim')).toEqual([]);
  });

  it('ask only what has a meaning now', () => {
    expect(names('accept', { owed: [] })).not.toContain('owedDue');
    expect(names('accept', { owed: ['hukou'] })).toContain('owedDue');
    expect(names('decide', { granted: true })).not.toContain('basis');
    expect(fieldsOf('decide', { granted: false }).find(({ name }) => name === 'basis')?.required).toBe(true);
    expect(names('supplement')).not.toContain('counter');
    expect(names('changeDelivery', { way: 'post' })).not.toContain('unit');
    expect(names('changeDelivery', { way: 'site' })).toContain('unit');
  });

  it.each(actionNames.filter((name) => actions[name].permission !== null))(
    'of %s give data that the command takes',
    (action) => {
      const first = open(action);
      let values: Record<string, unknown> = { ...first };
      for (let pass = 0; pass < 2; pass += 1)
        for (const field of fieldsOf(action, values)) {
          const now = values[field.name];
          const empty = now === undefined || (Array.isArray(now) && now.length === 0 && field.required);
          if (field.kind === 'choice') values[field.name] ??= field.options?.[0];
          else if (empty || field.kind === 'result') values = { ...values, [field.name]: filled[field.kind] };
        }
      const fields = fieldsOf(action, values);
      expect(faultsIn(fields, values)).toEqual({});
      const read = commands[action].safeParse(dataOf(action, fields, values));
      expect(read.error?.issues ?? []).toEqual([]);
    },
  );
});

describe('what stands ready', () => {
  it('is everything the check finds missing, for the one-time notice', () => {
    expect(open('notify')).toEqual({ missing: [] });
    const view = caseView();
    const materials = view.materials.map((one) =>
      one.code === 'idcard' ? { ...one, state: 'missing' as const } : one,
    );
    const { name: _, ...answers } = view.answers;
    expect(open('notify', { materials, answers })).toEqual({
      missing: [
        { kind: 'answer', code: 'name' },
        { kind: 'material', code: 'idcard' },
      ],
    });
  });

  it('leaves a masked answer alone: it was checked when it was given', () => {
    const answers = { ...caseView().answers, idNumber: '990101********8104', name: '周**' };
    expect(open('notify', { answers })).toEqual({ missing: [] });
  });

  it('owes only when everything that is missing may be owed', () => {
    const state = (code: string, mayBeOwed: boolean) => ({
      materials: caseView().materials.map((one) =>
        one.code === code ? { ...one, state: 'missing' as const, mayBeOwed } : one,
      ),
    });
    expect(open('accept', state('hukou', true)).owed).toEqual(['hukou']);
    expect(open('accept', state('idcard', false)).owed).toEqual([]);
  });

  it('takes no decision for anybody, but fills in what the application says', () => {
    const values = open('decide', {
      answers: { ...caseView().answers, account: '6217 **** **** 0004', firstMonth: '2026-04' },
    });
    expect(values.granted).toBeUndefined();
    expect(values.result).toMatchObject({ kind: 'money', firstMonth: '2026-04', accountTail: '0004' });
  });
});

describe('what keeps a panel from being sent', () => {
  const faults = (action: ActionName, values: Values) => faultsIn(fieldsOf(action, values), values);

  it('is named at its field', () => {
    expect(faults('refuse', { reason: '  ' })).toEqual({
      reason: { code: 'form.required' },
      basis: { code: 'form.required' },
    });
    expect(faults('pass', { opinion: '好' })).toEqual({ agree: { code: 'form.required-choice' } });
    expect(
      faults('suspend', { kind: 'hearing', reason: '听证', document: '函', plannedDays: '0' }).plannedDays?.code,
    ).toBe('form.too-small');
    expect(
      faults('suspend', { kind: 'hearing', reason: '听证', document: '函', plannedDays: '十天' }).plannedDays?.code,
    ).toBe('form.not-whole');
    expect(faults('pass', { agree: true, opinion: '好'.repeat(2001) }).opinion).toEqual({
      code: 'form.too-long',
      params: { max: 2000, now: 2001 },
    });
  });

  it('is a sum of money without its amount, but only where it is granted', () => {
    const result = { kind: 'money', title: '养老金' };
    expect(faults('decide', { granted: true, opinion: '同意', result })['result.amount']).toEqual({
      code: 'form.required',
    });
    expect(faults('decide', { granted: false, opinion: '不符', basis: '第21条', result })).toEqual({});
  });
});

describe('the data that travels', () => {
  it('has only what belongs to the kind of the result; a refusal issues a notice', () => {
    const values = {
      granted: true,
      opinion: '同意',
      result: {
        kind: 'money',
        title: '养老金',
        amount: 16350,
        firstMonth: '2026-04',
        accountTail: '',
        reference: 'X-1',
      },
    };
    expect(dataOf('decide', fieldsOf('decide', values), values)).toEqual({
      granted: true,
      opinion: '同意',
      result: { kind: 'money', title: '养老金', amount: 16350, firstMonth: '2026-04' },
    });
    const refused = { ...values, granted: false, basis: '社会保险法第21条' };
    expect(dataOf('decide', fieldsOf('decide', refused), refused).result).toEqual({ kind: 'notice', title: '养老金' });
  });

  it('says nobody in so many words', () => {
    const values = { reason: '放回队列', unit: id };
    expect(dataOf('assign', fieldsOf('assign', values), values)).toEqual({ account: null, reason: '放回队列' });
  });
});
