import { createHash, hash } from 'node:crypto';
import { implement } from '@orpc/server';
import { contract } from '#api/index.ts';
import type { OperationMeta } from '#api/operation.ts';
import { refusalOf } from '#api/problem.ts';
import { type Problem, Refused } from '#domain/kernel/problem.ts';
import type { Language } from '#domain/kernel/text.ts';
import { reachFor } from '#domain/organisation/roles.ts';
import type { Actor, App, Ctx, Db, View } from './context.ts';
import { findTwin, insertAudit, insertAuditSoon, type Key, keepResult } from './operations.repository.ts';
import { reaches } from './organisation/organisation.cache.ts';
import { refusalOfDatabase } from './platform/faults.ts';
import { abreast } from './platform/pool.ts';
import { forgetYoung } from './platform/young.ts';

/** What the edge knows of a request, whether it came over HTTP or from a citizen page in this process. */
export interface RequestContext {
  app: App;
  actor: Actor;
  language: Language;
  idempotencyKey: string | undefined;
  /** Set by the edge once it knows: what its log and its counters call this request. */
  operation?: string;
}

export const os = implement(contract).$context<RequestContext>();

interface Call<Input> {
  input: Input;
  context: RequestContext;
  path: readonly string[];
  // biome-ignore lint/suspicious/noExplicitAny: oRPC's own type of a procedure is wider than what is read here
  procedure: { '~orpc': { meta: any } };
}

const keyOf = (actor: Actor): string => {
  switch (actor.kind) {
    case 'staff':
      return `staff:${actor.account}`;
    case 'resident':
      return `resident:${actor.person}`;
    case 'caller':
      return `session:${actor.session}`;
    case 'screen':
      return `screen:${actor.screen}`;
    default:
      return actor.kind;
  }
};

/** Only ids, never names: the log is read by people who have no business with the person's name. */
const auditActor = (actor: Actor): Record<string, unknown> => {
  switch (actor.kind) {
    case 'staff':
      return { kind: 'staff', account: actor.account, unit: actor.unit.id, role: actor.role };
    case 'resident':
      return { kind: 'resident', person: actor.person };
    case 'screen':
      return { kind: 'screen', screen: actor.screen };
    default:
      return { kind: actor.kind };
  }
};

/** May this actor call this operation at all, and about this unit or person? A case's own rules come later, in its service. */
async function guard(ctx: Ctx, meta: OperationMeta, input: unknown): Promise<void> {
  const { access } = meta;
  const { actor } = ctx;
  if (access.anyone || actor.kind === 'system') return;
  const subject = access.about && (input as Record<string, string | undefined> | undefined)?.[access.about.field];
  switch (actor.kind) {
    case 'anyone':
      throw new Refused('auth.required');
    case 'caller':
      throw new Refused(access.resident ? 'auth.say-who' : 'permission.denied');
    case 'resident': {
      if (!access.resident) throw new Refused('permission.denied');
      if (access.about?.kind === 'person' && subject !== actor.person && !actor.actsFor.includes(subject ?? '')) {
        throw new Refused('permission.denied');
      }
      return;
    }
    case 'screen':
      if (!access.screen) throw new Refused('permission.denied');
      return;
    case 'staff': {
      if (access.signedIn) return;
      const reach = access.staff ? reachFor(actor.permissions, access.staff) : undefined;
      if (!reach) throw new Refused('permission.denied');
      if (!subject || reach === 'city') return;
      const within =
        access.about?.kind === 'unit'
          ? await reaches(ctx, actor.unit.id, reach, subject)
          : access.about?.kind !== 'person' || (await ctx.app.mayMeet(ctx, subject));
      if (!within) throw new Refused('permission.denied');
    }
  }
}

/** One entry for each look at somebody's record, or one for the operation itself. */
const writeAudit = (db: Db, ctx: Ctx, outcome: string, views: readonly View[] = []): Promise<void> =>
  insertAudit(db, ctx, { actor: auditActor(ctx.actor), outcome, views });

/** As `writeAudit`, for what stands in no transaction. */
const noteAudit = (ctx: Ctx, outcome: string, views: readonly View[] = []): Promise<void> =>
  insertAuditSoon(ctx, { actor: auditActor(ctx.actor), outcome, views });

/** A look that found nobody, or that is at no person in particular (a page of the queue), is one entry all the same. */
function looksOf(ctx: Ctx, { access, audit }: OperationMeta, input: unknown): readonly View[] | undefined {
  if (ctx.views.length > 0) return ctx.views;
  if (audit === 'none') return undefined;
  const subject = access.about && (input as Record<string, string> | undefined)?.[access.about.field];
  if (access.about?.kind === 'person' && subject) return [{ person: subject }];
  if (access.about?.kind === 'case' && subject) return [{ person: '', case: subject }];
  return [];
}

const begin = <Input>(call: Call<Input>, db: Db): Ctx => ({
  app: call.context.app,
  db,
  actor: call.context.actor,
  now: call.context.app.clock.now(),
  language: call.context.language,
  operation: call.path.join('.'),
  views: [],
  afterCommit: [],
  afterRefusal: [],
  memo: new Map(),
});

/**
 * A refusal leaves as a problem. A refused attempt at a command, and at a record by somebody who is signed in, stays in the
 * log, outside the transaction that was undone.
 */
async function leave(ctx: Ctx, meta: OperationMeta, error: unknown): Promise<never> {
  const problem: Problem | undefined = error instanceof Refused ? error.problem : refusalOfDatabase(error)?.problem;
  if (!problem) throw error;
  if (problem.problem === 'database.away') throw refusalOf(problem);
  for (const write of ctx.afterRefusal) await write(ctx.app.db);
  const kept = meta.audit === 'command' || (meta.audit === 'view' && ctx.actor.kind !== 'anyone');
  if (kept) {
    await noteAudit(ctx, problem.problem).catch((failure: unknown) => {
      ctx.app.log.error({ operation: ctx.operation, code: 'audit.unwritten', err: failure });
    });
  }
  throw refusalOf(problem);
}

/** A read: guarded, and every look at a person's record logged before the answer leaves. */
export const query =
  <Input, Output>(run: (ctx: Ctx, input: Input) => Promise<Output>) =>
  async (call: Call<Input>): Promise<Output> => {
    const meta = call.procedure['~orpc'].meta as OperationMeta;
    const ctx = begin(call, call.context.app.db);
    try {
      await guard(ctx, meta, call.input);
      const output = await run(ctx, call.input);
      const looks = looksOf(ctx, meta, call.input);
      if (looks) await noteAudit(ctx, 'done', looks);
      return output;
    } catch (error) {
      return leave(ctx, meta, error);
    }
  };

/**
 * Tells one body from another under the same key, for 400 days: under a key of the vault, because a body may be a password
 * or an ID number, and a plain hash of those is guessed in an afternoon.
 */
async function digestOf(app: App, input: unknown): Promise<Buffer> {
  const files = new Map<File, string>();
  for (const value of Object.values(input ?? {})) if (value instanceof File) files.set(value, await sm3Of(value));
  const body = JSON.stringify(input, (_, value: unknown) =>
    value instanceof File ? [value.name, files.get(value)] : value,
  );
  return app.vault.blindIndex('idempotency', hash('sm3', body ?? '', 'hex'));
}

const sm3Of = async (file: File): Promise<string> =>
  createHash('sm3')
    .update(new Uint8Array(await file.arrayBuffer()))
    .digest('hex');

/**
 * What a command does, with its key and its entry in the log, in one transaction. Nobody asks beforehand whether the key is new,
 * for it nearly always is: the key is the last row written, under which a twin waits and is undone. Whatever went wrong, the
 * answer is that of a twin that is done: to be refused because one's own first attempt succeeded, or to hear that a commit was
 * lost on a broken line, is no answer.
 */
async function inTransaction<Input, Ref>(
  outer: Ctx,
  run: (ctx: Ctx, input: Input) => Promise<Ref>,
  input: Input,
  key: Key,
  digest: Buffer,
): Promise<Ref> {
  // What is remembered of rows that are undone must not be shown to anybody.
  const ctx = { ...outer, memo: new Map() };
  const wake = () => {
    for (const each of ctx.afterCommit) each();
  };
  try {
    const ref = await outer.app.db.transaction().execute(async (trx) => {
      ctx.db = await abreast(trx);
      const result = await run(ctx, input);
      await keepResult(ctx.db, key, { digest, result, at: ctx.now });
      await writeAudit(ctx.db, ctx, 'done', ctx.views);
      return result;
    });
    outer.memo = ctx.memo;
    wake();
    return ref;
  } catch (error) {
    const twin = await findTwin(outer.app.db, key);
    if (!twin) throw error;
    if (!twin.digest.equals(digest)) {
      // Refused is the key, whatever the command itself would have been refused for.
      ctx.afterRefusal.length = 0;
      throw new Refused('idempotency.other-body');
    }
    // It may have been this very attempt, of whose commit only the answer was lost.
    wake();
    return twin.result as Ref;
  }
}

/**
 * A command: guarded, in one transaction with its audit row, and idempotent. Actor, operation and key are written with the
 * digest when all is done; a twin gets the same answer, rendered afresh from the reference that `run` returned. Another body under
 * the same key is refused. Without a key (a page without JavaScript makes one) a command is refused.
 */
export const command =
  <Input, Ref, Output>(
    run: (ctx: Ctx, input: Input) => Promise<Ref>,
    show: (ctx: Ctx, ref: Ref, input: Input) => Promise<Output> | Output,
  ) =>
  async (call: Call<Input>): Promise<Output> => {
    const meta = call.procedure['~orpc'].meta as OperationMeta;
    const { app, idempotencyKey } = call.context;
    const outer = begin(call, app.db);
    try {
      await guard(outer, meta, call.input);
      if (!idempotencyKey) throw new Refused('idempotency.key-missing');
      const key = { actor: keyOf(outer.actor), operation: outer.operation, key: idempotencyKey };
      const digest = await digestOf(app, call.input);
      await app.freshen(outer);
      const ref = await inTransaction(outer, run, call.input, key, digest);
      // What happens to cases moves nobody; any other command may have changed who works where.
      if (!outer.operation.startsWith('cases.')) forgetYoung(app);
      const after = { ...outer, views: [] };
      const output = await show(after, ref, call.input);
      if (after.views.length > 0) await noteAudit(after, 'done', after.views);
      return output;
    } catch (error) {
      return leave(outer, meta, error);
    }
  };

export const done = () => ({ done: true }) as const;
export const idOf = (ref: { id: string }) => ref;

/** For jobs and commands of the machine itself: nobody signs in, everything is audited as the system. */
export const systemCtx = (app: App, db: Db, operation: string, language: Language = 'zh-CN'): Ctx => ({
  app,
  db,
  actor: { kind: 'system' },
  now: app.clock.now(),
  language,
  operation,
  views: [],
  afterCommit: [],
  afterRefusal: [],
  memo: new Map(),
});

/** What the system did to a case by itself is on record like anybody's act. */
export const noteActOfSystem = (ctx: Ctx, view: View): Promise<void> => writeAudit(ctx.db, ctx, 'done', [view]);

/** A command of whoever owns the machine, from its command line: in one transaction, with its entry in the log. */
export async function runAsSystem<T>(
  app: App,
  operation: string,
  language: Language,
  run: (ctx: Ctx) => Promise<T>,
): Promise<T> {
  const { result, ctx } = await app.db.transaction().execute(async (db) => {
    const ctx = systemCtx(app, db, operation, language);
    const result = await run(ctx);
    await writeAudit(db, ctx, 'done', ctx.views);
    return { result, ctx };
  });
  for (const wake of ctx.afterCommit) wake();
  return result;
}
