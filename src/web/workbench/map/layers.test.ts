import { describe, expect, it } from 'vitest';
import type { PointView } from '#api/planning.ts';
import { type Beside, layerIds, layerOf, layersWith } from './layers.ts';
import { sceneOf } from './scene-of.ts';

const point = (n: number, given: Partial<PointView> = {}): PointView => ({
  id: `p${n}`,
  unit: 'u',
  level: 'village',
  name: `第${n}站`,
  nameEn: '',
  pinyin: '',
  lon: 104 + n / 100,
  lat: 29,
  class: null,
  county: null,
  town: null,
  validFrom: '2020-01-01',
  validTo: null,
  items: 0,
  clerks: 1,
  counters: 1,
  people: null,
  within: null,
  peoplePerClerk: null,
  openCases: 0,
  overdue: 0,
  received: 0,
  openPerClerk: null,
  rating: null,
  next: null,
  ...given,
});
const items: Beside = {
  itemsAt: [12, 40],
  costs: null,
};

describe('layers', () => {
  it('are offered only where somebody has brought the figures', () => {
    const bare = [point(1), point(2)];
    expect(layersWith(bare, items)).not.toContain('people');
    expect(layersWith(bare, items)).not.toContain('rating');
    expect(layersWith(bare, items)).not.toContain('overdue');
    expect(layersWith(bare, items)).toContain('items');
    expect(layersWith(bare, items)).not.toContain('cost');
    const told = [point(1, { people: 900, rating: { mean: 4.2, count: 3 }, openCases: 4, overdue: 1 }), point(2)];
    expect(layersWith(told, items)).toEqual(expect.arrayContaining(['people', 'rating', 'openCases', 'overdue']));
  });

  it('count every point once in their legend, those without a figure as such', () => {
    const points = Array.from({ length: 200 }, (_, n) =>
      point(n, { people: n % 10 === 0 ? null : n * 7, within: n / 200, level: n % 3 === 0 ? 'town' : 'village' }),
    );
    for (const id of layerIds)
      for (const theme of ['paper', 'night'] as const) {
        const layer = layerOf(id, points, items, theme);
        expect(
          layer.legend.reduce((sum, { count }) => sum + count, 0),
          id,
        ).toBe(points.length);
        for (const one of points) expect(layer.legend.map(({ colour }) => colour)).toContain(layer.colourOf(one));
      }
    const people = layerOf('people', points, items, 'paper');
    expect(people.groupOf(points[0]!)).toBe(-1);
    expect(people.legend.at(-1)!.count).toBe(20);
  });

  it('draw much as well where much is well: the best reached and the best rated are not orange', () => {
    const points = Array.from({ length: 50 }, (_, n) => point(n, { within: n / 49, overdue: n, openCases: 99 }));
    const within = layerOf('within', points, items, 'paper');
    const overdue = layerOf('overdue', points, items, 'paper');
    expect(within.colourOf(points[49]!)).toBe(overdue.colourOf(points[0]!));
    expect(within.colourOf(points[0]!)).toBe(overdue.colourOf(points[49]!));
  });

  it('tell what a person served costs in a year, once the city says what points cost', () => {
    const each = { staff: 12_000_00, works: 0, equipment: 0, closing: 0 };
    const costs = { village: each, town: each, county: each, city: each };
    const points = [point(1, { people: 300 }), point(2, { people: 0 }), point(3)];
    expect(layersWith(points, { ...items, costs })).toContain('cost');
    const { measure } = layerOf('cost', points, { ...items, costs }, 'paper');
    expect(points.map(measure)).toEqual([40, null, null]);
  });

  it('tell who comes short from whom nobody misses, where most points are reached by all', () => {
    const points = Array.from({ length: 50 }, (_, n) => point(n, { within: n < 4 ? 0.5 : 1 }));
    const layer = layerOf('within', points, items, 'paper');
    expect(layer.legend.map(({ count }) => count)).toEqual([4, 0, 0, 0, 46]);
    expect(layer.legend.at(-1)!.label).toBe('100%');
  });
});

it('a scene leaves out what has no place', () => {
  const points = [point(1), point(2, { lon: null, lat: null }), point(3)];
  const layer = layerOf('level', points, items, 'paper');
  const scene = sceneOf(points, layer, { theme: 'paper', gather: false });
  expect(scene.points.map(({ id }) => id)).toEqual(['p1', 'p3']);
});
