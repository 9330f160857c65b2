import type { BusTables } from './bus.ts';
import type { TravelGraph } from './graph.ts';
import { waysBefore } from './graph.turns.ts';
import type { RoadNetwork } from './network.ts';
import { directTime, type Ends, seedsOf, watchesOf } from './task.ts';
import { tailOf } from './ways.ts';

const never = 0x7fffffff;

/** Per place its two nearest sites, nearest first, equal times in the order of the sites; −1 where there is none. Tenths of a second. */
export interface Nearest {
  site: Int32Array;
  tenths: Int32Array;
  second: Int32Array;
  secondTenths: Int32Array;
}

/**
 * Labels lie four together: site, time, second site, its time. Puts a site among the two nearest of a place, if it is one of
 * them; says whether it is.
 */
function offer(labels: Int32Array, place: number, site: number, time: number): boolean {
  const at = 4 * place;
  const known = labels[at]!;
  const best = labels[at + 1]!;
  if (site === known) {
    if (time >= best) return false;
    labels[at + 1] = time;
    return true;
  }
  if (time < best || (time === best && site < known)) {
    labels[at + 2] = known;
    labels[at + 3] = best;
    labels[at] = site;
    labels[at + 1] = time;
    return true;
  }
  const next = labels[at + 3]!;
  if (time > next || (time === next && site >= labels[at + 2]!)) return false;
  labels[at + 2] = site;
  labels[at + 3] = time;
  return true;
}

const unlabelled = (count: number): Int32Array<ArrayBuffer> => {
  const labels = new Int32Array(4 * count);
  for (let at = 0; at < labels.length; at += 2) {
    labels[at] = -1;
    labels[at + 1] = never;
  }
  return labels;
};

const nearestOf = (labels: Int32Array): Nearest => {
  const column = (which: number) => {
    const values = new Int32Array(labels.length / 4);
    for (let at = 0; at < values.length; at++) values[at] = labels[4 * at + which]!;
    return values;
  };
  return { site: column(0), tenths: column(1), second: column(2), secondTenths: column(3) };
};

/**
 * Who goes where, without the times of all pairs: one search from all sites at once, in which each state keeps its two nearest. What
 * is farther from a state than two others is farther from everybody who comes by it, so that nothing is lost. Its cost is that
 * of walking the network twice, however many sites there are: a road that is out is answered at once.
 */
export class NearestSearch {
  readonly #network: RoadNetwork;
  readonly #labels: Int32Array<ArrayBuffer>;
  readonly #touched: Int32Array;
  #touchedCount = 0;
  /** What waits: triples (state, site, next in the same tenth of a second). */
  #entries = new Int32Array(3 * 4096);

  /** For graphs of one network and mode, changed or not. */
  constructor(network: RoadNetwork, { states }: TravelGraph) {
    this.#network = network;
    this.#labels = unlabelled(states);
    this.#touched = new Int32Array(states);
  }

  /**
   * @param open numbers of the sites that may be gone to
   * @param borders where they count: a place for each site and each demand; only equal ones meet
   */
  find(
    graph: TravelGraph,
    sites: Ends,
    demands: Ends,
    open: readonly number[],
    cutoffSeconds: number,
    borders?: Borders,
  ): Nearest {
    const people = peopleOf(this.#network, graph, demands);
    return nearestWithin(people.count, open, cutoffSeconds, borders, (some, arrive) =>
      this.#run(graph, sites, people, some, Math.floor(10 * cutoffSeconds), arrive),
    );
  }

  /** The same by bus and on foot; the graph is that of people on foot. */
  findByBus(
    graph: TravelGraph,
    sites: Ends,
    demands: Ends,
    bus: { stops: Ends; tables: BusTables; walkSeconds: number },
    open: readonly number[],
    cutoffSeconds: number,
    borders?: Borders,
  ): Nearest {
    const people = peopleOf(this.#network, graph, demands);
    const callers = peopleOf(this.#network, graph, bus.stops);
    const { people: walkers, rides } = bus.tables;
    return nearestWithin(people.count, open, cutoffSeconds, borders, (some, arrive) => {
      this.#run(graph, sites, people, some, Math.floor(10 * cutoffSeconds), arrive);
      const off = unlabelled(callers.count);
      this.#run(graph, sites, callers, some, Math.floor(10 * bus.walkSeconds), (stop, site, time) =>
        offer(off, stop, site, time),
      );
      const on = unlabelled(callers.count);
      const handOn = (
        from: Int32Array,
        rows: BusTables['rides'],
        put: (at: number, site: number, time: number) => void,
      ) =>
        rows.forEach(({ demand, tenths }, stop) => {
          for (const label of [4 * stop, 4 * stop + 2])
            if (from[label]! >= 0)
              for (let at = 0; at < demand.length; at++) put(demand[at]!, from[label]!, from[label + 1]! + tenths[at]!);
        });
      handOn(off, rides, (stop, site, time) => offer(on, stop, site, time));
      handOn(on, walkers, arrive);
    });
  }

  #run(
    graph: TravelGraph,
    sites: Ends,
    { watched, watches, onEdge, ends }: People,
    open: readonly number[],
    cutoff: number,
    arrive: (demand: number, site: number, time: number) => void,
  ): void {
    for (const site of open)
      for (const demand of onEdge.get(sites.snapping.edge[site]!) ?? []) {
        const time = directTime(graph, sites, site, ends, demand);
        if (time !== undefined && time <= cutoff) arrive(demand, site, time);
      }
    for (let at = 0; at < this.#touchedCount; at++) {
      const place = 4 * this.#touched[at]!;
      this.#labels.set([-1, never, -1, never], place);
    }
    // Everything that the loop touches is local: each state comes by twice.
    const labels = this.#labels;
    const touched = this.#touched;
    let touchedCount = 0;
    const buckets = new Int32Array(cutoff + 1).fill(-1);
    let queue = this.#entries;
    let [entries, free, waiting] = [0, -1, 0];
    const put = (state: number, site: number, time: number) => {
      if (labels[4 * state]! < 0) touched[touchedCount++] = state;
      if (!offer(labels, state, site, time)) return;
      let entry = free;
      if (entry >= 0) free = queue[entry + 2]!;
      else {
        entry = entries;
        entries += 3;
        if (entries > queue.length) {
          const grown = new Int32Array(queue.length * 2);
          grown.set(queue);
          queue = grown;
        }
      }
      queue[entry] = state;
      queue[entry + 1] = site;
      queue[entry + 2] = buckets[time]!;
      buckets[time] = entry;
      waiting += 1;
    };
    for (const site of open)
      seedsOf(this.#network, graph, sites, site, (state, time) => {
        if (time <= cutoff) put(state, site, time);
      });
    const { start, arcs, run, turns } = graph;
    const network = this.#network;
    for (let now = 0; now <= cutoff && waiting > 0; now++) {
      // No arc takes no time: what waits here stays as it is, and nothing is added to it.
      let entry = buckets[now]!;
      while (entry >= 0) {
        const state = queue[entry]!;
        const site = queue[entry + 1]!;
        const after = queue[entry + 2]!;
        queue[entry + 2] = free;
        free = entry;
        entry = after;
        waiting -= 1;
        const place = 4 * state;
        const first = labels[place] === site && labels[place + 1] === now;
        if (!first && (labels[place + 2] !== site || labels[place + 3] !== now)) continue;
        const watch = watched[state]!;
        if (watch >= 0) {
          const list = watches[watch]!;
          for (let at = 0; at < list.length; at += 2)
            if (now + list[at + 1]! <= cutoff) arrive(list[at]!, site, now + list[at + 1]!);
        }
        // Most of what is looked at is farther than two others.
        const look = (next: number, time: number) => {
          if (time <= cutoff && time <= labels[4 * next + 3]!) put(next, site, time);
        };
        if (turns) {
          const left = now + run[state]!;
          if (left <= cutoff)
            waysBefore(graph, turns, tailOf(network, state), state, (way, turn) => look(way, left + turn));
        } else
          for (let at = 2 * start[state]!; at < 2 * start[state + 1]!; at += 2) look(arcs[at]!, now + arcs[at + 1]!);
      }
    }
    this.#entries = queue;
    this.#touchedCount = touchedCount;
  }
}

interface Borders {
  site: Int32Array;
  demand: Int32Array;
}

/** The two nearest of everybody; where borders count, place by place. `search` tells who arrives at which of some sites. */
function nearestWithin(
  count: number,
  open: readonly number[],
  cutoffSeconds: number,
  borders: Borders | undefined,
  search: (some: readonly number[], arrive: (demand: number, site: number, time: number) => void) => void,
): Nearest {
  const cutoff = Math.floor(10 * cutoffSeconds);
  const found = unlabelled(count);
  if (!borders)
    search(open, (demand, site, time) => {
      if (time <= cutoff) offer(found, demand, site, time);
    });
  else
    for (const place of new Set(open.map((site) => borders.site[site]!)))
      search(
        open.filter((site) => borders.site[site] === place),
        (demand, site, time) => {
          if (time <= cutoff && borders.demand[demand] === place) offer(found, demand, site, time);
        },
      );
  return nearestOf(found);
}

interface People {
  count: number;
  ends: Ends;
  /** State → number of a list of pairs (demand, time to get there), or −1. */
  watched: Int32Array;
  watches: number[][];
  /** Demands by their edge. */
  onEdge: Map<number, number[]>;
}

function peopleOf(network: RoadNetwork, graph: TravelGraph, demands: Ends): People {
  const people: People = {
    count: demands.snapping.edge.length,
    ends: demands,
    watched: new Int32Array(graph.states).fill(-1),
    watches: [],
    onEdge: new Map(),
  };
  demands.snapping.edge.forEach((edge, demand) => {
    if (edge < 0) return;
    const neighbours = people.onEdge.get(edge);
    if (neighbours) neighbours.push(demand);
    else people.onEdge.set(edge, [demand]);
    watchesOf(network, graph, demands, demand, (state, time) => {
      const watch = people.watched[state]!;
      if (watch < 0) people.watched[state] = people.watches.push([demand, time]) - 1;
      else people.watches[watch]!.push(demand, time);
    });
  });
  return people;
}
