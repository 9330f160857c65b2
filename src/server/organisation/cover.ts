import { sql } from 'kysely';
import type { Ctx } from '../context.ts';
import { organisationOf, today } from './organisation.cache.ts';

/**
 * Where nobody can be B, the unit above takes over: the absent of this unit and of the units right below it who have no
 * substitute present, and the units below in which nobody is present today. Nothing is moved, so that everything is back
 * where it was when the leave ends.
 */
export async function coverOf(ctx: Ctx, unit: string): Promise<{ holders: string[]; units: string[] }> {
  const on = today(ctx);
  const map = await organisationOf(ctx);
  if (!map.units.has(unit)) return { holders: [], units: [] };
  const { rows } = await sql<{ unit_id: string; account_id: string; absent: boolean; covered: boolean }>`
    with away as (
      select account_id from leaves where cancelled_at is null and first_day <= ${on} and last_day >= ${on}
    )
    select p.unit_id, p.account_id, true as absent,
           coalesce(p.substitute_id is not null and p.substitute_id not in (select account_id from away), false) as covered
    from posts p join units u on u.id = p.unit_id
    where p.account_id in (select account_id from away) and (u.parent_id = ${unit} or u.id = ${unit})
      and p.valid_from <= ${on} and (p.valid_to is null or p.valid_to > ${on})`.execute(ctx.db);
  const uncovered = rows.filter((row) => !row.covered);
  if (uncovered.length === 0) return { holders: [], units: [] };
  const below = [...new Set(uncovered.map((row) => row.unit_id))].filter((id) => id !== unit);
  const present =
    below.length === 0
      ? []
      : (
          await sql<{ unit_id: string }>`
    select distinct p.unit_id from posts p
    where p.unit_id = any(${below}::uuid[]) and p.valid_from <= ${on} and (p.valid_to is null or p.valid_to > ${on})
      and (p.account_id not in (select account_id from leaves where cancelled_at is null and first_day <= ${on} and last_day >= ${on})
        or (p.substitute_id is not null and p.substitute_id not in (select account_id from leaves where cancelled_at is null and first_day <= ${on} and last_day >= ${on})))
  `.execute(ctx.db)
        ).rows.map((row) => row.unit_id);
  return {
    holders: [...new Set(uncovered.map((row) => row.account_id))],
    units: below.filter((id) => !present.includes(id)),
  };
}
