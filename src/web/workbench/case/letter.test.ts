import { describe, expect, it } from 'vitest';
import { languages } from '#domain/kernel/text.ts';
import { caseView, pension, today } from './case.testing.ts';
import type { Values } from './fields.ts';
import { isLegalAct, letterOf } from './letter.ts';
import { letterWords } from './letter-words.ts';

const letter = (action: Parameters<typeof letterOf>[0], values: Values, language: 'zh-CN' | 'en' = 'zh-CN') => {
  const words = letterWords(language);
  return letterOf(
    action,
    caseView({ parcel: { at: caseView().delivery.unit!, inTransit: null, posted: false } }),
    pension,
    values,
    {
      language,
      today,
      say: (key, params) => {
        const said = words.find(key, params);
        if (said === undefined) throw new Error(`no words for ${key}`);
        return said;
      },
    },
  );
};

const acts: [Parameters<typeof letterOf>[0], Values][] = [
  ['notify', { missing: [{ kind: 'material', code: 'idcard', note: '照片不清' }], note: '请带原件' }],
  ['accept', { owed: [] }],
  ['accept', { owed: ['hukou'], owedDue: '2026-03-20' }],
  ['refuse', { reason: '不属本市参保', basis: '经办条例第18条' }],
  ['suspend', { kind: 'hearing', reason: '听证', document: '听字1号', plannedDays: '10' }],
  ['approveExtension', { opinion: '情况复杂' }],
  [
    'decide',
    {
      granted: true,
      opinion: '同意',
      result: { kind: 'money', title: '养老金', amount: 16350, firstMonth: '2026-04', accountTail: '0004' },
    },
  ],
  [
    'decide',
    {
      granted: true,
      opinion: '同意',
      result: { kind: 'certificate', title: '证书', reference: 'A-1', validUntil: '2030-01-01' },
    },
  ],
  [
    'decide',
    { granted: false, opinion: '不满60岁', basis: '社会保险法第21条', result: { kind: 'notice', title: '养老金' } },
  ],
  ['correctDecision', { granted: true, reason: '金额算错', result: { kind: 'money', title: '养老金', amount: 17000 } }],
  ['terminate', { reason: '申请人去世', basis: '经办条例第20条' }],
  ['withdraw', { reason: '本人不办了' }],
  ['closeUncollected', { reason: '多次提醒' }],
];

describe('the text that is confirmed before it is sent', () => {
  it.each(languages.flatMap((language) => acts.map(([action, values]) => [language, action, values] as const)))(
    'in %s, of %s, is whole: no place is left open',
    (language, action, values) => {
      const text = letter(action, values, language);
      expect(text?.title).toBeTruthy();
      for (const line of [text?.title ?? '', ...(text?.lines ?? [])]) {
        expect(line).not.toMatch(/\{\w+\}|undefined|\w+\.\w+-\w+/);
        expect(line.trim()).not.toBe('');
      }
    },
  );

  it('holds what the clerk wrote', () => {
    const notice = letter('notify', acts[0]![1])!.lines.join('\n');
    expect(notice).toContain('1. 居民身份证：照片不清');
    expect(notice).toContain('请带原件');
    const decision = letter('decide', acts[6]![1])!.lines.join('\n');
    expect(decision).toContain('¥163.50');
    expect(decision).toContain('2026年4月');
    expect(decision).toContain('0004');
    const refusal = letter('decide', acts[8]![1])!.lines.join('\n');
    expect(refusal).toContain('不满60岁');
    expect(refusal).toContain('社会保险法第21条');
    expect(refusal).toContain('60日');
  });

  it('is asked for legal acts alone', () => {
    expect(isLegalAct('decide')).toBe(true);
    expect(isLegalAct('pass')).toBe(false);
    expect(letter('pass', { agree: true, opinion: '同意' })).toBeUndefined();
    expect(letter('decide', { opinion: '同意' })).toBeUndefined();
  });
});
