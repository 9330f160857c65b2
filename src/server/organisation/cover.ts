import type { Ctx } from '../context.ts';
import { young } from '../platform/young.ts';
import { today } from './organisation.cache.ts';
import { type Presence, presenceAround } from './staff.repository.ts';

interface Cover {
  holders: { unit: string; account: string }[];
  units: string[];
}

const presences = young<Presence[]>();

/**
 * Where nobody can be B, the unit above takes over. `holders`: whoever of this unit, or of a unit right below it, is not
 * there (on leave, gone, or their account closed) and has no substitute who is; of that unit only, for they may be at work in
 * another. `units`: the units right below that have
 * had staff, and have nobody in today. Nothing is moved, so that everything is back where it was when the leave ends.
 */
export async function coverOf(ctx: Ctx, unit: string): Promise<Cover> {
  const known = ctx.memo.get(`cover:${unit}`) as Cover | undefined;
  if (known) return known;
  const on = today(ctx);
  const presence = await presences.of(ctx.app, `${unit}/${on}`, () => presenceAround(ctx.db, unit, on));
  const manned = new Set(presence.filter((each) => each.present || each.covered).map((each) => each.unit_id));
  const cover = {
    holders: presence
      .filter((each) => !each.present && !each.covered)
      .map((each) => ({ unit: each.unit_id, account: each.account_id })),
    units: [...new Set(presence.map((each) => each.unit_id))].filter((id) => id !== unit && !manned.has(id)),
  };
  ctx.memo.set(`cover:${unit}`, cover);
  return cover;
}
