import type { Assignment, Groups } from './reach.ts';

/** A value that so many people have. */
export interface Weighted {
  value: number;
  people: number;
}

const sorted = (values: readonly Weighted[]): Weighted[] =>
  values.filter(({ people }) => people > 0).sort((a, b) => a.value - b.value);

const total = (values: readonly Weighted[]): number => values.reduce((sum, { people }) => sum + people, 0);

/** The least value that at least this share of the people do not exceed. Null for nobody. */
function quantile(ordered: readonly Weighted[], share: number): number | null {
  const wanted = share * total(ordered);
  let seen = 0;
  for (const { value, people } of ordered) {
    seen += people;
    // Sums of thousands of weights end a hair short of their total.
    if (seen >= wanted * (1 - 1e-12)) return value;
  }
  return ordered.at(-1)?.value ?? null;
}

/**
 * How unequally a quantity is spread over people: 0 when everybody has the same, towards 1 when one has all of it. Twice the
 * area between the Lorenz curve and the diagonal. Values ≥ 0; null for nobody, 0 when nobody has anything.
 */
export function gini(values: readonly Weighted[]): number | null {
  const ordered = sorted(values);
  const people = total(ordered);
  if (people === 0) return null;
  const sum = ordered.reduce((all, each) => all + each.value * each.people, 0);
  if (sum === 0) return 0;
  let before = 0;
  let area = 0;
  for (const each of ordered) {
    const after = before + each.value * each.people;
    area += each.people * (before + after);
    before = after;
  }
  return Math.min(1, Math.max(0, 1 - area / (people * sum)));
}

/** What the tenth of the people with the most have, over what the four tenths with the least have. Null where those have nothing. */
export function palma(values: readonly Weighted[]): number | null {
  const ordered = sorted(values);
  const people = total(ordered);
  const upTo = (share: number): number => {
    let left = share * people;
    let sum = 0;
    for (const each of ordered) {
      const taken = Math.min(left, each.people);
      sum += taken * each.value;
      left -= taken;
      if (left <= 0) break;
    }
    return sum;
  };
  const least = upTo(0.4);
  return people === 0 || least === 0 ? null : Math.max(0, (upTo(1) - upTo(0.9)) / least);
}

export const histogramUnits = ['minutes', 'people-per-clerk'] as const;
export type HistogramUnit = (typeof histogramUnits)[number];

export interface Histogram {
  unit: HistogramUnit;
  /** Where each class begins, as many as counts; the last class has no end. */
  edges: number[];
  counts: number[];
}

export function histogram(values: readonly Weighted[], unit: HistogramUnit, edges: readonly number[]): Histogram {
  const counts = new Array<number>(edges.length).fill(0);
  for (const { value, people } of values) {
    const at = edges.findLastIndex((edge) => value >= edge);
    counts[Math.max(0, at)]! += people;
  }
  return { unit, edges: [...edges], counts };
}

/** What a point brings to the figures. */
export interface Loaded {
  clerks: number;
}

export interface ReachFigures {
  people: number;
  covered: number;
  share: number;
  urban: { people: number; share: number };
  rural: { people: number; share: number };
  unreachable: number;
  mean: number | null;
  median: number | null;
  p95: number | null;
  worst: number | null;
  gini: number | null;
  palma: number | null;
  points: number;
  peoplePerPoint: number | null;
  clerks: number;
  peoplePerClerk: number | null;
  /** Points that serve more people than their clerks can; null where nobody has written down a clerk. */
  overloaded: number | null;
}

interface Side {
  people: number;
  covered: number;
}

const ratio = (a: number, b: number): number | null => (b > 0 ? a / b : null);
/** Of nobody, everybody is covered: an empty place takes nothing from the figures of a county. */
const shareOf = (part: number, whole: number): number => (whole > 0 ? part / whole : 1);

/** People at each site. */
export function loadsOf(groups: Groups, { site }: Assignment, sites: number): Float64Array {
  const loads = new Float64Array(sites);
  for (let group = 0; group < site.length; group++)
    if (site[group]! >= 0) loads[site[group]!]! += groups.people[group]!;
  return loads;
}

/**
 * The figures of some people (`which` groups; all unless told) and some open sites.
 * @param sites the open sites to be counted, with their load over everybody, so that a division's clerks are not thought idle.
 */
export function figuresOf(
  groups: Groups,
  assignment: Assignment,
  sites: readonly (Loaded & { people: number })[],
  peoplePerClerk: number,
  which: Iterable<number> = groups.people.keys(),
): ReachFigures {
  const times: Weighted[] = [];
  const side: [Side, Side] = [
    { people: 0, covered: 0 },
    { people: 0, covered: 0 },
  ];
  let unreachable = 0;
  for (const group of which) {
    const people = groups.people[group]!;
    const seconds = assignment.seconds[group]!;
    const here = side[groups.urban[group] ? 1 : 0];
    here.people += people;
    if (seconds <= groups.limit[group]!) here.covered += people;
    if (seconds === Infinity) unreachable += people;
    else times.push({ value: seconds, people });
  }
  const [rural, urban] = side;
  const people = rural.people + urban.people;
  const covered = rural.covered + urban.covered;
  const ordered = sorted(times);
  const clerks = sites.reduce((sum, site) => sum + site.clerks, 0);
  return {
    people,
    covered,
    share: shareOf(covered, people),
    urban: { people: urban.people, share: shareOf(urban.covered, urban.people) },
    rural: { people: rural.people, share: shareOf(rural.covered, rural.people) },
    unreachable,
    mean: ratio(
      ordered.reduce((sum, each) => sum + each.value * each.people, 0),
      people - unreachable,
    ),
    median: quantile(ordered, 0.5),
    p95: quantile(ordered, 0.95),
    worst: ordered.at(-1)?.value ?? null,
    gini: gini(ordered),
    palma: palma(ordered),
    points: sites.length,
    peoplePerPoint: ratio(people, sites.length),
    clerks,
    peoplePerClerk: ratio(people, clerks),
    overloaded: clerks === 0 ? null : sites.filter((site) => site.people > peoplePerClerk * site.clerks).length,
  };
}

/**
 * How well people served and ground served go with one standing here, 0 to 100 (把服务人口数量和地域覆盖面积与点位布局结合起来): half for
 * people and half for square kilometres, each against the middle of its level; twice the middle earns all of its half.
 */
export function layoutScores(points: readonly { people: number; squareKm: number }[]): number[] {
  const middle = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
  const [people, ground] = [middle(points.map((point) => point.people)), middle(points.map((point) => point.squareKm))];
  const half = (value: number, usual: number) => (usual > 0 ? Math.min(1, value / (2 * usual)) : value > 0 ? 1 : 0);
  return points.map((point) => Math.round(50 * half(point.people, people) + 50 * half(point.squareKm, ground)));
}
