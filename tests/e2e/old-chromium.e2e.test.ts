import { rmSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tooWide } from './support/look.ts';
import { type OldChromium, openOldChromium } from './support/old-chromium.ts';
import { password } from './support/people.ts';
import { type Program, startDoorstep } from './support/program.ts';
import { rooms } from './support/rooms.ts';

/**
 * The oldest browser in use at a station. It is younger than Playwright's own eyes need, so everything here goes by keyboard and
 * by what the page says of itself.
 */
let old: OldChromium;
let program: Program;

beforeAll(async () => {
  program = await startDoorstep({ DEMO_SITES: '24' });
  old = await openOldChromium();
});

afterAll(async () => {
  await old?.close();
  await program?.stop();
  if (program) rmSync(program.dataDir, { recursive: true, force: true, maxRetries: 50 });
});

const there = (page: Page, selector: string) =>
  page.waitForFunction((what) => document.querySelector(what) !== null, selector, { timeout: 20_000 });
const settled = (page: Page) =>
  page.waitForFunction(() => document.querySelector('h1') && !document.querySelector('.loading, .spinner'), undefined, {
    timeout: 20_000,
  });
const text = (page: Page, selector: string): Promise<string> =>
  page.evaluate((what) => document.querySelector(what)?.textContent ?? '', selector);

/** Types into the field that has the focus, or that is named. */
async function type(page: Page, words: string, selector?: string): Promise<void> {
  if (selector) await page.evaluate((what) => document.querySelector<HTMLElement>(what)?.focus(), selector);
  await page.keyboard.type(words);
}

/** A person of their own, everything that goes wrong on whose pages is written down. */
async function somebody(width: number): Promise<{ page: Page; wrong: string[] }> {
  const context = await old.browser.newContext();
  const page = await context.newPage();
  await page.setViewportSize({ width, height: 768 });
  const wrong: string[] = [];
  page.on('pageerror', (error) => wrong.push(`${error.message}\n${error.stack}`));
  page.on('console', (line) => {
    if (line.type() === 'error' && !line.text().includes('401')) wrong.push(line.text());
  });
  return { page, wrong };
}

async function signIn(page: Page, login: string): Promise<void> {
  await page.goto(`${program.url}/work/`);
  await there(page, '[autocomplete=username]');
  await type(page, login, '[autocomplete=username]');
  await page.keyboard.press('Tab');
  await type(page, password);
  await page.keyboard.press('Enter');
  await there(page, '.search, [autocomplete=one-time-code]');
  const code = /\d{6}/.exec(await text(page, 'form'))?.[0];
  if (code && (await page.evaluate(() => document.querySelector('.search') === null))) {
    await type(page, code, '[autocomplete=one-time-code]');
    await page.keyboard.press('Enter');
  }
  await there(page, '.search');
}

/** Only ever an improvement where they are known. */
const improvements =
  /^(?:accent-color|text-underline-offset|text-decoration-thickness)\b|^\(forced-colors: ?active\)|::-moz-progress-bar$/;

/** Every selector, declaration and media query of the page's style sheets that this browser would pass over. */
const notUnderstood = async (page: Page): Promise<string[]> => {
  const found = await page.evaluate(async () => {
    const sheets = [...document.querySelectorAll<HTMLLinkElement>('link[rel=stylesheet]')];
    const texts = await Promise.all(sheets.map(async ({ href }) => (await fetch(href)).text()));
    const lost: string[] = [];
    for (const css of texts.map((one) => one.replace(/\/\*[\s\S]*?\*\//g, ''))) {
      for (const [, query = ''] of css.matchAll(/@media\s*([^{]+)\{/g))
        if (matchMedia(query).media === 'not all') lost.push(query.trim());
      for (const [, selector = '', body = ''] of css.matchAll(/([^{};]+)\{([^{}]*)\}/g)) {
        if (/^\s*(?:@|from|to|[\d.]+%)/.test(selector)) continue;
        for (const one of selector.split(',')) if (!CSS.supports(`selector(${one})`)) lost.push(one.trim());
        for (const declaration of body.split(';')) {
          const [name = '', ...value] = declaration.split(':').map((part) => part.trim());
          if (name === '' || name.startsWith('--')) continue;
          if (!CSS.supports(name, value.join(':').replace(/\s*!important/, ''))) lost.push(declaration.trim());
        }
      }
    }
    return lost;
  });
  return found.filter((what) => !improvements.test(what));
};

test('it is as old as it should be', async () => {
  expect(Number.parseInt(old.browser.version(), 10)).toBe(86);
});

describe('in an old Chromium', () => {
  test('a clerk signs in, reads the queue, opens a case and goes back, by keyboard', async () => {
    const { page, wrong } = await somebody(1366);
    await signIn(page, 'cun');
    await there(page, '.rows-table tbody tr');
    expect(await notUnderstood(page)).toEqual([]);
    const rows = await page.evaluate(
      () =>
        [...document.querySelectorAll('.rows-table tbody tr')].filter(
          (row) => row.getBoundingClientRect().bottom < innerHeight,
        ).length,
    );
    expect(rows).toBeGreaterThanOrEqual(12);
    await page.keyboard.press('3');
    await page.waitForFunction(() => location.pathname.endsWith('/queue/intake'));
    await settled(page);
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await there(page, '.case .bar');
    await settled(page);
    expect(await text(page, '.timeline')).not.toBe('');
    expect(await tooWide(page)).toEqual([]);
    await page.keyboard.press('n');
    await there(page, 'section.panel');
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => document.querySelector('section.panel') === null);
    await page.keyboard.press('/');
    await page.keyboard.type('yanglao');
    await there(page, '.search-hit');
    expect(wrong).toEqual([]);
    await page.context().close();
  });

  test('an approver decides', async () => {
    const { page, wrong } = await somebody(1366);
    await signIn(page, 'xian');
    await page.keyboard.press('4');
    await there(page, '.rows-table tbody tr');
    await settled(page);
    await page.keyboard.press('Enter');
    await there(page, '.case .bar');
    await page.keyboard.press('d');
    await there(page, 'section.panel .stock-opinion');
    await page.keyboard.press('Alt+Digit1');
    await page.waitForFunction(
      () => document.querySelector<HTMLTextAreaElement>('section.panel textarea')?.value !== '',
    );
    expect(wrong).toEqual([]);
    await page.context().close();
  });

  test('every page of the workbench opens', async () => {
    const faults: Record<string, string[]> = {};
    for (const { who, ways } of rooms) {
      // A one-time code is good once, and the approver has just used it.
      if (who === 'xian') continue;
      const { page, wrong } = await somebody(1366);
      if (who) await signIn(page, who);
      for (const way of Object.values(ways)) {
        if (typeof way !== 'string') continue;
        await page.goto(`${program.url}/work${way}`);
        await settled(page);
        wrong.push(...(await tooWide(page)));
        if (wrong.length > 0) faults[`${who} ${way}`] = wrong.splice(0);
      }
      await page.context().close();
    }
    expect(faults).toEqual({});
  });

  test('a resident finds an item and signs in', async () => {
    const { page, wrong } = await somebody(360);
    const press = async (selector: string) => {
      const arrived = page.waitForEvent('domcontentloaded');
      await page.evaluate((what) => document.querySelector<HTMLElement>(what)?.click(), selector);
      await arrived;
    };
    await page.goto(program.url);
    expect(await notUnderstood(page)).toEqual([]);
    await type(page, 'ylj', '#q');
    await press('form[role=search] .button');
    await press('a[href="/items/HR-INS-03"]');
    expect(await text(page, 'main')).toContain('10个工作日');
    expect(await tooWide(page)).toEqual([]);
    await press('form[action="/apply"] .button');
    await type(page, '19900000001', '#mobile');
    await press('main form .button');
    await type(page, (await text(page, '.code-shown')).trim(), '#code');
    await press('main form .button');
    expect(await text(page, 'main')).not.toBe('');
    for (const path of ['/', '/cases', '/me', '/points', '/help', '/?elder=1']) {
      await page.goto(`${program.url}${path}`);
      wrong.push(...(await tooWide(page)));
    }
    expect(wrong).toEqual([]);
    await page.context().close();
  });
});
