/**
 * Who goes where. People travel to the nearest open site that they may use; everything that the map and the plans say of
 * cover and load follows from that one assignment.
 */

/** Compressed rows: those of row r are `start[r]` to `start[r + 1]`. */
export interface TravelRows {
  start: Int32Array;
  to: Int32Array;
  seconds: Float64Array;
}

/** Travel times of one mode, seen from both sides. A pair that is not there is beyond what was searched. */
export interface TravelTable {
  sites: number;
  demands: number;
  /** Per demand point its sites, nearest first; equal times in the order of the sites. */
  byDemand: TravelRows;
  /** Per site its demand points, in the order of the pairs. */
  bySite: TravelRows;
}

const rowsOf = (count: number, row: Int32Array, to: Int32Array, seconds: Float64Array): TravelRows => {
  const rows: TravelRows = {
    start: new Int32Array(count + 1),
    to: new Int32Array(row.length),
    seconds: new Float64Array(row.length),
  };
  for (const each of row) rows.start[each + 1]! += 1;
  for (let at = 0; at < count; at++) rows.start[at + 1]! += rows.start[at]!;
  const next = rows.start.slice();
  for (let pair = 0; pair < row.length; pair++) {
    const at = next[row[pair]!]!++;
    rows.to[at] = to[pair]!;
    rows.seconds[at] = seconds[pair]!;
  }
  return rows;
};

/** More sites than any city has: time and site fit into one exact number, which sorts without asking back. */
const mostSites = 2 ** 20;

/** Within each row nearest first, equal times in the order of the sites. Times are whole tenths of a second. */
function nearestFirst({ start, to, seconds }: TravelRows): void {
  for (let row = 0; row + 1 < start.length; row++) {
    const [from, end] = [start[row]!, start[row + 1]!];
    const keys = new Float64Array(end - from);
    for (let at = from; at < end; at++) keys[at - from] = Math.round(seconds[at]! * 10) * mostSites + to[at]!;
    keys.sort();
    for (let at = from; at < end; at++) {
      const key = keys[at - from]!;
      to[at] = key % mostSites;
      seconds[at] = Math.floor(key / mostSites) / 10;
    }
  }
}

/** @param pairs parallel arrays; no pair twice; times are whole tenths of a second. */
export function tableOf(
  sites: number,
  demands: number,
  pairs: { site: Int32Array; demand: Int32Array; seconds: Float64Array },
): TravelTable {
  const { site, demand, seconds } = pairs;
  const byDemand = rowsOf(demands, demand, site, seconds);
  nearestFirst(byDemand);
  return { sites, demands, bySite: rowsOf(sites, site, demand, seconds), byDemand };
}

/**
 * People who live at one demand point and travel alike. A point whose people are old in part has two groups.
 * `limit` in seconds; `table` says by which mode's table they travel.
 */
export interface Groups {
  demand: Int32Array;
  table: Uint8Array;
  people: Float64Array;
  limit: Float64Array;
  urban: Uint8Array;
}

/** A site that the tables do not know: opened by hand or moved. One row of (demand, seconds) for each table. */
export interface ExtraSite {
  rows: readonly { demand: Int32Array; seconds: Float64Array }[];
}

export interface Reach {
  tables: readonly TravelTable[];
  groups: Groups;
  /** Whether a site of the tables, or after them an extra one, is open and does what is asked. */
  open: Uint8Array;
  extra: readonly ExtraSite[];
  /** Where borders count: a place for each demand point and each site; only equal ones meet. */
  borders?: { demand: Int32Array; site: Int32Array };
}

/** −1 and Infinity: nothing is reached. `second` is whom they would go to if the first were not there. */
export interface Assignment {
  site: Int32Array;
  seconds: Float64Array;
  second: Int32Array;
  secondSeconds: Float64Array;
}

interface Extras {
  /** Per table: per demand point the extra sites that reach it. */
  near: Map<number, { site: number; seconds: number }[]>[];
}

function extrasOf(reach: Reach): Extras {
  const known = reach.tables[0]?.sites ?? 0;
  const near = reach.tables.map(() => new Map<number, { site: number; seconds: number }[]>());
  reach.extra.forEach(({ rows }, at) => {
    if (!reach.open[known + at]) return;
    rows.forEach((row, table) => {
      row.demand.forEach((demand, k) => {
        const list = near[table]!.get(demand) ?? [];
        list.push({ site: known + at, seconds: row.seconds[k]! });
        near[table]!.set(demand, list);
      });
    });
  });
  return { near };
}

function settle(reach: Reach, extras: Extras, group: number, into: Assignment): void {
  const { groups, open, borders } = reach;
  const demand = groups.demand[group]!;
  const which = groups.table[group]!;
  const { start, to, seconds } = reach.tables[which]!.byDemand;
  let [first, firstSeconds, second, secondSeconds] = [-1, Infinity, -1, Infinity];
  const offer = (site: number, time: number) => {
    if (borders && borders.site[site] !== borders.demand[demand]) return;
    if (time < firstSeconds || (time === firstSeconds && site < first)) {
      [second, secondSeconds] = [first, firstSeconds];
      [first, firstSeconds] = [site, time];
    } else if (time < secondSeconds || (time === secondSeconds && site < second)) {
      [second, secondSeconds] = [site, time];
    }
  };
  for (let k = start[demand]!; k < start[demand + 1]! && second < 0; k++) if (open[to[k]!]) offer(to[k]!, seconds[k]!);
  for (const each of extras.near[which]!.get(demand) ?? []) offer(each.site, each.seconds);
  into.site[group] = first;
  into.seconds[group] = firstSeconds;
  into.second[group] = second;
  into.secondSeconds[group] = secondSeconds;
}

/** Everybody, from scratch. */
export function assign(reach: Reach): Assignment {
  const count = reach.groups.demand.length;
  const result: Assignment = {
    site: new Int32Array(count),
    seconds: new Float64Array(count),
    second: new Int32Array(count),
    secondSeconds: new Float64Array(count),
  };
  const extras = extrasOf(reach);
  for (let group = 0; group < count; group++) settle(reach, extras, group, result);
  return result;
}

/**
 * The same as `assign(reach)`, touching only whom the changed sites touch: those who went there or would go there next, and
 * those whom they reach now. `before` belongs to the same groups; nothing else may have changed.
 */
export function reassign(reach: Reach, before: Assignment, changed: readonly number[]): Assignment {
  const result: Assignment = {
    site: before.site.slice(),
    seconds: before.seconds.slice(),
    second: before.second.slice(),
    secondSeconds: before.secondSeconds.slice(),
  };
  const extras = extrasOf(reach);
  const known = reach.tables[0]?.sites ?? 0;
  const sites = new Uint8Array(reach.open.length);
  const demands = new Uint8Array(reach.tables[0]?.demands ?? 0);
  for (const site of changed) {
    sites[site] = 1;
    if (!reach.open[site]) continue;
    if (site >= known)
      for (const row of reach.extra[site - known]!.rows) for (const demand of row.demand) demands[demand] = 1;
    else
      for (const { bySite } of reach.tables)
        for (let k = bySite.start[site]!; k < bySite.start[site + 1]!; k++) demands[bySite.to[k]!] = 1;
  }
  const touched = (site: number): boolean => site >= 0 && sites[site] === 1;
  for (let group = 0; group < result.site.length; group++) {
    if (demands[reach.groups.demand[group]!] || touched(before.site[group]!) || touched(before.second[group]!))
      settle(reach, extras, group, result);
  }
  return result;
}
