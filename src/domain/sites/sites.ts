import { z } from 'zod';
import type { DayKind } from '#domain/kernel/calendar.ts';
import { LocalDate, type LocalTime } from '#domain/kernel/dates.ts';
import type { Language } from '#domain/kernel/text.ts';
import { Level } from '#domain/organisation/divisions.ts';
import { existsOn, Id } from '#domain/organisation/history.ts';
import { hoursOn, nextOpening, OpeningHours, openDuring, sayWeek } from './hours.ts';

/** Grades by the population served (济南 standard); the largest is I. What a grade demands is data. */
const SiteClass = z.enum(['I', 'II', 'III']);

/** What a counter does: department codes, or `general` for the universal teller. Codes are data. */
const Counter = z.object({ id: Id, name: z.string().min(1), functions: z.array(z.string().min(1)) });

/** `use` is a word of the city's list (接待大厅, 档案室); `area` is in square metres. */
const Room = z.object({
  name: z.string().min(1),
  use: z.string().min(1),
  area: z.number().positive().nullable(),
});

export const Site = z.object({
  id: Id,
  unitId: Id,
  level: Level,
  name: z.string().min(1),
  aliases: z.array(z.string()),
  address: z.string(),
  telephone: z.string().nullable(),
  /** WGS84; null until somebody has stood there. */
  lon: z.number().min(-180).max(180).nullable(),
  lat: z.number().min(-90).max(90).nullable(),
  openingHours: OpeningHours,
  counters: z.array(Counter),
  rooms: z.array(Room),
  class: SiteClass.nullable(),
  validFrom: LocalDate,
  validTo: LocalDate.nullable(),
});
export type Site = z.infer<typeof Site>;

/** One site serves many villages and one village may go to many sites, each from a day up to, and not including, another. */
export const SiteService = z.object({
  siteId: Id,
  villageId: Id,
  validFrom: LocalDate,
  validTo: LocalDate.nullable(),
});
export type SiteService = z.infer<typeof SiteService>;

/**
 * @param time 'HH:MM' in Asia/Shanghai.
 * @param kind what the calendar says of the day: `dayKind(calendar, date).kind`.
 */
export const openAt = (site: Site, date: LocalDate, time: LocalTime, kind: DayKind): boolean =>
  existsOn(site, date) && openDuring(hoursOn(site.openingHours, date, kind), time);

/**
 * When a closed door opens next, within the coming month; undefined when it is open, not that soon, or no more by then.
 * @param kindOf what the calendar says of a day.
 */
export function opensNext(
  site: Site,
  date: LocalDate,
  time: LocalTime,
  kindOf: (date: LocalDate) => DayKind,
): { date: LocalDate; time: LocalTime } | undefined {
  const next = nextOpening(site.openingHours, date, time, kindOf);
  return next && existsOn(site, next.date) ? next : undefined;
}

/** 周一至周五 9:00–12:00, 13:30–17:30 */
export const describeHours = (site: Site, language: Language): string => sayWeek(site.openingHours.weekly, language);

/** The sites that serve a village on a day: first the one that has served it longest, then by id. */
export const sitesFor = (villageId: string, date: LocalDate, links: readonly SiteService[]): string[] => {
  const serving = links
    .filter((link) => link.villageId === villageId && existsOn(link, date))
    .toSorted((a, b) => (a.validFrom + a.siteId < b.validFrom + b.siteId ? -1 : 1));
  return [...new Set(serving.map((link) => link.siteId))];
};

/** The villages that a site serves on a day, by id: the list beside its door. */
export const villagesOf = (siteId: string, date: LocalDate, links: readonly SiteService[]): string[] =>
  [
    ...new Set(links.filter((link) => link.siteId === siteId && existsOn(link, date)).map((link) => link.villageId)),
  ].sort();
