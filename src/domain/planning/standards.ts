import type { UnitLevel } from '../organisation/units.ts';
import type { Standing } from './changes.ts';
import { type Point, rankOf, type SiteClass } from './world.ts';

/** What a point is measured by. Counts that nobody has entered are null, and so is the judgement. */
export interface Measured {
  level: UnitLevel;
  class: SiteClass | null;
  people: number | null;
  clerks: number;
  /** Square metres of all rooms; null when no room has an area. */
  area: number | null;
}

export const standardCodes = ['staff', 'area'] as const;
export interface StandardCheck {
  code: (typeof standardCodes)[number];
  needed: number | null;
  has: number | null;
  met: boolean | null;
  basis: string;
}

interface Rule {
  level: UnitLevel;
  /** From so many people on; the first rule that fits holds. */
  from: number;
  staff: number | null;
  area: number | null;
  basis: string;
}

/** Staff and floor by people served, as cities have set them; a list to be edited, not a law. Largest first. */
const rules: readonly Rule[] = [
  { level: 'county', from: 1_000_000, staff: null, area: 5000, basis: '100万以上：5000平方米' },
  { level: 'county', from: 0, staff: null, area: 2000, basis: '县级大厅：2000平方米起' },
  { level: 'town', from: 100_000, staff: 10, area: 300, basis: '10万以上：10人、300平方米' },
  { level: 'town', from: 50_000, staff: 9, area: 250, basis: '5—10万：9人、250平方米' },
  { level: 'town', from: 0, staff: 8, area: 200, basis: '5万以下：8人、200平方米' },
  { level: 'village', from: 0, staff: 1, area: 40, basis: '村级站：1人、40平方米' },
];

const check = (
  code: StandardCheck['code'],
  needed: number | null,
  has: number | null,
  basis: string,
): StandardCheck => ({
  code,
  needed,
  has,
  met: needed === null || has === null ? null : has >= needed,
  basis,
});

/** What the standard asks of a point that serves so many people (R018), beside what it has. */
export function standardsOf(point: Measured): StandardCheck[] {
  const rule = rules.find(({ level, from }) => level === point.level && (point.people ?? 0) >= from);
  if (!rule) return [];
  return [
    ...(rule.staff === null ? [] : [check('staff', rule.staff, point.clerks, rule.basis)]),
    ...(rule.area === null ? [] : [check('area', rule.area, point.area, rule.basis)]),
  ];
}

export const advisedBecause = ['three-centres', 'town', 'village'] as const;
/**
 * The class that a point should have (R014: 县级综合服务中心、中心乡镇、中心村按一类建设标准): the three kinds of centre the first, other
 * towns the second, other villages the third.
 */
export const advisedClass = (
  level: UnitLevel,
  isCentre: boolean,
): { class: SiteClass; because: (typeof advisedBecause)[number] } => {
  if (isCentre || level === 'county' || level === 'city') return { class: 'I', because: 'three-centres' };
  return level === 'town' ? { class: 'II', because: 'town' } : { class: 'III', because: 'village' };
};

/**
 * The points that the three-centre rule keeps (三中心: 县级综合服务中心、中心乡镇、中心村): in each county its halls, in each town the
 * first point of its own level, and in each town the village point with the most counters.
 */
export function threeCentres(points: readonly Point[]): Set<string> {
  const kept = new Set<string>();
  const best = new Map<string, Point>();
  for (const point of points) {
    if (rankOf(point.level) >= rankOf('county')) kept.add(point.id);
    else if (point.town !== null) {
      const key = `${point.level} ${point.town}`;
      const present = best.get(key);
      if (
        !present ||
        point.counters > present.counters ||
        (point.counters === present.counters && point.id < present.id)
      )
        best.set(key, point);
    }
  }
  for (const { id } of best.values()) kept.add(id);
  return kept;
}

const classes: readonly (SiteClass | null)[] = [null, 'III', 'II', 'I'];
/** Whether a class is higher than another. One that nobody has entered lies below all. */
export const isAbove = (one: SiteClass | null, other: SiteClass | null): boolean =>
  classes.indexOf(one) > classes.indexOf(other);

/**
 * The class of a point once classes are raised to the standard: that which it advises (R014) where the point's is lower, and never a
 * lower one. Where nobody has entered a class it is not known to be too low: such a point gets one only as a centre, or with another
 * level, or because it is new.
 * @param was the level that it has today; undefined where it does not stand
 */
export function raisedClass(
  { level, class: has }: Pick<Point, 'level' | 'class'>,
  was: UnitLevel | undefined,
  isCentre: boolean,
): SiteClass | null {
  const { class: advised } = advisedClass(level, isCentre);
  if (has === null && !isCentre && was === level) return null;
  return isAbove(advised, has) ? advised : has;
}

/**
 * The centres once a plan is carried out: those that the rule keeps are centres at whatever level they come to be; where a town had
 * none of a level, one of those that open or rise there is.
 */
export function centresAfter(
  before: readonly Standing[],
  after: readonly Standing[],
  kept: ReadonlySet<string>,
): Set<string> {
  const was = new Map(before.map((point) => [point.id, point]));
  const placeOf = ({ level, town }: Point) => `${level} ${town}`;
  const held = new Set([...kept].flatMap((id) => (was.has(id) ? [placeOf(was.get(id)!)] : [])));
  const come = after.filter((point) => was.get(point.id)?.level !== point.level && !held.has(placeOf(point)));
  return new Set([...kept, ...threeCentres(come)]);
}

/**
 * Which points get which class where classes are raised to the standard; those whose class stays are left out.
 * @param today the points of the snapshot; `before` what stands with the plan, `after` with an answer too
 * @param kept the centres that the rule keeps
 * @param mayRise whether the class of a point, as it stands with the answer, is asked about
 */
export function classesRaised(
  today: readonly Point[],
  before: readonly Standing[],
  after: readonly Standing[],
  kept: ReadonlySet<string>,
  mayRise: (point: Standing) => boolean,
): { site: string; class: SiteClass }[] {
  const was = new Map(today.map(({ id, level }) => [id, level]));
  const centres = centresAfter(before, after, kept);
  return after.filter(mayRise).flatMap((point) => {
    const to = raisedClass(point, was.get(point.id), centres.has(point.id));
    return to === null || to === point.class ? [] : [{ site: point.id, class: to }];
  });
}
