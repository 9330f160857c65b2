import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { maskPhone } from '#domain/identity/mask.ts';
import { parseMobile } from '#domain/identity/phone.ts';
import type { Problem } from '#domain/kernel/problem.ts';
import { html } from './html.ts';
import type { Screen } from './layout.ts';
import { button, errorSummary, type FormWrong, hidden, keyField, lineField } from './parts.ts';
import { type Answer, clientOf, go, inputProblem, posted, textOf } from './serve.ts';
import { isId, localPath, type Visit } from './visit.ts';

export const next = (visit: Visit, form?: FormData): string =>
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

export const sayProblem = (visit: Visit, problem: Problem): string =>
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
