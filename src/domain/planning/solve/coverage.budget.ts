import { newHeap } from './heap.ts';
import type { Network } from './network.ts';
import { sequence } from './random.ts';

/** A greatest cover for so much money: who is covered counts their weight once, and of the sites at one place one may open. */
export interface Budgeted {
  network: Network;
  /** What may be spent on open sites, closings that are saved counted against it. */
  budget: number;
  /** Number of each site's place; −1 for a site that is no alternative to any other. */
  place: Int32Array;
}

interface Spending {
  isOpen: Uint8Array;
  covered: number;
}

/** What is open, whom it covers, and what else could be bought. */
function purse({ network, budget, place }: Budgeted) {
  const { sites, demands, bySite, weight, cost, required, forbidden } = network;
  const { start, to } = bySite;
  const isOpen = new Uint8Array(sites);
  const count = new Int32Array(demands);
  const places = place.reduce((most, each) => Math.max(most, each), -1) + 1;
  const openAt = new Int32Array(places).fill(-1);
  const members: number[][] = Array.from({ length: places }, () => []);
  place.forEach((at, s) => {
    if (at >= 0) members[at]!.push(s);
  });
  let spent = 0;
  let covered = 0;
  const set = (s: number, on: 0 | 1) => {
    isOpen[s] = on;
    spent += on ? cost[s]! : -cost[s]!;
    if (place[s]! >= 0) openAt[place[s]!] = on ? s : -1;
    for (let k = start[s]!; k < start[s + 1]!; k++) {
      const d = to[k]!;
      if (on) {
        if (count[d] === 0) covered += weight[d]!;
        count[d]! += 1;
      } else {
        count[d]! -= 1;
        if (count[d] === 0) covered -= weight[d]!;
      }
    }
  };
  const instead = (s: number): number => (place[s]! >= 0 ? openAt[place[s]!]! : -1);
  /** Whom a site would cover anew in the place of what is open there, and what that costs. */
  const offer = (s: number): { gain: number; price: number } => {
    const other = instead(s);
    let gain = 0;
    if (other >= 0)
      for (let k = start[other]!; k < start[other + 1]!; k++) {
        const d = to[k]!;
        if (count[d] === 1) gain -= weight[d]!;
        count[d]! -= 1;
      }
    for (let k = start[s]!; k < start[s + 1]!; k++) if (count[to[k]!] === 0) gain += weight[to[k]!]!;
    if (other >= 0) for (let k = start[other]!; k < start[other + 1]!; k++) count[to[k]!]! += 1;
    return { gain, price: cost[s]! - (other >= 0 ? cost[other]! : 0) };
  };
  /** The less the better: whom a site covers for its price; what saves money comes first. */
  const keyOf = ({ gain, price }: { gain: number; price: number }): number =>
    price <= 0 ? Number.NEGATIVE_INFINITY : -gain / price;
  const mayChange = (s: number): boolean =>
    !forbidden[s] && !required[s] && !(instead(s) >= 0 && required[instead(s)]!);
  /** Buys while the money lasts, each time what covers most for its price. */
  const spend = () => {
    const heap = newHeap();
    for (let s = 0; s < sites; s++) if (!isOpen[s] && mayChange(s)) heap.push(s, keyOf(offer(s)));
    for (let top = heap.pop(); top; top = heap.pop()) {
      const [s, key] = top;
      if (isOpen[s] || !mayChange(s)) continue;
      const now = offer(s);
      if (now.gain < 0 || (now.gain <= 0 && now.price >= 0) || spent + now.price > budget + 1e-9) continue;
      if (keyOf(now) > key + 1e-12) {
        heap.push(s, keyOf(now));
        continue;
      }
      const other = instead(s);
      if (other >= 0) set(other, 0);
      set(s, 1);
      // What rises from here is cheaper now than it was from nothing.
      if (place[s]! >= 0) for (const next of members[place[s]!]!) if (next !== s) heap.push(next, keyOf(offer(next)));
    }
  };
  for (let s = 0; s < sites; s++) if (required[s]) set(s, 1);
  // What is cheaper open than closed is open before anything is bought.
  for (let s = 0; s < sites; s++) if (!isOpen[s] && cost[s]! < 0 && instead(s) < 0 && mayChange(s)) set(s, 1);
  return {
    isOpen,
    set,
    spend,
    instead,
    fits: () => spent <= budget + 1e-9,
    told: (): Spending => ({ isOpen: isOpen.slice(), covered }),
  };
}

/**
 * Plans for the money: each time the site that covers most for its price, then again and again with some sites closed that lie together.
 * A heuristic; the same steps for the same problem. @param onBetter each plan that covers more than those before
 */
export function spendBudget(
  budgeted: Budgeted,
  {
    rounds,
    expired,
    onBetter,
    seed = 1,
  }: { rounds: number; expired: () => boolean; onBetter: (open: Int32Array) => void; seed?: number },
): void {
  const { bySite, byDemand, required, demands } = budgeted.network;
  const random = sequence(seed);
  const wallet = purse(budgeted);
  if (!wallet.fits()) return;
  wallet.spend();
  let best = wallet.told();
  const tell = () => onBetter(Int32Array.from(best.isOpen.keys()).filter((s) => best.isOpen[s] === 1));
  tell();
  for (let round = 0; round < rounds && !expired(); round++) {
    const most = 2 + Math.floor(random() * 8);
    const middle = Math.floor(random() * demands);
    const near: number[] = [];
    for (let k = byDemand.start[middle]!; k < byDemand.start[middle + 1]!; k++) {
      const s = byDemand.to[k]!;
      // Sites that share people with one that the middle reaches.
      for (let j = bySite.start[s]!; j < bySite.start[s + 1]! && near.length < 60; j += 7) {
        const d = bySite.to[j]!;
        for (let i = byDemand.start[d]!; i < byDemand.start[d + 1]! && near.length < 60; i++) {
          const other = byDemand.to[i]!;
          if (wallet.isOpen[other] && !required[other] && !near.includes(other)) near.push(other);
        }
      }
    }
    for (let i = 0; i < most && near.length > 0; i++)
      wallet.set(near.splice(Math.floor(random() * near.length), 1)[0]!, 0);
    wallet.spend();
    const now = wallet.told();
    if (now.covered > best.covered && wallet.fits()) {
      best = now;
      tell();
    } else for (let s = 0; s < best.isOpen.length; s++) if (wallet.isOpen[s] && !best.isOpen[s]) wallet.set(s, 0);
    for (let s = 0; s < best.isOpen.length; s++) if (best.isOpen[s] && !wallet.isOpen[s]) wallet.set(s, 1);
  }
}

/**
 * Prices for being covered (Lagrange), by subgradient steps: under them every site has a worth of its own, and the money buys the worthiest, the
 * last in part. No plan covers more than the least such bound. Sites that no plan better than `best` holds (2) or lacks (1) are told.
 */
export function priceBudget(
  { network, budget }: Budgeted,
  {
    best,
    rounds,
    expired,
    onBound,
  }: { best: () => number; rounds: number; expired: () => boolean; onBound: (bound: number) => void },
): { bound: number; fixed: Uint8Array } {
  const { sites, demands, bySite, weight, cost, required, forbidden } = network;
  const { start, to } = bySite;
  const fixed = Uint8Array.from(required, (must, s) => (must ? 1 : forbidden[s] ? 2 : 0));
  const reached = new Uint8Array(demands);
  for (const d of to) reached[d] = 1;
  const price = weight.map((each, d) => (reached[d] ? each / 2 : 0));
  const worth = new Float64Array(sites);
  const share = new Float64Array(sites);
  const slack = new Float64Array(demands);
  const reachable = weight.reduce((sum, each, d) => sum + (reached[d] ? each : 0), 0);
  let bound = reachable;
  let kept = price.slice();
  let [length, since] = [1.5, 0];
  for (let round = 0; round < rounds && length > 0.002 && !expired(); round++) {
    let value = reachable;
    for (let d = 0; d < demands; d++) value -= price[d]!;
    let left = budget;
    const free: number[] = [];
    for (let s = 0; s < sites; s++) {
      let sum = 0;
      for (let k = start[s]!; k < start[s + 1]!; k++) sum += price[to[k]!]!;
      worth[s] = sum;
      share[s] = 0;
      if (fixed[s] === 2) continue;
      if (fixed[s] === 1 || cost[s]! <= 0) {
        share[s] = 1;
        value += sum;
        left -= cost[s]!;
      } else if (sum > 0) free.push(s);
    }
    free.sort((a, b) => worth[b]! / cost[b]! - worth[a]! / cost[a]! || a - b);
    // What one more coin would buy: the worth for its price of the site that is bought in part.
    let rate = 0;
    for (const s of free) {
      if (left <= 0) break;
      share[s] = Math.min(1, left / cost[s]!);
      value += worth[s]! * share[s]!;
      left -= cost[s]!;
      if (left <= 0) rate = worth[s]! / cost[s]!;
    }
    if (value < bound) {
      if (bound - value > 1e-4 * bound) since = 0;
      bound = value;
      kept = price.slice();
      onBound(bound);
    }
    if (bound <= best() + 1e-9 * bound) break;
    for (let s = 0; s < sites; s++)
      if (fixed[s] === 0 && cost[s]! > 0) {
        const loss = worth[s]! - rate * cost[s]!;
        if (value - Math.abs(loss) <= best() + 1e-9 * bound) fixed[s] = loss > 0 ? 1 : 2;
      }
    since += 1;
    if (since > 20) {
      length /= 1.6;
      since = 0;
      price.set(kept);
      continue;
    }
    slack.fill(-1);
    for (let s = 0; s < sites; s++)
      if (share[s]! > 0) for (let k = start[s]!; k < start[s + 1]!; k++) slack[to[k]!]! += share[s]!;
    let norm = 0;
    for (let d = 0; d < demands; d++) {
      if (!reached[d] || (price[d]! <= 0 && slack[d]! > 0) || (price[d]! >= weight[d]! && slack[d]! < 0)) slack[d] = 0;
      norm += slack[d]! ** 2;
    }
    if (norm === 0) break;
    const step = (length * Math.max(value - best(), 1e-6 * value)) / norm;
    for (let d = 0; d < demands; d++) price[d] = Math.min(weight[d]!, Math.max(0, price[d]! - step * slack[d]!));
  }
  return { bound, fixed };
}
