import type { FeatureCollection } from '#api/planning.ts';
import { Refused } from '#domain/kernel/problem.ts';
import type { UnitLevel } from '#domain/organisation/units.ts';
import type { Mode } from '#domain/planning/travel/network.ts';
import { serves } from '#domain/planning/world.ts';
import type { Ctx } from '../context.ts';
import { findSite } from '../sites/index.ts';
import { newestWorld } from './evaluations.ts';
import { layerNamed, readLayer } from './layers.service.ts';
import { areaAround, bandsOf, networkReach } from './roads.area.ts';
import { settingsOf } from './settings.service.ts';

export async function pointArea(ctx: Ctx, wish: { id: string; mode?: Mode | undefined; minutes: number }) {
  const site = await findSite(ctx, wish.id);
  if (!site) throw new Refused('not-found');
  if (site.lon === null || site.lat === null) throw new Refused('planning.no-place', { name: site.name });
  const world = await newestWorld(ctx);
  const mode = wish.mode ?? (await settingsOf(ctx)).modes.rural;
  const { by, people, coordinates, square } = await areaAround(
    world,
    mode,
    { lon: site.lon, lat: site.lat },
    wish.minutes,
  );
  return {
    mode,
    minutes: wish.minutes,
    by,
    square,
    people,
    polygon: { type: 'MultiPolygon' as const, coordinates },
  };
}

export async function networkAreas(ctx: Ctx, wish: { level: UnitLevel; mode?: Mode | undefined; minutes: number }) {
  const world = await newestWorld(ctx);
  const mode = wish.mode ?? (await settingsOf(ctx)).modes.rural;
  const { digest } = (await layerNamed(ctx, 'boundaries')) ?? {};
  const borders = digest && { digest, read: () => readLayer<FeatureCollection>(ctx.app, digest) };
  const reach = await networkReach(world, mode, wish.level, borders);
  return {
    mode,
    level: wish.level,
    by: reach.by,
    asOf: world.asOf,
    points: world.content.points.filter(({ level }) => serves(level, wish.level)).length,
    ...bandsOf(world, reach, wish.minutes),
  };
}
