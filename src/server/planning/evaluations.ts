import { createHash } from 'node:crypto';
import { Refused } from '#domain/kernel/problem.ts';
import type { UnitLevel } from '#domain/organisation/units.ts';
import { type NetworkChange, type Planned, plannedOf, type Standing } from '#domain/planning/changes.ts';
import { type Evaluation, evaluate, modesOf } from '#domain/planning/evaluate.ts';
import { type ExtraSite, type TravelTable, tableOf } from '#domain/planning/reach.ts';
import type { Mode } from '#domain/planning/travel/network.ts';
import type { Times } from '#domain/planning/travel/times.ts';
import { type Scope, serves } from '#domain/planning/world.ts';
import type { Ctx } from '../context.ts';
import * as repository from './planning.repository.ts';
import { busesFor, busRowTo, busRules, linesOf } from './roads.bus.ts';
import { type NearTable, nearestWith } from './roads.nearest.ts';
import { type AlteredRoads, changesBy, pointOf, roadsFor, rowTo, type Spot } from './roads.ts';
import { settingsOf } from './settings.service.ts';
import { busTravelTimes, travelTimes } from './travel/index.ts';
import { type World, worldOf } from './worlds.ts';

type TravelRow = ExtraSite['rows'][number];

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

/** All travel times with some roads altered, for the solver: searched anew once, for all points, by its job. */
function tableWith(world: World, mode: Mode, { roads }: Planned): Promise<TravelTable> {
  const { tables } = computedOf(world);
  const key = `${mode} ${digestOf(roads)}`;
  const present = tables.get(key);
  if (present) return keep(tables, key, present, mostTables);
  const { content } = world;
  const sites = [...content.points, ...content.premises];
  const making = timesTo(world, mode, sites, roads).then((times) =>
    tableOf(sites.length, content.villages.length, times),
  );
  making.catch(() => tables.delete(key));
  return keep(tables, key, making, mostTables);
}

/** Times of everybody to some places, in workers. */
export async function timesTo(
  world: World,
  mode: Mode,
  sites: readonly Spot[],
  altered: AlteredRoads,
  watch: { signal?: AbortSignal; onProgress?: (share: number) => void } = {},
): Promise<Times> {
  const { speeds, villages, searched } = world.content;
  const byRoad = mode === 'bus' ? 'walk' : mode;
  const roads = altered.length > 0 ? await roadsFor(world, byRoad) : null;
  const request = {
    network: await world.network(),
    speeds,
    sites: sites.map(pointOf),
    demands: villages,
    cutoffSeconds: 60 * searched,
    changes: roads ? changesBy(world, roads, altered) : [],
  };
  if (mode !== 'bus') return travelTimes({ ...request, mode }, watch);
  const lines = altered.length > 0 ? (await busesFor(world, altered)).lines : await linesOf(world);
  return busTravelTimes({ ...request, ...busRules(world), lines }, watch.signal);
}

/** Who reaches each of some places, in workers. */
export async function rowsTo(
  world: World,
  mode: Mode,
  spots: readonly Spot[],
  altered: AlteredRoads,
  watch: { signal?: AbortSignal } = {},
): Promise<TravelRow[]> {
  const found = spots.map(() => ({ demand: [] as number[], seconds: [] as number[] }));
  const times = await timesTo(world, mode, spots, altered, watch);
  times.site.forEach((site, k) => {
    found[site]!.demand.push(times.demand[k]!);
    found[site]!.seconds.push(times.seconds[k]!);
  });
  return found.map(({ demand, seconds }) => ({
    demand: Int32Array.from(demand),
    seconds: Float64Array.from(seconds),
  }));
}

/** Who reaches a place that the tables do not know. */
async function rowOf(world: World, mode: Mode, spot: Spot, altered: AlteredRoads): Promise<TravelRow> {
  const { demand, tenths } =
    mode === 'bus' ? await busRowTo(world, spot, altered) : await rowTo(world, mode, spot, altered);
  return { demand, seconds: Float64Array.from(tenths, (each) => each / 10) };
}

/** So many new places are searched here while somebody waits; a plan that opens more of them goes to the workers, all at once. */
const fewPlaces = 6;

/** Rows of places that the tables do not know, by `keyOf`; those searched lately are at hand. */
async function rowsOfPlaces(
  world: World,
  mode: Mode,
  places: readonly Spot[],
  altered: AlteredRoads,
  keyOf: (spot: Spot) => string,
): Promise<Map<string, TravelRow>> {
  const { rows } = computedOf(world);
  const here = new Map<string, TravelRow>();
  const asked = new Map(places.map((spot) => [keyOf(spot), spot]));
  for (const key of asked.keys()) {
    const known = rows.get(key);
    if (known) here.set(key, keep(rows, key, known, mostRows));
  }
  const missing = [...asked].filter(([key]) => !here.has(key));
  const spots = missing.map(([, spot]) => spot);
  const found =
    missing.length > fewPlaces
      ? await rowsTo(world, mode, spots, altered)
      : await Promise.all(spots.map((spot) => rowOf(world, mode, spot, altered)));
  missing.forEach(([key], at) => {
    here.set(key, keep(rows, key, found[at]!, mostRows));
  });
  return here;
}

export class TravelMissing extends Error {
  readonly modes: Mode[];
  constructor(modes: Mode[]) {
    super(`travel times by ${modes.join(', ')} are not computed yet`);
    this.modes = modes;
  }
}

/** While travel times are computed there is nothing to say of travel; everything else of a plan can be read. */
export async function orWhileWaiting<T>(run: () => Promise<T>, meanwhile: T): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof TravelMissing) return meanwhile;
    throw error;
  }
}

/** The same where nothing can be said without travel times. */
export async function orNotYet<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof TravelMissing) throw new Refused('planning.no-travel');
    throw error;
  }
}

/**
 * A network of a snapshot looked at. With `before`, only what differs is computed anew.
 * @throws TravelMissing when a mode has no travel times yet.
 */
export function evaluationOf(
  world: World,
  changes: readonly NetworkChange[],
  scope: Scope,
  level: UnitLevel,
  before?: Evaluation,
): Promise<Evaluation> {
  return kept(world, [changes, scope, level], async () => {
    const planned = plannedOf(world.content, changes);
    const modes = modesOf(scope, planned);
    if (planned.roads.length === 0) return evaluated(world, planned, scope, level, modes, before);
    const standing = planned.standing.filter((point) => serves(point.level, level));
    const extra = standing.filter(({ index }) => index === null);
    const asked = { standing, extra, acrossBorders: scope.acrossBorders };
    const near = new Map<Mode, NearTable>();
    for (const mode of modes) {
      const found = await nearestWith(world, mode, planned.roads, asked);
      // Where there are no roads none can be altered.
      if (!found) return evaluated(world, planned, scope, level, modes, before);
      near.set(mode, found);
    }
    const tables = new Map(modes.map((mode) => [mode, near.get(mode)!.table]));
    const row = (point: Standing, mode: Mode) => near.get(mode)!.extra[extra.indexOf(point)]!;
    return evaluate(world.content, tables, planned, scope, level, row);
  });
}

/** The same with the times of all pairs, whatever the roads: what a solver chooses among. */
export function wholeEvaluationOf(
  world: World,
  changes: readonly NetworkChange[],
  scope: Scope,
  level: UnitLevel,
): Promise<Evaluation> {
  const planned = plannedOf(world.content, changes);
  if (planned.roads.length === 0) return evaluationOf(world, changes, scope, level);
  return kept(world, [changes, scope, level, 'whole'], () =>
    evaluated(world, planned, scope, level, modesOf(scope, planned)),
  );
}

async function kept(world: World, of: unknown, make: () => Promise<Evaluation>): Promise<Evaluation> {
  const { evaluations } = computedOf(world);
  const key = digestOf(of);
  return keep(evaluations, key, evaluations.get(key) ?? (await make()), mostEvaluations);
}

/** From the times of all pairs, and a row of its own for each point that they do not know. */
async function evaluated(
  world: World,
  planned: Planned,
  scope: Scope,
  level: UnitLevel,
  modes: readonly Mode[],
  before?: Evaluation,
): Promise<Evaluation> {
  const altered = planned.roads;
  const changed = altered.length > 0 && (await world.network()) !== null;
  const found = await Promise.all(modes.map((mode) => (changed ? tableWith(world, mode, planned) : world.table(mode))));
  const missing = modes.filter((_, at) => !found[at]);
  if (missing.length > 0) throw new TravelMissing(missing);
  const needed = planned.standing.filter((point) => point.index === null && serves(point.level, level));
  const roads = altered.length > 0 ? digestOf(altered) : '';
  const rowKey = (mode: Mode, { lon, lat }: Spot) => `${mode} ${lon} ${lat} ${roads}`;
  const rows = new Map<Mode, Map<string, TravelRow>>();
  for (const mode of modes)
    rows.set(mode, await rowsOfPlaces(world, mode, needed, altered, (spot) => rowKey(mode, spot)));
  return evaluate(
    world.content,
    new Map(modes.map((mode, at) => [mode, found[at]!])),
    planned,
    scope,
    level,
    (point, mode) => rows.get(mode)!.get(rowKey(mode, point))!,
    before,
  );
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
