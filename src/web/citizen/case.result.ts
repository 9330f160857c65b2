import type { CaseView } from '#api/cases.ts';
import { formatMoney, formatMonth } from '#domain/catalogue/format.ts';
import { localDate, sayDate } from '#domain/kernel/dates.ts';
import { html, type Piece } from './html.ts';
import { facts, tag } from './parts.ts';
import type { Visit } from './visit.ts';

export const allows = (view: CaseView, action: CaseView['allowedActions'][number]): boolean =>
  view.allowedActions.includes(action);

export const isOver = (view: CaseView): boolean => ['completed', 'ended', 'archived'].includes(view.status);

/** Documents to download, the newest first. */
export const documentList = (
  { t, language, year }: Visit,
  view: CaseView,
  documents: readonly CaseView['documents'][number][],
): Piece =>
  documents.length > 0 &&
  html`<ul class="tasks">${[...documents]
    .reverse()
    .map(
      (one) =>
        html`<li><span><a href="/cases/${view.id}/documents/${one.id}">${t.find(`status.document.${one.kind}`) ?? one.kind}</a> <span class="soft small">PDF · ${sayDate(localDate(one.createdAt), language, year)}</span></span>${one.revoked && tag(t('citizen.case.replaced'), 'yellow')}</li>`,
    )}</ul>`;

/** What was decided, the documents to keep, and where the result is now. */
export function result(visit: Visit, view: CaseView): Piece {
  const { t, language, year } = visit;
  const { result: given } = view;
  const documents = view.documents.length > 0;
  if (!given && !documents && isOver(view)) return undefined;
  const title = given ? 'citizen.case.result' : documents ? 'citizen.case.documents' : 'citizen.how.way';
  return html`<section class="section"><h2>${t(title)}</h2>${
    given &&
    html`<p class="lead">${tag(t(given.granted ? 'citizen.case.granted' : 'citizen.case.refused'), given.granted ? 'green' : 'red')} ${given.title === view.item.name['zh-CN'] ? view.item.name[language] : given.title}</p>${facts(
      [
        given.amount !== undefined && [
          t('citizen.case.amount'),
          given.firstMonth === undefined
            ? formatMoney(given.amount)
            : t('citizen.case.amount.from', {
                amount: formatMoney(given.amount),
                month: formatMonth(given.firstMonth, language),
              }),
        ],
        given.accountTail !== undefined && [
          t('citizen.case.account'),
          t('citizen.case.account.tail', { tail: given.accountTail }),
        ],
        given.reference !== undefined && [t('citizen.case.reference'), given.reference],
        given.validUntil !== undefined && [t('citizen.case.until'), sayDate(given.validUntil, language, year)],
      ],
    )}`
  }${given && documents && html`<h3>${t('citizen.case.documents')}</h3>`}${documentList(visit, view, view.documents)}${
    view.parcel &&
    !isOver(view) &&
    view.delivery.way !== 'online' &&
    html`<h3>${t('citizen.case.trail')}</h3><p>${
      view.parcel.posted
        ? t('citizen.case.posted')
        : view.parcel.inTransit
          ? t('citizen.case.transit', { from: view.parcel.at.name, to: view.parcel.inTransit.name })
          : t('citizen.case.lies', { unit: view.parcel.at.name })
    }</p>`
  }${ways(visit, view)}</section>`;
}

function ways(visit: Visit, view: CaseView): Piece {
  const { t } = visit;
  if (isOver(view)) return undefined;
  const way = t(`status.delivery.${view.delivery.way}`);
  return html`<p class="soft small">${view.delivery.unit ? t('citizen.case.way', { way, unit: view.delivery.unit.name }) : t('citizen.case.way.plain', { way })}${
    allows(view, 'changeDelivery') && html` <a href="/cases/${view.id}/delivery">${t('citizen.case.way.change')}</a>`
  }</p>`;
}
