import { addDays, addMonths, isLocalDate } from '#domain/kernel/dates.ts';
import { relativeDay } from './form.ts';

const pad = (value: number, width: number) => String(value).padStart(width, '0');

/** 'YYYY-MM-DD' from its parts, or undefined where the calendar has no such day. */
export const dayOf = (year: number, month: number, day: number): string | undefined => {
  const date = `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
  return isLocalDate(date) ? date : undefined;
};

/** 'YYYY-MM' from its parts, or undefined where there is no such month. */
export const monthOf = (year: number, month: number): string | undefined => dayOf(year, month, 1)?.slice(0, 7);

export const isMonth = (value: string): boolean => isLocalDate(`${value}-01`);

/** The day that a bound names: itself, or its distance from `today` ('today-60y'). */
export const resolveDay = (bound: string, today: string): string => {
  const relative = relativeDay.exec(bound);
  if (!relative) return bound;
  const distance = Number(relative[2] ?? 0) * (relative[1] === '-' ? -1 : 1);
  if (relative[3] === 'd') return addDays(today, distance);
  return addMonths(today, distance * (relative[3] === 'y' ? 12 : 1));
};
