import { rmSync } from 'node:fs';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Language } from '#domain/kernel/text.ts';
import { openBrowser } from './support/browser.ts';
import { citizenPages, type Pages } from './support/citizen-pages.ts';
import { unreached } from './support/keyboard.ts';
import { chineseLeft, codesLeft, saidOn, tooSmall, tooWide, unsaid, violations } from './support/look.ts';
import { gatherNames } from './support/names.ts';
import { atDesk, residentIn, staffIn, withPhone } from './support/people.ts';
import { type Plans, setPlans } from './support/plan.ts';
import { type Program, startDoorstep } from './support/program.ts';
import { rooms } from './support/rooms.ts';
import { type Scene, setScene, staffClient } from './support/scene.ts';
import { settled } from './support/workbench.ts';

/** Every page, looked at as its readers would: small and large, in both languages, in large type, in high contrast, without a mouse. */
let program: Program;
let browser: Browser;
let scene: Scene & Plans;

beforeAll(async () => {
  browser = await openBrowser();
  program = await startDoorstep({ DEMO_SITES: '24' });
  scene = { ...(await setScene(program.url)), ...(await setPlans(await staffClient(program.url, 'guihua'))) };
});

afterAll(async () => {
  await browser?.close();
  await program?.stop();
  if (program) rmSync(program.dataDir, { recursive: true, force: true, maxRetries: 50 });
});

/** By page, what is wrong with it; nothing is right. */
type Findings = Record<string, string[]>;

describe('every page of the residents', () => {
  let pages: Pages;
  let session: Parameters<BrowserContext['addCookies']>[0] = [];

  beforeAll(async () => {
    const phone = await withPhone(browser, program.url);
    await residentIn(phone.page, '19900000001');
    session = (await phone.context.cookies()).filter((cookie) => cookie.name === 'doorstep');
    pages = await citizenPages(program.url, scene, phone);
    await phone.context.close();
  });

  /** Two pages at a time, each in a tab of its own. */
  async function through(
    { page: first, context }: { page: Page; context: BrowserContext },
    look: (page: Page) => Promise<string[]>,
    settings = '',
  ): Promise<Findings> {
    await context.addCookies(session);
    if (settings) await first.goto(`/?${settings}`);
    const waiting = [...pages.addresses];
    const findings: Findings = {};
    const work = async (page: Page) => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        const answer = await page.goto(next);
        const wrong = [...(await tooWide(page)), ...(await look(page))];
        if (!answer || answer.status() >= 500) wrong.push(`answered ${answer?.status()}`);
        if (wrong.length > 0) findings[next] = wrong;
      }
    };
    await Promise.all([work(first), work(await context.newPage())]);
    await context.close();
    return findings;
  }

  test('passes axe at a desk, and leaves no key without words', async () => {
    const look = async (page: Page) => {
      const said = await saidOn(page);
      return [...(await violations(page)), ...unsaid(said), ...codesLeft(said)];
    };
    expect(await through(await atDesk(browser, program.url), look)).toEqual({});
  });

  test('passes axe in large type, with letters of 20 px and targets of 60 px', async () => {
    const look = async (page: Page) => [...(await violations(page)), ...(await tooSmall(page, 20, 60))];
    expect(await through(await withPhone(browser, program.url, 'zh-CN', true), look, 'elder=1')).toEqual({});
  });

  test('passes axe in high contrast on a phone, and is complete in English', async () => {
    const look = async (page: Page) => {
      const said = await saidOn(page);
      return [...(await violations(page)), ...unsaid(said), ...chineseLeft(said, pages.names)];
    };
    expect(await through(await withPhone(browser, program.url, 'en', true), look, 'contrast=1')).toEqual({});
  });

  test('needs no script on a phone, with letters of 16 px and targets of 44 px', async () => {
    const look = (page: Page) => tooSmall(page, 16, 44);
    expect(await through(await withPhone(browser, program.url), look)).toEqual({});
  });
});

describe('every page of the workbench', () => {
  /** Two desks at a time. */
  async function through(language: Language, look: (page: Page, names: Set<string>) => Promise<string[]>) {
    const findings: Findings = {};
    const waiting = [...rooms];
    const work = async () => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        const { who = 'nobody', ways } = next;
        const { page, context } = await atDesk(browser, program.url, language);
        const names = new Set<string>();
        context.on('response', async (answer) => {
          if (answer.url().includes('/api/')) gatherNames(await answer.json().catch(() => null), names);
        });
        const wrong: string[] = [];
        page.on('pageerror', (error) => wrong.push(error.message));
        if (next.who) await staffIn(page, next.who);
        for (const [name, way] of Object.entries(ways)) {
          if (typeof way === 'string') await page.goto(`/work${way}`);
          else await way(page, scene);
          await settled(page);
          wrong.push(...(await look(page, names)));
          if (wrong.length > 0) findings[`${who}: ${name}`] = wrong.splice(0);
        }
        await context.close();
      }
    };
    await Promise.all([work(), work()]);
    return findings;
  }

  const onPhone = async <Found>(page: Page, look: () => Promise<Found>): Promise<Found> => {
    const desk = page.viewportSize()!;
    await page.setViewportSize({ width: 360, height: 740 });
    // Drawings hear of their new size with the next frame, before an eye does.
    await page.evaluate(() => new Promise((seen) => requestAnimationFrame(() => requestAnimationFrame(seen))));
    const found = await look();
    await page.setViewportSize(desk);
    return found;
  };

  test('passes axe, is reached whole by keyboard, and fits a phone', async () => {
    const look = async (page: Page) => {
      const said = await saidOn(page);
      return [
        ...(await violations(page)),
        ...(await tooWide(page)),
        ...unsaid(said),
        ...codesLeft(said),
        ...(await unreached(page)),
        ...(await onPhone(page, () => tooWide(page))),
      ];
    };
    expect(await through('zh-CN', look)).toEqual({});
  }, 240_000);

  test('passes axe on a phone, and is complete in English', async () => {
    const look = async (page: Page, names: Set<string>) => {
      const said = await saidOn(page);
      return [
        ...unsaid(said),
        ...chineseLeft(said, names),
        ...(await tooWide(page)),
        ...(await onPhone(page, async () => [...(await tooWide(page)), ...(await violations(page))])),
      ];
    };
    expect(await through('en', look)).toEqual({});
  }, 240_000);
});
