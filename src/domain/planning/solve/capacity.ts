import type { Network } from './network.ts';

/**
 * An assignment under way: who goes where, and the room that each open site has left. Each demand point goes to one site whole.
 */
export interface Loads {
  assign: Int32Array;
  room: Float64Array;
  isOpen: Uint8Array;
}

const slack = 1e-9;
const fits = (weight: number, room: number): boolean => weight <= room + slack * Math.abs(room);

/** The place in `byDemand` of the best open site with room for demand point d, `not` left aside; −1 where there is none. */
function spotFor(network: Network, loads: Loads, d: number, not: number): number {
  const { start, to } = network.byDemand;
  for (let k = start[d]!; k < start[d + 1]!; k++) {
    const s = to[k]!;
    if (loads.isOpen[s] && s !== not && fits(network.load[d]!, loads.room[s]!)) return k;
  }
  return -1;
}

const put = (network: Network, loads: Loads, d: number, s: number) => {
  if (loads.assign[d]! >= 0) loads.room[loads.assign[d]!]! += network.load[d]!;
  loads.assign[d] = s;
  if (s >= 0) loads.room[s]! -= network.load[d]!;
};

/** Places d, if need be by sending somebody else from a full site to another one. */
function place(network: Network, loads: Loads, clients: Set<number>[], d: number): boolean {
  const send = (who: number, s: number) => {
    if (loads.assign[who]! >= 0) clients[loads.assign[who]!]!.delete(who);
    put(network, loads, who, s);
    clients[s]!.add(who);
  };
  const { start, to } = network.byDemand;
  const free = spotFor(network, loads, d, -1);
  if (free >= 0) {
    send(d, to[free]!);
    return true;
  }
  for (let k = start[d]!; k < start[d + 1]!; k++) {
    const s = to[k]!;
    if (!loads.isOpen[s] || network.load[d]! > network.capacity[s]!) continue;
    for (const other of clients[s]!) {
      if (!fits(network.load[d]!, loads.room[s]! + network.load[other]!)) continue;
      const elsewhere = spotFor(network, loads, other, s);
      if (elsewhere < 0) continue;
      send(other, to[elsewhere]!);
      send(d, s);
      return true;
    }
  }
  return false;
}

/**
 * Sends every demand point of `who` to one open site within the capacities: those with the fewest choices and the greatest weight first,
 * each to its nearest site with room. A heuristic: `left` are those for whom it found no room.
 */
export function assignWithin(
  network: Network,
  isOpen: Uint8Array,
  who: readonly number[],
): { assign: Int32Array; left: number[] } {
  const loads: Loads = { assign: new Int32Array(network.demands).fill(-1), room: network.capacity.slice(), isOpen };
  const clients = Array.from({ length: network.sites }, () => new Set<number>());
  const { start, to, cost } = network.byDemand;
  const choices = (d: number): number => {
    let count = 0;
    for (let k = start[d]!; k < start[d + 1]!; k++)
      if (isOpen[to[k]!] && network.load[d]! <= network.capacity[to[k]!]!) count += 1;
    return count;
  };
  const few = new Map(who.map((d) => [d, choices(d)]));
  const order = [...who].sort(
    (a, b) => Math.min(3, few.get(a)!) - Math.min(3, few.get(b)!) || network.load[b]! - network.load[a]! || a - b,
  );
  const left = order.filter((d) => !place(network, loads, clients, d));
  // Whoever finds room at a nearer site moves there.
  for (let moved = true, round = 0; moved && round < 20; round++) {
    moved = false;
    for (const d of order) {
      if (loads.assign[d]! < 0) continue;
      const better = spotFor(network, loads, d, loads.assign[d]!);
      if (better < 0) continue;
      let now = start[d]!;
      while (to[now] !== loads.assign[d]) now += 1;
      if (cost[better]! >= cost[now]!) continue;
      put(network, loads, d, to[better]!);
      moved = true;
    }
  }
  return { assign: loads.assign, left };
}

/**
 * Closes one site after the other, the least loaded (or dearest) first, as long as its people find room elsewhere, until `least` are open.
 * @returns undefined when even all sites together have no room as far as the heuristic sees
 */
export function dropSites(
  network: Network,
  who: readonly number[],
  {
    least,
    price,
    mayOpen,
    expired,
  }: { least: number; price: ArrayLike<number>; mayOpen: Uint8Array; expired: () => boolean },
): { isOpen: Uint8Array; assign: Int32Array } | undefined {
  const isOpen = mayOpen.slice();
  const first = assignWithin(network, isOpen, who);
  if (first.left.length > 0) return undefined;
  const loads: Loads = { assign: first.assign, room: network.capacity.slice(), isOpen };
  const clients = Array.from({ length: network.sites }, () => new Set<number>());
  for (const d of who) {
    loads.room[loads.assign[d]!]! -= network.load[d]!;
    clients[loads.assign[d]!]!.add(d);
  }
  let count = isOpen.reduce((sum, each) => sum + each, 0);
  const load = (s: number) => {
    let sum = 0;
    for (const d of clients[s]!) sum += network.load[d]!;
    return sum;
  };
  for (let again = true; again && count > least; ) {
    again = false;
    const order = Array.from(isOpen.keys()).filter((s) => isOpen[s] && !network.required[s]);
    const rank = new Map(order.map((s) => [s, (load(s) + 1) / Math.max(1e-9, price[s]!)]));
    order.sort((a, b) => rank.get(a)! - rank.get(b)! || b - a);
    for (const s of order) {
      if (count <= least || expired()) break;
      const before = new Map<number, number>();
      const mine = [...clients[s]!].sort((a, b) => network.load[b]! - network.load[a]! || a - b);
      isOpen[s] = 0;
      const gone = mine.every((d) => {
        const k = spotFor(network, loads, d, s);
        if (k < 0) return false;
        before.set(d, network.byDemand.to[k]!);
        put(network, loads, d, network.byDemand.to[k]!);
        return true;
      });
      if (gone) {
        for (const [d, to] of before) clients[to]!.add(d);
        clients[s]!.clear();
        count -= 1;
        again = true;
      } else {
        isOpen[s] = 1;
        for (const d of before.keys()) put(network, loads, d, s);
      }
    }
  }
  const final = assignWithin(network, isOpen, who);
  return { isOpen, assign: final.left.length === 0 ? final.assign : loads.assign };
}
