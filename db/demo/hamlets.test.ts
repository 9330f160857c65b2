import { describe, expect, it } from 'vitest';
import { hamletsOf } from './hamlets.ts';
import { generatePrefecture } from './prefecture.ts';

describe('where the people of a village live', () => {
  const prefecture = generatePrefecture({ sites: 60 });
  const hamlets = hamletsOf(prefecture);
  const villages = prefecture.divisions.filter(({ level, validTo }) => level === 'village' && validTo === null);

  it('adds up to the village, and every village has its middle', () => {
    for (const village of villages) {
      const own = hamlets.filter(({ villageId }) => villageId === village.id);
      expect(own.filter(({ middle }) => middle)).toHaveLength(1);
      expect(own.reduce((sum, { people }) => sum + people, 0)).toBe(village.population);
    }
    expect(hamlets.length).toBeGreaterThan(2 * villages.length);
  });

  it('has one name in one village, lies within the prefecture and near its office', () => {
    const names = hamlets.map(({ code, name }) => `${code}/${name}`);
    expect(new Set(names).size).toBe(names.length);
    const [west, south, east, north] = prefecture.map.bounds;
    for (const { lon, lat, villageId } of hamlets) {
      expect(lon > west && lon < east && lat > south && lat < north).toBe(true);
      const office = villages.find(({ id }) => id === villageId)!;
      expect(Math.hypot((lon - office.lon) * 95_000, (lat - office.lat) * 111_000)).toBeLessThan(4_500);
    }
  });

  it('is the same for the same seed, and never more than asked', () => {
    expect(hamletsOf(prefecture)).toEqual(hamlets);
    expect(hamletsOf(prefecture, 100).length).toBeLessThanOrEqual(100);
  });
});
