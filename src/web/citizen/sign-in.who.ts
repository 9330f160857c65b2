import { normaliseName } from '#domain/identity/names.ts';
import { parseResidentId } from '#domain/identity/resident-id.ts';
import { html } from './html.ts';
import type { Screen } from './layout.ts';
import { button, choiceField, errorSummary, type FormWrong, hidden, keyField, lineField, pick } from './parts.ts';
import { descent, descentList, divisionName, findPlace, pathName } from './places.ts';
import { type Answer, clientOf, go, inputProblem, posted, residentOf, textOf } from './serve.ts';
import { next, sayProblem } from './sign-in.ts';
import { isId, keepVillage, type Visit } from './visit.ts';

/** The family on one telephone: who is this? Those who consented are chosen when an application begins. */
export function choose(visit: Visit): Answer {
  const { t } = visit;
  const { me } = visit;
  const to = next(visit);
  const persons =
    me.kind === 'caller'
      ? me.persons.map((person) => ({ ...person, why: undefined }))
      : [
          { ...residentOf(visit).person, why: undefined },
          ...residentOf(visit).others.filter((one) => one.why === 'telephone'),
        ];
  if (persons.length === 0) return go(visit, `/sign-in/who?next=${encodeURIComponent(to)}`);
  return {
    title: t('citizen.choose.title'),
    here: 'me',
    body: html`<div class="read"><form method="post" action="/sign-in/choose">${hidden('next', to)}${keyField()}${choiceField(
      {
        id: 'person',
        label: t('citizen.choose.title'),
        hint: t('citizen.choose.hint'),
        heading: true,
        choices: persons.map(({ id, name, why }, at) =>
          pick({
            id: `person-${at}`,
            name: 'person',
            value: id,
            label: name,
            hint: why && t(`citizen.choose.${why}`),
            checked: at === 0 && me.kind === 'resident',
          }),
        ),
      },
    )}<div class="actions">${button(t('citizen.continue'))}<a class="button second" href="/sign-in/who?next=${encodeURIComponent(to)}">${t('citizen.choose.another')}</a></div></form></div>`,
  };
}

export async function chosen(visit: Visit): Promise<Answer> {
  const form = await posted(visit);
  const person = textOf(form, 'person', 40);
  if (!isId(person)) return go(visit, `/sign-in/choose?next=${encodeURIComponent(next(visit, form))}`);
  await clientOf(visit, form).session.choose({ person });
  return go(visit, next(visit, form));
}

function whoScreen(visit: Visit, to: string, name = '', number = '', wrongs: readonly FormWrong[] = []): Screen {
  const { t } = visit;
  const wrongAt = (field: string) => wrongs.find((one) => one.field === field)?.message;
  return {
    title: t('citizen.who.title'),
    here: 'me',
    wrong: wrongs.length > 0,
    ...(wrongs.length > 0 && { status: 422 as const }),
    body: html`<div class="read">${errorSummary(t, wrongs)}<h1>${t('citizen.who.title')}</h1><p>${t('citizen.who.say')}</p><form method="post" action="/sign-in/who" novalidate>${hidden('next', to)}${keyField()}${lineField(
      {
        id: 'name',
        label: t('citizen.who.name'),
        hint: t('citizen.who.name.hint'),
        value: name,
        wrong: wrongAt('name'),
        autocomplete: 'name',
        className: 'w-mid',
        maxlength: 60,
      },
    )}${lineField({
      id: 'number',
      label: t('citizen.who.number'),
      hint: t(visit.deps.demo ? 'citizen.who.number.demo' : 'citizen.who.number.hint'),
      value: number,
      wrong: wrongAt('number'),
      className: 'w-id',
      maxlength: 24,
    })}<div class="actions">${button(t('citizen.continue'))}</div></form><p class="soft small">${t('citizen.who.why')}</p></div>`,
  };
}

export const who = (visit: Visit): Answer => whoScreen(visit, next(visit));

export async function sayWho(visit: Visit): Promise<Answer> {
  const { t } = visit;
  const form = await posted(visit);
  const to = next(visit, form);
  const name = normaliseName(textOf(form, 'name', 120));
  const typed = textOf(form, 'number', 60);
  const number = parseResidentId(typed, { today: visit.today, sampleRegion: visit.deps.demo });
  const wrongs: FormWrong[] = [];
  if (!name) wrongs.push({ field: 'name', message: t('identity.name.empty') });
  if (!typed) wrongs.push({ field: 'number', message: t('citizen.who.number.empty') });
  else if (!number.ok)
    wrongs.push({ field: 'number', message: t.find(`identity.${number.code}`, number.params) ?? number.code });
  if (wrongs.length > 0 || !number.ok) return whoScreen(visit, to, name, typed, wrongs);
  try {
    const me = await clientOf(visit, form).session.register({ name: name.slice(0, 60), idNumber: number.value.number });
    if (me.kind !== 'resident') return go(visit, to);
  } catch (error) {
    const problem = inputProblem(error);
    const told = problem.fields?.map(({ path, code: fault, params }) => ({
      field: path === 'name' ? 'name' : 'number',
      message: t.find(`identity.${fault}`, params) ?? t.find(`problems.${fault}`, params) ?? sayProblem(visit, problem),
    }));
    const whole = [
      { field: problem.problem === 'identity.other-name' ? 'name' : 'number', message: sayProblem(visit, problem) },
    ];
    return whoScreen(visit, to, name, typed, told?.length ? told : whole);
  }
  return go(visit, `/sign-in/village?next=${encodeURIComponent(to)}`);
}

/** Where the reader lives decides which station is theirs. It may be left for later. */
export async function village(visit: Visit): Promise<Answer> {
  const { t, c } = visit;
  const me = residentOf(visit);
  const to = next(visit);
  const { seq } = await visit.client.identity.get({ id: me.person.id });
  const find = (c.req.query('find') ?? '').trim().slice(0, 40);
  const at = await descent(visit, c.req.query('in'), find);
  const href = (id: string | undefined) =>
    `/sign-in/village?${new URLSearchParams({ next: to, ...(id && { in: id }) })}`;
  return {
    title: t('citizen.village.title'),
    here: 'me',
    body: html`<div class="read"><h1>${t('citizen.village.title')}</h1><p>${t('citizen.village.say')}</p>${findPlace(visit, find, hidden('next', to))}<form method="post" action="/sign-in/village">${hidden('next', to)}${hidden('seq', String(seq))}${keyField()}${descentList(
      visit,
      at,
      href,
      (villages) =>
        html`${choiceField({
          id: 'village',
          label: t('citizen.village.pick'),
          choices: villages.map(({ division, path }, index) =>
            pick({
              id: `village-${index}`,
              name: 'village',
              value: division.id,
              label: divisionName(visit, division),
              hint: at.found && pathName(visit, path),
            }),
          ),
        })}<div class="actions">${button(t('citizen.village.save'))}</div>`,
    )}</form><p class="go"><a href="${to}">${t('citizen.village.later')}</a></p></div>`,
  };
}

export async function keepOwnVillage(visit: Visit): Promise<Answer> {
  const form = await posted(visit);
  const me = residentOf(visit);
  const chosenVillage = textOf(form, 'village', 40);
  if (isId(chosenVillage)) {
    const seq = Number(textOf(form, 'seq', 12)) || 0;
    await clientOf(visit, form).identity.change({ id: me.person.id, seq, village: chosenVillage });
    keepVillage(visit.c, chosenVillage);
  }
  return go(visit, next(visit, form));
}
