import type { Change, Figures, Replacement, ScenarioView, Wish } from '#api/planning.ts';
import { Refused } from '#domain/kernel/problem.ts';
import { countsOf, fold, plannedOf, unknownIn } from '#domain/planning/changes.ts';
import { closingsOf, touchedPoints } from '#domain/planning/compare.ts';
import { type Evaluation, overallFigures, villageTimes } from '#domain/planning/evaluate.ts';
import { allowedFor, refusalFor, type ScenarioAction } from '#domain/planning/life.ts';
import { changesFor } from '#domain/planning/propose.ts';
import type { Scope } from '#domain/planning/world.ts';
import type { Ctx } from '../context.ts';
import { accountNames, organisationOf, reaches } from '../organisation/index.ts';
import { evaluationOf, newestWorld, TravelMissing, usualScope } from './evaluations.ts';
import { insertJob } from './jobs.repository.ts';
import type { ScenarioRow } from './scenarios.repository.ts';
import * as repository from './scenarios.repository.ts';
import { settingsOf } from './settings.service.ts';
import { askForTravel } from './snapshots.service.ts';
import { mineWithin, type SolveInput } from './solve.service.ts';
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

const accountOf = (ctx: Ctx): string | null => (ctx.actor.kind === 'staff' ? ctx.actor.account : null);

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
async function groundOfPlan(ctx: Ctx, row: Pick<ScenarioRow, 'division_id'>): Promise<string | null> {
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

const mergedScope = (base: Scope, wish: { [K in keyof Scope]?: Scope[K] | undefined }): Scope => ({
  mode: wish.mode ?? base.mode,
  limits: wish.limits ?? base.limits,
  acrossBorders: wish.acrossBorders ?? base.acrossBorders,
});

/** Null while travel times are computed: the figures come with the next edit, or when somebody looks. */
async function figuresOfPlan(
  ctx: Ctx,
  world: World,
  changes: readonly Change[],
  scope: Scope,
): Promise<Figures | null> {
  try {
    const { peoplePerClerk } = await settingsOf(ctx);
    return overallFigures(await evaluationOf(world, changes, scope, 'village'), peoplePerClerk);
  } catch (error) {
    if (error instanceof TravelMissing) return null;
    throw error;
  }
}

/** Changes name what the snapshot knows, and lie on the plan's own ground. What-ifs may suppose anything anywhere. */
function checkChanges(world: World, changes: readonly Change[], within: string | null): void {
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

export interface Edited {
  seq: number;
  figures: Figures;
  before: Figures;
  demand: { id: string; seconds: number | null; site: string | null }[];
  sites: { id: string; people: number; peoplePerClerk: number | null }[];
  milliseconds: number;
}

export async function editScenario(
  ctx: Ctx,
  wish: { id: string; seq: number; add: Change[]; takeBack: string[] },
): Promise<Edited> {
  const row = await seen(ctx, wish, 'edit');
  const world = await worldOf(ctx.app, row.snapshot_id);
  const changes = fold(row.changes, wish.add, wish.takeBack);
  checkChanges(world, changes, await groundOfPlan(ctx, row));
  const { peoplePerClerk } = await settingsOf(ctx);
  const started = performance.now();
  const { before, after } = await bothSides(world, row, changes);
  const figures = overallFigures(after, peoplePerClerk);
  const milliseconds = Math.round(performance.now() - started);
  const seq = await repository.step(
    ctx,
    row,
    'edited',
    { changes, figures },
    { add: wish.add.slice(0, 50), takeBack: wish.takeBack.slice(0, 50) },
  );
  return {
    seq,
    figures,
    before: overallFigures(before, peoplePerClerk),
    demand: movedDemand(world, before, after),
    sites: movedLoads(before, after),
    milliseconds,
  };
}

async function bothSides(world: World, row: ScenarioRow, changes: readonly Change[]) {
  try {
    const before = await evaluationOf(world, row.changes, row.scope, 'village');
    return { before, after: await evaluationOf(world, changes, row.scope, 'village', before) };
  } catch (error) {
    if (error instanceof TravelMissing) throw new Refused('planning.no-travel');
    throw error;
  }
}

function movedDemand(world: World, before: Evaluation, after: Evaluation): Edited['demand'] {
  const { villages } = world.content;
  const [was, is] = [villageTimes(before, villages.length), villageTimes(after, villages.length)];
  return villages.flatMap(({ id }, at) => {
    const site = after.points[is.site[at]!]?.id ?? null;
    if (was.seconds[at] === is.seconds[at] && (before.points[was.site[at]!]?.id ?? null) === site) return [];
    return [{ id, seconds: is.seconds[at] === Infinity ? null : is.seconds[at]!, site }];
  });
}

function movedLoads(before: Evaluation, after: Evaluation): Edited['sites'] {
  const loads = ({ points, loads }: Evaluation) =>
    new Map(
      points.flatMap((point, at) =>
        point ? [[point.id, { people: Math.round(loads[at]!), clerks: point.clerks }] as const] : [],
      ),
    );
  const [was, is] = [loads(before), loads(after)];
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((id) => {
    const [old, fresh] = [was.get(id), is.get(id)];
    if (old?.people === fresh?.people && old?.clerks === fresh?.clerks) return [];
    const { people, clerks } = fresh ?? { people: 0, clerks: 0 };
    return [{ id, people, peoplePerClerk: clerks > 0 ? people / clerks : null }];
  });
}

/** Each closed point: who went there, where they go now, and what comes instead. Each is judged at its own level. */
export async function closingsOfPlan(world: World, row: Pick<ScenarioRow, 'changes' | 'scope' | 'replacements'>) {
  const { closed } = plannedOf(world.content, row.changes);
  const found = [];
  for (const level of new Set(closed.map((point) => point.level))) {
    // What-ifs hold before and after: only what the plan does itself is looked at.
    const worldOnly = row.changes.filter(({ kind }) => ['people', 'ageing', 'road-out', 'staff'].includes(kind));
    const before = await evaluationOf(world, worldOnly, row.scope, level);
    const after = await evaluationOf(world, row.changes, row.scope, level);
    found.push(
      ...closingsOf(
        before,
        after,
        closed.filter((point) => point.level === level),
      ),
    );
  }
  return found
    .map((closing) => ({ ...closing, replacement: row.replacements[closing.site] ?? usualReplacement(closing) }))
    .sort((a, b) => b.beyond - a.beyond || b.people - a.people || (a.site < b.site ? -1 : 1));
}

/** Where everybody still reaches a point in time, that point is what comes instead; where not, somebody must say. */
const usualReplacement = ({
  beyond,
  nearest,
}: {
  beyond: number;
  nearest: { site: string } | null;
}): Replacement | null => (beyond === 0 && nearest ? { how: 'nearer-point', site: nearest.site } : null);

export async function setReplacement(
  ctx: Ctx,
  wish: { id: string; seq: number; sites: string[]; replacement: Replacement | null },
): Promise<{ seq: number }> {
  const row = await seen(ctx, wish, 'edit');
  const world = await worldOf(ctx.app, row.snapshot_id);
  const planned = plannedOf(world.content, row.changes);
  const unknown = [
    ...wish.sites.filter((site) => !planned.closed.some(({ id }) => id === site)),
    ...(wish.replacement && !planned.standing.some(({ id }) => id === wish.replacement?.site)
      ? [wish.replacement.site]
      : []),
  ];
  if (unknown.length > 0)
    throw new Refused('planning.unknown-place', { count: unknown.length, names: unknown.slice(0, 5).join('、') });
  const replacements = { ...row.replacements };
  for (const site of wish.sites) {
    if (wish.replacement) replacements[site] = wish.replacement;
    else delete replacements[site];
  }
  return { seq: await repository.step(ctx, row, 'replaced', { replacements }, { sites: wish.sites.length }) };
}

export async function renameScenario(
  ctx: Ctx,
  wish: {
    id: string;
    seq: number;
    name?: string | undefined;
    note?: string | undefined;
    scope?: { [K in keyof Scope]?: Scope[K] | undefined } | undefined;
  },
): Promise<{ seq: number }> {
  const row = await seen(ctx, wish, 'edit');
  const scope = wish.scope && mergedScope(row.scope, wish.scope);
  const world = await worldOf(ctx.app, row.snapshot_id);
  if (scope) for (const mode of new Set([scope.mode.urban, scope.mode.rural])) await askForTravel(ctx, world.id, mode);
  const seq = await repository.step(ctx, row, 'renamed', {
    ...(wish.name !== undefined && { name: wish.name }),
    ...(wish.note !== undefined && { note: wish.note }),
    ...(scope && { scope, figures: await figuresOfPlan(ctx, world, row.changes, scope) }),
  });
  return { seq };
}

export async function solveScenario(
  ctx: Ctx,
  wish: { id: string; seq: number; wish: Wish; curve: boolean },
): Promise<{ id: string }> {
  const row = await seen(ctx, wish, 'solve');
  await checkWish(ctx, wish.wish);
  const id = ctx.app.id();
  const input: SolveInput = {
    wish: wish.wish,
    curve: wish.curve,
    changes: row.changes,
    scope: row.scope,
    within: await groundOfPlan(ctx, row),
  };
  await insertJob(ctx, {
    id,
    kind: 'solve',
    input: { ...input },
    snapshot: row.snapshot_id,
    scenario: row.id,
    account: accountOf(ctx),
    at: ctx.now,
  });
  return { id };
}

async function checkWish(ctx: Ctx, wish: Wish): Promise<void> {
  const { costs } = await settingsOf(ctx);
  if (wish.model !== 'lscp' && wish.p === undefined && wish.budget === undefined) throw new Refused('planning.wish-p');
  if (wish.budget === undefined) return;
  if (!costs) throw new Refused('planning.wish-costs');
  const least = Math.min(...wish.levels.map((level) => costs[level].staff));
  if (wish.budget < least)
    throw new Refused('planning.wish-budget', {
      budget: Math.round(wish.budget / 100),
      least: Math.round(least / 100),
    });
}

/** The answer as changes: points of the levels asked about that it does not name close, and what it opens opens. */
export async function useResult(ctx: Ctx, wish: { id: string; seq: number }): Promise<{ seq: number }> {
  const row = await seen(ctx, wish, 'edit');
  if (!row.result || !row.wish || row.result.sites.length === 0) throw new Refused('planning.no-result');
  const world = await worldOf(ctx.app, row.snapshot_id);
  const answered = new Set(row.result.sites);
  const { standing } = plannedOf(world.content, row.changes);
  const mine = mineWithin(await groundOfPlan(ctx, row));
  const add = changesFor(standing.filter(mine), [], row.wish.levels, answered) as Change[];
  const opened = row.result.opened.map((one): Change => ({ kind: 'open', ...one }));
  const changes = fold(row.changes, [...add, ...opened], []);
  const seq = await repository.step(
    ctx,
    row,
    'used',
    {
      changes,
      figures: await figuresOfPlan(ctx, world, changes, row.scope),
    },
    { digest: row.result.digest },
  );
  return { seq };
}
