import { sql } from 'kysely';
import type { Ctx } from '../context.ts';

export interface LookRow {
  id: string;
  at: Date;
  actor: Record<string, string>;
  operation: string;
  purpose: string | null;
  number: string | null;
}

/**
 * Entries of the audit log about these records, newest first, without what the person did themselves. Staff are not told the
 * number of a confidential case: that there is one is the person's own affair.
 */
export async function looksAt(
  ctx: Ctx,
  wish: { persons: readonly string[]; before: string | undefined; limit: number },
): Promise<LookRow[]> {
  const persons = [...wish.persons];
  const before = wish.before ?? 'ffffffff-ffff-ffff-ffff-ffffffffffff';
  const { rows } = await sql<LookRow>`
    select a.id, a.at, a.actor, a.operation, a.purpose,
      case when c.confidential and ${ctx.actor.kind === 'staff'} then null else c.number end as number
    from audit a
    left join cases c on c.id = a.case_id
    where a.person_id = any(${persons}::uuid[]) and a.outcome = 'done' and a.id < ${before}::uuid
      and coalesce(a.actor->>'person', '') <> all(${persons}::text[])
    order by a.id desc limit ${wish.limit}`.execute(ctx.db);
  return rows;
}
