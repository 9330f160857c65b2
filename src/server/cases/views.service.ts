import type { CaseRow, CaseView, ClockView } from '#api/cases.ts';
import { seesFile, seesResult, stageOf } from '#domain/cases/allowed.ts';
import { parseCaseNumber } from '#domain/cases/case-number.ts';
import { render } from '#domain/cases/clock.explain.ts';
import { colourOf } from '#domain/cases/clock.status.ts';
import { Remarks, ResultData } from '#domain/cases/commands.ts';
import { explainedClocks, officeDue, type StoredClock } from '#domain/cases/dues.ts';
import type { CaseEvent } from '#domain/cases/events.ts';
import { slotsWithin } from '#domain/cases/queue.ts';
import { stagesOf } from '#domain/cases/stages.ts';
import type { CaseState } from '#domain/cases/state.ts';
import { completeness } from '#domain/catalogue/completeness.ts';
import type { Answers } from '#domain/catalogue/form.ts';
import { maskedAnswers } from '#domain/catalogue/format.ts';
import type { Item, Level } from '#domain/catalogue/item.ts';
import { maskDocument, maskName, maskPhone } from '#domain/identity/mask.ts';
import { workingDaysBetween } from '#domain/kernel/calendar.ts';
import { addDays, yearOf } from '#domain/kernel/dates.ts';
import { Refused } from '#domain/kernel/problem.ts';
import type { Text } from '#domain/kernel/text.ts';
import { itemVersions, type TermedItem, versionsKnown } from '../catalogue/index.ts';
import type { Ctx } from '../context.ts';
import { allIdsOf, findEmployer, findPerson, namesOf, openName, seesClear } from '../identity/index.ts';
import {
  accountNames,
  coverOf,
  type OrganisationMap,
  organisationOf,
  pathNames,
  today,
} from '../organisation/index.ts';
import { young } from '../platform/young.ts';
import type { CaseRecord, QueueRow } from './cases.repository.ts';
import * as repository from './cases.repository.ts';
import { itemOf, readCase } from './cases.service.ts';
import { actionsFor, isInternal, isResult, readable, viewerOf } from './cases.viewer.ts';
import { clockWords } from './cases.words.ts';
import { heldAmong, listDocuments, listPapers, viewOfPaper } from './papers.repository.ts';
import { ratingsOf } from './ratings.repository.ts';
import { textIdsOf, timelineEntry } from './views.timeline.ts';

type Colour = ClockView['colour'];
const colour = (clock: Pick<StoredClock, 'due' | 'dueSoon'>, on: string): Colour => colourOf(clock, on) ?? 'stopped';

/** The clock that a row of a list shows: the first of those that bind the office, else the applicant's. */
function shownClock(clocks: readonly StoredClock[]): StoredClock | undefined {
  const due = officeDue(clocks);
  return clocks.find((clock) => clock.due !== null && (due === null || clock.due === due)) ?? clocks[0];
}

function dueOfRow(ctx: Ctx, map: OrganisationMap, clocks: readonly StoredClock[]) {
  const on = today(ctx);
  const clock = shownClock(clocks);
  if (!clock) return { due: null, colour: 'green' as const, left: null, obligation: null };
  const { due, obligation } = clock;
  return { due, colour: colour(clock, on), left: due === null ? null : daysLeft(map, due, on), obligation };
}

/** Working days until a due day; below zero, those since: a list and the case itself say the same. */
function daysLeft(map: OrganisationMap, due: string, on: string): number {
  const { calendar } = map.calendar;
  return due >= on ? workingDaysBetween(calendar, on, due) : -workingDaysBetween(calendar, due, on);
}

const unitView = (map: OrganisationMap, id: string, level?: Level) => {
  const unit = map.units.get(id);
  return { id, name: unit?.name ?? '', level: unit?.level ?? level ?? 'county', telephone: unit?.telephone ?? null };
};

function rowOf(
  ctx: Ctx,
  map: OrganisationMap,
  item: Item,
  row: Omit<QueueRow, 'applicant' | 'kind' | 'id' | 'stage' | 'unit_id' | 'holder' | 'due_on'>,
  name: string,
  step: CaseRow['step'],
): CaseRow {
  return {
    id: row.case_id,
    number: row.number,
    status: row.status,
    item: { code: item.code, name: item.name },
    applicant: name,
    village: row.village_id ? (map.divisions.get(row.village_id)?.name ?? null) : null,
    submittedAt: row.submitted_at.toISOString(),
    ...dueOfRow(ctx, map, row.clock),
    step,
    seq: row.seq,
  };
}

export interface QueueQuery {
  kind: 'all' | 'mine' | 'intake' | 'stage' | 'delivery';
  item?: string | undefined;
  colour?: 'yellow' | 'red' | undefined;
  cursor?: string | undefined;
  limit: number;
}

const reaches = young<string[] | null>();
const stageKinds = ['stage', 'joint', 'reviewer', 'delegate', 'extension'];

/**
 * Whose steps the post's queue shows: its unit's, those of absent colleagues, those of units below with nobody in; without
 * those that this post can never get done.
 */
async function queueScope(ctx: Ctx) {
  if (ctx.actor.kind !== 'staff') throw new Refused('permission.denied');
  const { actor } = ctx;
  const covers = await coverOf(ctx, actor.unit.id);
  const permissions = Object.keys(actor.permissions);
  return {
    unit: actor.unit.id,
    account: actor.account,
    standsInFor: actor.standsInFor,
    covers,
    slots: await reaches.of(ctx.app, permissions.join(), async () =>
      slotsWithin(new Set(permissions), await itemVersions(ctx)),
    ),
  };
}

/** The queue of the post: a page is one entry in the log, not a view of each person on it; names are masked. */
export async function queue(ctx: Ctx, wish: QueueQuery): Promise<{ items: CaseRow[]; next: string | null }> {
  const map = await organisationOf(ctx);
  const on = today(ctx);
  const [due, caseId, step] = wish.cursor?.split('_') ?? [];
  const rows = await repository.readQueue(ctx, {
    ...(await queueScope(ctx)),
    kinds: wish.kind === 'stage' ? stageKinds : wish.kind === 'intake' || wish.kind === 'delivery' ? [wish.kind] : null,
    mine: wish.kind === 'mine',
    item: wish.item,
    dueBefore: wish.colour === 'red' ? addDays(on, -1) : wish.colour === 'yellow' ? addDays(on, soonDays) : undefined,
    after: due && caseId && step ? { due, caseId, step } : undefined,
    limit: wish.limit + 1,
  });
  const shown = rows.slice(0, wish.limit);
  const last = shown.at(-1);
  const holders = await accountNames(
    ctx,
    shown.flatMap((row) => row.holder ?? []),
  );
  const itemOf = await versionsKnown(ctx);
  const items = shown.map((row) => {
    const item = itemOf(row.item_code, row.item_version);
    const name = row.applicant && row.person_id ? maskName(openName(ctx, row.person_id, row.applicant)) : '—';
    return rowOf(ctx, map, item, row, name, {
      id: row.id,
      kind: row.kind,
      stage: row.stage,
      stageName: item.flow.find((stage) => stage.id === row.stage)?.name ?? null,
      holder: row.holder ? (holders.get(row.holder) ?? null) : null,
      mine: ctx.actor.kind === 'staff' && row.holder === ctx.actor.account,
    });
  });
  return { items, next: rows.length > wish.limit && last ? `${last.due_on}_${last.case_id}_${last.id}` : null };
}

/** What a queue calls soon, in days; each case's own yellow day is in its clock. */
const soonDays = 3;

export async function queueCounts(ctx: Ctx) {
  const on = today(ctx);
  return repository.countQueue(ctx, await queueScope(ctx), addDays(on, soonDays), on);
}

/** Rows of cases for a resident or about a person, newest first. */
async function listCases(ctx: Ctx, records: readonly CaseRecord[], clear: boolean): Promise<CaseRow[]> {
  const map = await organisationOf(ctx);
  const names = await namesOf(
    ctx,
    records.flatMap(({ state }) => state.parties.person ?? []),
  );
  const itemOf = await versionsKnown(ctx);
  return records.map((record) => {
    const { state } = record;
    const name = names.get(state.parties.person ?? '') ?? '—';
    const step = state.steps[0];
    const item = itemOf(state.item.code, state.item.version);
    return rowOf(
      ctx,
      map,
      item,
      {
        ...record,
        case_id: record.id,
        item_code: state.item.code,
        item_version: state.item.version,
        person_id: state.parties.person,
        employer_id: null,
        village_id: state.path.village ?? null,
      },
      clear ? name : maskName(name),
      step
        ? {
            id: step.id,
            kind: step.kind,
            stage: step.stage,
            stageName: item.flow.find((stage) => stage.id === step.stage)?.name ?? null,
            holder: null,
            mine: false,
          }
        : null,
    );
  });
}

export async function mine(
  ctx: Ctx,
  cursor: string | undefined,
  limit: number,
): Promise<{ items: CaseRow[]; next: string | null }> {
  if (ctx.actor.kind !== 'resident') throw new Refused('permission.denied');
  const { person, actsFor, follows, collects } = ctx.actor;
  const others = [...new Set([...actsFor, ...follows, ...collects])];
  const own = await allIdsOf(ctx, person);
  const theirs = (await Promise.all(others.map((id) => allIdsOf(ctx, id)))).flat();
  const records = await repository.casesOf(ctx, [...own, ...theirs], cursor, limit + 1);
  // A relative's consent covers the relative's own cases, and of these what it was given for.
  const page = records.slice(0, limit);
  const open = new Set(await readableOnly(ctx, page));
  const shown = page.filter((record) => own.includes(record.state.parties.person ?? '') || open.has(record));
  return {
    items: await listCases(ctx, shown, true),
    next: records.length > limit ? repository.cursorOf(records[limit - 1]) : null,
  };
}

async function readableOnly(ctx: Ctx, records: readonly CaseRecord[]): Promise<CaseRecord[]> {
  const shown: CaseRecord[] = [];
  for (const record of records) if (readable(ctx, await viewerOf(ctx, record.state), record.state)) shown.push(record);
  return shown;
}

/** A person's cases, without those that this reader may not know of. */
export async function ofPerson(
  ctx: Ctx,
  person: string,
  cursor: string | undefined,
  limit: number,
): Promise<{ items: CaseRow[]; next: string | null }> {
  const records = await repository.casesOf(ctx, await allIdsOf(ctx, person), cursor, limit + 1);
  const shown = await readableOnly(ctx, records.slice(0, limit));
  ctx.views.push({ person, purpose: 'service' });
  return {
    items: await listCases(ctx, shown, seesClear(ctx, person)),
    next: records.length > limit ? repository.cursorOf(records[limit - 1]) : null,
  };
}

/** By our number, spoken or typed, or by a number of another system. A case that is not the reader's to see is not found. */
export async function byNumber(ctx: Ctx, typed: string): Promise<CaseRow[]> {
  const ours = parseCaseNumber(typed);
  const found = await repository.casesByNumber(ctx, ours.ok ? ours.value.number : null, typed.trim());
  const shown = await readableOnly(ctx, found);
  for (const { state, id } of shown)
    if (state.parties.person) ctx.views.push({ person: state.parties.person, case: id, purpose: 'search' });
  // A slip of the tongue on the telephone is told; a number that holds and that nobody may see is just not found.
  if (shown.length === 0 && !ours.ok && /^\D*(\d\D*){12}$/.test(typed))
    throw new Refused('input.invalid', { count: 1 }, [{ path: 'number', code: ours.code }]);
  return listCases(ctx, shown, false);
}

function clockViews(ctx: Ctx, map: OrganisationMap, item: TermedItem, record: CaseRecord): ClockView[] {
  const on = today(ctx);
  return explainedClocks(record.state, item, map.calendar.calendar, record.clock, on).map((clock) => ({
    obligation: clock.obligation,
    due: clock.due,
    colour: colour(clock, on),
    unit: clock.status?.unit ?? 'wd',
    total: clock.status?.total ?? 0,
    used: clock.status?.used ?? 0,
    left: clock.due === null ? 0 : daysLeft(map, clock.due, on),
    paused: clock.status?.state === 'paused',
    unconfirmedYears: clock.unconfirmedYears,
    explanation: {
      'zh-CN': render(clock.explanation, 'zh-CN', clockWords['zh-CN'], yearOf(on)),
      en: render(clock.explanation, 'en', clockWords.en, yearOf(on)),
    },
  }));
}

function stageViews(state: CaseState, item: Item): CaseView['stages'] {
  const stages = stagesOf(item, state.mode);
  const current = stages.findIndex((stage) => stage.id === state.stage);
  const over = state.decision !== null;
  return stages.map((stage, at) => ({
    id: stage.id,
    name: stage.name,
    kind: stage.kind,
    level: stage.level,
    control: stage.control,
    state: over || (current >= 0 && at < current) ? 'done' : at === current ? 'current' : 'ahead',
  }));
}

/** Everything about a case on one page, for this reader. The look itself is logged. */
export async function show(ctx: Ctx, id: string): Promise<CaseView> {
  const record = await readCase(ctx, id);
  const { state } = record;
  const reader = ctx.actor.kind === 'resident' ? 'applicant' : 'staff';
  const [map, item, viewer, events, papers, documents, texts, person, ratings] = await Promise.all([
    organisationOf(ctx),
    itemOf(ctx, state),
    viewerOf(ctx, state),
    repository.readEvents(ctx, id),
    listPapers(ctx, id),
    listDocuments(ctx, id),
    repository.sealedTexts(ctx, id),
    state.parties.person ? findPerson(ctx, state.parties.person) : undefined,
    reader === 'applicant' ? ratingsOf(ctx, id) : [],
  ]);
  const clear = person ? seesClear(ctx, person.id) : true;
  if (person)
    ctx.views.push({
      person: person.id,
      case: id,
      purpose: ctx.actor.kind === 'staff' && ctx.actor.sitting?.person === person.id ? 'service' : 'handling',
    });
  const answers = repository.answersIn(texts, state.answers);
  const staffNames = await accountNames(
    ctx,
    events
      .flatMap(({ actor }) => (actor.kind === 'staff' ? [actor.account] : []))
      .concat(
        state.steps.flatMap((step) => step.holder ?? []),
        state.responsible ?? [],
      ),
  );
  const notes = texts([...events.flatMap(textIdsOf), ...(state.result ? [state.result.text] : [])]);
  const held = heldAmong(papers, state);
  const village = state.path.village ? map.divisions.get(state.path.village) : undefined;
  const stages = stagesOf(item, state.mode);
  const employer = state.parties.employer ? await findEmployer(ctx, { id: state.parties.employer }) : undefined;
  const agent = state.parties.agent ? await findPerson(ctx, state.parties.agent) : undefined;
  const actions = actionsFor(state, item, viewer);
  const filed = viewer.kind !== 'resident' || seesFile(state, viewer);
  const issued = viewer.kind !== 'resident' || seesResult(state, viewer);
  const decisive = stages.at(-1);
  const decides =
    decisive &&
    map.competent(
      state.path.village ?? state.path.county ?? '',
      decisive.level,
      decisive.department ?? item.department,
      today(ctx),
    );
  return {
    id,
    number: record.number,
    seq: record.seq,
    status: record.status,
    ending: state.ending,
    item: { code: item.code, version: item.version, name: item.name, plainName: item.plainName, instant: item.instant },
    mode: state.mode,
    channel: state.channel,
    confidential: state.confidential,
    applicant: {
      id: person?.id ?? null,
      name: person ? (clear ? person.name : maskName(person.name)) : '—',
      idNumber: person ? (clear ? person.idNumber : maskDocument(person.idNumber)) : '',
      mobile: person?.mobile ? (clear ? person.mobile : maskPhone(person.mobile)) : null,
      unmasked: clear,
    },
    employer: employer ? { id: employer.id, name: employer.name, uscc: employer.uscc } : null,
    agent: agent ? { id: agent.id, name: clear ? agent.name : maskName(agent.name) } : null,
    village: village
      ? { id: village.id, name: village.name, path: pathNames(map, village.id, state.receipt.slice(0, 10)) }
      : null,
    submittedAt: state.receipt,
    answers: clear ? answers : maskedAnswers(item.form, answers),
    materials: materialViews(ctx, item, answers, held, filed ? papers : []),
    correction: correctionOf(events, state, item, notes),
    owedDue: state.owedDue,
    stages: stageViews(state, item),
    steps: state.steps.map((step) => ({
      id: step.id,
      kind: step.kind,
      stage: step.stage,
      unit: unitView(map, step.unit, step.level),
      holder: step.holder ? (staffNames.get(step.holder) ?? null) : null,
      mine:
        viewer.kind === 'staff' &&
        step.unit === viewer.unit.id &&
        (step.holder === null || step.holder === viewer.account),
    })),
    turn: turnOf(map, state),
    clocks: clockViews(ctx, map, item, record),
    timeline: events.map((event) => timelineEntry(event, map, stages, staffNames, notes, reader)),
    result: issued ? resultOf(state, notes) : null,
    documents: documents
      .filter((row) => reader === 'staff' || (!isInternal(row.kind) && (filed || (issued && isResult(row.kind)))))
      .map((row) => ({
        id: row.id,
        kind: row.kind,
        code: row.code,
        createdAt: row.created_at.toISOString(),
        revoked: row.revoked_at !== null,
      })),
    parcel: state.parcel && {
      at: unitView(map, state.parcel.at.id),
      inTransit: state.parcel.inTransit && unitView(map, state.parcel.inTransit.id),
      posted: state.parcel.posted,
    },
    delivery: { way: state.delivery.way, unit: state.delivery.unit ? unitView(map, state.delivery.unit) : null },
    visits: state.visits.length,
    numbers: state.numbers,
    responsible: state.responsible ? (staffNames.get(state.responsible) ?? null) : null,
    rating: ratings,
    allowedActions: actions,
    powers: {
      mayDecideHere: ctx.actor.kind === 'staff' && decides?.id === ctx.actor.unit.id && stageOf(state, item) !== null,
      decides: decides ? unitView(map, decides.id) : null,
    },
  };
}

function resultOf(state: CaseState, texts: ReadonlyMap<string, string>): CaseView['result'] {
  const text = state.result && texts.get(state.result.text);
  if (!text || state.granted === null) return null;
  return { ...ResultData.parse(JSON.parse(text)), granted: state.granted };
}

function turnOf(map: OrganisationMap, state: CaseState): CaseView['turn'] {
  if (state.status === 'correcting')
    return { who: 'applicant', unit: state.steps[0] ? unitView(map, state.steps[0].unit) : null };
  const step = state.steps[0];
  if (!step) return { who: 'nobody', unit: null };
  const waits =
    step.kind === 'delivery' &&
    state.parcel !== null &&
    state.parcel.inTransit === null &&
    state.parcel.at.id === state.delivery.unit;
  return { who: waits ? 'applicant' : 'unit', unit: unitView(map, step.unit, step.level) };
}

function materialViews(
  ctx: Ctx,
  item: Item,
  answers: Answers,
  held: Parameters<typeof completeness>[2],
  papers: Awaited<ReturnType<typeof listPapers>>,
): CaseView['materials'] {
  const check = completeness(item, answers, held);
  const how = new Map(held.map((one) => [one.code, one.how]));
  const missing = new Set(check.missing.flatMap((need) => need.alternatives.map((material) => material.code)));
  const owable = new Set(check.owedAllowed.flatMap((need) => need.alternatives.map((material) => material.code)));
  const asked = new Set(
    [...check.satisfied, ...check.missing, ...check.toFetch].flatMap((need) =>
      need.alternatives.map((material) => material.code),
    ),
  );
  return item.materials
    .filter((material) => asked.has(material.code) || how.has(material.code) || !material.required)
    .map((material) => ({
      code: material.code,
      name: material.name,
      required: material.required,
      state:
        how.get(material.code) === 'owed'
          ? ('owed' as const)
          : how.has(material.code)
            ? ('supplied' as const)
            : missing.has(material.code)
              ? ('missing' as const)
              : material.required
                ? ('held' as const)
                : ('optional' as const),
      mayBeOwed: owable.has(material.code),
      anyOfGroup: material.anyOfGroup,
      legalBasis: material.legalBasis,
      papers: papers.filter((paper) => paper.material === material.code).map((paper) => viewOfPaper(ctx, paper)),
    }));
}

function correctionOf(
  events: readonly CaseEvent[],
  state: CaseState,
  item: Item,
  notes: ReadonlyMap<string, string>,
): CaseView['correction'] {
  if (state.status !== 'correcting') return null;
  const notice = events.findLast((event) => event.type === 'correction-noticed');
  if (notice?.type !== 'correction-noticed') return null;
  const labels = new Map<string, Text>([
    ...item.form.sections.flatMap((section) =>
      section.questions.map((question): [string, Text] => [question.id, question.label]),
    ),
    ...item.materials.map((material): [string, Text] => [material.code, material.name]),
  ]);
  const remarks = Remarks.parse(JSON.parse(notes.get(notice.data.remarks ?? '') ?? '{}'));
  return {
    due: notice.data.due,
    missing: notice.data.missing.map(({ kind, code }) => ({
      kind,
      code,
      label: labels.get(code) ?? { 'zh-CN': code, en: code },
      note: remarks[code] ?? null,
    })),
    note: notice.data.note ? (notes.get(notice.data.note) ?? null) : null,
  };
}
