import { formatCaseNumber } from '#domain/cases/case-number.ts';
import { addDays, localDate, localTime, sayDate, sayShortDate, yearOf } from '#domain/kernel/dates.ts';
import { now } from './clock.ts';
import { language, t } from './words.ts';

export const today = (): string => localDate(now());

const thisYear = () => yearOf(today());

/** 3月3日(周二), Tuesday 3 March. */
export const day = (date: string): string => sayDate(date, language(), thisYear());
export const shortDay = (date: string): string => sayShortDate(date, language(), thisYear());

/** 今天 10:32, 昨天 16:05, 3月3日 10:32. */
export function moment(instant: string): string {
  const date = localDate(instant);
  const time = localTime(instant);
  if (date === today()) return t('when.today', { time });
  if (date === addDays(today(), -1)) return t('when.yesterday', { time });
  return t('when.day', { day: sayShortDate(date, language(), thisYear()), time });
}

export const caseNumber = (number: string): string => (/^\d{12}$/.test(number) ? formatCaseNumber(number) : number);

/** 还剩 6 个工作日, 今天到期, 已超期 2 个工作日. A limit of no whole day that ends on a later day leaves less than one. */
export function daysLeft(left: number, due: string | null): string {
  if (left === 0 && due !== null && due !== today()) return due > today() ? t('clock.less') : t('clock.just-over');
  if (left === 0) return t('clock.today');
  return left > 0 ? t('clock.left', { count: left }) : t('clock.over', { count: -left });
}

/** A place by its own name and the one above it: 赤泉镇 赤泉社区. */
export const placeName = ({ name, path }: { name: string; path: readonly string[] }): string =>
  [...path.filter((above) => above !== name).slice(-1), name].join(' ');
