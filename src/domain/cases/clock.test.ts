import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import holidays from '#db/reference/holidays.json' with { type: 'json' };
import { type Calendar, calendarOfFile, parseCalendar } from '#domain/kernel/calendar.ts';
import type { ClockExtension, ClockInput, ClockLimit, ClockStop, LimitUnit } from './clock.count.ts';
import { computeLimits, dueOf, type LimitClock, redate } from './clock.ts';

const calendar = parseCalendar(holidays) as Calendar;

// An oracle that shares no code with the clock: it walks day by day over the published lists.
const off = new Set(Object.values(holidays.years).flatMap((year) => year.holidays.map((day) => day.date)));
const on = new Set(Object.values(holidays.years).flatMap((year) => year.workdays.map((day) => day.date)));
const plus = (date: string, days: number) => {
  const day = new Date(`${date}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() + days);
  return day.toISOString().slice(0, 10);
};
const works = (date: string) => {
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
  return on.has(date) || (!off.has(date) && weekday !== 0 && weekday !== 6);
};
const monthsOn = (date: string, months: number) => {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number];
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0));
  return `${last.toISOString().slice(0, 8)}${String(Math.min(day, last.getUTCDate())).padStart(2, '0')}`;
};
const covers = (stops: readonly ClockStop[], date: string) =>
  stops.some(({ from, to }) => from <= date && (!to || date < to));

function walk(
  start: string,
  length: { amount: number; unit: LimitUnit },
  stops: readonly ClockStop[],
  skipped: string[],
) {
  const months = length.unit === 'y' ? 12 * length.amount : length.amount;
  let left = length.amount;
  if (length.unit === 'm' || length.unit === 'y')
    left = (Date.parse(monthsOn(start, months)) - Date.parse(start)) / 86_400_000;
  let date = start;
  while (left > 0) {
    date = plus(date, 1);
    if (covers(stops, date) || (length.unit === 'wd' && !works(date))) skipped.push(date);
    else left -= 1;
  }
  return date;
}

function oracle(input: ClockInput) {
  const local = new Date(Date.parse(String(input.start)) + 8 * 3_600_000).toISOString();
  let clockStart = local.slice(0, 10);
  if (!works(clockStart) || local.slice(11, 19) < '09:00:00' || local.slice(11, 19) > '17:30:00') {
    do clockStart = plus(clockStart, 1);
    while (!works(clockStart));
  }
  const stops = input.stops ?? [];
  return input.limits.map((limit) => {
    const skipped: string[] = [];
    let due = clockStart;
    for (const length of [limit, ...(input.extensions ?? [])]) due = walk(due, length, stops, skipped);
    for (; !works(due) || covers(stops, due); due = plus(due, 1)) skipped.push(due);
    return { clockStart, due, skipped };
  });
}

const daysOf = (limit: LimitClock) =>
  limit.leftOut.flatMap(({ from, to }) => {
    const days: string[] = [];
    for (let day = from; day <= to; day = plus(day, 1)) days.push(day);
    return days;
  });

const at = (date: string, time = '10:00') => `${date}T${time}+08:00`;
const limit = (text: string): ClockLimit => {
  const [, amount, unit] = /^(\d+)(\w+)$/.exec(text)!;
  return { amount: Number(amount), unit: unit as LimitUnit, kind: 'other' };
};
const due = (start: string, texts: string[], more: Partial<ClockInput> = {}) =>
  dueOf({ start, limits: texts.map(limit), ...more }, calendar).due;
const stop = (from: string, to?: string): ClockStop => ({ from, to: to ?? null, kind: 'other' });

const length = fc.oneof(
  fc.record({ amount: fc.integer({ min: 0, max: 45 }), unit: fc.constant<LimitUnit>('wd') }),
  fc.record({ amount: fc.integer({ min: 0, max: 90 }), unit: fc.constant<LimitUnit>('d') }),
  fc.record({ amount: fc.integer({ min: 0, max: 6 }), unit: fc.constant<LimitUnit>('m') }),
  fc.record({ amount: fc.integer({ min: 0, max: 1 }), unit: fc.constant<LimitUnit>('y') }),
);
const someLimit: fc.Arbitrary<ClockLimit> = fc
  .tuple(length, fc.constantFrom<ClockLimit['kind']>('statutory', 'promised', 'other'))
  .map(([of, kind]) => ({ ...of, kind }));
const someDate = fc.integer({ min: 0, max: 480 }).map((days) => plus('2025-11-20', days));
const someStart = fc
  .tuple(someDate, fc.integer({ min: 0, max: 1439 }))
  .map(([date, minute]) => at(date, new Date(minute * 60_000).toISOString().slice(11, 16)));
const someStop = fc
  .tuple(someDate, fc.integer({ min: 0, max: 40 }))
  .map(([from, days]) => stop(from, plus(from, days)));
const someExtension: fc.Arbitrary<ClockExtension> = length.filter(
  ({ unit, amount }) => unit.endsWith('d') && amount > 0,
);
const someInput: fc.Arbitrary<ClockInput> = fc.record({
  start: someStart,
  limits: fc.array(someLimit, { minLength: 1, maxLength: 3 }),
  stops: fc.array(someStop, { maxLength: 4 }),
  extensions: fc.array(someExtension, { maxLength: 1 }),
});
const check = (property: (input: ClockInput) => void, runs = 400) =>
  fc.assert(
    fc.property(someInput, (input) => {
      property(input);
    }),
    { numRuns: runs },
  );

describe('known dates of 2026', () => {
  it.each([
    ['2026-02-12', '5wd', '2026-02-26'],
    ['2026-02-13', '10wd', '2026-03-05'],
    ['2026-04-30', '10wd', '2026-05-18'],
    ['2026-09-24', '5wd', '2026-10-09'],
    ['2026-09-30', '1wd', '2026-10-08'],
    ['2026-11-20', '20wd', '2026-12-18'],
    ['2026-06-18', '10d', '2026-06-29'],
    ['2026-04-29', '10d', '2026-05-09'],
    ['2026-03-02', '60d', '2026-05-06'],
    ['2026-01-30', '1m', '2026-02-28'], // no 30 February; the 28th is a make-up working day
    ['2026-03-31', '1m', '2026-04-30'],
    ['2026-09-01', '1m', '2026-10-08'],
    ['2025-03-03', '1y', '2026-03-03'],
    ['2024-02-29', '2y', '2026-02-28'],
    ['2026-02-13', '0wd', '2026-02-13'],
    ['2026-02-13', '0d', '2026-02-13'],
  ])('%s + %s = %s', (from, text, last) => expect(due(at(from), [text])).toBe(last));
});

describe('the day that is not counted', () => {
  it.each([
    [at('2026-02-13', '10:00'), '2026-02-13', '2026-03-05'],
    [at('2026-02-13', '22:00'), '2026-02-14', '2026-03-06'],
    [at('2026-02-13', '17:30'), '2026-02-13', '2026-03-05'],
    [at('2026-02-13', '17:31'), '2026-02-14', '2026-03-06'],
    [at('2026-02-13', '00:00'), '2026-02-14', '2026-03-06'],
    [at('2026-02-13', '08:59'), '2026-02-14', '2026-03-06'],
    [at('2026-02-13', '09:00'), '2026-02-13', '2026-03-05'],
    [at('2026-02-14', '08:59'), '2026-02-24', '2026-03-09'],
    [at('2026-02-16', '10:00'), '2026-02-24', '2026-03-09'],
    ['2026-02-13T14:00:00Z', '2026-02-14', '2026-03-06'],
    ['2026-02-12T16:00:00Z', '2026-02-14', '2026-03-06'],
  ])('of %s is %s', (start, clockStart, last) => {
    expect(dueOf({ start, limits: [limit('10wd')] }, calendar)).toMatchObject({ clockStart, due: last });
  });

  it('follows the opening hours and each limit its own event', () => {
    const hours = { open: '08:30', close: '20:00' };
    expect(due(at('2026-02-13', '18:00'), ['10wd'], { hours })).toBe('2026-03-05');
    expect(due(at('2026-02-13', '08:30'), ['10wd'], { hours })).toBe('2026-03-05');
    expect(due(at('2026-02-13', '08:29'), ['10wd'], { hours })).toBe('2026-03-06');
    const limits: ClockLimit[] = [
      { ...limit('20wd'), kind: 'statutory' },
      { ...limit('5wd'), kind: 'promised', from: 'acceptance', start: at('2026-03-02') },
    ];
    const clock = computeLimits({ start: at('2026-02-13'), limits }, calendar);
    expect(clock).toMatchObject({ governing: 1, due: '2026-03-09', clockStart: '2026-03-02' });
    expect(clock.limits.map((each) => each.clockStart)).toEqual(['2026-02-13', '2026-03-02']);
  });
});

describe('stops', () => {
  it('cover their first day up to the day before their last, and lengthen every kind of limit', () => {
    expect(due(at('2026-03-02'), ['5wd'], { stops: [stop('2026-03-04', '2026-03-06')] })).toBe('2026-03-11');
    expect(due(at('2026-03-02'), ['10d'], { stops: [stop('2026-03-04', '2026-03-06')] })).toBe('2026-03-16');
    expect(due(at('2026-03-02'), ['1m'], { stops: [stop('2026-03-04', '2026-03-06')] })).toBe('2026-04-07');
    expect(due(at('2026-03-02'), ['5wd'], { stops: [stop('2026-03-04', '2026-03-04')] })).toBe('2026-03-09');
  });

  it('hold back a last day that would fall in them', () => {
    // 8 March is a Sunday; on Monday the clock stands, until Wednesday.
    expect(due(at('2026-03-02'), ['6d'], { stops: [stop('2026-03-09', '2026-03-11')] })).toBe('2026-03-11');
    expect(due(at('2026-03-02'), ['0wd'], { stops: [stop('2026-03-02', '2026-03-04')] })).toBe('2026-03-04');
  });

  it('leave the due day unknown while they are open, and say what is left', () => {
    const clock = computeLimits(
      { start: at('2026-03-02'), limits: [limit('60d'), limit('10wd')], stops: [stop('2026-03-05')] },
      calendar,
    );
    expect(clock).toMatchObject({ due: null, dueSoon: null, governing: 1, pausedSince: '2026-03-05' });
    expect(clock.limits.map((each) => [each.daysCounted, each.remaining])).toEqual([
      [2, [{ amount: 58, unit: 'd' }]],
      [2, [{ amount: 8, unit: 'wd' }]],
    ]);
  });

  it('leave a due day alone that comes before them', () => {
    const clock = computeLimits(
      { start: at('2026-03-02'), limits: [limit('60d'), limit('3wd')], stops: [stop('2026-03-06')] },
      calendar,
    );
    expect(clock).toMatchObject({ due: '2026-03-05', governing: 1, pausedSince: null });
    expect(clock.limits[0]!.due).toBeNull();
  });
});

describe('extension', () => {
  it('lengthens each limit in the own unit of the extension', () => {
    const extensions = [{ amount: 10, unit: 'wd' as const }];
    expect(due(at('2026-03-16'), ['10wd'], { extensions })).toBe('2026-04-14');
    // 60 days to Friday 1 May, a holiday, then ten working days on: 6, 7, 8, 9 (make-up), 11 to 15 and 18 May.
    const clock = computeLimits({ start: at('2026-03-02'), limits: [limit('60d')], extensions }, calendar);
    expect(clock.limits[0]!.legs.map(({ end }) => end)).toEqual(['2026-05-01', '2026-05-18']);
    expect(clock.due).toBe('2026-05-18');
  });

  it('by months counts them from the day that began the limit', () => {
    expect(due(at('2026-01-30'), ['1m'], { extensions: [{ amount: 1, unit: 'm' }] })).toBe('2026-03-30');
    expect(due(at('2024-01-31'), ['1m'], { extensions: [{ amount: 1, unit: 'm' }] })).toBe('2024-04-01'); // 31 March is a Sunday
    expect(due(at('2026-03-31'), ['1m'], { extensions: [{ amount: 2, unit: 'm' }] })).toBe('2026-06-30');
    expect(due(at('2026-03-31'), ['11m'], { extensions: [{ amount: 1, unit: 'y' }] })).toBe('2028-02-29');
  });
});

describe('limits side by side', () => {
  it('are due with the first, and among equals the statutory one is named', () => {
    expect(due(at('2026-02-13'), ['60d', '10wd'])).toBe('2026-03-05');
    const limits: ClockLimit[] = [
      { ...limit('10wd'), kind: 'promised' },
      { ...limit('10wd'), kind: 'statutory' },
    ];
    expect(dueOf({ start: at('2026-02-13'), limits }, calendar).governing).toBe(1);
    // A promise in working days may pass a limit in calendar days across a long holiday.
    expect(dueOf({ start: at('2026-09-24'), limits: [limit('10wd'), limit('15d')] }, calendar)).toMatchObject({
      governing: 1,
      due: '2026-10-09',
    });
  });
});

describe('years that nobody confirmed', () => {
  const marks = (start: string, text: string) =>
    dueOf({ start: at(start), limits: [limit(text)] }, calendar).unconfirmedYears;
  it('are marked where a date rests on them, and only there', () => {
    expect(marks('2026-12-01', '10wd')).toEqual([]);
    expect(marks('2026-12-25', '10wd')).toEqual([2027]);
    expect(marks('2026-12-25', '6d')).toEqual([]);
    expect(marks('2026-12-25', '10d')).toEqual([2027]);
    expect(marks('2026-06-01', '3y')).toEqual([2029]);
    expect(marks('2027-12-25', '10wd')).toEqual([2027, 2028]);
    expect(dueOf({ start: at('2026-12-31', '20:00'), limits: [limit('0wd')] }, calendar)).toMatchObject({
      unconfirmedYears: [2027],
    });
  });

  it('are not those that an open stop has not let the count reach', () => {
    const input = { start: at('2026-12-25'), limits: [limit('10wd')], stops: [stop('2026-12-28')] };
    expect(dueOf(input, calendar).unconfirmedYears).toEqual([]);
  });
});

describe('a new calendar', () => {
  const input = { start: at('2026-12-25'), limits: [limit('10wd')] };
  it('re-dates what rests on it', () => {
    const table = structuredClone(holidays) as { years: Record<string, unknown> };
    const day = { date: '2027-01-01', name: { 'zh-CN': '元旦', en: "New Year's Day" } };
    table.years[2027] = { confirmed: true, document: '通知', holidays: [day], workdays: [] };
    const changed = redate(input, calendar, parseCalendar(table) as Calendar);
    expect(changed?.before).toMatchObject({ due: '2027-01-08', unconfirmedYears: [2027] });
    expect(changed?.after).toMatchObject({ due: '2027-01-11', unconfirmedYears: [] });
    expect(redate({ ...input, start: at('2026-11-02') }, calendar, parseCalendar(table) as Calendar)).toBeUndefined();
  });

  it('that says the same changes nothing', () => {
    check((some) => expect(redate(some, calendar, parseCalendar(holidays) as Calendar)).toBeUndefined(), 100);
  });
});

describe('whatever the case', () => {
  it('agrees with a walk from day to day', () => {
    check((input) => {
      const clock = computeLimits(input, calendar);
      const walked = oracle(input);
      clock.limits.forEach((each, i) => {
        expect({ clockStart: each.clockStart, due: each.due, skipped: daysOf(each) }).toEqual(walked[i]);
        expect(each.daysCounted + walked[i]!.skipped.length).toBe(
          (Date.parse(each.due!) - Date.parse(each.clockStart)) / 86_400_000,
        );
      });
      expect(clock.due).toBe(walked.map((each) => each.due).sort()[0]);
      expect(clock.limits[clock.governing]!.due).toBe(clock.due);
      expect(clock).toMatchObject(dueOf(input, calendar));
    }, 600);
  });

  it('is never earlier for a larger amount', () => {
    fc.assert(
      fc.property(someInput, fc.integer({ min: 1, max: 20 }), (input, more) => {
        const longer = { ...input, limits: input.limits.map((each) => ({ ...each, amount: each.amount + more })) };
        expect(dueOf(longer, calendar).due! >= dueOf(input, calendar).due!).toBe(true);
      }),
      { numRuns: 400 },
    );
  });

  it('is never earlier for more limits left out or longer stops', () => {
    fc.assert(
      fc.property(someInput, someStop, (input, another) => {
        const longer = { ...input, stops: [...input.stops!, another] };
        expect(dueOf(longer, calendar).due! >= dueOf(input, calendar).due!).toBe(true);
        const fewer = { ...input, limits: input.limits.slice(0, 1) };
        expect(dueOf(fewer, calendar).due! >= dueOf(input, calendar).due!).toBe(true);
      }),
      { numRuns: 400 },
    );
  });

  it('is due on a working day on which the clock runs, and leaves out only days between start and due', () => {
    check((input) => {
      for (const each of computeLimits(input, calendar).limits) {
        expect(works(each.due!) && !covers(input.stops!, each.due!)).toBe(true);
        const days = daysOf(each);
        expect(days).toEqual([...new Set(days)].sort());
        for (const day of days) expect(day >= each.clockStart && day < each.due!).toBe(true);
        for (const day of each.makeUpDays) expect(on.has(day) && !days.includes(day)).toBe(true);
      }
    });
  });

  it('ignores a stop outside the period', () => {
    fc.assert(
      fc.property(someInput, fc.integer({ min: 1, max: 50 }), (input, days) => {
        const due = computeLimits(input, calendar);
        const last = due.limits
          .map((each) => each.due!)
          .sort()
          .at(-1)!;
        const outside = [
          stop(plus(due.clockStart, -days), due.clockStart),
          stop(plus(last, 1), plus(last, days)),
          stop(plus(last, 1)),
        ];
        const more = computeLimits({ ...input, stops: [...input.stops!, ...outside] }, calendar);
        expect(more).toEqual(due);
      }),
      { numRuns: 300 },
    );
  });

  it('takes overlapping stops for one, and no notice of any order', () => {
    fc.assert(
      fc.property(someInput, fc.array(someStop, { minLength: 1, maxLength: 4 }), (input, stops) => {
        const days = new Set<string>();
        for (const { from, to } of stops) for (let day = from; day < to!; day = plus(day, 1)) days.add(day);
        const singles = [...days].map((day) => stop(day, plus(day, 1)));
        const of = (list: ClockStop[], limits = input.limits) => {
          const { governing, ...dates } = dueOf({ ...input, limits, stops: list }, calendar);
          return { ...dates, limit: limits[governing] };
        };
        expect(of(stops)).toEqual(of(singles));
        expect(of(stops)).toEqual(of([...stops].reverse()));
        expect(of(stops, [...input.limits].reverse()).due).toBe(of(stops).due);
      }),
      { numRuns: 300 },
    );
  });

  it('tells while it stands what is left, so that the count goes on from the day it resumes', () => {
    fc.assert(
      fc.property(someInput, someDate, fc.integer({ min: 0, max: 60 }), (input, from, days) => {
        const one = { ...input, limits: input.limits.slice(0, 1) };
        const stops = input.stops!.filter((each) => each.to! <= from);
        const resumed = plus(from, days);
        const [held] = computeLimits({ ...one, stops: [...stops, stop(from)] }, calendar).limits;
        const whole = computeLimits({ ...one, stops: [...stops, stop(from, resumed)] }, calendar);
        if (held!.due !== null) {
          expect(held!.due).toBe(whole.due);
          return;
        }
        const months = held!.remaining.some(({ unit }) => unit === 'm' || unit === 'y');
        if (held!.clockStart >= resumed || months || held!.clockStart >= from) return;
        let last = plus(resumed, -1);
        for (const rest of held!.remaining) last = walk(last, rest, [], []);
        while (!works(last) || last < resumed) last = plus(last, 1);
        expect(whole.due).toBe(last);
        const total = held!.daysCounted + held!.remaining.reduce((sum, { amount }) => sum + amount, 0);
        expect(whole.limits[0]!.daysCounted).toBe(total);
      }),
      { numRuns: 600 },
    );
  });

  it('counts the same over a calendar with names and one without', () => {
    const bare = calendarOfFile({ holidays: [...off], workdays: [...on] });
    check((input) => expect(dueOf(input, bare)).toEqual(dueOf(input, calendar)), 100);
  });

  it('refuses to reckon without a limit', () => {
    expect(() => dueOf({ start: at('2026-03-02'), limits: [] }, calendar)).toThrow(RangeError);
  });
});
