import type { CaseRow } from '#api/cases.ts';
import type { ItemCard } from '#api/catalogue.ts';
import type { SiteView } from '#api/organisation.ts';
import { type Need, needs } from '#domain/catalogue/item.ts';
import { type Html, html, type Piece } from './html.ts';
import { needIcons } from './icons.ts';
import type { Screen } from './layout.ts';
import { callLink, caseCard, findField, type ItemNames, isMyTurn, itemNames, siteCard, tag } from './parts.ts';
import type { Visit } from './visit.ts';

const searchBox = (visit: Visit, text: string): Html => {
  const { t } = visit;
  return html`<form action="/search" method="get" role="search">${findField(t, { id: 'q', label: t('citizen.search.label'), hint: t('citizen.search.hint'), value: text, plain: true })}</form>`;
};

const tiles = (visit: Visit): Html =>
  html`<ul class="tiles">${needs.map(
    (need) =>
      html`<li><a class="tile" href="/search?need=${need}">${needIcons[need]}<strong>${visit.t(`citizen.need.${need}`)}</strong><span class="less">${visit.t(`citizen.need.${need}.of`)}</span></a></li>`,
  )}</ul>`;

function myCases(visit: Visit, rows: readonly CaseRow[], names: ItemNames): Piece {
  const { t } = visit;
  if (visit.me.kind !== 'resident')
    return html`<section class="section"><h2>${t('citizen.cases.title')}</h2><p>${t('citizen.home.cases.sign-in')}</p><p><a class="button second" href="/sign-in?next=/cases">${t('citizen.nav.sign-in')}</a></p></section>`;
  // Mine to do first; the order is otherwise kept, newest first.
  const shown = [...rows.filter((row) => isMyTurn(row)), ...rows.filter((row) => !isMyTurn(row))];
  return html`<section class="section"><h2>${t('citizen.cases.title')}</h2>${
    rows.length === 0
      ? html`<p>${t('citizen.home.cases.none')}</p>`
      : html`<ul class="cards">${shown.slice(0, 3).map((row) => caseCard(visit, row, names))}</ul><p class="go"><a href="/cases">${t('citizen.home.cases.all')}</a></p>`
  }</section>`;
}

const openPoints = (visit: Visit, sites: readonly SiteView[]): Piece => {
  const { t } = visit;
  return html`<section class="section less"><h2>${t('citizen.home.points')}</h2>${
    sites.length === 0
      ? html`<p>${t('citizen.home.points.none')}</p>`
      : html`<ul class="cards">${sites.slice(0, 3).map((site) => siteCard(visit, site))}</ul>`
  }<p class="go"><a href="/points">${t('citizen.home.points.all')}</a></p></section>`;
};

export async function home(visit: Visit): Promise<Screen> {
  const { t, client, me } = visit;
  const [rows, names, sites] = await Promise.all([
    me.kind === 'resident' ? client.cases.mine({ limit: 20 }).then((found) => found.items) : [],
    me.kind === 'resident' ? itemNames(visit) : new Map(),
    visit.elder
      ? []
      : client.organisation
          .sites({ ...(visit.village && { village: visit.village }), openNow: true, limit: 3 })
          .then((found) => found.items),
  ]);
  return {
    title: t('citizen.home.title'),
    here: 'home',
    body: html`<div class="hero"><h1>${t('citizen.home.title')}</h1>${searchBox(visit, '')}</div>
<h2 class="only-read">${t('citizen.home.needs')}</h2>${tiles(visit)}
<div class="two">${myCases(visit, rows, names)}${!visit.elder && openPoints(visit, sites)}</div>`,
  };
}

const itemCard = (visit: Visit, item: ItemCard): Html => {
  const { t, language } = visit;
  return html`<li class="card"><h3><a class="whole" href="/items/${item.code}">${item.plainName[language]}</a></h3><p class="soft small">${item.name[language]}</p><p class="less">${item.summary[language]}</p><p class="tags">${
    item.online === 'full' && tag(t('citizen.item.online'), 'brand')
  }${item.instant && tag(t('citizen.item.instant'), 'green')}${item.villagePackage && tag(t('citizen.item.village'))}</p></li>`;
};

export async function search(visit: Visit): Promise<Screen> {
  const { t, client, c } = visit;
  const text = (c.req.query('q') ?? '').trim().slice(0, 60);
  const need = needs.find((one): one is Need => one === c.req.query('need'));
  const { items } = await client.catalogue.search({ ...(text && { text }), ...(need && { need }), limit: 60 });
  const named = need ? t(`citizen.need.${need}`) : undefined;
  const title = text
    ? t('citizen.search.for', { text })
    : named
      ? t('citizen.search.need', { need: named })
      : t('citizen.search.all');
  return {
    title,
    here: 'home',
    back: '/',
    body: html`<div class="read"><h1>${title}</h1><div class="hero">${searchBox(visit, text)}</div>${
      items.length === 0
        ? html`<div class="panel"><h2>${t('citizen.search.none')}</h2><p>${t('citizen.search.none.say')}</p><p>${callLink(visit.hotline)}</p></div><h2>${t('citizen.home.needs')}</h2>${tiles(visit)}`
        : html`<h2 class="only-read">${t('citizen.search.results')}</h2><p class="soft">${t('citizen.search.count', { n: items.length })}</p><ul class="cards">${items.map((item) => itemCard(visit, item))}</ul>`
    }</div>`,
  };
}
