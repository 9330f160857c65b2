import { createHash, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { Me } from '#api/session.ts';
import type { Level } from '#domain/catalogue/item.ts';
import { maskName } from '#domain/identity/mask.ts';
import { passwordFaults } from '#domain/identity/password-rules.ts';
import { parseMobile } from '#domain/identity/phone.ts';
import { Refused } from '#domain/kernel/problem.ts';
import type { Actor, App, Ctx, Db, Staff } from '../context.ts';
import { needsSecondFactor, type Reach, today } from '../organisation/index.ts';
import { fitsOneTimeCode, hashOneTimeCode, newOneTimeCode } from '../platform/one-time-codes.ts';
import { hashPassword, needsRehash, verifyPassword } from '../platform/passwords.ts';
import { demoTotp, newTotpSecret, totpUri, verifyTotp } from '../platform/totp.ts';
import * as consents from './consents.ts';
import { findByMobile, findByNumber, findPerson, getPerson, namesOf, updatePerson } from './persons.repository.ts';
import { ensurePerson, type NewPerson } from './persons.service.ts';

const minutes = (n: number) => n * 60_000;
/** A working day at a counter; a quiet half hour signs a clerk out (GB/T 22239, 8.1.4.1). */
const life = { staff: minutes(10 * 60), resident: minutes(12 * 60) };
const idle = { staff: minutes(30), resident: minutes(60) };
const code = { life: minutes(5), tries: 5, perHour: 6 };
const lock = { failures: 5, for: minutes(15) };

const hashToken = (token: string): Buffer => createHash('sm3').update(token, 'utf8').digest();
const newToken = (): string => randomBytes(32).toString('base64url');

/** What a post lets its holder do; nothing until the second factor is set up where the role needs one. */
interface PostRow {
  id: string;
  account_id: string;
  unit_id: string;
  unit_name: string;
  unit_level: Level;
  role: string;
  role_name: string;
  permissions: Record<string, Reach>;
}

/** The account's own posts today, and those of absent colleagues whose substitute it is (AB角: hand-over is automatic). */
async function postsOf(db: Db, account: string, on: string): Promise<PostRow[]> {
  const { rows } = await sql<PostRow>`
    select p.id, p.account_id, p.unit_id, u.name as unit_name, u.level as unit_level, p.role, r.name as role_name, r.permissions
    from posts p join units u on u.id = p.unit_id join roles r on r.code = p.role
    where p.valid_from <= ${on} and (p.valid_to is null or p.valid_to > ${on})
      and (p.account_id = ${account} or (p.substitute_id = ${account} and exists (
        select 1 from leaves l where l.account_id = p.account_id and l.cancelled_at is null
          and l.first_day <= ${on} and l.last_day >= ${on})))
    order by (p.account_id = ${account}) desc, p.id`.execute(db);
  return rows;
}

async function absentBehind(
  db: Db,
  account: string,
  unit: string,
  on: string,
): Promise<{ id: string; name: string; until: string }[]> {
  const { rows } = await sql<{ id: string; name: string; until: string }>`
    select distinct a.id, a.name, l.last_day as until from posts p
    join leaves l on l.account_id = p.account_id and l.cancelled_at is null and l.first_day <= ${on} and l.last_day >= ${on}
    join accounts a on a.id = p.account_id
    where p.substitute_id = ${account} and p.unit_id = ${unit} and p.valid_from <= ${on} and (p.valid_to is null or p.valid_to > ${on})`.execute(
    db,
  );
  return rows;
}

/** Who calls, from the token of the cookie or header. A session that is over is nobody's. */
export async function authenticate(app: App, token: string | undefined): Promise<Actor> {
  if (!token) return { kind: 'anyone' };
  const now = app.clock.now();
  const session = await app.db
    .selectFrom('sessions')
    .leftJoin('accounts', 'accounts.id', 'sessions.account_id')
    .select([
      'sessions.id',
      'sessions.account_id',
      'post_id',
      'person_id',
      'persons',
      'sitting',
      'seen_at',
      'expires_at',
      'revoked_at',
      'accounts.name',
      'accounts.disabled_at',
      'accounts.totp_sealed',
    ])
    .where('token_hash', '=', hashToken(token))
    .executeTakeFirst();
  if (!session || session.revoked_at || session.disabled_at || session.expires_at <= now) return { kind: 'anyone' };
  const quiet = now.getTime() - session.seen_at.getTime();
  if (quiet > (session.account_id ? idle.staff : idle.resident)) return { kind: 'anyone' };
  if (quiet > minutes(1))
    await app.db.updateTable('sessions').set({ seen_at: now }).where('id', '=', session.id).execute();
  if (!session.account_id) {
    if (!session.person_id) return { kind: 'caller', session: session.id, persons: session.persons };
    return {
      kind: 'resident',
      session: session.id,
      person: session.person_id,
      actsFor: await consents.giversFor(app.db, session.person_id, now),
    };
  }
  const on = today({ now });
  const posts = await postsOf(app.db, session.account_id, on);
  const post = posts.find((each) => each.id === session.post_id) ?? posts[0];
  const permitted = post && !(needsSecondFactor(post.permissions) && !session.totp_sealed);
  return {
    kind: 'staff',
    session: session.id,
    account: session.account_id,
    name: session.name ?? '',
    post: post?.id ?? null,
    unit: post ? { id: post.unit_id, level: post.unit_level } : { id: '', level: 'village' },
    role: post?.role ?? '',
    permissions: permitted ? post.permissions : {},
    standsInFor: post ? (await absentBehind(app.db, session.account_id, post.unit_id, on)).map((each) => each.id) : [],
    sitting: session.sitting,
  };
}

export async function me(ctx: Ctx, actor: Actor = ctx.actor): Promise<Me> {
  if (actor.kind === 'resident') {
    const person = await getPerson(ctx, actor.person);
    const session = await ctx.db
      .selectFrom('sessions')
      .select('persons')
      .where('id', '=', actor.session)
      .executeTakeFirst();
    const family = (session?.persons ?? []).filter((id) => id !== actor.person);
    const names = await namesOf(ctx, [...family, ...actor.actsFor]);
    const others = (ids: string[], why: 'telephone' | 'consent') =>
      ids.map((id) => ({ id, name: names.get(id) ?? '', why }));
    return {
      kind: 'resident',
      person: { id: person.id, name: person.name },
      others: [...others(family, 'telephone'), ...others(actor.actsFor, 'consent')],
    };
  }
  if (actor.kind !== 'staff') return { kind: 'anyone' };
  const on = today(ctx);
  const account = await ctx.db
    .selectFrom('accounts')
    .select(['id', 'name', 'login', 'totp_sealed'])
    .where('id', '=', actor.account)
    .executeTakeFirstOrThrow();
  const posts = (await postsOf(ctx.db, actor.account, on)).map((post) => ({
    id: post.id,
    unit: { id: post.unit_id, name: post.unit_name, level: post.unit_level },
    role: post.role,
    roleName: post.role_name,
  }));
  const served = actor.sitting && (await findPerson(ctx, actor.sitting.person));
  return {
    kind: 'staff',
    account: { id: account.id, name: account.name, login: account.login, secondFactor: account.totp_sealed !== null },
    post: posts.find((post) => post.id === actor.post) ?? null,
    posts,
    permissions: actor.permissions,
    standsInFor: actor.post ? await absentBehind(ctx.db, actor.account, actor.unit.id, on) : [],
    sitting: actor.sitting && served ? { person: served.id, name: served.name, since: actor.sitting.since } : null,
  };
}

/** Reads the actor anew after a session changed. */
async function actorOf(ctx: Ctx, session: string): Promise<Actor> {
  const row = await ctx.db
    .selectFrom('sessions')
    .select(['account_id', 'person_id', 'post_id', 'sitting'])
    .where('id', '=', session)
    .executeTakeFirstOrThrow();
  if (row.person_id) {
    return {
      kind: 'resident',
      session,
      person: row.person_id,
      actsFor: await consents.giversFor(ctx.db, row.person_id, ctx.now),
    };
  }
  const old = ctx.actor as Staff;
  return { ...old, sitting: row.sitting };
}

async function openSession(
  ctx: Ctx,
  values: { account?: string; post?: string | undefined; person?: string | null; persons?: string[]; mobile?: string },
): Promise<{ id: string; token: string }> {
  const token = newToken();
  const id = ctx.app.id();
  await ctx.db
    .insertInto('sessions')
    .values({
      id,
      token_hash: hashToken(token),
      account_id: values.account ?? null,
      post_id: values.post ?? null,
      person_id: values.person ?? null,
      persons: values.persons ?? [],
      mobile_sealed: values.mobile
        ? ctx.app.vault.sealText(values.mobile, { table: 'sessions', column: 'mobile', row: id })
        : null,
      sitting: null,
      created_at: ctx.now,
      seen_at: ctx.now,
      expires_at: new Date(ctx.now.getTime() + (values.account ? life.staff : life.resident)),
      revoked_at: null,
    })
    .execute();
  return { id, token };
}

/** Sends a one-time code. The answer is the same whether or not anybody is known under the telephone. */
export async function askCode(
  ctx: Ctx,
  typed: string,
): Promise<{ challenge: string; expiresAt: string; shownCode?: string }> {
  const mobile = parseMobile(typed);
  if (!mobile.ok) throw new Refused('input.invalid', { count: 1 }, [{ path: 'mobile', code: mobile.code }]);
  const phone_key = ctx.app.vault.blindIndex('person.mobile', mobile.value);
  const recent = await ctx.db
    .selectFrom('one_time_codes')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where('phone_key', '=', phone_key)
    .where('created_at', '>', new Date(ctx.now.getTime() - minutes(60)))
    .executeTakeFirstOrThrow();
  if (Number(recent.count) >= code.perHour) throw new Refused('auth.too-many-codes');
  const id = ctx.app.id();
  const secret = newOneTimeCode();
  const expires = new Date(ctx.now.getTime() + code.life);
  await ctx.db
    .insertInto('one_time_codes')
    .values({
      id,
      phone_key,
      phone_sealed: ctx.app.vault.sealText(mobile.value, { table: 'one_time_codes', column: 'phone', row: id }),
      code_hash: hashOneTimeCode(ctx.app.vault, id, secret),
      created_at: ctx.now,
      expires_at: expires,
      used_at: null,
    })
    .execute();
  await ctx.app.notifier.sendCode({ key: id, mobile: mobile.value, code: secret, language: ctx.language });
  return { challenge: id, expiresAt: expires.toISOString(), ...(ctx.app.demo && { shownCode: secret }) };
}

/** Takes a code. A wrong one is counted outside the command's transaction, which a refusal undoes. */
export async function signInResident(
  ctx: Ctx,
  challenge: string,
  typed: string,
): Promise<{ token: string; persons: string[]; person: string | null }> {
  const row = await ctx.db
    .selectFrom('one_time_codes')
    .selectAll()
    .where('id', '=', challenge)
    .forUpdate()
    .executeTakeFirst();
  if (!row || row.used_at || row.expires_at <= ctx.now || row.tries >= code.tries) throw new Refused('auth.expired');
  if (!fitsOneTimeCode(ctx.app.vault, challenge, typed, row.code_hash)) {
    ctx.afterRefusal.push((db) =>
      db
        .updateTable('one_time_codes')
        .set((eb) => ({ tries: eb('tries', '+', 1) }))
        .where('id', '=', challenge)
        .execute(),
    );
    throw new Refused('auth.wrong-code', { left: code.tries - row.tries - 1 });
  }
  await ctx.db.updateTable('one_time_codes').set({ used_at: ctx.now }).where('id', '=', challenge).execute();
  const mobile = ctx.app.vault.openText(row.phone_sealed, { table: 'one_time_codes', column: 'phone', row: challenge });
  const persons = (await findByMobile(ctx, mobile)).map((person) => person.id);
  const only = persons.length === 1 ? persons[0]! : null;
  const { token } = await openSession(ctx, { person: only, persons, mobile });
  return { token, persons, person: only };
}

export async function personsToChoose(ctx: Ctx, ids: string[]): Promise<{ id: string; name: string }[]> {
  const names = await namesOf(ctx, ids);
  return ids.map((id) => ({ id, name: maskName(names.get(id) ?? '') }));
}

/**
 * The first visit by telephone: who you are. A record that is already kept under another telephone is not handed to
 * whoever knows a name and a number: a lost number is recovered at a counter, with the card in hand.
 */
export async function register(ctx: Ctx, wish: NewPerson): Promise<{ session: string }> {
  const { actor } = ctx;
  if (actor.kind !== 'caller' && actor.kind !== 'resident') throw new Refused('auth.required');
  const session = await ctx.db
    .selectFrom('sessions')
    .select(['persons', 'mobile_sealed'])
    .where('id', '=', actor.session)
    .executeTakeFirstOrThrow();
  const mobile =
    session.mobile_sealed &&
    ctx.app.vault.openText(session.mobile_sealed, { table: 'sessions', column: 'mobile', row: actor.session });
  if (!mobile) throw new Refused('auth.required');
  const { person, existed } = await ensurePerson(ctx, { ...wish, mobile });
  if (existed && person.mobile !== mobile) throw new Refused('identity.other-telephone');
  await ctx.db
    .updateTable('sessions')
    .set({ person_id: person.id, persons: [...new Set([...session.persons, person.id])] })
    .where('id', '=', actor.session)
    .execute();
  return { session: actor.session };
}

export async function choose(ctx: Ctx, person: string): Promise<{ session: string }> {
  const { actor } = ctx;
  if (actor.kind !== 'caller' && actor.kind !== 'resident') throw new Refused('auth.required');
  const session = await ctx.db
    .selectFrom('sessions')
    .select('persons')
    .where('id', '=', actor.session)
    .executeTakeFirstOrThrow();
  if (!session.persons.includes(person)) throw new Refused('permission.denied');
  await ctx.db.updateTable('sessions').set({ person_id: person }).where('id', '=', actor.session).execute();
  return { session: actor.session };
}

export const meOf = async (ctx: Ctx, { session }: { session: string }): Promise<Me> =>
  me(ctx, await actorOf(ctx, session));

/** Password, then the second factor. Five wrong tries lock the account for a quarter of an hour. */
export async function signInStaff(
  ctx: Ctx,
  wish: { login: string; password: string; code?: string | undefined },
): Promise<{ token: string }> {
  const account = await ctx.db
    .selectFrom('accounts')
    .selectAll()
    .where('login', '=', wish.login.trim().toLowerCase())
    .forUpdate()
    .executeTakeFirst();
  const fits = await verifyPassword(account?.password_hash, wish.password);
  if (!account || account.disabled_at) throw new Refused('auth.wrong');
  if (account.locked_until && account.locked_until > ctx.now) {
    throw new Refused('auth.locked', {
      minutes: Math.ceil((account.locked_until.getTime() - ctx.now.getTime()) / minutes(1)),
    });
  }
  const failed = () => {
    const failures = account.failures + 1;
    const locked_until = failures >= lock.failures ? new Date(ctx.now.getTime() + lock.for) : null;
    ctx.afterRefusal.push((db) =>
      db
        .updateTable('accounts')
        .set({ failures: locked_until ? 0 : failures, locked_until })
        .where('id', '=', account.id)
        .execute(),
    );
  };
  if (!fits) {
    failed();
    throw new Refused('auth.wrong');
  }
  let step = Number(account.totp_step);
  if (account.totp_sealed) {
    const secret = ctx.app.vault.openText(account.totp_sealed, { table: 'accounts', column: 'totp', row: account.id });
    if (!wish.code)
      throw new Refused('auth.second-factor', ctx.app.demo ? { demoCode: demoTotp(secret, ctx.now.getTime()) } : {});
    const matched = verifyTotp(secret, wish.code, { nowMs: ctx.now.getTime(), lastStep: step || undefined });
    if (matched === undefined) {
      failed();
      throw new Refused('auth.wrong-code', { left: Math.max(0, lock.failures - account.failures - 1) });
    }
    step = matched;
  }
  await ctx.db
    .updateTable('accounts')
    .set({
      failures: 0,
      locked_until: null,
      totp_step: step,
      ...(needsRehash(account.password_hash) && { password_hash: await hashPassword(wish.password) }),
    })
    .where('id', '=', account.id)
    .execute();
  const posts = await postsOf(ctx.db, account.id, today(ctx));
  const { token } = await openSession(ctx, { account: account.id, post: posts[0]?.id });
  return { token };
}

export async function act(ctx: Ctx, post: string): Promise<void> {
  const { account, session } = staff(ctx);
  const posts = await postsOf(ctx.db, account, today(ctx));
  if (!posts.some((each) => each.id === post)) throw new Refused('permission.denied');
  await ctx.db.updateTable('sessions').set({ post_id: post }).where('id', '=', session).execute();
}

export function staff(ctx: Ctx): Staff {
  if (ctx.actor.kind !== 'staff') throw new Refused('permission.denied');
  return ctx.actor;
}

export async function signOut(ctx: Ctx, everywhere: boolean): Promise<void> {
  const { actor } = ctx;
  if (!('session' in actor)) return;
  const base = ctx.db.updateTable('sessions').set({ revoked_at: ctx.now }).where('revoked_at', 'is', null);
  if (!everywhere || actor.kind === 'caller') await base.where('id', '=', actor.session).execute();
  else if (actor.kind === 'staff') await base.where('account_id', '=', actor.account).execute();
  else await base.where('person_id', '=', actor.person).execute();
}

export async function changePassword(ctx: Ctx, old: string, fresh: string): Promise<void> {
  const { account, session } = staff(ctx);
  const row = await ctx.db
    .selectFrom('accounts')
    .select(['login', 'password_hash'])
    .where('id', '=', account)
    .executeTakeFirstOrThrow();
  if (!(await verifyPassword(row.password_hash, old))) throw new Refused('auth.wrong');
  checkPassword(fresh, row.login);
  await ctx.db
    .updateTable('accounts')
    .set({ password_hash: await hashPassword(fresh) })
    .where('id', '=', account)
    .execute();
  await ctx.db
    .updateTable('sessions')
    .set({ revoked_at: ctx.now })
    .where('account_id', '=', account)
    .where('id', '<>', session)
    .where('revoked_at', 'is', null)
    .execute();
}

export function checkPassword(password: string, login: string): void {
  const faults = passwordFaults(password, { login });
  if (faults.length > 0)
    throw new Refused(
      'input.invalid',
      { count: faults.length },
      faults.map((fault) => ({ path: 'password', code: fault })),
    );
}

/** First call: a new secret, sealed but not yet asked for. Second call, with a code that fits: it counts from now on. */
export async function setUpSecondFactor(
  ctx: Ctx,
  typed: string | undefined,
): Promise<{ secret?: string; login: string }> {
  const { account } = staff(ctx);
  const pendingKey = `second-factor:${account}`;
  const row = await ctx.db
    .selectFrom('accounts')
    .select(['login', 'totp_sealed'])
    .where('id', '=', account)
    .executeTakeFirstOrThrow();
  const place = { table: 'accounts', column: 'totp', row: account };
  if (typed === undefined) {
    const secret = newTotpSecret();
    const sealed = ctx.app.vault.sealText(secret, place).toString('base64');
    await ctx.db
      .insertInto('settings')
      .values({ key: pendingKey, value: JSON.stringify(sealed) })
      .onConflict((conflict) => conflict.column('key').doUpdateSet((eb) => ({ value: eb.ref('excluded.value') })))
      .execute();
    return { secret, login: row.login };
  }
  const pending = await ctx.db.selectFrom('settings').select('value').where('key', '=', pendingKey).executeTakeFirst();
  if (typeof pending?.value !== 'string') throw new Refused('auth.expired');
  const sealed = Buffer.from(pending.value, 'base64');
  const step = verifyTotp(ctx.app.vault.openText(sealed, place), typed, { nowMs: ctx.now.getTime() });
  if (step === undefined) throw new Refused('auth.wrong-code', { left: 1 });
  await ctx.db
    .updateTable('accounts')
    .set({ totp_sealed: sealed, totp_step: step })
    .where('id', '=', account)
    .execute();
  await ctx.db.deleteFrom('settings').where('key', '=', pendingKey).execute();
  return { login: row.login };
}

export const secondFactorUri = totpUri;

/** While one person is being served their data are shown unmasked; the sitting itself is the purpose, and is logged. */
export async function sit(ctx: Ctx, person: string | null): Promise<{ session: string }> {
  const { session } = staff(ctx);
  if (person) {
    const served = await getPerson(ctx, person);
    ctx.views.push({ person: served.id, purpose: 'service', detail: { sitting: true } });
  }
  const sitting = person && { person, since: ctx.now.toISOString() };
  await ctx.db
    .updateTable('sessions')
    .set({ sitting: sitting ? JSON.stringify(sitting) : null })
    .where('id', '=', session)
    .execute();
  return { session };
}

/** A telephone regained at a counter: the new number takes over, sessions under the old one end. */
export async function recoverTelephone(ctx: Ctx, person: string, mobile: string): Promise<void> {
  const record = await getPerson(ctx, person);
  await updatePerson(ctx, { ...record, mobile }, record.seq);
  await ctx.db
    .updateTable('sessions')
    .set({ revoked_at: ctx.now })
    .where('person_id', '=', person)
    .where('revoked_at', 'is', null)
    .execute();
}

export { findByNumber };
