import type { PlanningSettings } from '#api/planning.ts';
import { tiandituOrigins } from '#domain/planning/tianditu.ts';
import { roadClasses, roadModes } from '#domain/planning/travel/network.ts';
import { defaultSpeeds, type SpeedTable } from '#domain/planning/travel/speeds.ts';
import { morning } from '#domain/planning/world.ts';
import type { Ctx } from '../context.ts';
import * as repository from './planning.repository.ts';

type Stored = Omit<PlanningSettings, 'publicMap'>;

/** “10+30”: ten minutes on foot in town, thirty by e-bike in the country, until the city says otherwise. */
const beginning: Stored = {
  revision: 0,
  approval: null,
  tiles: { kind: 'own' },
  limits: { urban: 10, rural: 30 },
  modes: { urban: 'walk', rural: 'ebike' },
  departures: { ...morning },
  peoplePerClerk: 3000,
  speeds: {},
  costs: null,
};

/** A map of real places is shown to the public only under its approval number (地图管理条例 art. 15, 审图号). */
export async function settingsOf(ctx: Pick<Ctx, 'db'>): Promise<PlanningSettings> {
  const stored = { ...beginning, ...((await repository.readSetting(ctx)) as Stored | undefined) };
  return { ...stored, publicMap: stored.approval !== null };
}

/** The settings as whoever asks may see them: keys and addresses of tiles, and what things cost, are for those who plan. */
export async function showSettings(ctx: Ctx): Promise<PlanningSettings> {
  const settings = await settingsOf(ctx);
  const staff = ctx.actor.kind === 'staff' && 'planning.read' in ctx.actor.permissions;
  return staff ? settings : { ...settings, tiles: beginning.tiles, costs: beginning.costs };
}

export async function setSettings(ctx: Ctx, wish: Stored): Promise<Record<string, never>> {
  const { revision } = await settingsOf(ctx);
  const approval = wish.approval?.trim() || null;
  await repository.writeSetting(ctx, { ...wish, approval, revision: revision + 1 });
  return {};
}

/** The speeds to begin with, and over them what the city has entered. */
export function speedsOf(settings: PlanningSettings): SpeedTable {
  const table = structuredClone(defaultSpeeds);
  for (const mode of roadModes) {
    const given = settings.speeds[mode];
    for (const roadClass of roadClasses) {
      const kmh = given?.[roadClass];
      if (kmh === undefined) continue;
      table[mode].kmh[roadClass] = kmh;
      // Nobody is quicker in town than on the open road.
      const built = table[mode].builtKmh[roadClass];
      if (built !== undefined && built > kmh) table[mode].builtKmh[roadClass] = kmh;
    }
  }
  return table;
}

/** Whom a page with the map may ask beside ourselves, parted by spaces: nobody, unless the city has set tiles that lie elsewhere. */
export async function tileOrigins(app: Pick<Ctx, 'db'>): Promise<string> {
  const { tiles } = await settingsOf(app);
  if (tiles.kind === 'tianditu') return tiandituOrigins.join(' ');
  return tiles.kind === 'pmtiles' && URL.canParse(tiles.url) ? new URL(tiles.url).origin : '';
}
