import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hamletsOf } from '#db/demo/hamlets.ts';
import { generatePrefecture } from '#db/demo/prefecture.ts';
import { addDays, localDate } from '#domain/kernel/dates.ts';
import { crowMetres } from '#domain/planning/world.ts';
import { openBrowser } from './support/browser.ts';
import { tooWide } from './support/look.ts';
import { atDesk, residentIn, staffIn, textOf, withPhone } from './support/people.ts';
import { type Program, startDoorstep } from './support/program.ts';

/** A county official by himself: from a table with mistakes in it to the day on which a resident's map changes. */
const sites = 24;
const prefecture = generatePrefecture({ sites });
const hamlets = hamletsOf(prefecture);

let program: Program;
let browser: Browser;
let official: Page;

beforeAll(async () => {
  browser = await openBrowser();
  program = await startDoorstep({ DEMO_SITES: String(sites) });
  const desk = await atDesk(browser, program.url);
  // The map draws in software here, on whatever the machine has left.
  desk.context.setDefaultTimeout(45_000);
  official = desk.page;
  await staffIn(official, 'xianguihua');
});

afterAll(async () => {
  await browser?.close();
  await program?.stop();
  if (program) rmSync(program.dataDir, { recursive: true, force: true, maxRetries: 50 });
});

const header = '村代码,名称,经度,纬度,人口,60岁以上,城乡,自然村数';
const table = (change: (row: (string | number)[], at: number) => (string | number)[] = (row) => row) => {
  const rows = hamlets.map(({ code, name, lon, lat, people, urban }, at) =>
    change([code, name, lon, lat, people, Math.floor(people / 4), urban ? '城区' : '乡村', 1], at),
  );
  return Buffer.from([header, ...rows.map((row) => row.join(','))].join('\n'));
};
const file = (buffer: Buffer) => ({ name: '村庄和人口.csv', mimeType: 'text/csv', buffer });

const go = async (page: Page, path: string) => {
  await page.goto(`/work/planning/${path}`);
  await page.locator('.planning').waitFor();
};
const push = (page: Page, name: string | RegExp) =>
  page.getByRole('button', { name, exact: typeof name === 'string' }).click();
const main = (page: Page) => page.locator('main');
/** The figure of the table beside the map, as it stands in the column of the plan. */
const figure = async (page: Page, name: string): Promise<string> =>
  textOf(
    page
      .locator('.figure-table tr')
      .filter({ has: page.getByRole('rowheader', { name, exact: true }) })
      .locator('td')
      .nth(1),
  );
/** What a screen shows a moment later; a machine under test may be slow. */
const soon = <Value>(look: () => Promise<Value>) => expect.poll(look, { timeout: 30_000, interval: 100 });
/** A command of a plan is over when nothing is busy any more. */
const settled = (page: Page) => soon(() => page.locator('[aria-busy=true]').count()).toBe(0);

/** The end of a road, with a village and no point near: halfway along it lies the bridge. */
const bridge = (() => {
  const { nodes, edges } = prefecture.map.roads;
  const ways = (node: number) => edges.filter(({ from, to }) => from === node || to === node).length;
  const lonely = edges.find(({ from, to }) =>
    [from, to].some(
      (node) =>
        ways(node) === 1 &&
        hamlets.some(({ name, ...at }) => name === '金鸡桥村' && crowMetres(at, nodes[node]!) < 500),
    ),
  )!;
  return lonely.line[lonely.line.length >> 1]!;
})();

/** A new plan, open and empty. */
const begin = async (name: string) => {
  await go(official, 'scenarios');
  await push(official, '做一个新方案');
  await official.getByLabel('方案名称').fill(name);
  await push(official, '开始');
  await official.waitForURL(/scenario\//);
  await official.getByRole('heading', { level: 1, name }).waitFor();
};

describe('from a table to the ground', () => {
  const plan = { first: '', second: '', closed: '', closedId: '' };

  test('mistakes are named row by row, and nothing is kept until they are mended', async () => {
    await go(official, 'data');
    const wrong = table((row, at) => {
      const [code, name, lon, lat, ...rest] = row as [string, string, number, number, ...(string | number)[]];
      if (at === 0) return [code, name, lat, lon, ...rest];
      if (at === 2) return ['990199999999', name, lon, lat, ...rest];
      return row;
    });
    await official.locator('[type=file]').setInputFiles(file(wrong));
    await push(official, '检查');
    const report = official.locator('.report');
    await report.waitFor();
    expect(await textOf(report.locator('tbody tr').first())).toMatch(/2/);
    expect(await report.locator('tbody tr').count()).toBeGreaterThanOrEqual(2);
    expect(await official.getByRole('button', { name: /导入 \d+ 行/ }).count()).toBe(0);

    await official.locator('[type=file]').setInputFiles(file(table()));
    await push(official, '检查');
    await soon(() => textOf(official.locator('.report'))).toContain(String(hamlets.length));
    await official.getByRole('button', { name: /导入 \d+ 行/ }).click();
    await soon(() => textOf(official.locator('.report .notice').first())).toContain('已全部导入');
  });

  test('a snapshot is taken, and says where everybody is', async () => {
    await official.getByLabel('快照名称').fill('普查以后');
    await push(official, '做一个快照');
    await expect
      .poll(() => textOf(main(official)), { timeout: 60_000, interval: 300 })
      .toMatch(/普查以后[\s\S]*步行 已算好/);
    await go(official, 'coverage');
    await official.locator('.figure-tiles').waitFor();
    const people = hamlets.reduce((sum, each) => sum + each.people, 0);
    expect(await textOf(official.locator('.main-tile'))).toContain(people.toLocaleString('zh-CN'));
    await soon(() => official.locator('.plan-map .map-box').count()).toBe(1);
  });

  test('the computer proposes, and says how sure it is', async () => {
    await begin('点位优化甲');
    plan.first = official.url().split('/').at(-1)!;
    await push(official, '开始计算');
    await official.getByText('已证明是最好的答案。').waitFor({ timeout: 60_000 });
    await push(official, '采纳为本方案的改动');
    await soon(() => textOf(official.locator('.plan-head'))).toMatch(/关闭 \d+/);
    expect(Number(await figure(official, '点位数'))).toBeLessThan(sites);
  });

  test('what if a bridge is out: who is cut off is named, and the road opens again when that is taken back', async () => {
    await begin('金鸡桥断了');
    await official.getByRole('tab', { name: /改动/ }).click();
    await official.getByText('按经纬度找一个地方').click();
    await official.getByLabel('经度', { exact: true }).fill(String(bridge[0]));
    await official.getByLabel('纬度', { exact: true }).fill(String(bridge[1]));
    await push(official, '看这个地方');
    await official.getByText('这里的路不通了、修好了会怎样').click();
    await official.getByLabel('叫什么').fill('金鸡桥');
    await push(official, '看看结果');
    await soon(() => textOf(official.locator('.changes'))).toContain('假设道路不通：金鸡桥');
    const cut = official.locator('details', { hasText: '人到不了任何点位' });
    await cut.locator('summary').click();
    await soon(() => textOf(cut)).toMatch(/金鸡桥村[\s\S]*路不通，出不去/);
    await official.locator('.changes').getByRole('button', { name: '撤销' }).click();
    await soon(() => cut.count()).toBe(0);
    expect(await figure(official, '到不了任何点位的人')).toBe('0');
  });

  test('what if a village empties; a point is given more people; and where no point may stand, none is proposed', async () => {
    await begin('村搬空了');
    await official.getByRole('tab', { name: /改动/ }).click();
    const [village] = hamlets.filter(({ urban }) => !urban);
    const town = prefecture.divisions.find(({ code }) => code.slice(0, 9) === village!.code.slice(0, 9))!.name;
    await official.getByText('假如……会怎样').click();
    await official.getByLabel('地方', { exact: true }).fill(`${village!.name}（${town}）`);
    await push(official, '看看结果');
    await soon(() => textOf(official.locator('.changes'))).toContain(`假设${village!.name}的人口变为 0.0%`);

    const [point, other] = prefecture.sites.filter(({ level }) => level === 'village');
    await official.getByLabel('按名称找点位').fill(point!.name);
    await official.getByText('改类别、改人手').click();
    await official.getByLabel('I 类', { exact: true }).check();
    await push(official, '就这样改');
    await soon(() => textOf(official.locator('.changes'))).toContain(`调整：${point!.name}，定为 I 类`);

    await official.getByRole('tab', { name: '计算建议' }).click();
    await official.getByLabel('这里不许设点').fill(other!.name);
    await soon(() => official.getByRole('listitem').filter({ hasText: other!.name }).count()).toBe(1);
    await push(official, '开始计算');
    await official.getByText('已证明是最好的答案。').waitFor({ timeout: 60_000 });
    await push(official, '采纳为本方案的改动');
    await official.getByRole('tab', { name: /改动/ }).click();
    await soon(() => textOf(official.locator('.changes'))).toContain(`关闭：${other!.name}`);
  });

  test('several levels are decided at once, each with its items and its own limit, and centres rise to the first class', async () => {
    await begin('三级一起算');
    await official.getByLabel('镇级中心').check();
    await official.getByLabel('县级大厅').check();
    const county = official.locator('.asked-level', { hasText: '县级大厅' });
    expect(await textOf(county)).toMatch(/办 \d+ 项事，比下一级多 \d+ 项/);
    await official.getByLabel('多久以内要能到县级大厅').fill('80');
    await official.getByLabel('最多算多少秒').fill('20');
    // Which points rise depends on which are centres: the one brings the other.
    const centres = official.getByLabel(/^保留三个中心/);
    await centres.uncheck();
    await official.getByLabel(/^按标准提升建设等级/).check();
    expect(await centres.isChecked()).toBe(true);
    await push(official, '开始计算');
    const levels = official.getByRole('figure', { name: '各级点位' });
    await levels.waitFor({ timeout: 60_000 });
    expect(await textOf(levels)).toMatch(
      /村级点位[\s\S]*城区 10、农村 30 分钟[\s\S]*镇级中心[\s\S]*60 分钟[\s\S]*县级大厅[\s\S]*80 分钟/,
    );
    await official.getByText(/^有 \d+ 个点位提升到 I 类/).waitFor();
  });

  test('a second plan branches off, is changed by hand, and both are laid side by side', async () => {
    await go(official, `scenario/${plan.first}`);
    await push(official, '另做一个');
    await official.getByLabel('新方案名称').fill('点位优化乙');
    await official.locator('.step-form').getByRole('button', { name: '另做一个' }).click();
    await official.getByRole('heading', { level: 1, name: '点位优化乙' }).waitFor();
    plan.second = official.url().split('/').at(-1)!;
    await official.getByRole('tab', { name: /改动/ }).click();
    const before = Number(await figure(official, '点位数'));
    const [first] = await official.locator('.changes .link').allInnerTexts();
    plan.closed = first!.replace(/^关闭：/, '');
    // The one that is taken back stays after all; it is found again by its name.
    const other = (await official.locator('.changes .link').allInnerTexts()).at(-1)!;
    await official.locator('.changes li').last().getByRole('button', { name: '撤销' }).click();
    await official.getByText(/已全部重新计算/).waitFor();
    await soon(() => figure(official, '点位数')).toBe(String(before + 1));
    await soon(() => textOf(official.locator('.changes'))).not.toContain(other);

    await official.goto(`/work/planning/compare/${plan.second}/${plan.first}`);
    await official.getByRole('heading', { level: 1, name: /点位优化甲 → 点位优化乙/ }).waitFor();
    await official.getByText('分县区：点位数 前 → 后').waitFor();
    await soon(() => official.locator('.swipe .map-box').count()).toBe(2);

    // Turned to a phone's width, the page is narrow at once: it does not wait for a drawing that has not heard of it yet.
    await official.locator('.chart svg').last().waitFor();
    await official.evaluate(() => addEventListener('resize', (event) => event.stopImmediatePropagation(), true));
    const desk = official.viewportSize()!;
    await official.setViewportSize({ width: 360, height: 740 });
    expect(await tooWide(official)).toEqual([]);
    await official.setViewportSize(desk);
  });

  test('every closing says what comes instead, and the plan goes for review', async () => {
    await go(official, `scenario/${plan.second}`);
    await official.getByRole('tab', { name: /关闭与替代/ }).click();
    await settled(official);
    for (
      let open = official.locator('.closings li').filter({ hasText: '还没说由什么代替' });
      (await open.count()) > 0;
    ) {
      await open.first().getByRole('button', { name: '定代替办法' }).click();
      await official.locator('.closings form .button.main').click();
      await settled(official);
    }
    await push(official, '送审');
    await official.locator('.step-form').getByLabel('给审核人的话').fill('按普查数据编的');
    await official.locator('.step-form').getByRole('button', { name: '送审' }).click();
    await official.getByText('方案正在审核，谁也不能改。').waitFor();
    expect(await official.getByRole('button', { name: '撤销' }).count()).toBe(0);
  });

  test('it is approved, residents are asked, and it is adopted', async () => {
    const { page: approver, context: office } = await atDesk(browser, program.url);
    office.setDefaultTimeout(45_000);
    await staffIn(approver, 'guishen');
    await go(approver, `scenario/${plan.second}`);
    await push(approver, '批准');
    await approver.locator('.step-form').getByRole('button', { name: '批准' }).click();
    await push(approver, '公开征求意见');
    await approver.locator('.step-form').getByRole('button', { name: '公开征求意见' }).click();
    await settled(approver);

    const { page: phone, context } = await withPhone(browser, program.url);
    await residentIn(phone, '19900000001');
    await phone.goto('/plans');
    expect(await textOf(phone.locator('main'))).toContain('点位优化乙');
    await phone.locator('textarea').fill('我家老人走不远，请保留服务日。');
    await phone.locator('main form .button').click();
    expect(await textOf(phone.locator('main'))).toContain('谢谢您的意见');

    // She has something to do at the point that is to close, four weeks from now.
    await phone.goto(`/points?item=HR-INS-03&find=${encodeURIComponent(plan.closed)}`);
    await phone.locator('.card', { hasText: plan.closed }).getByRole('link', { name: '预约时间' }).click();
    await phone.locator('summary', { hasText: '再往后的日子' }).click();
    await phone.locator('.tasks a').last().click();
    await phone.locator('.times a').first().click();
    await push(phone, '就约这个时间');
    await phone.getByText('约好了。到时候见。').waitFor();
    expect(await textOf(phone.locator('.facts'))).toContain(plan.closed);

    await approver.reload();
    await approver.getByRole('tab', { name: /意见 1/ }).click();
    expect(await textOf(approver.getByRole('tabpanel'))).toContain('请保留服务日');
    await push(approver, '采用');
    const form = approver.locator('.step-form');
    await form.getByLabel('生效日期').fill(addDays(localDate(new Date()), 20));
    await form.getByLabel('批准文件').fill('榕政函〔2026〕7号');
    await form.getByRole('button', { name: '采用' }).click();
    await approver.getByText('方案已采用，正在落实。').waitFor();
    await go(approver, 'works');
    expect(await textOf(approver.locator('.work', { hasText: `关闭${plan.closed}` }))).toContain('1 个预约已改到别处');

    // The papers that lie there go to the heir, and so does she: told where and when, and that she may cancel.
    await phone.goto('/me/notices');
    const told = await textOf(phone.locator('.card').first());
    expect(told).toContain(`到“${plan.closed}”`);
    expect(told).toMatch(/请改到“|已改为/);
    await phone.getByRole('link', { name: '我的预约' }).first().click();
    await phone.locator('.card a').first().click();
    expect(await textOf(phone.locator('.facts'))).not.toContain(plan.closed);
    expect(await textOf(phone.locator('.note.warn'))).toContain(`“${plan.closed}”`);
    await context.close();
  });

  test('on the day a resident finds another point, without anybody doing anything', async () => {
    const closed = prefecture.sites.find(({ name }) => name === plan.closed)!;
    const near = `/points?lon=${closed.lon}&lat=${closed.lat}`;
    const { page: phone } = await withPhone(browser, program.url);
    await phone.goto(near);
    expect(await textOf(phone.locator('main'))).toContain(plan.closed);

    await program.stop();
    const later = pathToFileURL(join(import.meta.dirname, 'support', 'later.mjs')).href;
    program = await startDoorstep({
      DATA_DIR: program.dataDir,
      NODE_OPTIONS: `--import ${later}`,
      DAYS_LATER: '21',
    });
    const { page: again } = await withPhone(browser, program.url);
    await again.goto(near);
    const shown = await textOf(again.locator('main'));
    expect(shown).not.toContain(plan.closed);
    expect(shown).toContain('便民服务');
  });
});
