import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DayKind } from '#domain/kernel/calendar.ts';
import { addDays, instantAt, localDate, minutesOf, weekday } from '#domain/kernel/dates.ts';
import { isProblem } from '#domain/kernel/problem.ts';
import {
  type AppointmentStatus,
  carriedTo,
  daysAhead,
  freeOn,
  halfHourEnd,
  halfHoursOn,
  hasBegun,
  horizon,
  isBookable,
  leadMinutes,
  limitOf,
  mostOpen,
  placesAtOnce,
  settle,
} from './appointments.ts';
import { type DayHours, openDuring } from './hours.ts';

const office: DayHours = [
  { from: '09:00', to: '12:00' },
  { from: '13:30', to: '17:30' },
];
const week = (hours: DayHours, weekend: DayHours = []) => [hours, hours, hours, hours, hours, weekend, weekend];
const door = (hours: DayHours = office, validFrom = '2020-01-01', validTo: string | null = null) => ({
  openingHours: { weekly: week(hours), exceptions: [] },
  validFrom,
  validTo,
});
/** The plain week: no holidays. */
const kindOf = (day: string): DayKind => ([0, 6].includes(weekday(day)) ? 'weekend' : 'working');
const none = new Map<string, number>();
/** A Monday morning. */
const now = new Date('2026-03-02T10:00:00+08:00');

const time = fc.nat({ max: 96 }).map((quarter) => {
  const minutes = quarter * 15;
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
});
const hours = fc.uniqueArray(time, { minLength: 0, maxLength: 8 }).map((times) => {
  const sorted = times.toSorted();
  return sorted.flatMap((from, at) => (at % 2 === 0 && sorted[at + 1] ? [{ from, to: sorted[at + 1]! }] : []));
});
const day = fc.nat({ max: 40 }).map((ahead) => addDays('2026-02-25', ahead));

describe('the half-hours of a day', () => {
  test('an office day with its lunch', () => {
    expect(halfHoursOn(door(), '2026-03-03', 'working')).toEqual(
      '09:00 09:30 10:00 10:30 11:00 11:30 13:30 14:00 14:30 15:00 15:30 16:00 16:30 17:00'.split(' '),
    );
    expect(halfHoursOn(door(), '2026-03-03', 'holiday')).toEqual([]);
    expect(halfHoursOn(door(), '2026-03-07', 'weekend')).toEqual([]);
    expect(halfHoursOn(door(), '2026-03-07', 'make-up')).toHaveLength(14);
  });

  test('none before the point opens or from the day on which it closes', () => {
    const short = door(office, '2026-03-03', '2026-03-05');
    const open = ['2026-03-02', '2026-03-03', '2026-03-04', '2026-03-05'].map(
      (on) => halfHoursOn(short, on, 'working').length,
    );
    expect(open).toEqual([0, 14, 14, 0]);
  });

  test('begin on the half-hour, lie whole within the hours, leave nothing out, never overlap', () => {
    fc.assert(
      fc.property(hours, (each) => {
        const halfHours = halfHoursOn(door(each), '2026-03-03', 'working');
        expect(halfHours).toEqual([...new Set(halfHours)].toSorted());
        for (const halfHour of halfHours) {
          expect(minutesOf(halfHour)! % 30).toBe(0);
          expect(openDuring(each, halfHour)).toBe(true);
          expect(each.some(({ from, to }) => from <= halfHour && halfHourEnd(halfHour) <= to)).toBe(true);
        }
        for (let minutes = 0; minutes < 1440; minutes += 30) {
          const from = `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
          const whole = each.some((interval) => interval.from <= from && halfHourEnd(from) <= interval.to);
          expect(halfHours.includes(from)).toBe(whole);
        }
      }),
    );
  });
});

describe('how many may come', () => {
  test.each([
    [{ counters: 0, clerks: 0 }, 1],
    [{ counters: 0, clerks: 1 }, 1],
    [{ counters: 0, clerks: 4 }, 2],
    [{ counters: 6, clerks: 0 }, 3],
    [{ counters: 6, clerks: 3 }, 1],
    [{ counters: 5, clerks: 9 }, 2],
  ])('%o: %i', (hands, places) => expect(placesAtOnce(hands)).toBe(places));

  test('at least one, and never more than half of the hands where there are two', () => {
    fc.assert(
      fc.property(fc.nat({ max: 60 }), fc.nat({ max: 60 }), (counters, clerks) => {
        const places = placesAtOnce({ counters, clerks });
        expect(places).toBeGreaterThanOrEqual(1);
        expect(places).toBeLessThanOrEqual(Math.max(1, Math.max(counters, clerks) / 2));
      }),
    );
  });
});

describe('what can be booked', () => {
  test('not within the hour, not beyond thirty days', () => {
    const free = (on: string) => freeOn(door(), on, kindOf(on), { now, places: 1, taken: none });
    expect(free('2026-03-02')[0]).toBe('11:00');
    expect(free('2026-03-01')).toEqual([]);
    expect(free('2026-04-01')).toHaveLength(14);
    expect(free('2026-04-02')).toEqual([]);
  });

  test('only what lies ahead, within the horizon, and has room', () => {
    fc.assert(
      fc.property(
        day,
        fc.array(fc.nat({ max: 3 }), { maxLength: 14 }),
        fc.integer({ min: 1, max: 3 }),
        (on, counts, places) => {
          const halfHours = halfHoursOn(door(), on, kindOf(on));
          const taken = new Map(halfHours.map((halfHour, at) => [halfHour, counts[at] ?? 0]));
          const free = freeOn(door(), on, kindOf(on), { now, places, taken });
          for (const halfHour of halfHours) {
            const ahead = Date.parse(instantAt(on, halfHour)) - now.getTime() >= leadMinutes * 60_000;
            const room = (taken.get(halfHour) ?? 0) < places;
            expect(free.includes(halfHour)).toBe(ahead && room && on <= addDays(localDate(now), daysAhead));
          }
        },
      ),
    );
  });
});

const status = fc.constantFrom<AppointmentStatus>('booked', 'came', 'missed', 'cancelled');
const held = fc.record({
  item: fc.constantFrom('A', 'B', 'C', 'D', 'E'),
  status,
  day,
  time: fc.constantFrom('09:00', '16:30'),
});

describe('the limits of one person', () => {
  test('one for each item, three in all, and what is over counts no more', () => {
    const at = { day: '2026-03-03', time: '09:00', status: 'booked' } as const;
    const over = { day: '2026-03-02', time: '09:00', status: 'booked', item: 'A' } as const;
    expect(limitOf([{ ...at, item: 'A' }], 'A', now)).toEqual({
      problem: 'appointment.same-item',
      params: { day: '2026-03-03', time: '09:00' },
    });
    expect(limitOf([{ ...at, item: 'A' }], 'B', now)).toBeUndefined();
    expect(limitOf([over], 'A', now)).toBeUndefined();
    expect(
      limitOf(
        ['A', 'B', 'C'].map((item) => ({ ...at, item })),
        'D',
        now,
      )?.problem,
    ).toBe('appointment.too-many');
  });

  test('booking until refused never holds more than three, nor two for one item', () => {
    fc.assert(
      fc.property(fc.array(held, { maxLength: 12 }), (wishes) => {
        const own: (typeof wishes)[number][] = [];
        for (const wish of wishes) if (!limitOf(own, wish.item, now)) own.push(wish);
        const open = own.filter(
          (each) => each.status === 'booked' && Date.parse(instantAt(each.day, halfHourEnd(each.time))) > now.getTime(),
        );
        expect(open.length).toBeLessThanOrEqual(mostOpen);
        expect(new Set(open.map(({ item }) => item)).size).toBe(open.length);
      }),
    );
  });
});

describe('the life of an appointment', () => {
  test('is cancelled until it begins; has come or not from then on', () => {
    fc.assert(
      fc.property(held, fc.constantFrom('came' as const, 'missed' as const, 'cancelled' as const), (one, to) => {
        const refused = settle(one, to, now);
        const begun = hasBegun(one, now);
        const may = one.status !== 'cancelled' && (to === 'cancelled' ? !begun && one.status === 'booked' : begun);
        expect(isProblem(refused)).toBe(!may);
      }),
    );
  });
});

describe('when its point is not there on the day', () => {
  const heir = (site: ReturnType<typeof door>, taken = none) => ({ site, places: 1, taken: () => taken });

  test('the same time at the heir, full or not', () => {
    const halfHour = { day: '2026-03-10', time: '09:00' };
    expect(carriedTo(halfHour, heir(door(), new Map([['09:00', 5]])), { now, kindOf })).toEqual(halfHour);
  });

  test('else its next free half-hour', () => {
    const afternoon = door([{ from: '14:00', to: '16:00' }]);
    const halfHour = { day: '2026-03-10', time: '09:00' };
    expect(carriedTo(halfHour, heir(afternoon), { now, kindOf })).toEqual({ day: '2026-03-10', time: '14:00' });
    expect(carriedTo(halfHour, heir(afternoon, new Map([['14:00', 1]])), { now, kindOf })).toEqual({
      day: '2026-03-10',
      time: '14:30',
    });
    expect(carriedTo({ day: '2026-03-10', time: '16:30' }, heir(afternoon), { now, kindOf })).toEqual({
      day: '2026-03-11',
      time: '14:00',
    });
    expect(carriedTo(halfHour, heir(door(office, '2026-03-13')), { now, kindOf })).toEqual({
      day: '2026-03-13',
      time: '09:00',
    });
  });

  test('nowhere when the heir has no room within the thirty days', () => {
    expect(carriedTo({ day: '2026-03-10', time: '09:00' }, heir(door([])), { now, kindOf })).toBeUndefined();
    expect(
      carriedTo({ day: '2026-03-10', time: '09:00' }, heir(door(office, '2026-05-01')), { now, kindOf }),
    ).toBeUndefined();
  });

  test('the heir is open then, nobody goes earlier, and only where it is the same time is the number passed', () => {
    fc.assert(
      fc.property(
        hours,
        day,
        time,
        fc.nat({ max: 2 }),
        fc.integer({ min: 1, max: 2 }),
        (each, on, at, count, places) => {
          const taken = new Map(halfHoursOn(door(each), '2026-03-03', 'working').map((halfHour) => [halfHour, count]));
          const to = carriedTo(
            { day: on, time: at },
            { site: door(each), places, taken: () => taken },
            { now, kindOf },
          );
          if (!to) return;
          expect(halfHoursOn(door(each), to.day, kindOf(to.day))).toContain(to.time);
          expect(to.day + to.time >= on + at).toBe(true);
          if (to.day === on && to.time === at) return;
          expect(isBookable(to, now) && to.day <= horizon(now)).toBe(true);
          expect(count).toBeLessThan(places);
        },
      ),
    );
  });
});
