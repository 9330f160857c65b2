import { sql } from 'kysely';
import type { Ctx } from '../context.ts';

export interface AuditWish {
  case?: string | undefined;
  person?: string | undefined;
  account?: string | undefined;
  operation?: string | undefined;
  cursor?: string | undefined;
  limit: number;
}

interface AuditRow {
  id: string;
  at: Date;
  actor: { kind: string; account?: string; unit?: string; person?: string };
  operation: string;
  outcome: string;
  purpose: string | null;
  number: string | null;
  sealed: boolean;
}

/** That a complaint or an arbitration exists is nobody's to know, so the number of such a case is left out. */
export async function readAudit(ctx: Ctx, wish: AuditWish): Promise<AuditRow[]> {
  const { rows } = await sql<AuditRow>`
    select a.id, a.at, a.actor, a.operation, a.outcome, a.purpose,
      case when c.confidential then null else c.number end as number,
      not exists (select from audit_pending p where p.id = a.id) as sealed
    from audit a left join cases c on c.id = a.case_id
    where true
      ${wish.case ? sql`and a.case_id = ${wish.case}` : sql``}
      ${wish.person ? sql`and a.person_id = ${wish.person}` : sql``}
      ${wish.account ? sql`and a.actor->>'account' = ${wish.account}` : sql``}
      ${wish.operation ? sql`and a.operation = ${wish.operation}` : sql``}
      ${wish.cursor ? sql`and a.id < ${wish.cursor}::uuid` : sql``}
    order by a.id desc limit ${wish.limit}`.execute(ctx.db);
  return rows;
}
