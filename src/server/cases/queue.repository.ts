import { type RawBuilder, sql } from 'kysely';
import type { StoredClock } from '#domain/cases/dues.ts';
import type { Ctx } from '../context.ts';
import { listed } from '../platform/statements.ts';
import type { CasesTables } from './cases.tables.ts';

/** Whose steps a queue shows: `Viewer` in allowed.ts says the same of one step. */
interface QueueScope {
  unit: string;
  account: string;
  standsInFor: readonly string[];
  covers: { holders: readonly { unit: string; account: string }[]; units: readonly string[] };
  /** What the post can get done (null: everything); the rest is left out unless somebody has it in hand for whom it acts. */
  slots: readonly string[] | null;
}

/** Due first; keyset pages on (due, case, step). */
export interface QueueWish extends QueueScope {
  kinds: readonly string[] | null;
  mine: boolean;
  item: string | undefined;
  dueBefore: string | undefined;
  after: { due: string; caseId: string; step: string } | undefined;
  limit: number;
}

export interface QueueRow {
  case_id: string;
  id: string;
  kind: string;
  stage: string;
  holder: string | null;
  due_on: string;
  number: string;
  seq: number;
  status: CasesTables['cases']['status'];
  item_code: string;
  item_version: number;
  person_id: string | null;
  village_id: string | null;
  submitted_at: Date;
  clock: StoredClock[];
  applicant: Buffer | null;
}

const limits = (wish: Pick<QueueWish, 'kinds' | 'item' | 'dueBefore' | 'after'>) => sql`
  ${wish.kinds ? sql`and s.kind = any(${wish.kinds}::text[])` : sql``}
  ${wish.item ? sql`and s.item_code = ${wish.item}` : sql``}
  ${wish.dueBefore ? sql`and s.due_on <= ${wish.dueBefore}::date` : sql``}
  ${wish.after ? sql`and (s.due_on, s.case_id, s.id) > (${wish.after.due}::date, ${wish.after.caseId}::uuid, ${wish.after.step})` : sql``}`;

/**
 * What waits for anybody of these units, one short range of the index for each slot, each cut at `most`: of thousands of steps
 * of a unit those of other posts are never touched.
 */
const waitingSteps = (
  { unit, covers, slots }: QueueScope,
  narrower: RawBuilder<unknown>,
  most: RawBuilder<unknown>,
) => sql`
  select s.* from unnest(${listed([unit, ...covers.units], 'uuid')}) u (id)
  ${slots ? sql`cross join unnest(${listed(slots, 'text')}) t (slot)` : sql``}
  cross join lateral (
    select s.* from case_steps s
    where s.unit_id = u.id and s.holder is null ${slots ? sql`and s.slot = t.slot` : sql``} ${narrower} ${most}
  ) s`;

/** What somebody has in hand: oneself, those for whom one stands in, absent colleagues; of a unit with nobody in, anybody. */
const heldSteps = (
  { unit, account, standsInFor, covers }: QueueScope,
  narrower: RawBuilder<unknown>,
  most: RawBuilder<unknown>,
) => {
  const away = covers.holders.filter((each) => each.unit === unit).map((each) => each.account);
  const below = covers.holders.filter((each) => each.unit !== unit && !covers.units.includes(each.unit));
  const own = sql`s.unit_id = ${unit} and s.holder = any(${listed([account, ...standsInFor, ...away], 'uuid')})`;
  const all =
    covers.units.length + below.length === 0
      ? own
      : sql`(${own} or s.unit_id = any(${[...covers.units]}::uuid[]) or (s.unit_id, s.holder) in (select * from unnest(
          ${below.map((each) => each.unit)}::uuid[], ${below.map((each) => each.account)}::uuid[])))`;
  return sql`select s.* from case_steps s where s.holder is not null and ${all} ${narrower} ${most}`;
};

export async function readQueue(ctx: Ctx, wish: QueueWish): Promise<QueueRow[]> {
  const narrower = limits(wish);
  const first = sql`order by s.due_on, s.case_id, s.id limit ${sql.lit(wish.limit)}`;
  const { rows } = await sql<QueueRow>`
    with page as (
      select s.case_id, s.id, s.kind, s.stage, s.holder, s.due_on from (
        (${heldSteps(wish, narrower, first)})
        ${wish.mine ? sql`` : sql`union all (${waitingSteps(wish, narrower, first)})`}
      ) s ${first}
    )
    select page.*, c.number, c.seq, c.status, c.item_code, c.item_version, c.person_id, c.village_id, c.submitted_at, c.clock,
           p.name_sealed as applicant
    from page join cases c on c.id = page.case_id left join persons p on p.id = c.person_id
    order by page.due_on, page.case_id, page.id`.execute(ctx.db);
  return rows;
}

export async function countQueue(ctx: Ctx, wish: QueueScope, soon: string, now: string) {
  const { rows } = await sql<Record<'all' | 'mine' | 'intake' | 'stage' | 'delivery' | 'yellow' | 'red', string>>`
    select count(*) as all,
      count(*) filter (where s.holder is not null) as mine,
      count(*) filter (where s.kind = 'intake') as intake,
      count(*) filter (where s.kind in ('stage', 'joint', 'reviewer', 'delegate', 'extension')) as stage,
      count(*) filter (where s.kind = 'delivery') as delivery,
      count(*) filter (where s.due_on between ${now}::date and ${soon}::date) as yellow,
      count(*) filter (where s.due_on < ${now}::date) as red
    from ((${heldSteps(wish, sql``, sql``)}) union all (${waitingSteps(wish, sql``, sql``)})) s`.execute(ctx.db);
  const row = rows[0]!;
  return Object.fromEntries(Object.entries(row).map(([key, value]) => [key, Number(value)])) as Record<
    keyof typeof row,
    number
  >;
}
