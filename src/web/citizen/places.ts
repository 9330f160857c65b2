import type { DivisionView } from '#api/organisation.ts';
import { type Answers, type Form, questionsOf } from '#domain/catalogue/form.ts';
import { type Html, html, type Piece } from './html.ts';
import { findField } from './parts.ts';
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

/** A place by its code, with the names of those above it. */
export async function divisionOf(visit: Visit, code: string): Promise<{ code: string; name: string } | undefined> {
  const { items } = await visit.client.organisation.divisions({ find: code, limit: 5 });
  const division = items.find((one) => one.code === code);
  if (!division) return undefined;
  const { path } = await visit.client.organisation.division({ id: division.id });
  return { code, name: pathName(visit, [...path.filter((one) => one.id !== division.id), division]) };
}

/** The names of the places that were answered by their codes. */
export async function divisionNames(
  visit: Visit,
  form: Form,
  answers: Readonly<Answers>,
): Promise<Map<string, string>> {
  const codes = questionsOf(form)
    .filter((question) => question.kind === 'division')
    .flatMap((question) => {
      const code = answers[question.id];
      return typeof code === 'string' ? [code] : [];
    });
  const found = await Promise.all(codes.map((code) => divisionOf(visit, code)));
  return new Map(found.flatMap((one) => (one ? [[one.code, one.name] as const] : [])));
}
