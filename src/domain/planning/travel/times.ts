import { metresBetween } from './geometry.ts';
import type { RoadChange } from './graph.times.ts';
import { type Allocate, buildGraph } from './graph.ts';
import type { RoadMode, RoadNetwork } from './network.ts';
import { type Point, Snapper, type Snapping, snapWith } from './snap.ts';
import type { SpeedTable } from './speeds.ts';
import { prepare, type Row, Rows, type TravelTask } from './task.ts';

/** Who reaches which site in what time: sorted by site, then demand; pairs beyond the cutoff are left out. */
export interface Times {
  site: Int32Array;
  demand: Int32Array;
  /** In tenths of a second exactly. */
  seconds: Float64Array;
  method: 'roads' | 'straight-line';
  /** Indexes of sites and demands that are too far from any road. */
  sitesOff: number[];
  demandsOff: number[];
  /** Indexes of demands that reach no site within the cutoff, those too far from a road among them. */
  unreached: number[];
}

export interface TimesRequest {
  /** null: straight line × detour. */
  network: RoadNetwork | null;
  mode: RoadMode;
  speeds: SpeedTable;
  sites: readonly Point[];
  demands: readonly Point[];
  cutoffSeconds: number;
  /** What differs from the network: closed roads, other speeds. */
  changes?: readonly RoadChange[];
  /** Metres to a road beyond which a point is named instead of snapped. */
  farthest?: number;
}

export interface Planned {
  task: TravelTask;
  sites: Snapping;
  demands: Snapping;
}

/** Snaps both ends and lays out the work; `Rows` or workers do it. */
export function planTimes(network: RoadNetwork, request: TimesRequest, allocate?: Allocate): Planned {
  const { mode, farthest } = request;
  const speeds = request.speeds[mode];
  const graph = buildGraph(network, mode, speeds, request.changes, allocate);
  const snapper = new Snapper(network, mode, speeds);
  const sites = snapWith(snapper, request.sites, farthest);
  const demands = snapWith(snapper, request.demands, farthest);
  const { approachKmh } = speeds;
  const task = prepare(
    network,
    graph,
    { snapping: sites, approachKmh },
    { snapping: demands, approachKmh },
    request.cutoffSeconds,
    allocate,
  );
  return { task, sites, demands };
}

/** One row per site, in the order of the sites. */
export function assemble(
  rows: readonly Row[],
  demands: number,
  method: Times['method'],
  off: { sitesOff: number[]; demandsOff: number[] },
): Times {
  const count = rows.reduce((sum, { demand }) => sum + demand.length, 0);
  const times: Times = {
    site: new Int32Array(count),
    demand: new Int32Array(count),
    seconds: new Float64Array(count),
    method,
    ...off,
    unreached: [],
  };
  const reached = new Uint8Array(demands);
  let at = 0;
  rows.forEach(({ demand, tenths }, site) => {
    times.site.fill(site, at, at + demand.length);
    times.demand.set(demand, at);
    for (let pair = 0; pair < demand.length; pair++) {
      times.seconds[at + pair] = tenths[pair]! / 10;
      reached[demand[pair]!] = 1;
    }
    at += demand.length;
  });
  for (let demand = 0; demand < demands; demand++) if (reached[demand] === 0) times.unreached.push(demand);
  return times;
}

/** Tenths of a second that each metre of a straight line takes, the detour with it. */
export const straightTenths = ({ detour, straightKmh }: SpeedTable[RoadMode]): number => (36 * detour) / straightKmh;

/** Straight line × detour: for a place whose roads nobody has. */
export function straightRows({ mode, speeds, sites, demands, cutoffSeconds }: TimesRequest): Row[] {
  const perMetre = straightTenths(speeds[mode]);
  const cutoff = Math.floor(10 * cutoffSeconds);
  const farthestDegrees = cutoff / perMetre / 111_000;
  return sites.map((site) => {
    const demand: number[] = [];
    const tenths: number[] = [];
    demands.forEach((people, at) => {
      if (Math.abs(people.lat - site.lat) > farthestDegrees) return;
      const time = Math.round(metresBetween([site.lon, site.lat], [people.lon, people.lat]) * perMetre);
      if (time > cutoff) return;
      demand.push(at);
      tenths.push(time);
    });
    return { demand: Int32Array.from(demand), tenths: Int32Array.from(tenths) };
  });
}

/** People travel to sites: one-way streets are taken in that direction. */
export function timesToSites(request: TimesRequest): Times {
  const demandCount = request.demands.length;
  if (request.network === null)
    return assemble(straightRows(request), demandCount, 'straight-line', { sitesOff: [], demandsOff: [] });
  const { task, sites, demands } = planTimes(request.network, request);
  const rows = new Rows(task);
  return assemble(
    request.sites.map((_, site) => rows.row(site)),
    demandCount,
    'roads',
    { sitesOff: sites.tooFar, demandsOff: demands.tooFar },
  );
}
