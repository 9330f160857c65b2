import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { ActionName } from '#domain/cases/lifecycle.ts';
import type { Language } from '#domain/kernel/text.ts';
import enActions from '../../../locales/en/actions.json' with { type: 'json' };
import zhActions from '../../../locales/zh-CN/actions.json' with { type: 'json' };
import { textOf } from './people.ts';

const actions: Record<Language, Record<string, string>> = { 'zh-CN': zhActions, en: enActions };

/** An action's own words, as the workbench has them. */
export const actionWord = (language: Language, key: string): string => actions[language][key]!;

const beginningWith = (text: string) => new RegExp(`^${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}( |$)`);

/** Looks for one thing in the search box, as a hand on the keyboard does. */
export async function lookFor(page: Page, text: string): Promise<void> {
  await page.keyboard.press('/');
  await page.keyboard.type(text);
  await page.keyboard.press('Enter');
}

export const openCase = async (page: Page, id: string): Promise<void> => {
  await page.goto(`/work/case/${id}`);
  await page.locator('.case').waitFor();
};

/** Everything that the bar offers, the rare ones under "more" included. */
const offered = (page: Page, language: Language, action: string): Locator =>
  page.locator('.bar').getByRole('button', { name: beginningWith(actionWord(language, `${action}.label`)) });

export async function offers(page: Page, language: Language, action: ActionName): Promise<boolean> {
  const more = page.locator('.bar-more > summary');
  if (await more.isVisible()) await more.click();
  const found = (await offered(page, language, action).count()) > 0;
  if (await more.isVisible()) await page.keyboard.press('Escape');
  return found;
}

/**
 * Takes an action on the case that is open: its button, what `fill` types, and, where a text goes out, a look at the text.
 * Ends when the page says that it is done.
 */
export async function act(
  page: Page,
  language: Language,
  action: ActionName | 'settle',
  fill?: (panel: Locator) => Promise<void>,
  read?: (letter: string) => void,
): Promise<void> {
  await page.locator('.bar').waitFor();
  const button = offered(page, language, action);
  if (!(await button.isVisible())) await page.locator('.bar-more > summary').click();
  await button.click();
  const panel = page.locator('section.panel');
  await panel.waitFor();
  await fill?.(panel);
  await panel.locator('footer .button').first().click();
  const letter = panel.locator('.letter');
  const told = page.locator('.told', { hasText: actionWord(language, `${action}.done`) });
  await letter.or(told).first().waitFor();
  if (await letter.isVisible()) {
    read?.(await textOf(letter));
    await panel.locator('footer .button').first().click();
  }
  await told.waitFor();
  await expect.poll(() => panel.count()).toBe(0);
}

/** Chooses the first stock opinion, by its key. */
export const stockOpinion = async (panel: Locator): Promise<void> => {
  await panel.locator('.stock-opinion').first().waitFor();
  await panel.page().keyboard.press('Alt+Digit1');
  await expect.poll(() => panel.locator('textarea').first().inputValue()).not.toBe('');
};

/** Draws a name on the pad. */
export async function sign(panel: Locator): Promise<void> {
  const pad = panel.locator('canvas');
  await pad.scrollIntoViewIfNeeded();
  const box = (await pad.boundingBox())!;
  const { mouse } = panel.page();
  await mouse.move(box.x + 40, box.y + 60);
  await mouse.down();
  for (let step = 1; step <= 12; step += 1)
    await mouse.move(box.x + 40 + step * 22, box.y + 60 + (step % 3) * 24, { steps: 2 });
  await mouse.up();
}

/** Waits until everything that was asked for is there. */
export const settled = async (page: Page): Promise<void> => {
  await page.locator('h1').first().waitFor({ state: 'attached' });
  await page.waitForFunction(() => !document.querySelector('.loading, .spinner'));
};
