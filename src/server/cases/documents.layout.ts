import type { Content, ContentText, StyleDictionary, TableCell } from 'pdfmake/interfaces.js';
import { formatCaseNumber } from '#domain/cases/case-number.ts';
import type { Text } from '#domain/kernel/text.ts';
import type { CaseDocument, IssuingUnit, PartyData } from './documents.types.ts';
import { type WordKey, type Words, wordsOf } from './documents.words.ts';

/** A4 in points, with the margins of GB/T 9704 narrowed so that tables have room and most documents fit one sheet. */
export const page = { width: 595.28, left: 68, right: 68, top: 48, bottom: 92 };
export const textWidth = page.width - page.left - page.right;
export const grey = '#555555';
export const dark = '#333333';

/** Sizes in points. Noto Sans SC stands 1.45 high by itself, so 1.14 makes lines of 1.65. */
const sizes = {
  normal: { body: 12, leading: 1.14, gap: 5, heading: 6, cell: 10.5, note: 9.5 },
  /** For what would run over to another sheet by a few lines. */
  tight: { body: 11, leading: 1.04, gap: 3, heading: 4, cell: 10, note: 9 },
};
export type Density = keyof typeof sizes;

export function stylesOf(words: Words, density: Density): StyleDictionary {
  const size = sizes[density];
  const text = { fontSize: size.body, lineHeight: size.leading };
  const chinese = { leadingIndent: 2 * size.body, alignment: 'justify' as const };
  return {
    text,
    paragraph: { ...text, margin: [0, 0, 0, size.gap], ...(words.language === 'zh-CN' && chinese) },
    /** An explanation that may be smaller than what it explains. */
    aside: {
      fontSize: size.cell,
      lineHeight: size.leading,
      margin: [0, 0, 0, size.gap],
      ...(words.language === 'zh-CN' && { leadingIndent: 2 * size.cell, alignment: 'justify' as const }),
    },
    heading: { fontSize: size.body, bold: true, margin: [0, size.heading, 0, size.heading / 2] },
    cell: { fontSize: size.cell, lineHeight: 1.02 },
    note: { fontSize: size.note, lineHeight: 1.05, color: grey },
  };
}

export const otherWords = (words: Words): Words => wordsOf(words.language === 'en' ? 'zh-CN' : 'en');

export const unitName = (unit: IssuingUnit, words: Words): string =>
  words.language === 'en' ? (unit.nameEn ?? unit.name) : unit.name;

export const say = (text: Text, words: Words): string => text[words.language];

type Params = Record<string, string | number>;

/** A sentence with the named places in bold: what the reader looks for first. */
export function rich(words: Words, key: WordKey, params: Params, strong: readonly string[]): ContentText[] {
  return words
    .raw(key)
    .split(/(\{\w+\})/)
    .filter((part) => part !== '')
    .map((part) => {
      const name = /^\{(\w+)\}$/.exec(part)?.[1];
      if (name === undefined || !(name in params)) return { text: part };
      const value = String(params[name]);
      if (!strong.includes(name)) return { text: value };
      // A date or a number is read whole: it never breaks across lines.
      return { text: value, bold: true, noWrap: value.length <= 16 && words.language === 'zh-CN' };
    });
}

/** A paragraph of the body, its first line two characters in where the language is Chinese. */
export const paragraph = (text: string | ContentText[], more: Partial<ContentText> = {}): Content => ({
  text,
  style: 'paragraph',
  ...more,
});

/** What a person wrote in their own words: each of its lines is a paragraph. */
export const written = (text: string): Content[] =>
  text
    .split(/\n+/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => paragraph(part));

const zhNumerals = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十'];

/** Headings count themselves, if there is more than one: 一、 二、 or 1. 2. */
export function sections(words: Words, parts: ({ title: string; content: Content[] } | undefined)[]): Content[] {
  const present = parts.filter((part) => part !== undefined);
  const numeral = (at: number): string => {
    if (present.length === 1) return '';
    return words.language === 'en' ? `${at + 1}.  ` : `${zhNumerals[at]!}、`;
  };
  return present.flatMap(({ title, content }, at) => [
    { text: `${numeral(at)}${title}`, style: 'heading' },
    ...content,
  ]);
}

export function salutation(words: Words, party: PartyData): Content[] {
  const { name, number, agent } = party;
  const lines: Content[] = [
    {
      text: rich(words, 'doc.salutation', { name, kind: say(party.numberKind, words), number }, ['name']),
      style: 'text',
      margin: [0, 0, 0, 4],
    },
  ];
  if (agent) {
    const params = { name: agent.name, kind: say(agent.numberKind, words), number: agent.number };
    const text = agent.relation
      ? words.say('doc.for-agent-relation', { ...params, relation: say(agent.relation, words) })
      : words.say('doc.for-agent', params);
    lines.push({ text, style: 'note', margin: [0, -2, 0, 6] });
  }
  return lines;
}

/** Numbered points whose text stands clear of the number. */
export const numbered = (points: Content[][], indent = 12): Content[] =>
  points.map((stack, at) => ({
    columns: [
      { width: 20, text: `${at + 1}.`, style: 'text' },
      { width: '*', stack },
    ],
    columnGap: 2,
    margin: [indent, 0, 0, 4],
  }));

const gridLines = {
  hLineWidth: () => 0.6,
  vLineWidth: () => 0.6,
  hLineColor: () => dark,
  vLineColor: () => dark,
  paddingLeft: () => 5,
  paddingRight: () => 5,
  paddingTop: () => 3.5,
  paddingBottom: () => 4.5,
};

type CellStyle = Partial<ContentText> & { colSpan?: number; rowSpan?: number };

export const cell = (text: string | ContentText[], more: CellStyle = {}): TableCell => ({
  text,
  style: 'cell',
  ...more,
});

export const headCell = (text: string, more: CellStyle = {}): TableCell =>
  cell(text, { bold: true, alignment: 'center', ...more });

/** 'rest' columns share what the others leave. pdfmake's own `*` would let a long word push a table off the page. */
function columnWidths(widths: (number | 'rest')[]): number[] {
  const padding = widths.length * 10 + (widths.length + 1) * 0.6;
  const given = widths.reduce<number>((sum, width) => sum + (width === 'rest' ? 0 : width), 0);
  const share = (textWidth - padding - given) / widths.filter((width) => width === 'rest').length;
  return widths.map((width) => (width === 'rest' ? share : width));
}

/** How much text a node holds; a table counts as endless. */
export const charactersIn = (node: unknown): number => {
  if (typeof node === 'string') return node.length;
  if (Array.isArray(node)) return node.reduce<number>((sum, inner) => sum + charactersIn(inner), 0);
  if (typeof node !== 'object' || node === null) return 0;
  return 'table' in node ? Infinity : charactersIn(Object.values(node));
};

/** A row of at most some 25 lines is moved to the next page whole; a taller one runs over. */
const tallest = 400;
const isTall = (row: TableCell[], widths: number[]): boolean =>
  row.some((one, at) => ((charactersIn(one) * 11) / widths[at]!) * 16 > tallest);

/** A ruled table; its head is repeated on every page that it reaches. */
export function grid(widths: (number | 'rest')[], rows: TableCell[][], headerRows = 1, bottom = 8): Content {
  const columns = columnWidths(widths);
  const whole = !rows.some((row) => isTall(row, columns));
  // pdfmake 0.3 writes a broken file when a cell that is centred vertically runs over a page.
  const centred = (one: TableCell): TableCell =>
    typeof one === 'object' && 'text' in one ? ({ verticalAlignment: 'middle', ...one } as TableCell) : one;
  return {
    table: {
      widths: columns,
      body: whole ? rows.map((row) => row.map(centred)) : rows,
      headerRows,
      keepWithHeaderRows: 1,
      dontBreakRows: whole,
    },
    layout: gridLines,
    margin: [0, 2, 0, bottom],
  };
}

/** Two columns of name and value, the form in which a result is read fastest. */
export const facts = (rows: [string, string | ContentText[]][]): Content =>
  grid(
    [100, 'rest'],
    rows.map(([label, value]) => [headCell(label), cell(value)]),
    0,
  );

export const note = (text: string, alignment: 'left' | 'center' = 'left'): ContentText => ({
  text,
  style: 'note',
  alignment,
});

/** Which case it is about, for whoever files the paper or reads it out on the telephone. */
export const reference = (words: Words, data: Pick<CaseDocument, 'caseNumber' | 'item'>): Content => ({
  columns: [
    { width: 'auto', text: words.say('doc.case', { number: formatCaseNumber(data.caseNumber) }), noWrap: true },
    { width: '*', text: words.say('doc.item', { item: say(data.item, words) }), alignment: 'right' },
  ],
  columnGap: 16,
  fontSize: 10.5,
  margin: [0, 0, 0, 8],
});
