import { Worker } from 'node:worker_threads';
import type { Comparison } from '#api/planning.ts';
import type { UnitLevel } from '#domain/organisation/units.ts';
import en from '../../../locales/en/plan-report.json' with { type: 'json' };
import zh from '../../../locales/zh-CN/plan-report.json' with { type: 'json' };
import type { Ctx } from '../context.ts';
import { type Cell, fileOf, type Table, workbook, xlsxType } from './export.service.ts';
import { compare, showScenario } from './plan-views.service.ts';
import { findSnapshot } from './planning.repository.ts';

/** What is printed: headings, lines and tables, already in words. */
export interface Report {
  title: string;
  subtitle: string[];
  /** The moment that the file carries: of the plan, never of the printing. */
  at: string;
  sections: { heading: string; lines: string[]; tables: (Table & { more: string | null })[] }[];
}

type Key = keyof typeof zh;
type Say = (key: Key, params?: Record<string, string | number>) => string;
const sayer =
  (ctx: Ctx): Say =>
  (key, params = {}) =>
    (ctx.language === 'en' ? en : zh)[key].replace(/\{(\w+)\}/g, (_, name: string) => String(params[name] ?? ''));

const percent = (share: number): string => `${(100 * share).toFixed(1)}%`;
const minutes = (seconds: number | null): string => (seconds === null ? '—' : (seconds / 60).toFixed(1));
const tenThousand = (fen: number): number => Math.round(fen / 10_000) / 100;
const levels: readonly UnitLevel[] = ['county', 'town', 'village'];

type Shown = Awaited<ReturnType<typeof showScenario>>;

function countyRows(comparison: Comparison): Cell[][] {
  return comparison.counties.map(({ name, before, after, share }) => [
    name,
    ...levels.map((level) => `${before[level] ?? 0} → ${after[level] ?? 0}`),
    `${percent(share[0])} → ${percent(share[1])}`,
  ]);
}

function figureRows(say: Say, { before, after }: Comparison): Cell[][] {
  const row = (key: Key, of: (side: Comparison['before']['figures']) => Cell): Cell[] => [
    say(key),
    of(before.figures),
    of(after.figures),
  ];
  return [
    row('points', ({ points }) => points),
    row('share', ({ share }) => percent(share)),
    row('mean', ({ mean }) => minutes(mean)),
    row('p95', ({ p95 }) => minutes(p95)),
    row('unreachable', ({ unreachable }) => unreachable),
    row('gini', ({ gini }) => (gini === null ? '—' : gini.toFixed(3))),
    row('per-clerk', ({ peoplePerClerk }) => (peoplePerClerk === null ? '—' : Math.round(peoplePerClerk))),
    row('overloaded', ({ overloaded }) => overloaded),
  ];
}

function answerLines(say: Say, { result }: Shown): string[] {
  if (!result) return [];
  const { status, gap, cut } = result;
  return [
    say(`answer.${status}`, { gap: gap === null ? '—' : percent(gap) }),
    ...(cut === null ? [] : [say('answer.cut')]),
  ];
}

/** On paper the first of a long list; the whole of it in the spreadsheet. */
const onPaper = 60;

async function reportOf(ctx: Ctx, scenario: string, most: number): Promise<Report> {
  const say = sayer(ctx);
  const [shown, comparison] = [
    await showScenario(ctx, scenario),
    await compare(ctx, { after: scenario, level: 'village' }),
  ];
  const { scenario: plan, closings, costs } = shown;
  const snapshot = await findSnapshot(ctx, plan.snapshot.id);
  const { scope, counts } = plan;
  const names = new Map([
    ...comparison.opened.map(({ site, name }) => [site, name] as const),
    ...closings.flatMap(({ nearest }) => (nearest ? [[nearest.site, nearest.name] as const] : [])),
  ]);
  const closingRows = closings.map(({ name, people, beyond, replacement }): Cell[] => [
    name,
    people,
    beyond,
    replacement ? say(`how.${replacement.how}`, { site: names.get(replacement.site) ?? '' }) : say('how.none'),
  ]);
  const loserRows = comparison.losers.villages.map(({ name, town, people, before, after }): Cell[] => [
    `${town} ${name}`,
    people,
    say('minutes', {
      before: before === null ? say('none') : minutes(before),
      after: after === null ? say('none') : minutes(after),
    }),
  ]);
  const table = (name: string, header: string[], rows: Cell[][]) => ({
    name,
    header,
    rows: rows.slice(0, most),
    more: rows.length > most ? say('more', { count: rows.length - most }) : null,
  });
  return {
    title: `${plan.division.name}${say('title')}：${plan.name}`,
    subtitle: [
      say(`status.${plan.status}`),
      say('made-from', {
        snapshot: plan.snapshot.name,
        day: plan.snapshot.asOf,
        digest: (snapshot?.digest.toString('hex') ?? '').slice(0, 12),
      }),
      ...(snapshot?.labels ?? []).map((label) => say(`label.${label}` as Key)),
      say('rules', {
        urban: say(`mode.${scope.mode.urban}`),
        rural: say(`mode.${scope.mode.rural}`),
        urbanLimit: scope.limits.urban,
        ruralLimit: scope.limits.rural,
        borders: say(scope.acrossBorders ? 'across' : 'within'),
      }),
    ],
    at: plan.updatedAt,
    sections: [
      {
        heading: say('in-short'),
        lines: [
          say('in-short.text', {
            before: comparison.before.figures.points,
            after: comparison.after.figures.points,
            ...counts,
            share: percent(comparison.after.figures.share),
            was: percent(comparison.before.figures.share),
            longer: comparison.losers.people,
            shorter: comparison.winners.people,
          }),
          ...(plan.note ? [plan.note] : []),
          ...answerLines(say, shown),
        ],
        tables: [],
      },
      {
        heading: say('figures'),
        lines: [],
        tables: [table(say('figures'), ['', say('before'), say('after')], figureRows(say, comparison))],
      },
      {
        heading: say('counties'),
        lines: [],
        tables: [
          table(
            say('counties'),
            [say('county'), ...levels.map((level) => say(`level.${level}`)), say('share')],
            countyRows(comparison),
          ),
        ],
      },
      ...(costs
        ? [
            {
              heading: say('costs'),
              lines: [],
              tables: [
                table(
                  say('costs'),
                  (['staff', 'works', 'equipment', 'closing', 'total'] as const).map((head) => say(`cost.${head}`)),
                  [[costs.staff, costs.works, costs.equipment, costs.closing, costs.total].map(tenThousand)],
                ),
              ],
            },
          ]
        : []),
      ...(closingRows.length > 0
        ? [
            {
              heading: say('closings'),
              lines: [],
              tables: [
                table(say('closings'), [say('site'), say('people'), say('beyond'), say('instead')], closingRows),
              ],
            },
          ]
        : []),
      ...(loserRows.length > 0
        ? [
            {
              heading: say('losers', { count: Math.min(most, loserRows.length) }),
              lines: [],
              tables: [table(say('village'), [say('village'), say('people'), ''], loserRows)],
            },
          ]
        : []),
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
