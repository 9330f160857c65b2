import type { DraftView } from '#api/cases.ts';
import { checkAnswers } from '#domain/catalogue/answers.ts';
import type { Answers, Question } from '#domain/catalogue/form.ts';
import { parseFormData } from '#domain/catalogue/posted.ts';
import { nextPage, type Page, pagesOf, previousPage, unfinished } from '#domain/catalogue/view.ts';
import { localDate, sayDate } from '#domain/kernel/dates.ts';
import { type FieldProblem, Refused } from '#domain/kernel/problem.ts';
import { at, checkContext, type Filing, filingOf, needsOf, progress, sayFound, steps } from './draft.ts';
import { type FieldsContext, field, fieldOf, postedRows, type Shown, shownAs, shownOf, withoutRow } from './fields.ts';
import { type Html, html } from './html.ts';
import type { Screen } from './layout.ts';
import { button, choiceField, errorSummary, type FormWrong, hidden, keyField, pick } from './parts.ts';
import { descent, descentList, divisionName, divisionOf, findPlace, pathName } from './places.ts';
import { type Answer, clientOf, go, inputProblem, posted, residentOf, textOf } from './serve.ts';
import type { Visit } from './visit.ts';

/** Before the first question: for whom, and whether one is half written already. */
export async function beforeApply(visit: Visit): Promise<Answer> {
  const { t, c, client, language, year } = visit;
  const me = residentOf(visit);
  const code = c.req.query('item') ?? '';
  const [item, drafts] = await Promise.all([client.catalogue.get({ code }), client.cases.drafts({})]);
  const mine = drafts.filter((draft) => draft.item === code);
  const persons = [{ ...me.person, why: undefined }, ...me.others];
  return {
    title: item.plainName[language],
    here: 'home',
    back: `/items/${item.code}`,
    body: html`<div class="read"><h1>${item.plainName[language]}</h1>${
      mine.length > 0 &&
      html`<div class="panel"><h2>${t('citizen.apply.half')}</h2>${mine.map(
        (draft) =>
          html`<p>${t('citizen.apply.half.at', { date: sayDate(localDate(draft.updatedAt), language, year) })}</p><p><a class="button" href="/apply/${draft.id}">${t('citizen.apply.resume')}</a></p>`,
      )}</div>`
    }<form method="post" action="/apply">${keyField()}${hidden('item', item.code)}${hidden('sure', '1')}${
      persons.length > 1
        ? choiceField({
            id: 'for',
            label: t('citizen.apply.for'),
            hint: t('citizen.apply.for.hint'),
            choices: persons.map(({ id, name, why }, index) =>
              pick({
                id: `for-${index}`,
                name: 'for',
                value: id,
                label: why ? name : t('citizen.apply.for.me', { name }),
                hint: why && t(`citizen.choose.${why}`),
                checked: index === 0,
              }),
            ),
          })
        : html`<p>${t('citizen.apply.before')}</p>`
    }<div class="actions">${button(mine.length > 0 ? t('citizen.apply.new') : t('citizen.item.start'), mine.length > 0 ? 'second' : '')}</div></form></div>`,
  };
}

export async function apply(visit: Visit): Promise<Answer> {
  const form = await posted(visit);
  const code = textOf(form, 'item', 20);
  const before = `/apply?item=${encodeURIComponent(code)}`;
  if (visit.me.kind !== 'resident') return go(visit, `/sign-in?next=${encodeURIComponent(before)}`);
  const { person, others } = visit.me;
  if (textOf(form, 'sure') !== '1') {
    const drafts = await visit.client.cases.drafts({});
    if (others.length > 0 || drafts.some((draft) => draft.item === code)) return go(visit, before);
  }
  const chosen = textOf(form, 'for', 40);
  const other = others.find((one) => one.id === chosen);
  // A consent that was withdrawn, or another of the family who signed in meanwhile: nothing is begun for whom it was not meant.
  if (chosen !== '' && chosen !== person.id && !other) return go(visit, before);
  const draft = await clientOf(visit, form).cases.begin({
    item: code,
    person: other?.id ?? person.id,
    ...(other && { agent: person.id }),
  });
  return go(visit, `/apply/${draft.id}`);
}

/** The first page that is not done yet, or the last look over everything. */
const resumeAt = (visit: Visit, { draft, item }: Filing): string => {
  const [first] = unfinished(item.form, draft.answers, checkContext(visit, 'submit'));
  return at(draft, first?.page ?? steps.check);
};

export async function resume(visit: Visit): Promise<Answer> {
  const filing = await filingOf(visit);
  const { draft, item } = filing;
  const untouched = Object.keys(draft.answers).length === 0;
  const [first] = pagesOf(item.form, draft.answers);
  return go(visit, untouched && first ? at(draft, first.id) : resumeAt(visit, filing));
}

const afterQuestions = (filing: Filing): string => (needsOf(filing).length > 0 ? steps.papers : steps.how);

const pageOf = ({ draft, item }: Filing, id: string): Page | undefined =>
  pagesOf(item.form, draft.answers).find((one) => one.id === id);

/** Pickers of divisions are lists of links, so they are made before the page is drawn. */
async function placesFor(
  visit: Visit,
  filing: Filing,
  page: Page,
  shown: Shown,
  query: string,
): Promise<Map<string, Html>> {
  const { c, t } = visit;
  const made = new Map<string, Html>();
  for (const question of page.questions.filter((one) => one.kind === 'division')) {
    const chosen = shown(question.id)[0];
    const inside = c.req.query('in');
    const find = (c.req.query('find') ?? '').trim().slice(0, 40);
    const known = chosen && !inside && !find ? await divisionOf(visit, chosen) : undefined;
    const radio = (code: string, label: string, hint: string | undefined, index: number, checked: boolean) =>
      pick({ id: `f-${question.id}-${index}`, name: question.id, value: code, label, hint, checked });
    const list = known
      ? html`${radio(known.code, known.name, undefined, 0, true)}<p class="go"><a href="${at(filing.draft, page.id, `${query}${query ? '&' : '?'}in=top`)}">${t('citizen.place.other')}</a></p>`
      : descentList(
          visit,
          await descent(visit, inside === 'top' ? undefined : inside, find),
          (id) => at(filing.draft, page.id, `${query}${query ? '&' : '?'}in=${id ?? 'top'}`),
          (villages) =>
            html`${villages.map(({ division, path }, index) => radio(division.code, divisionName(visit, division), find ? pathName(visit, path) : undefined, index, division.code === chosen))}`,
        );
    made.set(question.id, list);
  }
  return made;
}

interface Shows {
  shown: Shown;
  found: readonly FieldProblem[];
  rows?: (question: Question) => number;
}

async function questionScreen(visit: Visit, filing: Filing, page: Page, shows: Shows): Promise<Screen> {
  const { t, language, c } = visit;
  const { draft, item } = filing;
  const checking = c.req.query('from') === 'check';
  const query = checking ? '?from=check' : '';
  const said = (found: FieldProblem) => sayFound(visit, item.form, found);
  const wrongs: FormWrong[] = shows.found.map((found) => ({
    field: fieldOf(page.questions, found),
    message: said(found),
  }));
  const alone = page.questions.length === 1;
  const division = page.questions.find((question) => question.kind === 'division');
  const ctx: FieldsContext = {
    visit,
    shown: shows.shown,
    wrongAt: (path) => {
      const found = shows.found.find((one) => one.path === path);
      return found && said(found);
    },
    places: await placesFor(visit, filing, page, shows.shown, query),
    rows:
      shows.rows ??
      ((question) => {
        const answer = draft.answers[question.id];
        return Array.isArray(answer) ? answer.length : 1;
      }),
  };
  const known = division && shows.shown(division.id).length > 0 && !c.req.query('in') && !c.req.query('find');
  const before = previousPage(item.form, draft.answers, page.id);
  const changed = draft.changed.filter((id) => page.questions.some((question) => question.id === id));
  const heading = alone ? page.questions[0]!.label[language] : page.section.title[language];
  const fields = page.questions.map((question) =>
    question.kind === 'division' ? divisionField(ctx, question, alone) : field(ctx, question, question.id, alone),
  );
  return {
    title: heading,
    here: 'home',
    wrong: wrongs.length > 0,
    ...(wrongs.length > 0 && { status: 422 as const }),
    back: checking ? at(draft, steps.check) : before ? at(draft, before.id) : `/items/${item.code}`,
    caller: { name: t('citizen.call.item'), telephone: item.enquiryTelephone },
    body: html`<div class="read">${progress(visit, filing, page.id)}${errorSummary(t, wrongs)}${
      changed.length > 0 && html`<div class="note warn"><p>${t('citizen.apply.changed')}</p></div>`
    }${alone && !division ? undefined : html`<h1>${heading}</h1>`}${
      // A place that is known already is confirmed or changed, not looked for.
      division && !known && findPlace(visit, c.req.query('find') ?? '', checking ? hidden('from', 'check') : undefined)
    }<form method="post" action="${at(draft, page.id, query)}" novalidate><button class="only-read" tabindex="-1" aria-hidden="true">${t('citizen.save')}</button>${fields}<div class="actions">${button(t('citizen.save'))}${button(t('citizen.apply.leave'), 'second', '_leave')}</div></form></div>`,
  };
}

function divisionField(ctx: FieldsContext, question: Question, alone: boolean): Html {
  const { language } = ctx.visit;
  return choiceField({
    id: `f-${question.id}`,
    label: question.label[language],
    hint: question.hint?.[language],
    wrong: ctx.wrongAt(question.id),
    hideLabel: alone,
    choices: [ctx.places.get(question.id) ?? html``],
  });
}

export async function question(visit: Visit): Promise<Answer> {
  const filing = await filingOf(visit);
  const page = pageOf(filing, visit.c.req.param('question') ?? '');
  // Answers before it may have hidden a page that was bookmarked.
  if (!page) return go(visit, resumeAt(visit, filing));
  return questionScreen(visit, filing, page, { shown: shownOf(page.questions, filing.draft.answers), found: [] });
}

const headOf = (found: FieldProblem): string => found.path.split('.')[0] ?? '';

/** Saves the answers of one page on top of whatever the draft holds now, so that two devices never undo each other. */
async function save(visit: Visit, draft: DraftView, answers: Answers): Promise<FieldProblem[]> {
  try {
    await visit.client.cases.save({ id: draft.id, seq: draft.seq, answers });
    return [];
  } catch (error) {
    const problem = inputProblem(error);
    if (!problem.fields) throw error;
    return problem.fields;
  }
}

export async function answer(visit: Visit): Promise<Answer> {
  const filing = await filingOf(visit);
  const { draft, item } = filing;
  const page = pageOf(filing, visit.c.req.param('question') ?? '');
  if (!page) return go(visit, resumeAt(visit, filing));
  const ids = new Set(page.questions.map((one) => one.id));
  const posting = await posted(visit);
  const removed = /^(\w+)\.(\d+)$/.exec(textOf(posting, '_remove', 80));
  const added = textOf(posting, '_add', 80);
  const leaving = textOf(posting, '_leave') === '1';
  const rowsOf = removed ? page.questions.find((one) => one.id === removed[1]) : undefined;
  const form = removed && rowsOf ? withoutRow(posting, rowsOf, Number(removed[2])) : posting;

  const given: Answers = { ...draft.answers };
  for (const one of page.questions) {
    const typed = parseFormData(one, form);
    if (typed === undefined) delete given[one.id];
    else given[one.id] = typed;
  }
  const unready = leaving || rowsOf !== undefined || added !== '';
  const { clean, problems } = checkAnswers(item.form, given, checkContext(visit, unready ? 'draft' : 'submit'));
  const found = problems.filter((one) => ids.has(headOf(one)));
  const editing = (extra: number): Promise<Screen> =>
    questionScreen(visit, filing, page, {
      shown: shownAs(form),
      found: [],
      rows: (one) => Math.max(1, postedRows(form, one) + (one.id === added ? extra : 0)),
    });
  if (found.length > 0 && !leaving)
    return unready
      ? editing(1)
      : questionScreen(visit, filing, page, { shown: shownAs(form), found, rows: (one) => postedRows(form, one) });

  // What cannot be kept as it stands is left out, so that leaving never fails.
  for (const one of found) delete clean[headOf(one)];
  const refused = await save(visit, draft, clean);
  if (refused.length > 0 && refused.some((one) => ids.has(headOf(one))))
    return questionScreen(visit, filing, page, {
      shown: shownAs(form),
      found: refused,
      rows: (one) => postedRows(form, one),
    });
  if (refused.length > 0) throw new Refused('input.invalid', undefined, refused);
  if (unready && !leaving) return editing(1);
  if (leaving) return go(visit, at(draft, steps.saved));

  const now: Filing = { item, draft: { ...draft, answers: clean } };
  if (visit.c.req.query('from') === 'check') return go(visit, resumeAt(visit, now));
  const onward = nextPage(item.form, clean, page.id);
  return go(visit, at(draft, onward?.id ?? afterQuestions(now)));
}

export async function saved(visit: Visit): Promise<Answer> {
  const { t, language } = visit;
  const { draft, item } = await filingOf(visit);
  return {
    title: t('citizen.saved.title'),
    here: 'cases',
    body: html`<div class="read"><h1>${t('citizen.saved.title')}</h1><p class="lead">${t('citizen.saved.say', { item: item.plainName[language] })}</p><div class="actions"><a class="button" href="/apply/${draft.id}">${t('citizen.apply.resume')}</a><a class="button second" href="/cases">${t('citizen.cases.title')}</a></div></div>`,
  };
}

export async function discard(visit: Visit): Promise<Answer> {
  const { t, language } = visit;
  const { draft, item } = await filingOf(visit);
  return {
    title: t('citizen.discard.title'),
    here: 'cases',
    back: '/cases',
    body: html`<div class="read"><h1>${t('citizen.discard.title')}</h1><p class="lead">${t('citizen.discard.say', { item: item.plainName[language] })}</p><form method="post" action="${at(draft, steps.discard)}">${keyField()}<div class="actions">${button(t('citizen.discard.yes'), 'warn')}<a class="button second" href="/cases">${t('citizen.discard.no')}</a></div></form></div>`,
  };
}

export async function discarded(visit: Visit): Promise<Answer> {
  residentOf(visit);
  const form = await posted(visit);
  await clientOf(visit, form).cases.discard({ id: visit.c.req.param('draft') ?? '' });
  return go(visit, '/cases?done=discarded');
}
