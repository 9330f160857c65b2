import pdfmake from 'pdfmake';
import type { Language } from '#domain/kernel/text.ts';
import { powerOfAttorney } from './documents.attorney.ts';
import { approvalSheet, decision } from './documents.decision.ts';
import { ending, extension, handOver, suspension } from './documents.delivery.ts';
import { loadTypeface, printable } from './documents.font.ts';
import { type Draft, definition, type Frame } from './documents.frame.ts';
import { acceptance, correction, receipt, refusal } from './documents.intake.ts';
import type { Density } from './documents.layout.ts';
import type { DocumentData, DocumentKind } from './documents.types.ts';
import { type Words, wordsOf } from './documents.words.ts';

/** Every document that can be issued, and what it says. */
export const drafts: { [K in DocumentKind]: (words: Words, data: DocumentData[K]) => Draft } = {
  receipt,
  acceptance,
  correction,
  refusal,
  decision,
  'approval-sheet': approvalSheet,
  'hand-over': handOver,
  'power-of-attorney': powerOfAttorney,
  ending,
  suspension,
  extension,
};

/** pdfmake keeps fonts in a virtual folder of its own, which its types leave out. */
type WithFolder = typeof pdfmake & { virtualfs: { writeFileSync(name: string, content: Buffer): void } };

export type Printer = <K extends DocumentKind>(kind: K, data: DocumentData[K], language: Language) => Promise<Buffer>;

/**
 * Loads the typeface and returns what prints with it, in this thread. The bytes depend on nothing but the arguments: the
 * same data give the same file, today and after a restart.
 */
export function createPrinter(): Printer {
  const typeface = loadTypeface();
  const { virtualfs } = pdfmake as WithFolder;
  virtualfs.writeFileSync('normal.ttf', typeface.normal);
  virtualfs.writeFileSync('bold.ttf', typeface.bold);
  // A document is made of what it was given; a name that looks like an address must fetch nothing.
  pdfmake.setUrlAccessPolicy(() => false);
  pdfmake.setLocalAccessPolicy(() => false);
  pdfmake.setFonts({ Noto: { normal: 'normal.ttf', bold: 'bold.ttf' } });
  return async (kind, raw, language) => {
    const { data, missing } = printable(raw, typeface.covers);
    const words = wordsOf(language);
    const frame: Frame = {
      words,
      ...('unit' in data && { issue: data }),
      createdAt: data.issuedAt,
      missingGlyphs: missing,
    };
    const print = async (density: Density): Promise<Printed> => {
      const sheet = definition(frame, drafts[kind](words, data), density);
      const bytes = await pdfmake.createPdf(sheet.definition).getBuffer();
      return { bytes, pages: sheet.pages() };
    };
    const normal = await print('normal');
    if (normal.pages === 1) return normal.bytes;
    const tight = await print('tight');
    return tight.pages < normal.pages ? tight.bytes : normal.bytes;
  };
}

interface Printed {
  bytes: Buffer;
  pages: number;
}
