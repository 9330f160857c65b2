import { type ReadingNote, Unreadable } from './read.ts';

/**
 * A table in UTF-8, line by line. Millions of lines are read as bytes: cells become text only where somebody has to read them.
 */
export interface Table {
  /** The place of a column; −1 when the table does not have it. */
  column: (name: string) => number;
  /** Goes on to the next line that is not empty. */
  next: () => boolean;
  /** Of the line that `next` has gone on to, the first line being 1. */
  line: () => number;
  text: (column: number) => string;
  isEmpty: (column: number) => boolean;
  /** A number written in digits, with or without a decimal point; NaN for anything else. */
  plain: (column: number) => number;
  /** The number under which `names` keeps the cell, given out in the order of the first mention; −1 for an empty cell. */
  numberOf: (names: Names, column: number) => number;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const [quote, newline, back, dot, zero, nine] = [34, 10, 13, 46, 48, 57];

/** The cells of one line. Quotes as spreadsheets write them; a quoted cell may not run over the end of its line. */
function cellsOf(line: string, delimiter: string, number: number): string[] {
  if (!line.includes('"')) return line.split(delimiter);
  const cells: string[] = [];
  let at = 0;
  while (at <= line.length) {
    let end: number;
    if (line[at] === '"') {
      let cell = '';
      end = at + 1;
      for (;;) {
        const closing = line.indexOf('"', end);
        if (closing < 0) throw new Unreadable('file.quotes', { line: number });
        cell += line.slice(end, closing);
        end = closing + 1;
        if (line[end] !== '"') break;
        cell += '"';
        end += 1;
      }
      if (end < line.length && line[end] !== delimiter) throw new Unreadable('file.quotes', { line: number });
      cells.push(cell);
    } else {
      end = line.indexOf(delimiter, at);
      if (end < 0) end = line.length;
      cells.push(line.slice(at, end));
    }
    at = end + 1;
  }
  return cells;
}

/** Names in the order of their first mention, found again by their bytes. */
export interface Names {
  list: string[];
  find: (bytes: Uint8Array, from: number, end: number) => number;
}

export function newNames(): Names {
  const list: string[] = [];
  let places = new Int32Array(1024).fill(-1);
  let hashes = new Int32Array(512);
  const start = [0];
  let store = new Uint8Array(1 << 14);
  let last = -1;
  const is = (i: number, bytes: Uint8Array, from: number, end: number): boolean => {
    const begin = start[i]!;
    if (start[i + 1]! - begin !== end - from) return false;
    // Names of one table differ at their ends more often than at their beginnings.
    for (let k = end - from - 1; k >= 0; k--) if (store[begin + k] !== bytes[from + k]) return false;
    return true;
  };
  const grow = () => {
    places = new Int32Array(2 * places.length).fill(-1);
    const wider = new Int32Array(places.length / 2);
    wider.set(hashes);
    hashes = wider;
    for (let i = 0; i < list.length; i++) {
      let at = hashes[i]! & (places.length - 1);
      while (places[at]! >= 0) at = (at + 1) & (places.length - 1);
      places[at] = i;
    }
  };
  return {
    list,
    find(bytes, from, end) {
      if (last >= 0 && is(last, bytes, from, end)) return last;
      let hash = 0x811c9dc5 | 0;
      for (let k = from; k < end; k++) hash = Math.imul(hash ^ bytes[k]!, 0x01000193);
      hash ^= hash >>> 15;
      let at = hash & (places.length - 1);
      for (; places[at]! >= 0; at = (at + 1) & (places.length - 1)) {
        last = places[at]!;
        if (hashes[last] === hash && is(last, bytes, from, end)) return last;
      }
      const begin = start[list.length]!;
      while (begin + end - from > store.length) {
        const wider = new Uint8Array(2 * store.length);
        wider.set(store);
        store = wider;
      }
      store.set(bytes.subarray(from, end), begin);
      start.push(begin + end - from);
      last = list.push(decoder.decode(bytes.subarray(from, end))) - 1;
      hashes[last] = hash;
      places[at] = last;
      if (2 * list.length >= hashes.length) grow();
      return last;
    },
  };
}

/** Does a space stand at `at`, and how many bytes wide: ASCII, no-break space, ideographic space, byte order mark. */
function spaceAt(bytes: Uint8Array, at: number, from: number, end: number, backwards: boolean): number {
  const byte = bytes[at]!;
  if (byte <= 32) return 1;
  if (byte < 128) return 0;
  for (const width of [2, 3]) {
    const begin = backwards ? at - width + 1 : at;
    if (begin < from || begin + width > end) continue;
    const [a, b, c] = [bytes[begin], bytes[begin + 1], bytes[begin + 2]];
    if (width === 2 && a === 0xc2 && b === 0xa0) return 2;
    if (width === 3 && ((a === 0xe3 && b === 0x80 && c === 0x80) || (a === 0xef && b === 0xbb && c === 0xbf))) return 3;
  }
  return 0;
}

/**
 * @param needed columns that must be there; @param known all that are used: the others are named in a note
 * @throws Unreadable when the first line is not one of column names, or a line does not fit under it
 */
export function tableOf(
  source: Uint8Array | string,
  needed: readonly string[],
  known: readonly string[],
  notes: ReadingNote[],
): Table {
  const bytes = typeof source === 'string' ? encoder.encode(source) : source;
  const size = bytes.length;
  let at = 0;
  let line = 0;
  /** The line that was taken last: from its first byte to its end, and where the delimiters stand that are counted. */
  let [first, end] = [0, 0];
  let quoted = false;
  let comma = -1;
  let stops = new Int32Array(0);
  let found = 0;
  const takeLine = (): boolean => {
    while (at < size) {
      first = at;
      quoted = false;
      found = 0;
      let filled = false;
      let byte = 0;
      for (; at < size; at++) {
        byte = bytes[at]!;
        if (byte === comma) {
          if (found < stops.length) stops[found] = at;
          found += 1;
          filled = true;
        } else if (byte > 34) filled = true;
        else if (byte === newline || byte === back) break;
        else if (byte === quote) quoted = filled = true;
        else if (byte === 33) filled = true;
      }
      end = at;
      if (byte === back && bytes[at + 1] === newline) at += 1;
      at += 1;
      line += 1;
      if (filled && decodedIsFilled()) return true;
    }
    return false;
  };
  // Only a line of nothing but wide spaces needs to be looked at as text.
  const decodedIsFilled = (): boolean =>
    bytes[first]! < 128 || decoder.decode(bytes.subarray(first, end)).trim() !== '';

  if (!takeLine()) throw new Unreadable('file.empty');
  const head = decoder.decode(bytes.subarray(first, end)).replace(/^\uFEFF/, '');
  const delimiter = [',', '\t', ';'].find((each) => head.includes(each)) ?? ',';
  comma = delimiter.charCodeAt(0);
  const names = cellsOf(head, delimiter, 1).map((name) => name.trim().toLowerCase());
  for (const name of needed)
    if (!names.includes(name)) throw new Unreadable('file.column', { column: name, columns: names.join(', ') });
  const twice = names.find((name, i) => known.includes(name) && names.indexOf(name) !== i);
  if (twice !== undefined) throw new Unreadable('file.column-twice', { column: twice });
  const ignored = names.filter((name) => name !== '' && !known.includes(name));
  if (ignored.length > 0) notes.push({ code: 'note.ignored', params: { columns: ignored.join(', ') } });

  const width = names.length;
  const from = new Int32Array(width);
  const to = new Int32Array(width);
  stops = new Int32Array(width);
  /** Where the cells of this line are: in the file, or written anew without their quotes. */
  let cells = bytes;
  const tooMany = (rest: readonly string[]) => {
    if (rest.some((cell) => cell.trim() !== ''))
      throw new Unreadable('file.cells', { line, count: width + rest.length, columns: width });
  };
  const trim = (i: number) => {
    let a = from[i]!;
    let b = to[i]!;
    if (a === b || (cells[a]! > 32 && cells[a]! < 128 && cells[b - 1]! > 32 && cells[b - 1]! < 128)) return;
    for (let wide = 1; a < b && wide > 0; a += wide) wide = spaceAt(cells, a, a, b, false);
    for (let wide = 1; a < b && wide > 0; b -= wide) wide = spaceAt(cells, b - 1, a, b, true);
    from[i] = a;
    to[i] = b;
  };
  const takeQuoted = () => {
    const list = cellsOf(decoder.decode(bytes.subarray(first, end)), delimiter, line);
    tooMany(list.slice(width));
    const parts = list.slice(0, width).map((cell) => encoder.encode(cell));
    cells = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let place = 0;
    for (let i = 0; i < width; i++) {
      from[i] = place;
      if (parts[i]) cells.set(parts[i]!, place);
      place += parts[i]?.length ?? 0;
      to[i] = place;
      trim(i);
    }
  };
  const next = (): boolean => {
    if (!takeLine()) return false;
    if (quoted) {
      takeQuoted();
      return true;
    }
    cells = bytes;
    let begin = first;
    for (let i = 0; i < width; i++) {
      from[i] = Math.min(begin, end);
      to[i] = i < found ? stops[i]! : end;
      begin = to[i]! + 1;
      trim(i);
    }
    if (found >= width) tooMany(decoder.decode(bytes.subarray(begin, end)).split(delimiter));
    return true;
  };
  return {
    column: (name) => names.indexOf(name),
    next,
    line: () => line,
    text: (column) => (column < 0 ? '' : decoder.decode(cells.subarray(from[column], to[column]))),
    isEmpty: (column) => column < 0 || from[column] === to[column],
    plain(column) {
      if (column < 0) return Number.NaN;
      const stop = to[column]!;
      let k = from[column]!;
      // Fifteen digits are a whole number without rounding, and so is their power of ten: one division rounds as it should.
      if (k === stop || stop - k > 16) return Number.NaN;
      let value = 0;
      let after = -1;
      for (; k < stop; k++) {
        const byte = cells[k]!;
        if (byte >= zero && byte <= nine) {
          value = 10 * value + byte - zero;
          if (after >= 0) after += 1;
        } else if (byte === dot && after < 0 && stop - from[column]! > 1) after = 0;
        else return Number.NaN;
      }
      if (after < 0 && stop - from[column]! > 15) return Number.NaN;
      return after > 0 ? value / 10 ** after : value;
    },
    numberOf: (list, column) => (from[column] === to[column] ? -1 : list.find(cells, from[column]!, to[column]!)),
  };
}
