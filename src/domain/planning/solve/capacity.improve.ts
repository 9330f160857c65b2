import type { Loaded } from './capacity.bound.ts';
import { sequence } from './random.ts';

/** Who goes where: a place in `byDemand` for each demand point, −1 for nowhere. */
export interface Assigned {
  isOpen: Uint8Array;
  at: Int32Array;
  /** With a penalty for everybody who must be served and is not. */
  cost: number;
  /** Everybody is served who must be. */
  whole: boolean;
}

/** Everything that the search needs to know about a problem and that does not change. */
export interface Ground {
  loaded: Loaded;
  /** What leaving out counts: more than any plan where it may not be. */
  penalty: Float64Array;
  /** Who is looked at first. */
  order: Int32Array;
}

const slack = 1e-9;

export function groundOf(loaded: Loaded): Ground {
  const { demands, byDemand, unserved, load: takes } = loaded;
  const { start, cost } = byDemand;
  let much = 1;
  for (let d = 0; d < demands; d++) if (start[d + 1]! > start[d]!) much += cost[start[d + 1]! - 1]!;
  const penalty = unserved.map((each) => (Number.isFinite(each) ? each : much));
  const order = Int32Array.from(takes.keys()).sort((a, b) => takes[b]! - takes[a]! || a - b);
  return { loaded, penalty, order };
}

/**
 * Sends everybody to an open site within its room: those whose second choice is much worse than their first before the others, then moves,
 * exchanges and chains of two while they pay. Whoever found no room goes first in another attempt.
 */
export function assignLoaded({ loaded, penalty, order }: Ground, isOpen: Uint8Array, expired: () => boolean): Assigned {
  const { demands, sites, byDemand, load: takes, capacity, open, unserved } = loaded;
  const { start, to, cost } = byDemand;
  /** Open sites of each demand point, least cost first. */
  const begin = new Int32Array(demands + 1);
  for (let d = 0; d < demands; d++) {
    begin[d + 1] = begin[d]!;
    for (let k = start[d]!; k < start[d + 1]!; k++) if (isOpen[to[k]!]) begin[d + 1]! += 1;
  }
  const option = new Int32Array(begin[demands]!);
  for (let d = 0, i = 0; d < demands; d++)
    for (let k = start[d]!; k < start[d + 1]!; k++) if (isOpen[to[k]!]) option[i++] = k;
  const at = new Int32Array(demands).fill(-1);
  const room = new Float64Array(sites);
  const clients: number[][] = Array.from({ length: sites }, () => []);
  const spot = new Int32Array(demands);
  const pays = (d: number): number => (at[d]! < 0 ? penalty[d]! : cost[at[d]!]!);
  const fits = (d: number, s: number, freed = 0): boolean =>
    takes[d]! <= room[s]! + freed + slack * Math.abs(capacity[s]!);
  const move = (d: number, k: number) => {
    if (at[d]! >= 0) {
      const from = to[at[d]!]!;
      const last = clients[from]!.pop()!;
      if (last !== d) {
        clients[from]![spot[d]!] = last;
        spot[last] = spot[d]!;
      }
      room[from]! += takes[d]!;
    }
    at[d] = k;
    if (k < 0) return;
    spot[d] = clients[to[k]!]!.push(d) - 1;
    room[to[k]!]! -= takes[d]!;
  };
  /** Makes the change that saves most among those that take d somewhere nearer. @returns whether there was one */
  const better = (d: number): boolean => {
    const now = pays(d);
    const tolerance = 1e-9 * Math.max(1, now);
    let gain = tolerance;
    let [mine, other, theirs] = [-1, -1, -2];
    for (let i = begin[d]!; i < begin[d + 1]!; i++) {
      const k = option[i]!;
      const s = to[k]!;
      const saved = now - cost[k]!;
      if (saved <= gain) break;
      if (k === at[d]) continue;
      if (fits(d, s)) {
        [gain, mine, other] = [saved, k, -1];
        break;
      }
      for (const e of clients[s]!) {
        if (!fits(d, s, takes[e]!)) continue;
        const paid = cost[at[e]!]!;
        // Whoever makes room goes where d was, somewhere else with room, or nowhere.
        let [best, where] = [penalty[e]! - paid, -1];
        for (let j = begin[e]!; j < begin[e + 1]! && cost[option[j]!]! - paid < best; j++) {
          const next = to[option[j]!]!;
          const freed = at[d]! >= 0 && next === to[at[d]!] ? takes[d]! : 0;
          if (next === s || !fits(e, next, freed)) continue;
          [best, where] = [cost[option[j]!]! - paid, option[j]!];
          break;
        }
        if (saved - best > gain) [gain, mine, other, theirs] = [saved - best, k, e, where];
      }
    }
    if (mine < 0) return false;
    if (other >= 0) move(other, -1);
    move(d, mine);
    if (other >= 0 && theirs >= 0) move(other, theirs);
    return true;
  };
  const regret = Float64Array.from({ length: demands }, (_, d) => {
    const [a, b] = [begin[d]!, begin[d + 1]!];
    if (a === b) return 0;
    return (b - a > 1 ? cost[option[a + 1]!]! : penalty[d]!) - cost[option[a]!]!;
  });
  const first = Array.from(order).sort((a, b) => regret[b]! - regret[a]!);
  let queue = first;
  for (let attempt = 0; attempt < 6; attempt++) {
    for (let s = 0; s < sites; s++) {
      room[s] = capacity[s]!;
      clients[s]!.length = 0;
    }
    at.fill(-1);
    const lost: number[] = [];
    for (const d of queue) {
      for (let i = begin[d]!; i < begin[d + 1]! && at[d]! < 0; i++) if (fits(d, to[option[i]!]!)) move(d, option[i]!);
      if (at[d]! < 0) better(d);
    }
    for (let again = true, round = 0; again && round < 30; round++) {
      again = false;
      for (const d of first) {
        if (at[d]! >= 0 && at[d] === option[begin[d]!]) continue;
        if (better(d)) again = true;
      }
      if (expired()) break;
    }
    for (const d of order) if (at[d]! < 0 && unserved[d] === Number.POSITIVE_INFINITY) lost.push(d);
    if (lost.length === 0 || expired()) break;
    const urgent = new Set(lost);
    queue = [...lost, ...(attempt < 2 ? queue : Array.from(order)).filter((d) => !urgent.has(d))];
  }
  let sum = 0;
  for (let s = 0; s < sites; s++) if (isOpen[s]) sum += open[s]!;
  let whole = true;
  for (let d = 0; d < demands; d++) {
    sum += pays(d);
    if (at[d]! < 0 && unserved[d] === Number.POSITIVE_INFINITY) whole = false;
  }
  return { isOpen: isOpen.slice(), at: at.slice(), cost: sum, whole };
}

/** What each exchange of an open site for a closed one would cost if there were room for everybody: no exchange costs less. */
function exchanges({ loaded, penalty }: Ground, isOpen: Uint8Array): { into: number; out: number; least: number }[] {
  const { demands, sites, byDemand, bySite, open, fixed } = loaded;
  const { start, to, cost } = byDemand;
  const [first, cost1, cost2] = [new Int32Array(demands), new Float64Array(demands), new Float64Array(demands)];
  const loss = new Float64Array(sites);
  let now = 0;
  for (let d = 0; d < demands; d++) {
    first[d] = -1;
    cost1[d] = cost2[d] = penalty[d]!;
    for (let k = start[d]!; k < start[d + 1]!; k++) {
      if (!isOpen[to[k]!]) continue;
      if (first[d]! >= 0) {
        cost2[d] = Math.min(cost2[d]!, cost[k]!);
        break;
      }
      first[d] = to[k]!;
      cost1[d] = Math.min(cost1[d]!, cost[k]!);
    }
    now += cost1[d]!;
    if (first[d]! >= 0) loss[first[d]!]! += cost2[d]! - cost1[d]!;
  }
  const held: number[] = [];
  for (let s = 0; s < sites; s++)
    if (isOpen[s]) {
      now += open[s]!;
      if (fixed[s] !== 1) held.push(s);
    }
  const found: { into: number; out: number; least: number }[] = [];
  const extra = new Float64Array(sites);
  for (let s = 0; s < sites; s++) {
    if (isOpen[s] || fixed[s] !== 0) continue;
    let gain = 0;
    extra.fill(0);
    for (let k = bySite.start[s]!; k < bySite.start[s + 1]!; k++) {
      const d = bySite.to[k]!;
      const c = bySite.cost[k]!;
      if (c >= cost2[d]!) continue;
      if (c < cost1[d]!) gain += cost1[d]! - c;
      if (first[d]! >= 0) extra[first[d]!]! += cost2[d]! - Math.max(c, cost1[d]!);
    }
    for (const out of held)
      found.push({ into: s, out, least: now - gain + loss[out]! - extra[out]! + open[s]! - open[out]! });
  }
  return found.sort((a, b) => a.least - b.least || a.into - b.into || a.out - b.out);
}

/** In the place of each site the one that its own people would have it at, where it has the room. @returns whether any changed */
function recentre({ loaded }: Ground, { isOpen, at }: Assigned): boolean {
  const { demands, sites, byDemand, bySite, capacity, load: takes, open, fixed } = loaded;
  const { to, cost } = byDemand;
  const [load, paid, count] = [new Float64Array(sites), new Float64Array(sites), new Int32Array(sites)];
  for (let d = 0; d < demands; d++) {
    if (at[d]! < 0) continue;
    const s = to[at[d]!]!;
    load[s]! += takes[d]!;
    paid[s]! += cost[at[d]!]!;
    count[s]! += 1;
  }
  const better = new Map<number, { into: number; gain: number }>();
  const [sum, reached] = [new Float64Array(sites), new Int32Array(sites)];
  for (let s = 0; s < sites; s++) {
    if (isOpen[s] || fixed[s] !== 0) continue;
    const seen: number[] = [];
    for (let k = bySite.start[s]!; k < bySite.start[s + 1]!; k++) {
      const place = at[bySite.to[k]!]!;
      if (place < 0) continue;
      const owner = to[place]!;
      if (reached[owner] === 0) seen.push(owner);
      reached[owner]! += 1;
      sum[owner]! += bySite.cost[k]!;
    }
    for (const owner of seen) {
      const gain = paid[owner]! + open[owner]! - sum[owner]! - open[s]!;
      const fits = reached[owner] === count[owner] && load[owner]! <= capacity[s]! && fixed[owner] !== 1;
      if (fits && gain > 1e-9 * paid[owner]! && gain > (better.get(owner)?.gain ?? 0))
        better.set(owner, { into: s, gain });
      reached[owner] = 0;
      sum[owner] = 0;
    }
  }
  const used = new Set<number>();
  for (const [out, { into }] of [...better].sort((a, b) => b[1].gain - a[1].gain)) {
    if (used.has(into)) continue;
    used.add(into);
    isOpen[out] = 0;
    isOpen[into] = 1;
  }
  return better.size > 0;
}

/**
 * Better and better plans with as many sites as `begin`: sites move to the middle of their people, then change places one by one, the most
 * promising exchange first; then again from the best plan with a few sites changed at random. The same steps for the same problem.
 */
export function improveLoaded(
  ground: Ground,
  begin: Uint8Array,
  {
    rounds,
    expired,
    seed = 1,
    tries = 40,
    onBetter,
  }: {
    rounds: number;
    expired: () => boolean;
    seed?: number;
    /** How many exchanges are tried in full before a plan counts as settled. */
    tries?: number;
    onBetter?: (plan: Assigned) => void;
  },
): Assigned {
  const random = sequence(seed);
  const { fixed } = ground.loaded;
  const settle = (from: Uint8Array): Assigned => {
    let plan = assignLoaded(ground, from, expired);
    for (;;) {
      if (expired()) return plan;
      const centred: Assigned = { ...plan, isOpen: plan.isOpen.slice() };
      if (recentre(ground, centred)) {
        const next = assignLoaded(ground, centred.isOpen, expired);
        if (next.cost < plan.cost - 1e-9 * Math.abs(plan.cost)) {
          plan = next;
          continue;
        }
      }
      let moved = false;
      if (tries > 0)
        for (const { into, out, least } of exchanges(ground, plan.isOpen).slice(0, tries)) {
          if (least >= plan.cost || expired()) break;
          const isOpen = plan.isOpen.slice();
          isOpen[out] = 0;
          isOpen[into] = 1;
          const next = assignLoaded(ground, isOpen, expired);
          if (next.cost >= plan.cost - 1e-9 * Math.abs(plan.cost)) continue;
          plan = next;
          moved = true;
          break;
        }
      if (!moved) return plan;
    }
  };
  let best = settle(begin);
  onBetter?.(best);
  const free = Array.from(fixed.keys()).filter((s) => fixed[s] === 0);
  for (let round = 0; round < rounds && !expired(); round++) {
    const isOpen = best.isOpen.slice();
    const changes = 1 + Math.floor(random() * 3);
    for (let i = 0; i < changes; i++) {
      const inside = free.filter((s) => isOpen[s] === 1);
      const outside = free.filter((s) => isOpen[s] === 0);
      if (inside.length === 0 || outside.length === 0) return best;
      isOpen[inside[Math.floor(random() * inside.length)]!] = 0;
      isOpen[outside[Math.floor(random() * outside.length)]!] = 1;
    }
    const next = settle(isOpen);
    if (next.cost >= best.cost - 1e-9 * Math.abs(best.cost)) continue;
    best = next;
    onBetter?.(best);
  }
  return best;
}
