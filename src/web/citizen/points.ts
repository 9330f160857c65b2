import { z } from 'zod';
import type { DivisionView } from '#api/organisation.ts';
import { problemOf } from '#api/problem.ts';
import { type Html, html, type Piece } from './html.ts';
import type { Screen } from './layout.ts';
import { findField, siteCard } from './parts.ts';
import { isId, type Visit } from './visit.ts';

/** Going down from the city to a village without a script: each level is a list of links. */
export interface Descent {
  /** From the top to where the reader is; empty at the top. */
  path: DivisionView[];
  children: DivisionView[];
  /** Found by name, when the reader typed one. */
  found: { division: DivisionView; path: DivisionView[] }[] | undefined;
}

/** The ancestors of a division and itself at the end, whether or not the path given holds it. */
export const wholePath = (division: DivisionView, path: readonly DivisionView[]): DivisionView[] => [
  ...path.filter((one) => one.id !== division.id),
  division,
];

export async function descent(visit: Visit, inside: string | undefined, find: string | undefined): Promise<Descent> {
  const { organisation } = visit.client;
  if (find) {
    const { items } = await organisation.divisions({ find, limit: 20 });
    const villages = items.filter((one) => one.level === 'village');
    const found = await Promise.all(villages.slice(0, 12).map((one) => organisation.division({ id: one.id })));
    return { path: [], children: [], found };
  }
  if (inside !== undefined && isId(inside)) {
    const [{ path, division }, below] = await Promise.all([
      organisation.division({ id: inside }),
      organisation.divisions({ parent: inside, limit: 100 }),
    ]);
    return { path: wholePath(division, path), children: below.items, found: undefined };
  }
  const top = await organisation.divisions({ limit: 100 });
  // The city itself is no choice: everybody lives in it.
  const city = top.items.find((one) => one.level === 'city');
  if (!city) return { path: [], children: top.items, found: undefined };
  return descent(visit, city.id, undefined);
}

export const divisionName = (visit: Visit, division: DivisionView): string =>
  visit.language === 'en' && division.nameEn ? division.nameEn : division.name;

/** County, town, village: the city is left out, the reader knows it. */
export const pathName = (visit: Visit, path: readonly DivisionView[]): string =>
  path
    .filter((one) => one.level !== 'city')
    .map((one) => divisionName(visit, one))
    .join(visit.language === 'en' ? ', ' : ' ');

export interface Leaf {
  division: DivisionView;
  path: readonly DivisionView[];
}

/** The links down to a village and the crumbs up again. `href` makes the address for a place; `draw` draws the villages. */
export function descentList(
  visit: Visit,
  at: Descent,
  href: (division: string | undefined) => string,
  draw: (villages: readonly Leaf[]) => Html,
): Html {
  const { t } = visit;
  const above = at.path.filter((one) => one.level !== 'city');
  const here = above.at(-1);
  const crumbs =
    above.length > 0 &&
    html`<p class="crumbs"><a href="${href(undefined)}">${t('citizen.place.all')}</a>${above.map((one) => html` › ${one === here ? divisionName(visit, one) : html`<a href="${href(one.id)}">${divisionName(visit, one)}</a>`}`)}</p>`;
  if (at.found)
    return at.found.length === 0
      ? html`<p>${t('citizen.place.none')}</p>`
      : draw(at.found.map(({ division, path }) => ({ division, path: wholePath(division, path) })));
  const villages = at.children.filter((one) => one.level === 'village' || one.level === 'grid');
  const wider = at.children.filter((one) => !villages.includes(one));
  return html`${crumbs}${wider.length > 0 && html`<ul class="places">${wider.map((one) => html`<li><a href="${href(one.id)}">${divisionName(visit, one)}</a></li>`)}</ul>`}${villages.length > 0 && draw(villages.map((one) => ({ division: one, path: [...at.path, one] })))}`;
}

/** Finds a village by its name; a form of its own, as it changes nothing. */
export const findPlace = (visit: Visit, find: string, kept: Piece = undefined): Html =>
  html`<form method="get">${kept}${findField(visit.t, { id: 'find', label: visit.t('citizen.place.find'), value: find })}</form>`;

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

export async function points(visit: Visit): Promise<Screen> {
  const { t, c, client } = visit;
  const find = (c.req.query('find') ?? '').trim().slice(0, 40);
  const item = c.req.query('item')?.slice(0, 20);
  const lon = degrees.safeParse(c.req.query('lon'));
  const lat = degrees.safeParse(c.req.query('lat'));
  const openNow = c.req.query('open') === '1';
  const near = lon.success && lat.success && c.req.query('lat') ? { lon: lon.data, lat: lat.data } : undefined;
  const choosing = c.req.query('choose') === '1';
  const [sites, at, home] = await Promise.all([
    client.organisation.sites({
      ...(find && { find }),
      ...(item && { item }),
      ...(near ?? (!find && visit.village && { village: visit.village })),
      ...(openNow && { openNow }),
      ...(c.req.query('cursor') && { cursor: c.req.query('cursor') }),
      limit: 12,
    }),
    choosing ? descent(visit, c.req.query('in'), undefined) : undefined,
    ownVillage(visit),
  ]);
  const query = (change: Record<string, string>) =>
    `/points?${new URLSearchParams({ ...(item && { item }), ...(find && { find }), ...(openNow && { open: '1' }), ...change })}`;
  const plain = `/points?${new URLSearchParams({ ...(item && { item }), ...(find && { find }) })}`;
  const place = home && pathName(visit, wholePath(home.division, home.path));
  return {
    title: t('citizen.points.title'),
    here: 'points',
    body: html`<div class="read"><h1>${t('citizen.points.title')}</h1>
<form method="get" class="hero">${item && html`<input type="hidden" name="item" value="${item}">`}${findField(t, { id: 'find', label: t('citizen.points.find'), hint: t('citizen.points.find.hint'), value: find })}${openNow && html`<input type="hidden" name="open" value="1">`}<p><a class="button second small" href="${openNow ? plain : query({ open: '1' })}">${t(openNow ? 'citizen.points.also-shut' : 'citizen.points.only-open')}</a> <button type="button" class="button second small" data-near hidden>${t('citizen.points.near')}</button></p></form>
${
  at
    ? html`<section class="section"><h2>${t('citizen.points.choose')}</h2>${descentList(
        visit,
        at,
        (id) => query({ choose: '1', ...(id && { in: id }) }),
        (villages) =>
          html`<ul class="places">${villages.map(({ division }) => html`<li><a href="${query({ village: division.id })}">${divisionName(visit, division)}</a></li>`)}</ul>`,
      )}</section>`
    : html`<p>${place ? t('citizen.points.of', { place }) : t('citizen.points.no-village')} <a href="${query({ choose: '1' })}">${place ? t('citizen.points.change') : t('citizen.points.choose')}</a></p>`
}
<h2>${t('citizen.points.list')}</h2>${
      sites.items.length === 0
        ? html`<p>${t('citizen.points.none')}</p>`
        : html`<ul class="cards">${sites.items.map((site) => siteCard(visit, site))}</ul>`
    }${sites.next && html`<p><a href="${query({ cursor: sites.next, ...(near && { lon: String(near.lon), lat: String(near.lat) }) })}">${t('citizen.more')}</a></p>`}</div>`,
  };
}
