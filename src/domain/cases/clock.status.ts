import { type Calendar, workingRank } from '#domain/kernel/calendar.ts';
import { epochDay, type Instant, type LocalDate, localDate } from '#domain/kernel/dates.ts';
import type { Hours } from './clock.count.ts';
import { type Clock, dueOf } from './clock.ts';

export type Colour = 'green' | 'yellow' | 'red';

export interface ClockStatus {
  state: 'running' | 'paused';
  /** Null while nobody can say when it is due. */
  colour: Colour | null;
  /** The unit of `used`, `left` and `total`: working days where the limit and its extensions all are, else days. */
  unit: 'wd' | 'd';
  used: number;
  left: number | null;
  total: number | null;
  /** Working days after today up to the due day on which the clock runs; 0 on the due day and after it. */
  workingDaysLeft: number | null;
  /** Calendar days since the due day. */
  overdueDays: number;
}

/** Where the governing limit stands at the end of a day: today counts as used, so that on the due day nothing is left. */
export function statusOf(clock: Clock, today: LocalDate, calendar: Calendar): ClockStatus {
  const limit = clock.limits[clock.governing]!;
  const day = epochDay(today);
  const start = epochDay(clock.clockStart);
  const due = clock.due === null ? Infinity : epochDay(clock.due);
  const until = Math.max(
    start,
    Math.min(day, due, clock.pausedSince === null ? Infinity : epochDay(clock.pausedSince) - 1),
  );
  const leftOut = limit.leftOut.map(({ from, to, why }) => ({ from: epochDay(from), to: epochDay(to), why }));
  const within = ({ from, to }: { from: number; to: number }, after: number, last: number) =>
    Math.max(0, Math.min(to, last) - Math.max(from, after + 1) + 1);
  const ran = until - start - leftOut.reduce((sum, range) => sum + within(range, start, until), 0);
  const used = Math.min(ran, limit.daysCounted); // a same-day limit that a stop put off has no day of its own to use
  // Months that an open stop has kept from beginning have no number of days yet.
  const months = limit.remaining.some(({ unit }) => unit === 'm' || unit === 'y');
  const total = months ? null : limit.daysCounted + limit.remaining.reduce((sum, { amount }) => sum + amount, 0);
  const stops = leftOut.filter(({ why }) => why === 'stop');
  const stoppedToday = stops.some(({ from, to }) => from <= day && day <= to);
  return {
    state: clock.due === null || stoppedToday ? 'paused' : 'running',
    colour: colourOf(clock, today),
    unit: limit.legs.every(({ unit }) => unit === 'wd') ? 'wd' : 'd',
    used,
    left: total === null ? null : total - used,
    total,
    workingDaysLeft: due === Infinity ? null : workingDaysLeft(calendar, stops, Math.max(day, start), due),
    overdueDays: Math.max(0, day - due),
  };
}

/** From the two dates that a row keeps: red after the due day, yellow from the first day on which little is left. */
export function colourOf({ due, dueSoon }: Pick<Clock, 'due' | 'dueSoon'>, today: LocalDate): Colour | null {
  if (due === null || dueSoon === null) return null;
  if (today > due) return 'red';
  return today >= dueSoon ? 'yellow' : 'green';
}

function workingDaysLeft(
  calendar: Calendar,
  stops: readonly { from: number; to: number }[],
  after: number,
  due: number,
): number {
  if (after >= due) return 0;
  const days = (from: number, to: number) => workingRank(calendar, to) - workingRank(calendar, from - 1);
  return stops.reduce(
    (left, stop) => {
      const [from, to] = [Math.max(stop.from, after + 1), Math.min(stop.to, due)];
      return from <= to ? left - days(from, to) : left;
    },
    days(after + 1, due),
  );
}

export interface Deemed {
  received: Instant;
  noticeAt: Instant | null;
  /** The last day for the one-time notice of everything that is missing. */
  lastDay: LocalDate;
  deemed: boolean;
  /** The instant from which limits that run from acceptance are counted, when the law deems the application accepted. */
  acceptedAt: Instant | null;
  unconfirmedYears: number[];
}

/**
 * 行政许可法 arts. 32 and 82: one notice of everything that is missing within five working days of receipt; after them the
 * application counts as accepted from the day of receipt. `asOf` decides where no notice was given.
 */
export function deemedAccepted(
  { received, noticeAt, asOf, hours }: { received: Instant; noticeAt: Instant | null; asOf: Instant; hours?: Hours },
  calendar: Calendar,
): Deemed {
  const { due, unconfirmedYears } = dueOf(
    { start: received, limits: [{ amount: 5, unit: 'wd', kind: 'notice' }], ...(hours && { hours }) },
    calendar,
  );
  const lastDay = due!; // nothing stops this clock
  const deemed = localDate(noticeAt ?? asOf) > lastDay;
  return { received, noticeAt, lastDay, deemed, acceptedAt: deemed ? received : null, unconfirmedYears };
}
