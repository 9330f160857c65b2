import { type Calendar, dayKind } from '#domain/kernel/calendar.ts';
import { epochDay, fromEpochDay, type Instant, type LocalDate, yearOfEpochDay } from '#domain/kernel/dates.ts';
import type { Text } from '#domain/kernel/text.ts';
import {
  type ClockInput,
  type ClockLimit,
  type ClockStop,
  daysRun,
  type Hours,
  type Length,
  officeHours,
  type Reckoning,
  type Run,
  reckon,
  type StartRule,
  soonOf,
  yellowThresholds,
} from './clock.count.ts';

/** A run of days, alike in their reason, that were not counted. */
export interface LeftOut {
  from: LocalDate;
  to: LocalDate;
  why: 'weekend' | 'holiday' | 'stop';
  /** Of the holiday, where the calendar names it. */
  name: Text | null;
  stop: ClockStop | null;
  /** Left out only because the last day may not be a day off. */
  atEnd: boolean;
}

/** A limit or an extension, and the day on which it is used up, before a day off moves the last day. */
export interface Leg extends Length {
  basis?: Text;
  end: LocalDate | null;
}

export interface LimitClock {
  limit: ClockLimit;
  start: Instant;
  startRule: StartRule;
  /** The day that is not counted. */
  clockStart: LocalDate;
  legs: Leg[];
  /** The last day; null while a stop without an end holds it back. */
  due: LocalDate | null;
  /** Of the days after `clockStart`, up to `due` or to the stop that holds it back: counted + left out = all of them. */
  daysCounted: number;
  leftOut: LeftOut[];
  /** Saturdays and Sundays that were worked and so were counted as working days. */
  makeUpDays: LocalDate[];
  /** What is still to be counted once an open stop ends; empty when the due day is known. */
  remaining: Length[];
  /** Years on whose holidays the date rests and that nobody confirmed. */
  unconfirmedYears: number[];
}

/** What the row of a case keeps. */
export interface Due {
  due: LocalDate | null;
  /** The first day that is yellow. */
  dueSoon: LocalDate | null;
  clockStart: LocalDate;
  /**
   * Place in `limits` of the one that is due first; among equals the statutory one, then the first given.
   * While the clock stands: the one that would be first if it went on at once.
   */
  governing: number;
  unconfirmedYears: number[];
}

export interface Clock extends Due {
  hours: Hours;
  /** First day on which the open stop holds the count, not before `clockStart`; null when the due day is known. */
  pausedSince: LocalDate | null;
  limits: LimitClock[];
}

const dateOrNull = (day: number): LocalDate | null => (day === Infinity ? null : fromEpochDay(day));
const openFrom = ({ spans }: Reckoning): number => spans.find((span) => span.to === Infinity)?.from ?? Infinity;

/**
 * The years whose holidays decided the date: those in which the start fell, in which working days were counted, and
 * from the last day by number to the last day by law. Years in the middle of a limit in calendar days decide nothing.
 */
function unconfirmedYears(calendar: Calendar, run: Run, open: number): number[] {
  const years: number[] = [];
  const rest = (from: number, to: number) => {
    if (from > to) return;
    const last = yearOfEpochDay(to);
    for (let year = yearOfEpochDay(from); year <= last; year += 1)
      if (!calendar.confirmedYears.has(year) && !years.includes(year)) years.push(year);
  };
  rest(run.received, run.start);
  run.legs.forEach((leg, i) => {
    if (leg.unit === 'wd') rest(run.bases[i]!, Math.min(run.ends[i]!, open - 1));
  });
  rest(run.ends.at(-1)!, Math.min(run.due, open - 1));
  return years.sort((a, b) => a - b);
}

function dueIn(reckoning: Reckoning, input: ClockInput, calendar: Calendar): Due {
  const { spans, runs, governing } = reckoning;
  const run = runs[governing]!;
  const thresholds = input.thresholds ?? yellowThresholds;
  return {
    due: dateOrNull(run.due),
    dueSoon: run.due === Infinity ? null : fromEpochDay(soonOf(calendar, spans, run, thresholds)),
    clockStart: fromEpochDay(run.start),
    governing,
    unconfirmedYears: unconfirmedYears(calendar, run, openFrom(reckoning)),
  };
}

/** The dates alone, for rows and for re-dating many cases: the same as `computeLimits` gives, at a fraction of its cost. */
export const dueOf = (input: ClockInput, calendar: Calendar): Due => dueIn(reckon(input, calendar), input, calendar);

/**
 * Reckons all limits side by side, with everything that an explanation needs. Days are days of Asia/Shanghai; a due day
 * lasts until its midnight. 民法典 arts. 201–203, 行政许可法 arts. 42, 45 and 82; one limit at least, amounts whole and
 * not negative, dates and hours checked before (`LocalDate`, `parseInstant`, `minutesOf`).
 */
export function computeLimits(input: ClockInput, calendar: Calendar): Clock {
  const reckoning = reckon(input, calendar);
  const due = dueIn(reckoning, input, calendar);
  return {
    ...due,
    hours: input.hours ?? officeHours,
    pausedSince: due.due === null ? fromEpochDay(Math.max(openFrom(reckoning), epochDay(due.clockStart))) : null,
    limits: reckoning.runs.map((run, i) => limitClock(reckoning, input, calendar, input.limits[i]!, run)),
  };
}

function limitClock(
  reckoning: Reckoning,
  input: ClockInput,
  calendar: Calendar,
  limit: ClockLimit,
  run: Run,
): LimitClock {
  const open = openFrom(reckoning);
  const until = Math.max(Math.min(run.due, open - 1), run.start);
  const leftOut = leftOutDays(input, calendar, run, open);
  const skipped = leftOut.reduce((sum, range) => sum + epochDay(range.to) - epochDay(range.from) + 1, 0);
  return {
    limit,
    start: limit.start ?? input.start,
    startRule: run.rule,
    clockStart: fromEpochDay(run.start),
    legs: [limit, ...(input.extensions ?? [])].map(({ amount, unit, basis }, i) => ({
      amount,
      unit,
      ...(basis && { basis }),
      end: dateOrNull(run.ends[i]!),
    })),
    due: dateOrNull(run.due),
    daysCounted: until - run.start - skipped,
    leftOut,
    makeUpDays: makeUpDays(reckoning, calendar, run, open),
    remaining: run.due === Infinity ? remaining(reckoning, calendar, run, open) : [],
    unconfirmedYears: unconfirmedYears(calendar, run, open),
  };
}

function leftOutDays(input: ClockInput, calendar: Calendar, run: Run, open: number): LeftOut[] {
  // The order of the stops must not show: where two cover a day, the one that began first is named.
  const stops = (input.stops ?? [])
    .map((stop) => ({ stop, from: epochDay(stop.from), to: stop.to ? epochDay(stop.to) : Infinity }))
    .sort((a, b) => a.from - b.from || a.to - b.to || (a.stop.kind < b.stop.kind ? -1 : 1));
  const ranges: LeftOut[] = [];
  const look = (day: number, restDays: boolean, atEnd: boolean) => {
    const date = fromEpochDay(day);
    const stop = stops.find((span) => span.from <= day && day < span.to)?.stop ?? null;
    const { kind, name } = dayKind(calendar, date);
    if (!stop && !(restDays && (kind === 'weekend' || kind === 'holiday'))) return;
    const why = stop ? 'stop' : kind === 'holiday' ? 'holiday' : 'weekend';
    const range = { from: date, to: date, why, name: why === 'holiday' ? name : null, stop, atEnd } as const;
    const last = ranges.at(-1);
    if (last && epochDay(last.to) === day - 1 && alike(last, range)) last.to = date;
    else ranges.push(range);
  };
  const end = run.ends.at(-1)!;
  run.legs.forEach((leg, i) => {
    // The end of the whole is judged as the last day, below.
    const last = Math.min(run.ends[i]!, end - 1, open - 1);
    for (let day = run.bases[i]! + 1; day <= last; day += 1) look(day, leg.unit === 'wd', false);
  });
  for (let day = end; day < Math.min(run.due, open); day += 1) look(day, true, true);
  return ranges;
}

const alike = (a: LeftOut, b: LeftOut): boolean =>
  a.why === b.why && a.name?.['zh-CN'] === b.name?.['zh-CN'] && a.stop === b.stop && a.atEnd === b.atEnd;

function makeUpDays({ spans }: Reckoning, calendar: Calendar, run: Run, open: number): LocalDate[] {
  const dates: LocalDate[] = [];
  run.legs.forEach((leg, i) => {
    const last = leg.unit === 'wd' ? Math.min(run.ends[i]!, open - 1) : -Infinity;
    for (let day = run.bases[i]! + 1; day <= last; day += 1) {
      const stopped = spans.some((span) => span.from <= day && day < span.to);
      if (!stopped && dayKind(calendar, fromEpochDay(day)).kind === 'make-up') dates.push(fromEpochDay(day));
    }
  });
  return dates;
}

/** What an open stop leaves of each leg; months that have begun are told in days. */
function remaining({ spans }: Reckoning, calendar: Calendar, run: Run, open: number): Length[] {
  const total = run.amounts.reduce((sum, days) => sum + days, 0);
  // Every day is counted but the last, which may be none on which the clock stands.
  if (run.ends.at(-1) !== Infinity) return total === 0 ? [] : [{ amount: 1, unit: 'd' }];
  return run.legs.flatMap(({ amount, unit }, i) => {
    if (run.ends[i] !== Infinity) return [];
    if (run.bases[i] === Infinity) return [{ amount, unit }];
    const used = daysRun(calendar, spans, run.bases[i]!, open - 1, unit === 'wd');
    return [{ amount: run.amounts[i]! - used, unit: unit === 'wd' ? unit : 'd' } as const];
  });
}

export interface Redated {
  before: Due;
  after: Due;
}

/** What a new calendar does to a date: undefined when the day, its reasons for being early warned and its marks all stay. */
export function redate(input: ClockInput, before: Calendar, after: Calendar): Redated | undefined {
  const [was, is] = [dueOf(input, before), dueOf(input, after)];
  const same =
    was.due === is.due &&
    was.dueSoon === is.dueSoon &&
    was.clockStart === is.clockStart &&
    was.governing === is.governing &&
    was.unconfirmedYears.join() === is.unconfirmedYears.join();
  return same ? undefined : { before: was, after: is };
}
