import type { Village } from './world.ts';

export interface Projection {
  code: string;
  year: number;
  people: number;
  /** Tables of earlier programs lack it. */
  cases?: number | null;
}

/**
 * People and cases as projected for a year; a village without a projection keeps its counts, and one of people alone its cases a head.
 * What is said of a village is shared out among its hamlets by their people.
 * @param codes the code of the village behind each hamlet, by its id
 */
export function projected(
  villages: readonly Village[],
  codes: ReadonlyMap<string, string | null>,
  table: readonly Projection[],
  year: number,
): Village[] {
  const wanted = new Map(table.filter((row) => row.year === year).map((row) => [row.code, row]));
  const now = new Map<string, number>();
  for (const village of villages) {
    const code = codes.get(village.id);
    if (code) now.set(code, (now.get(code) ?? 0) + village.people);
  }
  return villages.map((village) => {
    const code = codes.get(village.id) ?? '';
    const [then, present] = [wanted.get(code), now.get(code) ?? 0];
    if (then === undefined || present === 0) return village;
    const people = Math.round((village.people * then.people) / present);
    if (then.cases !== null && then.cases !== undefined)
      return { ...village, people, cases: Math.round((village.people * then.cases) / present) };
    const { cases } = village;
    if (cases === null || cases === undefined || village.people === 0) return { ...village, people };
    return { ...village, people, cases: Math.round((cases * people) / village.people) };
  });
}
