import { closed } from './graph.times.ts';
import { type Allocate, partOf, pieceOf, type TravelGraph } from './graph.ts';
import { nodeKinds, waysBefore } from './graph.turns.ts';
import type { RoadNetwork } from './network.ts';
import { Search, type SearchGraph } from './search.ts';
import { TurnSearch } from './search.turns.ts';
import type { Snapping } from './snap.ts';
import { headOf, isBarred, tailOf } from './ways.ts';

/**
 * Everything that is needed to find who reaches a site, as flat arrays that workers share. Times are tenths of a second.
 */
export interface TravelTask extends SearchGraph {
  sites: number;
  demands: number;
  cutoff: number;
  /** Where the search of a site begins: pairs (state, time) from seeds[2·seedStart[site]]. */
  seedStart: Uint32Array;
  seeds: Uint32Array;
  /** With turns: twice the node at which the way of each seed begins, and one more where a turn is forbidden at its end. */
  seedNode: Uint32Array;
  /** State → number of a watch, or -1; a watch names the people who set out there: pairs (demand, time to get there). */
  watched: Int32Array;
  watchStart: Uint32Array;
  watches: Uint32Array;
  /** People on the very road of a site: pairs (demand, time). */
  directStart: Uint32Array;
  direct: Uint32Array;
}

/** Pairs under a key, as flat arrays: counted first, then filled. */
function grouped(
  keys: number,
  each: (put: (key: number, a: number, b: number) => void) => void,
  allocate: Allocate,
): { start: Uint32Array; pairs: Uint32Array } {
  const start = new Uint32Array(allocate(4 * (keys + 1)));
  each((key) => {
    start[key + 1]! += 1;
  });
  for (let key = 0; key < keys; key++) start[key + 1]! += start[key]!;
  const pairs = new Uint32Array(allocate(8 * start[keys]!));
  const next = start.slice();
  each((key, a, b) => {
    const at = next[key]!++;
    pairs[2 * at] = a;
    pairs[2 * at + 1] = b;
  });
  return { start, pairs };
}

export interface Ends {
  snapping: Snapping;
  /** On foot between the point and the road; null: not counted. */
  approachKmh: number | null;
}

const approach = ({ snapping, approachKmh }: Ends, at: number): number =>
  approachKmh === null ? 0 : Math.round((snapping.metres[at]! / approachKmh) * 36);

/** Where a search for the site begins: the states from which one comes upon its road. */
export function seedsOf(
  network: RoadNetwork,
  graph: TravelGraph,
  ends: Ends,
  site: number,
  put: (state: number, time: number) => void,
): void {
  const edge = ends.snapping.edge[site]!;
  if (edge < 0) return;
  const fraction = ends.snapping.fraction[site]!;
  const before = approach(ends, site);
  for (const way of [2 * edge, 2 * edge + 1]) {
    const part = partOf(graph, way, fraction, 'before');
    if (part === closed) continue;
    const partly = part + before;
    if (graph.turns)
      waysBefore(graph, graph.turns, tailOf(network, way), way, (before, turn) => put(before, turn + partly));
    else if (!isBarred(network, graph.mode, tailOf(network, way))) put(tailOf(network, way), partly);
  }
}

/** Where people set out: the states at the ends of their road, with the time to get there. */
export function watchesOf(
  network: RoadNetwork,
  graph: TravelGraph,
  ends: Ends,
  demand: number,
  put: (state: number, time: number) => void,
): void {
  const edge = ends.snapping.edge[demand]!;
  if (edge < 0) return;
  const fraction = ends.snapping.fraction[demand]!;
  const before = approach(ends, demand);
  for (const way of [2 * edge, 2 * edge + 1]) {
    const part = partOf(graph, way, fraction, 'after');
    if (part === closed) continue;
    const partly = part + before;
    const head = headOf(network, way);
    if (graph.turns) put(way, partly);
    else if (!isBarred(network, graph.mode, head)) put(head, partly + graph.wait[way]!);
  }
}

/** Time between two points on one road, or undefined where it is closed in that direction. */
export function directTime(
  graph: TravelGraph,
  sites: Ends,
  site: number,
  demands: Ends,
  demand: number,
): number | undefined {
  const time = pieceOf(
    graph,
    sites.snapping.edge[site]!,
    demands.snapping.fraction[demand]!,
    sites.snapping.fraction[site]!,
  );
  return time === closed ? undefined : time + approach(sites, site) + approach(demands, demand);
}

const ownMemory: Allocate = (bytes) => new ArrayBuffer(bytes);

export function prepare(
  network: RoadNetwork,
  graph: TravelGraph,
  sites: Ends,
  demands: Ends,
  cutoffSeconds: number,
  allocate: Allocate = ownMemory,
): TravelTask {
  const cutoff = Math.floor(10 * cutoffSeconds);
  const siteCount = sites.snapping.edge.length;
  const demandCount = demands.snapping.edge.length;
  const seeds = grouped(
    siteCount,
    (put) => {
      for (let site = 0; site < siteCount; site++)
        seedsOf(network, graph, sites, site, (state, time) => put(site, state, time));
    },
    allocate,
  );
  const seedNode = new Uint32Array(allocate(graph.turns ? 2 * seeds.pairs.length : 0));
  for (let at = 0; at < seedNode.length; at++) {
    const way = seeds.pairs[2 * at]!;
    const forbidden = graph.turns!.kind[headOf(network, way)]! & nodeKinds.forbidden;
    seedNode[at] = 2 * tailOf(network, way) + (forbidden ? 1 : 0);
  }
  const watched = new Int32Array(allocate(4 * graph.states)).fill(-1);
  let watches = 0;
  for (let demand = 0; demand < demandCount; demand++)
    watchesOf(network, graph, demands, demand, (state) => {
      if (watched[state]! < 0) watched[state] = watches++;
    });
  const people = grouped(
    watches,
    (put) => {
      for (let demand = 0; demand < demandCount; demand++)
        watchesOf(network, graph, demands, demand, (state, time) => put(watched[state]!, demand, time));
    },
    allocate,
  );
  const onEdge = new Map<number, number[]>();
  demands.snapping.edge.forEach((edge, demand) => {
    if (edge >= 0) onEdge.set(edge, [...(onEdge.get(edge) ?? []), demand]);
  });
  const direct = grouped(
    siteCount,
    (put) => {
      for (let site = 0; site < siteCount; site++)
        for (const demand of onEdge.get(sites.snapping.edge[site]!) ?? []) {
          const time = directTime(graph, sites, site, demands, demand);
          if (time !== undefined && time <= cutoff) put(site, demand, time);
        }
    },
    allocate,
  );
  return {
    states: graph.states,
    start: graph.start,
    arcs: graph.arcs,
    turns: graph.turns,
    wait: graph.wait,
    run: graph.turns ? graph.run : new Uint32Array(allocate(0)),
    seedNode,
    sites: siteCount,
    demands: demandCount,
    cutoff,
    seedStart: seeds.start,
    seeds: seeds.pairs,
    watched,
    watchStart: people.start,
    watches: people.pairs,
    directStart: direct.start,
    direct: direct.pairs,
  };
}

/** Who reaches one site: demands in ascending order, and their times in tenths of a second. */
export interface Row {
  demand: Int32Array;
  tenths: Int32Array;
}

/** Works a task off, site by site. */
export class Rows {
  readonly #task: TravelTask;
  readonly #search: Search | TurnSearch;
  readonly #best: Int32Array;

  constructor(task: TravelTask) {
    this.#task = task;
    this.#search = task.turns ? new TurnSearch(task, task.turns, task.cutoff) : new Search(task, task.cutoff);
    this.#best = new Int32Array(task.demands).fill(-1);
  }

  row(site: number): Row {
    const best = this.#best;
    const reached = this.#reach(site, site + 1);
    const demand = Int32Array.from(reached).sort();
    const tenths = demand.map((index) => best[index]!);
    for (const index of reached) best[index] = -1;
    return { demand, tenths };
  }

  /** How long everybody needs to the nearest site, tenths of a second; −1: to none within the cutoff. One search from all sites. */
  nearest(): Int32Array {
    const reached = this.#reach(0, this.#task.sites);
    const times = this.#best.slice();
    for (const index of reached) this.#best[index] = -1;
    return times;
  }

  /** Searches from some sites at once; `#best` holds the times of those who are answered. */
  #reach(first: number, end: number): number[] {
    const { cutoff, seedStart, seeds, seedNode, watchStart, watches, directStart, direct } = this.#task;
    const best = this.#best;
    const reached: number[] = [];
    const arrive = (demand: number, time: number) => {
      if (time > cutoff) return;
      const known = best[demand]!;
      if (known < 0) reached.push(demand);
      else if (known <= time) return;
      best[demand] = time;
    };
    for (let at = directStart[first]!; at < directStart[end]!; at++) arrive(direct[2 * at]!, direct[2 * at + 1]!);
    const settled = (watch: number, time: number) => {
      for (let at = watchStart[watch]!; at < watchStart[watch + 1]!; at++)
        arrive(watches[2 * at]!, time + watches[2 * at + 1]!);
    };
    this.#search.begin();
    for (let at = seedStart[first]!; at < seedStart[end]!; at++)
      this.#search.seed(seeds[2 * at]!, seeds[2 * at + 1]!, seedNode[at]!, settled);
    this.#search.run(settled);
    return reached;
  }
}
