import type { Spot } from './mercator.ts';

/** Things that lie close together on the drawing, drawn as one. */
export interface Gathered<Thing> {
  things: Thing[];
  /** The mean of their places. */
  at: Spot;
}

/**
 * Puts what lies within `reach` pixels of one another together, in one pass over the things: the first of a group draws in those
 * around it. Nothing is lost and nothing counted twice.
 */
export function gather<Thing>(
  things: readonly Thing[],
  spotOf: (thing: Thing) => Spot,
  reach: number,
): Gathered<Thing>[] {
  const spots = things.map(spotOf);
  const cells = new Map<string, number[]>();
  const cellOf = ([x, y]: Spot): [number, number] => [Math.floor(x / reach), Math.floor(y / reach)];
  for (const [index, spot] of spots.entries()) {
    const key = cellOf(spot).join();
    const cell = cells.get(key);
    if (cell) cell.push(index);
    else cells.set(key, [index]);
  }
  const taken = new Uint8Array(things.length);
  const groups: Gathered<Thing>[] = [];
  for (const [index, spot] of spots.entries()) {
    if (taken[index]) continue;
    const [column, row] = cellOf(spot);
    const members: number[] = [];
    for (let dx = -1; dx <= 1; dx++)
      for (let dy = -1; dy <= 1; dy++)
        for (const other of cells.get(`${column + dx},${row + dy}`) ?? []) {
          const [x, y] = spots[other]!;
          if (taken[other] || (x - spot[0]) ** 2 + (y - spot[1]) ** 2 > reach * reach) continue;
          taken[other] = 1;
          members.push(other);
        }
    const mean = (axis: 0 | 1) => members.reduce((sum, member) => sum + spots[member]![axis], 0) / members.length;
    groups.push({ things: members.map((member) => things[member]!), at: [mean(0), mean(1)] });
  }
  return groups;
}

/** The class that a group is drawn in: the mean of those of its members that have one, −1 when none has. */
export function meanGroup(groups: readonly number[]): number {
  const known = groups.filter((group) => group >= 0);
  return known.length === 0 ? -1 : Math.round(known.reduce((sum, group) => sum + group, 0) / known.length);
}
