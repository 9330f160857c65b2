import type { Loaded } from './capacity.bound.ts';
import { type Assigned, assignLoaded, type Ground } from './capacity.improve.ts';
import { newHeap } from './heap.ts';
import { sequence } from './random.ts';

/**
 * Sites for a greatest cover with capacities, one after the other: each time the site whose room is filled best by those whom nobody serves
 * yet, and it takes those who have the fewest sites to go to. A heuristic; how well everybody is then served is for the assignment to say.
 * @param begun sites that are open already, with whom they serve
 */
export function fillRooms(loaded: Loaded, begun?: Pick<Assigned, 'isOpen' | 'at'>): Uint8Array {
  const { sites, byDemand, bySite, load: takes, capacity, fixed, p } = loaded;
  const isOpen = begun?.isOpen.slice() ?? new Uint8Array(sites);
  const served = Uint8Array.from(takes, (_, d) => (begun && begun.at[d]! >= 0 ? 1 : 0));
  const choices = (d: number) => byDemand.start[d + 1]! - byDemand.start[d]!;
  const value = (s: number) => {
    let sum = 0;
    for (let k = bySite.start[s]!; k < bySite.start[s + 1]!; k++)
      if (!served[bySite.to[k]!]) sum += takes[bySite.to[k]!]!;
    return Math.min(capacity[s]!, sum);
  };
  const open = (s: number) => {
    isOpen[s] = 1;
    let room = capacity[s]!;
    const waiting = bySite.to.subarray(bySite.start[s], bySite.start[s + 1]).filter((d) => !served[d]);
    for (const d of waiting.sort((a, b) => choices(a) - choices(b) || takes[b]! - takes[a]! || a - b)) {
      if (takes[d]! > room) continue;
      served[d] = 1;
      room -= takes[d]!;
    }
  };
  for (let s = 0; s < sites; s++) if (fixed[s] === 1 && !isOpen[s]) open(s);
  const heap = newHeap();
  for (let s = 0; s < sites; s++) if (fixed[s] === 0 && !isOpen[s]) heap.push(s, -value(s));
  // What a site would be filled with only falls, so an entry that is still right is the best there is.
  for (let left = (p ?? sites) - isOpen.reduce((sum, each) => sum + each, 0); left > 0; ) {
    const top = heap.pop();
    if (!top) break;
    const [s, key] = top;
    const now = -value(s);
    if (now > key + 1e-9) heap.push(s, now);
    else {
      open(s);
      left -= 1;
    }
  }
  return isOpen;
}

/**
 * Better and better plans of a greatest cover with capacities: the open sites around somebody who is left out close, and others open in the
 * way of `fillRooms`. The same steps for the same problem.
 */
export function refillRooms(
  ground: Ground,
  begin: Assigned,
  {
    rounds,
    expired,
    seed,
    onBetter,
  }: { rounds: number; expired: () => boolean; seed: number; onBetter: (plan: Assigned) => void },
): Assigned {
  const { loaded } = ground;
  const { byDemand, bySite, fixed } = loaded;
  const random = sequence(seed);
  let best = begin;
  for (let round = 0; round < rounds && !expired(); round++) {
    const out = Array.from(best.at.keys()).filter(
      (d) => best.at[d]! < 0 && byDemand.start[d + 1]! > byDemand.start[d]!,
    );
    if (out.length === 0) break;
    const near = new Set<number>();
    const most = 2 + Math.floor(random() * 6);
    const ring = [out[Math.floor(random() * out.length)]!];
    for (const seen = new Set(ring); ring.length > 0 && near.size < most; ) {
      const d = ring.splice(Math.floor(random() * ring.length), 1)[0]!;
      for (let k = byDemand.start[d]!; k < byDemand.start[d + 1]! && near.size < most; k++) {
        const s = byDemand.to[k]!;
        if (best.isOpen[s] && fixed[s] === 0) near.add(s);
        for (let j = bySite.start[s]!; j < bySite.start[s + 1]! && ring.length < 400; j++)
          if (!seen.has(bySite.to[j]!)) {
            seen.add(bySite.to[j]!);
            ring.push(bySite.to[j]!);
          }
      }
    }
    const isOpen = best.isOpen.slice();
    for (const s of near) isOpen[s] = 0;
    const at = best.at.map((k) => (k >= 0 && isOpen[byDemand.to[k]!] ? k : -1));
    const next = assignLoaded(ground, fillRooms(loaded, { isOpen, at }), expired);
    if (next.cost >= best.cost - 1e-9 * Math.abs(best.cost)) continue;
    best = next;
    onBetter(best);
  }
  return best;
}
