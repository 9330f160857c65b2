import { z } from 'zod';
import { problemOf } from '#api/problem.ts';
import { html } from './html.ts';
import type { Screen } from './layout.ts';
import { findField, itemNames, siteCard } from './parts.ts';
import { descent, descentList, divisionName, pathName, wholePath } from './places.ts';
import { nearestPoints } from './points.near.ts';
import type { Visit } from './visit.ts';

/** The village kept in this browser; forgotten when it is no more. */
async function ownVillage(visit: Visit) {
  if (!visit.village) return undefined;
  try {
    return await visit.client.organisation.division({ id: visit.village });
  } catch (error) {
    if (problemOf(error)?.problem === 'not-found') return undefined;
    throw error;
  }
}

const degrees = z.coerce.number().min(-180).max(180);

/** Points by their names, page by page. */
async function listOf(visit: Visit, wish: { find: string; item: string | undefined; openNow: boolean }) {
  const { t, c, client } = visit;
  const sites = await client.organisation.sites({
    ...(wish.find && { find: wish.find }),
    ...(wish.item && { item: wish.item }),
    ...(wish.openNow && { openNow: true }),
    ...(c.req.query('cursor') && { cursor: c.req.query('cursor') }),
    limit: 12,
  });
  return {
    next: sites.next,
    list:
      sites.items.length === 0
        ? html`<p>${t('citizen.points.none')}</p>`
        : html`<ul class="cards">${sites.items.map((site) => siteCard(visit, site))}</ul>`,
  };
}

export async function points(visit: Visit): Promise<Screen> {
  const { t, c } = visit;
  const find = (c.req.query('find') ?? '').trim().slice(0, 40);
  const item = c.req.query('item')?.slice(0, 20);
  const lon = degrees.safeParse(c.req.query('lon'));
  const lat = degrees.safeParse(c.req.query('lat'));
  const openNow = c.req.query('open') === '1';
  const near = lon.success && lat.success && c.req.query('lat') ? { lon: lon.data, lat: lat.data } : undefined;
  const choosing = c.req.query('choose') === '1';
  const home = await ownVillage(visit);
  const known = home ? visit : { ...visit, village: undefined };
  const [nearest, at, names] = await Promise.all([
    !find && (near || known.village) ? nearestPoints(known, { item, near, openNow }) : undefined,
    choosing ? descent(visit, c.req.query('in'), undefined) : undefined,
    item ? itemNames(visit) : undefined,
  ]);
  const browse = nearest ? undefined : await listOf(visit, { find, item, openNow });
  const kept = { ...(item && { item }), ...(find && { find }) };
  const here = near && { lon: String(near.lon), lat: String(near.lat) };
  const query = (change: Record<string, string>) =>
    `/points?${new URLSearchParams({ ...kept, ...(openNow && { open: '1' }), ...change })}`;
  const also = `/points?${new URLSearchParams({ ...kept, ...here })}`;
  const place = home && pathName(visit, wholePath(home.division, home.path));
  const what = item && names?.get(item)?.[visit.language];
  const title = what ? t('citizen.points.title.item', { item: what }) : t('citizen.points.title');
  return {
    title,
    here: 'points',
    body: html`<div class="read"><h1>${title}</h1>
<form method="get" class="hero">${item && html`<input type="hidden" name="item" value="${item}">`}${findField(t, { id: 'find', label: t('citizen.points.find'), hint: t('citizen.points.find.hint'), value: find })}${openNow && html`<input type="hidden" name="open" value="1">`}<p><a class="button second small" href="${openNow ? also : query({ open: '1', ...here })}">${t(openNow ? 'citizen.points.also-shut' : 'citizen.points.only-open')}</a> <button type="button" class="button second small" data-near hidden>${t('citizen.points.near')}</button></p></form>
${
  at
    ? html`<section class="section"><h2>${t('citizen.points.choose')}</h2>${descentList(
        visit,
        at,
        (id) => query({ choose: '1', ...(id && { in: id }) }),
        (villages) =>
          html`<ul class="places">${villages.map(({ division }) => html`<li><a href="${query({ village: division.id })}">${divisionName(visit, division)}</a></li>`)}</ul>`,
      )}</section>`
    : html`<p>${near ? t('citizen.points.of.here') : place ? t('citizen.points.of', { place }) : t('citizen.points.no-village')} <a href="${query({ choose: '1' })}">${place ? t('citizen.points.change') : t('citizen.points.choose')}</a></p>`
}</div>
${nearest && html`<h2>${t('citizen.points.nearest')}</h2>${nearest}<p class="go"><a href="${query({ find: '' })}">${t('citizen.points.all')}</a></p>`}${
  browse &&
  html`<div class="read"><h2>${t('citizen.points.list')}</h2>${browse.list}${browse.next && html`<p class="go"><a href="${query({ cursor: browse.next })}">${t('citizen.more')}</a></p>`}</div>`
}`,
  };
}
