import { rmSync } from 'node:fs';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeResidentId } from '#domain/identity/resident-id.ts';
import type { Language } from '#domain/kernel/text.ts';
import { type Caller, callerAt, type Me, read, sitesOf } from './support/api.ts';
import { openBrowser } from './support/browser.ts';
import { atDesk, giveCode, press, sayIn, staffIn, textOf, withPhone } from './support/people.ts';
import { photoOf, tellsMore } from './support/photo.ts';
import { type Program, startDoorstep } from './support/program.ts';
import { type Addresses, bringStrangers, refuse, type Strangers } from './support/strangers.ts';
import { act, actionWord, lookFor, offers, openCase, sign, stockOpinion } from './support/workbench.ts';

/** The title's whole story: asked for on a telephone, decided in the county, signed for in the village. */
let program: Program;
let browser: Browser;
let strangers: Strangers;
let village: { id: string } & Record<Language, string>;

const signedIn = new Map<string, Awaited<ReturnType<BrowserContext['cookies']>>>();

/** Somebody of the staff at a station's computer; who signed in once today stays so. */
async function staff(login: string, language: Language): Promise<Page> {
  const { context, page } = await atDesk(browser, program.url, language);
  const cookies = signedIn.get(login);
  if (cookies) {
    await context.addCookies(cookies.filter((cookie) => cookie.name !== 'lang'));
    await page.goto('/work/');
  } else await staffIn(page, login);
  await page.locator('.search').waitFor();
  signedIn.set(login, await context.cookies());
  return page;
}

beforeAll(async () => {
  browser = await openBrowser();
  program = await startDoorstep({ DEMO_SITES: '24' });
  strangers = await bringStrangers(program.url, { village: 'cun', town: 'zhen' });
  const page = await staff('cun', 'zh-CN');
  const clerk = await callerAt(program.url, 'cun', page.context().request);
  const { post } = await read<Me>(clerk, '/api/session');
  const [{ id } = { id: '' }] = (await sitesOf(clerk)).find((site) => site.unit === post.unit.id)!.villages;
  const { division } = await read<{ division: { name: string; nameEn: string } }>(clerk, `/api/divisions/${id}`);
  village = { id, 'zh-CN': division.name, en: division.nameEn };
  await page.context().close();
});

afterAll(async () => {
  await browser?.close();
  await program?.stop();
  if (program) rmSync(program.dataDir, { recursive: true, force: true, maxRetries: 50 });
});

/** One is known to the office; the other comes for the first time and says who she is. */
const applicants: Record<Language, { mobile: string; name: string; idNumber?: string }> = {
  'zh-CN': { mobile: '19900000001', name: '王秀兰' },
  en: { mobile: '19900000102', name: '周玉梅', idNumber: makeResidentId('990101', '1965-06-18', 44) },
};

const stepOf = (page: Page): string => new URL(page.url()).pathname.split('/').at(-1)!;

describe.each<Language>(['zh-CN', 'en'])('a pension from request to signature, in %s', (language) => {
  const say = sayIn(language);
  const she = applicants[language];
  let phone: Page;
  let caller: Caller;
  let id = '';
  let number = '';
  const addresses: Addresses = { pages: [], reads: [] };

  const text = () => textOf(phone.locator('main'));
  const main = (what: string): Locator => phone.locator('main').locator(what);
  /** Fills the one question of this page and goes on. */
  const answer = async (question: string, given: Record<string, string>) => {
    expect(stepOf(phone)).toBe(question);
    for (const [name, value] of Object.entries(given)) {
      const fields = main(`form[method=post] [name="${name}"]`);
      const type = await fields.first().getAttribute('type');
      if (type === 'radio' || type === 'checkbox') await main(`[name="${name}"][value="${value}"]`).check();
      else await fields.fill(value);
    }
    await press(phone, main('form[method=post] .actions .button').first());
  };
  const seq = async () => (await read<{ seq: number }>(caller, `/api/cases/${id}`)).seq;
  /** Nobody but those whose turn it is can take the step that is due, and nothing of the case is seen elsewhere. */
  const strangersAreRefused = async (path: string, data: unknown) => {
    const before = await seq();
    await refuse(
      strangers,
      { ...addresses, number },
      { path: `/api/cases/${id}/${path}`, data: { id, seq: before, data } },
    );
    expect(await seq()).toBe(before);
  };

  test('she begins on her phone, one question at a time, and leaves in the middle', async () => {
    ({ page: phone } = await withPhone(browser, program.url, language));
    await phone.goto('/');
    await phone.locator('#q').fill('ylj');
    await press(phone, main('form[role=search] .button'));
    await press(phone, main('a[href="/items/HR-INS-03"]'));
    expect(await text()).toContain(say('10个工作日', '10 working days'));
    await press(phone, main('form[action="/apply"] .button'));
    await giveCode(phone, she.mobile);
    if (she.idNumber) {
      expect(await text()).toContain(say('请告诉我们您是谁', 'Tell us who you are'));
      await phone.locator('#name').fill(she.name);
      await phone.locator('#number').fill(she.idNumber);
      await press(phone, main('.actions .button').first());
      await phone.locator('#find').fill(village[language]);
      await press(phone, main('.find .button'));
      await phone.locator(`input[value="${village.id}"]`).check();
      await press(phone, main('form[method=post] .actions .button'));
    }
    await press(phone, main('form[action="/apply"] .button'));
    id = new URL(phone.url()).pathname.split('/')[2]!;

    await answer('applyingAs', { applyingAs: 'self' });
    expect(await phone.locator('[name=name]').inputValue()).toBe(she.name);
    await answer('name', {});
    await answer('mobile', {});
    expect(await phone.locator('[name="birthDate.year"]').inputValue()).toMatch(/^196\d$/);
    await answer('birthDate', {});
    expect(await text()).toContain(village[language]);
    await answer('division', { address: '3组12号' });
    await answer('yearsPaid', { yearsPaid: 'many' });
    expect(await main('.errors a').getAttribute('href')).toBe('#f-yearsPaid');
    await phone.locator('[name=yearsPaid]').fill('23');
    await press(phone, main('[name=_leave]'));
    expect(stepOf(phone)).toBe('saved');
    addresses.pages = ['name', 'your-papers', 'check-answers', 'throw-away'].map((step) => `/apply/${id}/${step}`);
    addresses.reads = [`/api/drafts/${id}`];
    await refuse(strangers, addresses, { path: `/api/drafts/${id}`, data: { id, seq: 1, answers: {} } });
    await phone.context().close();
  });

  test('she goes on at another device, sends a photograph and the whole', async () => {
    ({ page: phone } = await withPhone(browser, program.url, language));
    await phone.goto('/cases');
    await giveCode(phone, she.mobile);
    await press(phone, main(`a[href="/apply/${id}"]`));
    await answer('otherPension', { otherPension: 'none' });
    const now = new Date();
    const month = { year: String(now.getFullYear()), month: String(now.getMonth() + 1) };
    await answer('firstMonth', { 'firstMonth.year': month.year, 'firstMonth.month': '13' });
    expect(await phone.title()).toContain(say('有错误', 'Error'));
    await answer('firstMonth', { 'firstMonth.year': month.year, 'firstMonth.month': month.month });
    await answer('bank', { bank: 'rural', account: '6217 0000 0000 0000 004' });
    await answer('onePension', { onePension: 'yes' });
    await answer('truth', { truth: 'yes' });

    expect(stepOf(phone)).toBe('your-papers');
    await press(phone, main('a[href$="/idcard"]'));
    const upload = async (name: string, buffer: Buffer) => {
      await phone.locator('#files').setInputFiles({ name, mimeType: 'image/jpeg', buffer });
      await press(phone, main('form[enctype] .button').first());
    };
    await upload('not-a-photo.jpg', Buffer.from('MZ this is a program'));
    expect(await textOf(main('.errors'))).toContain('not-a-photo.jpg');
    await upload('idcard.jpg', await photoOf('IDENTITY CARD'));
    await press(phone, main('.tasks + form, p > a.button').last());
    await press(phone, main('.actions .button'));
    await answer('how-to-collect', { way: 'site' });
    expect(await text()).toContain(village[language]);
    await press(phone, main('form[method=post] .actions .button'));

    expect(stepOf(phone)).toBe('check-answers');
    expect(await text()).toContain(say('还差的材料', 'Still missing'));
    await press(phone, main('a[href$="/yearsPaid?from=check"]'));
    await answer('yearsPaid', { yearsPaid: '24' });
    expect(await text()).toContain(say('24年', '24 years'));
    await press(phone, main('#send .button'));

    expect(stepOf(phone)).toBe('done');
    number = (await textOf(main('.number'))).replace(/\D/g, '');
    expect(number).toMatch(/^\d{12}$/);
    expect(await text()).toMatch(language === 'en' ? /by \w+ \d{1,2} [A-Z]\w+/ : /最晚 \d{1,2}月\d{1,2}日/);
    // Back and again: the same case, not a second one.
    await phone.goto(`/apply/${id}/check-answers`);
    expect(stepOf(phone)).toBe('done');
    await press(phone, main(`a[href="/cases/${id}"]`));

    caller = await callerAt(program.url, she.name, phone.context().request);
    const photo = main('a[href*="/papers/"]');
    expect(await tellsMore(await (await caller.get((await photo.getAttribute('href'))!)).body())).toBe(false);
    addresses.pages = [
      `/cases/${id}`,
      `/cases/${id}/done`,
      `/cases/${id}/withdraw`,
      (await photo.getAttribute('href'))!,
    ];
    addresses.reads = [`/api/cases/${id}`, `/api${await photo.getAttribute('href')}`];
    await strangersAreRefused('receive', { papers: ['idcard'] });
  });

  test('the village takes her papers and says at once what is missing', async () => {
    const clerk = await staff('cun', language);
    await lookFor(clerk, number);
    await clerk.locator('.case').waitFor();
    expect(new URL(clerk.url()).pathname).toBe(`/work/case/${id}`);
    expect(await textOf(clerk.locator('.case-head'))).not.toContain(she.name);
    expect(await offers(clerk, language, 'decide')).toBe(false);
    await act(clerk, language, 'receive');
    await strangersAreRefused('notify', { missing: [{ kind: 'material', code: 'sscard' }] });
    await act(
      clerk,
      language,
      'notify',
      (panel) => panel.locator('.ticks .on input[type=text]').fill(say('请拍正面', 'The front, please')),
      (letter) => expect(letter).toContain(say('社会保障卡', 'Social security card')),
    );
    await clerk.context().close();
  });

  test('she sees that it is her turn, and sends what is missing', async () => {
    await phone.goto('/cases');
    expect(await textOf(main('.card.mine'))).toContain(say('前补交材料', 'send what is missing by'));
    await press(phone, main(`a[href="/cases/${id}"]`).first());
    await strangersAreRefused('supplement', { counter: false });
    addresses.pages.push(`/cases/${id}/supplement`, `/cases/${id}/add/sscard`);
    await press(phone, main(`a[href="/cases/${id}/supplement"]`).first());
    expect(await text()).toContain(say('请拍正面', 'The front, please'));
    await press(phone, main(`form[action="/cases/${id}/supplement"] .button`));
    expect(await main('.errors').count()).toBe(1);
    await press(phone, main('a[href*="/add/sscard"]'));
    await phone.locator('#files').setInputFiles({
      name: 'card.jpg',
      mimeType: 'image/jpeg',
      buffer: await photoOf('SOCIAL SECURITY CARD'),
    });
    await press(phone, main('form[enctype] .button'));
    await press(phone, main(`form[action="/cases/${id}/supplement"] .button`));
    expect(await textOf(main('[role=status]'))).toContain(say('补交好了', 'Thank you'));
  });

  test('the village accepts, the town reviews, the county checks', async () => {
    const clerk = await staff('cun', language);
    await openCase(clerk, id);
    await strangersAreRefused('accept', { owed: [] });
    await act(clerk, language, 'accept');
    await clerk.context().close();

    for (const login of ['zhen', 'fuhe']) {
      const reviewer = await staff(login, language);
      await strangersAreRefused('pass', { agree: true, opinion: 'Agreed' });
      await reviewer.keyboard.press('4');
      await reviewer.locator(`a[href$="/case/${id}"]`).click();
      expect(await offers(reviewer, language, 'decide')).toBe(false);
      await act(reviewer, language, 'pass', stockOpinion);
      await reviewer.context().close();
    }
    await phone.goto(`/cases/${id}`);
    expect(await textOf(main('.clock').first())).toContain(say('要在', 'has until'));
    expect(await main('.steps .done').count()).toBeGreaterThanOrEqual(4);
  });

  test('the county decides', async () => {
    const approver = await staff('xian', language);
    await openCase(approver, id);
    const decision = { granted: true, opinion: 'Granted', result: { kind: 'money', title: 'Pension', amount: 1 } };
    await strangersAreRefused('decide', decision);
    const villageClerk = await callerAt(program.url, 'cun', (await staff('cun', language)).context().request);
    const early = await villageClerk.post(`/api/cases/${id}/decide`, { id, seq: await seq(), data: decision });
    expect(early.status()).toBe(403);
    await act(approver, language, 'decide', async (panel) => {
      await panel.getByRole('radio').first().check();
      await stockOpinion(panel);
      await panel.getByLabel(actionWord(language, 'result.amount')).fill('163.50');
      await panel.getByLabel(actionWord(language, 'result.accountTail')).fill('0004');
    });
    await approver.context().close();
  });

  test('the result comes down to the village, and she signs for it', async () => {
    const handler = await staff('jingban', language);
    await openCase(handler, id);
    await act(handler, language, 'handOver', (panel) =>
      expect.poll(() => panel.locator('[role=combobox]').inputValue()).not.toBe(''),
    );
    await handler.context().close();

    const town = await staff('zhengui', language);
    await openCase(town, id);
    await strangersAreRefused('sign-hand-over', {});
    await act(town, language, 'signHandOver');
    await act(town, language, 'handOver', (panel) =>
      expect.poll(() => panel.locator('[role=combobox]').inputValue()).not.toBe(''),
    );
    await town.context().close();

    const clerk = await staff('cun', language);
    await openCase(clerk, id);
    await act(clerk, language, 'signHandOver');
    await phone.goto(`/cases/${id}`);
    expect(await text()).toContain(say('请来领结果', 'collect'));
    await strangersAreRefused('deliver', { way: 'in-person' });
    await act(clerk, language, 'deliver', async (panel) => {
      await panel.locator('.signature input[type=radio]').nth(1).check();
      await sign(panel);
    });
    await clerk.context().close();
  });

  test('she rates it, keeps the decision, and anybody can see that it is real', async () => {
    await phone.goto(`/cases/${id}`);
    expect(await text()).toContain('163.50');
    const document = main('.tasks a[href*="/documents/"]');
    const hrefs = await document.evaluateAll((links) => links.map((link) => link.getAttribute('href')!));
    addresses.pages.push(...hrefs);
    addresses.reads.push(...hrefs.map((href) => `/api${href}`));
    const invitation = (await main('a[href*="/rate/"]').first().getAttribute('href'))!;
    addresses.pages.push(invitation);
    await strangersAreRefused('archive', {});

    await press(phone, main('a[href*="/rate/"]').first());
    await phone.locator('#level-5').check();
    await press(phone, main('.actions .button').first());
    expect(await text()).toContain(say('谢谢', 'Thank you'));

    const decision = await caller.get(
      (await document
        .filter({ hasText: say('决定', 'ecision') })
        .first()
        .getAttribute('href'))!,
    );
    expect(decision.headers()['content-type']).toBe('application/pdf');
    const pdf = (await decision.body()).toString('latin1');
    expect(pdf.slice(0, 5)).toBe('%PDF-');
    const address = /\/URI \((http[^)]*\/verify\/[^)]+)\)/.exec(pdf)?.[1];
    const { page: public_ } = await withPhone(browser, program.url, language);
    await public_.goto(address!);
    expect(await textOf(public_.locator('main .good'))).toContain(say('是真的', 'Real and in force'));
    expect(await textOf(public_.locator('main'))).not.toContain(she.name);
    await public_.goto('/verify/ABCD-EFGH-JKLM');
    expect(await public_.locator('main .warn').count()).toBe(1);
    await public_.context().close();
  });

  test('she sees who looked at her record, and why', async () => {
    await phone.goto('/me/looks');
    const looks = await text();
    for (const name of ['李春梅', '王建国', '陈静', '刘志强']) expect(looks).toContain(name);
    for (const name of ['林村', '林镇', '马超']) expect(looks).not.toContain(name);
    await phone.context().close();
  });
});
