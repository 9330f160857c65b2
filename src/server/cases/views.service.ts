import type { CaseView, ClockView } from '#api/cases.ts';
import { seesFile, seesResult, stageOf } from '#domain/cases/allowed.ts';
import { render } from '#domain/cases/clock.explain.ts';
import { Remarks, ResultData } from '#domain/cases/commands.ts';
import { explainedClocks } from '#domain/cases/dues.ts';
import type { CaseEvent } from '#domain/cases/events.ts';
import { stagesOf } from '#domain/cases/stages.ts';
import type { CaseState } from '#domain/cases/state.ts';
import { completeness } from '#domain/catalogue/completeness.ts';
import type { Answers } from '#domain/catalogue/form.ts';
import { maskedAnswers } from '#domain/catalogue/format.ts';
import type { Item, Level } from '#domain/catalogue/item.ts';
import { maskDocument, maskName, maskPhone } from '#domain/identity/mask.ts';
import { yearOf } from '#domain/kernel/dates.ts';
import type { Text } from '#domain/kernel/text.ts';
import type { TermedItem } from '../catalogue/index.ts';
import type { Ctx } from '../context.ts';
import { findEmployer, findPerson, seesClear } from '../identity/index.ts';
import { accountNames, type OrganisationMap, organisationOf, pathNames, today } from '../organisation/index.ts';
import type { CaseRecord } from './cases.repository.ts';
import * as repository from './cases.repository.ts';
import { itemOf, readCase } from './cases.service.ts';
import { actionsFor, isInternal, isResult, viewerOf } from './cases.viewer.ts';
import { clockWords } from './cases.words.ts';
import { colour, daysLeft } from './lists.service.ts';
import { heldAmong, listDocuments, listPapers, viewOfPaper } from './papers.repository.ts';
import { ratingsOf } from './ratings.repository.ts';
import { answersIn, sealedTexts } from './texts.repository.ts';
import { textIdsOf, timelineEntry } from './views.timeline.ts';

const unitView = (map: OrganisationMap, id: string, level?: Level) => {
  const unit = map.units.get(id);
  return { id, name: unit?.name ?? '', level: unit?.level ?? level ?? 'county', telephone: unit?.telephone ?? null };
};

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
    sealedTexts(ctx, id),
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
  const answers = answersIn(texts, state.answers);
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
