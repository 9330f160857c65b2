import { readFileSync, rmSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { callerAt, read } from './support/api.ts';
import { openBrowser } from './support/browser.ts';
import { tooSmall, tooWide, violations } from './support/look.ts';
import { atDesk, staffIn, textOf, withPhone } from './support/people.ts';
import { type Program, startDoorstep } from './support/program.ts';

/** The largest city that was looked at, all of its points at once. */
const sites = 2487;
let program: Program;
let village = '';

beforeAll(async () => {
  program = await startDoorstep({ DEMO_SITES: String(sites) });
  const anyone = await callerAt(program.url, 'anyone');
  const { items } = await read<{ items: { id: string; level: string }[] }>(
    anyone,
    `/api/divisions?find=${encodeURIComponent('村')}&limit=50`,
  );
  village = items.find(({ level }) => level === 'village')!.id;
});

afterAll(async () => {
  await program?.stop();
  if (program) rmSync(program.dataDir, { recursive: true, force: true, maxRetries: 50 });
});

/** How many pixels of a picture have about this colour. */
async function pixelsOf(picture: Buffer, hex: string): Promise<number> {
  const { data } = await sharp(picture).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const want = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
  let count = 0;
  for (let at = 0; at < data.length; at += 3)
    if (want.every((value, part) => Math.abs(data[at + part]! - value) < 14)) count++;
  return count;
}

/** The map page of a supervisor, once everything on it is drawn. */
async function mapPage(browser: Browser): Promise<Page> {
  const { page } = await atDesk(browser, program.url);
  await staffIn(page, 'duban');
  await page.goto('/work/map');
  await page.locator('[data-drawing=plain], [data-ready]').first().waitFor({ timeout: 60_000 });
  return page;
}

const stationColour = '#2b8c8c';

describe('the staff map', () => {
  let browser: Browser;
  afterAll(() => browser?.close());

  test('draws every point of the largest city, offers them as a list, and opens one with its whole card', async () => {
    browser = await openBrowser('webgl');
    const page = await mapPage(browser);
    expect(await page.locator('.map-box').getAttribute('data-drawing')).toBe('gl');
    expect(await textOf(page.locator('.map-list [role=status]'))).toContain(String(sites));
    // Names and relief settle after the first frame.
    await expect
      .poll(async () => pixelsOf(await page.locator('.map-box').screenshot(), stationColour), { timeout: 20_000 })
      .toBeGreaterThan(6_000);
    expect(await violations(page)).toEqual([]);

    await page.locator('.map-filters input').fill('政务服务大厅');
    await page.locator('.map-list li button').first().click();
    const card = page.locator('.map-card');
    await card.locator('.facts').first().waitFor();
    expect(await textOf(card)).toContain('开放时间');
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('H2');
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await expect.poll(() => card.count()).toBe(0);
  });

  test('compares two points, and saves what is seen as a picture', async () => {
    const page = await mapPage(browser);
    await page.locator('.map-list li button').nth(1).click();
    await page.locator('.map-card-actions button').first().click();
    await page.locator('.map-list li button').nth(3).click();
    const rows = page.locator('.map-compare tbody tr');
    await rows.first().waitFor();
    expect(await rows.count()).toBeGreaterThan(4);
    const saved = page.waitForEvent('download');
    await page.locator('.map-save button', { hasText: '存成图片' }).click();
    expect((await saved).suggestedFilename()).toMatch(/\.png$/);
    const { width, height } = await sharp(await (await saved).path()).metadata();
    expect(Math.min(width, height)).toBeGreaterThan(400);
  });

  test('shows from where any point is reached, in steps, and how many people that leaves out', async () => {
    const page = await mapPage(browser);
    const control = page.locator('.map-reach');
    await control.locator('input[type=checkbox]').check();
    const bands = page.locator('.map-bands');
    await bands.waitFor({ timeout: 60_000 });
    expect(await textOf(bands)).toMatch(/步行到任何点位\s+10 分钟以内[\s\S]*20 分钟以内[\s\S]*30 分钟到不了/);
    const sentence = () => textOf(control.locator('[role=status]'));
    await expect.poll(sentence).toMatch(/30 分钟以内住着 [\d,]+ 人（[\d.]+%），到不了的有 [\d,]+ 人/);
    expect(await violations(page)).toEqual([]);
    const before = await sentence();
    await control.locator('select').selectOption('town');
    const told = async () => /30 分钟以内住着/.test(await sentence()) && (await sentence()) !== before;
    await expect.poll(told, { timeout: 60_000 }).toBe(true);
    const [saved] = await Promise.all([page.waitForEvent('download'), bands.locator('button').click()]);
    const { features } = JSON.parse(readFileSync(await saved.path(), 'utf8')) as {
      features: { geometry: { coordinates: unknown[] }; properties: { minutes: number; people: number } }[];
    };
    expect(features.map(({ properties: { minutes } }) => minutes)).toEqual([10, 20, 30]);
    expect(features[0]!.geometry.coordinates.length).toBeGreaterThan(100);

    // The same control asks for one point, once one is chosen, and goes back to all.
    await page.locator('.map-list li button').first().click();
    await page.locator('.map-card .facts').first().waitFor();
    const choice = page.locator('.map-card .map-reach .chip');
    expect(await choice.nth(1).getAttribute('aria-pressed')).toBe('true');
    await choice.nth(0).click();
    await expect.poll(() => bands.count()).toBe(0);
    await expect.poll(() => textOf(page.locator('.map-card .map-reach [role=status]'))).toMatch(/住着 [\d,]+ 人/);
  });

  test('on a wall fills the screen, and turns to the next layer by itself', async () => {
    const { page } = await atDesk(browser, program.url);
    await page.setViewportSize({ width: 1920, height: 1080 });
    await staffIn(page, 'duban');
    await page.goto('/work/wall');
    await page.locator('[data-ready]').waitFor({ timeout: 60_000 });
    expect(await tooWide(page)).toEqual([]);
    expect(await violations(page)).toEqual([]);
    const shown = () => textOf(page.locator('.map-legend h2'));
    const first = await shown();
    await expect.poll(shown, { timeout: 40_000 }).not.toBe(first);
  });
});

describe('without WebGL', () => {
  let browser: Browser;
  afterAll(() => browser?.close());

  test('the same points stand on a plain drawing and in the list; keys and presses move it', async () => {
    browser = await openBrowser('no webgl');
    const page = await mapPage(browser);
    expect(await page.locator('.map-box').getAttribute('data-drawing')).toBe('plain');
    expect(await textOf(page.locator('.map-list [role=status]'))).toContain(String(sites));
    expect(await page.locator('.map-plain [data-point]').count()).toBe(sites);
    expect(await violations(page)).toEqual([]);

    await page.locator('.map-legend input[type=checkbox]').check();
    await expect.poll(() => page.locator('.map-plain [data-group]').count()).toBeGreaterThan(40);

    await page.locator('.map-reach input[type=checkbox]').check();
    await expect.poll(() => page.locator('.map-plain [data-area]').count(), { timeout: 60_000 }).toBe(3);
    await page.locator('.map-reach .chip', { hasText: '10 分钟' }).click();
    await expect.poll(() => page.locator('.map-plain [data-area]').count()).toBe(1);

    const scale = () => textOf(page.locator('.map-scale'));
    const before = await scale();
    await page.locator('.map-plain').focus();
    await page.keyboard.press('+');
    await page.keyboard.press('+');
    await expect.poll(scale).not.toBe(before);
    const [saved] = await Promise.all([
      page.waitForEvent('download'),
      page.locator('.map-save button').filter({ hasText: '存成图片' }).click(),
    ]);
    const picture = readFileSync(await saved.path());
    expect((await sharp(picture).metadata()).width).toBeGreaterThan(500);
    expect(await pixelsOf(picture, stationColour)).toBeGreaterThan(500);
    await page.evaluate(() => {
      window.print = () => undefined;
    });
    await page.locator('.map-save button').filter({ hasText: '打印' }).click();
    await page.locator('.map-printed').waitFor({ state: 'attached' });
    const paper = (await page.pdf({ format: 'A4', landscape: true })).toString('latin1');
    expect(paper.match(/\/Type\s*\/Page\b/g)).toHaveLength(1);

    await page.locator('.map-list li button').nth(5).click();
    await page.locator('.map-card .facts').first().waitFor();
  });
});

describe('a resident', () => {
  let browser: Browser;
  afterAll(() => browser?.close());
  const path = () => `/points?item=HR-INS-03&village=${village}`;

  test('finds the nearest point that does this, and how to get there, without JavaScript', async () => {
    browser = await openBrowser();
    const { page } = await withPhone(browser, program.url);
    await page.goto(path());
    const cards = page.locator('ol.numbered > li');
    expect(await cards.count()).toBeGreaterThanOrEqual(3);
    expect(await textOf(cards.first())).toMatch(/往[东南西北]+，直线 [\d.]+ (?:米|公里)，\S+(?:大约|估计) \d+ 分钟/);
    expect(await page.locator('figure.draw svg[role=img] .draw-badge').count()).toBe(await cards.count());
    // A button that nothing would answer does not stand there.
    expect(await page.locator('[data-near]').isVisible()).toBe(false);
    // No map of the city is shown before it has its approval number.
    expect(await page.locator('.draw-highway').count()).toBe(0);
    expect(await tooWide(page)).toEqual([]);
  });

  test('is told which bus to take, or that none leads there', async () => {
    const { page } = await withPhone(browser, program.url);
    // The timetable of a large city is made ready while nobody waits for it.
    const told = async () => {
      await page.goto(path());
      return textOf(page.locator('ol.numbered'));
    };
    await expect
      .poll(told, { timeout: 60_000, interval: 1_000 })
      .toMatch(/坐公交：.*坐“.+” \d\d:\d\d 的车，到“.+”下车（\d\d:\d\d 到）.*一共大约 \d+ 分钟|没有能坐到的公交/);
    expect(await tooWide(page)).toEqual([]);
  });

  test('in large type nothing of it is small, and the page holds for everybody', async () => {
    const { page } = await withPhone(browser, program.url, 'zh-CN', true);
    await page.goto(path());
    expect(await violations(page)).toEqual([]);
    await page.goto(`${path()}&elder=1`);
    expect(await tooSmall(page, 20, 60)).toEqual([]);
    expect(await tooWide(page)).toEqual([]);
  });

  test('sees a map once the city has entered its approval number, which stands on it', async () => {
    const { page } = await withPhone(browser, program.url);
    const { page: desk } = await atDesk(browser, program.url);
    await staffIn(desk, 'guihua');
    const planner = await callerAt(program.url, 'guihua', desk.context().request);
    const settings = await read<Record<string, unknown>>(planner, '/api/planning/settings');
    const { publicMap: _, ...kept } = settings;
    const number = '演S（2026）001号';
    const answer = await planner.http.put('/api/planning/settings', {
      data: { ...kept, approval: number },
      headers: { origin: program.url, 'idempotency-key': crypto.randomUUID() },
    });
    expect(answer.status(), await answer.text()).toBe(200);
    await page.goto(path());
    expect(await page.locator('.draw-highway').count()).toBe(1);
    expect(await textOf(page.locator('figure.draw figcaption'))).toContain(number);
  });
});
