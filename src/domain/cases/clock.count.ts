import type { Limit as ItemLimit } from '#domain/catalogue/item.ts';
import { type Calendar, isWorkingEpochDay, workingDayAfter, workingRank } from '#domain/kernel/calendar.ts';
import {
  addMonths,
  epochDay,
  fromEpochDay,
  type Instant,
  type LocalDate,
  type LocalTime,
  localParts,
  minutesOf,
} from '#domain/kernel/dates.ts';
import type { Text } from '#domain/kernel/text.ts';

/** wd: working days, d: calendar days, m: months, y: years. */
export type LimitUnit = ItemLimit['unit'];
export interface Length {
  amount: number;
  unit: LimitUnit;
}

/** A limit of the catalogue, or one that the rules add: for a correction, for delivery, for the one-time notice. */
export interface ClockLimit extends Length {
  kind: ItemLimit['kind'] | 'correction' | 'delivery' | 'notice' | 'acceptance' | 'suspension' | 'collection' | 'other';
  /** The event from which it runs; receipt if nothing is said. */
  from?: ItemLimit['from'] | 'suspension' | 'ready';
  basis?: Text;
  /** When that event happened, where it is another than the one at `ClockInput.start`. */
  start?: Instant;
}

/** Days that do not count: the first is `from`, the last is the day before `to`. Without `to` the clock still stands. */
export interface ClockStop {
  from: LocalDate;
  to?: LocalDate | null;
  /** Key of its name, `stop.<kind>` in the texts of the clock. */
  kind: string;
  basis?: Text;
}

export interface ClockExtension extends Length {
  basis?: Text;
}

/** Opening hours, from 00:00 to 24:00. Both ends are inside: 民法典 art. 203 lets a day's business end when it closes. */
export interface Hours {
  open: LocalTime;
  close: LocalTime;
}

export const officeHours: Hours = { open: '09:00', close: '17:30' };

/** Yellow when this many working days or this share of the limit are left, or fewer. */
export interface Thresholds {
  workingDays: number;
  share: number;
}

export const yellowThresholds: Thresholds = { workingDays: 2, share: 0.2 };

export interface ClockInput {
  start: Instant;
  /** At least one; side by side, the earliest decides. */
  limits: readonly ClockLimit[];
  stops?: readonly ClockStop[];
  /** Each lengthens every limit, in its own unit. The law grants one; the rules of the case see to that. */
  extensions?: readonly ClockExtension[];
  hours?: Hours;
  thresholds?: Thresholds;
}

/** Why the day that is not counted is what it is. */
export type StartRule = 'same-day' | 'before-hours' | 'after-hours' | 'day-off';

/** Days since 1970-01-01 from `from` to before `to`; `to` is Infinity while the stop is open. */
export interface Span {
  from: number;
  to: number;
}

/**
 * One limit's run in days since 1970-01-01. A leg is the limit or an extension of it: from after its base to its end it
 * counts its amount of days (working days for a leg in working days, else calendar days). Ends and due are Infinity
 * where an open stop holds them back.
 */
export interface Run {
  received: number;
  rule: StartRule;
  start: number;
  legs: readonly Length[];
  bases: number[];
  amounts: number[];
  ends: number[];
  due: number;
}

function mergedSpans(stops: readonly ClockStop[]): Span[] {
  const spans = stops
    .map((stop) => ({ from: epochDay(stop.from), to: stop.to ? epochDay(stop.to) : Infinity }))
    .filter((span) => span.from < span.to)
    .sort((a, b) => a.from - b.from);
  const merged: Span[] = [];
  for (const span of spans) {
    const last = merged.at(-1);
    if (last && span.from <= last.to) last.to = Math.max(last.to, span.to);
    else merged.push(span);
  }
  return merged;
}

/**
 * The day that is not counted (民法典 art. 201): the local day of the start event, or the next working day when the event
 * was not in working hours, be it on a day off, after closing, or before opening on a working day.
 */
function startOf(calendar: Calendar, instant: Instant, hours: Hours): Pick<Run, 'received' | 'rule' | 'start'> {
  const { day, ms } = localParts(instant);
  if (!isWorkingEpochDay(calendar, day))
    return { received: day, rule: 'day-off', start: workingDayAfter(calendar, day, 1) };
  if (ms < minutesOf(hours.open)! * 60_000)
    return { received: day, rule: 'before-hours', start: workingDayAfter(calendar, day, 1) };
  if (ms > minutesOf(hours.close)! * 60_000)
    return { received: day, rule: 'after-hours', start: workingDayAfter(calendar, day, 1) };
  return { received: day, rule: 'same-day', start: day };
}

/** The day on which so many days after `base` have been counted, stops left out; Infinity when an open stop comes first. */
function countFrom(calendar: Calendar, spans: readonly Span[], base: number, amount: number, working: boolean): number {
  if (amount === 0 || base === Infinity) return base;
  let days = amount;
  let end = working ? workingDayAfter(calendar, base, days) : base + days;
  for (const span of spans) {
    const from = Math.max(span.from, base + 1);
    if (span.to <= from) continue;
    if (from > end) break;
    if (span.to === Infinity) return Infinity;
    days += working ? workingRank(calendar, span.to - 1) - workingRank(calendar, from - 1) : span.to - from;
    end = working ? workingDayAfter(calendar, base, days) : base + days;
  }
  return end;
}

/** 民法典 art. 203: a last day that is a day off moves to the next working day; so does one on which the clock stands. */
function lastDay(calendar: Calendar, spans: readonly Span[], end: number): number {
  for (let day = end; ; ) {
    if (day === Infinity) return day;
    if (!isWorkingEpochDay(calendar, day)) day = workingDayAfter(calendar, day, 1);
    const stopped = spans.find((span) => span.from <= day && day < span.to);
    if (!stopped) return day;
    day = stopped.to;
  }
}

const inMonths = ({ amount, unit }: Length): number => (unit === 'y' ? amount * 12 : unit === 'm' ? amount : 0);

/**
 * Months that follow months are months of the day that began them: a month from 31 January lengthened by a month is
 * two months, to 31 March. A day off moves only the last day of the whole, never the end of the limit inside it.
 */
function run(calendar: Calendar, spans: readonly Span[], input: ClockInput, limit: ClockLimit): Run {
  const begun = startOf(calendar, limit.start ?? input.start, input.hours ?? officeHours);
  const legs = [limit, ...(input.extensions ?? [])];
  const bases: number[] = [];
  const amounts: number[] = [];
  const ends: number[] = [];
  let end = begun.start;
  let monthBase = end;
  let months = 0;
  let monthDays = 0;
  for (const leg of legs) {
    bases.push(end);
    const more = inMonths(leg);
    if (more === 0) {
      months = 0;
      amounts.push(leg.amount);
      end = countFrom(calendar, spans, end, leg.amount, leg.unit === 'wd');
    } else if (end === Infinity) {
      amounts.push(Infinity);
    } else {
      if (months === 0) [monthBase, monthDays] = [end, 0];
      months += more;
      const days = epochDay(addMonths(fromEpochDay(monthBase), months)) - monthBase;
      amounts.push(days - monthDays);
      monthDays = days;
      end = countFrom(calendar, spans, monthBase, days, false);
    }
    ends.push(end);
  }
  return { ...begun, legs, bases, amounts, ends, due: lastDay(calendar, spans, end) };
}

/** Among limits that are due on one day the statutory one is named: a promise adds nothing to it. */
function firstOf(runs: readonly Run[], limits: readonly ClockLimit[]): number {
  let first = 0;
  for (let i = 1; i < runs.length; i += 1) {
    const earlier = runs[i]!.due - runs[first]!.due;
    const binding = limits[i]!.kind === 'statutory' && limits[first]!.kind !== 'statutory';
    if (earlier < 0 || (earlier === 0 && binding)) first = i;
  }
  return first;
}

export interface Reckoning {
  spans: Span[];
  runs: Run[];
  governing: number;
}

export function reckon(input: ClockInput, calendar: Calendar): Reckoning {
  if (input.limits.length === 0) throw new RangeError('A clock needs a limit');
  const spans = mergedSpans(input.stops ?? []);
  const runs = input.limits.map((limit) => run(calendar, spans, input, limit));
  if (runs.some(({ due }) => due !== Infinity)) return { spans, runs, governing: firstOf(runs, input.limits) };
  const closed = spans.filter((span) => span.to !== Infinity);
  const goingOn = input.limits.map((limit) => run(calendar, closed, input, limit));
  return { spans, runs, governing: firstOf(goingOn, input.limits) };
}

/** Days after `base` up to and including `end` on which the clock ran; of them the working days alone if asked. */
export function daysRun(
  calendar: Calendar,
  spans: readonly Span[],
  base: number,
  end: number,
  working: boolean,
): number {
  const days = (from: number, to: number) =>
    working ? workingRank(calendar, to) - workingRank(calendar, from) : to - from;
  let run = Math.max(days(base, end), 0);
  for (const span of spans) {
    const from = Math.max(span.from, base + 1);
    const to = Math.min(span.to, end + 1);
    if (from < to) run -= days(from - 1, to - 1);
  }
  return run;
}

/** The first day on which no more is left than a threshold allows, in working days or as a share of the limit's own days. */
export function soonOf(calendar: Calendar, spans: readonly Span[], run: Run, thresholds: Thresholds): number {
  const total = run.amounts.reduce((sum, days) => sum + days, 0);
  const left = Math.floor(total * thresholds.share + 1e-9); // 0.07 × 100 is a hair above 7; a hair below must not cost a day
  let used = total - left;
  let byShare = run.due;
  for (let i = 0; left > 0 && i < run.legs.length; i += 1) {
    if (used <= run.amounts[i]!) {
      byShare = countFrom(calendar, spans, run.bases[i]!, used, run.legs[i]!.unit === 'wd');
      break;
    }
    used -= run.amounts[i]!;
  }
  const worked = daysRun(calendar, spans, run.start, run.due, true) - thresholds.workingDays;
  const byDays = worked <= 0 ? run.start : countFrom(calendar, spans, run.start, worked, true);
  return Math.min(byShare, byDays);
}
