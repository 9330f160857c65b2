import { type Selectable, sql } from 'kysely';
import type { Change, Figures, Replacement, ResultView, ScenarioView, Wish } from '#api/planning.ts';
import type { ScenarioStep } from '#domain/planning/life.ts';
import type { Ctx, Db } from '../context.ts';
import type { PlanningTables } from './planning.tables.ts';

export type ScenarioRow = Selectable<PlanningTables['planning_scenarios']>;
export type WorkRow = Selectable<PlanningTables['planning_works']>;
type Has = Pick<Ctx, 'db'>;

export interface NewScenario {
  id: string;
  name: string;
  note: string;
  parent: string | null;
  snapshot: string;
  unit: string;
  division: string;
  scope: ScenarioView['scope'];
  changes: Change[];
  replacements: Record<string, Replacement>;
  author: string;
  at: Date;
}

export const insertScenario = ({ db }: Has, one: NewScenario): Promise<unknown> =>
  db
    .insertInto('planning_scenarios')
    .values({
      id: one.id,
      name: one.name,
      note: one.note,
      parent_id: one.parent,
      snapshot_id: one.snapshot,
      unit_id: one.unit,
      division_id: one.division,
      status: 'draft',
      seq: 1,
      scope: JSON.stringify(one.scope),
      changes: JSON.stringify(one.changes),
      replacements: JSON.stringify(one.replacements),
      wish: 'null',
      result: 'null',
      figures: 'null',
      author_id: one.author,
      published_from: null,
      published_until: null,
      adopted_on: null,
      created_at: one.at,
      updated_at: one.at,
    })
    .execute();

export const findScenario = ({ db }: Has, id: string): Promise<ScenarioRow | undefined> =>
  db.selectFrom('planning_scenarios').selectAll().where('id', '=', id).executeTakeFirst();

/** Held until the transaction ends: two edits that saw the same `seq` come one after the other, and the second is refused. */
export const lockScenario = ({ db }: Has, id: string): Promise<ScenarioRow | undefined> =>
  db.selectFrom('planning_scenarios').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();

export const scenariosPage = (
  { db }: Has,
  wish: { status?: string | undefined; before?: string | undefined; limit: number },
) =>
  db
    .selectFrom('planning_scenarios')
    .selectAll()
    .$if(wish.status !== undefined, (query) => query.where('status', '=', wish.status as ScenarioRow['status']))
    .$if(wish.before !== undefined, (query) => query.where('id', '<', wish.before!))
    .orderBy('id', 'desc')
    .limit(wish.limit)
    .execute();

export const publishedScenarios = ({ db }: Has, on: string): Promise<ScenarioRow[]> =>
  db
    .selectFrom('planning_scenarios')
    .selectAll()
    .where('published_from', '<=', on)
    .where('published_until', '>=', on)
    .where('status', '=', 'approved')
    .orderBy('id')
    .execute();

export interface ScenarioChange {
  name?: string;
  note?: string;
  status?: ScenarioRow['status'];
  scope?: ScenarioView['scope'];
  changes?: Change[];
  replacements?: Record<string, Replacement>;
  figures?: Figures | null;
  /** Only ever put away here; `keepResult` keeps one. */
  result?: null;
  published_from?: string;
  published_until?: string;
  adopted_on?: string;
}

/** One step of a scenario: what it is after it, and a line of its history. The row must be locked. */
export async function step(
  ctx: Ctx,
  row: Pick<ScenarioRow, 'id' | 'seq'>,
  what: ScenarioStep,
  change: ScenarioChange,
  data: Record<string, unknown> = {},
): Promise<number> {
  const seq = row.seq + 1;
  const { scope, changes, replacements, figures, result, ...plain } = change;
  await ctx.db
    .updateTable('planning_scenarios')
    .set({
      ...plain,
      ...(scope && { scope: JSON.stringify(scope) }),
      ...(changes && { changes: JSON.stringify(changes) }),
      ...(replacements && { replacements: JSON.stringify(replacements) }),
      ...(figures !== undefined && { figures: JSON.stringify(figures) }),
      ...(result === null && { result: 'null' }),
      seq,
      updated_at: ctx.now,
    })
    .where('id', '=', row.id)
    .execute();
  await ctx.db
    .insertInto('planning_steps')
    .values({
      scenario_id: row.id,
      seq,
      what,
      data: JSON.stringify(data),
      account_id: ctx.actor.kind === 'staff' ? ctx.actor.account : null,
      at: ctx.now,
    })
    .execute();
  return seq;
}

export const keepResult = (db: Db, id: string, wish: Wish, result: ResultView, at: Date): Promise<unknown> =>
  db
    .updateTable('planning_scenarios')
    .set({ wish: JSON.stringify(wish), result: JSON.stringify(result), updated_at: at })
    .where('id', '=', id)
    // What was decided on rests on the answer that was there.
    .where('status', 'in', ['draft', 'returned'])
    .execute();

export const stepsOf = ({ db }: Has, id: string) =>
  db
    .selectFrom('planning_steps')
    .leftJoin('accounts', 'accounts.id', 'planning_steps.account_id')
    .select(['planning_steps.at', 'planning_steps.what', 'planning_steps.data', 'accounts.name as by'])
    .where('scenario_id', '=', id)
    .orderBy('seq', 'desc')
    .limit(200)
    .execute();

export const insertComment = ({ db }: Has, row: Selectable<PlanningTables['planning_comments']>): Promise<unknown> =>
  db.insertInto('planning_comments').values(row).execute();

export const commentsOf = ({ db }: Has, id: string) =>
  db
    .selectFrom('planning_comments')
    .leftJoin('accounts', 'accounts.id', 'planning_comments.account_id')
    .selectAll('planning_comments')
    .select('accounts.name as by')
    .where('scenario_id', '=', id)
    .orderBy('planning_comments.id')
    .limit(500)
    .execute();

export async function insertWorks({ db }: Has, rows: readonly WorkRow[]): Promise<void> {
  const some = 500;
  for (let at = 0; at < rows.length; at += some)
    await db
      .insertInto('planning_works')
      .values(
        rows.slice(at, at + some).map((row) => ({
          ...row,
          change: JSON.stringify(row.change),
          replacement: JSON.stringify(row.replacement),
        })),
      )
      .execute();
}

export const worksPage = (
  { db }: Has,
  wish: { scenario?: string | undefined; open: boolean; after: string | undefined; limit: number },
) =>
  db
    .selectFrom('planning_works')
    .innerJoin('planning_scenarios', 'planning_scenarios.id', 'planning_works.scenario_id')
    .selectAll('planning_works')
    .leftJoin('sites', (join) => join.on(sql<boolean>`sites.id = (planning_works.replacement->>'site')::uuid`))
    .select(['planning_scenarios.name as scenario_name', 'sites.name as instead'])
    .$if(wish.scenario !== undefined, (query) => query.where('scenario_id', '=', wish.scenario!))
    .$if(wish.open, (query) => query.where('planning_works.status', '=', 'planned'))
    .$if(wish.after !== undefined, (query) =>
      query.where(
        sql<boolean>`(planning_works.due_on, planning_works.id) > (select due_on, id from planning_works where id = ${wish.after!})`,
      ),
    )
    .orderBy('planning_works.due_on')
    .orderBy('planning_works.id')
    .limit(wish.limit)
    .execute();

export const worksOf = ({ db }: Has, scenario: string): Promise<WorkRow[]> =>
  db.selectFrom('planning_works').selectAll().where('scenario_id', '=', scenario).orderBy('id').execute();

export const worksOfSite = ({ db }: Has, site: string): Promise<WorkRow[]> =>
  db.selectFrom('planning_works').selectAll().where('site_id', '=', site).orderBy('due_on').execute();

/** What is planned for points, for residents who look at them: closings and moves that have not happened yet. */
export const comingWorks = ({ db }: Has, sites: readonly string[], on: string): Promise<WorkRow[]> =>
  sites.length === 0
    ? Promise.resolve([])
    : db
        .selectFrom('planning_works')
        .selectAll()
        .where('site_id', 'in', [...sites])
        .where('status', '=', 'planned')
        .where('kind', 'in', ['close', 'move', 'open'])
        .where('due_on', '>=', on)
        .orderBy('due_on')
        .execute();

export const lockWork = ({ db }: Has, id: string): Promise<WorkRow | undefined> =>
  db.selectFrom('planning_works').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();

export const dueWorks = (db: Db, on: string, limit: number): Promise<WorkRow[]> =>
  db
    .selectFrom('planning_works')
    .selectAll()
    .where('status', '=', 'planned')
    .where('applied_at', 'is', null)
    .where('kind', '=', 'upgrade')
    .where('due_on', '<=', on)
    .orderBy('due_on')
    .limit(limit)
    .forUpdate()
    .skipLocked()
    .execute();

export const updateWork = (
  { db }: Has,
  { scenario_id, id }: Pick<WorkRow, 'scenario_id' | 'id'>,
  change: Partial<Pick<WorkRow, 'status' | 'due_on' | 'note' | 'done_on' | 'applied_at'>>,
): Promise<unknown> =>
  db.updateTable('planning_works').set(change).where('scenario_id', '=', scenario_id).where('id', '=', id).execute();

export async function countWorks({ db }: Has, scenario: string, on: string) {
  const { rows } = await sql<{ done: number; late: number; ahead: number }>`
    SELECT count(*) FILTER (WHERE status = 'done')::int AS done,
      count(*) FILTER (WHERE status = 'planned' AND due_on < ${on})::int AS late,
      count(*) FILTER (WHERE status = 'planned' AND due_on >= ${on})::int AS ahead
    FROM planning_works WHERE scenario_id = ${scenario}`.execute(db);
  return rows[0] ?? { done: 0, late: 0, ahead: 0 };
}
