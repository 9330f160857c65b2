import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DayKind } from '#domain/kernel/calendar.ts';
import { languages } from '#domain/kernel/text.ts';
import { type DayHours, hoursOn, nextOpening, OpeningHours, openDuring, parseWeek, sayWeek } from './hours.ts';

const office: DayHours = [
  { from: '09:00', to: '12:00' },
  { from: '13:30', to: '17:30' },
];
const morning: DayHours = [{ from: '09:00', to: '12:00' }];
const week = [office, office, office, office, office, morning, []];
const hours = OpeningHours.parse({
  weekly: week,
  exceptions: [
    { date: '2026-02-17', hours: morning, reason: { 'zh-CN': '春节值班', en: 'Spring Festival duty' } },
    { date: '2026-03-09', hours: [] },
  ],
});

describe('the hours of a day', () => {
  test.each<[string, DayKind, DayHours]>([
    ['2026-03-03', 'working', office],
    ['2026-03-07', 'weekend', morning],
    ['2026-03-08', 'weekend', []],
    ['2026-02-18', 'holiday', []],
    ['2026-02-21', 'holiday', []],
    ['2026-02-28', 'make-up', office],
    ['2026-02-17', 'holiday', morning],
    ['2026-03-09', 'working', []],
  ])('%s, %s', (date, kind, expected) => expect(hoursOn(hours, date, kind)).toEqual(expected));

  test('a site that is closed on Mondays keeps its own hours on a make-up Saturday', () => {
    const part = { weekly: [[], office, [], office, [], morning, []], exceptions: [] };
    expect(hoursOn(part, '2026-02-28', 'make-up')).toEqual(morning);
  });

  test('open from the first minute, closed at the last, closed at lunch', () => {
    const at = (time: string) => openDuring(office, time);
    expect(['08:59', '09:00', '11:59', '12:00', '13:29', '13:30', '17:29', '17:30'].map(at)).toEqual([
      false,
      true,
      true,
      false,
      false,
      true,
      true,
      false,
    ]);
  });

  test('the next opening: after lunch, tomorrow, after the weekend and the holidays', () => {
    const kindOf = (date: string): DayKind =>
      date >= '2026-02-15' && date <= '2026-02-23' ? 'holiday' : date === '2026-03-08' ? 'weekend' : 'working';
    const next = (date: string, time: string) => nextOpening(hours, date, time, kindOf);
    expect(next('2026-03-03', '10:00')).toBeUndefined();
    expect(next('2026-03-03', '12:30')).toEqual({ date: '2026-03-03', time: '13:30' });
    expect(next('2026-03-03', '18:00')).toEqual({ date: '2026-03-04', time: '09:00' });
    expect(next('2026-03-08', '10:00')).toEqual({ date: '2026-03-10', time: '09:00' });
    expect(next('2026-02-17', '12:00')).toEqual({ date: '2026-02-24', time: '09:00' });
    expect(
      nextOpening({ weekly: [[], [], [], [], [], [], []], exceptions: [] }, '2026-03-03', '10:00', kindOf),
    ).toBeUndefined();
  });
});

describe('a week in words', () => {
  test('days with the same hours are said together', () => {
    expect(sayWeek(week, 'zh-CN')).toBe('周一至周五 9:00–12:00，13:30–17:30；周六 9:00–12:00');
    expect(sayWeek(week, 'en')).toBe('Monday to Friday 9:00–12:00, 13:30–17:30; Saturday 9:00–12:00');
    expect(sayWeek([morning, [], morning, [], morning, [], []], 'zh-CN')).toBe('周一、周三、周五 9:00–12:00');
    expect(sayWeek([[], [], [], [], [], morning, morning], 'en')).toBe('Saturday, Sunday 9:00–12:00');
    expect(sayWeek([[], [], [], [], [], [], []], 'zh-CN')).toBe('暂不开放');
    expect(sayWeek(Array(7).fill(morning), 'zh-CN')).toBe('每天 9:00–12:00');
  });

  test.each([
    ['周一至周五 09:00-12:00 13:30-17:30；周六 9:00—12:00', week],
    ['星期一到星期五：9:00~12:00、13:30~17:30;星期六 9:00-12:00', week],
    ['Mon-Fri 09:00–12:00, 13:30–17:30; Sat 9:00-12:00', week],
    ['９：００－１２：００', Array(7).fill(morning)],
    ['工作日 9:00-12:00', [morning, morning, morning, morning, morning, [], []]],
  ])('%s', (text, expected) => expect(parseWeek(text)).toEqual(expected));

  test.each([
    '',
    '上午',
    '周一 12:00-9:00',
    '周八 9:00-12:00',
    '周一 9:00-12:00;周一 13:00-14:00',
    '周五至周一 9:00-12:00',
    '周一 9:00-25:00',
    '周一 9:00-12:00,11:00-13:00',
  ])('%j is not understood', (text) => expect(parseWeek(text)).toBeUndefined());

  test('whatever is said is read back the same', () => {
    const day = fc
      .uniqueArray(fc.integer({ min: 0, max: 1440 }), { minLength: 0, maxLength: 6 })
      .map((minutes) => minutes.toSorted((a, b) => a - b).slice(0, minutes.length - (minutes.length % 2)))
      .map((minutes) =>
        minutes.map(
          (each) => `${String(Math.floor(each / 60)).padStart(2, '0')}:${String(each % 60).padStart(2, '0')}`,
        ),
      )
      .map((times) => times.flatMap((from, index) => (index % 2 === 0 ? [{ from, to: times[index + 1]! }] : [])));
    fc.assert(
      fc.property(fc.array(day, { minLength: 7, maxLength: 7 }), fc.constantFrom(...languages), (weekly, language) => {
        expect(parseWeek(sayWeek(weekly, language))).toEqual(weekly);
      }),
    );
  });
});
