import type { Content, TableCell } from 'pdfmake/interfaces.js';
import { formatMoney, formatMonth } from '#domain/catalogue/format.ts';
import { localDate, localTime } from '#domain/kernel/dates.ts';
import type { Draft } from './documents.frame.ts';
import { papersTable, remedySection } from './documents.intake.ts';
import {
  cell,
  facts,
  grid,
  headCell,
  note,
  otherWords,
  paragraph,
  reference,
  salutation,
  say,
  sections,
  written,
} from './documents.layout.ts';
import { moneyInWords } from './documents.money.ts';
import type { ApprovalSheetData, DecisionData, OpinionLine, ResultLine } from './documents.types.ts';
import type { Words } from './documents.words.ts';

type Row = [string, string];

function resultRows(words: Words, result: ResultLine): Row[] {
  const rows: Row[] = [[words.say(`result.${result.kind}`), result.title]];
  if (result.kind !== 'money') {
    if (result.reference) rows.push([words.say('result.reference'), result.reference]);
    if (result.validUntil) rows.push([words.say('result.valid-until'), words.day(result.validUntil)]);
    return rows;
  }
  const params = { amount: formatMoney(result.amount), words: moneyInWords(result.amount) };
  rows.push([
    words.say('result.amount'),
    words.say(result.firstMonth === undefined ? 'result.once' : 'result.monthly', params),
  ]);
  if (result.firstMonth) rows.push([words.say('result.first-month'), formatMonth(result.firstMonth, words.language)]);
  if (result.accountTail) {
    rows.push([words.say('result.account'), words.say('result.account-tail', { tail: result.accountTail })]);
  }
  return rows;
}

export function decision(words: Words, data: DecisionData): Draft {
  const other = otherWords(words);
  const params = { item: say(data.item, words), accepted: words.dayOf(data.acceptedAt) };
  const replaced: Content[] = data.replaces ? [paragraph(words.say('decision.replaces', data.replaces))] : [];
  const basis = { title: words.say('doc.basis'), content: written(data.basis) };
  const opening = [reference(words, data), ...salutation(words, data.applicant)];
  const closing = { formula: words.say('doc.decide'), contact: data.unit };
  if (!data.granted) {
    return {
      title: words.say('decision.title-refused'),
      content: [
        ...opening,
        paragraph(words.say('decision.body-refused', params)),
        ...replaced,
        ...sections(words, [
          { title: words.say('doc.reason'), content: written(data.reason) },
          basis,
          remedySection(words, data.remedy),
        ]),
      ],
      ...closing,
      summary: other.say('decision.summary-refused'),
    };
  }
  return {
    title: words.say('decision.title-granted'),
    content: [
      ...opening,
      paragraph(words.say('decision.body-granted', params)),
      ...replaced,
      ...sections(words, [
        { title: words.say('decision.result'), content: [facts(resultRows(words, data.result))] },
        basis,
        { title: words.say('decision.delivery'), content: written(say(data.delivery, words)) },
        remedySection(words, data.remedy),
      ]),
    ],
    ...closing,
    summary: other.say('decision.summary-granted', { title: data.result.title }),
  };
}

/** A moment in the file: 2026年3月3日 10:05. */
const momentOf = (words: Words, instant: string): string => `${words.day(localDate(instant))} ${localTime(instant)}`;

function opinionCell(words: Words, opinion: OpinionLine): TableCell {
  const by = opinion.standsInFor
    ? words.say('sheet.stands-in', { by: opinion.by, for: opinion.standsInFor })
    : opinion.by;
  const verdict = words.say(opinion.agree ? 'sheet.agree' : 'sheet.disagree');
  return {
    stack: [
      { text: [{ text: `${verdict}  `, bold: true }, opinion.text], style: 'cell' },
      ...(opinion.outside ? [note(words.say('sheet.outside', opinion.outside))] : []),
      {
        text: words.say('sheet.signed', { unit: opinion.unit, by, at: momentOf(words, opinion.at) }),
        style: 'note',
        alignment: 'right',
        margin: [0, 4, 0, 0],
      },
    ],
  };
}

/** Two pairs of name and value to a row; an odd last one takes the whole row. */
function pairs(words: Words, rows: { label: string; value: string }[]): Content {
  const body: TableCell[][] = [];
  for (let at = 0; at < rows.length; at += 2) {
    const left = rows[at]!;
    const right = rows[at + 1];
    body.push(
      right
        ? [headCell(left.label), cell(left.value), headCell(right.label), cell(right.value)]
        : [headCell(left.label), cell(left.value, { colSpan: 3 }), {}, {}],
    );
  }
  return grid(words.language === 'en' ? [84, 'rest', 84, 'rest'] : [72, 'rest', 72, 'rest'], body, 0, 6);
}

const person = (words: Words, party: ApprovalSheetData['applicant']) => [
  { label: words.say('sheet.applicant'), value: party.name },
  {
    label: words.say('sheet.number'),
    value: words.say('sheet.document', { number: party.number, kind: say(party.numberKind, words) }),
  },
  ...(party.telephone ? [{ label: words.say('sheet.telephone'), value: party.telephone }] : []),
  ...(party.agent
    ? [
        {
          label: words.say('sheet.agent'),
          value: words.say('sheet.document', { number: party.agent.name, kind: party.agent.number }),
        },
      ]
    : []),
];

export function approvalSheet(words: Words, data: ApprovalSheetData): Draft {
  const { decision: decided } = data;
  const base = [
    ...person(words, data.applicant),
    { label: words.say('sheet.channel'), value: say(data.channel, words) },
    { label: words.say('sheet.submitted'), value: momentOf(words, data.submittedAt) },
    ...(data.acceptedAt ? [{ label: words.say('sheet.accepted'), value: momentOf(words, data.acceptedAt) }] : []),
    ...(data.due ? [{ label: words.say('sheet.due'), value: words.dueDay(data.due) }] : []),
  ];
  const answers = data.answers.flatMap(({ section, rows }): Content[] => [
    { text: say(section, words), style: 'cell', margin: [0, 2, 0, 2] },
    pairs(
      words,
      rows.map(({ label, value }) => ({ label: say(label, words), value })),
    ),
  ]);
  const opinions = grid(
    [86, 'rest'],
    data.opinions.map((opinion) => [headCell(say(opinion.stage, words)), opinionCell(words, opinion)]),
    0,
  );
  const outcome: Row[] = [
    [
      words.say('sheet.decision'),
      `${words.say(decided.granted ? 'sheet.granted' : 'sheet.refused')}　${words.say('sheet.signed', {
        unit: data.unit.name,
        by: decided.by,
        at: momentOf(words, decided.at),
      })}`,
    ],
    ...(decided.granted ? resultRows(words, decided.result) : []),
    ...(decided.reason ? [[words.say('doc.reason'), decided.reason] as Row] : []),
    ...(decided.basis ? [[words.say('doc.basis'), decided.basis] as Row] : []),
  ];
  return {
    title: words.say('sheet.title'),
    content: [
      reference(words, data),
      ...sections(words, [
        { title: words.say('sheet.facts'), content: [pairs(words, base)] },
        data.answers.length > 0 ? { title: words.say('sheet.answers'), content: answers } : undefined,
        data.papers.length > 0
          ? { title: words.say('sheet.papers'), content: [papersTable(words, data.papers)] }
          : undefined,
        data.opinions.length > 0 ? { title: words.say('sheet.opinions'), content: [opinions] } : undefined,
        { title: words.say('sheet.decision'), content: [facts(outcome)] },
      ]),
    ],
    closing: [note(words.say('sheet.internal'))],
    summary: otherWords(words).say('sheet.summary'),
  };
}
