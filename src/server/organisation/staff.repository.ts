import { sql } from 'kysely';
import type { UnitLevel } from '#domain/organisation/units.ts';
import type { Ctx, Db } from '../context.ts';
import { ahead, always } from '../platform/statements.ts';

const namesOf = always((db: Db, ids: readonly string[]) =>
  db.selectFrom('accounts').select(['id', 'name']).where(sql<boolean>`id = any(${ids}::uuid[])`).modifyEnd(ahead),
);

/** Names of staff, for timelines and queues. They hang on the counter and are public. */
export async function accountNames(ctx: Pick<Ctx, 'db'>, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await namesOf(ctx.db, [...new Set(ids)]);
  return new Map(rows.map((row) => [row.id, row.name]));
}

const inForce = (on: string) => sql`p.valid_from <= ${on} and (p.valid_to is null or p.valid_to > ${on})`;

export interface HeldPost {
  id: string;
  account_id: string;
  unit_id: string;
  unit_name: string;
  unit_level: UnitLevel;
  role: string;
  role_name: string;
  role_name_en: string;
  permissions: Record<string, 'own' | 'below' | 'city'>;
}

/** The account's own posts on a day, and those of absent colleagues whose substitute it is (AB角: hand-over is automatic). */
export async function postsOf(db: Db, account: string, on: string): Promise<HeldPost[]> {
  const { rows } = await sql<HeldPost>`
    select p.id, p.account_id, p.unit_id, u.name as unit_name, u.level as unit_level, p.role, r.name as role_name,
           r.name_en as role_name_en, r.permissions
    from posts p join units u on u.id = p.unit_id join roles r on r.code = p.role
    where ${inForce(on)} and (p.account_id = ${account} or (p.substitute_id = ${account} and exists (
      select 1 from leaves l where l.account_id = p.account_id and l.cancelled_at is null
        and l.first_day <= ${on} and l.last_day >= ${on})))
    order by (p.account_id = ${account}) desc, p.id`.execute(db);
  return rows;
}

/** The absent colleagues of a unit whose B this account is. */
export async function absentBehind(
  db: Db,
  account: string,
  unit: string,
  on: string,
): Promise<{ id: string; name: string; until: string }[]> {
  const { rows } = await sql<{ id: string; name: string; until: string }>`
    select a.id, a.name, max(l.last_day)::text as until from posts p
    join leaves l on l.account_id = p.account_id and l.cancelled_at is null and l.first_day <= ${on} and l.last_day >= ${on}
    join accounts a on a.id = p.account_id
    where p.substitute_id = ${account} and p.unit_id = ${unit} and ${inForce(on)}
    group by a.id, a.name order by a.id`.execute(db);
  return rows;
}

export interface Presence {
  unit_id: string;
  account_id: string;
  /** Works there today: a post in force, no leave, account open. */
  present: boolean;
  /** Not there, but a substitute is. */
  covered: boolean;
}

/**
 * Everybody who has or had a post in a unit or right below it, and who of them is there on a day. Asked at every step of a
 * case, so only the leaves of these few people are looked at.
 */
export async function presenceAround(db: Db, unit: string, on: string): Promise<Presence[]> {
  const { rows } = await sql<Presence>`
    with near as materialized (
      select p.* from posts p join units u on u.id = p.unit_id where u.id = ${unit} or u.parent_id = ${unit}
    ),
    away as materialized (
      select who.id from (select account_id as id from near union select substitute_id from near) who
      where exists (select 1 from leaves l where l.account_id = who.id and l.cancelled_at is null
          and l.first_day <= ${on} and l.last_day >= ${on})
        or exists (select 1 from accounts a where a.id = who.id and a.disabled_at is not null)
    )
    select p.unit_id, p.account_id,
      bool_or(${inForce(on)} and p.account_id not in (select id from away)) as present,
      bool_or(${inForce(on)} and p.substitute_id is not null and p.substitute_id not in (select id from away)) as covered
    from near p group by p.unit_id, p.account_id ${ahead}`.execute(db);
  return rows;
}

export interface PostRecord {
  id: string;
  account_id: string;
  unit_id: string;
  role: string;
  substitute_id: string | null;
  valid_from: string;
  valid_to: string | null;
}

export const findPost = (db: Db, id: string): Promise<PostRecord | undefined> =>
  db.selectFrom('posts').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();

export const postsOfAccounts = (db: Db, accounts: readonly string[]): Promise<PostRecord[]> =>
  accounts.length === 0
    ? Promise.resolve([])
    : db
        .selectFrom('posts')
        .selectAll()
        .where('account_id', 'in', [...accounts])
        .orderBy('valid_from')
        .orderBy('id')
        .execute();

/** Roles that an account holds or may have to stand in for, now or later. */
export async function rolesWithin(db: Db, account: string, on: string): Promise<string[]> {
  const rows = await db
    .selectFrom('posts')
    .select('role')
    .distinct()
    .where((eb) => eb.or([eb('account_id', '=', account), eb('substitute_id', '=', account)]))
    .where((eb) => eb.or([eb('valid_to', 'is', null), eb('valid_to', '>', on)]))
    .execute();
  return rows.map((row) => row.role);
}

export async function insertPosts(db: Db, posts: readonly PostRecord[]): Promise<void> {
  for (let at = 0; at < posts.length; at += 2000) {
    await db
      .insertInto('posts')
      .values(posts.slice(at, at + 2000))
      .execute();
  }
}

export async function endPost(db: Db, id: string, on: string): Promise<void> {
  await db.updateTable('posts').set({ valid_to: on }).where('id', '=', id).execute();
}

/** Posts of units that end: they end on that day, and where the work goes on elsewhere begin there. */
export async function movePosts(
  ctx: Pick<Ctx, 'app' | 'db'>,
  units: readonly string[],
  into: string | null,
  on: string,
): Promise<void> {
  const held = await ctx.db
    .selectFrom('posts')
    .selectAll()
    .where('unit_id', 'in', [...units])
    .where((eb) => eb.or([eb('valid_to', 'is', null), eb('valid_to', '>', on)]))
    .execute();
  for (const post of held) await endPost(ctx.db, post.id, post.valid_from > on ? post.valid_from : on);
  if (into === null) return;
  await insertPosts(
    ctx.db,
    held.map((post) => ({
      ...post,
      id: ctx.app.id(),
      unit_id: into,
      valid_from: post.valid_from > on ? post.valid_from : on,
    })),
  );
}

export async function setSubstitute(db: Db, posts: readonly string[], account: string | null): Promise<void> {
  await db
    .updateTable('posts')
    .set({ substitute_id: account })
    .where('id', 'in', [...posts])
    .execute();
}

/** Posts of a role at a unit that are held today, for finding whom a substitute stands in for. */
export const postsAt = (db: Db, unit: string, role: string, on: string): Promise<PostRecord[]> =>
  db
    .selectFrom('posts')
    .selectAll()
    .where('unit_id', '=', unit)
    .where('role', '=', role)
    .where('valid_from', '<=', on)
    .where((eb) => eb.or([eb('valid_to', 'is', null), eb('valid_to', '>', on)]))
    .orderBy('id')
    .execute();

/** How many people receive the public at any of these units on a day. */
export async function clerksAt(db: Db, units: readonly string[], on: string): Promise<number> {
  const { rows } = await sql<{ count: string }>`
    select count(distinct p.account_id) as count from posts p
      join accounts a on a.id = p.account_id and a.disabled_at is null
      join roles r on r.code = p.role
    where p.unit_id = any(${units}::uuid[]) and ${inForce(on)} and r.permissions->>'case.receive' is not null`.execute(
    db,
  );
  return Number(rows[0]?.count ?? 0);
}

/** How many open accounts other than this one hold a role today. */
export async function othersWithRole(db: Db, role: string, account: string, on: string): Promise<number> {
  const { rows } = await sql<{ count: string }>`
    select count(distinct p.account_id) as count from posts p join accounts a on a.id = p.account_id
    where p.role = ${role} and p.account_id <> ${account} and a.disabled_at is null and ${inForce(on)}`.execute(db);
  return Number(rows[0]?.count ?? 0);
}

export interface AccountRecord {
  id: string;
  login: string;
  name: string;
  totp_sealed: Buffer | null;
  locked_until: Date | null;
  disabled_at: Date | null;
}
const accountColumns = ['id', 'login', 'name', 'totp_sealed', 'locked_until', 'disabled_at'] as const;

/** Locks the row, so that a sign-in and a change of the account do not cross. */
export const findAccount = (db: Db, id: string): Promise<AccountRecord | undefined> =>
  db.selectFrom('accounts').select(accountColumns).where('id', '=', id).forUpdate().executeTakeFirst();

export const findLogin = (db: Db, login: string): Promise<{ id: string; name: string } | undefined> =>
  db.selectFrom('accounts').select(['id', 'name']).where('login', '=', login).executeTakeFirst();

/** Accounts with a post, past ones included, at a unit or below it; by login. */
export async function accountsUnder(
  db: Db,
  wish: { unit: string; find?: string | undefined; after?: string | undefined; limit: number },
): Promise<AccountRecord[]> {
  const { rows } = await sql<AccountRecord>`
    select ${sql.join(accountColumns.map((column) => sql.ref(`a.${column}`)))} from accounts a
    where exists (select 1 from posts p join units u on u.id = p.unit_id
        where p.account_id = a.id and u.ancestors @> array[${wish.unit}]::uuid[])
      and a.login > ${wish.after ?? ''}
      and (${wish.find ?? ''} = '' or position(lower(${wish.find ?? ''}) in a.login) > 0 or position(${wish.find ?? ''} in a.name) > 0)
    order by a.login limit ${wish.limit}`.execute(db);
  return rows;
}

export const leavesOf = (db: Db, accounts: readonly string[], from: string) =>
  accounts.length === 0
    ? Promise.resolve([])
    : db
        .selectFrom('leaves')
        .select(['account_id', 'id', 'first_day', 'last_day'])
        .where('account_id', 'in', [...accounts])
        .where('cancelled_at', 'is', null)
        .where('last_day', '>=', from)
        .orderBy('first_day')
        .execute();

export async function insertLeave(
  ctx: Pick<Ctx, 'db' | 'now'>,
  leave: { id: string; account: string; firstDay: string; lastDay: string; by: string },
): Promise<void> {
  await ctx.db
    .insertInto('leaves')
    .values({
      account_id: leave.account,
      id: leave.id,
      first_day: leave.firstDay,
      last_day: leave.lastDay,
      recorded_by: leave.by,
      recorded_at: ctx.now,
      cancelled_at: null,
    })
    .execute();
}

/** False when there is no such leave in force. */
export async function cancelLeave(ctx: Pick<Ctx, 'db' | 'now'>, account: string, id: string): Promise<boolean> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('leaves')
    .set({ cancelled_at: ctx.now })
    .where('account_id', '=', account)
    .where('id', '=', id)
    .where('cancelled_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Who works at a unit on a day, own posts only. */
export async function colleaguesAt(
  db: Db,
  unit: string,
  on: string,
): Promise<{ id: string; name: string; role: string; absent: boolean }[]> {
  const { rows } = await sql<{ id: string; name: string; role: string; absent: boolean }>`
    select a.id, a.name, p.role, exists (select 1 from leaves l where l.account_id = a.id and l.cancelled_at is null
        and l.first_day <= ${on} and l.last_day >= ${on}) as absent
    from posts p join accounts a on a.id = p.account_id
    where p.unit_id = ${unit} and a.disabled_at is null and ${inForce(on)}
    order by a.name, a.id, p.role`.execute(db);
  return rows;
}

/** Ends every session of an account but one; at once, for each request looks the session up. */
export async function revokeSessions(
  ctx: Pick<Ctx, 'db' | 'now'>,
  account: string,
  except?: string | undefined,
): Promise<void> {
  let query = ctx.db
    .updateTable('sessions')
    .set({ revoked_at: ctx.now })
    .where('account_id', '=', account)
    .where('revoked_at', 'is', null);
  if (except) query = query.where('id', '<>', except);
  await query.execute();
}
