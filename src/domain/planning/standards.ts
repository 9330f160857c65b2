import type { UnitLevel } from '../organisation/units.ts';
import type { SiteClass } from './world.ts';

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
