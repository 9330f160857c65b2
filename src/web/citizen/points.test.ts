import { describe, expect, it } from 'vitest';
import { citizenPages } from './index.ts';
import { readMarkup } from './markup.testing.ts';
import { fakeDeps, id } from './testing.ts';

const site = {
  id: id(51),
  unit: id(61),
  level: 'village' as const,
  name: '石桥村便民服务站',
  nameEn: '',
  pinyin: 'Shí qiáo cūn biàn mín fú wù zhàn',
  aliases: [],
  address: '石桥村 1 号',
  telephone: '0990-5550100',
  lon: 104.503,
  lat: 29.004,
  openNow: true,
  opensNext: null,
  hours: { 'zh-CN': '周一至周五 9:00–17:00', en: 'Monday to Friday 9:00–17:00' },
  distance: 3200,
  villages: [],
  bearing: 33,
  seconds: 720,
  change: null,
};
const ride = { line: '3路', on: '石桥', off: '县医院', leaves: '10:40', arrives: '10:58' };
const trip = { seconds: 28 * 60, walk: [360, 240], rides: [ride], later: ['11:20', '12:00'], tomorrow: false };

async function page(bus: unknown, language: 'zh-CN' | 'en' = 'zh-CN'): Promise<string> {
  const deps = fakeDeps({
    'planning.nearest': () => ({
      from: { name: '石桥村', lon: 104.5, lat: 29 },
      mode: 'ebike',
      points: [{ ...site, ...(bus !== undefined && { bus }) }],
    }),
  });
  const response = await citizenPages(deps).request(`/points?lon=104.5&lat=29&lang=${language}`);
  return readMarkup(await response.text()).text.replace(/\s+/g, ' ');
}

it('says line, stops, times and minutes of the bus beside the other way', async () => {
  const said = await page(trip);
  expect(said).toContain('骑电动车大约 12 分钟');
  expect(said).toContain(
    '坐公交：先走 6 分钟到“石桥”，在“石桥”坐“3路” 10:40 的车，到“县医院”下车（10:58 到），再走 4 分钟，一共大约 28 分钟。后面还有 11:20、12:00。',
  );
  expect(said).toContain('以车站公布的为准');
  expect(await page(trip, 'en')).toContain(
    'By bus: walk 6 min to 石桥, take line 3路 from 石桥 at 10:40, get off at 县医院 (10:58), walk another 4 min, about 28 min in all. Later ones: 11:20, 12:00.',
  );
});

it('lets a reader of English say a name that is Chinese only', async () => {
  expect(await page(null, 'en')).toContain('石桥村便民服务站 Shí qiáo cūn biàn mín fú wù zhàn');
  expect(await page(null)).not.toContain('Shí');
});

it('tells a change, and that today none goes any more', async () => {
  const rides = [ride, { line: '5路', on: '县医院', off: '新城', leaves: '11:05', arrives: '11:20' }];
  const said = await page({ ...trip, walk: [0, 0], rides, later: [], tomorrow: true });
  expect(said).toContain(
    '今天没有车了。明天坐公交：在“石桥”坐“3路” 10:40 的车，到“县医院”下车（10:58 到），换“5路”，11:05 从“县医院”开，到“新城”下车（11:20 到），一共大约 28 分钟。',
  );
  expect(said).not.toContain('再走');
});

it('is honest where no bus leads, and silent where nobody knows', async () => {
  expect(await page(null)).toContain('没有能坐到的公交');
  const silent = await page(undefined);
  expect(silent).not.toContain('公交');
});

describe('of points whose doors are shut', () => {
  const shut = { ...site, openNow: false, opensNext: { date: '2026-03-03', time: '09:00' } };
  const deps = fakeDeps({
    'planning.nearest': (wish) => ({
      from: { name: '石桥村', lon: 104.5, lat: 29 },
      mode: 'ebike',
      points: (wish as { openNow?: boolean }).openNow ? [] : [shut],
    }),
    'organisation.sites': () => ({ items: [], next: null }),
  });
  const open = async (path: string) => readMarkup(await (await citizenPages(deps).request(path)).text());

  it('says when each opens, and shows them where none is open', async () => {
    const { text } = await open('/points?lon=104.5&lat=29&open=1');
    expect(text).toContain('这会儿没有开着门的');
    expect(text).toContain(shut.name);
    expect(text).toContain('现在关门，3月3日(周二) 9:00 开门');
    expect((await open('/points?lon=104.5&lat=29&open=1&lang=en')).text).toContain(
      'Closed now, opens on Tuesday 3 March at 9:00',
    );
    expect((await open('/points?lon=104.5&lat=29')).text).not.toContain('这会儿没有开着门的');
  });
});

it('sends nobody out with a vehicle for a few steps', async () => {
  const deps = fakeDeps({
    'planning.nearest': () => ({
      from: { name: '石桥村', lon: 104.5, lat: 29 },
      mode: 'ebike',
      points: [{ ...site, distance: 300, seconds: 90 }],
    }),
  });
  const { text } = readMarkup(await (await citizenPages(deps).request('/points?lon=104.5&lat=29')).text());
  expect(text).toContain('走路大约 5 分钟');
});

it('leads from the nearest to all points of the city, and back', async () => {
  const deps = fakeDeps({});
  const here = `village=${id(42)}`;
  const nearest = await (await citizenPages(deps).request(`/points?${here}`)).text();
  expect(nearest).toContain('href="/points?all=1"');
  const all = await (await citizenPages(deps).request(`/points?${here}&all=1`)).text();
  expect(readMarkup(all).text).toContain('看离我最近的');
  expect(all).not.toContain('class="near"');
});

it('finds a village by its name as well as from county to town', async () => {
  const asked: unknown[] = [];
  const deps = fakeDeps({
    'organisation.divisions': (wish) => {
      asked.push(wish);
      return { items: [], next: null };
    },
  });
  const { text } = readMarkup(await (await citizenPages(deps).request('/points?choose=1&find=石桥')).text());
  expect(asked).toContainEqual(expect.objectContaining({ find: '石桥' }));
  expect(text).toContain('没有找到这个村');
});
