import type { Network } from './network.ts';

/** Demand points that together are more than what all the sites that they reach have room for, in units of load. */
export interface Crowd {
  demands: number[];
  load: number;
  room: number;
}

/**
 * Those for whom there is no room even if every site is open and people may be divided among sites: a greatest flow from demand points to sites
 * (Dinic 1970), and the cut that proves it. @param served whom must there be room for
 * @returns undefined where there is room for all, as far as this tells
 */
export function crowdOf(network: Network, served: (d: number) => boolean): Crowd | undefined {
  const { demands, sites, load, capacity } = network;
  const { start, to } = network.byDemand;
  const fits = (d: number, s: number) => load[d]! <= capacity[s]! * (1 + 1e-12);
  const room = capacity.slice();
  const left = Float64Array.from(load, (each, d) => (served(d) ? each : 0));
  const flow = new Float64Array(to.length);
  const tolerance =
    1e-9 *
    Math.max(
      1,
      load.reduce((most, each) => Math.max(most, each), 0),
    );
  // Places in `byDemand` of each site's pairs.
  const at = new Int32Array(sites + 1);
  for (const s of to) at[s + 1]! += 1;
  for (let s = 0; s < sites; s++) at[s + 1]! += at[s]!;
  const pair = new Int32Array(to.length);
  const owner = new Int32Array(to.length);
  const next = at.slice();
  for (let d = 0; d < demands; d++)
    for (let k = start[d]!; k < start[d + 1]!; k++) {
      owner[k] = d;
      pair[next[to[k]!]!++] = k;
    }
  const push = (k: number, amount: number) => {
    flow[k]! += amount;
  };
  for (let d = 0; d < demands; d++)
    for (let k = start[d]!; k < start[d + 1]! && left[d]! > 0; k++) {
      if (!fits(d, to[k]!)) continue;
      const amount = Math.min(left[d]!, room[to[k]!]!);
      push(k, amount);
      left[d]! -= amount;
      room[to[k]!]! -= amount;
    }
  const demandLevel = new Int32Array(demands);
  const siteLevel = new Int32Array(sites);
  const demandNext = new Int32Array(demands);
  const siteNext = new Int32Array(sites);
  /** How many steps from whoever lacks room each is; whether a site with room is among them. */
  const layers = (): boolean => {
    demandLevel.fill(-1);
    siteLevel.fill(-1);
    const queue: number[] = [];
    for (let d = 0; d < demands; d++)
      if (left[d]! > tolerance) {
        demandLevel[d] = 0;
        queue.push(d);
      }
    let free = false;
    for (const d of queue)
      for (let k = start[d]!; k < start[d + 1]!; k++) {
        const s = to[k]!;
        if (siteLevel[s]! >= 0 || !fits(d, s)) continue;
        siteLevel[s] = demandLevel[d]! + 1;
        if (room[s]! > tolerance) {
          free = true;
          continue;
        }
        for (let i = at[s]!; i < at[s + 1]!; i++) {
          const other = owner[pair[i]!]!;
          if (demandLevel[other]! >= 0 || flow[pair[i]!]! <= tolerance) continue;
          demandLevel[other] = siteLevel[s]! + 1;
          queue.push(other);
        }
      }
    return free;
  };
  /** Sends as much as it can of `amount` from d onwards. */
  const send = (d: number, amount: number): number => {
    let sent = 0;
    for (; demandNext[d]! < start[d + 1]!; demandNext[d]! += 1) {
      const k = demandNext[d]!;
      const s = to[k]!;
      if (siteLevel[s] !== demandLevel[d]! + 1 || !fits(d, s)) continue;
      const here = Math.min(amount - sent, room[s]!);
      room[s]! -= here;
      push(k, here);
      sent += here;
      for (; sent < amount && siteNext[s]! < at[s + 1]!; siteNext[s]! += 1) {
        const back = pair[siteNext[s]!]!;
        const other = owner[back]!;
        if (demandLevel[other] !== siteLevel[s]! + 1 || flow[back]! <= tolerance) continue;
        const moved = send(other, Math.min(amount - sent, flow[back]!));
        push(back, -moved);
        push(k, moved);
        sent += moved;
        if (sent >= amount) break;
      }
      if (sent >= amount) break;
    }
    return sent;
  };
  while (layers()) {
    for (let d = 0; d < demands; d++) demandNext[d] = start[d]!;
    siteNext.set(at.subarray(0, sites));
    for (let d = 0; d < demands; d++) if (demandLevel[d] === 0) left[d]! -= send(d, left[d]!);
  }
  const crowd = Array.from(demandLevel.keys()).filter((d) => demandLevel[d]! >= 0 && load[d]! > 0);
  if (crowd.length === 0) return undefined;
  return {
    demands: crowd,
    load: crowd.reduce((sum, d) => sum + load[d]!, 0),
    room: capacity.reduce((sum, each, s) => sum + (siteLevel[s]! >= 0 ? each : 0), 0),
  };
}
