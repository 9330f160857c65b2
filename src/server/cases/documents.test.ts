import { describe, expect, it } from 'vitest';
import { languages } from '#domain/kernel/text.ts';
import en from '../../../locales/en/documents.json' with { type: 'json' };
import zh from '../../../locales/zh-CN/documents.json' with { type: 'json' };
import { createPrinter, drafts } from './documents.print.ts';
import { samples } from './documents.testing.ts';
import {
  type ApprovalSheetData,
  type DocumentKind,
  documentNumber,
  type EndingData,
  type ResultLine,
  renderDocument,
} from './documents.ts';
import { wordsOf } from './documents.words.ts';

const kinds = Object.keys(samples) as DocumentKind[];

/** All that a draft prints, in reading order. */
function textOf(node: unknown): string {
  if (typeof node === 'string') return node;
  if (Array.isArray(node)) return node.map(textOf).join('');
  if (typeof node !== 'object' || node === null) return '';
  const { text, stack, columns, table } = node as Record<string, unknown>;
  const rows = (table as { body?: unknown } | undefined)?.body;
  return [text, stack, columns, rows].map(textOf).join('');
}

function printed<K extends DocumentKind>(kind: K, data = samples[kind], language: 'zh-CN' | 'en' = 'zh-CN'): string {
  const draft = drafts[kind](wordsOf(language), data);
  return [draft.title, textOf(draft.content), textOf(draft.closing), draft.formula, draft.summary].join('\n');
}

const pagesOf = (pdf: Buffer): number => pdf.toString('latin1').match(/\/Type \/Page\n/g)?.length ?? 0;

describe('every document', () => {
  it.each(kinds.flatMap((kind) => languages.map((language) => [kind, language] as const)))(
    '%s in %s is a PDF/A of few pages and moderate size',
    async (kind, language) => {
      const pdf = await renderDocument(kind, samples[kind] as never, language);
      expect(pdf.subarray(0, 8).toString()).toBe('%PDF-1.7');
      expect(pdf.subarray(-6).toString().trim()).toBe('%%EOF');
      expect(pdf.includes('<pdfaid:part>2</pdfaid:part>')).toBe(true);
      expect(pagesOf(pdf)).toBeLessThanOrEqual(2);
      expect(pdf.length).toBeLessThan(150_000);
    },
  );

  it.each(kinds.flatMap((kind) => languages.map((language) => [kind, language] as const)))(
    '%s in %s leaves no place unfilled',
    (kind, language) => {
      expect(printed(kind, samples[kind] as never, language)).not.toMatch(/[{}]|undefined|null|NaN|\[object/);
    },
  );

  it('is the same to the byte, whoever prints it', async () => {
    const print = createPrinter();
    const [first, again, here] = await Promise.all([
      renderDocument('decision', samples.decision),
      renderDocument('decision', samples.decision),
      print('decision', samples.decision, 'zh-CN'),
    ]);
    expect(again.equals(first)).toBe(true);
    expect(here.equals(first)).toBe(true);
    const later = { ...samples.decision, issuedAt: '2026-03-03T15:20:01+08:00' };
    expect((await renderDocument('decision', later)).equals(first)).toBe(false);
  });

  it('holds nothing personal in its properties', async () => {
    const pdf = (await renderDocument('decision', samples.decision)).toString('latin1');
    const utf16 = Buffer.from('欧阳秀兰', 'utf16le').swap16().toString('latin1');
    expect(pdf).not.toContain(utf16);
    expect(pdf).not.toContain(Buffer.from('欧阳秀兰').toString('latin1'));
    expect(pdf).not.toContain('990101196001010015');
  });

  it('is printed off the main thread', async () => {
    let turns = 0;
    let done = false;
    const count = (): void => {
      turns += 1;
      if (!done) setTimeout(count, 1);
    };
    count();
    await renderDocument('approval-sheet', samples['approval-sheet']);
    done = true;
    expect(turns).toBeGreaterThan(5);
  });

  it('fits on one sheet in the ordinary case', async () => {
    for (const kind of kinds.filter((one) => one !== 'approval-sheet')) {
      expect([kind, pagesOf(await renderDocument(kind, samples[kind] as never))]).toEqual([kind, 1]);
    }
  });

  it('has the same texts in both languages, with the same places', () => {
    expect(Object.keys(en)).toEqual(Object.keys(zh));
    const places = (text: string) => [...new Set(text.match(/\{\w+\}/g))].filter((place) => place !== '{words}').sort();
    for (const key of Object.keys(zh) as (keyof typeof zh)[])
      expect([key, places(en[key])]).toEqual([key, places(zh[key])]);
  });
});

describe('what must be said', () => {
  it('a receipt is not acceptance, and says by when an answer comes', () => {
    expect(printed('receipt')).toContain('不表示已经受理');
    expect(printed('receipt')).toContain('2026年2月26日（周四）');
    expect(printed('receipt')).toContain('社会保障卡（金融账户已激活）');
    const { answerBy: _, ...open } = samples.receipt;
    expect(printed('receipt', open)).toContain('审查以后，我们会书面告诉您');
    expect(printed('receipt', { ...open, papers: [] })).toContain('没有另外收取材料');
  });

  it('an acceptance gives both limits, the earlier one, its reason, and what is owed', () => {
    const text = printed('acceptance');
    for (const part of [
      '20个工作日',
      '《社会保险经办条例》第十八条',
      '10个工作日',
      '2026年3月5日（周四）',
      '从收到申请的第二天',
    ])
      expect(text).toContain(part);
    expect(text).toContain('2026年2月28日（周六）');
    expect(text).toContain('这次办理终止');
    const { owed: _, ...plain } = samples.acceptance;
    expect(printed('acceptance', plain)).not.toContain('补交');
    expect(printed('acceptance', { ...plain, deemed: true })).toContain('依法自2026年2月14日收到申请之日起就算受理');
  });

  it('a one-time notice names everything, the last day, the ways and what follows', () => {
    const text = printed('correction');
    for (const part of [
      '居民身份证（背面）',
      '银行账户',
      '2 项',
      '2026年3月9日（周一）',
      '任何一个服务点',
      '申请退回给您',
    ])
      expect(text).toContain(part);
    expect(text).not.toContain('第 1 次');
    expect(printed('correction', { ...samples.correction, round: 2 })).toContain('第 2 次');
  });

  it('whatever may be contested gives reason, basis and both remedies with their time', () => {
    const refused = { ...samples.decision, granted: false, reason: '缴费年限不足15年。' } as const;
    const terminated: EndingData = {
      ...samples.ending,
      ending: 'terminated',
      reason: '申请人已经去世。',
      basis: '《社会保险经办条例》第二十五条',
      remedy: samples.refusal.remedy,
    };
    const texts = [
      printed('refusal'),
      printed('decision'),
      printed('decision', refused),
      printed('ending', terminated),
    ];
    for (const text of texts) {
      expect(text).toContain('60日内，向东山县人民政府申请行政复议');
      expect(text).toContain('6个月内，直接向东山县人民法院提起行政诉讼');
      expect(text).toContain('依据');
    }
    expect(texts[2]).toContain('缴费年限不足15年。');
    expect(texts[2]).toContain('不予办理决定书');
    expect(texts[3]).toContain('申请人已经去世。');
  });

  it('a granted decision says the result by its kind', () => {
    expect(printed('decision')).toContain('每月 ¥229.33（人民币贰佰贰拾玖元叁角叁分）');
    expect(printed('decision')).toContain('2026年4月');
    expect(printed('decision')).toContain('尾号 0004');
    const granted = (result: ResultLine): string =>
      printed('decision', { ...samples.decision, granted: true, result, delivery: { 'zh-CN': '当场领取', en: 'Now' } });
    expect(granted({ kind: 'money', title: '丧葬补助金', amount: 200_000 })).toContain(
      '一次性 ¥2,000.00（人民币贰仟元整）',
    );
    const card = granted({ kind: 'card', title: '社会保障卡', reference: 'A01234567', validUntil: '2036-03-03' });
    expect(card).toContain('A01234567');
    expect(card).toContain('2036年3月3日');
    for (const kind of ['certificate', 'notice', 'register_entry'] as const)
      expect(granted({ kind, title: '就业登记' })).toContain('就业登记');
  });

  it('the approval sheet shows each opinion with who, for whom, where and when', () => {
    const text = printed('approval-sheet');
    expect(text).toContain('王建军（代周敏）');
    expect(text).toContain('2026年2月26日 16:05');
    expect(text).toContain('流水号 SB20260226004417');
    const against: ApprovalSheetData = {
      ...samples['approval-sheet'],
      opinions: [{ ...samples['approval-sheet'].opinions[0]!, agree: false }],
    };
    expect(printed('approval-sheet', against)).toContain('不同意');
  });

  it('every ending says what becomes of papers or result', () => {
    const base = samples.ending;
    expect(printed('ending', { ...base, ending: 'withdrawn', reason: '已在外地领取' })).toContain('理由：已在外地领取');
    expect(printed('ending')).toContain('保存在石桥镇云岭村便民服务站');
    const uncollected: EndingData = {
      ...base,
      ending: 'uncollected',
      resultTitle: '社会保障卡',
      remindedOn: ['2026-03-10', '2026-04-10'],
      keptAt: '石桥镇便民服务中心',
    };
    expect(printed('ending', uncollected)).toContain('2026年3月10日、2026年4月10日');
    expect(printed('ending', { ...uncollected, remindedOn: [] })).toContain('到今天还没有领取');
    expect(printed('ending', uncollected)).toContain('结果仍然有效');
  });

  it('has the gist in the other language', () => {
    expect(printed('acceptance')).toContain('We will decide by Thursday 5 March 2026');
    expect(printed('acceptance', samples.acceptance, 'en')).toContain('最晚在2026年3月5日（周四）作出决定');
  });
});

describe('awkward data', () => {
  const long = '经查阅申请人提交的全部材料并与省集中系统比对，'.repeat(90).slice(0, 2000);

  it('runs over pages instead of off them', async () => {
    const sheet = structuredClone(samples['approval-sheet']);
    sheet.opinions = [long, 'A'.repeat(2000), `${long}\n\n${long}`].map((text) => ({ ...sheet.opinions[0]!, text }));
    sheet.papers = Array.from({ length: 60 }, () => sheet.papers[0]!);
    const pdf = await renderDocument('approval-sheet', sheet);
    expect(pagesOf(pdf)).toBeGreaterThan(8);
    // A saved graphics state that is never restored, or the reverse, is a broken page.
    const refused = await renderDocument('refusal', { ...samples.refusal, reason: long, basis: 'X'.repeat(300) });
    expect(pagesOf(refused)).toBeGreaterThan(1);
  });

  it('prints rare characters, emoji, controls and foreign letters as far as the typeface has them', async () => {
    const applicant = { ...samples.receipt.applicant, name: '𬱖䶮㐂\u0000\u200f 𠮷 Erdoğan 가 😀' };
    await expect(renderDocument('receipt', { ...samples.receipt, applicant })).resolves.toBeInstanceOf(Buffer);
  });

  it('fetches nothing, whatever the data look like', async () => {
    const name = 'https://example.com/x.ttf';
    const unit = { ...samples.receipt.unit, name: 'file:///etc/passwd' };
    const data = { ...samples.receipt, unit, applicant: { ...samples.receipt.applicant, name } };
    await expect(renderDocument('receipt', data)).resolves.toBeInstanceOf(Buffer);
  });

  it('fails alone: an order that cannot be printed leaves the others be', async () => {
    const [bad, good] = await Promise.allSettled([
      renderDocument('receipt', { ...samples.receipt, receivedAt: 'yesterday' }),
      renderDocument('receipt', samples.receipt),
    ]);
    expect(bad.status).toBe('rejected');
    expect(good.status).toBe('fulfilled');
  });
});

describe('numbers', () => {
  it('name their kind, their case, and which of several they are', () => {
    expect(documentNumber('acceptance', '012600001238')).toBe('受字第 0126-0000-1238 号');
    expect(documentNumber('correction', '012600001238', 2)).toBe('补字第 0126-0000-1238-2 号');
    expect(documentNumber('hand-over', '9901-20260304-007')).toBe('交字第 9901-20260304-007 号');
  });
});
