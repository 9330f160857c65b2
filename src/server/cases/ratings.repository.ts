import type { Ctx } from '../context.ts';

/** What the resident is asked to rate in a case, and what they said. */
export async function ratingsOf(ctx: Ctx, caseId: string) {
  const rows = await ctx.db
    .selectFrom('rating_invitations')
    .leftJoin('ratings', (join) =>
      join
        .onRef('ratings.case_id', '=', 'rating_invitations.case_id')
        .onRef('ratings.invitation_id', '=', 'rating_invitations.id'),
    )
    .select(['rating_invitations.id', 'rating_invitations.occasion', 'ratings.level'])
    .where('rating_invitations.case_id', '=', caseId)
    .orderBy('rating_invitations.id')
    .execute();
  return rows.map((row) => ({ invitation: row.id, occasion: row.occasion, level: row.level }));
}
