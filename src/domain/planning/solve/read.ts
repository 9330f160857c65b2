import type { PlanDemand, PlanSite } from './problem.ts';

/** A file that cannot be taken as it is; `code` is the key of its sentence in `locales/<language>/plan.json`. */
export class Unreadable extends Error {
  readonly code: string;
  readonly params: Record<string, string | number>;
  constructor(code: string, params: Record<string, string | number> = {}) {
    super(code);
    this.name = 'Unreadable';
    this.code = code;
    this.params = params;
  }
}

/** Something that was taken in one of two possible ways; its sentence says which. */
export interface ReadingNote {
  code: string;
  params: Record<string, string | number>;
}

export interface Reading {
  sites: PlanSite[];
  demands: PlanDemand[];
  pairs: { site: Int32Array; demand: Int32Array; cost: Float64Array };
  /** The number of sites that the file itself asks for. */
  p?: number;
  notes: ReadingNote[];
}

/** Numbers in typed arrays that grow, for files whose length nobody says beforehand. */
export interface Growing {
  site: Int32Array;
  demand: Int32Array;
  cost: Float64Array;
  length: number;
}

export const newGrowing = (size = 1 << 16): Growing => ({
  site: new Int32Array(size),
  demand: new Int32Array(size),
  cost: new Float64Array(size),
  length: 0,
});

export function append(pairs: Growing, site: number, demand: number, cost: number): void {
  if (pairs.length === pairs.site.length) {
    const wider = newGrowing(2 * pairs.length);
    wider.site.set(pairs.site);
    wider.demand.set(pairs.demand);
    wider.cost.set(pairs.cost);
    Object.assign(pairs, { site: wider.site, demand: wider.demand, cost: wider.cost });
  }
  pairs.site[pairs.length] = site;
  pairs.demand[pairs.length] = demand;
  pairs.cost[pairs.length] = cost;
  pairs.length += 1;
}

/**
 * Keeps the last of several entries for one pair, at the place of the first; a hash table of all pairs would not hold a whole
 * prefecture. @returns how many were replaced by another cost
 */
export function lastWins(pairs: Growing, sites: number, demands: number): { pairs: Reading['pairs']; changed: number } {
  const start = new Int32Array(sites + 1);
  for (let k = 0; k < pairs.length; k++) start[pairs.site[k]! + 1]! += 1;
  for (let s = 0; s < sites; s++) start[s + 1]! += start[s]!;
  const next = start.slice();
  const bySite = new Int32Array(pairs.length);
  for (let k = 0; k < pairs.length; k++) bySite[next[pairs.site[k]!]!++] = k;
  const seen = new Int32Array(demands).fill(-1);
  const superseded = new Uint8Array(pairs.length);
  let changed = 0;
  for (let s = 0; s < sites; s++) {
    const mine = bySite.subarray(start[s], start[s + 1]);
    for (const k of mine) {
      const before = seen[pairs.demand[k]!]!;
      if (before < 0) seen[pairs.demand[k]!] = k;
      else {
        superseded[k] = 1;
        if (pairs.cost[before] !== pairs.cost[k]) changed += 1;
        pairs.cost[before] = pairs.cost[k]!;
      }
    }
    for (const k of mine) seen[pairs.demand[k]!] = -1;
  }
  let length = 0;
  for (let k = 0; k < pairs.length; k++) {
    if (superseded[k]) continue;
    pairs.site[length] = pairs.site[k]!;
    pairs.demand[length] = pairs.demand[k]!;
    pairs.cost[length] = pairs.cost[k]!;
    length += 1;
  }
  return {
    pairs: {
      site: pairs.site.slice(0, length),
      demand: pairs.demand.slice(0, length),
      cost: pairs.cost.slice(0, length),
    },
    changed,
  };
}
