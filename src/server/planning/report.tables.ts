import type { Comparison, Figures } from '#api/planning.ts';
import type { UnitLevel } from '#domain/organisation/units.ts';
import type { PlanWords } from './plan.words.ts';
import type { Cell, Measure, Table } from './sheets.ts';

/** A figure before and after: one column on paper, two in a spreadsheet. */
export type Pair = readonly [before: Cell, after: Cell];
export const isPair = (cell: PaperCell): cell is Pair => Array.isArray(cell);
export type PaperCell = Cell | Pair;

/** A table as it is told: paper says 22 → 13 in one place, a spreadsheet counts on with both. */
export interface PaperTable {
  name: string;
  header: string[];
  rows: PaperCell[][];
}

export const share = (value: number): Measure => ({ value, as: 'share' });
export const minutes = (seconds: number | null): Cell =>
  seconds === null ? null : { value: Math.round(seconds / 6) / 10, as: 'minutes' };

/** The same with each pair in two columns. */
export function spread({ say }: PlanWords, { name, header, rows }: PaperTable): Table {
  const paired = header.map((_, at) => rows.some((row) => isPair(row[at] ?? null)));
  return {
    name,
    header: header.flatMap((what, at) =>
      paired[at] ? [say('column.before', { what }), say('column.after', { what })] : [what],
    ),
    rows: rows.map((row) =>
      row.flatMap((cell, at): Cell[] => (isPair(cell) ? [...cell] : paired[at] ? [cell, cell] : [cell])),
    ),
  };
}

/** Levels that a county has or that change, the highest first: a hall of the city alone is no column. */
export function levelsIn({ counties }: Comparison): UnitLevel[] {
  const all = ['city', 'county', 'town', 'village'] as const satisfies UnitLevel[];
  return all.filter((level) =>
    counties.some(({ id, before, after }) => {
      const [was, is] = [before[level] ?? 0, after[level] ?? 0];
      return was !== is || (id !== null && was > 0);
    }),
  );
}

/** Points by level before → after, county by county, the whole last: as the plans of cities report it. */
export function countyTable({ p }: PlanWords, comparison: Comparison): PaperTable {
  const levels = levelsIn(comparison);
  return {
    name: p('coverage.by-county'),
    header: [
      p('place.county'),
      ...levels.map((each) => p(`solve.level.${each}`)),
      p('figure.share'),
      p('figure.mean'),
      p('figure.people-per-clerk'),
    ],
    rows: comparison.counties.map(({ id, name, before, after, share: [was, is], mean, peoplePerClerk }) => [
      id === null ? p('place.all') : name,
      ...levels.map((each): Pair => [before[each] ?? 0, after[each] ?? 0]),
      [share(was), share(is)],
      [minutes(mean[0]), minutes(mean[1])],
      [whole(peoplePerClerk[0]), whole(peoplePerClerk[1])],
    ]),
  };
}

const whole = (value: number | null): Cell => (value === null ? null : Math.round(value));
const ratio = (value: number | null): Cell => (value === null ? null : { value, as: 'ratio' });

/** The figures of two networks, one below the other as on the screens. */
export function figureTable({ p, say }: PlanWords, { before, after }: Comparison, names: [string, string]): PaperTable {
  const rows = [
    ['points', ({ points }) => points],
    ['share', (f) => share(f.share)],
    ['urban', ({ urban }) => (urban.people > 0 ? share(urban.share) : null)],
    ['rural', ({ rural }) => (rural.people > 0 ? share(rural.share) : null)],
    ['mean', ({ mean }) => minutes(mean)],
    ['p95', ({ p95 }) => minutes(p95)],
    ['worst', ({ worst }) => minutes(worst)],
    ['unreachable', ({ unreachable }) => unreachable],
    ['gini', ({ gini }) => ratio(gini)],
    ['palma', ({ palma }) => ratio(palma)],
    ['people-per-point', ({ peoplePerPoint }) => whole(peoplePerPoint)],
    ['people-per-clerk', ({ peoplePerClerk }) => whole(peoplePerClerk)],
    ['overloaded', ({ overloaded }) => overloaded],
  ] as const satisfies readonly (readonly [string, (of: Figures) => Cell])[];
  return {
    name: say('figures'),
    header: [p('figure.title'), ...names],
    rows: rows.map(([name, of]) => [p(`figure.${name}`), of(before.figures), of(after.figures)]),
  };
}

/** Villages whose people travel less, or more, each by its name. */
export function movedTable({ p }: PlanWords, title: string, villages: Comparison['winners']['villages']): PaperTable {
  return {
    name: title,
    header: [p('place.county'), p('place.town'), p('place.village'), p('place.people'), p('place.time')],
    rows: villages.map(({ county, town, name, people, before, after }) => [
      county,
      town,
      name,
      people,
      [minutes(before) ?? p('time.none'), minutes(after) ?? p('time.none')],
    ]),
  };
}

/** Points that one network has and the other has not, has elsewhere, or has otherwise. */
export function differenceTables(
  words: PlanWords,
  of: Comparison,
  names?: [string, string],
  /** Of each closed point, how many people would be beyond the limit. */
  beyond?: ReadonlyMap<string, number>,
): PaperTable[] {
  const { p, say } = words;
  const count = (list: readonly unknown[]) => ({ count: list.length });
  const graded = of.opened.some((one) => one.class !== null);
  return [
    {
      name: names
        ? p('compare.only-in', { name: names[0], ...count(of.closed) })
        : p('compare.closed', count(of.closed)),
      header: [say('site'), say('people'), ...(beyond ? [say('beyond')] : []), p('replacement.how')],
      rows: of.closed.map(({ site, name, people, replacement, instead }) => [
        name,
        people,
        ...(beyond ? [beyond.get(site) ?? 0] : []),
        replacement ? words.replacement(replacement, instead ?? undefined) : names ? null : p('closings.unsaid'),
      ]),
    },
    {
      name: names
        ? p('compare.only-in', { name: names[1], ...count(of.opened) })
        : p('compare.opened', count(of.opened)),
      header: [say('site'), p('change.level'), ...(graded ? [p('change.class')] : [])],
      rows: of.opened.map(({ name, level, class: grade }) => [
        name,
        words.level(level),
        ...(graded ? [grade && p('change.class.of', { class: grade })] : []),
      ]),
    },
    {
      name: p('compare.moved', count(of.moved)),
      header: [say('site'), say('metres')],
      rows: of.moved.map(({ name, metres }) => [name, metres]),
    },
    {
      name: p('compare.upgraded', { count: new Set(of.upgraded.map(({ site }) => site)).size }),
      header: [say('site'), p('figure.change')],
      rows: [...Map.groupBy(of.upgraded, ({ site }) => site).values()].map((all) => [
        all[0]!.name,
        all.map(words.upgrade).join(' · '),
      ]),
    },
  ].filter(({ rows }) => rows.length > 0);
}

/** Two networks side by side, whole: a sheet for each table. */
export function comparisonTables(
  words: PlanWords,
  comparison: Comparison,
  names: [string, string],
  withPlan: boolean,
): Table[] {
  const { p, number } = words;
  const { winners, losers } = comparison;
  return [
    figureTable(words, comparison, names),
    countyTable(words, comparison),
    movedTable(words, p('compare.winners', { people: number(winners.people) }), winners.villages),
    movedTable(words, p('compare.losers', { people: number(losers.people) }), losers.villages),
    ...differenceTables(words, comparison, withPlan ? names : undefined),
  ]
    .filter(({ rows }) => rows.length > 0)
    .map((table) => spread(words, table));
}
