import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import holidays from '#db/reference/holidays.json' with { type: 'json' };
import { stopKinds } from '#domain/catalogue/item.ts';
import { type Calendar, parseCalendar } from '#domain/kernel/calendar.ts';
import { addDays, sayDate } from '#domain/kernel/dates.ts';
import { type Language, languages } from '#domain/kernel/text.ts';
import en from '../../../locales/en/clock.json' with { type: 'json' };
import zh from '../../../locales/zh-CN/clock.json' with { type: 'json' };
import type { ClockInput, ClockLimit, LimitUnit } from './clock.count.ts';
import {
  explain,
  explainDeemed,
  explainStatus,
  explanationOf,
  lengthsPhrase,
  type Messages,
  type Phrase,
  reasonPhrase,
  render,
} from './clock.explain.ts';
import { deemedAccepted, statusOf } from './clock.status.ts';
import { computeLimits } from './clock.ts';

const calendar = parseCalendar(holidays) as Calendar;
const messages: Record<Language, Messages> = { 'zh-CN': zh, en };
const at = (date: string, time = '10:00') => `${date}T${time}+08:00`;
const law = { 'zh-CN': '社会保险经办条例第18条', en: 'Regulations on Social Insurance Handling, art. 18' };

const explained = (input: ClockInput) => {
  const clock = computeLimits(input, calendar);
  return { zh: explanationOf(clock, 'zh-CN', zh), en: explanationOf(clock, 'en', en) };
};

describe('a date can be asked why', () => {
  it('and names the article, the days left out, and the limit that does not decide', () => {
    const limits: ClockLimit[] = [
      { amount: 20, unit: 'wd', kind: 'statutory', from: 'receipt', basis: law },
      { amount: 10, unit: 'wd', kind: 'promised', from: 'receipt' },
    ];
    expect(explained({ start: at('2026-02-13'), limits })).toEqual({
      zh: '2026年2月13日(周五)10:00收到申请；这一天不算，从第二天数起（民法典第201条）。承诺期限是10个工作日，只数工作日，数到3月5日(周四)。没有算进去的日子：2月15日至2月23日春节放假、3月1日(周日)。调休上班、要算的日子：2月14日(周六)、2月28日(周六)。最后一天是3月5日(周四)，到当天24时为止。另有法定期限20个工作日，到3月19日(周四)，比上面的晚，以先到的为准。',
      en: 'The application was received on Friday 13 February 2026 at 10:00; that day is not counted (Civil Code, art. 201). The promised limit is 10 working days; only working days are counted, and the last of them is Thursday 5 March. Days left out: 15 February to 23 February (Spring Festival), Sunday 1 March. Make-up working days, which are counted: Saturday 14 February, Saturday 28 February. The last day is Thursday 5 March, until midnight. The statutory limit of 20 working days ends later, on Thursday 19 March: the earlier date decides.',
    });
    expect(explained({ start: at('2026-02-13'), limits: [limits[0]!] }).zh).toContain(
      '法定期限是20个工作日（社会保险经办条例第18条）',
    );
  });

  it('and tells a last day that moved, a night, an extension and a year that nobody confirmed', () => {
    const sixty: ClockLimit[] = [{ amount: 60, unit: 'd', kind: 'statutory', from: 'acceptance' }];
    expect(explained({ start: at('2026-03-02'), limits: sixty }).zh).toBe(
      '2026年3月2日(周一)10:00受理；这一天不算，从第二天数起（民法典第201条）。法定期限是60天，休息日也算，数到5月1日(周五)。数到的那天赶上休息日：5月1日至5月5日劳动节放假。所以顺延到下一个工作日5月6日(周三)（民法典第203条）。最后一天是5月6日(周三)，到当天24时为止。',
    );
    const night = explained({
      start: at('2026-12-04', '22:00'),
      limits: [{ amount: 15, unit: 'd', kind: 'other' }],
      extensions: [{ amount: 10, unit: 'wd' }],
    });
    expect(night.en).toBe(
      'The application was received on Friday 4 December 2026 at 22:00, after closing at 17:30, and so belongs to the next working day, Monday 7 December; that day is not counted (Civil Code, art. 201). The limit is 15 days; days off are counted too, and the last of them is Tuesday 22 December. It was extended by 10 working days; the working days run on to Tuesday 5 January 2027. Days left out: 26 December to 27 December (weekend), 2 January 2027 to 3 January 2027 (weekend). The last day is Tuesday 5 January 2027, until midnight. The public holidays of 2027 are not confirmed: this date is provisional and may change when the State Council announces them.',
    );
  });

  it('and tells a request before opening from one after closing', () => {
    const early = explained({
      start: at('2026-02-13', '08:59'),
      limits: [{ amount: 10, unit: 'wd', kind: 'statutory' }],
    });
    expect(early.en).toContain(
      'on Friday 13 February 2026 at 08:59, before opening at 09:00, and so belongs to the next working day, Saturday 14 February; that day is not counted',
    );
    expect(early.zh).toContain(
      '2026年2月13日(周五)08:59收到申请，还没到09:00上班时间，归到下一个工作日2月14日(周六)；',
    );
  });

  it('and tells a stop with its article, and one that is still open', () => {
    const appraisal = {
      kind: 'appraisal',
      basis: { 'zh-CN': '行政许可法第45条', en: 'Administrative Licensing Law, art. 45' },
    };
    const limits: ClockLimit[] = [{ amount: 10, unit: 'wd', kind: 'statutory' }];
    const closed = explained({
      start: at('2026-03-02'),
      limits,
      stops: [{ from: '2026-03-05', to: '2026-03-12', ...appraisal }],
    });
    expect(closed.zh).toContain('3月5日至3月11日暂停计时（鉴定）（行政许可法第45条）');
    expect(closed.en).toContain(
      '5 March to 11 March (clock stopped: appraisal; Administrative Licensing Law, art. 45)',
    );
    const open = explained({ start: at('2026-03-02'), limits, stops: [{ from: '2026-03-05', ...appraisal }] });
    expect(open.zh).toContain('从3月5日(周四)起暂停计时，还没有恢复：已经用了2个工作日，还剩8个工作日。');
    expect(open.en).toContain(
      'The clock was stopped on Thursday 5 March and has not been restarted: 2 working days used, 8 working days left.',
    );
  });

  it('with many weekends told in one word', () => {
    const long = explained({ start: at('2026-03-02'), limits: [{ amount: 30, unit: 'wd', kind: 'other' }] });
    expect(long.zh).toContain('没有算进去的日子：4月4日至4月6日清明节放假、周六、周日共10天。');
  });

  it('whatever the case, in both languages, with nothing left unsaid', () => {
    const date = fc.integer({ min: 0, max: 500 }).map((days) => addDays('2025-10-01', days));
    const length = fc.record({
      amount: fc.integer({ min: 0, max: 80 }),
      unit: fc.constantFrom<LimitUnit>('wd', 'd', 'm'),
    });
    const kinds = fc.constantFrom<ClockLimit['kind']>(
      'statutory',
      'promised',
      'correction',
      'delivery',
      'notice',
      'other',
    );
    const from = fc.constantFrom<ClockLimit['from']>('receipt', 'acceptance', 'filing', 'decision', 'notice');
    const limit = fc.tuple(length, kinds, from).map(([of, kind, event]): ClockLimit => ({ ...of, kind, from: event! }));
    const stop = fc
      .tuple(
        date,
        fc.option(fc.integer({ min: 0, max: 30 }), { freq: 3 }),
        fc.constantFrom(...stopKinds, 'other', 'unheard-of'),
      )
      .map(([first, days, kind]) => ({ from: first, to: days === null ? null : addDays(first, days), kind }));
    const input: fc.Arbitrary<ClockInput> = fc.record({
      start: fc.tuple(date, fc.constantFrom('03:00', '10:00', '22:00')).map(([day, time]) => at(day, time)),
      limits: fc.array(limit, { minLength: 1, maxLength: 3 }),
      stops: fc.array(stop, { maxLength: 3 }),
      extensions: fc.array(
        length.filter(({ amount }) => amount > 0),
        { maxLength: 1 },
      ),
    });
    fc.assert(
      fc.property(input, (some) => {
        const clock = computeLimits(some, calendar);
        const year = Number(clock.clockStart.slice(0, 4));
        for (const language of languages) {
          const text = explanationOf(clock, language, messages[language]);
          expect(text).not.toMatch(
            /[{}]|undefined|NaN|Infinity|\[object|unheard|\b(start|count|left|roll|other|stop|kind|event)\.\w/,
          );
          if (clock.due) expect(text).toContain(sayDate(clock.due, language, year));
          for (const day of clock.unconfirmedYears) expect(text).toContain(String(day));
          for (const each of clock.limits.flatMap(({ leftOut }) => leftOut))
            expect(render([reasonPhrase(each.from, each)], language, messages[language])).not.toMatch(/[{}]|^$/);
        }
        const codes = (phrases: Phrase[]): string[] => phrases.map(({ code }) => code);
        for (const code of codes(explain(clock))) expect(zh).toHaveProperty([code]);
      }),
      { numRuns: 500 },
    );
  });
});

describe('other sentences of the clock', () => {
  const clock = computeLimits(
    { start: at('2026-02-13'), limits: [{ amount: 10, unit: 'wd', kind: 'statutory' }] },
    calendar,
  );
  const county = { 'zh-CN': '县社保局', en: 'The county' };
  const said = (today: string, language: Language) =>
    render([explainStatus(clock, statusOf(clock, today, calendar), county)], language, messages[language], 2026);

  it('say whose turn it is, until when, and what is used', () => {
    expect(said('2026-02-25', 'en')).toBe('The county has until Thursday 5 March; it has used 3 of 10 working days.');
    expect(said('2026-02-25', 'zh-CN')).toBe('县社保局最晚3月5日(周四)办好：一共10个工作日，已经用了3个工作日。');
    expect(said('2026-03-06', 'en')).toBe('The county had until Thursday 5 March; it is 1 day late.');
    const input: ClockInput = {
      start: at('2026-03-02'),
      limits: [{ amount: 10, unit: 'wd', kind: 'statutory' }],
      stops: [{ from: '2026-03-05', kind: 'records' }],
    };
    const paused = computeLimits(input, calendar);
    const phrase = explainStatus(paused, statusOf(paused, '2026-03-09', calendar), county);
    expect(render([phrase], 'zh-CN', zh, 2026)).toBe(
      '从3月5日(周四)起暂停计时，县社保局已经用了2个工作日；恢复后接着数。',
    );
  });

  it('say what became of the one-time notice', () => {
    const deemed = (noticeAt: string | null, asOf: string) =>
      render(
        explainDeemed(deemedAccepted({ received: at('2026-02-12'), noticeAt, asOf: at(asOf) }, calendar)),
        'zh-CN',
        zh,
        2026,
      );
    expect(deemed(at('2026-02-28'), '2026-02-28')).toContain(
      '2月28日(周六)才告知，已经晚了，所以从收到材料那天起就算受理（行政许可法第32条、第82条）',
    );
    expect(deemed(at('2026-02-26'), '2026-02-28')).toContain('没有晚');
    expect(deemed(null, '2026-02-28')).toContain('到期没有告知');
    expect(deemed(null, '2026-02-26')).toContain('最晚要在2月26日(周四)');
  });

  it('name lengths', () => {
    const lengths = lengthsPhrase([
      { amount: 60, unit: 'd' },
      { amount: 1, unit: 'wd' },
    ]);
    expect(render([lengths], 'zh-CN', zh)).toBe('60天加1个工作日');
    expect(render([lengths], 'en', en)).toBe('60 days plus 1 working day');
  });

  it('exist in both languages with the same places', () => {
    const places = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([place]) => place).sort();
    expect(Object.keys(en)).toEqual(Object.keys(zh));
    for (const [key, text] of Object.entries(zh)) {
      const own = places(text).filter((place) => !['{used}', '{usedLength}'].includes(place));
      const other = places(en[key as keyof typeof en]).filter((place) => !['{used}', '{usedLength}'].includes(place));
      expect([key, [...new Set(own)]]).toEqual([key, [...new Set(other)]]);
    }
    for (const kind of stopKinds) expect(zh).toHaveProperty([`stop.${kind}`]);
  });
});
