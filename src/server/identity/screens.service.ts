import type { ScreenView } from '#api/screens.ts';
import type { Me } from '#api/session.ts';
import { Refused } from '#domain/kernel/problem.ts';
import type { Actor, App, Ctx } from '../context.ts';
import * as screens from './screens.repository.ts';
import { hashToken, staff } from './sessions.service.ts';

/*
 * A large screen has nobody who signs in every morning, so it is let in by itself: for a stated time, by a code that is typed at it
 * once. What it may read is what operations with `screen` answer, the figures of the wall. Neither the code nor the token lies in the
 * database: both follow from the row and a key outside it, and the row holds their hashes.
 */
const minutes = (n: number) => n * 60_000;
const days = (n: number) => n * 24 * 60 * minutes(1);
const codeLife = minutes(60);

/** Read aloud without mistakes: no I, L, O, U (Crockford). Two groups of five, 50 bits. */
const signs = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

function codeOf(app: App, { id, code_nonce }: Pick<screens.ScreenRow, 'id' | 'code_nonce'>): string {
  const bytes = app.vault.blindIndex('screen.code', `${id}:${code_nonce}`);
  return [...bytes.subarray(0, 10)].map((byte) => signs[byte & 31]).join('');
}

const hashCode = (app: App, code: string): Buffer => app.vault.blindIndex('screen.code-typed', code);

/** As somebody types it who reads it aloud: small letters, spaces, and the signs that are not there for those that are. */
const asTyped = (typed: string): string =>
  typed.normalize('NFKC').toUpperCase().replace(/[\s-]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1');

const tokenOf = (app: App, { id, pairing }: Pick<screens.ScreenRow, 'id' | 'pairing'>): string =>
  app.vault.blindIndex('screen.token', `${id}:${pairing}`).toString('base64url');

const letIn = (screen: Pick<screens.ScreenRow, 'revoked_at' | 'expires_at'>, now: Date): boolean =>
  screen.revoked_at === null && screen.expires_at > now;

/** The screen whose token this is, as long as it is let in. */
export async function authenticateScreen(app: App, token: string): Promise<Actor> {
  const now = app.clock.now();
  const screen = await screens.findScreen(app.db, { tokenHash: hashToken(token) });
  if (!screen || !letIn(screen, now)) return { kind: 'anyone' };
  if (now.getTime() - (screen.seen_at?.getTime() ?? 0) > minutes(1)) await screens.screenSeen(app, screen.id, now);
  return { kind: 'screen', screen: screen.id };
}

export async function meOfScreen(ctx: Ctx, id: string): Promise<Me> {
  const screen = await screens.findScreen(ctx.db, { id });
  if (!screen || !letIn(screen, ctx.now)) return { kind: 'anyone' };
  return { kind: 'screen', name: screen.name, place: screen.place, until: screen.expires_at.toISOString() };
}

interface Paired {
  screen: string;
  pairing: number;
}

/** @throws Refused `screen.code`: nobody was given it, or it was typed before, or it is too late */
export async function pairScreen(ctx: Ctx, typed: string): Promise<Paired> {
  const screen = await screens.lockScreen(ctx, { codeHash: hashCode(ctx.app, asTyped(typed)) });
  if (!screen?.code_until || screen.code_until <= ctx.now || !letIn(screen, ctx.now)) throw new Refused('screen.code');
  const pairing = screen.pairing + 1;
  await screens.changeScreen(ctx, screen.id, {
    pairing,
    token_hash: hashToken(tokenOf(ctx.app, { id: screen.id, pairing })),
    code_nonce: null,
    code_hash: null,
    code_until: null,
    paired_at: ctx.now,
    seen_at: ctx.now,
  });
  return { screen: screen.id, pairing };
}

export async function welcomeScreen(ctx: Ctx, ref: Paired): Promise<{ token: string; me: Me }> {
  const screen = await screens.findScreen(ctx.db, { id: ref.screen });
  // Whoever repeats a request after another computer took the place is told nothing.
  if (!screen || screen.pairing !== ref.pairing) throw new Refused('screen.code');
  return { token: tokenOf(ctx.app, screen), me: await meOfScreen(ctx, screen.id) };
}

export async function listScreens(ctx: Ctx): Promise<ScreenView[]> {
  const instant = (at: Date | null) => at?.toISOString() ?? null;
  return (await screens.listScreens(ctx.db)).map((row) => ({
    id: row.id,
    name: row.name,
    place: row.place,
    madeBy: row.maker,
    madeAt: row.made_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
    codeUntil: row.code_until && row.code_until > ctx.now ? instant(row.code_until) : null,
    pairedAt: instant(row.paired_at),
    seenAt: instant(row.seen_at),
    revokedAt: instant(row.revoked_at),
  }));
}

export async function makeScreen(
  ctx: Ctx,
  { name, place, days: lasts }: { name: string; place: string; days: number },
): Promise<{ id: string }> {
  const id = ctx.app.id();
  const expiresAt = new Date(ctx.now.getTime() + days(lasts));
  await screens.insertScreen(ctx, { id, name, place, account: staff(ctx).account, expiresAt });
  return giveCode(ctx, id);
}

async function giveCode(ctx: Ctx, id: string): Promise<{ id: string }> {
  const code_nonce = ctx.app.id();
  const code_hash = hashCode(ctx.app, codeOf(ctx.app, { id, code_nonce }));
  const code_until = new Date(ctx.now.getTime() + codeLife);
  await screens.changeScreen(ctx, id, { code_nonce, code_hash, code_until });
  return { id };
}

/** Another code; who is let in now stays so until it is typed. */
export async function newCode(ctx: Ctx, { id }: { id: string }): Promise<{ id: string }> {
  await present(ctx, id);
  return giveCode(ctx, id);
}

/** Rendered anew from the row each time, so that no kept answer of a command holds it; null once it was typed. */
export async function showCode(ctx: Ctx, { id }: { id: string }) {
  const screen = await screens.findScreen(ctx.db, { id });
  if (!screen?.code_until) throw new Refused('screen.code');
  const code = codeOf(ctx.app, screen);
  return {
    id,
    code: `${code.slice(0, 5)}-${code.slice(5)}`,
    address: `${ctx.app.publicUrl}/work/screen`,
    until: screen.code_until.toISOString(),
  };
}

export async function extendScreen(ctx: Ctx, { id, days: lasts }: { id: string; days: number }): Promise<void> {
  await present(ctx, id);
  await screens.changeScreen(ctx, id, { expires_at: new Date(ctx.now.getTime() + days(lasts)) });
}

/** Its token and code are worth nothing from this moment on, and never again. */
export async function revokeScreen(ctx: Ctx, { id }: { id: string }): Promise<void> {
  const screen = await screens.lockScreen(ctx, { id });
  if (!screen) throw new Refused('not-found');
  if (screen.revoked_at) return;
  await screens.changeScreen(ctx, id, {
    revoked_at: ctx.now,
    revoked_by: staff(ctx).account,
    token_hash: null,
    code_nonce: null,
    code_hash: null,
    code_until: null,
  });
}

async function present(ctx: Ctx, id: string): Promise<screens.ScreenRow> {
  const screen = await screens.lockScreen(ctx, { id });
  if (!screen) throw new Refused('not-found');
  if (screen.revoked_at) throw new Refused('screen.revoked', { name: screen.name });
  return screen;
}
