import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { osmFile } from '#domain/planning/travel/osm.testing.ts';
import { travelCommand } from './travel.ts';

// The machine that runs this may have other things to do.
vi.setConfig({ testTimeout: 30_000 });

const folder = mkdtempSync(join(tmpdir(), 'doorstep-travel-'));
const file = (name: string, content: string | Buffer): string => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};

/** A street 1 — 2 — 3 of two kilometres; from 2 to 3 cars may only go east, and come back around by 4. */
const osm = osmFile({
  nodes: [
    { id: 1, lon: 103.7, lat: 29.5 },
    { id: 2, lon: 103.71, lat: 29.5 },
    { id: 3, lon: 103.72, lat: 29.5 },
    { id: 4, lon: 103.715, lat: 29.54 },
  ],
  ways: [
    { id: 1, refs: [1, 2], tags: { highway: 'residential' } },
    { id: 2, refs: [2, 3], tags: { highway: 'residential', oneway: 'yes' } },
    { id: 3, refs: [3, 4, 2], tags: { highway: 'residential', oneway: 'yes' } },
  ],
});

async function run(...argv: string[]): Promise<{ code: number; out: string; notes: string }> {
  let [out, notes] = ['', ''];
  const code = await travelCommand(
    argv,
    async (text) => {
      out += text;
    },
    (text) => {
      notes += text;
    },
  );
  return { code, out, notes };
}

let roads = '';
let west = '';
let east = '';
beforeAll(() => {
  roads = file('roads.osm.pbf', osm);
  west = file('west.csv', 'id,lon,lat\nw,103.701,29.5\n');
  east = file('east.csv', '\uFEFFLat,Lon,ID\n29.5,103.719,e\n');
});
afterAll(() => rmSync(folder, { recursive: true }));

const ask = (mode: string, origins: string, destinations: string, ...more: string[]) =>
  run('--osm', roads, '--mode', mode, '--origins', origins, '--destinations', destinations, '--json', ...more);

describe('npm run travel', () => {
  it('says how long it takes, in the direction asked', async () => {
    const there = await ask('car', west, east);
    expect(there).toMatchObject({ code: 0, notes: '' });
    const [pair] = JSON.parse(there.out);
    expect(pair).toMatchObject({ origin: 'w', destination: 'e' });
    expect(pair.seconds).toBeCloseTo((1742 / 35) * 3.6, -1);
    expect(JSON.parse((await ask('car', east, west)).out)[0].seconds).toBeGreaterThan(5 * pair.seconds);
    expect(JSON.parse((await ask('walk', east, west)).out)[0].seconds).toBeCloseTo((1742 / 5.1) * 3.6, -1);
    expect(JSON.parse((await ask('walk', east, west, '--cutoff', '600')).out)[0].seconds).toBeNull();
  });

  it('reads GeoJSON and speaks to people too', async () => {
    const geo = file(
      'points.geojson',
      JSON.stringify({
        type: 'FeatureCollection',
        features: [
          { type: 'Feature', id: 7, geometry: { type: 'Point', coordinates: [103.71, 29.5] }, properties: {} },
        ],
      }),
    );
    const { out } = await run(
      '--osm',
      roads,
      '--mode',
      'walk',
      '--origins',
      geo,
      '--destinations',
      east,
      '--lang',
      'en',
    );
    expect(out).toMatch(/^7 → e: \d+(\.\d)? s\n$/);
    expect((await run('--help')).out).toContain('Usage: npm run -s travel');
  });

  it('reads what a Chinese spreadsheet writes', async () => {
    // 编号,经度,纬度 / 甲村,103.701,29.5 in GB 18030.
    const bytes = 'b1e0bac52cbeadb6c82cceb3b6c80d0abcd7b4e52c3130332e3730312c32392e350d0a';
    const { out } = await ask('walk', file('gb18030.csv', Buffer.from(bytes, 'hex')), east);
    expect(JSON.parse(out)).toMatchObject([{ origin: '甲村', destination: 'e', seconds: expect.any(Number) }]);
  });

  it('names places that are off the map, and goes on', async () => {
    const mixed = file('mixed.csv', 'id,lon,lat\nok,103.705,29.5\nswapped,29.5,103.705\n');
    expect((await ask('walk', mixed, east)).notes).toContain('不可能');
    const off = file('off.csv', 'id,lon,lat\nok,103.705,29.5\nfar,104.7,29.5\n');
    const { code, out, notes } = await ask('walk', off, east, '--lang', 'en');
    expect(code).toBe(0);
    expect(JSON.parse(out)[1]).toEqual({ origin: 'far', destination: 'e', seconds: null });
    expect(notes).toContain('too far from any road (more than 5000 m); their results are null: far');
  });

  it('answers with nothing or with null where that is the answer, and says why', async () => {
    const none = await ask('walk', file('none.csv', 'id,lon,lat\n'), east);
    expect([none.code, JSON.parse(none.out)]).toEqual([0, []]);
    expect(none.notes).toContain('一个地点也没有');
    const shapes = file('none.geojson', '{"type":"FeatureCollection","features":[]}');
    expect(JSON.parse((await ask('walk', west, shapes)).out)).toEqual([]);
    const away = await ask('walk', file('away.csv', 'id,lon,lat\na,13.7,29.5\n'), east);
    expect([away.code, JSON.parse(away.out)]).toEqual([0, [{ origin: 'a', destination: 'e', seconds: null }]]);
    expect(away.notes).toContain('离路网都太远了');
    const swapped = await ask('walk', west, file('turned.csv', 'id,lon,lat\na,29.5,77\n'));
    expect([swapped.code, JSON.parse(swapped.out)[0].seconds]).toEqual([0, null]);
    const cut = (cutoff: string) => ask('walk', west, east, `--cutoff=${cutoff}`);
    expect(JSON.parse((await cut('0')).out)[0].seconds).toBeNull();
    expect(JSON.parse((await cut('1e9')).out)[0].seconds).toBeGreaterThan(1000);
    for (const wrong of ['-1', 'x', '']) expect((await cut(wrong)).code).toBe(2);
    expect(JSON.parse((await ask('walk', west, west, '--cutoff', '0')).out)[0].seconds).toBe(0);
  });

  it.each([
    ['semicolons', 'id;lon;lat\r\n"e;1";103.719;29.5\r\n', 'e;1'],
    ['tabs', 'id\tlon\tlat\ne\t103.719\t29.5\n', 'e'],
    ['quotes', '"name","id","lon","lat"\n"a ""b""","007","103.719","29.5"\n', '007'],
    ['blanks and a last blank line', ' id , lon , lat \n e , 103.719 , 29.5 \n\n', 'e'],
  ])('reads a table with %s', async (name, content, id) => {
    const { code, out } = await ask('walk', west, file(`${name}.csv`, content));
    expect([code, JSON.parse(out)]).toEqual([0, [{ origin: 'w', destination: id, seconds: expect.any(Number) }]]);
  });

  it.each([
    ['no columns', 'x,y\n1,2\n', /缺少这些列：id, lon, lat/],
    ['nothing in it', ' \n', /是空的。第一行要写列名/],
    ['a degree sign', 'id,lon,lat\na,104°30′,29\n', /第 2 行（a）的经度或纬度不是数字.*十进制/],
    ['no number', 'id,lon,lat\na,hundred,29\n', /第 2 行（a）的经度或纬度不是数字/],
    ['a place twice', 'id,lon,lat\na,103.7,29.5\na,103.7,29.5\n', /第 3 行的 id“a”前面已经有了/],
    ['no id', 'id,lon,lat\n,103.7,29.5\n', /第 2 行没有 id/],
    ['impossible', 'id,lon,lat\na,29.5,103.7\n', /是不是写反了/],
    ['broken GeoJSON', '{"type":"FeatureCollection","features":[{', /没有传完整/],
    [
      'GeoJSON without places',
      '{"type":"FeatureCollection","features":[{"id":1}]}',
      /第 1 行（1）的经度或纬度不是数字/,
    ],
    ['an open quote', 'id,lon,lat\n"a,103.7,29.5\n', /引号/],
  ])('refuses a table with %s', async (name, content, words) => {
    const { code, out, notes } = await ask('walk', file(`${name}.csv`, content), east);
    expect([code, out]).toEqual([2, '']);
    expect(notes).toMatch(words);
  });

  it.each([
    ['cut off', osm.subarray(0, -20), /没有下载完整/],
    ['no map at all', Buffer.from('hello, this is not a map'), /没有下载完整/],
    ['flipped bits', Buffer.from(osm.map((byte, at) => (at > 80 ? byte ^ 0x55 : byte))), /没有下载完整/],
    ['without roads', osmFile({ nodes: [], ways: [] }), /一条路也没有/],
  ])('refuses a road file that is %s', async (name, content, words) => {
    const path = file(`${name}.osm.pbf`, content);
    const { code, notes } = await run('--osm', path, '--mode', 'car', '--origins', west, '--destinations', east);
    expect(code).toBe(2);
    expect(notes).toMatch(words);
  });

  it('says what is wrong with the command', async () => {
    expect((await run('--osm', roads)).notes).toContain('还缺 --mode');
    expect((await ask('fly', west, east)).notes).toContain('出行方式“fly”不认识');
    expect((await ask('car', west, east, '--cutoff', 'soon')).notes).toContain('--cutoff');
    expect((await ask('car', west, east, '--lang', 'fr')).notes).toContain('--lang');
    expect((await ask('car', join(folder, 'nowhere.csv'), east)).notes).toContain('找不到文件');
    expect((await run('--fast')).code).toBe(2);
  });
});
