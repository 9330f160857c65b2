import type { Change, Figures, ScenarioView } from '#api/planning.ts';
import { Refused } from '#domain/kernel/problem.ts';
import { countsOf, plannedOf, unknownIn } from '#domain/planning/changes.ts';
import { touchedPoints } from '#domain/planning/compare.ts';
import { overallFigures } from '#domain/planning/evaluate.ts';
import { allowedFor, refusalFor, type ScenarioAction } from '#domain/planning/life.ts';
import type { Scope } from '#domain/planning/world.ts';
import type { Ctx } from '../context.ts';
import { accountNames, organisationOf, reaches } from '../organisation/index.ts';
import { evaluationOf, newestWorld, orWhileWaiting, usualScope } from './evaluations.ts';
import type { ScenarioRow } from './scenarios.repository.ts';
import * as repository from './scenarios.repository.ts';
import { settingsOf } from './settings.service.ts';
import { askForTravel } from './snapshots.service.ts';
import { mineWithin } from './solve.service.ts';
import { type World, worldOf } from './worlds.ts';

/** What the actor's role may do to the plan of a unit: those of one's own ground too, whichever department drew them. */
export async function holdsFor(ctx: Ctx, unit: string): Promise<(permission: string) => boolean> {
  const { actor } = ctx;
  if (actor.kind === 'system') return () => true;
  if (actor.kind !== 'staff') return () => false;
  const map = await organisationOf(ctx);
  const [mine, theirs] = [map.units.get(actor.unit.id), map.units.get(unit)];
  const ground = map.path(theirs?.divisionId ?? '').some(({ id }) => id === mine?.divisionId);
  const permissions = ['planning.plan', 'planning.approve', 'planning.adopt'] as const;
  const held = new Set<string>();
  for (const permission of permissions) {
    const reach = actor.permissions[permission];
    if (!reach) continue;
    if ((reach === 'below' && ground) || (await reaches(ctx, actor.unit.id, reach, unit))) held.add(permission);
  }
  return (permission) => held.has(permission);
}

export const accountOf = (ctx: Ctx): string | null => (ctx.actor.kind === 'staff' ? ctx.actor.account : null);

async function check(ctx: Ctx, row: ScenarioRow, action: ScenarioAction): Promise<void> {
  const holds = await holdsFor(ctx, row.unit_id);
  const refused = refusalFor(action, { status: row.status, author: row.author_id }, { account: accountOf(ctx), holds });
  if (refused) throw new Refused(refused, { status: row.status });
}

/** The plan as it was seen, locked, and that this may be done with it. */
export async function seen(
  ctx: Ctx,
  { id, seq }: { id: string; seq: number },
  action: ScenarioAction,
): Promise<ScenarioRow> {
  const row = await repository.lockScenario(ctx, id);
  if (!row) throw new Refused('not-found');
  await check(ctx, row, action);
  if (row.seq !== seq) throw new Refused('conflict.stale');
  return row;
}

export async function getScenario(ctx: Ctx, id: string): Promise<ScenarioRow> {
  const row = await repository.findScenario(ctx, id);
  if (!row) throw new Refused('not-found');
  return row;
}

export async function scenarioView(ctx: Ctx, row: ScenarioRow): Promise<ScenarioView> {
  const map = await organisationOf(ctx);
  const [world, names, holds] = await Promise.all([
    worldOf(ctx.app, row.snapshot_id),
    accountNames(ctx, [row.author_id]),
    holdsFor(ctx, row.unit_id),
  ]);
  return {
    id: row.id,
    name: row.name,
    note: row.note,
    parent: row.parent_id,
    unit: row.unit_id,
    division: { id: row.division_id, name: map.divisions.get(row.division_id)?.name ?? '' },
    snapshot: { id: world.id, name: world.name, asOf: world.asOf },
    status: row.status,
    published:
      row.published_from && row.published_until ? { from: row.published_from, until: row.published_until } : null,
    seq: row.seq,
    scope: row.scope,
    author: { id: row.author_id, name: names.get(row.author_id) ?? '' },
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    counts: countsOf(row.changes),
    figures: row.figures,
    allowedActions: allowedFor({ status: row.status, author: row.author_id }, { account: accountOf(ctx), holds }),
  };
}

export async function listScenarios(
  ctx: Ctx,
  wish: { status?: string | undefined; cursor?: string | undefined; limit: number },
) {
  const rows = await repository.scenariosPage(ctx, { status: wish.status, before: wish.cursor, limit: wish.limit + 1 });
  const shown = rows.slice(0, wish.limit);
  return {
    items: await Promise.all(shown.map((row) => scenarioView(ctx, row))),
    next: rows.length > wish.limit ? (shown.at(-1)?.id ?? null) : null,
  };
}

/** The ground on which a plan may change points: null for the whole city. */
export async function groundOfPlan(ctx: Ctx, row: Pick<ScenarioRow, 'division_id'>): Promise<string | null> {
  const division = (await organisationOf(ctx)).divisions.get(row.division_id);
  return division?.level === 'city' ? null : row.division_id;
}

export async function createScenario(
  ctx: Ctx,
  wish: {
    name: string;
    note: string;
    snapshot?: string | undefined;
    parent?: string | undefined;
    scope: { [K in keyof Scope]?: Scope[K] | undefined };
  },
): Promise<{ id: string }> {
  const { actor } = ctx;
  if (actor.kind !== 'staff') throw new Refused('permission.denied');
  const parent = wish.parent === undefined ? undefined : await getScenario(ctx, wish.parent);
  const world = wish.snapshot
    ? await worldOf(ctx.app, wish.snapshot)
    : parent
      ? await worldOf(ctx.app, parent.snapshot_id)
      : await newestWorld(ctx);
  const base = parent?.scope ?? (await usualScope(ctx));
  const scope = mergedScope(base, wish.scope);
  const map = await organisationOf(ctx);
  const unit = map.units.get(actor.unit.id);
  if (!unit) throw new Refused('permission.denied');
  const within = await groundOfPlan(ctx, { division_id: unit.divisionId });
  const changes = parent?.changes ?? [];
  checkChanges(world, changes, within);
  for (const mode of new Set([scope.mode.urban, scope.mode.rural])) await askForTravel(ctx, world.id, mode);
  const id = ctx.app.id();
  await repository.insertScenario(ctx, {
    id,
    name: wish.name,
    note: wish.note,
    parent: parent?.id ?? null,
    snapshot: world.id,
    unit: unit.id,
    division: unit.divisionId,
    scope,
    changes,
    replacements: parent?.replacements ?? {},
    author: actor.account,
    at: ctx.now,
  });
  const figures = await figuresOfPlan(ctx, world, changes, scope);
  await repository.step(
    ctx,
    { id, seq: 0 },
    parent ? 'branched' : 'created',
    { figures },
    parent ? { from: parent.name } : {},
  );
  return { id };
}

export const mergedScope = (base: Scope, wish: { [K in keyof Scope]?: Scope[K] | undefined }): Scope => ({
  mode: wish.mode ?? base.mode,
  limits: wish.limits ?? base.limits,
  acrossBorders: wish.acrossBorders ?? base.acrossBorders,
});

/** Null while travel times are computed: the figures come with the next edit, or when somebody looks. */
export async function figuresOfPlan(
  ctx: Ctx,
  world: World,
  changes: readonly Change[],
  scope: Scope,
): Promise<Figures | null> {
  const { peoplePerClerk } = await settingsOf(ctx);
  return orWhileWaiting(
    async () => overallFigures(await evaluationOf(world, changes, scope, 'village'), peoplePerClerk),
    null,
  );
}

/** Changes name what the snapshot knows, and lie on the plan's own ground. What-ifs may suppose anything anywhere. */
export function checkChanges(world: World, changes: readonly Change[], within: string | null): void {
  const unknown = unknownIn(world.content, changes);
  if (unknown.length > 0)
    throw new Refused('planning.unknown-place', { count: unknown.length, names: unknown.slice(0, 5).join('、') });
  const mine = mineWithin(within);
  const touched = new Set(touchedPoints(changes));
  const points = [
    ...world.content.points,
    ...plannedOf(world.content, changes).standing.filter(({ how }) => how !== 'kept'),
  ];
  const outside = points.find((point) => touched.has(point.id) && !mine(point));
  if (outside) throw new Refused('planning.outside', { name: outside.name });
}
