import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import holidays from '#db/reference/holidays.json' with { type: 'json' };
import { type Calendar, isWorkingDay, parseCalendar } from '#domain/kernel/calendar.ts';
import { addDays } from '#domain/kernel/dates.ts';
import { type ClockInput, type LimitUnit, yellowThresholds } from './clock.count.ts';
import { colourOf, deemedAccepted, statusOf } from './clock.status.ts';
import { type Clock, computeLimits } from './clock.ts';

const calendar = parseCalendar(holidays) as Calendar;
const at = (date: string, time = '10:00') => `${date}T${time}+08:00`;
const clockOf = (start: string, amount: number, unit: LimitUnit, more: Partial<ClockInput> = {}) =>
  computeLimits({ start: at(start), limits: [{ amount, unit, kind: 'statutory' }], ...more }, calendar);
const stop = (from: string, to: string | null = null) => ({ from, to, kind: 'appraisal' });

describe('how much is used and left', () => {
  const clock = clockOf('2026-03-02', 10, 'wd');
  it.each([
    ['2026-03-01', 'green', 0, 10, 10, 0],
    ['2026-03-02', 'green', 0, 10, 10, 0],
    ['2026-03-06', 'green', 4, 6, 6, 0],
    ['2026-03-08', 'green', 4, 6, 6, 0],
    ['2026-03-11', 'green', 7, 3, 3, 0],
    ['2026-03-12', 'yellow', 8, 2, 2, 0],
    ['2026-03-16', 'yellow', 10, 0, 0, 0],
    ['2026-03-17', 'red', 10, 0, 0, 1],
    ['2026-03-26', 'red', 10, 0, 0, 10],
  ])('on %s: %s, %i used', (today, colour, used, left, workingDaysLeft, overdueDays) => {
    expect(statusOf(clock, today, calendar)).toEqual({
      state: 'running',
      colour,
      unit: 'wd',
      used,
      left,
      total: 10,
      workingDaysLeft,
      overdueDays,
    });
  });

  it('counts days off too where the limit does', () => {
    const days = clockOf('2026-03-02', 60, 'd');
    expect(statusOf(days, '2026-03-08', calendar)).toMatchObject({ unit: 'd', used: 6, left: 54, total: 60 });
    expect(statusOf(days, '2026-05-05', calendar)).toMatchObject({
      used: 59,
      left: 1,
      workingDaysLeft: 1,
      colour: 'yellow',
    });
  });

  it('stands still while the clock does', () => {
    const open = clockOf('2026-03-02', 10, 'wd', { stops: [stop('2026-03-05')] });
    expect(statusOf(open, '2026-04-01', calendar)).toMatchObject({
      state: 'paused',
      colour: null,
      used: 2,
      left: 8,
      total: 10,
      workingDaysLeft: null,
      overdueDays: 0,
    });
    const closed = clockOf('2026-03-02', 10, 'wd', { stops: [stop('2026-03-05', '2026-03-19')] });
    expect(statusOf(closed, '2026-03-10', calendar)).toMatchObject({
      state: 'paused',
      colour: 'green',
      used: 2,
      workingDaysLeft: 8,
    });
    expect(statusOf(closed, '2026-03-19', calendar)).toMatchObject({ state: 'running', used: 3, workingDaysLeft: 7 });
  });

  it('has no total while months have not begun', () => {
    const input = { stops: [stop('2026-03-05')], extensions: [{ amount: 1, unit: 'm' as const }] };
    expect(statusOf(clockOf('2026-03-02', 10, 'wd', input), '2026-03-10', calendar)).toMatchObject({
      used: 2,
      left: null,
      total: null,
    });
  });
});

describe('colour', () => {
  it('comes from data', () => {
    const soon = (thresholds: ClockInput['thresholds']) =>
      clockOf('2026-03-02', 10, 'wd', thresholds && { thresholds }).dueSoon;
    expect(soon(undefined)).toBe('2026-03-12');
    expect(soon({ workingDays: 5, share: 0 })).toBe('2026-03-09');
    expect(soon({ workingDays: 0, share: 0.5 })).toBe('2026-03-09');
    expect(soon({ workingDays: 0, share: 0 })).toBe('2026-03-16');
    expect(soon({ workingDays: 99, share: 0 })).toBe('2026-03-02');
  });

  it('is that of a walk back from the due day, and used and left add up', () => {
    const date = fc.integer({ min: 0, max: 300 }).map((days) => addDays('2026-01-01', days));
    const length = fc.oneof(
      fc.record({ amount: fc.integer({ min: 0, max: 40 }), unit: fc.constant<LimitUnit>('wd') }),
      fc.record({ amount: fc.integer({ min: 0, max: 70 }), unit: fc.constant<LimitUnit>('d') }),
      fc.record({ amount: fc.integer({ min: 0, max: 2 }), unit: fc.constant<LimitUnit>('m') }),
    );
    const stops = fc.array(
      fc.tuple(date, fc.integer({ min: 0, max: 20 })).map(([from, days]) => stop(from, addDays(from, days))),
      { maxLength: 3 },
    );
    const extensions = fc.array(
      length.filter(({ unit }) => unit !== 'm'),
      { maxLength: 1 },
    );
    fc.assert(
      fc.property(date, length, stops, extensions, date, (from, { amount, unit }, stops, extensions, today) => {
        const clock = clockOf(from, amount, unit, { stops, extensions });
        const limit = clock.limits[0]!;
        const isLeftOut = (day: string) => limit.leftOut.some((range) => range.from <= day && day <= range.to);
        const isStopped = (day: string) => stops.some((each) => each.from <= day && day < each.to!);
        const left = (day: string) => {
          let [own, working] = [0, 0];
          for (let next = addDays(day, 1); next <= clock.due!; next = addDays(next, 1)) {
            if (!isLeftOut(next)) own += 1;
            if (isWorkingDay(calendar, next) && !isStopped(next)) working += 1;
          }
          // A same-day limit that a stop put off is due on a day, but has no days of its own.
          return { own: Math.min(own, limit.daysCounted), working };
        };
        const total = limit.daysCounted;
        let soon = clock.clockStart;
        while (
          left(soon).working > yellowThresholds.workingDays &&
          left(soon).own > Math.floor(total * yellowThresholds.share)
        )
          soon = addDays(soon, 1);
        expect(clock.dueSoon).toBe(soon);

        const status = statusOf(clock, today, calendar);
        expect(status.used + status.left!).toBe(total);
        if (today >= clock.clockStart) {
          expect(status.left).toBe(left(today).own);
          expect(status.workingDaysLeft).toBe(left(today).working);
        }
        expect(status.colour).toBe(today > clock.due! ? 'red' : today >= soon ? 'yellow' : 'green');
        expect(colourOf(clock as Pick<Clock, 'due' | 'dueSoon'>, today)).toBe(status.colour);
      }),
      { numRuns: 300 },
    );
  });
});

describe('deemed acceptance (行政许可法 arts. 32 and 82)', () => {
  const judge = (noticeAt: string | null, asOf: string) =>
    deemedAccepted({ received: at('2026-02-12'), noticeAt, asOf }, calendar);

  it('is decided by the fifth working day after receipt', () => {
    expect(judge(at('2026-02-26', '23:59'), at('2026-03-01'))).toMatchObject({
      lastDay: '2026-02-26',
      deemed: false,
      acceptedAt: null,
    });
    expect(judge(at('2026-02-27', '00:00'), at('2026-03-01'))).toMatchObject({
      deemed: true,
      acceptedAt: at('2026-02-12'),
    });
    expect(judge(null, at('2026-02-26'))).toMatchObject({ deemed: false });
    expect(judge(null, at('2026-02-27'))).toMatchObject({ deemed: true, acceptedAt: at('2026-02-12') });
  });

  it('begins on the next working day for a request at night, and marks an unconfirmed year', () => {
    expect(
      deemedAccepted({ received: at('2026-02-12', '22:00'), noticeAt: null, asOf: at('2026-02-13') }, calendar).lastDay,
    ).toBe('2026-02-27');
    expect(
      deemedAccepted({ received: at('2026-12-30'), noticeAt: null, asOf: at('2026-12-30') }, calendar).unconfirmedYears,
    ).toEqual([2027]);
  });
});
