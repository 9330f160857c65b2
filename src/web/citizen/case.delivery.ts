import type { SiteView } from '#api/organisation.ts';
import { act, openCase, seqOf, toCase } from './case.act.ts';
import { wayOf } from './draft.ts';
import { type Html, html } from './html.ts';
import { siteName } from './item.ts';
import type { Screen } from './layout.ts';
import { button, choiceField, errorSummary, findField, hidden, keyField, pick } from './parts.ts';
import { type Answer, clientOf, posted, residentOf, textOf } from './serve.ts';
import { isId, type Visit } from './visit.ts';

const siteChoices = (visit: Visit, sites: readonly SiteView[], now: string | undefined): Html[] =>
  sites.map((site, index) =>
    pick({
      id: `unit-${index}`,
      name: 'unit',
      value: site.unit,
      label: siteName(visit, site),
      hint: `${site.address} · ${site.hours[visit.language]}`,
      checked: now === undefined ? index === 0 : site.unit === now,
    }),
  );

async function deliveryScreen(visit: Visit, wrong?: string): Promise<Answer> {
  const { t, c, client } = visit;
  const { view, item } = await openCase(visit);
  if (!view.allowedActions.includes('changeDelivery')) return toCase(visit, view.id);
  const here = `/cases/${view.id}/delivery`;
  const find = (c.req.query('find') ?? '').trim().slice(0, 40);
  const base: Omit<Screen, 'body'> = {
    title: t('citizen.how.way'),
    here: 'cases',
    wrong: wrong !== undefined,
    ...(wrong !== undefined && { status: 422 as const }),
  };
  if (c.req.query('way') !== 'site' && !find)
    return {
      ...base,
      back: `/cases/${view.id}`,
      body: html`<div class="read">${errorSummary(t, wrong === undefined ? [] : [{ field: 'way-0', message: wrong }])}<form method="post" action="${here}" novalidate>${keyField()}${hidden('seq', String(view.seq))}${choiceField(
        {
          id: 'way',
          label: t('citizen.how.way'),
          heading: true,
          wrong,
          choices: item.delivery.ways.map((way, index) =>
            pick({
              id: `way-${index}`,
              name: 'way',
              value: way,
              label: t(`citizen.how.${way}`),
              hint: t(`citizen.how.${way}.of`),
              checked: way === view.delivery.way,
            }),
          ),
        },
      )}<div class="actions">${button(t('citizen.continue'))}<a class="button second" href="/cases/${view.id}">${t('citizen.change.no')}</a></div></form></div>`,
    };
  const village = view.village?.id ?? visit.village;
  const { items } = await client.organisation.sites({
    ...(find ? { find } : { item: item.code, ...(village && { village }) }),
    limit: 12,
  });
  return {
    ...base,
    title: t('citizen.where.title'),
    back: here,
    body: html`<div class="read"><form method="post" action="${here}?way=site">${keyField()}${hidden('seq', String(view.seq))}${hidden('way', 'site')}${choiceField(
      {
        id: 'unit',
        label: t('citizen.where.title'),
        hint: t('citizen.where.hint'),
        heading: true,
        choices: siteChoices(visit, items, view.delivery.unit?.id),
      },
    )}<div class="actions">${button(t('citizen.change.save'))}</div></form><form method="get" action="${here}">${hidden('way', 'site')}${findField(t, { id: 'find', label: t('citizen.where.find'), value: find })}</form></div>`,
  };
}

export const delivery = (visit: Visit): Promise<Answer> => deliveryScreen(visit);

/** The way first; a point is chosen on a second page, where the way is to collect it. */
export async function changeDelivery(visit: Visit): Promise<Answer> {
  residentOf(visit);
  const id = visit.c.req.param('id') ?? '';
  const form = await posted(visit);
  const way = wayOf(textOf(form, 'way', 10));
  const unit = textOf(form, 'unit', 40);
  if (way === undefined) return deliveryScreen(visit, visit.t('citizen.how.way.empty'));
  if (way === 'site' && !isId(unit)) return visit.c.redirect(`/cases/${id}/delivery?way=site`, 303);
  return act(visit, id, 'delivery', () =>
    clientOf(visit, form).cases.act.changeDelivery({
      id,
      seq: seqOf(form),
      data: { way, ...(way === 'site' && { unit }) },
    }),
  );
}
