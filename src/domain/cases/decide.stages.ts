import type { Problem } from '#domain/kernel/problem.ts';
import type { ResultData } from './commands.ts';
import { climb, type Draft, enterStage, fail, type Handlers, type Outcome } from './draft.ts';
import type { EventData, UnitRef } from './events.ts';
import { stagesOf } from './stages.ts';

/**
 * What the units that must be heard have said so far: under `any` one that agrees is enough, under `vote` more than half
 * of those asked, under `all` every one. Known before everybody has spoken, except under `all`, where each must be heard.
 */
function verdict({ state, stage }: Draft): 'open' | 'agreed' | 'against' {
  const given = state.opinions.filter((opinion) => opinion.stage === state.stage && opinion.kind === 'joint');
  const waiting = state.steps.filter((step) => step.kind === 'joint').length;
  const asked = given.length + waiting;
  if (!stage?.joint || asked === 0) return 'agreed';
  const agreed = given.filter((opinion) => opinion.agree).length;
  const needed = { any: 1, vote: Math.floor(asked / 2) + 1, all: asked }[stage.joint.rule];
  if (agreed >= needed) return 'agreed';
  const lost = stage.joint.rule === 'all' ? waiting === 0 : agreed + waiting < needed;
  return lost ? 'against' : 'open';
}

/** What still keeps a stage from being finished, in favour or not. */
function blocked(draft: Draft, agree: boolean): Problem | undefined {
  if (draft.state.steps.some((open) => open.parent === draft.held.id)) return fail('case.reviewers-open');
  const said = verdict(draft);
  if (said === 'open') return fail('case.joint-open');
  if (said === 'against' && agree) return fail('case.joint-against');
}

const indexOf = (draft: Draft, id: string | null): number =>
  stagesOf(draft.ctx.rules, draft.state.mode).findIndex((stage) => stage.id === id);

/** Gives the opinion; the step that leads the stage passes the case on with it. */
function opine(
  draft: Draft,
  data: { agree: boolean },
  more: Pick<EventData['opinion-given'], 'opinion' | 'outside'>,
): Outcome {
  const step = draft.held;
  const leads = step.kind === 'stage';
  const decides = leads && draft.stage?.kind === 'decide';
  const stop = leads && !decides ? blocked(draft, data.agree) : undefined;
  if (stop) return stop;
  draft.add('opinion-given', { step: step.id, kind: step.kind, agree: data.agree, ...more });
  if (!leads) draft.add('step-closed', { step: step.id });
  if (!leads || decides) return;
  const at: UnitRef = { id: step.unit, level: step.level };
  draft.add('stage-passed', { stage: step.stage, agree: data.agree, at });
  return enterStage(draft, indexOf(draft, step.stage) + 1);
}

/** A result is one of the item's own; a refusal is told by a notice. */
export function resultProblem(draft: Draft, granted: boolean, basis: string | undefined, result: ResultData): Outcome {
  if (!granted && !basis) return fail('case.refusal-basis');
  if (granted ? !draft.ctx.rules.results.includes(result.kind) : result.kind !== 'notice')
    return fail('case.result-kind');
  if (granted && result.kind === 'money' && result.amount === undefined) return fail('case.result-amount');
}

export const stages: Handlers<
  | 'pass'
  | 'recordOutside'
  | 'returnTo'
  | 'takeBack'
  | 'suspend'
  | 'resume'
  | 'requestExtension'
  | 'approveExtension'
  | 'denyExtension'
  | 'decide'
> = {
  pass: (draft, data) => opine(draft, data, { opinion: draft.note('opinion') }),

  recordOutside(draft, { system, serial, agree, doneOn }) {
    if (doneOn !== undefined && doneOn > draft.today) return fail('case.future-day');
    const outside = { system, serial, doneBy: draft.noteIfAny('doneBy'), doneOn: doneOn ?? null };
    return opine(draft, { agree }, { opinion: draft.note('outcome'), outside });
  },

  returnTo(draft, data) {
    const to = indexOf(draft, data.stage);
    const from = draft.held.stage;
    if (to < 0 || to >= indexOf(draft, from)) return fail('case.no-such-stage');
    draft.add('stage-returned', { from, to: data.stage, reason: draft.note('reason') });
    return enterStage(draft, to, { again: true });
  },

  takeBack(draft) {
    const last = draft.state.worked.at(-1)?.stage ?? '';
    draft.add('taken-back', { from: draft.state.stage ?? '', to: last, reason: draft.note('reason') });
    return enterStage(draft, indexOf(draft, last), { again: true, kept: true });
  },

  suspend(draft, { kind, plannedDays }) {
    // Days are left out where the item's own rules know why; a system that is down stops everybody.
    if (kind !== 'outage' && draft.ctx.rules.stops.every((stop) => stop.kind !== kind))
      return fail('case.no-such-stop');
    draft.add('suspended', { kind, document: draft.note('document'), plannedDays, reason: draft.note('reason') });
  },

  resume(draft) {
    draft.add('resumed', { reason: draft.note('reason') });
  },

  /** Granted by the head of the unit that decides (行政许可法 art. 42), and only while there is time left to lengthen. */
  requestExtension(draft) {
    const { ctx, held, stage } = draft;
    if (draft.isPast('decision')) return fail('case.too-late-to-extend');
    const last = stagesOf(ctx.rules, draft.state.mode).at(-1);
    const here = { id: held.unit, level: held.level };
    const unit =
      !last || stage?.kind === 'decide' ? here : climb(ctx, last.level, last.department ?? ctx.rules.department);
    if (!unit) return fail('case.no-unit');
    draft.add('extension-requested', {
      step: draft.step('extension', unit, held.stage),
      reason: draft.note('reason'),
    });
  },

  approveExtension(draft) {
    const { extension } = draft.ctx.rules;
    if (!extension) return fail('case.no-extension');
    if (draft.isPast('decision')) return fail('case.too-late-to-extend');
    draft.add('extension-approved', {
      amount: extension.amount,
      unit: extension.unit,
      opinion: draft.note('opinion'),
    });
  },

  denyExtension(draft) {
    draft.add('extension-denied', { opinion: draft.note('opinion') });
  },

  decide(draft, { granted, basis, result }) {
    const stop = blocked(draft, granted);
    if (stop) return stop;
    const { owed } = draft.state;
    if (owed.length > 0) return fail('case.papers-owed', { count: owed.length });
    const wrong = resultProblem(draft, granted, basis, result);
    if (wrong) return wrong;
    const at = draft.hereForSure;
    draft.add('decided', {
      granted,
      opinion: draft.note('opinion'),
      basis: draft.noteIfAny('basis'),
      result: { kind: result.kind, text: draft.note('result') },
      at,
      steps: [draft.step('delivery', at, 'delivery', { holder: draft.ctx.rules.instant ? draft.account : null })],
    });
  },
};
