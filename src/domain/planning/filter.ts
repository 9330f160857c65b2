import type { UnitLevel } from '../organisation/units.ts';

/** What is asked of points, on a screen and of a file of what the screen shows. */
export interface Filter {
  text: string;
  levels: ReadonlySet<UnitLevel>;
  county: string;
  item: string;
  /** Only points with open cases beyond their day. */
  late: boolean;
  /** Only points that nobody has placed on the map. */
  unplaced: boolean;
}

export const everything: Filter = {
  text: '',
  levels: new Set(),
  county: '',
  item: '',
  late: false,
  unplaced: false,
};

interface Point {
  name: string;
  nameEn: string;
  /** How the name is said, where it has no English one. */
  pinyin: string;
  level: UnitLevel;
  county: string | null;
  /** Index into the items that points of a kind offer. */
  items: number;
  overdue: number;
  lon: number | null;
  validFrom: string;
  validTo: string | null;
}

/** “Shí qiáo” as it is typed: shiqiao. */
const typed = (pinyin: string): string =>
  pinyin
    .normalize('NFD')
    .replace(/[\u0300-\u036f\s]/g, '')
    .toLowerCase();

/** @param items codes of items by the index that a point carries. */
export function filtered<Some extends Point>(
  points: readonly Some[],
  filter: Filter,
  items: readonly (readonly string[])[],
): Some[] {
  const words = filter.text.trim().toLowerCase().split(/\s+/).filter(Boolean);
  return points.filter(
    (point) =>
      (filter.levels.size === 0 || filter.levels.has(point.level)) &&
      (filter.county === '' || point.county === filter.county) &&
      (filter.item === '' || items[point.items]?.includes(filter.item)) &&
      (!filter.late || point.overdue > 0) &&
      (!filter.unplaced || point.lon === null) &&
      words.every(
        (word) =>
          [point.name, point.nameEn].some((name) => name.toLowerCase().includes(word)) ||
          typed(point.pinyin).includes(word),
      ),
  );
}

/** On the map on a day: opened by then and not yet closed. */
export const inForce = ({ validFrom, validTo }: Pick<Point, 'validFrom' | 'validTo'>, on: string): boolean =>
  validFrom <= on && (validTo === null || validTo > on);
