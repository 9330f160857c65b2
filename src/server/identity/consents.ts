import type { ConsentScope } from '#domain/identity/consent.ts';
import { parseDocument } from '#domain/identity/documents.ts';
import { normaliseName } from '#domain/identity/names.ts';
import { Refused } from '#domain/kernel/problem.ts';
import type { Ctx, Db } from '../context.ts';
import { today } from '../organisation/index.ts';
import { findByNumber, namesOf } from './persons.repository.ts';

/** Those who let this person file for them today. */
export async function giversFor(db: Db, receiver: string, now: Date): Promise<string[]> {
  const rows = await db
    .selectFrom('consents')
    .select(['giver_id', 'scopes'])
    .where('receiver_id', '=', receiver)
    .where('revoked_at', 'is', null)
    .where('valid_from', '<=', now)
    .where((eb) => eb.or([eb('valid_to', 'is', null), eb('valid_to', '>', now)]))
    .execute();
  return rows.filter((row) => row.scopes.includes('file')).map((row) => row.giver_id);
}

export async function listConsents(ctx: Ctx, person: string) {
  const rows = await ctx.db
    .selectFrom('consents')
    .selectAll()
    .where((eb) => eb.or([eb('giver_id', '=', person), eb('receiver_id', '=', person)]))
    .orderBy('valid_from', 'desc')
    .execute();
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

/** The receiver must be known by number and name: a slip of one digit must not let a stranger act. */
export async function giveConsent(
  ctx: Ctx,
  giver: string,
  wish: { receiverIdNumber: string; receiverName: string; scopes: ConsentScope[]; validTo?: string | undefined },
): Promise<{ id: string }> {
  const number = parseDocument('resident-id', wish.receiverIdNumber, { today: today(ctx), sampleRegion: ctx.app.demo });
  if (!number.ok)
    throw new Refused('input.invalid', { count: 1 }, [
      { path: 'receiverIdNumber', code: number.code, ...(number.params && { params: number.params }) },
    ]);
  const receiver = await findByNumber(ctx, 'resident-id', number.value.number);
  if (!receiver || receiver.name !== normaliseName(wish.receiverName)) throw new Refused('identity.unknown-relative');
  if (receiver.id === giver) throw new Refused('identity.same-record');
  const id = ctx.app.id();
  await ctx.db
    .insertInto('consents')
    .values({
      giver_id: giver,
      id,
      receiver_id: receiver.id,
      scopes: wish.scopes,
      valid_from: ctx.now,
      valid_to: wish.validTo ? new Date(`${wish.validTo}T24:00:00+08:00`) : null,
      given_at_unit: ctx.actor.kind === 'staff' ? ctx.actor.unit.id : null,
      revoked_at: null,
    })
    .execute();
  ctx.views.push({ person: giver, purpose: 'service', detail: { consent: id } });
  return { id };
}

export async function revokeConsent(ctx: Ctx, giver: string, id: string): Promise<void> {
  const done = await ctx.db
    .updateTable('consents')
    .set({ revoked_at: ctx.now })
    .where('giver_id', '=', giver)
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  if (done.numUpdatedRows === 0n) throw new Refused('not-found');
  ctx.views.push({ person: giver, purpose: 'service', detail: { revoked: id } });
}
