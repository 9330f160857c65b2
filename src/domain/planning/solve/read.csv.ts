import { append, type Growing, lastWins, newGrowing, type Reading, type ReadingNote, Unreadable } from './read.ts';

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
        const quote = line.indexOf('"', end);
        if (quote < 0) throw new Unreadable('file.quotes', { line: number });
        cell += line.slice(end, quote);
        end = quote + 1;
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

/** Lines from pieces of text, without their ends; empty lines are passed over but counted. */
function* linesOf(pieces: Iterable<string>): Generator<[string, number]> {
  let rest = '';
  let number = 0;
  for (const piece of pieces) {
    const lines = (rest + piece).split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop()!;
    for (const line of lines) {
      number += 1;
      if (line.trim() !== '') yield [line, number];
    }
  }
  if (rest.trim() !== '') yield [rest, number + 1];
}

const yes = new Set(['1', 'true', 'yes', 'y', 't', '是']);
const no = new Set(['0', 'false', 'no', 'n', 'f', '否', '']);
/** How tools write that there is no way from one place to another. */
const unreachable = new Set(['', 'inf', '+inf', 'infinity', 'null', 'none', 'na', 'n/a', 'nan']);

function numberIn(text: string, column: string, line: number): number {
  const value = Number(text);
  if (text === '' || !Number.isFinite(value)) throw new Unreadable('file.number', { column, line, value: text });
  if (value < 0) throw new Unreadable('file.negative', { column, line, value: text });
  return value;
}

interface Table {
  column: (name: string) => number;
  rows: Generator<[string[], number]>;
}

function tableOf(
  pieces: Iterable<string>,
  needed: readonly string[],
  known: readonly string[],
  notes: ReadingNote[],
): Table {
  const lines = linesOf(pieces);
  const first = lines.next();
  if (first.done) throw new Unreadable('file.empty');
  const head = first.value[0].replace(/^\uFEFF/, '');
  const delimiter = [',', '\t', ';'].find((each) => head.includes(each)) ?? ',';
  const names = cellsOf(head, delimiter, 1).map((name) => name.trim().toLowerCase());
  for (const name of needed)
    if (!names.includes(name)) throw new Unreadable('file.column', { column: name, columns: names.join(', ') });
  const twice = names.find((name, i) => known.includes(name) && names.indexOf(name) !== i);
  if (twice !== undefined) throw new Unreadable('file.column-twice', { column: twice });
  const ignored = names.filter((name) => name !== '' && !known.includes(name));
  if (ignored.length > 0) notes.push({ code: 'note.ignored', params: { columns: ignored.join(', ') } });
  function* rows(): Generator<[string[], number]> {
    for (const [line, number] of lines) {
      const cells = cellsOf(line, delimiter, number);
      if (cells.length > names.length && cells.slice(names.length).some((cell) => cell.trim() !== ''))
        throw new Unreadable('file.cells', { line: number, count: cells.length, columns: names.length });
      yield [cells, number];
    }
  }
  return { column: (name) => names.indexOf(name), rows: rows() };
}

/** A figure that many lines repeat: the first one given counts, and a line that says something else is a mistake. */
function agree(known: Map<number, number>, of: number, value: number, column: string, id: string, line: number): void {
  const before = known.get(of);
  if (before !== undefined && before !== value)
    throw new Unreadable('file.disagrees', { column, id, line, before, value });
  known.set(of, value);
}

/**
 * Columns site, demand, cost; optionally weight (of the demand, 1 by default), required (of the site) and site_cost. A line without
 * cost names a site or a demand point that it does not connect. Of two lines for one pair the later one counts, and a note says so.
 */
export function readCsv(pieces: Iterable<string>): Reading {
  const notes: ReadingNote[] = [];
  const known = ['site', 'demand', 'cost', 'weight', 'required', 'site_cost'];
  const { column, rows } = tableOf(pieces, ['site', 'demand', 'cost'], known, notes);
  const at = Object.fromEntries(known.map((name) => [name, column(name)]));
  const [siteOf, demandOf] = [new Map<string, number>(), new Map<string, number>()];
  const [weight, siteCost, required] = [new Map<number, number>(), new Map<number, number>(), new Set<number>()];
  const pairs: Growing = newGrowing();
  const place = (places: Map<string, number>, id: string): number => {
    const there = places.get(id);
    if (there !== undefined) return there;
    places.set(id, places.size);
    return places.size - 1;
  };
  for (const [cells, line] of rows) {
    const cell = (name: string) => cells[at[name]!]?.trim() ?? '';
    const [site, demand, cost] = [cell('site'), cell('demand'), cell('cost')];
    const apart = unreachable.has(cost.toLowerCase());
    if (site === '' && (!apart || demand === '')) throw new Unreadable('file.no-site', { line });
    if (demand === '' && !apart) throw new Unreadable('file.no-demand', { line });
    const s = site === '' ? -1 : place(siteOf, site);
    const d = demand === '' ? -1 : place(demandOf, demand);
    if (d >= 0 && cell('weight') !== '')
      agree(weight, d, numberIn(cell('weight'), 'weight', line), 'weight', demand, line);
    if (s >= 0 && cell('site_cost') !== '')
      agree(siteCost, s, numberIn(cell('site_cost'), 'site_cost', line), 'site_cost', site, line);
    const must = cell('required').toLowerCase();
    if (s >= 0 && yes.has(must)) required.add(s);
    else if (!yes.has(must) && !no.has(must)) throw new Unreadable('file.required', { line, value: must });
    if (!apart) append(pairs, s, d, numberIn(cost, 'cost', line));
  }
  const single = lastWins(pairs, siteOf.size, demandOf.size);
  if (single.changed > 0) notes.push({ code: 'note.pair-twice', params: { count: single.changed } });
  const unpriced = [...siteOf].filter(([, s]) => !siteCost.has(s));
  if (at.site_cost! >= 0 && siteCost.size > 0 && unpriced.length > 0)
    notes.push({ code: 'note.unpriced', params: { count: unpriced.length, site: unpriced[0]![0] } });
  return {
    sites: Array.from(siteOf, ([id, s]) => ({
      id,
      ...(siteCost.has(s) && { cost: siteCost.get(s)! }),
      ...(required.has(s) && { required: true }),
    })),
    demands: Array.from(demandOf, ([id, d]) => ({ id, weight: weight.get(d) ?? 1 })),
    pairs: single.pairs,
    notes,
  };
}

/** Columns site, capacity (in units of weight). A site that is not named has no limit; an empty cell means the same. */
export function readCapacity(pieces: Iterable<string>): { capacity: Map<string, number>; notes: ReadingNote[] } {
  const notes: ReadingNote[] = [];
  const { column, rows } = tableOf(pieces, ['site', 'capacity'], ['site', 'capacity'], notes);
  const capacity = new Map<string, number>();
  for (const [cells, line] of rows) {
    const site = cells[column('site')]?.trim() ?? '';
    const value = cells[column('capacity')]?.trim() ?? '';
    if (site === '') throw new Unreadable('file.no-site', { line });
    if (['', 'inf', 'infinity'].includes(value.toLowerCase())) continue;
    const number = numberIn(value, 'capacity', line);
    const before = capacity.get(site);
    if (before !== undefined && before !== number)
      throw new Unreadable('file.disagrees', { column: 'capacity', id: site, line, before, value: number });
    capacity.set(site, number);
  }
  return { capacity, notes };
}
