import { rmSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { callerAt, read } from './support/api.ts';
import { openBrowser } from './support/browser.ts';
import { atDesk, staffIn, textOf, withPhone } from './support/people.ts';
import { type FileServer, onePmtile, serveFiles, wholeTile } from './support/pmtiles.ts';
import { type Program, startDoorstep } from './support/program.ts';

/** A ground from elsewhere, by setting: files of tiles in the city's own network, and 天地图 with its key. */
let program: Program;
let browser: Browser;
let page: Page;
let files: FileServer;

const colour = (background: string) =>
  sharp({ create: { width: 256, height: 256, channels: 3, background } })
    .png()
    .toBuffer();

beforeAll(async () => {
  files = await serveFiles({
    '/vector.pmtiles': onePmtile(wholeTile('water', { class: 'lake' }), 'vector', { vector_layers: [{ id: 'water' }] }),
    '/woods.pmtiles': onePmtile(wholeTile('landuse', { kind: 'forest' }), 'vector', {
      vector_layers: [{ id: 'landuse' }],
    }),
    '/pictures.pmtiles': onePmtile(await colour('#c08040'), 'png', {}),
  });
  program = await startDoorstep({ DEMO_SITES: '24' });
  browser = await openBrowser('webgl');
  const desk = await atDesk(browser, program.url);
  desk.context.setDefaultTimeout(45_000);
  page = desk.page;
  await staffIn(page, 'guihua');
});

afterAll(async () => {
  await browser?.close();
  files?.server.close();
  await program?.stop();
  if (program) rmSync(program.dataDir, { recursive: true, force: true, maxRetries: 50 });
});

async function setTiles(tiles: object): Promise<void> {
  const planner = await callerAt(program.url, 'guihua', page.context().request);
  const { publicMap: _, ...kept } = await read<Record<string, unknown>>(planner, '/api/planning/settings');
  const answer = await planner.http.put('/api/planning/settings', {
    data: { ...kept, tiles },
    headers: { origin: program.url, 'idempotency-key': crypto.randomUUID() },
  });
  expect(answer.status(), await answer.text()).toBe(200);
}

/** The commonest colour of the map, once it is drawn. */
async function ground(): Promise<number[]> {
  await page.goto('/work/map');
  await page.locator('.map-box[data-ready]').waitFor({ timeout: 60_000 });
  const { data } = await sharp(await page.locator('.map-box').screenshot())
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const counts = new Map<string, number>();
  for (let at = 0; at < data.length; at += 3) {
    const key = `${data[at]},${data[at + 1]},${data[at + 2]}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts]
    .reduce((most, one) => (one[1] > most[1] ? one : most))[0]
    .split(',')
    .map(Number);
}
const near = (wanted: readonly number[]) => ({
  asymmetricMatch: (found: number[]) => found.every((part, at) => Math.abs(part - wanted[at]!) < 6),
});

test('vector tiles are drawn in our own style, whichever of the two namings they have', async () => {
  await setTiles({ kind: 'pmtiles', url: `${files.url}/vector.pmtiles` });
  await expect.poll(ground, { timeout: 60_000 }).toEqual(near([0x7f, 0xa9, 0xbe]));
  await setTiles({ kind: 'pmtiles', url: `${files.url}/woods.pmtiles` });
  await expect.poll(ground, { timeout: 60_000 }).toEqual(near([0xdf, 0xe7, 0xcd]));
  // The points are still over it.
  expect(await textOf(page.locator('.map-list [role=status]'))).toContain('24');
}, 150_000);

test('pictures are drawn as they are, and a file that is away leaves the own ground', async () => {
  await setTiles({ kind: 'pmtiles', url: `${files.url}/pictures.pmtiles` });
  await expect.poll(ground, { timeout: 60_000 }).toEqual(near([0xc0, 0x80, 0x40]));
  await setTiles({ kind: 'pmtiles', url: `${files.url}/gone.pmtiles` });
  await ground();
  expect(await textOf(page.locator('.map-missing'))).toContain('读不到');
}, 150_000);

test('the key of 天地图 goes to its own servers, which are told whose page asks; nobody else is', async () => {
  expect([...files.referers]).toEqual([]);
  const key = '0123456789abcdef0123456789abcdef';
  await setTiles({ kind: 'tianditu', key });
  const tile = await colour('#808080');
  const asked: { url: string; referer: string | undefined }[] = [];
  await page.route('https://*.tianditu.gov.cn/**', (route) => {
    const request = route.request();
    asked.push({ url: request.url(), referer: request.headers().referer });
    return route.fulfill({ body: tile, contentType: 'image/png', headers: { 'access-control-allow-origin': '*' } });
  });
  // Drawn, so that the page was allowed to ask.
  await expect.poll(ground, { timeout: 60_000 }).toEqual(near([0x80, 0x80, 0x80]));
  expect(asked.length).toBeGreaterThan(1);
  for (const { url, referer } of asked) {
    expect(url).toMatch(
      /^https:\/\/t[0-7]\.tianditu\.gov\.cn\/DataServer\?T=(?:vec|cva)_w&x=\d+&y=\d+&l=\d+&tk=[0-9a-f]{32}$/,
    );
    expect(referer).toBe(`${program.url}/`);
  }
  const answer = await page.request.get('/work/map');
  expect(answer.headers()['referrer-policy']).toBe('same-origin');
  const allowed = answer.headers()['content-security-policy']!.match(/https:[^ ;]*/g);
  expect(allowed).toEqual([0, 1, 2, 3, 4, 5, 6, 7].map((n) => `https://t${n}.tianditu.gov.cn`));

  const { page: phone, context } = await withPhone(browser, program.url);
  for (const path of ['/', '/points', '/plans', '/api/planning/settings', '/api/planning/map', '/work/']) {
    const answer = await context.request.get(path);
    expect(answer.ok(), path).toBe(true);
    expect(`${JSON.stringify(answer.headers())}${await answer.text()}`, path).not.toContain(key);
  }
  await phone.goto('/points');
  expect(await phone.content()).not.toContain('tianditu');
}, 150_000);
