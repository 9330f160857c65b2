import type { UnitLevel } from '../organisation/units.ts';
import type { Planned, Standing } from './changes.ts';
import { movedBy } from './compare.ts';
import { isAbove } from './standards.ts';
import { type Point, rankOf } from './world.ts';

/** What a level costs, fen: by the year for staff, once for the rest. */
export interface LevelCosts {
  staff: number;
  works: number;
  equipment: number;
  closing: number;
  /** Bringing a point that stays where and what it is up to a higher class. Absent: nobody has entered it. */
  classWorks?: number | undefined;
  classEquipment?: number | undefined;
}
export type CostTable = Readonly<Record<UnitLevel, LevelCosts>>;

/** Whether somebody has said what a higher class costs at a level. */
export const pricesClass = ({ classWorks, classEquipment }: LevelCosts): boolean =>
  classWorks !== undefined || classEquipment !== undefined;

type Heads = Record<'staff' | 'works' | 'equipment', number>;
type Stands = Pick<Standing, 'level' | 'class' | 'lon' | 'lat'>;

/** Whether a point is built: where it opens, moves or rises in level. What is built anew is built in its class. */
const isBuilt = (was: Point | undefined, is: Stands): boolean =>
  !was || rankOf(is.level) > rankOf(was.level) || movedBy(was, is) > 0;

/**
 * What a point costs in the three heads, fen, for the solver and for plans alike: staff for a year; works and equipment once, where it
 * is built or brought up to a higher class.
 * @param was the point as it stands today; undefined where it does not
 */
export function pointCosts(was: Point | undefined, is: Stands, costs: CostTable): Heads {
  const { staff, works, equipment, classWorks = 0, classEquipment = 0 } = costs[is.level];
  if (isBuilt(was, is)) return { staff, works, equipment };
  return isAbove(is.class, was!.class)
    ? { staff, works: classWorks, equipment: classEquipment }
    : { staff, works: 0, equipment: 0 };
}

export interface Costs extends Heads {
  closing: number;
  total: number;
  /** Points that rise in class where nobody has entered what that costs: the total lacks them. */
  unpriced: number;
}

/**
 * What a plan costs: every point that stands with it, and each closing once.
 * @param today the points of the snapshot
 */
export function costsOf(today: readonly Point[], { standing, closed }: Planned, costs: CostTable): Costs {
  const before = new Map(today.map((point) => [point.id, point]));
  const sum = { staff: 0, works: 0, equipment: 0, closing: 0, unpriced: 0 };
  for (const point of standing) {
    const was = before.get(point.id);
    const { staff, works, equipment } = pointCosts(was, point, costs);
    sum.staff += staff;
    sum.works += works;
    sum.equipment += equipment;
    if (was && !isBuilt(was, point) && isAbove(point.class, was.class) && !pricesClass(costs[point.level]))
      sum.unpriced++;
  }
  for (const { level } of closed) sum.closing += costs[level].closing;
  return { ...sum, total: sum.staff + sum.works + sum.equipment + sum.closing };
}
