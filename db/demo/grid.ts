/** A raster of square cells, row by row from the north-west corner. Lengths are in kilometres. */
export interface Grid {
  columns: number;
  rows: number;
  cell: number;
}

/** East, south, west, north, then the diagonals. */
const steps: readonly (readonly [number, number])[] = [
  [1, 0],
  [0, 1],
  [-1, 0],
  [0, -1],
  [1, 1],
  [-1, 1],
  [-1, -1],
  [1, -1],
];
export const sides = 4;
export const sidesAndCorners = 8;

/** The cell one step away in a direction, or -1 beyond the edge. */
export function neighbour(grid: Grid, at: number, direction: number): number {
  const [dx, dy] = steps[direction]!;
  const column = (at % grid.columns) + dx;
  const row = Math.floor(at / grid.columns) + dy;
  return column < 0 || row < 0 || column >= grid.columns || row >= grid.rows ? -1 : row * grid.columns + column;
}

/** Centre of a cell in kilometres east and south of the north-west corner. */
export const centre = (grid: Grid, at: number): { x: number; y: number } => ({
  x: ((at % grid.columns) + 0.5) * grid.cell,
  y: (Math.floor(at / grid.columns) + 0.5) * grid.cell,
});

export function distance(grid: Grid, a: number, b: number): number {
  const dx = (a % grid.columns) - (b % grid.columns);
  const dy = Math.floor(a / grid.columns) - Math.floor(b / grid.columns);
  return Math.sqrt(dx * dx + dy * dy) * grid.cell;
}

/** Length of a step between the centres of neighbouring cells, of which a diagonal is the longer. */
export const stepLength = (cell: number, direction: number): number => cell * (direction < sides ? 1 : Math.SQRT2);

/** Smallest key first; equal keys by the smaller cell, so that every run takes the same turn. */
export class Heap {
  readonly #keys: number[] = [];
  readonly #cells: number[] = [];

  get size(): number {
    return this.#keys.length;
  }

  #before(a: number, b: number): boolean {
    const difference = this.#keys[a]! - this.#keys[b]!;
    return difference < 0 || (difference === 0 && this.#cells[a]! < this.#cells[b]!);
  }

  #swap(a: number, b: number): void {
    [this.#keys[a], this.#keys[b]] = [this.#keys[b]!, this.#keys[a]!];
    [this.#cells[a], this.#cells[b]] = [this.#cells[b]!, this.#cells[a]!];
  }

  push(key: number, cell: number): void {
    this.#keys.push(key);
    this.#cells.push(cell);
    for (let at = this.size - 1; at > 0; ) {
      const up = (at - 1) >> 1;
      if (!this.#before(at, up)) break;
      this.#swap(at, up);
      at = up;
    }
  }

  pop(): { key: number; cell: number } {
    const top = { key: this.#keys[0]!, cell: this.#cells[0]! };
    this.#swap(0, this.size - 1);
    this.#keys.pop();
    this.#cells.pop();
    for (let at = 0; ; ) {
      let least = at;
      for (const child of [2 * at + 1, 2 * at + 2]) if (child < this.size && this.#before(child, least)) least = child;
      if (least === at) return top;
      this.#swap(at, least);
      at = least;
    }
  }
}

export interface Spread {
  /** Cost from the nearest source; Infinity where none reaches. */
  cost: Float64Array;
  /** The cell before on the way from the source; the source itself at a source; -1 where none reaches. */
  from: Int32Array;
  /** The source that reaches here first, by its place in `sources`; -1 where none does. */
  owner: Int32Array;
}

/**
 * Cheapest ways from many sources at once (Dijkstra).
 * @param price cost of the step between two neighbouring cells, Infinity where there is no way.
 */
export function spread(
  grid: Grid,
  sources: readonly { cell: number; start?: number }[],
  directions: number,
  price: (from: number, to: number, direction: number) => number,
): Spread {
  const size = grid.columns * grid.rows;
  const cost = new Float64Array(size).fill(Number.POSITIVE_INFINITY);
  const from = new Int32Array(size).fill(-1);
  const owner = new Int32Array(size).fill(-1);
  const done = new Uint8Array(size);
  const heap = new Heap();
  for (const [index, { cell, start = 0 }] of sources.entries()) {
    if (start >= cost[cell]!) continue;
    cost[cell] = start;
    from[cell] = cell;
    owner[cell] = index;
    heap.push(start, cell);
  }
  while (heap.size > 0) {
    const { cell } = heap.pop();
    if (done[cell]) continue;
    done[cell] = 1;
    for (let direction = 0; direction < directions; direction++) {
      const next = neighbour(grid, cell, direction);
      if (next < 0 || done[next]) continue;
      const total = cost[cell]! + price(cell, next, direction);
      if (total >= cost[next]!) continue;
      cost[next] = total;
      from[next] = cell;
      owner[next] = owner[cell]!;
      heap.push(total, next);
    }
  }
  return { cost, from, owner };
}

/** The cells from `end` back to its source, both included. */
export function wayBack({ from }: Spread, end: number): number[] {
  const way = [end];
  for (let at = end; from[at] !== at && from[at] !== -1; ) {
    at = from[at]!;
    way.push(at);
  }
  return way;
}

/** The cells, of so many, that pass the test. */
export const cellsWhere = (count: number, test: (cell: number) => boolean): number[] => {
  const cells: number[] = [];
  for (let at = 0; at < count; at++) if (test(at)) cells.push(at);
  return cells;
};

/** Whether all the cells around belong to the same: a place there stays inside when its borders are smoothed. */
export function isInner(grid: Grid, labels: Int32Array, cell: number): boolean {
  for (let direction = 0; direction < sidesAndCorners; direction++) {
    const next = neighbour(grid, cell, direction);
    if (next < 0 || labels[next] !== labels[cell]) return false;
  }
  return true;
}
