import type { PlanProblem } from '#domain/planning/solve/problem.ts';
import { sequence } from '#domain/planning/solve/random.ts';

/** Instances made up as the published families were, with other numbers: what the solver has not been tuned on. */
type Made = Omit<PlanProblem, 'model'>;

const upTo = (random: () => number, most: number): number => 1 + Math.floor(random() * most);
const ids = (count: number): string[] => Array.from({ length: count }, (_, i) => String(i + 1));

/** The forty sizes of OR-Library's uncapacitated p-medians (Beasley 1985): nodes and p. */
export const medianSizes: readonly (readonly [number, number])[] = [
  ...[100, 200, 300, 400, 500].flatMap((n) => [5, 10, n / 10, n / 5, Math.floor(n / 3)].map((p) => [n, p] as const)),
  ...[600].flatMap((n) => [5, 10, 60, 120, 200].map((p) => [n, p] as const)),
  ...[700].flatMap((n) => [5, 10, 70, 140].map((p) => [n, p] as const)),
  ...[800, 900].flatMap((n) => [5, 10, n / 10].map((p) => [n, p] as const)),
];

/** n² / 50 edges of length 1 to 100 on a random spanning tree, as lines of OR-Library's file. */
export function medianFile(nodes: number, p: number, seed: number): string {
  const random = sequence(seed);
  const edges: string[] = [];
  for (let v = 2; v <= nodes; v++) edges.push(`${upTo(random, v - 1)} ${v} ${upTo(random, 100)}`);
  while (edges.length < (nodes * nodes) / 50) {
    const [u, v] = [upTo(random, nodes), upTo(random, nodes)];
    if (u !== v) edges.push(`${u} ${v} ${upTo(random, 100)}`);
  }
  return [`${nodes} ${edges.length} ${p}`, ...edges].join('\n');
}

/** OR-Library's capacitated p-medians (Osman and Christofides 1994): points on a square of 100, demand 1 to 20, 120 a site. */
export function capacitated(count: number, p: number, seed: number): Made {
  const random = sequence(seed);
  const spots = ids(count).map(() => [upTo(random, 100), upTo(random, 100)] as const);
  const weights = spots.map(() => upTo(random, 20));
  const total = weights.reduce((a, b) => a + b, 0);
  // Between 82 and 96 per cent of all room are taken in the published ones.
  const capacity = Math.max(120, Math.ceil(total / (p * 0.95)));
  const pairs = spots.flatMap(([x, y], s) =>
    spots.map(([u, v], d) => ({ s, d, cost: Math.floor(Math.hypot(x - u, y - v)) })),
  );
  return {
    p,
    sites: ids(count).map((id) => ({ id, capacity })),
    demands: ids(count).map((id, d) => ({ id, weight: weights[d]! })),
    pairs: {
      site: Int32Array.from(pairs, ({ s }) => s),
      demand: Int32Array.from(pairs, ({ d }) => d),
      cost: Float64Array.from(pairs, ({ cost }) => cost),
    },
  };
}

/** Rows, columns and density of OR-Library's set covers 4, 5, 6 and A (Balas and Ho 1980; Beasley 1987). */
export const coverFamilies: Readonly<Record<string, readonly [number, number, number]>> = {
  '4': [200, 1000, 0.02],
  '5': [200, 2000, 0.02],
  '6': [200, 1000, 0.05],
  A: [300, 3000, 0.02],
};

/** Costs 1 to 100, every column in a row at least, every row under two columns at least; as lines of OR-Library's file. */
export function coverFile([rows, columns, density]: readonly [number, number, number], seed: number): string {
  const random = sequence(seed);
  const cost = ids(columns).map(() => upTo(random, 100));
  const members = ids(rows).map(() => new Set<number>());
  for (let c = 1; c <= columns; c++) members[upTo(random, rows) - 1]!.add(c);
  for (const row of members) while (row.size < 2) row.add(upTo(random, columns));
  let filled = members.reduce((sum, row) => sum + row.size, 0);
  while (filled < rows * columns * density) {
    const row = members[upTo(random, rows) - 1]!;
    const c = upTo(random, columns);
    if (row.has(c)) continue;
    row.add(c);
    filled += 1;
  }
  return [`${rows} ${columns}`, cost.join(' '), ...members.map((row) => `${row.size}\n${[...row].join(' ')}`)].join(
    '\n',
  );
}
