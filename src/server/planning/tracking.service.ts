import type { NetworkChange } from '#domain/planning/changes.ts';
import { overallFigures } from '#domain/planning/evaluate.ts';
import type { Ctx } from '../context.ts';
import { today } from '../organisation/index.ts';
import { evaluationOf, orWhileWaiting } from './evaluations.ts';
import { clerksByUnit, pointRows } from './points.repository.ts';
import * as repository from './scenarios.repository.ts';
import { getScenario } from './scenarios.service.ts';
import { settingsOf } from './settings.service.ts';
import { type World, worldOf } from './worlds.ts';

/** What would have to change for a snapshot's points to be those of today. */
async function changesSince(ctx: Ctx, world: World): Promise<NetworkChange[]> {
  const on = today(ctx);
  const [rows, clerks] = [await pointRows(ctx, on, false), await clerksByUnit(ctx, on)];
  const present = new Map(rows.map((row) => [row.id, row]));
  const known = new Set(world.content.points.map(({ id }) => id));
  return [
    ...world.content.points.flatMap((point): NetworkChange[] => {
      const row = present.get(point.id);
      if (!row) return [{ kind: 'close', site: point.id }];
      if (row.lon === null || row.lat === null || (row.lon === point.lon && row.lat === point.lat)) return [];
      return [{ kind: 'move', site: point.id, lon: row.lon, lat: row.lat }];
    }),
    ...rows.flatMap((row): NetworkChange[] =>
      known.has(row.id) || row.lon === null || row.lat === null
        ? []
        : [
            {
              kind: 'open',
              site: row.id,
              name: row.name,
              level: row.level,
              lon: row.lon,
              lat: row.lat,
              clerks: clerks.get(row.unit_id) ?? row.counters,
              ...(row.class && { class: row.class }),
            },
          ],
    ),
  ];
}

/** What the plan promised, what is so today, and where they differ: each work that is late, and each point that is otherwise. */
export async function track(ctx: Ctx, wish: { scenario: string }) {
  const row = await getScenario(ctx, wish.scenario);
  const world = await worldOf(ctx.app, row.snapshot_id);
  const { peoplePerClerk } = await settingsOf(ctx);
  const on = today(ctx);
  const figures = (changes: readonly NetworkChange[]) =>
    orWhileWaiting(
      async () => overallFigures(await evaluationOf(world, changes, row.scope, 'village'), peoplePerClerk),
      null,
    );
  const works = await repository.worksOf(ctx, row.id);
  const present = new Set((await pointRows(ctx, on, false)).map(({ id }) => id));
  const otherwise = works.flatMap(({ kind, site_id: site, name, due_on, status }) => {
    // A look back changes nothing on the ground.
    if (kind === 'review') return [];
    const stands = present.has(site);
    const asPlanned = (kind === 'close' || kind === 'move') !== stands;
    const found = status === 'called-off' ? status : due_on > on || asPlanned ? null : stands ? 'stands' : 'missing';
    return found === null ? [] : [{ site, name, planned: kind, found } as const];
  });
  return {
    planned: await figures(row.changes),
    now: await figures(await changesSince(ctx, world)),
    ...(await repository.countWorks(ctx, row.id, on)),
    differs: otherwise,
  };
}
