import type { Ctx } from '../context.ts';
import { accountNames, organisationOf, unitNameOn } from '../organisation/index.ts';
import { verifyAudit } from '../platform/audit.ts';
import { type AuditWish, readAudit } from './audit.repository.ts';

export async function auditLog(ctx: Ctx, wish: AuditWish) {
  const rows = await readAudit(ctx, { ...wish, limit: wish.limit + 1 });
  const shown = rows.slice(0, wish.limit);
  const names = await accountNames(
    ctx,
    shown.flatMap((row) => row.actor.account ?? []),
  );
  const map = await organisationOf(ctx);
  return {
    items: shown.map((row) => ({
      id: row.id,
      at: row.at.toISOString(),
      by: names.get(row.actor.account ?? '') ?? row.actor.kind,
      unit: row.actor.unit ? unitNameOn(map, row.actor.unit, row.at.toISOString()) : null,
      operation: row.operation,
      outcome: row.outcome,
      purpose: row.purpose,
      caseNumber: row.number,
      sealed: row.sealed,
    })),
    next: rows.length > wish.limit ? (shown.at(-1)?.id ?? null) : null,
  };
}

export async function verification(ctx: Ctx) {
  const verdict = await verifyAudit(ctx.app.db, ctx.app.anchorFile);
  return {
    ok: verdict.ok,
    sealed: verdict.ok ? verdict.count : 0,
    unsealed: verdict.unsealed,
    brokenAt: verdict.ok ? null : verdict.seq,
  };
}
