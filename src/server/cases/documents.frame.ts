import type { Content, TDocumentDefinitions } from 'pdfmake/interfaces.js';
import QRCode from 'qrcode';
import { formatDocumentCode, verifyAddress, verifyUrl } from './documents.code.ts';
import {
  charactersIn,
  type Density,
  dark,
  grey,
  note,
  otherWords,
  page,
  paragraph,
  stylesOf,
  textWidth,
  unitName,
} from './documents.layout.ts';
import type { Issued, IssuingUnit } from './documents.types.ts';
import type { Words } from './documents.words.ts';

/** What a kind of document says; everything around it is the same for all. */
export interface Draft {
  title: string;
  subtitle?: string;
  content: Content[];
  /** Short texts that stay on the page of the signature, so that no signature stands alone on a page. */
  closing?: Content[];
  /** The formula beside the signature: 特此决定。 */
  formula?: string;
  /** Whom to ask; absent, nobody. */
  contact?: IssuingUnit;
  /** The gist, in the other language of the platform. */
  summary: string;
}

export interface Frame {
  words: Words;
  /** Absent on a form that is filled in by hand. */
  issue?: Issued;
  createdAt: string;
  missingGlyphs: string[];
}

function contactLine(words: Words, unit: IssuingUnit): string {
  const params = { telephone: unit.telephone, unit: unitName(unit, words) };
  return unit.address === undefined
    ? words.say('doc.contact', params)
    : words.say('doc.contact-address', { ...params, address: unit.address });
}

/** 42 mm, as wide as the seal of a county's bureau (国发〔1999〕25号). */
const sealSize = 119;
const signatureWidth = 250;

/** An empty place for the electronic seal, never the likeness of one. */
const sealPlace = (words: Words): Content[] => [
  {
    canvas: [
      {
        type: 'ellipse',
        x: sealSize / 2,
        y: sealSize / 2,
        r1: sealSize / 2,
        r2: sealSize / 2,
        lineColor: '#9a9a9a',
        lineWidth: 0.7,
        dash: { length: 3, space: 2 },
      },
    ],
    relativePosition: { x: (signatureWidth - sealSize) / 2, y: 0 },
  },
  {
    text: words.say('doc.seal'),
    fontSize: 8,
    color: '#8a8a8a',
    alignment: 'center',
    relativePosition: { x: 0, y: 24 },
  },
];

function signature({ words, issue }: Frame, formula = ''): Content {
  if (!issue) return [];
  const chinese = words.language === 'zh-CN';
  const name: Content = {
    text: unitName(issue.unit, words),
    style: 'text',
    alignment: 'center',
    margin: [0, chinese ? 43 : 8, 0, 2],
  };
  const day: Content = {
    text: words.dayOf(issue.issuedAt),
    style: 'text',
    alignment: 'center',
    margin: [0, 0, 0, chinese ? 35 : 4],
  };
  return {
    columns: [
      { width: '*', stack: [paragraph(formula)] },
      {
        width: signatureWidth,
        stack: chinese ? [...sealPlace(words), name, day] : [name, day, note(words.say('doc.signed'), 'center')],
      },
    ],
    margin: [0, 2, 0, 0],
  };
}

/** Below the signature: what is not part of the document itself. */
function remarks(frame: Frame, draft: Draft): Content {
  const { words, missingGlyphs } = frame;
  const summary = otherWords(words).say('doc.summary', { summary: draft.summary });
  const lines = [
    ...(missingGlyphs.length > 0 ? [words.say('doc.glyphs', { list: missingGlyphs.join('，') })] : []),
    ...(draft.contact ? [contactLine(words, draft.contact)] : []),
    summary,
  ];
  return {
    margin: [0, 9, 0, 0],
    stack: [
      { canvas: [{ type: 'line', x1: 0, y1: 0, x2: textWidth, y2: 0, lineWidth: 0.5, lineColor: '#9a9a9a' }] },
      ...lines.map((text) => ({ ...note(text), margin: [0, 4, 0, 0] as [number, number, number, number] })),
    ],
  };
}

/** The code as one vector path, runs of dark modules joined, so that it stays sharp at any size. */
export function qrSvg(text: string): string {
  const { modules } = QRCode.create(text, { errorCorrectionLevel: 'M' });
  let path = '';
  for (let row = 0; row < modules.size; row += 1) {
    for (let from = 0; from < modules.size; from += 1) {
      if (!modules.get(row, from)) continue;
      let to = from;
      while (to < modules.size && modules.get(row, to)) to += 1;
      path += `M${from} ${row}h${to - from}v1h-${to - from}z`;
      from = to;
    }
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${modules.size} ${modules.size}"><path d="${path}" fill="#000"/></svg>`;
}

/** On every page: the code that proves it, and which page of how many it is, so that no page can be swapped. */
const footer = (frame: Frame, title: string) => {
  const { words, issue } = frame;
  const qr = issue ? qrSvg(verifyUrl(issue.verification.publicBaseUrl, issue.verification.code)) : undefined;
  return (current: number, pages: number): Content => {
    const pageOf: Content = { text: words.say('doc.page', { page: current, pages }), alignment: 'right' };
    const margin: [number, number, number, number] = [page.left, 14, page.right, 0];
    if (!issue || qr === undefined) return { ...pageOf, fontSize: 9, color: grey, margin };
    return {
      margin,
      fontSize: 9,
      color: grey,
      lineHeight: 1.05,
      columnGap: 12,
      columns: [
        { svg: qr, width: 62 },
        {
          width: '*',
          stack: [
            words.say('doc.verify', { address: verifyAddress(issue.verification.publicBaseUrl) }),
            {
              text: words.say('doc.code', { code: formatDocumentCode(issue.verification.code) }),
              // Whoever reads it on the telephone that would have to scan it taps the code instead.
              link: verifyUrl(issue.verification.publicBaseUrl, issue.verification.code),
              fontSize: 11,
              bold: true,
              color: '#000000',
              margin: [0, 2, 0, 3],
            },
            {
              columns: [
                { text: `${title}　${issue.number}`, width: '*' },
                { ...pageOf, width: 90 },
              ],
            },
          ],
        },
      ],
    };
  };
};

/** Short titles are set wide, as on official papers; long ones must fit the line. */
const spacing = (title: string, words: Words): number =>
  words.language === 'en' ? 0 : title.length <= 6 ? 8 : title.length <= 9 ? 3 : 1;

function head(frame: Frame, draft: Draft): Content[] {
  const { words, issue } = frame;
  const lines: Content[] = [];
  if (words.language === 'en') lines.push(note(words.say('doc.courtesy'), 'center'));
  if (issue) {
    lines.push({
      text: unitName(issue.unit, words),
      alignment: 'center',
      fontSize: 15,
      margin: [0, 0, 0, 4],
    });
  }
  lines.push({
    text: draft.title,
    bold: true,
    alignment: 'center',
    fontSize: 22,
    // Without wrapping the letters are one run, and only then are they set apart.
    noWrap: words.language === 'zh-CN',
    characterSpacing: spacing(draft.title, words),
  });
  if (draft.subtitle) lines.push({ text: draft.subtitle, alignment: 'center', fontSize: 13, margin: [0, 2, 0, 0] });
  if (issue) {
    lines.push(
      { text: issue.number, alignment: 'center', fontSize: 11, margin: [0, 5, 0, 6] },
      {
        canvas: [{ type: 'line', x1: 0, y1: 0, x2: textWidth, y2: 0, lineWidth: 1.2, lineColor: dark }],
        margin: [0, 0, 0, 8],
      },
    );
  } else lines.push({ text: '', margin: [0, 0, 0, 14] });
  return lines;
}

/** Where the last section begins, if it is short enough to stay on the page of the signature; else the end. */
function lastSection(content: Content[]): number {
  const from = content.findLastIndex((node) => typeof node === 'object' && 'style' in node && node.style === 'heading');
  return from >= 0 && charactersIn(content.slice(from)) < 400 ? from : content.length;
}

export interface Sheet {
  definition: TDocumentDefinitions;
  /** How many pages it took; known once it is printed. */
  pages(): number;
}

/** Puts a draft into its frame: heading above, signature and summary below, the proof at the foot of each page. */
export function definition(frame: Frame, draft: Draft, density: Density): Sheet {
  const { words, issue } = frame;
  const created = new Date(frame.createdAt);
  const from = lastSection(draft.content);
  const kept = [...draft.content.slice(from), ...(draft.closing ?? [])];
  const end = [...kept, signature(frame, draft.formula), remarks(frame, draft)];
  const content: Content[] = [
    ...head(frame, draft),
    ...draft.content.slice(0, from),
    { stack: end, unbreakable: true },
  ];
  let pages = 0;
  const foot = footer(frame, draft.title);
  const definition: TDocumentDefinitions = {
    pageSize: 'A4',
    pageMargins: [page.left, page.top, page.right, issue ? page.bottom : 60],
    content,
    footer: (current, count) => {
      pages = count;
      return foot(current, count);
    },
    defaultStyle: { font: 'Noto', fontSize: 12 },
    styles: stylesOf(words, density),
    // A heading at the foot of a page goes over to what it heads.
    pageBreakBefore: (node, nodes) => node.style === 'heading' && nodes.getFollowingNodesOnPage().length === 0,
    language: words.language,
    version: '1.7',
    // What an archive can still open in fifty years: every letter inside, nothing that runs.
    subset: 'PDF/A-2b',
    displayTitle: true,
    info: {
      // Nothing personal: a file's properties are shown where the file is not.
      title: issue ? `${draft.title} ${issue.number}` : draft.title,
      ...(issue && { author: issue.unit.name }),
      creator: 'Doorstep',
      producer: 'Doorstep',
      creationDate: created,
      modDate: created,
    },
  };
  return { definition, pages: () => pages };
}
