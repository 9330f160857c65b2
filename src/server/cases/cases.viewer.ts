import { allowedActions, type ItemRules, mayRead, seesFile, seesResult, type Viewer } from '#domain/cases/allowed.ts';
import type { ActorRef } from '#domain/cases/events.ts';
import type { ActionName } from '#domain/cases/lifecycle.ts';
import { rank } from '#domain/cases/stages.ts';
import type { CaseState } from '#domain/cases/state.ts';
import { Refused } from '#domain/kernel/problem.ts';
import type { Ctx, Staff } from '../context.ts';
import { allIdsOf } from '../identity/index.ts';
import { coverOf, type OrganisationMap, organisationOf, today } from '../organisation/index.ts';
import { unitHasCaseOf } from './cases.repository.ts';
import { successorOf } from './heirs.ts';

type Known = Pick<CaseState, 'handledBy' | 'barred' | 'path'>;

/** How the rules see the caller. */
export async function viewerOf(ctx: Ctx, state: Known | null): Promise<Viewer> {
  const { actor } = ctx;
  if (actor.kind === 'resident') {
    const { person, actsFor, follows, collects } = actor;
    return { kind: 'resident', person, actsFor, follows, collects };
  }
  if (actor.kind === 'system') return { kind: 'system' };
  if (actor.kind !== 'staff') throw new Refused('auth.required');
  const map = await organisationOf(ctx);
  const on = today(ctx);
  return {
    kind: 'staff',
    account: actor.account,
    unit: actor.unit,
    permissions: new Set(Object.keys(actor.permissions)),
    standsInFor: actor.standsInFor,
    covers: await coverOf(ctx, actor.unit.id),
    barred: state !== null && isBarred(map, state.barred, actor.unit.id),
    reach: state !== null && reached(actor, state, map, on),
    succeeds: (unit, level) => {
      let heir = state && successorOf(map, unit, state, on);
      // What the heir has no power for, the next one up with the power does.
      while (heir && rank(map.units.get(heir)?.level ?? 'city') < rank(level)) heir = map.above(heir)?.id ?? null;
      return heir === actor.unit.id;
    },
    over: (permission, unit) => {
      const reach = actor.permissions[permission];
      return reach === 'city' || (reach === 'below' && isBelow(map, unit, actor.unit.id));
    },
  };
}

/**
 * Complained of, carrying on for a unit that is, or below either: what a unit is told, those under it learn, and whoever takes
 * a unit over takes over its people.
 */
export function isBarred(map: OrganisationMap, barred: readonly string[], unit: string): boolean {
  if (barred.length === 0) return false;
  const all = new Set(barred);
  for (const id of all) for (const heir of map.units.get(id)?.became ?? []) all.add(heir);
  return (map.units.get(unit)?.ancestors ?? [unit]).some((id) => all.has(id));
}

const isBelow = (map: OrganisationMap, unit: string, above: string): boolean =>
  map.units.get(unit)?.ancestors.includes(above) ?? false;

/**
 * The actor's unit has handled the case or goes on for one that did and has ended, or, where the role reaches further, stands above
 * such a unit.
 */
function reached(actor: Staff, state: Known, map: OrganisationMap, on: string): boolean {
  const reach = actor.permissions['case.read'] ?? 'own';
  if (reach === 'city') return true;
  const units = state.handledBy.flatMap((unit) => [unit, successorOf(map, unit, state, on) ?? []].flat());
  return units.some((unit) => unit === actor.unit.id || (reach === 'below' && isBelow(map, unit, actor.unit.id)));
}

/**
 * May the caller read this case at all? A confidential one (complaint, inspection, arbitration, petition) is there only for
 * those who handle it now or did, and never for the unit complained of; to everybody else it does not exist.
 */
export function readable(ctx: Pick<Ctx, 'actor'>, viewer: Viewer, state: CaseState): boolean {
  if (mayRead(state, viewer)) return true;
  const open = viewer.kind === 'staff' && !state.confidential && !viewer.barred;
  return open && ctx.actor.kind === 'staff' && ctx.actor.permissions['case.search'] === 'city';
}

/** For staff alone; the applicant gets what is addressed to them. */
export const isInternal = (document: string): boolean => document === 'approval-sheet' || document === 'hand-over';

/** Answers and papers are the applicant's, and of whoever may act for them; a consent to follow the case shows none. */
export async function mustSeeFile(ctx: Ctx, state: CaseState): Promise<void> {
  const viewer = await viewerOf(ctx, state);
  if (viewer.kind === 'resident' && !seesFile(state, viewer)) throw new Refused('not-found');
}

export async function mustSeeDocument(ctx: Ctx, state: CaseState, document: string): Promise<void> {
  const viewer = await viewerOf(ctx, state);
  if (viewer.kind !== 'resident') return;
  const sees = seesFile(state, viewer) || (isResult(document) && seesResult(state, viewer));
  if (isInternal(document) || !sees) throw new Refused('not-found');
}

/** What whoever may only collect is given with the result. */
export const isResult = (document: string): boolean => document === 'decision';

export const actorRef = (ctx: Ctx): ActorRef => {
  const { actor } = ctx;
  if (actor.kind === 'staff') {
    return { kind: 'staff', account: actor.account, unit: actor.unit.id, standsInFor: actor.standsInFor[0] ?? null };
  }
  if (actor.kind === 'resident') return { kind: 'resident', person: actor.person };
  return { kind: 'system' };
};

export const actionsFor = (state: CaseState, rules: ItemRules, viewer: Viewer): ActionName[] =>
  allowedActions(state, rules, viewer);

/** The clerk's unit has a case of this person, or had one. */
export const unitHandles = async (ctx: Ctx, person: string): Promise<boolean> =>
  ctx.actor.kind === 'staff' && unitHasCaseOf(ctx, ctx.actor.unit.id, await allIdsOf(ctx, person));
