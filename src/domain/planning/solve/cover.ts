/** A set cover on its own: choose columns at least cost so that each row has at least `need` of its columns. */
export interface Cover {
  rows: number;
  columns: number;
  /** Compressed rows and compressed columns, both ascending. */
  rowStart: Int32Array;
  rowTo: Int32Array;
  columnStart: Int32Array;
  columnTo: Int32Array;
  need: Int32Array;
  cost: Float64Array;
}

export function coverFrom(rows: readonly ArrayLike<number>[], need: ArrayLike<number>, cost: ArrayLike<number>): Cover {
  const rowStart = new Int32Array(rows.length + 1);
  rows.forEach((row, r) => {
    rowStart[r + 1] = rowStart[r]! + row.length;
  });
  const rowTo = new Int32Array(rowStart[rows.length]!);
  rows.forEach((row, r) => {
    rowTo.set(row, rowStart[r]);
    rowTo.subarray(rowStart[r], rowStart[r + 1]).sort();
  });
  const columns = cost.length;
  const columnStart = new Int32Array(columns + 1);
  for (const c of rowTo) columnStart[c + 1]! += 1;
  for (let c = 0; c < columns; c++) columnStart[c + 1]! += columnStart[c]!;
  const next = columnStart.slice();
  const columnTo = new Int32Array(rowTo.length);
  for (let r = 0; r < rows.length; r++)
    for (let k = rowStart[r]!; k < rowStart[r + 1]!; k++) columnTo[next[rowTo[k]!]!++] = r;
  return {
    rows: rows.length,
    columns,
    rowStart,
    rowTo,
    columnStart,
    columnTo,
    need: Int32Array.from(need),
    cost: Float64Array.from(cost),
  };
}

export const rowOf = (cover: Cover, r: number): Int32Array =>
  cover.rowTo.subarray(cover.rowStart[r], cover.rowStart[r + 1]);
export const columnOf = (cover: Cover, c: number): Int32Array =>
  cover.columnTo.subarray(cover.columnStart[c], cover.columnStart[c + 1]);

/** A part of a cover with the names that its columns have in the whole. */
export interface Part {
  cover: Cover;
  name: Int32Array;
}

/** The cover without the rows and columns that are not `kept`. */
export function partOf(
  cover: Cover,
  keptRow: Uint8Array,
  keptColumn: Uint8Array,
  need: Int32Array,
  name: Int32Array,
): Part {
  const fresh = new Int32Array(cover.columns).fill(-1);
  const names: number[] = [];
  const cost: number[] = [];
  for (let c = 0; c < cover.columns; c++) {
    if (!keptColumn[c]) continue;
    fresh[c] = names.length;
    names.push(name[c]!);
    cost.push(cover.cost[c]!);
  }
  const rows: Int32Array[] = [];
  const needs: number[] = [];
  for (let r = 0; r < cover.rows; r++) {
    if (!keptRow[r]) continue;
    rows.push(
      rowOf(cover, r)
        .filter((c) => fresh[c]! >= 0)
        .map((c) => fresh[c]!),
    );
    needs.push(need[r]!);
  }
  return { cover: coverFrom(rows, needs, cost), name: Int32Array.from(names) };
}

/** The parts that share no row and no column, the smallest first. Columns without rows are in none of them. */
export function components({ cover, name }: Part): Part[] {
  const group = new Int32Array(cover.columns).fill(-1);
  let groups = 0;
  for (let seed = 0; seed < cover.columns; seed++) {
    if (group[seed]! >= 0 || columnOf(cover, seed).length === 0) continue;
    const stack = [seed];
    group[seed] = groups;
    while (stack.length > 0)
      for (const r of columnOf(cover, stack.pop()!))
        for (const c of rowOf(cover, r))
          if (group[c]! < 0) {
            group[c] = groups;
            stack.push(c);
          }
    groups += 1;
  }
  if (groups <= 1) return groups === 0 ? [] : [{ cover, name }];
  const rows: Int32Array[][] = Array.from({ length: groups }, () => []);
  const needs: number[][] = Array.from({ length: groups }, () => []);
  const names: number[][] = Array.from({ length: groups }, () => []);
  const costs: number[][] = Array.from({ length: groups }, () => []);
  const fresh = new Int32Array(cover.columns);
  for (let c = 0; c < cover.columns; c++) {
    const g = group[c]!;
    if (g < 0) continue;
    fresh[c] = names[g]!.length;
    names[g]!.push(name[c]!);
    costs[g]!.push(cover.cost[c]!);
  }
  for (let r = 0; r < cover.rows; r++) {
    const g = group[rowOf(cover, r)[0]!]!;
    rows[g]!.push(rowOf(cover, r).map((c) => fresh[c]!));
    needs[g]!.push(cover.need[r]!);
  }
  return rows
    .map((each, g) => ({ cover: coverFrom(each, needs[g]!, costs[g]!), name: Int32Array.from(names[g]!) }))
    .sort((a, b) => a.cover.rowTo.length - b.cover.rowTo.length);
}

/** Takes out what the others make superfluous, the dearest and least useful first. @returns columns, ascending */
export function withoutSurplus(cover: Cover, chosen: Iterable<number>): number[] {
  const has = new Int32Array(cover.rows);
  const list = [...new Set(chosen)];
  for (const c of list) for (const r of columnOf(cover, c)) has[r]! += 1;
  const size = (c: number) => cover.columnStart[c + 1]! - cover.columnStart[c]!;
  list.sort((a, b) => cover.cost[b]! - cover.cost[a]! || size(a) - size(b) || b - a);
  return list
    .filter((c) => {
      const rows = columnOf(cover, c);
      if (cover.cost[c]! < 0 || rows.some((r) => has[r]! <= cover.need[r]!)) return true;
      for (const r of rows) has[r]! -= 1;
      return false;
    })
    .sort((a, b) => a - b);
}

export const costOf = (cover: Cover, chosen: Iterable<number>): number => {
  let sum = 0;
  for (const c of chosen) sum += cover.cost[c]!;
  return sum;
};
