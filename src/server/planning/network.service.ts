import { Refused } from '#domain/kernel/problem.ts';
import { stopsOf } from '#domain/planning/travel/bus.ts';
import type { Mode } from '#domain/planning/travel/network.ts';
import { Snapper, snapWith } from '#domain/planning/travel/snap.ts';
import type { Ctx } from '../context.ts';
import { jobView } from './coverage.service.ts';
import { networkFacts } from './imports.roads.ts';
import * as jobs from './jobs.repository.ts';
import { settingsOf } from './settings.service.ts';
import { worldOf } from './worlds.ts';

/** Which villages, points, stops and ferries no road reaches, and which parts of the network are cut off: what to mend in the data. */
export async function networkReport(ctx: Ctx, wish: { id: string; mode?: Mode | undefined }) {
  const world = await worldOf(ctx.app, wish.id);
  const network = await world.network();
  if (!network) return { by: 'straight-line' as const, nodes: 0, edges: 0, km: 0, islands: [], unsnapped: [] };
  const asked = wish.mode ?? (await settingsOf(ctx)).modes.rural;
  // To the bus people walk.
  const mode = asked === 'bus' ? 'walk' : asked;
  const snapper = new Snapper(network, mode, world.content.speeds[mode]);
  const far = <T extends { id: string; name: string; lon: number; lat: number }>(
    kind: 'village' | 'site' | 'stop',
    places: readonly T[],
    by = snapper,
  ) => {
    const snapping = snapWith(by, places);
    return snapping.tooFar.map((at) => {
      const { id, name, lon, lat } = places[at]!;
      const metres = snapping.metres[at]!;
      return { kind, id, name, metres: Number.isFinite(metres) && metres > 0 ? Math.round(metres) : null, lon, lat };
    });
  };
  const stops = stopsOf((await world.bus()) ?? []);
  const onFoot =
    mode === 'walk' || stops.length === 0 ? snapper : new Snapper(network, 'walk', world.content.speeds.walk);
  const ferries = (await world.ferriesOff()).map(({ name, from }) => ({
    kind: 'ferry' as const,
    id: `${name} ${from.lon} ${from.lat}`,
    name,
    metres: null,
    ...from,
  }));
  return {
    by: 'road' as const,
    ...networkFacts(network),
    unsnapped: [
      ...far('village', world.content.villages),
      ...far('site', world.content.points),
      ...far(
        'stop',
        stops.map(({ id, lon, lat }) => ({ id: `${id} ${lon} ${lat}`, name: id, lon, lat })),
        onFoot,
      ),
      ...ferries,
    ],
  };
}

export async function listJobs(ctx: Ctx) {
  return (await jobs.jobsLately(ctx, 30)).map((row) => jobView(row, ctx.language));
}

export async function stopJob(ctx: Ctx, { id }: { id: string }): Promise<void> {
  if (!(await jobs.findJob(ctx, id))) throw new Refused('not-found');
  await jobs.askToStop(ctx, id, ctx.now);
}
