import { sql } from 'kysely';
import type { UnitLevel } from '#domain/organisation/units.ts';
import type { Origin } from '#domain/planning/origins.ts';
import type { SiteClass } from '#domain/planning/world.ts';
import type { Ctx } from '../context.ts';

type Has = Pick<Ctx, 'db'>;

export interface PointRow {
  id: string;
  unit_id: string;
  level: UnitLevel;
  name: string;
  name_en: string;
  lon: number | null;
  lat: number | null;
  class: SiteClass | null;
  counters: number;
  valid_from: string;
  valid_to: string | null;
}

/** Points in force on a day; with `all`, every point that ever was or will be. */
export const pointRows = ({ db }: Has, on: string, all: boolean): Promise<PointRow[]> =>
  db
    .selectFrom('sites')
    .select(['id', 'unit_id', 'level', 'name', 'name_en', 'lon', 'lat', 'class', 'valid_from', 'valid_to'])
    .select(sql<number>`jsonb_array_length(counters)`.as('counters'))
    .$if(!all, (query) =>
      query.where('valid_from', '<=', on).where((eb) => eb.or([eb('valid_to', 'is', null), eb('valid_to', '>', on)])),
    )
    .orderBy('id')
    .execute() as Promise<PointRow[]>;

/** Who stands at a counter: accounts with a post on that day whose role may receive, by unit. */
export async function clerksByUnit({ db }: Has, on: string): Promise<Map<string, number>> {
  const { rows } = await sql<{ unit_id: string; clerks: number }>`
    SELECT p.unit_id, count(DISTINCT p.account_id)::int AS clerks
    FROM posts p JOIN roles r ON r.code = p.role JOIN accounts a ON a.id = p.account_id
    WHERE p.valid_from <= ${on} AND (p.valid_to IS NULL OR p.valid_to > ${on})
      AND a.disabled_at IS NULL AND r.permissions ? 'case.receive'
    GROUP BY p.unit_id`.execute(db);
  return new Map(rows.map(({ unit_id, clerks }) => [unit_id, clerks]));
}

export interface OpenLoad {
  open: number;
  overdue: number;
}

/** Open cases in the hands of each unit. One row for each open step is all that is read, from an index. */
export async function openByUnit({ db }: Has, on: string): Promise<Map<string, OpenLoad>> {
  const { rows } = await sql<{ unit_id: string; open: number; overdue: number }>`
    SELECT unit_id, count(DISTINCT case_id)::int AS open, count(DISTINCT case_id) FILTER (WHERE due_on < ${on})::int AS overdue
    FROM case_steps GROUP BY unit_id`.execute(db);
  return new Map(rows.map(({ unit_id, open, overdue }) => [unit_id, { open, overdue }]));
}

export interface YearOfUnit {
  received: number;
  /** Ratings given, and the sum of their levels. */
  ratings: number;
  rating_sum: number;
}

/** The twelve months up to a day. */
export async function yearByUnit({ db }: Has, on: string): Promise<Map<string, YearOfUnit>> {
  const { rows } = await sql<YearOfUnit & { unit_id: string }>`
    SELECT unit_id, sum(received)::int AS received, sum(ratings)::int AS ratings, sum(rating_sum)::int AS rating_sum FROM planning_loads
    WHERE month > ${on}::date - interval '1 year' AND month <= ${on} GROUP BY unit_id`.execute(db);
  return new Map(rows.map(({ unit_id, ...year }) => [unit_id, year]));
}

export const monthsOfUnit = ({ db }: Has, unit: string, on: string) =>
  db
    .selectFrom('planning_loads')
    .select(['month', 'received', 'ended'])
    .where('unit_id', '=', unit)
    .where('month', '<=', on)
    .orderBy('month', 'desc')
    .limit(13)
    .execute();

export async function countedAt({ db }: Has): Promise<Date | null> {
  const row = await db
    .selectFrom('planning_loads')
    .select((eb) => eb.fn.max('counted_at').as('at'))
    .executeTakeFirst();
  return row?.at ?? null;
}

/**
 * Sums up the cases submitted and the ratings given from a month on, by unit and month, and the cases by the village they come from. Whatever those months said before is
 * replaced, so that it can run at any time and any number of times.
 */
export async function sumUpLoads({ db }: Has, from: string, now: Date): Promise<void> {
  const since = sql`${`${from}T00:00:00+08:00`}::timestamptz`;
  await sql`
    INSERT INTO planning_loads (unit_id, month, received, ended, counted_at)
    SELECT u.unit_id, date_trunc('month', c.submitted_at AT TIME ZONE 'Asia/Shanghai')::date, count(*), count(c.decided_at), ${now}
    FROM cases c JOIN case_units u ON u.case_id = c.id
    WHERE c.submitted_at >= ${since}
    GROUP BY 1, 2
    ON CONFLICT (unit_id, month) DO UPDATE
    SET received = excluded.received, ended = excluded.ended, counted_at = excluded.counted_at`.execute(db);
  await sql`
    INSERT INTO planning_loads (unit_id, month, ratings, rating_sum, counted_at)
    SELECT i.unit_id, date_trunc('month', r.rated_at AT TIME ZONE 'Asia/Shanghai')::date, count(*), sum(r.level), ${now}
    FROM ratings r JOIN rating_invitations i ON i.case_id = r.case_id AND i.id = r.invitation_id
    WHERE r.rated_at >= ${since}
    GROUP BY 1, 2
    ON CONFLICT (unit_id, month) DO UPDATE
    SET ratings = excluded.ratings, rating_sum = excluded.rating_sum, counted_at = excluded.counted_at`.execute(db);
  await sql`
    INSERT INTO planning_origins (village_id, month, received)
    SELECT village_id, date_trunc('month', submitted_at AT TIME ZONE 'Asia/Shanghai')::date, count(*)
    FROM cases
    WHERE submitted_at >= ${since} AND village_id IS NOT NULL
    GROUP BY 1, 2
    ON CONFLICT (village_id, month) DO UPDATE SET received = excluded.received`.execute(db);
}

/** Cases by the village that they come from, by month: a city of two thousand villages has some twenty thousand rows a year. */
export const originsSince = ({ db }: Has, from: string): Promise<Origin[]> =>
  db
    .selectFrom('planning_origins')
    .select(['village_id as village', 'month', 'received'])
    .where('month', '>=', from)
    .execute();

export const hasLoads = async ({ db }: Has): Promise<boolean> =>
  (await db.selectFrom('planning_loads').select('month').limit(1).executeTakeFirst()) !== undefined;
