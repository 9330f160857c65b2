import type { Account } from '#api/organisation.ts';
import { Refused } from '#domain/kernel/problem.ts';
import { existsOn } from '#domain/organisation/divisions.ts';
import { mayHoldTogether, needsSecondFactor, type Permissions } from '#domain/organisation/roles.ts';
import type { Ctx, Staff } from '../context.ts';
import { getUnit, organisationOf, reaches, today } from './organisation.cache.ts';
import { readRoles } from './organisation.repository.ts';
import * as repository from './staff.repository.ts';

export const wrong = (path: string, code: string, params?: Record<string, string>): Refused =>
  new Refused('input.invalid', { count: 1 }, [{ path, code, ...(params && { params }) }]);

export async function listRoles(ctx: Ctx) {
  return (await readRoles(ctx.db)).map(({ code, name, name_en, permissions }) => ({
    code,
    name,
    nameEn: name_en,
    permissions,
    secondFactor: needsSecondFactor(permissions),
  }));
}

export async function getRole(ctx: Ctx, code: string): Promise<{ code: string; permissions: Permissions }> {
  const role = (await readRoles(ctx.db)).find((each) => each.code === code);
  if (!role) throw wrong('role', 'role.unknown', { value: code });
  return role;
}

export interface AccountWish {
  unit: string;
  find?: string | undefined;
  cursor?: string | undefined;
  limit: number;
}

/** Accounts of a unit and below, with the posts that they hold or will hold and the leaves still to come. */
export async function listAccounts(ctx: Ctx, wish: AccountWish): Promise<{ items: Account[]; next: string | null }> {
  const on = today(ctx);
  const map = await organisationOf(ctx);
  const rows = await repository.accountsUnder(ctx.db, {
    unit: wish.unit,
    find: wish.find?.trim(),
    after: wish.cursor,
    limit: wish.limit + 1,
  });
  const shown = rows.slice(0, wish.limit);
  const ids = shown.map((row) => row.id);
  const posts = await repository.postsOfAccounts(ctx.db, ids);
  const leaves = await repository.leavesOf(ctx.db, ids, on);
  const names = await repository.accountNames(
    ctx,
    posts.flatMap((post) => post.substitute_id ?? []),
  );
  const items = shown.map((row) => ({
    id: row.id,
    login: row.login,
    name: row.name,
    secondFactor: row.totp_sealed !== null,
    locked: row.locked_until !== null && row.locked_until > ctx.now,
    disabled: row.disabled_at !== null,
    posts: posts
      .filter((post) => post.account_id === row.id)
      .map((post) => ({
        id: post.id,
        unit: post.unit_id,
        unitName: map.units.get(post.unit_id)?.name ?? '',
        role: post.role,
        substitute: post.substitute_id ? { id: post.substitute_id, name: names.get(post.substitute_id) ?? '' } : null,
        validFrom: post.valid_from,
        validTo: post.valid_to,
      })),
    leaves: leaves
      .filter((leave) => leave.account_id === row.id)
      .map((leave) => ({ id: leave.id, firstDay: leave.first_day, lastDay: leave.last_day })),
  }));
  return { items, next: rows.length > wish.limit ? (shown.at(-1)?.login ?? null) : null };
}

const isPast = (post: { valid_to: string | null }, on: string): boolean =>
  post.valid_to !== null && post.valid_to <= on;

/** An account that is open. */
async function getAccount(ctx: Ctx, id: string): Promise<repository.AccountRecord> {
  const account = await repository.findAccount(ctx.db, id);
  if (!account) throw new Refused('not-found');
  if (account.disabled_at) throw new Refused('account.disabled', { name: account.name });
  return account;
}

/**
 * The operation names one unit, but what it does to an account is felt wherever that account works: the permission must
 * reach every post that is not over.
 */
export async function checkReach(ctx: Ctx, account: string, unit: string, permission: string): Promise<void> {
  const on = today(ctx);
  const posts = (await repository.postsOfAccounts(ctx.db, [account])).filter((post) => !isPast(post, on));
  const { actor } = ctx;
  if (!posts.some((post) => post.unit_id === unit)) throw new Refused('not-found');
  if (actor.kind === 'system') return;
  const reach = actor.kind === 'staff' ? actor.permissions[permission] : undefined;
  for (const post of posts) {
    if (!reach || !(await reaches(ctx, (actor as Staff).unit.id, reach, post.unit_id)))
      throw new Refused('permission.denied');
  }
}

/** Nobody manages their own account: a security administrator could otherwise hand themselves every power. */
export function notOneself(ctx: Ctx, account: string): void {
  if (ctx.actor.kind === 'staff' && ctx.actor.account === account) throw new Refused('account.own');
}

/** System, security and audit administration stay apart, also by way of substitutes. */
async function checkSeparation(ctx: Ctx, account: string, name: string, role: string): Promise<void> {
  const held = await repository.rolesWithin(ctx.db, account, today(ctx));
  if (!mayHoldTogether([...held, role])) throw new Refused('account.apart', { name });
}

/** The installation must not be left without somebody who can open accounts. */
export async function checkLastAdministrator(ctx: Ctx, account: string): Promise<void> {
  const role = 'security-administrator';
  const held = await repository.rolesWithin(ctx.db, account, today(ctx));
  if (held.includes(role) && (await repository.othersWithRole(ctx.db, role, account, today(ctx))) === 0)
    throw new Refused('account.last-administrator');
}

export async function addPost(
  ctx: Ctx,
  wish: { account: string; unit: string; role: string; from: string },
): Promise<{ id: string }> {
  notOneself(ctx, wish.account);
  const account = await getAccount(ctx, wish.account);
  const unit = await getUnit(ctx, wish.unit);
  if (!existsOn(unit, wish.from)) throw wrong('unit', 'unit.not-in-force', { date: wish.from });
  await getRole(ctx, wish.role);
  await checkSeparation(ctx, account.id, account.name, wish.role);
  const held = await repository.postsOfAccounts(ctx.db, [account.id]);
  const same = held.some((post) => post.unit_id === unit.id && post.role === wish.role && !isPast(post, wish.from));
  if (same) throw wrong('role', 'account.post-twice', { login: account.login });
  const id = ctx.app.id();
  const post = { id, account_id: account.id, unit_id: unit.id, role: wish.role, substitute_id: null };
  await repository.insertPosts(ctx.db, [{ ...post, valid_from: wish.from, valid_to: null }]);
  return { id };
}

/** A post that belongs to this account and unit, as the caller says; anything else does not exist for them. */
async function getPost(ctx: Ctx, id: string, unit: string, account?: string): Promise<repository.PostRecord> {
  const post = await repository.findPost(ctx.db, id);
  if (!post || post.unit_id !== unit || (account !== undefined && post.account_id !== account))
    throw new Refused('not-found');
  return post;
}

/** `on` is the first day on which the post is no longer held. */
export async function endPost(
  ctx: Ctx,
  wish: { account: string; post: string; unit: string; on: string },
): Promise<void> {
  notOneself(ctx, wish.account);
  const post = await getPost(ctx, wish.post, wish.unit, wish.account);
  if (post.valid_to !== null && post.valid_to <= wish.on)
    throw wrong('on', 'post.already-ended', { date: post.valid_to });
  if (wish.on < post.valid_from) throw wrong('on', 'post.before-start', { date: post.valid_from });
  if (post.role === 'security-administrator') await checkLastAdministrator(ctx, post.account_id);
  await repository.endPost(ctx.db, post.id, wish.on);
}

/**
 * Names the B of a post. B works in the same unit, in the one above, or in a neighbour under the same one above. What
 * should be known but does not forbid it comes back as notes: the flow of cases itself keeps B from reviewing own work.
 */
export async function nameSubstitute(
  ctx: Ctx,
  wish: { post: string; unit: string; account: string | null },
): Promise<{ post: string }> {
  const post = await getPost(ctx, wish.post, wish.unit);
  const on = today(ctx);
  if (isPast(post, on)) throw wrong('post', 'post.already-ended', { date: post.valid_to ?? '' });
  if (wish.account !== null) {
    if (wish.account === post.account_id) throw wrong('account', 'substitute.same');
    const account = await getAccount(ctx, wish.account);
    const near = await nearUnits(ctx, post.unit_id);
    const held = (await repository.postsOfAccounts(ctx.db, [account.id])).filter((each) => !isPast(each, on));
    if (!held.some((each) => near.has(each.unit_id))) throw wrong('account', 'substitute.far', { name: account.name });
    await checkSeparation(ctx, account.id, account.name, post.role);
  }
  await repository.setSubstitute(ctx.db, [post.id], wish.account);
  return { post: post.id };
}

async function nearUnits(ctx: Ctx, unit: string): Promise<Set<string>> {
  const map = await organisationOf(ctx);
  const parent = map.units.get(unit)?.parentId;
  if (!parent) return new Set([unit]);
  const siblings = [...map.units.values()].filter((each) => each.parentId === parent).map((each) => each.id);
  return new Set([unit, parent, ...siblings]);
}

/** Which work follows which: whoever does one and stands in for the other may not do both for one case. */
const follows: Record<string, readonly string[]> = {
  reviewer: ['handler', 'teller'],
  approver: ['handler', 'teller', 'reviewer'],
  head: ['handler', 'reviewer', 'approver'],
};

/** What whoever named a substitute should know, as codes of `note.…` in locales/<language>/organisation.json. */
export async function substituteNotes(ctx: Ctx, { post: id }: { post: string }): Promise<string[]> {
  const post = await repository.findPost(ctx.db, id);
  if (!post?.substitute_id) return [];
  const on = today(ctx);
  const own = (await repository.postsOfAccounts(ctx.db, [post.substitute_id])).filter((each) => !isPast(each, on));
  const account = await repository.findAccount(ctx.db, post.substitute_id);
  const { permissions } = await getRole(ctx, post.role);
  const notes: string[] = [];
  const clash = own.some(({ role }) => follows[role]?.includes(post.role) || follows[post.role]?.includes(role));
  if (clash) notes.push('note.own-work');
  if (needsSecondFactor(permissions) && !account?.totp_sealed) notes.push('note.second-factor');
  return notes;
}

/** A leave, and who takes over each post: nobody where there is no B, or B is away too; then the unit above does. */
export async function recordLeave(
  ctx: Ctx,
  wish: { account: string; unit: string; firstDay: string; lastDay: string },
): Promise<{ account: string; id: string }> {
  await checkReach(ctx, wish.account, wish.unit, 'leave.manage');
  await getAccount(ctx, wish.account);
  if (wish.lastDay < wish.firstDay) throw wrong('lastDay', 'leave.backwards');
  if (wish.lastDay < today(ctx)) throw wrong('lastDay', 'leave.over');
  const known = await repository.leavesOf(ctx.db, [wish.account], wish.firstDay);
  const clash = known.find((leave) => leave.first_day <= wish.lastDay);
  if (clash) throw wrong('firstDay', 'leave.overlaps', { from: clash.first_day, to: clash.last_day });
  const id = ctx.app.id();
  const by = ctx.actor.kind === 'staff' ? ctx.actor.account : wish.account;
  await repository.insertLeave(ctx, { id, ...wish, by });
  return { account: wish.account, id };
}

export async function substitutesDuring(
  ctx: Ctx,
  { account, id }: { account: string; id: string },
): Promise<{ id: string; substitutes: { post: string; name: string | null }[] }> {
  const on = today(ctx);
  const leave = (await repository.leavesOf(ctx.db, [account], on)).find((each) => each.id === id);
  const posts = (await repository.postsOfAccounts(ctx.db, [account])).filter((post) => !isPast(post, on));
  const stands = posts.flatMap((post) => post.substitute_id ?? []);
  const names = await repository.accountNames(ctx, stands);
  const theirs = await repository.leavesOf(ctx.db, stands, leave?.first_day ?? on);
  const away = (substitute: string): boolean =>
    theirs.some((other) => other.account_id === substitute && other.first_day <= (leave?.last_day ?? on));
  return {
    id,
    substitutes: posts.map(({ id: post, substitute_id: b }) => ({
      post,
      name: b === null || away(b) ? null : (names.get(b) ?? null),
    })),
  };
}

export async function cancelLeave(ctx: Ctx, wish: { account: string; id: string; unit: string }): Promise<void> {
  await checkReach(ctx, wish.account, wish.unit, 'leave.manage');
  if (!(await repository.cancelLeave(ctx, wish.account, wish.id))) throw new Refused('not-found');
}

/** Who works at a unit: for transfers and delegations. */
export async function colleagues(ctx: Ctx, unit: string) {
  await getUnit(ctx, unit);
  return repository.colleaguesAt(ctx.db, unit, today(ctx));
}
