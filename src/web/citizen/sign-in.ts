import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { maskPhone } from '#domain/identity/mask.ts';
import { normaliseName } from '#domain/identity/names.ts';
import { parseMobile } from '#domain/identity/phone.ts';
import { parseResidentId } from '#domain/identity/resident-id.ts';
import type { Problem } from '#domain/kernel/problem.ts';
import { html } from './html.ts';
import type { Screen } from './layout.ts';
import { button, choiceField, errorSummary, type FormWrong, hidden, keyField, lineField, pick } from './parts.ts';
import { descent, descentList, divisionName, findPlace, pathName } from './points.ts';
import { type Answer, clientOf, go, inputProblem, posted, residentOf, textOf } from './serve.ts';
import { isId, keepVillage, localPath, type Visit } from './visit.ts';

const next = (visit: Visit, form?: FormData): string =>
  localPath(form ? textOf(form, 'next', 500) : visit.c.req.query('next'), '/cases');

/** What lies between the two pages of signing in: ten minutes, this browser, these pages alone. */
interface Pending {
  challenge: string;
  mobile: string;
  /** A demonstration has no text messages: it shows the code. */
  shown: string | undefined;
}
const pendingCookie = { path: '/sign-in', httpOnly: true, sameSite: 'Strict', maxAge: 600 } as const;

const keepPending = (visit: Visit, { challenge, mobile, shown }: Pending) =>
  setCookie(visit.c, 'sign-in', `${challenge}.${mobile}.${shown ?? ''}`, pendingCookie);

function pendingOf(visit: Visit): Pending | undefined {
  const [challenge = '', mobile = '', shown = ''] = (getCookie(visit.c, 'sign-in') ?? '').split('.');
  return isId(challenge) ? { challenge, mobile, shown: shown || undefined } : undefined;
}

const sayProblem = (visit: Visit, problem: Problem): string =>
  visit.t.find(`problems.${problem.problem}`, problem.params) ?? visit.t('citizen.problem.500.say');

function phoneScreen(visit: Visit, to: string, mobile = '', wrong?: string): Screen {
  const { t, c } = visit;
  const wrongs: FormWrong[] = wrong === undefined ? [] : [{ field: 'mobile', message: wrong }];
  return {
    title: t('citizen.sign-in.title'),
    here: 'me',
    wrong: wrong !== undefined,
    ...(wrong !== undefined && { status: 422 as const }),
    body: html`<div class="read">${errorSummary(t, wrongs)}${
      c.req.query('expired') === '1' && html`<div class="note warn"><p>${t('citizen.sign-in.expired')}</p></div>`
    }<form method="post" action="/sign-in" novalidate>${hidden('next', to)}${keyField()}${lineField({
      id: 'mobile',
      label: t('citizen.sign-in.mobile'),
      hint: t('citizen.sign-in.mobile.hint'),
      value: mobile,
      wrong,
      kind: 'tel',
      mode: 'numeric',
      autocomplete: 'tel-national',
      className: 'w-mid',
      maxlength: 20,
      heading: true,
    })}<div class="actions">${button(t('citizen.sign-in.send'))}</div></form><h2>${t('citizen.sign-in.no-phone')}</h2><p>${t('citizen.sign-in.no-phone.say')}</p></div>`,
  };
}

export const signIn = (visit: Visit): Answer =>
  visit.me.kind === 'resident' ? go(visit, next(visit)) : phoneScreen(visit, next(visit));

export async function sendCode(visit: Visit): Promise<Answer> {
  const form = await posted(visit);
  const to = next(visit, form);
  const typed = textOf(form, 'mobile', 30);
  const mobile = parseMobile(typed);
  if (!mobile.ok) {
    const wrong = typed
      ? (visit.t.find(`identity.${mobile.code}`, mobile.params) ?? mobile.code)
      : visit.t('citizen.sign-in.mobile.empty');
    return phoneScreen(visit, to, typed, wrong);
  }
  try {
    const { challenge, shownCode } = await clientOf(visit, form).session.askCode({ mobile: mobile.value });
    keepPending(visit, { challenge, mobile: mobile.value, shown: shownCode });
  } catch (error) {
    return phoneScreen(visit, to, typed, sayProblem(visit, inputProblem(error)));
  }
  return go(visit, `/sign-in/code?next=${encodeURIComponent(to)}`);
}

function codeScreen(visit: Visit, pending: Pending, to: string, wrong?: string): Screen {
  const { t } = visit;
  const wrongs: FormWrong[] = wrong === undefined ? [] : [{ field: 'code', message: wrong }];
  return {
    title: t('citizen.code.title'),
    here: 'me',
    back: `/sign-in?next=${encodeURIComponent(to)}`,
    wrong: wrong !== undefined,
    ...(wrong !== undefined && { status: 422 as const }),
    body: html`<div class="read">${errorSummary(t, wrongs)}${
      pending.shown !== undefined &&
      html`<div class="note warn"><p>${t('citizen.code.demo')}</p><p class="code-shown">${pending.shown}</p></div>`
    }<form method="post" action="/sign-in/code" novalidate>${hidden('next', to)}${keyField()}${lineField({
      id: 'code',
      label: t('citizen.code.title'),
      hint: t('citizen.code.hint', { mobile: maskPhone(pending.mobile) }),
      wrong,
      mode: 'numeric',
      autocomplete: 'one-time-code',
      className: 'w-short',
      maxlength: 12,
      heading: true,
    })}<div class="actions">${button(t('citizen.sign-in.go'))}</div></form>
<form method="post" action="/sign-in">${hidden('next', to)}${keyField()}${hidden('mobile', pending.mobile)}<p><button class="as-link">${t('citizen.code.again')}</button></p></form></div>`,
  };
}

export function code(visit: Visit): Answer {
  const pending = pendingOf(visit);
  const to = next(visit);
  return pending ? codeScreen(visit, pending, to) : go(visit, `/sign-in?next=${encodeURIComponent(to)}`);
}

export async function enterCode(visit: Visit): Promise<Answer> {
  const form = await posted(visit);
  const to = next(visit, form);
  const pending = pendingOf(visit);
  if (!pending) return go(visit, `/sign-in?next=${encodeURIComponent(to)}`);
  const typed = textOf(form, 'code', 30).normalize('NFKC').replace(/\s/g, '');
  if (!typed) return codeScreen(visit, pending, to, visit.t('citizen.code.empty'));
  try {
    const { token, persons, person } = await clientOf(visit, form).session.resident({
      challenge: pending.challenge,
      code: typed.slice(0, 12),
    });
    visit.deps.setSession(visit.c, token);
    deleteCookie(visit.c, 'sign-in', { path: '/sign-in' });
    const onward = encodeURIComponent(to);
    if (persons.length === 0) return go(visit, `/sign-in/who?next=${onward}`);
    return go(visit, person === null || persons.length > 1 ? `/sign-in/choose?next=${onward}` : to);
  } catch (error) {
    return codeScreen(visit, pending, to, sayProblem(visit, inputProblem(error)));
  }
}

/** The family on one telephone: who is this? Those who consented are chosen when an application begins. */
export function choose(visit: Visit): Answer {
  const { t } = visit;
  const { me } = visit;
  const to = next(visit);
  const persons =
    me.kind === 'caller'
      ? me.persons.map((person) => ({ ...person, why: undefined }))
      : [
          { ...residentOf(visit).person, why: undefined },
          ...residentOf(visit).others.filter((one) => one.why === 'telephone'),
        ];
  if (persons.length === 0) return go(visit, `/sign-in/who?next=${encodeURIComponent(to)}`);
  return {
    title: t('citizen.choose.title'),
    here: 'me',
    body: html`<div class="read"><form method="post" action="/sign-in/choose">${hidden('next', to)}${keyField()}${choiceField(
      {
        id: 'person',
        label: t('citizen.choose.title'),
        hint: t('citizen.choose.hint'),
        heading: true,
        choices: persons.map(({ id, name, why }, at) =>
          pick({
            id: `person-${at}`,
            name: 'person',
            value: id,
            label: name,
            hint: why && t(`citizen.choose.${why}`),
            checked: at === 0 && me.kind === 'resident',
          }),
        ),
      },
    )}<div class="actions">${button(t('citizen.continue'))}<a class="button second" href="/sign-in/who?next=${encodeURIComponent(to)}">${t('citizen.choose.another')}</a></div></form></div>`,
  };
}

export async function chosen(visit: Visit): Promise<Answer> {
  const form = await posted(visit);
  const person = textOf(form, 'person', 40);
  if (!isId(person)) return go(visit, `/sign-in/choose?next=${encodeURIComponent(next(visit, form))}`);
  await clientOf(visit, form).session.choose({ person });
  return go(visit, next(visit, form));
}

function whoScreen(visit: Visit, to: string, name = '', number = '', wrongs: readonly FormWrong[] = []): Screen {
  const { t } = visit;
  const wrongAt = (field: string) => wrongs.find((one) => one.field === field)?.message;
  return {
    title: t('citizen.who.title'),
    here: 'me',
    wrong: wrongs.length > 0,
    ...(wrongs.length > 0 && { status: 422 as const }),
    body: html`<div class="read">${errorSummary(t, wrongs)}<h1>${t('citizen.who.title')}</h1><p>${t('citizen.who.say')}</p><form method="post" action="/sign-in/who" novalidate>${hidden('next', to)}${keyField()}${lineField(
      {
        id: 'name',
        label: t('citizen.who.name'),
        hint: t('citizen.who.name.hint'),
        value: name,
        wrong: wrongAt('name'),
        autocomplete: 'name',
        className: 'w-mid',
        maxlength: 60,
      },
    )}${lineField({
      id: 'number',
      label: t('citizen.who.number'),
      hint: t(visit.deps.demo ? 'citizen.who.number.demo' : 'citizen.who.number.hint'),
      value: number,
      wrong: wrongAt('number'),
      className: 'w-id',
      maxlength: 24,
    })}<div class="actions">${button(t('citizen.continue'))}</div></form><p class="soft small">${t('citizen.who.why')}</p></div>`,
  };
}

export const who = (visit: Visit): Answer => whoScreen(visit, next(visit));

export async function sayWho(visit: Visit): Promise<Answer> {
  const { t } = visit;
  const form = await posted(visit);
  const to = next(visit, form);
  const name = normaliseName(textOf(form, 'name', 120));
  const typed = textOf(form, 'number', 60);
  const number = parseResidentId(typed, { today: visit.today, sampleRegion: visit.deps.demo });
  const wrongs: FormWrong[] = [];
  if (!name) wrongs.push({ field: 'name', message: t('identity.name.empty') });
  if (!typed) wrongs.push({ field: 'number', message: t('citizen.who.number.empty') });
  else if (!number.ok)
    wrongs.push({ field: 'number', message: t.find(`identity.${number.code}`, number.params) ?? number.code });
  if (wrongs.length > 0 || !number.ok) return whoScreen(visit, to, name, typed, wrongs);
  try {
    const me = await clientOf(visit, form).session.register({ name: name.slice(0, 60), idNumber: number.value.number });
    if (me.kind !== 'resident') return go(visit, to);
  } catch (error) {
    const problem = inputProblem(error);
    const told = problem.fields?.map(({ path, code: fault, params }) => ({
      field: path === 'name' ? 'name' : 'number',
      message: t.find(`identity.${fault}`, params) ?? t.find(`problems.${fault}`, params) ?? sayProblem(visit, problem),
    }));
    const whole = [
      { field: problem.problem === 'identity.other-name' ? 'name' : 'number', message: sayProblem(visit, problem) },
    ];
    return whoScreen(visit, to, name, typed, told?.length ? told : whole);
  }
  return go(visit, `/sign-in/village?next=${encodeURIComponent(to)}`);
}

/** Where the reader lives decides which station is theirs. It may be left for later. */
export async function village(visit: Visit): Promise<Answer> {
  const { t, c } = visit;
  const me = residentOf(visit);
  const to = next(visit);
  const { seq } = await visit.client.identity.get({ id: me.person.id });
  const find = (c.req.query('find') ?? '').trim().slice(0, 40);
  const at = await descent(visit, c.req.query('in'), find);
  const href = (id: string | undefined) =>
    `/sign-in/village?${new URLSearchParams({ next: to, ...(id && { in: id }) })}`;
  return {
    title: t('citizen.village.title'),
    here: 'me',
    body: html`<div class="read"><h1>${t('citizen.village.title')}</h1><p>${t('citizen.village.say')}</p>${findPlace(visit, find, hidden('next', to))}<form method="post" action="/sign-in/village">${hidden('next', to)}${hidden('seq', String(seq))}${keyField()}${descentList(
      visit,
      at,
      href,
      (villages) =>
        html`${choiceField({
          id: 'village',
          label: t('citizen.village.pick'),
          choices: villages.map(({ division, path }, index) =>
            pick({
              id: `village-${index}`,
              name: 'village',
              value: division.id,
              label: divisionName(visit, division),
              hint: at.found && pathName(visit, path),
            }),
          ),
        })}<div class="actions">${button(t('citizen.village.save'))}</div>`,
    )}</form><p><a href="${to}">${t('citizen.village.later')}</a></p></div>`,
  };
}

export async function keepOwnVillage(visit: Visit): Promise<Answer> {
  const form = await posted(visit);
  const me = residentOf(visit);
  const chosenVillage = textOf(form, 'village', 40);
  if (isId(chosenVillage)) {
    const seq = Number(textOf(form, 'seq', 12)) || 0;
    await clientOf(visit, form).identity.change({ id: me.person.id, seq, village: chosenVillage });
    keepVillage(visit.c, chosenVillage);
  }
  return go(visit, next(visit, form));
}

export async function signOut(visit: Visit): Promise<Answer> {
  const form = await posted(visit);
  const { session } = clientOf(visit, form);
  if (textOf(form, 'everywhere') === '1') await session.outEverywhere();
  else await session.out();
  visit.deps.setSession(visit.c, null);
  return go(visit, '/sign-in/out');
}

export const signedOut = (visit: Visit): Screen => ({
  title: visit.t('citizen.out.title'),
  body: html`<div class="read"><h1>${visit.t('citizen.out.title')}</h1><p class="lead">${visit.t('citizen.out.say')}</p><p><a class="button second" href="/">${visit.t('citizen.problem.home')}</a></p></div>`,
});
