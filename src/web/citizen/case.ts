import type { CaseView, ClockView } from '#api/cases.ts';
import { applicantObligations } from '#domain/cases/dues.ts';
import type { Item } from '#domain/catalogue/item.ts';
import { localDate, localTime, sayDate } from '#domain/kernel/dates.ts';
import { sayEvent } from '#web/shared/timeline.ts';
import { answerSections } from './answers.ts';
import { allows, isOver, result } from './case.result.ts';
import { flash, spaced } from './cases.ts';
import { type Html, html, type Piece } from './html.ts';
import { tick } from './icons.ts';
import type { Screen } from './layout.ts';
import { callLink, clockCard, clockUsed, details, facts, statusLook, tag } from './parts.ts';
import { divisionNames } from './places.ts';
import { residentOf } from './serve.ts';
import type { Visit } from './visit.ts';

/** The result lies where its owner takes it: the same words as in the list. */
const isReady = (view: CaseView): boolean => view.clocks.some((clock) => clock.obligation === 'collection');

const statusWords = (visit: Visit, view: CaseView): string => {
  if (view.status === 'ended' && view.ending) return visit.t(`status.resident.ending.${view.ending}`);
  return isReady(view) ? visit.t('citizen.cases.ready') : visit.t(`status.resident.${view.status}`);
};

/** What is asked of the reader, with the one button that does it; else who has it in hand. */
function turn(visit: Visit, view: CaseView): Html {
  const { t, language, year } = visit;
  const ask = (title: string, say: Piece, action: Piece) =>
    html`<div class="panel mine"><h2>${title}</h2>${say}${action}</div>`;
  const press = (path: string, label: string) =>
    html`<p><a class="button" href="/cases/${view.id}/${path}">${label}</a></p>`;
  if (view.correction && allows(view, 'supplement')) {
    const { missing, due, note } = view.correction;
    return ask(
      t('citizen.case.supplement', { n: missing.length }),
      html`<p>${t('citizen.case.supplement.by', { due: sayDate(due, language, year) })}</p><ol>${missing.map(
        (one) => html`<li>${one.label[language]}${one.note && html`<br><span class="soft">${one.note}</span>`}</li>`,
      )}</ol>${note && html`<blockquote>${note}</blockquote>`}`,
      press('supplement', t('citizen.case.supplement.go')),
    );
  }
  if (view.status === 'owing' && allows(view, 'supplyOwed')) {
    const owed = view.materials.filter((one) => one.state === 'owed');
    return ask(
      t('citizen.case.owed', { n: owed.length }),
      html`${view.owedDue && html`<p>${t('citizen.case.owed.by', { due: sayDate(view.owedDue, language, year) })}</p>`}<ul>${owed.map((one) => html`<li>${one.name[language]}</li>`)}</ul>`,
      press('owed', t('citizen.case.owed.go')),
    );
  }
  if (allows(view, 'deliver'))
    return ask(
      t('citizen.case.receipt'),
      html`<p>${t('citizen.case.receipt.say')}</p>`,
      press('receipt', t('citizen.case.receipt.go')),
    );
  const unit = view.turn.unit;
  if (view.turn.who === 'applicant' && view.parcel)
    return ask(
      t('citizen.case.collect'),
      html`<p>${t('citizen.case.collect.at', { unit: view.parcel.at.name })}</p>${view.parcel.at.telephone && html`<p>${callLink(view.parcel.at.telephone)}</p>`}`,
      undefined,
    );
  if (isOver(view))
    return html`<div class="panel"><p class="lead">${t(view.status === 'ended' ? 'citizen.case.ended' : 'citizen.case.finished', { how: statusWords(visit, view) })}</p></div>`;
  return html`<div class="panel"><p class="lead">${unit ? t('citizen.case.theirs', { unit: unit.name }) : t('citizen.case.waits')}</p><p>${t('citizen.case.nothing')}</p></div>`;
}

const isOwn = (clock: ClockView): boolean => applicantObligations.includes(clock.obligation);

/** The sentence of a date: who, by when, how much of it is used. */
function clockSentence(visit: Visit, view: CaseView, clock: ClockView): Piece {
  const { t, language, year } = visit;
  // Whoever has it in hand today, the date binds the one that decides.
  const bound = clock.obligation === 'decision' ? (view.powers.decides ?? view.turn.unit) : view.turn.unit;
  const unit = bound?.name ?? t('citizen.cases.they');
  const online = clock.obligation === 'collection' && view.delivery.way === 'online';
  const what = t(online ? 'citizen.clock.collection.online' : `citizen.clock.${clock.obligation}`);
  if (clock.due === null)
    return html`<p><strong>${t('citizen.clock.paused', { what })}</strong></p><p>${clockUsed(visit, clock)}</p>`;
  const due = sayDate(clock.due, language, year);
  return html`<p><strong>${isOwn(clock) ? t('citizen.clock.yours', { due, what }) : t('citizen.clock.theirs', { due, what, unit })}</strong></p>${
    clock.total > 0 && html`<p class="soft">${clockUsed(visit, clock)}</p>`
  }`;
}

/** The reader's own date first, then those that bind the office. */
const clocks = (visit: Visit, view: CaseView): Piece =>
  [...view.clocks]
    .sort((a, b) => Number(isOwn(b)) - Number(isOwn(a)))
    .map(
      (clock) =>
        html`${clockCard(visit, clock, clockSentence(visit, view, clock))}${details(
          visit.t('citizen.clock.why'),
          html`<p>${clock.explanation[visit.language]}</p>`,
        )}`,
    );

/** From sending to having the result in hand, drawn: the item's own stages in the middle. */
function steps(visit: Visit, view: CaseView): Html {
  const { t, language } = visit;
  const decided = ['decided', 'delivering', 'completed', 'archived'].includes(view.status);
  const accepted = decided || view.stages.some((stage) => stage.state !== 'ahead');
  const intake = ['submitted', 'received', 'correcting'].includes(view.status);
  const state = (done: boolean, now: boolean) => (done ? 'done' : now ? 'now' : 'ahead');
  const words = { done: t('citizen.steps.done'), now: t('citizen.steps.now'), ahead: t('citizen.steps.ahead') };
  const row = (title: string, at: 'done' | 'now' | 'ahead', index: number) =>
    html`<li class="${at}"><span class="dot" aria-hidden="true">${at === 'done' ? tick : index}</span><strong>${title}</strong> <span class="only-read">(${words[at]})</span>${at === 'now' && html`<p>${words.now}</p>`}</li>`;
  const handed = ['completed', 'archived'].includes(view.status);
  const rows: [string, 'done' | 'now' | 'ahead'][] = [
    [t('citizen.steps.sent'), 'done'],
    [t('citizen.steps.accepted'), state(accepted, intake)],
    ...view.stages.map((stage): [string, 'done' | 'now' | 'ahead'] => [
      stage.name[language],
      state(stage.state === 'done' || decided, stage.state === 'current' && !intake && view.status !== 'ended'),
    ]),
    [t('citizen.steps.handed'), state(handed, decided && !handed)],
  ];
  return html`<ol class="steps">${rows.map(([title, at], index) => row(title, at, index + 1))}</ol>`;
}

const ratings = (visit: Visit, view: CaseView): Piece =>
  view.rating.length > 0 &&
  html`<section class="section"><h2>${visit.t('citizen.rate.heading')}</h2>${view.rating.map(
    ({ invitation, occasion, level }) =>
      level === null
        ? html`<p><a class="button second" href="/cases/${view.id}/rate/${invitation}">${visit.t(`citizen.rate.go.${occasion}`)}</a></p>`
        : html`<p>${visit.t('citizen.rate.given', { level: visit.t.find(`status.rating.${level}`) ?? String(level) })}</p>`,
  )}</section>`;

/** The case as it went, one sentence an event. Steps inside the office that mean nothing to the resident are left out. */
const inside = new Set([
  'claimed',
  'assigned',
  'responsibility-handed',
  'step-closed',
  'step-opened',
  'number-added',
  'opinion-given',
  'archived',
  'visit-counted',
]);

const story = (visit: Visit, view: CaseView): Html => {
  const { language, year } = visit;
  const entries = view.timeline.filter((entry) => !inside.has(entry.type));
  return html`<ol class="story">${entries.map(
    (entry) =>
      html`<li><time datetime="${entry.at}">${sayDate(localDate(entry.at), language, year)} ${localTime(entry.at)}</time><p>${sayEvent(entry, 'resident', language, year)}</p>${
        entry.note && html`<blockquote>${entry.note}</blockquote>`
      }</li>`,
  )}</ol>`;
};

const materialLook = { supplied: 'green', held: 'green', owed: 'yellow', missing: 'yellow', optional: '' } as const;

function papers(visit: Visit, view: CaseView, item: Item): Piece {
  const { t, language } = visit;
  // A licence may be on file: until somebody has looked, nobody is told that it is missing.
  const licences = new Set(item.materials.filter((one) => one.source === 'Y').map((one) => one.code));
  const state = (one: CaseView['materials'][number]) =>
    one.state === 'missing' && licences.has(one.code) && view.status !== 'correcting'
      ? tag(t('citizen.papers.maybe-held'), 'brand')
      : tag(t(`status.material.${one.state}`), materialLook[one.state]);
  return (
    view.materials.length > 0 &&
    html`<section class="section"><h2>${t('citizen.papers.title')}</h2><ul class="tasks">${view.materials.map(
      (one) =>
        html`<li><span>${one.name[language]}${one.papers.map(
          (paper) => html`<br><a class="small" href="/cases/${view.id}/papers/${paper.id}">${paper.name}</a>`,
        )}</span>${state(one)}</li>`,
    )}</ul></section>`
  );
}

async function filledIn(visit: Visit, view: CaseView, item: Item): Promise<Piece> {
  const names = await divisionNames(visit, item.form, view.answers);
  return details(
    visit.t('citizen.case.answers'),
    answerSections(visit, { item, answers: view.answers }, names, undefined),
  );
}

function about(visit: Visit, view: CaseView): Html {
  const { t, language, year } = visit;
  return facts([
    [t('citizen.case.applicant'), view.applicant.name],
    view.agent !== null && [t('citizen.case.agent'), view.agent.name],
    view.employer !== null && [t('citizen.case.employer'), view.employer.name],
    [t('citizen.case.sent'), sayDate(localDate(view.submittedAt), language, year)],
    [t('citizen.how.mode'), t.find(`status.resident.mode.${view.mode}`)],
    view.responsible !== null && [t('citizen.case.responsible'), view.responsible],
    view.powers.decides !== null && [t('citizen.case.decides'), view.powers.decides.name],
    ...view.numbers.map((one) => [one.system, one.number] as const),
  ]);
}

export async function caseStory(visit: Visit): Promise<Screen> {
  const { t, client, c, language } = visit;
  residentOf(visit);
  const view = await client.cases.get({ id: c.req.param('id') ?? '' });
  const item = await client.catalogue.get({ code: view.item.code, version: view.item.version });
  const unit = view.turn.unit;
  return {
    title: view.item.plainName[language],
    here: 'cases',
    back: '/cases',
    caller: unit?.telephone
      ? { name: unit.name, telephone: unit.telephone }
      : { name: t('citizen.call.item'), telephone: item.enquiryTelephone },
    body: html`<h1>${view.item.plainName[language]}</h1><p>${tag(statusWords(visit, view), isReady(view) ? 'mine' : statusLook(view.status))} <span class="soft small nowrap">${t('citizen.case.number')} ${spaced(view.number)}</span></p>${flash(visit)}
<div class="two"><div>${turn(visit, view)}${!isOver(view) && clocks(visit, view)}${result(visit, view)}${ratings(visit, view)}</div>
<section class="section"><h2>${t('citizen.case.steps')}</h2>${steps(visit, view)}</section></div>
<div class="read"><section class="section"><h2>${t('citizen.case.story')}</h2>${story(visit, view)}</section>
${papers(visit, view, item)}${await filledIn(visit, view, item)}${details(t('citizen.case.about'), about(visit, view))}${
  allows(view, 'withdraw') &&
  html`<p class="go"><a href="/cases/${view.id}/withdraw">${t('citizen.case.withdraw')}</a></p>`
}</div>`,
  };
}
