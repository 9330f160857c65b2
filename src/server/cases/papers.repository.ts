import { type Selectable, sql } from 'kysely';
import { z } from 'zod';
import type { PaperView } from '#api/cases.ts';
import type { CaseState } from '#domain/cases/state.ts';
import type { HeldMaterial } from '#domain/catalogue/completeness.ts';
import { Refused } from '#domain/kernel/problem.ts';
import type { App, Ctx, Db } from '../context.ts';
import { ahead, always, insertLater } from '../platform/statements.ts';
import type { CasesTables } from './cases.tables.ts';
import { actorRef } from './cases.viewer.ts';

type Row = Selectable<CasesTables['papers']>;
const place = (id: string) => ({ table: 'papers', column: 'name', row: id });

export const viewOfPaper = (ctx: Ctx, row: Row): PaperView => ({
  id: row.id,
  material: row.material,
  name: ctx.app.vault.openText(row.name_sealed, place(row.id)),
  mediaType: row.media_type,
  bytes: row.bytes,
  uploadedAt: row.uploaded_at.toISOString(),
  uploadedBy: row.uploaded_by.kind === 'staff' ? 'staff' : 'resident',
});

const papersOf = always((db: Db, caseId: string) =>
  db
    .selectFrom('papers')
    .selectAll()
    .where('case_id', '=', caseId)
    .where('removed_at', 'is', null)
    .orderBy('id')
    .modifyEnd(ahead),
);

/** Papers of a draft or case. A draft's papers lie under the draft's id, which becomes the case's id. */
export const listPapers = (ctx: Ctx, caseId: string): Promise<Row[]> => papersOf(ctx.db, caseId);

export async function getPaper(ctx: Ctx, caseId: string, id: string): Promise<Row> {
  const row = await ctx.db
    .selectFrom('papers')
    .selectAll()
    .where('case_id', '=', caseId)
    .where('id', '=', id)
    .where('removed_at', 'is', null)
    .executeTakeFirst();
  if (!row) throw new Refused('not-found');
  return row;
}

export async function insertPaper(
  ctx: Ctx,
  caseId: string,
  material: string,
  file: { digest: Buffer; mediaType: string; bytes: number; name: string },
): Promise<string> {
  const id = ctx.app.id();
  await ctx.db
    .insertInto('papers')
    .values({
      case_id: caseId,
      id,
      material,
      digest: file.digest,
      media_type: file.mediaType,
      bytes: file.bytes,
      name_sealed: ctx.app.vault.sealText(file.name, place(id)),
      uploaded_by: JSON.stringify(actorRef(ctx)),
      uploaded_at: ctx.now,
      removed_at: null,
    })
    .execute();
  return id;
}

/** Of a report without a name: that they came from outside is all that is kept of who sent its papers. */
export async function forgetSender(ctx: Ctx, caseId: string): Promise<void> {
  const nobody = JSON.stringify({ kind: 'system' });
  await ctx.db.updateTable('papers').set({ uploaded_by: nobody }).where('case_id', '=', caseId).execute();
}

export async function removePaper(ctx: Ctx, caseId: string, id: string): Promise<void> {
  const done = await ctx.db
    .updateTable('papers')
    .set({ removed_at: ctx.now })
    .where('case_id', '=', caseId)
    .where('id', '=', id)
    .where('removed_at', 'is', null)
    .executeTakeFirst();
  if (done.numUpdatedRows === 0n) throw new Refused('not-found');
}

/** The papers of a draft that was thrown away go with it; their files are swept when no other row names them. */
export async function removePapersOf(ctx: Ctx, caseId: string): Promise<void> {
  await ctx.db
    .updateTable('papers')
    .set({ removed_at: ctx.now })
    .where('case_id', '=', caseId)
    .where('removed_at', 'is', null)
    .execute();
}

/** Which of these files a paper or a document names. */
export async function namedFiles(app: App, digests: Buffer[]): Promise<Buffer[]> {
  const { rows } = await sql<{ digest: Buffer }>`
    select digest from papers where digest = any(${digests}::bytea[]) and removed_at is null
    union select digest from documents where digest = any(${digests}::bytea[])`.execute(app.db);
  return rows.map((row) => row.digest);
}

/** What the office has: uploaded, taken over the counter, or owed by agreement. */
export async function heldMaterials(
  ctx: Ctx,
  caseId: string,
  state: Pick<CaseState, 'papers' | 'owed'>,
): Promise<HeldMaterial[]> {
  return heldAmong(await listPapers(ctx, caseId), state);
}

export function heldAmong(
  uploaded: readonly Pick<Row, 'material'>[],
  state: Pick<CaseState, 'papers' | 'owed'>,
): HeldMaterial[] {
  const supplied = new Set([...uploaded.map((row) => row.material), ...state.papers]);
  return [
    ...[...supplied].map((code): HeldMaterial => ({ code, how: 'supplied' })),
    ...state.owed.filter((code) => !supplied.has(code)).map((code): HeldMaterial => ({ code, how: 'owed' })),
  ];
}

const documentPlace = (id: string) => ({ table: 'documents', column: 'data', row: id });

/** Freezes what a document says. Its bytes are printed at the first opening and kept from then on. */
export async function insertDocument(
  ctx: Ctx,
  caseId: string,
  document: { kind: string; data: unknown; code: string },
): Promise<string> {
  const id = ctx.app.id();
  ctx.memo.set(`documents:${caseId}`, [...issuedNow(ctx, caseId), { id, kind: document.kind }]);
  await insertLater(ctx.db, 'documents', [
    {
      case_id: caseId,
      id,
      kind: document.kind,
      data_sealed: ctx.app.vault.sealJson(document.data, documentPlace(id)),
      digest: null,
      bytes: null,
      code: document.code,
      revoked_at: null,
      created_at: ctx.now,
    },
  ]);
  return id;
}

const kindsOf = always((db: Db, caseId: string) =>
  db.selectFrom('documents').select(['id', 'kind']).where('case_id', '=', caseId).modifyEnd(ahead),
);

/** How many documents of each kind a case has; those that this very operation issued may wait to be written. */
export async function countDocuments(ctx: Ctx, caseId: string): Promise<(kind: string) => number> {
  const kinds = new Map(
    [...(await kindsOf(ctx.db, caseId)), ...issuedNow(ctx, caseId)].map(({ id, kind }) => [id, kind]),
  );
  return (wanted) => [...kinds.values()].filter((kind) => kind === wanted).length;
}

const issuedNow = (ctx: Ctx, caseId: string) =>
  (ctx.memo.get(`documents:${caseId}`) ?? []) as { id: string; kind: string }[];

export const openDocumentData = (ctx: Ctx, row: { id: string; data_sealed: Buffer }): unknown =>
  ctx.app.vault.openJson(row.data_sealed, documentPlace(row.id), z.unknown());

export async function keepPrint(
  ctx: Ctx,
  caseId: string,
  id: string,
  print: { digest: Buffer; bytes: number },
): Promise<void> {
  await ctx.db
    .updateTable('documents')
    .set(print)
    .where('case_id', '=', caseId)
    .where('id', '=', id)
    .where('digest', 'is', null)
    .execute();
}

export const listDocuments = (ctx: Ctx, caseId: string) =>
  ctx.db
    .selectFrom('documents')
    .select(['id', 'kind', 'code', 'created_at', 'revoked_at'])
    .where('case_id', '=', caseId)
    .orderBy('id')
    .execute();

export async function getDocument(ctx: Ctx, caseId: string, id: string): Promise<Selectable<CasesTables['documents']>> {
  const row = await ctx.db
    .selectFrom('documents')
    .selectAll()
    .where('case_id', '=', caseId)
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) throw new Refused('not-found');
  return row;
}

/** A corrected decision takes the earlier result's place: whoever scans the old paper is told so. */
export async function revokeDocuments(ctx: Ctx, caseId: string, kind: string): Promise<void> {
  await ctx.db
    .updateTable('documents')
    .set({ revoked_at: ctx.now })
    .where('case_id', '=', caseId)
    .where('kind', '=', kind)
    .where('revoked_at', 'is', null)
    .execute();
}

export const findDocumentByCode = (ctx: Ctx, code: string) =>
  ctx.db
    .selectFrom('documents')
    .innerJoin('cases', 'cases.id', 'documents.case_id')
    .select([
      'documents.kind',
      'documents.revoked_at',
      'documents.created_at',
      'cases.item_code',
      'cases.item_version',
      'cases.person_id',
      'cases.state',
    ])
    .where('documents.code', '=', code)
    .executeTakeFirst();
