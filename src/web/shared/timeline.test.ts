import { describe, expect, it } from 'vitest';
import type { TimelineEntry } from '#api/cases.ts';
import type { EventType } from '#domain/cases/events.ts';
import { languages } from '#domain/kernel/text.ts';
import { sayEvent } from './timeline.ts';

/** Every type of event with what the server tells of it. The compiler asks for a new one as soon as there is one. */
const told: Record<EventType, Record<string, unknown>> = {
  submitted: { channel: 'phone', mode: 'promised', unit: '柳树沟村服务站' },
  claimed: {},
  assigned: {},
  received: {},
  'correction-noticed': { count: 2, due: '2026-03-10' },
  supplemented: {},
  accepted: { owed: 1, due: '2026-03-10', deemed: false },
  'acceptance-refused': {},
  'correction-lapsed': {},
  'owed-supplied': { count: 1, left: 1 },
  'owed-lapsed': {},
  'stage-entered': { stage: { 'zh-CN': '初审', en: 'First check' }, unit: '石桥镇便民服务中心' },
  'opinion-given': { agree: true, system: '省系统', serial: 'A1' },
  'stage-passed': { stage: { 'zh-CN': '初审', en: 'First check' }, agree: true },
  'stage-returned': { stage: { 'zh-CN': '初审', en: 'First check' }, from: { 'zh-CN': '决定', en: 'Decision' } },
  'taken-back': { stage: { 'zh-CN': '初审', en: 'First check' }, from: { 'zh-CN': '决定', en: 'Decision' } },
  transferred: { unit: '石桥镇便民服务中心' },
  'step-opened': { unit: '石桥镇便民服务中心', kind: 'reviewer' },
  'step-closed': {},
  'reported-up': { unit: '东山县社会保险中心' },
  'sent-down': { unit: '石桥镇便民服务中心' },
  'number-added': { system: '省系统', number: 'A1' },
  suspended: { stop: 'appraisal', days: 30 },
  resumed: {},
  'extension-requested': {},
  'extension-approved': { amount: 10, lengthUnit: 'wd' },
  'extension-denied': {},
  decided: { granted: true },
  'decision-corrected': { granted: true },
  'payment-recorded': { outcome: 'paid', on: '2026-03-10' },
  'handed-over': { from: '东山县社会保险中心', unit: '石桥镇便民服务中心' },
  'hand-over-signed': {},
  posted: { carrier: 'EMS', tracking: 'EA1234' },
  'parcel-recalled': { unit: '石桥镇便民服务中心' },
  'delivery-changed': { delivery: 'post' },
  delivered: { way: 'in-person' },
  'responsibility-handed': { unit: '石桥镇便民服务中心' },
  rerouted: { from: '石桥镇便民服务中心', unit: '东山县社会保险中心' },
  ended: { ending: 'withdrawn' },
  archived: {},
  'visit-counted': { unit: '柳树沟村服务站', day: '2026-03-10' },
  redated: { from: '2026-03-10', to: '2026-03-12' },
};

const entry = (
  type: string,
  params: Record<string, unknown>,
  by: Partial<TimelineEntry['by']> = {},
): TimelineEntry => ({
  seq: 1,
  type,
  at: '2026-02-13T02:00:00.000Z',
  by: { kind: 'staff', name: '陈玲', unit: '柳树沟村服务站', ...by },
  params,
  note: null,
});

const types = Object.keys(told) as EventType[];

describe.each(languages)('the story of a case, %s', (language) => {
  describe.each(['resident', 'office'] as const)('for the %s', (audience) => {
    it.each(types)('%s is a sentence with all that is known', (type) => {
      const sentence = sayEvent(entry(type, told[type]), audience, language, 2026);
      expect(sentence).not.toBe(type);
      expect(sentence).not.toMatch(/\{|\[object|undefined|null|\d{4}-\d{2}-\d{2}/);
      expect(sentence).toMatch(/[。.]$/);
    });

    it.each(types)('%s is a sentence when nothing is known', (type) => {
      const sentence = sayEvent(entry(type, {}, { kind: 'system', name: null, unit: null }), audience, language, 2026);
      expect(sentence).not.toBe(type);
      expect(sentence).not.toMatch(/\{|undefined|null/);
    });
  });
});

describe('which telling', () => {
  it('says who helped, what is owed, what was deemed, and how it was decided', () => {
    const say = (type: string, params: Record<string, unknown>, by?: Partial<TimelineEntry['by']>) =>
      sayEvent(entry(type, params, by), 'resident', 'zh-CN', 2026);
    expect(say('submitted', told.submitted)).toContain('工作人员帮您');
    expect(say('submitted', told.submitted, { kind: 'resident', unit: null })).toBe(
      '您提交了申请，交给柳树沟村服务站。',
    );
    expect(say('accepted', { owed: 0, due: null, deemed: false })).toBe('柳树沟村服务站正式受理了。');
    expect(say('accepted', { owed: 2, due: '2026-03-10', deemed: false })).toContain('欠的 2 样材料请在3月10日前补上');
    expect(say('accepted', { owed: 0, due: null, deemed: true })).toContain('算已经受理');
    expect(say('decided', { granted: false })).toContain('不同意');
    expect(say('decided', { granted: true })).toContain('同意');
    expect(say('ended', { ending: 'returned' })).toContain('到期没有补齐');
    expect(say('extension-approved', { amount: 10, lengthUnit: 'wd' })).toContain('10个工作日');
  });

  it('keeps the office’s words for the office', () =>
    expect(sayEvent(entry('correction-noticed', told['correction-noticed']), 'office', 'zh-CN', 2026)).toContain(
      '补正',
    ));

  it('names an event that it does not know', () =>
    expect(sayEvent(entry('unheard-of', {}), 'resident', 'en', 2026)).toBe('unheard-of'));
});
