import type { Level } from '#domain/catalogue/item.ts';
import { localDate } from '#domain/kernel/dates.ts';
import { isProblem, type Problem, type ProblemCode, problem } from '#domain/kernel/problem.ts';
import { type ItemRules, may, stageOf, type Viewer } from './allowed.ts';
import type { Command, Submission } from './commands.ts';
import type { ActorRef, CaseEvent, EventBody, Parties, Step, UnitRef } from './events.ts';
import { type ActionName, ruleOf } from './lifecycle.ts';
import { lowest, rank, stagesOf } from './stages.ts';
import { type CaseState, evolve } from './state.ts';

/** What the rules must be told; all of it read before, so that a decision is a pure function. */
export interface Context {
  /** When it happened (the law counts from here) and when it is written down. */
  at: string;
  recordedAt: string;
  viewer: Viewer;
  actor: ActorRef;
  rules: ItemRules;
  /** The unit with the power at a level of the case's own path; null department: the service centre. Never a barred unit. */
  unitFor(level: Level, department: string | null): UnitRef | null;
  unitById(id: string): UnitRef | null;
  above(unit: string): UnitRef | null;
  /** Materials that the completeness check still misses, and those of them that may be owed. */
  missing: { code: string; mayBeOwed: boolean }[];
  /** Days by the calendar, counted from `at`: when a correction and owed papers are due. */
  correctionDue: string;
  latestOwedDue: string;
  /** Ids under which the texts of this command were sealed, by field. */
  notes: Record<string, string>;
  /** The new revision of the answers, when the command brings one. */
  answers: string | null;
}

/** An event before the envelope is put around it. */
type Fact = EventBody;

const fail = (code: ProblemCode, params?: Record<string, string | number>): Problem => problem(code, params);

class Draft {
  readonly facts: Fact[] = [];
  readonly ctx: Context;
  state: CaseState;
  constructor(state: CaseState, ctx: Context) {
    this.state = state;
    this.ctx = ctx;
  }
  /** Adds a fact and lets the state follow it, so that later facts of the same command build on it. */
  add<T extends Fact['type']>(type: T, data: Extract<Fact, { type: T }>['data']): this {
    const fact = { type, data } as Fact;
    this.facts.push(fact);
    this.state = evolve(this.state, envelope(this.state.id, this.state.seq + 1, fact, this.ctx));
    return this;
  }
  step(kind: Step['kind'], unit: UnitRef, stage: string, more: Partial<Step> = {}, n = 0): Step {
    return { id: `${this.state.seq + 1}.${n}`, kind, stage, unit: unit.id, level: unit.level, holder: null, ...more };
  }
}

export const envelope = (
  caseId: string,
  seq: number,
  fact: Fact,
  ctx: Pick<Context, 'at' | 'recordedAt' | 'actor'>,
): CaseEvent =>
  ({ ...fact, caseId, seq, version: 1, occurredAt: ctx.at, recordedAt: ctx.recordedAt, actor: ctx.actor }) as CaseEvent;

/** Opens a case. Any counter of the city may take it for any village; it then goes to whoever has the right. */
export function submit(
  caseId: string,
  ctx: Context,
  wish: Submission,
  about: {
    code: string;
    version: number;
    parties: Parties;
    path: CaseState['path'];
    barred: string[];
    helper: string | null;
  },
): CaseEvent | Problem {
  const { rules, viewer } = ctx;
  if (!rules.modes.includes(wish.mode)) return fail('case.mode-not-offered');
  if (!rules.delivery.ways.includes(wish.delivery.way)) return fail('case.delivery-not-offered');
  if (about.parties.person === null && about.parties.employer === null && !rules.anonymousAllowed)
    return fail('case.no-applicant');
  if (wish.mode === 'proxy' && about.parties.agent === null) return fail('case.no-agent');
  const here = viewer.kind === 'staff' && rules.rights.receive.includes(viewer.unit.level) ? viewer.unit : null;
  const unit = here ?? receiver(ctx);
  if (!unit) return fail('case.no-unit');
  const fact: Fact = {
    type: 'submitted',
    data: {
      item: { code: about.code, version: about.version },
      mode: wish.mode,
      channel: wish.channel,
      parties: about.parties,
      path: about.path,
      answers: ctx.answers ?? '',
      delivery: wish.delivery,
      confidential: rules.confidential,
      barred: about.barred,
      helper: about.helper,
      steps: [
        {
          id: '1.0',
          kind: 'intake',
          stage: 'intake',
          unit: unit.id,
          level: unit.level,
          holder: here ? about.helper : null,
        },
      ],
    },
  };
  return envelope(caseId, 1, fact, ctx);
}

/** The lowest unit on the resident's own path that may receive papers for this item, climbing past barred ones. */
function receiver(ctx: Context): UnitRef | null {
  const from = rank(lowest(ctx.rules.rights.receive));
  for (const level of ['village', 'town', 'county', 'city'] as const) {
    if (rank(level) < from || !ctx.rules.rights.receive.includes(level)) continue;
    const unit = ctx.unitFor(level, null);
    if (unit) return unit;
  }
  return null;
}

/** Applies one command. Returns the facts that follow from it, or why it is refused. Changes nothing. */
export function decide(state: CaseState, command: Command, ctx: Context, wantedStep?: string): CaseEvent[] | Problem {
  const held = may(command.action, state, ctx.rules, ctx.viewer, wantedStep);
  if (held === false) return refusal(state, command.action, ctx);
  const draft = new Draft(state, ctx);
  const outcome = apply(draft, command, held === true ? null : held);
  if (isProblem(outcome)) return outcome;
  return draft.facts.map((fact, n) => envelope(state.id, state.seq + 1 + n, fact, ctx));
}

/** Says why not, so that the reader knows what to do: the wrong moment, somebody else's turn, one's own work, or no power. */
function refusal(state: CaseState, action: ActionName, ctx: Context): Problem {
  const { viewer, rules } = ctx;
  const rule = ruleOf(action);
  if (!rule.in.includes(state.status)) return fail('case.not-now', { status: state.status });
  if (viewer.kind !== 'staff') return fail('case.not-yours');
  if (['accept', 'refuse', 'receive'].includes(action)) {
    const right = action === 'receive' ? rules.rights.receive : rules.rights.accept;
    if (!right.includes(viewer.unit.level)) return fail('case.no-power', { level: lowest(right) });
  }
  if (rule.fresh && state.worked.some((work) => work.account === viewer.account)) return fail('case.own-work');
  const mine = state.steps.find((step) => step.unit === viewer.unit.id);
  if (mine?.holder && mine.holder !== viewer.account) return fail('case.held-by-other');
  return fail(mine ? 'permission.denied' : 'case.elsewhere');
}

function enterStage(draft: Draft, index: number, here: UnitRef | null): Problem | undefined {
  const { ctx } = draft;
  const stage = stagesOf(ctx.rules, draft.state.mode)[index];
  if (!stage) return fail('case.no-unit');
  const department = stage.department ?? ctx.rules.department;
  const lead = stage.atAcceptance && here ? here : climb(ctx, stage.level, department);
  if (!lead) return fail('case.no-unit');
  const steps = [draft.step('stage', lead, stage.id)];
  for (const [n, other] of (stage.joint?.departments ?? []).entries()) {
    const unit = climb(ctx, stage.level, other);
    if (!unit) return fail('case.no-unit');
    steps.push(draft.step('joint', unit, stage.id, {}, n + 1));
  }
  draft.add('stage-entered', { stage: stage.id, steps });
}

/** The unit at a level, or, where there is none that may see the case, the one above. */
function climb(ctx: Context, level: Level, department: string | null): UnitRef | null {
  for (const at of ['village', 'town', 'county', 'city'] as const) {
    if (rank(at) < rank(level)) continue;
    const unit = ctx.unitFor(at, department);
    if (unit) return unit;
  }
  return null;
}

function jointMet(draft: Draft): boolean {
  const joint = stageOf(draft.state, draft.ctx.rules)?.joint;
  if (!joint) return true;
  const given = draft.state.opinions.filter((opinion) => opinion.kind === 'joint');
  const agreed = given.filter((opinion) => opinion.agree).length;
  const all = joint.departments.length;
  if (joint.rule === 'any') return agreed > 0 || given.length === all;
  if (joint.rule === 'vote') return agreed * 2 > all || given.length === all;
  return given.length === all;
}

const staffUnit = (ctx: Context): UnitRef | null => (ctx.viewer.kind === 'staff' ? ctx.viewer.unit : null);

/** One visit a day and counter (到现场次数); a second errand on the same visit does not count again. */
function visit(draft: Draft): void {
  const unit = staffUnit(draft.ctx);
  if (!unit) return;
  const day = localDate(draft.ctx.at);
  if (draft.state.visits.some((known) => known.unit === unit.id && known.day === day)) return;
  draft.add('visit-counted', { unit: unit.id, day });
}

function apply(draft: Draft, command: Command, step: Step | null): Problem | undefined {
  const { ctx } = draft;
  const { notes, rules } = ctx;
  const state = draft.state;
  const here = staffUnit(ctx);
  const note = (field: string): string => notes[field] ?? '';
  const open = (kind: Step['kind'], unit: UnitRef, more: Partial<Step>) =>
    draft.add('step-opened', { step: draft.step(kind, unit, state.stage ?? '', more), reason: note('reason') });
  const target = (id: string): UnitRef | Problem => {
    if (state.barred.includes(id)) return fail('case.unit-barred');
    return ctx.unitById(id) ?? fail('case.no-unit');
  };

  switch (command.action) {
    case 'claim':
      draft.add('claimed', { step: step!.id });
      return;

    case 'receive': {
      const acceptor =
        here && rules.rights.accept.includes(here.level) ? here : climb(ctx, lowest(rules.rights.accept), null);
      if (!acceptor) return fail('case.no-unit');
      const holder = here?.id === acceptor.id && ctx.actor.kind === 'staff' ? ctx.actor.account : null;
      draft.add('received', {
        papers: command.data.papers,
        steps: [draft.step('intake', acceptor, 'intake', { holder })],
      });
      if (state.channel === 'counter') visit(draft);
      return;
    }

    case 'notify':
      draft.add('correction-noticed', {
        missing: command.data.missing,
        due: ctx.correctionDue,
        note: notes.note ?? null,
      });
      return;

    case 'supplement':
      draft.add('supplemented', { answers: ctx.answers });
      if (command.data.counter) visit(draft);
      return;

    case 'accept': {
      const { owed, owedDue } = command.data;
      const blocking = ctx.missing.filter((thing) => !(thing.mayBeOwed && owed.includes(thing.code)));
      if (blocking.length > 0) return fail('case.incomplete', { count: blocking.length });
      if (owed.length > 0 && (!owedDue || owedDue > ctx.latestOwedDue || owedDue < localDate(ctx.at))) {
        return fail('case.owed-due', { latest: ctx.latestOwedDue });
      }
      if (state.status === 'submitted') draft.add('received', { papers: [], steps: state.steps });
      const owing = owed.filter((code) => ctx.missing.some((thing) => thing.code === code));
      draft.add('accepted', {
        owed: owing,
        owedDue: owing.length > 0 ? (owedDue ?? null) : null,
        deemed: false,
        note: notes.note ?? null,
      });
      return enterStage(draft, 0, here);
    }

    case 'deemAccepted': {
      const intake = state.steps.find((open) => open.kind === 'intake');
      draft.add('accepted', { owed: [], owedDue: null, deemed: true, note: null });
      return enterStage(draft, 0, intake ? { id: intake.unit, level: intake.level } : null);
    }

    case 'refuse':
      draft.add('acceptance-refused', { reason: note('reason'), basis: command.data.basis });
      draft.add('ended', { ending: 'acceptance-refused', reason: note('reason') });
      return;

    case 'lapse':
      draft.add('correction-lapsed', {}).add('ended', { ending: 'returned', reason: null });
      return;

    case 'supplyOwed': {
      const left = state.owed.filter((code) => !command.data.materials.includes(code));
      if (left.length === state.owed.length) return fail('case.not-owed');
      draft.add('owed-supplied', {
        materials: command.data.materials.filter((code) => state.owed.includes(code)),
        left,
      });
      return;
    }

    case 'lapseOwed':
      draft.add('owed-lapsed', {}).add('ended', { ending: 'terminated', reason: null });
      return;

    case 'pass': {
      draft.add('opinion-given', {
        step: step!.id,
        kind: step!.kind,
        agree: command.data.agree,
        opinion: note('opinion'),
      });
      if (step!.kind !== 'stage') {
        draft.add('step-closed', { step: step!.id });
        return;
      }
      return finishStage(draft, step!, command.data.agree);
    }

    case 'recordOutside': {
      const { system, serial, agree } = command.data;
      draft.add('opinion-given', {
        step: step!.id,
        kind: step!.kind,
        agree,
        opinion: note('outcome'),
        outside: { system, serial },
      });
      if (step!.kind !== 'stage') {
        draft.add('step-closed', { step: step!.id });
        return;
      }
      if (stageOf(state, rules)?.kind === 'decide') return;
      return finishStage(draft, step!, agree);
    }

    case 'returnTo': {
      const stages = stagesOf(rules, state.mode);
      const to = stages.findIndex((stage) => stage.id === command.data.stage);
      const from = stages.findIndex((stage) => stage.id === state.stage);
      if (to < 0 || to >= from) return fail('case.no-such-stage');
      draft.add('stage-returned', { from: state.stage ?? '', to: command.data.stage, reason: note('reason') });
      return enterStage(draft, to, here);
    }

    case 'takeBack': {
      const last = state.worked.at(-1);
      const to = stagesOf(rules, state.mode).findIndex((stage) => stage.id === last?.stage);
      if (!last || to < 0) return fail('case.no-such-stage');
      draft.add('taken-back', { from: state.stage ?? '', to: last.stage, reason: note('reason') });
      return enterStage(draft, to, here);
    }

    case 'transfer': {
      const unit = target(command.data.unit);
      if (isProblem(unit)) return unit;
      if (step!.kind === 'intake' && !rules.rights.receive.includes(unit.level))
        return fail('case.no-power', { level: lowest(rules.rights.receive) });
      if (step!.kind === 'stage' && rank(unit.level) < rank(stageOf(state, rules)?.level ?? 'village')) {
        return fail('case.no-power', { level: stageOf(state, rules)?.level ?? 'village' });
      }
      draft.add('transferred', { step: step!.id, unit, account: command.data.account ?? null, reason: note('reason') });
      return;
    }

    case 'delegate':
    case 'addReviewer': {
      const unit = target(command.data.unit);
      if (isProblem(unit)) return unit;
      const kind = command.action === 'delegate' ? 'delegate' : 'reviewer';
      open(kind, unit, { parent: step!.id, holder: command.data.account ?? null });
      return;
    }

    case 'removeReviewer': {
      const gone = state.steps.find(
        (open) => open.id === command.data.step && open.kind === 'reviewer' && open.parent === step!.id,
      );
      if (!gone) return fail('case.no-such-step');
      draft.add('step-closed', { step: gone.id });
      return;
    }

    case 'reportUp': {
      const unit = ctx.above(step!.unit);
      if (!unit || state.barred.includes(unit.id)) return fail('case.no-unit');
      draft.add('reported-up', { step: step!.id, unit, reason: note('reason') });
      return;
    }

    case 'sendDown': {
      const stage = stageOf(state, rules);
      const unit = stage && climb(ctx, stage.level, stage.department ?? rules.department);
      if (!unit) return fail('case.no-unit');
      draft.add('sent-down', { step: step!.id, unit, reason: note('reason') });
      return;
    }

    case 'addNumber':
      if (state.numbers.some((known) => known.system === command.data.system && known.number === command.data.number))
        return;
      draft.add('number-added', command.data);
      return;

    case 'suspend': {
      const { kind, document, plannedDays } = command.data;
      draft.add('suspended', { kind, document, plannedDays, reason: note('reason') });
      return;
    }

    case 'resume':
      draft.add('resumed', { reason: note('reason') });
      return;

    case 'requestExtension':
      draft.add('extension-requested', {
        step: draft.step('extension', { id: step!.unit, level: step!.level }, state.stage ?? ''),
        reason: note('reason'),
      });
      return;

    case 'approveExtension':
      if (!rules.extension) return fail('case.no-extension');
      draft.add('extension-approved', {
        amount: rules.extension.amount,
        unit: rules.extension.unit,
        opinion: note('opinion'),
      });
      return;

    case 'denyExtension':
      draft.add('extension-denied', { opinion: note('opinion') });
      return;

    case 'decide': {
      const blocked = stageOpen(draft, step!);
      if (blocked) return blocked;
      if (state.owed.length > 0) return fail('case.papers-owed', { count: state.owed.length });
      if (!command.data.granted && !command.data.basis) return fail('case.refusal-basis');
      const at = { id: step!.unit, level: step!.level };
      draft.add('decided', {
        granted: command.data.granted,
        opinion: note('opinion'),
        basis: command.data.basis ?? null,
        result: command.data.result,
        at,
        steps: [draft.step('delivery', at, 'delivery')],
      });
      return;
    }

    case 'correctDecision': {
      const at = here ?? state.parcel?.at;
      if (!at) return fail('case.no-unit');
      draft.add('decision-corrected', {
        granted: command.data.granted,
        reason: note('reason'),
        result: command.data.result,
        steps: [draft.step('delivery', at, 'delivery')],
      });
      return;
    }

    case 'handOver': {
      const to = ctx.unitById(command.data.unit);
      if (!to || state.barred.includes(to.id)) return fail('case.no-unit');
      if (to.id === step!.unit) return fail('case.already-here');
      draft.add('handed-over', {
        from: { id: step!.unit, level: step!.level },
        to,
        steps: [draft.step('delivery', to, 'delivery')],
      });
      return;
    }

    case 'signHandOver':
      draft.add('hand-over-signed', {
        steps: [draft.step('delivery', { id: step!.unit, level: step!.level }, 'delivery')],
      });
      return;

    case 'post':
      draft.add('posted', command.data);
      return;

    case 'deliver':
      draft.add('delivered', { way: command.data.way, signature: notes.signature ?? null });
      if (command.data.way === 'in-person') visit(draft);
      return;

    case 'closeUncollected':
      draft.add('ended', { ending: 'uncollected', reason: notes.reason ?? null });
      return;

    case 'withdraw':
      draft.add('ended', { ending: 'withdrawn', reason: note('reason') });
      return;

    case 'terminate':
      draft.add('ended', { ending: 'terminated', reason: note('reason') });
      return;

    case 'archive':
      draft.add('archived', {});
      return;

    case 'countVisit':
      visit(draft);
      return;
  }
}

function stageOpen(draft: Draft, step: Step): Problem | undefined {
  if (draft.state.steps.some((open) => open.parent === step.id)) return fail('case.reviewers-open');
  if (!jointMet(draft)) return fail('case.joint-open');
}

function finishStage(draft: Draft, step: Step, agree: boolean): Problem | undefined {
  const blocked = stageOpen(draft, step);
  if (blocked) return blocked;
  const stages = stagesOf(draft.ctx.rules, draft.state.mode);
  const index = stages.findIndex((stage) => stage.id === draft.state.stage);
  draft.add('stage-passed', { stage: draft.state.stage ?? '', agree });
  return enterStage(draft, index + 1, { id: step.unit, level: step.level });
}
