import { createHash } from 'node:crypto';
import { Refused } from '#domain/kernel/problem.ts';
import type { UnitLevel } from '#domain/organisation/units.ts';
import { type NetworkChange, type Planned, plannedOf } from '#domain/planning/changes.ts';
import { type Evaluation, evaluate, modesOf } from '#domain/planning/evaluate.ts';
import { type TravelTable, tableOf } from '#domain/planning/reach.ts';
import type { Mode } from '#domain/planning/travel/network.ts';
import { type Scope, serves } from '#domain/planning/world.ts';
import type { Ctx } from '../context.ts';
import * as repository from './planning.repository.ts';
import { edgesNear, roadMode, rowTo, type TravelRow } from './roads.ts';
import { settingsOf } from './settings.service.ts';
import { travelTimes } from './travel/index.ts';
import { type World, worldOf } from './worlds.ts';

/** What was computed of a snapshot: the last networks looked at, and rows and tables that were searched for them. */
interface Computed {
  evaluations: Map<string, Evaluation>;
  rows: Map<string, TravelRow>;
  tables: Map<string, Promise<TravelTable>>;
}
const computed = new WeakMap<World, Computed>();
const mostEvaluations = 16;
const mostRows = 2000;
const mostTables = 4;

const computedOf = (world: World): Computed => {
  const present = computed.get(world);
  if (present) return present;
  const fresh: Computed = { evaluations: new Map(), rows: new Map(), tables: new Map() };
  computed.set(world, fresh);
  return fresh;
};

/** Puts a value under a key as the last used, and lets go of those used longest ago. */
function keep<T>(map: Map<string, T>, key: string, value: T, most: number): T {
  map.delete(key);
  map.set(key, value);
  for (const old of map.keys()) {
    if (map.size <= most) break;
    map.delete(old);
  }
  return value;
}

const digestOf = (value: unknown): string => createHash('sm3').update(JSON.stringify(value)).digest('hex');

/** Travel times with some roads out: searched anew once, for all points. */
function tableWithout(world: World, mode: Mode, planned: Planned): Promise<TravelTable> {
  const { tables } = computedOf(world);
  const key = `${mode} ${digestOf(planned.roadsOut)}`;
  const present = tables.get(key);
  if (present) return keep(tables, key, present, mostTables);
  const { content } = world;
  const making = world.network().then(async (network) => {
    const changes = network ? planned.roadsOut.flatMap((out) => edgesNear(network, out, out.metres)) : [];
    const sites = [...content.points, ...content.premises];
    const times = await travelTimes({
      network,
      mode: roadMode(mode),
      speeds: content.speeds,
      sites,
      demands: content.villages,
      cutoffSeconds: 60 * content.searched,
      changes,
    });
    return tableOf(sites.length, content.villages.length, times);
  });
  making.catch(() => tables.delete(key));
  return keep(tables, key, making, mostTables);
}

export class TravelMissing extends Error {
  readonly modes: Mode[];
  constructor(modes: Mode[]) {
    super(`travel times by ${modes.join(', ')} are not computed yet`);
    this.modes = modes;
  }
}

/**
 * A network of a snapshot looked at. With `before`, only what differs is computed anew.
 * @throws TravelMissing when a mode has no travel times yet.
 */
export async function evaluationOf(
  world: World,
  changes: readonly NetworkChange[],
  scope: Scope,
  level: UnitLevel,
  before?: Evaluation,
): Promise<Evaluation> {
  const { evaluations, rows } = computedOf(world);
  const key = digestOf([changes, scope, level]);
  const present = evaluations.get(key);
  if (present) return keep(evaluations, key, present, mostEvaluations);
  const planned = plannedOf(world.content, changes);
  const modes = modesOf(scope, planned);
  const found = await Promise.all(
    modes.map((mode) => (planned.roadsOut.length > 0 ? tableWithout(world, mode, planned) : world.table(mode))),
  );
  const missing = modes.filter((_, at) => !found[at]);
  if (missing.length > 0) throw new TravelMissing(missing);
  const needed = planned.standing.filter((point) => point.index === null && serves(point.level, level));
  const rowKey = (mode: Mode, { lon, lat }: { lon: number; lat: number }) => `${mode} ${lon} ${lat}`;
  for (const point of needed)
    for (const mode of modes) {
      const at = rowKey(mode, point);
      if (!rows.has(at)) keep(rows, at, await rowTo(world, mode, point), mostRows + needed.length * modes.length);
    }
  const evaluation = evaluate(
    world.content,
    new Map(modes.map((mode, at) => [mode, found[at]!])),
    planned,
    scope,
    level,
    (point, mode) => rows.get(rowKey(mode, point))!,
    before,
  );
  return keep(evaluations, key, evaluation, mostEvaluations);
}

/** The rules under which a city looks at itself when nothing else is asked. */
export async function usualScope(ctx: Pick<Ctx, 'db'>): Promise<Scope> {
  const { modes, limits } = await settingsOf(ctx);
  return { mode: modes, limits, acrossBorders: true };
}

/** The points of the newest snapshot, or that there is none, or whose travel times are awaited. */
export async function evaluationToday(
  ctx: Pick<Ctx, 'app' | 'db'>,
  level: UnitLevel,
): Promise<{ world: World; evaluation: Evaluation } | { snapshot: string | null }> {
  const row = await repository.newestSnapshot(ctx);
  if (!row) return { snapshot: null };
  const world = await worldOf(ctx.app, row.id);
  try {
    return { world, evaluation: await evaluationOf(world, [], await usualScope(ctx), level) };
  } catch (error) {
    if (error instanceof TravelMissing) return { snapshot: row.id };
    throw error;
  }
}

export async function newestWorld(ctx: Pick<Ctx, 'app' | 'db'>): Promise<World> {
  const row = await repository.newestSnapshot(ctx);
  if (!row) throw new Refused('planning.no-snapshot');
  return worldOf(ctx.app, row.id);
}
