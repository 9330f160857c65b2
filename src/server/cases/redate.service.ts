import { setTimeout as pause } from 'node:timers/promises';
import type { Ctx } from '../context.ts';
import { redate } from './cases.jobs.ts';
import { countRedated, isOutdated, type RedatedRow, redatedBy } from './dates.repository.ts';

const told = 200;
/** Whoever saves a holiday waits so many milliseconds; what is left then is dated by the job, and the report counts it down. */
const patience = 3000;

/** Dates every open case anew and says which moved; beyond some hundreds it says how many, and the report names them. */
export async function redateAfter(
  ctx: Ctx,
  revision: number,
): Promise<{ revision: number; redated: RedatedRow[]; more: number }> {
  const end = performance.now() + patience;
  await redate(ctx.app, patience);
  // Commands that were under way hold their cases for moments; what they hold longer the job dates.
  while (performance.now() < end && (await isOutdated(ctx.app.db, revision))) {
    await pause(100);
    await redate(ctx.app, end - performance.now());
  }
  const rows = await redatedBy(ctx.db, revision, undefined, told);
  const { total } = await countRedated(ctx.db, revision);
  return { revision, redated: rows, more: total - rows.length };
}

/** The report of a holiday table, page by page: it can be opened at any later day. */
export async function redatedPage(
  ctx: Ctx,
  { revision, cursor, limit }: { revision: number; cursor?: string | undefined; limit: number },
) {
  const rows = await redatedBy(ctx.db, revision, cursor, limit + 1);
  const items = rows.slice(0, limit);
  return {
    items,
    next: rows.length > limit ? (items.at(-1)?.case ?? null) : null,
    ...(await countRedated(ctx.db, revision)),
  };
}
