import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { DraftView } from '#api/cases.ts';
import { type CheckContext, standardCheckers } from '#domain/catalogue/answers.ts';
import { completeness, type PaperNeed, paperNeeds } from '#domain/catalogue/completeness.ts';
import type { Form } from '#domain/catalogue/form.ts';
import { problemMessage } from '#domain/catalogue/format.ts';
import { type HandlingMode, handlingModes, type Item } from '#domain/catalogue/item.ts';
import { pagesOf } from '#domain/catalogue/view.ts';
import type { FieldProblem } from '#domain/kernel/problem.ts';
import { Refused } from '#domain/kernel/problem.ts';
import { formMessages } from '#web/shared/words.ts';
import { type Html, html } from './html.ts';
import { residentOf } from './serve.ts';
import { isId, type Visit } from './visit.ts';

/** An unfinished application with its item as in force today: an older draft is carried over by the ids of its questions. */
export interface Filing {
  draft: DraftView;
  item: Item;
}

export async function filingOf(visit: Visit): Promise<Filing> {
  residentOf(visit);
  const id = visit.c.req.param('draft') ?? '';
  if (!isId(id)) throw new Refused('not-found');
  const draft = await visit.client.cases.draft({ id });
  return { draft, item: await visit.client.catalogue.get({ code: draft.item }) };
}

export const checkContext = (visit: Visit, mode: CheckContext['mode']): CheckContext => ({
  today: visit.today,
  mode,
  checkers: standardCheckers({ today: visit.today, sampleRegion: visit.deps.demo }),
});

/** A mistake in words: those of the form and of numbers, by code. */
export const sayFound = (visit: Visit, form: Form, found: FieldProblem): string =>
  problemMessage(form, found, formMessages[visit.language], visit.language);

/** The steps after the questions. Their names hold a hyphen, which no question's id can. */
export const steps = {
  papers: 'your-papers',
  how: 'how-to-collect',
  where: 'collect-where',
  check: 'check-answers',
  saved: 'saved',
  discard: 'throw-away',
} as const;

export const at = (draft: { id: string }, step: string, query = ''): string => `/apply/${draft.id}/${step}${query}`;

/** Papers that the applicant may have something to do about; those that the answers supply are not among them. */
export const needsOf = ({ item, draft }: Filing): PaperNeed[] =>
  paperNeeds(item, draft.answers).filter((need) => need.alternatives.some((one) => one.suppliedBy === undefined));

export const papersState = ({ item, draft }: Filing) =>
  completeness(
    item,
    draft.answers,
    draft.papers.map((paper) => ({ code: paper.material, how: 'supplied' })),
  );

/** Step 3 of 9, drawn and said. */
export function progress(visit: Visit, filing: Filing, step: string): Html {
  const { t } = visit;
  const pages = pagesOf(filing.item.form, filing.draft.answers).map((page) => page.id);
  const all = [...pages, ...(needsOf(filing).length > 0 ? [steps.papers] : []), steps.how, steps.check];
  const index = Math.max(0, all.indexOf(step === steps.where ? steps.how : step));
  const said = t('citizen.apply.progress', { n: index + 1, all: all.length });
  return html`<div class="progress"><p>${filing.item.plainName[visit.language]}<span class="soft">${said}</span></p><progress value="${index + 1}" max="${all.length}" aria-label="${said}"></progress></div>`;
}

/** Who handles it and how the result comes back: chosen before sending, kept in this browser until then. */
export interface Wish {
  mode: HandlingMode;
  way: 'site' | 'post' | 'online' | undefined;
  unit: string | null;
}

const ways = ['site', 'post', 'online'] as const;

/** What the applicant can choose from: on their own, with help from staff, or for somebody else. */
export function modesFor(visit: Visit, { item, draft }: Filing): HandlingMode[] {
  const own = item.modes.find((mode) => mode === 'direct' || mode === 'promised' || mode === 'joint') ?? item.modes[0]!;
  const me = residentOf(visit).person.id;
  const forOther = draft.person !== null && draft.person !== me;
  if (forOther && item.modes.includes('proxy')) return ['proxy'];
  return item.modes.includes('assisted') && own !== 'assisted' ? [own, 'assisted'] : [own];
}

export function wishOf(visit: Visit, filing: Filing): Wish {
  const modes = modesFor(visit, filing);
  const [mode = '', way = '', unit = ''] = (getCookie(visit.c, 'wish') ?? '').split('.');
  const offered = filing.item.delivery.ways;
  return {
    mode: modes.find((one) => one === mode) ?? modes[0]!,
    way: ways.find((one) => one === way && offered.includes(one)) ?? (offered.length === 1 ? offered[0] : undefined),
    unit: isId(unit) ? unit : null,
  };
}

export const keepWish = (visit: Visit, draft: { id: string }, { mode, way, unit }: Wish): void =>
  setCookie(visit.c, 'wish', `${mode}.${way ?? ''}.${unit ?? ''}`, {
    path: `/apply/${draft.id}`,
    httpOnly: true,
    sameSite: 'Lax',
    maxAge: 90 * 86_400,
  });

export const forgetWish = (visit: Visit, draft: { id: string }): void => {
  deleteCookie(visit.c, 'wish', { path: `/apply/${draft.id}` });
};

export const modeOf = (text: string): HandlingMode | undefined => handlingModes.find((mode) => mode === text);
export const wayOf = (text: string): Wish['way'] => ways.find((way) => way === text);
