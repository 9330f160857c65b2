import { localDate, sayDate } from '#domain/kernel/dates.ts';
import { html } from './html.ts';
import type { Screen } from './layout.ts';
import { button, callLink, details, facts, lineField } from './parts.ts';
import { type Answer, go } from './serve.ts';
import type { Visit } from './visit.ts';

const codeForm = (visit: Visit, code: string) =>
  html`<form method="get" action="/verify">${lineField({
    id: 'code',
    label: visit.t('citizen.verify.code'),
    hint: visit.t('citizen.verify.code.hint'),
    value: code,
    className: 'w-id',
    maxlength: 40,
  })}<div class="actions">${button(visit.t('citizen.verify.go'))}</div></form>`;

/** Anybody may ask whether a paper in their hand is real; the answer says no more than the paper does. */
export async function verify(visit: Visit): Promise<Answer> {
  const { t, c, client, language, year } = visit;
  const typed = (c.req.query('code') ?? '').normalize('NFKC').replace(/\s/g, '').slice(0, 40);
  if (typed) return go(visit, `/verify/${encodeURIComponent(typed)}`);
  const code = c.req.param('code');
  if (code === undefined)
    return {
      title: t('citizen.verify.title'),
      body: html`<div class="read"><h1>${t('citizen.verify.title')}</h1><p>${t('citizen.verify.say')}</p>${codeForm(visit, '')}</div>`,
    };
  const found = await client.papers.verify({ code: code.slice(0, 40) });
  const verdict = !found.found ? 'none' : found.revoked ? 'revoked' : 'real';
  const look = { none: 'warn', revoked: 'warn', real: 'good' } as const;
  const screen: Screen = {
    title: t(`citizen.verify.${verdict}`),
    ...(verdict === 'none' && { status: 404 as const }),
    body: html`<div class="read"><div class="note ${look[verdict]}"><h1>${t(`citizen.verify.${verdict}`)}</h1><p>${t(`citizen.verify.${verdict}.say`)}</p></div>${
      found.found
        ? facts([
            [t('citizen.verify.kind'), found.kind && (t.find(`status.document.${found.kind}`) ?? found.kind)],
            [t('citizen.verify.item'), found.item?.[language]],
            [t('citizen.verify.unit'), found.unit],
            [
              t('citizen.verify.on'),
              found.issuedOn && sayDate(localDate(`${found.issuedOn}T12:00:00+08:00`), language, year),
            ],
            [t('citizen.verify.holder'), found.holder],
          ])
        : codeForm(visit, code)
    }<p class="go"><a href="/verify">${t('citizen.verify.another')}</a></p></div>`,
  };
  return screen;
}

const questions = [
  'find',
  'sign-in',
  'family',
  'papers',
  'stop',
  'date',
  'result',
  'elder',
  'data',
  'complain',
] as const;

export const help = (visit: Visit): Screen => {
  const { t } = visit;
  return {
    title: t('citizen.help.title'),
    body: html`<div class="read"><h1>${t('citizen.help.title')}</h1><p class="lead">${t('citizen.help.say')} ${callLink(visit.hotline)}</p>${questions.map(
      (one) => details(t(`citizen.help.${one}`), html`<p>${t(`citizen.help.${one}.say`)}</p>`),
    )}</div>`,
  };
};

const promises = ['large', 'keyboard', 'reader', 'colour', 'script', 'time', 'people'] as const;

export const accessibility = (visit: Visit): Screen => {
  const { t } = visit;
  return {
    title: t('citizen.access.title'),
    body: html`<div class="read"><h1>${t('citizen.access.title')}</h1><p>${t('citizen.access.say')}</p><h2>${t('citizen.access.how')}</h2><ul>${promises.map((one) => html`<li>${t(`citizen.access.${one}`)}</li>`)}</ul><h2>${t('citizen.access.limits')}</h2><p>${t('citizen.access.limits.say')}</p><h2>${t('citizen.access.tell')}</h2><p>${t('citizen.access.tell.say')} ${callLink(visit.hotline)}</p></div>`,
  };
};
