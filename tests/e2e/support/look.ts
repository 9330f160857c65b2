import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { actionNames, statuses } from '#domain/cases/lifecycle.ts';
import { levels } from '#domain/organisation/divisions.ts';
import roles from '../../../db/reference/roles.json' with { type: 'json' };
import { textOf } from './people.ts';

/** WCAG 2.2 to level AA, with what axe-core calls good practice; naming them turns on the size of targets as well. */
const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What axe-core finds, each with where it stands. The page must run scripts. */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(async (values) => {
    const { axe: here } = window as unknown as { axe: typeof axe };
    const found = await here.run(document, { resultTypes: ['violations'], runOnly: { type: 'tag', values } });
    return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(' | ')}`);
  }, standards);
}

/** How far a page must be pushed sideways to be read; 0 is right. */
const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** The same in words, with what sticks out; nothing is right. */
export async function tooWide(page: Page): Promise<string[]> {
  const wide = await overflow(page);
  if (wide <= 0) return [];
  const out = await page.evaluate(() =>
    [...document.body.querySelectorAll('*')]
      .filter((one) => one.children.length === 0 && one.getBoundingClientRect().right > innerWidth + 1)
      .slice(0, 4)
      .map((one) => `<${one.tagName.toLowerCase()}> ${one.textContent?.slice(0, 24)}`),
  );
  return [`${wide}px too wide: ${out.join(' | ')}`];
}

/** What is smaller than an eye or a finger needs: letters, and things to press. Links inside a sentence are letters. */
export const tooSmall = (page: Page, letters: number, target: number): Promise<string[]> =>
  page.evaluate(
    ([minLetters, minTarget]) => {
      const seen = (one: Element) => {
        const { width, height } = one.getBoundingClientRect();
        const { visibility, clip } = getComputedStyle(one);
        return width > 2 && height > 2 && visibility !== 'hidden' && clip === 'auto';
      };
      const called = (one: Element) => `<${one.tagName.toLowerCase()}> ${one.textContent?.trim().slice(0, 24)}`;
      const small: string[] = [];
      const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      for (let node = texts.nextNode(); node; node = texts.nextNode()) {
        const parent = node.parentElement!;
        if (!node.textContent?.trim() || !seen(parent)) continue;
        const size = Number.parseFloat(getComputedStyle(parent).fontSize);
        if (size < minLetters!) small.push(`${called(parent)}: ${size}px letters`);
      }
      for (const one of document.querySelectorAll('a[href], button, input, select, textarea, summary')) {
        if (!seen(one)) continue;
        const inSentence =
          getComputedStyle(one).display === 'inline' &&
          one.parentElement!.textContent!.trim() !== one.textContent!.trim();
        if (inSentence) continue;
        // A radio button is pressed by its words, the link of a card anywhere on the card.
        const whole = one.classList.contains('whole') ? one.closest('.card') : null;
        const words = one instanceof HTMLInputElement ? one.labels?.[0]?.closest('.pick label') : null;
        const { height, width } = (whole ?? words ?? one).getBoundingClientRect();
        const least = Math.min(height, width);
        if (least + 0.5 < minTarget!) small.push(`${called(one)}: ${Math.round(width)} × ${Math.round(height)} px`);
      }
      return small;
    },
    [letters, target],
  );

const hints = ['aria-label', 'title', 'placeholder', 'alt'];

/** Everything that a page says: its text, its title, and what is said of things without words; codes that are meant as codes aside. */
export async function saidOn(page: Page): Promise<string> {
  const attributes = await page.evaluate(
    (names) =>
      names.flatMap((name) => [...document.querySelectorAll(`[${name}]`)].map((one) => one.getAttribute(name) ?? '')),
    hints,
  );
  const codes = await page.locator('code, .code').allInnerTexts();
  let said = [await page.title(), await textOf(page.locator('body')), ...attributes].join('\n');
  for (const code of codes.filter(Boolean).sort((a, b) => b.length - a.length)) said = said.replaceAll(code, '');
  return said;
}

const leftovers =
  /\b(?:citizen|workbench|status|timeline|problems|actions|form|identity|looks|notices|import|organisation|clock|audit)\.[a-z][\w-]*\.?[\w.-]*|\{\w+\}|\bundefined\b|\bNaN\b|\[object|\bnull\b/g;

/** Keys without words, places that nobody filled, values that nobody meant to show. */
export const unsaid = (text: string): string[] => text.match(leftovers) ?? [];

/** Codes of ours that a Chinese page shows in place of their words. */
const codes = new Set<string>([...actionNames, ...statuses, ...levels, ...Object.keys(roles)]);
export const codesLeft = (text: string): string[] =>
  (text.match(/[A-Za-z][\w-]*/g) ?? []).filter((word) => codes.has(word));

/** Chinese that is left in an English page once the names of people and places are taken out. */
export function chineseLeft(text: string, names: Iterable<string>): string[] {
  let rest = text.replaceAll('中文', '');
  for (const name of [...names].sort((a, b) => b.length - a.length)) rest = rest.replaceAll(name, '');
  return [...new Set(rest.match(/[\u4e00-\u9fff][^\n]*/g) ?? [])];
}
