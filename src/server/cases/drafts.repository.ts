import type { Selectable } from 'kysely';
import { z } from 'zod';
import type { Answers } from '#domain/catalogue/form.ts';
import { Refused } from '#domain/kernel/problem.ts';
import type { Ctx, Db } from '../context.ts';
import { always, insertLater, updateLater } from '../platform/statements.ts';
import type { CasesTables } from './cases.tables.ts';

export interface Draft {
  id: string;
  seq: number;
  personId: string | null;
  employerId: string | null;
  agentId: string | null;
  unitId: string | null;
  item: string;
  version: number;
  answers: Answers;
  updatedAt: Date;
  caseId: string | null;
}

const AnswersJson: z.ZodType<Answers> = z.record(z.string(), z.any());
const memoOf = (id: string) => `draft:${id}`;
const place = (row: string) => ({ table: 'drafts', column: 'answers', row });

const open = (ctx: Ctx, row: Selectable<CasesTables['drafts']>): Draft => ({
  id: row.id,
  seq: row.seq,
  personId: row.person_id,
  employerId: row.employer_id,
  agentId: row.agent_id,
  unitId: row.unit_id,
  item: row.item_code,
  version: row.item_version,
  answers: ctx.app.vault.openJson(row.answers_sealed, place(row.id), AnswersJson),
  updatedAt: row.updated_at,
  caseId: row.case_id,
});

export async function insertDraft(ctx: Ctx, draft: Omit<Draft, 'seq' | 'updatedAt' | 'caseId'>): Promise<void> {
  await insertLater(ctx.db, 'drafts', [
    {
      id: draft.id,
      person_id: draft.personId,
      employer_id: draft.employerId,
      agent_id: draft.agentId,
      unit_id: draft.unitId,
      item_code: draft.item,
      item_version: draft.version,
      answers_sealed: ctx.app.vault.sealJson(draft.answers, place(draft.id)),
      created_at: ctx.now,
      updated_at: ctx.now,
      case_id: null,
    },
  ]);
  ctx.memo.set(memoOf(draft.id), { ...draft, seq: 1, updatedAt: ctx.now, caseId: null } satisfies Draft);
}

const lockedDraft = always((db: Db, id: string) =>
  db.selectFrom('drafts').selectAll().where('id', '=', id).forNoKeyUpdate(),
);

/** The draft as it stands; whoever else would change it waits until this transaction ends. */
export async function lockDraft(ctx: Ctx, id: string): Promise<Draft | undefined> {
  const [row] = await lockedDraft(ctx.db, id);
  return row && open(ctx, row);
}

/** Of a draft that is locked. Saved by whoever saw the latest state: two devices never overwrite one another. */
export async function updateDraft(
  ctx: Ctx,
  draft: Draft,
  seq: number,
  change: { answers: Answers; version: number },
): Promise<void> {
  if (draft.seq !== seq) throw new Refused('conflict.stale');
  const { id } = draft;
  const row = {
    seq: seq + 1,
    answers_sealed: ctx.app.vault.sealJson(change.answers, place(id)),
    item_version: change.version,
    updated_at: ctx.now,
  };
  await updateLater(ctx.db, 'drafts', row, { id });
  ctx.memo.set(memoOf(id), { ...draft, ...change, seq: seq + 1, updatedAt: ctx.now } satisfies Draft);
}

/** A locked draft has become a case of the same id; its answers move to the case, sealed for their new place. */
export async function closeDraft(ctx: Ctx, { id, seq }: Draft, seen: number): Promise<void> {
  if (seq !== seen) throw new Refused('conflict.stale');
  const row = { case_id: id, answers_sealed: ctx.app.vault.sealJson({}, place(id)), updated_at: ctx.now };
  await updateLater(ctx.db, 'drafts', row, { id });
}

/** Of a report without a name: whose draft it was is nobody's to find out. */
export async function forgetApplicant(ctx: Ctx, id: string): Promise<void> {
  await updateLater(ctx.db, 'drafts', { person_id: null, agent_id: null, employer_id: null }, { id });
}

/** What this very operation wrote is known without reading it again. */
export async function findDraft(ctx: Ctx, id: string): Promise<Draft | undefined> {
  const known = ctx.memo.get(memoOf(id)) as Draft | undefined;
  if (known) return known;
  const row = await ctx.db.selectFrom('drafts').selectAll().where('id', '=', id).executeTakeFirst();
  return row && open(ctx, row);
}

export async function deleteDraft(ctx: Ctx, id: string): Promise<void> {
  await ctx.db.deleteFrom('drafts').where('id', '=', id).where('case_id', 'is', null).execute();
}

export async function draftsOf(ctx: Ctx, persons: readonly string[]): Promise<Draft[]> {
  if (persons.length === 0) return [];
  const rows = await ctx.db
    .selectFrom('drafts')
    .selectAll()
    .where('case_id', 'is', null)
    .where((eb) => eb.or([eb('person_id', 'in', persons), eb('agent_id', 'in', persons)]))
    .orderBy('updated_at', 'desc')
    .limit(50)
    .execute();
  return rows.map((row) => open(ctx, row));
}
