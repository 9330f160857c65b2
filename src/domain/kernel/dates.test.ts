import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  addMonths,
  daysBetween,
  epochDay,
  fromEpochDay,
  instantAt,
  isLocalDate,
  LocalDate,
  localDate,
  localTime,
  minutesOf,
  parseInstant,
  sayDate,
  sayRange,
  sayShortDate,
  weekday,
  yearOfEpochDay,
} from './dates.ts';

const someDay = fc.integer({ min: epochDay('1900-01-01'), max: epochDay('2199-12-31') });

describe('days', () => {
  it('agrees with the platform on every day of four hundred years', () => {
    for (let day = epochDay('1850-01-01'); day <= epochDay('2250-01-01'); day += 1) {
      const date = new Date(day * 86_400_000);
      const text = date.toISOString().slice(0, 10);
      if (epochDay(text) !== day || fromEpochDay(day) !== text) expect.fail(text);
      if (yearOfEpochDay(day) !== date.getUTCFullYear()) expect.fail(text);
      if (weekday(text) !== date.getUTCDay()) expect.fail(text);
    }
  });

  it('adds and subtracts', () => {
    expect(addDays('2024-02-28', 2)).toBe('2024-03-01');
    expect(addDays('2026-01-01', -1)).toBe('2025-12-31');
    fc.assert(
      fc.property(someDay, fc.integer({ min: -5000, max: 5000 }), (day, days) => {
        const date = fromEpochDay(day);
        expect(daysBetween(date, addDays(date, days))).toBe(days);
      }),
    );
  });

  it('refuses what is no day', () => {
    for (const text of [
      '2026-02-29',
      '2026-13-01',
      '2026-00-10',
      '2026-04-31',
      '2026-1-1',
      '2026-01-01T00:00',
      '',
      '0000-01-01',
    ])
      expect(isLocalDate(text), text).toBe(false);
    expect(isLocalDate('2024-02-29')).toBe(true);
    expect(LocalDate.safeParse('2026-02-30').success).toBe(false);
  });
});

describe('months (民法典 art. 202)', () => {
  it.each([
    ['2026-01-15', 1, '2026-02-15'],
    ['2026-01-31', 1, '2026-02-28'],
    ['2024-01-31', 1, '2024-02-29'],
    ['2026-03-31', 1, '2026-04-30'],
    ['2026-12-31', 2, '2027-02-28'],
    ['2024-02-29', 12, '2025-02-28'],
    ['2026-05-31', 0, '2026-05-31'],
    ['2026-03-31', -1, '2026-02-28'],
  ])('%s + %i months = %s', (from, months, to) => expect(addMonths(from, months)).toBe(to));

  it('reaches the month that is asked for, on the same day or on its last', () => {
    fc.assert(
      fc.property(someDay, fc.integer({ min: 0, max: 1200 }), (day, months) => {
        const from = fromEpochDay(day);
        const to = addMonths(from, months);
        expect(isLocalDate(to)).toBe(true);
        const passed =
          (Number(to.slice(0, 4)) - Number(from.slice(0, 4))) * 12 + Number(to.slice(5, 7)) - Number(from.slice(5, 7));
        expect(passed).toBe(months);
        if (to.slice(8) !== from.slice(8)) expect(addDays(to, 1).slice(8)).toBe('01');
      }),
    );
  });
});

describe('instants', () => {
  it('shows the clock of Asia/Shanghai', () => {
    expect(localDate('2026-02-13T22:00+08:00')).toBe('2026-02-13');
    expect(localDate('2026-02-13T16:00:00Z')).toBe('2026-02-14');
    expect(localDate(new Date('2026-02-13T15:59:59.999Z'))).toBe('2026-02-13');
    expect(localTime('2026-02-13T01:05:59Z')).toBe('09:05');
    expect(instantAt('2026-02-13', '09:00')).toBe('2026-02-13T01:00:00.000Z');
    expect(instantAt('2026-02-13', '24:00')).toBe(instantAt('2026-02-14', '00:00'));
    expect(() => localDate('yesterday')).toThrow(RangeError);
  });

  it('goes there and back', () => {
    fc.assert(
      fc.property(someDay, fc.integer({ min: 0, max: 1439 }), (day, minute) => {
        const time = `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
        const instant = instantAt(fromEpochDay(day), time);
        expect([localDate(instant), localTime(instant)]).toEqual([fromEpochDay(day), time]);
        expect(minutesOf(time)).toBe(minute);
      }),
    );
  });

  it('reads what people type', () => {
    expect(parseInstant('2026-02-13T10:00+08:00')?.toISOString()).toBe('2026-02-13T02:00:00.000Z');
    expect(parseInstant('2026-02-13T10:00')?.toISOString()).toBe('2026-02-13T02:00:00.000Z');
    expect(parseInstant('2026-02-13T10:00:30.5Z')?.toISOString()).toBe('2026-02-13T10:00:30.500Z');
    expect(parseInstant('2026-02-13T10:00-05:00')?.toISOString()).toBe('2026-02-13T15:00:00.000Z');
    for (const text of [
      '2026-02-30T10:00+08:00',
      '2026-02-13T24:00+08:00',
      '2026-02-13T10:60+08:00',
      '2026-02-13T10:00+15:00',
      '2026-02-13T10:00:60+08:00',
      '2026-02-13',
      '2026-02-13 10:00',
      'soon',
    ])
      expect(parseInstant(text), text).toBeUndefined();
  });
});

describe('dates as people say them', () => {
  it('in both languages, with the year only where it is not taken for granted', () => {
    expect(sayDate('2026-03-03', 'zh-CN', 2026)).toBe('3月3日(周二)');
    expect(sayDate('2026-03-03', 'en', 2026)).toBe('Tuesday 3 March');
    expect(sayDate('2027-01-05', 'zh-CN', 2026)).toBe('2027年1月5日(周二)');
    expect(sayDate('2027-01-05', 'en', 2026)).toBe('Tuesday 5 January 2027');
    expect(sayShortDate('2026-03-01', 'zh-CN')).toBe('2026年3月1日');
    expect(sayRange('2026-02-15', '2026-02-23', 'zh-CN', 2026)).toBe('2月15日至2月23日');
    expect(sayRange('2026-02-15', '2026-02-23', 'en', 2026)).toBe('15 February to 23 February');
    expect(sayRange('2027-02-06', '2027-02-07', 'zh-CN', 2026)).toBe('2027年2月6日至2月7日');
    expect(sayRange('2026-12-30', '2027-01-02', 'zh-CN', 2026)).toBe('12月30日至2027年1月2日');
    expect(sayRange('2025-12-31', '2026-01-02', 'en', 2026)).toBe('31 December 2025 to 2 January 2026');
    expect(sayRange('2026-03-01', '2026-03-01', 'en', 2026)).toBe('1 March');
  });
});
