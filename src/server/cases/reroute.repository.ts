import { type Selectable, sql } from 'kysely';
import type { Ctx, Db } from '../context.ts';
import type { CasesTables } from './cases.tables.ts';

export type RerouteRow = Selectable<CasesTables['reroutes']>;

export interface NewReroute {
  id: string;
  fromUnit: string;
  toUnits: string[];
  fromSite: string | null;
  toSite: string | null;
  villages: string[] | null;
  effectiveOn: string;
  document: string;
  account: string | null;
}

export async function insertReroutes(ctx: Ctx, orders: readonly NewReroute[]): Promise<void> {
  if (orders.length === 0) return;
  await ctx.db
    .insertInto('reroutes')
    .values(
      orders.map((order) => ({
        id: order.id,
        from_unit: order.fromUnit,
        to_units: order.toUnits,
        from_site: order.fromSite,
        to_site: order.toSite,
        villages: order.villages,
        effective_on: order.effectiveOn,
        document: order.document,
        account_id: order.account,
        created_at: ctx.now,
        after_case: null,
        finished_at: null,
      })),
    )
    .execute();
}

/** An order that has not begun holds from another day on, or (null) is called off. */
export async function redateReroute(ctx: Ctx, id: string, on: string | null): Promise<void> {
  await ctx.db
    .updateTable('reroutes')
    .set(on === null ? { finished_at: ctx.now } : { effective_on: on })
    .where('id', '=', id)
    .where('finished_at', 'is', null)
    .execute();
}

/** Orders that have begun to hold and are not done, in the order in which they hold. */
export async function waiting(db: Db, on: string): Promise<string[]> {
  const rows = await db
    .selectFrom('reroutes')
    .select('id')
    .where('finished_at', 'is', null)
    .where('effective_on', '<=', on)
    .orderBy('effective_on')
    .orderBy('id')
    .execute();
  return rows.map(({ id }) => id);
}

/** Undefined while another process works on it, or when that one has finished it. */
export const takeReroute = (db: Db, id: string): Promise<RerouteRow | undefined> =>
  db
    .selectFrom('reroutes')
    .selectAll()
    .where('id', '=', id)
    .where('finished_at', 'is', null)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();

export async function keepReroute(ctx: Ctx, { id, ...row }: RerouteRow): Promise<void> {
  await ctx.db
    .updateTable('reroutes')
    .set({
      after_case: row.after_case,
      round_moved: row.round_moved,
      round_left: row.round_left,
      moved: row.moved,
      left_behind: row.left_behind,
      arrived: JSON.stringify(row.arrived),
      finished_at: row.finished_at,
    })
    .where('id', '=', id)
    .execute();
}

/** Cases with anything at the unit: a step, the result, its destination, or the power to correct it. Those after the last one seen. */
export async function casesAt(
  db: Db,
  { from_unit: unit, villages, after_case: after }: Pick<RerouteRow, 'from_unit' | 'villages' | 'after_case'>,
  limit: number,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select c.id from cases c
    where c.status not in ('completed', 'archived')
      and (c.status <> 'ended' or c.state->>'ending' = 'uncollected')
      ${after ? sql`and c.id > ${after}::uuid` : sql``}
      ${villages ? sql`and c.village_id = any(${villages}::uuid[])` : sql``}
      and (exists (select 1 from case_steps s where s.case_id = c.id and s.unit_id = ${unit}::uuid)
        or ${unit} in (c.state->'delivery'->>'unit', c.state->'parcel'->'at'->>'id', c.state->'parcel'->'inTransit'->>'id',
             c.state->'acceptedAt'->>'id', c.state->'decidedAt'->>'id'))
    order by c.id limit ${limit}`.execute(db);
  return rows.map(({ id }) => id);
}

/** Newest first. */
export const listReroutes = (ctx: Ctx, after: string | undefined, limit: number): Promise<RerouteRow[]> =>
  ctx.db
    .selectFrom('reroutes')
    .selectAll()
    .$if(after !== undefined, (query) => query.where('id', '<', after ?? ''))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
