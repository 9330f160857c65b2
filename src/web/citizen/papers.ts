import type { PaperView } from '#api/cases.ts';
import type { PaperNeed } from '#domain/catalogue/completeness.ts';
import type { Material } from '#domain/catalogue/item.ts';
import type { Problem } from '#domain/kernel/problem.ts';
import { at, filingOf, needsOf, papersState, progress, steps } from './draft.ts';
import { flag, type Html, html, type Piece } from './html.ts';
import type { Screen } from './layout.ts';
import {
  button,
  choiceField,
  details,
  errorMessage,
  errorSummary,
  type FormWrong,
  keyField,
  pick,
  tag,
} from './parts.ts';
import { type Answer, clientOf, go, inputProblem, posted, textOf } from './serve.ts';
import type { Client, Visit } from './visit.ts';

const maxPaperBytes = (visit: Visit): number => visit.deps.maxPaperBytes ?? 20 * 1024 * 1024;

const megabytes = (bytes: number): string => {
  const size = Math.max(0.1, bytes / 1_048_576);
  return `${size < 10 ? size.toFixed(1) : Math.round(size)} MB`;
};

const accept = 'image/jpeg,image/png,application/pdf';

/** What papers a need already has, with a way to look at each and to take it out again. */
export const paperList = (
  visit: Visit,
  papers: readonly PaperView[],
  href: (paper: PaperView) => string,
  removable: boolean,
): Piece =>
  papers.length > 0 &&
  html`<ul class="tasks">${papers.map(
    (paper) =>
      html`<li><span><a href="${href(paper)}">${paper.name}</a> <span class="soft small">${megabytes(paper.bytes)}</span></span>${
        removable &&
        html`<button class="as-link" name="_remove" value="${paper.id}">${visit.t('citizen.papers.remove')}<span class="only-read"> ${paper.name}</span></button>`
      }</li>`,
  )}</ul>`;

/** Two ways to give a picture: take it now, or choose what is on the telephone. Both take several. */
export function fileFields(
  visit: Visit,
  material: readonly Material[],
  wrong: string | undefined,
  chosen?: string,
): Html {
  const { t, language } = visit;
  const choice =
    material.length > 1 &&
    choiceField({
      id: 'material',
      label: t('citizen.papers.which'),
      choices: material.map((one, index) =>
        pick({
          id: `material-${index}`,
          name: 'material',
          value: one.code,
          label: one.name[language],
          checked: chosen === undefined ? index === 0 : one.code === chosen,
        }),
      ),
    });
  const input = (id: string, label: string, camera: boolean) =>
    html`<div class="field"><label for="${id}">${label}</label><input type="file" id="${id}" name="file" accept="${camera ? 'image/*' : accept}"${camera ? html` capture="environment"` : flag('multiple', true)}${wrong !== undefined && html` aria-describedby="file-wrong"`}></div>`;
  return html`${choice}<div class="${wrong !== undefined ? 'wrong' : ''}">${errorMessage('file', wrong)}${input('file', t('citizen.papers.camera'), true)}${input('files', t('citizen.papers.choose'), false)}<p class="hint">${t('citizen.papers.accepted', { size: megabytes(maxPaperBytes(visit)) })}</p></div>`;
}

export interface Upload {
  sent: number;
  problem: Problem | undefined;
  /** The file that was refused. */
  name: string;
}

/** Sends every chosen file; stops at the first that is refused and says which. */
export async function sendFiles(visit: Visit, form: FormData, caseId: string, material: string): Promise<Upload> {
  const files = form.getAll('file').filter((one): one is File => one instanceof File && one.size > 0);
  const key = textOf(form, 'key', 40);
  let sent = 0;
  for (const [index, file] of files.slice(0, 20).entries()) {
    // Each file is a command of its own, so each has a key of its own, the same on a second press.
    const client: Client = visit.deps.client(visit.c, /^[\w-]{8,40}$/.test(key) ? `${key}-${index}` : undefined);
    try {
      await client.papers.upload({ case: caseId, material, file });
      sent += 1;
    } catch (error) {
      return { sent, problem: inputProblem(error), name: file.name };
    }
  }
  return { sent, problem: undefined, name: '' };
}

export const sayUpload = (visit: Visit, { problem, name }: Upload): string | undefined =>
  problem &&
  visit.t('citizen.papers.refused', {
    name,
    why: visit.t.find(`problems.${problem.problem}`, problem.params) ?? visit.t('citizen.problem.422.say'),
  });

const needName = (visit: Visit, need: PaperNeed): string =>
  need.alternatives.map((one) => one.name[visit.language]).join(visit.t('citizen.item.or'));

/** All papers of an application: what is there, what is still to come, and what nobody has to bring. */
export async function papers(visit: Visit): Promise<Answer> {
  const { t } = visit;
  const filing = await filingOf(visit);
  const { draft, item } = filing;
  const state = papersState(filing);
  const needs = needsOf(filing);
  if (needs.length === 0) return go(visit, at(draft, steps.how));
  const fetched = needs.filter(
    (need) => state.toFetch.includes(need) || need.alternatives.every((one) => one.source === 'S'),
  );
  const asked = needs.filter((need) => !fetched.some((one) => one.key === need.key));
  const status = (need: PaperNeed): Html => {
    const count = draft.papers.filter((paper) => need.alternatives.some((one) => one.code === paper.material)).length;
    if (count > 0) return tag(t('citizen.papers.have', { n: count }), 'green');
    const required = need.alternatives.some((one) => one.required);
    if (!required) return tag(t('status.material.optional'));
    return need.alternatives.some((one) => one.source === 'Y')
      ? tag(t('citizen.papers.maybe-held'), 'brand')
      : tag(t('status.material.missing'), 'yellow');
  };
  return {
    title: t('citizen.papers.title'),
    here: 'home',
    back: `/apply/${draft.id}`,
    caller: { name: t('citizen.call.item'), telephone: item.enquiryTelephone },
    body: html`<div class="read">${progress(visit, filing, steps.papers)}<h1>${t('citizen.papers.title')}</h1><p>${t('citizen.papers.say')}</p><ul class="tasks">${asked.map(
      (need) =>
        html`<li><a href="${at(draft, `${steps.papers}/${need.key}`)}">${needName(visit, need)}</a>${status(need)}</li>`,
    )}</ul>${
      fetched.length > 0 &&
      html`<h2>${t('citizen.item.fetched')}</h2><ul>${fetched.map((need) => html`<li>${needName(visit, need)}</li>`)}</ul>`
    }<div class="actions"><a class="button" href="${at(draft, steps.how)}">${t('citizen.continue')}</a></div><p class="soft small">${t('citizen.papers.later')}</p></div>`,
  };
}

async function paperScreen(visit: Visit, wrong?: string, material?: string): Promise<Answer> {
  const { t } = visit;
  const filing = await filingOf(visit);
  const { draft } = filing;
  const need = needsOf(filing).find((one) => one.key === visit.c.req.param('material'));
  if (!need) return go(visit, at(draft, steps.papers));
  const own = draft.papers.filter((paper) => need.alternatives.some((one) => one.code === paper.material));
  const wrongs: FormWrong[] = wrong === undefined ? [] : [{ field: 'file', message: wrong }];
  const notes = need.alternatives.flatMap((one) => (one.note ? [one.note[visit.language]] : []));
  const screen: Screen = {
    title: needName(visit, need),
    here: 'home',
    back: at(draft, steps.papers),
    wrong: wrong !== undefined,
    ...(wrong !== undefined && { status: 422 as const }),
    body: html`<div class="read">${progress(visit, filing, steps.papers)}${errorSummary(t, wrongs)}<h1>${needName(visit, need)}</h1>${notes.map((note) => html`<p>${note}</p>`)}${
      need.alternatives.some((one) => one.source === 'Y') &&
      html`<div class="note"><p>${t('citizen.papers.held')}</p></div>`
    }${
      own.length > 0 &&
      html`<h2>${t('citizen.papers.sent')}</h2><form method="post" action="${at(draft, `${steps.papers}/${need.key}`)}">${keyField()}${paperList(visit, own, (paper) => `/cases/${draft.id}/papers/${paper.id}`, true)}</form><p><a class="button" href="${at(draft, steps.papers)}">${t('citizen.papers.enough')}</a></p><h2>${t('citizen.papers.more')}</h2>`
    }<form method="post" action="${at(draft, `${steps.papers}/${need.key}`)}" enctype="multipart/form-data" novalidate>${keyField()}${fileFields(visit, need.alternatives, wrong, material)}<div class="actions">${button(t('citizen.papers.upload'), own.length > 0 ? 'second' : '')}${own.length === 0 && html`<a class="button second" href="${at(draft, steps.papers)}">${t('citizen.papers.not-now')}</a>`}</div></form>${details(t('citizen.item.bring.basis'), html`${need.alternatives.map((one) => html`<p>${one.name[visit.language]}: ${one.legalBasis[visit.language]}</p>`)}`)}</div>`,
  };
  return screen;
}

export const paper = (visit: Visit): Promise<Answer> => paperScreen(visit);

export async function addPaper(visit: Visit): Promise<Answer> {
  const filing = await filingOf(visit);
  const { draft } = filing;
  const need = needsOf(filing).find((one) => one.key === visit.c.req.param('material'));
  if (!need) return go(visit, at(draft, steps.papers));
  const here = at(draft, `${steps.papers}/${need.key}`);
  const form = await posted(visit);
  const removed = textOf(form, '_remove', 40);
  if (removed) {
    // Taken out already by the first of two presses: the list is as wanted.
    if (draft.papers.some((one) => one.id === removed))
      await clientOf(visit, form).papers.remove({ case: draft.id, id: removed });
    return go(visit, here);
  }
  const material = need.alternatives.find((one) => one.code === textOf(form, 'material', 64)) ?? need.alternatives[0]!;
  const upload = await sendFiles(visit, form, draft.id, material.code);
  if (upload.problem) return paperScreen(visit, sayUpload(visit, upload), material.code);
  if (upload.sent === 0) return paperScreen(visit, visit.t('citizen.papers.none'), material.code);
  return go(visit, here);
}
