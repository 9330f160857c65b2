import { Worker } from 'node:worker_threads';
import type { Comparison, Figures } from '#api/planning.ts';
import type { UnitLevel } from '#domain/organisation/units.ts';
import type { Ctx } from '../context.ts';
import { compare } from './compare.service.ts';
import { type Cell, fileOf, type Table, workbook, xlsxType } from './export.service.ts';
import { type PlanWords, percent, planWords } from './plan.words.ts';
import { showScenario } from './plan-views.service.ts';
import { findSnapshot } from './planning.repository.ts';

/** What is printed: headings, lines and tables, already in words. */
export interface Report {
  title: string;
  subtitle: string[];
  /** The moment that the file carries: of the plan, never of the printing. */
  at: string;
  sections: { heading: string; lines: string[]; tables: (Table & { more: string | null })[] }[];
}

const time = ({ p }: PlanWords, seconds: number | null): string =>
  seconds === null ? p('time.none') : p('time.minutes', { minutes: (seconds / 60).toFixed(1) });
const tenThousand = (fen: number): number => Math.round(fen / 10_000) / 100;
const fromTo = (was: string | number, is: string | number): string => `${was} → ${is}`;
const levels: readonly UnitLevel[] = ['county', 'town', 'village'];
const heads = ['staff', 'works', 'equipment', 'closing', 'total'] as const;

type Shown = Awaited<ReturnType<typeof showScenario>>;

function countyRows({ counties }: Comparison): Cell[][] {
  return counties.map(({ name, before, after, share }) => [
    name,
    ...levels.map((level) => fromTo(before[level] ?? 0, after[level] ?? 0)),
    fromTo(percent(share[0]), percent(share[1])),
  ]);
}

function figureRows(words: PlanWords, { before, after }: Comparison): Cell[][] {
  const rows = [
    ['points', ({ points }) => points],
    ['share', ({ share }) => percent(share)],
    ['mean', ({ mean }) => time(words, mean)],
    ['p95', ({ p95 }) => time(words, p95)],
    ['unreachable', ({ unreachable }) => unreachable],
    ['gini', ({ gini }) => (gini === null ? '–' : gini.toFixed(3))],
    ['people-per-clerk', ({ peoplePerClerk }) => (peoplePerClerk === null ? '–' : Math.round(peoplePerClerk))],
    ['overloaded', ({ overloaded }) => overloaded],
  ] as const satisfies readonly (readonly [string, (of: Figures) => Cell])[];
  return rows.map(([name, of]) => [words.p(`figure.${name}`), of(before.figures), of(after.figures)]);
}

function answerLines({ p }: PlanWords, { result }: Shown): string[] {
  if (!result) return [];
  const { status, gap, cut, reason } = result;
  return [
    status === 'feasible' && gap === null
      ? p('answer.feasible.unknown')
      : p(`answer.${status}`, { gap: gap === null ? '–' : percent(gap) }),
    ...(reason === null ? [] : [p(`reason.${reason}`)]),
    ...(cut === null ? [] : [p(`answer.cut.${cut}`)]),
  ];
}

/** Of each level that the computer was asked about, where there were several. Answers of earlier programs lack it. */
function levelRows({ p }: PlanWords, { result, scenario }: Shown): Cell[][] {
  const levels = result?.levels ?? [];
  if (levels.length < 2) return [];
  return levels.map(({ level, limit, points: [before, after], share }) => [
    p(`solve.level.${level}`),
    fromTo(before, after),
    limit === null ? p('answer.plan-limit', scenario.scope.limits) : p('time.minutes', { minutes: limit }),
    percent(share),
  ]);
}

/** 关闭 12，新设 3，假设 1; a plan without any change says so. */
function counted({ p, say }: PlanWords, { counts }: Shown['scenario']): string {
  const kinds = (['close', 'move', 'open', 'upgrade', 'whatIf'] as const).filter((kind) => counts[kind] > 0);
  return kinds.length === 0
    ? p('count.none')
    : kinds.map((kind) => p(`count.${kind}`, { count: counts[kind] })).join(say('and'));
}

/** On paper the first of a long list; the whole of it in the spreadsheet. */
const onPaper = 60;

async function reportOf(ctx: Ctx, scenario: string, most: number): Promise<Report> {
  const words = planWords(ctx.language);
  const { say, p } = words;
  const [shown, comparison] = [
    await showScenario(ctx, scenario),
    await compare(ctx, { after: scenario, level: 'village' }),
  ];
  const { scenario: plan, closings, costs } = shown;
  const snapshot = await findSnapshot(ctx, plan.snapshot.id);
  const labels = snapshot?.labels ?? [];
  const { scope } = plan;
  const names = new Map([
    ...comparison.opened.map(({ site, name }) => [site, name] as const),
    ...closings.flatMap(({ nearest }) => (nearest ? [[nearest.site, nearest.name] as const] : [])),
  ]);
  const closingRows = closings.map(({ name, people, beyond, replacement }): Cell[] => [
    name,
    people,
    beyond,
    replacement ? words.replacement(replacement, names.get(replacement.site)) : p('closings.unsaid'),
  ]);
  const loserRows = comparison.losers.villages.map(({ name, town, people, before, after }): Cell[] => [
    `${town} ${name}`,
    people,
    fromTo(time(words, before), time(words, after)),
  ]);
  /** A chapter with one table, and none where there is nothing to tell. */
  const chapter = (heading: string, header: string[], rows: Cell[][]): Report['sections'] =>
    rows.length === 0
      ? []
      : [
          {
            heading,
            lines: [],
            tables: [
              {
                name: heading,
                header,
                rows: rows.slice(0, most),
                more: rows.length > most ? say('more', { count: rows.length - most }) : null,
              },
            ],
          },
        ];
  return {
    title: say('title', { division: plan.division.name, plan: plan.name }),
    subtitle: [
      p(`status.${plan.status}`),
      say('made-from', {
        from: p('plan.from', { snapshot: plan.snapshot.name, day: plan.snapshot.asOf }),
        digest: (snapshot?.digest.toString('hex') ?? '').slice(0, 12),
      }),
      ...labels.map((label) => p(`label.${label}`)),
      [
        p('coverage.rule', {
          urban: scope.limits.urban,
          rural: scope.limits.rural,
          urbanMode: p(`mode.${scope.mode.urban}`),
          ruralMode: p(`mode.${scope.mode.rural}`),
        }),
        ...(labels.includes('straight-line') ? [] : [p('coverage.by-road')]),
        say(scope.acrossBorders ? 'across' : 'within'),
      ].join(say('next')),
    ],
    at: plan.updatedAt,
    sections: [
      {
        heading: say('in-short'),
        lines: [
          say('in-short.text', {
            before: comparison.before.figures.points,
            after: comparison.after.figures.points,
            changes: counted(words, plan),
            share: percent(comparison.after.figures.share),
            was: percent(comparison.before.figures.share),
            longer: comparison.losers.people,
            shorter: comparison.winners.people,
          }),
          ...(plan.note ? [plan.note] : []),
          ...answerLines(words, shown),
        ],
        tables: [],
      },
      ...chapter(
        say('supposed'),
        [''],
        shown.changes.flatMap((change) => {
          const told = words.supposed(change, (id) => shown.names[id] ?? id);
          return told === undefined ? [] : [[told]];
        }),
      ),
      ...chapter(
        p('answer.levels'),
        [p('change.level'), p('figure.points'), p('place.limit'), p('figure.share')],
        levelRows(words, shown),
      ),
      ...chapter(say('figures'), ['', p('compare.today'), p('compare.plan')], figureRows(words, comparison)),
      ...chapter(
        p('coverage.by-county'),
        [p('place.county'), ...levels.map(words.level), p('figure.share')],
        countyRows(comparison),
      ),
      ...chapter(
        say('in-ten-thousands', { what: p('costs.title') }),
        heads.map((head) => p(`costs.${head}`)),
        costs ? [heads.map((head) => tenThousand(costs[head]))] : [],
      ),
      ...chapter(
        p('compare.closed', { count: closingRows.length }),
        [say('site'), say('people'), say('beyond'), p('replacement.how')],
        closingRows,
      ),
      ...chapter(
        p('compare.opened', { count: comparison.opened.length }),
        [say('site'), p('change.level')],
        comparison.opened.map(({ name, level }) => [name, words.level(level)]),
      ),
      ...chapter(
        p('compare.moved', { count: comparison.moved.length }),
        [say('site'), ''],
        comparison.moved.map(({ name, metres }) => [name, p('compare.moved.by', { metres })]),
      ),
      ...chapter(
        p('compare.upgraded', { count: new Set(comparison.upgraded.map(({ site }) => site)).size }),
        [say('site'), p('figure.change')],
        comparison.upgraded.map((one) => [one.name, words.upgrade(one)]),
      ),
      ...chapter(
        p('compare.losers', { people: comparison.losers.people }),
        [p('place.village'), p('place.people'), p('place.time')],
        loserRows,
      ),
    ],
  };
}

/** Printed in a worker of its own: a report is asked for a few times a year, and nobody waits while it is set. */
function print(report: Report): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./report.worker.ts', import.meta.url), {
      name: 'plan-report',
      workerData: report,
      resourceLimits: { maxOldGenerationSizeMb: 512 },
    });
    worker.once('message', (bytes: Uint8Array) => {
      resolve(bytes);
      void worker.terminate();
    });
    worker.once('error', reject);
  });
}

export async function report(ctx: Ctx, wish: { scenario: string; format: 'pdf' | 'xlsx' }): Promise<File> {
  if (wish.format === 'pdf')
    return fileOf(await print(await reportOf(ctx, wish.scenario, onPaper)), 'plan.pdf', 'application/pdf');
  const whole = await reportOf(ctx, wish.scenario, Number.POSITIVE_INFINITY);
  const tables = whole.sections.flatMap(({ heading, lines, tables }): Table[] =>
    tables.length > 0
      ? tables
      : [{ name: heading, header: [whole.title], rows: [...whole.subtitle, ...lines].map((line) => [line]) }],
  );
  return fileOf(await workbook(tables, new Date(whole.at)), 'plan.xlsx', xlsxType);
}
