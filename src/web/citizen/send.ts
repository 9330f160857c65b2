import { staysNameless } from '#domain/catalogue/item.ts';
import { unfinished } from '#domain/catalogue/view.ts';
import { answerSections } from './answers.ts';
import {
  at,
  checkContext,
  type Filing,
  filingOf,
  forgetWish,
  keepWish,
  modeOf,
  modesFor,
  needsOf,
  papersState,
  progress,
  sayFound,
  steps,
  type Wish,
  wayOf,
  wishOf,
} from './draft.ts';
import { type Html, html } from './html.ts';
import { siteName } from './item.ts';
import type { Screen } from './layout.ts';
import {
  button,
  choiceField,
  errorSummary,
  type FormWrong,
  facts,
  findField,
  hidden,
  keyField,
  pick,
} from './parts.ts';
import { divisionNames } from './places.ts';
import { type Answer, clientOf, go, inputProblem, posted, residentOf, textOf } from './serve.ts';
import { isId, type Visit } from './visit.ts';

function howScreen(visit: Visit, filing: Filing, wish: Wish, wrongs: readonly FormWrong[] = []): Screen {
  const { t } = visit;
  const { draft, item } = filing;
  const modes = modesFor(visit, filing);
  const ways = item.delivery.ways;
  return {
    title: t('citizen.how.title'),
    here: 'home',
    back: at(draft, needsOf(filing).length > 0 ? steps.papers : steps.check),
    wrong: wrongs.length > 0,
    ...(wrongs.length > 0 && { status: 422 as const }),
    caller: { name: t('citizen.call.item'), telephone: item.enquiryTelephone },
    body: html`<div class="read">${progress(visit, filing, steps.how)}${errorSummary(t, wrongs)}${modes.length > 1 && html`<h1>${t('citizen.how.title')}</h1>`}<form method="post" action="${at(draft, steps.how)}" novalidate>${
      modes.length > 1 &&
      choiceField({
        id: 'mode',
        label: t('citizen.how.mode'),
        choices: modes.map((mode, index) =>
          pick({
            id: `mode-${index}`,
            name: 'mode',
            value: mode,
            label: t(mode === 'assisted' ? 'citizen.how.helped' : 'citizen.how.self'),
            hint: t(mode === 'assisted' ? 'citizen.how.helped.of' : 'citizen.how.self.of'),
            checked: mode === wish.mode,
          }),
        ),
      })
    }${choiceField({
      id: 'way',
      label: t('citizen.how.way'),
      heading: modes.length === 1,
      wrong: wrongs.find((one) => one.field === 'way-0')?.message,
      choices: ways.map((way, index) =>
        pick({
          id: `way-${index}`,
          name: 'way',
          value: way,
          label: t(`citizen.how.${way}`),
          hint: t(`citizen.how.${way}.of`),
          checked: way === wish.way,
        }),
      ),
    })}<div class="actions">${button(t('citizen.continue'))}</div></form></div>`,
  };
}

export async function how(visit: Visit): Promise<Answer> {
  const filing = await filingOf(visit);
  if (isNameless(filing)) return go(visit, at(filing.draft, steps.check));
  return howScreen(visit, filing, wishOf(visit, filing));
}

export async function keepHow(visit: Visit): Promise<Answer> {
  const filing = await filingOf(visit);
  const form = await posted(visit);
  const before = wishOf(visit, filing);
  const mode = modeOf(textOf(form, 'mode', 20));
  const way = wayOf(textOf(form, 'way', 20));
  const wish: Wish = {
    mode: mode && modesFor(visit, filing).includes(mode) ? mode : before.mode,
    way: way && filing.item.delivery.ways.includes(way) ? way : undefined,
    unit: way === 'site' ? before.unit : null,
  };
  const unusable = (message: 'citizen.how.way.empty' | 'citizen.how.post.nowhere') =>
    howScreen(visit, filing, wish, [{ field: 'way-0', message: visit.t(message) }]);
  if (wish.way === undefined) return unusable('citizen.how.way.empty');
  if (wish.way === 'post' && !(await hasAddress(visit, filing))) return unusable('citizen.how.post.nowhere');
  keepWish(visit, filing.draft, wish);
  return go(visit, at(filing.draft, wish.way === 'site' ? steps.where : steps.check));
}

const isNameless = ({ draft, item }: Filing): boolean => staysNameless(item, draft.answers);

/** Nothing is posted to nowhere: an address in the answers, or the one on the applicant's file. */
async function hasAddress(visit: Visit, { draft, item }: Filing): Promise<boolean> {
  const asked = item.form.sections.flatMap(({ questions }) => questions).filter(({ kind }) => kind === 'address');
  if (asked.some(({ id }) => draft.answers[id])) return true;
  return (await visit.client.identity.get({ id: draft.person ?? residentOf(visit).person.id })).address !== null;
}

/** Where the result is collected: the points of the reader's village first, any other by its name. */
export async function where(visit: Visit): Promise<Answer> {
  const { t, c } = visit;
  const filing = await filingOf(visit);
  const { draft, item } = filing;
  const wish = wishOf(visit, filing);
  const find = (c.req.query('find') ?? '').trim().slice(0, 40);
  const own = find
    ? undefined
    : (await visit.client.identity.get({ id: draft.person ?? residentOf(visit).person.id })).village?.id;
  const { items } = await visit.client.organisation.sites({
    ...(find ? { find } : { item: item.code, ...((own ?? visit.village) && { village: own ?? visit.village }) }),
    limit: 12,
  });
  return {
    title: t('citizen.where.title'),
    here: 'home',
    back: at(draft, steps.how),
    body: html`<div class="read">${progress(visit, filing, steps.how)}<form method="post" action="${at(draft, steps.where)}">${choiceField(
      {
        id: 'unit',
        label: t('citizen.where.title'),
        hint: t('citizen.where.hint'),
        heading: true,
        choices: items.map((site, index) =>
          pick({
            id: `unit-${index}`,
            name: 'unit',
            value: site.unit,
            label: siteName(visit, site),
            hint: `${site.address} · ${site.hours[visit.language]}`,
            checked: wish.unit === null ? index === 0 : site.unit === wish.unit,
          }),
        ),
      },
    )}<div class="actions">${button(t('citizen.continue'))}</div></form><form method="get" action="${at(draft, steps.where)}">${findField(t, { id: 'find', label: t('citizen.where.find'), value: find })}</form></div>`,
  };
}

export async function keepWhere(visit: Visit): Promise<Answer> {
  const filing = await filingOf(visit);
  const form = await posted(visit);
  const unit = textOf(form, 'unit', 40);
  if (!isId(unit)) return go(visit, at(filing.draft, steps.where));
  keepWish(visit, filing.draft, { ...wishOf(visit, filing), way: 'site', unit });
  return go(visit, at(filing.draft, steps.check));
}

const change = (visit: Visit, href: string, what: string): Html =>
  html`<a href="${href}">${visit.t('citizen.check.change')}<span class="only-read"> ${what}</span></a>`;

async function checkScreen(visit: Visit, filing: Filing, problem?: string, key?: string): Promise<Answer> {
  const { t, language, client } = visit;
  const { draft, item } = filing;
  const wish = wishOf(visit, filing);
  const nameless = isNameless(filing);
  if (wish.way === undefined && !nameless) return go(visit, at(draft, steps.how));
  if (wish.way === 'site' && wish.unit === null && !nameless) return go(visit, at(draft, steps.where));
  const [divisions, sites] = await Promise.all([
    divisionNames(visit, item.form, draft.answers),
    wish.unit ? client.organisation.sites({ unit: wish.unit, limit: 1 }).then((found) => found.items) : [],
  ]);
  const left = unfinished(item.form, draft.answers, checkContext(visit, 'submit'));
  const wrongs = left.map(({ page, found }) => ({ page, message: sayFound(visit, item.form, found) }));
  const state = papersState(filing);
  const needs = needsOf(filing);
  const material = (code: string) => item.materials.find((one) => one.code === code)?.name[language] ?? code;
  const codes = [...new Set(draft.papers.map((paper) => paper.material))];
  const still = state.missing.filter((need) => needs.some((one) => one.key === need.key));
  return {
    title: t('citizen.check.title'),
    here: 'home',
    back: at(draft, nameless ? steps.papers : steps.how),
    wrong: problem !== undefined,
    ...(problem !== undefined && { status: 422 as const }),
    caller: { name: t('citizen.call.item'), telephone: item.enquiryTelephone },
    body: html`<div class="read">${progress(visit, filing, steps.check)}${
      problem !== undefined && errorSummary(t, [{ field: 'send', message: problem }])
    }<h1>${t('citizen.check.title')}</h1>${
      wrongs.length > 0 &&
      html`<div class="errors" role="alert" tabindex="-1"><h2>${t('citizen.check.unfinished', { n: wrongs.length })}</h2><ul class="plain">${wrongs.map(
        ({ page, message }) => html`<li><a href="${at(draft, page, '?from=check')}">${message}</a></li>`,
      )}</ul></div>`
    }${answerSections(visit, { item, answers: draft.answers }, divisions, (page, label) =>
      change(visit, at(draft, page, '?from=check'), label),
    )}${
      needs.length > 0 &&
      html`<section><h2>${t('citizen.papers.title')}</h2>${facts([
        [
          t('citizen.papers.sent'),
          html`${
            codes.length > 0
              ? codes.map(
                  (code) =>
                    html`<p>${material(code)} (${draft.papers.filter((paper) => paper.material === code).length})</p>`,
                )
              : html`<p class="soft">${t('citizen.check.no-papers')}</p>`
          }`,
          change(visit, at(draft, steps.papers), t('citizen.papers.title')),
        ],
        still.length > 0 && [
          t('citizen.check.still'),
          html`${still.map((need) => html`<p>${need.alternatives.map((one) => one.name[language]).join(t('citizen.item.or'))}</p>`)}<p class="soft small">${t('citizen.check.still.say')}</p>`,
        ],
      ])}</section>`
    }${
      nameless
        ? html`<p class="notice">${t('citizen.check.nameless')}</p>`
        : html`<section><h2>${t('citizen.how.title')}</h2>${facts([
            [t('citizen.how.mode'), t(`status.resident.mode.${wish.mode}`)],
            [
              t('citizen.how.way'),
              html`<p>${wish.way && t(`citizen.how.${wish.way}`)}</p>${sites[0] && html`<p>${siteName(visit, sites[0])}<br><span class="soft small">${sites[0].address}</span></p>`}`,
              change(visit, at(draft, steps.how), t('citizen.how.way')),
            ],
          ])}</section>`
    }<form method="post" action="${at(draft, steps.check)}" id="send">${keyField(key)}${hidden('seq', String(draft.seq))}${hidden('mode', wish.mode)}${hidden('way', nameless ? 'site' : (wish.way ?? ''))}${hidden('unit', nameless ? '' : (wish.unit ?? ''))}${nameless && hidden('nameless', '1')}<p>${t('citizen.check.promise')}</p><div class="actions">${
      wrongs.length === 0
        ? button(t('citizen.check.send'))
        : html`<a class="button" href="${at(draft, wrongs[0]!.page, '?from=check')}">${t('citizen.check.go-on')}</a>`
    }</div></form></div>`,
  };
}

export async function check(visit: Visit): Promise<Answer> {
  return checkScreen(visit, await filingOf(visit));
}

/** Sends what the reader saw: the draft's state, mode and delivery stand in the form, so that a second press is the same. */
export async function send(visit: Visit): Promise<Answer> {
  residentOf(visit);
  const { t, c } = visit;
  const form = await posted(visit);
  const draft = { id: c.req.param('draft') ?? '' };
  const mode = modeOf(textOf(form, 'mode', 20));
  const way = wayOf(textOf(form, 'way', 20));
  const unit = textOf(form, 'unit', 40);
  if (!mode || !way) return go(visit, at(draft, steps.how));
  try {
    const ticket = await clientOf(visit, form).cases.submit({
      draft: draft.id,
      seq: Number(textOf(form, 'seq', 12)) || 0,
      submission: { mode, channel: 'phone', delivery: { way, unit: isId(unit) ? unit : null } },
    });
    forgetWish(visit, draft);
    // Whoever stays nameless has no case to open, only its number.
    return go(visit, textOf(form, 'nameless', 1) ? `/sent/${ticket.number}` : `/cases/${ticket.id}/done`);
  } catch (error) {
    const problem = inputProblem(error);
    if (problem.problem === 'case.already-submitted') throw error;
    if (problem.problem === 'case.no-home')
      return go(visit, `/sign-in/village?next=${encodeURIComponent(at(draft, steps.check))}`);
    const said =
      problem.problem === 'conflict.stale'
        ? t('citizen.check.stale')
        : (t.find(`problems.${problem.problem}`, problem.params) ?? t('citizen.problem.422.say'));
    return checkScreen(visit, await filingOf(visit), said);
  }
}
