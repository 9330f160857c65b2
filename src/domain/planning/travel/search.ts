import type { TravelGraph } from './graph.shape.ts';

export interface SearchGraph extends Pick<TravelGraph, 'states' | 'start' | 'arcs' | 'run' | 'wait' | 'turns'> {
  /** State → number of a watch, or −1: what is told of when it is reached. */
  watched: Int32Array;
}

/** Hears of each state that is watched, with a time; the least that it hears of a watch is its shortest time. */
export type Settled = (watch: number, time: number) => void;

const never = 0x7fffffff;

/**
 * Shortest times from one place to all states within a cutoff, by Dial's buckets (Dial 1969): times are small whole
 * numbers, so a list for each of them does what a heap does, without its comparisons. One object serves many searches;
 * nothing is cleared between them, because each search counts on a lower base than the one before.
 */
export class Search {
  readonly #graph: SearchGraph;
  readonly #cutoff: number;
  readonly #times: Int32Array;
  readonly #buckets: Int32Array;
  #entryState = new Int32Array(4096);
  #entryNext = new Int32Array(4096);
  #entries = 0;
  #free = -1;
  #waiting = 0;
  #base: number;

  /** The cutoff in tenths of a second. */
  constructor(graph: SearchGraph, cutoff: number) {
    this.#graph = graph;
    this.#cutoff = cutoff;
    this.#times = new Int32Array(graph.states).fill(never);
    this.#buckets = new Int32Array(cutoff + 1).fill(-1);
    this.#base = never - 1;
  }

  begin(): void {
    if (this.#base < 2 * (this.#cutoff + 1)) {
      this.#times.fill(never);
      this.#base = never - 1;
    }
    this.#base -= this.#cutoff + 1;
  }

  /** A state at which the search starts, with the time that it has cost to get there. */
  seed(state: number, time: number): void {
    if (time > this.#cutoff || this.#base + time >= this.#times[state]!) return;
    this.#times[state] = this.#base + time;
    this.#push(state, time);
  }

  #push(state: number, time: number): void {
    let entry = this.#free;
    if (entry >= 0) this.#free = this.#entryNext[entry]!;
    else {
      entry = this.#entries++;
      if (entry === this.#entryState.length) this.#grow();
    }
    this.#entryState[entry] = state;
    this.#entryNext[entry] = this.#buckets[time]!;
    this.#buckets[time] = entry;
    this.#waiting += 1;
  }

  #grow(): void {
    const larger = (values: Int32Array<ArrayBuffer>) => {
      const grown = new Int32Array(values.length * 2);
      grown.set(values);
      return grown;
    };
    this.#entryState = larger(this.#entryState);
    this.#entryNext = larger(this.#entryNext);
  }

  /** Runs from the seeds. */
  run(settled: Settled): void {
    const { start, arcs, watched } = this.#graph;
    const times = this.#times;
    const buckets = this.#buckets;
    const base = this.#base;
    const cutoff = this.#cutoff;
    // Everything that the loop touches is local: it runs some hundred million times for one matrix.
    let entryState = this.#entryState;
    let entryNext = this.#entryNext;
    let entries = this.#entries;
    let free = this.#free;
    let waiting = this.#waiting;
    for (let now = 0; now <= cutoff && waiting > 0; now++) {
      let entry = buckets[now]!;
      while (entry >= 0) {
        const state = entryState[entry]!;
        buckets[now] = entryNext[entry]!;
        entryNext[entry] = free;
        free = entry;
        waiting -= 1;
        if (times[state]! === base + now) {
          // Beyond the list's end there is nobody: undefined is not ≥ 0.
          const watch = watched[state]!;
          if (watch >= 0) settled(watch, now);
          const end = 2 * start[state + 1]!;
          for (let at = 2 * start[state]!; at < end; at += 2) {
            const time = now + arcs[at + 1]!;
            if (time > cutoff) continue;
            const next = arcs[at]!;
            if (base + time >= times[next]!) continue;
            times[next] = base + time;
            let put = free;
            if (put >= 0) free = entryNext[put]!;
            else {
              put = entries++;
              if (put === entryState.length) {
                this.#grow();
                entryState = this.#entryState;
                entryNext = this.#entryNext;
              }
            }
            entryState[put] = next;
            entryNext[put] = buckets[time]!;
            buckets[time] = put;
            waiting += 1;
          }
        }
        entry = buckets[now]!;
      }
    }
    this.#entries = entries;
    this.#free = free;
    this.#waiting = waiting;
  }
}
