import { questionsOf } from '#domain/catalogue/form.ts';
import type { Item } from '#domain/catalogue/item.ts';
import { isProblem, type ProblemCode } from '#domain/kernel/problem.ts';
import { may } from './allowed.ts';
import type { CaseEvent, Step } from './events.ts';
import type { ActionName, Status } from './lifecycle.ts';
import { stagesOf } from './stages.ts';
import type { CaseState } from './state.ts';
import { type Actor, accounts, applicant, marker, unitNamed, units, type Wish, World } from './world.testing.ts';

const words = { 'zh-CN': `${marker} 张三`, en: marker };
const note = words['zh-CN'];

/** What the rules may still answer to an action that was allowed: something is wrong with its data, or its date has not come. */
export const dataProblems: Record<ActionName, readonly ProblemCode[]> = {
  claim: [],
  assign: ['case.already-here', 'case.no-such-colleague', 'case.own-work'],
  receive: ['case.unknown-code', 'case.no-unit'],
  notify: ['case.notice-late', 'case.unknown-code', 'case.notice-once', 'case.notice-incomplete'],
  supplement: ['case.unknown-code'],
  accept: ['case.incomplete', 'case.owed-due', 'case.no-unit'],
  refuse: ['case.notice-late'],
  deemAccepted: ['case.not-yet', 'case.no-unit'],
  lapse: ['case.not-yet'],
  supplyOwed: ['case.not-owed'],
  lapseOwed: ['case.not-yet'],
  pass: ['case.reviewers-open', 'case.joint-open', 'case.joint-against', 'case.no-unit'],
  returnTo: ['case.no-such-stage', 'case.no-unit'],
  takeBack: ['case.no-unit'],
  transfer: [
    ...(['case.no-unit', 'case.unit-barred', 'case.already-here', 'case.no-power', 'case.no-department'] as const),
    ...(['case.no-such-colleague', 'case.own-work'] as const),
  ],
  delegate: ['case.no-unit', 'case.unit-barred', 'case.already-here', 'case.no-such-colleague', 'case.own-work'],
  addReviewer: ['case.no-unit', 'case.unit-barred', 'case.already-here', 'case.no-such-colleague', 'case.own-work'],
  removeReviewer: ['case.no-such-step'],
  reportUp: ['case.no-unit'],
  sendDown: ['case.no-unit', 'case.already-here'],
  recordOutside: ['case.reviewers-open', 'case.joint-open', 'case.joint-against', 'case.no-unit', 'case.future-day'],
  addNumber: [],
  suspend: ['case.no-such-stop'],
  resume: [],
  requestExtension: ['case.too-late-to-extend', 'case.no-unit'],
  approveExtension: ['case.too-late-to-extend'],
  denyExtension: [],
  decide: [
    ...(['case.reviewers-open', 'case.joint-open', 'case.joint-against', 'case.papers-owed'] as const),
    ...(['case.refusal-basis', 'case.result-kind', 'case.result-amount'] as const),
  ],
  correctDecision: ['case.refusal-basis', 'case.result-kind', 'case.result-amount'],
  recordPayment: ['case.future-day'],
  handOver: ['case.no-unit', 'case.unit-barred', 'case.already-here'],
  signHandOver: [],
  post: [],
  recallParcel: [],
  deliver: ['case.delivery-way'],
  closeUncollected: ['case.not-yet'],
  changeDelivery: ['case.delivery-not-offered', 'case.no-unit', 'case.unit-barred'],
  handResponsibility: ['case.no-unit', 'case.unit-barred', 'case.already-here', 'case.no-such-colleague'],
  withdraw: [],
  terminate: [],
  reroute: ['case.no-unit'],
  archive: [],
  countVisit: [],
};

const resultOf = (world: World, granted: boolean) => ({
  kind: granted ? world.item.results[0]! : 'notice',
  title: note,
  reference: marker,
  ...(granted && world.item.results[0] === 'money' && { amount: 22_933, firstMonth: '2026-04', accountTail: '0004' }),
});

/** Data with which somebody might well give this command. */
export function dataFor(world: World, action: ActionName, actor: Actor, step: Step | null): object {
  const { state, item } = world;
  const unit = () => (world.some(3) > 0 && step ? step.unit : world.oneOf(units).id);
  const colleague = (at: string) => world.oneOf(accounts.filter((each) => each.unit.id === at)).id;
  const codes = world.missing.map(({ code }) => code);
  switch (action) {
    case 'assign':
      return { account: world.some(3) === 0 ? null : colleague(step!.unit), reason: note };
    case 'receive':
      return { papers: item.materials.slice(0, 2).map(({ code }) => code) };
    case 'notify': {
      const papers = [...codes, ...(world.some(4) === 0 ? item.materials.slice(-1).map(({ code }) => code) : [])];
      const things = [...new Set(papers)].map((code) => ({ kind: 'material', code, note }));
      const answer = { kind: 'answer', code: questionsOf(item.form)[0]!.id, note };
      return { missing: things.length > 0 ? things : [answer], note };
    }
    case 'supplement':
      world.missing = world.some(3) === 0 ? world.missing.slice(0, 1) : [];
      return { counter: world.some(2) === 0 };
    case 'accept': {
      const owed = world.missing.filter(({ mayBeOwed }) => mayBeOwed).map(({ code }) => code);
      return { owed, ...(owed.length > 0 && { owedDue: world.context(actor, {}).latestOwedDue }), note };
    }
    case 'supplyOwed':
      return { materials: state.owed.length > 0 ? [world.oneOf(state.owed)] : ['none'] };
    case 'pass':
      return { agree: world.some(5) > 0, opinion: note };
    case 'returnTo':
      return { stage: world.oneOf(stagesOf(item, state.mode)).id, reason: note };
    case 'transfer':
    case 'addReviewer': {
      const at = unit();
      return { unit: at, ...(world.some(2) === 0 && { account: colleague(at) }), reason: note };
    }
    case 'delegate':
    case 'handResponsibility': {
      const at = unit();
      return { unit: at, account: colleague(at), reason: note };
    }
    case 'removeReviewer':
      return { step: state.steps.find((open) => open.parent === step?.id)?.id ?? 'none' };
    case 'recordOutside': {
      const done = { doneBy: note, doneOn: world.today };
      return { system: '省系统', serial: `SB-${world.some(99)}`, outcome: note, agree: world.some(5) > 0, ...done };
    }
    case 'addNumber':
      return { system: '省系统', number: `P-${world.some(3)}` };
    case 'suspend': {
      const kinds = ['outage', ...item.stops.map(({ kind }) => kind)] as const;
      return { kind: world.oneOf(kinds), reason: note, document: note, plannedDays: 1 + world.some(20) };
    }
    case 'decide':
    case 'correctDecision': {
      const granted = world.some(4) > 0;
      const why = action === 'decide' ? { opinion: note } : { reason: note };
      return { granted, ...why, basis: marker, result: resultOf(world, granted) };
    }
    case 'recordPayment':
      return { outcome: world.oneOf(['paid', 'returned']), on: world.today };
    case 'handOver':
      return { unit: world.some(2) === 0 && state.delivery.unit ? state.delivery.unit : world.oneOf(units).id };
    case 'post':
      return { carrier: note, tracking: marker };
    case 'deliver':
      if (state.parcel?.posted) return { way: 'post' };
      return { way: 'resident' in actor ? 'online' : world.oneOf(['in-person', 'agent']), signature: marker };
    case 'changeDelivery':
      return { way: world.oneOf(item.delivery.ways), unit: world.oneOf(units).id };
    case 'refuse':
    case 'terminate':
      return { reason: note, basis: marker };
    case 'approveExtension':
    case 'denyExtension':
      return { opinion: note };
    case 'reroute': {
      const from = unitNamed('town');
      return { from: from.id, to: world.some(3) === 0 ? null : unitNamed('other-town').id };
    }
    default:
      return needsReason.has(action) ? { reason: note } : {};
  }
}

const needsReason = new Set<ActionName>([
  ...(['takeBack', 'reportUp', 'sendDown', 'resume', 'requestExtension', 'recallParcel'] as const),
  ...(['closeUncollected', 'withdraw'] as const),
]);

/** The first of all people who may take an action now, with the step at which they may. */
function whoMay(world: World, action: ActionName, fits: (step: Step | boolean) => boolean = () => true) {
  for (const actor of world.everybody) {
    const step = may(action, world.state, world.item, world.viewer(actor));
    if (step !== false && fits(step)) return { actor, step: step === true ? null : step };
  }
}

const aside = (step: Step | boolean) => typeof step === 'object' && step.kind !== 'stage';
const main = (step: Step | boolean) => typeof step === 'object' && step.kind === 'stage';

/** One step towards the resident's signature; what is done, or undefined when nobody can do anything for it. */
function stepForward(world: World): readonly CaseEvent[] | undefined {
  const { state } = world;
  const attempt = (
    action: ActionName,
    data: object | (() => object) = {},
    fits?: (step: Step | boolean) => boolean,
  ): readonly CaseEvent[] | undefined => {
    const found = whoMay(world, action, fits);
    if (!found) return undefined;
    const events = world.try(found.actor, action, typeof data === 'function' ? data() : data, found.step?.id);
    return isProblem(events) ? undefined : events;
  };
  world.missing = [];
  const home = state.delivery.unit;
  const travels = state.delivery.way === 'site' && home !== null && home !== state.parcel?.at.id;
  const granted = { granted: true, opinion: note, result: resultOf(world, true) };
  const refused = { granted: false, opinion: note, basis: marker, result: resultOf(world, false) };
  return (
    attempt('supplement') ??
    attempt('supplyOwed', () => ({ materials: state.owed })) ??
    attempt('receive') ??
    attempt('accept') ??
    attempt('resume', { reason: note }) ??
    attempt('denyExtension', { opinion: note }) ??
    attempt('pass', { agree: true, opinion: note }, aside) ??
    attempt('pass', { agree: true, opinion: note }, main) ??
    attempt('pass', { agree: false, opinion: note }, main) ??
    attempt('decide', granted) ??
    attempt('decide', refused) ??
    attempt('signHandOver') ??
    (travels ? attempt('handOver', { unit: home }) : undefined) ??
    attempt('deliver', { way: 'online' }) ??
    attempt('deliver', { way: 'in-person' }, aside) ??
    attempt('deliver', { way: 'post' }) ??
    attempt('removeReviewer', () => ({ step: state.steps.find((open) => open.parent)?.id ?? '' })) ??
    attempt('assign', { account: null, reason: note }, (step) => typeof step === 'object' && step.holder !== null) ??
    attempt('reportUp', { reason: note })
  );
}

/** Some steps on the straight way, or as many as there are. */
export function forward(world: World, steps: number): void {
  for (let n = 0; n < steps && !ended.includes(world.state.status); n += 1) if (!stepForward(world)) return;
}

/** A case that diligent people have brought so far. */
export function until(item: Item, there: (state: CaseState) => boolean, wish: Wish = {}): World {
  const world = new World(item);
  const refused = world.submit({ resident: applicant }, wish);
  for (let n = 0; n < 20 && !refused && !there(world.state); n += 1) forward(world, 1);
  if (refused || !there(world.state)) throw new Error(`${item.code} does not come so far`);
  return world;
}
export const inStage = (item: Item, stage: string): World => until(item, (state) => state.stage === stage);

const ended: readonly Status[] = ['completed', 'ended', 'archived'];

/**
 * Brings a case to its end as diligent people would; says where it is stuck, or nothing. Where everybody who could decide
 * had a hand in the work, the city sends somebody who had not: no rule can do without a second person.
 */
export function finish(world: World): string | undefined {
  world.absent.clear();
  forward(world, 60);
  const [step] = world.state.steps;
  if (!ended.includes(world.state.status) && step) {
    const unit = units.find(({ id }) => id === step.unit)!;
    for (const role of ['reviewer', 'approver'] as const) world.hire(unit, role);
    forward(world, 60);
  }
  const { status, stage, steps } = world.state;
  return ended.includes(status) ? undefined : `stuck in ${status}, stage ${stage}, ${JSON.stringify(steps)}`;
}
