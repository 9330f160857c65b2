import { closed, type RoadChange } from './graph.times.ts';
import { buildGraph, type TravelGraph } from './graph.ts';
import type { RoadMode, RoadNetwork } from './network.ts';
import { Search, type SearchGraph } from './search.ts';
import { type Point, Snapper, type Snapping, snapWith } from './snap.ts';
import type { ModeSpeeds } from './speeds.ts';
import { type Ends, prepare, type Row, Rows, type TravelTask } from './task.ts';
import { assemble, type Times, type TimesRequest } from './times.ts';
import { headOf, tailOf } from './ways.ts';

/** The same arcs the other way round: from people to sites. */
function turned({ states, start, arcs }: SearchGraph): SearchGraph {
  const turnedStart = new Uint32Array(states + 1);
  for (let at = 0; at < arcs.length; at += 2) turnedStart[arcs[at]! + 1]! += 1;
  for (let state = 0; state < states; state++) turnedStart[state + 1]! += turnedStart[state]!;
  const turnedArcs = new Uint32Array(arcs.length);
  const next = turnedStart.slice();
  for (let state = 0; state < states; state++)
    for (let at = start[state]!; at < start[state + 1]!; at++) {
      const place = next[arcs[2 * at]!]!++;
      turnedArcs[2 * place] = state;
      turnedArcs[2 * place + 1] = arcs[2 * at + 1]!;
    }
  return { states, start: turnedStart, arcs: turnedArcs };
}

const nobody = new Int32Array(0);

/**
 * Travel times that are kept up to date: a point or a road changes, and only the sites that it touches are searched again.
 * What it gives is what `timesToSites` would give from scratch for the same points and changes.
 */
export class LiveTimes {
  readonly #network: RoadNetwork;
  readonly #mode: RoadMode;
  readonly #speeds: ModeSpeeds;
  readonly #cutoffSeconds: number;
  readonly #farthest: number | undefined;
  readonly #snapper: Snapper;
  readonly #demands: Ends;
  readonly #sites: Point[] = [];
  readonly #rows: Row[] = [];
  readonly #changes = new Map<number, RoadChange>();
  #graph: TravelGraph;

  constructor(request: TimesRequest & { network: RoadNetwork }) {
    this.#network = request.network;
    this.#mode = request.mode;
    this.#speeds = request.speeds[request.mode];
    this.#cutoffSeconds = request.cutoffSeconds;
    this.#farthest = request.farthest;
    for (const change of request.changes ?? []) this.#changes.set(change.edge, change);
    this.#snapper = new Snapper(this.#network, this.#mode, this.#speeds);
    this.#demands = this.#endsOf(request.demands);
    this.#graph = this.#build();
    this.#sites.push(...request.sites);
    this.#rows.push(...this.#search(this.#task(request.sites), request.sites.keys()));
  }

  get sites(): readonly Point[] {
    return this.#sites;
  }

  /** Who reaches a site: demands in ascending order, times in tenths of a second. */
  row(site: number): Row {
    const row = this.#rows[site];
    if (!row) throw new RangeError(`there is no site ${site}`);
    return row;
  }

  /** Returns the site's index. */
  add(site: Point): number {
    this.#rows.push(...this.#search(this.#task([site]), [0]));
    return this.#sites.push(site) - 1;
  }

  /** The sites after it move up. */
  remove(site: number): void {
    this.row(site);
    this.#sites.splice(site, 1);
    this.#rows.splice(site, 1);
  }

  move(site: number, to: Point): void {
    this.row(site);
    this.#sites[site] = to;
    this.#rows.splice(site, 1, ...this.#search(this.#task([to]), [0]));
  }

  /** A road is closed, opened or made faster or slower; replaces what was said of this road before. Returns the sites that were searched again. */
  change(change: RoadChange): number[] {
    const before = this.#graph;
    this.#changes.set(change.edge, change);
    this.#graph = this.#build();
    const old = this.#taskOf(before, this.#sites);
    const now = this.#taskOf(this.#graph, this.#sites);
    const touched = new Set([
      ...this.#through(before, old, change.edge),
      ...this.#through(this.#graph, now, change.edge),
    ]);
    const again = [...touched].sort((a, b) => a - b);
    this.#search(now, again).forEach((row, at) => {
      this.#rows[again[at]!] = row;
    });
    return again;
  }

  times(): Times {
    const sites = snapWith(this.#snapper, this.#sites, this.#farthest);
    return assemble(this.#rows, this.#demands.snapping.edge.length, 'roads', {
      sitesOff: sites.tooFar,
      demandsOff: this.#demands.snapping.tooFar,
    });
  }

  #build(): TravelGraph {
    return buildGraph(this.#network, this.#mode, this.#speeds, [...this.#changes.values()]);
  }

  #endsOf(points: readonly Point[]): Ends {
    const snapping: Snapping = snapWith(this.#snapper, points, this.#farthest);
    return { snapping, approachKmh: this.#speeds.approachKmh };
  }

  #task(sites: readonly Point[]): TravelTask {
    return this.#taskOf(this.#graph, sites);
  }

  #taskOf(graph: TravelGraph, sites: readonly Point[]): TravelTask {
    return prepare(this.#network, graph, this.#endsOf(sites), this.#demands, this.#cutoffSeconds);
  }

  #search(task: TravelTask, sites: Iterable<number>): Row[] {
    const rows = new Rows(task);
    return Array.from(sites, (site) => rows.row(site));
  }

  /**
   * Sites to which somebody's shortest way leads, or would lead, along an edge: the time to its end and from there on is no
   * longer than the time now known. A superset of those that the change touches, and exact in whole tenths of a second.
   */
  #through(graph: TravelGraph, task: TravelTask, edge: number): Set<number> {
    const touched = new Set<number>();
    const onward = turned(graph);
    const lives = this.#demands.snapping.edge.includes(edge);
    for (const way of [2 * edge, 2 * edge + 1]) {
      const run = graph.run[way]!;
      if (run === closed) continue;
      const end = graph.turns ? way : headOf(this.#network, way);
      const toSites = this.#onwardTimes(task, onward, end);
      const fromPeople = this.#timesTo(task, graph.turns ? way : tailOf(this.#network, way));
      const extra = graph.turns ? 0 : run + graph.wait[way]!;
      const known = new Int32Array(task.demands);
      for (const [site, onwards] of toSites) {
        if (touched.has(site)) continue;
        if (lives) {
          touched.add(site);
          continue;
        }
        known.fill(task.cutoff);
        const { demand, tenths } = this.#rows[site]!;
        for (let at = 0; at < demand.length; at++) known[demand[at]!] = tenths[at]!;
        for (const [person, time] of fromPeople)
          if (time + extra + onwards <= known[person]!) {
            touched.add(site);
            break;
          }
      }
    }
    this.#endsOf(this.#sites).snapping.edge.forEach((siteEdge, site) => {
      if (siteEdge === edge) touched.add(site);
    });
    return touched;
  }

  /** From a state on to the sites. */
  #onwardTimes(task: TravelTask, onward: SearchGraph, state: number): Map<number, number> {
    const times = this.#spread(onward, task.cutoff, state);
    const found = new Map<number, number>();
    for (let site = 0; site < task.sites; site++)
      for (let at = task.seedStart[site]!; at < task.seedStart[site + 1]!; at++) {
        const time = times.time(task.seeds[2 * at]!);
        const total = time + task.seeds[2 * at + 1]!;
        if (time >= 0 && total <= Math.min(task.cutoff, found.get(site) ?? Infinity)) found.set(site, total);
      }
    return found;
  }

  /** From people to a state. */
  #timesTo(task: TravelTask, state: number): Map<number, number> {
    const times = this.#spread(task, task.cutoff, state);
    const found = new Map<number, number>();
    task.watched.forEach((watch, at) => {
      const time = watch < 0 ? -1 : times.time(at);
      if (time < 0) return;
      for (let entry = task.watchStart[watch]!; entry < task.watchStart[watch + 1]!; entry++) {
        const demand = task.watches[2 * entry]!;
        const total = time + task.watches[2 * entry + 1]!;
        if (total <= Math.min(task.cutoff, found.get(demand) ?? Infinity)) found.set(demand, total);
      }
    });
    return found;
  }

  #spread(graph: SearchGraph, cutoff: number, state: number): Search {
    const search = new Search(graph, cutoff);
    search.begin();
    search.seed(state, 0);
    search.run(nobody, () => undefined);
    return search;
  }
}
