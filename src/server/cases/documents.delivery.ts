import type { Content } from 'pdfmake/interfaces.js';
import { formatCaseNumber } from '#domain/cases/case-number.ts';
import type { Draft } from './documents.frame.ts';
import { remedySection } from './documents.intake.ts';
import {
  cell,
  grid,
  headCell,
  otherWords,
  paragraph,
  reference,
  rich,
  salutation,
  say,
  sections,
  unitName,
  written,
} from './documents.layout.ts';
import type { EndingData, ExtensionData, HandOverData, SuspensionData } from './documents.types.ts';
import type { Words } from './documents.words.ts';

export function handOver(words: Words, data: HandOverData): Draft {
  const other = otherWords(words);
  const params = (said: Words) => ({
    from: unitName(data.unit, said),
    to: unitName(data.to, said),
    count: data.lines.length,
  });
  const lines = grid(
    [22, 84, 'rest', 52, 94, 46],
    [
      [
        headCell(words.say('paper.no')),
        headCell(words.say('handover.case')),
        headCell(words.say('handover.item')),
        headCell(words.say('handover.holder')),
        headCell(words.say('handover.result')),
        headCell(words.say('paper.note')),
      ],
      ...data.lines.map((row, at) => [
        cell(String(at + 1), { alignment: 'center' }),
        cell(formatCaseNumber(row.caseNumber), { alignment: 'center', noWrap: true }),
        cell(say(row.item, words)),
        cell(row.holder, { alignment: 'center' }),
        cell(row.result),
        cell(row.note ?? ''),
      ]),
    ],
  );
  const blank = words.say('doc.date-blank');
  const tall = { margin: [0, 6, 0, 6] as [number, number, number, number] };
  // pdfmake centres a cell that spans rows wrongly, so it is set by hand.
  const side = {
    rowSpan: 2,
    verticalAlignment: 'top' as const,
    margin: [0, 26, 0, 0] as [number, number, number, number],
  };
  const sign = grid(
    [52, 60, 'rest', 60, 'rest'],
    [
      [
        headCell(words.say('handover.from'), side),
        headCell(words.say('handover.unit')),
        cell(unitName(data.unit, words), tall),
        headCell(words.say('handover.by')),
        cell(data.handedBy, tall),
      ],
      [
        {},
        headCell(words.say('doc.signature')),
        cell('', tall),
        headCell(words.say('handover.time')),
        cell(blank, tall),
      ],
      [
        headCell(words.say('handover.to'), side),
        headCell(words.say('handover.unit')),
        cell(unitName(data.to, words), tall),
        headCell(words.say('handover.by')),
        cell('', tall),
      ],
      [
        {},
        headCell(words.say('doc.signature')),
        cell('', tall),
        headCell(words.say('handover.time')),
        cell(blank, tall),
      ],
    ],
    0,
  );
  return {
    title: words.say('handover.title'),
    content: [
      paragraph(rich(words, 'handover.body', params(words), ['count'])),
      lines,
      ...(data.carrier ? [paragraph(words.say('handover.carrier', { name: data.carrier }))] : []),
    ],
    closing: [sign, paragraph(words.say('handover.after'))],
    summary: other.say('handover.summary', params(other)),
  };
}

function endingParts(words: Words, data: EndingData): Content[] {
  const item = say(data.item, words);
  const submitted = words.dayOf(data.submittedAt);
  const ended = words.dayOf(data.endedAt);
  switch (data.ending) {
    case 'withdrawn':
      return [
        paragraph(words.say('ending.body-withdrawn', { item, submitted, ended })),
        ...(data.reason ? written(words.say('ending.reason-withdrawn', { reason: data.reason })) : []),
        paragraph(words.say('ending.kept-withdrawn')),
      ];
    case 'terminated':
      return [
        paragraph(words.say('ending.body-terminated', { item, submitted, ended })),
        ...sections(words, [
          { title: words.say('doc.reason'), content: written(data.reason) },
          { title: words.say('doc.basis'), content: written(data.basis) },
          remedySection(words, data.remedy),
        ]),
      ];
    case 'returned':
      return [
        paragraph(words.say('ending.body-returned', { item, submitted, due: words.dueDay(data.correctionDue) })),
        ...sections(words, [{ title: words.say('ending.missing-returned'), content: written(data.reason) }]),
        paragraph(words.say('ending.kept-returned', { place: data.papersAt })),
      ];
    case 'uncollected':
      return [
        paragraph(words.say('ending.body-uncollected', { item, submitted, title: data.resultTitle })),
        paragraph(
          data.remindedOn.length > 0
            ? words.say('ending.reminded', {
                dates: data.remindedOn.map((date) => words.day(date)).join(words.language === 'en' ? ', ' : '、'),
              })
            : words.say('ending.not-reminded'),
        ),
        paragraph(words.say('ending.kept-uncollected', { place: data.keptAt }), { bold: true }),
      ];
  }
}

function endingSummary(words: Words, data: EndingData): string {
  switch (data.ending) {
    case 'withdrawn':
    case 'terminated':
      return words.say(`ending.summary-${data.ending}`, { ended: words.dayOf(data.endedAt) });
    case 'returned':
      return words.say('ending.summary-returned', { due: words.dueDay(data.correctionDue) });
    case 'uncollected':
      return words.say('ending.summary-uncollected', { place: data.keptAt });
  }
}

export const ending = (words: Words, data: EndingData): Draft => ({
  title: words.say(`ending.title-${data.ending}`),
  content: [reference(words, data), ...salutation(words, data.applicant), ...endingParts(words, data)],
  formula: words.say(data.ending === 'terminated' ? 'doc.decide' : 'doc.notify'),
  contact: data.unit,
  summary: endingSummary(otherWords(words), data),
});

export function suspension(words: Words, data: SuspensionData): Draft {
  const other = otherWords(words);
  const params = { item: say(data.item, words), procedure: say(data.procedure, words), basis: data.basis };
  const days = (said: Words) => ({ from: said.day(data.from), days: data.plannedDays });
  return {
    title: words.say('suspension.title'),
    content: [
      reference(words, data),
      ...salutation(words, data.applicant),
      paragraph(rich(words, 'suspension.body', params, ['procedure'])),
      paragraph(rich(words, 'suspension.from', days(words), ['from', 'days'])),
      ...sections(words, [{ title: words.say('doc.reason'), content: written(data.reason) }]),
      ...(data.document ? [paragraph(words.say('suspension.document', { document: data.document }))] : []),
    ],
    formula: words.say('doc.notify'),
    contact: data.unit,
    summary: other.say('suspension.summary', days(other)),
  };
}

export function extension(words: Words, data: ExtensionData): Draft {
  const other = otherWords(words);
  const dates = (said: Words) => ({ old: said.dueDay(data.oldDue), new: said.dueDay(data.newDue) });
  const params = {
    ...dates(words),
    item: say(data.item, words),
    approver: data.approvedBy,
    basis: say(data.basis, words),
    length: say(data.length, words),
  };
  return {
    title: words.say('extension.title'),
    content: [
      reference(words, data),
      ...salutation(words, data.applicant),
      paragraph(rich(words, 'extension.body', params, ['new'])),
      ...sections(words, [{ title: words.say('doc.reason'), content: written(data.reason) }]),
    ],
    formula: words.say('doc.notify'),
    contact: data.unit,
    summary: other.say('extension.summary', dates(other)),
  };
}
