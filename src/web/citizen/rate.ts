import { ratingReasonList, ratingReasons } from '#domain/cases/rating.ts';
import { flag, html } from './html.ts';
import { faces } from './icons.ts';
import type { Screen } from './layout.ts';
import { button, errorMessage, errorSummary, keyField, pick } from './parts.ts';
import { type Answer, clientOf, go, posted, residentOf, textOf } from './serve.ts';
import type { Visit } from './visit.ts';

const levels = [5, 4, 3, 2, 1] as const;
async function rateScreen(visit: Visit, wrong?: string): Promise<Answer> {
  const { t, c, client, language } = visit;
  residentOf(visit);
  const id = c.req.param('id') ?? '';
  const invitation = c.req.param('invitation') ?? '';
  const asked = (await client.feedback.invitations()).find((one) => one.case === id && one.invitation === invitation);
  if (!asked || asked.level !== null) return go(visit, `/cases/${id}`);
  const reason = (one: string) =>
    pick({
      id: `reason-${one}`,
      name: 'reason',
      value: one,
      label: t.find(`citizen.rate.reason.${one}`) ?? one,
      kind: 'checkbox',
    });
  const screen: Screen = {
    title: t('citizen.rate.title'),
    here: 'cases',
    back: `/cases/${id}`,
    wrong: wrong !== undefined,
    ...(wrong !== undefined && { status: 422 as const }),
    body: html`<div class="read">${errorSummary(t, wrong === undefined ? [] : [{ field: 'level-5', message: wrong }])}<form method="post" action="/cases/${id}/rate/${invitation}" novalidate>${keyField()}<div class="field${wrong !== undefined && ' wrong'}"><fieldset><legend><h1>${t('citizen.rate.title')}</h1></legend><p class="hint">${t(`citizen.rate.about.${asked.occasion}`, { item: asked.item[language], unit: asked.unit })}</p>${errorMessage('level', wrong)}<div class="faces${language === 'en' && ' list'}">${levels.map(
      (level) =>
        html`<div class="pick"><input type="radio" id="level-${level}" name="level" value="${level}"${flag('checked', false)}><label for="level-${level}">${faces[level]}${t(`status.rating.${level}`)}</label></div>`,
    )}</div></fieldset></div><div class="field"><fieldset><legend>${t('citizen.rate.good')}</legend><div class="pick-side">${ratingReasons.good.map(reason)}</div></fieldset></div><div class="field"><fieldset><legend>${t('citizen.rate.bad')}</legend><div class="pick-side">${ratingReasons.bad.map(reason)}</div></fieldset></div><div class="field"><label for="words">${t('citizen.rate.words')}</label><textarea id="words" name="words" rows="3" maxlength="1000"></textarea></div><p class="soft small">${t('citizen.rate.secret')}</p><div class="actions">${button(t('citizen.rate.send'))}<a class="button second" href="/cases/${id}">${t('citizen.rate.not-now')}</a></div></form></div>`,
  };
  return screen;
}

export const rate = (visit: Visit): Promise<Answer> => rateScreen(visit);

export async function sendRating(visit: Visit): Promise<Answer> {
  const { t, c } = visit;
  residentOf(visit);
  const form = await posted(visit);
  const level = levels.find((one) => String(one) === textOf(form, 'level', 2));
  if (level === undefined) return rateScreen(visit, t('citizen.rate.empty'));
  const words = textOf(form, 'words', 1000);
  const id = c.req.param('id') ?? '';
  await clientOf(visit, form).feedback.rate({
    case: id,
    invitation: c.req.param('invitation') ?? '',
    level,
    reasons: ratingReasonList.filter((one) => form.getAll('reason').includes(one)),
    ...(words && { words }),
  });
  return go(visit, `/cases/${id}?done=rated`);
}
