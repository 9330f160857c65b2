import { parseUscc } from '#domain/identity/uscc.ts';
import { Refused } from '#domain/kernel/problem.ts';
import type { Ctx } from '../context.ts';
import * as repository from './employers.repository.ts';

export const { findEmployer } = repository;

const usccOf = (ctx: Ctx, typed: string): string => {
  const parsed = parseUscc(typed, { sampleRegion: ctx.app.demo });
  if (parsed.ok) return parsed.value.number;
  throw new Refused('input.invalid', { count: 1 }, [
    { path: 'uscc', code: parsed.code, ...(parsed.params && { params: parsed.params }) },
  ]);
};

/** Names and addresses of employers are public (国家企业信用信息公示系统). */
export async function getEmployer(ctx: Ctx, typed: string): Promise<repository.Employer> {
  const employer = await repository.findEmployer(ctx, { uscc: usccOf(ctx, typed) });
  if (!employer) throw new Refused('not-found');
  return employer;
}

/**
 * Opens an employer's record, or finds it. Whoever opens it online acts for it from then on; knowing the code of a record
 * that is there already, which hangs on the wall of the shop, makes nobody its agent.
 */
export async function ensureEmployer(
  ctx: Ctx,
  wish: { uscc: string; name: string; address: string; telephone?: string | undefined },
): Promise<{ id: string; existed: boolean }> {
  const uscc = usccOf(ctx, wish.uscc);
  const known = await repository.findEmployer(ctx, { uscc });
  if (known) return { id: known.id, existed: true };
  const id = ctx.app.id();
  if (!(await repository.insertEmployer(ctx, { id, ...wish, uscc }))) {
    const twin = await repository.findEmployer(ctx, { uscc });
    if (!twin) throw new Refused('conflict.stale');
    return { id: twin.id, existed: true };
  }
  if (ctx.actor.kind === 'resident') await repository.insertAgent(ctx, id, ctx.actor.person);
  return { id, existed: false };
}
