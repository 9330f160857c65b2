import type { PaperView } from '#api/cases.ts';
import type { Item } from '#domain/catalogue/item.ts';
import { maskName } from '#domain/identity/mask.ts';
import { localDate } from '#domain/kernel/dates.ts';
import { Refused } from '#domain/kernel/problem.ts';
import { currentItem, itemVersion } from '../catalogue/index.ts';
import type { App, Ctx } from '../context.ts';
import { findPerson } from '../identity/index.ts';
import { organisationOf, unitNameOn } from '../organisation/index.ts';
import { checkUpload } from '../platform/uploads.ts';
import { readCase } from './cases.service.ts';
import { mustSeeDocument, mustSeeFile } from './cases.viewer.ts';
import { type DocumentData, type DocumentKind, parseDocumentCode, renderDocument } from './documents.ts';
import * as drafts from './drafts.repository.ts';
import { getDraft } from './intake.service.ts';
import * as repository from './papers.repository.ts';

/** Whose papers these are: a draft that the caller may touch, or a case in which papers are still asked for. */
async function target(ctx: Ctx, id: string): Promise<{ item: Item; person: string | null; draft: boolean }> {
  const draft = await drafts.findDraft(ctx, id);
  if (draft && draft.caseId === null) {
    await getDraft(ctx, id);
    return { item: await currentItem(ctx, draft.item), person: draft.personId, draft: true };
  }
  const { state } = await readCase(ctx, id);
  await mustSeeFile(ctx, state);
  const open = ['submitted', 'received', 'correcting', 'accepted', 'owing', 'suspended'].includes(state.status);
  if (!open) throw new Refused('case.not-now', { status: state.status });
  const item = await itemVersion(ctx, state.item.code, state.item.version);
  return { item, person: state.parties.person, draft: false };
}

export async function upload(
  ctx: Ctx,
  input: { case: string; material: string; file: File },
): Promise<{ case: string; id: string }> {
  const { item, person } = await target(ctx, input.case);
  if (!item.materials.some((material) => material.code === input.material))
    throw new Refused('case.unknown-code', { code: input.material.slice(0, 64) }, [
      { path: 'material', code: 'input.unknown-field' },
    ]);
  const checked = await checkUpload({
    name: input.file.name,
    type: input.file.type,
    bytes: new Uint8Array(await input.file.arrayBuffer()),
  });
  const stored = await ctx.app.blobs.put(checked.bytes);
  const id = await repository.insertPaper(ctx, input.case, input.material, {
    digest: stored.digest,
    mediaType: checked.mediaType,
    bytes: checked.bytes.length,
    name: checked.name,
  });
  if (person) ctx.views.push({ person, case: input.case, purpose: 'service', detail: { paper: id } });
  return { case: input.case, id };
}

export async function showPaper(ctx: Ctx, ref: { case: string; id: string }): Promise<PaperView> {
  return repository.viewOfPaper(ctx, await repository.getPaper(ctx, ref.case, ref.id));
}

/** Out of a draft only: what was handed in stays in the file. */
export async function remove(ctx: Ctx, input: { case: string; id: string }): Promise<void> {
  const { draft } = await target(ctx, input.case);
  if (!draft) throw new Refused('case.already-submitted');
  await repository.removePaper(ctx, input.case, input.id);
}

const fileOf = (bytes: Uint8Array, name: string, type: string): File =>
  new File([new Uint8Array(bytes)], name, { type });

async function personOf(ctx: Ctx, id: string): Promise<string | null> {
  const { state } = await readCase(ctx, id);
  await mustSeeFile(ctx, state);
  return state.parties.person;
}

export async function download(ctx: Ctx, input: { case: string; id: string }): Promise<File> {
  const draft = await drafts.findDraft(ctx, input.case);
  const person =
    draft && draft.caseId === null ? (await getDraft(ctx, input.case)).personId : await personOf(ctx, input.case);
  const row = await repository.getPaper(ctx, input.case, input.id);
  if (person) ctx.views.push({ person, case: input.case, purpose: 'handling', detail: { paper: input.id } });
  const { name } = repository.viewOfPaper(ctx, row);
  return fileOf(await ctx.app.blobs.get(row.digest), name, row.media_type);
}

/** Printed once, from what was frozen at its issue, and kept: from then on always the same bytes. */
export async function openDocument(ctx: Ctx, input: { case: string; id: string }): Promise<File> {
  const { state, number } = await readCase(ctx, input.case);
  const row = await repository.getDocument(ctx, input.case, input.id);
  const kind = row.kind as DocumentKind;
  await mustSeeDocument(ctx, state, kind);
  if (state.parties.person)
    ctx.views.push({
      person: state.parties.person,
      case: input.case,
      purpose: 'handling',
      detail: { document: input.id },
    });
  const name = `${kind}-${number}.pdf`;
  if (row.digest) return fileOf(await ctx.app.blobs.get(row.digest), name, 'application/pdf');
  const bytes = await renderDocument(kind, repository.openDocumentData(ctx, row) as DocumentData[typeof kind]);
  const { digest } = await ctx.app.blobs.put(bytes);
  await repository.keepPrint(ctx, input.case, input.id, { digest, bytes: bytes.length });
  return fileOf(bytes, name, 'application/pdf');
}

/** What anybody may know of a document whose code they hold: that it is real, what it is, who issued it, and a masked name. */
export async function verify(ctx: Ctx, typed: string) {
  const code = parseDocumentCode(typed);
  const row = code ? await repository.findDocumentByCode(ctx, code) : undefined;
  if (!row) return { found: false, revoked: false, kind: null, item: null, unit: null, issuedOn: null, holder: null };
  const map = await organisationOf(ctx);
  const item = await itemVersion(ctx, row.item_code, row.item_version);
  const person = row.person_id ? await findPerson(ctx, row.person_id) : undefined;
  const issued = row.created_at.toISOString();
  const unit = row.state.parcel?.at.id ?? row.state.handledBy.at(-1) ?? '';
  return {
    found: true,
    revoked: row.revoked_at !== null,
    kind: row.kind,
    item: item.name,
    unit: unitNameOn(map, unit, issued),
    issuedOn: localDate(issued),
    holder: person ? maskName(person.name) : null,
  };
}

/**
 * Removes files of uploads that were never finished and of drafts that were thrown away.
 * @param others which of some files later rooms keep in the same store
 */
export const sweepFiles = (
  app: App,
  others: (digests: Buffer[]) => Promise<Buffer[]> = async () => [],
): Promise<number> =>
  app.blobs.sweep(async (digests) => [...(await repository.namedFiles(app, digests)), ...(await others(digests))]);
