import { sql } from 'kysely';
import { Refused } from '#domain/kernel/problem.ts';
import type { Ctx } from '../context.ts';
import { insertLater } from '../platform/statements.ts';

export async function invite(
  ctx: Ctx,
  invitation: { caseId: string; occasion: 'visit' | 'ending'; unit: string; day: string; person: string | null },
): Promise<void> {
  await insertLater(
    ctx.db,
    'rating_invitations',
    [
      {
        case_id: invitation.caseId,
        id: ctx.app.id(),
        occasion: invitation.occasion,
        unit_id: invitation.unit,
        day: invitation.day,
        person_id: invitation.person,
        created_at: ctx.now,
      },
    ],
    'do nothing',
  );
}

export const invitationsOf = (ctx: Ctx, persons: readonly string[]) =>
  ctx.db
    .selectFrom('rating_invitations as i')
    .innerJoin('cases as c', 'c.id', 'i.case_id')
    .innerJoin('units as u', 'u.id', 'i.unit_id')
    .leftJoin('ratings as r', (join) => join.onRef('r.case_id', '=', 'i.case_id').onRef('r.invitation_id', '=', 'i.id'))
    .select(['i.case_id', 'i.id', 'i.occasion', 'i.day', 'c.item_code', 'c.item_version', 'u.name as unit', 'r.level'])
    .where('i.person_id', 'in', persons)
    .orderBy('i.created_at', 'desc')
    .limit(50)
    .execute();

/** A rating is given once, by the one who was invited; nothing else writes this table. */
export async function insertRating(
  ctx: Ctx,
  rating: {
    caseId: string;
    invitation: string;
    person: string;
    level: number;
    reasons: string[];
    words: string | undefined;
  },
): Promise<void> {
  const invited = await ctx.db
    .selectFrom('rating_invitations')
    .select('person_id')
    .where('case_id', '=', rating.caseId)
    .where('id', '=', rating.invitation)
    .executeTakeFirst();
  if (!invited || invited.person_id !== rating.person) throw new Refused('not-found');
  const written = await ctx.db
    .insertInto('ratings')
    .values({
      case_id: rating.caseId,
      invitation_id: rating.invitation,
      level: rating.level,
      reasons: rating.reasons,
      words_sealed: rating.words
        ? ctx.app.vault.sealText(rating.words, { table: 'ratings', column: 'words', row: rating.invitation })
        : null,
      person_id: rating.person,
      rated_at: ctx.now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (written.numInsertedOrUpdatedRows === 0n) throw new Refused('rating.given');
}

export interface NewNotice {
  id: string;
  person: string | null;
  unit: string | null;
  account: string | null;
  caseId: string | null;
  code: string;
  params: Record<string, unknown>;
}

export async function insertNotice(ctx: Ctx, notice: NewNotice): Promise<void> {
  await insertLater(ctx.db, 'notices', [
    {
      id: notice.id,
      person_id: notice.person,
      unit_id: notice.unit,
      account_id: notice.account,
      case_id: notice.caseId,
      code: notice.code,
      params: JSON.stringify(notice.params),
      created_at: ctx.now,
      read_at: null,
    },
  ]);
}

/** To a resident, or to a post: its unit's notices that are for everybody there or for this account. */
export async function noticesFor(
  ctx: Ctx,
  to: { persons: readonly string[] } | { unit: string; account: string },
  cursor: string | undefined,
  limit: number,
) {
  return ctx.db
    .selectFrom('notices')
    .selectAll()
    .where((eb) =>
      'persons' in to
        ? eb('person_id', 'in', to.persons)
        : eb.and([
            eb('unit_id', '=', to.unit),
            eb.or([eb('account_id', 'is', null), eb('account_id', '=', to.account)]),
          ]),
    )
    .$if(cursor !== undefined, (query) => query.where(sql<boolean>`id < ${cursor ?? ''}::uuid`))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
}

export async function markRead(
  ctx: Ctx,
  to: { persons: readonly string[] } | { unit: string; account: string },
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return;
  await ctx.db
    .updateTable('notices')
    .set({ read_at: ctx.now })
    .where('id', 'in', ids)
    .where('read_at', 'is', null)
    .where((eb) => ('persons' in to ? eb('person_id', 'in', to.persons) : eb('unit_id', '=', to.unit)))
    .execute();
}
