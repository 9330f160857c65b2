import type { Change, Figures, Replacement, Wish } from '#api/planning.ts';
import { Refused } from '#domain/kernel/problem.ts';
import { fold, plannedOf } from '#domain/planning/changes.ts';
import { type Evaluation, overallFigures, villageTimes } from '#domain/planning/evaluate.ts';
import { changesFor } from '#domain/planning/propose.ts';
import type { Scope } from '#domain/planning/world.ts';
import type { Ctx } from '../context.ts';
import { evaluationOf, orNotYet } from './evaluations.ts';
import { insertJob } from './jobs.repository.ts';
import type { ScenarioRow } from './scenarios.repository.ts';
import * as repository from './scenarios.repository.ts';
import { accountOf, checkChanges, figuresOfPlan, groundOfPlan, mergedScope, seen } from './scenarios.service.ts';
import { settingsOf } from './settings.service.ts';
import { askForTravel } from './snapshots.service.ts';
import { mineWithin, type SolveInput } from './solve.service.ts';
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

const bothSides = (world: World, row: ScenarioRow, changes: readonly Change[]) =>
  orNotYet(async () => {
    const before = await evaluationOf(world, row.changes, row.scope, 'village');
    return { before, after: await evaluationOf(world, changes, row.scope, 'village', before) };
  });

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
export async function takeAnswer(ctx: Ctx, wish: { id: string; seq: number }): Promise<{ seq: number }> {
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
