import sharp from 'sharp';
import type { CaseTicket } from '#api/cases.ts';
import type { CommandData, Submission } from '#domain/cases/commands.ts';
import type { ActionName } from '#domain/cases/lifecycle.ts';
import type { Answers } from '#domain/catalogue/form.ts';
import { answersFor, seeded } from '#domain/catalogue/sample.ts';
import { localDate } from '#domain/kernel/dates.ts';
import type { Problem } from '#domain/kernel/problem.ts';
import type { App } from '#server/context.ts';
import { openSession, welcome } from '#server/identity/sessions.service.ts';
import { systemCtx } from '#server/operations.ts';
import { postsOf, today } from '#server/organisation/index.ts';
import { say } from '#server/platform/problem-words.ts';
import type { Client } from './client.ts';

/** A small white picture: a paper that says nothing. */
const picture = (): Promise<Buffer> =>
  sharp({ create: { width: 60, height: 40, channels: 3, background: '#fff' } })
    .png()
    .toBuffer();
const white = await picture();
export const paper = (name = '身份证.png'): File => new File([new Uint8Array(white)], name, { type: 'image/png' });

/** A token without a password: what is proved here is not the signing in. */
export async function staffToken(app: App, login: string): Promise<string> {
  const ctx = systemCtx(app, app.db, 'test');
  const { id } = await app.db.selectFrom('accounts').select('id').where('login', '=', login).executeTakeFirstOrThrow();
  const [post] = await postsOf(app.db, id, today(ctx));
  return (await welcome(ctx, await openSession(ctx, { account: id, post: post?.id }))).token;
}

export async function personToken(app: App, person: string, mobile?: string): Promise<string> {
  const ctx = systemCtx(app, app.db, 'test');
  return (await welcome(ctx, await openSession(ctx, { person, persons: [person], ...(mobile && { mobile }) }))).token;
}

/** An account with one post at a unit, which signs in by `staffToken` alone. */
export async function openPost(app: App, login: string, role: string, unit: string): Promise<string> {
  const account = app.id();
  const at = app.clock.now();
  const secret = app.vault.sealText('JBSWY3DPEHPK3PXP', { table: 'accounts', column: 'totp', row: account });
  await app.db
    .insertInto('accounts')
    .values({
      id: account,
      login,
      name: login,
      password_hash: '-',
      totp_sealed: secret,
      locked_until: null,
      disabled_at: null,
      created_at: at,
    })
    .execute();
  await app.db
    .insertInto('posts')
    .values({
      id: app.id(),
      account_id: account,
      unit_id: unit,
      role,
      substitute_id: null,
      valid_from: '2020-01-01',
      valid_to: null,
    })
    .execute();
  return account;
}

export interface Filing {
  item: string;
  person?: string;
  employer?: string;
  /** Beside the sample answers. */
  answers?: Answers;
  /** Which papers come with it; all that are asked for unless told otherwise. */
  papers?: readonly string[];
  submission?: Partial<Submission>;
  seed?: number;
}

export interface Filled {
  draft: string;
  seq: number;
  submission: Submission;
}

/** Everything up to the last button. */
export async function fillIn(client: Client, app: App, filing: Filing): Promise<Filled> {
  const item = await client.catalogue.get({ code: filing.item });
  const { person, employer } = filing;
  const draft = await client.cases.begin({ item: item.code, ...(person && { person }), ...(employer && { employer }) });
  const answers = {
    ...answersFor(item.form, seeded(filing.seed ?? 7), {
      today: localDate(app.clock.now()),
      known: draft.answers,
      optional: 0,
    }),
    ...filing.answers,
  };
  const { seq } = await client.cases.save({ id: draft.id, seq: draft.seq, answers });
  const needed = filing.papers ?? item.materials.filter((material) => material.source !== 'S').map(({ code }) => code);
  for (const material of needed) await client.papers.upload({ case: draft.id, material, file: paper() });
  const mode = (['promised', 'direct', 'assisted'] as const).find((each) => item.modes.includes(each)) ?? 'promised';
  const way = item.delivery.ways.includes('site') ? 'site' : (item.delivery.ways[0] ?? 'site');
  return {
    draft: draft.id,
    seq,
    submission: { mode, channel: 'phone', delivery: { way, unit: null }, ...filing.submission },
  };
}

/** A counter serves a person: until they rise, that person's data are open to it. */
export async function serve(client: Client, person: string): Promise<Client> {
  await client.session.sit({ person });
  return client;
}

/** From the first question to the number: what a resident or a clerk at a counter does, over the same operations. */
export const file = async (client: Client, app: App, filing: Filing): Promise<CaseTicket> =>
  client.cases.submit(await fillIn(client, app, filing));

/** One command on a case, seen as the ticket says. */
export const act = <A extends ActionName>(
  client: Client,
  ticket: Pick<CaseTicket, 'id' | 'seq'>,
  action: A,
  data: CommandData<A>,
  more: { step?: string; key?: string } = {},
): Promise<CaseTicket> =>
  (client.cases.act[action as 'claim'] as (input: object, options?: object) => Promise<CaseTicket>)(
    { id: ticket.id, seq: ticket.seq, data, ...(more.step && { step: more.step }) },
    { context: more.key ? { key: more.key } : {} },
  );

export const opinion = { agree: true, opinion: '材料齐全,同意。' };
export const pension = {
  kind: 'money',
  title: '城乡居民养老金',
  amount: 22_933,
  firstMonth: '2026-12',
  accountTail: '0004',
} as const;

/** Every refusal says in both languages what is wrong: a sentence, not a code. */
export const isSaid = (problem: Problem): boolean =>
  /[一-鿿].*[。!?！？]$/.test(say(problem, 'zh-CN')) && /^[A-Z“].* .*[.!?]$/.test(say(problem, 'en'));

/** The resident of the demo prefecture, signed in by a code to her telephone. */
export async function signInByCode(client: Client, mobile: string): Promise<{ token: string; persons: string[] }> {
  const { challenge, shownCode } = await client.session.askCode({ mobile });
  const { token, persons } = await client.session.resident({ challenge, code: shownCode ?? '' });
  return { token, persons: persons.map(({ id }) => id) };
}
