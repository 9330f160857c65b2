import { addMonths, type LocalDate } from '../kernel/dates.ts';
import type { Village } from './world.ts';

/** Cases that came from a village (division id) in a month (its first day). */
export interface Origin {
  village: string;
  month: LocalDate;
  received: number;
}

/** Of fewer months nobody can say what a year is like. */
export const leastMonths = 3;

/** The last whole months before a day, twelve at most; the month in which the first case came is no whole one. */
export function wholeMonths(origins: readonly Pick<Origin, 'month'>[], until: LocalDate): LocalDate[] {
  const first = origins.map(({ month }) => month).sort()[0] ?? until;
  const present = `${until.slice(0, 8)}01`;
  return Array.from({ length: 12 }, (_, at) => addMonths(present, at - 12)).filter((month) => month > first);
}

/**
 * Cases a year by the city's own records, as {@link Village.cases}. What comes from a village is shared out among its hamlets by their
 * people; a county from which nothing has come yet does not work with the program, and nothing is known of it. Cases of companies, and of
 * people whose village nobody knows, belong to no village.
 * @param successors the villages that carry on a village of the records (divisions merge and split)
 * @param until a day; its own month is not over and does not count
 * @returns the villages with their cases and of how many months they are; undefined where the records are shorter than `leastMonths`
 */
export function casesFromRecords(
  villages: readonly Village[],
  origins: readonly Origin[],
  successors: (village: string) => readonly string[],
  until: LocalDate,
): { villages: Village[]; months: number } | undefined {
  const months = new Set(wholeMonths(origins, until));
  if (months.size < leastMonths) return undefined;
  const rowsOf = Map.groupBy(villages.keys(), (at) => villages[at]!.village);
  const received = new Float64Array(villages.length);
  const counties = new Set<string | null>();
  for (const origin of origins) {
    if (!months.has(origin.month)) continue;
    const rows = successors(origin.village).flatMap((id) => rowsOf.get(id) ?? []);
    const people = rows.reduce((sum, at) => sum + villages[at]!.people, 0);
    for (const at of rows) {
      counties.add(villages[at]!.county);
      received[at]! += people === 0 ? 0 : (origin.received * villages[at]!.people) / people;
    }
  }
  if (counties.size === 0) return undefined;
  return {
    months: months.size,
    villages: villages.map((village, at) =>
      village.village === null || !counties.has(village.county)
        ? village
        : { ...village, cases: Math.round((12 * received[at]!) / months.size) },
    ),
  };
}
