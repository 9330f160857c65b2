import type { Page } from 'playwright-core';
import type { Plans } from './plan.ts';
import { lookFor, openCase } from './workbench.ts';

/** What the scene left lying on the desks. */
export interface Desk extends Plans {
  person: string;
  correcting: string;
  handling: string;
  done: string;
}

/** A page of the workbench: its address, or the way there. */
export type Way = string | ((page: Page, desk: Desk) => Promise<void>);

const press =
  (path: string, ...keys: string[]): Way =>
  async (page) => {
    await page.goto(`/work${path}`);
    await page.locator('main h1, main h2, main .rows-table').first().waitFor();
    for (const key of keys) await page.keyboard.press(key);
  };

/** The first case of the queue, with the panel of an action open. */
const panelOf =
  (queue: string, key: string): Way =>
  async (page) => {
    await page.goto(`/work/queue/${queue}`);
    await page.locator('.rows-table tbody a').first().click();
    await page.locator('.case .bar').waitFor();
    await page.keyboard.press(key);
    await page.locator('section.panel').waitFor();
  };

/** A page with a map, once the map is drawn. */
const drawn =
  (path: (desk: Desk) => string): Way =>
  async (page, desk) => {
    await page.goto(`/work${path(desk)}`);
    await page.locator('[data-drawing=plain], [data-ready]').first().waitFor({ timeout: 60_000 });
  };

/** Who opens which pages; a new page of the workbench is one more line. */
export const rooms: readonly { who?: string; ways: Record<string, Way> }[] = [
  {
    ways: {
      'sign in': '/',
      'code of a screen': '/screen',
      'second factor': async (page) => {
        await page.goto('/work/');
        await page.locator('[autocomplete=username]').fill('xian');
        await page.locator('[type=password]').fill('jiamenkou-2026');
        await page.keyboard.press('Enter');
        await page.locator('[autocomplete=one-time-code]').waitFor();
      },
    },
  },
  {
    who: 'cun',
    ways: {
      queue: '/queue/all',
      'queue by the red cards': '/queue/all?colour=red',
      'queue with a batch': press('/queue/intake', 'x', 'j', 'x'),
      'queue of deliveries': '/queue/delivery',
      search: async (page) => {
        await page.goto('/work/queue/mine');
        await page.locator('.search').waitFor();
        await lookFor(page, 'yanglao');
      },
      keys: press('/queue/all', '?'),
      'case that waits for papers': async (page, { correcting }) => openCase(page, correcting),
      'case under way': async (page, { handling }) => openCase(page, handling),
      'case that is over': async (page, { done }) => openCase(page, done),
      'one-time notice': panelOf('intake', 'n'),
    },
  },
  {
    who: 'cun',
    ways: {
      person: async (page, { person }) => void (await page.goto(`/work/person/${person}`)),
      'who is served': '/serve',
      'nobody found': async (page) => {
        await page.goto('/work/serve');
        await page.locator('.find-person input').fill('贾无人');
        await page.keyboard.press('Enter');
        await page.locator('.find-new button').click();
        await page.locator('.narrow .section').waitFor();
      },
      notices: '/notices',
      account: '/account',
      // On a holiday nobody comes: then the nearest day on which somebody does.
      appointments: async (page) => {
        await page.goto('/work/appointments');
        await page.locator('.appointments .rows-table, .appointments .empty a').first().waitFor();
        const nearest = page.locator('.appointments .empty a').last();
        if (await nearest.isVisible()) await nearest.click();
        await page.locator('.appointments .rows-table').waitFor();
      },
      'a day on which nobody comes': '/appointments/2020-01-05',
      items: '/admin/catalogue?item=HR-INS-03',
      nowhere: '/nowhere',
      'at the counter': async (page) => {
        await page.goto('/work/serve');
        await page.locator('.find-person input').fill('王秀兰');
        await page.keyboard.press('Enter');
        await page.locator('.people button').first().click();
        await page.locator('.serve').waitFor();
      },
      'draft at the counter': async (page) => {
        await page.goto('/work/serve');
        await page.locator('.drafts a').first().click();
        await page.locator('.draft-columns').waitFor();
      },
    },
  },
  {
    who: 'guihua',
    ways: {
      'who reaches what': '/planning/coverage',
      plans: '/planning/scenarios',
      'work of plans': '/planning/works',
      'data of plans': '/planning/data',
      'settings of planning': '/planning/settings',
      'a plan as the computer proposes it': drawn(({ proposed }) => `/planning/scenario/${proposed}`),
      'a plan changed by hand': drawn(({ byHand }) => `/planning/scenario/${byHand}`),
      'a plan beside today': drawn(({ byHand }) => `/planning/compare/${byHand}`),
      'two plans compared': drawn(({ proposed, byHand }) => `/planning/compare/${byHand}/${proposed}`),
    },
  },
  { who: 'xian', ways: { queue: '/queue/stage', decision: panelOf('stage', 'd') } },
  { who: 'juzhang', ways: { leaves: '/admin/leaves', people: '/admin/people' } },
  {
    who: 'xitong',
    ways: {
      organisation: async (page) => {
        await page.goto('/work/admin/organisation');
        await page.locator('.tree-name').first().click();
        await page.locator('.split > :nth-child(2) h2').first().waitFor();
      },
      import: '/admin/import',
      calendar: '/admin/calendar',
      roles: '/admin/roles',
    },
  },
  {
    who: 'anquan',
    ways: {
      accounts: '/admin/accounts',
      screens: async (page) => {
        await page.goto('/work/admin/screens');
        await page.getByRole('button', { name: /新加一块大屏|Add a large screen/ }).click();
        await page.locator('form.framed').waitFor();
      },
    },
  },
  { who: 'shenji', ways: { audit: '/audit' } },
  {
    who: 'duban',
    ways: {
      queue: '/queue/all',
      map: '/map',
      'map with a point': async (page) => {
        await page.goto('/work/map?layer=people');
        await page.locator('.map-list li button').first().click();
        await page.locator('.map-card .facts').first().waitFor();
      },
      wall: '/wall',
    },
  },
];
