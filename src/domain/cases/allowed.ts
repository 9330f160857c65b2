import type { Item, Level } from '#domain/catalogue/item.ts';
import type { ProblemCode } from '#domain/kernel/problem.ts';
import type { Step, UnitRef } from './events.ts';
import { type ActionName, actionNames, ruleOf, stagePermission } from './lifecycle.ts';
import { hasRight, rank, stagesOf } from './stages.ts';
import type { CaseState } from './state.ts';

/** Who looks at a case, as far as the rules care. */
export type Viewer =
  | {
      kind: 'staff';
      account: string;
      unit: UnitRef;
      permissions: ReadonlySet<string>;
      /** Absent colleagues whose B this person is today (AB角). */
      standsInFor: readonly string[];
      /**
       * Where nobody can be B, the unit above takes over: who is away from which unit (they may hold other steps at another,
       * where they are at work), and units below with nobody in today.
       */
      covers: { holders: readonly { unit: string; account: string }[]; units: readonly string[] };
      /** The viewer's unit is complained of, or stands below one that is. */
      barred: boolean;
      /** The viewer's unit has handled the case or stands above one that has. */
      reach: boolean;
      /** Whether the role's power reaches a unit below: the head of a unit assigns and transfers there as well. */
      over?: (permission: string, unit: string) => boolean;
      /** Whether, in this case, the viewer's unit goes on for one that has ended, where a power of a level is needed. */
      succeeds?: (unit: string, level: Level) => boolean;
    }
  | {
      kind: 'resident';
      person: string;
      /** Those who let this person file for them, follow their cases, collect their results. */
      actsFor: readonly string[];
      follows: readonly string[];
      collects: readonly string[];
    }
  | { kind: 'system' };
type Staff = Extract<Viewer, { kind: 'staff' }>;
type Resident = Extract<Viewer, { kind: 'resident' }>;

export type ItemRules = Pick<
  Item,
  | 'flow'
  | 'rights'
  | 'instant'
  | 'department'
  | 'modes'
  | 'correctionDays'
  | 'extension'
  | 'delivery'
  | 'deemedAcceptance'
  | 'confidential'
  | 'limits'
  | 'anonymousAllowed'
  | 'stops'
  | 'results'
  | 'form'
  | 'materials'
>;

/** The person whose case it is, or whoever they let act for them; a consent is never passed on. */
const isPrincipal = ({ parties: { person } }: CaseState, viewer: Resident): boolean =>
  person !== null && (person === viewer.person || viewer.actsFor.includes(person));

/**
 * Acts under a power of attorney that a counter has seen, or for nobody but themselves. Whoever filed by consent is no such agent:
 * what they may do ends with the consent.
 */
const isAttorney = ({ parties: { person, agent }, openedAt, mode }: CaseState, viewer: Resident): boolean =>
  agent === viewer.person && (openedAt !== null || mode === 'proxy' || person === null);

const isApplicant = (state: CaseState, viewer: Resident): boolean =>
  isPrincipal(state, viewer) || isAttorney(state, viewer);

/** To sign for a result is a trust of its own: whoever may file does not collect what they asked for. */
const mayCollect = (state: CaseState, viewer: Resident): boolean => {
  const { person } = state.parties;
  return person === viewer.person || isAttorney(state, viewer) || (person !== null && viewer.collects.includes(person));
};

/** There is or was a result to be had. */
const hasResult = ({ status, ending }: CaseState): boolean =>
  status === 'decided' || status === 'delivering' || status === 'completed' || ending === 'uncollected';

/** Whoever may only follow or collect learns of a case how it goes; complaints and the like they do not learn of. */
const mayFollow = (state: CaseState, viewer: Resident): boolean => {
  const { person } = state.parties;
  if (person === null || state.confidential) return false;
  return viewer.follows.includes(person) || (viewer.collects.includes(person) && hasResult(state));
};

/** May this resident see what was filed: answers, papers, documents? Not by a consent to follow alone. */
export const seesFile = (state: CaseState, viewer: Resident): boolean => isApplicant(state, viewer);
/** And the result itself. */
export const seesResult = (state: CaseState, viewer: Resident): boolean =>
  isApplicant(state, viewer) || (!state.confidential && mayCollect(state, viewer));

export const stageOf = (state: CaseState, rules: ItemRules) =>
  stagesOf(rules, state.mode).find((stage) => stage.id === state.stage) ?? null;

/** The viewer's own unit has the step, or today nobody there can, so that the unit above stands in for it. */
const atHand = (viewer: Staff, step: Step): boolean =>
  step.unit === viewer.unit.id || viewer.covers.units.includes(step.unit) || isCovered(viewer, step);

/** Whoever has the step in hand is away from that very unit. */
const isCovered = (viewer: Staff, { holder, unit }: Step): boolean =>
  viewer.covers.holders.some((away) => away.account === holder && away.unit === unit);

/** It waits for whoever comes, or is in the viewer's hands, or in those of an absent colleague for whom they stand in. */
const isFree = (viewer: Staff, step: Step): boolean =>
  step.holder === null ||
  step.holder === viewer.account ||
  (step.unit === viewer.unit.id && viewer.standsInFor.includes(step.holder)) ||
  isCovered(viewer, step) ||
  viewer.covers.units.includes(step.unit);

const mayTouch = (viewer: Staff, step: Step): boolean => atHand(viewer, step) && isFree(viewer, step);

/** Complaints, inspections, arbitration and petitions are known to those alone who handle them or did. */
const handles = (state: CaseState, viewer: Staff): boolean =>
  state.steps.some(
    (step) => mayTouch(viewer, step) || (viewer.permissions.has('case.assign') && atHand(viewer, step)),
  ) ||
  state.responsible === viewer.account ||
  state.worked.some((work) => work.account === viewer.account);

/** May this viewer know of the case by what they did or have to do with it? A confidential one exists for nobody else. */
export function mayRead(state: CaseState, viewer: Viewer): boolean {
  if (viewer.kind === 'system') return true;
  if (viewer.kind === 'resident') return isApplicant(state, viewer) || mayFollow(state, viewer);
  if (viewer.barred) return false;
  if (state.confidential) return handles(state, viewer);
  return viewer.reach || state.steps.some((step) => mayTouch(viewer, step));
}

/**
 * Would this account review its own work at a step of the stage in hand? Handling is no review; an instant item is one
 * sitting with one person. Otherwise: whoever filled in, accepted or did an earlier stage, or was given part of this one
 * to do, passes no judgement on it. To have been asked for an opinion is not to have done the work.
 */
export function isOwnWork(state: CaseState, rules: ItemRules, account: string, kind: Step['kind']): boolean {
  if (rules.instant || kind === 'intake' || kind === 'delivery') return false;
  if (kind === 'extension') return state.extension?.by === account;
  const order = stagesOf(rules, state.mode).map((stage) => stage.id);
  const now = order.indexOf(state.stage ?? '');
  if (stageOf(state, rules)?.kind === 'handle') return false;
  return state.worked.some(
    (work) =>
      work.account === account &&
      work.kind !== 'reviewer' &&
      work.kind !== 'joint' &&
      (order.indexOf(work.stage) < now || (kind === 'stage' && work.stage === state.stage && work.kind === 'delegate')),
  );
}

/** The last to pass the case on, as long as the stage after theirs has not been taken in hand. */
function mayTakeBack(state: CaseState, rules: ItemRules, account: string): boolean {
  const last = state.worked.at(-1);
  const order = stagesOf(rules, state.mode).map((stage) => stage.id);
  const from = order.indexOf(last?.stage ?? '');
  return state.untouched && last?.account === account && from >= 0 && from < order.indexOf(state.stage ?? '');
}

/**
 * May this viewer take this action now, and at which of the open steps? Returns the step, `true` where no step is concerned,
 * or false. `decide` begins with it and `allowedActions` is made of it, so that the two can never differ.
 */
export function may(
  action: ActionName,
  state: CaseState,
  rules: ItemRules,
  viewer: Viewer,
  wanted?: string,
): Step | boolean {
  const found = look(action, state, rules, viewer, wanted);
  return typeof found === 'string' ? false : found;
}

/** As `may`, with the reason where it is no. */
export function look(
  action: ActionName,
  state: CaseState,
  rules: ItemRules,
  viewer: Viewer,
  wanted?: string,
): Step | true | ProblemCode {
  const rule = ruleOf(action);
  if (!rule.in.includes(state.status)) return 'case.not-now';
  if (viewer.kind === 'system')
    return (rule.who.includes('system') && systemMay(action, state, rules)) || 'case.not-yours';
  if (viewer.kind === 'resident') {
    const who = action === 'deliver' ? mayCollect : isApplicant;
    const applicant = rule.who.includes('applicant') && mayRead(state, viewer) && who(state, viewer);
    return (applicant && applicantMay(action, state, viewer)) || 'case.not-yours';
  }
  if (viewer.barred) return 'case.elsewhere';
  const known = wanted === undefined || state.steps.some((step) => step.id === wanted);
  let why: ProblemCode = known ? 'case.elsewhere' : 'case.no-such-step';
  const steps = state.steps.filter((step) => rule.who.includes(step.kind) && (wanted ?? step.id) === step.id);
  // Whoever has a step in hand means that one, and not another that waits in the queue.
  for (const step of steps.toSorted(
    (a, b) => Number(b.holder === viewer.account) - Number(a.holder === viewer.account),
  )) {
    const reason = stepReason(action, state, rules, viewer, step);
    if (reason === null) return step;
    if (reason !== 'case.elsewhere') why = reason;
  }
  const counter = rule.who.includes('counter');
  const staff = rule.who.includes('staff') && viewer.reach;
  if (!counter && !staff) return why;
  if (state.confidential && !handles(state, viewer)) return 'case.elsewhere';
  if (!viewer.permissions.has(rule.permission ?? '')) return 'permission.denied';
  const reason = staffReason(action, state, rules, viewer) ?? true;
  return reason === 'case.elsewhere' ? why : reason;
}

function systemMay(action: ActionName, state: CaseState, rules: ItemRules): boolean {
  if (action === 'deemAccepted') return rules.deemedAcceptance && state.correction === null;
  if (action === 'lapseOwed') return state.owed.length > 0;
  if (action === 'closeUncollected') return isThere(state);
  // Of what has ended only an uncollected result can still be asked for.
  if (action === 'reroute') return state.status !== 'ended' || state.ending === 'uncollected';
  return true;
}

/** The result lies where it is said to be: neither between two units nor in the post. */
const isThere = ({ parcel }: CaseState): boolean => parcel !== null && parcel.inTransit === null && !parcel.posted;

function applicantMay(action: ActionName, state: CaseState, viewer: Resident): boolean {
  switch (action) {
    case 'supplyOwed':
      return state.owed.length > 0;
    case 'changeDelivery':
      return state.parcel === null || isThere(state);
    case 'deliver':
      if (state.status === 'ended' && state.ending !== 'uncollected') return false;
      return state.parcel?.posted === true || (state.delivery.way === 'online' && isThere(state));
    case 'withdraw':
      // What is accepted is the principal's to give up; an agent may withdraw it where there is no other applicant.
      return isPrincipal(state, viewer) || state.parties.person === null || state.acceptance === null;
    default:
      return true;
  }
}

/** The unit that decided, the one that stands in for it today, or the one that goes on for it since it ended. */
const isDecider = ({ decidedAt }: CaseState, rules: ItemRules, viewer: Staff): boolean =>
  decidedAt !== null &&
  (decidedAt.id === viewer.unit.id ||
    viewer.covers.units.includes(decidedAt.id) ||
    viewer.succeeds?.(decidedAt.id, rules.rights.decide) === true);

function staffReason(action: ActionName, state: CaseState, rules: ItemRules, viewer: Staff): ProblemCode | null {
  const at = state.parcel?.at.id ?? '';
  const keepsParcel = at === viewer.unit.id || viewer.covers.units.includes(at);
  switch (action) {
    case 'takeBack':
      return mayTakeBack(state, rules, viewer.account) ? null : 'case.not-now';
    case 'supplyOwed':
      return state.owed.length > 0 ? null : 'case.not-now';
    case 'changeDelivery':
      return state.parcel === null || isThere(state) ? null : 'case.not-now';
    case 'correctDecision':
      if (!isDecider(state, rules, viewer)) return 'case.elsewhere';
      return isOwnWork(state, rules, viewer.account, 'stage') ? 'case.own-work' : null;
    case 'recordPayment':
      if (state.result?.kind !== 'money' || state.granted !== true) return 'case.not-now';
      return isDecider(state, rules, viewer) ? null : 'case.elsewhere';
    case 'recallParcel':
      if (!state.parcel?.posted && !state.parcel?.inTransit) return 'case.not-now';
      return keepsParcel ? null : 'case.elsewhere';
    case 'deliver':
      // Closed as uncollected, and then they come after all.
      if (state.ending !== 'uncollected') return 'case.elsewhere';
      return keepsParcel ? null : 'case.elsewhere';
    case 'handResponsibility': {
      const { responsible } = state;
      const own = [viewer.account, ...viewer.standsInFor, ...viewer.covers.holders.map(({ account }) => account)];
      return responsible !== null && own.includes(responsible) ? null : 'case.elsewhere';
    }
    case 'terminate':
      return rank(viewer.unit.level) >= rank(rules.rights.decide) ? null : 'case.no-power';
    default:
      return null;
  }
}

function stepReason(
  action: ActionName,
  state: CaseState,
  rules: ItemRules,
  viewer: Staff,
  step: Step,
): ProblemCode | null {
  const stage = stageOf(state, rules);
  const permission = permissionFor(action, rules, stage, step);
  // To read of a case below is no power over it.
  const over = permission !== null && permission !== 'case.read' && viewer.over?.(permission, step.unit);
  if (!atHand(viewer, step) && !over) return 'case.elsewhere';
  if (permission === null || !viewer.permissions.has(permission)) return 'permission.denied';
  if (action !== 'assign' && !isFree(viewer, step)) return 'case.held-by-other';
  if (ruleOf(action).fresh && isOwnWork(state, rules, viewer.account, step.kind)) return 'case.own-work';
  const { receive, accept } = rules.rights;
  if (action === 'receive' && !hasRight(receive, step.level, state.barred)) return 'case.no-power';
  if ((action === 'accept' || action === 'refuse') && !hasRight(accept, step.level, state.barred))
    return 'case.no-power';
  return isMoment(action, state, rules, viewer, step) ? null : 'case.not-now';
}

function permissionFor(action: ActionName, rules: ItemRules, stage: ReturnType<typeof stageOf>, step: Step) {
  const { permission } = ruleOf(action);
  if (permission !== 'by-stage') return permission;
  if (!stage) return null;
  // A colleague asked for an opinion needs no more than the power to handle.
  return step.kind === 'stage' ? stagePermission(stage, rules.instant) : 'case.handle';
}

function isMoment(action: ActionName, state: CaseState, rules: ItemRules, viewer: Staff, step: Step): boolean {
  const stage = stageOf(state, rules);
  const decisive = step.kind === 'stage' && stage?.kind === 'decide';
  switch (action) {
    case 'claim':
      // Who stands in for a unit below acts in its place, but takes nothing away from it.
      return (
        step.unit === viewer.unit.id &&
        step.holder !== viewer.account &&
        !isOwnWork(state, rules, viewer.account, step.kind)
      );
    case 'pass':
      return !decisive;
    case 'decide':
      return decisive;
    case 'returnTo':
      return stagesOf(rules, state.mode).findIndex((each) => each.id === state.stage) > 0;
    case 'removeReviewer':
      return state.steps.some((other) => other.parent === step.id);
    case 'reportUp':
      return step.level !== 'city';
    case 'sendDown':
      return (step.from ?? []).length > 0 || (stage !== null && rank(step.level) > rank(stage.level));
    case 'requestExtension':
      return rules.extension !== null && (state.extension === null || state.extension.state === 'denied');
    case 'handOver':
    case 'post':
    case 'closeUncollected':
      return isThere(state);
    case 'signHandOver':
      return state.parcel?.inTransit?.id === step.unit;
    case 'deliver':
      return state.parcel !== null && state.parcel.inTransit === null;
    default:
      return true;
  }
}

/** What this viewer may do now, in the order in which it is likely: every answer about a case carries it. */
export const allowedActions = (state: CaseState, rules: ItemRules, viewer: Viewer): ActionName[] =>
  actionNames.filter((action) => may(action, state, rules, viewer) !== false);
