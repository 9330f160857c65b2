import type { ConsentScope } from '#domain/identity/consent.ts';
import type { Ctx, Db } from '../context.ts';

/** Those who at this moment let this person do each thing for them. */
export async function giversFor(db: Db, receiver: string, now: Date): Promise<Record<ConsentScope, string[]>> {
  const rows = await db
    .selectFrom('consents')
    .select(['giver_id', 'scopes'])
    .where('receiver_id', '=', receiver)
    .where('revoked_at', 'is', null)
    .where('valid_from', '<=', now)
    .where((eb) => eb.or([eb('valid_to', 'is', null), eb('valid_to', '>', now)]))
    .execute();
  const givers = (scope: ConsentScope) => [
    ...new Set(rows.filter((row) => row.scopes.includes(scope)).map((row) => row.giver_id)),
  ];
  return { follow: givers('follow'), file: givers('file'), collect: givers('collect') };
}

export const consentsOf = (ctx: Ctx, person: string) =>
  ctx.db
    .selectFrom('consents')
    .selectAll()
    .where((eb) => eb.or([eb('giver_id', '=', person), eb('receiver_id', '=', person)]))
    .orderBy('valid_from', 'desc')
    .orderBy('id', 'desc')
    .execute();

export async function insertConsent(
  ctx: Ctx,
  consent: {
    id: string;
    giver: string;
    receiver: string;
    scopes: ConsentScope[];
    validTo: Date | null;
    unit: string | null;
  },
): Promise<void> {
  await ctx.db
    .insertInto('consents')
    .values({
      giver_id: consent.giver,
      id: consent.id,
      receiver_id: consent.receiver,
      scopes: consent.scopes,
      valid_from: ctx.now,
      valid_to: consent.validTo,
      given_at_unit: consent.unit,
      revoked_at: null,
    })
    .execute();
}

/** Whom the consent was given to; undefined when there is none in force. */
export async function revokeConsent(ctx: Ctx, giver: string, id: string): Promise<string | undefined> {
  const row = await ctx.db
    .updateTable('consents')
    .set({ revoked_at: ctx.now })
    .where('giver_id', '=', giver)
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .returning('receiver_id')
    .executeTakeFirst();
  return row?.receiver_id;
}

/** Consents given by or to a merged record go on under the one that was kept; one to oneself is none. */
export async function repointConsents(ctx: Ctx, gone: string, kept: string): Promise<void> {
  await ctx.db
    .updateTable('consents')
    .set({ revoked_at: ctx.now })
    .where('giver_id', 'in', [gone, kept])
    .where('receiver_id', 'in', [gone, kept])
    .where('revoked_at', 'is', null)
    .execute();
  await ctx.db.updateTable('consents').set({ giver_id: kept }).where('giver_id', '=', gone).execute();
  await ctx.db.updateTable('consents').set({ receiver_id: kept }).where('receiver_id', '=', gone).execute();
}
