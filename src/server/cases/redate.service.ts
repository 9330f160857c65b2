import type { Ctx } from '../context.ts';
import { type Redated, redate } from './cases.jobs.ts';

const told = 200;

/** Dates every open case anew and says which moved; beyond some hundreds it says how many. */
export async function redateAfter(
  ctx: Ctx,
  revision: number,
): Promise<{ revision: number; redated: Redated[]; more: number }> {
  const redated: Redated[] = [];
  const moved = await redate(ctx.app, revision, 500, (each) => {
    if (redated.length < told) redated.push(each);
  });
  return { revision, redated, more: moved - redated.length };
}
