import { z } from 'zod';
import type { DayKind } from '#domain/kernel/calendar.ts';
import { addDays, LocalDate, type LocalTime, minutesOf, sayWeekday, weekday } from '#domain/kernel/dates.ts';
import { type Language, Text } from '#domain/kernel/text.ts';

const Time = z.string().refine((time) => minutesOf(time) !== undefined, { error: 'hours.time' });

/** Open from `from` up to, and not including, `to`. */
const Interval = z.object({ from: Time, to: Time }).refine(({ from, to }) => from < to, { error: 'hours.backwards' });

/** The intervals of one day, in order; a gap between them is the lunch break; none means closed. */
export const DayHours = z
  .array(Interval)
  .max(6)
  .refine((day) => day.every((interval, index) => index === 0 || day[index - 1]!.to <= interval.from), {
    error: 'hours.overlap',
  });
export type DayHours = z.infer<typeof DayHours>;

/** `weekly` is Monday to Sunday. An exception rules its day, whatever the week and the holidays say. */
export const OpeningHours = z.object({
  weekly: z.array(DayHours).length(7),
  exceptions: z.array(z.object({ date: LocalDate, hours: DayHours, reason: Text.optional() })),
});
export type OpeningHours = z.infer<typeof OpeningHours>;

/** Index into `weekly`, 0 for Monday. */
const weeklyIndex = (date: LocalDate): number => (weekday(date) + 6) % 7;

/**
 * The hours of one day. A statutory holiday is closed, at the weekend too. A make-up working day keeps Monday's hours,
 * or its own where the site is closed on Mondays. Any other Saturday or Sunday keeps its own (延时服务).
 * @param kind what the State Council's calendar says of the day: `dayKind(calendar, date).kind`.
 */
export function hoursOn(hours: OpeningHours, date: LocalDate, kind: DayKind): DayHours {
  const exception = hours.exceptions.findLast((each) => each.date === date);
  if (exception) return exception.hours;
  if (kind === 'holiday') return [];
  const own = hours.weekly[weeklyIndex(date)]!;
  const monday = hours.weekly[0]!;
  return kind === 'make-up' && monday.length > 0 ? monday : own;
}

/** @param time 'HH:MM' on a clock in Asia/Shanghai. */
export const openDuring = (hours: DayHours, time: LocalTime): boolean =>
  hours.some(({ from, to }) => from <= time && time < to);

/** When a door that is closed opens next, within the coming month; undefined when it is open, or not that soon. */
export function nextOpening(
  hours: OpeningHours,
  date: LocalDate,
  time: LocalTime,
  kindOf: (date: LocalDate) => DayKind,
): { date: LocalDate; time: LocalTime } | undefined {
  const today = hoursOn(hours, date, kindOf(date));
  if (openDuring(today, time)) return undefined;
  const later = today.find(({ from }) => from > time);
  if (later) return { date, time: later.from };
  for (let ahead = 1; ahead <= 31; ahead++) {
    const day = addDays(date, ahead);
    const opens = hoursOn(hours, day, kindOf(day))[0];
    if (opens) return { date: day, time: opens.from };
  }
  return undefined;
}

const dayName = (index: number, language: Language): string => sayWeekday((index + 1) % 7, language);

/** Runs of neighbouring days: [0,1,2,4] is [[0,2],[4,4]]. */
function runs(days: readonly number[]): [number, number][] {
  const found: [number, number][] = [];
  for (const day of days) {
    const last = found.at(-1);
    if (last && last[1] === day - 1) last[1] = day;
    else found.push([day, day]);
  }
  return found;
}

function sayDays(days: readonly number[], language: Language): string {
  if (days.length === 7) return language === 'en' ? 'Every day' : '每天';
  const parts = runs(days).flatMap(([from, to]) => {
    if (to - from < 2)
      return from === to ? [dayName(from, language)] : [dayName(from, language), dayName(to, language)];
    return [`${dayName(from, language)}${language === 'en' ? ' to ' : '至'}${dayName(to, language)}`];
  });
  return parts.join(language === 'en' ? ', ' : '、');
}

const sayTime = (time: string): string => time.replace(/^0(?=\d)/, '');

/**
 * The ordinary week as people say it: 周一至周五 9:00–12:00，13:30–17:30；周六 9:00–12:00. Days with the same hours are
 * said together. `parseWeek` reads it back.
 */
export function sayWeek(weekly: readonly DayHours[], language: Language): string {
  const groups = new Map<string, number[]>();
  for (const [index, day] of weekly.entries()) {
    if (day.length === 0) continue;
    const said = day.map(({ from, to }) => `${sayTime(from)}–${sayTime(to)}`).join(language === 'en' ? ', ' : '，');
    groups.set(said, [...(groups.get(said) ?? []), index]);
  }
  if (groups.size === 0) return language === 'en' ? 'Closed' : '暂不开放';
  return [...groups].map(([said, days]) => `${sayDays(days, language)} ${said}`).join(language === 'en' ? '; ' : '；');
}

const dayWords: readonly RegExp[] = [
  /^(?:周|星期|礼拜)?一$|^mon(?:day)?$/,
  /^(?:周|星期|礼拜)?二$|^tue(?:s|sday)?$/,
  /^(?:周|星期|礼拜)?三$|^wed(?:nesday)?$/,
  /^(?:周|星期|礼拜)?四$|^thu(?:rs|rsday)?$/,
  /^(?:周|星期|礼拜)?五$|^fri(?:day)?$/,
  /^(?:周|星期|礼拜)?六$|^sat(?:urday)?$/,
  /^(?:周|星期|礼拜)?[日天]$|^sun(?:day)?$/,
];

function parseDays(text: string): number[] | undefined {
  if (/^(?:每天|每日|全周|every ?day|daily|)$/.test(text)) return [0, 1, 2, 3, 4, 5, 6];
  if (/^(?:工作日|weekdays)$/.test(text)) return [0, 1, 2, 3, 4];
  const days = new Set<number>();
  for (const part of text.split(/[、,和]|\band\b|\s(?!to\b)(?<!\bto\s)/).map((each) => each.trim())) {
    if (part === '') continue;
    const ends = part.split(/\s*(?:至|到|-|\bto\b)\s*/).map((word) => dayWords.findIndex((day) => day.test(word)));
    const [from = -1, to = from] = ends;
    if (ends.length > 2 || from < 0 || to < from) return undefined;
    for (let day = from; day <= to; day++) days.add(day);
  }
  return days.size === 0 ? undefined : [...days];
}

/**
 * Reads a week as people write it in a table: “周一至周五 9:00-12:00,13:30-17:30；周六 9:00-12:00”, “Mon-Fri 09:00–17:00”.
 * Undefined when a part of it cannot be understood, a day is said twice, or times run backwards or overlap.
 */
export function parseWeek(text: string): DayHours[] | undefined {
  const tidy = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[–—~～]/g, '-')
    .trim();
  const weekly: DayHours[] = [[], [], [], [], [], [], []];
  if (/^(?:暂不开放|closed)$/.test(tidy)) return weekly;
  for (const part of tidy
    .split(/[;\n]/)
    .map((each) => each.trim())
    .filter(Boolean)) {
    const match = /^(\D*?)[\s:]*((?:\d{1,2}[:点]\d{2}\s*(?:-|至|到)\s*\d{1,2}[:点]\d{2}[\s,、]*)+)$/.exec(part);
    const days = match && parseDays(match[1]!.trim());
    const hours = match && parseDay(match[2]!);
    if (!days || !hours || days.some((day) => weekly[day]!.length > 0)) return undefined;
    for (const day of days) weekly[day] = hours;
  }
  return weekly.some((day) => day.length > 0) ? weekly : undefined;
}

function parseDay(text: string): DayHours | undefined {
  const times = [...text.matchAll(/(\d{1,2})[:点](\d{2})/g)].map(
    (match) => `${match[1]!.padStart(2, '0')}:${match[2]}`,
  );
  const day = times.flatMap((from, index) => (index % 2 === 0 ? [{ from, to: times[index + 1] ?? '' }] : []));
  const checked = DayHours.safeParse(day);
  return checked.success ? checked.data : undefined;
}
