import { isProblem, type Problem } from '#domain/kernel/problem.ts';
import { isOwnWork } from './allowed.ts';
import { climb, type Draft, entryUnit, fail, type Handlers, type Outcome, target } from './draft.ts';
import type { Step, UnitRef } from './events.ts';
import { hasRight, lowest, rank } from './stages.ts';

/** A colleague can be asked only where they work, and never to judge what they did themselves. */
function colleague(draft: Draft, unit: UnitRef, account: string | null, kind: Step['kind']): Outcome {
  if (account === null) return;
  if (!draft.ctx.worksAt(account, unit.id)) return fail('case.no-such-colleague');
  if (isOwnWork(draft.state, draft.ctx.rules, account, kind)) return fail('case.own-work');
}

function ask(
  draft: Draft,
  kind: 'reviewer' | 'delegate',
  data: { unit: string; account?: string | undefined },
): Outcome {
  const unit = target(draft, data.unit);
  if (isProblem(unit)) return unit;
  const holder = data.account ?? null;
  if (holder !== null && holder === draft.account) return fail('case.already-here');
  const wrong = colleague(draft, unit, holder, kind);
  if (wrong) return wrong;
  const step = draft.step(kind, unit, draft.held.stage, { parent: draft.held.id, holder });
  draft.add('step-opened', { step, reason: draft.note('reason') });
}

/** A step goes only to a unit that has the power for it: a transfer moves work, never power. */
function powerFor(draft: Draft, step: Step, unit: UnitRef): Problem | undefined {
  const { ctx, state, stage } = draft;
  if (step.kind === 'delivery' || step.kind === 'reviewer' || step.kind === 'delegate') return;
  if (step.kind === 'intake') {
    const right = state.status === 'submitted' ? ctx.rules.rights.receive : ctx.rules.rights.accept;
    return hasRight(right, unit.level, state.barred) ? undefined : fail('case.no-power', { level: lowest(right) });
  }
  if (!stage || stage.atAcceptance) return;
  if (rank(unit.level) < rank(stage.level)) return fail('case.no-power', { level: stage.level });
  const departments =
    step.kind === 'joint' ? (stage.joint?.departments ?? []) : [stage.department ?? ctx.rules.department];
  if (ctx.rules.instant || departments.some((department) => ctx.holds(unit.id, department))) return;
  return fail('case.no-department');
}

/** The unit that has a step's power, where whoever carries on a closed unit's work has it not. */
function withPower({ ctx, state, stage }: Draft, step: Step): UnitRef | null {
  if (step.kind === 'intake') {
    const { receive, accept } = ctx.rules.rights;
    return entryUnit(ctx, state.status === 'submitted' ? receive : accept, state.barred);
  }
  if (!stage) return null;
  const departments =
    step.kind === 'joint' ? (stage.joint?.departments ?? []) : [stage.department ?? ctx.rules.department];
  for (const department of departments) {
    const unit = climb(ctx, stage.level, department);
    if (unit) return unit;
  }
  return null;
}

/** The next unit up that has the stage's power; where none has, the one above in the tree of units. */
function nextUp(draft: Draft, step: Step): UnitRef | null {
  const { ctx, stage } = draft;
  for (const level of ['town', 'county', 'city'] as const) {
    if (rank(level) <= rank(step.level)) continue;
    const unit = ctx.unitFor(level, stage?.department ?? ctx.rules.department);
    if (unit && unit.id !== step.unit) return unit;
  }
  return ctx.above(step.unit);
}

export const hands: Handlers<
  | 'claim'
  | 'assign'
  | 'transfer'
  | 'delegate'
  | 'addReviewer'
  | 'removeReviewer'
  | 'reportUp'
  | 'sendDown'
  | 'handResponsibility'
  | 'reroute'
> = {
  claim(draft) {
    draft.add('claimed', { step: draft.held.id });
  },

  assign(draft, { account }) {
    const step = draft.held;
    if (step.holder === account) return fail('case.already-here');
    const wrong = colleague(draft, { id: step.unit, level: step.level }, account, step.kind);
    if (wrong) return wrong;
    draft.add('assigned', { step: step.id, account, reason: draft.note('reason') });
  },

  transfer(draft, data) {
    const step = draft.held;
    const unit = target(draft, data.unit);
    if (isProblem(unit)) return unit;
    const account = data.account ?? null;
    if (unit.id === step.unit && account === step.holder) return fail('case.already-here');
    const wrong =
      (unit.id === step.unit ? undefined : powerFor(draft, step, unit)) ?? colleague(draft, unit, account, step.kind);
    if (wrong) return wrong;
    draft.add('transferred', { step: step.id, unit, account, reason: draft.note('reason') });
  },

  delegate: (draft, data) => ask(draft, 'delegate', data),
  addReviewer: (draft, data) => ask(draft, 'reviewer', data),

  removeReviewer(draft, { step }) {
    const gone = draft.state.steps.find((open) => open.id === step && open.parent === draft.held.id);
    if (!gone) return fail('case.no-such-step');
    draft.add('step-closed', { step: gone.id });
  },

  reportUp(draft) {
    const unit = nextUp(draft, draft.held);
    if (!unit) return fail('case.no-unit');
    draft.add('reported-up', { step: draft.held.id, unit, reason: draft.note('reason') });
  },

  sendDown(draft) {
    const step = draft.held;
    const { ctx, stage } = draft;
    const reporter = step.from?.at(-1);
    const back = reporter && !ctx.isBarred(reporter.id) ? ctx.unitById(reporter.id) : null;
    const unit = back ?? (stage && climb(ctx, stage.level, stage.department ?? ctx.rules.department));
    if (!unit) return fail('case.no-unit');
    if (unit.id === step.unit) return fail('case.already-here');
    draft.add('sent-down', { step: step.id, unit, reason: draft.note('reason') });
  },

  handResponsibility(draft, data) {
    const unit = target(draft, data.unit);
    if (isProblem(unit)) return unit;
    if (data.account === draft.state.responsible) return fail('case.already-here');
    if (!draft.ctx.worksAt(data.account, unit.id)) return fail('case.no-such-colleague');
    draft.add('responsibility-handed', { unit, account: data.account, reason: draft.note('reason') });
  },

  reroute(draft, data) {
    const { ctx, state } = draft;
    const { steps, parcel, delivery, acceptedAt, decidedAt } = state;
    const places = [
      ...steps.map((step) => step.unit),
      ...[parcel?.at, parcel?.inTransit, acceptedAt, decidedAt].map((place) => place?.id),
      delivery.unit,
    ];
    if (!places.includes(data.from)) return;
    const heir = data.to === null ? null : target(draft, data.to);
    const to = heir && !isProblem(heir) ? heir : ctx.above(data.from);
    if (!to) return fail('case.no-unit');
    const powers = steps
      .filter((step) => step.unit === data.from && powerFor(draft, step, to))
      .flatMap((step) => {
        const unit = withPower(draft, step);
        return unit ? [{ step: step.id, unit }] : [];
      });
    const { decide } = ctx.rules.rights;
    const decider =
      decidedAt?.id === data.from && rank(to.level) < rank(decide) ? climb(ctx, decide, ctx.rules.department) : null;
    draft.add('rerouted', {
      from: data.from,
      to,
      ...(powers.length > 0 && { powers }),
      ...(decider && { decider }),
    });
  },
};
