import type { SiteView } from '#api/organisation.ts';
import { formatMoney } from '#domain/catalogue/format.ts';
import { type FlowStep, type Guide, type GuideMaterial, guide } from '#domain/catalogue/guide.ts';
import { siteKinds, starts, units } from '#domain/catalogue/guide.words.ts';
import type { Item, Limit } from '#domain/catalogue/item.ts';
import type { Language, Text } from '#domain/kernel/text.ts';
import { type Html, html, type Piece } from './html.ts';
import type { Screen } from './layout.ts';
import { button, callLink, details, facts, hidden, keyField, siteCard } from './parts.ts';
import type { Visit } from './visit.ts';

/** 10个工作日, 10 working days. */
const amountOf = ({ amount, unit }: Pick<Limit, 'amount' | 'unit'>, language: Language): string =>
  language === 'en' ? `${amount} ${units[unit].en[amount === 1 ? 0 : 1]}` : `${amount}${units[unit]['zh-CN']}`;

/** How long it takes in two words: the promise before the law, at once before both. */
function howLong(visit: Visit, item: Item): string {
  const limit = item.limits.find((one) => one.kind === 'promised') ?? item.limits[0];
  if (item.instant || limit === undefined || limit.amount === 0) return visit.t('citizen.item.instant');
  return amountOf(limit, visit.language);
}

function keys(visit: Visit, item: Item): Html {
  const { t, language } = visit;
  const where = item.rights.receive.includes('village')
    ? t('citizen.item.where.village')
    : siteKinds[item.rights.receive[0]!][language];
  const way = item.channels.includes('online')
    ? t(item.online === 'full' ? 'citizen.item.way.full' : 'citizen.item.way.partial')
    : t('citizen.item.way.counter');
  const cell = (term: string, what: string) => html`<div><dt>${term}</dt><dd>${what}</dd></div>`;
  return html`<dl class="keys">${cell(t('citizen.item.key.time'), howLong(visit, item))}${cell(
    t('citizen.item.key.fee'),
    item.fee.fen === 0 ? t('citizen.item.free') : formatMoney(item.fee.fen),
  )}${cell(t('citizen.item.key.way'), way)}${cell(t('citizen.item.key.where'), where)}</dl>`;
}

const start = (visit: Visit, item: Item): Html =>
  item.channels.includes('online')
    ? html`<form method="post" action="/apply">${keyField()}${hidden('item', item.code)}<div class="actions">${button(visit.t('citizen.item.start'))}</div></form>`
    : html`<div class="note"><p>${visit.t('citizen.item.counter-only')}</p></div>`;

/** What the reader must bring, what is only typed, and what the office looks up by itself. */
function bring(visit: Visit, item: Item, told: Guide): Html {
  const { t } = visit;
  const material = (code: string) => item.materials.find((one) => one.code === code);
  const fetched = told.materials.filter((need) => need.codes.every((code) => material(code)?.source === 'S'));
  const typed = told.materials.filter((need) => need.codes.every((code) => material(code)?.suppliedBy !== undefined));
  const carried = told.materials.filter((need) => !fetched.includes(need) && !typed.includes(need));
  const row = (need: GuideMaterial) =>
    html`<li>${
      need.names.length === 1
        ? html`<strong>${need.names[0]!}</strong>`
        : html`<strong>${t('citizen.item.any-of')}</strong><ul class="any">${need.names.map((name) => html`<li>${name}</li>`)}</ul>`
    }<p class="soft small">${[!need.required && t('citizen.item.if-any'), need.how, need.mayBeOwed && t('citizen.item.may-be-owed')].filter(Boolean).join(t('citizen.semicolon'))}</p>${
      need.note && html`<p class="small">${need.note}</p>`
    }</li>`;
  const named = (needs: readonly GuideMaterial[]) =>
    html`<ul>${needs.map((need) => html`<li>${need.names.join(t('citizen.item.or'))}</li>`)}</ul>`;
  return html`${
    carried.length > 0
      ? html`<ul class="bring">${carried.map(row)}</ul>`
      : html`<p class="lead">${t('citizen.item.bring.nothing')}</p>`
  }${fetched.length > 0 && html`<h3>${t('citizen.item.fetched')}</h3>${named(fetched)}`}${
    typed.length > 0 && html`<h3>${t('citizen.item.typed')}</h3>${named(typed)}`
  }${
    told.materials.length > 0 &&
    details(
      t('citizen.item.bring.basis'),
      facts(told.materials.map((need) => [need.names.join(t('citizen.item.or')), need.basis])),
    )
  }`;
}

function terms(visit: Visit, item: Item): Html {
  const { t, language } = visit;
  const card = (limit: Limit) =>
    html`<div class="term${limit.kind === 'promised' && ' first'}"><p>${t(`citizen.item.limit.${limit.kind}`)}</p><p class="big">${
      limit.amount === 0 ? t('citizen.item.instant') : amountOf(limit, language)
    }</p><p class="soft small">${starts[limit.from][language]}</p><p class="soft small">${limit.basis[language]}</p></div>`;
  const ordered = [...item.limits].sort((a, b) => (a.kind === b.kind ? 0 : a.kind === 'promised' ? -1 : 1));
  return html`<div class="terms">${ordered.map(card)}</div><p class="small soft">${t('citizen.item.limit.say')}</p>${
    item.stops.length > 0 &&
    details(
      t('citizen.item.stops'),
      html`<ul>${item.stops.map((stop) => html`<li>${t(`status.stop.${stop.kind}`)} <span class="soft small">${stop.basis[language]}</span></li>`)}</ul>`,
    )
  }`;
}

const steps = (flow: readonly FlowStep[]): Html =>
  html`<ol class="steps">${flow.map(
    (step, at) =>
      html`<li><span class="dot" aria-hidden="true">${at + 1}</span><strong>${step.title}</strong><p>${step.who.join(' · ')}${step.days && html` · ${step.days}`}</p></li>`,
  )}</ol>`;

const entries = (rows: Guide['elements'] | Guide['publicFields']): Html =>
  facts(rows.map((row) => [row.title, html`${row.lines.map((line) => html`<p>${line}</p>`)}`]));

const section = (id: string, title: string, body: Piece): Html =>
  html`<section class="section" id="${id}"><h2>${title}</h2>${body}</section>`;

/** Everything to know before applying, on one page: the eleven elements and the eight public fields, in the reader's order. */
export async function itemGuide(visit: Visit): Promise<Screen> {
  const { t, client, c, language } = visit;
  const code = c.req.param('code') ?? '';
  const [item, departments, points] = await Promise.all([
    client.catalogue.get({ code, ...(visit.village && { division: visit.village }) }),
    client.organisation.departments(),
    client.organisation.sites({ item: code, ...(visit.village && { village: visit.village }), limit: 3 }),
  ]);
  const names = new Map<string, Text>(departments.map((one) => [one.code, one.name]));
  const told = guide(item, language, {
    departmentName: (department) => names.get(department),
    places: points.items.map((site) => `${siteName(visit, site)} · ${site.address}`),
  });
  return {
    title: told.plainName,
    here: 'home',
    back: '/search',
    caller: { name: t('citizen.call.item'), telephone: item.enquiryTelephone },
    body: html`<div class="two"><div><h1>${told.plainName}</h1><p class="soft">${t('citizen.item.official', { name: told.name })}</p><p class="lead">${item.summary[language]}</p>
${keys(visit, item)}${start(visit, item)}
${section('who', t('citizen.item.who'), html`<ul>${told.conditions.map((line) => html`<li>${line}</li>`)}</ul>`)}
${section('bring', t('citizen.item.bring'), bring(visit, item, told))}
${item.limits.length > 0 && section('time', t('citizen.item.time'), terms(visit, item))}</div>
<div>${section('where', t('citizen.item.where'), html`<ul class="cards">${points.items.map((site) => siteCard(visit, site, item.code))}</ul><p class="go"><a href="/points?item=${item.code}">${t('citizen.item.where.more')}</a></p><p class="small soft">${t('citizen.item.anywhere')}</p>`)}</div></div>
<div class="read">${section('steps', t('citizen.item.steps'), steps(told.flow))}
${section('basis', t('citizen.item.basis'), html`<ul>${item.legalBasis.map((line) => html`<li>${line[language]}</li>`)}</ul>`)}
${section('complain', t('citizen.item.complain'), html`<p>${t('citizen.item.complain.say')}</p><p>${callLink(item.complaintTelephone)}</p>`)}
${details(t('citizen.item.elements'), entries(told.elements))}${details(t('citizen.item.public'), entries(told.publicFields))}</div>`,
  };
}

export const siteName = (visit: Visit, site: Pick<SiteView, 'name' | 'nameEn'>): string =>
  visit.language === 'en' && site.nameEn ? site.nameEn : site.name;
