import { explain, lengthsPhrase, render } from '#domain/cases/clock.explain.ts';
import { computeLimits } from '#domain/cases/clock.ts';
import { Remarks, ResultData } from '#domain/cases/commands.ts';
import { runningInputs } from '#domain/cases/dues.ts';
import type { CaseEvent, ResultRef } from '#domain/cases/events.ts';
import { type CaseState, evolve } from '#domain/cases/state.ts';
import type { Limit } from '#domain/catalogue/item.ts';
import { reviewOf } from '#domain/catalogue/view.ts';
import { documentKinds } from '#domain/identity/documents.ts';
import { localDate, yearOf } from '#domain/kernel/dates.ts';
import type { Text } from '#domain/kernel/text.ts';
import type { TermedItem } from '../catalogue/index.ts';
import type { Ctx } from '../context.ts';
import { findEmployer, findPerson } from '../identity/index.ts';
import { accountNames, type OrganisationMap, organisationOf } from '../organisation/index.ts';
import { siteOfUnit } from '../sites/index.ts';
import * as repository from './cases.repository.ts';
import { itemOf } from './cases.service.ts';
import { channelNames, clockWords, stopNames } from './cases.words.ts';
import type {
  CaseDocument,
  DocumentData,
  DocumentKind,
  IssuingUnit,
  LimitLine,
  OpinionLine,
  PaperLine,
  PartyData,
  ResultLine,
} from './documents.ts';
import { documentNumber, newDocumentCode } from './documents.ts';
import { countDocuments, insertDocument, listPapers, revokeDocuments } from './papers.repository.ts';
import { readAnswers, readTexts } from './texts.repository.ts';

const both = (say: (language: 'zh-CN' | 'en') => string): Text => ({ 'zh-CN': say('zh-CN'), en: say('en') });
const uscc: Text = { 'zh-CN': '统一社会信用代码', en: 'Unified social credit code' };
const anonymous: Text = { 'zh-CN': '—', en: '—' };

type Numbered = Exclude<DocumentKind, 'power-of-attorney' | 'hand-over'>;
interface Issue {
  ctx: Ctx;
  map: OrganisationMap;
  item: TermedItem;
  state: CaseState;
  event: CaseEvent;
  number: string;
  notes: Map<string, string>;
}

/** Which documents an event brings with it. */
function kindsOf(event: CaseEvent): Numbered[] {
  switch (event.type) {
    case 'received':
      return ['receipt'];
    case 'correction-noticed':
      return ['correction'];
    case 'accepted':
      return ['acceptance'];
    case 'acceptance-refused':
      return ['refusal'];
    case 'suspended':
      return ['suspension'];
    case 'extension-approved':
      return ['extension'];
    case 'decided':
    case 'decision-corrected':
      return ['decision', 'approval-sheet'];
    case 'ended':
      return event.data.ending === 'acceptance-refused' ? [] : ['ending'];
    default:
      return [];
  }
}

/**
 * Freezes what the documents of an event say, in the event's own transaction: a receipt, a notice, a decision cannot be
 * missing when its event is there. A corrected decision takes the earlier one's place.
 */
export async function issueDocument(
  ctx: Ctx,
  event: CaseEvent,
  about: { number: string; state: CaseState },
): Promise<void> {
  const kinds = kindsOf(event);
  if (kinds.length === 0) return;
  if (event.type === 'decision-corrected') await revokeDocuments(ctx, about.state.id, 'decision');
  const { result, ...fields } = event.data as Record<string, unknown> & { result?: ResultRef };
  const ids = [...Object.values(fields), result?.text, about.state.result?.text].filter(
    (value): value is string => typeof value === 'string' && /^[0-9a-f-]{36}$/.test(value),
  );
  // Asked for at once, they go to the database at once; the person is remembered for the frame.
  const [issued, notes, map, item] = await Promise.all([
    countDocuments(ctx, about.state.id),
    readTexts(ctx, about.state.id, ids),
    organisationOf(ctx),
    itemOf(ctx, about.state),
    about.state.parties.person && knownPerson(ctx, about.state.parties.person),
  ]);
  const issue: Issue = { ctx, map, item, state: about.state, event, number: about.number, notes };
  for (const kind of kinds) {
    const code = newDocumentCode();
    const nth = issued(kind) + 1;
    const data = await dataOf(issue, kind, await frameOf(issue, kind, nth, code));
    if (data) await insertDocument(ctx, about.state.id, { kind, data, code });
  }
}

async function unitOf({ ctx, map }: Pick<Issue, 'ctx' | 'map'>, id: string): Promise<IssuingUnit> {
  const unit = map.units.get(id);
  const site = await siteOfUnit(ctx, id);
  return {
    name: unit?.name ?? '',
    telephone: unit?.telephone ?? site?.telephone ?? '12333',
    ...(site?.address && { address: site.address }),
  };
}

/** The signing unit: the actor's; of the system's own acts, the one that has the case. */
const signer = ({ event, state }: Pick<Issue, 'event' | 'state'>): string =>
  event.actor.kind === 'staff' ? event.actor.unit : (state.steps[0]?.unit ?? state.handledBy.at(-1) ?? '');

/** Two documents of one event name the same person. */
async function knownPerson(ctx: Ctx, id: string): ReturnType<typeof findPerson> {
  const key = `person:${id}`;
  if (!ctx.memo.has(key)) ctx.memo.set(key, await findPerson(ctx, id));
  return ctx.memo.get(key) as Awaited<ReturnType<typeof findPerson>>;
}

async function partyOf({ ctx, state }: Issue): Promise<PartyData> {
  const person = state.parties.person ? await knownPerson(ctx, state.parties.person) : undefined;
  const agent = state.parties.agent ? await findPerson(ctx, state.parties.agent) : undefined;
  const acting = agent && {
    agent: { name: agent.name, numberKind: documentKinds[agent.idKind], number: agent.idNumber },
  };
  const employer = state.parties.employer ? await findEmployer(ctx, { id: state.parties.employer }) : undefined;
  if (employer) return { name: employer.name, numberKind: uscc, number: employer.uscc, ...acting };
  if (!person) return { name: '—', numberKind: anonymous, number: '—' };
  return {
    name: person.name,
    numberKind: documentKinds[person.idKind],
    number: person.idNumber,
    ...(person.mobile && { telephone: person.mobile }),
    ...acting,
  };
}

async function frameOf(issue: Issue, kind: Numbered, nth: number, code: string): Promise<CaseDocument> {
  return {
    number: documentNumber(kind, issue.number, nth),
    unit: await unitOf(issue, signer(issue)),
    issuedAt: issue.event.occurredAt,
    verification: { code, publicBaseUrl: issue.ctx.app.publicUrl },
    caseNumber: issue.number,
    item: issue.item.name,
    applicant: await partyOf(issue),
  };
}

const length = (limit: Pick<Limit, 'amount' | 'unit'>): Text =>
  both((language) => render([lengthsPhrase([limit])], language, clockWords[language]));

function clockOf({ item, state, map }: Issue, at: CaseState = state) {
  const input = runningInputs(at, item).find((running) => running.obligation === 'decision')?.input;
  return input && typeof input !== 'string' ? computeLimits(input, map.calendar.calendar) : undefined;
}

function paperLines({ item }: Issue, codes: readonly string[]): PaperLine[] {
  return codes.flatMap((code) => {
    const material = item.materials.find((each) => each.code === code);
    return material ? [{ name: material.name, form: material.form, copies: Math.max(1, material.copies) }] : [];
  });
}

const resultData = ({ notes }: Pick<Issue, 'notes'>, { text }: ResultRef): ResultData =>
  ResultData.parse(JSON.parse(notes.get(text) ?? ''));

const resultLine = (issue: Issue, data: { result: ResultRef }): ResultLine => {
  const { kind, title, amount, firstMonth, accountTail, reference, validUntil } = resultData(issue, data.result);
  if (kind === 'money')
    return { kind, title, amount: amount ?? 0, ...(firstMonth && { firstMonth }), ...(accountTail && { accountTail }) };
  return { kind, title, ...(reference && { reference }), ...(validUntil && { validUntil }) };
};

/** To whom one can turn: the government of the division and its court (行政复议法, 行政诉讼法). */
function remedyOf({ map }: Pick<Issue, 'map'>, unit: string) {
  const division = map.units.get(unit)?.divisionId;
  const county = division
    ? (map.path(division).findLast((each) => each.level === 'county') ?? map.path(division)[0])
    : undefined;
  const name = county?.name ?? '';
  return { reviewBody: `${name}人民政府`, court: `${name}人民法院` };
}

async function deliveryText({ ctx, state }: Issue): Promise<Text> {
  const { way, unit } = state.delivery;
  if (way === 'post') return { 'zh-CN': '邮寄到您留的地址。', en: 'Posted to the address that you gave.' };
  if (way === 'online') return { 'zh-CN': '在手机上下载。', en: 'Download it on your phone.' };
  const site = unit ? await siteOfUnit(ctx, unit) : undefined;
  const place = site ? `${site.name}(${site.telephone})` : '受理的窗口';
  return {
    'zh-CN': `送到${place},到了会通知您,请带身份证来领。`,
    en: `Brought to ${site ? `${site.name} (${site.telephone})` : 'the counter that took your papers'}; you are told when it is there. Bring your identity card.`,
  };
}

async function dataOf(issue: Issue, kind: Numbered, frame: CaseDocument): Promise<DocumentData[Numbered] | undefined> {
  const { ctx, event, item, state, notes } = issue;
  const text = (id: string | null | undefined): string => (id ? (notes.get(id) ?? '') : '');
  switch (event.type) {
    case 'received': {
      const [names, papers] = await Promise.all([
        accountNames(ctx, event.actor.kind === 'staff' ? [event.actor.account] : []),
        listPapers(ctx, state.id),
      ]);
      const uploaded = papers.map((paper) => paper.material);
      return {
        ...frame,
        papers: paperLines(issue, [...new Set([...event.data.papers, ...uploaded])]),
        receivedAt: event.occurredAt,
        receivedBy: { name: [...names.values()][0] ?? '', place: frame.unit.name },
      };
    }
    case 'accepted': {
      const clock = clockOf(issue);
      if (!clock?.due) return undefined;
      const owed = event.data.owed.map((code) => ({
        name: item.materials.find((each) => each.code === code || each.anyOfGroup === code)?.name ?? both(() => code),
      }));
      return {
        ...frame,
        receivedAt: state.receipt,
        acceptedAt: event.data.deemed ? state.receipt : event.occurredAt,
        deemed: event.data.deemed,
        limits: clock.limits.flatMap(({ limit, due }): LimitLine[] =>
          due && (limit.kind === 'statutory' || limit.kind === 'promised')
            ? [{ kind: limit.kind, length: length(limit), due, basis: limit.basis ?? both(() => '—') }]
            : [],
        ),
        due: clock.due,
        explanation: both((language) =>
          render(explain(clock), language, clockWords[language], yearOf(localDate(event.occurredAt))),
        ),
        ...(owed.length > 0 && event.data.owedDue && { owed: { papers: owed, due: event.data.owedDue } }),
        delivery: await deliveryText(issue),
      };
    }
    case 'correction-noticed': {
      const label = (code: string): Text =>
        item.form.sections.flatMap((section) => section.questions).find((question) => question.id === code)?.label ??
        item.materials.find((material) => material.code === code || material.anyOfGroup === code)?.name ??
        both(() => code);
      const remarks = Remarks.parse(JSON.parse(text(event.data.remarks) || '{}'));
      return {
        ...frame,
        receivedAt: state.receipt,
        missing: event.data.missing.map(({ kind, code }) => {
          const note = remarks[code];
          const basis = item.materials.find((material) => material.code === code)?.legalBasis;
          const what: Text = note
            ? both(() => note)
            : kind === 'answer'
              ? { 'zh-CN': '请重新填写', en: 'Please fill in again' }
              : { 'zh-CN': '请补交', en: 'Please supply' };
          return { name: label(code), what, ...(basis && { basis }) };
        }),
        ...(event.data.note && { note: text(event.data.note) }),
        due: event.data.due,
        ways: [
          { 'zh-CN': '在手机上打开这个办件补交', en: 'On your phone: open this case and supply it' },
          {
            'zh-CN': `到${frame.unit.name}(${frame.unit.telephone})或任何一个服务窗口补交`,
            en: `At ${frame.unit.name} (${frame.unit.telephone}) or any other counter`,
          },
        ],
        round: state.correction?.round ?? 1,
      };
    }
    case 'acceptance-refused':
      return {
        ...frame,
        receivedAt: state.receipt,
        reason: text(event.data.reason),
        basis: text(event.data.basis),
        remedy: remedyOf(issue, signer(issue)),
      };
    case 'suspended':
      return {
        ...frame,
        procedure: stopNames(event.data.kind),
        reason: text(event.data.reason),
        basis:
          item.stops.find((stop) => stop.kind === event.data.kind)?.basis['zh-CN'] ??
          '《中华人民共和国行政许可法》第四十五条',
        document: text(event.data.document),
        from: localDate(event.occurredAt),
        plannedDays: event.data.plannedDays,
      };
    case 'extension-approved': {
      const before = clockOf(issue, { ...state, extension: null });
      const after = clockOf(issue);
      if (!before?.due || !after?.due) return undefined;
      const names = await accountNames(ctx, event.actor.kind === 'staff' ? [event.actor.account] : []);
      return {
        ...frame,
        reason: text(event.data.opinion),
        basis: item.extension?.basis ?? both(() => '—'),
        length: length(event.data),
        oldDue: before.due,
        newDue: after.due,
        approvedBy: [...names.values()][0] ?? '',
      };
    }
    case 'decided':
    case 'decision-corrected':
      return kind === 'approval-sheet' ? approvalSheet(issue, event, frame) : decisionData(issue, event, frame);
    case 'ended':
      return endingData(issue, event, frame);
    default:
      return undefined;
  }
}

async function decisionData(
  issue: Issue,
  event: Extract<CaseEvent, { type: 'decided' | 'decision-corrected' }>,
  frame: CaseDocument,
): Promise<DocumentData['decision']> {
  const { state, item, notes } = issue;
  const reason = event.type === 'decided' ? notes.get(event.data.opinion) : notes.get(event.data.reason);
  const common = {
    ...frame,
    acceptedAt: state.acceptance ?? state.receipt,
    decidedAt: event.occurredAt,
    basis: notes.get(event.data.basis ?? '') ?? item.legalBasis.map((basis) => basis['zh-CN']).join('、'),
    remedy: remedyOf(issue, signer(issue)),
    ...(event.type === 'decision-corrected' && {
      replaces: { number: documentNumber('decision', issue.number), reason: reason ?? '' },
    }),
  };
  if (!event.data.granted) return { ...common, granted: false, reason: reason ?? '' };
  return { ...common, granted: true, result: resultLine(issue, event.data), delivery: await deliveryText(issue) };
}

async function approvalSheet(
  issue: Issue,
  event: Extract<CaseEvent, { type: 'decided' | 'decision-corrected' }>,
  frame: CaseDocument,
): Promise<DocumentData['approval-sheet']> {
  const { ctx, map, item, state } = issue;
  const [stored, answers, papers] = await Promise.all([
    repository.readEvents(ctx, state.id),
    readAnswers(ctx, state.id, state.answers),
    listPapers(ctx, state.id),
  ]);
  const given = stored.filter((each) => each.type === 'opinion-given' || each.type === 'decided');
  const [texts, names] = await Promise.all([
    readTexts(
      ctx,
      state.id,
      given.map((each) => each.data.opinion),
    ),
    accountNames(
      ctx,
      given.flatMap(({ actor }) =>
        actor.kind === 'staff' ? [actor.account, ...(actor.standsInFor ? [actor.standsInFor] : [])] : [],
      ),
    ),
  ]);
  let at: CaseState | null = null;
  const opinions: OpinionLine[] = [];
  for (const each of stored) {
    const before: CaseState | null = at;
    at = evolve(at, each);
    if ((each.type !== 'opinion-given' && each.type !== 'decided') || each.actor.kind !== 'staff') continue;
    const stage = item.flow.find((one) => one.id === before?.stage);
    opinions.push({
      stage: stage?.name ?? both(() => before?.stage ?? ''),
      unit: map.units.get(each.actor.unit)?.name ?? '',
      by: names.get(each.actor.account) ?? '',
      ...(each.actor.standsInFor && { standsInFor: names.get(each.actor.standsInFor) ?? '' }),
      agree: each.type === 'decided' ? each.data.granted : each.data.agree,
      text: texts.get(each.data.opinion) ?? '',
      at: each.occurredAt,
      ...(each.type === 'opinion-given' &&
        each.data.outside && { outside: { system: each.data.outside.system, serial: each.data.outside.serial } }),
    });
  }
  const divisionName = (code: string) => map.divisionByCode.get(code)?.name;
  const uploaded = papers.map((paper) => paper.material);
  const reason = event.type === 'decided' ? event.data.opinion : event.data.reason;
  return {
    ...frame,
    submittedAt: state.receipt,
    ...(state.acceptance && { acceptedAt: state.acceptance }),
    channel: channelNames(state.channel),
    answers: reviewOf(item.form, answers, 'zh-CN', { divisionName }).map((section) => ({
      section: item.form.sections.find((one) => one.id === section.id)?.title ?? both(() => section.id),
      rows: section.rows.map((row) => ({
        label:
          item.form.sections.flatMap((one) => one.questions).find((question) => question.id === row.question)?.label ??
          both(() => row.label),
        value: row.table ? row.table.rows.map((cells) => cells.join(' ')).join(';') : (row.value ?? '—'),
      })),
    })),
    papers: paperLines(issue, [...new Set([...state.papers, ...uploaded])]),
    opinions,
    decision: {
      granted: event.data.granted,
      result: resultLine(issue, event.data),
      ...(issue.notes.get(reason) && { reason: issue.notes.get(reason) ?? '' }),
      ...(event.data.basis && { basis: issue.notes.get(event.data.basis) ?? '' }),
      by: event.actor.kind === 'staff' ? (names.get(event.actor.account) ?? '') : '',
      at: event.occurredAt,
    },
  };
}

async function endingData(
  issue: Issue,
  event: Extract<CaseEvent, { type: 'ended' }>,
  frame: CaseDocument,
): Promise<DocumentData['ending'] | undefined> {
  const { state, notes } = issue;
  const common = { ...frame, submittedAt: state.receipt, endedAt: event.occurredAt };
  const reason = event.data.reason ? (notes.get(event.data.reason) ?? '') : '';
  switch (event.data.ending) {
    case 'withdrawn':
      return { ...common, ending: 'withdrawn', ...(reason && { reason }) };
    case 'terminated':
      return {
        ...common,
        ending: 'terminated',
        reason: reason || '约定补交的材料到期没有补交',
        basis: notes.get(event.data.basis ?? '') ?? '受理时签字确认的容缺受理承诺',
        remedy: remedyOf(issue, signer(issue)),
      };
    case 'returned':
      return {
        ...common,
        ending: 'returned',
        reason: reason || '到期没有补齐一次性告知的内容',
        correctionDue: state.correction?.due ?? localDate(event.occurredAt),
        papersAt: frame.unit.name,
      };
    case 'uncollected':
      return {
        ...common,
        ending: 'uncollected',
        resultTitle: state.result ? resultData(issue, state.result).title : '',
        remindedOn: [],
        keptAt: frame.unit.name,
      };
    default:
      return undefined;
  }
}
