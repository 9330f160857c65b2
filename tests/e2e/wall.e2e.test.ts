import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContext, CDPSession, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser } from './support/browser.ts';
import { tooWide, violations } from './support/look.ts';
import { atDesk, staffIn, textOf } from './support/people.ts';
import { type Program, startDoorstep } from './support/program.ts';

/** A wall that runs for days, in a minute: its clocks go three hundred times as fast, and meanwhile everything around it fails. */
const times = 300;
let program: Program;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let probe: CDPSession;

/** Makes what a page does by the clock go faster, all but what is as quick as a person. */
const hurry = (context: BrowserContext) =>
  context.addInitScript((faster) => {
    const { setInterval: plain } = window;
    const w = window as unknown as { turns: number };
    w.turns = 0;
    window.setInterval = ((work: () => void, wait: number, ...more: unknown[]) =>
      plain(
        () => {
          if (wait === 25_000) w.turns += 1;
          work();
        },
        wait > 4_000 ? wait / faster : wait,
        ...more,
      )) as typeof setInterval;
  }, times);

beforeAll(async () => {
  browser = await openBrowser('webgl');
  program = await startDoorstep({ DEMO_SITES: '24' });
  const desk = await atDesk(browser, program.url);
  ({ context, page } = desk);
  await staffIn(page, 'duban');
  await hurry(context);
  probe = await context.newCDPSession(page);
  await probe.send('Performance.enable');
  await page.setViewportSize({ width: 960, height: 540 });
  await page.goto('/work/wall');
  await page.locator('[data-ready]').waitFor({ timeout: 60_000 });
});

afterAll(async () => {
  await browser?.close();
  await program?.stop();
  if (program) rmSync(program.dataDir, { recursive: true, force: true, maxRetries: 50 });
});

const soon = <Value>(look: () => Promise<Value>, timeout = 30_000) => expect.poll(look, { timeout, interval: 200 });
const turns = () => page.evaluate(() => (window as unknown as { turns: number }).turns);
const after = async (more: number) => {
  const goal = (await turns()) + more;
  await soon(turns, 90_000).toBeGreaterThanOrEqual(goal);
};
const held = async () => {
  await probe.send('HeapProfiler.collectGarbage');
  const { metrics } = await probe.send('Performance.getMetrics');
  const of = (wanted: string) => metrics.find(({ name }) => name === wanted)!.value;
  return { heap: of('JSHeapUsedSize'), nodes: of('Nodes'), listeners: of('JSEventListeners') };
};
const stale = () => textOf(page.locator('.map-wall-stale'));

test('turning for days it holds no more than in its first hour', async () => {
  await after(40);
  const before = await held();
  await after(150);
  const now = await held();
  expect(now.heap - before.heap).toBeLessThan(6_000_000);
  expect(now.nodes - before.nodes).toBeLessThan(200);
  expect(now.listeners - before.listeners).toBeLessThan(100);
  expect(await page.locator('canvas').count()).toBe(1);
}, 120_000);

test('a lost line and a server that begins anew are told, and gone over', async () => {
  await context.setOffline(true);
  await soon(stale).toMatch(/连不上服务器，显示的是 \d\d:\d\d 的数据/);
  await after(10);
  await context.setOffline(false);
  await soon(stale).toBe('');

  const { port } = new URL(program.url);
  await program.stop();
  await soon(stale).toContain('连不上服务器');
  await after(10);
  program = await startDoorstep({ DATA_DIR: program.dataDir, PORT: port });
  await soon(stale, 60_000).toBe('');
}, 180_000);

test('a session that is over is told; who signs in beside it lets the wall go on', async () => {
  const over = await context.request.delete(`${program.url}/api/session`, {
    headers: { origin: program.url, 'idempotency-key': crypto.randomUUID() },
  });
  expect(over.ok()).toBe(true);
  await soon(stale).toContain('登录已到期');
  await after(10);
  expect(await page.locator('.map-wall-figures').isVisible()).toBe(true);
  const beside = await context.newPage();
  await staffIn(beside, 'duban');
  await beside.close();
  await soon(stale).toBe('');
}, 90_000);

test('a screen that was let in by itself goes on for weeks without anybody, until it is shut out', async () => {
  const office = await atDesk(browser, program.url);
  office.context.setDefaultTimeout(60_000);
  await staffIn(office.page, 'anquan');
  await office.page.goto('/work/admin/screens');
  await office.page.getByRole('button', { name: '新加一块大屏' }).click();
  await office.page.getByLabel('叫什么').fill('大厅屏');
  await office.page.getByLabel('挂在哪里').fill('政务服务大厅一楼');
  await office.page.getByRole('button', { name: '要一个代码' }).click();
  await office.page.locator('.screen-code').waitFor();
  const code = await textOf(office.page.locator('.screen-code'));
  expect(await violations(office.page)).toEqual([]);

  const hall = await atDesk(browser, program.url);
  await hurry(hall.context);
  await hall.page.setViewportSize({ width: 1920, height: 1080 });
  await hall.page.goto('/work/wall');
  await hall.page.getByRole('link', { name: /用代码打开/ }).click();
  const asks = hall.page.getByRole('heading', { name: '这是一块大屏' });
  await asks.waitFor();
  expect(await violations(hall.page)).toEqual([]);
  await hall.page.getByLabel('代码').fill(code.toLowerCase());
  await hall.page.getByRole('button', { name: '开始显示' }).click();
  await hall.page.locator('[data-ready]').waitFor({ timeout: 60_000 });
  expect(await tooWide(hall.page)).toEqual([]);
  expect(new URL(hall.page.url()).pathname).toBe('/work/wall');
  const [cookie] = await hall.context.cookies();
  expect(cookie).toMatchObject({ name: 'doorstep_screen', httpOnly: true, sameSite: 'Strict' });
  expect(cookie!.expires - Date.now() / 1000).toBeGreaterThan(300 * 24 * 3600);
  // Whatever else it asks for, it is nobody.
  for (const path of ['/planning/points', '/planning/coverage', '/planning/scenarios', '/screens'])
    expect((await hall.page.request.get(`/api${path}`)).status(), path).toBe(403);

  // Three weeks later every sign-in is over; the screen, after a power cut, is not.
  const { port } = new URL(program.url);
  await program.stop();
  program = await startDoorstep({
    DATA_DIR: program.dataDir,
    PORT: port,
    NODE_OPTIONS: `--import ${pathToFileURL(join(import.meta.dirname, 'support', 'later.mjs')).href}`,
    DAYS_LATER: '21',
  });
  await soon(() => textOf(hall.page.locator('.map-wall-stale')), 60_000).toBe('');
  await hall.page.reload();
  await hall.page.locator('[data-ready]').waitFor({ timeout: 60_000 });

  await staffIn(office.page, 'anquan');
  await office.page.goto('/work/admin/screens');
  await soon(() => textOf(office.page.locator('.entries'))).toContain('正在显示');
  await office.page.getByRole('button', { name: '停用' }).click();
  await soon(() => textOf(office.page.locator('.entries'))).toContain('已停用');
  await asks.waitFor();
  expect(await hall.page.locator('.map-wall').count()).toBe(0);
}, 180_000);
