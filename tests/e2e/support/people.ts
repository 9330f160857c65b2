import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from 'playwright-core';
import type { Language } from '#domain/kernel/text.ts';

/** The words of a journey that is told once in each language. */
export type Say = (zh: string, en: string) => string;
export const sayIn =
  (language: Language): Say =>
  (zh, en) =>
    language === 'en' ? en : zh;

/** A telephone of today's old people: small, touched with a finger, in the language of its owner. */
const phone = (language: Language, javaScriptEnabled: boolean): BrowserContextOptions => ({
  viewport: { width: 360, height: 740 },
  deviceScaleFactor: 2,
  isMobile: true,
  hasTouch: true,
  locale: language,
  timezoneId: 'Asia/Shanghai',
  javaScriptEnabled,
});

/** The computer of a station. */
const desk = (language: Language): BrowserContextOptions => ({
  viewport: { width: 1366, height: 768 },
  locale: language,
  timezoneId: 'Asia/Shanghai',
});

export interface Person {
  context: BrowserContext;
  page: Page;
}

async function arrive(browser: Browser, options: BrowserContextOptions): Promise<Person> {
  const context = await browser.newContext(options);
  context.setDefaultTimeout(15_000);
  return { context, page: await context.newPage() };
}

/** Somebody with a telephone. Scripts are off unless asked for: no citizen page may need one. */
export const withPhone = (browser: Browser, url: string, language: Language = 'zh-CN', scripts = false) =>
  arrive(browser, { ...phone(language, scripts), baseURL: url });

export const atDesk = (browser: Browser, url: string, language: Language = 'zh-CN') =>
  arrive(browser, { ...desk(language), baseURL: url });

/** What a reader sees of it, as rendered. */
export const textOf = async (what: Locator): Promise<string> => (await what.allInnerTexts()).join('\n');

/** Presses what leads to another page, and waits for that page. */
export async function press(page: Page, what: Locator): Promise<void> {
  const arrived = page.waitForEvent('domcontentloaded');
  await what.click();
  await arrived;
}

/** From any page that asks who one is: telephone, then the code that a demonstration shows. */
export async function giveCode(page: Page, mobile: string): Promise<void> {
  await page.locator('#mobile').fill(mobile);
  await press(page, page.locator('main form .button').first());
  const code = await textOf(page.locator('.code-shown'));
  await page.locator('#code').fill(code);
  await press(page, page.locator('main form .button').first());
}

/** Somebody known to the office signs in on their telephone. */
export async function residentIn(page: Page, mobile: string): Promise<void> {
  await page.goto('/sign-in');
  await giveCode(page, mobile);
}

export const password = 'jiamenkou-2026';

/** Signs in to the workbench; whoever decides types the code that a demonstration shows below the field. */
export async function staffIn(page: Page, login: string, secret = password): Promise<void> {
  await page.goto('/work/');
  const form = page.locator('form');
  await form.locator('[autocomplete=username]').fill(login);
  await form.locator('[type=password]').fill(secret);
  await form.locator('[type=submit]').click();
  const code = form.locator('[autocomplete=one-time-code]');
  await page.locator('.search, [autocomplete=one-time-code], [autocomplete=new-password]').first().waitFor();
  if (!(await code.isVisible())) return;
  const shown = /\d{6}/.exec(await textOf(form))?.[0];
  if (!shown) throw new Error(`no code is shown for ${login}`);
  await code.fill(shown);
  await form.locator('[type=submit]').click();
  await page.locator('.search').waitFor();
}
