import { sql } from 'kysely';
import { z } from 'zod';
import type { Answers } from '#domain/catalogue/form.ts';
import type { Ctx, Db } from '../context.ts';
import { ahead, always, insertLater } from '../platform/statements.ts';

const place = (column: string, id: string) => ({ table: 'case_texts', column, row: id });

/** Free text of people, sealed; an event names it by id. */
export async function insertTexts(
  ctx: Ctx,
  caseId: string,
  texts: { id: string; kind: string; text: string }[],
): Promise<void> {
  if (texts.length === 0) return;
  for (const { id, text } of texts) ctx.memo.set(id, text);
  await insertLater(
    ctx.db,
    'case_texts',
    texts.map(({ id, kind, text }) => ({
      case_id: caseId,
      id,
      kind,
      sealed: ctx.app.vault.sealText(text, place(kind, id)),
      created_at: ctx.now,
    })),
  );
}

const textsOf = always((db: Db, caseId: string, ids: readonly string[]) =>
  db
    .selectFrom('case_texts')
    .select(['id', 'kind', 'sealed'])
    .where('case_id', '=', caseId)
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    // Those that wait to be written are known to whoever asks.
    .modifyEnd(ahead),
);

/** Texts by id; those that this very operation sealed are known without opening them again. */
export async function readTexts(ctx: Ctx, caseId: string, all: readonly string[]): Promise<Map<string, string>> {
  const known = new Map(all.flatMap((id) => (ctx.memo.has(id) ? [[id, String(ctx.memo.get(id))] as const] : [])));
  const ids = all.filter((id) => !known.has(id));
  if (ids.length === 0) return known;
  for (const row of await textsOf(ctx.db, caseId, ids))
    known.set(row.id, ctx.app.vault.openText(row.sealed, place(row.kind, row.id)));
  return known;
}

export type OpenTexts = (ids: readonly string[]) => Map<string, string>;

/** All texts of a case at one reading; only those that are asked for are opened. */
export async function sealedTexts(ctx: Ctx, caseId: string): Promise<OpenTexts> {
  const rows = await ctx.db
    .selectFrom('case_texts')
    .select(['id', 'kind', 'sealed'])
    .where('case_id', '=', caseId)
    .execute();
  const sealed = new Map(rows.map((row) => [row.id, row]));
  return (ids) =>
    new Map(
      ids.flatMap((id) => {
        const row = sealed.get(id);
        return row ? [[id, ctx.app.vault.openText(row.sealed, place(row.kind, id))] as const] : [];
      }),
    );
}

const AnswersJson: z.ZodType<Answers> = z.record(z.string(), z.any());

const answersOf = (text: string | undefined): Answers =>
  text === undefined ? {} : AnswersJson.parse(JSON.parse(text));

export const answersIn = (texts: OpenTexts, revision: string): Answers => answersOf(texts([revision]).get(revision));

export const readAnswers = async (ctx: Ctx, caseId: string, revision: string): Promise<Answers> =>
  answersOf((await readTexts(ctx, caseId, [revision])).get(revision));
