import type { BrowserContext, Page } from 'playwright-core';
import { maskName } from '#domain/identity/mask.ts';
import { callerAt } from './api.ts';
import { namesIn } from './names.ts';
import type { Scene } from './scene.ts';

/** What a resident can come to, and what stands there in Chinese because somebody is called so. */
export interface Pages {
  addresses: string[];
  names: Set<string>;
}

const open = [
  '/',
  '/search',
  '/search?q=tuixiu',
  '/search?q=zzzz',
  '/search?need=card',
  '/items/HR-INS-03',
  '/items/HR-INSP-02',
  '/points',
  '/points?choose=1',
  '/points?open=1',
  '/verify',
  '/verify/ABCD-EFGH',
  '/help',
  '/accessibility',
  '/nowhere',
  '/sent/012600000820',
  '/sign-in/village',
  '/sign-in/choose',
  '/sign-in/out',
];

const own = ['', '?show=1', '/notices', '/looks', '/consents', '/consents/new', '/change/address'];

/** Every page of the resident who is signed in: those of everybody, her own, and those of the scene's drafts and cases. */
export async function citizenPages(
  url: string,
  scene: Scene,
  { page, context }: { page: Page; context: BrowserContext },
): Promise<Pages> {
  const { correcting, handling, collect, done, draft, drafts, appointment } = scene;
  const { site, item, day, time } = appointment;
  await page.goto(`/cases/${done}`);
  const rating = await page.locator('a[href*="/rate/"]').first().getAttribute('href');
  await page.goto(`/apply/${drafts[0]!.id}/your-papers`);
  const paper = await page.locator('.tasks a').first().getAttribute('href');
  const she = await callerAt(url, 'she', context.request);
  const cases = [correcting, handling, collect, done];
  const names = await namesIn(
    [
      ...cases.map((id) => `/api/cases/${id}`),
      '/api/session',
      '/api/sites?limit=100',
      `/api/persons/${scene.person}`,
      `/api/persons/${scene.person}/looks?limit=100`,
      '/api/drafts',
      '/api/appointments',
    ].map((path) => [she, path] as const),
  );
  names.add(maskName('王秀兰'));
  const addresses = [
    ...open,
    ...own.map((path) => `/me${path}`),
    ...['', `?item=${item}`, `?item=${item}&day=${day}`, `/check?item=${item}&day=${day}&time=${time}`].map(
      (choice) => `/points/${site}/book${choice}`,
    ),
    ...['', `/${appointment.id}`, `/${appointment.id}/cancel`].map((path) => `/me/appointments${path}`),
    '/cases',
    '/apply?item=HR-EMP-16',
    ...cases.map((id) => `/cases/${id}`),
    `/cases/${handling}/done`,
    ...['supplement', 'add/sscard', 'withdraw'].map((step) => `/cases/${correcting}/${step}`),
    ...['saved', 'throw-away', 'check-answers', 'how-to-collect', 'collect-where', 'your-papers'].map(
      (step) => `/apply/${draft}/${step}`,
    ),
    rating!,
    paper!,
    ...drafts.flatMap(({ id, pages }) => pages.map((step) => `/apply/${id}/${step}`)),
  ];
  return { addresses, names };
}
