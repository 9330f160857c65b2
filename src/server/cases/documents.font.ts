import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const locate = createRequire(import.meta.url).resolve;
const family = '@expo-google-fonts/noto-sans-sc';

const fontFiles = {
  normal: locate(`${family}/400Regular/NotoSansSC_400Regular.ttf`),
  bold: locate(`${family}/700Bold/NotoSansSC_700Bold.ttf`),
};

/** Whether a typeface can print a code point. */
export type Coverage = (codePoint: number) => boolean;

/**
 * Reads which characters a TrueType file can print, from its `cmap` table in format 12 (the one that reaches beyond
 * U+FFFF, where rare Han of names lie). Throws when the file has none.
 */
function coverageOf(font: Buffer): Coverage {
  const tables = font.readUInt16BE(4);
  let cmap = -1;
  for (let at = 12; at < 12 + tables * 16; at += 16) {
    if (font.toString('latin1', at, at + 4) === 'cmap') cmap = font.readUInt32BE(at + 8);
  }
  if (cmap < 0) throw new Error('the font has no cmap');
  const subtables = font.readUInt16BE(cmap + 2);
  for (let n = 0; n < subtables; n += 1) {
    const at = cmap + font.readUInt32BE(cmap + 4 + n * 8 + 4);
    if (font.readUInt16BE(at) === 12) return groupsOf(font, at);
  }
  throw new Error('the font has no cmap of format 12');
}

function groupsOf(font: Buffer, at: number): Coverage {
  const count = font.readUInt32BE(at + 12);
  const starts = new Uint32Array(count);
  const ends = new Uint32Array(count);
  for (let n = 0; n < count; n += 1) {
    starts[n] = font.readUInt32BE(at + 16 + n * 12);
    ends[n] = font.readUInt32BE(at + 20 + n * 12);
  }
  return (codePoint) => {
    let low = 0;
    let high = count - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      if (codePoint < starts[middle]!) high = middle - 1;
      else if (codePoint > ends[middle]!) low = middle + 1;
      else return true;
    }
    return false;
  };
}

/** 〓, the printer's mark for a character that the case lacks. */
const geta = '〓';
/** Control and format characters, variation selectors and joiners: nothing that a reader sees. */
// biome-ignore lint/suspicious/noMisleadingCharacterClass: single code points are meant
const unseen = /[\p{Cc}\p{Cf}\uFE00-\uFE0F\u{E0100}-\u{E01EF}]/gu;

export interface Printable<T> {
  data: T;
  /** What could not be printed as written, with its code points. */
  missing: string[];
}

/**
 * The same data with every text fit to be printed: a letter that the typeface lacks becomes its base letter (ğ → g),
 * anything else 〓, and both are listed, so that a rare character in a name never silently becomes an empty box.
 */
export function printable<T>(data: T, covers: Coverage): Printable<T> {
  const missing = new Set<string>();
  const character = (one: string): string => {
    const code = one.codePointAt(0)!;
    if (code === 0x0a || covers(code)) return one;
    const base = one.normalize('NFD').replace(/\p{M}+/gu, '');
    const shown = base !== '' && base !== one && [...base].every((part) => covers(part.codePointAt(0)!)) ? base : geta;
    missing.add(`${shown === geta ? '' : `${shown}：`}U+${code.toString(16).toUpperCase().padStart(4, '0')}`);
    return shown;
  };
  const text = (raw: string): string =>
    Array.from(raw.normalize('NFC').replace(/\r\n?/g, '\n').replace(unseen, keepNewline), character).join('');
  const walk = (value: unknown): unknown => {
    if (typeof value === 'string') return text(value);
    if (Array.isArray(value)) return value.map(walk);
    if (typeof value === 'object' && value !== null) {
      return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, walk(inner)]));
    }
    return value;
  };
  return { data: walk(data) as T, missing: [...missing] };
}

const keepNewline = (one: string): string => (one === '\n' ? one : one === '\t' ? ' ' : '');

export interface Typeface {
  normal: Buffer;
  bold: Buffer;
  covers: Coverage;
}

/** Reads both weights once; 20 MB that stay in memory as long as the caller keeps them. */
export function loadTypeface(): Typeface {
  const normal = readFileSync(fontFiles.normal);
  return { normal, bold: readFileSync(fontFiles.bold), covers: coverageOf(normal) };
}
