import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CoordinateSystem, coordinateSystems, toBd09, toGcj02, toWgs84 } from '../kernel/coordinates.ts';
import { datumOf } from '../kernel/datum.ts';
import { importPremises, importProjections, importVillages, type KnownVillage } from './imports.ts';
import { crowMetres } from './world.ts';

const sheet = (...lines: string[]) => lines.map((line, index) => ({ line: index + 1, cells: line.split('|') }));
const told = (report: readonly { line: number; column: string | null; code: string }[]) =>
  report.map(({ line, column, code }) => `${line} ${column ?? '-'} ${code}`);

const place = fc.record({
  lon: fc.double({ min: 98, max: 122, noNaN: true }),
  lat: fc.double({ min: 22, max: 42, noNaN: true }),
});
const shown = {
  WGS84: (at: { lon: number; lat: number }) => at,
  CGCS2000: (at: { lon: number; lat: number }) => at,
  'GCJ-02': toGcj02,
  'BD-09': toBd09,
};

describe('a datum', () => {
  it('is recognised by how everything lies off, whatever was said', () => {
    const near = fc.tuple(
      place,
      fc.array(
        fc.tuple(fc.double({ min: -0.1, max: 0.1, noNaN: true }), fc.double({ min: -0.1, max: 0.1, noNaN: true })),
        { minLength: 8, maxLength: 20 },
      ),
    );
    fc.assert(
      fc.property(
        near,
        fc.constantFrom(...coordinateSystems),
        fc.constantFrom(...coordinateSystems),
        ([middle, offsets], real, said) => {
          const known = offsets.map(([east, north]) => ({ lon: middle.lon + east, lat: middle.lat + north }));
          const found = datumOf(
            said,
            known.map((each) => ({ known: each, given: shown[real](each) })),
          );
          const alike = (system: CoordinateSystem | 'unknown') => (system === 'CGCS2000' ? 'WGS84' : system);
          const apart = crowMetres(toWgs84(shown[real](known[0]!), said), known[0]!);
          if (apart < 50) expect(found).toBeUndefined();
          else if (apart < 80) return;
          else expect(alike(found?.likely ?? 'unknown')).toBe(alike(real));
        },
      ),
    );
  });

  it('is not suspected for centres that were noted by different hands', () => {
    fc.assert(
      fc.property(
        place,
        fc.array(fc.tuple(fc.integer({ min: -300, max: 300 }), fc.integer({ min: -300, max: 300 })), {
          minLength: 5,
          maxLength: 30,
        }),
        (middle, steps) => {
          // Whatever the scatter, another that points the other way stands against it.
          const both = steps.flatMap(
            ([east, north]) =>
              [
                [east, north],
                [-east, -north],
              ] as const,
          );
          const pairs = both.map(([east, north]) => ({
            known: middle,
            given: { lon: middle.lon + east / 100_000, lat: middle.lat + north / 111_000 },
          }));
          expect(datumOf('WGS84', pairs)).toBeUndefined();
        },
      ),
    );
  });

  it('is recognised too where settlements lie scattered around the middle of their village', () => {
    const known = { lon: 104.65, lat: 29 };
    // A spiral of up to two kilometres: no direction is preferred.
    const pairs = (shift: (at: { lon: number; lat: number }) => { lon: number; lat: number }) =>
      Array.from({ length: 400 }, (_, at) => {
        const [turn, far] = [at * 2.4, 0.02 * Math.sqrt(at / 400)];
        return {
          known,
          given: shift({ lon: known.lon + far * Math.cos(turn), lat: known.lat + far * Math.sin(turn) }),
        };
      });
    expect(datumOf('WGS84', pairs(toGcj02))?.likely).toBe('GCJ-02');
    expect(datumOf('WGS84', pairs(toBd09))?.likely).toBe('BD-09');
    expect(
      datumOf(
        'WGS84',
        pairs((at) => at),
      ),
    ).toBeUndefined();
  });

  it('that is none in use is told so', () => {
    const known = Array.from({ length: 9 }, (_, at) => ({ lon: 104 + at / 50, lat: 29 }));
    const found = datumOf(
      'WGS84',
      known.map((each) => ({ known: each, given: { lon: each.lon, lat: each.lat + 0.02 } })),
    );
    expect(found).toMatchObject({ likely: 'unknown', bearing: 0 });
    expect(found?.metres).toBeGreaterThan(2000);
  });
});

const known = new Map<string, KnownVillage>(
  ['990101100201', '990101100202'].map((code, at) => [
    code,
    { id: `v${at}`, code, name: `村${at}`, urban: false, place: { lon: 104.5 + at / 10, lat: 29.1 }, people: 1000 },
  ]),
);

describe('villages from a table', () => {
  const header = '村代码|名称|经度|纬度|人口|男|女|60岁以上|城乡|自然村数';
  const read = (...lines: string[]) => importVillages(sheet(header, ...lines), { byCode: known, system: 'WGS84' });

  it('in town or country, as the statistics say it and as people do', () => {
    const sides = ['城区', '城镇', 'town', '乡村', '农村', 'rural'];
    const { ready, report } = read(...sides.map((side, at) => `|柳树湾${at}|104.5${at}|29.1|990||||${side}|`));
    expect(told(report)).toEqual([]);
    expect(ready.map(({ urban }) => urban)).toEqual([true, true, true, false, false, false]);
    expect(told(read('|柳树湾|104.5|29.1|990||||郊区|').report)).toEqual(['2 城乡 cell.choice']);
  });

  it('whole, with what was given kept beside what it means', () => {
    const { ready, report } = read(
      '990101100201|柳树湾|104.5|29.1|990|500|490|200|乡村|2',
      '|县城北片|104.55|29.12|20000||||城区|',
    );
    expect(told(report)).toEqual([]);
    expect(ready).toMatchObject([
      {
        id: '990101100201/柳树湾',
        people: 990,
        older: 200,
        urban: false,
        natural: 2,
        given: { lon: 104.5, lat: 29.1, system: 'WGS84' },
      },
      { code: null, people: 20000, urban: true, natural: 0 },
    ]);
  });

  it('with every mistake named by its row, and nothing kept', () => {
    const { ready, report } = read(
      '990101100201|甲|29.1|104.5|100|||||',
      '990101100201|乙|0|0|100|||||',
      '990101100201|丙|104.5|29.1|100|60|50|||',
      '990101100201|丁|104.5|29.1|100|||120||',
      '990101100299|戊|104.5|29.1|100|||||',
      '990101100202|己|104.5|29.1|-5|||||',
      '990101100202|庚|||100|||||',
      '990101100202|辛|105.9|29.1|100|||||',
      '990101100202|辛|104.6|29.1|850|||||',
    );
    expect(ready).toEqual([]);
    expect(told(report)).toEqual([
      '2 经度 place.swapped',
      '2 人口 people.division',
      '3 经度 place.outside',
      '4 人口 people.sum',
      '4 经度 place.same',
      '5 60岁以上 people.more-older',
      '6 村代码 division.unknown',
      '7 人口 cell.range',
      '8 经度 cell.missing',
      '8 纬度 cell.missing',
      '9 经度 place.far',
      '10 名称 village.twice',
    ]);
  });

  it('with the columns that a clerk writes, and degrees as a receiver shows them', () => {
    const { ready, report } = importVillages(
      sheet(
        '2026年行政村人口统计表||||',
        '行政区划代码|村（社区）名称|东经|北纬|户籍人口（人）',
        '990101100201|柳树湾|104°30′15.2″|29°06′00″|1,020',
        "990101100202|白沙|E104°36.5'|29.1°N|990",
        '合计||||2010',
      ),
      { byCode: known, system: 'WGS84' },
    );
    expect(told(report)).toEqual(['5 - row.total']);
    expect(ready).toEqual([]);
    const whole = importVillages(
      sheet('村名|经度|纬度|人口', '柳树湾|104°30′15.2″|29°06′00″|1,020', '白沙|东经104度36.5分|北纬29.1度|990'),
      { byCode: known, system: 'WGS84' },
    );
    expect(told(whole.report)).toEqual([]);
    expect(whole.ready).toMatchObject([
      { lon: 104.50422, lat: 29.1, people: 1020 },
      { lon: 104.60833, lat: 29.1 },
    ]);
  });

  it.each(['104,65187', '104.5.1', '104°70′', '一百零四', 'E104°30′E', '104.5°30′'])(
    'with %s for no longitude',
    (lon) => {
      const { report } = importVillages(sheet('村名|经度|纬度|人口', `甲|${lon}|29.1|9`), {
        byCode: known,
        system: 'WGS84',
      });
      expect(told(report)).toEqual(['2 经度 cell.degrees']);
    },
  );

  it('with metres on a plane says which coordinates are wanted', () => {
    const { report } = importVillages(sheet('村名|x坐标|y坐标|人口', '甲|35563231.39|3216145.08|9'), {
      byCode: known,
      system: 'WGS84',
    });
    expect(told(report)).toEqual(['2 x坐标 cell.metres', '2 y坐标 cell.metres']);
  });

  it('without a column of places says so once', () => {
    const { report } = importVillages(sheet('村名|纬度|人口', '甲|29.1|9', '乙|29.2|9'), {
      byCode: known,
      system: 'WGS84',
    });
    expect(report).toMatchObject([{ line: 1, code: 'header.missing', params: { column: '经度 / Longitude' } }]);
  });

  it('is told of another datum, and not refused, where only hearsay says where its villages lie', () => {
    const heard = new Map(
      Array.from({ length: 8 }, (_, at): [string, KnownVillage] => {
        const code = `99010110020${at + 1}`;
        const place = { lon: 104.5 + at / 50, lat: 29.1 };
        return [code, { id: code, code, name: code, urban: false, place, by: 'hearsay', people: null }];
      }),
    );
    const rows = [...heard.values()].map(({ code, place }) => {
      const shown = toGcj02(place!);
      return `${code}|村${code.slice(-1)}|${shown.lon}|${shown.lat}|100`;
    });
    const found = importVillages(sheet('村代码|名称|经度|纬度|人口', ...rows), { byCode: heard, system: 'WGS84' });
    expect(found.report).toMatchObject([{ severity: 'notice', code: 'place.datum', params: { likely: 'GCJ-02' } }]);
    expect(found.datum?.likely).toBe('GCJ-02');
    expect(found.ready).toHaveLength(8);
  });

  it('whose sums are far from the census are told, and may come in all the same', () => {
    const { ready, report } = read('990101100201|甲|104.5|29.1|300|||||', '990101100202|乙|104.6|29.1|1000|||||');
    expect(ready).toHaveLength(2);
    expect(report).toMatchObject([
      { severity: 'notice', code: 'people.division', params: { people: 300, known: 1000 } },
    ]);
  });
});

it('premises and projections are held to the same', () => {
  expect(
    told(
      importPremises(sheet('名称|类型|经度|纬度|面积', '甲中心|学校|104|29|260', '甲中心|学校|104|29|'), 'WGS84')
        .report,
    ),
  ).toEqual(['3 名称 village.twice']);
  const projections = importProjections(
    sheet('村代码|年份|人口', '990101100201|2035|800', '990101100201|2035|810', '1|2035|8'),
    known,
  );
  expect(told(projections.report)).toEqual(['3 年份 village.twice', '4 村代码 code.digits']);
  const demand = importProjections(
    sheet('村代码|年份|人口|年办件量', '990101100201|2035|800|260', '990101100201|2040|700|'),
    known,
  );
  expect(demand.ready.map(({ year, cases }) => [year, cases])).toEqual([
    [2035, 260],
    [2040, null],
  ]);
});
