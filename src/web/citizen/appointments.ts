import type { AppointmentView } from '#api/appointments.ts';
import { addDays, type LocalDate, type LocalTime, sayShortDate, sayWeekday, weekday } from '#domain/kernel/dates.ts';
import { Refused } from '#domain/kernel/problem.ts';
import { flash } from './cases.ts';
import { type Html, html } from './html.ts';
import { siteName } from './item.ts';
import type { Screen } from './layout.ts';
import { button, facts, keyField, siteHeading, tag, whereAndCall } from './parts.ts';
import { type Answer, clientOf, go, inputProblem, posted, residentOf } from './serve.ts';
import { isId, type Visit } from './visit.ts';

const plainDay = ({ language, year }: Visit, day: LocalDate): string =>
  `${sayWeekday(weekday(day), language)} ${sayShortDate(day, language, year)}`;

/** A day as people say it: 明天 周三 11月25日. */
export function sayDay(visit: Visit, day: LocalDate): string {
  const { t, today, language } = visit;
  const near = (['today', 'tomorrow', 'after'] as const).find((_, ahead) => addDays(today, ahead) === day);
  const date = plainDay(visit, day);
  return near ? `${t(`citizen.day.${near}`)}${language === 'en' ? ', ' : ' '}${date}` : date;
}

/** The same within a sentence; in English a date alone: "on Tuesday 24 November", not "on Tomorrow, Tuesday …". */
export const sayDayWithin = (visit: Visit, day: LocalDate): string =>
  visit.language === 'en' ? plainDay(visit, day) : sayDay(visit, day);

/** 9:00, without the nought that nobody says. */
export const sayTime = (time: LocalTime): string => time.replace(/^0(?=\d)/, '');

export const isMorning = (time: LocalTime): boolean => time < '12:00';

/** 明天 周三 11月25日 上午 9:00 到 9:30. */
export const sayWhen = (visit: Visit, { day, time, until }: { day: string; time: string; until: string }): string =>
  visit.t(isMorning(time) ? 'citizen.book.when.morning' : 'citizen.book.when.afternoon', {
    day: sayDay(visit, day),
    from: sayTime(time),
    to: sayTime(until),
  });

const looks = { booked: 'brand', came: 'green', missed: '', cancelled: '' } as const;

function moved(visit: Visit, { moved: from }: AppointmentView): Html | undefined {
  if (!from) return undefined;
  const when = { day: sayDayWithin(visit, from.day), time: sayTime(from.time), site: siteName(visit, from.site) };
  return html`<p class="note warn">${visit.t('citizen.appointments.moved', when)}</p>`;
}

/** Of one that is over and of which nobody wrote down whether they came, "booked" would be said wrongly. */
const isSaid = ({ status, cancellable }: AppointmentView): boolean => status !== 'booked' || cancellable;

function card(visit: Visit, one: AppointmentView): Html {
  const { t, language } = visit;
  const own = visit.me.kind !== 'resident' || visit.me.person.id === one.person.id;
  return html`<li class="card"><h3><a class="whole" href="/me/appointments/${one.id}">${sayWhen(visit, one)}</a></h3>${isSaid(one) && html`<p class="tags">${tag(t(`citizen.appointments.status.${one.status}`), looks[one.status])}</p>`}<p>${one.item.name[language]}${!own && html` · ${one.person.name}`}</p><p>${siteHeading(visit, one.site)}<br><span class="soft">${one.site.address}</span></p></li>`;
}

/** What lies ahead, then what was. */
export async function appointments(visit: Visit): Promise<Screen> {
  const { t, client } = visit;
  residentOf(visit);
  const { items } = await client.appointments.mine();
  const ahead = items.filter((one) => one.cancellable);
  const over = items.filter((one) => !one.cancellable);
  const list = (rows: readonly AppointmentView[]) =>
    html`<ul class="cards">${rows.map((one) => card(visit, one))}</ul>`;
  return {
    title: t('citizen.appointments.title'),
    here: 'me',
    back: '/me',
    body: html`<div class="read"><h1>${t('citizen.appointments.title')}</h1>${flash(visit)}${
      ahead.length === 0
        ? html`<p>${t('citizen.appointments.none')}</p>`
        : html`<h2>${t('citizen.appointments.ahead')}</h2>${list(ahead)}`
    }<p><a class="button second" href="/points">${t('citizen.appointments.new')}</a></p>${
      over.length > 0 &&
      html`<section class="section"><h2>${t('citizen.appointments.over')}</h2>${list(over)}</section>`
    }</div>`,
  };
}

/** One of the reader's own. */
async function ownOf(visit: Visit): Promise<AppointmentView> {
  residentOf(visit);
  const { items } = await visit.client.appointments.mine();
  const one = items.find(({ id }) => id === visit.c.req.param('id'));
  if (!one) throw new Refused('not-found');
  return one;
}

const told = (visit: Visit, one: AppointmentView): Html => {
  const { t, language } = visit;
  return facts([
    [t('citizen.book.when'), html`<p><b>${sayWhen(visit, one)}</b></p>`],
    [t('citizen.book.site'), html`<p>${siteHeading(visit, one.site)}</p>${whereAndCall(one.site)}`],
    [t('citizen.book.item'), html`<p>${one.item.name[language]}</p>`],
    [t('citizen.book.who'), html`<p>${one.person.name}</p>`],
  ]);
};

/** What was booked, where, when, what to bring, and the way out of it. */
export async function appointment(visit: Visit): Promise<Answer> {
  const { t } = visit;
  const one = await ownOf(visit);
  return {
    title: t('citizen.appointments.one'),
    here: 'me',
    back: '/me/appointments',
    caller: one.site.telephone ? { name: siteName(visit, one.site), telephone: one.site.telephone } : undefined,
    body: html`<div class="read"><h1>${t('citizen.appointments.one')}</h1>${flash(visit)}${
      one.status !== 'booked' && html`<p>${tag(t(`citizen.appointments.status.${one.status}`), looks[one.status])}</p>`
    }${one.status === 'booked' && moved(visit, one)}${told(visit, one)}${
      one.status === 'booked'
        ? html`<p class="go"><a href="/items/${one.item.code}#bring">${t('citizen.book.bring')}</a></p>`
        : html`<div class="actions"><a class="button second" href="/points?item=${one.item.code}">${t('citizen.appointments.new')}</a></div>`
    }${
      one.cancellable &&
      html`<p>${t('citizen.appointments.come')}</p><div class="actions"><a class="button second" href="/me/appointments/${one.id}/cancel">${t('citizen.appointments.cancel')}</a></div>`
    }</div>`,
  };
}

export async function cancelling(visit: Visit): Promise<Answer> {
  const { t } = visit;
  const one = await ownOf(visit);
  if (!one.cancellable) return go(visit, `/me/appointments/${one.id}`);
  return {
    title: t('citizen.appointments.cancel'),
    here: 'me',
    back: `/me/appointments/${one.id}`,
    body: html`<div class="read"><h1>${t('citizen.appointments.cancel.sure')}</h1>${told(visit, one)}<p>${t('citizen.appointments.cancel.say')}</p><form method="post" action="/me/appointments/${one.id}/cancel">${keyField()}<div class="actions">${button(t('citizen.appointments.cancel.yes'), 'warn')}<a class="button second" href="/me/appointments/${one.id}">${t('citizen.appointments.cancel.no')}</a></div></form></div>`,
  };
}

export async function sendCancel(visit: Visit): Promise<Answer> {
  const id = visit.c.req.param('id') ?? '';
  residentOf(visit);
  if (!isId(id)) throw new Refused('not-found');
  const form = await posted(visit);
  try {
    await clientOf(visit, form).appointments.cancel({ id });
  } catch (error) {
    // Pressed when it had begun, or twice: the page of the appointment says how it stands.
    if (['appointment.begun', 'appointment.cancelled'].includes(inputProblem(error).problem))
      return go(visit, `/me/appointments/${id}?done=stale`);
    throw error;
  }
  return go(visit, '/me/appointments?done=unbooked');
}
