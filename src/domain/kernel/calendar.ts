import { z } from 'zod';
import { epochDay, fromEpochDay, LocalDate, saturday, sunday, weekdayOf, yearOf } from './dates.ts';
import type { FieldProblem } from './problem.ts';
import { Text } from './text.ts';

/**
 * Which days are worked: Monday to Friday (国务院关于职工工作时间的规定 art. 7), changed day by day by the State Council's
 * yearly notice of holidays and make-up working days (调休上班). `shift` is an index for counting: the working days
 * gained or lost against the plain week from `first` (days since 1970-01-01) on.
 */
export interface Calendar {
  readonly holidays: ReadonlyMap<LocalDate, Text | null>;
  readonly workdays: ReadonlyMap<LocalDate, Text | null>;
  /** Years whose notice has been published and entered. A date that rests on any other year is said to be unconfirmed. */
  readonly confirmedYears: ReadonlySet<number>;
  readonly first: number;
  readonly shift: Int16Array;
}

interface NamedDay {
  date: LocalDate;
  name: Text | null;
}

const isWeekend = (day: number): boolean => {
  const weekday = weekdayOf(day);
  return weekday === saturday || weekday === sunday;
};

/** The days must be valid and no day may be in both lists: `parseCalendar` checks what comes from outside. */
function makeCalendar(
  holidays: readonly NamedDay[],
  workdays: readonly NamedDay[],
  confirmedYears: Iterable<number>,
): Calendar {
  const change = new Map<number, number>();
  for (const { date } of holidays) if (!isWeekend(epochDay(date))) change.set(epochDay(date), -1);
  for (const { date } of workdays) if (isWeekend(epochDay(date))) change.set(epochDay(date), 1);
  const days = [...change.keys()].sort((a, b) => a - b);
  const first = days[0] ?? 0;
  const shift = new Int16Array(days.length === 0 ? 0 : days.at(-1)! - first + 1);
  for (let i = 0; i < shift.length; i += 1) shift[i] = (shift[i - 1] ?? 0) + (change.get(first + i) ?? 0);
  return {
    holidays: new Map(holidays.map((day) => [day.date, day.name])),
    workdays: new Map(workdays.map((day) => [day.date, day.name])),
    confirmedYears: new Set(confirmedYears),
    first,
    shift,
  };
}

/** Working days from a fixed Monday long ago up to and including this day: the difference of two ranks counts working days. */
export function workingRank({ first, shift }: Calendar, day: number): number {
  const sinceMonday = day + 3; // 1969-12-29 was a Monday
  const week = Math.floor(sinceMonday / 7);
  const plain = 5 * week + Math.min(sinceMonday - 7 * week + 1, 5);
  if (day < first || shift.length === 0) return plain;
  return plain + shift[Math.min(day - first, shift.length - 1)]!;
}

/** The n-th working day after a day (days since 1970-01-01; n ≥ 1). */
export function workingDayAfter(calendar: Calendar, day: number, n: number): number {
  const target = workingRank(calendar, day) + n;
  let reached = day;
  // No day adds more than one to the rank, so a step as long as what is missing can never pass the day that is sought.
  for (let missing = n; missing > 0; missing = target - workingRank(calendar, reached)) reached += missing;
  return reached;
}

export const isWorkingEpochDay = (calendar: Calendar, day: number): boolean =>
  workingRank(calendar, day) > workingRank(calendar, day - 1);

export const isWorkingDay = (calendar: Calendar, date: LocalDate): boolean =>
  isWorkingEpochDay(calendar, epochDay(date));

export const nextWorkingDay = (calendar: Calendar, date: LocalDate): LocalDate =>
  fromEpochDay(workingDayAfter(calendar, epochDay(date), 1));

/** Working days after `from` up to and including `to`. */
export const workingDaysBetween = (calendar: Calendar, from: LocalDate, to: LocalDate): number =>
  workingRank(calendar, epochDay(to)) - workingRank(calendar, epochDay(from));

export type DayKind = 'working' | 'make-up' | 'weekend' | 'holiday';

/** What a day is and, where the calendar names it, after which holiday. A holiday that falls on a Saturday is a holiday. */
export function dayKind(calendar: Calendar, date: LocalDate): { kind: DayKind; name: Text | null } {
  const holiday = calendar.holidays.get(date);
  if (holiday !== undefined) return { kind: 'holiday', name: holiday };
  if (!isWeekend(epochDay(date))) return { kind: 'working', name: null };
  const makeUp = calendar.workdays.get(date);
  return makeUp === undefined ? { kind: 'weekend', name: null } : { kind: 'make-up', name: makeUp };
}

const TableDay = z.strictObject({ date: LocalDate, name: Text });
const YearTable = z.strictObject({
  confirmed: z.boolean(),
  /** The notice that was read, by its title. */
  document: z.string().min(1),
  source: z.url().optional(),
  holidays: z.array(TableDay),
  workdays: z.array(TableDay),
});

/** The table that a city edits, year by year, each year with the notice on which it rests. */
export const HolidayTable = z.strictObject({ years: z.record(z.string().regex(/^\d{4}$/), YearTable) });
export type HolidayTable = z.infer<typeof HolidayTable>;

/** Bare lists over the Monday–Friday week. Every year that a date falls in counts as confirmed, unless the file names the years. */
export const CalendarFile = z.strictObject({
  holidays: z.array(LocalDate),
  workdays: z.array(LocalDate),
  confirmedYears: z.array(z.int().min(1).max(9999)).optional(),
});
export type CalendarFile = z.infer<typeof CalendarFile>;

export function calendarOfTable(table: HolidayTable): Calendar {
  const years = Object.entries(table.years);
  return makeCalendar(
    years.flatMap(([, year]) => year.holidays),
    years.flatMap(([, year]) => year.workdays),
    years.filter(([, year]) => year.confirmed).map(([year]) => Number(year)),
  );
}

export function calendarOfFile(file: CalendarFile): Calendar {
  const unnamed = (date: LocalDate): NamedDay => ({ date, name: null });
  return makeCalendar(
    file.holidays.map(unnamed),
    file.workdays.map(unnamed),
    file.confirmedYears ?? [...file.holidays, ...file.workdays].map(yearOf),
  );
}

/**
 * Reads a holiday table or a bare calendar file, and replaces nothing when any line of it is wrong.
 * Problem codes: `date.impossible`, `calendar.both` (a day both off and worked), `calendar.year` (a day outside its year),
 * `calendar.shape`; each with the path and the value that was found there.
 */
export function parseCalendar(json: unknown): Calendar | FieldProblem[] {
  if (typeof json === 'object' && json !== null && 'years' in json) {
    const table = HolidayTable.safeParse(json);
    if (!table.success) return problemsOf(table.error, json);
    const problems = Object.entries(table.data.years).flatMap(([year, { holidays, workdays }]) => [
      ...contradictions(holidays.map(dateOf), workdays.map(dateOf), `years.${year}.`),
      ...[...holidays, ...workdays]
        .filter((day) => yearOf(day.date) !== Number(year))
        .map((day) => ({ path: `years.${year}`, code: 'calendar.year', params: { value: day.date, year } })),
    ]);
    return problems.length > 0 ? problems : calendarOfTable(table.data);
  }
  const file = CalendarFile.safeParse(json);
  if (!file.success) return problemsOf(file.error, json);
  const problems = contradictions(file.data.holidays, file.data.workdays, '');
  return problems.length > 0 ? problems : calendarOfFile(file.data);
}

const dateOf = (day: { date: LocalDate }): LocalDate => day.date;

function contradictions(holidays: readonly LocalDate[], workdays: readonly LocalDate[], path: string): FieldProblem[] {
  const off = new Set(holidays);
  return workdays
    .filter((date) => off.has(date))
    .map((date) => ({ path: `${path}workdays`, code: 'calendar.both', params: { value: date } }));
}

function problemsOf(error: z.ZodError, json: unknown): FieldProblem[] {
  return error.issues.map((issue) => {
    const found = issue.path.reduce<unknown>(
      (value, key) =>
        typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined,
      json,
    );
    const code = issue.message === 'date.impossible' ? issue.message : 'calendar.shape';
    return { path: issue.path.join('.'), code, params: { value: JSON.stringify(found) ?? '' } };
  });
}
