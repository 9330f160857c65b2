import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import table from '#db/reference/holidays.json' with { type: 'json' };
import {
  type Calendar,
  calendarOfFile,
  dayKind,
  isWorkingDay,
  nextWorkingDay,
  parseCalendar,
  workingDayAfter,
  workingDaysBetween,
} from './calendar.ts';
import { addDays, epochDay, fromEpochDay, weekday } from './dates.ts';

const built = (json: unknown): Calendar => {
  const calendar = parseCalendar(json);
  if (Array.isArray(calendar)) throw new Error(JSON.stringify(calendar));
  return calendar;
};
const official = built(table);

describe('the State Council calendar', () => {
  it('is confirmed for every year from 2004 to 2026 and for no other', () => {
    expect([...official.confirmedYears]).toEqual(Array.from({ length: 23 }, (_, i) => 2004 + i));
  });

  it('agrees with the lists, read naively, on every day', () => {
    const off = new Set(Object.values(table.years).flatMap((year) => year.holidays.map((day) => day.date)));
    const on = new Set(Object.values(table.years).flatMap((year) => year.workdays.map((day) => day.date)));
    let next = '';
    for (let date = '2028-01-31'; date >= '2003-06-01'; date = addDays(date, -1)) {
      const works = on.has(date) || (!off.has(date) && weekday(date) >= 1 && weekday(date) <= 5);
      if (isWorkingDay(official, date) !== works) expect.fail(date);
      if (['working', 'make-up'].includes(dayKind(official, date).kind) !== works) expect.fail(date);
      if (next && nextWorkingDay(official, date) !== next) expect.fail(date);
      if (works) next = date;
    }
  });

  it('says what a day is', () => {
    expect(dayKind(official, '2026-02-13').kind).toBe('working');
    expect(dayKind(official, '2026-02-14').kind).toBe('make-up');
    expect(dayKind(official, '2026-02-15')).toEqual({
      kind: 'holiday',
      name: { 'zh-CN': '春节', en: 'Spring Festival' },
    });
    expect(dayKind(official, '2026-03-01').kind).toBe('weekend');
  });

  it('works every day of 2026 as the notice of 2025-11-04 says', () => {
    expect(workingDaysBetween(official, '2025-12-31', '2026-12-31')).toBe(248);
  });
});

describe('counting', () => {
  it('finds the n-th working day after a day, whatever the calendar', () => {
    const day = fc.integer({ min: epochDay('2026-01-01'), max: epochDay('2026-04-30') }).map(fromEpochDay);
    fc.assert(
      fc.property(
        fc.uniqueArray(day),
        fc.uniqueArray(day),
        day,
        fc.integer({ min: 1, max: 60 }),
        (off, on, from, n) => {
          const calendar = calendarOfFile({ holidays: off.filter((date) => !on.includes(date)), workdays: on });
          let expected = from;
          for (let counted = 0; counted < n; counted += isWorkingDay(calendar, expected) ? 1 : 0)
            expected = addDays(expected, 1);
          const found = fromEpochDay(workingDayAfter(calendar, epochDay(from), n));
          expect(found).toBe(expected);
          expect(workingDaysBetween(calendar, from, found)).toBe(n);
        },
      ),
    );
  });
});

describe('a calendar file', () => {
  it('replaces the holidays and confirms the years that it mentions', () => {
    const calendar = built({ holidays: ['2026-03-02'], workdays: ['2026-03-07', '2027-01-02'] });
    expect(isWorkingDay(calendar, '2026-03-02')).toBe(false);
    expect(isWorkingDay(calendar, '2026-03-07')).toBe(true);
    expect(isWorkingDay(calendar, '2026-02-17')).toBe(true);
    expect([...calendar.confirmedYears]).toEqual([2026, 2027]);
    expect(dayKind(calendar, '2026-03-02')).toEqual({ kind: 'holiday', name: null });
  });

  it('may name the years itself', () => {
    const calendar = built({ holidays: ['2026-12-31'], workdays: [], confirmedYears: [2027] });
    expect([...calendar.confirmedYears]).toEqual([2027]);
  });

  it('may be empty: a plain week that nobody confirmed', () => {
    const calendar = built({ holidays: [], workdays: [] });
    expect(isWorkingDay(calendar, '2026-02-17')).toBe(true);
    expect(calendar.confirmedYears.size).toBe(0);
  });

  it.each([
    [{ holidays: ['2026-02-30'], workdays: [] }, 'holidays.0', 'date.impossible', '"2026-02-30"'],
    [{ holidays: [20260201], workdays: [] }, 'holidays.0', 'date.impossible', '20260201'],
    [{ holidays: [] }, 'workdays', 'calendar.shape', ''],
    [{ holidays: [], workdays: [], notes: 'x' }, '', 'calendar.shape', '{"holidays":[],"workdays":[],"notes":"x"}'],
    [[], '', 'calendar.shape', '[]'],
    [null, '', 'calendar.shape', 'null'],
    [{ holidays: ['2026-05-01'], workdays: ['2026-05-01'] }, 'workdays', 'calendar.both', '2026-05-01'],
    [{ years: { 2026: {} } }, 'years.2026.confirmed', 'calendar.shape', ''],
  ])('refuses %j', (json, path, code, value) => {
    expect(parseCalendar(json)).toContainEqual({ path, code, params: { value } });
  });

  it('refuses a day that is entered under another year', () => {
    const day = { date: '2027-01-01', name: { 'zh-CN': '元旦', en: "New Year's Day" } };
    const json = { years: { 2026: { confirmed: true, document: '通知', holidays: [day], workdays: [] } } };
    expect(parseCalendar(json)).toEqual([
      { path: 'years.2026', code: 'calendar.year', params: { value: '2027-01-01', year: '2026' } },
    ]);
  });
});
