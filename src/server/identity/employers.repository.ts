import type { Ctx } from '../context.ts';

export interface Employer {
  id: string;
  uscc: string;
  name: string;
  address: string;
}

export const findEmployer = (ctx: Ctx, key: { uscc: string } | { id: string }): Promise<Employer | undefined> => {
  const base = ctx.db.selectFrom('employers').select(['id', 'uscc', 'name', 'address']);
  return ('id' in key ? base.where('id', '=', key.id) : base.where('uscc', '=', key.uscc)).executeTakeFirst();
};

/** False when a twin opened the record meanwhile. */
export async function insertEmployer(
  ctx: Ctx,
  employer: Employer & { telephone?: string | undefined },
): Promise<boolean> {
  const { id, uscc, name, address, telephone } = employer;
  const written = await ctx.db
    .insertInto('employers')
    .values({
      id,
      uscc,
      name,
      address,
      contact_sealed: telephone
        ? ctx.app.vault.sealText(telephone, { table: 'employers', column: 'contact', row: id })
        : null,
      division_id: null,
      created_at: ctx.now,
      updated_at: ctx.now,
    })
    .onConflict((conflict) => conflict.column('uscc').doNothing())
    .executeTakeFirst();
  return written.numInsertedOrUpdatedRows === 1n;
}

export async function insertAgent(ctx: Ctx, employer: string, person: string): Promise<void> {
  await ctx.db
    .insertInto('employer_agents')
    .values({ employer_id: employer, person_id: person, valid_from: ctx.now, revoked_at: null })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export async function repointAgents(ctx: Ctx, gone: string, kept: string): Promise<void> {
  await ctx.db.updateTable('employer_agents').set({ person_id: kept }).where('person_id', '=', gone).execute();
}
