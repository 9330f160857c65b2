import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { networkFromLines } from '#domain/planning/travel/network.ts';
import { osmFile } from '#domain/planning/travel/osm.testing.ts';
import { defaultSpeeds } from '#domain/planning/travel/speeds.ts';
import { timesToSites } from '#domain/planning/travel/times.ts';
import { loadNetwork, readOsm, saveNetwork, travelTimes } from './index.ts';

const side = 12;
const at = (row: number, column: number): [number, number] => [103.7 + column * 0.003, 29.5 + row * 0.003];
const streets = Array.from({ length: side }, (_, row) => Array.from({ length: side }, (__, column) => [row, column]));
const network = networkFromLines([
  ...streets.map((cells) => ({ line: cells.map(([row, column]) => at(row!, column!)), class: 'residential' as const })),
  ...streets.map((cells) => ({ line: cells.map(([row, column]) => at(column!, row!)), class: 'primary' as const })),
]);
const points = (count: number, shift: number) =>
  Array.from({ length: count }, (_, index) => {
    const [lon, lat] = at(index % side, (index * 7 + shift) % side);
    return { id: `p${index}`, lon: lon + 0.0007, lat: lat + 0.0004 };
  });
const request = {
  network,
  mode: 'car',
  speeds: defaultSpeeds,
  sites: points(60, 0),
  demands: points(90, 3),
  cutoffSeconds: 240,
} as const;

const folder = mkdtempSync(join(tmpdir(), 'doorstep-roads-'));
const path = join(folder, 'roads.osm.pbf');
writeFileSync(
  path,
  osmFile({
    nodes: [1, 2, 3, 4].map((id) => ({ id, lon: 103.7 + id / 1000, lat: 29.5 })),
    ways: [{ id: 1, refs: [1, 2, 3, 4], tags: { highway: 'primary' } }],
  }),
);
afterAll(() => rmSync(folder, { recursive: true }));

describe('travel times in workers', () => {
  it('are those of one thread, with progress to the end', async () => {
    const shares: number[] = [];
    const times = await travelTimes(request, { workers: 2, onProgress: (share) => shares.push(share) });
    expect(times).toEqual(timesToSites(request));
    expect(shares.at(-1)).toBe(1);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
  });

  it('end when they are not wanted any more', async () => {
    const controller = new AbortController();
    const running = travelTimes(request, { signal: controller.signal });
    controller.abort(new Error('not wanted'));
    await expect(running).rejects.toThrow('not wanted');
    await expect(travelTimes(request, { signal: controller.signal })).rejects.toThrow('not wanted');
  });

  it('are straight lines without roads, and nothing without sites', async () => {
    expect((await travelTimes({ ...request, network: null })).method).toBe('straight-line');
    const none = await travelTimes({ ...request, sites: [] });
    expect(none.unreached.length).toBe(request.demands.length);
  });
});

describe('a road file', () => {
  it('is read in a worker, within bounds or an area, with progress', async () => {
    const shares: number[] = [];
    const whole = await readOsm(path, { onProgress: (share) => shares.push(share) });
    expect(whole.metres[0]).toBeCloseTo(290, 0);
    expect(shares.at(-1)).toBe(1);
    expect((await readOsm(path, { bounds: [103.7005, 29, 103.7035, 30] })).metres[0]).toBeCloseTo(194, 0);
    const area = [
      [
        [
          [103.7015, 29.4],
          [103.705, 29.4],
          [103.705, 29.6],
          [103.7015, 29.6],
          [103.7015, 29.4],
        ] as const,
      ],
    ];
    expect((await readOsm(path, { area })).metres[0]).toBeCloseTo(194, 0);
    await expect(readOsm(path, { bounds: [29, 103, 30, 104] })).rejects.toMatchObject({
      problem: { problem: 'travel.osm-no-roads' },
    });
  });

  it('is left alone when the signal says so', async () => {
    const controller = new AbortController();
    const reading = readOsm(path, { signal: controller.signal });
    controller.abort(new Error('not wanted'));
    await expect(reading).rejects.toThrow('not wanted');
  });
});

it('a stored network opens as it was, and a damaged one does not', () => {
  const bytes = saveNetwork(network);
  expect(loadNetwork(bytes)).toEqual(network);
  expect(saveNetwork(loadNetwork(bytes))).toEqual(bytes);
  expect(() => loadNetwork(bytes.subarray(0, 100))).toThrow('travel.network-damaged');
});
