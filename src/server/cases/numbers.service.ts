import { makeCaseNumber } from '#domain/cases/case-number.ts';
import { Refused } from '#domain/kernel/problem.ts';
import type { Ctx } from '../context.ts';
import { organisationOf, today } from '../organisation/index.ts';
import { takeNumbers } from './cases.repository.ts';

/** The two digits of the county (or of the city's own office) that a number begins with. */
async function countyDigits(ctx: Ctx, division: string): Promise<string> {
  const map = await organisationOf(ctx);
  const county = map.path(division).find((each) => each.level === 'county');
  return county?.code.slice(4, 6) ?? '00';
}

/** Numbers are given out one after another, gaps allowed; unique in the city. */
export async function nextNumbers(ctx: Ctx, division: string, count: number): Promise<string[]> {
  const county = await countyDigits(ctx, division);
  const year = Number(today(ctx).slice(0, 4));
  const first = await takeNumbers(ctx, county, String(year), count);
  return Array.from({ length: count }, (_, n) => makeCaseNumber(county, year, first + n));
}

/** A block for a device that will be without a line: receipts that it gives out are already final. */
export async function reserveNumbers(ctx: Ctx, count: number): Promise<{ numbers: string[] }> {
  if (ctx.actor.kind !== 'staff') throw new Refused('permission.denied');
  const map = await organisationOf(ctx);
  const division = map.units.get(ctx.actor.unit.id)?.divisionId;
  if (!division) throw new Refused('not-found');
  return { numbers: await nextNumbers(ctx, division, count) };
}
