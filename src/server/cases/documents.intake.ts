import type { Content } from 'pdfmake/interfaces.js';
import type { Draft } from './documents.frame.ts';
import {
  cell,
  grid,
  headCell,
  note,
  numbered,
  otherWords,
  paragraph,
  reference,
  rich,
  salutation,
  say,
  sections,
  written,
} from './documents.layout.ts';
import type { AcceptanceData, CorrectionData, PaperLine, ReceiptData, RefusalData, Remedy } from './documents.types.ts';
import type { Words } from './documents.words.ts';

export const papersTable = (words: Words, papers: PaperLine[]): Content =>
  grid(
    [30, 'rest', 92, 42, 88],
    [
      [
        headCell(words.say('paper.no')),
        headCell(words.say('paper.name')),
        headCell(words.say('paper.form')),
        headCell(words.say('paper.copies')),
        headCell(words.say('paper.note')),
      ],
      ...papers.map((paper, at) => [
        cell(String(at + 1), { alignment: 'center' }),
        cell(say(paper.name, words)),
        cell(words.say(`paper.form-${paper.form}`), { alignment: 'center' }),
        cell(paper.form === 'electronic' || paper.form === 'fetched' ? '—' : String(paper.copies), {
          alignment: 'center',
        }),
        cell(paper.note ?? ''),
      ]),
    ],
  );

/**
 * 行政复议法 (2023) art. 20: 60 days; 行政诉讼法 art. 46: six months. A decision that does not say so keeps both ways open
 * for a year (art. 21; 行诉解释 art. 64), so every decision says it.
 */
export const remedySection = (words: Words, remedy: Remedy) => ({
  title: words.say('remedy.title'),
  content: [paragraph(words.say('remedy.body', { review: remedy.reviewBody, court: remedy.court }))],
});

export function receipt(words: Words, data: ReceiptData): Draft {
  const params = {
    item: say(data.item, words),
    date: words.dayOf(data.receivedAt),
    place: data.receivedBy.place,
    count: data.papers.length,
  };
  const taken = data.papers.length > 0;
  return {
    title: words.say('receipt.title'),
    content: [
      reference(words, data),
      ...salutation(words, data.applicant),
      paragraph(rich(words, taken ? 'receipt.body' : 'receipt.body-none', params, ['date', 'count'])),
      ...(taken ? [papersTable(words, data.papers)] : []),
      paragraph(words.say('receipt.not-acceptance'), { bold: true }),
      paragraph(
        data.answerBy
          ? rich(words, 'receipt.next', { date: words.dueDay(data.answerBy) }, ['date'])
          : words.say('receipt.next-open'),
      ),
    ],
    closing: [
      {
        columns: [
          { text: words.say('receipt.by', { name: data.receivedBy.name }), width: '*' },
          { text: words.say('receipt.giver'), width: '*' },
        ],
        margin: [0, 10, 0, 4],
      },
    ],
    contact: data.unit,
    summary: otherWords(words).say('receipt.summary'),
  };
}

function limits(words: Words, data: AcceptanceData): Content[] {
  const head = ['kind', 'length', 'last-day'] as const;
  const due = rich(
    words,
    data.limits.length > 1 ? 'acceptance.due' : 'acceptance.due-one',
    { due: words.dueDay(data.due) },
    ['due'],
  );
  return [
    grid(
      [62, 84, 118, 'rest'],
      [
        [...head.map((name) => headCell(words.say(`acceptance.${name}`))), headCell(words.say('doc.basis'))],
        ...data.limits.map((limit) => [
          cell(words.say(`acceptance.kind-${limit.kind}`), { alignment: 'center' }),
          cell(say(limit.length, words), { alignment: 'center' }),
          cell(words.dueDay(limit.due), { alignment: 'center' }),
          cell(say(limit.basis, words)),
        ]),
      ],
    ),
    paragraph(due),
    paragraph(say(data.explanation, words), { style: 'aside' }),
  ];
}

function owedPapers(words: Words, owed: NonNullable<AcceptanceData['owed']>): Content[] {
  return [
    paragraph(rich(words, 'acceptance.owed-due', { due: words.dueDay(owed.due) }, ['due'])),
    ...numbered(
      owed.papers.map(({ name, note: remark }): Content[] => [
        { text: say(name, words), style: 'text' },
        ...(remark ? [note(remark)] : []),
      ]),
      24,
    ),
    paragraph(words.say('acceptance.owed-late')),
  ];
}

export function acceptance(words: Words, data: AcceptanceData): Draft {
  const variant = data.deemed ? 'acceptance.body-deemed' : data.owed ? 'acceptance.body-owed' : 'acceptance.body';
  const params = {
    item: say(data.item, words),
    received: words.dayOf(data.receivedAt),
    accepted: words.dayOf(data.acceptedAt),
  };
  const other = otherWords(words);
  const gist = { accepted: other.dayOf(data.acceptedAt), due: other.dueDay(data.due) };
  return {
    title: words.say('acceptance.title'),
    content: [
      reference(words, data),
      ...salutation(words, data.applicant),
      paragraph(rich(words, variant, params, ['accepted'])),
      ...sections(words, [
        { title: words.say('acceptance.limits'), content: limits(words, data) },
        data.owed && { title: words.say('acceptance.owed'), content: owedPapers(words, data.owed) },
        { title: words.say('acceptance.delivery'), content: written(say(data.delivery, words)) },
      ]),
    ],
    formula: words.say('doc.notify'),
    contact: data.unit,
    summary: data.owed
      ? other.say('acceptance.summary-owed', { ...gist, owed: other.dueDay(data.owed.due) })
      : other.say('acceptance.summary', gist),
  };
}

export function correction(words: Words, data: CorrectionData): Draft {
  const points = data.missing.map(({ name, what, basis }): Content[] => [
    { text: say(name, words), bold: true, style: 'text' },
    { text: say(what, words), style: 'text' },
    ...(basis ? [note(words.say('correction.basis', { basis: say(basis, words) }))] : []),
  ]);
  const params = {
    item: say(data.item, words),
    received: words.dayOf(data.receivedAt),
    count: data.missing.length,
  };
  const other = otherWords(words);
  return {
    title: words.say('correction.title'),
    subtitle: words.say('correction.subtitle'),
    content: [
      reference(words, data),
      ...salutation(words, data.applicant),
      paragraph(rich(words, 'correction.body', params, ['count'])),
      ...numbered(points, 12),
      ...sections(words, [
        data.note ? { title: words.say('correction.note'), content: written(data.note) } : undefined,
        {
          title: words.say('correction.due-title'),
          content: [
            paragraph(rich(words, 'correction.due', { due: words.dueDay(data.due) }, ['due'])),
            ...numbered(
              data.ways.map((way) => [{ text: say(way, words), style: 'text' }]),
              24,
            ),
            paragraph(words.say('correction.late')),
          ],
        },
      ]),
      ...(data.round > 1 ? [paragraph(words.say('correction.round', { round: data.round }))] : []),
    ],
    formula: words.say('doc.notify'),
    contact: data.unit,
    summary: other.say('correction.summary', { due: other.dueDay(data.due), count: data.missing.length }),
  };
}

export function refusal(words: Words, data: RefusalData): Draft {
  const params = { item: say(data.item, words), received: words.dayOf(data.receivedAt) };
  return {
    title: words.say('refusal.title'),
    content: [
      reference(words, data),
      ...salutation(words, data.applicant),
      paragraph(words.say('refusal.body', params)),
      ...sections(words, [
        { title: words.say('doc.reason'), content: written(data.reason) },
        { title: words.say('doc.basis'), content: written(data.basis) },
        data.advice ? { title: words.say('refusal.advice'), content: written(data.advice) } : undefined,
        remedySection(words, data.remedy),
      ]),
    ],
    formula: words.say('doc.decide'),
    contact: data.unit,
    summary: otherWords(words).say('refusal.summary'),
  };
}
