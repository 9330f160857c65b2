import type { ImportReport } from '#api/organisation.ts';
import { addDays } from '#domain/kernel/dates.ts';
import { Refused } from '#domain/kernel/problem.ts';
import type { ImportCode } from '#domain/organisation/cells.ts';
import { type ImportedAccount, importAccounts } from '#domain/organisation/import.accounts.ts';
import { separated } from '#domain/organisation/roles.ts';
import type { TableRow } from '#domain/organisation/table.ts';
import type { Ctx } from '../context.ts';
import {
  checkLastAdministrator,
  checkReach,
  ensureTopUnit,
  getRole,
  getUnit,
  insertPosts,
  isClean,
  mustHold,
  notOneself,
  organisationWithin,
  othersWithRole,
  type PostRecord,
  postsAt,
  reportOf,
  revokeSessions,
  roleVocabulary,
  setSubstitute,
  today,
  wrong,
} from '../organisation/index.ts';
import { hashPassword } from '../platform/passwords.ts';
import * as repository from './accounts.repository.ts';
import { firstPassword, madeFirst, typedFirst } from './first-password.ts';
import { checkPassword } from './sessions.staff.ts';

/** A first password that nobody used within a month is worth nothing. */
const firstLasts = 30;

const makeFirst = (ctx: Ctx): string => madeFirst(addDays(today(ctx), firstLasts), ctx.app.id());

export interface NewAccount {
  unit: string;
  login: string;
  name: string;
  password: string;
  role: string;
}

/** Opens an account with its first post. The password that was given is changed by its owner at the first sign-in. */
export async function createAccount(ctx: Ctx, wish: NewAccount): Promise<{ id: string }> {
  checkPassword(wish.password, wish.login, 'password');
  const unit = await getUnit(ctx, wish.unit);
  const on = today(ctx);
  if (unit.validTo !== null && unit.validTo <= on) throw wrong('unit', 'unit.not-in-force', { date: on });
  await getRole(ctx, wish.role);
  const id = ctx.app.id();
  const hash = typedFirst(await hashPassword(wish.password));
  const taken = await repository.insertAccounts(ctx, [{ id, login: wish.login, name: wish.name, hash }]);
  if (taken.length > 0) throw wrong('login', 'account.exists', { login: wish.login });
  await insertPosts(ctx.db, [postOf(ctx, { account: id, unit: unit.id, role: wish.role, from: on })]);
  return { id };
}

const postOf = (
  ctx: Ctx,
  post: { account: string; unit: string; role: string; from: string; substitute?: string },
): PostRecord => ({
  id: ctx.app.id(),
  account_id: post.account,
  unit_id: post.unit,
  role: post.role,
  substitute_id: post.substitute ?? null,
  valid_from: post.from,
  valid_to: null,
});

/** Closes an account for good: signed out everywhere at once. Posts stay as history; what it held falls to those who cover. */
export async function disableAccount(ctx: Ctx, wish: { account: string; unit: string }): Promise<void> {
  notOneself(ctx, wish.account);
  await checkReach(ctx, wish.account, wish.unit, 'account.manage');
  await checkLastAdministrator(ctx, wish.account);
  await repository.disable(ctx, wish.account);
  await revokeSessions(ctx, wish.account);
}

/** A forgotten password or a lost authenticator: a first password anew, the lock lifted, signed out everywhere. */
export async function resetAccount(
  ctx: Ctx,
  wish: { account: string; unit: string; secondFactor: boolean },
): Promise<{ account: string }> {
  notOneself(ctx, wish.account);
  await checkReach(ctx, wish.account, wish.unit, 'account.manage');
  await repository.setPassword(ctx, wish.account, makeFirst(ctx));
  if (wish.secondFactor) await repository.setSecondFactor(ctx, wish.account, null);
  await revokeSessions(ctx, wish.account);
  return { account: wish.account };
}

/** First passwords are made afresh from the key for each answer; once changed by their owners there are none to show. */
export async function showFirstPasswords(
  ctx: Ctx,
  accounts: readonly string[],
): Promise<{ login: string; name: string; password: string }[]> {
  const rows = await repository.accountsById(ctx, accounts);
  return rows.flatMap((row) => {
    const password = firstPassword(ctx.app.vault, row);
    return password === undefined ? [] : [{ login: row.login, name: row.name, password }];
  });
}

export async function showFirstPassword(ctx: Ctx, account: string): Promise<{ login: string; password: string }> {
  const [shown] = await showFirstPasswords(ctx, [account]);
  // A request repeated after the owner chose a password of their own.
  if (!shown) throw new Refused('account.password-chosen');
  return { login: shown.login, password: shown.password };
}

export async function importAccountTable(
  ctx: Ctx,
  table: readonly TableRow[],
  commit: boolean,
): Promise<{ report: ImportReport; accounts: string[] }> {
  mustHold(ctx, 'account.manage');
  const map = await organisationWithin(ctx.db);
  const result = importAccounts(table, {
    units: [...map.units.values()].filter((unit) => unit.validTo === null),
    roles: await roleVocabulary(ctx),
    logins: await repository.allLogins(ctx),
    apart: separated,
  });
  const lineOf = (login: string) =>
    table.find((row) => row.cells.some((cell) => cell.normalize('NFKC').trim().toLowerCase() === login))?.line ?? 1;
  const problems = isClean(result) ? await substituteProblems(ctx, result.ready, lineOf) : [];
  const committed = commit && isClean(result) && problems.length === 0;
  const accounts = committed ? await insertImported(ctx, result.ready) : [];
  const report = reportOf(result, problems.length > 0 ? 0 : result.ready.length, committed);
  return { report: { ...report, problems: [...report.problems, ...problems] }, accounts };
}

/** Whom each row that says “B” stands in for: the holders of the same role in the same unit, in the table or there already. */
async function holdersFor(ctx: Ctx, rows: readonly ImportedAccount[], wish: ImportedAccount['posts'][number]) {
  const inTable = rows.flatMap(({ login, posts }) =>
    posts.filter((post) => !post.substitute && post.unitId === wish.unitId && post.role === wish.role).map(() => login),
  );
  const stored = await postsAt(ctx.db, wish.unitId, wish.role, today(ctx));
  return { inTable, stored: stored.filter((post) => post.substitute_id === null) };
}

async function substituteProblems(
  ctx: Ctx,
  rows: readonly ImportedAccount[],
  lineOf: (login: string) => number,
): Promise<ImportReport['problems']> {
  const problems: ImportReport['problems'] = [];
  const complain = (login: string, code: ImportCode) =>
    problems.push({ row: lineOf(login), column: null, severity: 'error', code, params: { login } });
  for (const { login, posts } of rows) {
    const standsIn = posts.filter(({ substitute }) => substitute);
    if (standsIn.length === posts.length) complain(login, 'account.only-substitute');
    for (const post of standsIn) {
      const { inTable, stored } = await holdersFor(ctx, rows, post);
      if (inTable.every((other) => other === login) && stored.length === 0)
        complain(login, 'account.nobody-to-replace');
    }
  }
  return problems;
}

async function insertImported(ctx: Ctx, rows: readonly ImportedAccount[]): Promise<string[]> {
  const on = today(ctx);
  const ids = new Map(rows.map(({ login }) => [login, ctx.app.id()]));
  const taken = await repository.insertAccounts(
    ctx,
    rows.map(({ login, name }) => ({ id: ids.get(login)!, login, name, hash: makeFirst(ctx) })),
  );
  if (taken.length > 0) throw wrong('file', 'account.exists', { login: taken.join('、') });
  const own = rows.flatMap(({ login, posts }) =>
    posts
      .filter(({ substitute }) => !substitute)
      .map(({ unitId, role, validFrom }) =>
        postOf(ctx, { account: ids.get(login)!, unit: unitId, role, from: validFrom ?? on }),
      ),
  );
  await insertPosts(ctx.db, own);
  for (const { login, posts } of rows) {
    for (const post of posts.filter(({ substitute }) => substitute)) {
      const held = own.filter(
        (other) => other.unit_id === post.unitId && other.role === post.role && other.account_id !== ids.get(login),
      );
      const { stored } = await holdersFor(ctx, [], post);
      const open = [...held, ...stored].filter(
        (other, at, all) => all.findIndex((each) => each.id === other.id) === at && other.substitute_id === null,
      );
      if (open.length === 0) continue;
      const posts = open.map(({ id }) => id);
      await setSubstitute(ctx.db, posts, ids.get(login)!);
      // The first B named for a post keeps it.
      for (const other of own) if (posts.includes(other.id)) other.substitute_id = ids.get(login)!;
    }
  }
  return [...ids.values()];
}

export interface Administrator {
  role: string;
  login: string;
  name: string;
  password: string;
  /** The secret of the authenticator. */
  totp: string;
  /** What the topmost unit is called, where there is none yet. */
  unit?: string | undefined;
}

/** The first administrators of an installation, opened by whoever owns the machine, at the topmost unit. */
export async function openAdministrator(ctx: Ctx, wish: Administrator): Promise<{ id: string; unit: string }> {
  checkPassword(wish.password, wish.login, 'password');
  await getRole(ctx, wish.role);
  const top = await ensureTopUnit(ctx, wish.unit);
  const id = ctx.app.id();
  const hash = await hashPassword(wish.password);
  const totp = ctx.app.vault.sealText(wish.totp, repository.secondFactorPlace(id));
  const taken = await repository.insertAccounts(ctx, [{ id, login: wish.login, name: wish.name, hash, totp }]);
  if (taken.length > 0) throw wrong('login', 'account.exists', { login: wish.login });
  await insertPosts(ctx.db, [postOf(ctx, { account: id, unit: top.id, role: wish.role, from: today(ctx) })]);
  return { id, unit: top.name };
}

/** Which of the three administrations nobody holds, in the order in which they are needed. */
export async function vacantAdministrations(ctx: Ctx): Promise<string[]> {
  const vacant: string[] = [];
  const nobody = '00000000-0000-0000-0000-000000000000';
  for (const role of separated) if ((await othersWithRole(ctx.db, role, nobody, today(ctx))) === 0) vacant.push(role);
  return vacant;
}
