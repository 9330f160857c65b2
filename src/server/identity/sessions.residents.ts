import { parseMobile } from '#domain/identity/phone.ts';
import { Refused } from '#domain/kernel/problem.ts';
import type { App, Ctx } from '../context.ts';
import { fitsOneTimeCode, hashOneTimeCode, oneTimeCode } from '../platform/one-time-codes.ts';
import { findByMobile, mobileKey } from './persons.repository.ts';
import { ensurePerson, type NewPerson } from './persons.service.ts';
import * as sessions from './sessions.repository.ts';
import { openSession } from './sessions.service.ts';

const minutes = (n: number) => n * 60_000;
const code = { life: minutes(5), tries: 5, perHour: 6 };
/** A family, not a village: beyond this the telephone is somebody's who collects identities. */
const familySize = 12;

/** A one-time code. The answer is the same whether or not anybody is known under the telephone. */
export async function askCode(ctx: Ctx, typed: string): Promise<{ challenge: string; expiresAt: string }> {
  if (ctx.app.notifier.missing) throw new Refused('notifier.missing');
  const mobile = parseMobile(typed);
  if (!mobile.ok)
    throw new Refused('input.invalid', { count: 1 }, [
      { path: 'mobile', code: mobile.code, ...(mobile.params && { params: mobile.params }) },
    ]);
  const phoneKey = mobileKey(ctx, mobile.value);
  const recent = await sessions.countUnusedCodesSince(ctx, phoneKey, new Date(ctx.now.getTime() - minutes(60)));
  if (recent >= code.perHour) throw new Refused('auth.too-many-codes');
  const id = ctx.app.id();
  const expiresAt = new Date(ctx.now.getTime() + code.life);
  const hash = hashOneTimeCode(ctx.app.vault, id, oneTimeCode(ctx.app.vault, id));
  await sessions.insertCode(ctx, { id, phoneKey, mobile: mobile.value, hash, expiresAt });
  return { challenge: id, expiresAt: expiresAt.toISOString() };
}

/**
 * Sends the code once its request is kept: a slow gateway holds no transaction open, and no code is sent that nobody
 * knows. Whoever repeats the request has it sent again under the same key.
 */
export async function sendCode(
  ctx: Ctx,
  { challenge, expiresAt }: { challenge: string; expiresAt: string },
): Promise<{ challenge: string; expiresAt: string; shownCode?: string }> {
  const secret = oneTimeCode(ctx.app.vault, challenge);
  const mobile = await sessions.mobileOfCode(ctx, challenge);
  await ctx.app.notifier.sendCode({ key: challenge, mobile, code: secret, language: ctx.language });
  return { challenge, expiresAt, ...(ctx.app.demo && { shownCode: secret }) };
}

export const countCodeTry = (app: App, challenge: string): Promise<void> => sessions.countCodeTry(app, challenge);

/** The telephone that a code proves. The try was counted by `countCodeTry` before this began. */
export async function provenMobile(ctx: Ctx, challenge: string, typed: string): Promise<string> {
  const row = await sessions.lockCode(ctx, challenge);
  if (!row || row.used_at || row.expires_at <= ctx.now || row.tries > code.tries) throw new Refused('auth.expired');
  if (!fitsOneTimeCode(ctx.app.vault, challenge, typed, row.code_hash)) {
    throw new Refused('auth.wrong-code', { left: Math.max(0, code.tries - row.tries) });
  }
  return sessions.spendCode(ctx, challenge, row.phone_sealed);
}

export async function signInResident(
  ctx: Ctx,
  challenge: string,
  typed: string,
): Promise<{ session: string; persons: string[]; person: string | null }> {
  const mobile = await provenMobile(ctx, challenge, typed);
  const persons = (await findByMobile(ctx, mobile)).map((person) => person.id);
  const person = persons.length === 1 ? persons[0]! : null;
  return { ...(await openSession(ctx, { person, persons, mobile })), persons, person };
}

/** The session's telephone, proved by a code when it was opened. */
async function telephone(ctx: Ctx): Promise<{ session: string; mobile: string; persons: string[] }> {
  const { actor } = ctx;
  if (actor.kind !== 'caller' && actor.kind !== 'resident') throw new Refused('auth.required');
  const found = await sessions.telephoneOf(ctx, actor.session);
  if (!found?.mobile) throw new Refused('auth.required');
  return { session: actor.session, mobile: found.mobile, persons: found.persons };
}

/**
 * The first visit by telephone: who you are. A record that is already kept under another telephone is not handed to
 * whoever knows a name and a number: a lost number is recovered at a counter, with the card in hand.
 */
export async function register(ctx: Ctx, wish: NewPerson): Promise<{ session: string }> {
  const { session, mobile, persons } = await telephone(ctx);
  if (persons.length >= familySize) throw new Refused('identity.too-many', { count: familySize });
  const { person, existed } = await ensurePerson(ctx, { ...wish, mobile });
  if (existed && person.mobile !== mobile) throw new Refused('identity.other-telephone');
  await sessions.actAsPerson(ctx, session, person.id, [...new Set([...persons, person.id])]);
  return { session };
}

/** Whoever has taken their number elsewhere since the session was opened can no longer be chosen. */
export async function choose(ctx: Ctx, person: string): Promise<{ session: string }> {
  const { session, mobile, persons } = await telephone(ctx);
  const family = (await findByMobile(ctx, mobile)).map((each) => each.id);
  if (!persons.includes(person) || !family.includes(person)) throw new Refused('permission.denied');
  await sessions.actAsPerson(ctx, session, person, persons);
  return { session };
}
