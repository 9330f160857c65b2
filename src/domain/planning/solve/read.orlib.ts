import { append, newGrowing, type Reading, Unreadable } from './read.ts';

const decoder = new TextDecoder();

/** OR-Library's files are numbers between white space; lines mean nothing. */
function numbersIn(source: Uint8Array | string): {
  next: (what: string) => number;
  count: (what: string, most: number) => number;
  rest: () => number;
} {
  const bytes = typeof source === 'string' ? new TextEncoder().encode(source) : source;
  let at = 0;
  let place = bytes[0] === 0xef && bytes[1] === 0xbb ? 3 : 0;
  const skip = (): boolean => {
    while (place < bytes.length && bytes[place]! <= 32) place += 1;
    return place < bytes.length;
  };
  const next = (what: string): number => {
    if (!skip()) throw new Unreadable(at === 0 ? 'file.empty' : 'file.short', { what, at });
    at += 1;
    const from = place;
    let value = 0;
    let plain = true;
    for (; place < bytes.length && bytes[place]! > 32; place++) {
      const digit = bytes[place]! - 48;
      plain &&= digit >= 0 && digit <= 9;
      value = 10 * value + digit;
    }
    if (plain && place - from <= 15) return value;
    const text = decoder.decode(bytes.subarray(from, place));
    value = Number(text);
    if (!Number.isFinite(value)) throw new Unreadable('file.not-number', { what, at, value: text.slice(0, 40) });
    if (value < 0) throw new Unreadable('file.below-zero', { what, at, value });
    return value;
  };
  const count = (what: string, most: number): number => {
    const value = next(what);
    if (!Number.isInteger(value) || value > most) throw new Unreadable('file.count', { what, at, value, most });
    return value;
  };
  const rest = () => {
    let left = 0;
    for (; skip(); left++) while (place < bytes.length && bytes[place]! > 32) place += 1;
    return left;
  };
  return { next, count, rest };
}

const names = (count: number): string[] => Array.from({ length: count }, (_, i) => String(i + 1));

/**
 * OR-Library's uncapacitated p-median (Beasley 1985): nodes, edges, p; then u v cost for each edge, in both directions, the last of
 * repeated edges counting. Every node is a site and a demand point; the cost of a pair is its shortest path.
 */
export function readPmed(source: Uint8Array | string): Reading {
  const numbers = numbersIn(source);
  const n = numbers.count('nodes', 20_000);
  if (n === 0) throw new Unreadable('file.count', { what: 'nodes', at: 1, value: 0, most: 20_000 });
  const edges = numbers.count('edges', 50_000_000);
  const p = numbers.count('p', 1_000_000);
  const arcs = Array.from({ length: n }, () => new Map<number, number>());
  for (let e = 0; e < edges; e++) {
    const [u, v] = [numbers.count('node', n) - 1, numbers.count('node', n) - 1];
    if (u < 0 || v < 0) throw new Unreadable('file.count', { what: 'node', at: 3 + 3 * e, value: 0, most: n });
    const cost = numbers.next('cost');
    arcs[u]!.set(v, cost);
    arcs[v]!.set(u, cost);
  }
  const rest = numbers.rest();
  if (rest > 0) throw new Unreadable('file.long', { count: rest });
  const start = new Int32Array(n + 1);
  arcs.forEach((out, u) => {
    start[u + 1] = start[u]! + out.size;
  });
  const to = Int32Array.from(arcs.flatMap((out) => [...out.keys()]));
  const cost = Float64Array.from(arcs.flatMap((out) => [...out.values()]));
  const found = newGrowing(Math.min(n * n, 1 << 22));
  for (let s = 0; s < n; s++) {
    const way = shortest(n, start, to, cost, s);
    for (let d = 0; d < n; d++) if (way[d]! < Number.POSITIVE_INFINITY) append(found, s, d, way[d]!);
  }
  return {
    sites: names(n).map((id) => ({ id })),
    demands: names(n).map((id) => ({ id, weight: 1 })),
    pairs: {
      site: found.site.subarray(0, found.length),
      demand: found.demand.subarray(0, found.length),
      cost: found.cost.subarray(0, found.length),
    },
    p,
    notes: [],
  };
}

/** Dijkstra's way with a heap of node numbers. */
function shortest(n: number, start: Int32Array, to: Int32Array, cost: Float64Array, from: number): Float64Array {
  const way = new Float64Array(n).fill(Number.POSITIVE_INFINITY);
  const heap: number[] = [from];
  const spot = new Int32Array(n).fill(-1);
  way[from] = 0;
  spot[from] = 0;
  const put = (i: number, node: number) => {
    heap[i] = node;
    spot[node] = i;
  };
  const rise = (place: number) => {
    const node = heap[place]!;
    let i = place;
    while (i > 0 && way[heap[(i - 1) >> 1]!]! > way[node]!) {
      put(i, heap[(i - 1) >> 1]!);
      i = (i - 1) >> 1;
    }
    put(i, node);
  };
  while (heap.length > 0) {
    const node = heap[0]!;
    const last = heap.pop()!;
    spot[node] = -2;
    if (heap.length > 0) {
      let i = 0;
      for (;;) {
        let child = 2 * i + 1;
        if (child >= heap.length) break;
        if (child + 1 < heap.length && way[heap[child + 1]!]! < way[heap[child]!]!) child += 1;
        if (way[heap[child]!]! >= way[last]!) break;
        put(i, heap[child]!);
        i = child;
      }
      put(i, last);
    }
    for (let k = start[node]!; k < start[node + 1]!; k++) {
      const next = to[k]!;
      const through = way[node]! + cost[k]!;
      if (through >= way[next]!) continue;
      way[next] = through;
      if (spot[next] === -1) {
        spot[next] = heap.length;
        heap.push(next);
      }
      rise(spot[next]!);
    }
  }
  return way;
}

/**
 * OR-Library's set covering (Beasley 1987): rows, columns, the cost of each column; then for each row how many columns cover it and
 * which. Columns are sites, rows are demand points, and whatever covers a row reaches it at no cost.
 */
export function readScp(source: Uint8Array | string): Reading {
  const numbers = numbersIn(source);
  const rows = numbers.count('rows', 5_000_000);
  const columns = numbers.count('columns', 5_000_000);
  const cost = names(columns).map(() => numbers.next('cost'));
  const pairs = newGrowing();
  for (let d = 0; d < rows; d++) {
    const size = numbers.count('columns of a row', columns);
    const mine = new Set<number>();
    for (let k = 0; k < size; k++) {
      const s = numbers.count('column', columns) - 1;
      if (s < 0) throw new Unreadable('file.count', { what: 'column', at: 0, value: 0, most: columns });
      mine.add(s);
    }
    for (const s of mine) append(pairs, s, d, 0);
  }
  const rest = numbers.rest();
  if (rest > 0) throw new Unreadable('file.long', { count: rest });
  return {
    sites: names(columns).map((id, s) => ({ id, cost: cost[s]! })),
    demands: names(rows).map((id) => ({ id, weight: 1 })),
    pairs: {
      site: pairs.site.slice(0, pairs.length),
      demand: pairs.demand.slice(0, pairs.length),
      cost: new Float64Array(pairs.length),
    },
    notes: [],
  };
}
