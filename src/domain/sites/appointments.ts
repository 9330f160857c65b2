import { z } from 'zod';
import type { DayKind } from '#domain/kernel/calendar.ts';
import { addDays, instantAt, type LocalDate, type LocalTime, localDate, minutesOf } from '#domain/kernel/dates.ts';
import { type Problem, problem } from '#domain/kernel/problem.ts';
import { existsOn } from '#domain/organisation/history.ts';
import { type DayHours, hoursOn } from './hours.ts';
import type { Site } from './sites.ts';

/** Receiving, checking and signing for one item takes twenty minutes; a half-hour is also how people say a time of day. */
export const minutesEach = 30;
/** A pension is applied for a month before it begins; farther ahead people forget, and a place is kept for nobody. */
export const daysAhead = 30;
/** The list on the clerk's desk must be true when the resident sets out: nothing new appears on it within the hour. */
export const leadMinutes = 60;
/** Enough for a couple with two matters and a parent's; whoever holds more keeps places from others. */
export const mostOpen = 3;
/** Of the hands at a point half go by appointment: whoever just walks in, and most old people do, waits no longer for it. */
const bookedShare = 1 / 2;

export const AppointmentStatus = z.enum(['booked', 'came', 'missed', 'cancelled']);
export type AppointmentStatus = z.infer<typeof AppointmentStatus>;

/** A half-hour at a door: a day and the 'HH:MM' at which it begins, in Asia/Shanghai. Text order is time order. */
export interface HalfHour {
  day: LocalDate;
  time: LocalTime;
}

type Door = Pick<Site, 'openingHours' | 'validFrom' | 'validTo'>;
type KindOf = (day: LocalDate) => DayKind;
/** How many appointments stand in each half-hour of a day. */
export type Taken = ReadonlyMap<LocalTime, number>;

const clock = (minutes: number): LocalTime =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

/** Milliseconds at which it begins. */
const beginning = ({ day, time }: HalfHour): number => Date.parse(instantAt(day, time));

/** The 'HH:MM' at which a half-hour is over; 24:00 at midnight. */
export const halfHourEnd = (time: LocalTime): LocalTime => clock((minutesOf(time) ?? 0) + minutesEach);

/**
 * The half-hours of a day that lie whole within its hours. They begin on the hour and the half-hour wherever the door is, so
 * that the same time can be found again at another door.
 */
const halfHoursWithin = (hours: DayHours): LocalTime[] =>
  hours.flatMap(({ from, to }) => {
    const first = Math.ceil((minutesOf(from) ?? 0) / minutesEach) * minutesEach;
    const count = Math.max(0, Math.floor(((minutesOf(to) ?? 0) - first) / minutesEach));
    return Array.from({ length: count }, (_, index) => clock(first + index * minutesEach));
  });

/** The half-hours of one day at a point: none where it does not exist yet or any more, on a holiday, and over lunch. */
export const halfHoursOn = (site: Door, day: LocalDate, kind: DayKind): LocalTime[] =>
  existsOn(site, day) ? halfHoursWithin(hoursOn(site.openingHours, day, kind)) : [];

/**
 * How many may come by appointment in one half-hour: half of those who can serve at the same time, and at least one.
 * A point without counters (a village station is a desk) has as many hands as clerks; a counter without a clerk serves nobody.
 */
export function placesAtOnce({ counters, clerks }: { counters: number; clerks: number }): number {
  const hands = counters > 0 && clerks > 0 ? Math.min(counters, clerks) : Math.max(counters, clerks);
  return Math.max(1, Math.floor(hands * bookedShare));
}

/** The last day that can be booked today. */
export const horizon = (now: Date): LocalDate => addDays(localDate(now), daysAhead);

/** Not within the next hour, not beyond thirty days. */
export const isBookable = (at: HalfHour, now: Date): boolean =>
  at.day <= horizon(now) && beginning(at) >= now.getTime() + leadMinutes * 60_000;

/** From the beginning on somebody has come or has not; until then it can be cancelled. */
export const hasBegun = (at: HalfHour, now: Date): boolean => beginning(at) <= now.getTime();

/** The half-hours of a day that can still be booked. */
export const freeOn = (
  site: Door,
  day: LocalDate,
  kind: DayKind,
  { now, places, taken }: { now: Date; places: number; taken: Taken },
): LocalTime[] =>
  halfHoursOn(site, day, kind).filter((time) => isBookable({ day, time }, now) && (taken.get(time) ?? 0) < places);

interface Held extends HalfHour {
  item: string;
  status: AppointmentStatus;
}

/** Booked and not over: what counts against the limits of one person. */
const isOpen = ({ status, day, time }: Held, now: Date): boolean =>
  status === 'booked' && Date.parse(instantAt(day, halfHourEnd(time))) > now.getTime();

/**
 * Whether a person may have one more: one for each item, three in all.
 * @returns `appointment.same-item` with the day and time of the one there is, `appointment.too-many`, or undefined.
 */
export function limitOf(own: readonly Held[], item: string, now: Date): Problem | undefined {
  const open = own.filter((each) => isOpen(each, now));
  const same = open.find((each) => each.item === item);
  if (same) return problem('appointment.same-item', { day: same.day, time: same.time });
  return open.length >= mostOpen ? problem('appointment.too-many', { count: mostOpen }) : undefined;
}

/**
 * The whole life: booked → cancelled before its beginning; → came or missed from its beginning on. A clerk who pressed the wrong
 * one presses the other. Refusals: `appointment.begun`, `appointment.not-begun`, `appointment.cancelled`.
 */
export function settle(
  appointment: HalfHour & { status: AppointmentStatus },
  to: Exclude<AppointmentStatus, 'booked'>,
  now: Date,
): Problem | undefined {
  if (appointment.status === 'cancelled') return problem('appointment.cancelled');
  const begun = hasBegun(appointment, now);
  if (to === 'cancelled') return begun || appointment.status !== 'booked' ? problem('appointment.begun') : undefined;
  return begun ? undefined : problem('appointment.not-begun');
}

/**
 * Where an appointment goes when its point is not there on its day: to the same time at the point that takes over, if that is open
 * then, above its number too, for nobody is sent away by a change of ours; else to its next free half-hour that can still be
 * booked. Undefined: there is none, and it is cancelled.
 * @param heir the point that takes over, how many it books in a half-hour, and what is taken there on a day.
 */
export function carriedTo(
  at: HalfHour,
  heir: { site: Door; places: number; taken: (day: LocalDate) => Taken },
  { now, kindOf }: { now: Date; kindOf: KindOf },
): HalfHour | undefined {
  const { site, places } = heir;
  if (halfHoursOn(site, at.day, kindOf(at.day)).includes(at.time)) return at;
  for (let day = at.day; day <= horizon(now); day = addDays(day, 1)) {
    const time = freeOn(site, day, kindOf(day), { now, places, taken: heir.taken(day) }).find(
      (each) => day > at.day || each > at.time,
    );
    if (time !== undefined) return { day, time };
  }
  return undefined;
}
