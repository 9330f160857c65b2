import { dropColumns } from './cover.reduce.ts';
import { columnOf, coverFrom, rowOf } from './cover.ts';
import type { Median } from './median.ts';
import { transpose } from './network.ts';

export interface SmallerCoverage {
  median: Median;
  /** What the sites of the smaller one are called in the whole. */
  name: Int32Array;
}

/**
 * Makes a greatest cover smaller without losing its best plans' value: required sites are taken and whom they reach is served; a site that
 * reaches nobody whom another one does not reach is dropped; demand points with the same sites count as one. What plans differ by and
 * what they leave out stay the same; sites that are still to be opened when all that are left are open serve nobody else.
 */
export function smallerCoverage(whole: Median, expired: () => boolean): SmallerCoverage {
  const { sites, demands, byDemand, bySite, unserved, fixed } = whole;
  const row = new Uint8Array(demands);
  for (let d = 0; d < demands; d++) row[d] = byDemand.start[d + 1]! > byDemand.start[d]! && unserved[d]! > 0 ? 1 : 0;
  const column = Uint8Array.from(fixed, (each) => (each === 0 ? 1 : 0));
  let required = 0;
  fixed.forEach((each, s) => {
    if (each !== 1) return;
    required += 1;
    for (let k = bySite.start[s]!; k < bySite.start[s + 1]!; k++) row[bySite.to[k]!] = 0;
  });
  const cover = coverFrom(
    Array.from({ length: demands }, (_, d) => byDemand.to.subarray(byDemand.start[d], byDemand.start[d + 1])),
    new Int32Array(demands).fill(1),
    new Float64Array(sites).fill(1),
  );
  dropColumns(cover, row, column, expired);
  const name = Int32Array.from(column.keys()).filter((s) => column[s] === 1 && columnOf(cover, s).some((d) => row[d]));
  const fresh = new Int32Array(sites).fill(-1);
  name.forEach((s, at) => {
    fresh[s] = at;
  });
  const groups = new Map<string, { near: Int32Array; weight: number }>();
  for (let d = 0; d < demands; d++) {
    if (!row[d]) continue;
    const near = rowOf(cover, d)
      .map((s) => fresh[s]!)
      .filter((s) => s >= 0);
    if (near.length === 0) continue;
    const key = near.join();
    const same = groups.get(key);
    if (same) same.weight += unserved[d]!;
    else groups.set(key, { near, weight: unserved[d]! });
  }
  const start = new Int32Array(groups.size + 1);
  [...groups.values()].forEach(({ near }, at) => {
    start[at + 1] = start[at]! + near.length;
  });
  const to = new Int32Array(start.at(-1)!);
  [...groups.values()].forEach(({ near }, at) => {
    to.set(near, start[at]);
  });
  const rows = { start, to, cost: new Float64Array(to.length) };
  return {
    name,
    median: {
      ...whole,
      sites: name.length,
      demands: groups.size,
      p: Math.min(name.length, Math.max(0, whole.p - required)),
      byDemand: rows,
      bySite: transpose(rows, name.length),
      unserved: Float64Array.from([...groups.values()], ({ weight }) => weight),
      fixed: new Uint8Array(name.length),
    },
  };
}
