import { isDeepStrictEqual } from 'node:util';
import type { Change, Figures } from '#api/planning.ts';
import { Refused } from '#domain/kernel/problem.ts';
import { fold, plannedOf } from '#domain/planning/changes.ts';
import { type Costs, costsOf } from '#domain/planning/costs.ts';
import { overallFigures } from '#domain/planning/evaluate.ts';
import { changesFor } from '#domain/planning/propose.ts';
import type { Ctx } from '../context.ts';
import { bothSides, type Edited, movedDemand } from './scenarios.edit.ts';
import type { ScenarioRow } from './scenarios.repository.ts';
import * as repository from './scenarios.repository.ts';
import { figuresOfPlan, getScenario, groundOfPlan, seen } from './scenarios.service.ts';
import { settingsOf } from './settings.service.ts';
import { mineWithin } from './solve.service.ts';
import { type World, worldOf } from './worlds.ts';

/**
 * The changes of a plan with its answer taken over: points of the levels asked about that the answer does not name close, what it
 * opens opens, what it raises, in level or in class, rises.
 * @throws Refused `planning.no-result`
 */
async function changesWithAnswer(ctx: Ctx, world: World, row: ScenarioRow): Promise<Change[]> {
  const { result, wish } = row;
  if (!result || !wish || result.sites.length === 0) throw new Refused('planning.no-result');
  const { standing } = plannedOf(world.content, row.changes);
  const mine = mineWithin(await groundOfPlan(ctx, row));
  const closes = changesFor(standing.filter(mine), [], wish.levels, new Set(result.sites)) as Change[];
  const opens = result.opened.map((one): Change => ({ kind: 'open', ...one }));
  const rises = (result.raised ?? []).map((one): Change => ({ kind: 'upgrade', ...one }));
  return fold(row.changes, [...closes, ...opens, ...rises], []);
}

/**
 * Whether a plan is what its answer proposes: what was proved of the answer is said of the plan only then. Whoever took it over and
 * closed one more by hand has another plan.
 */
export async function isAsAnswered(ctx: Ctx, id: string): Promise<boolean> {
  const row = await getScenario(ctx, id);
  if (!row.result || row.result.sites.length === 0) return false;
  const world = await worldOf(ctx.app, row.snapshot_id);
  const stands = new Set(plannedOf(world.content, row.changes).standing.map((point) => point.id));
  return (
    row.result.sites.every((site) => stands.has(site)) &&
    isDeepStrictEqual(await changesWithAnswer(ctx, world, row), row.changes)
  );
}

export interface Shown {
  seq: number;
  changes: Change[];
  taken: boolean;
  figures: Figures;
  costs: Costs | null;
  demand: Edited['demand'];
}

/** The plan as it would be with the answer. Nothing is changed by looking. */
export async function showAnswer(ctx: Ctx, { id }: { id: string }): Promise<Shown> {
  const row = await getScenario(ctx, id);
  const world = await worldOf(ctx.app, row.snapshot_id);
  const changes = await changesWithAnswer(ctx, world, row);
  const { before, after } = await bothSides(world, row, changes);
  const { peoplePerClerk, costs } = await settingsOf(ctx);
  return {
    seq: row.seq,
    changes,
    taken: isDeepStrictEqual(changes, row.changes),
    figures: overallFigures(after, peoplePerClerk),
    costs: costs && costsOf(world.content.points, after.planned, costs),
    demand: movedDemand(world, before, after),
  };
}

export async function takeAnswer(ctx: Ctx, wish: { id: string; seq: number }): Promise<{ seq: number }> {
  const row = await seen(ctx, wish, 'edit');
  const world = await worldOf(ctx.app, row.snapshot_id);
  const changes = await changesWithAnswer(ctx, world, row);
  const figures = await figuresOfPlan(ctx, world, changes, row.scope);
  return { seq: await repository.step(ctx, row, 'used', { changes, figures }, { digest: row.result?.digest }) };
}

/** Puts the answer away; the plan stays as it is, and the job that found it keeps what it found. */
export async function dropAnswer(ctx: Ctx, wish: { id: string; seq: number }): Promise<{ seq: number }> {
  const row = await seen(ctx, wish, 'solve');
  if (!row.result) throw new Refused('planning.no-result');
  return { seq: await repository.step(ctx, row, 'put-away', { result: null }, { digest: row.result.digest }) };
}
