import {
  type CoordinateSystem,
  coordinateSystems,
  isInChina,
  type Place,
  toWgs84,
} from '#domain/kernel/coordinates.ts';
import { type Complaint, complaint, date, degrees, list } from './cells.ts';
import { needed, optional, type Report } from './table.ts';

export const aliasColumn = {
  header: { 'zh-CN': '别名', en: 'Aliases' },
  also: ['曾用名', '简称', '其他名称'],
  note: { 'zh-CN': '几个别名用分号隔开。', en: 'Separate several with semicolons.' },
  example: '',
  read: list,
};

export const fromColumn = {
  header: { 'zh-CN': '启用日期', en: 'Valid from' },
  also: ['生效日期', '开始日期', '设立日期'],
  note: { 'zh-CN': '不填就从导入当天算起。', en: 'Empty means the day of the import.' },
  example: '2026-01-01',
  read: date,
};

/** Columns of a place; used for divisions and for sites. */
export const placeColumns = {
  lon: optional({
    header: { 'zh-CN': '经度', en: 'Longitude' },
    also: ['lng', 'long', 'x', 'x坐标', '东经', '经度e', 'e', '坐标经度'],
    note: { 'zh-CN': '十进制度数，如 104.51234。', en: 'Decimal degrees, such as 104.51234.' },
    example: '104.51234',
    read: degrees(-180, 180),
  }),
  lat: optional({
    header: { 'zh-CN': '纬度', en: 'Latitude' },
    also: ['y', 'y坐标', '北纬', '纬度n', 'n', '坐标纬度'],
    note: { 'zh-CN': '十进制度数，如 29.12345。', en: 'Decimal degrees, such as 29.12345.' },
    example: '29.12345',
    // As wide as a longitude, so that a swapped pair is called by its name.
    read: degrees(-180, 180),
  }),
  system: optional({
    header: { 'zh-CN': '坐标系', en: 'Coordinate system' },
    also: ['crs'],
    note: {
      'zh-CN': '天地图、GPS 填 WGS84 或 CGCS2000（不填也按它）；高德、腾讯地图上取的填 GCJ-02。',
      en: 'WGS84 or CGCS2000 from GPS or Tianditu (also when empty); GCJ-02 from Amap or Tencent Maps.',
    },
    example: 'WGS84',
    choices: coordinateSystems.map((system) => ({ 'zh-CN': system, en: system })),
    read: (cell: string): CoordinateSystem | Complaint => {
      const plain = cell.toUpperCase().replace(/[\s_-]/g, '');
      const found = coordinateSystems.find((system) => system.replace('-', '') === plain);
      return found ?? complaint('cell.choice', { value: cell, choices: coordinateSystems.join('、') });
    },
  }),
};

/** For tables of what is nothing without its place. */
export const neededPlaceColumns = {
  lon: needed(placeColumns.lon),
  lat: needed(placeColumns.lat),
  system: placeColumns.system,
};

export interface GivenPlace extends Place {
  system: CoordinateSystem;
}

/** The true place, and what was given; null for neither; undefined when it was complained of. */
export function readPlace(
  row: { lon: number | null; lat: number | null; system: CoordinateSystem | null },
  line: number,
  column: (key: 'lon' | 'lat') => string,
  report: Report,
): { place: Place; given: GivenPlace } | null | undefined {
  const { lon, lat } = row;
  if (lon === null && lat === null) return null;
  if (lon === null || lat === null) {
    report.error(line, column(lon === null ? 'lon' : 'lat'), 'place.half');
    return undefined;
  }
  const given = { lon, lat, system: row.system ?? 'WGS84' };
  if (!isInChina(given)) {
    report.error(line, column('lon'), isInChina({ lon: lat, lat: lon }) ? 'place.swapped' : 'place.outside', {
      lon,
      lat,
    });
    return undefined;
  }
  return { place: toWgs84(given, given.system), given };
}
