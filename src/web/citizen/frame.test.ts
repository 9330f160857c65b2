import { describe, expect, it } from 'vitest';
import { Refused } from '#domain/kernel/problem.ts';
import { script, style } from './assets.ts';
import { browse, signedIn } from './flows.testing.ts';
import { citizenPages } from './index.ts';
import { fakeDeps, id } from './testing.ts';

const ask = (path: string, headers: Record<string, string> = {}) =>
  citizenPages(fakeDeps(signedIn)).request(path, { headers });

describe('language and looks', () => {
  it.each([
    ['zh-CN', {}],
    ['en', { 'accept-language': 'en-GB,en;q=0.9' }],
    ['zh-CN', { 'accept-language': 'zh-TW,en;q=0.8' }],
    ['zh-CN', { 'accept-language': 'fr-FR' }],
    ['en', { 'accept-language': 'fr-FR,en;q=0.5' }],
    ['en', { 'accept-language': 'zh;q=0.3, en;q=0.9' }],
    ['zh-CN', { 'accept-language': 'en;q=0, zh-Hans' }],
    ['en', { cookie: 'lang=en', 'accept-language': 'zh' }],
    ['zh-CN', { cookie: 'lang=<script>' }],
  ])('%s for %j', async (language, headers) => {
    expect(await (await ask('/help', headers as Record<string, string>)).text()).toContain(`<html lang="${language}"`);
  });

  it('keeps what was chosen, and the rest of the address', async () => {
    const browser = browse();
    expect((await browser.get('/search?q=card&lang=en')).page).toContain('href="/search?q=card&amp;lang=zh-CN"');
    expect((await browser.get('/help')).page).toContain('<html lang="en"');
    await browser.get('/help?contrast=1');
    expect((await browser.get('/help')).page).toContain('class="citizen contrast"');
  });
});

describe('what is sent beside the page', () => {
  it('a style sheet and a script that may be kept for ever, and are small', async () => {
    const page = await (await ask('/')).text();
    for (const asset of [style, script]) {
      expect(page).toContain(asset.path);
      expect((await ask(asset.path)).headers.get('cache-control')).toContain('immutable');
    }
    expect(script.body.length).toBeLessThan(2048);
    const packed = async (path: string) =>
      (await (await ask(path, { 'accept-encoding': 'gzip' })).arrayBuffer()).byteLength;
    expect((await packed('/items/HR-INS-03')) + (await packed(style.path)) + (await packed(script.path))).toBeLessThan(
      30_000,
    );
  });

  it('nothing that an old browser could not read', () => {
    expect(style.body).not.toMatch(
      /:has\(|@container|@layer|:is\(|:where\(|clamp\(|inset:|aspect-ratio|margin-inline|padding-inline|&\s/,
    );
    // Gaps between flex items are younger than many telephones; a grid's are not.
    const flexWithGap = [...style.body.matchAll(/\{[^}]*display:(?:inline-)?flex[^}]*\}/g)].filter(([rule]) =>
      /[;{]gap:/.test(rule),
    );
    expect(flexWithGap).toEqual([]);
  });
});

describe('when something goes wrong', () => {
  it('a fault is told to the caller, not to the reader', async () => {
    const faults: unknown[] = [];
    const secret = new Error('password=hunter2 at line 7');
    const browser = browse(
      {
        'catalogue.search': () => {
          throw secret;
        },
      },
      { onFault: (error) => faults.push(error) },
    );
    const { status, page } = await browser.get('/search?q=x');
    expect(status).toBe(500);
    expect(page).toContain('系统出了点问题');
    expect(page).not.toContain('hunter2');
    expect(faults).toEqual([secret]);
  });

  it.each([
    ['permission.denied', 403, '这一页您不能看'],
    ['not-found', 404, '没有找到这一页'],
    ['conflict.stale', 409, '这件事刚刚有了变化'],
    ['database.away', 503, '系统正在恢复'],
    ['disk.full', 507, '系统正在恢复'],
  ] as const)('%s is a page with %i', async (problem, status, title) => {
    const browser = browse({
      ...signedIn,
      'cases.get': () => {
        throw new Refused(problem);
      },
    });
    const answer = await browser.get(`/cases/${id(10)}`);
    expect(answer.status).toBe(status);
    expect(answer.page).toContain(title);
    expect(answer.page).toContain('tel:12333');
  });

  it('a body that is no form is refused', async () => {
    const response = await citizenPages(fakeDeps()).request('/sign-in', {
      method: 'POST',
      body: '{"mobile":1}',
      headers: { 'content-type': 'application/json' },
    });
    expect(response.status).toBe(422);
  });
});
