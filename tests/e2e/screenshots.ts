import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { type Language, languages } from '#domain/kernel/text.ts';
import { openBrowser } from './support/browser.ts';
import { atDesk, residentIn, staffIn, withPhone } from './support/people.ts';
import { type Plans, setPlans } from './support/plan.ts';
import { startDoorstep } from './support/program.ts';
import { type Scene, setScene, staffClient } from './support/scene.ts';
import { settled } from './support/workbench.ts';

/** A map that is there. */
const drawn = '[data-drawing=plain], [data-ready]';

/**
 * `npm run screenshots`: starts the program with its demonstration and takes the pictures of docs/screenshots, in both languages.
 * A new picture is a new line of this list.
 */
const shots: readonly { name: string; who: string; at: (scene: Scene & Plans) => string; until?: string }[] = [
  { name: 'home', who: 'resident', at: () => '/' },
  { name: 'guide', who: 'resident', at: () => '/items/HR-INS-03' },
  { name: 'apply', who: 'resident', at: ({ drafts: [rich] }) => `/apply/${rich!.id}/${rich!.pages[0]}` },
  { name: 'progress', who: 'resident', at: ({ handling }) => `/cases/${handling}` },
  { name: 'large-type', who: 'resident', at: () => '/?elder=1' },
  { name: 'queue', who: 'xian', at: () => '/work/queue/all' },
  { name: 'case', who: 'zhen', at: ({ handling }) => `/work/case/${handling}` },
  { name: 'map', who: 'duban', at: () => '/work/map', until: drawn },
  { name: 'coverage', who: 'guihua', at: () => '/work/planning/coverage', until: drawn },
  { name: 'plan', who: 'guihua', at: ({ proposed }) => `/work/planning/scenario/${proposed}`, until: drawn },
  { name: 'compare', who: 'guihua', at: ({ proposed }) => `/work/planning/compare/${proposed}`, until: drawn },
];

const root = join(import.meta.dirname, '../..');
const folder = join(root, 'docs', 'screenshots');

/** Somebody of the demonstration, signed in: a resident on a sharp telephone, a clerk at a desk. */
async function arrive(browser: Browser, url: string, who: string): Promise<Page> {
  const { page } = await (who === 'resident' ? withPhone(browser, url, 'zh-CN', true) : atDesk(browser, url));
  await (who === 'resident' ? residentIn(page, '19900000001') : staffIn(page, who));
  return page;
}

/** From here on in standard type and in one language, as somebody who presses the switch. */
async function speak(page: Page, who: string, language: Language): Promise<void> {
  if (who === 'resident') await page.goto(`/?lang=${language}&elder=0`);
  else await page.evaluate((chosen) => localStorage.setItem('doorstep.language', chosen), language);
}

async function take(browser: Browser, url: string, scene: Scene & Plans): Promise<void> {
  const people = new Map<string, Page>();
  for (const language of languages) {
    mkdirSync(join(folder, language), { recursive: true });
    for (const { name, who, at, until } of shots) {
      const page = people.get(who) ?? (await arrive(browser, url, who));
      people.set(who, page);
      await speak(page, who, language);
      await page.goto(at(scene));
      await settled(page);
      if (until) await page.locator(until).first().waitFor({ timeout: 60_000 });
      const file = join(folder, language, `${name}.png`);
      await sharp(await page.screenshot({ animations: 'disabled' }))
        .png({ palette: true, colours: 128, effort: 10, compressionLevel: 9 })
        .toFile(file);
      console.log(`${language}/${name}.png  ${Math.round(statSync(file).size / 1024)} kB`);
    }
  }
}

const built = spawnSync(process.execPath, [join(root, 'scripts', 'build.mjs')], { stdio: 'inherit' });
if (built.status !== 0) process.exit(1);
const program = await startDoorstep({ DEMO_SITES: '120' });
const browser = await openBrowser();
try {
  const plans = await setPlans(await staffClient(program.url, 'guihua'));
  await take(browser, program.url, { ...(await setScene(program.url)), ...plans });
} finally {
  await browser.close();
  await program.stop();
  rmSync(program.dataDir, { recursive: true, force: true, maxRetries: 50 });
}
