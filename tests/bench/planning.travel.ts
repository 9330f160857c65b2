import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RoadMode, RoadNetwork } from '#domain/planning/travel/network.ts';
import type { Point } from '#domain/planning/travel/snap.ts';
import { defaultSpeeds, type SpeedTable } from '#domain/planning/travel/speeds.ts';
import { assemble, planTimes, type Times } from '#domain/planning/travel/times.ts';
import { readOsmFile, travelTimes } from '#server/planning/travel/index.ts';
import { rowsInWorkers } from '#server/planning/travel/pool.ts';
import { type AreasFigures, benchAreas } from './planning.travel.areas.ts';
import { drawing, gridNetwork, gridPoints } from './planning.travel.grid.ts';
import { benchRoadsOut, type RoadsOutFigures } from './planning.travel.roads.ts';
import { valhalla } from './planning.travel.valhalla.ts';

export interface TravelBenchOptions {
  /** Folder with `osm/*.osm.pbf`; without it only the made-up grids are measured. */
  data?: string | undefined;
  /** Crossings along one side of the grids. */
  sides?: readonly number[] | undefined;
  /** Origins and destinations on a real extract. */
  places?: number | undefined;
  workers?: number | undefined;
  say?: ((line: string) => void) | undefined;
}

export interface GridFigures {
  nodes: number;
  arcs: number;
  mode: string;
  sites: number;
  demands: number;
  cutoffSeconds: number;
  pairs: number;
  /** Graph, snapping and layout, in one worker. */
  prepareSeconds: number;
  /** The searches, on all workers. */
  searchSeconds: number;
  /** Processor time of the searches, all workers together: hardly changes when the machine is busy with other things. */
  searchCpuSeconds: number;
  /** Of the whole process while it searched, megabytes. */
  peakMegabytes: number;
}

export interface OsmFigures {
  extract: string;
  readSeconds: number;
  nodes: number;
  edges: number;
  mode: string;
  against: string;
  pairs: number;
  /** Our matrix with graph and snapping, and the other's, for the same places. */
  ourSeconds: number;
  theirSeconds: number;
  /** Our time against theirs: 0.02 is two per cent longer. Pairs of a minute and more. */
  median: number;
  /** Of the difference without its sign. */
  medianApart: number;
  p90Apart: number;
  /** Pairs that only we, or only they, cannot reach. */
  onlyWeMiss: number;
  onlyTheyMiss: number;
}

export interface TravelFigures {
  workers: number;
  grids: GridFigures[];
  osm: OsmFigures[];
  roadsOut: RoadsOutFigures;
  areas: AreasFigures[];
  /** Why the comparison is missing, if it is. */
  notCompared: string[];
}

const shared = (bytes: number) => new SharedArrayBuffer(bytes);
const seconds = (since: number): number => Math.round(performance.now() - since) / 1000;

/** The most that the process held while something ran, workers included. */
async function peakOf<T>(work: () => Promise<T>): Promise<{ result: T; megabytes: number }> {
  let most = process.memoryUsage.rss();
  const timer = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss());
  }, 50);
  try {
    const result = await work();
    return { result, megabytes: Math.round(Math.max(most, process.memoryUsage.rss()) / 1e6) };
  } finally {
    clearInterval(timer);
  }
}

const cutoffSeconds = 1800;
const fullSide = 1000;
/** The three modes, and cars once more with every turn counted, as on real roads. */
const variants: readonly { name: string; mode: RoadMode; turns: boolean }[] = [
  { name: 'walk', mode: 'walk', turns: false },
  { name: 'ebike', mode: 'ebike', turns: false },
  { name: 'car', mode: 'car', turns: false },
  { name: 'car, turns', mode: 'car', turns: true },
];

const without = (speeds: SpeedTable, mode: RoadMode, change: Partial<SpeedTable[RoadMode]>): SpeedTable => ({
  ...speeds,
  [mode]: { ...speeds[mode], ...change },
});

/** What a process of its own is told, so that its memory is that of one matrix. */
interface GridOrder {
  side: number;
  workers: number;
  variant: number;
}

/** One matrix by the way that the program goes: laid out by one worker, searched by as many as there are cores. */
async function oneGrid({ side, workers, variant }: GridOrder): Promise<GridFigures> {
  const share = (side / fullSide) ** 2;
  const { name, mode, turns } = variants[variant]!;
  const speeds = turns ? defaultSpeeds : without(defaultSpeeds, mode, { turn: 0 });
  const network = gridNetwork(side);
  const sites = gridPoints(side, Math.round(2487 * share), 's');
  const demands = gridPoints(side, Math.round(10_000 * share), 'd');
  let [begun, cpu] = [0, process.cpuUsage()];
  const start = performance.now();
  const { result: times, megabytes } = await peakOf(() =>
    travelTimes(
      { network, mode, speeds, sites, demands, cutoffSeconds },
      {
        workers,
        onLaidOut: () => {
          begun = performance.now();
          cpu = process.cpuUsage();
        },
      },
    ),
  );
  const { user, system } = process.cpuUsage(cpu);
  return {
    nodes: side * side,
    arcs: 2 * network.from.length,
    mode: name,
    sites: sites.length,
    demands: demands.length,
    cutoffSeconds,
    pairs: times.site.length,
    prepareSeconds: Math.round(begun - start) / 1000,
    searchSeconds: seconds(begun),
    searchCpuSeconds: Math.round((user + system) / 1000) / 1000,
    peakMegabytes: megabytes,
  };
}

function benchGrid(side: number, workers: number, figures: GridFigures[]): void {
  for (const variant of variants.keys()) {
    const order = JSON.stringify({ side, workers, variant } satisfies GridOrder);
    const { stdout, stderr, status } = spawnSync(process.execPath, [import.meta.filename, order], { encoding: 'utf8' });
    if (status !== 0) throw new Error(`a grid ended with ${status}: ${stderr}`);
    figures.push(JSON.parse(stdout) as GridFigures);
  }
}

/** Places near roads, drawn from the network's nodes and moved by up to a hundred metres. */
function placesOn(network: RoadNetwork, count: number, seed: number): Point[] {
  const draw = drawing(seed);
  return Array.from({ length: count }, (_, at) => {
    const node = Math.floor(draw() * network.nodeLon.length);
    return {
      id: `${seed}-${at}`,
      lon: network.nodeLon[node]! / 1e7 + (draw() - 0.5) * 0.002,
      lat: network.nodeLat[node]! / 1e7 + (draw() - 0.5) * 0.002,
    };
  });
}

/** Its cyclist pedals 18 km/h; for an electric bicycle it is told what ours keeps on a main road. */
const against: readonly { mode: RoadMode; costing: string; kmh?: number }[] = [
  { mode: 'walk', costing: 'pedestrian' },
  { mode: 'ebike', costing: 'bicycle', kmh: defaultSpeeds.ebike.kmh.primary },
  { mode: 'car', costing: 'auto' },
];

function compare(times: Times, theirs: readonly (readonly (number | null)[])[]) {
  const ours = theirs.map((row) => row.map((): number | null => null));
  for (let at = 0; at < times.site.length; at++) ours[times.demand[at]!]![times.site[at]!] = times.seconds[at]!;
  const apart: number[] = [];
  let [onlyWeMiss, onlyTheyMiss] = [0, 0];
  theirs.forEach((row, origin) => {
    row.forEach((their, destination) => {
      const our = ours[origin]![destination] ?? null;
      if (our === null && their !== null) onlyWeMiss += 1;
      else if (our !== null && their === null) onlyTheyMiss += 1;
      else if (our !== null && their !== null && their >= 60) apart.push(our / their - 1);
    });
  });
  const at = (values: number[], share: number) =>
    Math.round(1e4 * (values.sort((a, b) => a - b)[Math.floor(share * (values.length - 1))] ?? 0)) / 1e4;
  const size = apart.map(Math.abs);
  return {
    pairs: apart.length,
    median: at(apart, 0.5),
    medianApart: at(size, 0.5),
    p90Apart: at(size, 0.9),
    onlyWeMiss,
    onlyTheyMiss,
  };
}

async function benchOsm(path: string, folder: string, count: number, workers: number, figures: OsmFigures[]) {
  const begun = performance.now();
  const network = await readOsmFile(path);
  const readSeconds = seconds(begun);
  const oracle = await valhalla(path, folder);
  const origins = placesOn(network, count, 1);
  const destinations = placesOn(network, count, 2);
  for (const { mode, costing, kmh } of against) {
    const speeds = without(defaultSpeeds, mode, { approachKmh: null });
    const start = performance.now();
    const request = {
      network,
      mode,
      speeds,
      sites: destinations,
      demands: origins,
      cutoffSeconds: 86_400,
      farthest: 5000,
    };
    const { task, sites, demands } = planTimes(network, request, shared);
    const off = { sitesOff: sites.tooFar, demandsOff: demands.tooFar };
    const times = assemble(await rowsInWorkers(task, { workers }), count, 'roads', off);
    const ourSeconds = seconds(start);
    const theirStart = performance.now();
    const theirs = await oracle.matrix(origins, destinations, costing, kmh);
    figures.push({
      extract: path.split('/').at(-1)!,
      readSeconds,
      nodes: network.nodeLon.length,
      edges: network.from.length,
      mode,
      against: kmh === undefined ? costing : `${costing}, ${kmh} km/h`,
      ourSeconds,
      theirSeconds: seconds(theirStart),
      ...compare(times, theirs),
    });
  }
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

function print(figures: TravelFigures, say: (line: string) => void): void {
  say(
    `\n| crossings | arcs | mode | sites × places | pairs | prepared, s | searched, s | processor, s | peak, MB |\n|---|---|---|---|---|---|---|---|---|`,
  );
  for (const grid of figures.grids)
    say(
      `| ${grid.nodes} | ${grid.arcs} | ${grid.mode} | ${grid.sites} × ${grid.demands} | ${grid.pairs} | ${grid.prepareSeconds.toFixed(1)} | ${grid.searchSeconds.toFixed(1)} | ${grid.searchCpuSeconds.toFixed(1)} | ${grid.peakMegabytes} |`,
    );
  say(
    `\n| extract | mode | against | pairs | median | median apart | p90 apart | ours, s | theirs, s |\n|---|---|---|---|---|---|---|---|---|`,
  );
  for (const each of figures.osm)
    say(
      `| ${each.extract} | ${each.mode} | ${each.against} | ${each.pairs} | ${percent(each.median)} | ${percent(each.medianApart)} | ${percent(each.p90Apart)} | ${each.ourSeconds.toFixed(2)} | ${each.theirSeconds.toFixed(2)} |`,
    );
  const { sites, villages, bridges, median, worst, medianProcessor, worstProcessor, twenty, whole, equal } =
    figures.roadsOut;
  const { mendedProcessor, worstMendedProcessor } = figures.roadsOut;
  say(
    `\nOne road out, ${sites} × ${villages}, ${bridges} of them: median ${median} ms, worst ${worst} ms (processor time ${medianProcessor} and ${worstProcessor} ms; the same roads mended ${mendedProcessor} and ${worstMendedProcessor} ms); twenty at once ${twenty} ms; all pairs anew ${whole} ms; ${equal ? 'the same answers' : 'DIFFERENT ANSWERS'}`,
  );
  for (const { on, mode, squares, metres, first, next, processor, blocked, kilobytes } of figures.areas)
    say(
      `Areas of all points, ${on}, ${mode}: ${squares} squares of ${metres} m, ${first} ms (processor ${processor} ms, nobody else answered for ${blocked} ms at most), another limit ${next} ms, ${kilobytes} kB`,
    );
  for (const line of figures.notCompared) say(line);
}

const extracts = ['porto_portugal.osm.pbf', 'liechtenstein-latest.osm.pbf'];

/**
 * Travel matrices on made-up grids of two sizes by three modes, and on real extracts beside another route planner in the
 * same run: how far apart, and how long each takes.
 */
export async function benchTravel(options: TravelBenchOptions = {}): Promise<TravelFigures> {
  const say = options.say ?? ((line: string) => process.stderr.write(`${line}\n`));
  const workers = options.workers ?? availableParallelism();
  say('travel: roads that are out on the invented prefecture');
  const roadsOut = await benchRoadsOut();
  const sides = options.sides ?? [500, fullSide];
  say('travel: areas of all points');
  const areas = await benchAreas(Math.max(...sides));
  const figures: TravelFigures = { workers, grids: [], osm: [], roadsOut, areas, notCompared: [] };
  for (const side of sides) {
    say(`travel: grid of ${side * side} crossings`);
    benchGrid(side, workers, figures.grids);
  }
  const folder = mkdtempSync(join(tmpdir(), 'doorstep-travel-'));
  try {
    for (const name of extracts) {
      const path = join(options.data ?? '', 'osm', name);
      if (options.data === undefined || !existsSync(path)) {
        figures.notCompared.push(`${name}: not found`);
        continue;
      }
      say(`travel: ${name}`);
      try {
        await benchOsm(path, join(folder, name), options.places ?? 80, workers, figures.osm);
      } catch (error) {
        figures.notCompared.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  print(figures, say);
  return figures;
}

if (import.meta.main) process.stdout.write(JSON.stringify(await oneGrid(JSON.parse(process.argv[2]!) as GridOrder)));
