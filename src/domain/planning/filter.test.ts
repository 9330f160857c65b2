import { expect, it } from 'vitest';
import { everything, filtered, inForce } from './filter.ts';

type Point = Parameters<typeof filtered>[0][number];
const point = (given: Partial<Point>): Point => ({
  name: '',
  nameEn: '',
  pinyin: '',
  level: 'village',
  county: null,
  items: 0,
  overdue: 0,
  lon: 104,
  validFrom: '2020-01-01',
  validTo: null,
  ...given,
});

const all = [
  point({ name: '赤泉镇便民服务中心', nameEn: 'Chiquan Town Service Centre', level: 'town', county: 'a', items: 1 }),
  point({ name: '石桥村服务站', nameEn: 'Shiqiao Village Station', county: 'a', overdue: 2 }),
  point({ name: '云汀区大厅', nameEn: 'Yunting District Hall', level: 'county', county: 'b', items: 1, lon: null }),
];
const names = (change: Partial<typeof everything>) =>
  filtered(all, { ...everything, ...change }, [['A'], ['A', 'B']]).map(({ name }) => name.slice(0, 2));

it('keeps everything until something is asked, then only what meets all of it', () => {
  expect(names({})).toEqual(['赤泉', '石桥', '云汀']);
  expect(names({ text: '服务' })).toEqual(['赤泉', '石桥']);
  expect(names({ text: 'station SHIQIAO' })).toEqual(['石桥']);
  expect(names({ levels: new Set(['county', 'town']) })).toEqual(['赤泉', '云汀']);
  expect(names({ item: 'B', county: 'a' })).toEqual(['赤泉']);
  expect(names({ late: true })).toEqual(['石桥']);
  expect(names({ unplaced: true })).toEqual(['云汀']);
});

it('finds a name as it is typed in pinyin, without tones or spaces', () => {
  const only = [
    point({ name: '柳树沟站', pinyin: 'Liǔ shù gōu zhàn' }),
    point({ name: '吕家站', pinyin: 'Lǚ jiā zhàn' }),
  ];
  const found = (text: string) => filtered(only, { ...everything, text }, []).map(({ name }) => name);
  expect(found('liushu')).toEqual(['柳树沟站']);
  expect(found('zhan')).toHaveLength(2);
  expect(found('lu')).toEqual(['吕家站']);
});

it('knows which points are there on a day: from the first on, not on the day of the closing', () => {
  const closed = { validFrom: '2026-01-01', validTo: '2026-06-01' };
  expect(['2025-12-31', '2026-01-01', '2026-05-31', '2026-06-01'].map((on) => inForce(closed, on))).toEqual([
    false,
    true,
    true,
    false,
  ]);
});
