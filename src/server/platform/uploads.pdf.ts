import { inflateSync } from 'node:zlib';

/** What a look at a PDF's structure says; nothing in it is run or drawn. */
export interface PdfReport {
  pages: number;
  /** Encrypted: its objects cannot be looked at. */
  locked: boolean;
  /** Programs, programs outside, dynamic forms, sent forms, films. */
  script: boolean;
  /** Other files inside. */
  attachment: boolean;
  /** Object streams that are not stored in the usual way, or too many of them, so that nothing can be said. */
  unclear: boolean;
  /** The file without what follows its end, where other formats are hidden. */
  content: Buffer;
}

/*
 * ISO 32000-2 tables 201, 44 and 29. An action stands as /S /JavaScript and the like, so its name betrays it wherever it is
 * kept. `JS`, the key of the program itself, is left out: two letters occur by chance in any photograph.
 */
const scripts = ['JavaScript', 'Launch', 'SubmitForm', 'ImportData', 'Rendition', 'RichMedia', 'XFA'];
const attachments = ['EmbeddedFile', 'EmbeddedFiles', 'GoToE'];
const telling = new Set([...scripts, ...attachments, 'Encrypt']);

// Bounds for files that are made to keep a server busy; honest ones stay far below.
const maxInflated = 64 * 1024 * 1024;
const maxObjectStreams = 20_000;
const maxSpelled = 20_000;
/** How far before its data the dictionary of a stream is looked for. */
const lookBack = 8192;

const tellingName = new RegExp(`/(${[...telling].join('|')})(?=[\\s()<>[\\]{}/%\\0]|$)`, 'g');
/** A name may spell any letter by its number: /J#61vaScript. */
const spelledName = /\/([^\s()<>[\]{}/%\0#]{0,64}#[^\s()<>[\]{}/%\0]{2,128})/g;
const anyName = /\/([^\s()<>[\]{}/%\0]{1,128})/g;
const unspell = (name: string): string =>
  name.replace(/#([0-9a-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

/** The telling names in a text; undefined when it spells out so many that they were not all read. */
function tellingIn(text: string): Set<string> | undefined {
  const found = new Set<string>();
  for (const [, name] of text.matchAll(tellingName)) found.add(name!);
  let count = 0;
  for (const [, name] of text.matchAll(spelledName)) {
    count += 1;
    if (count > maxSpelled) return undefined;
    if (telling.has(unspell(name!))) found.add(unspell(name!));
  }
  return found;
}

const pagesIn = (text: string): number => text.match(/\/Type\s*\/Page(?![A-Za-z])/g)?.length ?? 0;

/** Any way to store a stream but the usual one. */
const oddCoding = /^(?!Flate).*Decode$|^(LZW|AHx|A85|RL|Fl|Crypt|Predictor)$/;

/** The dictionary that ends where its stream begins. Strings and comments could hold a false beginning, so they go first. */
function dictionaryNames(before: string): Set<string> {
  const bare = before.replace(/\((?:\\.|[^\\()])*\)|%[^\r\n]*/gs, ' ');
  const dictionary = bare.slice(bare.lastIndexOf('obj') + 3);
  return new Set(Array.from(dictionary.matchAll(anyName), ([, name]) => unspell(name!)));
}

/**
 * What the object streams hold: since PDF 1.5 most objects of a file lie compressed in them. Undefined when one of them
 * cannot be read.
 */
function insideObjectStreams(bytes: Buffer, text: string): string | undefined {
  const found: string[] = [];
  let room = maxInflated;
  let last = 0;
  for (const match of text.matchAll(/stream\r?\n/g)) {
    const begin = Math.max(last, match.index - lookBack);
    last = match.index + match[0].length;
    if (text.endsWith('end', match.index)) continue;
    const names = dictionaryNames(text.slice(begin, match.index));
    // An object stream cannot be read without its /First, so whatever has one is looked into, whatever it calls itself.
    if (!names.has('ObjStm') && !names.has('First')) continue;
    if ([...names].some((name) => oddCoding.test(name))) return undefined;
    // Uncompressed, it lies in the open and is read with the rest of the file.
    if (!names.has('Filter')) continue;
    if (found.length === maxObjectStreams) return undefined;
    try {
      const inflated = inflateSync(bytes.subarray(last), { maxOutputLength: room });
      room -= inflated.length;
      found.push(inflated.toString('latin1'));
    } catch {
      return undefined;
    }
  }
  return found.join('\n');
}

/**
 * Looks at the structure of a PDF without opening it. Undefined when it is no whole PDF: cut off, without pages, or another
 * format behind a PDF's first line. Viewers forgive more than this does; whoever is refused can print or photograph.
 */
export function inspectPdf(bytes: Buffer): PdfReport | undefined {
  if (!/^%PDF-(1\.[0-7]|2\.0)[\r\n\s]/.test(bytes.toString('latin1', 0, 16))) return undefined;
  const end = bytes.lastIndexOf('%%EOF');
  if (end < 0) return undefined;
  const content = bytes.subarray(0, end + 5);
  const text = content.toString('latin1');
  if (!/startxref\s+\d+\s*$/.test(text.slice(-64, -5))) return undefined;
  if (/<(!doctype|html|script|svg|body|iframe)[\s>]/i.test(text.slice(0, 1024))) return undefined;
  const inside = insideObjectStreams(content, text);
  const names = [tellingIn(text), tellingIn(inside ?? '')];
  const has = (name: string): boolean => names.some((found) => found?.has(name));
  const unclear = inside === undefined || names.includes(undefined);
  const pages = pagesIn(text) + pagesIn(inside ?? '');
  const locked = has('Encrypt');
  if (pages === 0 && !locked && !unclear) return undefined;
  return { pages, locked, script: scripts.some(has), attachment: attachments.some(has), unclear, content };
}
