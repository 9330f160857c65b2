import { passwordFaults } from '#domain/identity/password-rules.ts';
import { type ProblemParams, Refused } from '#domain/kernel/problem.ts';
import type { App, Ctx } from '../context.ts';
import { postsOf, revokeSessions, today } from '../organisation/index.ts';
import { hashPassword, needsRehash } from '../platform/passwords.ts';
import { demoTotp, newTotpSecret, totpUri, verifyTotp } from '../platform/totp.ts';
import * as accounts from './accounts.repository.ts';
import { isFirst, verifyKept } from './first-password.ts';
import { openSession, staff } from './sessions.service.ts';

const minutes = (n: number) => n * 60_000;
/** GB/T 22239-2019, 8.1.4.1: failed sign-ins are answered by a lock. */
const lock = { failures: 5, for: minutes(15) };

const loginOf = (typed: string): string => typed.normalize('NFKC').trim().toLowerCase();

/** To be called before the command begins: the count stands even when the command is refused, and for each of many at once. */
export const countTry = (app: App, by: { login: string } | { id: string }): Promise<void> =>
  accounts.countTry(app, 'id' in by ? by : { login: loginOf(by.login) }, app.clock.now());

/** Refuses a locked account; one try too many, also among tries made at once, locks it now. */
function checkLock(ctx: Ctx, account: accounts.AccountSecrets): void {
  const until = account.locked_until;
  if (until && until > ctx.now) {
    throw new Refused('auth.locked', { minutes: Math.ceil((until.getTime() - ctx.now.getTime()) / minutes(1)) });
  }
  if (account.failures > lock.failures) {
    lockAfter(ctx, account);
    throw new Refused('auth.locked', { minutes: lock.for / minutes(1) });
  }
}

const lockAfter = (ctx: Ctx, { id }: accounts.AccountSecrets): void => {
  const until = new Date(ctx.now.getTime() + lock.for);
  ctx.afterRefusal.push((db) => accounts.lockOut(db, id, until));
};

/** Password, then the second factor. Five wrong tries lock the account for a quarter of an hour. */
export async function signInStaff(
  ctx: Ctx,
  wish: { login: string; password: string; code?: string | undefined },
): Promise<{ session: string }> {
  const { vault } = ctx.app;
  const account = await accounts.lockAccount(ctx.db, { login: loginOf(wish.login) });
  if (account) checkLock(ctx, account);
  const fits = await verifyKept(vault, account, wish.password, today(ctx));
  if (!account || account.disabled_at) throw new Refused('auth.wrong');
  if (!fits) {
    if (account.failures >= lock.failures) lockAfter(ctx, account);
    throw new Refused('auth.wrong');
  }
  const step = account.totp_sealed ? provenStep(ctx, account, account.totp_sealed, wish.code) : undefined;
  const stale = !isFirst(account.password_hash) && needsRehash(account.password_hash);
  const hash = stale ? await hashPassword(wish.password) : undefined;
  await accounts.signedIn(ctx, account.id, { step, hash });
  const posts = await postsOf(ctx.db, account.id, today(ctx));
  return openSession(ctx, { account: account.id, post: posts[0]?.id });
}

function provenStep(ctx: Ctx, account: accounts.AccountSecrets, sealed: Buffer, code: string | undefined): number {
  const secret = ctx.app.vault.openText(sealed, accounts.secondFactorPlace(account.id));
  const lastStep = Number(account.totp_step) || undefined;
  // Whoever tries a demonstration signs in again within half a minute: there the next code counts as soon as the last was used.
  const ahead = ctx.app.demo && lastStep !== undefined ? (lastStep + 1) * 30_000 : 0;
  const nowMs = Math.max(ctx.now.getTime(), ahead);
  const shown: ProblemParams = ctx.app.demo ? { demoCode: demoTotp(secret, nowMs) } : {};
  if (!code) {
    // The password was right, so this was no guess.
    ctx.afterRefusal.push((db) => accounts.takeBackTry(db, account.id));
    throw new Refused('auth.second-factor', shown);
  }
  const step = verifyTotp(secret, code, { nowMs, lastStep });
  if (step !== undefined) return step;
  if (account.failures >= lock.failures) lockAfter(ctx, account);
  const used = verifyTotp(secret, code, { nowMs }) !== undefined;
  const left = Math.max(0, lock.failures - account.failures);
  throw new Refused(used ? 'auth.code-used' : 'auth.wrong-code', { left, ...shown });
}

export function checkPassword(password: string, login: string, path: string): void {
  const faults = passwordFaults(password, { login });
  if (faults.length === 0) return;
  throw new Refused(
    'input.invalid',
    { count: faults.length },
    faults.map((fault) => ({ path, code: fault })),
  );
}

/** Whoever guesses at the old password in a session left open loses that session, and the account is locked. */
export async function changePassword(ctx: Ctx, old: string, fresh: string): Promise<void> {
  const { account: id, session } = staff(ctx);
  const account = await accounts.lockAccount(ctx.db, { id });
  if (!account) throw new Refused('auth.required');
  checkLock(ctx, account);
  if (!(await verifyKept(ctx.app.vault, account, old, today(ctx)))) {
    if (account.failures >= lock.failures) {
      lockAfter(ctx, account);
      ctx.afterRefusal.push((db) => revokeSessions({ db, now: ctx.now }, id));
    }
    throw new Refused('auth.wrong');
  }
  checkPassword(fresh, account.login, 'new');
  if (fresh === old) throw new Refused('input.invalid', { count: 1 }, [{ path: 'new', code: 'password.same' }]);
  await accounts.setPassword(ctx, id, await hashPassword(fresh));
  await revokeSessions(ctx, id, session);
}

/**
 * First call: a new secret, sealed but not yet asked for. Second call, with a code that fits: it counts from now on. A
 * factor that is set up is not replaced from within a session, which may be a stranger's: an administrator resets it.
 */
export async function setUpSecondFactor(
  ctx: Ctx,
  typed: string | undefined,
): Promise<{ account: string; done: boolean }> {
  const { account: id } = staff(ctx);
  const account = await accounts.lockAccount(ctx.db, { id });
  if (!account) throw new Refused('auth.required');
  if (account.totp_sealed) throw new Refused('auth.second-factor-set');
  const { vault } = ctx.app;
  if (typed === undefined) {
    await accounts.keepPendingFactor(ctx, id, vault.sealText(newTotpSecret(), accounts.secondFactorPlace(id)));
    return { account: id, done: false };
  }
  const sealed = await accounts.findPendingFactor(ctx, id);
  if (!sealed) throw new Refused('auth.expired');
  const secret = vault.openText(sealed, accounts.secondFactorPlace(id));
  const step = verifyTotp(secret, typed, { nowMs: ctx.now.getTime() });
  if (step === undefined) throw new Refused('auth.wrong-code', { left: 1 });
  await accounts.setSecondFactor(ctx, id, { sealed, step });
  await accounts.forgetPendingFactor(ctx, id);
  return { account: id, done: true };
}

/** What the authenticator reads, opened from the sealed secret each time, so that no answer of a command keeps it in clear. */
export async function showSecondFactor(
  ctx: Ctx,
  ref: { account: string; done: boolean },
): Promise<{ uri?: string; secret?: string; done: boolean }> {
  if (ref.done) return { done: true };
  const sealed = await accounts.findPendingFactor(ctx, ref.account);
  const account = await accounts.readAccount(ctx.db, ref.account);
  if (!sealed || !account) return { done: account?.totp_sealed != null };
  const secret = ctx.app.vault.openText(sealed, accounts.secondFactorPlace(ref.account));
  return { uri: totpUri(secret, account.login), secret, done: false };
}
