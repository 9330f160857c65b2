import type { PlanningSettings, PointView } from '#api/planning.ts';
import {
  breaksOf,
  classOf,
  coloursOf,
  plainColour,
  type ScaleKind,
  type Theme,
  unknownColour,
} from '../../shared/map/classes.ts';
import { siteLevels } from '../../shared/map/ground.ts';
import { language } from '../words.ts';
import { tm } from './words.ts';

/** What the points are coloured by. */
export const layerIds = [
  'level',
  'class',
  'people',
  'within',
  'perClerk',
  'items',
  'clerks',
  'openCases',
  'overdue',
  'received',
  'openPerClerk',
  'rating',
  'cost',
  'next',
] as const;
export type LayerId = (typeof layerIds)[number];

/** A share is shown in percent, a distance in kilometres; the figures stay what they are. */
type Unit = 'people' | 'share' | 'count' | 'stars' | 'yuan' | 'metres' | 'kind';

/** What the figures of a point are read with. */
export interface Beside {
  /** How many items can be applied for, by the index that a point carries. */
  itemsAt: readonly number[];
  /** What the city says that points of each level cost; null: nobody has said. */
  costs: PlanningSettings['costs'];
}

interface Definition {
  kind: ScaleKind;
  unit: Unit;
  /** Where classes end whatever the figures are: what is well does not depend on how the others do. Else they are cut evenly. */
  breaks?: readonly number[];
  /** Null: nobody knows. */
  value: (point: PointView, beside: Beside) => number | null;
}

const definitions: Record<LayerId, Definition> = {
  level: { kind: 'kinds', unit: 'kind', value: (point) => siteLevels.indexOf(point.level) },
  class: {
    kind: 'sequence',
    unit: 'kind',
    value: (point) => (point.class === null ? null : 'I II III'.split(' ').reverse().indexOf(point.class)),
  },
  people: { kind: 'sequence', unit: 'people', value: (point) => point.people },
  within: { kind: 'judgement', unit: 'share', breaks: [0.6, 0.8, 0.9, 1], value: (point) => point.within },
  perClerk: { kind: 'sequence', unit: 'people', value: (point) => point.peoplePerClerk },
  items: { kind: 'sequence', unit: 'count', value: (point, { itemsAt }) => itemsAt[point.items] ?? null },
  clerks: { kind: 'sequence', unit: 'count', value: (point) => point.clerks },
  openCases: { kind: 'sequence', unit: 'count', value: (point) => point.openCases },
  overdue: { kind: 'judgement', unit: 'count', value: (point) => point.overdue },
  received: { kind: 'sequence', unit: 'count', value: (point) => point.received },
  openPerClerk: { kind: 'sequence', unit: 'count', value: (point) => point.openPerClerk },
  rating: { kind: 'judgement', unit: 'stars', breaks: [2, 3, 4, 4.5], value: (point) => point.rating?.mean ?? null },
  cost: {
    kind: 'sequence',
    unit: 'yuan',
    value: ({ level, people }, { costs }) => {
      const staff = costs?.[level]?.staff;
      return staff === undefined || !people ? null : staff / 100 / people;
    },
  },
  next: { kind: 'sequence', unit: 'metres', value: (point) => point.next?.metres ?? null },
};

/** Much is well: the scale of judgement, which runs from well to badly, is turned round. */
export const muchIsWell: ReadonlySet<LayerId> = new Set<LayerId>(['within', 'rating']);

const number = (value: number, digits = 0): string =>
  value.toLocaleString(language(), { maximumFractionDigits: digits, minimumFractionDigits: 0 });

const figures: Record<Exclude<Unit, 'kind'>, (value: number) => string> = {
  people: (value) => number(value),
  count: (value) => number(value, value < 10 ? 1 : 0),
  share: (value) => `${number(value * 100, 1)}%`,
  stars: (value) => number(value, 1),
  yuan: (value) => tm('yuan', { n: number(value, value < 10 ? 1 : 0) }),
  metres: (value) => (value < 1000 ? tm('metres', { n: number(value) }) : tm('km', { n: number(value / 1000, 1) })),
};

const kindWord = (id: LayerId, value: number): string =>
  id === 'level' ? tm(`level.${siteLevels[value]!}`) : tm('class.of', { class: ['III', 'II', 'I'][value]! });

/** A figure of a layer in words: 1,240; 83%; 2.4 km. */
export function sayValue(id: LayerId, value: number | null): string {
  if (value === null) return tm('unknown');
  const { unit } = definitions[id];
  return unit === 'kind' ? kindWord(id, value) : figures[unit](value);
}

/** The figure that a layer shows of a point; null: nobody knows. */
export const figureOf = (id: LayerId, point: PointView, beside: Beside): number | null =>
  definitions[id].value(point, beside);

export interface LegendRow {
  colour: string;
  label: string;
  count: number;
}

/** A layer with the points that it is drawn for: where its classes end, and which colour each has. */
export interface Layer {
  id: LayerId;
  colours: readonly string[];
  legend: readonly LegendRow[];
  measure: (point: PointView) => number | null;
  /** −1 without a value. */
  groupOf: (point: PointView) => number;
  colourOf: (point: PointView) => string;
}

/** The layers for which at least one point has a value that says something. */
export const layersWith = (points: readonly PointView[], beside: Beside): LayerId[] =>
  layerIds.filter((id) => {
    if (id === 'level') return true;
    const { value } = definitions[id];
    return (
      points.some((point) => value(point, beside) !== null) &&
      (id !== 'overdue' || points.some((point) => point.openCases > 0))
    );
  });

/** @param points all points of the network, filtered or not: classes stay the same while somebody filters. */
export function layerOf(id: LayerId, points: readonly PointView[], beside: Beside, theme: Theme): Layer {
  const { kind, unit, value, breaks: given } = definitions[id];
  const measure = (point: PointView) => value(point, beside);
  const known = points.map(measure).filter((one) => one !== null);
  const kinds = unit === 'kind';
  const whole = unit === 'count' && known.every(Number.isInteger);
  const breaks = kinds ? [] : (given ?? breaksOf(known));
  const most = Math.max(...known);
  const count = kinds ? (id === 'level' ? siteLevels.length : 3) : breaks.length + 1;
  const raw =
    id === 'overdue' && count > 1
      ? // None is well; one is badly already.
        [coloursOf(kind, 5, theme)[0]!, ...coloursOf(kind, 5, theme).slice(1 - count)]
      : coloursOf(kind, count, theme);
  const colours = id === 'level' ? levelColours(theme) : muchIsWell.has(id) ? raw.toReversed() : raw;
  const groupOf = (point: PointView) => {
    const one = measure(point);
    return one === null ? -1 : kinds ? one : classOf(one, breaks);
  };
  const counts = new Map<number, number>();
  for (const point of points) counts.set(groupOf(point), (counts.get(groupOf(point)) ?? 0) + 1);
  const label = (group: number): string => {
    if (kinds) return kindWord(id, group);
    const [from, to] = [breaks[group - 1], breaks[group]];
    const say = (n: number) => sayValue(id, n);
    // Of things that are counted, the last of a class is told, not the first of the next.
    if (whole && to !== undefined && (from ?? 0) === to - 1) return say(to - 1);
    if (whole && from !== undefined && to !== undefined)
      return tm('legend.between', { from: say(from), to: say(to - 1) });
    if (from === undefined && to === undefined) return known.length > 0 ? say(known[0]!) : tm('unknown');
    if (from === undefined) return tm('legend.below', { to: say(to!) });
    if (to === undefined) return most <= from ? say(from) : tm('legend.from', { from: say(from) });
    return tm('legend.between', { from: say(from), to: say(to) });
  };
  const rows = colours.map((colour, group) => ({ colour, label: label(group), count: counts.get(group) ?? 0 }));
  const unknown = counts.get(-1) ?? 0;
  return {
    id,
    colours,
    legend: [
      ...rows.filter((row) => !kinds || row.count > 0),
      ...(unknown > 0 ? [{ colour: unknownColour[theme], label: tm('unknown'), count: unknown }] : []),
    ],
    measure,
    groupOf,
    colourOf: (point) => colours[groupOf(point)] ?? unknownColour[theme],
  };
}

/** Levels differ by their shapes already: calm tones of one family keep the map quiet. */
const levelColours = (theme: Theme): string[] =>
  theme === 'paper'
    ? ['#2b8c8c', plainColour.paper, '#8c3b5e', '#a83a24']
    : ['#5fc4bf', plainColour.night, '#ef9cc0', '#ffb088'];
