import { rmSync } from 'node:fs';
import type { Browser, BrowserContext, CDPSession, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser } from './support/browser.ts';
import { atDesk, staffIn, textOf } from './support/people.ts';
import { type Program, startDoorstep } from './support/program.ts';

/** A wall that runs for days, in a minute: its clocks go three hundred times as fast, and meanwhile everything around it fails. */
const times = 300;
let program: Program;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let probe: CDPSession;

beforeAll(async () => {
  browser = await openBrowser('webgl');
  program = await startDoorstep({ DEMO_SITES: '24' });
  const desk = await atDesk(browser, program.url);
  ({ context, page } = desk);
  await staffIn(page, 'duban');
  await context.addInitScript((faster) => {
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
