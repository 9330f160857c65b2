import type { CaseView } from '#api/cases.ts';
import { act, openCase, seqOf, toCase } from './case.act.ts';
import { documentList } from './case.result.ts';
import { html } from './html.ts';
import { button, choiceField, errorSummary, hidden, keyField, pick } from './parts.ts';
import { type Answer, clientOf, posted, residentOf, textOf } from './serve.ts';
import type { Client, Visit } from './visit.ts';

/** The resident says that the result has come: only then is the case over. */
export async function receipt(visit: Visit): Promise<Answer> {
  const { t } = visit;
  const { view } = await openCase(visit);
  if (!view.allowedActions.includes('deliver')) return toCase(visit, view.id);
  return {
    title: t('citizen.receipt.title'),
    here: 'cases',
    back: `/cases/${view.id}`,
    body: html`<div class="read"><h1>${t('citizen.receipt.title')}</h1><p class="lead">${view.result?.title ?? view.item.plainName[visit.language]}</p><p>${t('citizen.receipt.say')}</p>${documentList(
      visit,
      view,
      view.documents.filter((one) => one.kind === 'decision' && !one.revoked),
    )}<form method="post" action="/cases/${view.id}/receipt">${keyField()}${hidden('seq', String(view.seq))}${hidden('way', view.parcel?.posted ? 'post' : 'online')}<div class="actions">${button(t('citizen.receipt.yes'))}<a class="button second" href="/cases/${view.id}">${t('citizen.receipt.no')}</a></div></form></div>`,
  };
}

export async function sendReceipt(visit: Visit): Promise<Answer> {
  const id = visit.c.req.param('id') ?? '';
  residentOf(visit);
  const form = await posted(visit);
  const way = textOf(form, 'way', 10) === 'post' ? 'post' : 'online';
  return act(visit, id, 'received', () =>
    clientOf(visit, form).cases.act.deliver({ id, seq: seqOf(form), data: { way } }),
  );
}

const reasons = ['mistake', 'not-needed', 'later', 'elsewhere', 'other'] as const;

function withdrawScreen(visit: Visit, view: CaseView, wrong?: string): Answer {
  const { t, language } = visit;
  if (!view.allowedActions.includes('withdraw')) return toCase(visit, view.id);
  return {
    title: t('citizen.withdraw.title'),
    here: 'cases',
    back: `/cases/${view.id}`,
    wrong: wrong !== undefined,
    ...(wrong !== undefined && { status: 422 as const }),
    body: html`<div class="read">${errorSummary(t, wrong === undefined ? [] : [{ field: 'reason-0', message: wrong }])}<h1>${t('citizen.withdraw.title')}</h1><p class="lead">${view.item.plainName[language]}</p><p>${t('citizen.withdraw.say')}</p><form method="post" action="/cases/${view.id}/withdraw" novalidate>${keyField()}${hidden('seq', String(view.seq))}${choiceField(
      {
        id: 'reason',
        label: t('citizen.withdraw.why'),
        wrong,
        choices: reasons.map((reason, index) =>
          pick({ id: `reason-${index}`, name: 'reason', value: reason, label: t(`citizen.withdraw.reason.${reason}`) }),
        ),
      },
    )}<div class="field"><label for="words">${t('citizen.withdraw.words')}</label><textarea id="words" name="words" rows="3" maxlength="500"></textarea></div><div class="actions">${button(t('citizen.withdraw.yes'), 'warn')}<a class="button second" href="/cases/${view.id}">${t('citizen.withdraw.no')}</a></div></form></div>`,
  };
}

export const withdraw = async (visit: Visit): Promise<Answer> => withdrawScreen(visit, (await openCase(visit)).view);

export async function sendWithdraw(visit: Visit): Promise<Answer> {
  const { t } = visit;
  const id = visit.c.req.param('id') ?? '';
  residentOf(visit);
  const form = await posted(visit);
  const reason = reasons.find((one) => one === textOf(form, 'reason', 20));
  if (!reason) return withdrawScreen(visit, (await openCase(visit)).view, t('citizen.withdraw.empty'));
  const words = textOf(form, 'words', 500);
  const said = [t(`citizen.withdraw.reason.${reason}`), words].filter(Boolean).join(t('citizen.colon'));
  const client: Client = clientOf(visit, form);
  return act(visit, id, 'withdrawn', () => client.cases.act.withdraw({ id, seq: seqOf(form), data: { reason: said } }));
}
