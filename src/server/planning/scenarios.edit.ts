import type { Change, Figures, Replacement, Wish } from '#api/planning.ts';
import { Refused } from '#domain/kernel/problem.ts';
import { fold, plannedOf } from '#domain/planning/changes.ts';
import { pricesClass } from '#domain/planning/costs.ts';
import { type Evaluation, overallFigures, villageTimes } from '#domain/planning/evaluate.ts';
import { knowsCases } from '#domain/planning/propose.ts';
import { type Scope, serves } from '#domain/planning/world.ts';
import type { Ctx } from '../context.ts';
import { evaluationOf, orNotYet } from './evaluations.ts';
import { insertJob } from './jobs.repository.ts';
import { besideRoad, onRoad, roadModesOf } from './roads.ts';
import type { ScenarioRow } from './scenarios.repository.ts';
import * as repository from './scenarios.repository.ts';
import { accountOf, checkChanges, figuresOfPlan, groundOfPlan, mergedScope, seen } from './scenarios.service.ts';
import { settingsOf } from './settings.service.ts';
import { askForTravel } from './snapshots.service.ts';
import type { SolveInput } from './solve.service.ts';
import { type World, worldOf } from './worlds.ts';

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
  const changes = fold(row.changes, await onRoads(world, row.scope, wish.add), wish.takeBack);
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

/** Whoever points beside a road means it; where there is none near, that is told. */
const onRoads = (world: World, scope: Scope, add: readonly Change[]): Promise<Change[]> =>
  Promise.all(
    add.map(async (change) => {
      if (change.kind !== 'road-out' && change.kind !== 'road-speed') return change;
      if ((await world.network()) === null) throw new Refused('planning.no-roads');
      const kmh = change.kind === 'road-speed' ? change.kmh : null;
      const spot = await onRoad(world, roadModesOf(scope), { ...change, kmh });
      if (!spot) throw new Refused('planning.no-road-near', { metres: besideRoad });
      return { ...change, lon: spot.lon, lat: spot.lat };
    }),
  );

export const bothSides = (world: World, row: ScenarioRow, changes: readonly Change[]) =>
  orNotYet(async () => {
    const before = await evaluationOf(world, row.changes, row.scope, 'village');
    return { before, after: await evaluationOf(world, changes, row.scope, 'village', before) };
  });

export function movedDemand(world: World, before: Evaluation, after: Evaluation): Edited['demand'] {
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
  await checkWish(ctx, wish.wish, row);
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

async function checkWish(ctx: Ctx, wish: Wish, row: ScenarioRow): Promise<void> {
  const { content } = await worldOf(ctx.app, row.snapshot_id);
  const { costs } = await settingsOf(ctx);
  if (wish.model !== 'lscp' && wish.p === undefined && wish.budget === undefined) throw new Refused('planning.wish-p');
  // The solver's least worst looks at the nearest point of each person.
  if (wish.model === 'p-center' && wish.backup > 1) throw new Refused('planning.wish-backup');
  if (wish.casesPerClerk !== undefined && wish.peoplePerClerk !== undefined) throw new Refused('planning.wish-load');
  if (wish.casesPerClerk !== undefined && !knowsCases(content.villages)) throw new Refused('planning.wish-cases');
  const { standing } = plannedOf(content, row.changes);
  const empty = wish.levels.find((level) => !standing.some((point) => serves(point.level, level)));
  if (empty && wish.candidates === 'existing') throw new Refused('planning.wish-level', { level: empty });
  const longest = Math.max(...Object.values(wish.limits));
  if (longest > content.searched)
    throw new Refused('planning.wish-limit', { minutes: longest, most: content.searched });
  if (wish.raiseClasses && !wish.threeCentres) throw new Refused('planning.wish-centres');
  if (wish.budget === undefined) return;
  if (!costs) throw new Refused('planning.wish-costs');
  // A budget in which a higher class costs nothing would promise what it does not hold.
  const unpriced = wish.raiseClasses && wish.levels.find((level) => !pricesClass(costs[level]));
  if (unpriced) throw new Refused('planning.wish-class-costs', { level: unpriced });
  const least = Math.min(...wish.levels.map((level) => costs[level].staff));
  if (wish.budget < least)
    throw new Refused('planning.wish-budget', {
      budget: Math.round(wish.budget / 100),
      least: Math.round(least / 100),
    });
}
