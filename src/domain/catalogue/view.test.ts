import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { makeResidentId } from '#domain/identity/resident-id.ts';
import en from '../../../locales/en/form.json' with { type: 'json' };
import zh from '../../../locales/zh-CN/form.json' with { type: 'json' };
import { checkAnswers, standardCheckers, visibleQuestions } from './answers.ts';
import { type Answers, questionsOf } from './form.ts';
import { formatMoney, formatMonth, maskedAnswers, problemMessage } from './format.ts';
import { answersFor, seeded } from './sample.ts';
import { sampleItem } from './testing.sample.ts';
import { nextPage, pagesOf, previousPage, progressAt, reviewOf, unfinished } from './view.ts';

const today = '2026-03-02';
const { form } = sampleItem();
const checkers = standardCheckers({ today, sampleRegion: true });
const ids = (answers = {}) => pagesOf(form, answers).map((page) => page.id);
const idNumber = makeResidentId('990101', '1968-03-05', 2);
const sampled = answersFor(form, seeded(11), { today, optional: 1 });
const answers = {
  ...sampled,
  applyingAs: 'self',
  name: '王秀英',
  idNumber,
  birthDate: '1968-03-05',
  mobile: '13800000000',
  years: 12,
  shortWay: 'pay',
  wage: 123456,
  fromMonth: '2025-12',
  toMonth: '2026-01',
  kinds: ['a', 'c'],
  proof: true,
};

describe('pages', () => {
  test('small questions share a page; a hidden question has none', () => {
    const pages = pagesOf(form, {});
    expect(pages.map((page) => page.questions.map((question) => question.id).join('+'))).toEqual([
      'applyingAs',
      'name+idNumber',
      'birthDate',
      'mobile+phone',
      'division+address',
      'years',
      'area',
      'wage',
      'fromMonth+toMonth',
      'kinds',
      'remarks',
      'employer',
      'account',
      'corporate',
      'family',
      'proof',
      'truth',
    ]);
    expect(ids({ applyingAs: 'agent', years: 15 })).toContain('agentName');
    expect(ids({ applyingAs: 'agent', years: 15 })).not.toContain('shortWay');
  });

  test('walking forward meets every visible question once, and back again', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 31 }), (seed) => {
        const given = answersFor(form, seeded(seed), { today });
        const forward = [pagesOf(form, given)[0]!];
        for (let next = nextPage(form, given, forward[0]!.id); next; next = nextPage(form, given, next.id))
          forward.push(next);
        expect(forward.flatMap((page) => page.questions)).toEqual(visibleQuestions(form, given));
        const back = [forward.at(-1)!];
        for (let page = previousPage(form, given, back[0]!.id); page; page = previousPage(form, given, page.id))
          back.push(page);
        expect(back.reverse()).toEqual(forward);
        forward.forEach((page, at) => {
          expect(progressAt(form, given, page.id)).toMatchObject({ page: at + 1, pages: forward.length, sections: 3 });
        });
      }),
    );
  });

  test('from a page that an answer has just hidden the way goes on', () => {
    expect(nextPage(form, { applyingAs: 'self' }, 'agentName')?.id).toBe('birthDate');
    expect(previousPage(form, { applyingAs: 'self' }, 'agentName')?.id).toBe('name');
    expect(progressAt(form, { applyingAs: 'self' }, 'agentName')).toBeUndefined();
  });
});

test('what is unfinished names the page that mends it', () => {
  expect(unfinished(form, answers, { today, checkers })).toEqual([]);
  const { idNumber: _left, ...rest } = answers;
  expect(
    unfinished(form, { ...rest, years: 'x' }, { today, checkers }).map(
      ({ page, found }) => `${page} ${found.path} ${found.code}`,
    ),
  ).toEqual(['name idNumber form.required', 'years years form.not-a-number']);
});

describe('check your answers', () => {
  const rows = (language: 'zh-CN' | 'en', masked = false) =>
    new Map(
      reviewOf(form, answers, language, { masked, divisionName: () => '石桥村' }).flatMap((section) =>
        section.rows.map((row) => [row.question, row]),
      ),
    );

  test('reads as people write', () => {
    const said = rows('zh-CN');
    const values = (...wanted: string[]) => wanted.map((id) => said.get(id)?.value);
    expect(
      values('birthDate', 'fromMonth', 'wage', 'years', 'kinds', 'proof', 'truth', 'shortWay', 'division'),
    ).toEqual(['1968年3月5日', '2025年12月', '¥1,234.56', '12年', '第1种、第3种', '是', '已声明', '补缴', '石桥村']);
    const english = rows('en');
    expect(['birthDate', 'fromMonth', 'years', 'kinds', 'proof'].map((id) => english.get(id)?.value)).toEqual([
      '5 March 1968',
      'December 2025',
      '12 years',
      'Kind 1; Kind 3',
      'Yes',
    ]);
  });

  test('can be masked', () => {
    const masked = rows('zh-CN', true);
    expect(masked.get('name')?.value).toBe('王**');
    expect(masked.get('idNumber')?.value).toBe(`990101********${idNumber.slice(-4)}`);
    expect(masked.get('mobile')?.value).toBe('138****0000');
    expect(masked.get('account')?.value).toMatch(/^6217 \*{4} \*{4} \d{4}$/);
    expect(JSON.stringify([...masked.values()])).not.toContain(answers.idNumber);
  });

  test('a list is a table of its own columns', () => {
    const row = rows('en').get('family')!;
    expect(row.table?.columns).toEqual(['Name', 'ID number', 'Works', 'Where']);
    expect(row.table?.rows).toHaveLength((sampled.family as Answers[]).length);
    expect(row.value).toMatch(/^\d rows?$/);
  });

  test('an unanswered question stays in view', () => {
    const { mobile: _left, ...rest } = answers;
    const row = reviewOf(form, rest, 'en')
      .flatMap((section) => section.rows)
      .find((one) => one.question === 'mobile');
    expect(row).toMatchObject({ value: undefined, required: true, page: 'mobile' });
  });
});

describe('words of a problem', () => {
  const said = (given: Record<string, unknown>, path: string, language: 'zh-CN' | 'en') => {
    const found = checkAnswers(form, { ...answers, ...given }, { today, mode: 'submit', checkers }).problems.find(
      (one) => one.path === path,
    );
    return found && problemMessage(form, found, language === 'en' ? en : zh, language);
  };

  test('name the question and its bounds as people write them', () => {
    expect(said({ wage: 5 }, 'wage', 'zh-CN')).toBe('“工资”不能少于 ¥1.00，请核对金额。');
    expect(said({ wage: 5 }, 'wage', 'en')).toBe('“Pay” must be ¥1.00 or more. Check the amount.');
    expect(said({ birthDate: '2020-01-01' }, 'birthDate', 'zh-CN')).toBe('“出生日期”不能晚于2008年3月2日，请核对。');
    expect(said({ fromMonth: '2020-01' }, 'fromMonth', 'en')).toBe(
      '“From month” must be March 2024 or later. Check the month.',
    );
    expect(said({ fromMonth: '2026-03', toMonth: '2026-01' }, 'fromMonth', 'zh-CN')).toBe('开始月份晚于结束月份。');
    expect(
      said({ family: [{ name: '王五', idNumber: '990101196001010015', works: true }] }, 'family.0.where', 'en'),
    ).toBe('Row 1: Enter an answer for “Where”.');
    expect(said({ nickname: 'x' }, 'nickname', 'en')).toContain('“nickname”');
  });

  test('never leave a place open', () => {
    fc.assert(
      fc.property(fc.constantFrom(...questionsOf(form).map((question) => question.id)), fc.anything(), (id, value) => {
        for (const found of checkAnswers(form, { ...answers, [id]: value }, { today, mode: 'submit', checkers })
          .problems) {
          if (!found.code.startsWith('form.')) continue;
          for (const language of ['zh-CN', 'en'] as const) {
            const message = problemMessage(form, found, language === 'en' ? en : zh, language);
            expect(message).not.toMatch(/\{\w+\}/);
            expect(message).not.toBe(found.code);
          }
        }
      }),
    );
  });
});

test('answers are masked where they stand, in tables too', () => {
  const masked = maskedAnswers(form, {
    name: '王秀英',
    years: 12,
    kinds: ['a'],
    family: [{ name: '欧阳小龙', idNumber, works: true }],
  });
  expect(masked).toEqual({
    name: '王**',
    years: 12,
    kinds: ['a'],
    family: [{ name: '欧阳**', idNumber: `990101********${idNumber.slice(-4)}`, works: true }],
  });
});

test('money and months', () => {
  expect([0, 5, 123456, -123456789].map(formatMoney)).toEqual(['¥0.00', '¥0.05', '¥1,234.56', '-¥1,234,567.89']);
  expect([formatMonth('2026-03', 'zh-CN'), formatMonth('2026-03', 'en')]).toEqual(['2026年3月', 'March 2026']);
});
