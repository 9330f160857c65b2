import type { Turns } from './graph.shape.ts';
import { longestRun, nodeKinds } from './graph.turns.ts';
import type { SearchGraph, Settled } from './search.ts';

const never = 0x7fffffff;

/**
 * Shortest times where turns count, by Dial's buckets too. What waits is a way, at the time from its beginning. Of all ways that
 * leave a node the first serves whoever comes there, save who comes out of it and may not turn back; a way that leaves so much later
 * that no turn makes up for it is left aside. Whoever would come out of the first lives beside it, and sets out the other way round,
 * so that nobody misses it; only where a turn is forbidden farther on may going around such a way be worth while, and there it is
 * followed.
 */
export class TurnSearch {
  readonly #graph: SearchGraph;
  readonly #turns: Turns;
  readonly #cutoff: number;
  /** Per way the time from its beginning; per node that of the first way that leaves it, and which. On the base of the search. */
  readonly #times: Int32Array;
  readonly #first: Int32Array;
  readonly #firstWay: Int32Array;
  readonly #buckets: Int32Array;
  /** Per way whether a turn is forbidden at some node on the way on from it. */
  readonly #doubt: Uint8Array;
  /** Which ways are watched, a bit for each: asked at every turn, and small enough to be at hand. */
  readonly #watchedBits: Uint8Array;
  /** What waits: triples (way, its node, next at the same time). */
  #queue = new Int32Array(3 * 4096);
  #entries = 0;
  #free = -1;
  #waiting = 0;
  #base = never - 1;

  /** The cutoff in tenths of a second. */
  constructor(graph: SearchGraph, turns: Turns, cutoff: number) {
    this.#graph = graph;
    this.#turns = turns;
    this.#cutoff = cutoff;
    this.#times = new Int32Array(graph.states).fill(never);
    this.#first = new Int32Array(turns.kind.length).fill(never);
    this.#firstWay = new Int32Array(turns.kind.length);
    this.#buckets = new Int32Array(cutoff + 1).fill(-1);
    this.#doubt = new Uint8Array(graph.states);
    this.#watchedBits = new Uint8Array((graph.states >>> 3) + 1);
    for (let way = 0; way < graph.states; way++)
      if (graph.watched[way]! >= 0) this.#watchedBits[way >>> 3]! |= 1 << (way & 7);
  }

  begin(): void {
    if (this.#base < 2 * (this.#cutoff + 1)) {
      this.#times.fill(never);
      this.#first.fill(never);
      this.#base = never - 1;
    }
    this.#base -= this.#cutoff + 1;
  }

  /** A way at whose end the search starts, with the time that it has cost to get there. */
  seed(way: number, time: number, from: number, settled: Settled): void {
    if (time > this.#cutoff) return;
    const watch = this.#graph.watched[way]!;
    if (watch >= 0) settled(watch, time);
    const left = time + this.#graph.run[way]!;
    if (left > this.#cutoff || this.#base + left >= this.#times[way]!) return;
    this.#times[way] = this.#base + left;
    this.#doubt[way] = from & 1;
    if (this.#entries + 3 > this.#queue.length) this.#grow();
    const entry = this.#entries;
    this.#entries += 3;
    this.#queue.set([way, from >>> 1, this.#buckets[left]!], entry);
    this.#buckets[left] = entry;
    this.#waiting += 1;
  }

  #grow(): void {
    const grown = new Int32Array(this.#queue.length * 2);
    grown.set(this.#queue);
    this.#queue = grown;
  }

  run(settled: Settled): void {
    const { start, arcs, wait, watched } = this.#graph;
    const { kind, leaving, byAngle, turnBack, bans, spread } = this.#turns;
    // Everything that the loop touches is local: it runs some hundred million times for one matrix.
    const times = this.#times;
    const first = this.#first;
    const firstWay = this.#firstWay;
    const buckets = this.#buckets;
    const watchedBits = this.#watchedBits;
    const doubts = this.#doubt;
    const base = this.#base;
    const last = base + this.#cutoff;
    let queue = this.#queue;
    let entries = this.#entries;
    let free = this.#free;
    let waiting = this.#waiting;
    for (let now = base; now <= last && waiting > 0; now++) {
      let entry = buckets[now - base]!;
      if (entry < 0) continue;
      // No way takes no time: nothing is added to what waits now.
      buckets[now - base] = -1;
      while (entry >= 0) {
        const after = queue[entry]!;
        const node = queue[entry + 1]!;
        const following = queue[entry + 2]!;
        queue[entry + 2] = free;
        free = entry;
        entry = following;
        waiting -= 1;
        if (times[after] !== now) continue;
        const what = kind[node]!;
        let only = -1;
        if (!(what & nodeKinds.forbidden)) {
          const soonest = first[node]!;
          if (soonest > last) {
            first[node] = now;
            firstWay[node] = after;
          } else if (now >= soonest + spread) {
            if (doubts[firstWay[node]!] === 0) continue;
            only = firstWay[node]! ^ 1;
          }
        }
        const doubt = doubts[after]! | (what & nodeKinds.forbidden ? 1 : 0);
        const out = leaving[after]! - 128;
        const waited = now + wait[node]!;
        const end = 3 * start[node + 1]!;
        for (let at = 3 * start[node]!; at < end; at += 3) {
          const way = arcs[at]!;
          if (only >= 0 && way !== only) continue;
          const runIn = arcs[at + 2]!;
          let time = waited;
          if (way === (after ^ 1)) {
            if (!(what & nodeKinds.end)) continue;
            time += turnBack;
          } else {
            if (what & nodeKinds.forbidden && bans.get(way >>> 1)?.has(after >>> 1)) continue;
            if (what & nodeKinds.junction) time += byAngle[(out - runIn) & 255]!;
          }
          if (time > last) continue;
          if (watchedBits[way >>> 3]! & (1 << (way & 7))) settled(watched[way]!, time - base);
          const run = runIn >>> 8;
          const left = time + run;
          if (left > last || run === longestRun) continue;
          const before = arcs[at + 1]!;
          const soonest = first[before]!;
          if (soonest <= last && left >= soonest + spread && doubts[firstWay[before]!] === 0) continue;
          if (left >= times[way]!) continue;
          times[way] = left;
          doubts[way] = doubt;
          let put = free;
          if (put >= 0) free = queue[put + 2]!;
          else {
            put = entries;
            entries += 3;
            if (entries > queue.length) {
              this.#grow();
              queue = this.#queue;
            }
          }
          queue[put] = way;
          queue[put + 1] = before;
          queue[put + 2] = buckets[left - base]!;
          buckets[left - base] = put;
          waiting += 1;
        }
      }
    }
    this.#entries = entries;
    this.#free = free;
    this.#waiting = waiting;
  }
}
