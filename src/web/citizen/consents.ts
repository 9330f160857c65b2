import { type ConsentScope, consentScopes } from '#domain/identity/consent.ts';
import { normaliseName } from '#domain/identity/names.ts';
import { parseResidentId } from '#domain/identity/resident-id.ts';
import { addMonths, localDate, sayDate } from '#domain/kernel/dates.ts';
import { flash } from './cases.ts';
import { html } from './html.ts';
import type { Screen } from './layout.ts';
import { sayField } from './me.ts';
import { button, choiceField, errorSummary, type FormWrong, hidden, keyField, lineField, pick, tag } from './parts.ts';
import { type Answer, clientOf, go, inputProblem, posted, residentOf, textOf } from './serve.ts';
import { isId, type Visit } from './visit.ts';

/** A consent ends before its last instant: the day before a midnight. */
const lastDay = (end: string): string => localDate(new Date(Date.parse(end) - 1));

/** Who may act for me, for whom I may act, and how to end it. */
export async function consents(visit: Visit): Promise<Screen> {
  const { t, client, language, year } = visit;
  const { person } = residentOf(visit);
  const all = await client.identity.consents({ id: person.id });
  const given = all.filter((one) => one.giver.id === person.id);
  const received = all.filter((one) => one.receiver.id === person.id && !one.revoked);
  const terms = (one: (typeof all)[number]) =>
    html`<p class="soft small">${one.scopes.map((scope) => t(`status.consent.${scope}`)).join(language === 'en' ? '; ' : '；')}</p><p class="soft small">${
      one.validTo
        ? t('citizen.consents.until', { date: sayDate(lastDay(one.validTo), language, year) })
        : t('citizen.consents.open')
    }</p>`;
  return {
    title: t('citizen.consents.title'),
    here: 'me',
    back: '/me',
    body: html`<div class="read"><h1>${t('citizen.consents.title')}</h1>${flash(visit)}<p>${t('citizen.consents.say')}</p><section class="section"><h2>${t('citizen.consents.given')}</h2>${
      given.length === 0
        ? html`<p>${t('citizen.consents.given.none')}</p>`
        : html`<ul class="cards">${given.map(
            (one) =>
              html`<li class="card"><h3>${one.receiver.name}</h3>${terms(one)}${
                one.revoked
                  ? tag(t('citizen.consents.revoked'))
                  : html`<form method="post" action="/me/consents/revoke">${keyField()}${hidden('consent', one.id)}<button class="button second small">${t('citizen.consents.revoke')}<span class="only-read"> ${one.receiver.name}</span></button></form>`
              }</li>`,
          )}</ul>`
    }<p><a class="button" href="/me/consents/new">${t('citizen.consents.new')}</a></p></section><section class="section"><h2>${t('citizen.consents.received')}</h2>${
      received.length === 0
        ? html`<p>${t('citizen.consents.received.none')}</p>`
        : html`<ul class="cards">${received.map((one) => html`<li class="card"><h3>${one.giver.name}</h3>${terms(one)}</li>`)}</ul>`
    }</section></div>`,
  };
}

function newScreen(
  visit: Visit,
  name = '',
  number = '',
  until = '',
  scopes: readonly ConsentScope[] = consentScopes,
  wrongs: readonly FormWrong[] = [],
): Screen {
  const { t } = visit;
  const wrongAt = (field: string) => wrongs.find((one) => one.field === field)?.message;
  return {
    title: t('citizen.consents.new'),
    here: 'me',
    back: '/me/consents',
    wrong: wrongs.length > 0,
    ...(wrongs.length > 0 && { status: 422 as const }),
    body: html`<div class="read">${errorSummary(t, wrongs)}<h1>${t('citizen.consents.new')}</h1><p>${t('citizen.consents.new.say')}</p><form method="post" action="/me/consents/new" novalidate>${keyField()}${lineField(
      {
        id: 'name',
        label: t('citizen.consents.name'),
        value: name,
        wrong: wrongAt('name'),
        className: 'w-mid',
        maxlength: 60,
      },
    )}${lineField({ id: 'number', label: t('citizen.consents.number'), value: number, wrong: wrongAt('number'), className: 'w-id', maxlength: 24 })}${choiceField(
      {
        id: 'scope',
        label: t('citizen.consents.what'),
        wrong: wrongAt('scope'),
        choices: consentScopes.map((one) =>
          pick({
            id: `scope-${one}`,
            name: 'scope',
            value: one,
            label: t(`citizen.consents.what.${one}`),
            hint: t(`citizen.consents.what.${one}.hint`),
            checked: scopes.includes(one),
            kind: 'checkbox',
          }),
        ),
      },
    )}${choiceField({
      id: 'until',
      label: t('citizen.consents.long'),
      choices: (['open', 'year', 'month'] as const).map((one, index) =>
        pick({
          id: `until-${index}`,
          name: 'until',
          value: one,
          label: t(`citizen.consents.long.${one}`),
          checked: until ? one === until : index === 0,
        }),
      ),
    })}<div class="note"><p>${t('citizen.consents.law')}</p></div><div class="actions">${button(t('citizen.consents.give'))}<a class="button second" href="/me/consents">${t('citizen.change.no')}</a></div></form></div>`,
  };
}

export function newConsent(visit: Visit): Screen {
  residentOf(visit);
  return newScreen(visit);
}

const months: Record<string, number> = { year: 12, month: 1 };

export async function giveConsent(visit: Visit): Promise<Answer> {
  const { t, today } = visit;
  const { person } = residentOf(visit);
  const form = await posted(visit);
  const name = normaliseName(textOf(form, 'name', 120)).slice(0, 60);
  const typed = textOf(form, 'number', 60);
  const until = textOf(form, 'until', 10);
  const number = parseResidentId(typed, { today, sampleRegion: visit.deps.demo });
  const chosen = form.getAll('scope');
  const scopes = consentScopes.filter((one) => chosen.includes(one));
  const wrongs: FormWrong[] = [];
  if (!name) wrongs.push({ field: 'name', message: t('identity.name.empty') });
  if (!number.ok)
    wrongs.push({
      field: 'number',
      message: typed
        ? (t.find(`identity.${number.code}`, number.params) ?? number.code)
        : t('citizen.who.number.empty'),
    });
  if (scopes.length === 0) wrongs.push({ field: 'scope', message: t('citizen.consents.what.none') });
  if (wrongs.length > 0 || !number.ok) return newScreen(visit, name, typed, until, scopes, wrongs);
  const lasts = months[until];
  const validTo = lasts && addMonths(today, lasts);
  try {
    await clientOf(visit, form).identity.consent({
      id: person.id,
      receiverName: name,
      receiverIdNumber: number.value.number,
      scopes,
      ...(validTo && { validTo }),
    });
  } catch (error) {
    const problem = inputProblem(error);
    const message =
      sayField(visit, problem.fields?.[0]) ??
      t.find(`problems.${problem.problem}`, problem.params) ??
      t('citizen.problem.422.say');
    return newScreen(visit, name, typed, until, scopes, [{ field: 'number', message }]);
  }
  return go(visit, '/me/consents?done=consented');
}

export async function revokeConsent(visit: Visit): Promise<Answer> {
  const { person } = residentOf(visit);
  const form = await posted(visit);
  const consent = textOf(form, 'consent', 40);
  if (isId(consent)) await clientOf(visit, form).identity.revoke({ id: person.id, consent });
  return go(visit, '/me/consents?done=revoked');
}
