import type { Item } from '#domain/catalogue/item.ts';
import type { Step, UnitRef } from './events.ts';
import { type ActionName, actionNames, ruleOf, stagePermission } from './lifecycle.ts';
import { rank, stagesOf } from './stages.ts';
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
      /** Where nobody can be B, the unit above takes over: absent holders below it, and units below it with nobody in today. */
      covers: { holders: readonly string[]; units: readonly string[] };
      /** The viewer's unit has handled the case or stands above one that has. */
      reach: boolean;
    }
  | { kind: 'resident'; person: string; actsFor: readonly string[] }
  | { kind: 'system' };

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
>;

const isApplicant = (state: CaseState, viewer: Viewer): boolean =>
  viewer.kind === 'resident' &&
  [state.parties.person, state.parties.agent].some(
    (party) => party !== null && (party === viewer.person || viewer.actsFor.includes(party)),
  );

export const stageOf = (state: CaseState, rules: ItemRules) =>
  stagesOf(rules, state.mode).find((stage) => stage.id === state.stage) ?? null;

/** Nobody reviews their own work, not even as somebody's substitute. An instant item is one sitting with one person. */
function ownWork(state: CaseState, rules: ItemRules, account: string): boolean {
  if (rules.instant) return false;
  if (state.extension?.state === 'requested' && state.extension.by === account) return true;
  return state.worked.some((work) => work.account === account);
}

function mayTouch(viewer: Extract<Viewer, { kind: 'staff' }>, step: Step): boolean {
  const { holder, unit } = step;
  if (holder !== null && viewer.covers.holders.includes(holder)) return true;
  if (viewer.covers.units.includes(unit)) return true;
  if (unit !== viewer.unit.id) return false;
  return holder === null || holder === viewer.account || viewer.standsInFor.includes(holder);
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
  const rule = ruleOf(action);
  if (!rule.in.includes(state.status)) return false;
  if (viewer.kind === 'system') return rule.who.includes('system') && systemMay(action, state, rules);
  if (viewer.kind === 'resident') {
    return rule.who.includes('applicant') && isApplicant(state, viewer) && applicantMay(action, state, rules);
  }
  if (state.barred.includes(viewer.unit.id)) return false;
  for (const step of state.steps) {
    if (wanted !== undefined && step.id !== wanted) continue;
    if (!rule.who.includes(step.kind) || !mayTouch(viewer, step)) continue;
    if (stepMay(action, state, rules, viewer, step)) return step;
  }
  const counter = rule.who.includes('counter') && (viewer.reach || !state.confidential);
  const staff = rule.who.includes('staff') && viewer.reach;
  if (!(counter || staff) || !viewer.permissions.has(rule.permission ?? '')) return false;
  return staffMay(action, state, rules, viewer);
}

function systemMay(action: ActionName, state: CaseState, rules: ItemRules): boolean {
  return action !== 'deemAccepted' || (rules.deemedAcceptance && state.correction === null);
}

function applicantMay(action: ActionName, state: CaseState, rules: ItemRules): boolean {
  if (action !== 'deliver') return true;
  return (state.delivery.way === 'online' && rules.delivery.ways.includes('online')) || state.parcel?.posted === true;
}

function staffMay(
  action: ActionName,
  state: CaseState,
  rules: ItemRules,
  viewer: Extract<Viewer, { kind: 'staff' }>,
): boolean {
  if (action === 'takeBack') {
    const last = state.worked.at(-1);
    const untouched = state.opinions.length === 0 && state.steps.every((step) => step.holder === null);
    return last?.account === viewer.account && last.stage !== 'acceptance' && untouched;
  }
  if (action === 'correctDecision') return rank(viewer.unit.level) >= rank(rules.rights.decide);
  return true;
}

function stepMay(
  action: ActionName,
  state: CaseState,
  rules: ItemRules,
  viewer: Extract<Viewer, { kind: 'staff' }>,
  step: Step,
): boolean {
  const rule = ruleOf(action);
  const stage = stageOf(state, rules);
  if (rule.permission === 'by-stage') {
    if (!stage) return false;
    // A colleague asked for an opinion needs no more than the power to handle.
    const needed = step.kind === 'stage' ? stagePermission(stage, rules.instant) : 'case.handle';
    if (!viewer.permissions.has(needed)) return false;
  } else if (!viewer.permissions.has(rule.permission ?? '')) return false;
  if (rule.fresh && ownWork(state, rules, viewer.account) && (stage?.kind !== 'handle' || step.kind === 'extension'))
    return false;
  const decisive = step.kind === 'stage' && stage?.kind === 'decide';
  switch (action) {
    case 'claim':
      return step.holder !== viewer.account;
    case 'receive':
      return rules.rights.receive.includes(viewer.unit.level);
    case 'accept':
    case 'refuse':
      return rules.rights.accept.includes(viewer.unit.level);
    case 'pass':
      return !decisive;
    case 'decide':
      return decisive;
    case 'returnTo':
      return stagesOf(rules, state.mode).findIndex((s) => s.id === state.stage) > 0;
    case 'removeReviewer':
      return state.steps.some((other) => other.parent === step.id && other.kind === 'reviewer');
    case 'reportUp':
      return step.level !== 'city';
    case 'sendDown':
      return stage !== null && rank(step.level) > rank(stage.level);
    case 'requestExtension':
      return rules.extension !== null && state.extension === null;
    case 'handOver':
    case 'post':
      return state.parcel !== null && state.parcel.inTransit === null && !state.parcel.posted;
    case 'signHandOver':
      return state.parcel?.inTransit?.id === step.unit;
    case 'deliver':
    case 'closeUncollected':
      return state.parcel !== null && state.parcel.inTransit === null;
    default:
      return true;
  }
}

/** What this viewer may do now, in the order in which it is likely: every answer about a case carries it. */
export const allowedActions = (state: CaseState, rules: ItemRules, viewer: Viewer): ActionName[] =>
  actionNames.filter((action) => may(action, state, rules, viewer) !== false);
