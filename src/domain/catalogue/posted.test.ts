import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkAnswers, standardCheckers } from './answers.ts';
import type { Answer, Answers, Question } from './form.ts';
import { questionsOf } from './form.ts';
import { parseDay, parseFormData, parseMoney, parseMonth, parseNumber } from './posted.ts';
import { answersFor, seeded } from './sample.ts';
import { sampleItem } from './testing.sample.ts';

const today = '2026-03-02';
const { form } = sampleItem();

test.each([
  ['1968-03-05', '1968-03-05'],
  ['1968.3.5', '1968-03-05'],
  ['1968/3/5', '1968-03-05'],
  ['1968 3 5', '1968-03-05'],
  ['1968年3月5日', '1968-03-05'],
  ['１９６８年３月５号', '1968-03-05'],
  [' 1968 年 3 月 5 日 ', '1968-03-05'],
  ['19680305', '1968-03-05'],
  ['5 March 1968', '1968-03-05'],
  ['5 mar 1968', '1968-03-05'],
  ['March 5, 1968', '1968-03-05'],
  ['2024-2-29', '2024-02-29'],
  ['2023-2-29', undefined],
  ['1968-13-1', undefined],
  ['5 Marsh 68', undefined],
  ['68.3.5', undefined],
  ['', undefined],
])('day %j → %j', (typed, day) => {
  expect(parseDay(typed)).toBe(day);
});

test.each([
  ['2026-3', '2026-03'],
  ['2026年3月', '2026-03'],
  ['2026年3月份', '2026-03'],
  ['202603', '2026-03'],
  ['2026.03', '2026-03'],
  ['March 2026', '2026-03'],
  ['2026-13', undefined],
  ['2026', undefined],
])('month %j → %j', (typed, month) => {
  expect(parseMonth(typed)).toBe(month);
});

test.each([
  ['12', 12],
  ['１２', 12],
  ['1,234', 1234],
  ['1 234', 1234],
  ['-3', -3],
  ['1.5', 1.5],
  ['一百', undefined],
  ['12年', undefined],
  ['1e3', undefined],
  ['0x10', undefined],
])('number %j → %j', (typed, value) => {
  expect(parseNumber(typed)).toBe(value);
});

test.each([
  ['1,234.56', 123456],
  ['¥1234.5', 123450],
  ['￥1，234', 123400],
  ['1234元', 123400],
  ['0.29', 29],
  ['1.1', 110],
  ['5万', 5_000_000],
  ['5.25万元', 5_250_000],
  ['1.005', undefined],
  ['1.50000', 150],
  ['', undefined],
  ['两千', undefined],
  ['99999999999999999999', undefined],
])('money %j → %j fen', (typed, fen) => {
  expect(parseMoney(typed)).toBe(fen);
});

test('money is read back to the fen, whatever the amount', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e12 }), (fen) => {
      expect(parseMoney(`${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, '0')}`)).toBe(fen);
    }),
  );
});

/** What a browser sends for an answer, by the names that pages use. */
const post = (
  data: FormData,
  question: Pick<Question, 'id' | 'kind' | 'columns'>,
  answer: Answer,
  name = question.id,
) => {
  if (question.kind === 'rows') {
    (answer as Answers[]).forEach((row, at) => {
      for (const column of question.columns ?? []) {
        const cell = row[column.id];
        if (cell !== undefined) post(data, column, cell, `${name}.${at}.${column.id}`);
      }
    });
  } else if (question.kind === 'date') {
    const [year, month, day] = String(answer).split('-').map(Number);
    data.append(`${name}.year`, `${year}`);
    data.append(`${name}.month`, `${month}`);
    data.append(`${name}.day`, `${day}`);
  } else if (Array.isArray(answer)) for (const value of answer) data.append(name, String(value));
  else if (typeof answer === 'boolean') data.append(name, answer ? 'yes' : 'no');
  else if (question.kind === 'money') data.append(name, `${Number(answer) / 100}`);
  else data.append(name, String(answer));
};

describe('a page without JavaScript', () => {
  test('every valid answer comes back through the form that posts it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 31 }), (seed) => {
        const answers = answersFor(form, seeded(seed), { today });
        const data = new FormData();
        for (const question of questionsOf(form)) {
          const answer = answers[question.id];
          if (answer !== undefined) post(data, question, answer);
        }
        const read: Answers = {};
        for (const question of questionsOf(form)) {
          const answer = parseFormData(question, data);
          if (answer !== undefined) read[question.id] = answer;
        }
        expect(read).toEqual(answers);
      }),
    );
  });

  const question = (id: string) => questionsOf(form).find((one) => one.id === id)!;
  const data = (...entries: [string, string | Blob][]) => {
    const form = new FormData();
    for (const [name, value] of entries) form.append(name, value);
    return form;
  };

  test('what cannot be read comes back as typed, and the validator names it', () => {
    const context = { today, mode: 'submit' as const, checkers: standardCheckers({ today, sampleRegion: true }) };
    const named = (id: string, ...entries: [string, string][]) => {
      const answer = parseFormData(question(id), data(...entries));
      return checkAnswers(form, { [id]: answer }, context).problems.find((found) => found.path === id)?.code;
    };
    expect(named('birthDate', ['birthDate.year', '1968'], ['birthDate.month', '2'], ['birthDate.day', '30'])).toBe(
      'form.not-a-date',
    );
    expect(named('birthDate', ['birthDate.year', '1968'])).toBe('form.not-a-date');
    expect(named('years', ['years', '十二年'])).toBe('form.not-a-number');
    expect(named('wage', ['wage', '两千块'])).toBe('form.not-a-number');
    expect(named('proof', ['proof', 'maybe'])).toBe('form.wrong-shape');
  });

  test('what is left empty is no answer', () => {
    expect(
      parseFormData(question('birthDate'), data(['birthDate.year', ''], ['birthDate.month', ' '])),
    ).toBeUndefined();
    expect(parseFormData(question('kinds'), data(['kinds', '']))).toBeUndefined();
    expect(parseFormData(question('truth'), data())).toBeUndefined();
    expect(parseFormData(question('family'), data(['family.0.name', ' '], ['family.1.name', '']))).toBeUndefined();
    expect(parseFormData(question('name'), data(['name', new Blob(['x'])]))).toBeUndefined();
  });

  test('empty rows between filled ones go, the order stays', () => {
    const read = parseFormData(
      question('family'),
      data(['family.10.name', '丙'], ['family.2.name', '乙'], ['family.0.name', '甲'], ['family.1.name', '']),
    );
    expect(read).toEqual([{ name: '甲' }, { name: '乙' }, { name: '丙' }]);
  });

  test('a box after its hidden field counts as ticked', () => {
    expect(parseFormData(question('truth'), data(['truth', 'no'], ['truth', 'yes']))).toBe(true);
  });
});
