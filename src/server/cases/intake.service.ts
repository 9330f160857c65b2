import type { DraftView } from '#api/cases.ts';
import type { Submission } from '#domain/cases/commands.ts';
import { submit as submitted } from '#domain/cases/decide.ts';
import { clocksOf } from '#domain/cases/dues.ts';
import { evolve } from '#domain/cases/state.ts';
import { checkAnswers, prefilled } from '#domain/catalogue/answers.ts';
import type { Answers } from '#domain/catalogue/form.ts';
import { type Item, type Level, staysNameless } from '#domain/catalogue/item.ts';
import { diffVersions } from '#domain/catalogue/versions.ts';
import { isProblem, Refused } from '#domain/kernel/problem.ts';
import { currentItem, itemVersion, termedItem } from '../catalogue/index.ts';
import type { Ctx } from '../context.ts';
import { findEmployer, findPerson, getPerson } from '../identity/index.ts';
import { organisationOf, today } from '../organisation/index.ts';
import { stationUnit } from '../sites/index.ts';
import * as repository from './cases.repository.ts';
import { checkersOf, contextOf, perform, react } from './cases.service.ts';
import { viewerOf } from './cases.viewer.ts';
import type { Draft } from './drafts.repository.ts';
import * as drafts from './drafts.repository.ts';
import { nextNumbers } from './numbers.service.ts';
import { forgetSender, listPapers, removePapersOf, viewOfPaper } from './papers.repository.ts';
import { insertTexts } from './texts.repository.ts';

const applicants = (ctx: Ctx): string[] =>
  ctx.actor.kind === 'resident' ? [ctx.actor.person, ...ctx.actor.actsFor] : [];

/** A draft that the caller may touch: their own, one that they may act for, or that of the person whom the counter serves. */
export async function getDraft(ctx: Ctx, id: string, find = drafts.findDraft): Promise<Draft> {
  const draft = await find(ctx, id);
  if (!draft) throw new Refused('not-found');
  const { actor } = ctx;
  if (actor.kind === 'resident') {
    const own = applicants(ctx);
    if (![draft.personId, draft.agentId].some((person) => person !== null && own.includes(person)))
      throw new Refused('not-found');
  } else if (actor.kind === 'staff') {
    const serving =
      draft.unitId === actor.unit.id || (draft.personId !== null && actor.sitting?.person === draft.personId);
    if (!serving) throw new Refused('not-found');
  }
  if (draft.caseId) throw new Refused('case.already-submitted');
  return draft;
}

/** Facts that the master record holds already: nobody types the same thing twice. */
async function factsOf(ctx: Ctx, personId: string | null, employerId: string | null) {
  const person = personId ? await findPerson(ctx, personId) : undefined;
  const employer = employerId ? await findEmployer(ctx, { id: employerId }) : undefined;
  const map = await organisationOf(ctx);
  const village = person?.villageId ? map.divisions.get(person.villageId) : undefined;
  const facts = {
    'person.name': person?.name,
    'person.idNumber': person?.idNumber,
    'person.mobile': person?.mobile,
    'person.account': person?.account,
    'person.address': person?.address,
    'person.birthDate': person?.birthDate,
    'person.sex': person?.sex,
    'person.division': village?.code,
    'employer.name': employer?.name,
    'employer.uscc': employer?.uscc,
    'employer.address': employer?.address || undefined,
  };
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined && value !== null));
}

export interface Beginning {
  item: string;
  person?: string | undefined;
  employer?: string | undefined;
  agent?: string | undefined;
}

export async function beginDraft(ctx: Ctx, wish: Beginning): Promise<{ id: string }> {
  const item = await currentItem(ctx, wish.item);
  const { actor } = ctx;
  const person = actor.kind === 'resident' ? (wish.person ?? actor.person) : (wish.person ?? null);
  if (actor.kind === 'resident' && person !== null && !applicants(ctx).includes(person))
    throw new Refused('permission.denied');
  if (actor.kind === 'staff' && person !== null) {
    const served = actor.sitting?.person;
    if (served === undefined || ![person, wish.agent].includes(served)) throw new Refused('case.not-serving');
  }
  if (actor.kind === 'staff' && !item.rights.help.includes(actor.unit.level))
    throw new Refused('case.no-power', { level: item.rights.help[0] ?? 'county' });
  const agent = actor.kind === 'resident' && person !== actor.person ? actor.person : (wish.agent ?? null);
  const id = ctx.app.id();
  await drafts.insertDraft(ctx, {
    id,
    personId: person,
    employerId: wish.employer ?? null,
    agentId: agent,
    unitId: actor.kind === 'staff' ? actor.unit.id : null,
    item: item.code,
    version: item.version,
    answers: prefilled(item.form, await factsOf(ctx, person, wish.employer ?? null)),
  });
  if (person) ctx.views.push({ person, case: id, purpose: 'service' });
  return { id };
}

/** Unfinished answers are kept as they are; what is not in the form is refused. */
export async function saveDraft(ctx: Ctx, id: string, seq: number, answers: Answers): Promise<{ id: string }> {
  const draft = await getDraft(ctx, id, drafts.lockDraft);
  const item = await currentItem(ctx, draft.item);
  const checked = checkAnswers(item.form, answers, { mode: 'draft', today: today(ctx), checkers: checkersOf(ctx) });
  const foreign = checked.problems.filter((problem) => problem.code === 'form.unknown-field');
  if (foreign.length > 0) throw new Refused('input.unknown-field', { count: foreign.length }, foreign);
  await drafts.updateDraft(ctx, draft, seq, { answers: checked.clean, version: item.version });
  return { id };
}

/** A look at unfinished answers, which are the person's like any others. */
export async function openDraft(ctx: Ctx, id: string): Promise<DraftView> {
  const draft = await getDraft(ctx, id);
  ctx.views.push({ person: draft.personId ?? '', case: id, purpose: 'service' });
  return showDraft(ctx, draft);
}

export async function showDraft(ctx: Ctx, draft: Draft): Promise<DraftView> {
  const item = await currentItem(ctx, draft.item);
  const changed =
    draft.version === item.version ? [] : changes(await itemVersion(ctx, draft.item, draft.version), item);
  return {
    id: draft.id,
    seq: draft.seq,
    item: draft.item,
    version: draft.version,
    person: draft.personId,
    answers: draft.answers,
    papers: (await listPapers(ctx, draft.id)).map((paper) => viewOfPaper(ctx, paper)),
    updatedAt: draft.updatedAt.toISOString(),
    changed,
  };
}

const changes = (old: Item, next: Item): string[] => {
  const diff = diffVersions(old, next);
  return [
    ...diff.questionsAdded,
    ...diff.questionsChanged,
    ...diff.questionsRemoved,
    ...diff.materialsAdded,
    ...diff.materialsChanged,
  ];
};

/** The resident's home divisions by level; the counter's own where nobody is named (an anonymous report). */
async function pathOf(ctx: Ctx, draft: Draft): Promise<{ path: Partial<Record<Level, string>>; home: string }> {
  const map = await organisationOf(ctx);
  const person = draft.personId ? await getPerson(ctx, draft.personId) : undefined;
  const answered = Object.values(draft.answers).find(
    (answer) => typeof answer === 'string' && map.divisionByCode.get(answer)?.level === 'village',
  );
  const counter = ctx.actor.kind === 'staff' ? map.units.get(ctx.actor.unit.id)?.divisionId : undefined;
  const home =
    person?.villageId ?? (answered ? map.divisionByCode.get(String(answered))?.id : undefined) ?? counter ?? null;
  if (!home) throw new Refused('case.no-home');
  const path: Partial<Record<Level, string>> = {};
  for (const division of map.path(home)) if (division.level !== 'grid') path[division.level] = division.id;
  return { path, home };
}

/** Units that the application complains of: neither they nor anybody below them get to see it. */
async function barredOf(ctx: Ctx, item: Item, answers: Answers): Promise<string[]> {
  if (!item.confidential) return [];
  const map = await organisationOf(ctx);
  const named = Object.values(answers).filter((answer): answer is string => typeof answer === 'string');
  return [...map.units.values()]
    .filter((unit) => named.some((text) => text === unit.name || unit.aliases.includes(text)))
    .map((unit) => unit.id);
}

/**
 * Makes a case of a draft: the answers complete, the item's version in force now, the number given out, the law's clock
 * begun. At a counter that may receive papers they are received in the same breath.
 */
export async function submitDraft(ctx: Ctx, id: string, seq: number, wish: Submission): Promise<{ id: string }> {
  const draft = await getDraft(ctx, id, drafts.lockDraft);
  const { path, home } = await pathOf(ctx, draft);
  const item = await termedItem(ctx, await currentItem(ctx, draft.item), home);
  const checked = checkAnswers(item.form, draft.answers, {
    mode: 'submit',
    today: today(ctx),
    checkers: checkersOf(ctx),
  });
  if (checked.problems.length > 0)
    throw new Refused('input.invalid', { count: checked.problems.length }, checked.problems);
  const barred = await barredOf(ctx, item, checked.clean);
  // Who reports without a name may have signed in to do so: nothing of the case leads back to them.
  const nameless = staysNameless(item, checked.clean);
  const answers = ctx.app.id();
  const helper = ctx.actor.kind === 'staff' ? ctx.actor.account : null;
  // A village is small: who reports online without a name is looked for in the whole county.
  const unseen = nameless && ctx.actor.kind === 'resident';
  if (unseen) {
    delete path.village;
    delete path.town;
  }
  const near = path.village ? await stationUnit(ctx, path.village) : undefined;
  const context = await contextOf(ctx, item, { path, barred }, { viewer: await viewerOf(ctx, null), answers });
  // Whoever complains of the station gets neither their complaint nor its answer there.
  const station = near && !context.isBarred(near) ? near : undefined;
  const event = submitted(
    id,
    // A village without a station of its own is served by the one that it shares.
    {
      ...context,
      ...(unseen && { actor: { kind: 'system' } as const }),
      unitFor: (level, department) =>
        level === 'village' && station ? context.unitById(station) : context.unitFor(level, department),
    },
    {
      ...wish,
      delivery: {
        ...wish.delivery,
        unit: unseen ? null : (wish.delivery.unit ?? (wish.delivery.way === 'site' ? (station ?? null) : null)),
      },
    },
    {
      code: item.code,
      version: item.version,
      parties: nameless
        ? { person: null, employer: null, agent: null }
        : { person: draft.personId, employer: draft.employerId, agent: draft.agentId },
      path,
      barred,
      helper,
    },
  );
  if (isProblem(event)) throw new Refused(event.problem, event.params, event.fields);
  await drafts.closeDraft(ctx, draft, seq);
  if (nameless) {
    await drafts.forgetApplicant(ctx, id);
    await forgetSender(ctx, id);
  }
  await insertTexts(ctx, id, [{ id: answers, kind: 'answers', text: JSON.stringify(checked.clean) }]);
  const [number = ''] = await nextNumbers(ctx, home, 1);
  const state = evolve(null, event);
  const { calendar, revision } = (await organisationOf(ctx)).calendar;
  const clocks = clocksOf(state, item, calendar, []);
  await repository.insertCase(ctx, number, state, event, clocks, revision, path.village ?? null);
  await react(ctx, number, state, [event]);
  if (!nameless) ctx.views.push({ person: draft.personId ?? '', case: id, purpose: 'service' });
  const counter = ctx.actor.kind === 'staff' && wish.channel === 'counter';
  if (
    counter &&
    ctx.actor.kind === 'staff' &&
    item.rights.receive.includes(ctx.actor.unit.level) &&
    'case.receive' in ctx.actor.permissions
  ) {
    const papers = await listPapers(ctx, id);
    await perform(ctx, 'receive', {
      id,
      seq: 1,
      data: { papers: [...new Set(papers.map((paper) => paper.material))] },
    });
  }
  return { id };
}

export async function listDrafts(ctx: Ctx, person: string | undefined): Promise<DraftView[]> {
  const { actor } = ctx;
  const of =
    actor.kind === 'resident'
      ? applicants(ctx)
      : person && actor.kind === 'staff' && actor.sitting?.person === person
        ? [person]
        : [];
  if (actor.kind === 'staff') for (const person of of) ctx.views.push({ person, purpose: 'service' });
  return Promise.all((await drafts.draftsOf(ctx, of)).map((draft) => showDraft(ctx, draft)));
}

export async function discardDraft(ctx: Ctx, id: string): Promise<void> {
  await getDraft(ctx, id);
  await removePapersOf(ctx, id);
  await drafts.deleteDraft(ctx, id);
}
