import type { ConsentScope } from '#domain/identity/consent.ts';
import { parseDocument } from '#domain/identity/documents.ts';
import { normaliseName } from '#domain/identity/names.ts';
import { addDays, instantAt } from '#domain/kernel/dates.ts';
import { Refused } from '#domain/kernel/problem.ts';
import type { Ctx } from '../context.ts';
import { today } from '../organisation/index.ts';
import * as repository from './consents.repository.ts';
import { findByNumber, namesOf } from './persons.repository.ts';
import { onlyOneself } from './persons.service.ts';

export async function listConsents(ctx: Ctx, person: string) {
  onlyOneself(ctx, person);
  const rows = await repository.consentsOf(ctx, person);
  const names = await namesOf(
    ctx,
    rows.flatMap((row) => [row.giver_id, row.receiver_id]),
  );
  const named = (id: string) => ({ id, name: names.get(id) ?? '' });
  return rows.map((row) => ({
    id: row.id,
    giver: named(row.giver_id),
    receiver: named(row.receiver_id),
    scopes: row.scopes,
    validFrom: row.valid_from.toISOString(),
    validTo: row.valid_to?.toISOString() ?? null,
    revoked: row.revoked_at !== null,
  }));
}

/**
 * The receiver must be known by number and name: a slip of one digit must not let a stranger act. Whoever acts by consent
 * cannot pass it on (个人信息保护法 art. 14: consent is the person's own).
 */
export async function giveConsent(
  ctx: Ctx,
  giver: string,
  wish: { receiverIdNumber: string; receiverName: string; scopes: ConsentScope[]; validTo?: string | undefined },
): Promise<{ id: string }> {
  onlyOneself(ctx, giver);
  const number = parseDocument('resident-id', wish.receiverIdNumber, { today: today(ctx), sampleRegion: ctx.app.demo });
  if (!number.ok)
    throw new Refused('input.invalid', { count: 1 }, [
      { path: 'receiverIdNumber', code: number.code, ...(number.params && { params: number.params }) },
    ]);
  if (wish.validTo !== undefined && wish.validTo < today(ctx))
    throw new Refused('input.invalid', { count: 1 }, [{ path: 'validTo', code: 'consent.over' }]);
  const receiver = await findByNumber(ctx, 'resident-id', number.value.number);
  if (!receiver || receiver.name !== normaliseName(wish.receiverName)) throw new Refused('identity.unknown-relative');
  if (receiver.id === giver) throw new Refused('identity.same-record');
  const id = ctx.app.id();
  await repository.insertConsent(ctx, {
    id,
    giver,
    receiver: receiver.id,
    scopes: wish.scopes,
    // Through the day that was named.
    validTo: wish.validTo ? new Date(instantAt(addDays(wish.validTo, 1), '00:00')) : null,
    unit: ctx.actor.kind === 'staff' ? ctx.actor.unit.id : null,
  });
  ctx.views.push({ person: giver, purpose: 'service', detail: { consent: id } });
  return { id };
}

/** By whoever gave it, at a counter on their behalf, or by the receiver, who may lay it down. It works forward only. */
export async function revokeConsent(ctx: Ctx, giver: string, id: string): Promise<void> {
  const receiver = await repository.revokeConsent(ctx, giver, id);
  if (receiver === undefined) throw new Refused('not-found');
  if (ctx.actor.kind === 'resident' && ![giver, receiver].includes(ctx.actor.person)) {
    throw new Refused('identity.not-own');
  }
  ctx.views.push({ person: giver, purpose: 'service', detail: { revoked: id } });
}
