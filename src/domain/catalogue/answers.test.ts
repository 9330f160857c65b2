import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkAnswers, prefilled, standardCheckers, visibleQuestions } from './answers.ts';
import { type Answers, Form, holds, type Question, questionsOf } from './form.ts';
import { answersFor, seeded } from './sample.ts';
import { sampleItem } from './testing.sample.ts';
import type { CheckContext } from './values.ts';

const today = '2026-03-02';
const checkers = standardCheckers({ today, sampleRegion: true });
const submit: CheckContext = { today, mode: 'submit', checkers };
const draft: CheckContext = { today, mode: 'draft', checkers };
const { form } = sampleItem();

const valid = (seed: number, optional = 0.5) => answersFor(form, seeded(seed), { today, optional });
const codes = (given: Record<string, unknown>, context = submit) =>
  checkAnswers(form, given, context).problems.map(({ path, code }) => `${path} ${code}`);
const seeds = fc.integer({ min: 0, max: 2 ** 31 });

/** A form of one question, for the table of single answers. */
const one = (question: Partial<Question> & Pick<Question, 'kind'>) =>
  Form.parse({
    sections: [
      {
        id: 's',
        title: { 'zh-CN': '节', en: 'Section' },
        questions: [{ id: 'q', label: { 'zh-CN': '题', en: 'Question' }, ...question }],
      },
    ],
  });
const check = (question: Partial<Question> & Pick<Question, 'kind'>, answer: unknown) => {
  const { clean, problems } = checkAnswers(one(question), { q: answer }, submit);
  return problems[0]?.code ?? clean.q;
};

describe('valid answers', () => {
  test('are accepted and already in their one spelling', () => {
    fc.assert(
      fc.property(seeds, fc.double({ min: 0, max: 1, noNaN: true }), (seed, optional) => {
        const answers = valid(seed, optional);
        expect(checkAnswers(form, answers, submit)).toEqual({ clean: answers, problems: [] });
      }),
    );
  });

  test('checking twice changes nothing more', () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.constantFrom('name', 'idNumber', 'mobile', 'wage', 'family', 'kinds', 'birthDate', 'zzz'),
          fc.anything(),
        ),
        (given) => {
          const { clean } = checkAnswers(form, given, draft);
          expect(checkAnswers(form, clean, draft).clean).toEqual(clean);
        },
      ),
    );
  });

  test('whatever is sent, every path named is of the form or was sent', () => {
    const ids = questionsOf(form).map((question) => question.id);
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.anything()), (given) => {
        for (const { path } of checkAnswers(form, given, submit).problems) {
          expect(ids.includes(path.split('.')[0]!) || Object.hasOwn(given, path)).toBe(true);
        }
      }),
    );
  });
});

describe('a mistake is named at its field', () => {
  test('a required answer left out', () => {
    fc.assert(
      fc.property(seeds, fc.nat(), (seed, at) => {
        const answers = valid(seed);
        const required = visibleQuestions(form, answers).filter((question) => question.required);
        const missing = required[at % required.length]!.id;
        const { [missing]: _left, ...rest } = answers;
        const named = checkAnswers(form, rest, submit).problems.filter((found) =>
          found.code.startsWith('form.required'),
        );
        expect(named.map((found) => found.path)).toContain(missing);
      }),
    );
  });

  const mutations: [string, unknown, string][] = [
    ['name', '王3', 'name.characters'],
    ['idNumber', '990101196001010016', 'resident-id.check'],
    ['birthDate', '1968-02-30', 'form.not-a-date'],
    ['birthDate', '1899-01-01', 'form.date-too-early'],
    ['birthDate', '2026-03-01', 'form.date-too-late'],
    ['mobile', '12800000000', 'phone.mobile'],
    ['division', '99010100100', 'form.division'],
    ['address', '村', 'form.too-short'],
    ['years', 12.5, 'form.not-whole'],
    ['years', -1, 'form.too-small'],
    ['years', 61, 'form.too-large'],
    ['years', 'twelve', 'form.not-a-number'],
    ['years', '12', 'form.not-a-number'],
    ['area', 1.234, 'form.too-many-decimals'],
    ['wage', 99, 'form.money-too-small'],
    ['wage', 10_000_001, 'form.money-too-large'],
    ['wage', Number.NaN, 'form.wrong-shape'],
    ['fromMonth', '2026-13', 'form.not-a-month'],
    ['fromMonth', '2024-02', 'form.month-too-early'],
    ['toMonth', '2026-04', 'form.month-too-late'],
    ['kinds', ['d'], 'form.not-an-option'],
    ['kinds', ['a', 'b', 'c'], 'form.too-many-choices'],
    ['kinds', 'a', 'form.wrong-shape'],
    ['remarks', 'x'.repeat(51), 'form.too-long'],
    ['employer', '11990100000000019G', 'uscc.check'],
    ['account', '6217000000000000005', 'bank-card.check'],
    ['corporate', '1234567', 'form.corporate-account'],
    ['truth', false, 'form.required-declaration'],
    ['truth', 'yes', 'form.wrong-shape'],
    ['family', 'none', 'form.wrong-shape'],
    ['applyingAs', 'nobody', 'form.not-an-option'],
    ['nickname', 'A', 'form.unknown-field'],
    ['__proto__x', 'A', 'form.unknown-field'],
  ];
  test.each(mutations)('%s = %j → %s', (id, value, code) => {
    fc.assert(
      fc.property(seeds, (seed) => {
        expect(codes({ ...valid(seed), [id]: value })).toContain(`${id} ${code}`);
      }),
      { numRuns: 10 },
    );
  });

  test('inside a row, with its number and column', () => {
    const answers = valid(1);
    const row = { name: '王秀英', idNumber: '990101196001010015', works: true, where: '镇上' };
    expect(codes({ ...answers, family: [row, { ...row, idNumber: '9901' }] })).toEqual([
      'family.1.idNumber resident-id.length',
    ]);
    expect(codes({ ...answers, family: [row, row] })).toEqual(['family.1.idNumber form.repeated-row']);
    expect(codes({ ...answers, family: [{ ...row, where: undefined }] })).toEqual(['family.0.where form.required']);
    expect(codes({ ...answers, family: [{ ...row, colour: 'red' }] })).toEqual(['family.0.colour form.unknown-field']);
    expect(codes({ ...answers, family: [row, row, row, row] })).toEqual(['family form.too-many-rows']);
    expect(codes({ ...answers, family: [] })).toEqual(['family form.required-rows']);
    expect(codes({ ...answers, family: ['x'] })).toContain('family.0 form.wrong-shape');
  });

  test('a cross check names its left side, once both sides are right in themselves', () => {
    const answers = { ...valid(3), idNumber: '990101196001010015', birthDate: '1960-01-01' };
    expect(codes(answers)).toEqual([]);
    expect(codes({ ...answers, birthDate: '1960-01-02' })).toEqual(['birthDate form.check']);
    expect(codes({ ...answers, fromMonth: '2026-02', toMonth: '2026-01' })).toEqual(['fromMonth form.check']);
    expect(codes({ ...answers, birthDate: '1960-02-30' })).toEqual(['birthDate form.not-a-date']);
  });
});

describe('conditions', () => {
  test('a hidden question is never required and its answer is dropped', () => {
    const answers = { ...valid(5), applyingAs: 'self', agentName: '李四', years: 20, shortWay: 'pay' };
    const { clean, problems } = checkAnswers(form, answers, submit);
    expect(problems).toEqual([]);
    expect(clean).not.toHaveProperty('agentName');
    expect(clean).not.toHaveProperty('shortWay');
  });

  test('over random answers nothing hidden is ever a problem', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { clean, problems } = checkAnswers(form, valid(seed), submit);
        const visible = visibleQuestions(form, clean).map((question) => question.id);
        expect(problems.every((found) => visible.includes(found.path.split('.')[0]!))).toBe(true);
        expect(Object.keys(clean).every((id) => visible.includes(id))).toBe(true);
      }),
    );
  });

  test('an answer to a hidden question shows nothing further', () => {
    const chain = Form.parse({
      sections: [
        {
          id: 's',
          title: { 'zh-CN': '节', en: 'S' },
          questions: [
            { id: 'a', kind: 'yesno', label: { 'zh-CN': '甲', en: 'A' } },
            { id: 'b', kind: 'yesno', label: { 'zh-CN': '乙', en: 'B' }, when: { question: 'a', equals: true } },
            { id: 'c', kind: 'text', label: { 'zh-CN': '丙', en: 'C' }, when: { question: 'b', equals: true } },
          ],
        },
      ],
    });
    expect(checkAnswers(chain, { a: false, b: true, c: 'x' }, submit)).toEqual({ clean: { a: false }, problems: [] });
  });

  const answers: Answers = { n: 5, many: ['x', 'y'], flag: false };
  test.each([
    [{ question: 'n', equals: 5 }, true],
    [{ question: 'n', in: [4, 5] }, true],
    [{ question: 'n', atLeast: 5 }, true],
    [{ question: 'n', atLeast: 6 }, false],
    [{ question: 'n', below: 6 }, true],
    [{ question: 'n', below: 5 }, false],
    [{ question: 'gone', below: 5 }, false],
    [{ question: 'many', equals: 'y' }, true],
    [{ question: 'many', in: ['z'] }, false],
    [{ question: 'flag', equals: false }, true],
    [{ question: 'gone', equals: false }, false],
    [{ question: 'gone', answered: false }, true],
    [{ question: 'flag', answered: true }, true],
    [{ question: 'toString', answered: true }, false],
    [{ all: [{ question: 'n', equals: 5 }, { not: { question: 'flag', equals: true } }] }, true],
    [
      {
        any: [
          { question: 'n', equals: 6 },
          { question: 'flag', equals: true },
        ],
      },
      false,
    ],
  ])('%j is %s', (condition, expected) => {
    expect(holds(condition, answers)).toBe(expected);
  });
});

describe('a draft', () => {
  test('requires nothing and keeps what is there, mistakes told', () => {
    expect(checkAnswers(form, {}, draft)).toEqual({ clean: {}, problems: [] });
    const { clean, problems } = checkAnswers(
      form,
      { idNumber: '9901 0119', truth: false, family: [{ name: '王五' }] },
      draft,
    );
    expect(clean).toEqual({ idNumber: '9901 0119', truth: false, family: [{ name: '王五' }] });
    expect(problems.map((found) => found.code)).toEqual(['resident-id.length']);
  });
});

describe('one spelling', () => {
  test.each([
    [{ kind: 'person-name' }, ' 阿依努尔．买买提 ', '阿依努尔·买买提'],
    [{ kind: 'resident-id' }, '９９０１０１ 19600101 0015', '990101196001010015'],
    [{ kind: 'resident-id' }, '99010219701231113x', '99010219701231113X'],
    [{ kind: 'mobile' }, '138 0000-0000', '13800000000'],
    [{ kind: 'bank-account' }, '6217 0000 0000 0000 004', '6217000000000000004'],
    [{ kind: 'corporate-account' }, '5100 1234-5678', '510012345678'],
    [{ kind: 'text' }, '  石 桥\u200b 村\u0007 ', '石 桥 村'],
    [{ kind: 'longtext' }, 'a\r\nb\r', 'a\nb'],
    [
      { kind: 'choices', options: ['b', 'a'].map((value) => ({ value, label: { 'zh-CN': value, en: value } })) },
      ['a', 'b', 'a'],
      ['b', 'a'],
    ],
    [{ kind: 'text' }, '𠮷'.repeat(120), '𠮷'.repeat(120)],
    [{ kind: 'text' }, '𠮷'.repeat(121), 'form.too-long'],
    [{ kind: 'text' }, '   ', 'form.required'],
    [{ kind: 'money' }, 0, 0],
    [{ kind: 'money' }, 1e15, 'form.money-too-large'],
    [{ kind: 'date' }, '2024-02-29', '2024-02-29'],
    [{ kind: 'date', max: 'today' }, '2026-03-03', 'form.date-too-late'],
    [{ kind: 'date', min: 'today-1m' }, '2026-02-02', '2026-02-02'],
    [{ kind: 'date', min: 'today-1m' }, '2026-02-01', 'form.date-too-early'],
  ] as [Partial<Question> & Pick<Question, 'kind'>, unknown, unknown][])('%j %j → %j', (question, given, expected) => {
    expect(check(question, given)).toEqual(expected);
  });

  test('the region of samples is refused where it is not allowed', () => {
    const strict = { ...submit, checkers: standardCheckers({ today, sampleRegion: false }) };
    expect(checkAnswers(one({ kind: 'resident-id' }), { q: '990101196001010015' }, strict).problems[0]?.code).toBe(
      'document.sample',
    );
  });

  test('a foreigner’s permanent residence card is an ID number too', () => {
    expect(check({ kind: 'resident-id' }, '932682198501010017')).toBe('932682198501010017');
  });
});

test('facts of the master record are put where they are asked', () => {
  expect(prefilled(form, { 'person.name': '王秀英', 'person.mobile': '13800000000' })).toEqual({ name: '王秀英' });
});
