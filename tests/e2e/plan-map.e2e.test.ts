import { readFileSync, rmSync } from 'node:fs';
import ExcelJS from 'exceljs';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { clientOf } from '../support/client.ts';
import { openBrowser } from './support/browser.ts';
import { atDesk, staffIn, textOf, withPhone } from './support/people.ts';
import { type Plans, setPlans } from './support/plan.ts';
import { type Program, startDoorstep } from './support/program.ts';
import { settled } from './support/workbench.ts';

/** Two plans on one ground, and a point that is moved by hand: with WebGL and without, by mouse, by keys and by thumb. */
let program: Program;
let plans: Plans;
type Cookies = Parameters<BrowserContext['addCookies']>[0];

let session: Cookies = [];

beforeAll(async () => {
  program = await startDoorstep({ DEMO_SITES: '24' });
  // A code of the second factor is good once: everybody here is the one planner who signed in.
  const browser = await openBrowser();
  const { page, context } = await atDesk(browser, program.url);
  await staffIn(page, 'guihua');
  session = await context.cookies();
  await browser.close();
  plans = await setPlans(clientOf(program.url, session.find(({ name }) => name === 'doorstep_work')!.value));
});

afterAll(async () => {
  await program?.stop();
  if (program) rmSync(program.dataDir, { recursive: true, force: true, maxRetries: 50 });
});

const soon = <Value>(look: () => Promise<Value>) => expect.poll(look, { timeout: 30_000, interval: 100 });
const drawings = ['webgl', 'no webgl'] as const;
const shape = { webgl: 'gl', 'no webgl': 'plain' } as const;

describe.each(drawings)('a plan on the map, with %s', (draws) => {
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    browser = await openBrowser(draws);
    const desk = await atDesk(browser, program.url);
    desk.context.setDefaultTimeout(45_000);
    await desk.context.addCookies(session);
    page = desk.page;
  });
  afterAll(() => browser?.close());

  const open = async (path: string, maps: number) => {
    await page.goto(`/work/planning/${path}`);
    await soon(() =>
      page.locator(draws === 'webgl' ? '.map-box[data-ready]' : '.map-box[data-drawing=plain]').count(),
    ).toBe(maps);
    await settled(page);
    expect(await page.locator('.map-box').first().getAttribute('data-drawing')).toBe(shape[draws]);
  };
  const pull = async (what: Locator, [dx, dy]: readonly [number, number], along = 0.5) => {
    const box = (await what.boundingBox())!;
    const [x, y] = [box.x + box.width * along, box.y + box.height / 2];
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + dx, y + dy, { steps: 6 });
    await page.mouse.up();
  };

  test('the line between two plans is drawn by keys and by mouse, and both maps look at the same place', async () => {
    await open(`compare/${plans.byHand}/${plans.proposed}`, 2);
    const line = page.getByRole('slider', { name: /左右拉动/ });
    expect(await textOf(page.locator('.swipe-names span'))).toBe('少设几个点\n手工调整');
    await line.focus();
    for (let step = 0; step < 3; step += 1) await page.keyboard.press('ArrowRight');
    expect(await line.inputValue()).toBe('53');
    expect(await line.getAttribute('aria-valuetext')).toContain('少设几个点');
    const cut = () =>
      page
        .locator('.swipe > div')
        .first()
        .evaluate((one) => getComputedStyle(one).clipPath);
    expect(await cut()).toContain('47%');
    await pull(line, [-200, 0], 0.53);
    expect(Number(await line.inputValue())).toBeLessThan(45);

    const scales = () => page.locator('.swipe .map-scale').allInnerTexts();
    const [before] = await scales();
    await page.getByRole('button', { name: '放大' }).click();
    await soon(async () => new Set(await scales()).size === 1 && (await scales())[0] !== before).toBe(true);
    expect(await textOf(page.locator('.plan-changes'))).toMatch(/新设 [\d]+[\s\S]*1 处路不通/);
    if (draws === 'no webgl') {
      // What one plan opens is on its own side only.
      const opened = '[data-look=opened]';
      expect(await page.locator(`.swipe > div:nth-child(1) ${opened}`).count()).toBe(0);
      expect(await page.locator(`.swipe > div:nth-child(2) ${opened}`).count()).toBeGreaterThan(0);
      const out = '[data-road=road-out]';
      expect(await page.locator(`.swipe > div:nth-child(1) ${out}`).count()).toBe(0);
      expect(await page.locator(`.swipe > div:nth-child(2) ${out}`).count()).toBe(1);
    }
    await page.keyboard.press('Home');
  });

  test('a point is moved by mouse and by arrow keys, and the plan has changed', async () => {
    await open(`scenario/${plans.byHand}`, 1);
    await page.getByRole('tab', { name: /改动/ }).click();
    const moved = async () => Number(/搬迁 (\d+)/.exec(await textOf(page.locator('.plan-head')))?.[1] ?? 0);
    const before = await moved();
    const free = draws === 'webgl' ? 4 : 5;
    const { points } = (await (await page.request.get('/api/planning/points')).json()) as {
      points: { name: string; level: string }[];
    };
    const { name } = points.filter(({ level }) => level === 'village')[free]!;
    await page.getByLabel('按名称找点位').fill(name);
    const handle = page.getByRole('button', { name: new RegExp(`^拖动.*：${name}$`) });
    await pull(handle, [36, 24]);
    await soon(moved).toBe(before + 1);
    const place = async () => {
      const { changes } = (await (await page.request.get(`/api/planning/scenarios/${plans.byHand}`)).json()) as {
        changes: { kind: string; lon: number }[];
      };
      return changes.findLast(({ kind }) => kind === 'move')!.lon;
    };
    await soon(() => page.locator('[aria-busy=true]').count()).toBe(0);
    const there = await place();
    await handle.focus();
    await page.keyboard.press('ArrowRight');
    await soon(place).toBeGreaterThan(there);
    // Whoever moves it by keys goes on moving it.
    await soon(() => page.locator('[aria-busy=true]').count()).toBe(0);
    expect(await handle.evaluate((one) => one === document.activeElement)).toBe(true);
  });

  test('a point that the plan opens is moved as well, and stays an opening', async () => {
    await open(`scenario/${plans.byHand}`, 1);
    await page.getByRole('tab', { name: /改动/ }).click();
    const name = '柳树沟便民服务站';
    await page.locator('.changes button', { hasText: name }).first().click();
    const handle = page.getByRole('button', { name: new RegExp(`^拖动.*：${name}$`) });
    const stands = async () => {
      const answer = await page.request.get(`/api/planning/scenarios/${plans.byHand}`);
      const { changes } = (await answer.json()) as {
        changes: { kind: string; name?: string; lon: number; lat: number }[];
      };
      return changes.filter((change) => change.name === name).map(({ kind, lon, lat }) => ({ kind, lon, lat }));
    };
    const [before] = await stands();
    await pull(handle, [30, -20]);
    await soon(async () => (await stands())[0]!.lon > before!.lon).toBe(true);
    expect(await stands()).toMatchObject([{ kind: 'open' }]);
    await page.getByText(/已全部重新计算/).waitFor();
    await soon(() => page.locator('[aria-busy=true]').count()).toBe(0);
    const [dragged] = await stands();
    await handle.focus();
    await page.keyboard.press('ArrowUp');
    await soon(async () => (await stands())[0]!.lat > dragged!.lat).toBe(true);
  });

  test('what the computer proposes is seen on the map before it is taken over, or put away', async () => {
    const id = plans.answered[draws === 'webgl' ? 0 : 1];
    await open(`scenario/${id}`, 1);
    const bar = page.getByRole('region', { name: '电脑的建议，还没有用到方案里' });
    await soon(() => textOf(bar)).toMatch(/时限内能到的人.*\d%.*点位数.*\d+ → \d+/);
    expect(await textOf(page.locator('.plan-changes'))).toMatch(/保留不动 \d+[\s\S]*关闭 \d+/);
    const closed = page.locator('[data-look=closed]');
    if (draws === 'no webgl') expect(await closed.count()).toBeGreaterThan(0);
    const changes = async () => {
      const answer = await page.request.get(`/api/planning/scenarios/${id}`);
      const { changes, result } = (await answer.json()) as { changes: unknown[]; result: object | null };
      return { count: changes.length, answered: result !== null };
    };
    expect(await changes()).toEqual({ count: 0, answered: true });

    await page.getByRole('button', { name: '先不看' }).click();
    expect(await bar.count()).toBe(0);
    expect(await closed.count()).toBe(0);
    await page.getByRole('button', { name: '在地图上看这个建议' }).click();
    await bar.waitFor();
    if (draws === 'webgl') {
      await page.getByRole('button', { name: '采纳为本方案的改动' }).click();
      await soon(async () => (await changes()).count).toBeGreaterThan(0);
    } else {
      await page.getByRole('button', { name: '放下不用' }).click();
      await soon(changes).toEqual({ count: 0, answered: false });
    }
    await soon(() => bar.count()).toBe(0);
    await soon(() => textOf(page.locator('.plan-head'))).toMatch(draws === 'webgl' ? /关闭 \d+/ : /还没有改动/);
  });

  test('paper shows the map and its figures, not what is pressed', async () => {
    await open(`scenario/${plans.proposed}`, 1);
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('.plan-right').isVisible()).toBe(false);
    expect(await page.locator('.figure-table').isVisible()).toBe(true);
    await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
    const picture = await page.locator('.plan-map-box').screenshot();
    const { channels } = await sharp(picture).stats();
    // A blank sheet has one colour.
    expect(Math.max(...channels.map(({ stdev }) => stdev))).toBeGreaterThan(8);
    if (draws === 'webgl') {
      const copy = page.locator('img.map-gl');
      expect(await copy.evaluate((one: HTMLImageElement) => one.src.length)).toBeGreaterThan(20_000);
      await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
      await soon(() => copy.count()).toBe(0);
    }
    await page.emulateMedia({ media: null });
  });
});

describe('what is taken along', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser?.close());

  test('a table and GeoJSON hold the points that are shown, in words', async () => {
    const { page, context } = await atDesk(browser, program.url);
    await context.addCookies(session);
    await page.goto('/work/map');
    await page.locator('.map-filters').getByText('镇街中心').click();
    const shown = Number(/\d+/.exec(await textOf(page.locator('.map-list [role=status]')))![0]);
    expect(shown).toBeGreaterThan(2);
    expect(shown).toBeLessThan(24);
    const take = async (name: string) => {
      const saved = page.waitForEvent('download');
      await page.locator('.map-save button', { hasText: name }).click();
      return (await saved).path();
    };
    const { features } = JSON.parse(readFileSync(await take('GeoJSON'), 'utf8')) as {
      features: { properties: { level: string } }[];
    };
    expect(features.map(({ properties }) => properties.level)).toEqual(Array(shown).fill('town'));
    const book = new ExcelJS.Workbook();
    await book.xlsx.readFile(await take('Excel'));
    const [sheet] = book.worksheets;
    expect(sheet!.rowCount).toBe(shown + 1);
    expect((sheet!.getRow(1).values as string[]).slice(1, 4)).toEqual(['编号', '名称', '级别']);
    expect(sheet!.getCell('C2').value).toBe('乡镇（街道）');
  });

  test('on a telephone a thumb draws the line', async () => {
    const { page, context } = await withPhone(browser, program.url, 'zh-CN', true);
    await context.addCookies(session);
    await page.goto(`/work/planning/compare/${plans.byHand}`);
    const line = page.getByRole('slider', { name: /左右拉动/ });
    await line.scrollIntoViewIfNeeded();
    const box = (await line.boundingBox())!;
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    const cdp = await context.newCDPSession(page);
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', points: { x: number; y: number }[]) =>
      cdp.send('Input.dispatchTouchEvent', { type, touchPoints: points });
    await touch('touchStart', [{ x, y }]);
    for (let step = 1; step <= 6; step += 1) await touch('touchMove', [{ x: x + step * 15, y }]);
    await touch('touchEnd', []);
    expect(Number(await line.inputValue())).toBeGreaterThan(60);
  });
});
