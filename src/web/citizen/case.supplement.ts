import type { CaseView } from '#api/cases.ts';
import { checkAnswers } from '#domain/catalogue/answers.ts';
import { type Answers, type Question, questionsOf } from '#domain/catalogue/form.ts';
import type { Item, Material } from '#domain/catalogue/item.ts';
import { parseFormData } from '#domain/catalogue/posted.ts';
import { sayDate } from '#domain/kernel/dates.ts';
import type { FieldProblem } from '#domain/kernel/problem.ts';
import { act, type Open, openCase, seqOf, toCase } from './case.act.ts';
import { checkContext, sayFound } from './draft.ts';
import { type FieldsContext, field, fieldOf, type Shown, shownAs, shownOf } from './fields.ts';
import { type Html, html } from './html.ts';
import type { Screen } from './layout.ts';
import { fileFields, paperList, sayUpload, sendFiles } from './papers.ts';
import { button, errorSummary, type FormWrong, hidden, keyField } from './parts.ts';
import { type Answer, clientOf, go, inputProblem, posted, residentOf, textOf } from './serve.ts';
import type { Visit } from './visit.ts';

/** Materials of one line of the notice: the one named, or all of a group of which any suffices. */
const materialsOf = (item: Item, code: string): Material[] =>
  item.materials.filter((one) => one.code === code || one.anyOfGroup === code);

const papersOf = (view: CaseView, materials: readonly Material[]) =>
  view.materials.filter((one) => materials.some((material) => material.code === one.code)).flatMap((one) => one.papers);

/** One paper that is asked for: what came already, and two ways to send more. A form of its own, sent at once. */
function paperForm(
  visit: Visit,
  view: CaseView,
  materials: readonly Material[],
  back: string,
  n: number,
  note: string | null = null,
): Html {
  const { t, language } = visit;
  const first = materials[0];
  if (!first) return html``;
  const own = papersOf(view, materials);
  return html`<section class="panel" id="paper-${first.code}" tabindex="-1"><h2>${n}. ${materials.map((one) => one.name[language]).join(t('citizen.item.or'))}</h2>${note && html`<p>${note}</p>`}${paperList(
    visit,
    own,
    (paper) => `/cases/${view.id}/papers/${paper.id}`,
    false,
  )}<p><a class="button${own.length > 0 && ' second'} small" href="/cases/${view.id}/add/${first.code}?back=${back}">${own.length > 0 ? t('citizen.papers.more') : t('citizen.papers.upload')}<span class="only-read"> ${first.name[language]}</span></a></p></section>`;
}

interface Asked {
  questions: Question[];
  materials: { code: string; materials: Material[]; note: string | null }[];
}

const askedOf = ({ view, item }: Open): Asked => {
  const missing = view.correction?.missing ?? [];
  const ids = new Set(missing.filter((one) => one.kind === 'answer').map((one) => one.code.split('.')[0]));
  return {
    questions: questionsOf(item.form).filter((question) => ids.has(question.id)),
    materials: missing
      .filter((one) => one.kind === 'material')
      .map((one) => ({ code: one.code, materials: materialsOf(item, one.code), note: one.note })),
  };
};

function supplementScreen(
  visit: Visit,
  open: Open,
  shown?: Shown,
  found: readonly FieldProblem[] = [],
  lacking: readonly Asked['materials'][number][] = [],
): Answer {
  const { t, language, year } = visit;
  const { view, item } = open;
  if (!view.correction || !view.allowedActions.includes('supplement')) return toCase(visit, view.id);
  const asked = askedOf(open);
  const said = (one: FieldProblem) => sayFound(visit, item.form, one);
  const wrongs: FormWrong[] = [
    ...lacking.map((one) => ({
      field: `paper-${one.materials[0]?.code ?? ''}`,
      message: t('citizen.supplement.lacking', { paper: one.materials[0]?.name[language] ?? one.code }),
    })),
    ...found.map((one) => ({ field: fieldOf(asked.questions, one), message: said(one) })),
  ];
  const ctx: FieldsContext = {
    visit,
    // A masked answer is never put back into a field.
    shown: shown ?? shownOf(view.applicant.unmasked ? asked.questions : [], view.answers),
    wrongAt: (path) => {
      const one = found.find((problem) => problem.path === path);
      return one && said(one);
    },
    places: new Map(),
    rows: (question) => {
      const answer = view.answers[question.id];
      return Array.isArray(answer) ? Math.max(1, answer.length) : 1;
    },
  };
  const notes = new Map(view.correction.missing.map((one) => [one.code, one.note]));
  return {
    title: t('citizen.supplement.title'),
    here: 'cases',
    back: `/cases/${view.id}`,
    wrong: wrongs.length > 0,
    ...(wrongs.length > 0 && { status: 422 as const }),
    ...(view.turn.unit?.telephone && { caller: { name: view.turn.unit.name, telephone: view.turn.unit.telephone } }),
    body: html`<div class="read">${errorSummary(t, wrongs)}<h1>${t('citizen.supplement.title')}</h1><p class="lead">${t('citizen.case.supplement.by', { due: sayDate(view.correction.due, language, year) })}</p>${asked.materials.map(
      (one, index) => paperForm(visit, view, one.materials, 'supplement', index + 1, one.note),
    )}<form method="post" action="/cases/${view.id}/supplement" novalidate>${keyField()}${hidden('seq', String(view.seq))}${asked.questions.map(
      (question) =>
        html`${notes.get(question.id) && html`<div class="note warn"><p>${notes.get(question.id)}</p></div>`}${field(ctx, question, question.id, false)}`,
    )}<p>${t('citizen.supplement.all')}</p><div class="actions">${button(t('citizen.supplement.send'))}</div></form><p class="soft small">${t('citizen.supplement.help')}</p></div>`,
  };
}

export const supplement = async (visit: Visit): Promise<Answer> => supplementScreen(visit, await openCase(visit));

export async function sendSupplement(visit: Visit): Promise<Answer> {
  const open = await openCase(visit);
  const { view, item } = open;
  const form = await posted(visit);
  const asked = askedOf(open);
  const answers: Answers = { ...view.answers };
  for (const question of asked.questions) {
    const typed = parseFormData(question, form);
    if (typed === undefined) delete answers[question.id];
    else answers[question.id] = typed;
  }
  const ids = new Set(asked.questions.map((question) => question.id));
  const { clean, problems } = checkAnswers(item.form, answers, checkContext(visit, 'submit'));
  const found = problems.filter((one) => ids.has(one.path.split('.')[0] ?? ''));
  const lacking = asked.materials.filter((one) => papersOf(view, one.materials).length === 0);
  // The second of two presses finds it done.
  if (!view.allowedActions.includes('supplement')) return toCase(visit, view.id);
  if (found.length > 0 || lacking.length > 0) return supplementScreen(visit, open, shownAs(form), found, lacking);
  const changed = Object.fromEntries(Object.entries(clean).filter(([id]) => ids.has(id)));
  try {
    return await act(visit, view.id, 'supplemented', () =>
      clientOf(visit, form).cases.act.supplement({
        id: view.id,
        seq: seqOf(form),
        data: { counter: false },
        ...(asked.questions.length > 0 && { answers: changed }),
      }),
    );
  } catch (error) {
    const problem = inputProblem(error);
    if (!problem.fields) throw error;
    return supplementScreen(visit, open, shownAs(form), problem.fields);
  }
}

/** Papers that were allowed to come later (容缺受理). */
export async function owed(visit: Visit): Promise<Answer> {
  const { t, language, year } = visit;
  const { view, item } = await openCase(visit);
  if (!view.allowedActions.includes('supplyOwed')) return toCase(visit, view.id);
  const papers = view.materials.filter((one) => one.state === 'owed' || (one.papers.length > 0 && one.mayBeOwed));
  const ready = papers.filter((one) => one.papers.length > 0);
  return {
    title: t('citizen.owed.title'),
    here: 'cases',
    back: `/cases/${view.id}`,
    body: html`<div class="read"><h1>${t('citizen.owed.title')}</h1>${view.owedDue && html`<p class="lead">${t('citizen.case.owed.by', { due: sayDate(view.owedDue, language, year) })}</p>`}${papers.map(
      (one, index) => paperForm(visit, view, materialsOf(item, one.code), 'owed', index + 1),
    )}<form method="post" action="/cases/${view.id}/owed">${keyField()}${hidden('seq', String(view.seq))}${ready.map((one) => hidden('material', one.code))}<div class="actions">${
      ready.length > 0 ? button(t('citizen.owed.send')) : html`<p>${t('citizen.owed.first')}</p>`
    }</div></form></div>`,
  };
}

export async function sendOwed(visit: Visit): Promise<Answer> {
  const id = visit.c.req.param('id') ?? '';
  residentOf(visit);
  const form = await posted(visit);
  const materials = form
    .getAll('material')
    .filter((one): one is string => typeof one === 'string')
    .slice(0, 20);
  if (materials.length === 0) return go(visit, `/cases/${id}/owed`);
  return act(visit, id, 'owed', () =>
    clientOf(visit, form).cases.act.supplyOwed({ id, seq: seqOf(form), data: { materials } }),
  );
}

const backOf = (visit: Visit): 'supplement' | 'owed' => (visit.c.req.query('back') === 'owed' ? 'owed' : 'supplement');

async function addScreen(visit: Visit, wrong?: string, chosen?: string): Promise<Answer> {
  const { t, language } = visit;
  const { view, item } = await openCase(visit);
  const code = visit.c.req.param('material') ?? '';
  const one = item.materials.find((material) => material.code === code);
  if (!one) return toCase(visit, view.id);
  const materials = one.anyOfGroup ? materialsOf(item, one.anyOfGroup) : [one];
  const back = backOf(visit);
  const name = materials.map((material) => material.name[language]).join(t('citizen.item.or'));
  const screen: Screen = {
    title: name,
    here: 'cases',
    back: `/cases/${view.id}/${back}`,
    wrong: wrong !== undefined,
    ...(wrong !== undefined && { status: 422 as const }),
    body: html`<div class="read">${errorSummary(t, wrong === undefined ? [] : [{ field: 'file', message: wrong }])}<h1>${name}</h1>${paperList(
      visit,
      papersOf(view, materials),
      (paper) => `/cases/${view.id}/papers/${paper.id}`,
      false,
    )}<form method="post" action="/cases/${view.id}/add/${code}?back=${back}" enctype="multipart/form-data" novalidate>${keyField()}${fileFields(visit, materials, wrong, chosen)}<div class="actions">${button(t('citizen.papers.upload'))}</div></form></div>`,
  };
  return screen;
}

export const add = (visit: Visit): Promise<Answer> => addScreen(visit);

export async function sendAdded(visit: Visit): Promise<Answer> {
  const { view, item } = await openCase(visit);
  const code = visit.c.req.param('material') ?? '';
  const one = item.materials.find((material) => material.code === code);
  if (!one) return toCase(visit, view.id);
  const form = await posted(visit);
  const group = one.anyOfGroup ? materialsOf(item, one.anyOfGroup) : [one];
  const material = group.find((each) => each.code === textOf(form, 'material', 64)) ?? one;
  const upload = await sendFiles(visit, form, view.id, material.code);
  if (upload.problem) return addScreen(visit, sayUpload(visit, upload), material.code);
  if (upload.sent === 0) return addScreen(visit, visit.t('citizen.papers.none'), material.code);
  return go(visit, `/cases/${view.id}/${backOf(visit)}`);
}
