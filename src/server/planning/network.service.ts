import { Refused } from '#domain/kernel/problem.ts';
import type { Mode } from '#domain/planning/travel/network.ts';
import { Snapper, snapWith } from '#domain/planning/travel/snap.ts';
import type { Ctx } from '../context.ts';
import { jobView } from './coverage.service.ts';
import { networkFacts } from './imports.roads.ts';
import * as jobs from './jobs.repository.ts';
import { roadMode } from './roads.ts';
import { settingsOf } from './settings.service.ts';
import { worldOf } from './worlds.ts';

/** Which villages and points no road reaches, and which parts of the network are cut off: what to mend in the data. */
export async function networkReport(ctx: Ctx, wish: { id: string; mode?: Mode | undefined }) {
  const world = await worldOf(ctx.app, wish.id);
  const network = await world.network();
  if (!network) return { by: 'straight-line' as const, nodes: 0, edges: 0, km: 0, islands: [], unsnapped: [] };
  const mode = roadMode(wish.mode ?? (await settingsOf(ctx)).modes.rural);
  const snapper = new Snapper(network, mode, world.content.speeds[mode]);
  const far = <T extends { id: string; name: string; lon: number; lat: number }>(
    kind: 'village' | 'site',
    places: readonly T[],
  ) => {
    const snapping = snapWith(snapper, places);
    return snapping.tooFar.map((at) => {
      const { id, name, lon, lat } = places[at]!;
      const metres = snapping.metres[at]!;
      return { kind, id, name, metres: Number.isFinite(metres) && metres > 0 ? Math.round(metres) : null, lon, lat };
    });
  };
  return {
    by: 'road' as const,
    ...networkFacts(network),
    unsnapped: [...far('village', world.content.villages), ...far('site', world.content.points)],
  };
}

export async function listJobs(ctx: Ctx) {
  return (await jobs.jobsLately(ctx, 30)).map(jobView);
}

export async function stopJob(ctx: Ctx, { id }: { id: string }): Promise<void> {
  if (!(await jobs.findJob(ctx, id))) throw new Refused('not-found');
  await jobs.askToStop(ctx, id, ctx.now);
}
