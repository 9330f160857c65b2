import { sayDate } from '#domain/kernel/dates.ts';
import { flash } from './cases.ts';
import { flag, type Html, html, type Piece } from './html.ts';
import type { Screen } from './layout.ts';
import { button, details, errorMessage, errorSummary, hidden, keyField } from './parts.ts';
import { type Answer, clientOf, go, posted, textOf } from './serve.ts';
import { isId, type Visit } from './visit.ts';

type Plan = Awaited<ReturnType<Visit['client']['planning']['publicPlans']>>[number];
interface Wrong {
  plan: string;
  text: string;
  message: string;
}

const kinds = ['close', 'open', 'move', 'upgrade'] as const;

/** 93% of people; all of them only when it is all. */
const percent = (share: number): string =>
  `${(Math.min(Math.round(share * 1000), share < 1 ? 999 : 1000) / 10).toFixed(1)}%`;

function say(visit: Visit, plan: Plan, wrong: Wrong | undefined): Piece {
  const { t, me } = visit;
  const here = wrong?.plan === plan.id ? wrong : undefined;
  if (me.kind !== 'resident')
    return html`<p><a class="button second" href="/sign-in?next=/plans">${t('citizen.plans.sign-in')}</a></p>`;
  return html`<form method="post" action="/plans" novalidate>${keyField()}${hidden('plan', plan.id)}<div class="field${here && ' wrong'}"><label for="say-${plan.id}">${t('citizen.plans.say')}</label>${errorMessage(`say-${plan.id}`, here?.message)}<textarea id="say-${plan.id}" name="text" rows="4" maxlength="2000"${flag('autofocus', here !== undefined)}>${here?.text ?? ''}</textarea></div>${button(t('citizen.plans.send'))}</form>`;
}

function card(visit: Visit, plan: Plan, wrong: Wrong | undefined): Html {
  const { t, language, year } = visit;
  const counted = kinds.filter((kind) => plan.counts[kind] > 0);
  return html`<li class="card"><h2>${plan.name}</h2>${plan.note && html`<p>${plan.note}</p>`}<p class="soft small">${t('citizen.plans.until', { day: sayDate(plan.until, language, year) })}</p><ul>${counted.map((kind) => html`<li>${t(`citizen.plans.${kind}`, { count: plan.counts[kind] })}</li>`)}</ul>${
    plan.share &&
    html`<p>${t('citizen.plans.share', { before: percent(plan.share[0]), after: percent(plan.share[1]) })}</p>`
  }${
    plan.closings.length > 0 &&
    details(
      t('citizen.plans.closings', { count: plan.closings.length }),
      html`<ul>${plan.closings.map(
        (one) =>
          html`<li><strong>${one.name}</strong>${one.instead && html`<br>${t('citizen.plans.instead', { name: one.instead })}`}${one.how && html`<br>${t.find(`citizen.plans.how.${one.how}`)}`}</li>`,
      )}</ul>`,
      plan.closings.length <= 6,
    )
  }${say(visit, plan, wrong)}</li>`;
}

async function screen(visit: Visit, wrong?: Wrong): Promise<Screen> {
  const { t, client } = visit;
  const plans = await client.planning.publicPlans();
  return {
    title: t('citizen.plans.title'),
    here: 'points',
    back: '/points',
    wrong: wrong !== undefined,
    ...(wrong && { status: 422 as const }),
    body: html`<div class="read">${errorSummary(t, wrong ? [{ field: `say-${wrong.plan}`, message: wrong.message }] : [])}<h1>${t('citizen.plans.title')}</h1>${flash(visit)}<p>${t('citizen.plans.lead')}</p>${
      plans.length === 0
        ? html`<p>${t('citizen.plans.none')}</p>`
        : html`<ul class="cards">${plans.map((plan) => card(visit, plan, wrong))}</ul>`
    }</div>`,
  };
}

/** Plans for service points on which residents are asked: what closes, what comes instead, and a place to say what one thinks. */
export const plans = (visit: Visit): Promise<Answer> => screen(visit);

export async function sayOfPlan(visit: Visit): Promise<Answer> {
  const { t } = visit;
  const form = await posted(visit);
  const plan = textOf(form, 'plan', 40);
  const text = textOf(form, 'text', 2000).trim();
  if (!isId(plan)) return go(visit, '/plans');
  if (!text) return screen(visit, { plan, text, message: t('citizen.plans.empty') });
  await clientOf(visit, form).planning.say({ id: plan, text });
  return go(visit, '/plans?done=said');
}
