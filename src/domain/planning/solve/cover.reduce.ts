import { type Cover, columnOf, type Part, partOf, rowOf } from './cover.ts';

export interface Reduced extends Part {
  /** Columns, by their names in the whole, that some best cover holds together with a best cover of what is left. */
  chosen: number[];
}

/** Sets of small numbers as bits, one row of words each; undefined where they would take too much memory. */
function bitsets(
  count: number,
  size: number,
  of: (i: number) => Int32Array,
): { words: number; bits: Uint32Array } | undefined {
  const words = (size + 31) >> 5;
  if (words * count > 60_000_000) return undefined;
  const bits = new Uint32Array(words * count);
  for (let i = 0; i < count; i++) for (const e of of(i)) bits[i * words + (e >> 5)]! |= 1 << (e & 31);
  return { words, bits };
}

const inside = ({ words, bits }: { words: number; bits: Uint32Array }, a: number, b: number): boolean => {
  const [from, other] = [a * words, b * words];
  for (let w = 0; w < words; w++) if ((bits[from + w]! & ~bits[other + w]!) !== 0) return false;
  return true;
};

/**
 * Makes a cover smaller without losing its best solutions' cost: columns that a row cannot do without are chosen; a row that another one's
 * cover covers too is dropped; a column that another one replaces at no greater cost is dropped (only where one column is enough for
 * every row). Repeats until nothing changes or `expired` says so; every step is valid by itself.
 */
export function reduceCover(whole: Cover, expired: () => boolean): Reduced {
  let part: Part = { cover: whole, name: Int32Array.from({ length: whole.columns }, (_, c) => c) };
  const chosen: number[] = [];
  for (;;) {
    const { cover, name } = part;
    const row = new Uint8Array(cover.rows).fill(1);
    const column = new Uint8Array(cover.columns).fill(1);
    const need = cover.need.slice();
    let changed = chooseNeeded(cover, need, row, column, (c) => chosen.push(name[c]!));
    changed = dropRows(cover, need, row, column, expired) || changed;
    if (need.every((each, r) => each <= 1 || !row[r])) changed = dropColumns(cover, row, column, expired) || changed;
    if (!changed) return { ...part, chosen };
    part = partOf(cover, row, column, need, name);
    if (expired()) return { ...part, chosen };
  }
}

/** Columns that cost nothing, and columns of rows that have no more than they need. */
function chooseNeeded(
  cover: Cover,
  need: Int32Array,
  row: Uint8Array,
  column: Uint8Array,
  choose: (c: number) => void,
): boolean {
  let changed = false;
  const take = (c: number) => {
    if (!column[c]) return;
    column[c] = 0;
    changed = true;
    choose(c);
    for (const r of columnOf(cover, c)) {
      need[r]! -= 1;
      if (need[r]! <= 0) row[r] = 0;
    }
  };
  for (let r = 0; r < cover.rows; r++) if (need[r]! <= 0) row[r] = 0;
  for (let c = 0; c < cover.columns; c++) if (cover.cost[c]! <= 0) take(c);
  for (let again = true; again; ) {
    again = false;
    for (let r = 0; r < cover.rows; r++) {
      if (!row[r]) continue;
      const left = rowOf(cover, r).filter((c) => column[c]);
      if (left.length > need[r]!) continue;
      left.forEach(take);
      again = true;
    }
  }
  for (let c = 0; c < cover.columns; c++)
    if (column[c] && !columnOf(cover, c).some((r) => row[r])) {
      column[c] = 0;
      changed = true;
    }
  return changed;
}

function dropRows(
  cover: Cover,
  need: Int32Array,
  row: Uint8Array,
  column: Uint8Array,
  expired: () => boolean,
): boolean {
  const alive = (r: number) => rowOf(cover, r).filter((c) => column[c]);
  const sets = bitsets(cover.rows, cover.columns, (r) => (row[r] ? alive(r) : new Int32Array(0)));
  if (!sets) return false;
  let changed = false;
  const size = Int32Array.from({ length: cover.rows }, (_, r) => (row[r] ? alive(r).length : 0));
  const load = (c: number) => cover.columnStart[c + 1]! - cover.columnStart[c]!;
  const order = Array.from({ length: cover.rows }, (_, r) => r).filter((r) => row[r]);
  order.sort((a, b) => size[a]! - size[b]! || a - b);
  for (const [i, r] of order.entries()) {
    if (!row[r]) continue;
    if ((i & 63) === 0 && expired()) break;
    // Every row that holds all of r's columns holds the one that the fewest rows hold.
    const rarest = alive(r).reduce((best, c) => (load(c) < load(best) ? c : best));
    for (const other of columnOf(cover, rarest))
      if (other !== r && row[other] && size[other]! >= size[r]! && need[other]! <= need[r]! && inside(sets, r, other)) {
        row[other] = 0;
        changed = true;
      }
  }
  return changed;
}

export function dropColumns(cover: Cover, row: Uint8Array, column: Uint8Array, expired: () => boolean): boolean {
  const alive = (c: number) => columnOf(cover, c).filter((r) => row[r]);
  const sets = bitsets(cover.columns, cover.rows, (c) => (column[c] ? alive(c) : new Int32Array(0)));
  if (!sets) return false;
  let changed = false;
  const width = (r: number) => cover.rowStart[r + 1]! - cover.rowStart[r]!;
  const size = Int32Array.from({ length: cover.columns }, (_, c) => (column[c] ? alive(c).length : 0));
  for (let c = 0; c < cover.columns; c++) {
    if (!column[c] || size[c] === 0) continue;
    if ((c & 63) === 0 && expired()) break;
    const rarest = alive(c).reduce((best, r) => (width(r) < width(best) ? r : best));
    for (const other of rowOf(cover, rarest)) {
      if (other === c || !column[other] || size[other]! < size[c]! || cover.cost[other]! > cover.cost[c]!) continue;
      // Of two that are alike the later one goes, so that the same problem always gives the same plan.
      if (size[other] === size[c] && cover.cost[other] === cover.cost[c] && other > c) continue;
      if (!inside(sets, c, other)) continue;
      column[c] = 0;
      changed = true;
      break;
    }
  }
  return changed;
}
