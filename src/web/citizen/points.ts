import { z } from 'zod';
import { problemOf } from '#api/problem.ts';
import { html } from './html.ts';
import type { Screen } from './layout.ts';
import { findField, hidden, itemNames, siteCard } from './parts.ts';
import { descent, descentList, divisionName, findPlace, pathName, wholePath } from './places.ts';
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
    empty: sites.items.length === 0,
    list:
      sites.items.length === 0
        ? html`<p>${t('citizen.points.none')}</p>`
        : html`<ul class="cards">${sites.items.map((site) => siteCard(visit, site, wish.item))}</ul>`,
  };
}

/** The way down to one's own village, or straight to it by its name. */
async function chooseVillage(
  visit: Visit,
  href: (change: Record<string, string>) => string,
  kept: Kept,
): Promise<Screen> {
  const { t, c } = visit;
  const find = (c.req.query('find') ?? '').trim().slice(0, 40);
  const at = await descent(visit, c.req.query('in'), find || undefined);
  const title = t('citizen.points.choose');
  const inputs = Object.entries({ ...kept, choose: '1' }).map(([name, value]) => hidden(name, value));
  return {
    title,
    here: 'points',
    back: href({}),
    body: html`<div class="read"><h1>${title}</h1>${findPlace(visit, find, inputs)}${descentList(
      visit,
      at,
      (id) => href({ choose: '1', ...(id && { in: id }) }),
      (villages) =>
        html`<ul class="places">${villages.map(({ division, path }) => html`<li><a href="${href({ village: division.id })}">${at.found ? pathName(visit, path) : divisionName(visit, division)}</a></li>`)}</ul>`,
    )}</div>`,
  };
}

/** What an address says besides the place: it goes along from page to page. */
type Kept = Readonly<Record<string, string>>;

export async function points(visit: Visit): Promise<Screen> {
  const { t, c } = visit;
  const find = (c.req.query('find') ?? '').trim().slice(0, 40);
  const item = c.req.query('item')?.slice(0, 20);
  const lon = degrees.safeParse(c.req.query('lon'));
  const lat = degrees.safeParse(c.req.query('lat'));
  const openNow = c.req.query('open') === '1';
  const all = c.req.query('all') === '1';
  const near = lon.success && lat.success && c.req.query('lat') ? { lon: lon.data, lat: lat.data } : undefined;
  const kept: Kept = { ...(item && { item }), ...(openNow && { open: '1' }) };
  const href = (change: Record<string, string>, from: Kept = kept) =>
    `/points?${new URLSearchParams({ ...from, ...change })}`;
  if (c.req.query('choose') === '1') return chooseVillage(visit, href, kept);
  const home = await ownVillage(visit);
  const known = home ? visit : { ...visit, village: undefined };
  const nearestOf = (open: boolean) => nearestPoints(known, { item, near, openNow: open });
  const [asked, names] = await Promise.all([
    !find && !all && (near || known.village) ? nearestOf(openNow) : undefined,
    item ? itemNames(visit) : undefined,
  ]);
  const wanted = asked ? undefined : await listOf(visit, { find, item, openNow });
  // At night every door is shut: then what is asked is when and where the next one opens.
  const nothingOpen = openNow && wanted?.empty === true;
  const nearest =
    asked ?? (nothingOpen && !find && !all && (near || known.village) ? await nearestOf(false) : undefined);
  const browse = nearest ? undefined : nothingOpen ? await listOf(visit, { find, item, openNow: false }) : wanted;
  const spot: Kept = near ? { lon: String(near.lon), lat: String(near.lat) } : {};
  const here = { ...(find && { find }), ...(all && { all: '1' }), ...spot };
  const place = home && pathName(visit, wholePath(home.division, home.path));
  const what = item && names?.get(item)?.[visit.language];
  const title = what ? t('citizen.points.title.item', { item: what }) : t('citizen.points.title');
  const { open: _, ...shut } = kept;
  const openOnly = html`<a class="button second small" href="${openNow ? href(here, shut) : href({ ...here, open: '1' })}">${t(openNow ? 'citizen.points.also-shut' : 'citizen.points.only-open')}</a>`;
  const nearMe = html`<button type="button" class="button second small" data-near data-refused="near-refused" hidden>${t('citizen.points.near')}</button>`;
  const choose = (look: string, say: string) => html`<a class="${look}" href="${href({ choose: '1' })}">${say}</a>`;
  const located = near !== undefined || place !== undefined;
  const whence =
    nearest && near
      ? html`<p>${t('citizen.points.of.here')} ${choose('', t('citizen.points.choose'))}</p>`
      : nearest && place
        ? html`<p>${t('citizen.points.of', { place })} ${choose('', t('citizen.points.change'))}</p>`
        : located && (find || all)
          ? html`<p><a href="${href(spot)}">${t('citizen.points.to-nearest')}</a></p>`
          : html`<p>${t('citizen.points.no-village')}</p>`;
  const search = html`<form method="get">${Object.entries(kept).map(([name, value]) => hidden(name, value))}${findField(t, { id: 'find', label: t('citizen.points.find'), hint: t('citizen.points.find.hint'), value: find })}</form>`;
  return {
    title,
    here: 'points',
    body: html`<div class="read"><h1>${title}</h1>${whence}<p class="side-by-side">${!nearest && !(located && (find || all)) && choose('button small', t('citizen.points.choose'))}${nearMe}${openOnly}</p><p class="note warn" id="near-refused" role="alert" hidden>${t('citizen.points.near.refused')}</p>${nothingOpen && html`<p class="note">${t('citizen.points.none-open')}</p>`}${browse && search}</div>
${nearest && html`<h2>${t('citizen.points.nearest')}</h2>${nearest}<div class="read section">${search}<p class="go"><a href="${href({ ...spot, all: '1' })}">${t('citizen.points.all')}</a></p></div>`}${
  browse &&
  html`<div class="read"><h2>${t('citizen.points.list')}</h2>${browse.list}${browse.next && html`<p class="go"><a href="${href({ ...here, cursor: browse.next })}">${t('citizen.more')}</a></p>`}</div>`
}`,
  };
}
