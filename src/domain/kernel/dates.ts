import { z } from 'zod';
import type { Language } from './text.ts';

/**
 * A day of the Gregorian calendar in Asia/Shanghai, 'YYYY-MM-DD'. Text order is time order.
 * China has one time zone, UTC+8, and no summer time since 1991: an instant's local day is arithmetic, not a look-up.
 */
export const LocalDate = z.string({ error: 'date.impossible' }).refine(isLocalDate, { error: 'date.impossible' });
export type LocalDate = string;

/** 'HH:MM' on a clock in Asia/Shanghai; '24:00' is the end of the day. */
export type LocalTime = string;

/** A moment: an ISO 8601 text with its offset, or a `Date`. */
export type Instant = string | Date;

const msPerDay = 86_400_000;
const shanghai = 8 * 3_600_000;

export const sunday = 0;
export const saturday = 6;

export function isLocalDate(text: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!match) return false;
  const [, year, month, day] = match.map(Number) as [number, number, number, number];
  return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
}

/** Minutes since midnight of 'HH:MM' (00:00 to 24:00), or undefined when there is no such time. */
export function minutesOf(time: LocalTime): number | undefined {
  const match = /^(\d{2}):(\d{2})$/.exec(time);
  if (!match) return undefined;
  const minutes = Number(match[1]) * 60 + Number(match[2]);
  return Number(match[2]) <= 59 && minutes <= 1440 ? minutes : undefined;
}

/** Days since 1970-01-01. The date must be one that `isLocalDate` accepts. */
export function epochDay(date: LocalDate): number {
  const year = Number(date.slice(0, 4));
  const month = Number(date.slice(5, 7));
  // Years are counted from 1 March, so that the leap day is the last day of a year.
  const y = month > 2 ? year : year - 1;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + Number(date.slice(8, 10)) - 1;
  return 365 * y + Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400) + dayOfYear - 719_468;
}

/** Years from 1 March, 400 of them in an era, and the day of that year: the way back from `epochDay`. */
function marchYear(day: number): [year: number, dayOfYear: number] {
  const shifted = day + 719_468;
  const era = Math.floor(shifted / 146_097);
  const inEra = shifted - era * 146_097;
  const year = Math.floor(
    (inEra - Math.floor(inEra / 1460) + Math.floor(inEra / 36_524) - Math.floor(inEra / 146_096)) / 365,
  );
  return [era * 400 + year, inEra - (365 * year + Math.floor(year / 4) - Math.floor(year / 100))];
}

const dateText = (year: number, month: number, day: number): LocalDate =>
  `${year > 999 ? year : String(year).padStart(4, '0')}-${month > 9 ? month : `0${month}`}-${day > 9 ? day : `0${day}`}`;

export function fromEpochDay(day: number): LocalDate {
  const [year, dayOfYear] = marchYear(day);
  const month = Math.floor((5 * dayOfYear + 2) / 153);
  const dayOfMonth = dayOfYear - Math.floor((153 * month + 2) / 5) + 1;
  return month < 10 ? dateText(year, month + 3, dayOfMonth) : dateText(year + 1, month - 9, dayOfMonth);
}

/** The calendar year of a day since 1970-01-01. */
export function yearOfEpochDay(day: number): number {
  const [year, dayOfYear] = marchYear(day);
  return dayOfYear >= 306 ? year + 1 : year;
}

export const yearOf = (date: LocalDate): number => Number(date.slice(0, 4));
/** Month of the year, 1 to 12. */
const monthOf = (date: LocalDate): number => Number(date.slice(5, 7));
const dayOfMonth = (date: LocalDate): number => Number(date.slice(8, 10));

/** 0 (Sunday) to 6 (Saturday) of a day since 1970-01-01, which was a Thursday. */
export const weekdayOf = (day: number): number => (((day + 4) % 7) + 7) % 7;
export const weekday = (date: LocalDate): number => weekdayOf(epochDay(date));

export const addDays = (date: LocalDate, days: number): LocalDate => fromEpochDay(epochDay(date) + days);
export const daysBetween = (from: LocalDate, to: LocalDate): number => epochDay(to) - epochDay(from);

function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** 民法典 art. 202: the matching day of the month that is reached; where it has none, that month's last day. */
export function addMonths(date: LocalDate, months: number): LocalDate {
  const index = yearOf(date) * 12 + monthOf(date) - 1 + months;
  const year = Math.floor(index / 12);
  const month = index - year * 12 + 1;
  const day = Math.min(dayOfMonth(date), daysInMonth(year, month));
  return dateText(year, month, day);
}

/** Milliseconds of an instant. Throws a RangeError on text that is none: check input with `parseInstant` first. */
function epochMs(instant: Instant): number {
  const ms = typeof instant === 'string' ? Date.parse(instant) : instant.getTime();
  if (Number.isNaN(ms)) throw new RangeError(`Not an instant: ${String(instant)}`);
  return ms;
}

/** The day, since 1970-01-01, and the milliseconds since its midnight, that clocks in Asia/Shanghai show. */
export function localParts(instant: Instant): { day: number; ms: number } {
  const local = epochMs(instant) + shanghai;
  const day = Math.floor(local / msPerDay);
  return { day, ms: local - day * msPerDay };
}

export const localDate = (instant: Instant): LocalDate => fromEpochDay(localParts(instant).day);

export function localTime(instant: Instant): LocalTime {
  const minutes = Math.floor(localParts(instant).ms / 60_000);
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

/** The instant at which clocks in Asia/Shanghai show that day and time. `instantAt(date, '24:00')` is the end of the day. */
export function instantAt(date: LocalDate, time: LocalTime): string {
  const minutes = minutesOf(time);
  if (minutes === undefined) throw new RangeError(`Not a time: ${time}`);
  return new Date(epochDay(date) * msPerDay + minutes * 60_000 - shanghai).toISOString();
}

const instantForm = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})(:[0-5]\d(?:\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})?$/;

/** Reads what a person typed: date, 'T', time and offset. Without an offset it is the time in Asia/Shanghai. */
export function parseInstant(text: string): Date | undefined {
  const match = instantForm.exec(text);
  if (!match || !isLocalDate(match[1]!) || !(minutesOf(match[2]!)! < 1440)) return undefined;
  const offset = match[4] ?? '+08:00';
  if (offset !== 'Z' && !(minutesOf(offset.slice(1))! <= 14 * 60)) return undefined;
  const ms = Date.parse(`${match[1]}T${match[2]}${match[3] ?? ':00'}${offset}`);
  return Number.isNaN(ms) ? undefined : new Date(ms);
}

const zhDays = ['日', '一', '二', '三', '四', '五', '六'];
const enDays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const enMonths = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

export const sayWeekday = (day: number, language: Language): string =>
  language === 'en' ? enDays[day]! : `周${zhDays[day]!}`;

/** A day without its weekday: 3月3日, 3 March. The year is said when it is not `year`, the one that the reader takes for granted. */
export function sayShortDate(date: LocalDate, language: Language, year?: number): string {
  const own = yearOf(date);
  if (language === 'en') {
    const text = `${dayOfMonth(date)} ${enMonths[monthOf(date) - 1]!}`;
    return own === year ? text : `${text} ${own}`;
  }
  const text = `${monthOf(date)}月${dayOfMonth(date)}日`;
  return own === year ? text : `${own}年${text}`;
}

/** A day as people say it: 3月3日(周二), Tuesday 3 March; with the year when it is not `year`. */
export function sayDate(date: LocalDate, language: Language, year?: number): string {
  const text = sayShortDate(date, language, year);
  const day = sayWeekday(weekday(date), language);
  return language === 'en' ? `${day} ${text}` : `${text}(${day})`;
}

/** The days from the first to the last, both included: 2月15日至2月23日, 15 February to 23 February. */
export function sayRange(from: LocalDate, to: LocalDate, language: Language, year?: number): string {
  if (from === to) return sayShortDate(from, language, year);
  const crosses = yearOf(from) !== yearOf(to);
  const known = crosses ? undefined : language === 'en' ? year : yearOf(from);
  return `${sayShortDate(from, language, year)}${language === 'en' ? ' to ' : '至'}${sayShortDate(to, language, known)}`;
}
