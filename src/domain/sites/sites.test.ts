import { describe, expect, test } from 'vitest';
import { describeHours, openAt, Site, type SiteService, sitesFor, villagesOf } from './sites.ts';

const id = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const office = [
  { from: '09:00', to: '12:00' },
  { from: '13:30', to: '17:30' },
];
const site = Site.parse({
  id: id(1),
  unitId: id(2),
  level: 'town',
  name: '雁渡镇便民服务中心',
  aliases: [],
  address: '雁渡镇正街1号',
  telephone: '0980-5550101',
  lon: 104.5,
  lat: 29.1,
  openingHours: { weekly: [office, office, office, office, office, [], []], exceptions: [] },
  counters: [{ id: id(3), name: '1号综合窗口', functions: ['general'] }],
  rooms: [{ name: '大厅', use: '接待大厅', area: 120 }],
  class: 'III',
  validFrom: '2020-01-01',
  validTo: '2026-03-04',
});

describe('a site', () => {
  test('is open in its hours, while it exists', () => {
    expect(openAt(site, '2026-03-03', '09:00', 'working')).toBe(true);
    expect(openAt(site, '2026-03-03', '12:30', 'working')).toBe(false);
    expect(openAt(site, '2026-03-04', '09:00', 'working')).toBe(false);
    expect(openAt(site, '2026-02-20', '09:00', 'holiday')).toBe(false);
  });
  test('says its hours', () => expect(describeHours(site, 'zh-CN')).toBe('周一至周五 9:00–12:00，13:30–17:30'));
  test('must have seven days', () => {
    expect(Site.safeParse({ ...site, openingHours: { weekly: [office], exceptions: [] } }).success).toBe(false);
  });
});

test('villages and sites are many to many, with dates', () => {
  const link = (s: number, v: number, validFrom: string, validTo: string | null): SiteService => ({
    siteId: id(s),
    villageId: id(v),
    validFrom,
    validTo,
  });
  const links = [
    link(11, 20, '2024-01-01', null),
    link(10, 20, '2020-01-01', '2025-01-01'),
    link(12, 20, '2020-01-01', null),
    link(12, 20, '2026-01-01', null),
    link(12, 21, '2020-01-01', null),
  ];
  expect(sitesFor(id(20), '2019-12-31', links)).toEqual([]);
  expect(sitesFor(id(20), '2024-06-01', links)).toEqual([id(10), id(12), id(11)]);
  expect(sitesFor(id(20), '2025-01-01', links)).toEqual([id(12), id(11)]);
  expect(villagesOf(id(12), '2026-06-01', links)).toEqual([id(20), id(21)]);
});
