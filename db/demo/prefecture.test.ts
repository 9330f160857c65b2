import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { levelOf, nameOn, parentCode, pathOn, successors } from '#domain/organisation/divisions.ts';
import { competentUnit } from '#domain/organisation/units.ts';
import { sitesFor } from '#domain/sites/sites.ts';
import { contains } from './borders.ts';
import { fullSize, generatePrefecture } from './prefecture.ts';
import { DemoPrefecture } from './schema.ts';

const prefecture = generatePrefecture();
const sha256 = (value: unknown) => createHash('sha256').update(JSON.stringify(value)).digest('hex');
const living = prefecture.divisions.filter((division) => division.validTo === null);
const byId = new Map(living.map((division) => [division.id, division]));
const atLevel = (level: string) => living.filter((division) => division.level === level);
const areaOf = new Map(prefecture.map.areas.map((area) => [area.divisionId, area.coordinates]));

describe('the same seed makes the same prefecture', () => {
  test('twice', () => expect(sha256(generatePrefecture())).toBe(sha256(prefecture)));
  test('and on every machine', () => {
    // A change of the generator changes this, and every demonstration with it: change it knowingly.
    expect(sha256(prefecture)).toBe('1e2a25e111c03c7012158ea71f641fc2075c59b76f38ea6e2b7a0cd8d4a994e1');
  });
  test('another seed makes another', () =>
    expect(sha256(generatePrefecture({ seed: 2 }))).not.toBe(sha256(prefecture)));
});

test('what is made is what the schema says', () => expect(DemoPrefecture.parse(prefecture)).toEqual(prefecture));

describe('sizes', () => {
  test.each([12, 13, 60, 188, 500])('exactly %i sites, and a station or a share in one for every village', (sites) => {
    const made = generatePrefecture({ sites, seed: sites });
    expect(made.sites).toHaveLength(sites);
    const villages = made.divisions.filter((division) => division.level === 'village' && division.validTo === null);
    for (const village of villages) expect(sitesFor(village.id, '2026-01-01', made.links)).toHaveLength(1);
    expect(made.links).toHaveLength(villages.length);
  });

  test('full size is that of a large city', () => {
    const full = generatePrefecture({ sites: fullSize.sites });
    const count = (level: string) => full.sites.filter((site) => site.level === level).length;
    expect([count('city') + count('county'), count('town'), count('village')]).toEqual([22, 218, 2247]);
    expect(full.divisions.find((division) => division.level === 'city')?.population).toBe(fullSize.population);
    expect(full.divisions.filter((division) => division.level === 'county')).toHaveLength(11);
    expect(new Set(full.units.map((unit) => unit.name)).size).toBe(full.units.length);
    expect(
      new Set(full.divisions.filter((division) => division.level === 'town').map((town) => town.nameEn)).size,
    ).toBe(218);
  });

  test.each([0, 11, 2488, 100.5])('%d sites are refused', (sites) =>
    expect(() => generatePrefecture({ sites })).toThrow(RangeError),
  );
});

describe('divisions', () => {
  test('form one tree by their codes, in the fictional region', () => {
    for (const division of living) {
      expect(division.code).toMatch(/^9901/);
      expect(division.level).toBe(levelOf(division.code));
      expect(division.parentId === null ? null : byId.get(division.parentId)?.code).toBe(parentCode(division.code));
      expect(pathOn(living, division.id, '2026-01-01')[0]?.name).toBe('榕川市');
    }
    expect(new Set(living.map((division) => division.code)).size).toBe(living.length);
    expect([atLevel('city').length, atLevel('county').length, atLevel('town').length]).toEqual([1, 4, 21]);
  });

  test('people add up, level by level', () => {
    for (const division of living.filter((each) => each.level !== 'village')) {
      const parts = living.filter((each) => each.parentId === division.id);
      expect(parts.reduce((sum, part) => sum + part.population, 0)).toBe(division.population);
    }
    expect(Math.min(...atLevel('village').map((village) => village.population))).toBeGreaterThan(0);
  });

  test('more people live low down than high up', () => {
    const { relief } = prefecture.map;
    const metresAt = ({ lon, lat }: { lon: number; lat: number }) => {
      const column = Math.round((lon - relief.west) / relief.stepLon);
      const row = Math.round((lat - relief.north) / relief.stepLat);
      return relief.metres[row * relief.columns + column]!;
    };
    const villages = atLevel('village').map((village) => ({ people: village.population, metres: metresAt(village) }));
    const people = villages.reduce((sum, village) => sum + village.people, 0);
    const mean = villages.reduce((sum, village) => sum + village.people * village.metres, 0) / people;
    const land = relief.metres.reduce((sum, metres) => sum + metres, 0) / relief.metres.length;
    expect(mean).toBeLessThan(0.7 * land);
  });

  test('have a past: an old name, and a village that became another', () => {
    const renamed = living.find((division) => division.past.length > 0 && division.level === 'town')!;
    expect(nameOn(renamed, '2021-12-31')).toMatch(/乡$/);
    expect(renamed.name).toMatch(/镇$/);
    const gone = prefecture.divisions.find((division) => division.validTo !== null)!;
    const [heir] = successors(prefecture.divisions, gone.id, '2026-01-01');
    expect(byId.get(heir!)?.aliases).toEqual([]);
    expect(byId.get(heir!)?.parentId).toBe(gone.parentId);
  });
});

describe('units and sites', () => {
  const { units, sites, links } = prefecture;
  test('every power has its unit in the city and in every county; towns and villages have their counters', () => {
    const village = atLevel('village').find((each) => units.some((unit) => unit.divisionId === each.id))!;
    const path = pathOn(living, village.id, '2026-01-01');
    for (const department of [
      'employment',
      'social-insurance',
      'arbitration',
      'inspection',
      'medical-insurance',
      'disabled-federation',
    ]) {
      for (const level of ['city', 'county'] as const) {
        expect(competentUnit(units, path, level, department)?.departments).toContain(department);
      }
      expect(competentUnit(units, path, 'town', department)?.name).toBe(`${path[2]!.name}便民服务中心`);
      expect(competentUnit(units, path, 'village', department)?.kind).toBe('station');
    }
  });

  test('some villages share a station, and some go far', () => {
    const served = Map.groupBy(links, (link) => link.siteId);
    const shared = [...served].filter(
      ([siteId, own]) => own.length > 1 && sites.some((site) => site.id === siteId && site.level === 'village'),
    );
    expect(shared.length).toBeGreaterThan(0);
    const toTown = links.filter((link) => sites.some((site) => site.id === link.siteId && site.level === 'town'));
    expect(toTown.length).toBeGreaterThan(0);
  });

  test('names of units and sites are unique, keys too, and units hang together', () => {
    for (const list of [units, sites]) {
      expect(new Set(list.map((each) => each.name)).size).toBe(list.length);
      expect(new Set(list.map((each) => each.id)).size).toBe(list.length);
    }
    const ids = new Set(units.map((unit) => unit.id));
    for (const unit of units) expect(unit.parentId === null || ids.has(unit.parentId)).toBe(true);
    expect(new Set(sites.map((site) => site.telephone)).size).toBe(sites.length);
  });
});

describe('the map', () => {
  const { map } = prefecture;
  type Point = [number, number];
  const inside = (divisionId: string, point: Point) =>
    areaOf
      .get(divisionId)!
      .some(([outer, ...holes]) => contains(outer!, point) && !holes.some((hole) => contains(hole, point)));
  const rings = (level: string) => atLevel(level).flatMap((division) => areaOf.get(division.id)!.flat());
  const side = (a: Point, b: Point) => [a, b].map(String).toSorted().join(' ');
  const sidesOf = (level: string) => rings(level).flatMap((ring) => ring.slice(1).map((to, at) => side(ring[at]!, to)));

  test('every village, town and county lies within its own borders', () => {
    for (const { id, level, parentId, lon, lat } of living) {
      if (level === 'village') expect(inside(parentId!, [lon, lat])).toBe(true);
      else expect(inside(id, [lon, lat])).toBe(true);
    }
  });

  test('borders are valid GeoJSON: closed, counter-clockwise, never crossing themselves', () => {
    const turn = (p: Point, q: Point, r: Point) =>
      Math.sign((q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]));
    const cross = (a: Point, b: Point, c: Point, d: Point) =>
      turn(a, b, c) * turn(a, b, d) < 0 && turn(c, d, a) * turn(c, d, b) < 0;
    for (const ring of ['city', 'county', 'town'].flatMap(rings)) {
      expect(ring.at(-1)).toEqual(ring[0]);
      expect(new Set(ring.slice(1).map(String)).size).toBe(ring.length - 1);
      for (let i = 1; i < ring.length; i++) {
        for (let j = i + 2; j < ring.length; j++) {
          if (cross(ring[i - 1]!, ring[i]!, ring[j - 1]!, ring[j]!)) throw new Error(`sides ${i} and ${j} cross`);
        }
      }
    }
    for (const polygon of ['city', 'county', 'town'].flatMap(atLevel).flatMap((division) => areaOf.get(division.id)!)) {
      const twice = (ring: Point[]) =>
        ring.slice(1).reduce((sum, [x, y], at) => sum + ring[at]![0] * y - x * ring[at]![1], 0);
      expect(twice(polygon[0]!)).toBeGreaterThan(0);
      for (const hole of polygon.slice(1)) expect(twice(hole)).toBeLessThan(0);
    }
  });

  test('neighbours share their border point for point: together the towns are the counties are the city', () => {
    const outer = (level: string) => {
      const seen = new Map<string, number>();
      for (const each of sidesOf(level)) seen.set(each, (seen.get(each) ?? 0) + 1);
      expect(Math.max(...seen.values())).toBeLessThanOrEqual(2);
      return [...seen]
        .filter(([, count]) => count === 1)
        .map(([each]) => each)
        .toSorted();
    };
    expect(outer('town')).toEqual(outer('city'));
    expect(outer('county')).toEqual(outer('city'));
    const townSides = new Set(sidesOf('town'));
    expect(sidesOf('county').every((each) => townSides.has(each))).toBe(true);
  });

  test('every village can be reached by road, and stands at a node', () => {
    const { nodes, edges } = map.roads;
    const ways = nodes.map((): number[] => []);
    for (const { from, to, metres, line } of edges) {
      ways[from]!.push(to);
      ways[to]!.push(from);
      const ends = [nodes[from]!, nodes[to]!].map(({ lon, lat }) => [lon, lat]);
      expect([line[0], line.at(-1)]).toEqual(ends);
      const straight = Math.hypot((ends[0]![0]! - ends[1]![0]!) * 97_460, (ends[0]![1]! - ends[1]![1]!) * 110_940);
      expect(metres).toBeGreaterThanOrEqual(Math.floor(straight));
    }
    const reached = new Set([0]);
    for (const node of reached) for (const next of ways[node]!) reached.add(next);
    expect(reached.size).toBe(nodes.length);
    const stations = new Set(nodes.flatMap(({ divisionId }) => divisionId ?? []));
    expect(stations).toEqual(new Set(atLevel('village').map((village) => village.id)));
    expect(new Set(edges.map((edge) => edge.class))).toEqual(new Set(['highway', 'county-road', 'village-road']));
  });

  test('everything lies within the bounds', () => {
    const [west, south, east, north] = map.bounds;
    const lines = [
      ...map.rivers.map(({ line }) => line),
      ...map.roads.edges.map(({ line }) => line),
      ...['city', 'town'].flatMap(rings),
    ];
    for (const [lon, lat] of lines.flat())
      expect(lon >= west && lon <= east && lat >= south && lat <= north).toBe(true);
    expect(map.rivers.filter((river) => river.size === 'trunk').length).toBeGreaterThanOrEqual(2);
    const names = map.rivers.flatMap((river) => river.name?.en ?? []);
    expect(names[0]).toBe('Rongchuan River');
    expect(new Set(names).size).toBe(names.length);
  });
});
