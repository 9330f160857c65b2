import type { Column, Content, TableCell } from 'pdfmake/interfaces.js';
import type { Draft } from './documents.frame.ts';
import { cell, grid, headCell, note, otherWords, paragraph, say } from './documents.layout.ts';
import { type PartyData, type PowerOfAttorneyData, powers } from './documents.types.ts';
import type { Words } from './documents.words.ts';

/** Rows high enough to write in by hand. */
const high = { margin: [0, 5, 0, 5] as [number, number, number, number] };

function party(words: Words, who: PartyData | undefined, more: [string, string][] = []): Content {
  const rows: [string, string][] = [
    [words.say('poa.name'), who?.name ?? ''],
    [words.say('poa.telephone'), who?.telephone ?? ''],
    [words.say('poa.number-kind'), who ? say(who.numberKind, words) : ''],
    [words.say('poa.number'), who?.number ?? ''],
    ...more,
  ];
  const pairs: TableCell[][] = [];
  for (let at = 0; at < rows.length; at += 2) {
    const [left, right] = [rows[at]!, rows[at + 1]];
    pairs.push([
      headCell(left[0], high),
      cell(left[1], right ? high : { ...high, colSpan: 3 }),
      ...(right ? [headCell(right[0], high), cell(right[1], high)] : [{}, {}]),
    ]);
  }
  return grid([84, 'rest', 66, 'rest'], pairs, 0);
}

const box = (ticked: boolean): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 12 12"><rect x="1" y="1" width="10" height="10" fill="none" stroke="#000" stroke-width="0.8"/>${
    ticked ? '<path d="M3 6.2L5.2 8.6L9.2 3.4" fill="none" stroke="#000" stroke-width="1.3"/>' : ''
  }</svg>`;

const signHere = (label: string, date: string): Column => ({
  width: '*',
  stack: [
    { text: label, style: 'text' },
    { text: ' ', margin: [0, 26, 0, 0] },
    { text: date, alignment: 'right', color: '#555555', margin: [0, 0, 12, 0] },
  ],
});

export function powerOfAttorney(words: Words, data: PowerOfAttorneyData): Draft {
  const item = data.item ? say(data.item, words) : words.say('poa.item-blank');
  const relation = data.principal?.agent?.relation ?? data.agent?.agent?.relation;
  const until = data.validUntil
    ? words.say('poa.until', { date: words.day(data.validUntil) })
    : words.say('poa.until-blank');
  const blank = words.say('doc.date-blank');
  const title = (text: string): Content => ({ text, bold: true, margin: [0, 2, 0, 3] });
  return {
    title: words.say('poa.title'),
    content: [
      title(words.say('poa.principal')),
      party(words, data.principal),
      title(words.say('poa.agent')),
      party(words, data.agent, [[words.say('poa.relation'), relation ? say(relation, words) : '']]),
      paragraph(words.say('poa.body', { item })),
      paragraph(words.say('poa.powers')),
      ...powers.map(
        (power): Content => ({
          columns: [
            { svg: box(data.powers?.includes(power) ?? false), width: 13, margin: [0, 2, 0, 0] },
            { text: words.say(`poa.power-${power}`), width: '*' },
          ],
          columnGap: 8,
          margin: [24, 0, 0, 6],
        }),
      ),
      paragraph(until),
      paragraph(words.say('poa.liability')),
      {
        unbreakable: true,
        margin: [0, 14, 0, 6],
        columnGap: 30,
        columns: [signHere(words.say('poa.sign-principal'), blank), signHere(words.say('poa.sign-agent'), blank)],
      },
      note(data.telephone ? words.say('poa.contact', { telephone: data.telephone }) : words.say('poa.contact-none')),
    ],
    summary: otherWords(words).say('poa.summary'),
  };
}
