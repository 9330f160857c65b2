import { type NetworkChange, plannedOf } from '#domain/planning/changes.ts';
import { costsOf } from '#domain/planning/costs.ts';
import type { Ctx } from '../context.ts';
import { jobView } from './coverage.service.ts';
import { orWhileWaiting } from './evaluations.ts';
import { jobsOfScenario } from './jobs.repository.ts';
import { commentsOf } from './review.service.ts';
import { busesFor } from './roads.bus.ts';
import { warmRoads } from './roads.ts';
import { closingsOfPlan } from './scenarios.closings.ts';
import type { ScenarioRow } from './scenarios.repository.ts';
import * as repository from './scenarios.repository.ts';
import { getScenario, scenarioView } from './scenarios.service.ts';
import { settingsOf } from './settings.service.ts';
import { type World, worldOf } from './worlds.ts';

export async function showScenario(ctx: Ctx, id: string) {
  const row = await getScenario(ctx, id);
  const world = await worldOf(ctx.app, row.snapshot_id);
  makeReady(ctx, world, row.scope);
  const [scenario, jobs, comments, steps, { costs }] = await Promise.all([
    scenarioView(ctx, row),
    jobsOfScenario(ctx, id),
    commentsOf(ctx, id),
    repository.stepsOf(ctx, id),
    settingsOf(ctx),
  ]);
  const planned = plannedOf(world.content, row.changes);
  return {
    scenario,
    changes: row.changes,
    names: namesIn(world, row.changes),
    closings: await orWhileWaiting(
      () => closingsOfPlan(world, row),
      planned.closed.map(({ id: site, name }) => ({
        site,
        name,
        people: 0,
        beyond: 0,
        nearest: null,
        replacement: row.replacements[site] ?? null,
        instead: null,
      })),
    ),
    wish: row.wish,
    result: row.result,
    jobs: jobs.map((row) => jobView(row, ctx.language)),
    comments,
    history: steps.map((step) => ({
      at: step.at.toISOString(),
      by: step.by ?? '',
      what: step.what,
      reason: typeof step.data.reason === 'string' ? step.data.reason : null,
    })),
    costs: costs && costsOf(world.content.points, planned, costs),
  };
}

/** What the changes name, by id: a point may have closed since the snapshot, and what the plan opens is nowhere else. */
function namesIn(world: World, changes: readonly NetworkChange[]): Record<string, string> {
  const { points, villages } = world.content;
  const names: Record<string, string> = {};
  for (const change of changes) {
    if (change.kind === 'open') names[change.site] = change.name;
    else if ('site' in change) {
      const name = points[world.pointAt.get(change.site) ?? -1]?.name;
      if (name !== undefined) names[change.site] ??= name;
    } else if ('place' in change) {
      const { place } = change;
      names[place] =
        world.placeName.get(place) ??
        villages.find(({ id, village }) => id === place || village === place)?.name ??
        place;
    }
  }
  return names;
}

/** Whoever opens a plan is about to move a point on it: the roads are made ready meanwhile. */
function makeReady({ app }: Ctx, world: World, { mode }: ScenarioRow['scope']): void {
  for (const each of new Set([mode.urban, mode.rural])) {
    if (each === 'bus' && world.content.bus === undefined) continue;
    (each === 'bus' ? busesFor(world) : warmRoads(world, each)).catch((error: unknown) =>
      app.log.warn({ operation: 'planning.warm', err: error }),
    );
  }
}
