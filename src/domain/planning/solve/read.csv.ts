import { newNames, type Table, tableOf } from './read.table.ts';
import { append, type Growing, lastWins, newGrowing, type Reading, type ReadingNote, Unreadable } from './read.ts';

const yes = new Set(['1', 'true', 'yes', 'y', 't', '是']);
const no = new Set(['0', 'false', 'no', 'n', 'f', '否', '']);
/** How tools write that there is no way from one place to another. */
const unreachable = new Set(['', 'inf', '+inf', 'infinity', 'null', 'none', 'na', 'n/a', 'nan']);

/** A number that is not below zero; NaN for a word that `empty` allows. */
function numberIn(table: Table, column: number, name: string, empty?: ReadonlySet<string>): number {
  const plain = table.plain(column);
  if (plain >= 0) return plain;
  const value = table.text(column);
  if (empty?.has(value.toLowerCase())) return Number.NaN;
  const number = Number(value);
  if (value === '' || !Number.isFinite(number))
    throw new Unreadable('file.number', { column: name, line: table.line(), value });
  if (number < 0) throw new Unreadable('file.negative', { column: name, line: table.line(), value });
  return number;
}

/** A figure that many lines repeat: the first one given counts, and a line that says something else is a mistake. */
function figures(table: Table, name: string): { known: number[]; note: (of: number, id: () => string) => void } {
  const column = table.column(name);
  const known: number[] = [];
  return {
    known,
    note(of, id) {
      if (of < 0 || table.isEmpty(column)) return;
      const value = numberIn(table, column, name);
      const before = known[of];
      if (before !== undefined && before !== value)
        throw new Unreadable('file.disagrees', { column: name, id: id(), line: table.line(), before, value });
      known[of] = value;
    },
  };
}

/**
 * Columns site, demand, cost; optionally weight (of the demand, 1 by default), required (of the site) and site_cost. A line without
 * cost names a site or a demand point that it does not connect. Of two lines for one pair the later one counts, and a note says so.
 * @param source UTF-8
 */
export function readCsv(source: Uint8Array | string): Reading {
  const notes: ReadingNote[] = [];
  const known = ['site', 'demand', 'cost', 'weight', 'required', 'site_cost'];
  const table = tableOf(source, ['site', 'demand', 'cost'], known, notes);
  const [siteAt, demandAt, costAt, mustAt] = ['site', 'demand', 'cost', 'required'].map(table.column) as [
    number,
    number,
    number,
    number,
  ];
  const [siteNames, demandNames] = [newNames(), newNames()];
  const weight = figures(table, 'weight');
  const siteCost = figures(table, 'site_cost');
  const required = new Set<number>();
  const pairs: Growing = newGrowing();
  while (table.next()) {
    const line = table.line();
    const s = table.numberOf(siteNames, siteAt);
    const d = table.numberOf(demandNames, demandAt);
    const plain = table.plain(costAt);
    const apart = !(plain >= 0) && unreachable.has(table.text(costAt).toLowerCase());
    if (s < 0 && (!apart || d < 0)) throw new Unreadable('file.no-site', { line });
    if (d < 0 && !apart) throw new Unreadable('file.no-demand', { line });
    weight.note(d, () => demandNames.list[d]!);
    siteCost.note(s, () => siteNames.list[s]!);
    if (!table.isEmpty(mustAt)) {
      const must = table.text(mustAt).toLowerCase();
      if (s >= 0 && yes.has(must)) required.add(s);
      else if (!yes.has(must) && !no.has(must)) throw new Unreadable('file.required', { line, value: must });
    }
    if (!apart) append(pairs, s, d, plain >= 0 ? plain : numberIn(table, costAt, 'cost'));
  }
  const single = lastWins(pairs, siteNames.list.length, demandNames.list.length);
  if (single.changed > 0) notes.push({ code: 'note.pair-twice', params: { count: single.changed } });
  const priced = (s: number): boolean => siteCost.known[s] !== undefined;
  const unpriced = siteNames.list.filter((_, s) => !priced(s));
  if (siteCost.known.length > 0 && unpriced.length > 0)
    notes.push({ code: 'note.unpriced', params: { count: unpriced.length, site: unpriced[0]! } });
  return {
    sites: siteNames.list.map((id, s) => ({
      id,
      ...(priced(s) && { cost: siteCost.known[s]! }),
      ...(required.has(s) && { required: true }),
    })),
    demands: demandNames.list.map((id, d) => ({ id, weight: weight.known[d] ?? 1 })),
    pairs: single.pairs,
    notes,
  };
}

const unlimited = new Set(['', 'inf', 'infinity']);

/** Columns site, capacity (in units of weight). A site that is not named has no limit; an empty cell means the same. */
export function readCapacity(source: Uint8Array | string): { capacity: Map<string, number>; notes: ReadingNote[] } {
  const notes: ReadingNote[] = [];
  const table = tableOf(source, ['site', 'capacity'], ['site', 'capacity'], notes);
  const [siteAt, capacityAt] = [table.column('site'), table.column('capacity')];
  const capacity = new Map<string, number>();
  while (table.next()) {
    const [site, line] = [table.text(siteAt), table.line()];
    if (site === '') throw new Unreadable('file.no-site', { line });
    const number = numberIn(table, capacityAt, 'capacity', unlimited);
    if (Number.isNaN(number)) continue;
    const before = capacity.get(site);
    if (before !== undefined && before !== number)
      throw new Unreadable('file.disagrees', { column: 'capacity', id: site, line, before, value: number });
    capacity.set(site, number);
  }
  return { capacity, notes };
}
