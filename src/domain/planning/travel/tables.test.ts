import { describe, expect, it } from 'vitest';
import { withFerries } from './ferries.ts';
import { networkFromLines } from './network.ts';
import { importBus, importFerries } from './tables.ts';
import { timesToSites } from './times.ts';
import { onRoadsOnly } from './travel.testing.ts';

const sheet = (...rows: string[][]) => rows.map((cells, at) => ({ line: at + 1, cells }));
const codes = (result: { report: { line: number; code: string }[] }) =>
  result.report.map(({ line, code }) => `${line} ${code}`);

describe('a bus timetable', () => {
  const head = ['线路', '站点', '经度', '纬度', '行驶分钟', '发车时间'];
  it('is read line by line', () => {
    const { ready, report } = importBus(
      sheet(
        head,
        ['101路', '甲', '103.70', '29.5', '0', '7:00-8:00/30；12:15'],
        ['101路', '乙', '103.75', '29.5', '12', ''],
        ['102路', '乙', '103.75', '29.5', '0', '6:40'],
        ['102路', '甲', '103.70', '29.5', '12', ''],
      ),
      'WGS84',
    );
    expect(report).toEqual([]);
    expect(
      ready.map(({ line, departures, stops }) => [line, departures, stops.map(({ name }) => name).join('')]),
    ).toEqual([
      ['101路', [420, 450, 480, 735], '甲乙'],
      ['102路', [400], '乙甲'],
    ]);
  });

  it('names what is wrong, row by row', () => {
    const result = importBus(
      sheet(
        head,
        ['1', '甲', '103.70', '29.5', '0', '七点'],
        ['2', '甲', '103.70', '29.5', '5', '7:00'],
        ['2', '乙', '103.75', '29.5', '3', ''],
        ['3', '甲', '103.70', '29.5', '0', '7:00'],
        ['1', '乙', '103.75', '29.5', '12', ''],
        ['4', '甲', '29.5', '103.70', '0', '7:00'],
        ['4', '乙', '103.75', '29.5', '12', ''],
      ),
      'WGS84',
    );
    expect(result.ready).toEqual([]);
    expect(codes(result)).toEqual([
      '2 bus.departures',
      '3 bus.order',
      '4 bus.order',
      '5 bus.incomplete',
      '7 place.swapped',
    ]);
  });
});

describe('ferries', () => {
  const network = networkFromLines([
    {
      line: [
        [103.7, 29.5],
        [103.71, 29.5],
      ],
      class: 'residential',
    },
    {
      line: [
        [103.7, 29.51],
        [103.71, 29.51],
      ],
      class: 'residential',
    },
  ]);
  const head = ['渡口', '经度', '纬度', '对岸经度', '对岸纬度', '过渡分钟', '等候分钟', '能过汽车'];

  it('join two banks, for whom they take', () => {
    const { ready, report } = importFerries(
      sheet(
        head,
        ['白沙渡', '103.71', '29.5003', '103.71', '29.5097', '5', '7', '否'],
        ['远渡', '104', '29', '104.1', '29', '5', '5', ''],
      ),
      'WGS84',
    );
    expect(report).toEqual([]);
    const joined = withFerries(network, ready, onRoadsOnly);
    expect(joined.off.map(({ name }) => name)).toEqual(['远渡']);
    const request = {
      network: joined.network,
      speeds: onRoadsOnly,
      sites: [{ id: 's', lon: 103.71, lat: 29.51 }],
      demands: [{ id: 'd', lon: 103.71, lat: 29.5 }],
      cutoffSeconds: 3600,
    };
    expect(timesToSites({ ...request, mode: 'walk' }).seconds[0]).toBeCloseTo(12 * 60, 0);
    expect(timesToSites({ ...request, mode: 'car' }).unreached).toEqual([0]);
    expect(joined.network.metres.slice(0, 2)).toEqual(network.metres);
  });
});
