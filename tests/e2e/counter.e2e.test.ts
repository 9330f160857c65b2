import { rmSync } from 'node:fs';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeResidentId } from '#domain/identity/resident-id.ts';
import { type Client, clientOf } from '../support/client.ts';
import { act, fillIn, opinion, signInByCode } from '../support/story.ts';
import { openBrowser } from './support/browser.ts';
import { atDesk, password, staffIn, textOf } from './support/people.ts';
import { photoOf } from './support/photo.ts';
import { type Program, startDoorstep } from './support/program.ts';

/** A day of the universal teller, and of an approver with a full queue: by keyboard alone. Whoever uses the mouse here has failed. */
let program: Program;
let browser: Browser;

beforeAll(async () => {
  program = await startDoorstep({ DEMO_SITES: '24', LOG_LEVEL: 'error', NODE_ENV: 'test' });
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await program?.stop();
  rmSync(program.dataDir, { recursive: true, force: true, maxRetries: 50 });
});

const see = <Value>(read: () => Promise<Value>, message?: string) =>
  expect.poll(read, { timeout: 15_000, ...(message && { message }) });
const hasFocus = (what: Locator): Promise<boolean> =>
  what.evaluateAll((all) => all.some((one) => one === document.activeElement));
const focusOn = (what: Locator) => see(() => hasFocus(what)).toBe(true);

/** Goes with Tab until it is there, as a hand does that sees the frame move; gives up where a hand would. */
async function tabTo(page: Page, what: Locator, most = 25): Promise<void> {
  await what.first().waitFor();
  for (let step = 0; step < most; step += 1) {
    if (await hasFocus(what)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`not reached in ${most} steps: ${what}`);
}

/** Goes to the buttons of a question and with the arrows to the one. */
async function choose(page: Page, question: Locator, value: string): Promise<void> {
  await tabTo(page, question.locator('input'), 60);
  const wanted = question.locator(`input[value="${value}"]`);
  for (let step = 0; step < 8 && !(await hasFocus(wanted)); step += 1) await page.keyboard.press('ArrowDown');
  if (!(await wanted.isChecked())) await page.keyboard.press('Space');
  expect(await wanted.isChecked()).toBe(true);
}

async function type(page: Page, label: string | RegExp, text: string): Promise<void> {
  await tabTo(page, page.locator('main').getByLabel(label));
  await page.keyboard.press('Control+a');
  await page.keyboard.type(text);
}

/** Types into a box with a list under it, and takes the first of the list. */
async function pick(page: Page, text: string): Promise<void> {
  await page.keyboard.type(text);
  await page.locator('.combo-list [role=option]', { hasText: text }).first().waitFor();
  await page.keyboard.press('Enter');
}

async function staffClient(login: string): Promise<Client> {
  const { token } = await clientOf(program.url).session.staff({ login, password });
  return clientOf(program.url, token);
}

const she = { name: '王秀兰', idNumber: makeResidentId('990101', '1966-03-08', 26), mobile: '19900000001' };
const stranger = { name: '欧阳春桃', idNumber: makeResidentId('990101', '1979-09-09', 909), mobile: '19988887777' };

describe('the universal teller', () => {
  let page: Page;
  let first = '';
  let second = '';
  const main = (selector: string): Locator => page.locator('main').locator(selector);
  const question = (id: string): Locator => main(`[data-question=${id}]`);
  const search = () => page.locator('.search');
  const hits = () => search().locator('.search-hit');

  test('signs in', async () => {
    ({ page } = await atDesk(browser, program.url));
    await page.goto('/work/');
    await focusOn(page.locator('[autocomplete=username]'));
    await page.keyboard.type('guiyuan');
    await page.keyboard.press('Tab');
    await page.keyboard.type(password);
    await page.keyboard.press('Enter');
    await search().waitFor();
  });

  test('has one box that knows a name, its pinyin, an ID number, a telephone and an item', async () => {
    for (const text of [she.name, 'wangxiulan', 'wxl', she.idNumber, she.mobile]) {
      await page.keyboard.press('/');
      await page.keyboard.press('Control+a');
      await page.keyboard.type(text);
      await page.keyboard.press('Enter');
      await see(() => textOf(hits()), text).toContain('王');
      // What a search shows is masked: nobody sits here.
      expect(await textOf(search())).not.toContain(text === she.idNumber ? 'nothing' : she.idNumber);
      await page.keyboard.press('Escape');
    }
    await page.keyboard.press('/');
    await page.keyboard.type('打印社保');
    await see(() => textOf(hits())).toContain('HR-INS-06');
    await page.keyboard.press('Escape');
  });

  test('is told of a slip in a number before anything is asked', async () => {
    await page.keyboard.press('/');
    const slip = `${she.idNumber.slice(0, -1)}${she.idNumber.endsWith('1') ? '2' : '1'}`;
    await page.keyboard.type(slip);
    await see(() => textOf(search().locator('.search-look'))).toContain('最后一位');
    await page.keyboard.press('Escape');
  });

  test('sees a record masked outside a sitting, and in clear for a purpose', async () => {
    await page.keyboard.press('/');
    await page.keyboard.type(she.idNumber);
    await page.keyboard.press('Enter');
    await hits().first().waitFor();
    await page.keyboard.press('Enter');
    await main('.person').waitFor();
    expect(await textOf(main('.person'))).not.toContain(she.idNumber);
    await page.keyboard.press('*');
    await focusOn(main('.unmask button').first());
    await page.keyboard.press('Enter');
    await see(() => textOf(main('.person'))).toContain(she.idNumber);
    await page.reload();
    await main('.person').waitFor();
    expect(await textOf(main('.person'))).not.toContain(she.idNumber);
  });

  test('opens a record for somebody who was never here; what was typed outlives a reload', async () => {
    await page.keyboard.press('0');
    await focusOn(main('.find-person input'));
    await page.keyboard.type(stranger.idNumber);
    await page.keyboard.press('Enter');
    await focusOn(page.getByRole('button', { name: '新建档案' }));
    await page.keyboard.press('Enter');
    const name = main('.grid-form input').first();
    await focusOn(name);
    await page.keyboard.type(stranger.name);
    await type(page, '手机', stranger.mobile);
    await page.reload();
    await see(() => name.inputValue()).toBe(stranger.name);
    expect(await main('.grid-form').getByLabel('手机').inputValue()).toBe(stranger.mobile);
    expect(await main('.grid-form').getByLabel('证件号码').inputValue()).toBe(stranger.idNumber);
    await tabTo(page, main('.grid-form').getByLabel('村（社区）'));
    const { items } = (await (await fetch(`${program.url}/api/sites?limit=100`)).json()) as {
      items: { villages: { name: string }[] }[];
    };
    await pick(page, items.find((site) => site.villages.length > 0)!.villages[0]!.name);
    await type(page, '住址', '二组五号');
    await page.keyboard.press('Enter');
    await page.locator('.sitting').waitFor();
    expect(await textOf(page.locator('.sitting'))).toContain(stranger.name);
    await see(() => textOf(main('.serve-aside'))).toContain(stranger.idNumber);
    expect(await textOf(main('.serve-aside'))).toContain(stranger.mobile);
  });

  test('begins an item, fills it in, and loses nothing on a reload', async () => {
    await focusOn(main('.start [role=combobox]'));
    await pick(page, '参保证明');
    await focusOn(main('.start .button.main'));
    // Twice, as a hand does that does not trust the first.
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await main('.draft').waitFor();
    await focusOn(main('[data-question] input').first());
    await choose(page, question('applyingAs'), 'self');
    await choose(page, question('kind'), 'none');
    await type(page, '做什么用', '办居住证');
    await page.reload();
    await main('.draft').waitFor();
    expect(await question('purpose').locator('input').inputValue()).toBe('办居住证');
    expect(await question('kind').locator('input:checked').count()).toBe(1);
    await choose(page, question('form'), 'paper');
    await tabTo(page, question('truth').locator('input'), 60);
    await page.keyboard.press('Space');
    const chooser = page.waitForEvent('filechooser');
    await tabTo(page, page.getByRole('button', { name: /身份证/ }), 60);
    await page.keyboard.press('Enter');
    await (await chooser).setFiles({ name: 'card.jpg', mimeType: 'image/jpeg', buffer: await photoOf('ID') });
    await main('.draft-paper').waitFor();
  });

  test('settles it on the spot: a key pressed twice does nothing twice', async () => {
    const sent: string[] = [];
    page.on('request', (request) => {
      if (request.method() === 'POST') sent.push(new URL(request.url()).pathname);
    });
    await page.keyboard.press('Control+Enter');
    await page.keyboard.press('Control+Enter');
    await main('.case-fresh').waitFor();
    first = await textOf(main('.case-fresh .num').first());
    expect(first.replace(/\D/g, '')).toMatch(/^\d{12}$/);
    await page.keyboard.press('d');
    const panel = page.locator('section.panel');
    await panel.waitFor();
    await choose(page, panel.locator('[data-field=granted]'), 'true');
    await panel.locator('.stock-opinion').first().waitFor();
    await page.keyboard.press('Alt+Digit1');
    const words = panel.locator('textarea').first();
    await see(() => words.inputValue()).not.toBe('');
    await tabTo(page, words);
    await page.keyboard.press('Control+End');
    await page.keyboard.type('已当面核对证件。');
    // The page is lost in the middle: the panel has everything again.
    await page.reload();
    await page.locator('.bar').waitFor();
    await page.keyboard.press('d');
    await panel.waitFor();
    await see(() => words.inputValue()).toContain('已当面核对证件。');
    await page.keyboard.press('Control+Enter');
    await panel.locator('.letter').waitFor();
    await page.keyboard.press('Control+Enter');
    await page.keyboard.press('Control+Enter');
    await page.locator('.told', { hasText: '已当场办结' }).waitFor();
    await see(() => textOf(main('.case-head'))).toContain('已签收');
    expect(sent.filter((path) => path === '/api/cases')).toHaveLength(1);
    expect(sent.filter((path) => path.endsWith('/settle'))).toHaveLength(1);
  });

  test('does a second thing for her in the same sitting, with what is known already in it', async () => {
    await page.keyboard.press('0');
    await focusOn(main('.start [role=combobox]'));
    await pick(page, '政策宣传与咨询');
    await focusOn(main('.start .button.main'));
    await page.keyboard.press('Enter');
    await main('.draft').waitFor();
    await tabTo(page, question('topics').locator('input'));
    await page.keyboard.press('Space');
    await type(page, '想问什么', '灵活就业怎么缴社保？');
    for (const id of ['material', 'answerBy']) {
      await tabTo(page, question(id).locator('input'));
      await page.keyboard.press('Space');
    }
    await page.keyboard.press('Control+Enter');
    await main('.case-fresh').waitFor();
    second = await textOf(main('.case-fresh .num').first());
    expect(second).not.toBe(first);
    expect(await textOf(page.locator('.sitting'))).toContain(stranger.name);
  });

  test('ends the sitting with a key, and from then on nothing is in clear', async () => {
    await page.keyboard.press('9');
    await focusOn(main('.find-person input'));
    expect(await page.locator('.sitting').count()).toBe(0);
    expect(await textOf(main('*'))).not.toContain(stranger.idNumber);
    await page.keyboard.press('Escape');
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    await page.keyboard.press('/');
    await page.keyboard.type(first);
    await page.keyboard.press('Enter');
    await main('.case').waitFor();
    await see(() => textOf(main('.case-head'))).toContain(first);
    const said = await textOf(main('.case'));
    for (const secret of [stranger.name, stranger.idNumber, stranger.mobile]) expect(said).not.toContain(secret);
  });

  test('made one record, one case of each, and one visit', async () => {
    const teller = await staffClient('guiyuan');
    const { items } = await teller.identity.search({ text: stranger.idNumber });
    expect(items).toHaveLength(1);
    await teller.session.sit({ person: items[0]!.id });
    const cases = (await teller.cases.ofPerson({ person: items[0]!.id })).items;
    expect(cases.map(({ number }) => number).sort()).toEqual([first, second].map((n) => n.replace(/\D/g, '')).sort());
    expect(await teller.cases.drafts({ person: items[0]!.id })).toEqual([]);
    for (const { id } of cases) expect((await teller.cases.get({ id })).visits).toBe(1);
    await teller.session.rise();
    await page.context().close();
  });
});

describe('somebody with eighty cases to review', () => {
  let page: Page;
  const main = (selector: string): Locator => page.locator('main').locator(selector);
  const rows = () => main('.rows-table tbody tr');

  beforeAll(async () => {
    const { token } = await signInByCode(clientOf(program.url), she.mobile);
    const her = clientOf(program.url, token);
    const [cun, zhen, fuhe] = await Promise.all(['cun', 'zhen', 'fuhe'].map(staffClient));
    const now = { clock: { now: () => new Date() } } as Parameters<typeof fillIn>[1];
    const answers = { applyingAs: 'self', onePension: true, truth: true } as const;
    const one = async () => {
      const ticket = await her.cases.submit(await fillIn(her, now, { item: 'HR-INS-03', answers, papers: [] }));
      const received = await act(cun!, ticket, 'receive', { papers: ['form', 'idcard', 'sscard'] });
      await act(zhen!, await act(cun!, received, 'accept', { owed: [] }), 'pass', opinion);
    };
    const missing = 80 - (await fuhe!.cases.queueCounts()).stage;
    for (let done = 0; done < missing; done += 4)
      await Promise.all(Array.from({ length: Math.min(4, missing - done) }, one));
    expect((await fuhe!.cases.queueCounts()).stage).toBe(80);
  });

  test('goes through them with a few keys', async () => {
    ({ page } = await atDesk(browser, program.url));
    await staffIn(page, 'fuhe');
    await page.keyboard.press('4');
    await see(() => rows().count()).toBe(40);
    for (const key of ['x', 'j', 'x', 'j', 'x']) await page.keyboard.press(key);
    await see(() => textOf(main('.batch'))).toContain('已选 3 件');
    await page.keyboard.press('b');
    await focusOn(main('.batch textarea'));
    await main('.stock-opinion').first().waitFor();
    await page.keyboard.press('Alt+Digit1');
    await see(() => main('.batch textarea').inputValue()).not.toBe('');
    await page.keyboard.press('Control+Enter');
    await page.keyboard.press('Control+Enter');
    await page.locator('.told', { hasText: '办成 3 件，没有办成 0 件' }).waitFor();
    await see(() => textOf(page.locator('.side'))).toMatch(/待审办\s*77/);
    // The end of the list fetches what follows.
    await page.keyboard.press('End');
    await see(() => rows().count()).toBe(77);
  });

  test('opens one, agrees with a stock opinion, and is led to the next', async () => {
    await page.keyboard.press('Home');
    await page.keyboard.press('Enter');
    await main('.case').waitFor();
    const number = await textOf(main('.case-number .num'));
    await page.keyboard.press('p');
    const panel = page.locator('section.panel');
    await panel.locator('.stock-opinion').first().waitFor();
    await page.keyboard.press('Alt+Digit1');
    await see(() => panel.locator('textarea').first().inputValue()).not.toBe('');
    await page.keyboard.press('Control+Enter');
    await page.locator('.told').first().waitFor();
    await focusOn(page.locator('#next-case'));
    await page.keyboard.press('Enter');
    await see(() => textOf(main('.case-number .num'))).not.toBe(number);
  });

  test('is told which of a batch somebody else was faster with, and keeps the rest', async () => {
    await page.keyboard.press('4');
    await see(() => rows().count()).toBeGreaterThan(20);
    const fuhe = await staffClient('fuhe');
    const taken = (await fuhe.cases.queue({ kind: 'stage', limit: 2 })).items[1]!;
    await page.keyboard.press('Home');
    for (const key of ['x', 'j', 'x']) await page.keyboard.press(key);
    await see(() => textOf(main('.batch'))).toContain('已选 2 件');
    await page.keyboard.press('b');
    await page.keyboard.press('Alt+Digit1');
    await act(fuhe, taken, 'pass', opinion);
    await see(() => main('.batch textarea').inputValue()).not.toBe('');
    await page.keyboard.press('Control+Enter');
    await page.locator('.told', { hasText: '办成 1 件，没有办成 1 件' }).waitFor();
    const spaced = taken.number.replace(/(.{4})(?=.)/g, '$1-');
    expect(await textOf(main('.batch-left-out'))).toContain(spaced);
    await page.context().close();
  });

  test('reads the same in English', async () => {
    ({ page } = await atDesk(browser, program.url, 'en'));
    await staffIn(page, 'fuhe');
    await page.keyboard.press('4');
    await see(() => rows().count()).toBe(40);
    await page.keyboard.press('x');
    await page.keyboard.press('b');
    await main('.stock-opinion').first().waitFor();
    const said = await textOf(main('.batch'));
    expect(said).toMatch(/1 chosen|chosen/i);
    expect(said.replace(/[\d,.-]/g, '')).not.toMatch(/[一-鿿]/);
    // While the hand is in the text, ? is a question mark.
    await page.keyboard.press('Escape');
    await page.keyboard.press('?');
    await page.locator('dialog.help').waitFor();
    expect(await textOf(page.locator('dialog.help'))).not.toMatch(/[一-鿿]/);
    await page.context().close();
  });
});
