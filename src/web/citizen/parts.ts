import type { CaseRow, ClockView } from '#api/cases.ts';
import type { SiteView } from '#api/organisation.ts';
import { addDays, localDate, sayDate } from '#domain/kernel/dates.ts';
import type { Text } from '#domain/kernel/text.ts';
import { flag, type Html, html, type Piece } from './html.ts';
import { clockShapes } from './icons.ts';
import type { Visit } from './visit.ts';
import type { T } from './words.ts';

/** Somebody who answers the telephone. */
export interface Caller {
  name: string;
  telephone: string;
}

/** A number to tap. Extensions and spaces are shown, and left out of what is dialled. */
export const callLink = (telephone: string, className = 'telephone'): Html =>
  html`<a class="${className}" href="tel:${telephone.replace(/[^\d+]/g, '')}">${telephone}</a>`;

/** Where a point is and how to ring it, as far as anybody has written it down. */
export const whereAndCall = ({ address, telephone }: { address: string; telephone: string }): Html =>
  html`${address !== '' && html`<p>${address}</p>`}${telephone !== '' && html`<p>${callLink(telephone)}</p>`}`;

export const tag = (text: string, look: '' | 'brand' | 'mine' | 'green' | 'yellow' | 'red' = ''): Html =>
  html`<span class="tag${look && ` ${look}`}">${text}</span>`;

/** Several hints as sentences of one line: each but the last ends as a sentence does. */
export const sentences = ({ language }: Visit, ...hints: (string | false | undefined)[]): string | undefined => {
  const [stop, gap] = language === 'en' ? ['.', ' '] : ['。', ''];
  const said = hints.filter((hint): hint is string => typeof hint === 'string' && hint !== '');
  return (
    said.map((hint, at) => (at < said.length - 1 && !/[。！？.!?]$/.test(hint) ? hint + stop : hint)).join(gap) ||
    undefined
  );
};

export interface FormWrong {
  /** The id of the field, so that the summary can lead there. */
  field: string;
  message: string;
}

/** Everything that is wrong, at the top, each leading to its field (GOV.UK's error summary). */
export const errorSummary = (t: T, wrongs: readonly FormWrong[]): Piece =>
  wrongs.length > 0 &&
  html`<div class="errors" role="alert" aria-labelledby="errors-title" tabindex="-1"><h2 id="errors-title">${t('citizen.error.summary')}</h2><ul class="plain">${wrongs.map(
    ({ field, message }) => html`<li><a href="#${field}">${message}</a></li>`,
  )}</ul></div>`;

export const errorMessage = (id: string, message: string | undefined): Piece =>
  message !== undefined && html`<p class="message" id="${id}-wrong">${message}</p>`;

/** The ids of what explains a field, for whoever hears it. */
export const describedBy = (id: string, hint: boolean, wrong: boolean): Piece =>
  (hint || wrong) &&
  html` aria-describedby="${[hint && `${id}-hint`, wrong && `${id}-wrong`].filter(Boolean).join(' ')}"`;

/** A field for a line of text with its label, hint and message. */
export function lineField(field: {
  id: string;
  name?: string;
  label: string;
  hint?: string | undefined;
  value?: string | undefined;
  wrong?: string | undefined;
  kind?: 'text' | 'tel' | 'search';
  mode?: 'numeric' | 'decimal' | 'text' | 'search';
  autocomplete?: string;
  className?: string;
  maxlength?: number;
  heading?: boolean;
}): Html {
  const { id, label, hint, wrong } = field;
  return html`<div class="field${wrong !== undefined && ' wrong'}"><label for="${id}">${field.heading ? html`<h1>${label}</h1>` : label}</label>${
    hint && html`<span class="hint" id="${id}-hint">${hint}</span>`
  }${errorMessage(id, wrong)}<input type="${field.kind ?? 'text'}" id="${id}" name="${field.name ?? id}" value="${field.value ?? ''}"${
    field.mode && html` inputmode="${field.mode}"`
  } autocomplete="${field.autocomplete ?? 'off'}" autocapitalize="none" spellcheck="false"${
    field.className && html` class="${field.className}"`
  }${field.maxlength && html` maxlength="${field.maxlength}"`}${wrong !== undefined && html` aria-invalid="true"`}${describedBy(id, Boolean(hint), wrong !== undefined)}></div>`;
}

/** A field and its button in one row: to look for something, never to change anything. */
export const findField = (
  t: T,
  field: { id: string; label: string; hint?: string; value: string; plain?: boolean },
): Html =>
  html`<div class="field"><label for="${field.id}"${field.plain && html` class="only-read"`}>${field.label}</label><div class="find"><input type="search" id="${field.id}" name="${field.id}" value="${field.value}" maxlength="60" autocomplete="off" enterkeyhint="search"${field.hint && html` aria-describedby="${field.id}-hint"`}><button class="button">${t('citizen.search.button')}</button></div>${field.hint && html`<span class="hint" id="${field.id}-hint">${field.hint}</span>`}</div>`;

/** One of several, or any of several. */
export function pick(choice: {
  id: string;
  name: string;
  value: string;
  label: Piece;
  hint?: string | undefined;
  checked?: boolean;
  kind?: 'radio' | 'checkbox';
}): Html {
  const { id, hint } = choice;
  return html`<div class="pick"><input type="${choice.kind ?? 'radio'}" id="${id}" name="${choice.name}" value="${choice.value}"${flag('checked', choice.checked === true)}${hint && html` aria-describedby="${id}-hint"`}><label for="${id}">${choice.label}${hint && html`<span class="hint" id="${id}-hint">${hint}</span>`}</label></div>`;
}

/** A question with its choices. */
export function choiceField(field: {
  id: string;
  label: Piece;
  hint?: string | undefined;
  wrong?: string | undefined;
  choices: readonly Html[];
  heading?: boolean;
  /** The page says it already. */
  hideLabel?: boolean;
  side?: boolean;
}): Html {
  const { id, label, hint, wrong } = field;
  return html`<div class="field${wrong !== undefined && ' wrong'}"><fieldset${describedBy(id, Boolean(hint), wrong !== undefined)}><legend${field.hideLabel && html` class="only-read"`}>${field.heading ? html`<h1>${label}</h1>` : label}</legend>${
    hint && html`<span class="hint" id="${id}-hint">${hint}</span>`
  }${errorMessage(id, wrong)}${field.side ? html`<div class="pick-side">${field.choices}</div>` : field.choices}</fieldset></div>`;
}

/** Sent with every form that changes something, so that a second press is the first one over again. */
export const keyField = (key: string = crypto.randomUUID()): Html =>
  html`<input type="hidden" name="key" value="${key}">`;

export const hidden = (name: string, value: string): Html =>
  html`<input type="hidden" name="${name}" value="${value}">`;

export const button = (label: string, look: '' | 'second' | 'warn' = '', name?: string, value?: string): Html =>
  html`<button class="button${look && ` ${look}`}"${name !== undefined && html` name="${name}" value="${value ?? '1'}"`}>${label}</button>`;

/** A list of things and what they are, each with the way to change it. Rows without a value are left out. */
export const facts = (rows: readonly (readonly [string, Piece, Piece?] | false | undefined)[]): Html =>
  html`<dl class="facts">${rows.map((row) => {
    if (!row) return undefined;
    const [term, what, change] = row;
    if (what === null || what === undefined || what === '' || what === false) return undefined;
    return html`<div><dt>${term}</dt><dd>${what}</dd>${change && html`<dd class="change">${change}</dd>`}</div>`;
  })}</dl>`;

export const details = (summary: string, body: Piece, open = false): Html =>
  html`<details${flag('open', open)}><summary>${summary}</summary><div>${body}</div></details>`;

/** Case numbers are said and printed in three groups of four. */
export const spoken = (number: string): string => number.replace(/^(\d{4})(\d{4})(\d{4})$/, '$1 $2 $3');

/** "4 of 10 working days used": in the days that the limit itself counts. */
export const clockUsed = ({ t }: Visit, { unit, used, total }: ClockView): string =>
  t(`citizen.clock.used.${unit}`, { used, total });

/** How much time a case has, as a card: the word, the shape, the colour and the days together. */
export function clockCard(visit: Visit, clock: ClockView, sentence: Piece): Html {
  const { t, language } = visit;
  // Before the day that is not counted there are more days until the due day than the limit has.
  const counted = clock.unit === 'wd' && clock.total > clock.used ? clock.total - clock.used : clock.left;
  const days = clock.left > 0 ? Math.min(clock.left, counted) : -clock.left;
  const count = clock.paused
    ? t('citizen.clock.stands')
    : clock.left === 0
      ? t(clock.due !== null && clock.due < visit.today ? 'citizen.clock.just-over' : 'citizen.clock.today')
      : html`${t(clock.left < 0 ? 'citizen.clock.late.before' : 'citizen.clock.left.before')} <b>${days}</b> ${t(clock.left < 0 ? 'citizen.clock.late.after' : 'citizen.clock.left.after', { days })}`;
  return html`<div class="clock ${clock.colour}"><div class="clock-left"><p>${clockShapes[clock.colour]}${t(`status.colour.${clock.colour}`)}</p><p>${count}</p></div><div class="clock-right">${sentence}${
    clock.total > 0 &&
    html`<progress value="${Math.max(0, Math.min(clock.used, clock.total))}" max="${clock.total}" aria-label="${clockUsed(visit, clock)}"></progress>`
  }${
    clock.unconfirmedYears.length > 0 &&
    html`<p class="small">${t('citizen.clock.unconfirmed', { years: clock.unconfirmedYears.join(language === 'en' ? ', ' : '、') })}</p>`
  }</div></div>`;
}

/** The result lies where its owner takes it: in the station, or on these pages. */
const isReady = (row: Pick<CaseRow, 'obligation'>): boolean => row.obligation === 'collection';

/** Whether the next step is the reader's own. */
export const isMyTurn = (row: Pick<CaseRow, 'status' | 'obligation'>): boolean =>
  row.status === 'correcting' || row.status === 'owing' || isReady(row);

export const statusLook = (status: CaseRow['status']): Parameters<typeof tag>[1] => {
  if (status === 'correcting' || status === 'owing') return 'mine';
  if (status === 'completed' || status === 'archived') return 'green';
  if (status === 'decided' || status === 'delivering') return 'brand';
  return status === 'ended' || status === 'suspended' ? '' : 'brand';
};

/** What residents call each item. */
export type ItemNames = ReadonlyMap<string, Text>;

export async function itemNames(visit: Visit): Promise<ItemNames> {
  const { items } = await visit.client.catalogue.search({ limit: 100 });
  return new Map(items.map((item) => [item.code, item.plainName]));
}

/** A case in a list: what it is, whose turn it is and by when. */
export function caseCard(visit: Visit, row: CaseRow, names: ItemNames): Html {
  const { t, language, year } = visit;
  const mine = isMyTurn(row);
  const ready = isReady(row);
  const over = ['completed', 'ended', 'archived'].includes(row.status);
  const due = row.due === null || over ? undefined : sayDate(row.due, language, year);
  const line = mine
    ? due === undefined
      ? t('citizen.cases.mine')
      : t(ready ? 'citizen.cases.ready.by' : 'citizen.cases.mine.by', { due })
    : due !== undefined && !['decided', 'delivering'].includes(row.status)
      ? t('citizen.cases.theirs.by', { due })
      : undefined;
  return html`<li class="card${mine && ' mine'}"><h3><a class="whole" href="/cases/${row.id}">${(names.get(row.item.code) ?? row.item.name)[language]}</a></h3><p class="tags">${tag(
    ready ? t('citizen.cases.ready') : t(`status.resident.${row.status}`),
    ready ? 'mine' : statusLook(row.status),
  )}</p>${line !== undefined && html`<p>${line}</p>`}<p class="soft small">${t('citizen.cases.number', { number: spoken(row.number) })}<span class="less"> · ${t('citizen.cases.sent', { date: sayDate(localDate(row.submittedAt), language, year) })}</span></p></li>`;
}

/** A point's name as the heading of its card: in English its English name, or how the Chinese one is said beside it. */
export const siteHeading = ({ language }: Visit, site: Pick<SiteView, 'name' | 'nameEn' | 'pinyin'>): Piece =>
  language !== 'en'
    ? site.name
    : site.nameEn || html`${site.name} <span class="soft small" lang="zh-Latn">${site.pinyin}</span>`;

/** Open or not, and when a closed door opens next. */
export function doorNow({ t, today, language, year }: Visit, site: Pick<SiteView, 'openNow' | 'opensNext'>): Html {
  if (site.openNow) return html`<span class="open-now">${t('citizen.points.open')}</span>`;
  const { date, time: at } = site.opensNext ?? { date: undefined, time: '' };
  const time = at.replace(/^0(?=\d)/, '');
  const next =
    date === undefined
      ? undefined
      : date === today
        ? t('citizen.points.opens.today', { time })
        : date === addDays(today, 1)
          ? t('citizen.points.opens.tomorrow', { time })
          : t('citizen.points.opens.day', { day: sayDate(date, language, year), time });
  return html`<span class="shut">${[t('citizen.points.shut'), next].filter(Boolean).join(language === 'en' ? ', ' : '，')}</span>`;
}

/** The way to an appointment, where the door opens at all within the coming month. */
export const bookLink = (
  { t }: Visit,
  site: Pick<SiteView, 'id' | 'name' | 'openNow' | 'opensNext'>,
  item: string | undefined,
): Piece =>
  (site.openNow || site.opensNext !== null) &&
  html`<p><a class="button second small" href="/points/${site.id}/book${item && `?item=${encodeURIComponent(item)}`}">${t('citizen.book.title')}<span class="only-read"> ${site.name}</span></a></p>`;

/** A service point: open or not, where, when, its telephone, and the way to an appointment for the item, if one is asked for. */
export function siteCard(visit: Visit, site: SiteView, item?: string): Html {
  const { t, language } = visit;
  const far =
    site.distance === null
      ? undefined
      : site.distance < 1000
        ? t('citizen.points.metres', { n: Math.round(site.distance / 10) * 10 })
        : t('citizen.points.km', { n: (site.distance / 1000).toFixed(1) });
  return html`<li class="card"><h3>${siteHeading(visit, site)}</h3><p>${doorNow(visit, site)}${far && html`<span class="soft"> · ${far}</span>`}<br><span class="soft">${site.hours[language]}</span></p>${whereAndCall(site)}${bookLink(visit, site, item)}</li>`;
}
