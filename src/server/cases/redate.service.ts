import { setTimeout as pause } from 'node:timers/promises';
import type { Ctx } from '../context.ts';
import { redate } from './cases.jobs.ts';
import { isOutdated, type RedatedRow, redatedBy } from './dates.repository.ts';

const told = 200;
const rounds = 20;

/** Dates every open case anew and says which moved; beyond some hundreds it says how many. */
export async function redateAfter(
  ctx: Ctx,
  revision: number,
): Promise<{ revision: number; redated: RedatedRow[]; more: number }> {
  await redate(ctx.app);
  // Commands that were under way hold their cases for moments; what they hold longer the job dates.
  for (let round = 0; round < rounds && (await isOutdated(ctx.app.db, revision)); round += 1) {
    await pause(100);
    await redate(ctx.app);
  }
  const { rows, count } = await redatedBy(ctx.db, revision, told);
  return { revision, redated: rows, more: count - rows.length };
}
