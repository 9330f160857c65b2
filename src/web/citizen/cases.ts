import type { CaseRow, DraftView } from '#api/cases.ts';
import { formatCaseNumber, parseCaseNumber } from '#domain/cases/case-number.ts';
import { localDate, sayDate } from '#domain/kernel/dates.ts';
import { html, type Piece } from './html.ts';
import { bigTick } from './icons.ts';
import type { Screen } from './layout.ts';
import { callLink, caseCard, type ItemNames, isMyTurn, itemNames } from './parts.ts';
import { type Answer, go, residentOf } from './serve.ts';
import type { Visit } from './visit.ts';

const flashes = [
  'supplemented',
  'owed',
  'received',
  'withdrawn',
  'delivery',
  'rated',
  'discarded',
  'changed',
  'consented',
  'revoked',
  'said',
  'booked',
  'unbooked',
  'stale',
] as const;

/** What was just done, said once at the top of the next page. */
export function flash(visit: Visit): Piece {
  const done = flashes.find((one) => one === visit.c.req.query('done'));
  return (
    done &&
    html`<div class="note ${done === 'stale' ? 'warn' : 'good'}" role="status"><p>${visit.t(`citizen.done.${done}`)}</p></div>`
  );
}

const over = (row: CaseRow): boolean => ['completed', 'ended', 'archived'].includes(row.status);

function draftCards(visit: Visit, drafts: readonly DraftView[], names: ItemNames): Piece {
  const { t, language, year } = visit;
  if (drafts.length === 0) return undefined;
  const nameOf = (code: string) => names.get(code)?.[language] ?? code;
  return html`<section class="section"><h2>${t('citizen.cases.drafts')}</h2><ul class="cards">${drafts.map(
    (draft) =>
      html`<li class="card"><h3>${nameOf(draft.item)}</h3><p class="soft small">${t('citizen.apply.half.at', { date: sayDate(localDate(draft.updatedAt), language, year) })}</p><p><a class="button small" href="/apply/${draft.id}">${t('citizen.apply.resume')}<span class="only-read"> ${nameOf(draft.item)}</span></a> <a class="as-link" href="/apply/${draft.id}/throw-away">${t('citizen.discard.yes')}<span class="only-read"> ${nameOf(draft.item)}</span></a></p></li>`,
  )}</ul></section>`;
}

export async function myCases(visit: Visit): Promise<Answer> {
  const { t, client, c } = visit;
  residentOf(visit);
  const cursor = c.req.query('cursor');
  const [{ items, next }, names, drafts] = await Promise.all([
    client.cases.mine({ limit: 20, ...(cursor && { cursor }) }),
    itemNames(visit),
    cursor ? [] : client.cases.drafts({}),
  ]);
  const group = (title: string, rows: readonly CaseRow[]) =>
    rows.length > 0 &&
    html`<section class="section"><h2>${title}</h2><ul class="cards">${rows.map((row) => caseCard(visit, row, names))}</ul></section>`;
  const mine = items.filter((row) => isMyTurn(row));
  const open = items.filter((row) => !isMyTurn(row) && !over(row));
  return {
    title: t('citizen.cases.title'),
    here: 'cases',
    body: html`<div class="read"><h1>${t('citizen.cases.title')}</h1>${flash(visit)}${
      items.length === 0 && drafts.length === 0
        ? html`<div class="panel"><p class="lead">${t('citizen.cases.none')}</p><p><a class="button" href="/">${t('citizen.home.title')}</a></p></div>`
        : undefined
    }${group(t('citizen.cases.turn'), mine)}${draftCards(visit, drafts, names)}${group(t('citizen.cases.open'), open)}${group(t('citizen.cases.over'), items.filter(over))}${
      next && html`<p class="go"><a href="/cases?cursor=${encodeURIComponent(next)}">${t('citizen.more')}</a></p>`
    }</div>`,
  };
}

/** After sending: the number, the next date, and whom to ring. */
export async function done(visit: Visit): Promise<Screen> {
  const { t, client, c, language, year } = visit;
  residentOf(visit);
  const view = await client.cases.get({ id: c.req.param('id') ?? '' });
  const decision = view.clocks.find((clock) => clock.obligation === 'decision' && clock.due !== null);
  const unit = view.turn.unit;
  const item = await client.catalogue.get({ code: view.item.code });
  return {
    title: t('citizen.sent.title'),
    here: 'cases',
    caller: unit?.telephone
      ? { name: unit.name, telephone: unit.telephone }
      : { name: t('citizen.call.item'), telephone: item.enquiryTelephone },
    body: html`<div class="read"><div class="done-panel">${bigTick}<h1>${t('citizen.sent.title')}</h1><p>${t('citizen.sent.number')}</p><p class="number">${spaced(view.number)}</p></div><h2>${t('citizen.sent.next')}</h2><ol><li>${
      unit ? t('citizen.sent.unit', { unit: unit.name }) : t('citizen.sent.waits')
    }</li><li>${t('citizen.sent.told')}</li><li>${
      decision?.due ? t('citizen.sent.due', { due: sayDate(decision.due, language, year) }) : t('citizen.sent.no-due')
    }</li></ol>${unit?.telephone && html`<p>${t('citizen.sent.ring')} ${callLink(unit.telephone)}</p>`}<div class="actions"><a class="button" href="/cases/${view.id}">${t('citizen.sent.follow')}</a><a class="button second" href="/">${t('citizen.problem.home')}</a></div></div>`,
  };
}

/** After a report without a name: the number is all that leads back to it, so it stands here once, to be kept. */
export async function sentNameless(visit: Visit): Promise<Answer> {
  const { t, c } = visit;
  const number = parseCaseNumber(c.req.param('number') ?? '');
  if (!number.ok) return go(visit, '/');
  return {
    title: t('citizen.sent.title'),
    here: 'home',
    body: html`<div class="read"><div class="done-panel">${bigTick}<h1>${t('citizen.sent.title')}</h1><p>${t('citizen.sent.number')}</p><p class="number">${spaced(number.value.number)}</p></div><h2>${t('citizen.sent.next')}</h2><ol><li>${t('citizen.sent.nameless.keep')}</li><li>${t('citizen.sent.nameless.ask')} ${callLink(visit.hotline)}</li></ol><div class="actions"><a class="button" href="/">${t('citizen.problem.home')}</a></div></div>`,
  };
}

/** Said in three groups of four; read aloud digit by digit. */
export const spaced = (number: string) =>
  html`<span aria-label="${[...number].join(' ')}">${formatCaseNumber(number).replaceAll('-', ' ')}</span>`;
