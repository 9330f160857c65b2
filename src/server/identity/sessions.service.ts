import { createHash } from 'node:crypto';
import type { Me } from '#api/session.ts';
import { maskName } from '#domain/identity/mask.ts';
import { Refused } from '#domain/kernel/problem.ts';
import { needsSecondFactor } from '#domain/organisation/roles.ts';
import type { Actor, App, Ctx, Staff } from '../context.ts';
import { absentBehind, type HeldPost, postsOf, revokeSessions, today } from '../organisation/index.ts';
import * as accounts from './accounts.repository.ts';
import * as consents from './consents.repository.ts';
import { isFirst } from './first-password.ts';
import { findPerson, getPerson, namesOf } from './persons.repository.ts';
import * as sessions from './sessions.repository.ts';

const minutes = (n: number) => n * 60_000;
/** A working day at a counter; a quiet half hour signs a clerk out (GB/T 22239-2019, 8.1.4.1). */
const life = { staff: minutes(10 * 60), resident: minutes(12 * 60) };
const idle = { staff: minutes(30), resident: minutes(60) };
/** Nobody is served for longer at one go; a forgotten sitting must not keep a record open. */
const sittingLife = minutes(120);

export const hashToken = (token: string): Buffer => createHash('sm3').update(token, 'utf8').digest();

/**
 * The bearer's secret, made of the session's id and a key outside the database: a repeated request gets the same one,
 * and no table ever holds it.
 */
const tokenOf = (app: App, session: string): string =>
  app.vault.blindIndex('session.token', session).toString('base64url');

export async function openSession(
  ctx: Ctx,
  values: { account?: string; post?: string | undefined; person?: string | null; persons?: string[]; mobile?: string },
): Promise<{ session: string }> {
  const id = ctx.app.id();
  await sessions.insertSession(ctx, {
    id,
    tokenHash: hashToken(tokenOf(ctx.app, id)),
    account: values.account ?? null,
    post: values.post ?? null,
    person: values.person ?? null,
    persons: values.persons ?? [],
    mobile: values.mobile ?? null,
    expiresAt: new Date(ctx.now.getTime() + (values.account ? life.staff : life.resident)),
  });
  return { session: id };
}

/** What whoever signed in is given: the token, and who they are now. */
export async function welcome(ctx: Ctx, { session }: { session: string }): Promise<{ token: string; actor: Actor }> {
  return { token: tokenOf(ctx.app, session), actor: await actorOf(ctx.app, { id: session }) };
}

/** Who calls, from the token of the cookie or header. A session that is over is nobody's. */
export const authenticate = async (app: App, token: string | undefined): Promise<Actor> =>
  token ? actorOf(app, { tokenHash: hashToken(token) }) : { kind: 'anyone' };

async function actorOf(app: App, by: { tokenHash: Buffer } | { id: string }): Promise<Actor> {
  const now = app.clock.now();
  const session = await sessions.findSession(app.db, by);
  if (!session || session.revoked_at || session.disabled_at || session.expires_at <= now) return { kind: 'anyone' };
  const quiet = now.getTime() - session.seen_at.getTime();
  if (quiet > (session.account_id ? idle.staff : idle.resident)) return { kind: 'anyone' };
  if (quiet > minutes(1)) await sessions.seen(app, session.id, now);
  if (session.account_id) return staffOf(app, session, session.account_id, now);
  if (!session.person_id) return { kind: 'caller', session: session.id, persons: session.persons };
  const { file, follow, collect } = await consents.giversFor(app.db, session.person_id, now);
  return {
    kind: 'resident',
    session: session.id,
    person: session.person_id,
    actsFor: file,
    follows: follow,
    collects: collect,
  };
}

/** Nothing is permitted before a first password is changed and, where the role asks for it, a second factor is set up. */
const permitted = (session: sessions.SessionRecord, post: HeldPost): boolean =>
  !isFirst(session.password_hash ?? '') && !(needsSecondFactor(post.permissions) && !session.totp_sealed);

async function staffOf(app: App, session: sessions.SessionRecord, account: string, now: Date): Promise<Staff> {
  const posts = await postsOf(app.db, account, today({ now }));
  const post = posts.find((each) => each.id === session.post_id) ?? posts[0];
  const { sitting } = session;
  const sits = sitting && now.getTime() - Date.parse(sitting.since) < sittingLife;
  const absent = posts.filter((each) => each.account_id !== account && each.unit_id === post?.unit_id);
  return {
    kind: 'staff',
    session: session.id,
    account,
    name: session.name ?? '',
    post: post?.id ?? null,
    unit: post ? { id: post.unit_id, level: post.unit_level } : { id: '', level: 'village' },
    role: post?.role ?? '',
    permissions: post && permitted(session, post) ? post.permissions : {},
    standsInFor: [...new Set(absent.map((each) => each.account_id))],
    sitting: sits ? sitting : null,
  };
}

/** Who is signed in now, read anew: for the answer of whatever changed a session. */
export const meOf = async (ctx: Ctx, { session }: { session: string }): Promise<Me> =>
  me(ctx, await actorOf(ctx.app, { id: session }));

export async function me(ctx: Ctx, actor: Actor = ctx.actor): Promise<Me> {
  switch (actor.kind) {
    case 'caller':
      return { kind: 'caller', persons: await personsToChoose(ctx, actor.persons) };
    case 'resident':
      return resident(ctx, actor);
    case 'staff':
      return staffMember(ctx, actor);
    default:
      return { kind: 'anyone' };
  }
}

async function resident(ctx: Ctx, actor: Extract<Actor, { kind: 'resident' }>): Promise<Me> {
  const person = await getPerson(ctx, actor.person);
  const telephone = await sessions.telephoneOf(ctx, actor.session);
  const family = (telephone?.persons ?? []).filter((id) => id !== actor.person && !actor.actsFor.includes(id));
  const names = await namesOf(ctx, [...family, ...actor.actsFor]);
  const others = (ids: string[], why: 'telephone' | 'consent') =>
    ids.map((id) => ({ id, name: names.get(id) ?? '', why }));
  return {
    kind: 'resident',
    person: { id: person.id, name: person.name },
    others: [...others(family, 'telephone'), ...others(actor.actsFor, 'consent')],
  };
}

async function staffMember(ctx: Ctx, actor: Staff): Promise<Me> {
  const on = today(ctx);
  const account = await accounts.readAccount(ctx.db, actor.account);
  if (!account) throw new Refused('auth.required');
  const posts = (await postsOf(ctx.db, actor.account, on)).map((post) => ({
    id: post.id,
    unit: { id: post.unit_id, name: post.unit_name, level: post.unit_level },
    role: post.role,
    roleName: ctx.language === 'en' ? post.role_name_en : post.role_name,
  }));
  const served = actor.sitting && (await findPerson(ctx, actor.sitting.person));
  return {
    kind: 'staff',
    account: {
      id: account.id,
      name: account.name,
      login: account.login,
      secondFactor: account.totp_sealed !== null,
      mustChangePassword: isFirst(account.password_hash),
    },
    post: posts.find((post) => post.id === actor.post) ?? null,
    posts,
    permissions: actor.permissions,
    standsInFor: actor.post ? await absentBehind(ctx.db, actor.account, actor.unit.id, on) : [],
    sitting: actor.sitting && served ? { person: served.id, name: served.name, since: actor.sitting.since } : null,
  };
}

/** Masked, but so that those whom one telephone serves can tell each other apart: 张*, or 张*兰 and 张*军. */
export async function personsToChoose(ctx: Ctx, ids: readonly string[]): Promise<{ id: string; name: string }[]> {
  const names = await namesOf(ctx, ids);
  const masked = ids.map((id) => ({ id, full: names.get(id) ?? '', name: maskName(names.get(id) ?? '') }));
  return masked.map(({ id, full, name }) => {
    const alike = masked.filter((other) => other.name === name).length > 1;
    return { id, name: alike ? name.slice(0, -1) + [...full].at(-1) : name };
  });
}

export function staff(ctx: Ctx): Staff {
  if (ctx.actor.kind !== 'staff') throw new Refused('permission.denied');
  return ctx.actor;
}

export async function act(ctx: Ctx, post: string): Promise<{ session: string }> {
  const { account, session } = staff(ctx);
  const posts = await postsOf(ctx.db, account, today(ctx));
  if (!posts.some((each) => each.id === post)) throw new Refused('permission.denied');
  await sessions.actAtPost(ctx, session, post);
  return { session };
}

export async function signOut(ctx: Ctx, everywhere: boolean): Promise<void> {
  const { actor } = ctx;
  if (!('session' in actor)) return;
  if (!everywhere || actor.kind === 'caller') await sessions.revokeSession(ctx, actor.session);
  else if (actor.kind === 'staff') await revokeSessions(ctx, actor.account);
  else await sessions.revokeSessionsOfPerson(ctx, actor.person);
}

/** While one person is being served their data are shown unmasked; the sitting itself is the purpose, and is logged. */
export async function sit(ctx: Ctx, person: string | null): Promise<{ session: string }> {
  const { session } = staff(ctx);
  const served = person === null ? null : await getPerson(ctx, person);
  if (served) ctx.views.push({ person: served.id, purpose: 'service', detail: { sitting: true } });
  await sessions.setSitting(ctx, session, served?.id ?? null);
  return { session };
}
