import { needs } from '#domain/catalogue/item.ts';
import { isLocalDate } from '#domain/kernel/dates.ts';
import { Refused } from '#domain/kernel/problem.ts';
import { halfHourEnd, isBookable } from '#domain/sites/appointments.ts';
import { isMorning, sayDay, sayDayWithin, sayTime, sayWhen } from './appointments.ts';
import { type Html, html, type Piece } from './html.ts';
import type { Screen } from './layout.ts';
import { button, choiceField, details, facts, hidden, keyField, pick, siteHeading } from './parts.ts';
import { type Answer, clientOf, go, inputProblem, posted, residentOf, textOf } from './serve.ts';
import { isId, type Resident, type Visit } from './visit.ts';

type Free = Awaited<ReturnType<Visit['client']['appointments']['freeTimes']>>;

interface Choice {
  item?: string | undefined;
  day?: string | undefined;
  time?: string | undefined;
}

const siteOf = (visit: Visit): string => {
  const site = visit.c.req.param('site') ?? '';
  if (!isId(site)) throw new Refused('not-found');
  return site;
};

/** What is no day, or no time at which a half-hour begins, was not chosen: it is asked again. */
const choiceOf = (item?: string, day?: string, time?: string): Choice => ({
  item: item?.slice(0, 20) || undefined,
  day: day !== undefined && isLocalDate(day) ? day : undefined,
  time: time !== undefined && /^([01]\d|2[0-3]):[03]0$/.test(time) ? time : undefined,
});

const chosen = ({ c }: Visit): Choice => choiceOf(c.req.query('item'), c.req.query('day'), c.req.query('time'));

const query = (choice: Choice): string =>
  new URLSearchParams(Object.entries(choice).filter(([, value]) => value !== undefined)).toString();
const bookPath = (site: string, choice: Choice): string => `/points/${site}/book?${query(choice)}`;
const checkPath = (site: string, choice: Choice): string => `/points/${site}/book/check?${query(choice)}`;

/** Days that are shown at once: a working week and a little. Whoever plans farther ahead opens the rest. */
const daysShown = 7;

/** Something that was chosen is not to be had: said first, above what is. */
const refusedNote = (wrong: string | undefined): Piece =>
  wrong !== undefined && html`<div class="note warn" role="alert"><p>${wrong}</p></div>`;

const frame = (visit: Visit, back: string, wrong: string | undefined, body: Html): Screen => ({
  title: visit.t('citizen.book.title'),
  here: 'points',
  back,
  wrong: wrong !== undefined,
  ...(wrong !== undefined && { status: 409 as const }),
  body: html`<div class="read"><h1>${visit.t('citizen.book.title')}</h1>${refusedNote(wrong)}${body}</div>`,
});

/** What was chosen so far, each with the way to change it. */
const soFar = (visit: Visit, { site, item }: Free, choice: Choice): Html => {
  const { t, language } = visit;
  const change = (href: string, what: string) =>
    html`<a href="${href}">${t('citizen.check.change')}<span class="only-read"> ${what}</span></a>`;
  return facts([
    [
      t('citizen.book.site'),
      html`<p>${siteHeading(visit, site)}</p><p class="soft small">${site.address}</p>`,
      change(`/points?item=${item.code}`, t('citizen.book.site')),
    ],
    [
      t('citizen.book.item'),
      html`<p>${item.name[language]}</p>`,
      change(`/points/${site.id}/book`, t('citizen.book.item')),
    ],
    choice.day !== undefined && [
      t('citizen.book.day'),
      html`<p>${sayDay(visit, choice.day)}</p>`,
      change(bookPath(site.id, { item: item.code }), t('citizen.book.day')),
    ],
  ]);
};

/** What can be done here, by need, each once. */
async function itemsScreen(visit: Visit, id: string, wrong?: string): Promise<Screen> {
  const { t, client, language } = visit;
  const { site, items } = await client.appointments.items({ site: id });
  const groups = needs.map((need) => [need, items.filter((item) => item.needs[0] === need)] as const);
  return frame(
    visit,
    '/points',
    wrong,
    html`${facts([[t('citizen.book.site'), html`<p>${siteHeading(visit, site)}</p><p class="soft small">${site.address}</p>`]])}<h2>${t('citizen.book.which-item')}</h2><p>${t('citizen.book.which-item.hint')}</p>${groups.map(
      ([need, found]) =>
        found.length > 0 &&
        details(
          t(`citizen.need.${need}`),
          html`<ul class="tasks">${found.map((item) => html`<li><a href="${bookPath(id, { item: item.code })}">${item.name[language]}</a></li>`)}</ul>`,
        ),
    )}`,
  );
}

function daysScreen(visit: Visit, free: Free, wrong?: string): Screen {
  const { t } = visit;
  const { site, item, days, closesOn } = free;
  const list = (some: Free['days']) =>
    html`<ul class="tasks days">${some.map(
      ({ day, times }) =>
        html`<li><a href="${bookPath(site.id, { item: item.code, day })}">${sayDay(visit, day)}</a><span class="soft small">${t('citizen.book.left', { n: times.length })}</span></li>`,
    )}</ul>`;
  return frame(
    visit,
    `/points?item=${item.code}`,
    wrong,
    html`${soFar(visit, free, {})}${
      closesOn !== null &&
      html`<p class="note warn">${t('citizen.book.closes', { day: sayDayWithin(visit, closesOn) })}</p>`
    }${
      days.length === 0
        ? html`<p class="lead">${t('citizen.book.none')}</p><p><a class="button" href="/points?item=${item.code}">${t('citizen.book.elsewhere')}</a></p>`
        : html`<h2>${t('citizen.book.which-day')}</h2>${list(days.slice(0, daysShown))}${days.length > daysShown && details(t('citizen.book.later'), list(days.slice(daysShown)))}`
    }<p class="soft">${t('citizen.book.walk-in')}</p>`,
  );
}

function timesScreen(visit: Visit, free: Free, day: string, wrong?: string): Screen {
  const { t } = visit;
  const { site, item, days } = free;
  const times = days.find((each) => each.day === day)?.times ?? [];
  // The last one of that day went to somebody else, the day is over, or the door is shut on it.
  if (times.length === 0)
    return daysScreen(visit, free, wrong ?? t('citizen.book.day-full', { day: sayDayWithin(visit, day) }));
  const list = (part: 'morning' | 'afternoon', some: readonly string[]) =>
    some.length > 0 &&
    html`<h3 id="${part}">${t(`citizen.book.${part}`)}</h3><ul class="times" aria-labelledby="${part}">${some.map(
      (time) =>
        html`<li><a class="button second" href="${checkPath(site.id, { item: item.code, day, time })}">${sayTime(time)}</a></li>`,
    )}</ul>`;
  return frame(
    visit,
    bookPath(site.id, { item: item.code }),
    wrong,
    html`${soFar(visit, free, { day })}<h2>${t('citizen.book.which-time')}</h2>${list('morning', times.filter(isMorning))}${list(
      'afternoon',
      times.filter((time) => !isMorning(time)),
    )}<p class="soft">${t('citizen.book.early')}</p>`,
  );
}

/** The free half-hours, or the page that says why there are none for this item. */
async function freeAt(visit: Visit, site: string, item: string): Promise<Free | Screen> {
  try {
    return await visit.client.appointments.freeTimes({ site, item });
  } catch (error) {
    const { problem, params } = inputProblem(error);
    if (problem !== 'appointment.not-here' && problem !== 'catalogue.unknown-item') throw error;
    return itemsScreen(visit, site, visit.t.find(`problems.${problem}`, params));
  }
}

/** One question after the other: what for, on which day, at what time. */
export async function bookAt(visit: Visit): Promise<Answer> {
  const site = siteOf(visit);
  const { item, day } = chosen(visit);
  if (item === undefined) return itemsScreen(visit, site);
  const free = await freeAt(visit, site, item);
  if ('body' in free) return free;
  return day === undefined ? daysScreen(visit, free) : timesScreen(visit, free, day);
}

/** Why a time is not to be had, or undefined where it is: too late or too far, else somebody else has it. */
function lost(visit: Visit, free: Free, { day, time }: { day: string; time: string }): string | undefined {
  if (free.days.some((each) => each.day === day && each.times.some((one) => one === time))) return undefined;
  const now = visit.deps.now();
  return visit.t(`problems.appointment.${isBookable({ day, time }, now) ? 'taken' : 'not-offered'}`);
}

/** The reader, and those who let the reader act for them. */
const personsOf = (me: Resident) => [{ ...me.person, own: true }, ...me.others.filter(({ why }) => why === 'consent')];

/** A last look; whoever is not signed in signs in first and comes back here with the choice kept in the address. */
export async function checkBooking(visit: Visit): Promise<Answer> {
  const site = siteOf(visit);
  const { item, day, time } = chosen(visit);
  if (item === undefined || day === undefined || time === undefined) return go(visit, bookPath(site, { item, day }));
  const me = residentOf(visit);
  return lastLook(visit, me, site, { item, day, time });
}

async function lastLook(
  visit: Visit,
  me: Resident,
  site: string,
  { item, day, time }: Required<Record<keyof Choice, string>>,
  wrong?: string,
): Promise<Screen> {
  const { t } = visit;
  const free = await freeAt(visit, site, item);
  if ('body' in free) return free;
  const gone = lost(visit, free, { day, time });
  if (gone !== undefined) return timesScreen(visit, free, day, gone);
  const persons = personsOf(me);
  // The choice stands in the address as well: whoever has to sign in again in between finds it there.
  const form = html`<form method="post" action="${checkPath(site, { item, day, time })}">${keyField()}${hidden('item', item)}${hidden('day', day)}${hidden('time', time)}${
    persons.length === 1
      ? hidden('for', me.person.id)
      : choiceField({
          id: 'for',
          label: t('citizen.book.for'),
          choices: persons.map((each, index) =>
            pick({
              id: `for-${index}`,
              name: 'for',
              value: each.id,
              label: 'own' in each ? t('citizen.apply.for.me', { name: each.name }) : each.name,
              checked: index === 0,
            }),
          ),
        })
  }<div class="actions">${button(t('citizen.book.yes'))}<a class="button second" href="${bookPath(site, { item, day })}">${t('citizen.book.other')}</a></div></form>`;
  return {
    title: t('citizen.book.check'),
    here: 'points',
    back: bookPath(site, { item, day }),
    wrong: wrong !== undefined,
    ...(wrong !== undefined && { status: 409 as const }),
    body: html`<div class="read"><h1>${t('citizen.book.check')}</h1>${refusedNote(wrong)}${facts([
      [t('citizen.book.when'), html`<p><b>${sayWhen(visit, { day, time, until: halfHourEnd(time) })}</b></p>`],
      [t('citizen.book.site'), html`<p>${siteHeading(visit, free.site)}</p><p>${free.site.address}</p>`],
      [t('citizen.book.item'), html`<p>${free.item.name[visit.language]}</p>`],
      persons.length === 1 && [t('citizen.book.who'), html`<p>${me.person.name}</p>`],
    ])}${form}</div>`,
  };
}

export async function sendBooking(visit: Visit): Promise<Answer> {
  const { t } = visit;
  const site = siteOf(visit);
  const me = residentOf(visit);
  const form = await posted(visit);
  const { item, day, time } = choiceOf(textOf(form, 'item', 20), textOf(form, 'day', 10), textOf(form, 'time', 5));
  if (item === undefined || day === undefined || time === undefined) return go(visit, bookPath(site, { item, day }));
  // A consent that was withdrawn, or another person of the same telephone meanwhile: never booked for whom it was not meant.
  const person = personsOf(me).find(({ id }) => id === textOf(form, 'for', 40))?.id;
  if (person === undefined) return lastLook(visit, me, site, { item, day, time }, t('citizen.book.for-whom'));
  try {
    const { id } = await clientOf(visit, form).appointments.book({ person, site, item, day, time });
    return go(visit, `/me/appointments/${id}?done=booked`);
  } catch (error) {
    const { problem, params } = inputProblem(error);
    if (!problem.startsWith('appointment.')) throw error;
    const said = { ...params };
    if (typeof said.day === 'string') said.day = sayDayWithin(visit, said.day);
    if (typeof said.time === 'string') said.time = sayTime(said.time);
    const wrong = t.find(`problems.${problem}`, said) ?? t('citizen.problem.409.say');
    if (problem === 'appointment.same-item' || problem === 'appointment.too-many') return heldScreen(visit, wrong);
    const free = await freeAt(visit, site, item);
    return 'body' in free ? free : timesScreen(visit, free, day, wrong);
  }
}

/** They hold what they may: the way to what they hold. */
const heldScreen = (visit: Visit, wrong: string): Screen =>
  frame(
    visit,
    '/points',
    wrong,
    html`<div class="actions"><a class="button" href="/me/appointments">${visit.t('citizen.appointments.title')}</a></div>`,
  );
