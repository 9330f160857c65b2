import { type HolidayTable, parseCalendar } from '#domain/kernel/calendar.ts';
import { Refused } from '#domain/kernel/problem.ts';
import { say, type Text } from '#domain/kernel/text.ts';
import type { Ctx } from '../context.ts';
import { organisationOf, touchOrganisation } from './organisation.cache.ts';
import { insertCalendar, readCalendar } from './organisation.repository.ts';

interface NamedDay {
  date: string;
  name: string;
}

export interface CalendarYear {
  year: string;
  confirmed: boolean;
  document: string;
  holidays: NamedDay[];
  workdays: NamedDay[];
}

/** The holiday table in force, names in the reader's language. */
export async function showCalendar(
  ctx: Ctx,
): Promise<{ revision: number; years: Record<string, Omit<CalendarYear, 'year'>> }> {
  const { revision, table } = (await organisationOf(ctx)).calendar;
  const named = (days: readonly { date: string; name: Text }[]) =>
    days.map(({ date, name }) => ({ date, name: say(name, ctx.language) }));
  const years = Object.entries(table.years).map(([year, { confirmed, document, holidays, workdays }]) => [
    year,
    { confirmed, document, holidays: named(holidays), workdays: named(workdays) },
  ]);
  return { revision, years: Object.fromEntries(years) };
}

/** Holidays keep their names in the other language from one year to the next. */
function namesKnown(table: HolidayTable): (name: string) => Text {
  const known = Object.values(table.years).flatMap((year) =>
    [...year.holidays, ...year.workdays].map((day) => day.name),
  );
  return (name) => {
    const typed = name.trim();
    return known.find((text) => text['zh-CN'] === typed || text.en === typed) ?? { 'zh-CN': typed, en: typed };
  };
}

/**
 * Changes one year, as a new revision: dates already counted go on naming the revision on which they rest, until the
 * cases module has dated every open case anew.
 */
export async function setCalendar(ctx: Ctx, wish: CalendarYear): Promise<{ revision: number }> {
  await touchOrganisation(ctx);
  const { revision, days } = await readCalendar(ctx.db);
  const nameOf = namesKnown(days);
  const named = (list: readonly NamedDay[]) =>
    list.map(({ date, name }) => ({ date, name: nameOf(name) })).sort((a, b) => (a.date < b.date ? -1 : 1));
  const year = {
    confirmed: wish.confirmed,
    document: wish.document,
    holidays: named(wish.holidays),
    workdays: named(wish.workdays),
  };
  const table: HolidayTable = { years: { ...days.years, [wish.year]: year } };
  const parsed = parseCalendar(table);
  if (Array.isArray(parsed)) throw new Refused('input.invalid', { count: parsed.length }, parsed);
  const next = revision + 1;
  const account = ctx.actor.kind === 'staff' ? ctx.actor.account : null;
  await insertCalendar(ctx, { revision: next, days: table, note: `${wish.year}: ${wish.document}`, account });
  return { revision: next };
}
